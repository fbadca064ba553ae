"""Statements on generated stories: what must hold whatever was said, and whole speeches rebuilt from quotations."""

import random
import re

import pytest

from eval.generate_statements import SHARE, generate_speech, generate_story
from eval.statements import build, rebuilt
from tellings.model import (
    Article,
    Attribution,
    Part,
    Quotation,
    Reading,
    Row,
    Statement,
    Telling,
    Timex,
    Voice,
    Witness,
)
from tellings.stages.statements import build_statements
from tellings.stages.statements.pieces import Piece
from tellings.stages.statements.when import Dates, Told
from tellings.text.words import find_words

SEEDS = range(30)


def forms(text: str) -> set[str]:
    return {text[a:b].casefold().replace("’", "'") for a, b in find_words(text)}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_that_no_witness_has(seed: int) -> None:
    story = generate_story(seed)
    texts = {article.article_id: article.text for article in story.articles}
    rows = build(story)
    for statement in (row for row in rows if isinstance(row, Statement)):
        own = [r for r in rows if isinstance(r, Witness) and r.statement_id == statement.statement_id]
        carried = set().union(*(forms(texts[w.article_id][w.start : w.end]) for w in own))
        assert forms(statement.text) <= carried


@pytest.mark.parametrize("seed", SEEDS)
def test_a_lemma_stands_where_it_is_said_to(seed: int) -> None:
    rows = build(generate_story(seed))
    parts = {(row.statement_id, row.part): row.text for row in rows if isinstance(row, Part)}
    for row in (row for row in rows if isinstance(row, Reading)):
        written = parts[row.statement_id, row.part][row.lemma_start : row.lemma_end]
        assert written == row.lemma or (row.lemma_start == row.lemma_end and not forms(row.lemma))


def test_the_same_bytes_for_a_hundred_permutations() -> None:
    story = generate_story(4)
    expected = repr(build(story))
    rng = random.Random(11)
    for _ in range(100):
        tables = (story.tellings, story.articles, story.quotations, story.voices, story.attributions)
        t, a, q, v, at = (rng.sample(rows, len(rows)) for rows in tables)
        assert repr(build_statements(t, a, [], [], q, v, at)) == expected


@pytest.mark.parametrize("seed", range(4))
def test_a_speech_that_nobody_quotes_whole_is_rebuilt(seed: int) -> None:
    story = generate_speech(seed)
    for article in story.articles:
        quoted = {base for q in story.quoted if q.article_id == article.article_id for _, _, base in q.words}
        assert len(quoted) < 2 * SHARE * sum(map(len, story.statements[0]))
    wrong, words, misplaced, pairs = rebuilt(story)
    assert pairs > 30
    assert misplaced == 0
    assert wrong <= 0.02 * words


# -- what is only reported --------------------------------------------------------------------------------------------


def reports(*tellings: str) -> list[Row]:
    """Rows of articles in which [words] are an indirect quotation of one voice."""
    articles, members, quotations, attributions = [], [], [], []
    for number, marked in enumerate(tellings):
        text = marked.replace("[", "").replace("]", "")
        article = Article.from_text(text, published=f"2024-05-{10 + number}")
        articles.append(article)
        members.append(Telling("s", article.article_id, "2024-05", f"P{number}", article.published, "published", ""))
        for n, match in enumerate(re.finditer(r"\[(.*?)\]", marked)):
            start = match.start() - 2 * n
            end, name = start + len(match.group(1)), f"q{number}{n}"
            quotations.append(
                Quotation(
                    name, article.article_id, "indirect", "prose", ((start, end),), start, end, None, None, None, None,
                    False, "", None, None, None, None, None, None, "", "",
                )
            )  # fmt: skip
            attributions.append(Attribution("s", name, article.article_id, None, None, "v", (), 100, "test"))
    voice = Voice("s", "v", "Ann Lee", "person", ("Ann Lee",))
    return build_statements(members, articles, [], [], quotations, [voice], attributions)


def test_what_is_only_paraphrased_is_a_statement_too() -> None:
    rows = reports(
        "Lee said [the old harbour bridge would open to walkers in autumn].",
        "Lee has said [walkers can use the harbour bridge from the autumn].",
        "Lee said [the market hall needs a new roof].",
    )
    one, other = (row for row in rows if isinstance(row, Statement))
    assert (one.speaker, one.wording, one.witnesses, one.whole) == ("Ann Lee", "reported", 2, 0)
    assert one.text == "the old harbour bridge would open to walkers in autumn"
    assert (other.wording, other.witnesses, other.text) == ("reported", 1, "the market hall needs a new roof")
    assert {row.carries for row in rows if isinstance(row, Witness)} == {"paraphrase"}
    assert not [row for row in rows if isinstance(row, Reading)]


# -- days told shortly before -----------------------------------------------------------------------------------------


def day_before(*days: str) -> list[Told]:
    """What the context tells of a quotation that each article has two sentences after a day."""
    articles, members, timexes, pieces = {}, [], [], []
    for number, day in enumerate(days):
        article = Article.from_text(f"The court met on DAY{number}. It was full. “Go home now,” Lee said.")
        articles[article.article_id] = article
        members.append(Telling("s", article.article_id, "", f"P{number}", "2024-05-10", "published", ""))
        at = article.text.index("DAY")
        timexes.append(Timex(article.article_id, at, at + 4, "DATE", day, "", "2024-05-10", "test"))
        start = article.text.index("“") + 1
        pieces.append(Piece(article.article_id, f"q{number}", start, start + 11, "v", ("go", "home", "now")))
    return Dates(articles, members, timexes, [], pieces).of_context(pieces, {})


def test_two_articles_that_agree_tell_the_day() -> None:
    assert {told.value for told in day_before("2024-05-08", "2024-05-08")} == {"2024-05-08"}
    assert all(told.inferred for told in day_before("2024-05-08", "2024-05-08"))


def test_one_article_or_two_that_differ_leave_the_day_open() -> None:
    assert day_before("2024-05-08") == []
    assert day_before("2024-05-08", "2024-05-09") == []
    assert day_before("2023-05-08", "2023-05-08") == [], "another year is a comparison"


def test_two_posts_of_one_poster_are_two_statements() -> None:
    text = "The reef is closing for good tonight.\n\nThank you for eleven wonderful years of music."
    article = Article.from_text(text, published="2024-05-10")
    members = [Telling("s", article.article_id, "2024-05", "P", "2024-05-10", "published", "")]
    places = ((0, 37), (39, len(text)))
    quotations = [
        Quotation(
            f"q{a}", article.article_id, "direct", "post", ((a, b),), a, b, None, None, None, None, False, "", None,
            None, None, None, None, None, "", "",
        )
        for a, b in places
    ]  # fmt: skip
    attributions = [Attribution("s", f"q{a}", article.article_id, None, None, "v", (), 100, "test") for a, _ in places]
    rows = build_statements(
        members, [article], [], [], quotations, [Voice("s", "v", "Ann Lee", "person", ("Ann Lee",))], attributions
    )
    assert [row.text for row in rows if isinstance(row, Statement)] == text.split("\n\n")
