"""The terms stage: what of an article is counted."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tellings.model import Article, Block, Mark, Terms, to_arrow
from tellings.stages.terms import STAGE, TermSettings, describe, run, shorten
from tellings.text.terms import unpack_terms

TEXT = "Gulls close harbour\nGulls closed the harbour on Monday.\nSubscribe to our letter\n"
TEXT += "“We had not one boat out between dawn and dusk that whole long day”"
QUOTE = TEXT.index("“")


def mark(start, end, posted=""):
    return Mark("i", start, end, start + 1, end - 1, "quote", "“”", "closed", 0, 0, "", "", posted, None, None)


def blocks(kinds):
    found, start = [], 0
    for line, kind in zip(TEXT.split("\n"), kinds, strict=True):
        found.append(Block("i", start, start + len(line), kind, ""))
        start += len(line) + 1
    return found


def size(row):
    return len(unpack_terms(row.terms)[0])


def test_set_aside_blocks_are_not_counted_but_long_quotations_in_them_are():
    article = Article.from_text(TEXT)
    whole = describe(article)
    without = describe(article, blocks(["title", "body", "promo", "caption"]))
    quoted = describe(article, blocks(["title", "body", "promo", "caption"]), [mark(QUOTE, len(TEXT))])
    assert size(without) < size(quoted) < size(whole)
    assert without.title == "Gulls close harbour"
    assert without.words == 9


def test_title_is_that_of_the_metadata_then_the_block_then_the_first_sentence():
    article = Article.from_text(TEXT, title="Harbour news")
    assert describe(article, blocks(["title", "body", "promo", "caption"])).title == "Harbour news"
    assert describe(replace(article, title="")).title == "Gulls close harbour"
    assert describe(replace(article, title=""), blocks(["ui", "body", "promo", "caption"])).title == (
        "Gulls closed the harbour on Monday."
    )


def test_latest_valid_post_date_is_kept():
    marks = [mark(0, 5, "2024-05-02"), mark(0, 5, "2024-05-03"), mark(0, 5, "2024-99-03")]
    assert describe(Article.from_text(TEXT), marks=marks).posted == "2024-05-03"


def test_run_takes_the_record_from_the_article():
    article = replace(Article.from_text(TEXT), source="in/a.jsonl", record=3)
    assert [row.record for row in run(TermSettings(), [article], [], [])] == [3]
    assert list(run(TermSettings(), [], [], [])) == []
    assert STAGE.by == "article_id"


@given(st.text(), st.text(max_size=200))
def test_any_text_has_a_row_that_arrow_keeps(text, title):
    row = describe(Article.from_text(text, title=title))
    assert Terms.from_arrow(to_arrow([row], Terms)) == [row]
    assert len(row.title) <= 120


def test_a_very_long_title_is_cut_at_a_word():
    assert shorten("wave " * 100_000) == "wave " * 23 + "wave…"
    assert shorten("w" * 500) == "w" * 119 + "…"
    assert describe(Article.from_text("wave " * 200_000)).words == 200_000
