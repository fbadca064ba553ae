"""The summary: cited sentences, within the length, in the same order whatever the order of the articles."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings import sample
from tellings.in_memory import run_in_memory
from tellings.model import Article, Block, Copy, Difference, Mark, Side, SummarySentence, Telling
from tellings.stages.read import read_articles
from tellings.stages.summary import Dispute, SummarySettings, find_disputes, summarise
from tellings.stages.summary.support import find_sources

POST = """Fire destroys old mill in Dover

A fire destroyed the old mill in Dover on Sunday, killing two horses, the fire service said.
Ann Lee, who owns the mill, said she would rebuild it by spring. However, the council of Dover will not pay for it.
Lee bought the mill in 2011 and turned it into a riding school for children."""
ECHO = """Two horses die as mill burns in Dover

Two horses died when the old mill in Dover burned down on Sunday, firefighters said.
She has owned it for years. The council of Dover will meet on Thursday to decide who pays for a new mill."""


def tellings_of(articles: list[Article], copy_of: dict[str, str]) -> list[Telling]:
    return [
        Telling("s", a.article_id, "", chr(65 + n), "2024-05-13", "published", copy_of.get(a.article_id, ""))
        for n, a in enumerate(articles)
    ]


def articles() -> list[Article]:
    return [Article.from_text(POST, outlet="Post"), Article.from_text(ECHO, outlet="Echo")]


def words(rows: list[SummarySentence], given: list[Article]) -> list[str]:
    texts = {a.article_id: a.text for a in given}
    return [texts[row.article_id][row.start : row.end] for row in rows if row.order]


def test_tells_the_points_within_the_length() -> None:
    given = articles()
    told = words(summarise(given, words=60), given)
    assert sum(len(sentence.split()) for sentence in told) <= 60
    assert any("fire destroyed" in sentence or "Two horses died" in sentence for sentence in told)
    for before, sentence in pairwise(["", *told]):  # what leans on the sentence before it stands right behind it
        assert not sentence.startswith(("However", "She")) or f"{before} {sentence}" in POST + ECHO


@pytest.mark.parametrize("most", [0, 5, 15, 30, 60, 1000])
def test_never_longer_than_asked_for(most: int) -> None:
    given = articles()
    assert sum(len(sentence.split()) for sentence in words(summarise(given, words=most), given)) <= most


def test_a_full_name_comes_before_the_surname() -> None:
    given = articles()
    told = words(summarise(given, words=1000), given)
    full = next(n for n, sentence in enumerate(told) if "Ann Lee" in sentence)
    assert all(n > full for n, sentence in enumerate(told) if sentence.startswith("Lee "))


def test_a_sentence_that_leans_is_told_behind_the_one_before_it() -> None:
    given = articles()
    lean = "However, the council"
    for most in range(0, 120, 3):
        told = words(summarise(given, words=most), given)
        for number, sentence in enumerate(told):
            if sentence.startswith(lean):
                assert number > 0
                assert POST.index(sentence) - POST.index(told[number - 1]) == len(told[number - 1]) + 1
    assert any(s.startswith(lean) for s in words(summarise(given, words=1000), given))


def test_a_caption_between_breaks_no_run() -> None:
    first, caption, second = (
        "A fire destroyed the old mill in Dover on Sunday, police said.",
        "Photo: the mill by the river in Dover.",
        "It had stood there for a hundred years.",
    )
    given = [Article.from_text("\n\n".join((first, caption, second)), outlet="Post")]
    assert words(summarise(given, words=60), given) == [first, second]


def test_where_nothing_stands_alone_the_opening_is_told() -> None:
    text = "She sold the old mill by the river on Sunday."
    given = [Article.from_text(text, outlet="Post")]
    assert words(summarise(given, words=60), given) == [text]


def test_a_courtesy_title_gives_no_full_name() -> None:
    post = "Ms. Lee sold a mill in Dover to Bo Crane on Sunday."
    echo = "Stella Lee sold a mill in Dover to Bo Crane on Sunday."
    given = [Article.from_text(post, outlet="Post"), Article.from_text(echo, outlet="Echo")]
    told = words(summarise(given, words=1000), given)
    assert told[0] == echo


def test_the_order_of_the_articles_changes_nothing() -> None:
    given = articles()
    assert summarise(given, words=60) == summarise(given[::-1], words=60)


def test_a_copy_is_no_independent_support() -> None:
    given = [*articles(), Article.from_text(POST, outlet="Mirror")]
    free = summarise(given, tellings_of(given, {}), words=30)
    copied = summarise(given, tellings_of(given, {given[2].article_id: given[0].article_id}), words=30)
    first = {row.tellings: row.independent for row in free if row.order and len(row.tellings) == 3}
    second = {row.tellings: row.independent for row in copied if row.order and len(row.tellings) == 3}
    assert set(first.values()) == {3}
    assert set(second.values()) == {2}


def test_a_shared_passage_is_no_independent_support() -> None:
    given = [articles()[0], Article.from_text(POST.replace("2011", "2012"), outlet="Mirror")]
    one, other = (a.article_id for a in given)
    passage = Copy(
        "p", one, 0, len(POST), other, 0, len(POST), "excerpt", "prose", "", 60, 60, 900, 900, "undetermined", ()
    )
    rows = summarise(given, tellings_of(given, {}), copies=[passage], words=30)
    assert [row.independent for row in rows if row.order] == [1] * len([row for row in rows if row.order])


def test_a_copied_point_does_not_outweigh_an_independent_one() -> None:
    point, copied = (
        "Dover's council will close the harbour bridge in June.",
        "Ann Lee sold three paintings at the fair.",
    )
    texts = [point, point.replace("close", "shut"), copied, copied + " ", copied + "  "]
    given = [Article.from_text(text, outlet=str(n)) for n, text in enumerate(texts)]
    root = given[2].article_id
    rows = tellings_of(given, {given[3].article_id: root, given[4].article_id: root})
    assert "bridge" in words(summarise(given, rows, words=10), given)[0]


def test_the_headline_is_a_title_that_tells_what_happened() -> None:
    one = Article.from_text(POST.split("\n\n")[1], title="Will the old mill in Dover ever open again?", outlet="Post")
    two = Article.from_text(ECHO.split("\n\n")[1], title="Two horses die as mill burns in Dover", outlet="Echo")
    (headline,) = (row for row in summarise([one, two]) if row.order == 0)
    assert (headline.headline, headline.start, headline.end) == (two.title, 0, 0)


def test_a_disputed_sentence_says_so() -> None:
    given = articles()
    at = POST.index("killing two horses")
    dispute = Dispute(given[0].article_id, at, at + len("killing two horses"), "B says three")
    rows = summarise(given, disputes=[dispute], words=1000)
    noted = [row for row in rows if row.conflict]
    assert [(row.conflict, row.start <= at < row.end) for row in noted] == [("B says three", True)]


def test_sources_follow_chains_of_copies() -> None:
    given = [Article.from_text(f"Text {n}") for n in range(4)]
    ids = [a.article_id for a in given]
    rows = tellings_of(given, {ids[1]: ids[0], ids[2]: ids[1]})
    assert find_sources(rows) == [0, 0, 0, 3]
    circle = tellings_of(given, {ids[0]: ids[1], ids[1]: ids[0]})
    assert len(find_sources(circle)) == 4


def test_nothing_to_tell() -> None:
    assert summarise([]) == []
    assert summarise([Article.from_text("")]) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=150), max_size=4), st.integers(0, 40))
def test_any_text_is_cited_truly(texts: list[str], most: int) -> None:
    given = list({a.article_id: a for a in (Article.from_text(text) for text in texts)}.values())
    rows = summarise(given, words=most)
    by_id = {a.article_id: a.text for a in given}
    assert all(0 <= row.start < row.end <= len(by_id[row.article_id]) for row in rows if row.order)
    shuffled = given[:]
    random.Random(most).shuffle(shuffled)
    assert summarise(shuffled, words=most) == rows


def test_sample_stories_have_summaries_within_the_setting() -> None:
    tables = run_in_memory(read_articles([str(sample.folder())]))
    rows = tables.of(SummarySentence)
    texts = {a.article_id: a.text for a in tables.of(Article)}
    stories = {telling.story_id for telling in tables.of(Telling)}
    assert stories
    for story in stories:
        mine = [row for row in rows if row.story_id == story and row.order]
        assert [row.order for row in mine] == list(range(1, len(mine) + 1))
        assert sum(len(texts[r.article_id][r.start : r.end].split()) for r in mine) <= SummarySettings().words
        spans = sorted((r.article_id, r.start, r.end) for r in mine)
        assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))
    assert tables.of(Block)
    assert tables.of(Mark)


def test_a_conflict_is_told_with_who_says_otherwise():
    one, two = (Article.from_text(f"The ferry carried {n} people to Port Ardle.") for n in ("40", "60"))
    tellings = [Telling("s", a.article_id, "", name, "", "", "") for a, name in ((one, "post"), (two, "echo"))]
    sides = [Side("s", "d", n, a.article_id, 0, 43, 18, 20, "", "", "") for n, a in enumerate((one, two), 1)]
    difference = Difference("s", "d", 1, "number", "how many people", "conflicting", "", 0, "")
    disputes = find_disputes([one, two], tellings, [difference], sides)
    assert {(d.article_id, d.note) for d in disputes} == {
        (one.article_id, "“60” echo"),
        (two.article_id, "“40” post"),
    }
    assert not find_disputes([one, two], tellings, [replace(difference, verdict="compatible")], sides)
    rows = summarise([one, two], tellings, disputes=disputes)
    assert any(row.conflict for row in rows if row.order)
