"""One article that is one long line of anything: every stage takes it, in time that grows with its length."""

import time
from collections.abc import Iterator

import pytest

import tellings.in_memory
from tellings.in_memory import run_in_memory
from tellings.model import Article, Row
from tellings.stage import Stage
from tellings.stages import STAGES

# Each once cost, or may cost, the square of the line's length: marks, spaces, digits, letters, dates, names, opened.
UNITS = (
    " ",
    "\u00a0",
    "\n",
    "a",
    "A",
    "0 ",
    "1,",
    "$1 ",
    '"',
    "“",
    "“a” ",
    "'",
    ". ",
    "…",
    "-",
    "(",
    "<a",
    "&amp;",
    "@a ",
    "http://",
    "A. ",
    "Ab ",
    "Ab-",
    "said ",
    "the Ab ",
    "Jan. ",
    "May 1, ",
    "2020-",
    "two hundred ",
    "AB: ",
    "Ã",
    "\x00",
)
SHORT, LONG = 2_500, 10_000
# Four times the length may take so many times as long: 4 when linear, 16 when quadratic.
MOST_GROWTH = 10
FREE = 0.6  # seconds that a stage may take on a line of 10,000 characters whatever it took on a shorter one
Spent = dict[str, float]


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> Spent:
    """Processor time by stage."""
    found: Spent = {}
    each = tellings.in_memory.each

    def timed(stage: Stage, tables: tellings.in_memory.Tables) -> Iterator[Row]:
        began = time.process_time()
        rows = list(each(stage, tables))
        found[stage.name] = time.process_time() - began
        return iter(rows)

    monkeypatch.setattr(tellings.in_memory, "each", timed)
    return found


def text_of(unit: str, size: int) -> str:
    line = unit * (size // len(unit))
    return f"The mayor of Brinley said on Monday: “It will last.” {line} He added that no one left.\n\nIt rained."


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_line_costs_no_more_than_its_length(unit: str, spent: Spent) -> None:
    times = []
    for size in (SHORT, LONG):
        tables = run_in_memory([Article.from_text(text_of(unit, size), published="2024-05-01")], STAGES)
        assert len(tables.of(Article)) == 1
        times.append(dict(spent))
    for stage, long in times[1].items():
        assert long < FREE or long < MOST_GROWTH * times[0][stage], f"{stage}: {times[0][stage]:.2f} s to {long:.2f} s"
