"""Transcripts: every manner of setting them, in invented exchanges, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.turns import find_turns
from tellings.text.words import find_paragraphs


def turns(text):
    return [(t.author, text[t.content_start : t.content_end]) for t in find_turns(text, find_paragraphs(text))]


def test_clocks_offices_and_outlets():
    text = (
        "07:12 PILOT: Slow ahead.\n\n07:14 BRIDGE: Slow ahead it is.\n\n"
        "Hon DANA FOX (Minister of Ports): No.\n\nQUESTION (Quay Gazette): Why not?"
    )
    assert turns(text) == [
        ("PILOT", "Slow ahead."),
        ("BRIDGE", "Slow ahead it is."),
        ("Hon DANA FOX", "No."),
        ("QUESTION (Quay Gazette)", "Why not?"),
    ]


def test_an_answer_over_paragraphs_in_the_first_person():
    text = "Q: Why?\nA: The tide was out.\nI waited an hour.\n(Laughter.)\nI left.\nQ: Then?\nA: Home.\nI wrote this."
    assert turns(text) == [
        ("Q", "Why?"),
        ("A", "The tide was out.\nI waited an hour."),
        ("Q", "Then?"),
        ("A", "Home."),
    ]


def test_heads_on_lines_of_their_own():
    text = (
        "Quay Lines Ltd. results call\n\nAnn Lee -- Chief Executive\n\nGood morning.\n\nIt was a wet year.\n\n"
        "Operator\n\nA question from Bo Ode.\n\nBo Ode -- Pier Bank -- Analyst\n\nHow wet?\n\n"
        "Ann Lee -- Chief Executive\n\nVery.\n\nThis text is provided as it is."
    )
    assert turns(text) == [
        ("Ann Lee", "Good morning.\n\nIt was a wet year."),
        ("Operator", "A question from Bo Ode."),
        ("Bo Ode", "How wet?"),
        ("Ann Lee", "Very."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "PIER FIRE: Two hurt.\nIt began at noon.\nIt ended at two.\nIt rained.\nTIDES: Page 8.",
        "Ann Lee: The ferry stays.\nIt rained.\nAnn Lee: I was never asked.",
        "Hythe — Monday\nRain fell.\nLydd — Tuesday\nRain fell.",
        "Pool A — Hythe 1\nIt rained.\nPool B — Lydd 2\nIt rained.\nPool A — Rye 3\nIt rained.",
        "Rain fell: it was wet.\nWind blew: it was cold.",
    ],
)
def test_what_only_looks_like_a_transcript(text):
    assert turns(text) == []


@given(
    st.lists(st.sampled_from(["ANN LEE: ", "Q: ", "Bo -- Cook", "I ran.", "\n", "07:12 ", "(", "İ ", "x"]), max_size=40)
)
def test_turns_stand_apart_and_offsets_hold(pieces):
    text = "".join(pieces)
    last = 0
    for turn in find_turns(text, find_paragraphs(text)):
        assert last <= turn.start <= turn.head[0] < turn.head[1] <= turn.content_start < turn.content_end <= turn.end
        assert text[slice(*turn.head)] == turn.author
        last = turn.end
