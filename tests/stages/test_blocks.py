"""Blocks: what is set aside, and that nothing else is."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tellings.model import TOLD, Article
from tellings.stages.blocks import find_blocks

SEEDS = Path(os.environ.get("TELLINGS_SEEDS", Path(__file__).parents[2].parent / "shared" / "seeds"))


def blocks_of(text: str, **given: str) -> list[tuple[str, str]]:
    return [(b.kind, text[b.start : b.end]) for b in find_blocks(Article.from_text(text, **given))]


def set_aside(text: str) -> list[str]:
    return [words for kind, words in blocks_of(text) if kind not in TOLD]


PROSE = "The council met on Monday and voted to close the bridge for repairs, a spokeswoman said."


def within(line: str) -> list[tuple[str, str]]:
    """The blocks of a line that stands between two paragraphs of prose."""
    return [b for b in blocks_of(f"{PROSE}\n{line}\n{PROSE}") if b[1] != PROSE]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ana Ruiz/Getty Images", "credit"),
        ("@anaruiz/Instagram", "credit"),
        ("AP Photo/Bo Day, File", "credit"),
        ("Ana Ruiz / AFP via Getty Images", "credit"),
        ("Photo: Ana Ruiz", "credit"),
        ("Getty Images", "credit"),
        ("Image source, Reuters", "credit"),
        ("Image caption, The bridge before it was closed", "caption"),
        ("Sign up for our free evening newsletter", "promo"),
        ("Subscribe to our newsletter and never miss a story!", "promo"),
        ("Follow us on Twitter and Facebook", "promo"),
        ("Have your say in the comments below", "promo"),
        ("Do you have a story? Email us at desk@example.org", "promo"),
        ("Read more: Bridge to stay closed until May", "related"),
        ("Advertisement", "ui"),
        ("Story continues below advertisement", "ui"),
        ("Exit mobile version", "ui"),
        ("Share this article", "ui"),
        ("© 2023 The Daily Example. All rights reserved.", "legal"),
        ("Copyright 2023 Example Media", "legal"),
        ("(Reporting by Ana Ruiz; Editing by Bo Day)", "byline"),
        ("To view this video please enable JavaScript.", "ui"),
        ("Updated at 10:15 GMT", "header"),
        ("For more coverage of the bridge: https://example.org/bridge", "related"),
        ("The bridge before it was closed for repairs Hide Caption 3 of 12", "caption"),
    ],
)
def test_lines_set_aside(line: str, kind: str) -> None:
    assert within(line) == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, the auditor said, and the bridge explains itself.",
        "Subscribe to that theory and the rest follows, Mr. Day told the council.",
        "Photos from the scene showed the deck hanging over the water.",
        "“Sign up for our newsletter,” the mayor joked.",
        "Advertisement spending rose by a third, the company said.",
        "Share prices fell in Oslo.",
        "Copyright law was the subject of the afternoon.",
        "Contact between the two ships was lost at noon.",
        "Home is where the work is",
        "Updated estimates put the cost at 3 million in 2024.",
        "Read more slowly, she told the pupils.",
        "He has posted on Instagram and/or Facebook.",
        "Video from a helicopter shows the lorry in the river.",
        "Related matters were put off until June.",
        "By Monday the bridge had been closed for a week.",
        "It looks like you would need a boat, Ms. Ruiz said.",
        "See you in court, the owner wrote.",
        "Have your say, the mayor urged the residents of the valley, and many did.",
        "Visit the bridge and you will see what the mayor means by old.",
        "For more than a year the bridge had been closed to lorries.",
        "More: that is what the firm wants.",
    ],
)
def test_prose_is_kept(line: str) -> None:
    assert within(line) == [("body", line)]


APPEALS = [
    ("promo", "The Sentinel in your inbox at breakfast: leave your email address and we do the rest."),
    ("promo", "Seen something on the ring road? Send your pictures and videos to the newsdesk."),
    ("promo", "WERE YOU THERE? Call the newsdesk or write to desk@sentinel.example"),
    ("promo", "You appear to block our adverts. They pay our reporters: please let them through."),
    ("promo", "Our reporting is paid for by readers. Become one of them from £2 a month."),
    ("promo", "Get the Lunch Letter: six stories, every weekday."),
    ("promo", "This report was put together by the Sentinel from partner sources. Seen an error? Tell us."),
    ("legal", "Some links in this article earn us a commission from sales, at no cost to you."),
    ("legal", "Sentinel Group plc. All rights reserved. Letters to the editor must carry a name."),
    ("ui", "Comments are closed on this story."),
    ("ui", "Comments on this article have been switched off."),
    ("ui", "Filed under: Bridges, Valley, odd things"),
    ("ui", "Tags: bridges, lorries"),
    ("related", "Previous post: Seven ferries, no bridge"),
]


@pytest.mark.parametrize(("kind", "line"), APPEALS)
def test_lines_set_aside_below_the_last_paragraph(kind: str, line: str) -> None:
    text = f"{PROSE}\n{PROSE}\n{line}"
    assert blocks_of(text)[2:] == [(kind, line)]
    assert [b.kind for b in find_blocks(Article.from_text(text + "\nAna Ruiz/Getty Images\nAdvertisement"))][2] == kind


def test_the_outlets_own_name_tells() -> None:
    line = "Valley Bridge Monthly appears on the first Friday. Back numbers are open to subscribers."
    text = f"{PROSE}\n{PROSE}\n{line}"
    assert blocks_of(text, outlet="Valley Bridge Monthly")[2:] == [("promo", line)]


@pytest.mark.parametrize(
    "line",
    [
        "We gave the bridge to our readers as a cause, and our stories made them angry. That was the point.",
        "Tell your councillor what you think of it.",
        "The paper lost a third of its subscribers that year.",
        "If you sign up for the ferry pass you pay $6.99 a month and get the first week free.",
        "I will miss it. My newsletter was the better part of my week.",
        "Many news organisations, the Sentinel among them, have had reporters kept off the bridge.",
        "The Sentinel has obtained e-mail alerts that the company sent out that night.",
        "ANA RUIZ: And that was the bridge. This is the Valley Hour, stay with us.",
        "Readers were told of the closure by letter, in stories every day that week.",
        "Happy New Year to you all, and keep off the bridge.",
        "“Get our newsletter, every week,” the sign at the bridge reads.",
        "The US subscription market is weak, and free offers do not help it.",
        "Comments on this from the ministry were not available.",
        "Filed under seal in 2019, the complaint names four firms.",
    ],
)
def test_last_paragraphs_are_kept(line: str) -> None:
    for outlet in ("", "The Sentinel"):
        assert blocks_of(f"{PROSE}\n{PROSE}\n{line}", outlet=outlet)[2:] == [("body", line)]


def test_who_the_writer_is() -> None:
    line = "Ana Ruiz is the author of “Bridges” and a columnist for the Sentinel."
    assert blocks_of(f"{PROSE}\n{PROSE}\n{line}")[2:] == [("byline", line)]
    for kept in (
        f"Ms. Ruiz left at noon.\n{line}",
        "Ann Prowse was the last mayor to cross it, in 1951.",
        "Now THAT is the bridge.",
        "The bridge is a ruin.",
    ):
        assert {kind for kind, _ in blocks_of(f"{PROSE}\n{PROSE}\n{kept}")} == {"body"}


def test_a_name_above_what_its_bearer_is() -> None:
    text = f"Bridge closed for repairs until May\nAna Ruiz\nTransport Correspondent\n{PROSE}"
    assert [kind for kind, _ in blocks_of(text)] == ["title", "byline", "byline", "body"]
    text = f"Bridge closed for repairs until May\nAna Ruiz\nPort Ardle\n{PROSE}"
    assert [kind for kind, _ in blocks_of(text)][1:] == ["body"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "This is a developing story. Two men fell from the bridge on Monday.",
        "This story has been updated to reflect events.The bridge was opened by the mayor.",
        "Whether Mr. Day can open the bridge is an open question. Stay tuned for our coverage of the story.",
        "Support for journalism fell in the valley.",
        "Get the bridge open first.",
    ],
)
def test_mixed_lines_are_kept(line: str) -> None:
    assert ("body", line) in blocks_of(f"{PROSE}\n{PROSE}\n{line}")


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("header", "This is a developing story. Please check back for updates."),
        ("header", "This post was updated at 12:15 p.m. ET."),
        ("byline", "This report contains material from Example Press."),
        ("promo", "To see how the bridge was built, click here."),
        ("promo", "Support our bridge journalism"),
        ("ui", "[pullquote]"),
        ("credit", "(Reuters photo: Ana Ruiz)"),
        ("credit", "Ana Ruiz and Bo Day/Staff"),
        ("legal", "This column originally appeared in the Valley Sentinel."),
    ],
)
def test_notes_calls_and_placeholders(kind: str, line: str) -> None:
    assert within(line) == [(kind, line)]


def test_an_appeal_alone_is_kept() -> None:
    line = APPEALS[0][1]
    assert blocks_of(line) == [("body", line)]


def test_labels_of_desks() -> None:
    text = f"Bridge closed for repairs until May\nSentinel Exclusive\n{PROSE}"
    assert [kind for kind, _ in blocks_of(text)] == ["title", "header", "body"]
    assert blocks_of(f"Mayor Breaks His Silence On Exclusive Bridge Club Dinner\n{PROSE}")[0][0] == "title"


def test_soft_hyphens_do_not_hide_a_line() -> None:
    line = "Sub\u00adscribe to our news\u00adletter and never miss a story!"
    assert within(line) == [("promo", line)]


def test_spans_within_a_line() -> None:
    line = "Bridge Closed Until May This video is unavailable because the player could not load it."
    assert blocks_of(f"{PROSE}\nRelated stories:\n{line}\nMayor Says Sorry\nFive Bridges To See")[1:] == [
        ("related", "Related stories:"),
        ("related", "Bridge Closed Until May"),
        ("ui", "This video is unavailable because the player could not load it."),
        ("related", "Mayor Says Sorry"),
        ("related", "Five Bridges To See"),
    ]


def test_related_list_ends_where_prose_goes_on() -> None:
    kinds = [kind for kind, _ in blocks_of(f"{PROSE}\nRelated articles\nBridge to stay closed\n{PROSE}\n{PROSE}")]
    assert kinds == ["body", "related", "related", "body", "body"]


def test_header_glued_to_what_follows() -> None:
    text = f" date 2023-03-04 Ana Ruiz/Instagram\n\n{PROSE}\n"
    assert blocks_of(text) == [("header", "date 2023-03-04"), ("credit", "Ana Ruiz/Instagram"), ("body", PROSE)]
    assert blocks_of(f" date 2023-03-04 {PROSE}") == [("header", "date 2023-03-04"), ("body", PROSE)]


def test_head_of_an_article() -> None:
    text = f"Bridge closed for repairs\nBy Ana Ruiz and Bo Day\nMarch 4, 2023 10:15 a.m.\nOSLO, Norway (AP) — {PROSE}"
    assert [kind for kind, _ in blocks_of(text)] == ["title", "byline", "header", "dateline", "body"]


def test_first_line_that_only_looks_like_a_byline() -> None:
    line = "By Monday the bridge had been closed for a week."
    assert blocks_of(f"{line}\n{PROSE}")[0] == ("body", line)


def test_datelines_of_two_places() -> None:
    assert blocks_of(f"OSLO/BERGEN (Reuters) - {PROSE}")[0] == ("dateline", "OSLO/BERGEN (Reuters) -")


def test_labels_of_headlines() -> None:
    assert blocks_of(f"Opinion: The bridge must go\n{PROSE}")[0][0] == "title"
    assert blocks_of(f"Also read: What became of the bridge\n{PROSE}")[0][0] == "related"
    assert within("Opinion: The bridge must go")[0][0] == "related"


def test_layout_of_a_page() -> None:
    lines = ["Menu of the day"] * 9 + ["Bridge closed", "OSLO (AP) — " + PROSE, "Follow us on Twitter", "About us"]
    layout = ("ui",) * 9 + ("title", "body", "body", "legal")
    article = replace(Article.from_text("\n".join(lines)), layout=layout)
    kinds = [b.kind for b in find_blocks(article)]
    assert kinds == [*layout[:10], "dateline", "body", "promo", "legal"]


def test_given_title() -> None:
    text = f"Bridge closed.\n{PROSE}"
    assert [b.kind for b in find_blocks(Article.from_text(text, title="Bridge closed."))] == ["title", "body"]


def test_call_at_the_end_of_a_paragraph() -> None:
    assert within("The bridge is old. Follow Ana Ruiz on Twitter: @anaruiz") == [
        ("body", "The bridge is old."),
        ("promo", "Follow Ana Ruiz on Twitter: @anaruiz"),
    ]


def test_caption_with_credit() -> None:
    assert within("The bridge on Monday, a day before it closed. (Bo Day/AP)") == [
        ("caption", "The bridge on Monday, a day before it closed."),
        ("credit", "(Bo Day/AP)"),
    ]


def test_posts() -> None:
    post = "The deck is hanging over the water #bridge pic.twitter.com/abc"
    sign = "— Ana (@anaruiz) March 4, 2023"
    assert within(f"{post}\n{sign}") == [("embed", post), ("embed", sign)]
    assert within(f"{post} {sign}") == [("embed", f"{post} {sign}")]


def test_front_matter() -> None:
    text = f"---\ntitle: Bridge\n---\n{PROSE}"
    assert [kind for kind, _ in blocks_of(text)] == ["header", "header", "header", "body"]


def check_cover(text: str) -> None:
    blocks = find_blocks(Article.from_text(text))
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[at : block.start].strip()
        words = text[block.start : block.end]
        assert words == words.strip()
        at = block.end
    assert not text[at:].strip()


PIECES = st.sampled_from(
    [PROSE, "Read more:", "Related", "Photo: A/AP", "(AP)", "—", "OSLO (AP) — ", " date 2023-01-02 ", "By Ann Lee",
     "---", "Sign up for our newsletter.", "This video is unavailable", "— A (@a) May 1, 2023", "\n", "\n\n", " ",
     ".", "“", "\u2028", "\x1c", "title: x"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=300), st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map("\n".join)
    )
)
@example(" date 2023-01-02")
@example("---\na: b\n---")
@settings(max_examples=300, deadline=None)
def test_blocks_cover_everything_but_space(text: str) -> None:
    check_cover(text)


@pytest.mark.parametrize(
    "text",
    [
        "“" * 10**6,
        " " * 10**6,
        "1" * 10**6,
        "a. " * 300_000,
        "(@" * 300_000,
        "Photo " * 10**5,
        "A " * 10**5 + "/",
        "A-" * 10**5,
        "A/" * 10**5,
        "—" * 10**5,
    ],
)
def test_long_lines_do_not_hang(text: str) -> None:
    check_cover(text)


@pytest.mark.data
def test_seeds() -> None:
    if not SEEDS.is_dir():
        pytest.skip(f"no folder {SEEDS}; set TELLINGS_SEEDS")
    expected = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))
    for number, name in expected["files"].items():
        text = (SEEDS / name).read_text(encoding="utf-8")
        aside = [words for kind, words in blocks_of(text) if kind not in TOLD and kind != "header"]
        assert aside == [line for line in aside if line in expected["set_aside"][number]]
        assert set(expected["set_aside"][number]) == set(aside)


@pytest.mark.parametrize("unit", ["Ann L{} is a professor.\n", "Get our newsletter {} every week!\n", "Aa{} ", "our "])
def test_long_texts_take_linear_time(unit: str) -> None:
    text = PROSE + "\n" + "".join(unit.format("".join(chr(97 + int(d)) for d in str(n))) for n in range(60_000))
    begin = time.process_time()
    find_blocks(Article.from_text(text))
    assert time.process_time() - begin < 20
