"""A source: in goes an article of a story, out comes its text in stretches, what is set aside marked as such.

Without `full` only what other screens cite is carried, with short context, and what lies between is counted: a report
that is passed on must not pass on whole articles.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tellings.model import TOLD, Assertion, Event, Side, SummarySentence, Witness
from tellings.publish.days import day
from tellings.publish.pages.cards import merge
from tellings.publish.pages.lookup import Lookup, one_line
from tellings.publish.passages import CONTEXT

# Characters of a block set aside that are carried where the article is not carried whole.
ASIDE = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an article's text."""

    start: int
    end: int
    words: str  # "" where it is left out
    kind: str  # of its block; "gap" where text is left out
    aside: bool  # set aside: not told by the outlet
    reason: str  # why its block is of that kind


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it was read."""

    article_id: str
    siglum: str
    title: str
    outlet: str
    byline: str
    day: str
    day_source: str
    url: str  # "" where it is none that a browser should open
    file: str
    format: str
    primary: bool
    copy_of: str
    characters: int
    full: bool
    stretches: tuple[Stretch, ...]


Spans = Mapping[str, Iterable[tuple[int, int]]]


def cited_spans(lookup: Lookup) -> dict[str, list[tuple[int, int]]]:
    """The places that the screens of a story cite, by article."""
    story = lookup.story
    found: dict[str, list[tuple[int, int]]] = {}
    alone = {row.claim_id for row in story.only_in}
    claims = [claim for claim in story.claims if claim.row.told > 1 or claim.row.claim_id in alone]
    rows: list[Witness | Assertion | Event | Side | SummarySentence] = [
        *(witness for edition in story.statements for witness in edition.witnesses),
        *(assertion for claim in claims for assertion in claim.assertions),
        *story.events,
        *(side for contrast in story.differences for places in contrast.sides for side in places),
        *(sentence for sentence in story.summary if sentence.end),
    ]
    for row in rows:
        found.setdefault(row.article_id, []).append((row.start, row.end))
    for copy in story.copies:
        found.setdefault(copy.article_id, []).append((copy.start, copy.end))
        found.setdefault(copy.other_id, []).append((copy.other_start, copy.other_end))
    return found


def source(lookup: Lookup, article_id: str, cited: Iterable[tuple[int, int]] | None = None) -> Source:
    """One article.

    Args:
        lookup: the story it belongs to.
        article_id: which.
        cited: the places that are carried, with context; None carries all of it.
    """
    article, telling = lookup.story.articles[article_id], lookup.tellings[article_id]
    stretches = list(_stretches(lookup, article_id))
    if cited is not None:
        stretches = list(_excerpts(stretches, cited, len(article.text)))
    return Source(
        article_id=article_id,
        siglum=telling.siglum,
        title=one_line(lookup.mask(article.title), 300),
        outlet=one_line(article.outlet, 100),
        byline=one_line(lookup.mask(article.byline), 100),
        day=day(telling.anchor),
        day_source=telling.anchor_source,
        url=safe_url(article.url),
        file=article.source,
        format=article.format,
        primary=article.kind == "primary",
        copy_of=lookup.sigla.get(telling.copy_of, ""),
        characters=len(article.text),
        full=cited is None,
        stretches=tuple(stretches),
    )


def safe_url(url: str) -> str:
    """An address that a browser may open; "" for every other scheme.

    >>> safe_url("https://a.example/b"), safe_url("javascript:alert(1)")
    ('https://a.example/b', '')
    """
    return url if url.startswith(("https://", "http://")) and not any(c.isspace() or c < " " for c in url) else ""


def _stretches(lookup: Lookup, article_id: str) -> Iterator[Stretch]:
    """The blocks of an article in order, and what lies between them."""
    text, at = lookup.mask.texts[article_id], 0
    for block in (block for block in lookup.story.blocks if block.article_id == article_id):
        if text[at : block.start].strip():
            yield Stretch(at, block.start, text[at : block.start], "body", False, "")
        words = text[block.start : block.end]
        yield Stretch(block.start, block.end, words, block.kind, block.kind not in TOLD, block.reason)
        at = block.end
    if text[at:].strip():
        yield Stretch(at, len(text), text[at:], "body", False, "")


def _excerpts(stretches: Iterable[Stretch], cited: Iterable[tuple[int, int]], size: int) -> Iterator[Stretch]:
    """What is cited with context; of what is set aside the beginning; gaps for the rest."""
    kept = merge((max(0, start - CONTEXT), min(size, end + CONTEXT)) for start, end in cited)
    at = 0
    for stretch in stretches:
        head = (stretch.start, min(stretch.end, stretch.start + (ASIDE if stretch.aside else 0)))
        spans = merge([*kept, head] if stretch.aside else kept)
        for start, end in ((max(s, stretch.start), min(e, stretch.end)) for s, e in spans):
            if start < end:
                if start > at + 1:
                    yield Stretch(at, start, "", "gap", False, "")
                words = stretch.words[start - stretch.start : end - stretch.start]
                yield Stretch(start, end, words, stretch.kind, stretch.aside, stretch.reason)
                at = end
    if size > at + 1:
        yield Stretch(at, size, "", "gap", False, "")
