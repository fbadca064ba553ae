"""Score the grouping into stories: B-cubed, AMI and speed on the dev sets, beside simple rivals.

python -m eval.stories --data ../shared/data [--split allsides,ecbplus] [--peers] [--json] [--check] [--save] [--diff]
"""

import argparse
import gzip
import hashlib
import io
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph
import zstandard
from sklearn.metrics import adjusted_mutual_info_score

from tellings.model import Article, Terms
from tellings.stages.stories import StorySettings, _similar_pairs, _vectors, _window, group_stories
from tellings.stages.terms import describe

SETS = {
    "allsides": "allsides_dev.jsonl.zst",
    "triples": "triples_dev.jsonl.gz",
    "g5w1h": "g5w1h.jsonl.zst",
    "ecbplus": "ecbplus.jsonl.zst",
}
GOALS = {"allsides": 91.0, "triples": 99.8, "g5w1h": 93.5, "ecbplus": 90.6}
FLOORS = Path(__file__).parent / "floors" / "stories.json"
LAST = Path(__file__).parent / "last" / "stories.json.gz"


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a .jsonl file that is packed with gzip or zstandard."""
    if path.suffix == ".zst":
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
            yield from map(json.loads, io.TextIOWrapper(stream, encoding="utf-8"))
    else:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def article_of(row: dict[str, Any]) -> Article:
    return Article.from_text(row["text"], title=row["title"], outlet=row["source"], published=row["date"] or None)


@dataclass(frozen=True)
class Figures:
    """What one set scores."""

    articles: int
    stories: int
    precision: float
    recall: float
    f1: float
    ami: float


def b_cubed(given: dict[str, int], gold: dict[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1, in per cent."""
    both = Counter((given[k], gold[k]) for k in gold)
    ours = Counter(given[k] for k in gold)
    theirs = Counter(gold.values())
    precision = 100 * sum(n * n / ours[a] for (a, _), n in both.items()) / len(gold)
    recall = 100 * sum(n * n / theirs[b] for (_, b), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def numbered(groups: list[list[str]]) -> dict[str, int]:
    return {article_id: number for number, group in enumerate(groups) for article_id in group}


def load_set(path: Path) -> tuple[list[Article], dict[str, str]]:
    """Articles and gold; of articles with one and the same content and gold, one."""
    articles: dict[str, Article] = {}
    gold: dict[str, str] = {}
    for row in read_rows(path):
        article = article_of(row)
        articles[article.article_id] = article
        gold[article.article_id] = row["cluster_id"]
    return list(articles.values()), gold


def score(articles: list[Article], gold: dict[str, str], settings: StorySettings) -> tuple[Figures, dict[str, int]]:
    groups = group_stories([describe(article) for article in articles], settings=settings)
    given = numbered(groups)
    precision, recall, f1 = b_cubed(given, gold)
    ids = sorted(gold)
    ami = 100 * adjusted_mutual_info_score([gold[k] for k in ids], [given[k] for k in ids])
    figures = Figures(
        articles=len(articles),
        stories=len(groups),
        precision=round(precision, 2),
        recall=round(recall, 2),
        f1=round(f1, 2),
        ami=round(float(ami), 2),
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


def score_folders(heads: dict[str, Terms], gold: dict[str, str], settings: StorySettings) -> dict[str, float]:
    """How small folders fare: tellings alone are one story, strangers alone stay apart, both together (B-cubed F1)."""
    together, apart, mixed = [], [], []
    for one, others in folders(gold):
        together.append(len(group_stories([heads[k] for k in one], settings=settings)) == 1)
        apart.append(len(group_stories([heads[k] for k in others], settings=settings)) == len(others))
        both = one + others
        groups = group_stories([heads[k] for k in both], settings=settings)
        mixed.append(b_cubed(numbered(groups), {k: gold[k] for k in both})[2])
    return {
        "five_together": round(100 * sum(together) / len(together), 1),
        "six_apart": round(100 * sum(apart) / len(apart), 1),
        "mixed_f1": round(sum(mixed) / len(mixed), 1),
    }


def rivals(heads: list[Terms], gold: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Best B-cubed F1 and its threshold of two simple rivals on the same vectors, each tuned on the set itself."""
    heads = sorted(heads, key=lambda head: head.article_id)
    articles = _vectors(heads, StorySettings())
    window = _window(articles.days, StorySettings())
    pairs = [part.tolist() for part in _similar_pairs(articles, window, StorySettings())]
    best = {"components": (0.0, 0.0), "single pass": (0.0, 0.0)}
    for least in range(100, 500, 20):
        graph = scipy.sparse.coo_matrix(
            (np.ones(len(pairs[0])) * (np.array(pairs[2]) >= least), (pairs[0], pairs[1])), shape=(len(heads),) * 2
        ).tocsr()
        graph.eliminate_zeros()
        labels = scipy.sparse.csgraph.connected_components(graph, directed=False)[1]
        given = {"components": labels.tolist(), "single pass": single_pass(articles.days.tolist(), pairs, least)}
        for name, label in given.items():
            f1 = b_cubed(dict(zip(articles.ids, label, strict=True)), gold)[2]
            best[name] = max(best[name], (round(f1, 2), least / 1000))
    return best


def single_pass(days: list[int], pairs: list[list[int]], least: int) -> list[int]:
    """Each article, by date, joins the story of its most similar predecessor, or founds one."""
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other, similarity in zip(*pairs, strict=True):
        near[one].append((similarity, other))
        near[other].append((similarity, one))
    label = [-1] * len(days)
    for row in sorted(range(len(days)), key=lambda row: (days[row], row)):
        known = [(similarity, -other) for similarity, other in near[row] if label[other] >= 0 and similarity >= least]
        label[row] = label[-max(known)[1]] if known else row
    return label


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


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(results: dict[str, Figures], data: Path) -> int:
    """1 where a figure lies below its floor or was measured on other data than the floor."""
    failed = 0
    for name, floor in json.loads(FLOORS.read_text()).items():
        if name not in results:
            continue
        if fingerprint(data / "stories" / SETS[name]) != floor["sha256"]:
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
    """Pin the figures, a tenth of a point lower."""
    floors = {
        name: {"f1": round(figures.f1 - 0.1, 2), "sha256": fingerprint(data / "stories" / SETS[name])}
        for name, figures in results.items()
    }
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", default=",".join(SETS), help=f"of {', '.join(SETS)}")
    parser.add_argument("--peers", action="store_true", help="score simple rivals on the same vectors too")
    parser.add_argument("--folders", action="store_true", help="score small folders too")
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
    for name in given.split.split(","):
        path = given.data / "stories" / SETS[name]
        if not path.is_file():
            print(f"{path} is missing: give the data folder with --data", file=sys.stderr)
            return 2
        articles, gold = load_set(path)
        results[name], labels = score(articles, gold, StorySettings())
        wrong[name] = wrong_pairs(labels, gold)
        heads = {a.article_id: describe(a) for a in articles} if given.folders or given.peers else {}
        if given.folders:
            extra[f"{name} folders"] = score_folders(heads, gold, StorySettings())
        if given.peers:
            extra[f"{name} rivals"] = rivals(list(heads.values()), gold)
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
    return check(results, given.data) if given.check else 0


def report(results: dict[str, Figures], extra: dict[str, Any], as_json: bool) -> None:
    """A table, or JSON."""
    if as_json:
        print(json.dumps({**{name: asdict(figures) for name, figures in results.items()}, **extra}, indent=1))
        return
    print(f"{'set':<10}{'articles':>9}{'stories':>8}{'P':>7}{'R':>7}{'F1':>7}{'goal':>6}{'AMI':>7}")
    for name, f in results.items():
        print(
            f"{name:<10}{f.articles:>9}{f.stories:>8}{f.precision:>7.1f}{f.recall:>7.1f}{f.f1:>7.2f}"
            f"{GOALS[name]:>6}{f.ami:>7.1f}"
        )
    for name, figures in extra.items():
        print(f"{name}: {figures}")


if __name__ == "__main__":
    sys.exit(main())
