"""Lines of whole pages: as plain text by the labeller, as pages by markup and words."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.gold.whole_pages import make_pages, manners, sources
from tellings.errors import SettingError
from tellings.model import TOLD, Article
from tellings.stages.blocks import find_blocks
from tellings.stages.blocks.appeals import signs_of
from tellings.stages.blocks.page_lines import Shape, find_article, find_page_lines, score_lines, shape_of, weights_of
from tellings.stages.blocks.rules import rules_of
from tellings.stages.read import ReadSettings, read_articles
from tellings.stages.read.lists import settle_lists
from tellings.stages.read.web_page import page_article

BODY = [
    "The ferry between Port Ardle and Hallansay will stop for a week while divers look at her hull.",
    "Gannet Line said on Monday that a crack had been found near the bow, above the line of the water.",
    "A bus will take passengers round by the bridge, and those who have booked will get their money back.",
]
MENU = ["Skip to content", "News", "Sport", "Weather", "Business", "Opinion", "Obituaries", "Jobs", "Sign in", "Search"]
FOOT = [
    "About us",
    "Contact",
    "Careers",
    "Privacy policy",
    "Terms of use",
    "Help",
    "© 2024 Ardle Post. All rights reserved.",
]


def told(lines: list[str]) -> list[str]:
    """The kinds of the lines of a text."""
    article = Article.from_text("\n".join(lines))
    starts = {article.text[: block.start].count("\n"): block.kind for block in reversed(find_blocks(article))}
    return [starts[number] for number in range(len(lines))]


def test_menus_and_footers_of_a_whole_page_are_set_aside() -> None:
    kinds = told([*MENU, *BODY, *FOOT])
    assert not TOLD & {*kinds[: len(MENU)]}
    assert kinds[len(MENU) : -len(FOOT)] == ["body"] * len(BODY)
    assert not TOLD & {*kinds[-len(FOOT) :]}
    assert kinds[-4] == "legal" == kinds[-1]


def test_an_article_with_a_list_of_its_own_is_kept() -> None:
    listed = [f"{number}. {name} {number * 7}" for number, name in enumerate(("Ardle", "Quay", "Mill", "Bell") * 5, 1)]
    assert told([*BODY, *listed]) == ["body"] * (len(BODY) + len(listed))


def test_articles_of_the_gold_are_no_whole_pages() -> None:
    rules = rules_of("en")
    bodies = [[text for kind, text in source.lines if kind == "body"] for source in sources("dev")]
    assert not [lines for lines in bodies if find_page_lines(lines, "en", rules)]


def test_pages_of_our_own_in_every_manner() -> None:
    """Most of what stands around an article is set aside, next to nothing of the article; trained on other stories."""
    weights = weights_of("en")
    aside = right = gold = 0
    for _, lines in make_pages("dev"):
        for (kind, _), (score, _) in zip(lines, score_lines([text for _, text in lines], weights), strict=True):
            own = kind not in TOLD and kind != "header"
            gold += own
            aside += score >= 3_300
            right += score >= 3_300 and own
    assert right / aside > 0.97
    assert right / gold > 0.9
    assert len(manners()) >= 14


def slow_article(shapes: list[Shape]) -> int:
    """The worth of the best stretch, by trying all of them."""
    worth = [s.words if s.prose else 0 if s.words >= 12 else -4 for s in shapes]
    return max((sum(worth[a:b]) for a in range(len(worth)) for b in range(a + 1, len(worth) + 1)), default=0)


@given(st.lists(st.builds(Shape, st.integers(1, 30), st.booleans(), st.booleans()), max_size=25))
def test_best_stretch_of_prose(shapes: list[Shape]) -> None:
    first, last = find_article(shapes)
    worth = sum(s.words if s.prose else 0 if s.words >= 12 else -4 for s in shapes[first:last])
    assert worth == max(0, slow_article(shapes))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1).filter(lambda t: t.strip() == t and "\n" not in t), min_size=1, max_size=40))
def test_any_lines_get_a_score_each(lines: list[str]) -> None:
    assert len(score_lines(lines, weights_of("en"))) == len(lines)


def test_shape() -> None:
    assert shape_of("Sport") == Shape(1, stop=False, prose=False)
    assert shape_of(BODY[0]).prose


def test_lists_of_a_page() -> None:
    texts = [
        *BODY,
        "Also read",
        "Divers go down to the wreck again",
        "Sport",
        "2 hours ago",
        "Rovers win the cup at the quay",
        "Jobs",
    ]
    kinds = [*["body"] * 3, "related", "ui", "ui", "header", "ui", "ui"]
    linked = [0, 0, 0, 0, 33, 5, 0, 30, 4]
    settle_lists(texts, linked, [number > 2 for number in range(9)], kinds, "")
    assert kinds == [*["body"] * 3, *["related"] * 5, "ui"]


def test_menu_called_related_is_a_menu() -> None:
    kinds = ["body", *["related"] * 4]
    settle_lists([BODY[0], "News", "Sport", "Jobs", "Contact us"], [0, 4, 5, 4, 10], [False, *[True] * 4], kinds, "")
    assert kinds == ["body", *["ui"] * 4]


HTML = f"""<html><head><title>Ferry stops</title></head><body><nav><a href=/>News</a>
<ul><li><a href=/s>Sport</a></ul></nav>
<article><h1>Ferry to stop for a week</h1><div class=byline><span>By Ann Lee</span><div>May 2, 2024</div></div>
{"".join(f"<p>{line}</p>" for line in BODY * 3)}</article>
<aside class=widget><h2><a href=/w>Divers go down to the wreck again</a></h2>
<h2><a href=/c>Rovers win the cup at the quay</a></h2></aside>
<footer><a href=/p>Privacy policy</a><div>Sign up for our newsletter</div><div>Contact</div></footer></body></html>"""


def test_types_on_a_page_the_same_the_fast_way() -> None:
    for fast in (False, True):
        article, _ = page_article(HTML, fast=fast)
        assert article is not None
        kinds = {article.text[b.start : b.end]: b.kind for b in find_blocks(article)}
        assert kinds["Ferry to stop for a week"] == "title"
        assert kinds["By Ann Lee"] == "byline"
        assert kinds["May 2, 2024"] == "ui"
        assert {kinds[line] for line in BODY} == {"body"}
        assert kinds["Rovers win the cup at the quay"] == kinds["Divers go down to the wreck again"] == "related"
        assert kinds["Privacy policy"] == "legal"
        assert kinds["Sign up for our newsletter"] == "promo"
        assert kinds["Contact"] == "ui"


@given(st.from_regex(re.compile(signs_of("en").trade.pattern + "|" + signs_of("en").selling.pattern), fullmatch=True))
def test_what_the_trade_says_holds_a_stem(words: str) -> None:
    assert signs_of("en").stems_in(words)


def test_no_such_way_of_reading_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    assert read_articles(tmp_path, ReadSettings(html="fast"))[0].layout
    with pytest.raises(SettingError, match="choose one of full, fast"):
        read_articles(tmp_path, ReadSettings(html="quick"))
