"""Matching: contents of gold and of a program over one text in, which of them belong together out.

Two contents match when the letters and digits they cover overlap with intersection over union >= .8 (quotation marks,
spaces and punctuation never count, so that neither side gains by where its marks stand); greedy, best overlap first, of
two that overlap alike the one of the same kind; one to one. Where either is direct speech and only one of them covers a
word of negation, they do not match, however much they share: with a “not” more or less it is another quotation.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

IOU = 0.8
# Words that turn what is said; "hardly" or "without" weaken it, which a reader sees.
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot)\b|\b\w+n[’']t\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Extent:
    """What one attribution covers of its text."""

    kind: str  # direct | indirect | mixed
    chars: frozenset[int]  # offsets of the letters and digits of its content


def letters(text: str, segments: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Offsets of the letters and digits in spans of characters."""
    return frozenset(i for a, b in segments for i in range(a, b) if text[i].isalnum())


def iou(one: frozenset[int], other: frozenset[int]) -> float:
    """Intersection over union; 0 of two empty sets."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def match(text: str, gold: Sequence[Extent], found: Sequence[Extent], same_kind: bool = False) -> dict[int, int]:
    """Number of a gold content -> number of the found content that matches it.

    Args:
        text: what both are offsets of.
        gold: contents of the gold.
        found: contents that a program found.
        same_kind: contents of different kinds do not match.

    >>> text = "we do not blame the port of Ardle"
    >>> whole = Extent("direct", letters(text, [(0, 33)]))
    >>> match(text, [whole], [Extent("direct", letters(text, [(3, 33)]))])
    {0: 0}
    >>> match(text, [whole], [Extent("direct", letters(text, [(0, 5), (10, 33)]))])  # without the "not"
    {}
    """
    by_char: dict[int, list[int]] = defaultdict(list)
    for j, content in enumerate(found):
        for c in content.chars:
            by_char[c].append(j)
    negations = [letters(text, [m.span()]) for m in NEGATION.finditer(text)]
    firsts = [min(negation) for negation in negations]
    pairs = []
    for i, content in enumerate(gold):
        for j in sorted({j for c in content.chars for j in by_char.get(c, ())}):
            other = found[j]
            overlap = iou(content.chars, other.chars)
            if overlap < IOU or (same_kind and content.kind != other.kind):
                continue
            if "direct" in (content.kind, other.kind) and _turned(content.chars, other.chars, negations, firsts):
                continue
            pairs.append((-overlap, content.kind != other.kind, i, j))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return taken


def _turned(
    one: frozenset[int], other: frozenset[int], negations: Sequence[frozenset[int]], firsts: Sequence[int]
) -> bool:
    """Whether only one of two contents covers the whole of some word of negation."""
    differ = one ^ other
    if not differ:
        return False
    low = max(0, bisect_left(firsts, min(differ)) - 1)
    near = negations[low : bisect_left(firsts, max(differ) + 1)]
    return any((negation <= one) != (negation <= other) for negation in near)
