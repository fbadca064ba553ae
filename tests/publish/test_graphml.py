"""GraphML is read back by networkx."""

import io

import networkx as nx

from tellings import Article, collate, export_graphml

TEXT = """The car ferry Aurelia ran aground off Tarn Point on Tuesday with forty passengers aboard, the coastguard said.

Captain Odile Marsh said the engine had failed near the harbour. Two people were hurt and taken to Sallow.

The harbour office closed the channel for the night, and a tug is on its way from Sallow to pull the ship free."""


def test_articles_copies_versions_and_stories_are_read_back() -> None:
    articles = [
        Article.from_text(
            TEXT, title="Ferry\x0b aground", outlet="Gull", published="2024-05-01", url="https://g.example/a"
        ),
        Article.from_text(TEXT + " More soon.", outlet="Gull", published="2024-05-02", url="https://g.example/a"),
        Article.from_text(TEXT, outlet="Post", published="2024-05-04"),
    ]
    stories = collate(articles)
    graph = nx.read_graphml(io.BytesIO(export_graphml(stories).encode()), force_multigraph=True)
    kinds = nx.get_node_attributes(graph, "kind")
    assert sorted(kinds.values()) == ["article"] * 3 + ["story"] * len(stories)
    assert {a.article_id for a in articles} < set(graph)
    edges = {(one, other, kind) for one, other, kind in graph.edges(data="kind")}
    first, second, third = (a.article_id for a in articles)
    assert (second, first, "revises") in edges
    assert {(a, stories[0].story_id, "tells") for a in (first, second, third)} <= edges
    assert any(third in edge[:2] and edge[2] in ("copies", "shares") for edge in edges)
    assert export_graphml(stories) == export_graphml(collate(articles[::-1]))
