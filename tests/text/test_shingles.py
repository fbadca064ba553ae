"""Words and runs of words against slow twins."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.shingles import hash_runs, hash_words, within_spans

TEXT = st.text(st.sampled_from("aAbß é'’ʼ.–“\n\u00a0٣中😀İ_1"), max_size=60) | st.text(max_size=60)


def slow_words(text: str) -> list[tuple[int, int]]:
    """Runs of letters and digits with apostrophes inside, by regular expression over the places of letters."""
    shape = "".join("'" if c in "'’ʼ" else "w" if c.isalnum() and ord(c) <= 0x323AF else " " for c in text)
    return [m.span() for m in re.finditer(r"w+(?:'w+)*", shape)]


@given(TEXT)
def test_words_are_those_of_the_slow_twin(text: str) -> None:
    words = hash_words(text)
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    spans = list(zip(words.starts.tolist(), words.ends.tolist(), strict=True))
    if len(text.lower()) == len(text):
        lowered = text.lower()
    assert spans == slow_words(lowered)


@given(st.lists(st.sampled_from(["tide", "Tide", "don't", "DON’T", "mill", "x1"]), max_size=30))
def test_equal_words_have_equal_hashes_and_others_not(listed: list[str]) -> None:
    hashes = hash_words(" – ".join(listed)).hashes.tolist()
    plain = [word.lower().replace("’", "'") for word in listed]
    assert [[a == b for b in plain] for a in plain] == [[a == b for b in hashes] for a in hashes]


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(1, 6))
def test_runs_are_equal_where_their_words_are(listed: list[int], size: int) -> None:
    words = np.array(listed, dtype=np.uint64)
    runs = hash_runs(words, size).tolist()
    slow = [tuple(listed[i : i + size]) for i in range(len(listed) - size + 1)]
    assert len(runs) == max(0, len(slow))
    assert [[a == b for b in slow] for a in slow] == [[a == b for b in runs] for a in runs]


@given(TEXT, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_within_spans(text: str, spans: list[tuple[int, int]]) -> None:
    spans = [(min(span), max(span)) for span in spans]
    words = hash_words(text)
    assert within_spans(words, spans).tolist() == [any(a <= s < b for a, b in spans) for s in words.starts.tolist()]


def test_a_hash_never_changes() -> None:
    """Stored tables hold these numbers."""
    assert hash_words("The ferry’s late").hashes.tolist() == hash_words("the FERRY'S   late!").hashes.tolist()
    assert hash_words("ferry").hashes.tolist() == [FERRY]
    assert hash_runs(hash_words("the ferry is late").hashes, 3).tolist() == RUNS


def test_odd_texts() -> None:
    for text in (
        "",
        "'",
        "’’’",
        "\ud800 x",
        "\x00\x01",
        "a" * 1_000_000,
        '"' * 100_000,
        " " * 100_000,
        "12 " * 100_000,
    ):
        words = hash_words(text)
        assert len(words.starts) == len(words.ends) == len(words.hashes)


FERRY = 8615635974840918724
RUNS = [760538900408951512, 7892555970105466273]
