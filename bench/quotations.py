"""Speed of quotations beside rivals: real articles in, articles per second of CPU time on one core out.

    python -m bench.quotations --data ../shared/data

Rivals run where they are installed (eval/peers/requirements.txt), over fewer articles, models loaded before. Each
figure of ours is the median of some rounds over the same articles. Accuracy of the same extractors:
`python -m eval.quotations --peers`. Figures depend on the machine; they are never a test.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import zstandard

from bench.__main__ import CORPUS, ROOT, machine
from eval.peers import NAMES, NotInstalled, load
from tellings.model import Article, Telling
from tellings.stages.marks import find_marks
from tellings.stages.quotations import find_quotations
from tellings.stages.speakers import resolve_speakers

ROUNDS = 3


def read_texts(corpus: Path, limit: int) -> list[str]:
    """The first texts of a .jsonl.zst."""
    with corpus.open("rb") as source:
        lines = zstandard.ZstdDecompressor().stream_reader(source).read().decode("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[:limit]]


def marks_alone(text: str) -> None:
    """Quoted and posted spans."""
    find_marks(text)


def with_quotations(text: str) -> None:
    """Marks and quotations: source, cue and content spans."""
    find_quotations(text, marks=find_marks(text))


def with_speakers(text: str) -> None:
    """The same and their speakers, each article a story of its own."""
    article = Article.from_text(text)
    marks = find_marks(text, article.article_id)
    quotations = find_quotations(text, article.article_id, marks=marks)
    telling = Telling("s", article.article_id, "undated", "A", "", "", "")
    resolve_speakers([telling], [article], [], quotations, marks)


def rate(call: Callable[[str], object], texts: list[str], rounds: int = ROUNDS) -> float:
    """Texts per second of CPU time, the median of some rounds."""
    call(texts[0])
    rates = []
    for _ in range(rounds):
        begin = process_time()
        for text in texts:
            call(text)
        rates.append(len(texts) / (process_time() - begin))
    return statistics.median(rates)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--limit", type=int, default=300, help="articles")
    parser.add_argument("--peer-limit", type=int, default=30, help="articles for each rival")
    options = parser.parse_args()
    corpus = options.data / CORPUS
    if not corpus.is_file():
        print(f"missing: {corpus}; say where the data folder is with --data", file=sys.stderr)
        return 2
    texts = read_texts(corpus, options.limit)
    size = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} articles of {size:,.0f} characters on average; {machine()}\n")
    print("| what | articles/s, one core |\n|---|--:|")
    for name, call in (
        ("tellings, marks", marks_alone),
        ("tellings, marks and quotations", with_quotations),
        ("tellings, with speakers", with_speakers),
    ):
        print(f"| {name} | {rate(call, texts):,.0f} |", flush=True)
    for name in NAMES:
        try:
            peer = load(name)
        except NotInstalled as reason:
            print(f"| {name} | not run: {reason} |")
            continue
        print(f"| {peer.name} | {rate(peer.extract, texts[: options.peer_limit], 1):,.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
