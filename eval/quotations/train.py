"""Train what tells indirect quotations from what only looks alike: gold in, a table and the file of weights out.

    python -m eval.quotations.train --data ../shared/data            print the table
    python -m eval.quotations.train --data ../shared/data --write    also write the weights that ship

Candidates are the indirect quotations that the frames find on their own (`least_chance` 0); one counts as a quotation
where the gold has one with an overlapping cue and content, however its limits differ. Trained on the train split of
our own gold, with its GUM stories (CC-BY); a model trained alike on PolNeAR train, which may not ship, stands beside
it, so that the cost of the licence is known. CV: five folds over stories, each judged by the model of the other four.
The same features are asked whether a matched quotation has the right speaker.
"""

import argparse
import json
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold

from eval.matching import match
from eval.quotations.documents import FILES, Content, Document, read_file, read_gold
from eval.quotations.ours import as_content, outermost_rows
from eval.quotations.scoring import Figures, is_right, score
from tellings import language
from tellings.stages.quotations import DEFAULTS, find_all
from tellings.stages.quotations.plausible import features

WEIGHTS = Path(language.__file__).parent / "en" / "indirect_quotations.toml"
# Inverse strength of the ridge; .03, .1 and .3 were tried in CV on gold train and differ by less than .2 points.
C = 0.1
FOLDS = 5
DECIMALS = 3
TRIED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True)
class Candidate:
    """A quotation that the frames find, and what gold says of it."""

    group: str  # story or article: never on both sides of a fold
    found: Content
    features: dict[str, float]
    is_quotation: bool
    speaker_right: bool | None  # None where there is nothing to judge


@dataclass(frozen=True)
class Corpus:
    """Documents with the candidates of each."""

    documents: tuple[Document, ...]
    candidates: tuple[tuple[Candidate, ...], ...]

    def all(self, kinds: Sequence[str]) -> list[Candidate]:
        """The candidates of some kinds."""
        return [c for own in self.candidates for c in own if c.found.kind in kinds]


def collect(documents: Sequence[Document], inner: bool) -> Corpus:
    """All candidates of some documents; `inner`: with those in another's marks, where the gold has them."""
    return Corpus(tuple(documents), tuple(tuple(_candidates(document, inner)) for document in documents))


def _candidates(document: Document, inner: bool) -> list[Candidate]:
    text = document.text
    settings = replace(DEFAULTS, least_chance=0)
    rows = find_all(text, settings=settings)[0] if inner else outermost_rows(text, settings)
    found = [as_content(text, row) for row in rows]
    taken = {j: i for i, j in match(text, document.gold, found).items()}
    candidates = []
    for j, (row, one) in enumerate(zip(rows, found, strict=True)):
        gold = document.gold[taken[j]] if j in taken else None
        right = None
        if gold is not None and gold.speaker is not None and one.speaker is not None:
            right = is_right(text, gold.speaker, one.speaker)
        same = gold is not None or any(_is_same(one, other) for other in document.gold)
        group = document.name.partition("/")[0]
        candidates.append(Candidate(group, one, features(text, row), same, right))
    return candidates


def _is_same(one: Content, gold: Content) -> bool:
    """Whether cue and content overlap."""
    if one.cue is None or gold.cue is None:
        return False
    return one.cue[0] < gold.cue[1] and gold.cue[0] < one.cue[1] and bool(one.chars & gold.chars)


@dataclass(frozen=True)
class Model:
    """A logistic regression."""

    intercept: float
    weights: dict[str, float]

    def chance(self, candidate: Candidate) -> float:
        """Chance that a candidate is what was asked."""
        total = self.intercept + sum(self.weights.get(name, 0) * v for name, v in candidate.features.items())
        return float(1 / (1 + np.exp(-total)))


Label = Callable[[Candidate], bool]


def fit(candidates: Sequence[Candidate], label: Label) -> Model:
    """Train on candidates."""
    vectors = DictVectorizer()
    x = vectors.fit_transform([c.features for c in candidates])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        trained = LogisticRegression(C=C, max_iter=5000, tol=1e-8).fit(x, [label(c) for c in candidates])
    names = vectors.get_feature_names_out()
    weights = {str(name): round(float(w), DECIMALS) for name, w in zip(names, trained.coef_[0], strict=True)}
    return Model(round(float(trained.intercept_[0]), DECIMALS), {k: w for k, w in sorted(weights.items()) if w})


def cross_validated(candidates: Sequence[Candidate], label: Label) -> dict[int, float]:
    """Chance of each candidate, by its identity, from a model that has not seen its group."""
    chances: dict[int, float] = {}
    groups = [c.group for c in candidates]
    for train, held in GroupKFold(FOLDS).split(candidates, groups=groups):
        model = fit([candidates[i] for i in train], label)
        chances |= {id(candidates[i]): model.chance(candidates[i]) for i in held}
    return chances


def chances_of(model: Model, candidates: Sequence[Candidate]) -> dict[int, float]:
    """Chance of each candidate, by its identity."""
    return {id(c): model.chance(c) for c in candidates}


def with_filter(corpus: Corpus, chances: dict[int, float], least: float) -> Figures:
    """Figures of what is left when indirect candidates below a chance are left out."""
    kept = {
        document.text: [c.found for c in own if c.found.kind != "indirect" or chances[id(c)] >= least]
        for document, own in zip(corpus.documents, corpus.candidates, strict=True)
    }
    return score(corpus.documents, lambda text: kept[text]).figures


def sorted_out(candidates: Sequence[Candidate], chances: dict[int, float], label: Label) -> str:
    """How well chances tell right from wrong: area under the curve, Brier score, that of a constant."""
    y = np.array([label(c) for c in candidates])
    p = np.array([chances[id(c)] for c in candidates])
    constant = y.mean() * (1 - y.mean())
    return f"AUC {roc_auc_score(y, p):.3f}, Brier {brier_score_loss(y, p):.3f} (constant {constant:.3f}), n {len(y)}"


def is_quotation(candidate: Candidate) -> bool:
    """What the shipped model is asked."""
    return candidate.is_quotation


def has_right_speaker(candidate: Candidate) -> bool:
    """What the model of speakers is asked."""
    return bool(candidate.speaker_right)


def report(name: str, corpus: Corpus, chances: dict[int, float]) -> None:
    """Print figures at each chance that was tried."""
    print(f"\n{name}: {sorted_out(corpus.all(('indirect',)), chances, is_quotation)}")
    print("| least chance | indirect P | R | content | E2E | all E2E |\n|--:|--:|--:|--:|--:|--:|")
    for least in TRIED:
        figures = with_filter(corpus, chances, least)
        shown = [figures["indirect"][head] for head in ("p", "r", "content", "e2e")] + [figures["all"]["e2e"]]
        print(f"| {least} | " + " | ".join(map(str, shown)) + " |")


def report_speakers(name: str, corpus: Corpus, model: Model) -> None:
    """Print how well a model tells wrong speakers, and how many are left at 85 % coverage."""
    judged = [c for own in corpus.candidates for c in own if c.speaker_right is not None]
    chances = chances_of(model, judged)
    best = sorted(judged, key=lambda c: -chances[id(c)])[: int(0.85 * len(judged))]
    wrong, least = [100 * np.mean([not c.speaker_right for c in some]) for some in (judged, best)]
    told = sorted_out(judged, chances, has_right_speaker)
    print(f"{name}: {told}; wrong {wrong:.1f} % of all, {least:.1f} % of the surest 85 %")


def write(model: Model) -> None:
    """Write the weights as the program reads them."""
    lines = [
        "# Weights of tellings/stages/quotations/plausible.py; made by python -m eval.quotations.train --write.",
        "# The card is indirect_quotations.md beside this file.",
        f"intercept = {model.intercept}",
        "",
        "[weights]",
        *(f"{json.dumps(name, ensure_ascii=False)} = {weight}" for name, weight in model.weights.items()),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"wrote {len(model.weights)} weights")


def main() -> int:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true", help="write the weights that ship")
    parser.add_argument("--every", type=int, default=1, help="only each n-th document of PolNeAR train")
    args = parser.parse_args()
    gold = collect(read_gold("train", args.data), inner=True)
    polnear = collect(read_file(args.data / FILES["train"])[:: args.every], inner=False)
    tests = {
        "gold dev": collect(read_gold("dev", args.data), inner=True),
        "PolNeAR dev": collect(read_file(args.data / FILES["dev"]), inner=False),
    }
    kinds = ("indirect",)
    report("gold train, CV", gold, cross_validated(gold.all(kinds), is_quotation))
    shipped = fit(gold.all(kinds), is_quotation)
    report("trained on gold train: PolNeAR train", polnear, chances_of(shipped, polnear.all(kinds)))
    beside = fit(polnear.all(kinds), is_quotation)
    for name, corpus in tests.items():
        report(f"trained on gold train: {name}", corpus, chances_of(shipped, corpus.all(kinds)))
        report(f"trained on PolNeAR train: {name}", corpus, chances_of(beside, corpus.all(kinds)))
    print("\nspeakers of matched quotations")
    for name, corpus in (("gold train", gold), ("PolNeAR train", polnear)):
        judged = [c for own in corpus.candidates for c in own if c.speaker_right is not None]
        model = fit(judged, has_right_speaker)
        for test, other in tests.items():
            report_speakers(f"trained on {name}: {test}", other, model)
    if args.write:
        write(shipped)
    return 0


if __name__ == "__main__":
    sys.exit(main())
