"""Collate news: who tells the same story, and how each telling differs.

`collate` and `collate_story` do all of it; every stage is also a function of its own. Rows are frozen dataclasses of
`tellings.model`; `to_arrow(rows, Type)` makes them an Arrow table, and from there pandas or Polars.
"""

from importlib.metadata import version

from tellings.collate import collate, collate_story, find_copies, group_stories
from tellings.errors import TellingsError
from tellings.model import Article, Block, Copy, Event, Mark, Quotation, Row, SummarySentence, Timex, to_arrow
from tellings.stages.blocks import find_blocks
from tellings.stages.dates import find_dates
from tellings.stages.marks import find_marks
from tellings.stages.quotations import find_quotations
from tellings.stages.read import read_articles
from tellings.stages.summary import summarise
from tellings.story import Edition, Story
from tellings.text.align import align
from tellings.text.verify import check_quotation

__version__ = version("tellings")

__all__ = [
    "Article",
    "Block",
    "Copy",
    "Edition",
    "Event",
    "Mark",
    "Quotation",
    "Row",
    "Story",
    "SummarySentence",
    "TellingsError",
    "Timex",
    "align",
    "check_quotation",
    "collate",
    "collate_story",
    "find_blocks",
    "find_copies",
    "find_dates",
    "find_marks",
    "find_quotations",
    "group_stories",
    "read_articles",
    "summarise",
    "to_arrow",
]
