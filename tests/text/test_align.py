import random
import re
import time
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.text.align import align
from tellings.text.spelling import normal_form

WORDS = [
    "the",
    "of",
    "we",
    "not",
    "harbour",
    "bridge",
    "mayor",
    "money",
    "colour",
    "color",
    "well-being",
    "well",
    "being",
    "&",
]
TEXT = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


def table(texts):
    return [
        [t[slice(*span)] if span else None for t, span in zip(texts, column, strict=True)] for column in align(texts)
    ]


def longest_common(one: list[str], two: list[str]) -> int:
    """The slow, obviously right twin for two texts: how many words can be paired in order."""
    best = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            best[i + 1][j + 1] = best[i][j] + 1 if a == b else max(best[i][j + 1], best[i + 1][j])
    return best[-1][-1]


@given(st.lists(TEXT, max_size=5))
@settings(deadline=None, max_examples=150)
def test_each_word_stands_once_and_columns_hold_words(texts):
    columns = align(texts)
    for n, text in enumerate(texts):
        spans = sorted(column[n] for column in columns if column[n])
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")
    assert all(any(column) for column in columns)


@given(st.lists(TEXT, min_size=2, max_size=4), st.randoms())
@settings(deadline=None, max_examples=150)
def test_order_of_texts_does_not_matter(texts, rng):
    order = list(range(len(texts)))
    rng.shuffle(order)
    shuffled = align([texts[n] for n in order])
    assert [tuple(column[n] for n in order) for column in align(texts)] == shuffled


def unlike_sentences(count: int, rng: random.Random) -> list[str]:
    """Sentences of words that are like no other."""
    return [
        " ".join("".join(rng.choices("abcdefghijklmnopqrstuvw", k=9)) for _ in range(rng.randrange(5, 9))) + "."
        for _ in range(count)
    ]


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_sentences_in_any_place_keep_their_columns(seed):
    """The slow twin is the truth: each word is unique, so a column holds one word and every witness that has it."""
    rng = random.Random(seed)
    sentences = unlike_sentences(8, rng)
    texts = [" ".join(sentences)]
    for _ in range(rng.randrange(1, 5)):
        chosen = sorted(rng.sample(range(8), rng.randrange(2, 8)))
        moved = chosen.pop(rng.randrange(len(chosen)))
        chosen.insert(rng.randrange(len(chosen) + 1), moved)
        texts.append(" ".join(sentences[n] for n in chosen))
    for column in align(texts):
        (word,) = {text[slice(*span)] for text, span in zip(texts, column, strict=True) if span}
        assert [bool(span) for span in column] == [re.search(rf"{word}\b", text) is not None for text in texts]


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_runs_that_overlap_are_read_in_order(seed):
    """Sentences come in the one order that all witnesses allow, though none has them all."""
    rng = random.Random(seed)
    sentences = unlike_sentences(12, rng)
    runs = [sentences[low : low + 4] for low in range(0, 9, 2)]
    texts = ["\n".join(" ".join(run) for run in runs[n::2]) for n in (0, 1)] + [" ".join(run) for run in runs]
    shuffled = rng.sample(texts, len(texts))
    found = [next(t[slice(*s)] for t, s in zip(shuffled, column, strict=True) if s) for column in align(shuffled)]
    assert found == " ".join(sentences).replace(".", "").split()


@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=60)
def test_two_texts_pair_almost_as_many_words_as_can_be_paired(seed):
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(40)]
    base = [rng.choice(vocabulary) for _ in range(30)]
    other = [w for w in base if rng.random() > 0.15]
    for _ in range(3):
        other.insert(rng.randrange(len(other) + 1), "other")
    paired = sum(
        normal_form(a) == normal_form(b)
        for a, b in table([" ".join(base), " ".join(other)])
        if a is not None and b is not None
    )
    assert paired >= longest_common(base, other) - 3


def test_spellings_share_a_column():
    texts = ["We re-opened the colour & light show", "we reopened the color and light show"]
    assert all(a and b for a, b in table(texts))


def test_words_written_as_one_share_a_column():
    assert table(["their well-being matters", "their well being matters", "their wellbeing matters"])[1] == [
        "well-being", "well being", "wellbeing",
    ]  # fmt: skip
    assert table(["I don’t agree", "I do not agree"])[1] == ["don’t", "do not"]


def test_a_part_in_another_place_keeps_its_columns():
    one = "The old bridge will close in June. Nobody has been paid for the night shifts."
    two = "Nobody has been paid for the night shifts. The old bridge will close in June."
    assert all(a == b for a, b in table([one, two]))


def test_fragments_find_their_place_among_repeated_phrases():
    whole = "We will fight the order. We will win the appeal. We will never sell the yard."
    columns = align([whole, "We will never sell"])
    at = [column[0] for column in columns if column[1]]
    assert [whole[a:b] for a, b in at] == ["We", "will", "never", "sell"]
    assert at[0][0] == whole.rindex("We")


def test_what_shares_nothing_is_not_paired():
    assert not any(
        a and b for a, b in table(["The ferry sank at dawn near the cape", "Prices of maize doubled this spring"])
    )


def test_two_sentences_after_a_shared_one_are_not_paired():
    first = "The yard must close by spring. Every crane goes to Gdansk under the new owner."
    second = "The yard must close by spring. My members deserve better than a letter."
    assert sum(bool(a and b) for a, b in table([first, second])) == 6


@pytest.mark.parametrize("texts", [[], [""], ["", "", ""], ["…"], ["a", ""], ["\u202e\U0001f600 \u00a0", "\ufffd\x00"]])
def test_odd_input(texts):
    assert all(len(column) == len(texts) for column in align(texts))


def test_all_orders_of_four():
    texts = [
        "No one told the crew that the valve had failed.",
        "No-one told the crew the valve failed.",
        "the valve had failed and no one told the crew",
        "told the crew nothing",
    ]
    expected = align(texts)
    for order in permutations(range(4)):
        assert [tuple(c[n] for n in order) for c in expected] == align([texts[n] for n in order])


def make_witnesses(count: int, length: int) -> list[str]:
    rng = random.Random(count)
    vocabulary = [f"w{n}" for n in range(400)] + ["the", "of", "and", "we", "to"] * 20
    base = [rng.choice(vocabulary) for _ in range(length)]
    texts = []
    for _ in range(count):
        words = list(base)
        for _ in range(length // 30):
            words[rng.randrange(len(words))] = rng.choice(vocabulary)
            del words[rng.randrange(len(words))]
        low, high = rng.randrange(length // 3), length - rng.randrange(length // 3)
        texts.append(" ".join(words[low:high] if rng.random() < 0.5 else words))
    return texts


@pytest.mark.slow
def test_speed():
    align(make_witnesses(3, 20))
    for count, length, seconds in ((40, 60, 0.1), (200, 300, 5)):
        texts = make_witnesses(count, length)
        begin = time.process_time()
        align(texts)
        assert time.process_time() - begin < seconds


def test_very_long_texts_are_aligned_by_what_is_unique(monkeypatch):
    rng = random.Random(3)
    base = [f"{rng.choice(WORDS)} item{rng.randrange(10**6)}" for _ in range(60)]
    other = [*base[:20], "something else", *base[25:]]
    expected = table([" ".join(base), " ".join(other)])
    monkeypatch.setattr("tellings.text.align.CELLS", 10)
    found = table([" ".join(base), " ".join(other)])
    assert sum(bool(a and b) for a, b in found) >= 0.9 * sum(bool(a and b) for a, b in expected)
    assert all(normal_form(a) == normal_form(b) for a, b in found if a and b)


@pytest.mark.slow
def test_a_million_characters():
    text = " ".join(f"w{n * 7919 % 30011}" for n in range(130_000))
    assert len(align([text, text[500_000:], text[:1000]])) >= 100_000
