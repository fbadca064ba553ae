"""Learns when two assertions answer one question: gold train and dev in, the table of weights out.

    python -m eval.train_differences --save        write tellings/language/en/difference_weights.toml

One logistic regression a kind of evidence (stages/differences/evidence.py). Examples are the pairs of assertions that
the stage would look at: right where they are on two sides of a difference of the gold, whatever its class.
"""

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.claims import Place
from eval.differences import Predicted, meets, sides_of
from eval.gold.load import fingerprint
from eval.run_gold import Ran, load_split, run_gold
from tellings.model import Article, Assertion, Claim, Difference, Timex
from tellings.stages import STAGES
from tellings.stages.differences.facts import read_facts
from tellings.stages.differences.pairs import WEIGHED, Candidate, find_candidates

OUT = Path(__file__).resolve().parent.parent / "tellings" / "language" / "en" / "difference_weights.toml"
# Strength of the penalty: of .1 to 10 the one that ranks best in cross-validation by story (train and dev).
C = 1.0
# Weight of a pair of a planted story (the events to tune on) beside one of the gold: they are many and alike.
PLANTED = 0.3
# The figures that are weighed: of all that the stage can measure, those whose weight had one sign in each of five folds
# of the stories, thinned while the rank of right pairs in the fold left out did not fall (average precision there, all
# figures and these: numbers .68 and .78, polarity .48 and .54, wordings .68 and .83, kinds .35 and .51).
KEPT = {
    "number": (
        "best", "far", "local_bits", "modifiers", "money", "noun_same", "share", "shared", "slip", "voices_apart",
    ),
    "when": ("local", "missing_large", "shared", "widened"),
    "polarity": (
        "best", "denied_share", "quoted_alone", "same_article", "same_teller", "top_such", "universal_held", "wording",
    ),
    "wording": ("best", "contrary", "good", "missing_large", "open", "voice"),
    "kind": ("cover", "good", "kin", "share", "voices_apart"),
}  # fmt: skip
# Differences of the gold that evidence of a kind does not show, though it stands in the same sentences.
OTHER_KINDS = {
    "number": ("who", "where", "channel"),
    "when": ("number", "who", "where", "which", "channel"),
    "wording": ("number", "channel"),
    "kind": ("number", "assertion"),
    "polarity": ("number", "when", "channel"),
}
# The stages that the weights are not needed for.
EARLIER = STAGES[: next(n for n, stage in enumerate(STAGES) if Difference in stage.writes)]


@dataclass(frozen=True)
class Example:
    """A pair with its label."""

    candidate: Candidate
    right: bool
    weight: float


def read_examples(ran: Ran, weight: float = 1.0) -> list[Example]:
    """The pairs of a story that the stage looks at."""
    tables = ran.tables
    matters = {claim.claim_id: claim.matter_id for claim in tables.of(Claim)}
    facts = read_facts(tables.of(Article), tables.of(Assertion), tables.of(Timex), matters)
    places = [Place(ran.names[fact.row.article_id], fact.row.start, fact.row.end) for fact in facts]
    gold = [(difference.kind, sides_of(ran.story, difference)) for difference in ran.story.differences]
    found: list[tuple[Candidate, list[int]]] = []
    for candidate in find_candidates(facts):
        pair = Predicted(((places[candidate.one],), (places[candidate.other],)), "")
        other = OTHER_KINDS.get(candidate.evidence.kind, ())
        found.append(
            (candidate, [n for n, (kind, sides) in enumerate(gold) if kind not in other and meets(pair, sides)])
        )
    pairs = Counter((c.evidence.kind, n) for c, numbers in found for n in numbers)
    return [
        Example(c, bool(own), weight / math.sqrt(min((pairs[c.evidence.kind, n] for n in own), default=1)))
        for c, own in found
    ]


def fit(examples: Sequence[Example], kind: str) -> tuple[LogisticRegression, list[str]]:
    """The regression of a kind and the names of its figures."""
    own = [e for e in examples if e.candidate.evidence.kind == kind]
    names = sorted(KEPT[kind])
    rows = np.array([[e.candidate.figures[name] for name in names] for e in own])
    model = LogisticRegression(C=C, solver="newton-cholesky", max_iter=200)
    weights = np.array([e.weight for e in own])
    return model.fit(rows, np.array([e.right for e in own]), sample_weight=weights), names


def table(examples: Sequence[Example], card: Sequence[str]) -> str:
    """The weights as TOML."""
    lines = [f"# {line}" for line in card]
    for kind in WEIGHED:
        model, names = fit(examples, kind)
        lines += ["", f"[{kind}]", f"bias = {model.intercept_[0]:.3f}"]
        lines += [f"{name} = {weight:.3f}" for name, weight in zip(names, model.coef_[0], strict=True)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--save", action="store_true", help="write the table of weights")
    given = parser.parse_args()
    own = [*load_split("train"), *load_split("dev")]
    examples = [example for story in own for example in read_examples(run_gold(story, EARLIER))]
    planted = [e for story in load_split("planted") for e in read_examples(run_gold(story, EARLIER), PLANTED)]
    card = (
        "Weights of the figures of stages/differences/evidence.py: log odds that two assertions answer one question.",
        "Written by `python -m eval.train_differences --save`; not to be edited by hand.",
        f"Learnt from our own gold, splits train and dev: {len(own)} invented stories, {len(examples)} pairs, "
        f"{sum(e.right for e in examples)} of them right;",
        f"and from {len(planted)} pairs of stories with planted differences, {PLANTED} each.",
        f"{fingerprint(own)}.",
    )
    print("\n".join(card[2:-1]))
    if given.save:
        OUT.write_text(table([*examples, *planted], card), encoding="utf-8")


if __name__ == "__main__":
    main()
