"""Do two annotators agree? In go two annotations of one story, out come F1 a layer and the items only one has.

python -m eval.gold.agree NAME OTHER_FOLDER    OTHER_FOLDER/NAME/annotation.json is the second one
"""

import argparse
import sys
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval.gold.load import FOLDER, GoldError, load_story
from eval.gold.model import GoldQuotation, GoldStory, Span

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
        _compare("copies", *copies),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Print the agreement and what only one annotator has."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.gold.agree", description="Compare two annotations of a story."
    )
    parser.add_argument("name", help="of the story")
    parser.add_argument("other", type=Path, help="folder that holds NAME/annotation.json of the second annotator")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the first annotator's stories lie")
    given = parser.parse_args(arguments)
    try:
        found = compare(load_story(given.name, given.folder), load_story(given.name, given.other))
    except GoldError as error:
        print(error, file=sys.stderr)
        return 2
    for agreement in found:
        print(f"{agreement.layer:<12}{agreement.f1:6.3f}  both {agreement.both}")
        for which, items in (("first", agreement.only_first), ("second", agreement.only_second)):
            for item in items:
                print(f"    only {which}: {item}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
