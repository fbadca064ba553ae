"""The program as an extractor: a text in, its attributions out."""

from eval.quotations.documents import Content, content
from tellings.model import Quotation
from tellings.stages.marks import find_marks
from tellings.stages.quotations import DEFAULTS, QuotationSettings, find_all


def ours(text: str) -> list[Content]:
    """All that the program finds."""
    return [as_content(text, row) for row in find_all(text)[0]]


def outermost(text: str) -> list[Content]:
    """The same without what a quotation quotes in marks in turn."""
    return [as_content(text, row) for row in outermost_rows(text)]


def outermost_rows(text: str, settings: QuotationSettings = DEFAULTS) -> list[Quotation]:
    """Rows that stand in no other's marks: PolNeAR and GUM do not annotate the inner ones, our gold does."""
    marks = find_marks(text)
    nested = {mark.content_start for mark in marks if mark.depth}
    rows, _ = find_all(text, marks=marks, settings=settings)
    return [row for row in rows if row.start not in nested]


def as_content(text: str, row: Quotation) -> Content:
    """A row of the program, as the scorers take it."""
    speaker = None if row.speaker_start is None else (row.speaker_start, row.speaker_end or row.speaker_start)
    cue = None if row.cue_start is None else (row.cue_start, row.cue_end or row.cue_start)
    return content(text, row.kind, list(row.segments), speaker, cue)
