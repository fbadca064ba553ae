"""What all statements of a story are made from: its rows in, the same by id out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tellings.model import Article, Quotation, Voice
from tellings.stages.statements.pieces import Heard
from tellings.stages.statements.when import Dates, Told


@dataclass(frozen=True)
class Lookup:
    """A story's rows by id."""

    story_id: str
    articles: Mapping[str, Article]
    names: Mapping[str, str]  # siglum by article
    order: Mapping[str, int]  # number of an article among the tellings, by date
    origin: Mapping[str, str]  # of each article that repeats another: the one whose words it has
    quotations: Mapping[str, Quotation]
    speakers: Mapping[str, Voice]
    heard: Mapping[str, Heard]  # voice by quotation
    dates: Dates
    told: Mapping[str, list[Told]]  # dates by quotation, best first
    inner: Mapping[str, Mapping[int, bool]]  # marks within quotations, by article and place
    foreign: frozenset[str] = frozenset()  # articles that name another language or a translation

    def source(self, article_id: str) -> str:
        """The article whose words these first were: copies support nothing by themselves."""
        return self.origin.get(article_id, article_id)

    def independent(self, article_ids: Iterable[str]) -> int:
        """How many of some articles are not copies of one another."""
        return len({self.source(article_id) for article_id in article_ids})

    def speaker(self, voice_id: str) -> str:
        """Name of a voice; "" where it is open."""
        return self.speakers[voice_id].name if voice_id in self.speakers else ""

    def said(self, quotation_id: str) -> str:
        """The best date told for a quotation; "" where none is."""
        told = self.told.get(quotation_id)
        return told[0].value if told else ""
