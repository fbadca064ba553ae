import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model import READING_KINDS
from tellings.text.verify import VERDICTS, check_quotation

SAID = (
    "The harbour wall will not fail this winter. We spent nine million crowns on it, and Mr Okafor inspects it daily."
)
TEXTS = [
    ("a", f"Speaking on the quay, Lee said: “{SAID}” It was raining."),
    ("b", "Prices of maize rose in the north. Nobody could say why the trucks had not come."),
    ("c", "“Every crane goes to the new owner on Friday,” the letter said."),
]


@pytest.mark.parametrize(
    ("quotation", "verdict"),
    [
        ("The harbour wall will not fail this winter.", "verbatim"),
        ("“The harbor wall won’t fail this winter”", "verbatim"),
        ("we spent 9 million crowns on it and Mr. Okafor inspects it daily", "verbatim"),
        ("The harbour wall will fail this winter.", "altered"),
        ("The harbour wall may not fail this winter", "altered"),
        ("We spent six million crowns on it", "altered"),
        ("Mr Lindqvist inspects it daily", "altered"),
        ("The harbour wall will not fail this summer", "altered"),
        ("The harbour wall … will not fail this winter", "verbatim"),
        ("We spent … crowns on it, and Mr Okafor inspects it daily", "cut"),
        ("The harbour wall will not fail this winter, and Mr Okafor inspects it daily", "cut"),
        ("Mr Okafor inspects it daily. The harbour wall will not fail this winter.", "spliced"),
        ("The harbour wall will not fail this winter and every crane goes to the new owner on Friday", "spliced"),
        ("million crowns on it, and Mr Okafor inspects it daily", "altered"),
        ("The mayor has resigned over the lost ballots", "not found"),
        ("", "not found"),
        ("…", "not found"),
    ],
)
def test_verdicts(quotation, verdict):
    assert check_quotation(quotation, TEXTS).verdict == verdict


def test_what_turns_comes_first_and_leads_back():
    (match,) = check_quotation("The harbor wall will fail this long winter", TEXTS).matches
    assert (match.changes[0].kind, match.changes[0].found) == ("negation", "not")
    text = dict(TEXTS)["a"]
    assert text[match.changes[0].start : match.changes[0].end] == "not"
    assert text[match.start : match.end] == match.found
    assert text[: match.start].endswith(match.before)


LONG = (
    "The tunnel under the old river must be shut at once and nobody should walk there",
    "every boat on the lake needs a licence",
)


def test_two_verbatim_pieces_of_unequal_length_are_spliced():
    texts = [("a", f"Roe wrote: “{LONG[0]}.”"), ("b", f"Lee told us that {LONG[1]} by March."), *TEXTS[1:]]
    check = check_quotation(f"{LONG[0]} and {LONG[1]}", texts)
    assert check.verdict == "spliced"
    assert [(match.text_id, match.found) for match in check.matches] == [("b", LONG[1]), ("a", LONG[0])]
    assert [change.quoted for match in check.matches for change in match.changes] == ["and"]
    assert not check.changes_that_turn()
    assert check_quotation(f"{LONG[0]} but never {LONG[1]}", texts).matches[1].changes[0].kind == "negation"


def test_a_negation_that_is_cut_out_turns():
    texts = [("a", "He left: “not because I haven't been moved by the conduct of the choir, but because of rain.”")]
    check = check_quotation("I have been moved by the conduct of the choir", texts)
    assert [(c.kind, c.turns) for c in check.matches[0].changes] == [("negation", True)]


@given(st.text(max_size=60), st.lists(st.text(max_size=200), max_size=4))
@settings(deadline=None)
def test_any_text(quotation, texts):
    check = check_quotation(quotation, [(str(n), text) for n, text in enumerate(texts)])
    assert check.verdict in VERDICTS
    for match in check.matches:
        text = texts[int(match.text_id)]
        assert text[match.start : match.end] == match.found
        for change in match.changes:
            assert change.kind in READING_KINDS
            assert text[change.start : change.end] == change.found


def test_order_of_texts_does_not_matter():
    quotation = "The harbour wall will never fail this winter and every crane goes to the new owner"
    assert check_quotation(quotation, TEXTS) == check_quotation(quotation, TEXTS[::-1])


@pytest.mark.slow
def test_five_thousand_articles_take_a_second():
    filler = " ".join(f"word{n % 97} harbour{n % 7} said" for n in range(150))
    texts = [(str(n), f"{filler} {n} {TEXTS[n % 3 if n % 50 == 0 else 1][1]}") for n in range(5000)]
    begin = time.process_time()
    check = check_quotation("The harbour wall will fail this winter. We spent nine million crowns on it", texts)
    assert check.verdict == "altered"
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("said", "words", "verdict"),
    [
        ("We reopen the bridge in May as planned, provided the pier holds.", "We reopen the bridge in May", True),
        ("If the pier holds, as we think, then the bridge reopens in May.", "the bridge reopens in May", True),
        ("I said that, unless it snows, the bridge reopens in May.", "the bridge reopens in May", True),
        ("The bridge reopens in May for walkers except on Sundays.", "The bridge reopens in May", True),
        ("We reopen the bridge in May, and if it snows we plough it.", "We reopen the bridge in May", False),
        ("We reopen the bridge in May, and we plough it if it snows.", "We reopen the bridge in May", False),
        ("We reopen the bridge in May and ask the town if it agrees.", "We reopen the bridge in May", False),
        ("If you want my view, ask me. The bridge reopens in May.", "The bridge reopens in May", False),
    ],
)
def test_a_condition_of_the_sentence_counts_wherever_it_stands(said: str, words: str, verdict: bool) -> None:
    found = check_quotation(words, [("a", f"“{said}” Ann Lee told us.")])
    assert (found.verdict == "sense-changing cut") == verdict, found.verdict
    assert found.verdict in ("verbatim", "sense-changing cut")
