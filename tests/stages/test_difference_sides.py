"""A difference of a statement that tellings give in three ways has three sides, any two of which tell it."""

from types import SimpleNamespace

import pytest

from tellings.stages.differences import _is_told


def at(article_id: str) -> SimpleNamespace:
    row = SimpleNamespace(article_id=article_id, start=0, end=9, quotation_id="q")
    return SimpleNamespace(row=row)


@pytest.mark.parametrize(("one", "other", "told"), [("a", "b", True), ("c", "a", True), ("a", "x", False)])
def test_any_two_of_many_sides(one: str, other: str, told: bool) -> None:
    sides = tuple((SimpleNamespace(article_id=name, start=2, end=5),) for name in "abc")
    candidate = SimpleNamespace(one=0, other=1)
    assert _is_told(candidate, [at(one), at(other)], [sides]) == told  # type: ignore[arg-type, list-item]
