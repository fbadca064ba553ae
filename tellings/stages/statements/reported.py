"""Statements that nobody quotes: indirect quotations that tell one thing in, the rows of their tables out."""

from tellings.model import Part, Row, Statement, content_id
from tellings.stages.statements.lookup import Lookup
from tellings.stages.statements.paraphrases import Reported
from tellings.stages.statements.rows import write_paraphrase
from tellings.stages.statements.when import settle


def rank_reported(one: Reported, lookup: Lookup) -> tuple[object, ...]:
    """Sorting key among all statements: behind the quoted ones of as many witnesses."""
    place = min((lookup.order.get(r.quotation.article_id, 0), r.quotation.start, r.quotation.end) for r in one.reports)
    several = (_said(one, lookup)[0] or "9999", _text(one, lookup)) if len(one.articles) > 1 else ("", "")
    return -lookup.independent(one.articles), -len(one.articles), True, *several, place


def write_reported(one: Reported, number: int, lookup: Lookup) -> list[Row]:
    """The statement, its only part and its witnesses; what they say in other words is no reading."""
    said, source, note = _said(one, lookup)
    text = _text(one, lookup)
    statement = Statement(
        story_id=lookup.story_id,
        statement_id=content_id("statement", lookup.story_id, *sorted(r.order for r in one.reports)),
        number=number,
        voice_id=one.reports[0].voice_id,
        speaker=lookup.speaker(one.reports[0].voice_id),
        said=said,
        said_source=source,
        channels=tuple(sorted({r.quotation.channel for r in one.reports if r.quotation.channel})),
        witnesses=len(one.articles),
        independent=lookup.independent(one.articles),
        whole=0,
        text=text,
        open=note,
        wording="reported",
    )
    part = Part(lookup.story_id, statement.statement_id, 1, text, whole=(), partial=(), omitted=())
    return [statement, part, *(write_paraphrase(statement, 1, r.quotation, lookup) for r in one.reports)]


def _text(one: Reported, lookup: Lookup) -> str:
    """The words of the earliest telling."""
    first = one.reports[0].quotation
    return " ".join(lookup.articles[first.article_id].text[first.start : first.end].split())


def _said(one: Reported, lookup: Lookup) -> tuple[str, str, str]:
    told = [told for report in one.reports for told in lookup.told.get(report.quotation.quotation_id, ())]
    return settle(told, lookup.names, lookup.origin)
