"""Do two annotators agree? In go two annotations of one story, out come F1 a layer and the items only one has.

python -m eval.gold.agree NAME OTHER_FOLDER    OTHER_FOLDER/NAME/annotation.json is the second one
python -m eval.gold.agree --readings --data ../shared/data     all real stories that two readers have read
"""

import argparse
import sys
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations, permutations
from pathlib import Path

from eval.claims import Place, gold_pairs, score_claims
from eval.differences import sides_of
from eval.gold.load import FOLDER, GoldError, load_story
from eval.gold.model import GoldQuotation, GoldStory, Span

# The two readings of each real story, as offsets.
READINGS = Path(__file__).parent / "readings"
# Two contents are the same quotation from this share of common characters on (as in the scorers of quotations).
SAME_CONTENT = 0.8


@dataclass(frozen=True, slots=True)
class Agreement:
    """One layer: what both have, and what only one of them has."""

    layer: str
    both: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    @property
    def f1(self) -> float:
        """F1 of one annotator against the other; 1 where neither has anything."""
        total = 2 * self.both + len(self.only_first) + len(self.only_second)
        return 2 * self.both / total if total else 1.0


def _compare(layer: str, first: dict[Hashable, str], second: dict[Hashable, str]) -> Agreement:
    return Agreement(
        layer,
        len(first.keys() & second.keys()),
        tuple(shown for key, shown in first.items() if key not in second),
        tuple(shown for key, shown in second.items() if key not in first),
    )


def _show(span: Span, value: str) -> str:
    return f"{span.article}:{span.start} “{' '.join(span.words.split())[:50]}” {value}"


def _spans(rows: Iterable[tuple[Span, str]]) -> dict[Hashable, str]:
    return {(span.article, span.start, span.end, value): _show(span, value) for span, value in rows}


def overlap(first: GoldQuotation, second: GoldQuotation) -> float:
    """Common characters of two contents over all their characters."""
    if first.article != second.article:
        return 0.0
    one, other = ({p for s in quotation.segments for p in range(s.start, s.end)} for quotation in (first, second))
    return len(one & other) / len(one | other)


def paired(first: GoldStory, second: GoldStory) -> list[tuple[GoldQuotation, GoldQuotation]]:
    """Quotations of both that have the same content, the most alike first, each once."""
    likely = sorted(
        (
            (overlap(one, other), one, other)
            for one in first.quotations
            for other in second.quotations
            if overlap(one, other) >= SAME_CONTENT
        ),
        key=lambda row: (-row[0], row[1].quotation, row[2].quotation),
    )
    taken: set[tuple[int, str]] = set()
    found: list[tuple[GoldQuotation, GoldQuotation]] = []
    for _, one, other in likely:
        if (1, one.quotation) not in taken and (2, other.quotation) not in taken:
            taken |= {(1, one.quotation), (2, other.quotation)}
            found.append((one, other))
    return found


def compare_quotations(first: GoldStory, second: GoldStory) -> list[Agreement]:
    """Content; and, of the quotations that both have, what is said of them."""
    pairs = paired(first, second)
    names = {1: _voices(first), 2: _voices(second)}
    have = ({one.quotation for one, _ in pairs}, {other.quotation for _, other in pairs})
    lone = [
        tuple(_show(q.segments[0], q.kind) for q in story.quotations if q.quotation not in known)
        for story, known in zip((first, second), have, strict=True)
    ]
    found = [Agreement("quotations", len(pairs), lone[0], lone[1])]
    for layer in ("kind", "speaker", "source", "cue"):
        differ = [
            (one, values)
            for one, other in pairs
            if len(set(values := (_value(one, layer, names[1]), _value(other, layer, names[2])))) > 1
        ]
        shown = [tuple(_show(one.segments[0], values[n]) for one, values in differ) for n in (0, 1)]
        found.append(Agreement(layer, len(pairs) - len(differ), shown[0], shown[1]))
    return found


def _voices(story: GoldStory) -> dict[str, str]:
    """Names of entities, since the ids are each annotator's own; unnamed ones go by their sources."""
    return {
        entity.entity: entity.name
        if entity.names
        else min((q.source.words for q in story.quotations if q.source and q.speaker == entity.entity), default="")
        for entity in story.entities
    }


def _value(quotation: GoldQuotation, layer: str, voices: dict[str, str]) -> str:
    if layer == "kind":
        return quotation.kind
    if layer == "speaker":
        return voices.get(quotation.speaker, "open")
    span = quotation.source if layer == "source" else quotation.cue
    return f"{span.start} {span.words}" if span else "none"


def _linked(story: GoldStory, own: dict[str, str]) -> dict[Hashable, str]:
    """Pairs of quotations that one part of a statement holds together."""
    found: dict[Hashable, str] = {}
    for statement in story.statements:
        for part in statement.parts:
            names = sorted({own[q] for witness in part.witnesses for q in witness.quotations if q in own})
            found |= {pair: f"{part.part}: {pair[0]} with {pair[1]}" for pair in combinations(names, 2)}
    return found


def compare_claims(first: GoldStory, second: GoldStory) -> Agreement:
    """Pairs of tellings' assertions that both hold together, of those where both wrote down both assertions.

    What a reader writes down as a claim is a choice; which assertions meet is not. A pair counts where the other reader
    has a claim at both places (half of the words).
    """
    lone: list[tuple[str, ...]] = []
    both = 0
    for story, other in ((first, second), (second, first)):
        groups = [[_place(a.span) for a in claim.assertions] for claim in story.claims]
        counts = score_claims(other, groups)
        both = max(both, min(counts.right, len(gold_pairs(other))))
        lone.append(tuple(f"a pair that the other holds apart ({n})" for n in range(1, counts.wrong + 1)))
    return Agreement("claims meet", both, lone[0], lone[1])


def _place(span: Span) -> Place:
    return Place(span.article, span.start, span.end)


def compare_differences(first: GoldStory, second: GoldStory) -> list[Agreement]:
    """Differences at the same places, and the verdicts of those."""
    rows = [
        [(difference, sides_of(story, difference)) for difference in story.differences] for story in (first, second)
    ]
    met = [(one, other) for one, sides in rows[0] for other, theirs in rows[1] if _same_question(sides, theirs)]
    known = ([one for one, _ in met], [other for _, other in met])
    lone = [
        tuple(f"{d.verdict}: {d.about}" for d, _ in own if d not in found)
        for own, found in zip(rows, known, strict=True)
    ]
    alike = [(one, other) for one, other in met if one.verdict == other.verdict]
    differ = [(one, other) for one, other in met if one.verdict != other.verdict and one not in [a for a, _ in alike]]
    return [
        Agreement("differences", len({id(one) for one in known[0]}), lone[0], lone[1]),
        Agreement(
            "verdicts",
            len({id(one) for one, _ in alike}),
            tuple(f"{one.verdict}: {one.about}" for one, _ in differ),
            tuple(f"{other.verdict}: {other.about}" for _, other in differ),
        ),
    ]


def _same_question(one: list[list[Span]], other: list[list[Span]]) -> bool:
    """Whether two sides of one overlap two sides of the other."""

    def touch(side: list[Span], theirs: list[Span]) -> bool:
        return any(a.article == b.article and a.start < b.end and b.start < a.end for a in side for b in theirs)

    return any(
        touch(one[n], first) and touch(one[m], second)
        for n, m in permutations(range(len(one)), 2)
        for first, second in combinations(other, 2)
    )


def compare_only_in(first: GoldStory, second: GoldStory) -> Agreement:
    """Claims of one telling that both have (half of the words)."""
    spans = [
        [
            a.span
            for row in story.only_in
            for claim in story.claims
            if claim.claim == row.claim
            for a in claim.assertions
        ]
        for story in (first, second)
    ]

    def has(span: Span, others: list[Span]) -> bool:
        return any(_place(other).holds(span) or _place(span).holds(other) for other in others)

    lone = [
        tuple(_show(span, "") for span in own if not has(span, other))
        for own, other in ((spans[0], spans[1]), (spans[1], spans[0]))
    ]
    return Agreement("only in", len(spans[0]) - len(lone[0]), lone[0], lone[1])


def compare(first: GoldStory, second: GoldStory) -> list[Agreement]:
    """All layers that two annotators can be compared on."""
    pairs = paired(first, second)
    same = [
        {one.quotation: one.quotation for one, _ in pairs},
        {other.quotation: one.quotation for one, other in pairs},
    ]
    stories = (first, second)
    blocks = [_spans((b.span, b.kind) for b in story.blocks if b.kind != "body") for story in stories]
    phrases = [_spans((p.span, p.kind) for p in story.phrases) for story in stories]
    extents = [_spans((t.span, "") for t in story.times) for story in stories]
    values = [_spans((t.span, t.value) for t in story.times) for story in stories]
    linked = [_linked(story, own) for story, own in zip(stories, same, strict=True)]
    copies: list[dict[Hashable, str]] = [
        {(c.first, c.second, c.kind, c.direction): f"{c.first}, {c.second}: {c.kind}, {c.direction}" for c in s.copies}
        for s in stories
    ]
    return [
        _compare("blocks", *blocks),
        *compare_quotations(first, second),
        _compare("not speech", *phrases),
        _compare("times", *extents),
        _compare("time values", *values),
        _compare("statements", *linked),
        compare_claims(first, second),
        *compare_differences(first, second),
        compare_only_in(first, second),
        _compare("copies", *copies),
    ]


def total(found: Iterable[list[Agreement]]) -> list[Agreement]:
    """Layers of several stories added up."""
    layers: dict[str, list[Agreement]] = {}
    for agreements in found:
        for agreement in agreements:
            layers.setdefault(agreement.layer, []).append(agreement)
    return [
        Agreement(
            layer,
            sum(row.both for row in rows),
            tuple(item for row in rows for item in row.only_first),
            tuple(item for row in rows for item in row.only_second),
        )
        for layer, rows in layers.items()
    ]


def compare_readings(data: Path | None) -> list[Agreement]:
    """The two readings of every real story, added up.

    Raises:
        GoldError: a reading does not hold, or its texts are not in the data folder.
    """
    names = sorted(path.parent.name for path in (READINGS / "a").glob("*/annotation.json"))
    return total(
        compare(load_story(name, READINGS / "a", data=data), load_story(name, READINGS / "b", data=data))
        for name in names
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the agreement and what only one annotator has."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.gold.agree", description="Compare two annotations of a story."
    )
    parser.add_argument("name", nargs="?", help="of the story")
    parser.add_argument("other", nargs="?", type=Path, help="folder that holds NAME/annotation.json of the second one")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the first annotator's stories lie")
    parser.add_argument("--readings", action="store_true", help="all real stories that two readers have read, added up")
    parser.add_argument("--data", type=Path, help="the data folder")
    given = parser.parse_args(arguments)
    if not given.readings and not given.other:
        parser.error("name a story and a folder, or give --readings")
    try:
        if given.readings:
            found = compare_readings(given.data)
        else:
            found = compare(
                load_story(given.name, given.folder, data=given.data),
                load_story(given.name, given.other, data=given.data),
            )
    except GoldError as error:
        print(error, file=sys.stderr)
        return 2
    for agreement in found:
        print(
            f"{agreement.layer:<12}{agreement.f1:6.3f}  both {agreement.both}, only the first"
            f" {len(agreement.only_first)}, only the second {len(agreement.only_second)}"
        )
        shown = () if given.readings else (("first", agreement.only_first), ("second", agreement.only_second))
        for which, items in shown:
            for item in items:
                print(f"    only {which}: {item}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
