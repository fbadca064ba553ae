"""Versions: which articles are versions of one, in what order, and what each changes."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings import collate
from tellings.model import Article, Copy, Telling
from tellings.stages.origins import find_origins
from tellings.stages.stories import tell_stories
from tellings.stages.summary import summarise
from tellings.stages.terms import describe
from tellings.stages.versions import find_changes, find_versions
from tellings.stages.versions.changes import TOKEN

TEXT = """Ferry Aurelia runs aground off Tarn Point

The car ferry Aurelia ran aground off Tarn Point on Tuesday with forty passengers aboard, the coastguard said.

Captain Odile Marsh said the engine had failed near the harbour. Two people were hurt.

The harbour office closed the channel for the night, and a tug is on its way from Sallow."""
LATER = TEXT.replace("Two people", "Three people").replace("Odile Marsh", "Odile Marche") + "\n\nNobody else was hurt."
OTHER = """Bakers of the Sallow guild block Kestrel Bridge

Striking bakers blocked Kestrel Bridge over flour prices that minister Ivo Brandt had set, the guild said."""


def article(text: str, article_id: str, **facts: str) -> Article:
    return replace(Article.from_text(text, **facts), article_id=article_id)


def versions(*articles: Article, copies: tuple[Copy, ...] = (), known: dict[str, int] | None = None) -> dict[str, str]:
    """For each version its number of how many, and what ties it."""
    rows = find_versions([describe(a, record=a.record) for a in articles], copies, known=known)
    return {row.article_id: f"{row.number}/{row.versions} {row.basis}" for row in rows}


def test_one_address_is_one_article_whatever_its_dress() -> None:
    one = article(TEXT, "a", url="https://www.gull.example/ferry?utm_source=feed", published="2024-05-01T08:00:00")
    two = article(LATER, "b", url="http://amp.gull.example/ferry/amp#top", published="2024-05-01T10:00:00")
    assert versions(one, two) == {"a": "1/2 address", "b": "2/2 address"}


def test_an_address_that_holds_another_article_each_day_ties_nothing() -> None:
    one = article(TEXT, "a", url="https://gull.example/today", published="2024-05-01")
    two = article(OTHER, "b", url="https://gull.example/today", published="2024-05-02")
    assert versions(one, two) == {}
    front = [replace(a, url="https://gull.example/") for a in (one, replace(two, text=LATER))]
    assert versions(*front) == {}


def test_a_file_that_has_changed_is_a_later_version_of_what_was_read_before() -> None:
    one, two = (replace(article(text, i), source="in/ferry.txt") for text, i in ((LATER, "a"), (TEXT, "b")))
    assert versions(one, two, known={"b": 0}) == {"b": "1/2 file", "a": "2/2 file"}
    rows = find_versions([describe(one), describe(two)])
    assert {row.reason for row in rows} == {"order not told: neither by dates nor by runs"}
    assert versions(one, replace(article(OTHER, "b"), source="in/ferry.txt")) == {}
    assert versions(replace(one, outlet="Gull"), replace(two, outlet="Post")) == {}


def test_one_outlets_headline_is_one_article_on_one_day() -> None:
    one = article(TEXT, "a", outlet="The Gull", title="Ferry Aurelia runs aground", published="2024-05-01")
    two = article(LATER, "b", outlet="The Gull", title="Ferry Aurelia Runs Aground!", published="2024-05-02")
    assert versions(one, two) == {"a": "1/2 headline", "b": "2/2 headline"}
    assert versions(one, replace(two, outlet="The Post")) == {}
    assert versions(one, replace(two, published="2024-05-08")) == {}
    rubric = [replace(a, title="Letters") for a in (one, two)]
    assert versions(*rubric) == {}


def near(one: str, other: str, share: int) -> Copy:
    return Copy("p", one, 0, 9, other, 0, 9, "near", "prose", "", 90, 90, share, share, "undetermined", ())


def test_an_outlets_text_printed_again_is_a_version_and_a_follow_up_is_not() -> None:
    one = article(TEXT, "a", outlet="The Gull", title="Ferry aground", published="2024-05-01")
    two = article(LATER, "b", outlet="The Gull", title="Channel closed", published="2024-05-01")
    assert versions(one, two, copies=(near("a", "b", 900),)) == {"a": "1/2 text", "b": "2/2 text"}
    assert versions(one, two, copies=(near("a", "b", 500),)) == {}
    assert versions(one, replace(two, outlet="Post"), copies=(near("a", "b", 900),)) == {}


def test_modification_tells_the_order_and_any_order_of_input_gives_the_same_rows() -> None:
    url = "https://gull.example/ferry"
    chain = [
        article(TEXT, "c", url=url, published="2024-05-01T08:00:00+02:00"),
        replace(article(LATER, "b", url=url, published="2024-05-01T08:00:00+02:00"), modified="2024-05-01T07:00:00Z"),
        replace(article(LATER + " More.", "a", url=url, published="2024-05-01"), modified="2024-05-03"),
    ]
    heads = [describe(a) for a in chain]
    rows = find_versions(heads)
    assert [(row.article_id, row.number, row.version_of) for row in rows] == [
        ("a", 3, "a"),
        ("b", 2, "a"),
        ("c", 1, "a"),
    ]
    assert find_versions(heads[::-1]) == rows


def test_versions_count_once_and_the_latest_is_shown() -> None:
    url = "https://gull.example/ferry"
    one = article(TEXT, "a", url=url, outlet="Gull", published="2024-05-01T08:00:00")
    two = article(LATER, "b", url=url, outlet="Gull", published="2024-05-01T10:00:00")
    reprint = article(TEXT, "c", outlet="Post", published="2024-05-01T09:00:00")
    heads = [describe(a) for a in (one, two, reprint)]
    copies = [near("a", "b", 900), near("a", "c", 1000), near("b", "c", 900)]
    story, *tellings = tell_stories(heads, copies, versions=find_versions(heads))
    told = {t.article_id: t for t in tellings if isinstance(t, Telling)}
    assert (story.tellings, story.independent, story.lead_id) == (3, 1, "b")
    assert {i: (t.version_of, t.copy_of) for i, t in told.items()} == {"a": ("b", ""), "b": ("", ""), "c": ("", "a")}
    origins = find_origins(list(told.values()), [one, two, reprint], copies)
    assert {o.article_id: o.origin_id for o in origins} == {"a": "b", "c": "b"}


def test_an_earlier_version_is_no_source_of_a_summary_and_no_account_more() -> None:
    url = "https://gull.example/ferry"
    one = Article.from_text(TEXT, url=url, outlet="Gull", published="2024-05-01T08:00:00")
    two = Article.from_text(LATER, url=url, outlet="Gull", published="2024-05-01T10:00:00")
    post = Article.from_text(
        "Car ferry Aurelia aground off Tarn Point\n\n"
        "The car ferry Aurelia ran aground off Tarn Point on Tuesday with forty passengers aboard, the coastguard"
        " said.\n\nPassengers spoke of a loud noise below the car deck. “The lights went out and we stood in the"
        " dark,” said Nell Harker, a nurse from Sallow. Lifeboats from Sallow and Kestrel took most ashore.\n\n"
        "The Aurelia was built in 1987 and carries cars between Sallow and the islands twice a day. Divers will look at"
        " the hull on Wednesday, and the owner hopes to sail again within a week.",
        outlet="Post",
        published="2024-05-01T11:00:00",
    )
    (story,) = collate([one, two, post])
    assert {t.article_id: t.version_of for t in story.tellings}[one.article_id] == two.article_id
    assert story.row.independent == 2
    told = [article_id for row in story.summary for article_id in (row.article_id, *row.tellings)]
    assert two.article_id in told
    assert one.article_id not in told
    assert max(row.independent for row in story.summary) <= 2
    by_both = [claim for claim in story.claims if claim.row.told > 1]
    assert by_both
    for claim in by_both:
        outlets = {story.articles[row.article_id].outlet for row in claim.assertions}
        assert claim.row.independent == len(outlets)
    assert any(claim.row.independent == 1 for claim in by_both)
    by_outlet = {claim.row.claim_id: claim.row.independent for claim in story.claims}
    assert story.only_in  # what the later version repeats of the earlier is told by one outlet alone
    assert {by_outlet[row.claim_id] for row in story.only_in} == {1}


def test_a_copy_of_an_earlier_version_is_no_source_of_its_own_in_a_summary() -> None:
    articles = [article(TEXT, "a"), article(LATER, "b"), article(TEXT, "c")]
    tellings = [
        Telling("s", "a", "", "A", "", "", "", version_of="b"),
        Telling("s", "b", "", "B", "", "", ""),
        Telling("s", "c", "", "C", "", "", copy_of="a"),
    ]
    rows = [row for row in summarise(articles, tellings) if row.order]
    assert rows
    assert {i for row in rows for i in row.tellings} == {"b", "c"}
    assert {row.independent for row in rows} == {1}


def changes(before: str, after: str) -> list[tuple[str, str, str, str]]:
    one, two = article(before, "a"), article(after, "b")
    return [
        (c.kind, c.what, before[c.other_start : c.other_end], after[c.start : c.end]) for c in find_changes(one, two)
    ]


def test_changes_are_typed_and_lead_to_their_characters() -> None:
    assert changes(TEXT, LATER) == [
        ("replaced", "name", "Marsh", "Marche"),
        ("replaced", "number", "Two", "Three"),
        ("inserted", "paragraph", "", "Nobody else was hurt."),
    ]
    assert changes(LATER, TEXT)[-1] == ("removed", "paragraph", "Nobody else was hurt.", "")
    assert changes("It rained. He left at once.", "It rained. He did not leave at once.")[0][1] == "negation"
    assert changes("We saw the colour.", "We saw the color.") == [("replaced", "spelling", "colour.", "color.")]
    assert changes(TEXT, TEXT) == []


def test_a_sentence_that_moved_is_told_once() -> None:
    paragraphs = ["The ferry sank off the point.", "A tug came from Sallow in the night.", "Nobody was hurt at all."]
    moved = changes("\n\n".join(paragraphs), "\n\n".join([*paragraphs[1:], paragraphs[0]]))
    assert moved == [("moved", "paragraph", paragraphs[0], paragraphs[0])]


def test_a_headline_that_metadata_alone_give_is_compared_too() -> None:
    one, two = article(TEXT, "a", title="Two hurt"), article(TEXT, "b", title="Three hurt")
    (change,) = find_changes(one, two)
    assert (change.what, change.other_title, change.title, change.start, change.end) == (
        "title",
        "Two hurt",
        "Three hurt",
        0,
        0,
    )


WORDS = st.lists(
    st.sampled_from(["The", "ferry", "sank.", "Two", "people", "were", "hurt.", "\n\n", "“No,”", "é🙂", " "]),
    max_size=30,
)


@given(WORDS, WORDS)
@settings(deadline=None)
def test_changes_make_the_later_version_out_of_the_earlier(before: list[str], after: list[str]) -> None:
    """What no change names is the same in both, in the same order: moved passages left out."""
    one, two = article(" ".join(before), "a"), article(" ".join(after), "b")
    found = find_changes(one, two)
    gone = {n for c in found for n in range(c.other_start, c.other_end)}
    new = {n for c in found for n in range(c.start, c.end)}
    left = [m.group() for m in TOKEN.finditer(one.text) if m.start() not in gone]
    right = [m.group() for m in TOKEN.finditer(two.text) if m.start() not in new]
    assert left == right
    for c in found:
        assert two.text[c.start : c.end] == two.text[c.start : c.end].strip()
        assert one.text[c.other_start : c.other_end] == one.text[c.other_start : c.other_end].strip()
