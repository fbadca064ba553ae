"""Primary sources as witnesses: their own sentences for what reports quote, and theirs the text."""

from dataclasses import replace

from tellings.in_memory import collate_story
from tellings.model import Article

SPEECH = (
    "Friends, I am glad to see you. We counted forty cracks in the eastern pier, and nobody should walk there if the "
    "wind is up. The bridge will not open this year. Thank you."
)


def primary(text: str) -> Article:
    return replace(Article.from_text(text, outlet="Speech"), kind="primary")


def report(outlet: str, *said: str) -> Article:
    quoted = " ".join(f"“{words},” Ada Moss said." for words in said)
    return Article.from_text(
        f"The mayor of Brinley spoke on the quay.\n\n{quoted}", outlet=outlet, published="2024-05-06"
    )


REPORTS = [
    report("Post", "The bridge will open this year", "We counted fourteen cracks in the eastern pier"),
    report("Echo", "The bridge will open this year", "We counted fourteen cracks in the eastern pier"),
]


def test_the_source_has_the_last_word_against_all_reports() -> None:
    story = collate_story([primary(SPEECH), *REPORTS])
    said = [edition for edition in story.statements if edition.row.primary]
    text = " ".join(edition.text for edition in said)
    assert "The bridge will not open this year." in text
    assert "forty cracks in the eastern pier, and nobody should walk there if the wind is up" in text
    assert all(edition.speaker == "Ada Moss" for edition in said), "the voice is the one that reports name"
    kinds = {reading.kind for edition in said for reading in edition.readings if reading.turns}
    assert {"negation", "number"} <= kinds


def test_what_nobody_quotes_is_no_statement() -> None:
    story = collate_story([primary(SPEECH), *REPORTS])
    assert not any("Friends" in edition.text for edition in story.statements)


def test_witnesses_lead_back_to_the_source() -> None:
    source = primary(SPEECH)
    story = collate_story([source, *REPORTS])
    own = [w for e in story.statements for w in e.witnesses if w.article_id == source.article_id]
    assert {SPEECH[w.start : w.end] for w in own} >= {"The bridge will not open this year."}
    assert not any(w.carries == "paraphrase" for w in own)


def test_a_source_that_says_nothing_of_it_carries_nothing() -> None:
    story = collate_story(
        [primary("The council meets on the first Tuesday of each month in the old school."), *REPORTS]
    )
    assert not any(edition.row.primary for edition in story.statements)
