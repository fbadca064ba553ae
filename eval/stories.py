"""Score the grouping into stories: B-cubed, pairs, ARI, AMI and speed on the dev sets, beside simple rivals.

python -m eval.stories --data ../shared/data [--split allsides,gold] [--copies] [--folders] [--peers] [--json] [--check]

The splits gold and gold-test are our own stories: their articles, and those that lie beside them, in one folder. gold
holds those that tune (train, dev), gold-test all of them, so that those of the split test stand among the others.
"""

import argparse
import gzip
import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from eval.story_batches import SHORT_REACH, score_batches
from eval.story_peers import rivals
from eval.story_sets import (
    OWN,
    SETS,
    article_of,
    b_cubed,
    fingerprint,
    load_gold,
    load_set,
    numbered,
    pair_f1,
    read_rows,
)
from tellings.in_memory import run_in_memory
from tellings.model import Article, Copy, Terms
from tellings.stages import STAGES
from tellings.stages.stories import group_stories
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import make_vectors
from tellings.stages.terms import describe
from tellings.story import Tables

GOALS = {"allsides": 91.0, "triples": 99.8, "g5w1h": 93.5, "ecbplus": 90.6, "gold": 100.0, "gold-test": 100.0}
Shares = list[Copy]
FLOORS = Path(__file__).parent / "floors" / "stories.json"
LAST = Path(__file__).parent / "last" / "stories.json.gz"


@dataclass(frozen=True)
class Figures:
    """What one set scores."""

    articles: int
    stories: int
    precision: float
    recall: float
    f1: float
    ami: float
    pair_f1: float  # of pairs of articles that are joined
    ari: float  # adjusted Rand index


@dataclass(frozen=True)
class Folder:
    """What is known of some articles."""

    articles: dict[str, Article]
    heads: dict[str, Terms]
    copies: Shares
    gold: dict[str, str]
    piped: bool  # made by the stages before: what is set aside does not count, and copies tie

    def group(self, ids: list[str], settings: StorySettings) -> list[list[str]]:
        """The stories of some of the articles alone; their copies are sought among them alone."""
        if len(ids) == len(self.heads):
            return group_stories(self.heads.values(), self.copies, settings)
        copies = find_tables([self.articles[k] for k in ids]).of(Copy) if self.piped else []
        return group_stories([self.heads[k] for k in ids], copies, settings)


def find_tables(articles: list[Article]) -> Tables:
    """Terms and copies, as the pipeline makes them."""
    last = next(number for number, stage in enumerate(STAGES) if Terms in stage.writes)
    return run_in_memory(articles, [s for s in STAGES[: last + 1] if s.name not in ("dates", "quotations")])


def make_folder(articles: list[Article], gold: dict[str, str], piped: bool) -> Folder:
    by_id = {article.article_id: article for article in articles}
    if not piped:
        return Folder(by_id, {k: describe(article) for k, article in by_id.items()}, [], gold, piped)
    tables = find_tables(articles)
    return Folder(by_id, {head.article_id: head for head in tables.of(Terms)}, list(tables.of(Copy)), gold, piped)


def score(folder: Folder, settings: StorySettings) -> tuple[Figures, dict[str, int]]:
    gold = folder.gold
    groups = folder.group(sorted(gold), settings)
    given = numbered(groups)
    precision, recall, f1 = b_cubed(given, gold)
    ids = sorted(gold)
    labels = [gold[k] for k in ids], [given[k] for k in ids]
    figures = Figures(
        articles=len(gold),
        stories=len(groups),
        precision=round(precision, 2),
        recall=round(recall, 2),
        f1=round(f1, 2),
        ami=round(100 * adjusted_mutual_info_score(*labels), 2),
        pair_f1=round(pair_f1(given, gold), 2),
        ari=round(100 * adjusted_rand_score(*labels), 2),
    )
    return figures, given


def folders(gold: dict[str, str], count: int = 100) -> list[tuple[list[str], list[str]]]:
    """Small folders drawn from a set: up to five tellings of one story, and six articles of six other stories."""
    rng = random.Random(0)
    members: dict[str, list[str]] = defaultdict(list)
    for article_id, story in sorted(gold.items()):
        members[story].append(article_id)
    names = sorted(members)
    drawn = []
    for _ in range(count):
        story = rng.choice([name for name in names if len(members[name]) > 1])
        others = rng.sample([name for name in names if name != story], 6)
        one = rng.sample(members[story], min(5, len(members[story])))
        drawn.append((one, [rng.choice(members[name]) for name in others]))
    return drawn


def beats(folder: Folder, count: int = 50) -> list[list[str]]:
    """Folders of 6 to 20 articles of one beat: a story of the set and those most like it, one to five tellings each."""
    rng = random.Random(1)
    ids = sorted(folder.gold)
    vectors = make_vectors([folder.heads[k] for k in ids], StorySettings()).vectors.astype(np.float64)
    members: dict[str, list[int]] = defaultdict(list)
    for row, article_id in enumerate(ids):
        members[folder.gold[article_id]].append(row)
    names = sorted(members)
    means = np.vstack([np.asarray(vectors[members[name]].mean(axis=0)) for name in names])
    alike = means @ means.T
    drawn = []
    for _ in range(count):
        story = rng.randrange(len(names))
        near = [int(other) for other in np.argsort(-alike[story], kind="stable") if other != story][:12]
        size, rows = rng.randint(6, 20), []
        for other in [story, *rng.sample(near, len(near))]:
            told = members[names[other]]
            rows += rng.sample(told, min(len(told), rng.randint(1, 5 if other == story else 3)))
        drawn.append([ids[row] for row in rows[:size]])
    return drawn


def score_folders(folder: Folder, settings: StorySettings) -> dict[str, float]:
    """How small folders fare: tellings alone are one story, strangers alone stay apart, both together, and beats."""
    together, apart, mixed = [], [], []
    gold = folder.gold

    def f1_of(ids: list[str]) -> float:
        return b_cubed(numbered(folder.group(ids, settings)), {k: gold[k] for k in ids})[2]

    for one, others in folders(gold):
        together.append(len(folder.group(one, settings)) == 1)
        apart.append(len(folder.group(others, settings)) == len(others))
        mixed.append(f1_of(one + others))
    of_beat = [f1_of(ids) for ids in beats(folder)]
    return {
        "five_together": round(100 * sum(together) / len(together), 1),
        "six_apart": round(100 * sum(apart) / len(apart), 1),
        "mixed_f1": round(sum(mixed) / len(mixed), 1),
        "beat_f1": round(sum(of_beat) / len(of_beat), 1),
    }


def measure_speed(path: Path, many: int) -> dict[str, int]:
    """Articles a second of CPU time, on the first `many` of the large set."""
    articles = {a.article_id: a for a in map(article_of, islice(read_rows(path), many))}
    begin = time.process_time()
    heads = [describe(article) for article in articles.values()]
    middle = time.process_time()
    group_stories(heads)
    end = time.process_time()
    rates = {"terms": middle - begin, "grouping": end - middle, "both": end - begin}
    return {"articles": len(heads), **{name: round(len(heads) / seconds) for name, seconds in rates.items()}}


AGREEMENT = 98.0  # B-cubed, with the settings that ship: DESIGN promise 3


def check(results: dict[str, Figures], data: Path, agreements: dict[str, dict[str, float]]) -> int:
    """1 where a figure lies below its floor or was measured on other data than the floor."""
    failed = 0
    for name, figures in agreements.items():
        for batches, agreement in figures.items():
            if agreement < AGREEMENT and batches != SHORT_REACH:
                print(f"{name}, {batches}: {agreement} lies below the floor {AGREEMENT}", file=sys.stderr)
                failed = 1
    for name, floor in json.loads(FLOORS.read_text()).items():
        if name not in results:
            continue
        if fingerprint(name, data) != floor["sha256"]:
            print(f"{name}: the data differ from those the floor was measured on", file=sys.stderr)
            failed = 1
        elif results[name].f1 < floor["f1"]:
            print(f"{name}: {results[name].f1} lies below the floor {floor['f1']}", file=sys.stderr)
            failed = 1
    return failed


def wrong_pairs(given: dict[str, int], gold: dict[str, str]) -> list[str]:
    """Pairs that are joined and should not be, or the other way round, as lines."""
    ours: dict[int, list[str]] = defaultdict(list)
    theirs: dict[str, list[str]] = defaultdict(list)
    for article_id in sorted(gold):
        ours[given[article_id]].append(article_id)
        theirs[gold[article_id]].append(article_id)
    joined = {pair for members in ours.values() for pair in combinations(members, 2)}
    right = {pair for members in theirs.values() for pair in combinations(members, 2)}
    return [f"{'joined' if pair in joined else 'split'} {pair[0]} {pair[1]}" for pair in sorted(joined ^ right)]


def show_changes(items: dict[str, list[str]]) -> None:
    """What was gained and lost since the results that were saved last."""
    if not LAST.is_file():
        print("nothing saved to compare with: run with --save first", file=sys.stderr)
        return
    before = json.loads(gzip.decompress(LAST.read_bytes()))
    for name, lines in items.items():
        for word, changed in (
            ("gained", set(before.get(name, ())) - set(lines)),
            ("lost", set(lines) - set(before.get(name, ()))),
        ):
            print(f"{name}: {len(changed)} pairs {word}")
            for line in sorted(changed)[:20]:
                print(f"  {word}: {line}")


def write_floors(results: dict[str, Figures], data: Path) -> None:
    """Pin the figures, a tenth of a point lower; our own gold still grows, its figure is reported alone."""
    floors = {
        name: {"f1": round(figures.f1 - 0.1, 2), "sha256": fingerprint(name, data)} for name, figures in results.items()
    }
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", default=",".join([*SETS, "gold"]), help=f"of {', '.join(GOALS)}")
    parser.add_argument("--copies", action="store_true", help="set aside and tie as the whole pipeline does")
    parser.add_argument("--peers", action="store_true", help="score simple rivals on the same vectors too")
    parser.add_argument("--folders", action="store_true", help="score small folders too")
    parser.add_argument("--batches", action="store_true", help="score adding in ten batches against one run too")
    parser.add_argument("--speed", type=int, default=0, metavar="N", help="measure speed on N articles of allsides_37k")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="fail where a figure lies below its floor")
    parser.add_argument("--save", action="store_true", help="keep what is wrong, for --diff")
    parser.add_argument("--diff", action="store_true", help="list pairs gained and lost since --save")
    parser.add_argument("--pin", action="store_true", help="write the floors anew")
    return parser.parse_args()


def main() -> int:
    given = parse()
    results: dict[str, Figures] = {}
    extra: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    agreements: dict[str, dict[str, float]] = {}
    for name in given.split.split(","):
        path = given.data / "stories" / SETS.get(name, "")
        if not path.exists():
            print(f"{path} is missing: give the data folder with --data", file=sys.stderr)
            return 2
        articles, gold = load_gold(name) if name in OWN else load_set(path)
        folder = make_folder(articles, gold, given.copies or name in OWN)
        results[name], labels = score(folder, StorySettings())
        wrong[name] = wrong_pairs(labels, gold)
        if given.folders and name not in OWN:
            extra[f"{name} folders"] = score_folders(folder, StorySettings())
        if given.batches or (given.check and name == "allsides"):
            extra[f"{name} in batches"] = agreements[name] = score_batches(
                list(folder.heads.values()), folder.copies, StorySettings()
            )
        if given.peers:
            extra[f"{name} rivals"] = rivals(list(folder.heads.values()), gold)
    if given.speed:
        extra["speed"] = measure_speed(given.data / "stories" / "allsides_37k.jsonl.zst", given.speed)
    report(results, extra, given.json)
    if given.diff:
        show_changes(wrong)
    if given.save:
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_bytes(gzip.compress(json.dumps(wrong).encode(), mtime=0))
    if given.pin:
        write_floors(results, given.data)
    return check(results, given.data, agreements) if given.check else 0


def report(results: dict[str, Figures], extra: dict[str, Any], as_json: bool) -> None:
    """A table, or JSON."""
    if as_json:
        print(json.dumps({**{name: asdict(figures) for name, figures in results.items()}, **extra}, indent=1))
        return
    print(
        f"{'set':<10}{'articles':>9}{'stories':>8}{'P':>7}{'R':>7}{'F1':>7}{'goal':>6}{'pairs':>7}{'ARI':>7}{'AMI':>7}"
    )
    for name, f in results.items():
        print(
            f"{name:<10}{f.articles:>9}{f.stories:>8}{f.precision:>7.1f}{f.recall:>7.1f}{f.f1:>7.2f}"
            f"{GOALS[name]:>6}{f.pair_f1:>7.1f}{f.ari:>7.1f}{f.ami:>7.1f}"
        )
    for name, figures in extra.items():
        print(f"{name}: {figures}")


if __name__ == "__main__":
    sys.exit(main())
