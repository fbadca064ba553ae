"""Where accounts differ: a story in; lines for a terminal and JSON out, conflicting differences first."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.text import Text

from tellings.model import Side
from tellings.publish.lines import FAINT, HEAD, NAME, TURNS, count, line, shorten
from tellings.story import Contrast, Story

MAX_SHOWN = 110  # characters of an assertion in a list


def difference_lines(story: Story, everything: bool = False) -> Iterator[Text]:
    """The differences of a story; compatible ones are counted, and listed with `everything`."""
    if not story.differences:
        return
    yield line()
    yield line(("WHERE THEY DIFFER", HEAD))
    shown = [c for c in story.differences if everything or c.row.verdict != "compatible"]
    for contrast in shown:
        yield from _contrast_lines(story, contrast)
    folded = len(story.differences) - len(shown)
    if folded:
        yield line((f"  and {count(folded, 'compatible difference')}: tellings show {story.number} -v", FAINT))


def _contrast_lines(story: Story, contrast: Contrast) -> Iterator[Text]:
    """The question, the class with its reason, and each side with who tells it."""
    row = contrast.row
    style = TURNS if row.verdict == "conflicting" else "bold"
    yield line(f"  {row.number}  ", (row.verdict, style), f"  {row.kind}  ", (row.question, HEAD))
    for places in contrast.sides:
        yield line("     ", (_who(story, places), NAME), "  ", (f"“{_value(story, places[0])}”", "bold"), "  ",
                   (shorten(story.words(places[0]), MAX_SHOWN), "italic"))  # fmt: skip
    yield line((f"     {row.reason}", FAINT))


def _who(story: Story, places: Sequence[Side]) -> str:
    """Sigla with the offset of each place; those that repeat another of the side in brackets."""
    names: dict[str, str] = {}
    for place in places:
        siglum = story.siglum(place.article_id)
        told = f"{siglum}:{place.value_start}"
        names.setdefault(siglum, f"({told})" if place.repeats else told)
    return " ".join(names.values())


def _value(story: Story, place: Side) -> str:
    """The words of the answer."""
    return shorten(story.articles[place.article_id].text[place.value_start : place.value_end], 60) or "—"


def differences_json(story: Story) -> list[dict[str, Any]]:
    """The differences with both sides."""
    return [_contrast_json(story, contrast) for contrast in story.differences]


def _contrast_json(story: Story, contrast: Contrast) -> dict[str, Any]:
    facts = asdict(contrast.row)
    del facts["story_id"]
    return facts | {"sides": [[_side_json(story, place) for place in places] for places in contrast.sides]}


def _side_json(story: Story, place: Side) -> dict[str, Any]:
    facts = asdict(place)
    del facts["story_id"], facts["difference_id"], facts["side"]
    value = story.articles[place.article_id].text[place.value_start : place.value_end]
    return facts | {"siglum": story.siglum(place.article_id), "words": story.words(place), "value": value}
