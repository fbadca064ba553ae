"""Passages: what two articles share in; prose, excerpt, quotation or chrome, and whose text, out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tellings.stages.copies.credits import credit_beside, credited_agency, outlet_names
from tellings.stages.copies.settings import CopySettings
from tellings.stages.copies.side import Mask, Side
from tellings.text.reuse import Passage

# A colon at the end of a line: what stands in the next one is set off as another's words, marks or no marks.
LEAD_IN = re.compile(r"[:：][”\"')\]]?[^\S\n]*\n\s*[“\"'‘(\[…. ]*$")
LEAD_IN_REACH = 40  # characters before a passage within which the colon stands: white space, marks, an ellipsis
# Words between two passages that are set off together: a line of chrome, "and", what a writer put in brackets.
BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage with what its words are."""

    passage: Passage
    kind: str  # prose | quotation | chrome
    prose: int = 0  # shared words of own prose


def classify(one: Side, two: Side, passage: Passage, settings: CopySettings) -> Iterator[Shared]:
    """The passage as prose, or cut down to the quotations or chrome in it."""
    match = passage.match
    found = match >= 0
    # Words without a counterpart go with the last word that has one.
    there = np.maximum.accumulate(np.where(found, match, passage.other_start))
    here = np.arange(passage.start, passage.end)
    speech = one.told.quoted[here] | two.told.quoted[there]
    chrome = (one.common[here] | two.common[there]) & ~speech
    prose = int((found & ~speech & ~chrome).sum())
    if prose >= settings.prose:
        yield Shared(passage, "prose", prose)
        return
    for kind, mask in (("quotation", speech), ("chrome", chrome)):
        for start, end in runs(mask):
            met = np.flatnonzero(found[start:end]) + start
            if len(met) >= settings.speech:
                low, high = int(match[met].min()), int(match[met].max()) + 1
                start_met, end_met = passage.start + int(met[0]), passage.start + int(met[-1]) + 1
                yield Shared(Passage(start_met, end_met, low, high, len(met), match[met[0] : met[-1] + 1]), kind)


def runs(mask: Mask) -> list[tuple[int, int]]:
    """Bounds of the runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def find_set_off(one: Side, two: Side, shared: Sequence[Shared]) -> frozenset[int]:
    """Numbers of the passages that either article sets off below a line that ends in a colon, and of those that go on.

    Both would have the line if it were part of what they share, so it is the one's way to quote the other.
    """
    found: set[int] = set()
    for side, bounds in (
        (one, [(each.passage.start, each.passage.end) for each in shared]),
        (two, [(each.passage.other_start, each.passage.other_end) for each in shared]),
    ):
        last = -1 - BETWEEN  # where the last one that is set off ends
        for (start, end), number in sorted(zip(bounds, range(len(bounds)), strict=True)):
            if start - last <= BETWEEN or _led_in(side, start):
                found.add(number)
                last = max(last, end)
    return frozenset(found)


def _led_in(side: Side, word: int) -> bool:
    start = int(side.told.words.starts[word])
    return LEAD_IN.search(side.article.text[max(0, start - LEAD_IN_REACH) : start]) is not None


def type_passage(one: Side, two: Side, shared: Shared, kind: str, *, set_off: bool = False) -> tuple[str, str]:
    """What a passage is, and whose text, where the words beside it say so: prose credited or set off is an excerpt.

    In near copies the whole is taken over, whatever one sentence of it credits.
    """
    if not shared.prose:
        return shared.kind, ""
    starts = (
        one.told.span(shared.passage.start, shared.passage.end)[0],
        two.told.span(shared.passage.other_start, shared.passage.other_end)[0],
    )
    sides = ((one, starts[0], two), (two, starts[1], one))
    credited = (credited_agency(side.article, start) for side, start, _ in sides if side.names_agency)
    agencies = sorted({agency for agency in credited if agency})
    origin = agencies[0] if len(agencies) == 1 else ""
    if kind != "excerpt":
        return shared.kind, origin
    named = set_off or any(
        side.article.outlet != other.article.outlet
        and credit_beside(side.article, start, outlet_names(other.article.outlet, other.article.url))
        for side, start, other in sides
    )
    return ("excerpt" if named or origin else shared.kind), origin
