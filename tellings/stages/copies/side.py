"""One of two articles that are compared: its blocks, marks and repeated lines in; its words by kind out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tellings.model import Article, Block, Mark
from tellings.stages.copies.credits import find_origin, names_agency
from tellings.stages.copies.settings import CopySettings
from tellings.stages.copies.told import Told, told_words

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Side:
    """One of the two articles, as the comparison sees it."""

    article: Article
    told: Told
    common: Mask  # words of lines that many articles repeat, and of captions

    @cached_property
    def origin(self) -> str:
        """The agency it credits; "" for none."""
        return find_origin(self.article)

    @cached_property
    def names_agency(self) -> bool:
        """Whether it names an agency anywhere."""
        return names_agency(self.article)

    @cached_property
    def prose(self) -> Mask:
        """Words that are its own: neither another's speech nor chrome."""
        return ~(self.told.quoted | self.common)


def prepare(article: Article, blocks: Sequence[Block] = (), marks: Sequence[Mark] = ()) -> Side:
    """What is needed of an article to compare it with others."""
    told = told_words(article, blocks, marks)
    return Side(article, told, told.caption)


def set_apart(side: Side, common: Sequence[int] | None, settings: CopySettings) -> Side:
    """The side with the lines that many articles repeat told apart from its own prose."""
    if not common:
        return side
    mask = side.told.caption.copy()
    begin, last = common[0], common[0]
    for position in common:
        begin = position if position - last > settings.fill else begin
        last = position
        mask[begin : last + settings.shingle] = True
    return Side(side.article, side.told, mask)
