"""When a statement was made: dates told around its quotations in, one date with its source out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from tellings.language import load
from tellings.model import Article, Mark, Quotation, Telling, Timex
from tellings.stages.statements.occasions import attribution_text
from tellings.stages.statements.pieces import Piece
from tellings.text.dates import find_times
from tellings.text.sentences import find_sentences
from tellings.text.words import find_words

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# First letters by which a word and a verb are told to be of one root (apology, apologise).
ROOT = 6
# Days before a telling within which a day it tells is that of what it reports: it writes of older days to compare.
RECENT = 6
# Paragraphs that may end between such a day and the quotation. On our gold (train and dev, full flow) 2 with two
# articles that agree date 42 of 104 dated statements rightly, and 15 that are undated; one article alone 57 and 36.
PARAGRAPHS = 2
LINES = re.compile(r"\n+")


@dataclass(frozen=True)
class Told:
    """A date that one article tells for a quotation."""

    value: str
    article_id: str
    words: str  # of the article
    basis: str  # post | told | near | act | context
    inferred: bool  # counted from an anchor that is itself inferred, or taken from another sentence

    @property
    def rank(self) -> tuple[int, int, int, str, str]:
        """Sorting key: days before vaguer dates, posts before reports, what is told before what is inferred."""
        bases = ("post", "told", "near", "act", "context")
        return not DAY.match(self.value), bases.index(self.basis), self.inferred, self.value, self.article_id


@cache
def _act_roots() -> tuple[str, ...]:
    return tuple(sorted({act[:ROOT] for act in load("occasions")["acts"] if len(act) >= ROOT}))


class Dates:
    """The time expressions of a story, looked up by place."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        tellings: Iterable[Telling],
        timexes: Iterable[Timex],
        marks: Iterable[Mark],
        pieces: Iterable[Piece],
    ) -> None:
        self.articles = articles
        self.tellings = {t.article_id: t for t in tellings}
        self.timexes: dict[str, list[Timex]] = defaultdict(list)
        for timex in sorted(timexes, key=lambda t: (t.article_id, t.start, t.end)):
            if timex.type in {"DATE", "TIME"}:
                self.timexes[timex.article_id].append(self._anchored(timex))
        self.posts: dict[str, list[Mark]] = defaultdict(list)
        for mark in marks:
            if mark.posted:
                self.posts[mark.article_id].append(mark)
        self.quoted: dict[str, list[tuple[int, int]]] = defaultdict(list)  # by article, where speakers' words stand
        for piece in sorted(pieces, key=lambda piece: piece.order):
            self.quoted[piece.article_id].append((piece.start, piece.end))

    def _anchored(self, timex: Timex) -> Timex:
        """The time expression, counted from the telling's anchor where the article has no date of its own."""
        telling = self.tellings.get(timex.article_id)
        article = self.articles.get(timex.article_id)
        if telling is None or article is None or telling.anchor[:10] == article.published[:10]:
            return timex
        try:
            day = date.fromisoformat(telling.anchor[:10])
        except ValueError:
            return timex
        times = find_times(article.text, day, [_sentence_at(article.text, timex.start)])
        found = next((t for t in times if (t.start, t.end) == (timex.start, timex.end)), None)
        return replace(timex, value=found.value, anchor=telling.anchor[:10]) if found and found.anchored else timex

    def of(self, quotation: Quotation) -> list[Told]:
        """Dates told for a quotation, best first."""
        found = []
        for mark in self.posts[quotation.article_id]:
            if mark.content_start < quotation.end and quotation.start < mark.content_end:
                words = self._text(quotation.article_id, mark.signature_start, mark.signature_end)
                found.append(Told(mark.posted, quotation.article_id, words, "post", inferred=False))
        if quotation.said_start is not None and quotation.said_end is not None:
            found += self._within(quotation.article_id, quotation.said_start, quotation.said_end, "told")
        if not found:
            found += self._around(quotation)
        return sorted(found, key=lambda told: told.rank)

    def _text(self, article_id: str, start: int | None, end: int | None) -> str:
        return "" if start is None or end is None else " ".join(self.articles[article_id].text[start:end].split())

    def _within(self, article_id: str, start: int, end: int, basis: str) -> list[Told]:
        telling = self.tellings.get(article_id)
        published = telling is not None and telling.anchor_source.startswith("published")
        return [
            Told(
                timex.value[:10] if DAY.match(timex.value) else timex.value,
                article_id,
                self._text(article_id, timex.start, timex.end),
                basis,
                inferred=bool(timex.anchor) and not published,
            )
            for timex in self.timexes[article_id]
            if timex.start < end and start < timex.end and timex.value[:1].isdigit()
        ]

    def _around(self, quotation: Quotation) -> list[Told]:
        """Dates in the unquoted words of the sentence that holds the quotation."""
        text = self.articles[quotation.article_id].text
        quoted = self.quoted[quotation.article_id]
        low = max((end for _, end in quoted if end <= quotation.start), default=0)
        high = min((start for start, _ in quoted if start >= quotation.end), default=len(text))
        words = attribution_text(text, quotation.start, quotation.end, low, high)
        if not words.strip():
            return []
        at = text.rfind(words, low, quotation.start)
        if at < 0:
            at = text.find(words, quotation.end, high)
        return self._within(quotation.article_id, at, at + len(words), "near") if at >= 0 else []

    def is_past(self, told: Sequence[Told]) -> bool:
        """Whether the best date told for a quotation lies more than a week before its telling ("in 2014")."""
        if not told or told[0].basis not in ("post", "told"):
            return False
        telling = self.tellings.get(told[0].article_id)
        try:
            anchor = date.fromisoformat(telling.anchor[:10] if telling else "")
        except ValueError:
            return False
        oldest = (anchor - timedelta(days=RECENT)).isoformat()
        return told[0].value[: len(oldest)] < oldest[: len(told[0].value)] and "W" not in told[0].value

    def of_act(self, pieces: Sequence[Piece]) -> list[Told]:
        """Dates of sentences that tell of the act of speaking ("issued an apology last Tuesday").

        The act is this statement's where the same article quotes words of it that echo the act (apology, apologise).
        """
        found = []
        echoing = [piece for piece in pieces if self._may_echo(piece)]
        for article_id in sorted({piece.article_id for piece in echoing}):
            source = self.articles[article_id].text
            forms = {
                form[:ROOT]
                for piece in echoing
                if piece.article_id == article_id
                for form in _long_words(source, piece)
            }
            acts = [act for act in load("occasions")["acts"] if len(act) >= ROOT and act[:ROOT] in forms]
            if not acts:
                continue
            for timex in self.timexes[article_id]:
                sentence = source[slice(*_sentence_at(source, timex.start))].casefold()
                if any(re.search(rf"\b{re.escape(act)}", sentence) for act in acts):
                    told = self._within(article_id, timex.start, timex.end, "act")
                    found += [replace(one, inferred=True) for one in told]
        return sorted(found, key=lambda told: told.rank)

    def _may_echo(self, piece: Piece) -> bool:
        """Whether a piece has the letters of an act somewhere; few do."""
        words = self.articles[piece.article_id].text[piece.start : piece.end].casefold()
        return any(root in words for root in _act_roots())

    def of_context(self, pieces: Sequence[Piece], origin: Mapping[str, str]) -> list[Told]:
        """The day that articles tell last, shortly before they first quote a statement: what they report of then.

        One article alone may go over from one day to another; where two that are no copies tell the same day, and none
        another, that is the day.
        """
        found = []
        first = {piece.article_id: piece for piece in sorted(pieces, key=lambda piece: piece.order, reverse=True)}
        for article_id, piece in sorted(first.items()):
            timex = self._last_day(piece)
            if timex is not None:
                told = self._within(article_id, timex.start, timex.end, "context")
                found += [replace(one, inferred=True) for one in told]
        agreed = len({origin.get(one.article_id, one.article_id) for one in found}) > 1
        return sorted(found, key=lambda told: told.rank) if agreed and len({one.value for one in found}) == 1 else []

    def _last_day(self, piece: Piece) -> Timex | None:
        """The last day told before a piece, outside quotations; none where paragraphs lie between."""
        text, telling = self.articles[piece.article_id].text, self.tellings.get(piece.article_id)
        days = [t for t in self.timexes[piece.article_id] if t.end <= piece.start and self._is_recent(t, telling)]
        outside = [t for t in days if not any(a <= t.start < b for a, b in self.quoted[piece.article_id])]
        near = bool(outside) and len(LINES.findall(text, outside[-1].end, piece.start)) <= PARAGRAPHS
        return outside[-1] if near else None

    @staticmethod
    def _is_recent(timex: Timex, telling: Telling | None) -> bool:
        """Whether a time expression is a day of the week up to the telling's own."""
        try:
            day, anchor = (
                date.fromisoformat(timex.value[:10]),
                date.fromisoformat(telling.anchor[:10] if telling else ""),
            )
        except ValueError:
            return False
        return 0 <= (anchor - day).days <= RECENT


def _long_words(text: str, piece: Piece) -> Iterator[str]:
    """The words of a piece that are long enough to tell a root by."""
    return (text[a:b].casefold() for a, b in find_words(text, piece.start, piece.end) if b - a >= ROOT)


def _sentence_at(text: str, place: int) -> tuple[int, int]:
    low = text.rfind("\n", 0, place) + 1
    high = text.find("\n", place)
    high = len(text) if high < 0 else high
    return next(((a, b) for a, b in find_sentences(text, low, high) if a <= place < b), (low, high))


SEASONS = {"SP": (3, 4, 5), "SU": (6, 7, 8), "FA": (9, 10, 11), "WI": (12, 1, 2)}


def holds(vague: str, day: str) -> bool:
    """Whether a TIMEX3 date holds a more precise one, or is the same.

    >>> holds("2024-W19", "2024-05-08"), holds("2024-SP", "2024-05"), holds("2023", "2024")
    (True, True, False)
    """
    if day == vague or day.startswith(vague + "-"):
        return True
    year, _, rest = vague.partition("-")
    if rest in SEASONS:
        return day[:4] == year and day[5:7].isdigit() and int(day[5:7]) in SEASONS[rest]
    if not rest.startswith("W") or not DAY.fullmatch(day):
        return False
    try:
        found = date.fromisoformat(day).isocalendar()
    except ValueError:
        return False
    return vague == f"{found.year}-W{found.week:02}"


def settle(told: Sequence[Told], names: Mapping[str, str], origin: Mapping[str, str]) -> tuple[str, str, str]:
    """The date of a statement, its source in words, and what is left open.

    What a post bears comes first, then what most articles tell or allow (a week allows its days), then what is more
    precise. Sentences about the act count where no article dates the quotation itself, or make its date more precise.
    """
    if not told:
        return "", "", ""
    near = [t for t in told if t.basis != "act"]
    pool = near + [t for t in told if t.basis == "act" and (not near or any(holds(n.value, t.value) for n in near))]
    support = {
        t.value: {origin.get(o.article_id, o.article_id) for o in near or pool if holds(o.value, t.value)} for t in pool
    }
    best = min(pool, key=lambda t: (t.basis != "post", -len(support[t.value]), -len(t.value), t.rank))
    source = f"{names.get(best.article_id, best.article_id)}: “{best.words}”"
    if best.basis == "context":
        source += " (inferred: the day told last before the quotation)"
    elif best.basis == "act":
        source += " (inferred: told of the act, not at the quotation)"
    elif best.inferred:
        source += " (inferred: counted from an inferred date)"
    others = sorted(
        {(t.value, names.get(t.article_id, t.article_id)) for t in pool if not holds(t.value, best.value)}
    )  # fmt: skip
    note = "also dated " + ", ".join(f"{value} ({name})" for value, name in others) if others else ""
    return best.value, source, note
