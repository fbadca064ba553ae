"""Are lines of real pages typed rightly? Labelled pages in; precision and recall of what is set aside, F1 by type out.

    python -m eval.line_types --data ../shared/data --split dev
    python -m eval.line_types --data ... --plain       the same pages as plain text, without their markup
    python -m eval.line_types --data ... --check       exit 1 when a figure is below its floor (--save pins them)
    python -m eval.line_types --data ... --diff        lines gained and lost since the last --save

A line's type is that of the block that holds most of its characters. Set aside: every type but title, dateline, body
and embed. Beside ours a plain baseline: lines of fewer than eight words that do not end a sentence are set aside as ui.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from eval.gold.model import BLOCK_KINDS
from eval.gold.pages import GoldPage, PageError, load_pages
from tellings.model import TOLD, Article
from tellings.stages.blocks import find_blocks

HERE = Path(__file__).parent
FLOORS = HERE / "floors" / "line_types.json"
LAST = HERE / "last" / "line_types.json"
SHORT = 8  # words
SLACK = 0.002  # a floor lies this much below the figure it was pinned at


@dataclass
class Tally:
    """Lines by gold and predicted type."""

    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    items: dict[str, str] = field(default_factory=dict)  # page:line, and what it is taken for if wrongly

    def figures(self) -> dict[str, float]:
        """Precision and recall of set-aside lines, of body, and F1 of each type."""
        of = {kind: sum(n for (gold, _), n in self.lines.items() if gold == kind) for kind in BLOCK_KINDS}
        as_ = {kind: sum(n for (_, kind_), n in self.lines.items() if kind_ == kind) for kind in BLOCK_KINDS}
        aside = sum(n for (gold, found), n in self.lines.items() if gold not in TOLD and found not in TOLD)
        typed = sum(n for (gold, found), n in self.lines.items() if gold == found and gold not in TOLD)
        asides = sum(n for (_, found), n in self.lines.items() if found not in TOLD)
        figures = {
            "set aside precision": aside / max(1, asides),
            "set aside recall": aside / max(1, sum(n for (gold, _), n in self.lines.items() if gold not in TOLD)),
            "typed precision": typed / max(1, asides),
            "body recall": sum(n for (gold, found), n in self.lines.items() if gold == "body" and found in TOLD)
            / max(1, of["body"]),
        }
        return figures | {
            f"F1 {kind}": 2 * self.lines[kind, kind] / (of[kind] + as_[kind]) for kind in BLOCK_KINDS if of[kind]
        }


def line_kinds(article: Article) -> list[str]:
    """The type of each line, as the program tells it; body where no block holds any of it."""
    blocks = find_blocks(article)
    kinds: list[str] = []
    at, first = 0, 0
    for line in article.text.split("\n"):
        end = at + len(line)
        shares: Counter[str] = Counter()
        while first < len(blocks) and blocks[first].end <= at:
            first += 1
        for block in blocks[first:]:
            if block.start >= end:
                break
            shares[block.kind] += min(end, block.end) - max(at, block.start)
        kinds.append(shares.most_common(1)[0][0] if shares else "body")
        at = end + 1
    return kinds


def short_lines(article: Article) -> list[str]:
    """The baseline."""
    return [
        "ui" if len(line.split()) < SHORT and not line.rstrip().endswith((".", "!", "?", "”", '"')) else "body"
        for line in article.text.split("\n")
    ]


def score(pages: list[GoldPage], system: Callable[[Article], list[str]], plain: bool = False) -> Tally:
    """Lines of all pages.

    Args:
        pages: with their labels.
        system: the type of each line of an article.
        plain: without the markup, as if the text had been saved alone.
    """
    tally = Tally()
    for page in pages:
        article = Article.from_text(page.article.text) if plain else page.article
        for number, (gold, found) in enumerate(zip(page.labels.kinds, system(article), strict=True), 1):
            if gold:
                tally.lines[gold, found] += 1
                tally.items[f"{page.page}:{number} {gold}"] = found
    return tally


def report_changes(name: str, items: dict[str, str]) -> None:
    """Print lines that are right now and were not, and the other way round."""
    if not LAST.is_file():
        print("nothing saved to compare with; --save first")
        return
    last: dict[str, str] = json.loads(LAST.read_text(encoding="utf-8")).get(name, {})
    for key in sorted(items.keys() & last.keys()):
        gold = key.split()[-1]
        if (items[key] == gold) != (last[key] == gold):
            print(f"  {'gained' if items[key] == gold else 'lost'} {key}: {last[key]} -> {items[key]}")


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; with --check, compare with the floors."""
    parser = argparse.ArgumentParser(prog="python -m eval.line_types", description="Types of lines of real pages.")
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data", help="the data folder")
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--plain", action="store_true", help="only the pages as plain text")
    parser.add_argument("--check", action="store_true", help="exit 1 when a figure is below its floor")
    parser.add_argument("--save", action="store_true", help="pin the figures as floors and keep the items")
    parser.add_argument("--diff", action="store_true", help="lines gained and lost since the last save")
    given = parser.parse_args(arguments)
    try:
        pages = load_pages(given.data, given.split)
    except PageError as error:
        print(error, file=sys.stderr)
        return 2
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text()) if FLOORS.is_file() else {}
    kept: dict[str, dict[str, str]] = {}
    low: list[str] = []
    for plain in (True,) if given.plain else (False, True):
        name = f"{given.split}{' plain' if plain else ''}"
        ours = score(pages, line_kinds, plain)
        rival = score(pages, short_lines, plain).figures()
        print(f"{name}: {len(pages)} pages, {ours.lines.total()} lines; in brackets the baseline")
        for label, figure in ours.figures().items():
            print(f"  {label:<22}{figure:.3f}  ({rival[label]:.3f})")
            if given.check and figure < floors.get(name, {}).get(label, 0):
                low.append(f"{name}: {label} {figure:.4f} is below its floor {floors[name][label]}")
        if given.diff:
            report_changes(name, ours.items)
        floors[name] = floors[name] if name in floors and not given.save else pinned(ours.figures())
        kept[name] = ours.items
    if given.save:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_text(json.dumps(kept), encoding="utf-8")
    print("\n".join(low), file=sys.stderr, end="\n" if low else "")
    return 1 if low else 0


def pinned(figures: dict[str, float]) -> dict[str, float]:
    """Floors for figures."""
    return {
        label: round(max(0.0, figure - SLACK), 4) for label, figure in figures.items() if not label.startswith("F1")
    }


if __name__ == "__main__":
    sys.exit(main())
