"""Score the grouping into stories: B-cubed, pairs, ARI, AMI and speed on the dev sets, beside simple rivals.

python -m eval.stories --data ../shared/data [--split allsides,gold] [--copies] [--folders] [--peers] [--json] [--check]

The splits gold and gold-test are our own stories: their articles, and those that lie beside them, in one folder. gold
holds those that tune (train, dev), gold-test all of them, so that those of the split test stand among the others.
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
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph
import zstandard
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from eval.gold import fingerprint as gold_fingerprint
from eval.gold import load_stories
from tellings.in_memory import run_in_memory
from tellings.model import Article, Copy, Lineage, StoryRow, Telling, Terms, content_id
from tellings.stages import STAGES
from tellings.stages.stories import group_stories, tell_stories
from tellings.stages.stories.lineage import Before
from tellings.stages.stories.pairs import make_window, similar_pairs
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import make_vectors
from tellings.stages.terms import describe
from tellings.story import Tables

SETS = {
    "allsides": "allsides_dev.jsonl.zst",
    "triples": "triples_dev.jsonl.gz",
    "g5w1h": "g5w1h.jsonl.zst",
    "ecbplus": "ecbplus.jsonl.zst",
}
GOALS = {"allsides": 91.0, "triples": 99.8, "g5w1h": 93.5, "ecbplus": 90.6, "gold": 100.0, "gold-test": 100.0}
OWN = {"gold": ("train", "dev"), "gold-test": ("train", "dev", "test")}
Shares = list[Copy]
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
    pair_f1: float  # of pairs of articles that are joined
    ari: float  # adjusted Rand index


def b_cubed(given: dict[str, int], gold: dict[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1, in per cent."""
    both = Counter((given[k], gold[k]) for k in gold)
    ours = Counter(given[k] for k in gold)
    theirs = Counter(gold.values())
    precision = 100 * sum(n * n / ours[a] for (a, _), n in both.items()) / len(gold)
    recall = 100 * sum(n * n / theirs[b] for (_, b), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pair_f1(given: dict[str, int], gold: dict[str, str]) -> float:
    """F1 of the pairs of articles that are joined, in per cent; 100 where neither joins any."""

    def pairs(sizes: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in sizes)

    both = pairs(Counter((given[k], gold[k]) for k in gold).values())
    ours = pairs(Counter(given[k] for k in gold).values())
    theirs = pairs(Counter(gold.values()).values())
    return 200 * both / (ours + theirs) if ours + theirs else 100.0


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


def load_gold(name: str) -> tuple[list[Article], dict[str, str]]:
    """The articles of our own stories in one folder; each one that lies beside a story is a story of its own."""
    articles: dict[str, Article] = {}
    gold: dict[str, str] = {}
    for split in OWN[name]:
        for story in load_stories(split):
            for told in story.articles:
                facts = {"title": told.title, "outlet": told.outlet, "published": told.published or None}
                article = Article.from_text(told.text, **facts)
                articles[article.article_id] = article
                gold[article.article_id] = story.name if told.told else f"{story.name}/{told.name}"
    return list(articles.values()), gold


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


BATCHES = 10


def in_batches(heads: list[Terms], copies: Shares, settings: StorySettings, by_date: bool) -> dict[str, str]:
    """The story of each article when they are added in ten batches: by date, as news comes, or as chance has it."""
    ordered = sorted(heads, key=lambda h: (h.published[:10] if by_date else "", content_id("batch", h.article_id)))
    size = -(-len(ordered) // BATCHES)
    before = Before()
    for end in range(size, len(ordered) + size, size):
        rows = tell_stories(ordered[:end], copies, settings, (), before)
        stories = [row for row in rows if isinstance(row, StoryRow)]
        lineage = [row for row in rows if isinstance(row, Lineage)]
        before = Before.of(stories, [row for row in rows if isinstance(row, Telling)], lineage)
    return dict(before.story_of)


def score_batches(heads: list[Terms], copies: Shares, settings: StorySettings) -> dict[str, float]:
    """B-cubed F1 of stories that came in ten batches against those of one run.

    A set below the reach is grouped whole each time; with a reach of a fifth of the set, only what new articles can
    change is, as in a store of very many.
    """
    near = replace(settings, reach=max(1, len(heads) // 5))
    figures = {}
    for name, chosen, by_date in (
        ("batches", settings, False), ("batches by date", settings, True), ("batches by date, short reach", near, True),
    ):  # fmt: skip
        given = in_batches(heads, copies, chosen, by_date)
        once = {k: str(number) for k, number in numbered(group_stories(heads, copies, chosen)).items()}
        numbers = {name: number for number, name in enumerate(sorted(set(given.values())))}
        figures[name] = round(b_cubed({k: numbers[v] for k, v in given.items()}, once)[2], 2)
    return figures


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


def rivals(heads: list[Terms], gold: dict[str, str]) -> dict[str, dict[str, float]]:
    """Two simple rivals on the same vectors, each at the threshold that is best for the set itself by B-cubed F1."""
    heads = sorted(heads, key=lambda head: head.article_id)
    articles = make_vectors(heads, StorySettings())
    window = make_window(articles.days, StorySettings())
    pairs = [part.tolist() for part in similar_pairs(articles, window, StorySettings())]
    best: dict[str, dict[str, float]] = {"components": {"f1": 0.0}, "single pass": {"f1": 0.0}}
    for least in range(100, 500, 20):
        graph = scipy.sparse.coo_matrix(
            (np.ones(len(pairs[0])) * (np.array(pairs[2]) >= least), (pairs[0], pairs[1])), shape=(len(heads),) * 2
        ).tocsr()
        graph.eliminate_zeros()
        labels = scipy.sparse.csgraph.connected_components(graph, directed=False)[1]
        given = {"components": labels.tolist(), "single pass": single_pass(articles.days.tolist(), pairs, least)}
        for name, label in given.items():
            of = dict(zip(articles.ids, label, strict=True))
            f1 = round(b_cubed(of, gold)[2], 2)
            if f1 > best[name]["f1"]:
                ids = sorted(gold)
                labels = [gold[k] for k in ids], [of[k] for k in ids]
                best[name] = {
                    "f1": f1, "threshold": least / 1000, "pair_f1": round(pair_f1(of, gold), 2),
                    "ari": round(100 * adjusted_rand_score(*labels), 2),
                    "ami": round(100 * adjusted_mutual_info_score(*labels), 2),
                }  # fmt: skip
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


def fingerprint(name: str, data: Path) -> str:
    """Digest of what a set is made of."""
    if name in OWN:
        return gold_fingerprint(story for split in OWN[name] for story in load_stories(split))
    return hashlib.sha256((data / "stories" / SETS[name]).read_bytes()).hexdigest()


AGREEMENT = 98.0  # B-cubed: DESIGN promise 3


def check(results: dict[str, Figures], data: Path, agreements: dict[str, dict[str, float]]) -> int:
    """1 where a figure lies below its floor or was measured on other data than the floor."""
    failed = 0
    for name, figures in agreements.items():
        for batches, agreement in figures.items():
            if agreement < AGREEMENT:
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
