"""A page as lines."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.text.html import SPACES, TRANSLATED, collapse, linearise


def lines_of(html: str) -> list[str]:
    page = linearise(html)
    return page.text.split("\n") if page.text else []


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("<div>One<div>Two</div>Three</div>", ["One", "Two", "Three"]),
        ("<p>One <b>bold</b>\n  word</p>", ["One bold word"]),
        ("<p>One&nbsp;two</p>", ["One\u00a0two"]),
        ("<p>One<script>x</script> two<!-- c --> three</p>", ["One two three"]),
        ("<p>One<br>two</p>", ["One", "two"]),
        ('<p hidden>One</p>two<p style="display: none">three</p>', ["two"]),
        ('<a>Share<span class="sr-only">opens a window</span></a>', ["Share"]),
        ("<pre>One\n two</pre>", ["One", "two"]),
        ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
        ("plain", ["plain"]),
        ("<p>“One”<p>— ", ["“One”", "—"]),
        ("", []),
        ("\0", ["\ufffd"]),
        ("<!-- -->", []),
        ('<?xml version="1.0" encoding="latin-1"?><html><p>é</p></html>', ["é"]),
    ],
)
def test_lines(html: str, lines: list[str]) -> None:
    assert lines_of(html) == lines


def test_deep_nesting() -> None:
    assert lines_of("<div>" * 3000 + "deep") in (["deep"], [])


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div hidden>", "</div>", "<b>", "</b>", "<a href=x>", "</a>", "<br>", "<pre>", "</pre>", "<li>",
     "<script>", "</script>", "<td>", "<blockquote class=twitter-tweet>", "<!--", "-->", "<svg>", "&amp;", "&#0;",
     "&nbsp;", "\n", "word", " "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(TAGS, max_size=30).map("".join)), st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_page(html: str, hidden: bool) -> None:
    page = linearise(html, hidden)
    assert [page.text[line.start : line.end] for line in page.lines] == (page.text.split("\n") if page.text else [])
    for line in page.lines:
        words = page.text[line.start : line.end]
        assert words.strip()
        assert words == words.strip(" ")
        assert not re.search(r"[\n\r\t\f]| {2}", words)
        assert 0 <= line.linked <= line.end - line.start
        assert len(words.splitlines()) == 1


@given(st.text(alphabet=st.sampled_from(" \t\n\r\f\x0b\x1c\x1f\x85\xa0\xad\u2028\u2060\ufeffabé.")))
def test_collapse_is_the_long_way_round(text: str) -> None:
    assert collapse(text) == SPACES.sub(" ", text.translate(TRANSLATED)).strip(" ")
