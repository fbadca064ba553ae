"""The program as an extractor: a text in, its attributions out."""

from eval.quotations.documents import Content, content
from tellings.model import Quotation
from tellings.stages.marks import find_marks
from tellings.stages.quotations import find_quotations


def ours(text: str) -> list[Content]:
    """All that the program finds."""
    return [as_content(text, row) for row in find_quotations(text)]


def outermost(text: str) -> list[Content]:
    """The same without what a quotation quotes in marks in turn: PolNeAR and GUM do not annotate it, our gold does."""
    marks = find_marks(text)
    nested = {mark.content_start for mark in marks if mark.depth}
    return [as_content(text, row) for row in find_quotations(text, marks=marks) if row.start not in nested]


def as_content(text: str, row: Quotation) -> Content:
    """A row of the program, as the scorers take it."""
    speaker = None if row.speaker_start is None else (row.speaker_start, row.speaker_end or row.speaker_start)
    cue = None if row.cue_start is None else (row.cue_start, row.cue_end or row.cue_start)
    return content(text, row.kind, list(row.segments), speaker, cue)
