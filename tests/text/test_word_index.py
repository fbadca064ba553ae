"""The index of words: the texts that a plain scan of every text would choose, in the same order."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tellings.text import word_index
from tellings.text.placing import split
from tellings.text.spelling import function_forms
from tellings.text.word_index import IndexPart, WordIndex, find_texts, stem_of
from tellings.text.words import find_words

FUNCTIONS = ["the", "of", "not", "a", "don't", "cannot"]
CONTENT = ["ferry", "ferries", "captain", "sank", "sinking", "harbour", "harbor", "40", "forty", "1,500", "Lee", "said"]
WORDS = st.sampled_from([*FUNCTIONS, *CONTENT])
TEXTS = st.lists(st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=40), max_size=7)


def scan(forms: list[str], texts: list[str]) -> list[int]:
    """Every text read word by word, by the definition: the slow twin."""
    content = {form for form in forms if form not in function_forms()}
    wanted = sorted({stem_of(form) for form in content or forms})
    words = [number_words(text) for text in texts]
    counts = {stem: sum(s == stem for text in words for _, s in text) for stem in wanted}
    chosen, total = [], 0
    for stem in sorted(wanted, key=lambda stem: (counts[stem], stem))[: word_index.STEMS]:
        total += counts[stem]
        if total <= word_index.MOST_PLACES or len(chosen) < word_index.FEWEST:
            chosen.append(stem)
    weight = {stem: (1000 * (len(texts) + 1) // (counts[stem] + 1) + 1).bit_length() for stem in chosen}
    width = len(forms) + len(forms) // 2 + 10
    scores = {}
    for number, text in enumerate(words):
        stretches = defaultdict(set)
        for at, stem in text:
            if stem in weight:
                stretches[at // width].add(stem)
                stretches[at // width + 1].add(stem)
        fewest = word_index.TOGETHER if len(chosen) > word_index.TOGETHER else 1
        sums = [sum(weight[stem] for stem in found) for found in stretches.values() if len(found) >= fewest]
        scores[number] = max(sums, default=0)
    best = max(scores.values(), default=0)
    least = max(1, sum(weight.values()) * word_index.OF_ALL, best * word_index.OF_BEST)
    held = sorted((n for n in scores if scores[n] * 100 >= least), key=lambda n: (-scores[n], n))
    if len(held) > word_index.MOST_TEXTS:
        border = scores[held[word_index.MOST_TEXTS - 1]]
        equals = [n for n in held if scores[n] >= border]
        very = [n for n in held if agreement(forms, words[n], anchor(forms, texts)) * 100 >= len(forms) * 80]
        held = equals if len(equals) <= word_index.MOST_TEXTS else [n for n in held if scores[n] > border or n in very]
    return held


def anchor(forms: list[str], texts: list[str]) -> int:
    """The first of the rarest words that occur."""
    counts = [sum(s == stem_of(form) for text in texts for _, s in number_words(text)) for form in forms]
    return min((n for n in range(len(forms)) if counts[n]), key=lambda n: (counts[n], n))


def agreement(forms: list[str], text: list[tuple[int, int]], rarest: int) -> int:
    """Most words in their very order and distance, seen from some occurrence of the rarest."""
    held = set(text)
    starts = [at for at, stem in text if stem == stem_of(forms[rarest])]
    return max(
        (sum((at + n - rarest, stem_of(form)) in held for n, form in enumerate(forms)) for at in starts), default=0
    )


def number_words(text: str) -> list[tuple[int, int]]:
    """Number and stem of each word, a short form under each of its words."""
    return [
        (number, stem_of(form))
        for number, (start, end) in enumerate(find_words(text))
        for form in split(text[start:end]).forms
    ]


@pytest.mark.parametrize("most", [word_index.MOST_TEXTS, 1, 2])
@given(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), TEXTS, st.integers(0, 7))
@example("the of not", ["not the of", "of"], 1)
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_finds_what_a_scan_finds(
    monkeypatch: pytest.MonkeyPatch, most: int, quotation: str, texts: list[str], cut: int
) -> None:
    monkeypatch.setattr(word_index, "MOST_TEXTS", most)
    forms = split(quotation).forms
    parts = [IndexPart.of_texts(texts[:cut]), IndexPart.of_texts(texts[cut:])]
    first = len(texts[:cut])
    found = [place.text + first * place.part for place in find_texts(forms, WordIndex(parts))]
    assert found == scan(forms, texts)


def test_nothing_to_find() -> None:
    assert find_texts([], WordIndex([IndexPart.of_texts(["Rain fell."])])) == []
    assert find_texts(["rain"], WordIndex([])) == []
    assert find_texts(["snow"], WordIndex([IndexPart.of_texts(["Rain fell.", ""])])) == []


def test_words_far_apart_are_no_passage() -> None:
    far = "The captain slept. " + "It rained all day. " * 60 + "A ferry sank in the harbour."
    near = "The captain saw the ferry that sank in the harbour."
    index = WordIndex([IndexPart.of_texts([far, near])])
    assert find_texts(["captain", "ferry", "sank", "harbour"], index)[0].text == 1
