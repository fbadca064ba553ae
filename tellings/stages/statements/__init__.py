"""Statements: quotations of a story in; what was said on each occasion, with parts, witnesses and readings, out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tellings.model import (
    Article,
    Attribution,
    Copy,
    Mark,
    Part,
    Quotation,
    Reading,
    Row,
    Statement,
    Telling,
    Timex,
    Voice,
    Witness,
    content_id,
)  # fmt: skip
from tellings.stage import Settings, Stage
from tellings.stages.statements.collate import Edition, Section, find_inner_marks, make_layer
from tellings.stages.statements.gather import Group, Heard, Occasion, Piece, cut_pieces, gather, heard, layers, voice_of
from tellings.stages.statements.when import Dates, Told, settle
from tellings.text.spelling import function_forms, normal_form
from tellings.text.words import find_words


@dataclass(frozen=True)
class StatementSettings(Settings):
    """What decides whether quotations are one statement."""

    # Quotations of one voice that follow each other are one statement from this score on: an article that sets them
    # side by side counts 1, one that says the speaker went on 2, "also" 0. One is enough: a reporter who goes over to
    # another occasion says so, and such a word forbids it. At 2, B-cubed recall on generated stories falls by .06.
    enough: int = 1
    # Per cent of the content words of an indirect quotation that a part must hold to be what it paraphrases: with half,
    # two sentences on one subject are already confused.
    paraphrase: int = 60
    # Per cent of confidence from which a voice is settled: below it, a quotation joins others by shared words only, not
    # by standing beside them. Most answers have 95 and more; far, nested and borrowed ones less.
    sure: int = 92


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


def _origins(tellings: Sequence[Telling], copies: Sequence[Copy]) -> dict[str, str]:
    """For each article that repeats another: the one whose words they are."""
    members = {t.article_id for t in tellings}
    of = {t.article_id: t.copy_of for t in tellings if t.copy_of in members}
    for copy in sorted(copies, key=lambda c: (c.pair_id, c.article_id, c.start)):
        pair = sorted((copy.article_id, copy.other_id))
        if copy.kind in {"exact", "near"} and members.issuperset(pair) and not any(a in of for a in pair):
            of[pair[1]] = pair[0]
    return {article_id: _root(article_id, of) for article_id in of}


def _root(article_id: str, of: Mapping[str, str]) -> str:
    seen = {article_id}
    while article_id in of and of[article_id] not in seen:
        article_id = of[article_id]
        seen.add(article_id)
    return article_id


def build_statements(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    marks: Sequence[Mark],
    timexes: Sequence[Timex],
    quotations: Sequence[Quotation],
    voices: Sequence[Voice],
    attributions: Sequence[Attribution],
    copies: Sequence[Copy] = (),
    settings: StatementSettings = StatementSettings(),
) -> list[Row]:
    """Statements, parts, witnesses and readings of one story.

    Args:
        tellings: the story's members; all other rows are of their articles.
        articles: the articles.
        marks: quoted and posted spans: they tell which words of a mixed quotation are quoted, and when a post was made.
        timexes: time expressions, to date statements.
        quotations: who is quoted with what.
        voices: who speaks.
        attributions: which voice each quotation has.
        copies: texts that repeat one another are one witness to the numbers.
        settings: see StatementSettings.

    >>> text = 'Ann Lee said: "We will open the bridge in May."'
    >>> article = Article.from_text(text)
    >>> telling = Telling("s", article.article_id, "", "A", "", "", "")
    >>> quotation = Quotation("q", article.article_id, "direct", "marks", ((15, 46),), 15, 46, 0, 7, 8, 12, False, "",
    ...                       None, None, None, None, None, None, "", "")
    >>> attribution = Attribution("s", "q", article.article_id, 0, 7, "v", (), 100, "name")
    >>> voice = Voice("s", "v", "Ann Lee", "person", ("Ann Lee",))
    >>> rows = build_statements([telling], [article], [], [], [quotation], [voice], [attribution])
    >>> rows[0].speaker, rows[0].text
    ('Ann Lee', 'We will open the bridge in May.')
    """
    members = {t.article_id for t in tellings}
    by_id = {a.article_id: a for a in articles if a.article_id in members}
    names = {t.article_id: t.siglum or t.article_id for t in tellings}
    origin = _origins(tellings, copies)
    voice_by_quotation = heard(attributions, voices, settings.sure)
    known = {q.quotation_id: q for q in quotations}
    pieces = cut_pieces(by_id, known.values(), marks, voice_by_quotation)
    dates = Dates(by_id, tellings, timexes, marks)
    told = {qid: dates.of(known[qid], pieces) for qid in sorted({piece.quotation_id for piece in pieces})}
    occasions = {qid: Occasion(_day(found), known[qid].channel) for qid, found in told.items()}
    groups = gather(pieces, by_id, origin, names, occasions, settings.enough)
    speakers = {v.voice_id: v for v in voices}
    inner = find_inner_marks(marks)
    edited = [_edit(group, by_id, origin, names, told, dates, speakers, inner) for group in groups]
    return _rows(edited, tellings, known, speakers, origin, told, voice_by_quotation, settings)


def _day(told: Sequence[Told]) -> str:
    """The day of the best date told; "" where there is none or only a vaguer one."""
    return told[0].value if told and len(told[0].value) == len("2024-05-01") else ""


def _edit(
    group: Group,
    articles: Mapping[str, Article],
    origin: Mapping[str, str],
    names: Mapping[str, str],
    told: Mapping[str, list[Told]],
    dates: Dates,
    speakers: Mapping[str, Voice],
    inner: Mapping[str, Mapping[int, bool]],
) -> Edited:
    """Collate, date and annotate one group."""
    by_article: dict[str, list[Piece]] = defaultdict(list)
    for piece in group.pieces:
        by_article[piece.article_id].append(piece)
    witnesses = [
        make_layer(articles[article_id], layer, inner.get(article_id, {}))
        for article_id in sorted(by_article)
        for layer in layers(by_article[article_id])
    ]
    edition = Edition(witnesses, articles, origin)
    voice_id, others = voice_of(group.pieces, origin)
    notes = list(group.open)
    given = _other_names(speakers, voice_id, others)
    if given:
        notes.append(f"attributed to {', '.join(given)} too")
    if not voice_id:
        notes.append("speaker left open")
    dated = [t for qid in sorted({piece.quotation_id for piece in group.pieces}) for t in told[qid]]
    if not any(len(t.value) == 10 for t in dated):
        dated += dates.of_act(group.pieces)
    said, source, note = settle(dated, names, origin)
    return Edited(group, edition, voice_id, others, said, source, [*notes, note] if note else notes)


def _other_names(speakers: Mapping[str, Voice], voice_id: str, others: Iterable[str]) -> list[str]:
    """Names of the other voices that a statement is given, each once.

    A source without a name, or with a part of the speaker's, may be the speaker: that is no other voice.
    """
    name = set(speakers[voice_id].name.casefold().split()) if voice_id in speakers else set()
    found = []
    for voice in (speakers[v] for v in others if v in speakers):
        if voice.kind != "unnamed" and not set(voice.name.casefold().split()) <= name:
            found.append(voice.name)
    return list(dict.fromkeys(found))


def _rank(edited: Edited, origin: Mapping[str, str], telling: Mapping[str, int]) -> tuple[object, ...]:
    """Sorting key of statements: more independent witnesses first; those of one witness in the order of the text."""
    articles = {piece.article_id for piece in edited.group.pieces}
    place = min((telling.get(piece.article_id, 0), piece.start, piece.end) for piece in edited.group.pieces)
    independent = len({origin.get(article_id, article_id) for article_id in articles})
    several = (edited.said or "9999", _text(edited.edition.sections)) if len(articles) > 1 else ("", "")
    return -independent, -len(articles), *several, place


def _text(sections: Sequence[Section]) -> str:
    """Parts in order; a gap where no witness runs on from one to the next."""
    out = ""
    for section in sections:
        out += (" " if section.joined else " […] ") * bool(out) + section.text
    return out


def _rows(
    edited: Sequence[Edited],
    tellings: Sequence[Telling],
    quotations: Mapping[str, Quotation],
    speakers: Mapping[str, Voice],
    origin: Mapping[str, str],
    told: Mapping[str, list[Told]],
    voice_by_quotation: Mapping[str, Heard],
    settings: StatementSettings,
) -> list[Row]:
    story_id = tellings[0].story_id if tellings else ""
    rows: list[Row] = []
    paraphrases = _paraphrases(edited, quotations, voice_by_quotation, settings)
    ordered = sorted(tellings, key=lambda t: (t.anchor or "9999", t.siglum, t.article_id))
    telling = {t.article_id: number for number, t in enumerate(ordered)}
    for number, one in enumerate(sorted(edited, key=lambda e: _rank(e, origin, telling)), start=1):
        rows += _write(one, number, story_id, quotations, speakers, origin, told, paraphrases.get(id(one), []))
    return rows


def _write(
    one: Edited,
    number: int,
    story_id: str,
    quotations: Mapping[str, Quotation],
    speakers: Mapping[str, Voice],
    origin: Mapping[str, str],
    told: Mapping[str, list[Told]],
    paraphrases: Sequence[tuple[int, Quotation]],
) -> list[Row]:
    """All rows of one statement."""
    sections = one.edition.sections
    places = sorted((*piece.order, piece.quotation_id) for piece in one.group.pieces)
    statement_id = content_id("statement", story_id, *places)
    articles = sorted({piece.article_id for piece in one.group.pieces})
    channels = {q.channel for piece in one.group.pieces if (q := quotations.get(piece.quotation_id)) and q.channel}
    statement = Statement(
        story_id=story_id,
        statement_id=statement_id,
        number=number,
        voice_id=one.voice_id,
        speaker=speakers[one.voice_id].name if one.voice_id in speakers else "",
        said=one.said,
        said_source=one.said_source,
        channels=tuple(sorted(channels)),
        witnesses=len(articles),
        independent=len({origin.get(a, a) for a in articles}),
        whole=sum(all(section.states.get(a) == "whole" for section in sections) for a in articles),
        text=_text(sections),
        open="; ".join(dict.fromkeys(one.notes)),
    )
    rows: list[Row] = [statement]
    for part, section in enumerate(sections, start=1):
        rows.append(_part(statement, part, section, articles))
        rows += _witnesses(statement, part, section, one, quotations, told)
        rows += [
            _paraphrase(statement, part, quotation, told)
            for wanted, quotation in paraphrases
            if wanted == part - 1
        ]  # fmt: skip
        rows += _readings(statement, part, section)
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
    quotations: Mapping[str, Quotation],
    told: Mapping[str, list[Told]],
) -> list[Row]:
    """Where each article carries words of a part; one row for each piece."""
    rows: dict[tuple[str, int, int], Witness] = {}
    columns = set(section.columns)
    for number, state in sorted(section.layer_states.items()):
        layer = one.edition.layers[number]
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
            quotation = quotations.get(quotation_id)
            start, end = layer.spans[run[0]][0], layer.end_of(one.edition.articles[layer.article_id].text, run[-1])
            rows[layer.article_id, start, end] = Witness(
                story_id=statement.story_id,
                statement_id=statement.statement_id,
                part=part,
                article_id=layer.article_id,
                quotation_id=quotation_id,
                start=start,
                end=end,
                carries=state,
                channel=quotation.channel if quotation else "",
                said=told[quotation_id][0].value if told.get(quotation_id) else "",
            )
    return list(rows.values())


def _paraphrase(statement: Statement, part: int, quotation: Quotation, told: Mapping[str, list[Told]]) -> Witness:
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
        said=told[quotation.quotation_id][0].value if told.get(quotation.quotation_id) else "",
    )


def _readings(statement: Statement, part: int, section: Section) -> list[Row]:
    return [
        Reading(
            story_id=statement.story_id,
            statement_id=statement.statement_id,
            part=part,
            place=number,
            lemma=place.lemma,
            kind=kind,
            turns=turns,
            article_id=layer.article_id,
            start=start,
            end=end,
        )
        for number, place in enumerate(section.places)
        for layer, kind, turns, start, end in place.rows
    ]


def _content(text: str, low: int, high: int) -> set[str]:
    """Content words by their first letters: a paraphrase inflects."""
    functions = function_forms()
    forms = (normal_form(text[a:b]) for a, b in find_words(text, low, high))
    return {form[:6] for form in forms if form not in functions}


def _paraphrases(
    edited: Sequence[Edited],
    quotations: Mapping[str, Quotation],
    voice_by_quotation: Mapping[str, Heard],
    settings: StatementSettings,
) -> dict[int, list[tuple[int, Quotation]]]:
    """By statement: indirect quotations of its voice that say one of its parts in other words, with that part."""
    parts = [
        (one, number, _content(section.text, 0, len(section.text)))
        for one in edited
        for number, section in enumerate(one.edition.sections)
    ]
    found: dict[int, list[tuple[int, Quotation]]] = defaultdict(list)
    for quotation in sorted(quotations.values(), key=lambda q: (q.article_id, q.start, q.quotation_id)):
        voice = voice_by_quotation.get(quotation.quotation_id, Heard()).voice_id
        article = next(
            (e.edition.articles[quotation.article_id] for e in edited if quotation.article_id in e.edition.articles),
            None,
        )
        if quotation.kind != "indirect" or quotation.negated or not voice or article is None:
            continue
        words = _content(article.text, quotation.start, quotation.end)
        shared = [(len(words & content), one, number) for one, number, content in parts if one.voice_id == voice]
        most = max((count for count, *_ in shared), default=0)
        best = [(one, number) for count, one, number in shared if count == most]
        if most >= 3 and most * 100 >= settings.paraphrase * len(words) and len(best) == 1:
            found[id(best[0][0])].append((best[0][1], quotation))
    return found


def run(
    settings: StatementSettings,
    tellings: list[Telling],
    articles: list[Article],
    marks: list[Mark],
    timexes: list[Timex],
    quotations: list[Quotation],
    voices: list[Voice],
    attributions: list[Attribution],
    copies: list[Copy],
) -> Iterable[Row]:
    """One story."""
    return build_statements(tellings, articles, marks, timexes, quotations, voices, attributions, copies, settings)


STAGE = Stage(
    name="statements",
    version=1,
    reads=(Telling, Article, Mark, Timex, Quotation, Voice, Attribution, Copy),
    writes=(Statement, Part, Witness, Reading),
    by="story_id",
    via=Telling,
    run=run,
    settings=StatementSettings(),
)
