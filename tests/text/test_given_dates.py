"""Dates as metadata gives them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.given_dates import normalise_date


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2022-11-28", "2022-11-28"),
        ("2022-11-28T10:30:00.123Z", "2022-11-28T10:30:00+00:00"),
        ("2022-11-28 00:00:00", "2022-11-28"),
        ("20221128", "2022-11-28"),
        (20221128, "2022-11-28"),
        ("20221128103000", "2022-11-28T10:30:00"),
        ("11/28/2022", "2022-11-28"),
        ("05/05/2022", "2022-05-05"),
        ("04/05/2022", ""),
        ("28 November 2022", "2022-11-28"),
        ("Published: November 28, 2022 at 4 pm", "2022-11-28"),
        ("1669631400000", "2022-11-28T10:30:00+00:00"),
        (date(2022, 11, 28), "2022-11-28"),
        (datetime(2022, 11, 28, 10, tzinfo=UTC), "2022-11-28T10:00:00+00:00"),
        ("2022-02-30", ""),
        ("yesterday", ""),
        ("", ""),
        (None, ""),
        (True, ""),
        (float("nan"), ""),
        ("x" * 10**6, ""),
    ],
)
def test_dates(value: object, iso: str) -> None:
    assert normalise_date(value) == iso


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.datetimes(), st.lists(st.integers(), max_size=2)))
def test_any_value(value: object) -> None:
    found = normalise_date(value)
    assert found == "" or datetime.fromisoformat(found)
