"""Passages shared by invented texts."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.text.reuse import Passage, ReuseSettings, _align, _chain, _meet, _onwards, _Pair, find_reuse
from tellings.text.shingles import hash_words

COMMON = ("the", "of", "and", "to", "in", "a", "that", "is", "was", "he", "for", "it", "with", "as", "his", "on", "be")
NAMES = "abcdefghijklmnopqrstuvwxyz"


NUMBERS = st.lists(st.integers(1, 5), min_size=1, max_size=20)


def invented(seed: int, count: int) -> list[str]:
    """Words that no other seed has, with the commonest of English among them."""
    draw = random.Random(seed)
    made = ["".join(draw.choices(NAMES, k=7)) for _ in range(count)]
    return [draw.choice(COMMON) if draw.random() < 0.3 else word for word in made]


def reuse(one: list[str], two: list[str]) -> list[Passage]:
    return find_reuse(hash_words(" ".join(one)).hashes, hash_words(" ".join(two)).hashes)


def test_a_passage_is_found_to_the_word() -> None:
    shared = invented(1, 40)
    one = invented(2, 100) + shared + invented(3, 50)
    two = invented(4, 20) + shared + invented(5, 90)
    (found,) = reuse(one, two)
    assert abs(found.start - 100) <= 3
    assert abs(found.end - 140) <= 3
    assert abs(found.other_start - 20) <= 3
    assert abs(found.other_end - 60) <= 3
    assert found.shared >= 38


def test_nothing_where_nothing_is_shared() -> None:
    assert reuse(invented(1, 400), invented(2, 400)) == []


def test_replaced_and_shuffled_words_are_borne() -> None:
    draw = random.Random(9)
    shared = invented(1, 80)
    spun = [word if draw.random() < 0.65 else "".join(draw.choices(NAMES, k=6)) for word in shared]
    shuffled = [word for i in range(0, 80, 5) for word in draw.sample(shared[i : i + 5], 5)]
    for changed in (spun, shuffled):
        (found,) = reuse(invented(2, 60) + shared + invented(3, 60), invented(4, 30) + changed + invented(5, 30))
        assert found.start in range(52, 69)
        assert found.end in range(131, 149)
        assert found.other_start in range(22, 39)
        assert found.other_end in range(101, 119)


def test_passages_in_another_order() -> None:
    first, second = invented(1, 40), invented(2, 40)
    found = reuse(first + invented(3, 60) + second, second + invented(4, 60) + first)
    assert [(p.start // 50, p.other_start // 50) for p in found] == [(0, 2), (2, 0)]


def test_the_same_text_is_one_passage() -> None:
    words = invented(1, 50)
    assert reuse(words, words) == [Passage(0, 50, 0, 50, 50, np.arange(50))]


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.lists(st.sampled_from("abcdefgh"), max_size=60))
def test_passages_lie_within_the_texts(one: list[str], two: list[str]) -> None:
    for p in reuse(one, two):
        assert 0 <= p.start < p.end <= len(one)
        assert 0 <= p.other_start < p.other_end <= len(two)
        assert 0 < p.shared <= p.end - p.start


@given(NUMBERS, NUMBERS, st.integers(1, 9))
def test_meeting_places_are_those_of_the_slow_twin(one: list[int], two: list[int], places: int) -> None:
    i, j = _meet(np.array(one), np.array(two), 6, places)
    slow = [
        (at, there)
        for at, word in enumerate(one)
        for there, other in enumerate(two)
        if word == other and one.count(word) * two.count(word) <= places
    ]
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == slow


@given(st.sets(st.tuples(st.integers(0, 80), st.integers(0, 80)), min_size=1, max_size=40))
def test_chains_are_those_of_the_slow_twin(seeds: set[tuple[int, int]]) -> None:
    rules = ReuseSettings()
    listed = sorted(seeds)
    chain = _chain(np.array([i for i, _ in listed]), np.array([j for _, j in listed]), rules).tolist()
    slow = list(range(len(listed)))
    for _ in listed:
        for one, (i, j) in enumerate(listed):
            for two, (k, m) in enumerate(listed):
                bands = [(j - i + s) // (2 * rules.drift) == (m - k + s) // (2 * rules.drift) for s in (0, rules.drift)]
                if abs(i - k) <= rules.reach and any(bands):
                    slow[one] = slow[two] = min(slow[one], slow[two])
    assert chain == slow


@given(NUMBERS, NUMBERS)
def test_onwards_is_that_of_the_slow_twin(one: list[int], two: list[int]) -> None:
    rules = ReuseSettings(near=2)
    pair = _Pair(np.array(one, np.uint64), np.array(two, np.uint64))
    score = best = 0.0
    length = 0
    for at, word in enumerate(one):
        near = two[max(0, at - 2) : at + 3]
        score += pair.left_weight[at] if word in near else -rules.miss
        if best - score > rules.drop:
            break
        if score > best + 1e-12:
            best, length = score, at + 1
    assert _onwards(pair, np.array([0]), np.array([0]), 1, 30, rules).tolist() == [length]


@given(NUMBERS, NUMBERS)
def test_aligned_words_are_equal(one: list[int], two: list[int]) -> None:
    match = _align(np.array(one), np.array(two), 3)
    assert len(match) == len(one)
    assert all(at < 0 or one[i] == two[at] for i, at in enumerate(match.tolist()))


def test_words_behind_an_insertion_are_aligned() -> None:
    assert _align(np.arange(60), np.array([*range(30), *range(70, 84), *range(30, 60)]), 6).tolist() == [
        *range(30),
        *range(44, 74),
    ]


def test_odd_texts() -> None:
    assert reuse([], ["a"]) == reuse(["a"], []) == []
    assert len(reuse(["tide"] * 5000, ["tide"] * 4000)) <= 1
