"""Statements: quotations of a story in; what was said on each occasion, with parts, witnesses and readings, out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tellings.model import (
    Article,
    Attribution,
    Mark,
    Origin,
    Part,
    Quotation,
    Reading,
    Row,
    Statement,
    Telling,
    Timex,
    Voice,
    Witness,
)  # fmt: skip
from tellings.stage import Settings, Stage
from tellings.stages.statements.collate import Edition
from tellings.stages.statements.gather import Group, gather
from tellings.stages.statements.layers import find_inner_marks, make_layer, split_layers
from tellings.stages.statements.lookup import Lookup
from tellings.stages.statements.occasions import Occasion, voice_of
from tellings.stages.statements.paraphrases import find_paraphrases
from tellings.stages.statements.pieces import Piece, cut_pieces, heard
from tellings.stages.statements.primary import primary_quotations
from tellings.stages.statements.rows import Edited, rank, write_statement
from tellings.stages.statements.when import Dates, Told, settle


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
    # by standing beside them. Pronouns that one named person alone fits have 90 and more, guesses below 85.
    sure: int = 85


def build_statements(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    marks: Sequence[Mark],
    timexes: Sequence[Timex],
    quotations: Sequence[Quotation],
    voices: Sequence[Voice],
    attributions: Sequence[Attribution],
    origins: Sequence[Origin] = (),
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
        origins: articles that do not count by themselves, for the numbers.
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
    voiced = heard(attributions, voices, settings.sure)
    known = {q.quotation_id: q for q in quotations if not _is_own_report(q, by_id)}
    pieces = cut_pieces(by_id, known.values(), marks, voiced)
    for quotation, voice, own in primary_quotations(by_id, pieces):
        known[quotation.quotation_id], voiced[quotation.quotation_id] = quotation, voice
        pieces = sorted([*pieces, *own], key=lambda piece: piece.order)
    dates = Dates(by_id, tellings, timexes, marks)
    ordered = sorted(tellings, key=lambda t: (t.anchor or "9999", t.siglum, t.article_id))
    lookup = Lookup(
        story_id=tellings[0].story_id if tellings else "",
        articles=by_id,
        names={t.article_id: t.siglum or t.article_id for t in tellings},
        order={t.article_id: number for number, t in enumerate(ordered)},
        origin={o.article_id: o.origin_id for o in origins},
        quotations=known,
        speakers={v.voice_id: v for v in voices},
        heard=voiced,
        dates=dates,
        told={qid: dates.of(known[qid], pieces) for qid in sorted({piece.quotation_id for piece in pieces})},
        inner=find_inner_marks(marks),
    )
    occasions = {qid: Occasion(_day(found), known[qid].channel) for qid, found in lookup.told.items()}
    groups = gather(pieces, by_id, lookup.origin, lookup.names, occasions, settings.enough)
    edited = sorted((_edit(group, lookup) for group in groups), key=lambda one: rank(one, lookup))
    paraphrases = find_paraphrases(edited, lookup, settings.paraphrase)
    rows: list[Row] = []
    for number, one in enumerate(edited, start=1):
        rows += write_statement(one, number, lookup, paraphrases.get(id(one), []))
    return rows


def _is_own_report(quotation: Quotation, articles: Mapping[str, Article]) -> bool:
    """Whether a primary source seems to report something indirectly: its words are the statement, not a paraphrase."""
    article = articles.get(quotation.article_id)
    return quotation.kind == "indirect" and article is not None and article.kind == "primary"


def _day(told: Sequence[Told]) -> str:
    """The day of the best date told; "" where there is none or only a vaguer one."""
    return told[0].value if told and len(told[0].value) == len("2024-05-01") else ""


def _edit(group: Group, lookup: Lookup) -> Edited:
    """Collate, date and annotate one group."""
    by_article: dict[str, list[Piece]] = defaultdict(list)
    for piece in group.pieces:
        by_article[piece.article_id].append(piece)
    witnesses = [
        make_layer(lookup.articles[article_id], layer, lookup.inner.get(article_id, {}))
        for article_id in sorted(by_article)
        for layer in split_layers(by_article[article_id])
    ]
    edition = Edition(witnesses, lookup.articles, lookup.origin)
    voice_id, others = voice_of(group.pieces, lookup.origin)
    notes = list(group.open)
    given = _other_names(lookup.speakers, voice_id, others)
    if given:
        notes.append(f"attributed to {', '.join(given)} too")
    if not voice_id:
        notes.append("speaker left open")
    dated = [t for qid in sorted({piece.quotation_id for piece in group.pieces}) for t in lookup.told[qid]]
    if not any(len(t.value) == 10 for t in dated):
        dated += lookup.dates.of_act(group.pieces)
    said, source, note = settle(dated, lookup.names, lookup.origin)
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


def run(
    settings: StatementSettings,
    tellings: list[Telling],
    articles: list[Article],
    marks: list[Mark],
    timexes: list[Timex],
    quotations: list[Quotation],
    voices: list[Voice],
    attributions: list[Attribution],
    origins: list[Origin],
) -> Iterable[Row]:
    """One story."""
    return build_statements(tellings, articles, marks, timexes, quotations, voices, attributions, origins, settings)


STAGE = Stage(
    name="statements",
    version=2,
    reads=(Telling, Article, Mark, Timex, Quotation, Voice, Attribution, Origin),
    writes=(Statement, Part, Witness, Reading),
    by="story_id",
    via=Telling,
    run=run,
    settings=StatementSettings(),
)
