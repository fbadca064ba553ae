"""Peers of the statements stage on the same data in the same run: alignment and grouping, with versions and seconds.

python -m eval.statements --peers [--stories 80] [--split dev|test|gold|gold-test]
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from eval.generate_statements import Story
from eval.gold.model import GoldStory
from eval.peers import collatex, memetracker, quotebank
from eval.statements_gold import carried, load_split, run_story
from tellings import __version__
from tellings.text.align import align
from tellings.text.words import Span

Group = Callable[[Sequence[str]], list[int]]
Align = Callable[[Sequence[str]], list[tuple[Span | None, ...]]]

# Stories that CollateX aligns: it takes seconds for one.
ALIGNED = 20


@dataclass(frozen=True)
class Scored:
    """A figure of ours or of a peer."""

    name: str
    what: str
    figure: float
    seconds: float

    def __str__(self) -> str:
        return f"{self.what:34} {self.name:48} {self.figure:7.4f} {self.seconds:8.1f} s"


def bcubed(true: Sequence[object], found: Sequence[object]) -> float:
    """B-cubed F1 of two groupings of the same items.

    >>> bcubed("aab", "xyy")
    0.6666666666666666
    """
    pairs = list(zip(true, found, strict=True))
    both, by_true, by_found = Counter(pairs), Counter(true), Counter(found)
    precision = sum(both[pair] / by_found[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / by_true[pair[0]] for pair in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def _generated_items(stories: Iterable[Story]) -> Iterator[tuple[list[str], list[str]]]:
    """By story: the words of each quotation, and the statement it is of."""
    for story in stories:
        texts = {article.article_id: article.text for article in story.articles}
        yield (
            [texts[q.article_id][q.words[0][0] : q.words[-1][1]] for q in story.quoted],
            [str(q.statement) for q in story.quoted],
        )


def _gold_items(stories: Iterable[GoldStory]) -> Iterator[tuple[list[str], list[str]]]:
    """By story: the words of the quotation that holds each annotated stretch, and the statement it is of."""
    for story in stories:
        texts = {article.name: article.text for article in story.articles}
        segments = [s for q in story.quotations if q.kind != "indirect" for s in q.segments]
        words, true = [], []
        for statement, _, span in carried(story):
            held = max(
                (s for s in segments if s.article == span.article),
                key=lambda s: min(s.end, span.end) - max(s.start, span.start),
            )
            words.append(texts[held.article][held.start : held.end])
            true.append(statement.statement)
        if words:
            yield words, true


def _grouped(name: str, group: Group, items: Iterable[tuple[list[str], list[str]]]) -> Scored:
    began = time.perf_counter()
    true: list[object] = []
    found: list[object] = []
    for number, (words, statements) in enumerate(items):
        true += [(number, statement) for statement in statements]
        found += [(number, label) for label in group(words)]
    return Scored(name, "grouping: B-cubed F1", bcubed(true, found), time.perf_counter() - began)


def peers_generated(
    stories: Sequence[Story],
    ours: Callable[[Story], Sequence[object]],
    aligned: Callable[[Story, Align], tuple[int, int, int]],
) -> Iterator[Scored]:
    """Ours and the peers on generated stories.

    Args:
        stories: the stories.
        ours: our group of each quotation of a story.
        aligned: true, found and common pairs of aligned words of a story.
    """
    items = list(_generated_items(stories))
    began = time.perf_counter()
    labels = [(n, label) for n, story in enumerate(stories) for label in ours(story)]
    true = [(n, statement) for n, (_, statements) in enumerate(items) for statement in statements]
    seconds = time.perf_counter() - began
    yield Scored(f"tellings {__version__}", "grouping: B-cubed F1", bcubed(true, labels), seconds)
    for peer in (quotebank, memetracker):
        yield _grouped(peer.name(), peer.group, items)
    yield _aligned(f"tellings {__version__}", align, stories[:ALIGNED], aligned)
    try:
        yield _aligned(collatex.name(), collatex.align, stories[:ALIGNED], aligned)
    except ImportError:
        print("CollateX is not installed: eval/peers/collation.txt says how")


def _aligned(
    name: str, aligner: Align, stories: Sequence[Story], aligned: Callable[[Story, Align], tuple[int, int, int]]
) -> Scored:
    began = time.perf_counter()
    true, found, both = (sum(column) for column in zip(*(aligned(story, aligner) for story in stories), strict=True))
    return Scored(
        name, f"aligned words: F1 ({len(stories)} stories)", 2 * both / (true + found), time.perf_counter() - began
    )


def peers_gold(split: str) -> Iterator[Scored]:
    """Ours, with the annotators' quotations and voices, and the peers, with their quotations, on annotated stories."""
    stories = load_split(split)
    began = time.perf_counter()
    true: list[object] = []
    found: list[object] = []
    for number, story in enumerate(stories):
        told, _ = run_story(story)
        for place, (statement, _, span) in enumerate(carried(story)):
            at = told.at(span)
            true.append((number, statement.statement))
            found.append((number, at.statement_id if at else place))
    yield Scored(f"tellings {__version__}", "grouping: B-cubed F1", bcubed(true, found), time.perf_counter() - began)
    items = list(_gold_items(stories))
    for peer in (quotebank, memetracker):
        yield _grouped(peer.name(), peer.group, items)
