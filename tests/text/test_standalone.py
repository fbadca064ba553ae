"""Which sentences lose their sense when they are taken out of their text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.stages.marks import find_marks
from tellings.text.names import find_names
from tellings.text.standalone import find_defect, find_doubt, find_flaw, find_headline_flaw


def flaw(sentence: str, before: str = "", after: str = "") -> str:
    text = before + sentence + after
    quotes = [(m.start, m.end) for m in find_marks(text)]
    span = (len(before), len(before) + len(sentence))
    return find_flaw(text, span, find_names(text), quotes)


@pytest.mark.parametrize(
    "sentence",
    [
        "A fire destroyed the old mill in Dover on Sunday, killing two horses.",
        "Ann Lee told the council that she would rebuild her mill by spring.",
        "In her speech on Monday, Ann Lee promised to rebuild the old mill.",
        "“We will rebuild the mill and we will open it,” Ann Lee told reporters.",
        "It is not clear whether the mill in Dover will open again.",
        "There were forty people in the mill when a fire broke out.",
        "The mayor of Dover said the mill would be rebuilt by spring.",
        "Some farmers said their horses had been moved before a fire.",
        "This week the council of Dover will vote on a new mill.",
        "Police said Tuesday they had found no sign of arson at the mill.",
        "All of the mills along the river closed after a flood.",
    ],
)
def test_stands_alone(sentence: str) -> None:
    assert flaw(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Meanwhile, the council of Dover met to discuss the mill.", "goes on"),
        ("But the council of Dover refused to pay for the mill.", "goes on"),
        ("Ann Lee also told the council that the mill would open.", "goes on"),
        ("The council of Dover, however, refused to pay for the mill.", "goes on"),
        ("The next day the council of Dover met to discuss the mill.", "goes on"),
        ("The two met in Dover on Monday to discuss the mill.", "goes on"),
        ("She told the council of Dover that the mill would open.", "pronoun"),
        ("They told the council of Dover that the mill would open.", "pronoun"),
        ("In his speech on Monday, he promised to rebuild the mill.", "pronoun"),
        ("“Ann Lee will rebuild the old mill by the river,” he said.", "quotation"),
        ("“The mill will be rebuilt by the end of spring,” the owner said.", "quotation"),
        ("This came as a surprise to the council of Dover.", "points back"),
        ("Some were found near the river on Monday, the police said.", "points back"),
        ("A number of these old mills still stand along the river.", "points back"),
        ("Ann Lee had gone there to look at the old machines.", "points back"),
        ("The company said the mill in Dover would be rebuilt.", "says not which"),
        ("The lawsuit, which was filed in Dover, names Ann Lee.", "says not which"),
        ("On Monday, the company said the mill would be rebuilt.", "says not which"),
        ("The 40-year-old was seen near the river in Dover on Monday.", "says not which"),
        ("Ann Lee said in Dover that such mills should be closed.", "points back"),
        ("President had hinted that a mill would open in Dover.", "says not which"),
        ("A survey of Dover had expected a 3.6% increase.", "says not of what"),
        ("There were at least 396 deaths, according to Ann Lee.", "says not where"),
        ("The mill burned down in Dover.Ann Lee said nobody was hurt.", "sentences run"),
        ("Roughly 6.6 million were lost in the week before Easter.", "says not of what"),
        ("I have seen the old mill in Dover burn down twice.", "writer"),
        ("If you live in Dover you will know the old mill.", "addresses"),
        ("Will the council of Dover pay for the old mill?", "question"),
        ("What the council of Dover said about the mill", "caption or label"),
        ("What the council of Dover said about the mill:", "no end"),
        ("On the one hand, the council of Dover wants a mill.", "announces"),
        ("Ask Ann Lee of Dover, who owns the mill by the river.", "addresses"),
        ("Ann Lee, the owner of a mill in Dover, declined to comment on Monday.", "says not of what"),
        ("Ann Lee of Dover hinted as much herself on Monday.", "goes on"),
        ("Mill burns down in Dover The mill by the river burned down.", "sentences run"),
        ("Ann Lee, the owner of a mill, leaves the court in Dover on Monday.", "caption"),
        ("of the council said that the mill in Dover would open.", "no beginning"),
        ("Fire in Dover.", "too short"),
    ],
)
def test_dangles(sentence: str, reason: str) -> None:
    assert flaw(sentence).startswith(reason)


def doubt(sentence: str, opens: bool = False) -> str:
    quotes = [(m.start, m.end) for m in find_marks(sentence)]
    return find_doubt(sentence, (0, len(sentence)), find_names(sentence), quotes, opens=opens)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Ann Lee sold the old mill to Bo Crane of Dover on Monday.", "says not which: the old"),
        ("Ann Lee sold a mill by the river Orle to Bo Crane on Monday.", ""),
        ("Ann Lee sold a mill to Bo Crane in May 2011.", ""),
        ("Ann Lee sold a mill to Bo Crane, she told reporters.", "says not when"),
        ("A mill burned down on Monday, and with it a barn.", "says not who"),
        ("Ann Lee and Bo Crane even sold a mill on Monday.", "goes on"),
        ("Ann Lee told Bo Crane on Monday that “these mills are old.”", "points back: these"),
        ("Ann Lee told Bo Crane on Monday that both mills are old.", "points back: both"),
        ("Ann Lee told Bo Crane on Monday about both mills and horses.", ""),
        ("Ann Lee told Bo Crane of Dover about Monday's vote.", "says not which: vote"),
    ],
)
def test_what_a_reader_may_miss(sentence: str, reason: str) -> None:
    assert doubt(sentence).startswith(reason)
    assert bool(doubt(sentence)) == bool(reason)


def test_of_an_opening_only_the_subject_is_asked() -> None:
    assert doubt("Ann Lee sold the old mill.", opens=True) == ""
    assert doubt("The planned sale of a mill is off.", opens=True) == "says not which: the planned"
    assert doubt("The mill of Dover is sold.", opens=True) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("However, she sold the mill there to them.", ""),
        ("Two horses were killed.", ""),
        ("I sold the old mill by the river.", "writer"),
        ("Who sold the old mill by the river?", "question"),
        ("Photo: the mill by the river in flames.", "caption"),
        ("Read more.", "too short"),
    ],
)
def test_what_no_sentence_before_it_mends(sentence: str, reason: str) -> None:
    found = find_defect(sentence, (0, len(sentence)), find_names(sentence))
    assert found.startswith(reason)
    assert bool(found) == bool(reason)


def test_a_part_of_a_longer_quotation_dangles() -> None:
    before, after = "“The mill is gone. ", " We start again tomorrow,” Ann Lee said."
    assert flaw("Ann Lee stood by the owner of the mill.", before, after) == "part of a longer quotation"


def test_what_stands_around_a_sentence_changes_nothing_but_its_quotations() -> None:
    sentence = "A fire destroyed the old mill in Dover on Sunday."
    assert flaw(sentence, "It rained. ", " However, it stopped.") == flaw(sentence) == ""


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Fire destroys old mill in Dover", ""),
        ("Why did the old mill in Dover burn?", "question"),
        ("What you need to know about the mill fire", "addresses"),
        ("Fire", "too short"),
    ],
)
def test_headlines(title: str, reason: str) -> None:
    assert find_headline_flaw(title, (0, len(title))).startswith(reason)
    assert bool(find_headline_flaw(title, (0, len(title)))) == bool(reason)


@given(st.text(max_size=120), st.integers(0, 60), st.integers(0, 60))
def test_any_text_gets_an_answer(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    assert isinstance(doubt(text), str)
    assert isinstance(find_flaw(text, (start, min(len(text), start + length)), find_names(text)), str)
    assert isinstance(find_headline_flaw(text, (start, min(len(text), start + length))), str)
