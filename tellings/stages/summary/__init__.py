"""The summary of a story: its tellings in, a headline and the sentences that together tell most of it out.

Extractive: each sentence stands in a telling and is cited by its characters; none is reworded, joined or cut.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tellings.model import Article, Block, Copy, Difference, Mark, Side, SummarySentence, Telling
from tellings.stage import Settings, Stage
from tellings.stages.summary.candidates import Candidate, find_candidates, term_table
from tellings.stages.summary.choose import ChoiceSettings, Fitness, Weights, choose, weigh_terms
from tellings.stages.summary.persons import Named
from tellings.stages.summary.reading import Reader, View
from tellings.stages.summary.support import Supporters, find_sources
from tellings.text.names import find_names
from tellings.text.standalone import find_headline_flaw
from tellings.text.terms import Part, count_terms

__all__ = ["STAGE", "ChoiceSettings", "Dispute", "SummarySettings", "summarise"]


@dataclass(frozen=True)
class SummarySettings(Settings):
    """Settings of the stage."""

    language: str = "en"
    # Words that the summary may have at most: one paragraph, what NeuS and many news digests give an event.
    words: int = 100
    # Sentences of a telling that may be chosen: what follows is background more often than event, and costs time.
    sentences: int = 60
    # A telling tells the same when one of its sentences holds so much of a sentence's words by weight (per cent).
    # Half was set by reading: below it sentences that only share the story's names count as support.
    same: int = 50
    choice: ChoiceSettings = field(default_factory=ChoiceSettings)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A place of one telling that another one contradicts."""

    article_id: str
    start: int
    end: int
    note: str  # who contradicts it, in what words


def summarise(
    articles: Sequence[Article],
    tellings: Sequence[Telling] = (),
    blocks: Sequence[Block] = (),
    marks: Sequence[Mark] = (),
    copies: Sequence[Copy] = (),
    disputes: Sequence[Dispute] = (),
    words: int | None = None,
    settings: SummarySettings | None = None,
) -> list[SummarySentence]:
    """A headline and the sentences that together tell most of one story, in reading order.

    Args:
        articles: those of the story.
        tellings: which repeats which; without them each article is a source of its own. An earlier version of an
            article is no source.
        blocks: what of an article is its body; without them all of its text.
        marks: its quotations.
        copies: passages that articles share, which are no independent support.
        disputes: places that other tellings contradict; a chosen sentence that holds one says so.
        words: most words of the summary, instead of the setting.
        settings: of the stage.

    >>> text = "A fire destroyed the old mill in Dover on Sunday. However, nobody was hurt in the fire, police said."
    >>> for row in summarise([Article.from_text(text)]):  # the second leans on the first, which stands right before it
    ...     print(row.order, text[row.start : row.end])
    1 A fire destroyed the old mill in Dover on Sunday.
    2 However, nobody was hurt in the fire, police said.
    """
    settings = settings or SummarySettings()
    settings = settings if words is None else replace(settings, words=words)
    by_id = {article.article_id: article for article in articles}
    given = tellings or [Telling("", key, "", "", "", "", "") for key in sorted(by_id)]
    ordered = sorted(
        _latest([t for t in given if t.article_id in by_id]), key=lambda t: (t.anchor or "9999", t.siglum, t.article_id)
    )
    views = [
        View(by_id[t.article_id], _of(blocks, t.article_id), _of(marks, t.article_id), settings.language)
        for t in ordered
    ]
    return list(_Summary(ordered, views, copies, disputes, settings).rows())


def _latest(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings without earlier versions of others; a copy of an earlier version is one of the latest."""
    ids = {telling.article_id for telling in tellings}
    later = {t.article_id: t.version_of for t in tellings if t.version_of in ids}
    kept = [t for t in tellings if t.article_id not in later]
    return [replace(t, copy_of=later[t.copy_of]) if t.copy_of in later else t for t in kept]


Located = TypeVar("Located", Block, Mark)


def _of(rows: Sequence[Located], article_id: str) -> list[Located]:
    return [row for row in rows if row.article_id == article_id]


class _Summary:
    """Makes the summary of one story."""

    def __init__(
        self, tellings: list[Telling], views: list[View], copies: Sequence[Copy], disputes: Sequence[Dispute],
        settings: SummarySettings,
    ) -> None:  # fmt: skip
        self.tellings, self.views, self.copies, self.disputes, self.settings = (
            tellings,
            views,
            copies,
            disputes,
            settings,
        )
        self.sources = find_sources(tellings)
        self.candidates = [
            candidate
            for number, view in enumerate(views)
            for candidate in find_candidates(view.article, view.blocks, number, settings.sentences, settings.language)
        ]
        self.reader = Reader(views, self.candidates)
        self.table = term_table([self._words(c) for c in self.candidates], settings.language)

    def _words(self, candidate: Candidate) -> str:
        return self.views[candidate.telling].text[candidate.start : candidate.end]

    def rows(self) -> Iterator[SummarySentence]:
        """The headline, then the sentences."""
        if not self.candidates:
            return
        titles = [count_terms([Part(view.title[0])], self.settings.language).terms for view in self.views]
        columns = [self.table.place(terms) for terms in titles]
        sources = [self.sources[c.telling] for c in self.candidates]
        weights = weigh_terms(self.table, sources, columns, self.settings.choice, self.settings.language)
        yield from self._headline(weights, columns)
        chosen = self._chosen(weights)
        supporters = Supporters(
            self.candidates, self.table, self.tellings, self.copies, self.settings.same, self.settings.language
        )
        for order, number in enumerate(self._arranged(chosen), 1):
            yield self._row(order, number, supporters)

    def _chosen(self, weights: Weights) -> list[int]:
        """The sentences chosen; where none stands alone, from the opening of a telling, then by the flaws one sees."""
        reader = self.reader
        for leans in (reader.leans, reader.flaw_of_opening, reader.opening_only, reader.flaw):
            fit = Fitness(
                reader.defect, leans, reader.before, lambda n: reader.named(n).alone, lambda n: reader.named(n).full
            )
            chosen = choose(self.candidates, self.table, weights, fit, self.settings.words, self.settings.choice)
            if chosen:
                return chosen
        return []

    def _arranged(self, chosen: list[int]) -> list[int]:
        """The chosen sentences as they are read: as early as in their tellings, a full name before a surname.

        Neighbours of one telling stay together.
        """
        runs: list[list[int]] = []
        for number in sorted(chosen):
            if runs and self.reader.before(number) == runs[-1][-1]:
                runs[-1].append(number)
            else:
                runs.append([number])
        runs.sort(key=lambda run: (self.candidates[run[0]].place, self.candidates[run[0]].telling))
        named = {run[0]: _joined([self.reader.named(number) for number in run]) for run in runs}
        arranged: list[int] = []
        met: frozenset[str] = frozenset()
        while runs:
            ahead = frozenset().union(*(named[run[0]].full for run in runs)) - met
            following = next((run for run in runs if not (named[run[0]].alone & ahead)), runs[0])
            runs.remove(following)
            arranged += following
            met |= named[following[0]].full
        return arranged

    def _row(self, order: int, number: int, supporters: Supporters) -> SummarySentence:
        c = self.candidates[number]
        article_id = self.tellings[c.telling].article_id
        best = supporters.of(number)
        own = [self.tellings[t].article_id for t in sorted(best, key=lambda t: (t != c.telling, t))]
        notes = (d.note for d in self.disputes if d.article_id == article_id and c.start <= d.start and d.end <= c.end)
        return SummarySentence(
            story_id=self.tellings[c.telling].story_id,
            order=order,
            article_id=article_id,
            start=c.start,
            end=c.end,
            headline="",
            tellings=tuple(own),
            independent=supporters.independent(best),
            conflict="; ".join(dict.fromkeys(notes)),
        )

    def _headline(self, weights: Weights, columns: Sequence[NDArray[np.intp]]) -> Iterator[SummarySentence]:
        """The title that holds most of the story for its length, of those that say alone what happened."""
        best: tuple[float, int] | None = None
        for number, (view, places) in enumerate(zip(self.views, columns, strict=True)):
            words, span = view.title
            text, at = (view.text, span) if span else (words, (0, len(words)))
            names = find_names(text[slice(*at)], language=self.settings.language)
            if find_headline_flaw(text[slice(*at)], (0, at[1] - at[0]), names, (), self.settings.language):
                continue
            gain = int(weights[places].sum()) / math.sqrt(len(words.split()))
            if best is None or gain > best[0]:
                best = gain, number
        if best is not None:
            yield self._headline_row(best[1])

    def _headline_row(self, number: int) -> SummarySentence:
        words, span = self.views[number].title
        telling = self.tellings[number]
        start, end = span or (0, 0)
        return SummarySentence(
            telling.story_id, 0, telling.article_id, start, end, "" if span else words, (telling.article_id,), 1, ""
        )


def _joined(named: Sequence[Named]) -> Named:
    """Whom some sentences name that are read together: by surname alone only who has no full name before it there."""
    full, alone = frozenset[str](), frozenset[str]()
    for one in named:
        alone |= one.alone - full
        full |= one.full
    return Named(full - alone, alone)


def find_disputes(
    articles: Iterable[Article], tellings: Iterable[Telling], differences: Iterable[Difference], sides: Iterable[Side]
) -> list[Dispute]:
    """Both sides of each difference that conflicts, each with who says what on the other."""
    texts = {article.article_id: article.text for article in articles}
    sigla = {telling.article_id: telling.siglum or telling.article_id for telling in tellings}
    conflicts = {row.difference_id for row in differences if row.verdict == "conflicting"}
    told: dict[tuple[str, int], list[Side]] = {}
    for row in sides:
        if row.difference_id in conflicts:
            told.setdefault((row.difference_id, row.side), []).append(row)
    found: list[Dispute] = []
    for (difference, side), rows in told.items():
        others = told.get((difference, 3 - side), [])
        words = [f"“{texts[o.article_id][o.value_start : o.value_end]}” {sigla[o.article_id]}" for o in others]
        note = ", ".join(dict.fromkeys(words))
        found += [Dispute(row.article_id, row.value_start, row.value_end, note) for row in rows if note]
    return found


def run(
    settings: SummarySettings,
    tellings: list[Telling],
    articles: list[Article],
    blocks: list[Block],
    marks: list[Mark],
    copies: list[Copy],
    differences: list[Difference],
    sides: list[Side],
) -> Iterator[SummarySentence]:
    """The summary of one story."""
    disputes = find_disputes(articles, tellings, differences, sides)
    yield from summarise(articles, tellings, blocks, marks, copies, disputes, settings=settings)


STAGE = Stage(
    name="summary",
    version=4,
    reads=(Telling, Article, Block, Mark, Copy, Difference, Side),
    writes=(SummarySentence,),
    by="story_id",
    via=Telling,
    run=run,
    settings=SummarySettings(),
)
