"""One large story: in go the sample's articles, each told anew many times, out come seconds by stage and tellings.

    python -m bench.one_story --tellings 100 200 400

Each telling drops some sentences and changes some words of one of the sample's articles, so that stories, statements
and claims have much to compare. Seconds are of processor time in one process; they are never a test.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator

import tellings.in_memory
from tellings import sample
from tellings.in_memory import run_in_memory
from tellings.model import Article, Row
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stage import Stage
from tellings.stages import STAGES
from tellings.stages.read import read_articles


def perturbed(articles: list[Article], many: int, seed: int = 1) -> list[Article]:
    """So many tellings: sentences dropped (one in five), words doubled or left out (one in thirty)."""
    rng, made = random.Random(seed), []
    for number in range(many):
        base = articles[number % len(articles)]
        lines = []
        for line in base.text.split("\n"):
            kept = [s for s in line.split(". ") if rng.random() > 0.2] or line.split(". ")[:1]
            words = " ".join(w for w in ". ".join(kept).split(" ") if rng.random() > 1 / 30)
            lines.append(words)
        made.append(
            Article.from_text("\n".join(lines) or base.text, outlet=f"Outlet {number}", published=base.published)
        )
    return made


def seconds(articles: list[Article]) -> dict[str, float]:
    """Processor time by stage, all articles as one story."""
    found: dict[str, float] = {}
    each = tellings.in_memory.each

    def timed(stage: Stage, tables: tellings.in_memory.Tables) -> Iterator[Row]:
        began = time.process_time()
        rows = list(each(stage, tables))
        found[stage.name] = time.process_time() - began
        return iter(rows)

    tellings.in_memory.each = timed
    settings, _ = configure(stage_settings(STAGES), [Source("bench", {"stories": {"one_story": True}})])
    try:
        run_in_memory(articles, with_settings(STAGES, settings))
    finally:
        tellings.in_memory.each = each
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tellings", type=int, nargs="*", default=[50, 100, 200])
    options = parser.parse_args()
    articles = read_articles([str(sample.folder())])
    measured = [seconds(perturbed(articles, many)) for many in options.tellings]
    print("| stage |" + "".join(f" {many:,} tellings |" for many in options.tellings))
    print("|--|" + "--:|" * len(measured))
    for stage in STAGES:
        if not stage.select:
            print(f"| {stage.name} |" + "".join(f" {found.get(stage.name, 0.0):.2f} s |" for found in measured))
    print("| **all** |" + "".join(f" {sum(found.values()):.1f} s |" for found in measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
