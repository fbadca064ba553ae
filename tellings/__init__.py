"""Collate news: who tells the same story, and how each telling differs.

`collate` and `collate_story` do all of it; every stage is also a function of its own. Rows are frozen dataclasses of
`tellings.model`; `to_arrow(rows, Type)` makes them an Arrow table, and from there pandas or Polars.
"""

from importlib.metadata import version

from tellings.collate import collate, collate_story, find_copies, group_stories
from tellings.errors import TellingsError
from tellings.model import Article, Block, Copy, Event, Mark, Quotation, Row, Timex, to_arrow
from tellings.publish.csv_ import export_csv
from tellings.publish.json_ import export_json
from tellings.publish.markdown import export_markdown
from tellings.publish.tei import export_tei
from tellings.publish.webannotation import export_annotations
from tellings.stages.blocks import find_blocks
from tellings.stages.dates import find_dates
from tellings.stages.marks import find_marks
from tellings.stages.quotations import find_quotations
from tellings.stages.read import read_articles
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
    "TellingsError",
    "Timex",
    "align",
    "check_quotation",
    "collate",
    "collate_story",
    "export_annotations",
    "export_csv",
    "export_json",
    "export_markdown",
    "export_tei",
    "find_blocks",
    "find_copies",
    "find_dates",
    "find_marks",
    "find_quotations",
    "group_stories",
    "read_articles",
    "to_arrow",
]
