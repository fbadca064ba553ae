"""Notebooks: a story and a statement show themselves, and nothing in them runs."""

from types import SimpleNamespace
from typing import Any

from tellings import Article, Edition, Story, collate_story
from tellings.publish.notebook import load_ipython_extension


def test_both_are_registered_and_escaped() -> None:
    made: dict[type, Any] = {}
    formatter = SimpleNamespace(for_type=lambda kind, show: made.update({kind: show}))
    load_ipython_extension(SimpleNamespace(display_formatter=SimpleNamespace(formatters={"text/html": formatter})))
    texts = [f"“We will open the <script>bridge</script> in May,” Ann Lee said. {n}" for n in "ab"]
    story = collate_story([Article.from_text(text, published="2024-05-01") for text in texts])
    told, statement = made[Story](story), made[Edition](story.statements[0])
    assert "Ann Lee" in told
    assert "open the &lt;script&gt;" in statement
    assert "<script>" not in told + statement
