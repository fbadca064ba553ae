"""Rows become Arrow, pandas and Polars, and come back."""

import pandas
import polars
import pytest

from tellings import Article, find_blocks, find_dates, find_marks, find_quotations, to_arrow
from tellings.model import TABLES, Row, arrow_schema, table_name

TEXT = "“We open on Monday,” Ada Moss said. “Rain or shine.”"


def rows_of_all_kinds() -> list[list[Row]]:
    return [[Article.from_text(TEXT)], [*find_blocks(Article.from_text(TEXT))], [*find_marks(TEXT)],
            [*find_quotations(TEXT)], [*find_dates(TEXT, "2024-05-01")]]  # fmt: skip


@pytest.mark.parametrize("rows", rows_of_all_kinds(), ids=lambda rows: type(rows[0]).__name__)
def test_rows_go_to_arrow_pandas_and_polars(rows: list[Row]) -> None:
    table = to_arrow(rows, type(rows[0]))
    assert type(rows[0]).from_arrow(table) == rows
    assert isinstance(table.to_pandas(), pandas.DataFrame)
    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)
    assert frame.height == len(rows)
    assert frame.columns == table.column_names


@pytest.mark.parametrize("row_type", TABLES, ids=table_name)
def test_every_table_can_be_empty(row_type: type[Row]) -> None:
    table = to_arrow([], row_type)
    assert table.schema == arrow_schema(row_type)
    assert row_type.from_arrow(table) == []


def test_names_of_tables_are_distinct() -> None:
    assert len({table_name(row_type) for row_type in TABLES}) == len(TABLES)
