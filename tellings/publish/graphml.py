"""GraphML: stories in, a graph of articles, stories and copies out, for Gephi, Cytoscape, networkx or igraph.

Nodes are stories and articles (attribute `kind`). Edges lead from an article to its story (`tells`), from a copy to
what it was copied from (`copies`), from a version to the one before it (`revises`); between articles that share text
where the direction is open they lead from the lower id to the higher (`shares`).
"""

import io
import re
from collections.abc import Iterable, Iterator

from tellings.model import Copy
from tellings.publish.masking import Mask
from tellings.story import Story

# What XML cannot hold.
UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _fit(text: str) -> str:
    return UNFIT.sub("\ufffd", text)


def export_graphml(stories: Iterable[Story]) -> str:
    """Articles, copies with their direction, versions and stories as GraphML.

    >>> export_graphml([]).count("<node")
    0
    """
    import networkx as nx  # noqa: PLC0415 (a third of a second)

    graph = nx.MultiDiGraph()
    for story in stories:
        mask = Mask.of(story)
        graph.add_node(
            story.story_id, kind="story", label=_fit(mask.deep(story.title)), number=story.number,
            first=story.row.first, last=story.row.last, tellings=story.row.tellings, independent=story.row.independent,
        )  # fmt: skip
        for telling in story.tellings:
            article = story.articles[telling.article_id]
            graph.add_node(
                telling.article_id, kind="article", label=_fit(mask.deep(telling.siglum)), outlet=_fit(article.outlet),
                title=_fit(mask.deep(article.title)), date=telling.anchor, url=_fit(article.url),
                source=_fit(article.source),
            )  # fmt: skip
            graph.add_edge(telling.article_id, story.story_id, key="tells", kind="tells")
        for source, target, kind, row in _edges(story):
            graph.add_edge(
                source, target, key=kind, kind=kind, copy=row.kind, share=row.share / 1000,
                other_share=row.other_share / 1000, origin=_fit(row.origin),
            )  # fmt: skip
        for change in sorted({(c.article_id, c.other_id) for c in story.changes}):
            graph.add_edge(*change, key="revises", kind="revises")
    written = io.BytesIO()
    nx.write_graphml(graph, written, encoding="utf-8", prettyprint=True)
    return written.getvalue().decode("utf-8")


def _edges(story: Story) -> Iterator[tuple[str, str, str, Copy]]:
    """One edge a pair of articles that share prose."""
    pairs = {(row.article_id, row.other_id): row for row in story.copies if row.kind in ("exact", "near", "excerpt")}
    for (one, other), row in sorted(pairs.items()):
        if row.direction == "article -> other":
            yield other, one, "copies", row
        elif row.direction == "other -> article":
            yield one, other, "copies", row
        elif (other, one) not in pairs or one < other:
            yield one, other, "shares", row
