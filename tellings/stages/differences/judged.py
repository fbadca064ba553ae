"""Judged differences: differences with their sides and what a person said of them in, those that stand out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tellings.corrections import PERSON, anchored
from tellings.model import Difference, Side


def judge_differences(rows: Sequence[Difference], sides: Sequence[Side], lines: Iterable[str]) -> list[Difference]:
    """The differences that stand, each with the class that a person gave it, where one did.

    A person's word finds its difference by id, or, where that has changed with a telling more, by its place if only one
    difference has a side that begins there.

    Args:
        rows: the differences of a story.
        sides: their sides.
        lines: corrections as the setting has them.
    """
    judged: dict[str, str] = {}
    ids = {row.difference_id for row in rows}
    for correction in anchored(lines):
        verdict, _, target = correction.value.partition(" ")
        there = {s.difference_id for s in sides if (s.article_id, s.start) == (correction.article_id, correction.start)}
        found = target if target in ids else next(iter(there)) if len(there) == 1 else ""
        if found:
            judged[found] = verdict
    return [
        replace(row, verdict=judged[row.difference_id], reason=PERSON) if row.difference_id in judged else row
        for row in rows
        if judged.get(row.difference_id) != "none"
    ]
