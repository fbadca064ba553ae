"""Learns when two assertions are one claim, or about one matter: gold train in, the table of weights out.

    python -m eval.train_claims                cross-validation over the stories of train, then dev
    python -m eval.train_claims --save         also write tellings/language/en/claim_weights.toml

A logistic regression over the figures of stages/claims/likeness.py. Examples are the pairs of assertions of two
tellings that the stage would look at and of which both hold a claim that the gold wrote down: alike where they hold one
in common; about one matter also where their claims are sides of one difference. The gold is our own, so the weights may
ship. Newton's method without random start: the same numbers on any machine, to the digits written.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.claims import Counts, Place, held_claims, score_claims
from eval.gold.load import fingerprint
from eval.gold.model import GoldStory
from eval.run_gold import Ran, load_split, run_gold
from tellings.model import Article, Attribution, Block, Quotation, Telling, Timex, Witness
from tellings.stages.claims import ClaimSettings, read_units
from tellings.stages.claims.align import attach, by_group, cluster, find_pairs
from tellings.stages.claims.likeness import FEATURES, Unit, measure

OUT = Path(__file__).resolve().parent.parent / "tellings" / "language" / "en" / "claim_weights.toml"
FOLDS = 6
# Strength of the penalty: of 0.03, 0.1, 0.3 and 1 the best in cross-validation, by less than half a point.
C = 0.3
TARGETS = ("claim", "matter")


@dataclass(frozen=True)
class Examples:
    """The pairs of one story with their figures; labels 1, 0, or -1 where the gold does not judge."""

    story: GoldStory
    places: Sequence[Place]
    pairs: Sequence[tuple[int, int]]
    figures: np.ndarray
    labels: dict[str, np.ndarray]


def read_examples(ran: Ran, settings: ClaimSettings) -> Examples:
    """The pairs of a story that the stage looks at."""
    tables = ran.tables
    units = read_units(*(tables.of(t) for t in (Telling, Article, Block, Timex, Quotation, Attribution, Witness)))
    places = [Place(ran.names[u.row.article_id], u.row.start, u.row.end) for u in units]
    pairs = find_pairs(units, settings)
    rows = measure(units, pairs, settings.language)
    return Examples(ran.story, places, pairs, rows, _labels(ran.story, units, places, pairs))


def _labels(
    story: GoldStory, units: Sequence[Unit], places: Sequence[Place], pairs: Sequence[tuple[int, int]]
) -> dict[str, np.ndarray]:
    held = [held_claims(story, place) for place in places]
    beside: dict[str, set[str]] = defaultdict(set)
    for difference in story.differences:
        sides = {claim for side in difference.sides for claim in side}
        for claim in sides:
            beside[claim] |= sides
    labels: dict[str, list[int]] = {name: [] for name in TARGETS}
    for i, j in pairs:
        judged = held[i] and held[j] and units[i].row.article_id != units[j].row.article_id
        one = bool(held[i] & held[j])
        near = one or any(held[j] & beside[claim] for claim in held[i])
        labels["claim"].append(int(one) if judged else -1)
        labels["matter"].append(int(near) if judged else -1)
    return {name: np.array(values) for name, values in labels.items()}


def fit(examples: Sequence[Examples], target: str) -> LogisticRegression:
    """The regression over some stories."""
    rows = np.concatenate([one.figures for one in examples])
    labels = np.concatenate([one.labels[target] for one in examples])
    model = LogisticRegression(C=C, solver="newton-cholesky", max_iter=200)
    return model.fit(rows[labels >= 0], labels[labels >= 0])


def align(model: LogisticRegression, one: Examples, settings: ClaimSettings) -> Counts:
    """What the stage's own clustering makes of a model's scores, against the gold."""
    scores = np.rint(1000 * model.decision_function(one.figures)).astype(int) if len(one.pairs) else []
    edges = {pair: int(score) for pair, score in zip(one.pairs, scores, strict=True)}
    groups = by_group(cluster(len(one.places), edges, settings.same, settings.strangers))
    return score_claims(
        one.story, [[one.places[i] for i in group] for group in attach(groups, edges, settings) if group]
    )


def cross_validate(examples: Sequence[Examples], settings: ClaimSettings) -> Counts:
    """Each story by a model that has not seen it."""
    total = Counts()
    for fold in range(FOLDS):
        model = fit([one for n, one in enumerate(examples) if n % FOLDS != fold], "claim")
        total = sum((align(model, one, settings) for n, one in enumerate(examples) if n % FOLDS == fold), total)
    return total


def told(counts: Counts) -> str:
    """Precision, recall, F1."""
    return f"P {counts.precision:.3f} R {counts.recall:.3f} F1 {counts.f1:.3f}"


def table(models: dict[str, LogisticRegression], card: Sequence[str]) -> str:
    """The weights as TOML."""
    lines = [f"# {line}" for line in card]
    for name, model in models.items():
        lines += ["", f"[{name}]", f"bias = {model.intercept_[0]:.3f}"]
        lines += [f"{feature} = {weight:.3f}" for feature, weight in zip(FEATURES, model.coef_[0], strict=True)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--save", action="store_true", help="write the table of weights")
    given = parser.parse_args()
    settings = ClaimSettings()
    train, dev = load_split("train"), load_split("dev")
    examples = [read_examples(run_gold(story), settings) for story in train]
    judge = [read_examples(run_gold(story), settings) for story in dev]
    models = {name: fit(examples, name) for name in TARGETS}
    validated = cross_validate(examples, settings)
    on_dev = sum((align(models["claim"], one, settings) for one in judge), Counts())
    labels = np.concatenate([one.labels["claim"] for one in examples])
    card = (
        "Weights of the figures of stages/claims/likeness.py: log odds that two assertions are one claim, or on one",
        "matter. Written by `python -m eval.train_claims --save`; not to be edited by hand.",
        f"Learnt from our own gold, split train: {len(train)} invented stories, {(labels >= 0).sum()} pairs, "
        f"{(labels > 0).sum()} of them alike;",
        f"{fingerprint(train)}.",
        f"Cross-validated by story: {told(validated)}; dev: {told(on_dev)}.",
    )
    print("\n".join(card[2:]))
    if given.save:
        OUT.write_text(table(models, card), encoding="utf-8")


if __name__ == "__main__":
    main()
