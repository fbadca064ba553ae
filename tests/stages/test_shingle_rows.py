"""The sampled runs of words of an article."""

from tellings.model import Article, Block, Mark
from tellings.stages.copies.shingles import STAGE, ShingleSettings, find_shingles

ALL = ShingleSettings(size=3, sample=1)


def mark(start: int, end: int) -> Mark:
    return Mark("", start, end, start + 1, end - 1, "quote", "“”", "closed", 0, 0, "", "", "", None, None)


def test_blocks_that_are_set_aside_give_none() -> None:
    article = Article.from_text("One two three four. Share this page now")
    blocks = [Block("", 0, 19, "body", ""), Block("", 20, 39, "ui", "")]
    assert len(find_shingles(article, blocks, settings=ALL)) == 2
    assert find_shingles(article, [Block("", 0, 39, "ui", "")], settings=ALL) == []


def test_quoted_runs_lie_wholly_within_a_mark() -> None:
    article = Article.from_text("He said “we go home now” and left.")
    found = find_shingles(article, (), [mark(8, 24)], ALL)
    assert [shingle.quoted for shingle in found] == [False, False, True, True, False, False]


def test_the_sample_is_the_same_runs_in_every_article() -> None:
    story = " ".join(f"word{i}" for i in range(400))
    settings = ShingleSettings()
    one = find_shingles(Article.from_text(story), settings=settings)
    two = find_shingles(Article.from_text("Another beginning. " + story), settings=settings)
    assert {s.hash for s in one} <= {s.hash for s in two}
    assert 60 < len(one) < 140
    assert all(0 <= s.hash < 2**63 for s in one)


def test_the_stage_gives_the_same_rows() -> None:
    article = Article.from_text("The ferry ran aground off the east pier late on Friday night in heavy fog.")
    assert STAGE.run is not None
    assert list(STAGE.run(STAGE.settings, [article], [], [])) == find_shingles(article)


def test_empty_and_short_texts() -> None:
    for text in ("", "one", "one two three four"):
        assert find_shingles(Article.from_text(text)) == []
