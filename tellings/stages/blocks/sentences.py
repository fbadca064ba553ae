"""The sentences at the edges of a line that are no prose: a line in, what to take off it at both ends out."""

import re
from dataclasses import dataclass

from tellings.stages.blocks.rules import Rules, Told, by_beginning

Piece = tuple[int, int, Told]

BREAK = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands before and after the prose line[low:high]."""

    before: tuple[Piece, ...]
    low: int
    high: int
    after: tuple[Piece, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is left."""
        return self.low >= self.high


def _cuts(line: str, rules: Rules) -> list[int]:
    """Where sentences of the line begin, 0 and its length included."""
    cuts = [0]
    cuts += [m.end() for m in BREAK.finditer(line) if not _is_abbreviation(line, m.start(), rules)]
    if rules.inline is not None:
        cuts += [m.start() for m in rules.inline.finditer(line) if m.start() and line[m.start() - 1].isspace()]
    return [*sorted(set(cuts)), len(line)]


def _is_abbreviation(line: str, stop: int, rules: Rules) -> bool:
    """Whether the stop belongs to "Mr." or an initial, after which no sentence ends."""
    if line[stop] != ".":
        return False
    begin = max(line.rfind(" ", 0, stop), line.rfind("\u00a0", 0, stop), stop - 12) + 1
    return line[begin:stop] in rules.abbreviations or (stop - begin == 1 and line[begin].isupper())


def find_edges(line: str, rules: Rules, tail: bool) -> Edges:
    """Sentences at both ends of a line that a rule tells, up to the first that none does.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> edges = find_edges("It rained. Follow Ann Lee on Twitter.", rules_of("en"), tail=True)
    >>> edges.high, edges.after[0][2].kind
    (10, 'promo')
    """
    cuts = _cuts(line, rules)
    count = len(cuts) - 1
    told = [by_beginning(line[cuts[n] : cuts[n + 1]].rstrip(), rules, count == 1, tail) for n in range(count)]
    first = next((n for n, t in enumerate(told) if t is None), count)
    last = next((n for n in range(count, first, -1) if told[n - 1] is None), first)
    low = cuts[first]
    high = len(line[: cuts[last]].rstrip()) if last > first else low
    pieces = [(cuts[n], len(line[: cuts[n + 1]].rstrip()), t) for n, t in enumerate(told) if t is not None]
    return Edges(
        before=tuple(piece for piece in pieces if piece[0] < low),
        low=low,
        high=high,
        after=tuple(piece for piece in pieces if piece[0] >= high and piece[0] >= low),
    )
