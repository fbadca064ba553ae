"""The stage that finds times."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import Article, Block
from tellings.stages.dates import STAGE, DatesSettings, as_date, find_dates, run


def test_only_told_text_is_read() -> None:
    text = "The ferry sank on Monday.\nRead more: what happened yesterday"
    article = Article.from_text(text, published="2024-05-15T09:00:00+02:00")
    cut = text.index("\n")
    blocks = [
        Block(article.article_id, 0, cut, "body", ""),
        Block(article.article_id, cut + 1, len(text), "related", ""),
    ]
    rows = list(run(DatesSettings(), [article], blocks))
    assert [(text[t.start : t.end], t.value, t.anchor) for t in rows] == [("Monday", "2024-05-13", "2024-05-15")]
    assert rows[0].article_id == article.article_id


@pytest.mark.parametrize(
    ("given_anchor", "day"),
    [
        ("2024-05-15", date(2024, 5, 15)),
        ("2024-05-15T23:59:00-08:00", date(2024, 5, 15)),
        (date(2024, 5, 15), date(2024, 5, 15)),
        (datetime(2024, 5, 15, 12), date(2024, 5, 15)),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_anchors(given_anchor: str | date | None, day: date | None) -> None:
    assert as_date(given_anchor) == day


def test_missing_anchor_is_told() -> None:
    (row,) = find_dates("They met yesterday.")
    assert (row.value, row.anchor, row.rule) == ("", "", "day from today: no anchor date")


@given(st.text(max_size=300), st.one_of(st.none(), st.dates(), st.text(max_size=12)))
def test_never_raises(text: str, anchor: date | str | None) -> None:
    for row in find_dates(text, anchor):
        assert text[row.start : row.end].strip()


def test_settings_are_part_of_the_key() -> None:
    assert STAGE.settings == DatesSettings()
