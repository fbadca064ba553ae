"""The summary's scorer: its ROUGE against a slow twin, its peers within the length."""

import random
from collections import Counter

import pytest

from eval import summary
from tellings.model import Article

WORDS = ["mill", "fire", "river", "council", "lee", "dover", "horse", "night", "water", "bridge"]


def f1(shared: int, one: int, other: int) -> float:
    return 200 * shared / (one + other) if shared else 0.0


def slow_rouge(a: list[str], b: list[str]) -> tuple[float, float, float]:
    def grams(words: list[str], size: int) -> Counter[tuple[str, ...]]:
        return Counter(tuple(words[n : n + size]) for n in range(len(words) - size + 1))

    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    shared = [sum((grams(a, size) & grams(b, size)).values()) for size in (1, 2)]
    return (
        f1(shared[0], len(a), len(b)), f1(shared[1], max(0, len(a) - 1), max(0, len(b) - 1)),
        f1(table[-1][-1], len(a), len(b)),
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore")
def test_rouge_is_that_of_the_slow_twin() -> None:
    pytest.importorskip("rouge_score")
    chance = random.Random(5)
    for _ in range(20):
        a, b = ([chance.choice(WORDS) for _ in range(chance.randint(1, 15))] for _ in range(2))
        assert summary.rouge(" ".join(a), " ".join(b)) == pytest.approx(slow_rouge(a, b))


@pytest.mark.parametrize("name", ["tellings", "lead", "random", "centroid"])
def test_no_system_exceeds_the_length(name: str) -> None:
    texts = [
        "A fire destroyed the old mill in Dover on Sunday. The council of Dover will meet on Monday about a mill.",
        "Two horses died when the old mill in Dover burned down on Sunday. Ann Lee bought the mill in Dover in 2011.",
    ]
    given = summary.Sample("x", tuple(Article.from_text(text, outlet=text[:5]) for text in texts), "")
    for words in (5, 20, 80):
        assert sum(len(s.split()) for s in summary.SYSTEMS[name](given, words).sentences) <= words
    assert summary.SYSTEMS[name](given, 80).sentences
