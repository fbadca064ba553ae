"""Annotations of others' articles without their words: in goes an annotation with strings, out comes one with offsets.

python -m eval.gold.standoff FOLDER/NAME OUT/NAME --data ../shared/data

Annotators write spans as strings, which tell a reader what is meant. Before such an annotation of an article that is
not ours is kept in the project, each string becomes "@start-end", the text of a part becomes "@article start-end ...",
and so does a form of a reading with more than a few words. Both files resolve to the same rows.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from eval.gold.fields import Problem, Resolved
from eval.gold.load import GoldError, read_resolved
from eval.gold.model import GoldPart, GoldStory, Span

# Forms of a reading up to this many words stay as words: they name what differs, and are no passage.
SHORT_FORM = 3
# A part's text is the words of one witness from this likeness (per cent) on.
ALIKE = 95
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def standoff(content: str, story: GoldStory, resolved: list[Resolved]) -> str:
    """The annotation with offsets in the place of words.

    Args:
        content: the annotation as written, JSON.
        story: its rows.
        resolved: where each of its strings was found.
    """
    annotation = json.loads(content)
    by_place: defaultdict[str, list[Resolved]] = defaultdict(list)
    for found in resolved:
        if found not in by_place[found.place]:
            by_place[found.place].append(found)
    for place, places in by_place.items():
        spans = [f"@{found.start}-{found.end}" for found in places]
        _put(annotation, place, spans[0] if len(spans) == 1 else spans)
    parts = {part.part: part for statement in story.statements for part in statement.parts}
    for statement in annotation.get("statements", ()):
        for number, part in enumerate(_listed(statement["parts"]), 1):
            part["text"] = _text_at(parts[f"{statement['id']}{number}"])
        for reading in _listed(statement.get("readings", [])):
            reading["forms"] = _forms(reading, parts[reading["part"]])
    return json.dumps(annotation, ensure_ascii=False, indent=1) + "\n"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _put(annotation: Any, place: str, value: str | list[str]) -> None:
    """Set the value at a place such as tellings.courier.quotations[3].cue."""
    steps = [int(number) if number else name for name, number in STEP.findall(place)]
    for step in steps[:-1]:
        annotation = annotation[step]
    annotation[steps[-1]] = value


def _written(article: str, spans: tuple[Span, ...] | list[Span]) -> str:
    return f"@{article} " + " ".join(f"{span.start}-{span.end}" for span in spans)


def _text_at(part: GoldPart) -> str:
    """The witness that has the part's text, or is most like it; where none has it whole, the pieces of all in order."""

    def likeness(spans: tuple[Span, ...]) -> float:
        return fuzz.ratio(part.text, " ".join(span.words for span in spans))

    best = max(part.witnesses, key=lambda witness: (witness.carries == "whole", likeness(witness.spans)))
    pieces = [span for witness in part.witnesses if witness.carries == "partial" for span in witness.spans]
    if best.carries != "partial" or likeness(best.spans) >= ALIKE or len(pieces) < 2:
        return _written(best.article, best.spans)
    placed = sorted(pieces, key=lambda span: (_place_in(part.text, span), span.article, span.start))
    return " ".join(_written(span.article, [span]) for span in placed)


def _place_in(text: str, span: Span) -> int:
    """Where the words of a span stand in a text, nearly."""
    found = fuzz.partial_ratio_alignment(span.words, text)
    return found.dest_start if found else len(text)


def _forms(reading: dict[str, Any], part: GoldPart) -> dict[str, Any]:
    """The forms of a reading, long ones as offsets."""
    found: dict[str, Any] = {}
    for form, names in reading["forms"].items():
        own = next((w for w in part.witnesses if w.article == _listed(names)[0]), None)
        at = [
            Span(span.article, span.start + match.start(), span.start + match.end(), match[0])
            for span in (own.spans if own else ())
            for match in re.finditer(r"\s+".join(re.escape(word) for word in form.split()), span.words)
        ]
        found[_written(at[0].article, at[:1]) if at and len(form.split()) > SHORT_FORM else form] = names
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the annotation with offsets; exit code 1 where the rows would not be the same."""
    parser = argparse.ArgumentParser(prog="python -m eval.gold.standoff", description="Turn strings into offsets.")
    parser.add_argument("written", type=Path, help="folder of a story as annotated")
    parser.add_argument("out", type=Path, help="folder to write annotation.json to")
    parser.add_argument("--data", type=Path, help="the data folder")
    given = parser.parse_args(arguments)
    story, problems, resolved = read_resolved(given.written.name, given.written.parent, data=given.data)
    fatal = [problem for problem in problems if problem.fatal]
    if story is None or fatal:
        print(GoldError("\n".join(f"{p.place}: {p.message}" for p in fatal)), file=sys.stderr)
        return 2
    content = standoff((given.written / "annotation.json").read_text(encoding="utf-8"), story, resolved)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "annotation.json").write_text(content, encoding="utf-8")
    again, problems, _ = read_resolved(given.out.name, given.out.parent, data=given.data)
    wrong = [p for p in problems if p.fatal] + _unlike(story, again)
    for problem in wrong:
        print(f"{given.out.name}: {problem.place}: {problem.message}", file=sys.stderr)
    return 1 if wrong else 0


def _unlike(story: GoldStory, again: GoldStory | None) -> list[Problem]:
    """Layers of which the rows are not the same (texts of parts apart, which follow a witness)."""
    if again is None:
        return [Problem("", "cannot be read again")]
    layers = ("blocks", "mentions", "quotations", "phrases", "times", "claims", "differences", "only_in", "copies")
    return [Problem(layer, "is not the same") for layer in layers if getattr(story, layer) != getattr(again, layer)]


if __name__ == "__main__":
    sys.exit(main())
