"""A story in a list: in goes a story, out comes its card: how many tell it, who, and what its words are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.model import TOLD, Copy
from tellings.publish.days import span_of_days
from tellings.publish.pages.lookup import Lookup, one_line
from tellings.stages.claims.align import ClaimSettings
from tellings.stages.claims.only_in import full_tellings
from tellings.story import Story

MOST_TITLE = 180
# Kinds of pair that share no prose of their own.
UNCOPIED = frozenset({"chrome", "shared quotation"})

Span = tuple[int, int]
Spans = dict[str, list[Span]]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the told words of a story are made of, per thousand of the characters told."""

    own: int
    quoted: int  # quotations that more than one telling carries
    copied: int  # prose that an earlier telling has too


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list."""

    story_id: str
    number: int
    title: str
    first: str
    last: str
    days: str  # the same for a person
    tellings: int
    independent: int
    outlets: tuple[str, ...]
    speakers: tuple[str, ...]  # of statements, those most told first
    channels: tuple[str, ...]
    shares: Shares
    statements: int  # that more than one telling carries
    conflicts: int
    unclear: int
    stubs: int  # tellings too short to omit anything


def card(lookup: Lookup) -> Card:
    """The card of a story."""
    story, row = lookup.story, lookup.story.row
    verdicts = [contrast.row.verdict for contrast in story.differences]
    several = [edition.row for edition in story.statements if edition.row.witnesses > 1]
    told = sorted(story.statements, key=lambda e: (-e.row.independent, e.row.number))
    return Card(
        story_id=row.story_id,
        number=story.number,
        title=one_line(lookup.mask(row.title), MOST_TITLE) or "(no title)",
        first=row.first,
        last=row.last,
        days=span_of_days(row.first, row.last),
        tellings=row.tellings,
        independent=row.independent,
        outlets=distinct(story.articles[t.article_id].outlet or t.siglum for t in story.tellings),
        speakers=distinct(lookup.mask(edition.row.speaker) for edition in told),
        channels=distinct(channel for edition in told for channel in edition.row.channels),
        shares=shares(story),
        statements=len(several),
        conflicts=verdicts.count("conflicting"),
        unclear=verdicts.count("unclear"),
        stubs=_stubs(story),
    )


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names on one line each, every one once, in their order."""
    return tuple(dict.fromkeys(one_line(name, 80) for name in names if name))


def _stubs(story: Story) -> int:
    """Tellings that are too short, or cut off, to be blamed for leaving anything out."""
    full = full_tellings(story.tellings, list(story.articles.values()), story.blocks, ClaimSettings().stub)
    return sum(t.article_id not in full or bool(story.articles[t.article_id].stub) for t in story.tellings)


def shares(story: Story) -> Shares:
    """What the told words are made of; what is quoted and copied counts as quoted."""
    told: Spans = {}
    for block in story.blocks:
        if block.kind in TOLD:
            told.setdefault(block.article_id, []).append((block.start, block.end))
    quoted: Spans = {}
    for edition in story.statements:
        if edition.row.witnesses > 1:
            for witness in edition.witnesses:
                quoted.setdefault(witness.article_id, []).append((witness.start, witness.end))
    order = {telling.article_id: number for number, telling in enumerate(story.tellings)}
    copied: Spans = {}
    for copy in story.copies:
        if copy.passage == "prose" and copy.kind not in UNCOPIED:
            article_id, span = later(copy, order)
            copied.setdefault(article_id, []).append(span)
    return shares_of(told, quoted, copied)


def shares_of(told: Spans, quoted: Spans, copied: Spans) -> Shares:
    """The shares of what is told, given by article as spans."""
    sizes = [_sizes(spans, quoted.get(a, ()), copied.get(a, ())) for a, spans in told.items()]
    every = sum(size for size, _, _ in sizes) or 1
    per = [round(1000 * sum(size[part] for size in sizes) / every) for part in (1, 2)]
    return Shares(1000 - sum(per), *per)


def later(copy: Copy, order: dict[str, int]) -> tuple[str, tuple[int, int]]:
    """Of a passage that two tellings share, the one that has it from the other, or told it later."""
    first_gave = copy.direction == "article -> other" or (
        copy.direction != "other -> article" and order[copy.article_id] <= order[copy.other_id]
    )
    if first_gave:
        return copy.other_id, (copy.other_start, copy.other_end)
    return copy.article_id, (copy.start, copy.end)


def _sizes(told: Sequence[Span], quoted: Sequence[Span], copied: Sequence[Span]) -> tuple[int, int, int]:
    """Characters told, of these quoted, of these copied but not quoted."""
    said = overlap(told, merge(quoted))
    both = overlap(told, merge([*quoted, *copied]))
    return sum(end - start for start, end in told), said, both - said


def merge(spans: Iterable[Span]) -> list[Span]:
    """Spans as few as they can be.

    >>> merge([(5, 9), (0, 2), (1, 4)])
    [(0, 4), (5, 9)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def overlap(one: Iterable[Span], other: Sequence[Span]) -> int:
    """Characters that two lists of spans share; each list without overlaps."""
    return sum(max(0, min(e, end) - max(s, start)) for start, end in one for s, e in other)
