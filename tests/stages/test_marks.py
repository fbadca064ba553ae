"""The stage that finds marks."""

from tellings.model import Article, Block, Mark
from tellings.stages.marks import STAGE, find_marks


def block(low, high, kind="body", article_id="a"):
    return Block(article_id, low, high, kind, "test")


def test_empty_text_has_no_marks():
    assert find_marks("") == []


def test_set_aside_text_keeps_its_own_marks():
    text = "“The tide is\nRead “Ten piers”\n“out,” he said."
    low, high = text.index("Read"), text.index("\n“out")
    blocks = [block(0, low), block(low, high, "promo"), block(high, len(text))]
    found = find_marks(text, "a", blocks)
    assert [text[m.content_start : m.content_end] for m in found] == ["The tide is", "Ten piers", "out,"]
    assert found[0].chain == found[2].chain != found[1].chain


def test_a_title_shares_no_quotation_with_the_body():
    text = "Mayor: “We open” “in May,” says aide"
    cut = text.index(" “in")
    found = find_marks(text, "a", [block(0, cut, "title"), block(cut, len(text))])
    assert [m.closing for m in found] == ["closed", "closed"]


def test_run_keeps_articles_apart_and_order_does_not_matter():
    one, two = Article.from_text("“Yes,” he said."), Article.from_text("“No,” she said.")
    blocks = [block(0, 15, article_id=one.article_id), block(0, 15, article_id=two.article_id)]
    rows = list(STAGE.run(STAGE.settings, [one, two], blocks))
    other = list(STAGE.run(STAGE.settings, [two, one], blocks[::-1]))
    assert sorted(rows, key=str) == sorted(other, key=str)
    assert all(isinstance(row, Mark) for row in rows)
    assert {row.article_id for row in rows} == {one.article_id, two.article_id}
