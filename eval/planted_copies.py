"""Are planted copies found, and which has it from which? Sets in; recall by kind, false alarms, direction out.

    python -m eval.planted_copies              texts to tune on
    python -m eval.planted_copies --judged     those that nothing was tuned on
    python -m eval.planted_copies --gold dev   pairs that the gold of our own stories calls copies, and their direction

A pair counts as found where the program says that the two share prose. A false alarm is a pair with shared prose of
which the two do not go back to one text. Direction is counted where it is asserted. Beside it a plain baseline: a tenth
of the smaller one's runs of five words is shared, and the earlier by date is the source.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from eval.generate_copies import KINDS, PlantedSet, generate_copies
from eval.gold.load import load_stories
from tellings import find_copies
from tellings.model import Article
from tellings.text.shingles import hash_runs, hash_words

SETS = 6
COPIES_A_SET = 20
RUN = 5
SHARED = 0.1
WAYS = ("article -> other", "other -> article")
PROSE_KINDS = frozenset({"exact", "near", "excerpt"})

Pair = frozenset[str]
Verdicts = dict[Pair, str]  # the source's article_id; "" undetermined


@dataclass
class Tally:
    """Counts over sets."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false_alarms: int = 0
    asserted: int = 0
    asserted_right: int = 0

    def lines(self) -> list[str]:
        """The table's rows."""
        shown = [f"{kind:<12} {self.found[kind]}/{self.planted[kind]}" for kind in KINDS if self.planted[kind]]
        directed = f"{self.asserted_right}/{self.asserted} right of {sum(self.found.values())} found"
        return [*shown, f"false alarms {self.false_alarms}", f"direction    {directed}"]


def tellings_verdicts(articles: list[Article]) -> Verdicts:
    """What the program says of each pair that shares prose."""
    found: Verdicts = {}
    for copy in find_copies(articles):
        if copy.kind in PROSE_KINDS:
            source = {"article -> other": copy.article_id, "other -> article": copy.other_id}.get(copy.direction, "")
            found[frozenset((copy.article_id, copy.other_id))] = source
    return found


def baseline_verdicts(articles: list[Article]) -> Verdicts:
    """Shared runs of words, and the earlier date."""
    runs = {a.article_id: set(hash_runs(hash_words(a.text).hashes, RUN).tolist()) for a in articles}
    days = {a.article_id: a.published for a in articles}
    return {
        frozenset((one, two)): "" if days[one] == days[two] else min((one, two), key=days.__getitem__)
        for one, two in combinations(sorted(runs), 2)
        if len(runs[one] & runs[two]) >= SHARED * max(1, min(len(runs[one]), len(runs[two])))
    }


def count(planted: PlantedSet, verdicts: Verdicts, tally: Tally) -> None:
    """Add one set."""
    wanted = {frozenset((pair.copy, pair.other)): pair for pair in planted.pairs if pair.other}
    for pair, row in wanted.items():
        tally.planted[row.kind] += 1
        if pair in verdicts:
            tally.found[row.kind] += 1
            tally.asserted += bool(verdicts[pair])
            tally.asserted_right += bool(verdicts[pair]) and verdicts[pair] == row.source
    for one, other in (tuple(pair) for pair in verdicts.keys() - wanted.keys()):
        tally.false_alarms += not planted.roots[one] & planted.roots[other]


def score_gold(split: str) -> list[str]:
    """Pairs that the gold calls copies: how many are found, and the direction where it is asserted.

    The gold's direction is what the texts show, never what dates make likely: so a direction that is told by date where
    the gold leaves it open is counted apart.
    """
    tally: Counter[str] = Counter()
    shown = []
    for story in (story for story in load_stories(split) if story.copies):
        articles = {
            each.name: Article.from_text(each.text, each.title, each.outlet, each.published) for each in story.articles
        }
        rows = {frozenset((row.article_id, row.other_id)): row for row in find_copies(list(articles.values()))}
        for gold in story.copies:
            first, second = articles[gold.first].article_id, articles[gold.second].article_id
            row = rows.get(frozenset((first, second)))
            found = row is not None and row.kind in PROSE_KINDS
            tally["pairs"] += 1
            tally["found"] += found
            if row is None or not found:
                continue
            told = row.direction in WAYS
            source = row.article_id if row.direction == WAYS[0] else row.other_id
            wanted = {"first -> second": first, "second -> first": second}.get(gold.direction, "")
            tally[f"{'directed' if wanted else 'open'} in the gold"] += 1
            outcome = ("right" if source == wanted else "wrong") if wanted else "asserted though open"
            if told:
                tally[outcome] += 1
            if told and outcome != "right":
                shown.append(f"{outcome}: {story.name} {gold.first} {gold.second}: {row.reasons[-1]}")
    return [*(f"{name:<24}{count}" for name, count in tally.items()), *shown]


def main(arguments: list[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m eval.planted_copies", description="Planted copies, found or not.")
    parser.add_argument("--judged", action="store_true", help="texts that nothing was tuned on")
    parser.add_argument("--gold", choices=("train", "dev"), help="the gold of our own stories, this split")
    given = parser.parse_args(arguments)
    if given.gold:
        print("\n".join(score_gold(given.gold)))
        return 0
    sets = [generate_copies(seed, COPIES_A_SET, given.judged) for seed in range(SETS)]
    systems: dict[str, Callable[[list[Article]], Verdicts]] = {
        "tellings": tellings_verdicts,
        "baseline": baseline_verdicts,
    }
    for name, system in systems.items():
        tally = Tally()
        for planted in sets:
            count(planted, system(list(planted.articles)), tally)
        print(name)
        print("".join(f"  {line}\n" for line in tally.lines()), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
