"""A story for reading: in goes a story, out come its card, its summary and all its screens."""

from dataclasses import dataclass, replace

from tellings.model import SummarySentence
from tellings.publish.pages.cards import Card, card
from tellings.publish.pages.curve import SpreadPlot, spread_plot
from tellings.publish.pages.lookup import Lookup, Place
from tellings.publish.pages.side import SideBySide, side_by_side
from tellings.publish.pages.source import Source, cited_spans, source
from tellings.publish.pages.spread import MOST_PAIRS, Spread, spread
from tellings.publish.pages.statement import StatementView, statement_views
from tellings.publish.pages.timeline import LedgerLine, OnlyHere, Timeline, ledger, only_here, timeline
from tellings.publish.rewrite import RewrittenLine, rewritten
from tellings.story import Story


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A sentence of the summary."""

    words: str
    place: Place | None  # None for a headline that metadata alone give
    siglum: str
    sigla: tuple[str, ...]  # who tells the same
    independent: int
    conflict: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Everything that the screens of a story show."""

    card: Card
    headline: SummaryLine | None
    rewrite: tuple[RewrittenLine, ...]  # the summary as a model wrote it, where a person asked for that
    model: str  # which; "" none
    summary: tuple[SummaryLine, ...]
    side: SideBySide
    statements: tuple[StatementView, ...]
    spread: Spread
    plot: SpreadPlot
    timeline: Timeline
    ledger: tuple[LedgerLine, ...]
    only: tuple[OnlyHere, ...]
    sources: tuple[Source, ...]


def story_page(story: Story, full_text: bool = False) -> StoryPage:
    """All screens of a story.

    Args:
        story: the story.
        full_text: carry whole articles, not only what is cited.

    >>> from tellings import Article, collate_story
    >>> text = "“We will open the bridge in May,” Ann Lee said."
    >>> page = story_page(collate_story([Article.from_text(text, outlet="Post", published="2024-05-01")]))
    >>> page.card.outlets, page.statements[0].speaker, page.statements[0].table[0].place.words
    (('Post',), 'Ann Lee', 'We will open the bridge in May')
    """
    lookup = Lookup(story)
    cited = cited_spans(lookup)
    headline, summary = summary_lines(lookup)
    return StoryPage(
        card=card(lookup),
        headline=headline,
        rewrite=rewritten_lines(lookup),
        model=story.rewrite[0].model if story.rewrite else "",
        summary=summary,
        side=side_by_side(lookup),
        statements=statement_views(lookup),
        spread=spread(lookup, MOST_PAIRS),
        plot=spread_plot(lookup),
        timeline=timeline(lookup),
        ledger=ledger(lookup),
        only=only_here(lookup),
        sources=tuple(
            source(lookup, t.article_id, None if full_text else cited.get(t.article_id, ())) for t in story.tellings
        ),
    )


def rewritten_lines(lookup: Lookup) -> tuple[RewrittenLine, ...]:
    """The summary as a model wrote it; none where nobody asked for that."""
    return tuple(replace(line, words=lookup.mask(line.words)) for line in rewritten(lookup.story))


def summary_lines(lookup: Lookup) -> tuple[SummaryLine | None, tuple[SummaryLine, ...]]:
    """The headline of a story, where its summary has one, and the sentences."""
    rows = lookup.story.summary
    lines = [_summary_line(lookup, row) for row in rows]
    headline = next((line for row, line in zip(rows, lines, strict=True) if not row.order), None)
    return headline, tuple(line for row, line in zip(rows, lines, strict=True) if row.order)


def _summary_line(lookup: Lookup, row: SummarySentence) -> SummaryLine:
    place = None if row.headline or not row.end else lookup.place(row.article_id, row.start, row.end)
    words = " ".join(lookup.mask(lookup.story.words(row)).split())
    return SummaryLine(
        words=words[:1200],
        place=place,
        siglum=lookup.sigla[row.article_id],
        sigla=lookup.named(row.tellings),
        independent=row.independent,
        conflict=lookup.mask(row.conflict),
    )
