"""Support: chosen sentences in, which tellings tell the same and how many of them are independent out."""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from tellings.model import Copy, Telling
from tellings.stages.summary.candidates import Candidate, TermTable
from tellings.text.terms import PAIR, load_background

COPIED = frozenset({"exact", "near", "excerpt"})


def find_sources(tellings: Sequence[Telling]) -> list[int]:
    """For each telling the number of its independent source: a copy has that of what it repeats.

    >>> def told(a, of): return Telling("", a, "", a, "", "", of)
    >>> find_sources([told("A", ""), told("B", ""), told("C", "B")])
    [0, 1, 1]
    """
    place = {telling.article_id: number for number, telling in enumerate(tellings)}
    found = []
    for number, telling in enumerate(tellings):
        at, seen = number, {number}
        while (at := place.get(tellings[at].copy_of, -1)) >= 0 and at not in seen:
            seen.add(at)
        found.append(at if at >= 0 else max(seen, key=lambda n: not tellings[n].copy_of) if telling.copy_of else number)
    return found


class Supporters:
    """Finds who else tells what a sentence tells."""

    def __init__(
        self, candidates: Sequence[Candidate], table: TermTable, tellings: Sequence[Telling], copies: Iterable[Copy],
        least: int, language: str,
    ) -> None:  # fmt: skip
        self._candidates, self._tellings, self._least = candidates, tellings, least
        background = load_background(language)
        rarity = np.log((background.documents + 1.0) / (background.frequency(table.terms) + 0.5))
        self._weights = np.where(table.terms < PAIR, np.rint(1000 * np.maximum(rarity, 0)), 0).astype(np.int64)
        self._table, self._held = table, table.held
        self._telling = np.array([c.telling for c in candidates])
        self._sources = find_sources(tellings)
        self._copies: dict[tuple[str, str], list[Copy]] = {}
        for copy in copies:
            if copy.kind in COPIED and copy.passage == "prose":
                self._copies.setdefault((copy.article_id, copy.other_id), []).append(copy)

    def of(self, sentence: int) -> dict[int, int]:
        """For each telling that tells the same the sentence that does so best; its own among them.

        A telling does when one of its sentences holds enough of the words, weighed by rarity in news.
        """
        columns = self._table.columns(sentence)
        row = np.zeros(len(self._weights), np.int64)
        row[columns] = self._weights[columns]
        shared = self._held @ row
        enough = np.flatnonzero(100 * shared >= self._least * row.sum())
        best: dict[int, int] = {self._candidates[sentence].telling: sentence}
        for other in enough[np.argsort(-shared[enough], kind="stable")].tolist():
            best.setdefault(int(self._telling[other]), other)
        return best

    def independent(self, best: dict[int, int]) -> int:
        """How many of these tellings have it neither from one another nor from one source."""
        source = {telling: self._sources[telling] for telling in best}
        for one, other in combinations(sorted(best), 2):
            if source[one] != source[other] and (
                self._copied(best[one], best[other]) or self._copied(best[other], best[one])
            ):
                old, new = source[other], source[one]
                source = {telling: new if number == old else number for telling, number in source.items()}
        return len(set(source.values()))

    def _copied(self, one: int, other: int) -> bool:
        """Whether two tellings share a passage of prose that holds most of one's sentence."""
        a, b = self._candidates[one], self._candidates[other]
        ids = self._tellings[a.telling].article_id, self._tellings[b.telling].article_id
        return any(
            2 * (min(a.end, copy.end) - max(a.start, copy.start)) > a.end - a.start
            for copy in self._copies.get(ids, ())
        )
