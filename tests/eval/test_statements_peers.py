"""The peers of statements: small cases told by the papers, and the generator of speeches."""

import random
from itertools import pairwise

import pytest

from eval.generate_statements import COVER, SHARE, _share_out
from eval.peers import collatex, memetracker, quotebank
from eval.statements_peers import bcubed


def test_an_exact_rule_joins_signs_and_case_only() -> None:
    assert quotebank.group(["We won, twice!", "we won twice", "We win twice."]) == [0, 0, 1]


def test_a_phrase_graph_joins_what_is_part_of_another() -> None:
    long = "we will never sell the old mill by the river while i am mayor"
    assert memetracker.group([long, "sell the old mill", "sell the new mill", "they went home"]) == [0, 0, 0, 1]


def test_directed_distance_lets_the_longer_phrase_go_on() -> None:
    assert memetracker.directed_distance(["b", "c"], ["a", "b", "c", "d"]) == 0
    assert memetracker.directed_distance(["b", "x"], ["a", "b", "c", "d"]) == 1


def test_bcubed() -> None:
    assert bcubed("aabb", "xxyy") == 1
    assert bcubed("aabb", "xyzw") == pytest.approx(2 / 3)


@pytest.mark.parametrize("seed", range(8))
def test_a_speech_is_shared_out_as_promised(seed: int) -> None:
    runs = _share_out(36, random.Random(seed))
    held = [sorted(n for run in own for n in run) for own in runs]
    assert all(len(set(own)) == len(own) <= SHARE * 36 for own in held)
    together = {pair for own in runs for run in own for pair in pairwise(run)}
    assert together == {(n, n + 1) for n in range(35)}
    assert min(sum(n in own for own in held) for n in range(36)) >= COVER


def test_collatex_gives_a_table_like_ours() -> None:
    pytest.importorskip("collatex")
    columns = collatex.align(["We will rebuild", "We rebuild"])
    assert columns == [((0, 2), (0, 2)), ((3, 7), None), ((8, 15), (3, 10))]
