"""Growth of the stories: in go the first articles of a large set, out come articles a second, memory and a plot.

    python -m bench.stories --data ../shared/data            print a table
    python -m bench.stories --data ../shared/data --write    also write docs/stages/stories_growth.svg

Seconds are of processor time, terms and grouping together; each size runs in a process of its own. Figures depend on
the machine; they are never a test.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from eval.story_sets import article_of, read_rows
from tellings.model import Terms
from tellings.stages.stories import group_stories
from tellings.stages.terms import describe

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path("stories") / "allsides_37k.jsonl.zst"
SIZES = (3_750, 7_500, 15_000, 37_554)
PLOT = ROOT / "docs" / "stages" / "stories_growth.svg"
WIDTH, HEIGHT, MARGIN = 640, 320, 56  # of the plot, in pixels


@dataclass(frozen=True)
class Grown:
    """What one size took."""

    articles: int
    terms: float  # seconds of processor time
    grouping: float
    peak_mb: float
    stories: int

    @property
    def each(self) -> float:
        """Milliseconds an article, terms and grouping together."""
        return 1000 * (self.terms + self.grouping) / self.articles


def measure(path: Path, many: int) -> Grown:
    """Describe and group the first articles of a set."""
    heads: dict[str, Terms] = {}
    spent = 0.0
    for row in islice(read_rows(path), many):
        article = article_of(row)
        begin = time.process_time()
        head = describe(article)
        spent += time.process_time() - begin
        heads[head.article_id] = head
    begin = time.process_time()
    groups = group_stories(heads.values())
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Grown(len(heads), spent, seconds, peak, len(groups))


def measure_apart(path: Path, many: int) -> Grown:
    """The same in a process of its own, so that memory is its own too."""
    command = [sys.executable, "-m", "bench.stories", "--corpus", str(path), "--one", str(many)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return Grown(**json.loads(done.stdout))


def table(grown: Sequence[Grown]) -> str:
    """A Markdown table."""
    rows = ["| articles | terms/s | grouping/s | both/s | ms an article | peak MB | stories |", "|--:" * 7 + "|"]
    rows += [
        f"| {g.articles:,} | {g.articles / g.terms:,.0f} | {g.articles / g.grouping:,.0f} | {1000 / g.each:,.0f}"
        f" | {g.each:.2f} | {g.peak_mb:,.0f} | {g.stories:,} |"
        for g in grown
    ]
    return "\n".join([*rows, f"\nTime an article grows by {grown[-1].each / grown[0].each:.2f} times."])


def plot(grown: Sequence[Grown]) -> str:
    """Milliseconds an article over the number of articles, as SVG: all of it, and the grouping alone."""
    most_x, most_y = max(g.articles for g in grown), 1.25 * max(g.each for g in grown)

    def at(articles: float, each: float) -> tuple[float, float]:
        x = MARGIN + articles / most_x * (WIDTH - 2 * MARGIN)
        return round(x, 1), round(HEIGHT - MARGIN - each / most_y * (HEIGHT - 2 * MARGIN), 1)

    def curve(values: Sequence[tuple[int, float]], colour: str, name: str) -> list[str]:
        points = [at(articles, value) for articles, value in values]
        drawn = " ".join(f"{x},{y}" for x, y in points)
        marks = [f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>' for x, y in points]
        label = f'<text x="{points[-1][0]}" y="{points[-1][1] - 10}" text-anchor="end" fill="{colour}">{name}</text>'
        return [f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>', *marks, label]

    left, bottom = at(0, 0)
    right, top = at(most_x, most_y)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<path d="M{left},{top} V{bottom} H{right}" fill="none" stroke="black"/>',
        f'<text x="{left}" y="{top - 12}">processor time an article, ms</text>',
        f'<text x="{right}" y="{bottom + 38}" text-anchor="end">articles</text>',
    ]
    for g in grown:
        x, _ = at(g.articles, 0)
        lines.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{g.articles:,}</text>')
    for step in range(1, int(most_y / 0.5) + 1):
        _, y = at(0, step * 0.5)
        lines.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{step * 0.5:.1f}</text>')
    lines += curve([(g.articles, g.each) for g in grown if g.terms], "#0b5394", "terms and grouping")
    lines += curve([(g.articles, 1000 * g.grouping / g.articles) for g in grown], "#b45f06", "grouping alone")
    return "\n".join([*lines, "</svg>"]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--corpus", type=Path, help="a packed .jsonl instead of the large set")
    parser.add_argument("--one", type=int, help="measure one size here and print JSON")
    parser.add_argument("--write", action="store_true", help=f"write {PLOT.relative_to(ROOT)}")
    options = parser.parse_args()
    path = options.corpus or options.data / CORPUS
    if not path.is_file():
        print(f"{path} is missing: give the data folder with --data", file=sys.stderr)
        return 2
    if options.one:
        print(json.dumps(asdict(measure(path, options.one))))
        return 0
    grown = [measure_apart(path.resolve(), many) for many in SIZES]
    print(table(grown))
    if options.write:
        PLOT.write_text(plot(grown), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
