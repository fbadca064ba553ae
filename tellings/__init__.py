"""Collate news: who tells the same story, and how each telling differs.

`collate` and `collate_story` do all of it; every stage is also a function of its own. Rows are frozen dataclasses of
`tellings.model`; `to_arrow(rows, Type)` makes them an Arrow table, and from there pandas or Polars.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tellings.errors import TellingsError
    from tellings.in_memory import collate, collate_story, find_copies, group_stories
    from tellings.model import Article, Block, Copy, Event, Mark, Quotation, Row, SummarySentence, Timex, to_arrow
    from tellings.publish.csv_ import export_csv
    from tellings.publish.draft import check_draft
    from tellings.publish.graphml import export_graphml
    from tellings.publish.json_ import export_json
    from tellings.publish.markdown import export_markdown
    from tellings.publish.report import export_report
    from tellings.publish.tei import export_tei
    from tellings.publish.webannotation import export_annotations
    from tellings.stages.blocks import find_blocks
    from tellings.stages.dates import find_dates
    from tellings.stages.marks import find_marks
    from tellings.stages.notices import find_notices
    from tellings.stages.quotations import find_quotations
    from tellings.stages.read import read_articles
    from tellings.stages.spun import find_substitutions
    from tellings.stages.summary import summarise
    from tellings.stages.versions.changes import find_changes
    from tellings.stages.versions.which import find_versions
    from tellings.story import Edition, Story
    from tellings.text.align import align
    from tellings.text.detect import detect_language
    from tellings.text.mojibake import Mended, mend
    from tellings.text.stubs import stub_reason
    from tellings.text.verify import Check, check_quotation

__all__ = [
    "Article",
    "Block",
    "Check",
    "Copy",
    "Edition",
    "Event",
    "Mark",
    "Mended",
    "Quotation",
    "Row",
    "Story",
    "SummarySentence",
    "TellingsError",
    "Timex",
    "align",
    "check_draft",
    "check_quotation",
    "collate",
    "collate_story",
    "detect_language",
    "export_annotations",
    "export_csv",
    "export_graphml",
    "export_json",
    "export_markdown",
    "export_report",
    "export_tei",
    "find_blocks",
    "find_changes",
    "find_copies",
    "find_dates",
    "find_marks",
    "find_notices",
    "find_quotations",
    "find_substitutions",
    "find_versions",
    "group_stories",
    "mend",
    "read_articles",
    "stub_reason",
    "summarise",
    "to_arrow",
]

# Where each public name comes from. A module is loaded when a name of it is first used: half a second that a program
# which only checks a quotation need not wait.
_NAMES = {
    "collate": "tellings.in_memory",
    "collate_story": "tellings.in_memory",
    "find_copies": "tellings.in_memory",
    "group_stories": "tellings.in_memory",
    "TellingsError": "tellings.errors",
    "Article": "tellings.model",
    "Block": "tellings.model",
    "Copy": "tellings.model",
    "Event": "tellings.model",
    "Mark": "tellings.model",
    "Quotation": "tellings.model",
    "Row": "tellings.model",
    "SummarySentence": "tellings.model",
    "Timex": "tellings.model",
    "to_arrow": "tellings.model",
    "check_draft": "tellings.publish.draft",
    "export_csv": "tellings.publish.csv_",
    "export_json": "tellings.publish.json_",
    "export_markdown": "tellings.publish.markdown",
    "export_report": "tellings.publish.report",
    "export_tei": "tellings.publish.tei",
    "export_annotations": "tellings.publish.webannotation",
    "find_blocks": "tellings.stages.blocks",
    "find_dates": "tellings.stages.dates",
    "find_marks": "tellings.stages.marks",
    "export_graphml": "tellings.publish.graphml",
    "find_changes": "tellings.stages.versions.changes",
    "find_notices": "tellings.stages.notices",
    "find_versions": "tellings.stages.versions.which",
    "find_quotations": "tellings.stages.quotations",
    "read_articles": "tellings.stages.read",
    "find_substitutions": "tellings.stages.spun",
    "summarise": "tellings.stages.summary",
    "Edition": "tellings.story",
    "Story": "tellings.story",
    "align": "tellings.text.align",
    "detect_language": "tellings.text.detect",
    "Mended": "tellings.text.mojibake",
    "mend": "tellings.text.mojibake",
    "stub_reason": "tellings.text.stubs",
    "Check": "tellings.text.verify",
    "check_quotation": "tellings.text.verify",
}


def __getattr__(name: str) -> Any:
    """A public name, from its module."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415

        return version("tellings")
    if name not in _NAMES:
        raise AttributeError(f"module 'tellings' has no attribute {name!r}")
    value = getattr(import_module(_NAMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
