"""Collating one statement: layers of quoted pieces in, parts with their best-supported words and readings out."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from tellings.model import Article
from tellings.stages.statements.apparatus import Apparatus
from tellings.stages.statements.layers import Layer
from tellings.stages.statements.lemma import Lemma
from tellings.stages.statements.parts import Parts
from tellings.stages.statements.table import Table
from tellings.stages.statements.wording import Wording


class Edition:
    """One statement: its witnesses aligned, its lemma chosen, its parts cut, written and annotated."""

    def __init__(
        self, layers: Sequence[Layer], articles: Mapping[str, Article], origin: Mapping[str, str], language: str = "en"
    ) -> None:
        self.table = Table(layers, articles, origin, language)
        lemma = Lemma(self.table)
        parts = Parts(self.table, lemma)
        wording = Wording(self.table, lemma, parts.starts)
        apparatus = Apparatus(self.table, lemma, wording)
        self.sections = parts.sections
        for section in self.sections:
            wording.write(section)
            section.places = apparatus.places(section)
        for before, after in pairwise(self.sections):
            after.joined = parts.runs_on(before, after)
