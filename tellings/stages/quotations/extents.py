"""How far sayings reach: a text and its marks in; marks by depth, and what lies in and around a saying out."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from tellings.model import Mark
from tellings.text.reading import Saying
from tellings.text.words import Span

# What stands between source and cue and tells other things: ", who joined in May,".
INSERT = re.compile(r"\W*\s*(?:who|which|that)\b|[^\w]*[,(—–]")


class Extents:
    """The marked spans of one text by depth."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.levels = _by_depth(marks)
        self._clauses: dict[Span, list[Saying]] = {}  # sentence -> its sayings

    def outside(self, said: Saying, sayings: Sequence[Saying]) -> list[Span]:
        """The words of an attribution: its sentence without what is said and without other quotations.

        `sayings` are all of the article, the same at each call.
        """
        low, high = said.clause
        inner = [span for span in said.segments if span[0] < high and span[1] > low]
        if said.speaker and said.cue and INSERT.match(self.text, said.speaker[1], said.cue[0]):
            inner.append(
                (said.speaker[1], said.cue[0])
            )  # an insert between them ("who joined in May") tells other things
        place = said.cue[0] if said.cue else low
        for other in self._of_clause(said.clause, sayings):
            if other is not said:  # what others in the sentence say, unless it holds this saying itself
                inner += [s for s in other.segments if low <= s[0] and s[1] <= high and not s[0] <= place < s[1]]
        inner += [(mark.start, mark.end) for mark in marks_between(self.levels[said.depth], low, high)]
        pieces, at = [], low
        for start, end in sorted(inner):
            if start > at:
                pieces.append((at, start))
            at = max(at, end)
        return [*pieces, (at, high)] if at < high else pieces

    def _of_clause(self, clause: Span, sayings: Sequence[Saying]) -> list[Saying]:
        """The sayings of one sentence."""
        if not self._clauses:
            for said in sayings:
                self._clauses.setdefault(said.clause, []).append(said)
        return self._clauses.get(clause, [])

    def marked_share(self, segments: Sequence[Span], depth: int) -> float:
        """Share of the letters and digits of some spans that stand in marks of a depth."""
        within: list[Span] = []
        marks = self.levels[depth]
        for low, high in segments:
            a = max(0, bisect_left(marks, low, key=_start) - 1)
            while a < len(marks) and marks[a].start < high:
                start, end = max(low, marks[a].content_start), min(high, marks[a].content_end)
                if start < end:
                    within.append((start, end))
                a += 1
        if within == list(segments):
            return 1.0 if any(any(map(str.isalnum, self.text[low:high])) for low, high in within) else 0.0
        inside = sum(_letters(self.text, *span) for span in within)
        if not inside:
            return 0.0
        return inside / sum(_letters(self.text, *span) for span in segments)


def _by_depth(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Quoted spans by depth, outermost first; at least one list."""
    quotes = [m for m in marks if m.kind == "quote"]
    return [[m for m in quotes if m.depth == depth] for depth in range(max((m.depth for m in quotes), default=0) + 1)]


def _start(mark: Mark) -> int:
    return mark.start


def marks_between(marks: Sequence[Mark], low: int, high: int) -> Sequence[Mark]:
    """Those marks, sorted by start, that stand in text[low:high]."""
    return marks[bisect_left(marks, low, key=_start) : bisect_left(marks, high, key=_start)]


def _letters(text: str, low: int, high: int) -> int:
    return sum(map(str.isalnum, text[low:high]))
