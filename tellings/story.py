"""A story whole: in go rows of all tables, out come `Story` objects that hold what belongs together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tellings.model import (
    Article,
    Assertion,
    Attribution,
    Block,
    Change,
    Claim,
    Copy,
    Difference,
    Event,
    Mark,
    Notice,
    Observation,
    OnlyIn,
    Part,
    Quotation,
    QuotedPhrase,
    Reading,
    Rewrite,
    Row,
    Side,
    Statement,
    StoryRow,
    SummarySentence,
    Telling,
    Timex,
    Version,
    Voice,
    Witness,
)

R = TypeVar("R", bound=Row)


class Tables:
    """Rows of all tables, in memory."""

    def __init__(self) -> None:
        self._rows: dict[type[Row], list[Row]] = {}

    def put(self, row_type: type[R], rows: Iterable[R]) -> None:
        """Store the rows of a table."""
        self._rows[row_type] = list(rows)

    def of(self, row_type: type[R]) -> list[R]:
        """The rows of a table; none where it was never stored."""
        return self._rows.get(row_type, [])  # type: ignore[return-value]


@dataclass(frozen=True)
class Edition:
    """A statement with its parts, witnesses and apparatus."""

    row: Statement
    parts: tuple[Part, ...]
    witnesses: tuple[Witness, ...]
    readings: tuple[Reading, ...]

    @property
    def speaker(self) -> str:
        """Fullest name of who said it; "" where that is open."""
        return self.row.speaker

    @property
    def text(self) -> str:
        """The best-supported readings."""
        return self.row.text


@dataclass(frozen=True)
class Asserted:
    """A claim with its wordings, those of each telling in order."""

    row: Claim
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True)
class Contrast:
    """A difference with the places of both sides."""

    row: Difference
    sides: tuple[tuple[Side, ...], ...]


@dataclass(frozen=True)
class Story:
    """The tellings of one event, side by side."""

    number: int  # by rank: more independent tellings first
    row: StoryRow
    tellings: tuple[Telling, ...]  # in order of date
    articles: Mapping[str, Article]  # by article_id
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    timexes: tuple[Timex, ...]
    quotations: tuple[Quotation, ...]
    phrases: tuple[QuotedPhrase, ...]
    voices: tuple[Voice, ...]
    attributions: tuple[Attribution, ...]
    statements: tuple[Edition, ...]
    events: tuple[Event, ...]
    claims: tuple[Asserted, ...]  # by number: what more independent tellings assert comes first
    only_in: tuple[OnlyIn, ...]  # by rank
    differences: tuple[Contrast, ...]  # by number: conflicting ones first
    copies: tuple[Copy, ...]
    summary: tuple[SummarySentence, ...] = ()  # as it is read, the headline first
    versions: tuple[Version, ...] = ()  # of the members that are versions of one article
    changes: tuple[Change, ...] = ()  # what a version that is a member changes, where the one before is a member too
    notices: tuple[Notice, ...] = ()  # corrections, clarifications, withdrawals of members
    rewrite: tuple[Rewrite, ...] = ()  # what a model made of it, where a person asked for that
    observations: tuple[Observation, ...] = ()  # printed, in no export

    @property
    def story_id(self) -> str:
        """Birth id of the story."""
        return self.row.story_id

    @property
    def title(self) -> str:
        """Title of the lead telling."""
        return self.row.title

    def words(
        self,
        row: Block
        | Mark
        | Timex
        | Witness
        | Reading
        | Event
        | QuotedPhrase
        | Claim
        | Assertion
        | Side
        | SummarySentence
        | Change
        | Notice,
    ) -> str:
        """The characters of a row, as its article has them."""
        if isinstance(row, SummarySentence) and row.headline:
            return row.headline
        return self.articles[row.article_id].text[row.start : row.end]

    def siglum(self, article_id: str) -> str:
        """Short name of an article within the story."""
        return next(telling.siglum for telling in self.tellings if telling.article_id == article_id)


def _by(rows: Iterable[R], column: str) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found


def rank(rows: Iterable[StoryRow]) -> list[StoryRow]:
    """Stories in the order they are numbered: more independent tellings first, then by day and id."""
    return sorted(rows, key=lambda s: (-s.independent, -s.tellings, s.first or "9999", s.story_id))


def assemble(tables: Tables, only: Iterable[str] | None = None) -> list[Story]:
    """Stories of some tables, ranked.

    Args:
        tables: rows of all tables, or of some stories at least.
        only: story_ids that are wanted; all by default. Numbers stay those among all stories.
    """
    wanted = None if only is None else set(only)
    articles = {article.article_id: article for article in tables.of(Article)}
    by_article = _ByArticle(tables)
    tellings = _by(tables.of(Telling), "story_id")
    voices, attributions = _by(tables.of(Voice), "story_id"), _by(tables.of(Attribution), "story_id")
    statements, events = _by(tables.of(Statement), "story_id"), _by(tables.of(Event), "story_id")
    claims, only_in = _by(tables.of(Claim), "story_id"), _by(tables.of(OnlyIn), "story_id")
    assertions = _by(tables.of(Assertion), "claim_id")
    differences, sides = _by(tables.of(Difference), "story_id"), _by(tables.of(Side), "difference_id")
    observations = _by(tables.of(Observation), "story_id")
    editions, summaries = _Editions(tables), _by(tables.of(SummarySentence), "story_id")
    rewrites = _by(tables.of(Rewrite), "story_id")
    return [
        Story(
            number=number,
            row=row,
            tellings=_in_order(tellings.get(row.story_id, [])),
            articles={t.article_id: articles[t.article_id] for t in tellings.get(row.story_id, [])},
            voices=tuple(voices.get(row.story_id, ())),
            attributions=tuple(attributions.get(row.story_id, ())),
            statements=tuple(editions.of(s) for s in sorted(statements.get(row.story_id, []), key=lambda s: s.number)),
            events=tuple(
                sorted(events.get(row.story_id, []), key=lambda e: (e.date, e.event_id, e.article_id, e.start))
            ),
            claims=tuple(
                Asserted(claim, tuple(assertions.get(claim.claim_id, ())))
                for claim in sorted(claims.get(row.story_id, []), key=lambda c: c.number)
            ),
            only_in=tuple(sorted(only_in.get(row.story_id, []), key=lambda o: o.rank)),
            differences=tuple(
                _contrast(d, sides.get(d.difference_id, []))
                for d in sorted(differences.get(row.story_id, []), key=lambda d: d.number)
            ),
            blocks=by_article.blocks(tellings.get(row.story_id, [])),
            marks=by_article.marks(tellings.get(row.story_id, [])),
            timexes=by_article.timexes(tellings.get(row.story_id, [])),
            quotations=by_article.quotations(tellings.get(row.story_id, [])),
            phrases=by_article.phrases(tellings.get(row.story_id, [])),
            copies=by_article.copies(tellings.get(row.story_id, [])),
            versions=by_article.versions(tellings.get(row.story_id, [])),
            changes=by_article.changes(tellings.get(row.story_id, [])),
            notices=by_article.notices(tellings.get(row.story_id, [])),
            summary=tuple(sorted(summaries.get(row.story_id, ()), key=lambda s: s.order)),
            rewrite=tuple(sorted(rewrites.get(row.story_id, ()), key=lambda r: r.order)),
            observations=tuple(observations.get(row.story_id, ())),
        )
        for number, row in enumerate(rank(tables.of(StoryRow)), 1)
        if wanted is None or row.story_id in wanted
    ]


def _contrast(row: Difference, places: Iterable[Side]) -> Contrast:
    found = _by(places, "side")
    return Contrast(row, tuple(tuple(own) for _, own in sorted(found.items())))


def _in_order(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    return tuple(sorted(tellings, key=lambda t: (t.anchor or "9999", t.siglum, t.article_id)))


class _Editions:
    """Finds what belongs to a statement."""

    def __init__(self, tables: Tables) -> None:
        self._parts = _by(tables.of(Part), "statement_id")
        self._witnesses = _by(tables.of(Witness), "statement_id")
        self._readings = _by(tables.of(Reading), "statement_id")

    def of(self, row: Statement) -> Edition:
        return Edition(
            row,
            tuple(self._parts.get(row.statement_id, ())),
            tuple(self._witnesses.get(row.statement_id, ())),
            tuple(self._readings.get(row.statement_id, ())),
        )


class _ByArticle:
    """Finds the rows of a story's articles, in the order of its tellings and of the text."""

    def __init__(self, tables: Tables) -> None:
        self._blocks = _by(tables.of(Block), "article_id")
        self._marks = _by(tables.of(Mark), "article_id")
        self._timexes = _by(tables.of(Timex), "article_id")
        self._quotations = _by(tables.of(Quotation), "article_id")
        self._phrases = _by(tables.of(QuotedPhrase), "article_id")
        self._copies = _by(tables.of(Copy), "article_id")
        self._versions = _by(tables.of(Version), "article_id")
        self._changes = _by(tables.of(Change), "article_id")
        self._notices = _by(tables.of(Notice), "article_id")

    @staticmethod
    def _of(found: dict[str, list[R]], tellings: list[Telling]) -> tuple[R, ...]:
        return tuple(row for telling in _in_order(tellings) for row in found.get(telling.article_id, ()))

    def blocks(self, tellings: list[Telling]) -> tuple[Block, ...]:
        return self._of(self._blocks, tellings)

    def marks(self, tellings: list[Telling]) -> tuple[Mark, ...]:
        return self._of(self._marks, tellings)

    def timexes(self, tellings: list[Telling]) -> tuple[Timex, ...]:
        return self._of(self._timexes, tellings)

    def quotations(self, tellings: list[Telling]) -> tuple[Quotation, ...]:
        return self._of(self._quotations, tellings)

    def phrases(self, tellings: list[Telling]) -> tuple[QuotedPhrase, ...]:
        return self._of(self._phrases, tellings)

    def versions(self, tellings: list[Telling]) -> tuple[Version, ...]:
        return self._of(self._versions, tellings)

    def changes(self, tellings: list[Telling]) -> tuple[Change, ...]:
        members = {telling.article_id for telling in tellings}
        return tuple(change for change in self._of(self._changes, tellings) if change.other_id in members)

    def notices(self, tellings: list[Telling]) -> tuple[Notice, ...]:
        return self._of(self._notices, tellings)

    def copies(self, tellings: list[Telling]) -> tuple[Copy, ...]:
        members = {telling.article_id for telling in tellings}
        return tuple(copy for copy in self._of(self._copies, tellings) if copy.other_id in members)
