"""The timeline of a story: its tellings, marks and times in, dated sentences out; those about one event share an id.

A sentence is dated by a time of a day, week, month, season, quarter or year that stands in it; a post by its own date.
"""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from tellings.language import load
from tellings.model import TOLD, Article, Block, Event, Mark, Telling, Timex, content_id
from tellings.stage import Settings, Stage
from tellings.text.dates import find_times
from tellings.text.dates.calendar import first_day
from tellings.text.sentences import find_sentences
from tellings.text.words import Span, find_words


@dataclass(frozen=True)
class EventsSettings(Settings):
    """Settings of the stage."""

    language: str = "en"
    # Two sentences of one date tell one event when the rare words they share weigh this much of those of the lighter
    # one (per cent). Below a quarter, two events of one day run together: a story's sentences all share its names.
    shared: int = 25
    # ... and when they share at least so many words: one name is shared by chance.
    words: int = 2
    # Words that more sentences of one date hold than this tell nothing and would make pairs of all with all.
    common: int = 50


# Values that date an event; the clock time is left out.
DATED = re.compile(r"(\d{4}(?:-(?:W\d\d(?:-WE)?|Q[1-4]|H[12]|SP|SU|FA|WI|\d\d(?:-\d\d)?))?)(?:T.*)?")
STEM = 6  # letters: what "apology" and "apologised" share
# Days that a value covers, by its length or letter; a year for the rest.
LENGTHS = {"W": 7, "Q": 92, "H": 184, "S": 92, "F": 92}


Located = TypeVar("Located", Block, Mark, Timex)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A dated sentence before it has an event."""

    row: Event
    words: frozenset[str]


def _times_of(telling: Telling, article: Article, told: list[Span], times: list[Timex], language: str) -> list[Timex]:
    """The times of a telling, resolved against its anchor where that is not the date of publication."""
    if telling.anchor[:10] == article.published[:10]:
        return times
    return _resolve(article, telling.anchor, told, language)


def _resolve(article: Article, anchor: str, spans: list[Span], language: str) -> list[Timex]:
    """The times of some spans of an article, resolved against an anchor."""
    try:
        day = date.fromisoformat(anchor[:10])
    except ValueError:
        day = None
    return [
        Timex(article.article_id, t.start, t.end, t.type, t.value, t.mod, anchor[:10] if t.anchored else "", t.rule)
        for t in find_times(article.text, day, spans, language)
    ]


def _is_within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _dated(time: Timex) -> str:
    """The date of an event at a time; "" where it names none."""
    match = DATED.fullmatch(time.value)
    return match.group(1) if match and time.type in {"DATE", "TIME"} and first_day(match.group(1)) else ""


def _sentence_rows(
    telling: Telling, article: Article, blocks: list[Block], marks: list[Mark], times: list[Timex], language: str
) -> Iterator[Event]:
    """The dated sentences of one telling, posts aside."""
    told = sorted((b.start, b.end) for b in blocks if b.kind in TOLD)
    spans = [span for block in told for span in find_sentences(article.text, *block, language)]
    starts = [start for start, _ in spans]
    posts = [(m.start, m.end) for m in marks if m.kind == "post" and m.posted]
    spoken = [(m.content_start, m.content_end) for m in marks if m.kind != "post"]
    for time in _times_of(telling, article, told, times, language):
        at = bisect_right(starts, time.start) - 1
        dated = _dated(time)
        if at < 0 or not dated or time.end > spans[at][1] or _is_within((time.start, time.end), posts):
            continue
        rule = time.rule + ("; spoken" if _is_within((time.start, time.end), spoken) else "")
        yield _row(telling, spans[at], time, dated, rule)


def _post_rows(telling: Telling, article: Article, marks: list[Mark], language: str) -> Iterator[Event]:
    """The posts of one telling, each dated by its signature, with the times that its words tell."""
    for mark in marks:
        if mark.kind != "post" or not first_day(mark.posted):
            continue
        whole = (mark.start, mark.end)
        signed = (
            (mark.start, mark.end) if mark.signature_start is None else (mark.signature_start, mark.signature_end or 0)
        )
        stamps = [t for t in _resolve(article, mark.posted, [signed], language) if t.value[:10] == mark.posted]
        stamp = (stamps[-1].start, stamps[-1].end) if stamps else signed
        time = Timex(article.article_id, *stamp, "DATE", mark.posted, "", "", "posted")
        yield _row(telling, whole, time, mark.posted, "posted")
        for time in _resolve(article, mark.posted, [(mark.content_start, mark.content_end)], language):
            dated = _dated(time)
            if dated and not (stamp[0] < time.end and time.start < stamp[1]):
                yield replace(
                    _row(telling, whole, time, dated, f"{time.rule}; spoken, from the date of the post"), inferred=False
                )


def _row(telling: Telling, sentence: Span, time: Timex, dated: str, rule: str) -> Event:
    """An event's row, its id still to come."""
    return Event(
        story_id=telling.story_id,
        event_id="",
        date=dated,
        article_id=telling.article_id,
        start=sentence[0],
        end=sentence[1],
        timex_start=time.start,
        timex_end=time.end,
        anchor=time.anchor,
        inferred=bool(time.anchor) and not telling.anchor_source.startswith("published"),
        rule=rule,
    )


@cache
def _light(language: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in load("dates", language)["light"])


def _stems(text: str, start: int, end: int, language: str) -> frozenset[str]:
    """The content words of a stretch of text, cut to their first letters."""
    words = (text[a:b].lower() for a, b in find_words(text, start, end))
    return frozenset(word[:STEM] for word in words if len(word) >= 4 or word.isdigit()) - _light(language)


def _weights(articles: Iterable[Article], blocks: list[Block], language: str) -> dict[str, int]:
    """The weight of each word of a story: rare ones weigh more (idf over its sentences, in thousandths)."""
    texts = {a.article_id: a.text for a in articles}
    counts: Counter[str] = Counter()
    total = 0
    for block in blocks:
        if block.kind in TOLD and block.article_id in texts:
            for start, end in find_sentences(texts[block.article_id], block.start, block.end, language):
                counts.update(_stems(texts[block.article_id], start, end, language))
                total += 1
    return {word: round(1000 * math.log2(1 + total / count)) for word, count in counts.items()}


def _days(value: str) -> tuple[date, date]:
    """First and last day of a date's value."""
    first = first_day(value) or date.min
    rest = value[5:]
    if value.endswith("-WE"):
        length = 2
    elif rest[:1] in LENGTHS:
        length = LENGTHS[rest[0]]
    else:
        length = {0: 365, 2: 28}.get(len(rest), 1)
    return first, min(first, date.max - timedelta(days=length)) + timedelta(days=length - 1)


def _similar(rows: list[Sentence], weights: dict[str, int], settings: EventsSettings) -> dict[tuple[int, int], int]:
    """Pairs of sentences that share enough rare words, with the share; found by the words, not all with all."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        for word in sorted(row.words):
            holders[word].append(i)
    shared: dict[tuple[int, int], tuple[int, int]] = {}
    for word, some in holders.items():
        if 1 < len(some) <= settings.common:
            for n, i in enumerate(some):
                for j in some[n + 1 :]:
                    weight, count = shared.get((i, j), (0, 0))
                    shared[i, j] = (weight + weights.get(word, 0), count + 1)
    totals = [sum(weights.get(word, 0) for word in row.words) for row in rows]
    similar = {}
    for (i, j), (weight, count) in shared.items():
        share = 100 * weight // max(1, min(totals[i], totals[j]))
        if share >= settings.shared and count >= settings.words:
            similar[i, j] = share
    return similar


def _group(rows: list[Sentence], weights: dict[str, int], settings: EventsSettings) -> list[int]:
    """The event of each dated sentence, as the number of one of its sentences.

    Sentences of the same date that share rare words are joined. A sentence of a longer span (a week, a month) then
    joins the one event within that span that it is most like, if there is one: so a week never ties two days together.
    """
    leader = list(range(len(rows)))

    def lead(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    similar = _similar(rows, weights, settings)
    wider: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (i, j), share in sorted(similar.items()):
        if rows[i].row.date == rows[j].row.date:
            a, b = sorted((lead(i), lead(j)))
            leader[b] = a
            continue
        if rows[i].row.article_id == rows[j].row.article_id:
            continue  # a sentence may well name both a day and the year it lies in
        (first_i, last_i), (first_j, last_j) = _days(rows[i].row.date), _days(rows[j].row.date)
        if first_i <= first_j and last_j <= last_i:
            wider[i].append((share, j))
        elif first_j <= first_i and last_i <= last_j:
            wider[j].append((share, i))
    groups = [lead(i) for i in range(len(rows))]
    alone = Counter(groups)
    joined = list(groups)
    for i, options in wider.items():
        best = max(share for share, _ in options)
        targets = {groups[j] for share, j in options if share == best}
        if alone[groups[i]] == 1 and len(targets) == 1 and not any(j in wider for _, j in options):
            joined[i] = targets.pop()
    return joined


def _by_article(rows: list[Located]) -> dict[str, list[Located]]:
    """Rows by their article."""
    found: dict[str, list[Located]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _event_id(lead: Event) -> str:
    """Id of an event: by its first dated sentence."""
    return content_id("event", lead.story_id, lead.date, lead.article_id, lead.timex_start)


def find_events(
    tellings: list[Telling],
    articles: list[Article],
    blocks: list[Block],
    marks: list[Mark],
    times: list[Timex],
    settings: EventsSettings | None = None,
) -> list[Event]:
    """The dated sentences of one story, by date.

    >>> article = Article.from_text("The mill burned down on Sunday.", published="2024-05-15")
    >>> told = Block(article.article_id, 0, len(article.text), "body", "")
    >>> telling = Telling("s", article.article_id, "2024-05", "A", "2024-05-14", "inferred: from others", "")
    >>> [(e.date, e.anchor, e.inferred) for e in find_events([telling], [article], [told], [], [])]
    [('2024-05-12', '2024-05-14', True)]
    """
    settings = settings or EventsSettings()
    language = settings.language
    by_id = {article.article_id: article for article in articles}
    blocks_of, marks_of, times_of = _by_article(blocks), _by_article(marks), _by_article(times)
    found: list[Event] = []
    for telling in tellings:
        article = by_id.get(telling.article_id)
        if article is None:
            continue
        own_marks = marks_of[telling.article_id]
        own_times = sorted(times_of[telling.article_id], key=lambda t: t.start)
        found += _sentence_rows(telling, article, blocks_of[telling.article_id], own_marks, own_times, language)
        found += _post_rows(telling, article, own_marks, language)
    weights = _weights(articles, blocks, language)
    found.sort(key=lambda e: (e.date, e.article_id, e.timex_start, e.start))
    sentences = [
        Sentence(
            row,
            _stems(by_id[row.article_id].text, row.start, row.end, language)
            - _stems(by_id[row.article_id].text, row.timex_start, row.timex_end, language),
        )
        for row in found
    ]
    groups = _group(sentences, weights, settings)
    leads: dict[int, Event] = {}
    for row, group in zip(found, groups, strict=True):
        leads.setdefault(group, row)
    return [replace(row, event_id=_event_id(leads[group])) for row, group in zip(found, groups, strict=True)]


def run(
    settings: EventsSettings,
    tellings: list[Telling],
    articles: list[Article],
    blocks: list[Block],
    marks: list[Mark],
    times: list[Timex],
) -> Iterator[Event]:
    """The timeline of one story."""
    yield from find_events(tellings, articles, blocks, marks, times, settings)


STAGE = Stage(
    name="events",
    version=2,
    reads=(Telling, Article, Block, Mark, Timex),
    writes=(Event,),
    by="story_id",
    via=Telling,
    run=run,
    settings=EventsSettings(),
)
