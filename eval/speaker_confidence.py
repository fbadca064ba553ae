"""Fits the confidence of speakers: the train split of our gold in, weights of a logistic regression out.

    python -m eval.speaker_confidence            fit, tell how it held on held-out stories, and write the weights
    python -m eval.speaker_confidence --report   how those in the package hold on dev

An answer counts as right unless it is wrong in the sense of `eval.speakers` (a voice of its own for somebody who has a
name elsewhere misleads nobody). The ridge penalty is chosen by cross-validation over stories.
"""

import argparse
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.gold.load import load_stories
from eval.gold.spoken import grounds_of, outcomes, pairs_of
from tellings.stages.speakers.confidence import evidence

TARGET = Path(__file__).parent.parent / "tellings" / "language" / "en" / "speaker_confidence.toml"
SEED = 17
FOLDS = 10
# Share of wrong answers on stories measured before any rule was written on them (4 to 8 in a hundred, train and dev of
# our gold, see docs/stages/speakers.md). The rules have been mended on train since, so the constant is set to this.
FIRST_SIGHT = 0.06
RIDGES = (0.3, 1.0, 3.0, 10.0, 30.0)  # penalties on the squares of the weights that are tried
STEPS = 50  # of Newton's method; it needs less than ten
BINS = (0, 80, 88, 92, 94, 95, 96, 97, 98, 99, 100)
HEADER = """\
# How likely an answer of the speakers stage is right, told from its grounds: weights of a logistic regression.
# Features: `stages/speakers/confidence.py`. Fitted by `python -m eval.speaker_confidence` (seed {seed}) on the train
# split of our gold: {n} answers, {wrong} of them wrong; ridge penalty {ridge:g}, by cross-validation over stories.
# On the stories held out in turn: calibration error {ece:.1f} points, log-loss {loss:.4f} (a constant: {base:.4f}).
# The rules were written on these stories: the constant is set as if {first:.0%} were wrong, as on new stories.
"""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One answer of the program on the gold."""

    story: str
    features: dict[str, float]
    right: bool


def examples(split: str) -> list[Example]:
    """The answered, matched quotations of a split."""
    found = []
    for story in load_stories(split):
        grounds = grounds_of(story)
        for pair, outcome in outcomes(pairs_of(story)):
            if pair.found is not None and outcome != "open":
                quotation = pair.found.quotation
                features = evidence(grounds[quotation.quotation_id], quotation)
                found.append(Example(story.name, features, outcome != "wrong"))
    return found


def matrix(rows: Sequence[Example], names: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Features with a leading one, and what came out as 0 or 1."""
    features = np.array([[1.0, *(row.features.get(name, 0.0) for name in names)] for row in rows])
    return features, np.array([float(row.right) for row in rows])


def fit(features: Matrix, right: Matrix, ridge: float) -> Matrix:
    """Weights by Newton's method; the first one, of the constant, is not penalised."""
    weights = np.zeros(features.shape[1])
    penalty = np.diag([0.0] + [ridge] * (features.shape[1] - 1))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - likely) - penalty @ weights
        bend = (features.T * (likely * (1 - likely))) @ features + penalty + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights


def held_out(rows: Sequence[Example], names: Sequence[str], ridge: float) -> Matrix:
    """The likelihood of each answer, told by weights fitted without the stories of its fold."""
    stories = sorted({row.story for row in rows})
    random.Random(SEED).shuffle(stories)
    fold = {story: number % FOLDS for number, story in enumerate(stories)}
    features, right = matrix(rows, names)
    folds = np.array([fold[row.story] for row in rows])
    likely = np.zeros(len(rows))
    for number in range(FOLDS):
        weights = fit(features[folds != number], right[folds != number], ridge)
        likely[folds == number] = 1 / (1 + np.exp(-features[folds == number] @ weights))
    return likely


def log_loss(likely: Matrix, right: Matrix) -> float:
    """Mean negative logarithm of what was said to be likely of what came out."""
    kept = np.clip(likely, 1e-6, 1 - 1e-6)
    return float(-np.mean(right * np.log(kept) + (1 - right) * np.log(1 - kept)))


def reliability(percent: Sequence[int], right: Sequence[bool]) -> tuple[float, list[str]]:
    """Expected calibration error in points, and a line for each bin: answers, mean confidence, per cent right."""
    error, lines = 0.0, []
    for low, high in pairwise(BINS):
        inside = [i for i, p in enumerate(percent) if low <= p < high]
        if inside:
            said = sum(percent[i] for i in inside) / len(inside)
            was = 100 * sum(right[i] for i in inside) / len(inside)
            error += len(inside) / len(percent) * abs(said - was)
            lines.append(f"{low:3} to {high - 1:3}: {len(inside):4} answers, said {said:5.1f}, right {was:5.1f}")
    return error, lines


def percent_of(likely: Matrix) -> list[int]:
    """Per cent as the stage writes them."""
    return [min(99, round(100 * float(one))) for one in likely]


def write(rows: Sequence[Example]) -> None:
    """Fit on all rows and write the weights."""
    names = sorted({name for row in rows for name in row.features})
    features, right = matrix(rows, names)
    losses = {ridge: log_loss(held_out(rows, names, ridge), right) for ridge in RIDGES}
    ridge = min(RIDGES, key=lambda one: losses[one])
    likely = held_out(rows, names, ridge)
    error, lines = reliability(percent_of(likely), [row.right for row in rows])
    base = log_loss(np.full(len(rows), right.mean()), right)
    print("log-loss by ridge:", {key: round(value, 4) for key, value in losses.items()}, f"constant {base:.4f}")
    print(f"train, held out by story: calibration error {error:.1f} points, separation {separation(likely, right):.2f}")
    print("\n".join(lines))
    weights = fit(features, right, ridge)
    weights[0] += shift(features @ weights, 1 - FIRST_SIGHT)
    text = HEADER.format(
        seed=SEED,
        n=len(rows),
        wrong=int(len(rows) - right.sum()),
        ridge=ridge,
        ece=error,
        loss=losses[ridge],
        base=base,
        first=FIRST_SIGHT,
    )
    text += "\n[weights]\n" + f"always = {weights[0]:.3f}\n"
    text += "".join(f'"{name}" = {weight:.3f}\n' for name, weight in zip(names, weights[1:], strict=True))
    TARGET.write_text(text, encoding="utf-8")


def shift(odds: Matrix, wanted: float) -> float:
    """What to add to all log-odds so that the mean likelihood is the wanted one; by halving."""
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if float(np.mean(1 / (1 + np.exp(-odds - middle)))) < wanted else (low, middle)
    return (low + high) / 2


def separation(likely: Matrix, right: Matrix) -> float:
    """How often a right answer is held likelier than a wrong one (the area under the ROC curve)."""
    good, bad = likely[right > 0], likely[right == 0]
    if not len(good) or not len(bad):
        return math.nan
    return float(np.mean((good[:, None] > bad[None, :]) + 0.5 * (good[:, None] == bad[None, :])))


def report(split: str) -> None:
    """How the weights in the package hold on a split."""
    rows = [
        (pair.found.answer.confidence, outcome != "wrong")
        for story in load_stories(split)
        for pair, outcome in outcomes(pairs_of(story))
        if pair.found is not None and pair.found.answer is not None and outcome != "open"
    ]
    error, lines = reliability([p for p, _ in rows], [r for _, r in rows])
    apart = separation(np.array([float(p) for p, _ in rows]), np.array([float(r) for _, r in rows]))
    print(f"{split}: {len(rows)} answers, calibration error {error:.1f} points, separation {apart:.2f}")
    print("\n".join(lines))


def main() -> int:
    """Fit, or report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="how the weights in the package hold on dev")
    options = parser.parse_args()
    if options.report:
        report("dev")
    else:
        write(examples("train"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
