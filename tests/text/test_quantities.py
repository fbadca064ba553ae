"""Quantities: numbers in text with their interval, unit and what is counted; compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.quantities import Quantity, find_quantities, find_sums
from tellings.text.quantity_verdicts import compare
from tellings.text.when import compare_whens, read_when

UNITS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spell(number: int) -> str:
    """A number below a million in words: the slow, obviously right other way round."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {spell(number % 100)}" if number % 100 else ""
        return f"{UNITS[number // 100]} hundred{rest}"
    rest = number % 1000
    joint = " and " if 0 < rest < 100 else " "
    return f"{spell(number // 1000)} thousand{joint + spell(rest) if rest else ''}"


def one(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@given(st.integers(2, 999_999))
def test_numbers_in_words_and_in_digits_are_the_same(number: int) -> None:
    for written in (spell(number), f"{number}", f"{number:,}"):
        assert one(f"They saw {written} lanterns").low == number


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "noun"),
    [
        ("It cost £4.2m.", 4_200_000, 4_200_000, "£", "cost"),
        ("It cost £4.2 million.", 4_200_000, 4_200_000, "£", "cost"),
        ("A bill of 12,000 euros came.", 12_000, 12_000, "€", "bill"),
        ("More than 100 goats ran.", 100, float("inf"), "", "goat"),
        ("Up to nine goats ran.", 0, 9, "", "goat"),
        ("Nearly 200 wooden kites flew.", 170, 200, "", "kite"),
        ("He walked 3 km.", 3_000, 3_000, "length", "walked"),
        ("The fall was 40 per cent.", 40, 40, "share", "fall"),
        ("Between 20 and 30 goats ran.", 20, 30, "", "goat"),
        ("Dozens of goats ran.", 24, 150, "", "goat"),
    ],
)
def test_what_a_number_says(text: str, low: float, high: float, unit: str, noun: str) -> None:
    found = one(text)
    assert (found.low, found.high, found.unit) == (low, high, unit)
    assert found.noun == noun or unit == "length"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The 54-year-old left.", "age"),
        ("Ina Hale, 54, left.", "age"),
        ("She came 3rd.", "ordinal"),
        ("They won 2-1.", "score"),
        ("It took two hours.", "measure"),
        ("They paid $5.", "money"),
        ("Nine goats ran.", "count"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert one(text).kind == kind


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("around 20 goats", "19 goats", "compatible"),
        ("more than 100 goats", "140 goats", "compatible"),
        ("more than 100 goats", "95 goats", "conflicting"),
        ("£4.2m", "£4.2 million", "same"),
        ("£4.2m", "£5m", "conflicting"),
        ("£5m", "$5m", "incomparable"),
        ("nine goats", "nine boats", "incomparable"),
        ("12 homes", "14 houses", "conflicting"),
        ("two hours", "120 minutes", "same"),
        ("two years", "22 months", "compatible"),
        ("134 mph", "215 kph", "compatible"),
        ("a win by 2-1", "a win by 3-1", "conflicting"),
        ("1,700 goats", "1,683 goats", "compatible"),
    ],
)
def test_two_answers(first: str, second: str, verdict: str) -> None:
    assert compare(one(first), one(second)).verdict == verdict
    assert compare(one(second), one(first)).verdict == verdict


def test_a_particle_widens_nothing() -> None:
    assert one("He had to hand over 300 coins").exact
    assert not one("He had over 300 coins").exact


def test_a_plain_sum() -> None:
    text = "198 passengers and 14 crew were aboard"
    (total,) = find_sums(text, find_quantities(text))
    assert compare(total, one("212 people were aboard")).verdict == "same"


@given(st.text(alphabet="0123456789 .,-–£$%abouthe two million and\n", max_size=60))
def test_any_text(text: str) -> None:
    found = find_quantities(text)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        assert q.low <= q.high
        assert text[q.start : q.end].strip()
    for a in found:
        for b in found:
            assert compare(a, b).verdict == compare(b, a).verdict


@given(st.integers(1, 500), st.integers(1, 500))
def test_intervals_agree_with_a_count_of_all_values(a: int, b: int) -> None:
    first, second = one(f"about {a} goats"), one(f"{b} goats")
    inside = any(first.low <= value <= first.high for value in (b,))
    verdict = compare(first, second).verdict
    assert (verdict in ("compatible", "same")) == inside


@given(st.dates(), st.dates())
def test_days(a: object, b: object) -> None:
    first, second = read_when(str(a)), read_when(str(b))
    assert first is not None
    assert second is not None
    assert compare_whens(first, second)[0] == ("same" if a == b else "conflicting")


@given(st.text(alphabet="0123456789-TWSUFAHQX:", max_size=14), st.sampled_from(["", "APPROX"]))
def test_any_time_value(value: str, mod: str) -> None:
    found = read_when(value, mod)
    assert found is None or found.days is None or found.days[0] <= found.days[1]


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("A grant of US$5m came.", 5_000_000, "$"),
        ("A grant of R2.3 million came.", 2_300_000, "R"),
        ("A grant of A$40,000 came.", 40_000, "A$"),
    ],
)
def test_signs_of_money_before_a_number(text: str, low: float, unit: str) -> None:
    assert [(q.low, q.unit) for q in find_quantities(text)] == [(low, unit)]


def test_a_number_that_is_a_name_counts_nothing() -> None:
    assert find_quantities("The tug lay at berth 5 under Chapter 19.") == []


def test_the_subject_is_counted_across_its_verb() -> None:
    (found,) = find_quantities("The number of flooded dwellings had reached 210.")
    assert found.noun == "dwell"


def test_a_score_in_words() -> None:
    (found,) = find_quantities("They won by two goals to one.")
    assert (found.kind, found.low, found.second) == ("score", 2, 1)


def test_an_age_and_a_length_of_years_compare() -> None:
    one, other = find_quantities("The kiln is 9 years old.")[0], find_quantities("It has burned for 14 years.")[0]
    assert compare(one, other).verdict == "conflicting"
    assert compare(one, find_quantities("It has burned for nine years.")[0]).verdict == "same"
