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


def find_edges(line: str, rules: Rules, tail: bool) -> Edges:
    """Sentences at both ends of a line that a rule tells, up to the first that none does.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> edges = find_edges("It rained. Follow Ann Lee on Twitter.", rules_of("en"), tail=True)
    >>> edges.high, edges.after[0][2].kind
    (10, 'promo')
    """
    cuts = _cuts(line, rules)
    first, last = 0, len(cuts) - 1
    before: list[Piece] = []
    after: list[Piece] = []
    while first < last and (piece := _sentence(line, cuts, first, rules, tail)):
        before.append(piece)
        first += 1
    while last > first and (piece := _sentence(line, cuts, last - 1, rules, tail)):
        after.insert(0, piece)
        last -= 1
    low = cuts[first]
    high = low + len(line[low : cuts[last]].rstrip())
    return Edges(tuple(before), low, high, tuple(after))


def _cuts(line: str, rules: Rules) -> list[int]:
    """Where sentences of the line may begin, 0 and its length included."""
    cuts = [0, *(m.end() for m in BREAK.finditer(line)), len(line)]
    if rules.inline is not None and rules.inline.search(line, 1):
        inner = (m.start() for m in rules.inline.finditer(line, 1))
        cuts = sorted({*cuts, *(start for start in inner if line[start - 1].isspace())})
    return cuts


def _sentence(line: str, cuts: list[int], number: int, rules: Rules, tail: bool) -> Piece | None:
    """The sentence of that number, when a rule tells what it is."""
    start = cuts[number]
    unit = line[start : cuts[number + 1]].rstrip()
    told = by_beginning(unit, rules, alone=len(cuts) == 2, tail=tail)
    if told is None or (start and _is_abbreviation(line[max(0, start - 40) : start].rstrip(), rules)):
        return None
    if cuts[number + 1] < len(line) and _is_abbreviation(unit, rules):
        return None
    return start, start + len(unit), told


def _is_abbreviation(before: str, rules: Rules) -> bool:
    """Whether a text ends in "Mr." or an initial, after which no sentence begins."""
    if not before.endswith("."):
        return False
    word = before[-13:-1].split()[-1:]
    return bool(word) and (word[0] in rules.abbreviations or (len(word[0]) == 1 and word[0].isupper()))
