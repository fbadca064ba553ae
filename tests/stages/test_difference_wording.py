"""Wordings, contraries and alternatives: where two sentences are the same but for one place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import Article, Assertion
from tellings.stages.differences.alternatives import alternative_class
from tellings.stages.differences.contraries import antonyms
from tellings.stages.differences.evidence import find_evidence
from tellings.stages.differences.facts import Fact, read_facts
from tellings.stages.differences.wording import find_wording, may_align
from tellings.text.stems import stem

WORDS = [
    "the",
    "ferry",
    "struck",
    "a",
    "red",
    "blue",
    "lorry",
    "van",
    "and",
    "did",
    "not",
    "sink",
    "nobody",
    "he",
    "is",
    "her",
    "nephew",
    "son",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def fact(text: str, voice: str = "a") -> Fact:
    article = Article.from_text(text)
    row = Assertion("s", article.article_id, article.article_id, 0, len(text), 0, len(text), "", None, None, (), (),
                    False, voice, "")  # fmt: skip
    return read_facts([article], [row], [], {})[0]


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("The ferry struck a red lorry on the quay", "The ferry struck a blue lorry on the quay", "conflicting"),
        ("Perran Oakes is the nephew of the mayor", "Perran Oakes is the son of the mayor", "conflicting"),
        ("He hated every hour of the voyage", "He loved every hour of the voyage", "conflicting"),
        ("We will open the sluice before noon", "We will not open the sluice before noon", "conflicting"),
        ("The cup went to Ines Calder in the end", "The cup went to Marta Kell in the end", "conflicting"),
        ("The council may close the pier in June", "The council must close the pier in June", "unclear"),
    ],
)
def test_one_place_apart(one: str, other: str, verdict: str) -> None:
    found = find_wording(fact(one), fact(other), "en")
    assert found is not None
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The attorney-client talks were taped by the clerk", "The attorney client talks were taped by the clerk"),
        ("The lorry rolled off the quay at noon", "The truck rolled off the quay at noon"),
        ("She said that it will rain on the fair", "She said that it would rain on the fair"),
        ("The pier burned all night long", "A whale was seen off the northern cape"),
    ],
)
def test_what_says_the_same_is_no_difference(one: str, other: str) -> None:
    assert find_wording(fact(one), fact(other), "en") is None


def test_a_negation_may_stand_before_what_is_cut_off() -> None:
    whole = "Not since the tide was against the old ferry"
    sentence = "We turned round, not because the tide was against the old ferry"
    rest = fact(sentence[sentence.index("because") :])
    inside = replace(rest, row=replace(rest.row, start=sentence.index("because")))
    assert find_wording(fact(whole), inside, "en") is None
    assert find_wording(fact(whole), rest, "en") is not None


@given(SENTENCES, SENTENCES)
def test_the_words_of_a_wording_stand_in_their_sentences(one: str, other: str) -> None:
    found = find_wording(fact(one), fact(other), "en")
    if found is not None:
        assert may_align(fact(one), fact(other))
        assert 0 <= found.one[0] <= found.one[1] <= len(one)
        assert 0 <= found.other[0] <= found.other[1] <= len(other)


@given(SENTENCES, SENTENCES)
def test_evidence_is_the_same_from_either_side(one: str, other: str) -> None:
    there, back = (
        sorted((e.kind, e.verdict) for e in find_evidence(a, b))
        for a, b in ((fact(one, "a"), fact(other, "b")), (fact(other, "b"), fact(one, "a")))
    )
    assert [kind for kind, _ in there] == [kind for kind, _ in back]


def test_alternatives_are_symmetric_and_never_of_one_word() -> None:
    forms = [stem(word) for word in ("nephew", "son", "truck", "lorry", "van", "school", "north", "northern")]
    for a in forms:
        assert alternative_class(a, a) == ""
        for b in forms:
            assert alternative_class(a, b) == alternative_class(b, a)


def test_contraries_are_symmetric() -> None:
    known = antonyms("en")
    assert known
    assert all(a in known[b] for a, others in known.items() for b in others)


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("The mayor denied that the pier was sold", True),
        ("The mayor did not dispute that the pier was sold", False),
        ("The board dismissed the manager on Monday", False),
        ("The board dismissed claims that the pier was sold", True),
    ],
)
def test_what_denies(text: str, denies: bool) -> None:
    assert fact(text).denied is denies
