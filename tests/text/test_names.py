"""Names and noun phrases: spans, kinds and titles."""

# ruff: noqa: E501 (examples stand on long lines)

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.text import noun_phrases
from tellings.text.names import find_names
from tellings.text.noun_phrases import find_pronouns, find_role_subjects, find_roles, read_mention


def names(text: str) -> list[str]:
    return [f"{text[n.title_start : n.start]}[{text[n.start : n.end]}] {n.kind}" for n in find_names(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Sen. Jane Doe (R-Ohio) left.", ["Sen. [Jane Doe] person"]),
        ("They met former Prime Minister Olga Lind today.", ["Prime Minister [Olga Lind] person"]),
        ("a plan by Ursula von der Heide and Abdul al-Karim", ["[Ursula von der Heide] person", "[Abdul al-Karim] person"]),
        ("work of Amy J. Stone Jr. and R. K. Iyer", ["[Amy J. Stone Jr.] person", "[R. K. Iyer] person"]),
        ("the Department of Health and Human Services said", ["[Department of Health and Human Services] organisation"]),
        ("shares of Norwick Holdings plc rose", ["[Norwick Holdings plc] organisation"]),
        ("a report by Marks & Dale said", ["[Marks & Dale] organisation"]),
        ("In Paris, French President Luc Morel met Brazil’s envoy.", ["[Paris] place", "French President [Luc Morel] person", "[Brazil] place"]),
        ("But Lindqvist’s agent said on Monday that Lindqvist had gone.", ["[Lindqvist] unknown", "[Lindqvist] unknown"]),
        ("When Ann Lee spoke, Critics laughed.", ["[Ann Lee] person", "[Critics] unknown"]),
        ("the Leeds-based firm met O’Hara and Jean-Luc Petit", ["[O’Hara] unknown", "[Jean-Luc Petit] person"]),
        ("Critics laughed. Nobody else did.", []),
        ("Larry King spoke. Later Mr. King left. King said so.", ["[Larry King] person", "Mr. [King] person", "[King] person"]),
        ("King said so.", []),
        ("He asked Secretary of State Rosa M. Perez for help.", ["Secretary of State [Rosa M. Perez] person"]),
        ("Yesterday the Ohio Gov. Dan Brill said so.", ["Ohio Gov. [Dan Brill] person"]),
        ("Duke Ortolan spoke. I called Duke. The Duke of Norwick did not.", ["[Duke Ortolan] person", "[Duke] person", "[Duke of Norwick] organisation"]),
        ("The National Growers' Federation met the Lees.", ["[National Growers' Federation] organisation", "[Lees] unknown"]),
        ("I like Rovers' Ann Lee and the Victims’ Commissioner.", ["[Rovers] unknown", "[Ann Lee] person", "[Victims] unknown"]),
        ("Radio Fennel reported it. Radio Editor Ann Lee did not.", ["[Radio Fennel] organisation", "Editor [Ann Lee] person"]),
        ("Workers at Garrow & Finch left. The MPs and NGOs did not.", ["[Garrow & Finch] organisation", "[MPs] thing", "[NGOs] thing"]),
        ("Three Brooks Power said so.", ["[Three Brooks Power] unknown"]),
        ("a rally with Women Who Sing in May", ["[Women Who Sing] thing"]),
    ],
)  # fmt: skip
def test_names_in_prose(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_headlines_take_their_names_from_the_prose() -> None:
    text = "Mayor Lindqvist Says New Bridge Plan Will Hurt Trade\nAnna Lindqvist, the mayor, spoke on Friday."
    assert [text[n.start : n.end] for n in find_names(text) if n.headline] == ["Lindqvist"]
    shouting = "LINDQVIST SAYS BRIDGE PLAN HURTS TRADE\nAnna Lindqvist spoke on Friday."
    assert [shouting[n.start : n.end] for n in find_names(shouting)] == ["LINDQVIST", "Anna Lindqvist"]


@given(st.text(alphabet="ABab .,'’-\n“”“”&éЖ1McDr", max_size=300))
def test_spans_are_sorted_and_do_not_overlap(text: str) -> None:
    found = find_names(text)
    assert all(0 <= n.title_start <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.title_start for a, b in pairwise(found))
    find_roles(text, found)
    find_role_subjects(text, 0, len(text))
    read_mention(text, 0, len(text), found)


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=50)
def test_a_part_is_read_like_the_whole(one: str, other: str) -> None:
    text = f"{one}\nThen Ann Lee met Bo Ek.\n{other}"
    start = len(one) + 1
    part = find_names(text, start, start + 24)
    alone = find_names(text[start : start + 24])
    assert [(n.start - start, n.end - start, n.kind) for n in part] == [(n.start, n.end, n.kind) for n in alone]


@pytest.mark.parametrize(
    "piece", ["A ", "A.", "“", "1", " ", "Mr. ", "A-", "A&", "the A of ", "Ann Lee, ", "\u00a0", "'", "he "]
)
def test_a_long_line_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        found = find_names(text)
        find_roles(text, found[:2000])
        find_pronouns(text, 0, len(text))
        find_role_subjects(text, 0, len(text))
        return time.process_time() - began

    assert seconds(400_000) < 12 * seconds(100_000) + 1


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Ann Lee, who founded Acme,", "name", "Ann Lee"),
        ("Acme's chief executive, Ann Lee,", "name", "Ann Lee"),
        ("chief pollster and strategist Bo Ek", "name", "Bo Ek"),
        ("Ann Lee and Bo Ek", "joint", "Ann Lee|Bo Ek"),
        ("she", "pronoun", "she"),
        ("the ferry operator", "role", "operator"),
        ("a spokesman for Acme", "unnamed", "spokesman"),
        ("supporters of Ann Lee", "group", "supporters"),
        ("the statement", "document", "statement"),
        ("Ann Lee's campaign", "role", "campaign"),
        ("the 42-year-old", "role", "42-year-old"),
        ("another", "unnamed", "another"),
        ("Ann Lee herself", "name", "Ann Lee"),
    ],
)
def test_mentions(text: str, kind: str, what: str) -> None:
    mention = read_mention(text, 0, len(text), find_names(text))
    shown = "|".join(text[n.start : n.end] for n in mention.names) if kind in ("name", "joint") else mention.head
    assert (mention.kind, shown) == (kind, what)


def test_roles_from_apposition_and_predication() -> None:
    text = "Prosecutor Ines Haddad spoke. Norwick, a ferry operator, sued. Bo Ek, 42, was a striker. The founder, Ann Lee, left."
    found = {(text[r.name.start : r.name.end], r.head or r.age) for r in find_roles(text, find_names(text))}
    assert found == {("Ines Haddad", "prosecutor"), ("Norwick", "operator"), ("Bo Ek", "42"), ("Bo Ek", "striker"), ("Ann Lee", "founder")}  # fmt: skip


WORDS = st.sampled_from(
    ["The", "the", "He", "he’s", "She", "HIS", "her", "hers", "mayor", "Another", "One", "who", "An", "A", "My", "landlord", "woman",
     "Ann", "Lee’s", "al-Karim", "l’Abbé", "Sen.", "chief", "singer", ",", ".", "\n", "”", "“", "’", " ", "x", "-", "O'Hara", "deputy", "St."]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=40)
PLAIN_PRONOUN = re.compile(
    r"(?<![^\W_])(?:[Hh]e|HE|[Ss]he|SHE|[Hh]im|[Hh]is|[Hh]ers?|[Hh]imself|[Hh]erself)(?![^\W_]|['’](?:$|[^sdl]))"
)
PHRASE = r"((?:[^\W_]+(?:[-'’][^\W_]+)*[ \u00a0]){0,4}[^\W_]+(?:-[^\W_]+)*)"
PLAIN_ROLE = re.compile(rf"(?:^|(?<=[\n.!?”\"»]\s)|(?<=,\s)|(?<=\n))[Tt]he\s{PHRASE}")
PLAIN_INDEFINITE = re.compile(
    r"(?:^|(?<=[\n.!?”\"’»]\s)|(?<=\n))(?:(?:Another|One)(?=,?\swho\s)"
    rf"|(?:An?|Another|One|My|Our|His|Her|Their)\s{PHRASE})"
)


@given(TEXTS)
def test_fast_patterns_find_what_the_plain_ones_find(text: str) -> None:
    for fast, plain in (
        (noun_phrases.PRONOUN, PLAIN_PRONOUN),
        (noun_phrases.ROLE_SUBJECT, PLAIN_ROLE),
        (noun_phrases.INDEFINITE_SUBJECT, PLAIN_INDEFINITE),
    ):
        assert [m.span() for m in fast.finditer(text)] == [m.span() for m in plain.finditer(text)]


@given(TEXTS)
def test_quick_looks_at_roles_pass_nothing_over(text: str) -> None:
    found = find_names(text)
    quick = find_roles(text, found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(noun_phrases, "_may_end_in_role", lambda lead, known: True)
        patch.setattr(noun_phrases, "FOLLOWED", re.compile(""))
        assert find_roles(text, found) == quick
