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
from tellings.stages.statements.paraphrases import Reported, attach, find_reports, gather_reported
from tellings.stages.statements.pieces import Piece, cut_pieces, heard
from tellings.stages.statements.primary import primary_quotations
from tellings.stages.statements.reported import rank_reported, write_reported
from tellings.stages.statements.rows import Edited, rank, write_statement
from tellings.stages.statements.translations import find_translated, may_be_translated
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
    # by standing beside them. Most answers have 95 and more; far, nested and borrowed ones less.
    sure: int = 92


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
    dates = Dates(by_id, tellings, timexes, marks, pieces)
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
        told={qid: dates.of(quotation) for qid, quotation in sorted(known.items()) if quotation.article_id in by_id},
        inner=find_inner_marks(marks),
        foreign=frozenset(article_id for article_id, a in by_id.items() if may_be_translated(a.text)),
    )
    occasions = {
        qid: Occasion(_day(found), known[qid].channel, dates.is_past(found))
        for qid, found in lookup.told.items()
        if found or known[qid].channel
    }
    gathered = gather(pieces, by_id, lookup.origin, lookup.names, occasions, settings.enough)
    groups = [group for group in gathered if not _is_scare_word(group, known)]
    edited = [_edit(group, lookup) for group in groups]
    paraphrases, rest = attach(find_reports(lookup), edited, settings.paraphrase)
    reported = gather_reported(rest, lookup, settings.paraphrase)
    ranked: list[tuple[tuple[object, ...], Edited | Reported]] = [(rank(one, lookup), one) for one in edited]
    ranked += [(rank_reported(one, lookup), one) for one in reported]
    rows: list[Row] = []
    for number, (_, one) in enumerate(sorted(ranked, key=lambda pair: pair[0]), start=1):
        if isinstance(one, Reported):
            rows += write_reported(one, number, lookup)
        else:
            rows += write_statement(one, number, lookup, paraphrases.get(id(one), []))
    return rows


def _is_own_report(quotation: Quotation, articles: Mapping[str, Article]) -> bool:
    """Whether a primary source seems to report something indirectly: its words are the statement, not a paraphrase."""
    article = articles.get(quotation.article_id)
    return quotation.kind == "indirect" and article is not None and article.kind == "primary"


def _is_scare_word(group: Group, quotations: Mapping[str, Quotation]) -> bool:
    """Whether all there is of a statement is one word in marks within the reporter's sentence: nothing was stated."""
    return all(len(piece.forms) == 1 and quotations[piece.quotation_id].kind == "mixed" for piece in group.pieces)


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
        for layer in split_layers(by_article[article_id], group.pieces)
    ]
    edition = Edition(witnesses, lookup.articles, lookup.origin)
    voice_id, others = voice_of(group.pieces, lookup.origin)
    notes = list(group.open)
    notes += _also_given(group.pieces, voice_id, others, lookup)
    if not voice_id:
        notes.append("speaker left open")
    translated = find_translated((p for p in group.pieces if p.article_id in lookup.foreign), lookup.articles)
    if translated:
        told = ", ".join(f"“{words}” in {lookup.names[article_id]}" for article_id, words in translated)
        notes.append(f"its words are a translation: {told}")
    dated = [t for qid in sorted({piece.quotation_id for piece in group.pieces}) for t in lookup.told[qid]]
    if not any(len(t.value) == 10 for t in dated):
        dated += lookup.dates.of_act(group.pieces)
    if not dated:
        dated = lookup.dates.of_context(group.pieces, lookup.origin)
    said, source, note = settle(dated, lookup.names, lookup.origin)
    return Edited(group, edition, voice_id, others, said, source, [*notes, note] if note else notes, bool(translated))


def _also_given(pieces: Sequence[Piece], voice_id: str, others: Iterable[str], lookup: Lookup) -> list[str]:
    """A note for each other voice that a statement is given, with the articles that do.

    A source without a name, or with a part of the speaker's, may be the speaker: that is no other voice.
    """
    name = set(lookup.speaker(voice_id).casefold().split())
    given: dict[str, set[str]] = {}
    for voice in (lookup.speakers[v] for v in others if v in lookup.speakers):
        if voice.kind != "unnamed" and not set(voice.name.casefold().split()) <= name:
            held = {lookup.names[p.article_id] for p in pieces if p.voice_id == voice.voice_id}
            given.setdefault(voice.name, set()).update(held)
    return [f"attributed to {other} too: {', '.join(sorted(held))}" for other, held in given.items()]


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
    version=5,
    reads=(Telling, Article, Mark, Timex, Quotation, Voice, Attribution, Origin),
    writes=(Statement, Part, Witness, Reading),
    by="story_id",
    via=Telling,
    run=run,
    settings=StatementSettings(),
)
