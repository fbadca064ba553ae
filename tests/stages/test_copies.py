"""Who repeats whom, on invented articles."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model import Article, Block, Copy, Mark
from tellings.stages.copies import STAGES, compare_pair, find_copies, find_direction
from tellings.stages.copies.credits import find_credit, find_origin

FERRY = (
    "The night ferry to Arholma ran aground off the east pier shortly after ten on Friday, the coast guard in Visby "
    "reported. All sixty-two passengers were brought ashore by two pilot boats before midnight, and nobody was hurt. "
    "Divers will look at the hull when the wind drops. The company that runs the line has cancelled its sailings until "
    "Monday and put on buses from the old harbour. "
)
MILL = (
    "Fire gutted a disused paper mill in the valley above Lund during the small hours of Tuesday. Neighbours woke to "
    "the sound of slates bursting in the heat, and four crews pumped water from the weir until dawn. The owner "
    "had asked the council for leave to turn the building into flats; a hearing was set for next month. "
)
SPEECH = (
    "“We heard the keel strike twice and then the lights went out along the whole of the lower deck, and not one of us "
    "knew whether we should stay where we were or climb towards the open air,”"
)


def marks_of(*articles: Article) -> list[Mark]:
    found = []
    for article in articles:
        start = article.text.find("“")
        while start >= 0:
            end = article.text.find("”", start) + 1
            found.append(
                Mark(
                    article.article_id,
                    start,
                    end,
                    start + 1,
                    end - 1,
                    "quote",
                    "“”",
                    "closed",
                    0,
                    0,
                    "",
                    "",
                    "",
                    None,
                    None,
                )
            )
            start = article.text.find("“", end)
    return found


def kinds(rows: list[Copy]) -> set[str]:
    return {row.kind for row in rows}


def test_the_same_words_are_exact_whatever_their_case_and_spacing() -> None:
    rows = compare_pair(Article.from_text(FERRY), Article.from_text(FERRY.upper().replace(" ", "\n ")))
    assert kinds(rows) == {"exact"}
    assert (rows[0].share, rows[0].other_share) == (1000, 1000)


def test_most_of_the_shorter_one_is_near() -> None:
    rows = compare_pair(Article.from_text(FERRY), Article.from_text(FERRY + MILL))
    assert kinds(rows) == {"near"}
    assert {row.passage for row in rows} == {"prose"}


def test_a_passage_within_other_prose_is_an_excerpt() -> None:
    part = FERRY.split(". ")[1] + ". "
    rows = compare_pair(Article.from_text(FERRY), Article.from_text(MILL + part + MILL.replace("mill", "barn")[::-1]))
    assert kinds(rows) == {"excerpt"}
    (row,) = rows
    assert row.article_id < row.other_id


def test_shared_speech_is_no_copy() -> None:
    one = Article.from_text(FERRY + SPEECH + " a passenger said.")
    two = Article.from_text(SPEECH + " she told reporters. " + MILL)
    rows = compare_pair(one, two, (), marks_of(one, two))
    assert kinds(rows) == {"shared quotation"}
    assert [row.passage for row in rows] == ["quotation"]
    for row in rows:
        text = {article.article_id: article.text for article in (one, two)}
        assert text[row.article_id][row.start : row.end].startswith("We heard the keel")
        assert text[row.other_id][row.other_start : row.other_end].endswith("the open air")


def test_the_same_speech_with_hardly_any_prose_is_near() -> None:
    one, two = Article.from_text("In full: " + SPEECH), Article.from_text("The speech: " + SPEECH)
    assert kinds(compare_pair(one, two, (), marks_of(one, two))) == {"near"}


def test_nothing_shared_gives_no_row() -> None:
    assert compare_pair(Article.from_text(FERRY), Article.from_text(MILL)) == []


def test_set_aside_blocks_do_not_count() -> None:
    one, two = Article.from_text(FERRY + MILL), Article.from_text(FERRY)
    blocks = [
        Block(one.article_id, 0, len(FERRY), "promo", ""),
        Block(one.article_id, len(FERRY), len(one.text), "body", ""),
    ]
    assert compare_pair(one, two, blocks) == []


def test_lines_an_outlet_repeats_do_not_make_a_copy() -> None:
    line = (
        " Subscribers receive the evening letter from our newsroom with the pick of the day and a word on the weather."
    )
    stories = [" ".join(f"{chr(97 + i)}{j}" for j in range(150)) for i in range(8)]
    articles = [Article.from_text(story + line, outlet="Post") for story in stories]
    assert find_copies(articles) == []


@pytest.mark.parametrize("order", [0, 1, 2])
def test_the_order_of_articles_does_not_matter(order: int) -> None:
    texts = [FERRY, FERRY + MILL, MILL, MILL + SPEECH, SPEECH + FERRY]
    articles = [Article.from_text(text) for text in texts]
    shuffled = random.Random(order).sample(articles, len(articles))
    assert find_copies(shuffled, None, marks_of(*articles)) == find_copies(articles, None, marks_of(*articles))
    one, two = articles[:2]
    assert compare_pair(one, two) == compare_pair(two, one)


def test_a_pair_found_gives_the_rows_of_a_pair_given() -> None:
    rows = find_copies([Article.from_text(FERRY), Article.from_text(FERRY + MILL)])
    assert rows[0].article_id < rows[0].other_id
    assert rows == compare_pair(Article.from_text(FERRY), Article.from_text(FERRY + MILL))


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=200), st.text(max_size=200), st.text(st.sampled_from("ab “”\"'\n"), max_size=200))
def test_offsets_lie_within_the_texts(one: str, two: str, noise: str) -> None:
    articles = [Article.from_text(noise + FERRY + one), Article.from_text(two + FERRY + noise)]
    text = {article.article_id: article.text for article in articles}
    for row in find_copies(articles):
        assert 0 <= row.start < row.end <= len(text[row.article_id])
        assert 0 <= row.other_start < row.other_end <= len(text[row.other_id])


def test_direction_is_told_by_credit_then_by_date() -> None:
    post = Article.from_text(FERRY, outlet="Harbour Post", published="2024-03-02")
    echo = Article.from_text(
        FERRY + "This story first appeared in the Harbour Post.", outlet="Echo", published="2024-03-01"
    )
    assert find_direction(post, echo)[0] == "article -> other"
    assert find_direction(echo, post)[0] == "other -> article"
    plain = replace(echo, text=FERRY)
    assert find_direction(post, plain) == ("other -> article", "published later: 2024-03-02 after 2024-03-01")


@pytest.mark.parametrize(("one", "two"), [("2024-03-01", "2024-03-01"), ("", "2024-03-01"), ("", "")])
def test_direction_is_left_open_where_dates_do_not_settle_it(one: str, two: str) -> None:
    pair = Article.from_text(FERRY, published=one), Article.from_text(FERRY + " ", published=two)
    assert find_direction(*pair)[0] == "undetermined"


def test_agencies_are_read_where_a_credit_stands() -> None:
    assert find_origin(Article.from_text("OSLO (AP) — The ferry sank.")) == "wire: Associated Press"
    assert find_origin(Article.from_text("LUND, March 3 /PRNewswire/ -- A mill opens.")) == "press release: PR Newswire"
    assert find_origin(Article.from_text("The AP exam is hard. " + MILL * 9)) == ""
    rows = compare_pair(Article.from_text("OSLO (AP) — " + FERRY), Article.from_text("(AP) " + FERRY + MILL))
    assert {row.origin for row in rows} == {"wire: Associated Press"}


def test_a_name_within_another_word_is_no_credit() -> None:
    times = Article.from_text(MILL, outlet="Times")
    assert find_credit(Article.from_text("according to Timeson", outlet="Echo"), times) == ""
    assert find_credit(Article.from_text("It happened, the Times reported.", outlet="Echo"), times) == "Times reported"


def test_odd_texts() -> None:
    odd = ["", " ", "\x00", "“" * 5000, "a" * 100_000, "1 " * 20_000, "😀" * 1000, "\u202eabc", "x y " * 5000]
    articles = [Article.from_text(text) for text in odd]
    find_copies(articles)
    for one in articles:
        for two in articles:
            compare_pair(one, two)


def test_no_articles() -> None:
    assert find_copies([]) == []
    assert [stage.name for stage in STAGES] == ["shingles", "pairs", "copies"]
