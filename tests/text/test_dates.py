"""Time expressions: what is found, what is left alone, and properties that hold for any text."""

import itertools
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.dates import find_times
from tellings.text.dates.calendar import first_day, shift, week_value
from tellings.text.dates.values import near_year
from tellings.text.words import find_paragraphs

ANCHOR = date(2024, 5, 15)  # a Wednesday

FOUND = [
    # in full
    ("The dam broke on May 3, 2019.", "May 3, 2019", "2019-05-03"),
    ("The dam broke on 3 May 2019.", "3 May 2019", "2019-05-03"),
    ("The dam broke on the 3rd of May, 2019.", "the 3rd of May, 2019", "2019-05-03"),
    ("The dam broke on Friday, May 3rd, 2019.", "Friday, May 3rd, 2019", "2019-05-03"),
    ("It is dated 2019-05-03.", "2019-05-03", "2019-05-03"),
    ("It is dated 25/12/2019.", "25/12/2019", "2019-12-25"),
    ("It is dated 12/25/2019.", "12/25/2019", "2019-12-25"),
    ("It is dated 05/04/2019.", "05/04/2019", "2019"),
    ("It shut in Sept. 2019.", "Sept. 2019", "2019-09"),
    ("It shut in September of 2019.", "September of 2019", "2019-09"),
    ("It shut in 2019.", "2019", "2019"),
    ("the 2019 floods", "2019", "2019"),
    ("The 1985 Nobel Prize went to her.", "1985", "1985"),
    ("It shut in late 2019.", "late 2019", "2019"),
    ("It shut at the end of 2019.", "the end of 2019", "2019"),
    # without year
    ("The dam broke on March 3.", "March 3", "2024-03-03"),
    ("The dam broke on November 3.", "November 3", "2023-11-03"),
    ("The fair will open on November 3.", "November 3", "2024-11-03"),
    ("The fair will open in February.", "February", "2025-02"),
    ("Sales fell in February.", "February", "2024-02"),
    ("Sales fell last November.", "last November", "2023-11"),
    ("The fair will open next March.", "next March", "2025-03"),
    ("It sank on Tuesday, June 4.", "Tuesday, June 4", "2024-06-04"),
    # weekdays
    ("She resigned on Monday.", "Monday", "2024-05-13"),
    ("She resigned on Wednesday.", "Wednesday", "2024-05-15"),
    ("She will resign on Monday.", "Monday", "2024-05-20"),
    ("The vote is scheduled for Friday.", "Friday", "2024-05-17"),
    ("He resigned last Wednesday.", "last Wednesday", "2024-05-08"),
    ("They meet this coming Friday.", "this coming Friday", "2024-05-17"),
    ("She fell this past Friday.", "this past Friday", "2024-05-10"),
    ("It was held over the weekend.", "the weekend", "2024-W19-WE"),
    ("It falls due on the 25th.", "the 25th", "2024-05-25"),
    ("They meet next Tuesday.", "next Tuesday", "2024-05-21"),
    ("It burned on Sunday night.", "Sunday night", "2024-05-12TNI"),
    ("It opens on the first Monday of June.", "the first Monday of June", "2024-06-03"),
    ("It shut on Tuesday of last week.", "Tuesday of last week", "2024-05-07"),
    ("It shut two Mondays ago.", "two Mondays ago", "2024-05-06"),
    # counted from the anchor
    ("It rained yesterday.", "yesterday", "2024-05-14"),
    ("It rained last week.", "last week", "2024-W19"),
    ("It rained last month.", "last month", "2024-04"),
    ("It rained last year.", "last year", "2023"),
    ("It rained three days ago.", "three days ago", "2024-05-12"),
    ("It rained two weeks ago.", "two weeks ago", "2024-W18"),
    ("It was built a decade ago.", "a decade ago", "2014"),
    ("It was built 25 years ago.", "25 years ago", "1999"),
    ("It was built twenty-five years ago.", "twenty-five years ago", "1999"),
    ("It rained this morning.", "this morning", "2024-05-15TMO"),
    ("It rained last night.", "last night", "2024-05-14TNI"),
    ("They play tonight.", "tonight", "2024-05-15TNI"),
    ("They play this weekend.", "this weekend", "2024-W20-WE"),
    # parts of years
    ("Profit fell in the third quarter of 2019.", "the third quarter of 2019", "2019-Q3"),
    ("Profit fell in Q3 2019.", "Q3 2019", "2019-Q3"),
    ("Profit fell in the first half of last year.", "the first half of last year", "2023-H1"),
    ("It was shown in spring 2019.", "spring 2019", "2019-SP"),
    ("their Autumn 21 list", "Autumn 21", "2021-FA"),
    ("It was shown last summer.", "last summer", "2023-SU"),
    ("They grew up in the 1980s.", "the 1980s", "198"),
    ("They grew up in the '80s.", "the '80s", "198"),
    ("a house of the 19th century", "the 19th century", "18"),
    ("They grew up in the mid-90s.", "the mid-90s", "199"),
    ("It was sold last winter.", "last winter", "2023-WI"),
    ("Profit fell in the year-earlier quarter.", "the year-earlier quarter", "2023-Q2"),
    ("Profit fell in the same quarter last year.", "the same quarter last year", "2023-Q2"),
    ("in fiscal 2019", "fiscal 2019", "FY2019"),
    # feasts
    ("They met on Christmas Eve.", "Christmas Eve", "2023-12-24"),
    ("They met at Christmas 2019.", "Christmas 2019", "2019-12-25"),
    ("They will meet on New Year's Day.", "New Year's Day", "2025-01-01"),
    ("They met on New Year's Eve.", "New Year's Eve", "2023-12-31"),
    ("They met on Easter Monday.", "Easter Monday", "2024-04-01"),
    ("They met on Good Friday.", "Good Friday", "2024-03-29"),
    ("They will meet on Labor Day.", "Labor Day", "2024-09-02"),
    # times of day
    ("It began at 10:30 a.m. on Monday.", "10:30 a.m. on Monday", "2024-05-13T10:30"),
    ("It began at 8pm.", "8pm", "2024-05-15T20:00"),
    ("It began at 16:05 GMT.", "16:05 GMT", "2024-05-15T16:05Z"),
    ("It shut in the morning of 3 May.", "the morning of 3 May", "2024-05-03TMO"),
    ("It shut at 9:30pm on Tuesday night.", "9:30pm on Tuesday night", "2024-05-14T21:30"),
    # vague, lengths and sets
    ("He now lives in Oslo.", "now", "PRESENT_REF"),
    ("He recently moved.", "recently", "PAST_REF"),
    ("It lasted two weeks.", "two weeks", "P2W"),
    ("It lasted more than two weeks.", "more than two weeks", "P2W"),
    ("It lasted 30 minutes.", "30 minutes", "PT30M"),
    ("a 12-year low", "12-year", "P12Y"),
    ("It takes the next 12 to 18 months.", "the next 12 to 18 months", "PXM"),
    ("over the past two years", "the past two years", "P2Y"),
    ("They meet every Friday.", "every Friday", "XXXX-WXX-5"),
    ("It is checked annually.", "annually", "P1Y"),
]  # fmt: skip

LEFT_ALONE = [
    "Ann Christmas wrote in the Harwick Weekly.",
    "A survey of 1709 schoolchildren was made.",
    "It may rain, and they march on.",
    "Theresa May said so.",
    "The Sunday Times reported it.",
    "They watched Friday Night Lights.",
    "It cost $2019.",
    "About 2000 people came.",
    "They won 3-2.",
    "The 42-year-old actor left.",
    "A girl, 9 years old, was found.",
    "The Daily Planet reported it.",
    "Prices fall in Europe.",
    "She drove a Falcon 900.",
    "The score was 21-14.",
    "Call 555-1234.",
    "He is in his 80s.",
    "April Jones left.",
]


@pytest.mark.parametrize(("text", "words", "value"), FOUND)
def test_found(text: str, words: str, value: str) -> None:
    assert [(text[t.start : t.end], t.value) for t in find_times(text, ANCHOR)] == [(words, value)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    assert [text[t.start : t.end] for t in find_times(text, ANCHOR)] == []


def test_ranges_are_two_times() -> None:
    text = "It ran May 3-5 and in the 2015-16 season."
    found = [(text[t.start : t.end], t.value) for t in find_times(text, ANCHOR)]
    text = "It ran from June to August 2019, then March 3 - May 5, 2020."
    assert [t.value for t in find_times(text, ANCHOR)] == ["2019-06", "2019-08", "2020-03-03", "2020-05-05"]
    assert [t.value for t in find_times("It shut in May. The first guests left.", ANCHOR)] == ["2024-05"]
    pair = find_times("its spring/summer 2019 line", ANCHOR)
    assert [t.value for t in pair] == ["2019-SP", "2019-SU"]
    assert found == [("May 3", "2024-05-03"), ("5", "2024-05-05"), ("2015", "2015"), ("16", "2016")]


def test_without_anchor() -> None:
    text = "It shut on Monday, a week after May 3, 2019."
    found = {text[t.start : t.end]: (t.value, t.rule) for t in find_times(text)}
    assert found["Monday"] == ("", "weekday: no anchor date")
    assert found["May 3, 2019"][0] == "2019-05-03"


def test_counted_from_the_date_before() -> None:
    text = "The mill burned in 1910. It was rebuilt three years later."
    assert [t.value for t in find_times(text, ANCHOR)] == ["1910", "1913"]


DAY = r"(?:\d{4}|XXXX)-(?:\d\d|XX)-(?:\d\d|XX)"
VALUE = re.compile(
    rf"|PAST_REF|PRESENT_REF|FUTURE_REF|FY\d{{4}}|\d{{2,4}}|\d{{4}}-(?:\d\d|Q[1-4]|H[12]|SP|SU|FA|WI)|{DAY}"
    r"|\d{4}-W\d\d(?:-WE)?|XXXX-(?:WXX-[1-7]|\d\d|SP|SU|FA|WI)"
    rf"|{DAY}T(?:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)?|MO|AF|EV|NI|MI)"
    r"|P(?:\d+(?:\.\d+)?|X)(?:D|W|M|Y|DE|CE|ML|Q|WE|NI|SE)|PT(?:\d+(?:\.\d+)?|X)[HMS]"
)
VOCABULARY = """
the last next this of on in at every May March 3 14 2019 1980s '80s 5th Monday Sunday night week weeks year years ago
earlier later two a few quarter first fall Spring 10:30 p.m. GMT will was said , . - ' ’s 2015-16 3-5 12/25/2019
2019-05-03 fiscal century decade daily early end half past same now recently more than before after day current $ % over
'82 noon overnight from each times Christmas Easter Good Black Friday Labor Day New Year's Eve
"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n", "\u00a0"])


@given(
    st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map(" ".join)),
    st.one_of(st.none(), st.dates()),
)
def test_any_text(text: str, anchor: date | None) -> None:
    times = find_times(text, anchor)
    assert all(VALUE.fullmatch(t.value) for t in times), [t.value for t in times]
    assert all(0 <= t.start < t.end <= len(text) for t in times)
    assert all(a.end <= b.start for a, b in itertools.pairwise(times))
    assert all(t.type in {"DATE", "TIME", "DURATION", "SET"} for t in times)
    assert anchor is not None or not any(t.anchored and t.value for t in times)


def brute_year(anchor: date, month: int, tense: str) -> int:
    """The year of a month by trying all years around: the slow twin of near_year for months."""
    months = {
        year: year * 12 + month - anchor.year * 12 - anchor.month for year in range(anchor.year - 2, anchor.year + 3)
    }
    before = max(gap for gap in months.values() if gap <= 0)
    after = min(gap for gap in months.values() if gap >= 0)
    if tense == "past":
        gap = after if before <= -10 and after <= 1 else before
    elif tense == "future":
        gap = before if after >= 10 and before >= -1 else after
    else:
        gap = before if -before <= after else after
    return next(year for year, other in months.items() if other == gap)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 12), st.sampled_from(["past", "future"]))
def test_years_of_months(anchor: date, month: int, tense: str) -> None:
    assert near_year(anchor, month, None, tense)[0] == brute_year(anchor, month, tense)


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)), st.integers(-9, 9))
def test_shifts(anchor: date, count: int) -> None:
    assert shift(anchor, "D", count) == (anchor + timedelta(days=count)).isoformat()
    assert shift(anchor, "W", count) == week_value(anchor + timedelta(weeks=count))
    months = [(y, m) for y in range(anchor.year - 1, anchor.year + 2) for m in range(1, 13)]
    at = months.index((anchor.year, anchor.month)) + count
    assert shift(anchor, "M", count) == f"{months[at][0]:04d}-{months[at][1]:02d}"
    assert first_day(shift(anchor, "M", count)) == date(*months[at], 1)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_paragraphs_can_be_read_alone(text: str) -> None:
    """Only what counts from a date told before may change when the paragraph before is taken away."""
    whole = [(t.start, t.end, t.type) for t in find_times(text, ANCHOR)]
    alone = [(t.start, t.end, t.type) for span in find_paragraphs(text) for t in find_times(text, ANCHOR, [span])]
    assert whole == alone


@pytest.mark.parametrize("text", ['"' * 300_000, " " * 300_000, "9" * 300_000, "1-" * 150_000, "May " * 50_000])
def test_endless_lines(text: str) -> None:
    find_times(text, ANCHOR)


NARRATED = [
    # midnight ends the day whose evening was told, whoever spoke on another day between
    ("The mill caught fire at 9pm on Saturday. By midnight the roof was gone.", "midnight", "2024-05-11T24:00"),
    (
        "The mill caught fire at 9pm on Saturday. Two hens were lost on Sunday, police said. By midnight it was ash.",
        "midnight",
        "2024-05-11T24:00",
    ),
    ("It burned on Saturday night. The roof fell shortly after midnight.", "midnight", "2024-05-12T00:00"),
    ("It began at 9pm on Saturday. On Sunday rain came and by midnight it was out.", "midnight", "2024-05-12T24:00"),
    ("The inn was full on Saturday night. Guests stayed until 3am.", "3am", "2024-05-12T03:00"),
    # what was did not happen on a day to come
    (
        "It sank on Monday. A vigil will be held on Friday. Two boats, out again that day, stood by.",
        "that day",
        "2024-05-13",
    ),
    ("A vigil will be held on Friday. Two boats, out again that day, stood by.", "that day", ""),
    ("A vigil will be held on Friday. Two boats, out again that day, stood by until 2am.", "2am", ""),
    ("It sank on Sunday and rose on Monday. They will vote on Friday. A dog barked that night.", "that night", ""),
    (
        "It sank on Monday. On Monday and Sunday it rained. They will vote on Friday. A dog barked the same evening.",
        "the same evening",
        "2024-05-13TEV",
    ),
    ("The council will meet on Friday. The road will be shut that day.", "that day", "2024-05-17"),
    ("The council will meet on Friday. Shops are closed that day, he said.", "that day", "2024-05-17"),
    ("The mill burned on Monday. The night before, two men were seen.", "The night before", "2024-05-12TNI"),
    # the tense of passives and infinitives is that of the word before
    ("The fair will be held on Friday.", "Friday", "2024-05-17"),
    ("The firm plans to cut the price on Friday.", "Friday", "2024-05-17"),
    ("Ann May spoke on Friday of her loss.", "Friday", "2024-05-10"),
    ("He seems to have given it away on Friday.", "Friday", "2024-05-10"),
    ("The mill burned on Monday. Two men wept the morning after.", "the morning after", "2024-05-14TMO"),
]


@pytest.mark.parametrize(("text", "words", "value"), NARRATED)
def test_days_count_from_what_was_told(text: str, words: str, value: str) -> None:
    assert [t.value for t in find_times(text, ANCHOR) if text[t.start : t.end] == words] == [value]
