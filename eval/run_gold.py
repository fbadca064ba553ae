"""The program on a story of the gold: the story in, the tables that the program makes of its articles out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.generate_differences import generate_story
from eval.gold.load import load_stories
from eval.gold.model import GoldStory
from tellings.in_memory import run_in_memory
from tellings.model import Article
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stage import Stage
from tellings.stages import STAGES
from tellings.story import Tables

PLANTED_STORIES = 100
SPLITS = ("train", "dev", "test", "real", "planted", "planted-judged")


@dataclass(frozen=True)
class Ran:
    """A story with what the program makes of it."""

    story: GoldStory
    names: Mapping[str, str]  # of the gold, by article_id
    tables: Tables


def run_gold(story: GoldStory, stages: Sequence[Stage] = STAGES) -> Ran:
    """All tables of a story's tellings, taken for one story whatever they hold."""
    articles = {
        a.name: Article.from_text(a.text, a.title or None, a.outlet or None, a.published or None)
        for a in story.articles
        if a.told
    }
    settings, _ = configure(stage_settings(stages), [Source("gold", {"stories": {"one_story": True}})])
    tables = run_in_memory(articles.values(), with_settings(stages, settings))
    return Ran(story, {article.article_id: name for name, article in articles.items()}, tables)


def load_split(split: str, data: Path | None = None) -> list[GoldStory]:
    """Stories of a split that have claims: of the gold, or planted ones (to tune on, or events that only judge)."""
    if split.startswith("planted"):
        return [generate_story(seed, split == "planted-judged") for seed in range(PLANTED_STORIES)]
    return [story for story in load_stories(split, data=data) if story.claims]
