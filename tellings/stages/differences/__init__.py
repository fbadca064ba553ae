"""Differences: a story's claims and statements in; where its accounts part, both sides and a verdict, out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tellings.model import (
    VERDICTS,
    Article,
    Assertion,
    Claim,
    Difference,
    Origin,
    Reading,
    Row,
    Side,
    Statement,
    Telling,
    Timex,
    Witness,
    content_id,
)  # fmt: skip
from tellings.stage import Settings, Stage
from tellings.stages.differences.facts import Fact, read_facts
from tellings.stages.differences.join import Found, Node, choose
from tellings.stages.differences.judged import judge_differences
from tellings.stages.differences.pairs import Candidate, find_candidates
from tellings.stages.differences.question import ask
from tellings.stages.differences.statements import Variant, find_variants

__all__ = ["STAGE", "DifferenceSettings", "find_differences"]

KIND_OF = {"number": "number", "when": "when", "denied": "assertion", "negated": "assertion"}
NAME_KINDS = {"person": "who", "organisation": "who", "place": "where"}


@dataclass(frozen=True)
class DifferenceSettings(Settings):
    """When two answers count as answers to one question."""

    language: str = "en"
    # Log odds, in thousandths, that both sides answer one question, from which a difference is told with its class: the
    # lowest, in steps of 250, at which train and dev have fewer than one false conflict in a story.
    sure: int = -250
    # ... and from which two conflicting answers are told as unclear, since they may answer two questions: below it
    # three of four pairs do (train, cross-validated).
    maybe: int = -1000
    # Corrections: "ARTICLE_ID START END CLASS DIFFERENCE_ID" of differences that are of another class, or "none".
    judged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """A difference with its sides before it has a number."""

    row: Difference
    sides: tuple[Side, ...]
    first: tuple[str, int]  # where it is first told


def find_differences(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    timexes: Sequence[Timex],
    statements: Sequence[Statement] = (),
    witnesses: Sequence[Witness] = (),
    readings: Sequence[Reading] = (),
    claims: Sequence[Claim] = (),
    assertions: Sequence[Assertion] = (),
    origins: Sequence[Origin] = (),
    settings: DifferenceSettings | None = None,
) -> list[Row]:
    """Difference and side rows of one story.

    Args:
        tellings: the story's members; all other rows are of their articles.
        articles: the articles.
        timexes: time expressions.
        statements: what was said.
        witnesses: where it stands.
        readings: how the witnesses differ.
        claims: what is asserted.
        assertions: the wordings of the claims.
        origins: articles that do not count by themselves.
        settings: see DifferenceSettings.

    >>> texts = ["The storm flooded 140 homes in Arden on Sunday.", "In Arden the storm flooded 210 homes."]
    >>> articles = [Article.from_text(text) for text in texts]
    >>> tellings = [Telling("s", a.article_id, "", "AB"[i], "", "", "") for i, a in enumerate(articles)]
    >>> rows = [Assertion("s", a.article_id, a.article_id, 0, len(a.text), 0, len(a.text), "", None, None, (), (),
    ...                   False, "", "") for a in articles]
    >>> found = find_differences(tellings, articles, [], assertions=rows)
    >>> [(row.kind, row.verdict, row.question) for row in found if isinstance(row, Difference)]
    [('number', 'conflicting', 'how many homes')]
    """
    settings = settings or DifferenceSettings()
    members = {t.article_id for t in tellings}
    story_id = tellings[0].story_id if tellings else ""
    own = [a for a in articles if a.article_id in members]
    texts = {a.article_id: a.text for a in own}
    origin = {row.article_id: row.origin_id for row in origins}
    facts = read_facts(own, assertions, timexes, {c.claim_id: c.matter_id for c in claims}, settings.language)
    candidates = [c for c in find_candidates(facts, settings.language) if not _is_one_statement(c, facts, witnesses)]
    found = choose(facts, candidates, min(settings.sure, settings.maybe), settings.language)
    made = [_of_claims(f, facts, texts, story_id, origin, settings) for f in found]
    variants = find_variants(statements, witnesses, readings, texts, settings.language)
    made += [_of_statement(v, story_id, origin) for v in variants]
    return list(_numbered(_judged(made, settings.judged)))


def _judged(made: Sequence[_Made], judged: Sequence[str]) -> list[_Made]:
    """The differences that stand after what persons said of them."""
    sides = [side for one in made for side in one.sides]
    rows = {row.difference_id: row for row in judge_differences([one.row for one in made], sides, judged)}
    return [replace(one, row=rows[one.row.difference_id]) for one in made if one.row.difference_id in rows]


def _is_one_statement(candidate: Candidate, facts: Sequence[Fact], witnesses: Sequence[Witness]) -> bool:
    """Whether both sides carry the same part of a statement: how their words differ is told of the statement."""
    parts = [
        {
            (w.statement_id, w.part)
            for w in witnesses
            if w.article_id == fact.row.article_id and w.start < fact.row.end and fact.row.start < w.end
        }
        for fact in (facts[candidate.one], facts[candidate.other])
        if fact.row.quotation_id
    ]
    return len(parts) == 2 and bool(parts[0] & parts[1])


def _repeats(article_id: str, there: Iterable[str], origin: Mapping[str, str]) -> str:
    """The article that counts for this one, where a text of the same origin stands on the same side; ""."""
    root = origin.get(article_id, "")
    return root if root and any(origin.get(other, other) == root for other in there if other != article_id) else ""


def _of_claims(
    found: Found,
    facts: Sequence[Fact],
    texts: Mapping[str, str],
    story_id: str,
    origin: Mapping[str, str],
    settings: DifferenceSettings,
) -> _Made:
    """Rows of a difference between assertions; each side also has the other wordings of its answer."""
    kind = KIND_OF.get(found.kind) or _name_kind(found, facts)
    difference_id = content_id("difference", story_id, found.kind, *_places(found, facts))
    verdict, reason = found.verdict, found.reason
    if found.odds < settings.sure and verdict == "conflicting":
        verdict, reason = "unclear", f"{reason}, if both speak of the same"
    sides = [_side_rows(story_id, difference_id, n + 1, nodes, facts, origin) for n, nodes in enumerate(found.sides)]
    question = ask(found, facts, texts, settings.language)
    row = Difference(story_id, difference_id, 0, kind, question, verdict, reason, found.odds, "")
    return _Made(row, tuple(side for rows in sides for side in rows), min((s.article_id, s.start) for s in sides[0]))


def _name_kind(found: Found, facts: Sequence[Fact]) -> str:
    index, span = found.sides[0][0]
    name = next(n for n in facts[index].names if (n.start, n.end) == span)
    return NAME_KINDS.get(name.kind, "which")


def _places(found: Found, facts: Sequence[Fact]) -> list[str]:
    return sorted(f"{facts[i].row.article_id}:{span[0]}" for nodes in found.sides for i, span in nodes)


def _side_rows(
    story_id: str,
    difference_id: str,
    side: int,
    nodes: Sequence[Node],
    facts: Sequence[Fact],
    origin: Mapping[str, str],
) -> list[Side]:
    there = {facts[i].row.article_id for i, _ in nodes}
    rows = []
    for index, span in sorted(nodes, key=lambda n: (facts[n[0]].row.article_id, n[1])):
        row = facts[index].row
        rows.append(
            Side(
                story_id, difference_id, side, row.article_id, row.start, row.end, *span, row.voice_id, row.hedge,
                _repeats(row.article_id, there, origin),
            )
        )  # fmt: skip
    return rows


def _of_statement(variant: Variant, story_id: str, origin: Mapping[str, str]) -> _Made:
    """Rows of a difference between witnesses of one statement."""
    facts = [f"{s.article_id}:{s.value[0]}:{s.value[1]}" for side in variant.sides for s in side]
    statement = variant.statement
    difference_id = content_id("difference", story_id, variant.kind, statement.statement_id, *facts)
    row = Difference(
        story_id, difference_id, 0, variant.kind, variant.question, variant.verdict, variant.reason, 0,
        statement.statement_id,
    )  # fmt: skip
    sides = []
    for number, stands in enumerate(variant.sides, 1):
        there = {s.article_id for s in stands}
        for s in stands:
            sides.append(
                Side(
                    story_id, difference_id, number, s.article_id, s.start, s.end, *s.value, statement.voice_id, "",
                    _repeats(s.article_id, there, origin),
                )
            )  # fmt: skip
    return _Made(row, tuple(sides), min((s.article_id, s.start) for s in sides))


def _numbered(made: Iterable[_Made]) -> Iterator[Row]:
    """Differences in the order they are told, each with its sides."""
    unique = {one.row.difference_id: one for one in made}
    ranked = sorted(
        unique.values(), key=lambda m: (VERDICTS.index(m.row.verdict), not m.row.statement_id, -m.row.odds, m.first,
                                        m.row.difference_id)
    )  # fmt: skip
    for number, one in enumerate(ranked, 1):
        yield replace(one.row, number=number)
        yield from one.sides


def run(
    settings: DifferenceSettings,
    tellings: list[Telling],
    articles: list[Article],
    timexes: list[Timex],
    statements: list[Statement],
    witnesses: list[Witness],
    readings: list[Reading],
    claims: list[Claim],
    assertions: list[Assertion],
    origins: list[Origin],
) -> Iterator[Row]:
    """The differences of one story."""
    yield from find_differences(
        tellings, articles, timexes, statements, witnesses, readings, claims, assertions, origins, settings
    )


STAGE = Stage(
    name="differences",
    version=1,
    reads=(Telling, Article, Timex, Statement, Witness, Reading, Claim, Assertion, Origin),
    writes=(Difference, Side),
    by="story_id",
    via=Telling,
    run=run,
    settings=DifferenceSettings(),
)
