"""Training: the model learns what its features tell, folds keep stories apart, written weights are those read."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.quotations import train
from eval.quotations.documents import Content, Document, content
from eval.quotations.train import Candidate, Corpus, collect, cross_validated, fit, is_quotation, with_filter
from tellings import language

CHARS = frozenset({1, 2, 3})


def invented(number: int) -> Candidate:
    good = number % 2 == 0
    name = "said" if good else "showed"
    return Candidate(
        f"story{number % 7}", Content("indirect", CHARS), {f"lemma={name}": 1.0, "length": 0.5}, good, None
    )


def test_it_learns_what_the_features_tell() -> None:
    some = [invented(n) for n in range(80)]
    model = fit(some, is_quotation)
    assert model.weights["lemma=said"] > 0 > model.weights["lemma=showed"]
    assert model == fit(some, is_quotation)
    assert all((model.chance(c) > 0.5) == c.is_quotation for c in some)


def test_each_candidate_is_judged_by_a_model_that_has_not_seen_its_story() -> None:
    some = [invented(n) for n in range(70)]
    alone = replace(some[0], group="odd", features={"lemma=only here": 1.0}, is_quotation=True)
    chances = cross_validated([*some, alone], is_quotation)
    assert len(chances) == 71
    unseen = fit(some, is_quotation)
    assert chances[id(alone)] == pytest.approx(unseen.chance(alone), abs=0.1)


def test_candidates_carry_what_gold_says_of_them() -> None:
    text = "Ann Lee said that the ferry was late. Bo Ray praised the view."
    start = text.index("that")
    gold = content(text, "indirect", [(start, text.index("."))], (0, 7), (8, 12), "1")
    corpus = collect([Document("story/a", text, (gold,))], inner=True)
    told = {text[min(c.found.chars) :][:4]: (c.is_quotation, c.speaker_right) for c in corpus.all(("indirect",))}
    assert told["that"] == (True, True)
    assert all(not real for words, (real, _) in told.items() if words != "that")


def test_the_filter_leaves_out_indirect_ones_only() -> None:
    text = "x" * 10
    direct, indirect = Content("direct", frozenset({1})), Content("indirect", frozenset({5}))
    own = tuple(Candidate("g", one, {}, True, None) for one in (direct, indirect))
    corpus = Corpus((Document("d", text, (direct,)),), (own,))
    assert with_filter(corpus, {id(c): 0.2 for c in own}, 0.3)["all"]["predicted"] == 1
    assert with_filter(corpus, {id(c): 0.2 for c in own}, 0.1)["all"]["predicted"] == 2


def test_written_weights_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    monkeypatch.setattr(train, "WEIGHTS", tmp_path / "en" / "indirect_quotations.toml")
    monkeypatch.setattr(language, "files", lambda _: tmp_path)
    language.load.cache_clear()
    try:
        train.write(train.Model(-0.5, {'before cue="': 0.25, "lemma=say": 1.0}))
        assert language.load("indirect_quotations") == {
            "intercept": -0.5,
            "weights": {'before cue="': 0.25, "lemma=say": 1.0},
        }
    finally:
        language.load.cache_clear()
