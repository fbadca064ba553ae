"""Sets of stories: a data folder in, articles with their stories out; and how two groupings agree."""

import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import zstandard

from eval.gold import fingerprint as gold_fingerprint
from eval.gold import load_stories
from tellings.model import Article

SETS = {
    "allsides": "allsides_dev.jsonl.zst",
    "triples": "triples_dev.jsonl.gz",
    "g5w1h": "g5w1h.jsonl.zst",
    "ecbplus": "ecbplus.jsonl.zst",
}
OWN = {"gold": ("train", "dev"), "gold-test": ("train", "dev", "test")}


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


def fingerprint(name: str, data: Path) -> str:
    """Digest of what a set is made of."""
    if name in OWN:
        return gold_fingerprint(story for split in OWN[name] for story in load_stories(split))
    return hashlib.sha256((data / "stories" / SETS[name]).read_bytes()).hexdigest()
