"""Sentences: where they end and where they do not, and properties that hold for any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.sentences import find_sentences


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in find_sentences(text)]


# Each list is one text, its sentences joined by one space.
SPLIT = [
    ["The dam broke.", "Nobody was hurt."],
    ["Is it safe?", "No!", "Run."],
    ["“It broke.”", "She ran."],
    ["“It broke,” she said.", "“We ran.”"],
    ['"It broke," she said.', '"We ran."'],
    ["‘It broke,’ she said.", "‘We ran.’"],
    ["It broke (at last).", "We ran."],
    ["(It broke.)", "We ran."],
    ["“Why?” asked Ann Lee.", "Nobody knew."],
    ["“Why did it break?” Ann Lee asked.", "Nobody knew."],
    ["“Run!” the mayor shouted.", "They ran."],
    ["“Why did it break?”", "The mayor had no answer."],
    ["Mr. Lee met Dr. Ann B. Roe and J.K. Poe of St. Ives.", "They talked."],
    ["He lives in the U.S. Virgin Islands.", "She left the U.S. in May."],
    ["He left the U.S.", "The rest stayed."],
    ["He left for the U.S.", "“I had to,” he said."],
    ["Acme Inc. Chief Ann Lee spoke.", "She works for Acme Inc.", "He does not."],
    ["It began at 9 a.m. Monday.", "It ended at 5 p.m.", "Nobody saw it."],
    ["It rained on Feb. 3.", "It snowed in Dec.", "Then it thawed."],
    ["Donald Roe Jr. spoke.", "So did Ann Roe Sr.", "They agreed."],
    ["It cost $3.5 million.", "It rose 1.2 percent."],
    ["Well... it broke.", "Wait...", "It broke."],
    ["It broke . . . and then it fell.", "We ran."],
    ["Roe v. Poe was heard.", "Eggs, milk, etc. were sold."],
    ["No.", "He did not."],
    ["They are No. 1 now.", "We are not."],
    ["In World War I.", "We lost."],
    ["2019 was wet.", "2020 was dry."],
    ["«Es brach.»", "Wir liefen."],
]  # fmt: skip


@pytest.mark.parametrize("expected", SPLIT)
def test_split(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_glued_quotation() -> None:
    assert sentences("It broke.“We ran,” she said.") == ["It broke.", "“We ran,” she said."]


def test_lines_are_borders() -> None:
    assert sentences("A headline\nThe dam broke\r\n\u2028It fell. ") == ["A headline", "The dam broke", "It fell."]


WORDS = "Mr. U.S. a.m. J. Inc. said Lee The it . ? ! … ... “ ” ‘ ’ \" ' ( ) « » — 3.5 etc."
PIECES = st.sampled_from([*WORDS.split(), "\n", " "])


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text(text: str) -> None:
    spans = find_sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() and "\n" not in text[a:b] for a, b in spans)


@given(st.lists(PIECES, max_size=40).map(" ".join), st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_is_read_alone(text: str, one: int, other: int) -> None:
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    assert find_sentences(text, low, high) == [(a + low, b + low) for a, b in find_sentences(text[low:high])]


@pytest.mark.parametrize("mark", [".", "?", '"', "“", " ", ". ", "A. ", "? ", ".” ", "…", "Mr. "])
def test_endless_lines(mark: str) -> None:
    find_sentences(mark * 200_000)
