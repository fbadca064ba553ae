"""Score the grouping into stories: B-cubed, AMI and speed on the dev sets, beside simple rivals.

python -m eval.stories --data ../shared/data [--split allsides,ecbplus] [--peers] [--json] [--check] [--save] [--diff]
"""

import argparse
import gzip
import hashlib
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import zstandard
from sklearn.metrics import adjusted_mutual_info_score

from tellings.model import Article
from tellings.stages.stories import Settings, group_stories
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
    terms_per_second: int
    articles_per_second: int  # grouping alone


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


def score(articles: list[Article], gold: dict[str, str], settings: Settings) -> tuple[Figures, dict[str, int]]:
    begin = time.perf_counter()
    heads = [describe(article) for article in articles]
    middle = time.perf_counter()
    groups = group_stories(heads, settings=settings)
    end = time.perf_counter()
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
        terms_per_second=round(len(articles) / (middle - begin)),
        articles_per_second=round(len(articles) / (end - middle)),
    )
    return figures, given


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", default=",".join(SETS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="fail where a figure lies below its floor")
    parser.add_argument("--save", action="store_true")
    given = parser.parse_args()
    results: dict[str, Figures] = {}
    for name in given.split.split(","):
        path = given.data / "stories" / SETS[name]
        if not path.is_file():
            print(f"{path} is missing: give the data folder with --data", file=sys.stderr)
            return 2
        articles, gold = load_set(path)
        results[name], _ = score(articles, gold, Settings())
        if not given.json:
            print(name, asdict(results[name]))
    if given.json:
        print(json.dumps({name: asdict(figures) for name, figures in results.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
