"""The MCP server: its tools answer with passages that lead to their characters, and never with whole articles."""

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tellings.publish.stories import open_stories
from tellings.publish.web.library import Library
from tellings.store import Store

pytest.importorskip("mcp")
from tellings.publish.mcp import create_mcp


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Its result, in a thread of its own: a browser of another test may hold this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def call(store: Store, tool: str, **arguments: Any) -> Any:
    library = Library(store)
    library.refresh()
    result = run(create_mcp(library).call_tool(tool, arguments))
    return json.loads(result.content[0].text) if hasattr(result, "content") else result


def test_tools(web_store: Store) -> None:
    library = Library(web_store)
    library.refresh()
    tools = run(create_mcp(library).list_tools())
    assert [tool.name for tool in tools] == ["check", "search", "story", "statement"]


def test_check_and_search(web_store: Store) -> None:
    told = call(web_store, "check", quotation="I do not blame the captain.", speaker="Marnie Kerrow")
    assert told["check"]["headline"].startswith("same words in ")
    assert told["searched"] == 16
    assert call(web_store, "check", quotation="The moon is made of cheese.")["check"]["verdict"] == "not found"
    assert call(web_store, "search", words="captain refit")["articles"]


def test_story_and_statement_lead_to_their_characters(web_store: Store) -> None:
    story = open_stories(web_store)[0]
    told = call(web_store, "story", story="1")
    assert told["story"]["story_id"] == story.story_id
    answer = json.dumps(told, ensure_ascii=False)
    assert all(article.text not in answer for article in story.articles.values())
    statement = call(web_store, "statement", story=story.story_id[:12], number=1)["statement"]
    for row in statement["table"]:
        place = row["place"]
        assert story.articles[place["article_id"]].text[place["start"] : place["end"]] == place["words"]


def test_what_is_not_there_is_said(web_store: Store) -> None:
    with pytest.raises(Exception, match="no story"):
        call(web_store, "story", story="4711")
