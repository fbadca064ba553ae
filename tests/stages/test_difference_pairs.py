"""Quick looks of the differences stage beside the slow way: what is skipped would have given nothing."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import Article, Assertion
from tellings.stages.differences.evidence import common_weight, find_evidence, may_differ, read_answers
from tellings.stages.differences.facts import Fact, read_facts
from tellings.stages.differences.pairs import find_candidates, find_near
from tellings.stages.differences.wording import is_short_for
from tellings.text import numerals
from tellings.text.quantities import find_quantities
from tellings.text.quantity_verdicts import compare
from tellings.text.words import find_words

WORDS = [
    "the",
    "harbour",
    "flooded",
    "140",
    "homes",
    "a",
    "hundred",
    "and",
    "forty",
    "dozens",
    "of",
    "several",
    "boats",
    "denied",
    "not",
    "never",
    "Arden",
    "Jane",
    "Doe",
    "rose",
    "fell",
    "won",
    "lost",
    "£4.2m",
    "3-1",
    "a",
    "few",
    "two",
    "dozen",
    "twenty-five",
    "on",
    "Sunday",
    "said",
    "council",
    "it",
    "did",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: " ".join(words) + ".")
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4), min_size=1, max_size=3)


def _facts(texts: list[list[str]]) -> list[Fact]:
    """The facts of articles, an assertion a sentence, said by speakers in turn."""
    articles, rows = [], []
    for sentences in texts:
        article = Article.from_text(" ".join(sentences))
        articles.append(article)
        for number, (start, end) in enumerate(_spans(sentences)):
            voice, claim = "ab"[number % 2], f"{article.article_id}{number}"
            place = (article.article_id, start, end, start, end)
            rows.append(Assertion("s", claim, *place, voice, None, None, (), (), False, "", ""))
    return read_facts(list({a.article_id: a for a in articles}.values()), rows, [], {})


def _spans(sentences: list[str]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return spans


@given(TEXTS)
def test_pairs_that_are_skipped_differ_in_nothing(texts):
    for one, other in combinations(_facts(texts), 2):
        if not may_differ(read_answers(one), read_answers(other)):
            assert not list(find_evidence(one, other))


@given(TEXTS)
def test_candidates_are_those_of_all_near_pairs(texts):
    facts = _facts(texts)
    slow = [
        (i, j, evidence)
        for i, j in find_near(facts)
        if (facts[i].row.article_id, facts[i].row.sentence_start)
        != (facts[j].row.article_id, facts[j].row.sentence_start)
        for evidence in find_evidence(facts[i], facts[j])
    ]
    found = [(c.one, c.other, c.evidence) for c in find_candidates(facts)]
    # Numbers that nothing ties are left out by their figures; nothing else is, and nothing comes in.
    assert found == [one for one in slow if one in found]
    assert all(evidence.kind == "number" for *_, evidence in slow if (*_, evidence) not in found)


@given(TEXTS)
def test_common_weight_is_the_sum_over_the_words_of_both(texts):
    for one, other in combinations(_facts(texts), 2):
        slow = sum(weight for form, weight in one.weights.items() if form in other.weights)
        assert common_weight(one.weights, other.weights) == common_weight(other.weights, one.weights) == slow


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_numbers_in_letters_begin_only_where_they_may(text):
    words = find_words(text)
    for at, (start, end) in enumerate(words):
        size, _ = numerals._spelled(text, words, at, "en")
        assert not size or numerals._may_begin(text[start:end], "en")


@given(st.text(alphabet="several dozens٣3-1 ſ,.", max_size=40))
def test_a_vague_number_is_found_wherever_its_pattern_stands(text):
    pattern = numerals.widening_phrases("vague", "en", r"(?![\w-])", r"(?<![\w-])")
    found = [(n.start, n.end) for n in numerals._vague(text, 0, len(text), "en")]
    assert found == [m.span() for m in pattern.finditer(text)]
    assert all(0 <= q.start < q.end <= len(text) for q in find_quantities(text))


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Forty of the jobs are ours.", "The works is to lose 90 jobs.", "compatible"),
        ("Ninety of the jobs are ours.", "The works is to lose 40 jobs.", "conflicting"),
        ("The duty is 5 per cent.", "The duty is 5.3 per cent.", "compatible"),
    ],
)
def test_a_part_and_a_rounded_share_agree_with_the_rest(one: str, other: str, verdict: str) -> None:
    (first, *_), (second, *_) = find_quantities(one), find_quantities(other)
    assert compare(first, second).verdict == verdict


def test_one_of_many_counts_nothing() -> None:
    assert find_quantities("The mill is one of the oldest in Arden.") == []


@pytest.mark.parametrize(
    ("one", "other", "short"),
    [(["u.s."], ["united", "states"], True), (["jan."], ["january"], True), (["malone"], ["reeve"], False)],
)
def test_a_short_form_is_no_other_name(one: list[str], other: list[str], short: bool) -> None:
    assert is_short_for(one, other) is is_short_for(other, one) is short
