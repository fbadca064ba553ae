"""Bodies and subjects among speakers: what is told of them, and what stays open."""

# ruff: noqa: E501 (invented articles stand on long lines)

import pytest

from tellings.stages.speakers.answers import Answer, left_open
from tellings.stages.speakers.confidence import GROUNDS, confidence_of, evidence, ground_of
from tests.stages.test_speakers import Told

SUBJECTS = [
    (
        "a subject whose sex is not known goes before a rival known to be of that sex",
        "John Mills, the mayor, opened the hall. Mr Mills left early.\n\nOzren Vatic, who chairs Brevik Wool, said the plant would stay. “Wool needs no ticket,” he added.",
        ("Wool needs no ticket,", "he"),
        "Ozren Vatic",
    ),
    (
        "the noun of somebody else before the name does not hide it",
        "John Mills spoke first. He left early.\n\nNorwick’s coach, Ozren Vatic, was asked to laugh and would not. Every coach had said so, he said.",
        ("Every coach had said so,", "he"),
        "Ozren Vatic",
    ),
    (
        "a role before a name does not hide the subject",
        "Ann Lee, the baker, went home. Ann was tired.\n\nLast night Orchard Party leader Mary Cole backed her plan. “It has my vote,” she said.",
        ("It has my vote,", "she"),
        "Mary Cole",
    ),
    (
        "a possessive subject without a name",
        "Ann Lee writes here on Fridays.\n\nMy landlord called at noon. “Where is the rent,” he said.",
        ("Where is the rent,", "he"),
        "unnamed: My landlord",
    ),
    (
        "a role between the noun and its name",
        "The band is no more. His brother, lead singer Ann Lee, heard of it late. “A driver told me,” his brother, lead singer Ann Lee, said.",
        ("A driver told me,", "his brother"),
        "Ann Lee",
    ),
]


@pytest.mark.parametrize(
    ("text", "said", "expected"), [case[1:] for case in SUBJECTS], ids=[case[0] for case in SUBJECTS]
)
def test_subjects(text: str, said: tuple[str, str], expected: str) -> None:
    assert Told().add(text, said).names()[said[0]] == expected


def test_who_tells_that_an_operator_is_a_person() -> None:
    text = (
        "Ann Lee runs the mill. Ann Lee is well.\n\nA machine operator, who did not want to give her name, told us "
        "that it rained in May. She said her boss had known of it."
    )
    told = Told().add(text, ("that it rained in May", "A machine operator"), ("her boss had known of it", "She"))
    assert told.names()["her boss had known of it"] == "unnamed: A machine operator"


def test_a_pronoun_after_a_subject_left_open_stays_open() -> None:
    text = (
        "Ann Lee and Mary Lee run the inn. Ann Lee spoke of bread. Mary Lee spoke of salt.\n\n"
        "Jane Roe went by. “Good day,” Jane Roe said.\n\nLee was asked whether it would close. She would think, she said, “of it all in May”."
    )
    assert Told().add(text, ("of it all in May", "she")).names()["of it all in May"].startswith("?")


BODIES = [
    (
        "a body is not another one that stands nearer",
        "Norwick City Council closed the pool. The Open Trades Union called a strike and the union met. The council said “nobody will lose pay”.",
        ("nobody will lose pay", "The council"),
        "Norwick City Council",
    ),
    (
        "the firm that spoke just before",
        "Brevik Hollow was quiet.\n\nGannock Line answered on Sunday. “We are sorry for it,” the company said.",
        ("We are sorry for it,", "the company"),
        "Gannock Line",
    ),
    (
        "a body without another name is called as it is described",
        "Trains stood still. “Nobody asked the crews,” the drivers’ union said.",
        ("Nobody asked the crews,", "the drivers’ union"),
        "drivers’ union",
    ),
    (
        "a place is no source for she",
        "Some dealers in London and one in Orvieto spoke. They had been in Orvieto before. “It is worthless,” she said.",
        ("It is worthless,", "she"),
        "? ",
    ),
]


@pytest.mark.parametrize(("text", "said", "expected"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_bodies(text: str, said: tuple[str, str], expected: str) -> None:
    assert Told().add(text, said).names()[said[0]] == expected


def test_a_person_is_no_ministry() -> None:
    text = (
        "Some man from the government, Ozren Vatic, spoke. Mr Vatic smiled. Vatic left. "
        "“No such call took place,” the ministry said."
    )
    assert (
        "Vatic"
        not in Told().add(text, ("No such call took place,", "the ministry")).names()["No such call took place,"]
    )


def test_a_described_body_is_one_voice_over_the_story() -> None:
    told = Told()
    told.add("“There is no delay,” the electoral commission said.", ("There is no delay,", "the electoral commission"))
    told.add("“We are ready now,” the electoral commission said.", ("We are ready now,", "the electoral commission"))
    voices, attributions = told.resolve()
    assert len({a.voice_id for a in attributions}) == 1
    assert [v.kind for v in voices] == ["organisation"]


def test_confidence_falls_with_distance_and_rivals_and_is_nothing_where_open() -> None:
    told = Told().add("“We go on,” Ann Lee said.", ("We go on,", "Ann Lee"))
    said = told.quotations[0]
    near = Answer(("member", 0), (), 90, "pronoun: she")
    far = Answer(("member", 0), (), 90, "pronoun: she", rivals=3, distance=4)
    assert confidence_of(left_open("pronoun she"), said) == 0
    assert 0 < confidence_of(far, said) < confidence_of(near, said) <= 99
    assert evidence(far, said)["distance"] == 1.0
    assert confidence_of(near, said) == told.resolve()[1][0].confidence or told.resolve()[1][0].reason == "name"


def test_every_reason_has_a_ground() -> None:
    reasons = [
        "name",
        "short name: x",
        "organisation: y",
        "pronoun: he",
        "pronoun: it",
        "role: z",
        "unnamed",
        "handle: h",
    ]
    reasons += ["same words in A", "continues the quotation before it", "something else"]
    assert [ground_of(r) for r in reasons] == [
        "name", "short name", "organisation", "person pronoun", "other pronoun", "role", "unnamed", "handle",
        "same words", "continues", "role",
    ]  # fmt: skip
    assert set(map(ground_of, reasons)) == set(GROUNDS)
