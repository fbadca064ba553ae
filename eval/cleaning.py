"""How well pages are cleaned: body F1 by shingles of four words, snippets kept and left out, and pages per second.

    python -m eval.cleaning --data ../shared/data            our own figures and the peers'
    python -m eval.cleaning --data ... --check               exit 1 when a figure is below its floor
    python -m eval.cleaning --data ... --save, --diff        items gained and lost since the last save

Body F1 as in the article-extraction-benchmark: the harmonic mean of mean precision and mean recall over pages, both
counted on the multiset of four-word shingles. Our body is what find_blocks tells as body, dateline or embed.
"""

import argparse
import gzip
import hashlib
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from eval.peers.cleaning import installed
from tellings.model import TOLD, Article
from tellings.stages.blocks import find_blocks
from tellings.stages.read.web_page import page_article

HERE = Path(__file__).parent
FLOORS = HERE / "floors" / "cleaning.json"
LAST = HERE / "last" / "cleaning.json.gz"
FILES = {"aeb": "html/aeb_dev.jsonl.gz", "snippets": "html/trafilatura_eval.jsonl.gz", "plain": "html/aeb_dev.jsonl.gz"}
TOKEN = re.compile(r"\w+")
UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
SCORED = frozenset({"body", "dateline", "embed"})
Extractor = Callable[[str], str]


def ours(html: str) -> str:
    return _told(page_article(html)[0])


def fast(html: str) -> str:
    return _told(page_article(html, fast=True)[0])


def _told(article: Article | None) -> str:
    if article is None:
        return ""
    return "\n".join(article.text[b.start : b.end] for b in find_blocks(article) if b.kind in SCORED)


OURS: dict[str, Extractor] = {"tellings": ours, "tellings fast": fast}


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = TOKEN.findall(text)
    return Counter(tuple(words[n : n + size]) for n in range(max(1, len(words) - size + 1)))


def score_body(gold: str, found: str) -> tuple[float, float]:
    """Precision and recall of a page."""
    true, told = shingles(gold), shingles(found)
    both = sum((true & told).values())
    return both / max(1, sum(told.values())), both / max(1, sum(true.values()))


def plain(text: str) -> str:
    """White space as one space, characters without width left out (some extractors drop them, we do not)."""
    return " ".join(text.translate(UNSEEN).split())


def score_snippets(row: dict[str, list[str]], found: str) -> tuple[int, int, int, int]:
    """Snippets kept, to keep, left in, to leave out."""
    flat = plain(found)
    kept = sum(plain(snippet) in flat for snippet in row["with"])
    left = sum(plain(snippet) in flat for snippet in row["without"])
    return kept, len(row["with"]), left, len(row["without"])


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def rows_of(path: Path, limit: int) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return rows[:: max(1, len(rows) // limit)] if limit else rows


def _warm(rows: list[dict[str, str]], extract: Extractor) -> None:
    """Import what the extractor imports when it first needs it, which is not counted; ours does not on every page."""
    for row in rows[::8]:
        extract(row["html"])


def run_aeb(rows: list[dict[str, str]], extract: Extractor) -> tuple[dict[str, float], dict[str, float]]:
    _warm(rows, extract)
    begin = time.process_time()
    found = [extract(row["html"]) for row in rows]
    seconds = time.process_time() - begin
    scores = [score_body(row["body"], text) for row, text in zip(rows, found, strict=True)]
    precision, recall = (statistics.mean(values) for values in zip(*scores, strict=True))
    items = {row["url"]: f1(*score) for row, score in zip(rows, scores, strict=True)}
    return {
        "f1": f1(precision, recall),
        "precision": precision,
        "recall": recall,
        "pages_per_s": len(rows) / seconds,
    }, items


def run_snippets(rows: list[dict[str, str]], extract: Extractor) -> tuple[dict[str, float], dict[str, float]]:
    _warm(rows, extract)
    begin = time.process_time()
    found = [extract(row["html"]) for row in rows]
    seconds = time.process_time() - begin
    scores = [score_snippets(row, text) for row, text in zip(rows, found, strict=True)]  # type: ignore[arg-type]
    kept, keep, left, leave = map(sum, zip(*scores, strict=True))
    precision, recall = kept / max(1, kept + left), kept / max(1, keep)
    items = {row["url"]: (s[0] + s[3] - s[2]) / max(1, s[1] + s[3]) for row, s in zip(rows, scores, strict=True)}
    figures = {
        "f1": f1(precision, recall),
        "precision": precision,
        "recall": recall,
        "pages_per_s": len(rows) / seconds,
    }
    return figures | {"accuracy": (kept + leave - left) / max(1, keep + leave)}, items


def run_plain(rows: list[dict[str, str]], extract: Extractor) -> tuple[dict[str, float], dict[str, float]]:
    """Gold bodies read as plain text: the share of their words that stays told. What is lost here is lost body."""
    articles = [Article.from_text(row["body"]) for row in rows]
    begin = time.process_time()
    found = [find_blocks(article) for article in articles]
    seconds = time.process_time() - begin
    items = {}
    words = kept = 0
    for row, article, blocks in zip(rows, articles, found, strict=True):
        sizes = [(block.kind in TOLD, len(article.text[block.start : block.end].split())) for block in blocks]
        words += sum(size for _, size in sizes)
        kept += sum(size for told, size in sizes if told)
        items[row["url"]] = sum(size for told, size in sizes if told) / max(1, sum(size for _, size in sizes))
    return {"kept": kept / max(1, words), "articles_per_s": len(rows) / seconds}, items


def systems(name: str, only_ours: bool) -> list[tuple[str, Extractor]]:
    """What is run over a set: ours, and the rivals where pages are cleaned."""
    if name == "plain":
        return [("tellings", ours)]
    return [*OURS.items(), *(() if only_ours else installed())]


RUNNERS = {"aeb": run_aeb, "snippets": run_snippets, "plain": run_plain}


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(name: str, path: Path, figures: dict[str, float], floors: dict[str, dict[str, object]]) -> list[str]:
    """What falls below its floor."""
    floor = floors.get(name)
    if floor is None:
        return [f"{name}: no floor pinned"]
    if floor["sha256"] != fingerprint(path):
        return [f"{name}: the data file is another than the floors were pinned on"]
    pinned = floor["figures"]
    assert isinstance(pinned, dict)
    return [
        f"{name}: {key} {figures[key]:.4f} is below {value}" for key, value in pinned.items() if figures[key] < value
    ]


def show_diff(name: str, items: dict[str, float]) -> None:
    """Items that changed by a hundredth or more since the last --save."""
    if not LAST.is_file():
        print(f"nothing saved yet; run with --save first ({LAST.name})")
        return
    before = json.loads(gzip.decompress(LAST.read_bytes())).get(name, {})
    changed = [
        (items[url] - before[url], url) for url in items if url in before and abs(items[url] - before[url]) >= 0.01
    ]
    for change, url in sorted(changed):
        print(f"  {change:+.3f}  {url}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", choices=sorted(FILES), action="append", help="default: aeb and plain")
    parser.add_argument("--limit", type=int, default=0, help="every n-th page only, about so many")
    parser.add_argument("--only-ours", action="store_true", help="leave the peers out")
    for flag in ("--json", "--check", "--save", "--diff"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    out, saved, problems = {}, {}, []
    for name in options.split or ["aeb", "plain"]:
        path = options.data / FILES[name]
        if not path.is_file():
            print(f"no {path}; give the folder that holds {FILES[name]} with --data")
            return 2
        rows = rows_of(path, options.limit)
        for system, extract in systems(name, options.only_ours):
            figures, items = RUNNERS[name](rows, extract)
            out[f"{name}/{system}"] = figures
            if not options.json:
                print(f"{name:9}{system:36}" + "  ".join(f"{key} {value:.4f}" for key, value in figures.items()))
            if system in OURS:
                own = name if system == "tellings" else f"{name} fast"
                saved[own] = items
                problems += check(own, path, figures, floors) if options.check else []
                if options.diff:
                    show_diff(own, items)
    if options.json:
        print(json.dumps(out, indent=1))
    if options.save:
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_bytes(gzip.compress(json.dumps(saved).encode(), mtime=0))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
