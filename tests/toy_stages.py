"""Small stages over the real tables, for testing the engine and the pipeline without the real ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.model import Article, Block, Copy, Event, Pair, StoryRow, Telling, content_id
from tellings.stage import Settings, Stage
from tellings.text.words import find_words


@dataclass(frozen=True)
class BlockSettings(Settings):
    kind: str = "body"


def blocks(settings: BlockSettings, articles: list[Article]) -> Iterator[Block]:
    for article in articles:
        if "BOOM" in article.text:
            raise ValueError("boom")
        for start, end in find_words(article.text):
            yield Block(article.article_id, start, end, settings.kind, "a word")


def stories(settings: Settings, articles: list[Article]) -> Iterator[StoryRow | Telling]:
    """Articles of one outlet are a story."""
    outlets: dict[str, list[Article]] = {}
    for article in articles:
        outlets.setdefault(article.outlet, []).append(article)
    for outlet, members in sorted(outlets.items()):
        story_id = content_id(outlet)
        months = sorted(a.published[:7] or "undated" for a in members)
        yield StoryRow(story_id, months[0], members[0].article_id, outlet, "", "", len(members), len(members))
        for a in members:
            yield Telling(story_id, a.article_id, months[0], a.article_id[:4], a.published, "published", "")


def events(settings: Settings, tellings: list[Telling], articles: list[Article], copies: list[Copy]) -> Iterator[Event]:
    for a in articles:
        yield Event(
            tellings[0].story_id,
            a.outlet,
            str(len(tellings)),
            a.article_id,
            0,
            1,
            0,
            1,
            "",
            False,
            "toy",
            "done",
            None,
            None,
            "",
            None,
            None,
            "",
            False,
            "",
        )


def copies(settings: Settings, pair: list[Pair], articles: list[Article]) -> Iterator[Copy]:
    a, b = sorted(articles, key=lambda article: article.article_id)
    yield Copy(
        pair_id=pair[0].pair_id, article_id=a.article_id, start=0, end=1, other_id=b.article_id, other_start=0,
        other_end=1, kind="near", passage="prose", origin="", words=1, prose=1, share=1, other_share=1,
        direction="undetermined", reasons=("toy",),
    )  # fmt: skip


PAIRS = """
select a.article_id || '-' || b.article_id as pair_id, unnest([a.article_id, b.article_id]) as article_id,
       null as common
from article a join article b on a.article_id < b.article_id and a.outlet = b.outlet
"""

TOYS = (
    Stage("blocks", 1, (Article,), (Block,), by="article_id", run=blocks, settings=BlockSettings()),
    Stage("pairs", 1, (Article,), (Pair,), select=PAIRS),
    Stage("copies", 1, (Pair, Article), (Copy,), by="pair_id", via=Pair, run=copies),
    Stage("stories", 1, (Article,), (StoryRow, Telling), run=stories),
    Stage("events", 1, (Telling, Article, Copy), (Event,), by="story_id", via=Telling, run=events),
)
