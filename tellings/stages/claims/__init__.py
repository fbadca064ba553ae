"""Claims: a story's tellings with what is known of them in; what each asserts and who else does out."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import TypeVar

from tellings.model import (
    Article,
    Assertion,
    Attribution,
    Block,
    Claim,
    OnlyIn,
    Origin,
    Quotation,
    Row,
    Telling,
    Timex,
    Witness,
    content_id,
)  # fmt: skip
from tellings.stage import Stage
from tellings.stages.claims.align import Aligned, ClaimSettings, align_claims
from tellings.stages.claims.article_words import ArticleWords
from tellings.stages.claims.content import read_words, weigh
from tellings.stages.claims.cut import find_assertions
from tellings.stages.claims.likeness import Unit
from tellings.stages.claims.only_in import Alone, find_alone, full_tellings, rank_only_in
from tellings.text.dates import find_times

__all__ = ["STAGE", "ClaimSettings", "align_claims", "align_story", "find_assertions", "find_claims"]

# The columns of an assertion behind story_id and claim_id: `replace` takes ten times as long.
_REST = attrgetter(*[field.name for field in fields(Assertion)][2:])

R = TypeVar("R", Block, Timex, Quotation, Attribution, Witness)


def find_claims(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    timexes: Sequence[Timex],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
    witnesses: Sequence[Witness] = (),
    origins: Sequence[Origin] = (),
    settings: ClaimSettings | None = None,
) -> list[Row]:
    """Claims, assertions and only-in rows of one story.

    Args:
        tellings: the story's members; all other rows are of their articles.
        articles: the articles.
        blocks: what of them is told.
        timexes: time expressions: the days that assertions are compared by.
        quotations: who is quoted with what.
        attributions: which voice each quotation has.
        witnesses: where statements are witnessed: words of one part assert the same.
        origins: articles that do not count by themselves.
        settings: see ClaimSettings.

    >>> texts = ["Fire destroyed the old mill in Arden on Sunday.", "The old mill at Arden was destroyed by a fire."]
    >>> articles = [Article.from_text(text) for text in texts]
    >>> tellings = [Telling("s", a.article_id, "", "AB"[i], "", "", "") for i, a in enumerate(articles)]
    >>> blocks = [Block(a.article_id, 0, len(a.text), "body", "") for a in articles]
    >>> rows = find_claims(tellings, articles, blocks, [], [], [])
    >>> [(row.told, row.independent) for row in rows if isinstance(row, Claim)]
    [(2, 2)]
    """
    settings = settings or ClaimSettings()
    found = align_story(tellings, articles, blocks, timexes, quotations, attributions, witnesses, origins, settings)
    rows: list[Row] = []
    for claim, group in found.claims:
        rows.append(claim)
        rows += [Assertion(claim.story_id, claim.claim_id, *_REST(found.units[i].row)) for i in group]
    return [*rows, *rank_only_in(found.alone, settings.alone, settings.language)]


@dataclass(frozen=True)
class AlignedStory:
    """The assertions of a story, its claims with the numbers of their assertions, and those that stand alone."""

    units: list[Unit]
    claims: list[tuple[Claim, list[int]]]
    alone: list[Alone]


def align_story(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    timexes: Sequence[Timex],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
    witnesses: Sequence[Witness],
    origins: Sequence[Origin],
    settings: ClaimSettings,
) -> AlignedStory:
    """What `find_claims` makes its rows of; arguments as there."""
    units = read_units(tellings, articles, blocks, timexes, quotations, attributions, witnesses, settings.language)
    aligned, origin = align_claims(units, settings), {row.article_id: row.origin_id for row in origins}
    claims = number_claims(units, aligned, tellings, origin)
    full = full_tellings(tellings, articles, blocks, settings.stub)
    alone = find_alone(units, claims, origin, full)
    return AlignedStory(units, claims, alone)


def read_units(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    timexes: Sequence[Timex],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
    witnesses: Sequence[Witness],
    language: str = "en",
) -> list[Unit]:
    """The assertions of a story with what they are compared by, in order of article and place."""
    by_id = {article.article_id: article for article in articles}
    blocks_of, times_of = _by_article(blocks), _by_article(timexes)
    said_by, heard = _by_article(quotations), _by_article(attributions)
    carried = {key: _Carried(own) for key, own in _by_article(witnesses).items()}
    rows, words, sentences = [], [], []
    for telling in sorted(tellings, key=lambda t: t.article_id):
        article = by_id.get(telling.article_id)
        if article is None:
            continue
        key = article.article_id
        read_once = ArticleWords(article.text, language)
        own = find_assertions(article, blocks_of[key], said_by[key], heard[key], language, telling.story_id, read_once)
        times = _times(telling, article, own, times_of[key], language)
        spans = [(row.start, row.end) for row in own]
        whole = [(row.sentence_start, row.sentence_end) for row in own]
        read = read_words(read_once, [*spans, *whole], times, language)
        rows += own
        words.append([read[span] for span in spans])
        sentences.append([read[span] for span in whole])
    contents, contexts = weigh(words), weigh(sentences)
    return [
        Unit(row, content, context, carried[row.article_id].parts(row) if row.article_id in carried else frozenset())
        for row, content, context in zip(rows, contents, contexts, strict=True)
    ]


def _by_article(rows: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _times(
    telling: Telling, article: Article, own: Sequence[Assertion], times: Sequence[Timex], language: str
) -> Sequence[Timex]:
    """The times of a telling, resolved against its anchor where that is not the date of publication."""
    if telling.anchor[:10] == article.published[:10]:
        return times
    try:
        day = date.fromisoformat(telling.anchor[:10])
    except ValueError:
        return times
    spans = sorted({(row.sentence_start, row.sentence_end) for row in own})
    return [
        Timex(article.article_id, t.start, t.end, t.type, t.value, t.mod, "", t.rule)
        for t in find_times(article.text, day, spans, language)
    ]


class _Carried:
    """The parts of statements that one article witnesses."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self.found = sorted((w.start, w.end, f"{w.statement_id}/{w.part}") for w in witnesses)
        self.starts = [start for start, _, _ in self.found]
        self.longest = max(end - start for start, end, _ in self.found)

    def parts(self, row: Assertion) -> frozenset[str]:
        """The parts of which an assertion holds words, at least half of the shorter of the two."""
        near = slice(bisect_left(self.starts, row.start - self.longest), bisect_right(self.starts, row.end))
        return frozenset(
            part
            for start, end, part in self.found[near]
            if 2 * (min(end, row.end) - max(start, row.start)) >= min(end - start, row.end - row.start)
        )


def number_claims(
    units: Sequence[Unit], aligned: Aligned, tellings: Sequence[Telling], origin: Mapping[str, str]
) -> list[tuple[Claim, list[int]]]:
    """Claims in the order they are numbered, each with its assertions by number, in order of the tellings."""
    ranked = sorted(tellings, key=lambda t: (t.anchor or "9999", t.siglum, t.article_id))
    order = {t.article_id: number for number, t in enumerate(ranked)}

    def place(i: int) -> tuple[int, int]:
        return order[units[i].row.article_id], units[i].row.start

    ids = {group: _claim_id(units, group) for group in {*aligned.claims, *aligned.matters}}
    made = []
    for group, matter in zip(aligned.claims, aligned.matter_of, strict=True):
        ordered = sorted(group, key=place)
        told = {units[i].row.article_id for i in ordered}
        independent = len({origin.get(article_id, article_id) for article_id in told})
        key = (-independent, -len(told), place(ordered[0]), ids[group])
        made.append((key, ordered, ids[aligned.matters[matter]]))
    made.sort()
    return [
        (_claim([units[i].row for i in ordered], key[3], matter_id, number, -key[0]), ordered)
        for number, (key, ordered, matter_id) in enumerate(made, 1)
    ]


def _claim(rows: Sequence[Assertion], claim_id: str, matter_id: str, number: int, independent: int) -> Claim:
    """A claim of its assertions, which are in order of the tellings."""
    told = {row.article_id for row in rows}
    most = max(row.end - row.start for row in rows)
    fit = [row for row in rows if 2 * (row.end - row.start) >= most]
    lead = min(fit, key=lambda row: bool(row.hedge))  # the first firm wording of some length stands for it
    return Claim(
        story_id=lead.story_id,
        claim_id=claim_id,
        number=number,
        matter_id=matter_id,
        article_id=lead.article_id,
        start=lead.start,
        end=lead.end,
        told=len(told),
        independent=independent,
        hedged=len(told - {row.article_id for row in rows if not row.hedge}),
    )


def _claim_id(units: Sequence[Unit], group: Sequence[int]) -> str:
    """Id of a claim, or of a matter: by its assertions."""
    rows = [units[i].row for i in group]
    return content_id("claim", rows[0].story_id, *(f"{row.article_id}:{row.start}" for row in rows))


def run(
    settings: ClaimSettings,
    tellings: list[Telling],
    articles: list[Article],
    blocks: list[Block],
    timexes: list[Timex],
    quotations: list[Quotation],
    attributions: list[Attribution],
    witnesses: list[Witness],
    origins: list[Origin],
) -> Iterator[Row]:
    """The claims of one story."""
    yield from find_claims(
        tellings, articles, blocks, timexes, quotations, attributions, witnesses, origins, settings
    )  # fmt: skip


STAGE = Stage(
    name="claims",
    version=3,
    reads=(Telling, Article, Block, Timex, Quotation, Attribution, Witness, Origin),
    writes=(Claim, Assertion, OnlyIn),
    by="story_id",
    via=Telling,
    run=run,
    settings=ClaimSettings(),
)
