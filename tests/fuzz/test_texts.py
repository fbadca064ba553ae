"""The text functions and all stages on any text: nothing raises, and every span lies within its text."""

import random

from fuzz.mutations import WORDS, mutate
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.in_memory import run_in_memory
from tellings.model import Article
from tellings.stages import STAGES
from tellings.story import assemble

PIECES = [
    *"“”‘’\"'«»—–-…()[]<>&@#$%£.,;:!?\n\t\u00a0\u200b\u0301\u202e🙂İß0",
    "Ada Moss",
    "Mr. ",
    "said",
    "according to",
    "not",
    "the mayor",
    "on Monday",
    "May 6, 2024",
    "2024-05-06",
    "“No,” ",
    "\n\n",
    "two hundred",
    "$4.2m",
    "40 %",
    "she",
    "who",
    "pic.twitter.com/x",
    "https://tarn.example/",
    "(Reuters)",
    " date 2024-05-06 ",
    "A",
    "By Ida Lund",
    "Q: ",
    "MOSS: ",
    "\x00",
    "\x1f",
    "Ã©",
    "â€œ",
    "aged 7",
    "from 20 to 30",
    "easter",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), min_size=1, max_size=60).map(" ".join)


def check(articles: list[Article]) -> None:
    """All stages take these articles, and what they write lies within them."""
    tables = run_in_memory(articles, STAGES)
    size = {article.article_id: len(article.text) for article in articles}
    for stage in STAGES:
        for row_type in stage.writes:
            for row in tables.of(row_type):
                start, end = getattr(row, "start", None), getattr(row, "end", None)
                if start is not None and end is not None and hasattr(row, "article_id"):
                    assert 0 <= start <= end <= size[row.article_id], (stage.name, row)
    assemble(tables)


@settings(max_examples=25)
@given(st.lists(texts, min_size=1, max_size=3))
def test_any_text_passes_all_stages(found: list[str]) -> None:
    check([Article.from_text(text, outlet=f"Outlet {n}", published="2024-05-06") for n, text in enumerate(found)])


def test_damaged_tellings_of_one_story_pass_all_stages() -> None:
    rng = random.Random(5)
    for _ in range(12):
        damaged = [mutate((WORDS + "\n\n").encode() * 6, rng).decode("utf-8", "replace") for _ in range(3)]
        check([Article.from_text(text, outlet=f"Outlet {n}") for n, text in enumerate(damaged) if text.strip()])
