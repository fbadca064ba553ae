"""Postings: one part of the articles in, an inverted index of their words out, by which quotations are looked up."""

from collections.abc import Iterator

from tellings.model import Article, Posting
from tellings.stage import Settings, Stage
from tellings.text.word_index import make_postings


def run(settings: Settings, articles: list[Article]) -> Iterator[Posting]:
    """The index of the articles of one part, counted in the order in which the part holds them."""
    for stem, places in make_postings([article.text for article in articles]):
        yield Posting(stem, places)


STAGE = Stage(name="postings", version=1, reads=(Article,), writes=(Posting,), by="part", run=run)
