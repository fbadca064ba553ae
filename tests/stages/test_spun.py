"""Words that look put in for others by machine, on invented stories: what is observed and where it stands."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings import find_copies, find_marks, find_substitutions
from tellings.in_memory import run_in_memory
from tellings.model import Article, Copy, Mark, Observation
from tellings.publish.copies import observed_lines
from tellings.publish.csv_ import TABLES as CSV_TABLES
from tellings.publish.json_ import story_json
from tellings.publish.terminal import story_lines
from tellings.story import assemble
from tellings.text.collocations import Collocation, familiarity, find_collocations

SOURCE = (
    "The council will close the old swimming pool next month, after engineers found cracks in the roof. Residents had "
    "asked for a repair, but the money is not there, the mayor told reporters on Monday. “We looked at every way to "
    "keep it open and there is none,” she said. About forty people work at the pool, and most of them will get other "
    "jobs with the town. A new building is planned near the station, which the council hopes to open within three "
    "years. Swimming clubs said the decision will hurt children who cannot travel to the next town. The pool was built "
    "in a time when the town had many more families, and the number of visitors has dropped every year since."
)
SWAPS = {
    "close": "shutter", "month": "moon", "found": "unearthed", "asked": "petitioned", "repair": "restoration",
    "money": "currency", "work": "toil", "building": "edifice", "planned": "envisaged", "hurt": "damage",
    "children": "youngsters", "travel": "journey", "visitors": "guests", "dropped": "plunged", "decision": "verdict",
}  # fmt: skip
EDITED = SOURCE.replace("next month", "in June").replace("About forty people work", "Some forty people are employed")


def spun(text: str) -> str:
    for word, other in SWAPS.items():
        text = text.replace(f" {word}", f" {other}")
    return text


def observe(*articles: Article) -> list[Observation]:
    marks = [mark for article in articles for mark in find_marks(article.text, article.article_id)]
    return find_substitutions(articles, (), marks, find_copies(articles))


def two(text: str) -> tuple[Article, Article]:
    return (
        Article.from_text(SOURCE, outlet="Harbour Post", published="2024-05-01"),
        Article.from_text(text, outlet="Daily Wave", published="2024-05-01"),
    )


def test_swapped_words_beside_their_source_are_listed() -> None:
    source, copy = two(spun(SOURCE))
    rows = observe(source, copy)
    assert {row.article_id for row in rows} == {copy.article_id}
    assert {row.other_id for row in rows} == {source.article_id}
    for row in rows:
        assert row.other_start is not None
        assert row.other_end is not None
        assert SWAPS[source.text[row.other_start : row.other_end]] == copy.text[row.start : row.end]
        assert row.usual == source.text[row.other_start : row.other_end]
    assert len(rows) >= 10


def test_an_editors_changes_are_none() -> None:
    assert observe(*two(EDITED)) == []
    assert observe(*two(SOURCE.replace("reporters", "journalists").replace("Monday", "Tuesday"))) == []


def test_an_outlets_own_formula_is_none() -> None:
    source, copy = two(spun(SOURCE))
    assert observe(source, replace(copy, outlet=source.outlet)) == []


def test_words_in_marks_are_never_held_against_an_article() -> None:
    source, copy = two(spun(SOURCE))
    quoted = [
        Mark(a.article_id, 0, len(a.text), 0, len(a.text), "quote", "“”", "closed", 0, 0, "", "", "", None, None)
        for a in (source, copy)
    ]
    assert find_substitutions([source, copy], (), quoted, find_copies([source, copy])) == []


@given(st.permutations(range(3)))
@settings(max_examples=6, deadline=None)
def test_the_order_of_articles_does_not_matter(order: list[int]) -> None:
    articles = [*two(spun(SOURCE)), Article.from_text("A ferry was late on Friday because of fog.", outlet="Echo")]
    assert observe(*(articles[at] for at in order)) == observe(*articles)


@given(st.lists(st.text(max_size=200), max_size=3))
@settings(max_examples=30, deadline=None)
def test_any_text_is_borne(texts: list[str]) -> None:
    articles = [Article.from_text(text, outlet=str(number)) for number, text in enumerate(texts)]
    for row in find_substitutions(articles, (), (), find_copies(articles) if articles else ()):
        text = next(a.text for a in articles if a.article_id == row.article_id)
        assert 0 <= row.start < row.end <= len(text)


def test_observations_are_printed_and_stand_in_no_export() -> None:
    tables = run_in_memory(two(spun(SOURCE)))
    rows = tables.of(Observation)
    assert rows
    (story,) = assemble(tables)
    assert story.observations
    printed = "\n".join(line.plain for line in story_lines(story))
    assert "OBSERVED IN" in printed
    assert "source present" in printed
    exported = str(story_json(story))
    assert "observ" not in exported.lower()
    assert not any("observ" in name or "spun" in name for name in CSV_TABLES)


def test_no_line_judges_a_person() -> None:
    source, copy = two(spun(SOURCE))
    texts = {a.article_id: a.text for a in (source, copy)}
    lines = " ".join(
        line.plain for line in observed_lines(observe(source, copy), texts, {key: key[:4] for key in texts})
    )
    assert not any(word in lines.lower() for word in ("plagiar", "stole", "stolen", "fake", "cheat"))


def test_unlikely_words_need_other_tellings() -> None:
    chance = random.Random(5)
    words = ["people", "government", "money", "police", "health", "school", "water", "court", "family", "company"]
    words += ["report", "week", "month", "house", "city", "law", "food", "work", "market", "road", "letter", "fire"]
    odd = ". ".join(" ".join(chance.choice(words) for _ in range(6)) for _ in range(30)) + "."
    rows = observe(Article.from_text(odd, outlet="Odd"), Article.from_text(SOURCE * 3, outlet="Post"))
    assert rows
    assert {row.source for row in rows} == {"not among these"}
    assert all(odd[row.start : row.end] for row in rows)
    assert observe(Article.from_text(odd, outlet="Odd")) == []


def test_familiarity_of_nothing_is_nothing() -> None:
    assert familiarity([]).score(250) == pytest.approx(0)
    assert find_collocations("Some words here.", [(0, 16)], "xx") == []
    pair = Collocation(0, 3, "a", "b", True, 1000)
    assert familiarity([pair]).score(250) == pytest.approx(0)


def test_copies_without_articles_are_passed_over() -> None:
    copy = Copy("p", "x", 0, 5, "y", 0, 5, "near", "prose", "", 9, 9, 900, 900, "undetermined", ())
    assert find_substitutions([], (), (), [copy]) == []
