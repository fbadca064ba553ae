"""The gold in figures: in goes the data folder, out comes FIGURES.md with counts, agreement and plain baselines.

python -m eval.gold.figures --data ../shared/data --write     write eval/gold/FIGURES.md
python -m eval.gold.figures --data ../shared/data --check     exit 1 when the file says something else
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from eval import baselines
from eval.gold.agree import compare_readings
from eval.gold.check import counts
from eval.gold.load import SPLITS, GoldError, data_missing, load_stories
from eval.gold.pages import PageError, agreement, load_pages, load_reading

PAGE = Path(__file__).with_name("FIGURES.md")
HEAD = """# Our gold in figures

Written by `python -m eval.gold.figures --data ../shared/data --write`; do not edit. What the layers are and how they
were read stands in [CARD.md](CARD.md).
"""


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    heads = list(head)
    return [
        "| " + " | ".join(heads) + " |",
        "|" + "---|" * len(heads),
        *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows),
        "",
    ]


def counts_by_split(data: Path) -> list[str]:
    """Rows of each layer in each split."""
    totals: dict[str, Counter[str]] = {split: Counter() for split in SPLITS}
    conflicting: Counter[str] = Counter()
    for split in SPLITS:
        for story in load_stories(split, data=data):
            totals[split].update({"stories": 1} | counts(story))
            conflicting[split] += sum(difference.verdict == "conflicting" for difference in story.differences)
    layers = list(totals["train"])
    rows = [[layer, *(totals[split][layer] for split in SPLITS)] for layer in layers]
    for split in SPLITS:
        totals[split]["quotations"] = sum(totals[split][kind] for kind in ("direct", "mixed", "indirect"))
    rows.append(["quotations of all kinds", *(totals[split]["quotations"] for split in SPLITS)])
    rows.append(["differences that conflict", *(conflicting[split] for split in SPLITS)])
    return ["## Counts", "", *_table(("layer", *SPLITS), rows)]


def agreement_of_readers(data: Path) -> list[str]:
    """F1 of one reader against the other over the real stories, a layer each."""
    found = compare_readings(data)
    rows = [[a.layer, f"{a.f1:.3f}", a.both, len(a.only_first), len(a.only_second)] for a in found]
    return [
        "## Two readers of the real stories",
        "",
        "`python -m eval.gold.agree --readings --data ../shared/data`. Both readers are of one kind and had the same"
        " guidelines: they agree more than two people would. Kind, speaker, source and cue are counted over the"
        " quotations that both have; verdicts over the differences that both have.",
        "",
        *_table(("layer", "F1", "both", "only the first", "only the second"), rows),
    ]


def agreement_of_pages(data: Path) -> list[str]:
    """How far two readings of the lines of real pages agree."""
    found = agreement(load_reading("a"), load_reading("b"))
    pages = load_pages(data)
    kinds = Counter(kind for page in pages for kind in page.labels.kinds if kind)
    splits = Counter(page.split for page in pages)
    rows = [[kind, kinds[kind], f"{f1:.3f}"] for kind, f1 in found.f1.items()]
    return [
        "## Lines of real pages",
        "",
        f"{len(pages)} pages ({splits['dev']} dev, {splits['test']} test), {kinds.total()} lines with text. Two"
        f" readings agree on {found.same} of {found.lines} lines, Cohen's kappa {found.kappa:.3f}.",
        "",
        *_table(("type", "lines as settled", "F1 of the two readings"), rows),
    ]


def plain_baselines(data: Path) -> list[str]:
    """What an afternoon would give, a task each."""
    rows = []
    for split in baselines.SPLITS:
        stories = baselines.stories_of(split, data)
        rows += [[split, task, baselines.TASKS[task](stories)] for task in baselines.tasks_of(split)]
    return [
        "## Plain baselines",
        "",
        "`python -m eval.baselines --data ../shared/data`; stories have theirs in their own scorer"
        " (`eval.stories --peers`), lines of pages in `eval.line_types`; rivals for quotations in"
        " `eval.quotations --peers`.",
        "",
        *_table(("split", "task", "figures"), rows),
    ]


def page(data: Path) -> str:
    """The whole file."""
    parts = (counts_by_split, agreement_of_readers, agreement_of_pages, plain_baselines)
    return "\n".join([HEAD, *(line for part in parts for line in part(data))])


def main(arguments: list[str] | None = None) -> int:
    """Print, write or check the file."""
    parser = argparse.ArgumentParser(prog="python -m eval.gold.figures", description="The gold in figures.")
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    parser.add_argument("--check", action="store_true", help="exit 1 when the file says something else")
    given = parser.parse_args(arguments)
    if missing := data_missing(given.data):
        print(missing, file=sys.stderr)
        return 2
    try:
        written = page(given.data)
    except (GoldError, PageError) as error:
        print(error, file=sys.stderr)
        return 2
    if given.write:
        PAGE.write_text(written, encoding="utf-8")
    elif given.check:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == written
        print("as written" if same else f"{PAGE.name} is out of date: run with --write", file=sys.stderr)
        return 0 if same else 1
    else:
        print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
