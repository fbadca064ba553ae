"""Trains the labeller of lines of whole pages: our own invented pages in, its weights and how well it does out.

    python -m eval.train_page_lines --data ../shared/data            figures only
    python -m eval.train_page_lines --data ../shared/data --write    and write the weights

Trained on the train split of the gold stories in the manners of eval/gold/chrome. Judged on manners left out of
training (each fourth, with the dev split of the stories) and on the development half of the real pages, whose lines
nothing is trained on.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from eval.gold.pages import PageError, load_pages
from eval.gold.whole_pages import Line, make_pages, manners
from tellings.language import DEFAULT
from tellings.model import TOLD
from tellings.stages.blocks.page_lines import ENOUGH, Weights, find_features, score_lines

FILE = Path(__file__).parent.parent / "tellings" / "language" / DEFAULT / "page_lines.toml"
KEPT = "told"
# A feature seen less often, or in the manner of one outlet only, tells of that outlet.
LEAST_LINES, LEAST_MANNERS = 8, 2
STRENGTH = 0.1  # C: of .03, .1 and .3 little between them
EACH = 2  # manners for each article
FOLDS = 4
Page = tuple[str, list[Line]]


def kind_of(kind: str) -> str:
    """The class a line's type is learnt as; headers stand in files, not on pages."""
    return KEPT if kind in TOLD or kind == "header" else kind


def train(pages: Sequence[Page]) -> Weights:
    """The weights learnt from pages."""
    rows: list[list[str]] = []
    kinds: list[str] = []
    seen: dict[str, set[str]] = {}
    for manner, lines in pages:
        for features, (kind, _) in zip(find_features([text for _, text in lines]), lines, strict=True):
            rows.append(features)
            kinds.append(kind_of(kind))
            for feature in features:
                seen.setdefault(feature, set()).add(manner)
    counts = Counter(feature for row in rows for feature in row)
    kept = {name for name, count in counts.items() if count >= LEAST_LINES and len(seen[name]) >= LEAST_MANNERS}
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{name: 1 for name in row if name in kept} for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    model.fit(matrix, kinds)
    order = sorted(model.classes_, key=lambda kind: (kind != KEPT, kind))
    at = [list(model.classes_).index(kind) for kind in order]
    bias = tuple(round(1000 * float(model.intercept_[n])) for n in at)
    names = vectors.get_feature_names_out()
    of = {
        str(name): tuple(round(1000 * float(model.coef_[n, column])) for n in at) for column, name in enumerate(names)
    }
    return Weights(tuple(str(kind) for kind in order), bias, of)


def measure(pages: Sequence[Sequence[Line]], weights: Weights) -> str:
    """Precision and recall of what is set aside on pages of labelled lines, and how often the type is right."""
    aside = right = typed = gold = 0
    for lines in pages:
        scored = score_lines([text for _, text in lines], weights)
        for (kind, _), (score, told) in zip(lines, scored, strict=True):
            if not kind:
                continue
            gold += kind_of(kind) != KEPT
            aside += score >= ENOUGH
            right += score >= ENOUGH and kind_of(kind) != KEPT
            typed += score >= ENOUGH and kind == told
    return (
        f"precision {right / max(1, aside):.3f}  recall {right / max(1, gold):.3f}  typed {typed / max(1, aside):.3f}"
    )


def write(weights: Weights) -> None:
    """Keep the weights as language data."""
    rows = [
        "# Weights of tellings/stages/blocks/page_lines.py in thousandths.",
        "# Made by python -m eval.train_page_lines --write.",
        "# The card is page_lines.md beside this file.",
        f"kinds = {list(weights.kinds)}".replace("'", '"'),
        f"bias = {list(weights.bias)}",
        "",
        "[weights]",
        *(f"{_quoted(name)} = {list(own)}" for name, own in sorted(weights.of.items())),
    ]
    FILE.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; with --write, keep the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.train_page_lines", description="Train the labeller of lines.")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--write", action="store_true", help="write the weights")
    given = parser.parse_args(arguments)
    names = sorted(manners())
    held = names[::FOLDS]
    part = train(make_pages("train", EACH, [name for name in names if name not in held]))
    unseen = [lines for _, lines in make_pages("dev", EACH, held)]
    print(f"manners left out ({', '.join(held)}), dev stories: {measure(unseen, part)}")
    weights = train(make_pages("train", EACH))
    print(
        f"{len(weights.of)} features; manners seen, dev stories:  {measure([p for _, p in make_pages('dev')], weights)}"
    )
    try:
        real = load_pages(given.data, "dev")
    except PageError as error:
        print(error, file=sys.stderr)
        real = []
    lines = [list(zip(p.labels.kinds, p.article.text.split("\n"), strict=True)) for p in real]
    print(f"{len(real)} real pages, development half: {measure(lines, weights)}")
    if given.write:
        write(weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
