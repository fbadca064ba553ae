"""Pieces: quotations and their voices in, the stretches of words that are the speakers' own out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from tellings.model import Article, Attribution, Mark, Quotation, Voice
from tellings.text.spelling import expand, function_forms, normal_form
from tellings.text.words import Span, find_words

# A quotation of fewer words is a scrap: it supports no wording where others have more.
SCRAP = 4


@dataclass(frozen=True)
class Piece:
    """A stretch of quoted words."""

    article_id: str
    quotation_id: str
    start: int
    end: int
    voice_id: str
    forms: tuple[str, ...] = field(repr=False)
    name: frozenset[str] = frozenset()  # words of the voice's name; none of a source that is not named
    sure: bool = True  # the text settles whose words they are
    form: str = "marks"  # as in Quotation
    named: bool = True  # its source is not told by a pronoun alone

    @property
    def order(self) -> tuple[str, int, int]:
        """Sorting key: place of the piece."""
        return self.article_id, self.start, self.end


@dataclass(frozen=True)
class Heard:
    """Whose words a quotation is, as far as that is known."""

    voice_id: str = ""
    name: frozenset[str] = frozenset()
    sure: bool = False
    named: bool = True


def heard(attributions: Iterable[Attribution], voices: Iterable[Voice], sure: int) -> dict[str, Heard]:
    """Voice of each quotation, "" where it is left open.

    Args:
        attributions: which voice each quotation has.
        voices: a source without a name may be one that has a name elsewhere.
        sure: per cent of confidence from which a named voice is taken as settled.
    """
    functions = function_forms()
    names = {
        v.voice_id: frozenset(word for word in v.name.casefold().split() if word not in functions)
        for v in voices
        if v.kind != "unnamed"
    }
    return {
        a.quotation_id: Heard(
            a.voice_id,
            names.get(a.voice_id, frozenset()),
            a.confidence >= sure or a.voice_id not in names,
            not a.reason.startswith("pronoun"),
        )
        for a in attributions
    }


def cut_pieces(
    articles: Mapping[str, Article], quotations: Iterable[Quotation], marks: Iterable[Mark], voices: Mapping[str, Heard]
) -> list[Piece]:
    """The stretches of direct speech in quotations: of what stands in marks, only what the marks enclose.

    No two pieces overlap, so that no word counts twice: what several quotations claim is the longest's. Words that
    "she reportedly wrote" stand in marks all the same.
    """
    marked: dict[str, list[Span]] = defaultdict(list)
    for mark in marks:
        if mark.depth == 0:
            marked[mark.article_id].append((mark.content_start, mark.content_end))
    claimed = [
        (start, end, quotation)
        for quotation in quotations
        if quotation.article_id in articles and quotation.kind != "indirect"
        for start, end in _spoken(quotation, marked[quotation.article_id])
    ]
    pieces: list[Piece] = []
    for start, end, quotation in _apart(claimed, voices):
        text = articles[quotation.article_id].text
        forms = tuple(chain.from_iterable([_forms(text[a:b]) for a, b in find_words(text, start, end)]))
        if forms:
            voice = voices.get(quotation.quotation_id, Heard())
            pieces.append(
                Piece(
                    quotation.article_id, quotation.quotation_id, start, end, voice.voice_id, forms,
                    voice.name, voice.sure, quotation.form, voice.named,
                )
            )  # fmt: skip
    return sorted(pieces, key=lambda piece: piece.order)


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, ...]:
    """Normal forms of a word, of a short form those of its words."""
    return tuple(normal_form(form) for form in expand(word))


def _apart(
    claimed: Sequence[tuple[int, int, Quotation]], voices: Mapping[str, Heard]
) -> Iterator[tuple[int, int, Quotation]]:
    """Spans cut to what no longer span of their article has; of the same span, the one whose voice is known."""

    def rank(claim: tuple[int, int, Quotation]) -> tuple[object, ...]:
        start, end, quotation = claim
        voice = voices.get(quotation.quotation_id, Heard())
        return quotation.article_id, start - end, start, not voice.sure, not voice.voice_id, quotation.quotation_id

    whose = {q.quotation_id: voices.get(q.quotation_id, Heard()).voice_id for _, _, q in claimed}
    taken: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for start, end, quotation in sorted(claimed, key=rank):
        voice = whose[quotation.quotation_id]
        other = voice if quotation.within in whose and voice != whose[quotation.within] else ""
        held = taken[quotation.article_id, other]  # what a speaker quotes of another voice is that one's too
        at = bisect_right(held, (start, end))
        low = max(start, held[at - 1][1]) if at else start
        high = min(end, held[at][0]) if at < len(held) else end
        if low < high:
            held.insert(at, (low, high))
            yield low, high, quotation


def _spoken(quotation: Quotation, marked: Sequence[Span]) -> Iterator[Span]:
    """What of a quotation is the speaker's own words."""
    for low, high in quotation.segments:
        within = [(max(start, low), min(end, high)) for start, end in marked if start < high and end > low]
        if within and quotation.form in ("marks", "prose"):
            yield from within
        elif quotation.kind == "direct":
            yield low, high
