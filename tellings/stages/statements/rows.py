"""Rows: collated statements in, the rows of the tables out, numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.model import Part, Quotation, Reading, Row, Statement, Witness, content_id
from tellings.stages.statements.collate import Edition
from tellings.stages.statements.gather import Group
from tellings.stages.statements.lookup import Lookup
from tellings.stages.statements.parts import Section
from tellings.stages.statements.primary import PRIMARY
from tellings.stages.statements.translations import RENDERED


@dataclass
class Edited:
    """A statement in the making."""

    group: Group
    edition: Edition
    voice_id: str
    other_voices: list[str]
    said: str
    said_source: str
    notes: list[str]
    translated: bool = False  # some telling says that it was said in another language


def rank(edited: Edited, lookup: Lookup) -> tuple[object, ...]:
    """Sorting key of statements: more independent witnesses first; those of one witness in the order of the text."""
    articles = {piece.article_id for piece in edited.group.pieces}
    place = min((lookup.order.get(piece.article_id, 0), piece.start, piece.end) for piece in edited.group.pieces)
    several = (edited.said or "9999", _text(edited.edition.sections)) if len(articles) > 1 else ("", "")
    return -lookup.independent(articles), -len(articles), False, *several, place


def _text(sections: Sequence[Section]) -> str:
    """Parts in order; a gap where no witness runs on from one to the next."""
    out = ""
    for section in sections:
        out += (" " if section.joined else " […] ") * bool(out) + section.text
    return out


def write_statement(
    one: Edited, number: int, lookup: Lookup, paraphrases: Sequence[tuple[int, Quotation]]
) -> list[Row]:
    """All rows of one statement.

    Args:
        one: the statement.
        number: within the story, from 1.
        lookup: the story's rows.
        paraphrases: indirect quotations that say a part in other words, with the part's number from 0.
    """
    sections = one.edition.sections
    places = sorted((*piece.order, piece.quotation_id) for piece in one.group.pieces)
    articles = sorted({piece.article_id for piece in one.group.pieces})
    known = (lookup.quotations.get(piece.quotation_id) for piece in one.group.pieces)
    statement = Statement(
        story_id=lookup.story_id,
        statement_id=content_id("statement", lookup.story_id, *places),
        number=number,
        voice_id=one.voice_id,
        speaker=lookup.speaker(one.voice_id),
        said=one.said,
        said_source=one.said_source,
        channels=tuple(sorted({q.channel for q in known if q and q.channel})),
        witnesses=len(articles),
        independent=lookup.independent(articles),
        whole=sum(all(section.states.get(a) == "whole" for section in sections) for a in articles),
        text=_text(sections),
        open="; ".join(dict.fromkeys(one.notes)),
        wording="quoted",
        primary=tuple(a for a in articles if lookup.articles[a].kind == "primary"),
    )
    rows: list[Row] = [statement]
    for part, section in enumerate(sections, start=1):
        rows.append(_part(statement, part, section, articles))
        rows += _witnesses(statement, part, section, one, lookup)
        rows += [
            write_paraphrase(statement, part, quotation, lookup) for at, quotation in paraphrases if at == part - 1
        ]
        rows += _readings(statement, part, section, one.translated)
    return rows


def _part(statement: Statement, part: int, section: Section, articles: Sequence[str]) -> Part:
    return Part(
        story_id=statement.story_id,
        statement_id=statement.statement_id,
        part=part,
        text=section.text,
        whole=tuple(a for a in articles if section.states.get(a) == "whole"),
        partial=tuple(a for a in articles if section.states.get(a) == "partial"),
        omitted=tuple(a for a in articles if a not in section.states),
    )


def _witnesses(
    statement: Statement,
    part: int,
    section: Section,
    one: Edited,
    lookup: Lookup,
) -> list[Row]:
    """Where each article carries words of a part; one row for each piece."""
    rows: dict[tuple[str, int, int], Witness] = {}
    columns = set(section.columns)
    for number, state in sorted(section.layer_states.items()):
        layer = one.edition.table.layers[number]
        tokens = [t for t, column in enumerate(layer.column_of) if column in columns]
        runs: list[list[int]] = []
        for token in tokens:
            follows = runs and token == runs[-1][-1] + 1 and layer.piece_of[token] == layer.piece_of[runs[-1][-1]]
            if follows:
                runs[-1].append(token)
            else:
                runs.append([token])
        for run in runs:
            quotation_id = layer.pieces[layer.piece_of[run[0]]].quotation_id
            quotation = lookup.quotations.get(quotation_id)
            start, end = (
                layer.spans[run[0]][0],
                layer.end_of(lookup.articles[layer.article_id].text, run[-1]),
            )
            rows[layer.article_id, start, end] = Witness(
                story_id=statement.story_id,
                statement_id=statement.statement_id,
                part=part,
                article_id=layer.article_id,
                quotation_id="" if quotation and quotation.form == PRIMARY else quotation_id,
                start=start,
                end=end,
                carries=state,
                channel=quotation.channel if quotation else "",
                said=lookup.said(quotation_id),
            )
    return list(rows.values())


def write_paraphrase(statement: Statement, part: int, quotation: Quotation, lookup: Lookup) -> Witness:
    """Where an article tells a part in its own words."""
    return Witness(
        story_id=statement.story_id,
        statement_id=statement.statement_id,
        part=part,
        article_id=quotation.article_id,
        quotation_id=quotation.quotation_id,
        start=quotation.start,
        end=quotation.end,
        carries="paraphrase",
        channel=quotation.channel,
        said=lookup.said(quotation.quotation_id),
    )


def _readings(statement: Statement, part: int, section: Section, translated: bool) -> list[Row]:
    """Readings; where the speaker used another language, other words for the same are the translators'."""
    return [
        Reading(
            story_id=statement.story_id,
            statement_id=statement.statement_id,
            part=part,
            place=number,
            lemma=place.lemma,
            kind="translation" if translated and kind in RENDERED else kind,
            turns=turns and not (translated and kind in RENDERED),
            article_id=layer.article_id,
            start=start,
            end=end,
            lemma_start=place.span[0],
            lemma_end=place.span[1],
        )
        for number, place in enumerate(section.places)
        for layer, kind, turns, start, end in place.rows
    ]
