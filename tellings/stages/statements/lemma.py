"""The lemma: an alignment table in, the best-supported reading of each column and the columns that count out."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from tellings.stages.statements.layers import Layer
from tellings.stages.statements.pieces import SCRAP
from tellings.stages.statements.table import Table

# Words in a row that only a minority has and that still count as the statement's: phrases are cut, rarely made up.
PHRASE = 4


class Lemma:
    """What is taken for the statement's words: by column the word, as it is written, and whether it counts."""

    def __init__(self, table: Table) -> None:
        self.table = table
        alone = table.alone
        self.word = alone.plain if alone else [self._best_word(c) for c in range(table.width)]
        self.surface = alone.words if alone else [self._best_surface(c) for c in range(table.width)]
        self.marks = self._best_marks()
        self.has = [True] * table.width if alone else self._choose()

    def _best_word(self, column: int) -> str:
        """The reading of a primary source; else of most independent articles; then the earliest published."""
        if len(self.table.support[column]) == 1:
            return next(iter(self.table.support[column]))
        support = {
            w: own
            for w, held in self.table.support[column].items()
            if (own := [x for x in held if self.table.says(x, column)])
        }
        support = support or self.table.support[column]

        def rank(word: str) -> tuple[int, int, tuple[str, int, str], str]:
            primary, independent = self.table.weigh(support[word], column)
            return -primary, -independent, min(self.table.age(layer, column) for layer in support[word]), word

        return min(support, key=rank)

    def _best_surface(self, column: int) -> str:
        """The characters of a column's reading: those that most independent articles have, then as for readings."""
        agreeing = self.table.support[column][self.word[column]]
        if len(agreeing) == 1:
            return agreeing[0].words[agreeing[0].at[column]]
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in agreeing:
            held[layer.words[layer.at[column]]].append(layer)
        return self.table.best(held, column)

    def _best_marks(self) -> str:
        """The opening and the closing mark that most articles set around words quoted within."""
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in self.table.layers:
            text = self.table.articles[layer.article_id].text
            inner = sorted(layer.inner.items())
            for piece in layer.pieces if inner else ():
                within = [(text[at], opens) for at, opens in inner if piece.start <= at < piece.end]
                signs = [[sign for sign, opens in within if opens is wanted] for wanted in (True, False)]
                if all(signs):
                    held[signs[0][0] + signs[1][0]].append(layer)
        return self.table.best(held) if held else ""

    def _choose(self) -> list[bool]:
        """Which columns belong to the statement: those that most articles have whose words run over them."""
        minority: list[bool] = []
        for column in range(self.table.width):
            if not self.table.over[column]:
                minority.append(False)
                continue
            layers = [layer for found in self.table.support[column].values() for layer in found]
            says = [layer for layer in layers if self.table.says(layer, column)]
            has = {self.table.source(layer) for layer in says}
            over = [layer for layer in self.table.over[column] if self.table.source(layer) not in has]
            lacks = {self.table.source(layer) for layer in over}
            oldest_has = min(self.table.age(layer, column) for layer in layers)
            oldest_lacks = min(
                (self.table.age(x, column) for x in self.table.layers if self.table.source(x) in lacks),
                default=("~", 0, ""),
            )
            with_, without = self.table.weigh(says, column), self.table.weigh(over, column)
            minority.append(without > with_ or (without == with_ and oldest_lacks < oldest_has))
        placed = self._placed_scraps()
        chosen = [not few and not self._has_only(placed, column) for column, few in enumerate(minority)]
        for low, high in _stretches(minority):
            if high - low >= PHRASE and self._is_phrase(low, high) and not self._is_instead(low, high, chosen):
                chosen[low:high] = [True] * (high - low)
        return chosen if any(chosen) else [True] * self.table.width

    def _placed_scraps(self) -> set[int]:
        """The layers of a word or two that share one with a longer layer: what else they have is no word of it.

        One that shares none is all there is of a part.
        """
        scraps = {id(layer) for layer in self.table.layers if len(layer.tokens) < SCRAP}
        if not scraps or len(scraps) == len(self.table.layers):
            return set()
        return {
            id(layer)
            for held in self.table.support
            for found in [[layer for layers in held.values() for layer in layers]]
            if any(id(layer) not in scraps for layer in found)
            for layer in found
            if id(layer) in scraps
        }

    def _has_only(self, layers: AbstractSet[int], column: int) -> bool:
        """Whether none but some layers has a column."""
        return bool(layers) and all(id(x) in layers for held in self.table.support[column].values() for x in held)

    def _is_phrase(self, low: int, high: int) -> bool:
        """Whether some witness reads these columns in one go and as the speaker's."""
        return any(
            all(c in layer.at and self.table.says(layer, c) for c in range(low, high)) for layer in self.table.layers
        )

    def _is_instead(self, low: int, high: int, chosen: Sequence[bool]) -> bool:
        """Whether those who have some columns have them instead of the words beside, which others have."""
        held = [layer for layer in self.table.layers if all(c in layer.at for c in range(low, high))]
        beside = [c for c in (low - 1, high) if 0 <= c < self.table.width and chosen[c]]
        return any(all(c not in layer.at and layer in self.table.over[c] for layer in held) for c in beside)

    def differing(self, layer: Layer, columns: Sequence[int]) -> list[tuple[int, int]]:
        """Runs of columns in which a layer differs from the lemma: first and last."""
        runs: list[tuple[int, int]] = []
        begin = last = -1
        for column in columns:
            if not self.has[column] and column not in layer.at:
                continue
            same = column in layer.at and self.has[column] and layer.plain[layer.at[column]] == self.word[column]
            if same:
                if begin >= 0:
                    runs.append((begin, last))
                begin = -1
            else:
                begin, last = (column if begin < 0 else begin), column
        return [*runs, (begin, last)] if begin >= 0 else runs


def _stretches(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of True: first and one past the last."""
    found: list[tuple[int, int]] = []
    for number, flag in enumerate(flags):
        if flag and found and found[-1][1] == number:
            found[-1] = (found[-1][0], number + 1)
        elif flag:
            found.append((number, number + 1))
    return found
