"""Primary sources for one check: files in, a corpus that has them beside the articles of another out."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property

from tellings.errors import NothingRead
from tellings.in_memory import run_in_memory
from tellings.publish.corpus import ArticleCorpus, Corpus, Extent, Found, Outlets
from tellings.stages.read import ReadSettings, read_items


class JoinedCorpus:
    """Two corpora that are searched as one; what both have counts once."""

    def __init__(self, first: Corpus, second: Corpus) -> None:
        self._corpora = (first, second)
        self._owner: dict[str, int] = {}

    @property
    def size(self) -> int:
        """Number of articles."""
        return sum(corpus.size for corpus in self._corpora)

    @cached_property
    def extent(self) -> Extent:
        """What is searched."""
        one, other = (corpus.extent for corpus in self._corpora)
        days = sorted(filter(None, (one.first, one.last, other.first, other.last)))
        return Extent(self.size, days[0] if days else "", days[-1] if days else "")

    @property
    def outlets(self) -> Outlets:
        """Whose articles are searched."""
        return tuple(pair for corpus in self._corpora for pair in corpus.outlets)

    def find(self, forms: Sequence[str]) -> list[tuple[str, str]]:
        """Ids and texts of the articles in which some words may stand."""
        found: dict[str, str] = {}
        for number, corpus in enumerate(self._corpora):
            for article_id, text in corpus.find(forms):
                self._owner.setdefault(article_id, number)
                found.setdefault(article_id, text)
        return list(found.items())

    def describe(self, article_ids: Collection[str]) -> dict[str, Found]:
        """Articles by id, with what is known of them."""
        described: dict[str, Found] = {}
        for number, corpus in enumerate(self._corpora):
            described |= corpus.describe({i for i in article_ids if self._owner[i] == number})
        return described


def with_primary(corpus: Corpus, files: Sequence[str]) -> Corpus:
    """A corpus with some files beside it as primary sources.

    Raises:
        UsageError: a file is not there.
        NothingRead: a file cannot be read.
    """
    articles = []
    for item, article in read_items([], settings=replace(ReadSettings(), primary=tuple(files))):
        if item.status == "refused":
            raise NothingRead(f"{item.source} cannot be read as a primary source: {item.reason}")
        if article is not None:
            articles.append(article)
    return JoinedCorpus(ArticleCorpus(run_in_memory(articles)), corpus)
