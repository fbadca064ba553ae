"""Checking a quotation: its words and many texts in, where each text has them and how its wording differs out.

An index of words gives the texts that hold most of the quotation's rare words close together (text/word_index.py); in
each the quotation is placed (text/placing.py) and what differs is typed (text/judging.py). "Verbatim" is said only of
the very same words: case, punctuation and regional spelling aside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from tellings.text.judging import Change, Match, judge
from tellings.text.placing import Placed, may_hold, place, share, split
from tellings.text.splicing import join, splice
from tellings.text.word_index import IndexPart, WordIndex, find_texts

__all__ = ["VERDICTS", "Change", "Check", "Match", "TextSource", "Texts", "check_quotation", "check_words"]

# Outcomes, best first.
VERDICTS = ("verbatim", "cut", "sense-changing cut", "altered", "spliced", "not found")
# Per cent of the quotation's words (content counts double) that a passage must share to be its altered form: with half
# of them, sentences on the same subject begin to pass.
SHARED = 60


class TextSource(Protocol):
    """Texts that can be searched."""

    @property
    def size(self) -> int:
        """Number of texts."""

    def find(self, forms: Sequence[str]) -> list[tuple[str, str]]:
        """Ids and texts in which some words, given as normal forms, may stand."""


@dataclass(frozen=True)
class Texts:
    """Texts at hand, with an index that is made when first used."""

    texts: tuple[tuple[str, str], ...]  # id and text

    @property
    def size(self) -> int:
        """Number of texts."""
        return len(self.texts)

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex([IndexPart.of_texts([text for _, text in self.texts])])

    def find(self, forms: Sequence[str]) -> list[tuple[str, str]]:
        """Ids and texts in which some words may stand."""
        return [self.texts[place.text] for place in find_texts(forms, self._index)]


@dataclass(frozen=True)
class Check:
    """Whether a quotation was found, and where."""

    quotation: str
    verdict: str
    searched: int
    matches: tuple[Match, ...] = field(default=())

    @property
    def summary(self) -> str:
        """One sentence on what was seen."""
        if self.verdict == "not found":
            return f"not found in these {self.searched} texts"
        best = self.matches[0]
        same = sum(match.verdict == best.verdict for match in self.matches)
        told = f"{self.verdict} in {same} of {self.searched} texts"
        turning = sorted({change.kind for change in best.changes if change.turns})
        return told + (f"; differs in {', '.join(turning)}" if turning else "")

    def changes_that_turn(self) -> list[str]:
        """Of the best match: the differences that can turn the meaning, as "kind: words"."""
        changes = self.matches[0].changes if self.matches else ()
        return [f"{change.kind}: {change.found or change.quoted}" for change in changes if change.turns]


def check_quotation(quotation: str, texts: Iterable[tuple[str, str]]) -> Check:
    """Look for a quotation in texts.

    Args:
        quotation: the words in question, with or without marks; "…" where they leave out some.
        texts: pairs of a text's id and the text.

    >>> texts = [("a", "Lee said: “We will not sell the harbour this year.”"), ("b", "It rained all day.")]
    >>> check_quotation("We will not sell the harbor", texts).verdict
    'verbatim'
    >>> check = check_quotation("We will sell the harbour this year", texts)
    >>> check.verdict, check.changes_that_turn()
    ('altered', ['negation: not'])
    >>> check_quotation("We will do it", [("a", "“We will do it if they pay,” Lee said.")]).verdict
    'sense-changing cut'
    >>> check_quotation("Nobody has seen the mayor since Monday", texts).summary
    'not found in these 2 texts'
    """
    return check_words(quotation, Texts(tuple(texts)))


def check_words(quotation: str, source: TextSource) -> Check:
    """Look for a quotation in texts that can be searched; see `check_quotation`."""
    wanted = split(quotation)
    if not wanted.forms:
        return Check(quotation, "not found", source.size)
    placed = [
        Placed(text_id, found, pairs)
        for text_id, text in sorted(source.find(wanted.forms))
        for found in [split(text)]
        if may_hold(wanted, found) and (pairs := place(wanted, found))
    ]
    matches = [judge(wanted, one) for one in placed if share(wanted, [i for i, _ in one.pairs]) >= SHARED]
    if not matches:
        matches = splice(wanted, placed)
    elif all(match.verdict == "altered" for match in matches):
        matches = join(wanted, placed, matches, source.find)
    matches.sort(key=lambda m: (VERDICTS.index(m.verdict), len(m.changes), m.text_id, m.start))
    return Check(quotation, matches[0].verdict if matches else "not found", source.size, tuple(matches))
