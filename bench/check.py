"""Speed of `tellings check`: in goes a number of quotations, out come seconds cold and milliseconds warm.

    python -m bench.check                     a store of a million stored quotations, made anew; print a table
    python -m bench.check --write             also put it into docs/speed.md
    python -m bench.check --quotations 50000  fewer

The articles are made up: words of a made-up vocabulary drawn by Zipf's law between function words, as news has them,
sixteen quotations an article. Figures depend on the machine; they are never a test.
"""

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from bench.__main__ import COLD_RUNS, ROOT, machine
from tellings import sample
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.language import load
from tellings.model import Article, Attribution, Item, Quotation, Row, Telling, Voice, content_id
from tellings.pipeline import run
from tellings.publish.check import check_in_corpus
from tellings.publish.corpus import StoreCorpus
from tellings.stage import Settings, Stage
from tellings.stages import postings
from tellings.store import Store

QUOTED = re.compile("“([^”]*)”")
PER_ARTICLE = 16
VOCABULARY = 40_000
# Syllables of made-up words: enough of them that beginnings are shared by a few words, as in English.
ONSETS = [*"bcdfghlmnprstvw", "br", "cl", "dr", "fl", "gr", "pl", "sh", "st", "th", "tr"]
VOWELS, CODAS = "aeiou", ["", *"lmnrst"]
# Where docs/speed.md has the figures.
HEADING = "## Checking a quotation"


class Speech:
    """Draws sentences."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.words = sorted({self._word() for _ in range(VOCABULARY)})
        self.rng.shuffle(self.words)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.functions = sorted(load("function_words")["words"])[:60]

    def _word(self) -> str:
        size = self.rng.choice((2, 2, 3, 3, 4))
        return "".join(self.rng.choice(letters) for _ in range(size) for letters in (ONSETS, VOWELS, CODAS))

    def sentence(self, low: int, high: int) -> str:
        """A sentence of some words, nearly half of them function words."""
        size = self.rng.randint(low, high)
        content = iter(self.rng.choices(self.words, cum_weights=self.weights, k=size))
        words = [self.rng.choice(self.functions) if self.rng.random() < 0.45 else next(content) for _ in range(size)]
        return " ".join(words).capitalize() + "."


def articles(quotations: int, seed: int = 1) -> Iterator[tuple[Item, Article]]:
    """Articles with so many quotations in all."""
    speech = Speech(seed)
    for number in range(-(-quotations // PER_ARTICLE)):
        told = [f"{speech.sentence(6, 16)} “{speech.sentence(8, 36)}” Lee said." for _ in range(PER_ARTICLE)]
        day = f"20{10 + number % 15:02}-{1 + number % 12:02}-{1 + number % 28:02}"
        article = Article.from_text("\n\n".join(told), outlet=f"Outlet {number % 400}", published=day)
        yield Item(content_id("item", number), f"{number}.txt", -1, 0, "article", "", article.article_id), article


def _quote(settings: Settings, found: list[Article]) -> Iterator[Row]:
    """The quotations of made-up articles stand in marks and nowhere else."""
    for article in found:
        for m in QUOTED.finditer(article.text):
            yield Quotation(
                content_id(article.article_id, m.start()), article.article_id, "direct", "marks", (m.span(1),),
                *m.span(1), None, None, None, None, False, "", None, None, None, None, None, None, "", "",
            )  # fmt: skip


def _tell(settings: Settings, found: list[Article]) -> Iterator[Row]:
    for article in found:
        story = content_id("story", article.article_id)
        yield Telling(story, article.article_id, article.published[:7], "T", article.published, "published", "")


def _ascribe(settings: Settings, tellings: list[Telling], found: list[Quotation]) -> Iterator[Row]:
    story = tellings[0].story_id
    yield Voice(story, content_id("voice", story), "Ann Lee", "person", ("Lee",))
    for q in found:
        yield Attribution(story, q.quotation_id, q.article_id, None, None, content_id("voice", story), (), 100, "name")


# What `check` reads, made without the work of finding it: the figures are of the look-up alone.
STAGES = (
    Stage("quotations", 1, (Article,), (Quotation,), by="article_id", run=_quote),
    postings.STAGE,
    Stage("tellings", 1, (Article,), (Telling,), by="", run=_tell),
    Stage("voices", 1, (Telling, Quotation), (Voice, Attribution), by="story_id", via=Telling, run=_ascribe),
)


def build(folder: Path, quotations: int) -> Store:
    """A store with so many quotations."""
    store = Store(folder / "million", create=True)
    engine = LocalEngine(EngineSettings(workers=2), store.folder / "tmp")
    try:
        run(articles(quotations), store, engine, STAGES)
    finally:
        engine.close()
    return store


def questions(store: Store, count: int, seed: int = 1) -> list[str]:
    """Stored quotations as they are, with a word lost, cut to a fragment; and some that were never said."""
    rng = random.Random(seed)
    manifest = store.manifest()
    parts = rng.choices(manifest.of(Article), k=20)
    texts = [text for part in parts for text in store.read(part, Article).column("text").to_pylist()]
    asked = []
    for number in range(count):
        words = rng.choice(QUOTED.findall(rng.choice(texts))).split()
        if number % 4 == 1:
            words.pop(rng.randrange(1, len(words) - 1))
        elif number % 4 == 2:
            low = rng.randrange(0, max(1, len(words) - 7))
            words = words[low : low + 7]
        elif number % 4 == 3:
            rng.shuffle(words)
            words = [*words[::2], "lighthouse", "penguins"]
        asked.append(" ".join(words))
    rng.shuffle(asked)
    return asked


def warm(store: Store, asked: list[str], before: int) -> tuple[list[float], list[float]]:
    """Milliseconds for each question, by the clock and of this process, ascending.

    The first ones are left out: they read what later ones find in memory.
    """
    corpus = StoreCorpus(store)
    clock, processor = [], []
    for quotation in asked:
        began, worked = time.perf_counter(), time.process_time()
        check_in_corpus(corpus, quotation)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return sorted(clock[before:]), sorted(processor[before:])


def cold(store: Path, words: str) -> float:
    """Median seconds of `tellings check` in a fresh process."""
    times = []
    for _ in range(COLD_RUNS):
        code = "from tellings.cli import main; main()"
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", code, "check", words, "--store", str(store)], check=False, capture_output=True
        )
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def measure(folder: Path, quotations: int, count: int) -> list[str]:
    """The lines of the page."""
    small = folder / "sample"
    code = "from tellings.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", code, "run", str(sample.folder()), "--store", str(small)],
        check=True,
        capture_output=True,
    )
    began = time.perf_counter()
    store = build(folder, quotations)
    built = time.perf_counter() - began
    asked = questions(store, count)
    clock, processor = warm(store, asked, before=count // 2)
    size = sum(part.size for part in store.manifest().parts if part.table == "posting") / 1e6
    return [
        f"{HEADING}\n",
        f"{quotations:,} made-up quotations in {store.manifest().rows(Article):,} articles, written in {built:.0f} s;"
        f" the index has {size:,.0f} MB. {len(clock)} questions, a quarter each as stored, with a word lost, seven of"
        " its words, never said.\n",
        "| what | by the clock | of the processor |",
        "|--|--:|--:|",
        f"| warm, median | {statistics.median(clock):.1f} ms | {statistics.median(processor):.1f} ms |",
        f"| warm, 95th percentile | {_high(clock):.1f} ms | {_high(processor):.1f} ms |",
        f"| cold, on these, median of {COLD_RUNS} | {cold(store.folder, asked[0]):.2f} s | |",
        f"| cold, on the sample, median of {COLD_RUNS} | {cold(small, 'I do blame the captain.'):.2f} s | |",
    ]


def _high(times: list[float]) -> float:
    """95th percentile."""
    return times[len(times) * 95 // 100]


def put(page: str, lines: list[str]) -> str:
    r"""The page with the section on checking put in or replaced.

    >>> put("# Speed\n\n## Checking a quotation\n\nold\n\n## Other\n", ["## Checking a quotation", "new"])
    '# Speed\n\n## Other\n\n## Checking a quotation\nnew\n'
    """
    sections = re.split(r"(?m)^(?=## )", page)
    kept = "".join(section for section in sections if not section.startswith(HEADING))
    return kept.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotations", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/speed.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tellings-bench-") as name:
        lines = measure(Path(name), options.quotations, options.questions)
    lines.append(f"\nWritten by `python -m bench.check --write`. Measured on {machine()}.")
    print("\n".join(lines))
    if options.write:
        page = ROOT / "docs" / "speed.md"
        page.write_text(put(page.read_text(encoding="utf-8"), lines), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
