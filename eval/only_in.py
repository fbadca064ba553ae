"""Are the claims found that one telling alone makes? In go gold stories, out come precision, recall and F1.

    python -m eval.only_in --split dev           the program, and the plain baseline beside it, by how many a telling
    python -m eval.only_in --learn               the weights anew from train, cross-validated; --save writes them

The weights are a logistic regression over the figures of `Novelty` (stages/claims/only_in.py): of the claims that one
telling alone makes, those that the gold finds worth showing against all others. The gold is our own.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.baselines import sentences_of
from eval.claims import Counts, Place, held_claims, told
from eval.differences import score_only_in
from eval.gold.load import fingerprint
from eval.gold.model import GoldStory
from eval.run_gold import SPLITS, Ran, load_split, run_gold
from tellings.model import (
    Article,
    Assertion,
    Attribution,
    Block,
    Claim,
    OnlyIn,
    Origin,
    Quotation,
    Telling,
    Timex,
    Witness,
)
from tellings.stages.claims import ClaimSettings, align_story
from tellings.stages.claims.only_in import NOVELTY, figures_of

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "tellings" / "language" / "en" / "only_in_weights.toml"
FOLDS = 6
COUNTS = (1, 3, 5)  # claims a telling that are scored
C = 0.3  # as for eval/train_claims.py


def shown(ran: Ran, most: int, whole: bool) -> list[Place]:
    """The places of the claims that the program shows, at most so many a telling, best first.

    Args:
        ran: the story.
        most: claims a telling.
        whole: the sentences that they stand in instead, as the baseline shows whole sentences.
    """
    claims = {row.claim_id: row for row in ran.tables.of(Claim)}
    wordings = {(row.claim_id, row.article_id, row.start): row for row in ran.tables.of(Assertion)}
    kept: dict[str, list[Place]] = {}
    for row in sorted(ran.tables.of(OnlyIn), key=lambda row: row.rank):
        claim = claims[row.claim_id]
        wording = wordings[row.claim_id, claim.article_id, claim.start]
        span = (wording.sentence_start, wording.sentence_end) if whole else (claim.start, claim.end)
        kept.setdefault(claim.article_id, []).append(Place(ran.names[claim.article_id], *span))
    return [place for own in kept.values() for place in own[:most]]


def baseline(story: GoldStory, most: int) -> list[Place]:
    """The sentences of each telling with the largest share of words that no other telling has."""
    sentences = sentences_of(story)
    picked: list[Place] = []
    for name in sorted({place.article for place in sentences}):
        others = frozenset().union(*(words for place, words in sentences.items() if place.article != name))
        lone = {p: len(w - others) / max(6, len(w)) for p, w in sentences.items() if p.article == name}
        picked += sorted(lone, key=lone.__getitem__)[-most:]
    return picked


@dataclass(frozen=True)
class Examples:
    """The claims of one story that one telling alone makes; whether the gold shows them."""

    story: GoldStory
    places: Sequence[Place]
    sentences: Sequence[Place]  # that they stand in
    figures: np.ndarray
    labels: np.ndarray


def read_examples(ran: Ran, settings: ClaimSettings) -> Examples:
    """All claims that the stage may show."""
    tables = ran.tables
    read = (tables.of(t) for t in (Telling, Article, Block, Timex, Quotation, Attribution, Witness, Origin))
    alone = align_story(*read, settings).alone
    places = [Place(ran.names[a.claim.article_id], a.claim.start, a.claim.end) for a in alone]
    rows = [a.unit.row for a in alone]
    sentences = [Place(ran.names[row.article_id], row.sentence_start, row.sentence_end) for row in rows]
    wanted = {row.claim for row in ran.story.only_in}
    labels = np.array([bool(held_claims(ran.story, place) & wanted) for place in places], dtype=int)
    figures = np.array([figures_of(a.novelty) for a in alone]).reshape(-1, len(NOVELTY))
    return Examples(ran.story, places, sentences, figures, labels)


def fit(examples: Sequence[Examples]) -> LogisticRegression:
    """The regression over some stories."""
    rows, labels = (np.concatenate(part) for part in zip(*((e.figures, e.labels) for e in examples), strict=True))
    return LogisticRegression(C=C, solver="newton-cholesky", max_iter=200).fit(rows, labels)


def judge(model: LogisticRegression, one: Examples, most: int) -> Counts:
    """What a model shows of one story, so many claims of each telling, one of a sentence; judged by claim."""
    order = np.argsort(-(one.figures @ model.coef_[0]), kind="stable")
    kept: dict[str, dict[Place, Place]] = {}
    for i in order:
        own = kept.setdefault(one.places[i].article, {})
        if len(own) < most:
            own.setdefault(one.sentences[i], one.places[i])
    return score_only_in(one.story, [place for own in kept.values() for place in own.values()])


def learn(save: bool) -> int:
    """Fit on train, judge by story and on dev."""
    settings = ClaimSettings()
    train = load_split("train")
    examples = [read_examples(run_gold(story), settings) for story in train]
    beside = [read_examples(run_gold(story), settings) for story in load_split("dev")]
    total = Counts()
    for fold in range(FOLDS):
        model = fit([one for n, one in enumerate(examples) if n % FOLDS != fold])
        held = (one for n, one in enumerate(examples) if n % FOLDS == fold)
        total = sum((judge(model, one, settings.alone) for one in held), total)
    model = fit(examples)
    on_dev = sum((judge(model, one, settings.alone) for one in beside), Counts())
    card = (
        "Weights of the figures of Novelty (stages/claims/only_in.py): what makes a lone claim worth showing.",
        "Written by `python -m eval.only_in --learn --save`; not to be edited by hand.",
        f"Learnt from our own gold, split train: {len(train)} invented stories,",
        f"{fingerprint(train)}.",
        f"{settings.alone} claims a telling, cross-validated by story: {told(total)};",
        f"dev: {told(on_dev)}.",
    )
    print("\n".join(card[2:]))
    if save:
        weights = [f"{name} = {weight:.3f}" for name, weight in zip(NOVELTY, model.coef_[0], strict=True)]
        OUT.write_text("\n".join([*(f"# {line}" for line in card), *weights]) + "\n", encoding="utf-8")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Score a split, or learn."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.only_in", description="Score the claims of one telling alone."
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--learn", action="store_true", help="fit the weights on train")
    parser.add_argument("--save", action="store_true", help="with --learn: write them")
    given = parser.parse_args(arguments)
    if given.learn:
        return learn(given.save)
    stories = load_split(given.split, given.data if given.data.is_dir() else None)
    if not stories:
        print(f"{given.split}: no stories here; their texts lie in {given.data}", file=sys.stderr)
        return 2
    print(f"{given.split}, {len(stories)} stories; so many a telling:")
    rans = [run_gold(story) for story in stories]
    for most in COUNTS:
        for name, whole in (("claims", False), ("sentences", True)):
            ours = sum((score_only_in(ran.story, shown(ran, most, whole)) for ran in rans), Counts())
            print(f"  {most}  tellings, {name:9}  {told(ours)}")
        plain = sum((score_only_in(story, baseline(story, most)) for story in stories), Counts())
        print(f"  {most}  baseline, sentences  {told(plain)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
