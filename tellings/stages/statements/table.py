"""The alignment table of a statement: layers in, who has which word in which column and who passes over it out."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from tellings.model import Article
from tellings.stages.statements.layers import QUOTES, SINGLES, Layer
from tellings.text.align import align_tokens, tokenize

# Columns within which a witness's faults tell how far to trust it: about a sentence.
NEAR = 15
# Characters of “she said in a letter,” that may break a sentence.
INTERRUPTION = 120
# Characters within which a square bracket is looked for around a word.
BRACKETS = 60


class Table:
    """All layers of a statement, aligned: columns of words that stand in one place."""

    def __init__(
        self, layers: Sequence[Layer], articles: Mapping[str, Article], origin: Mapping[str, str], language: str = "en"
    ) -> None:
        self.layers = list(layers)
        self.alone = self.layers[0] if len(self.layers) == 1 else None  # the only layer, as most statements have it
        self.articles = articles
        self.origin = origin
        self.language = language
        self.support = self._align()
        self._passes: dict[int, list[tuple[int, int]]] = {}  # kept by layer: asked for at every word
        self.width = len(self.support)
        self.over = self._pass_over()
        self.faults: dict[int, list[int]] = {}
        self.faults = self._find_faults()

    def _align(self) -> list[dict[str, list[Layer]]]:
        """Align the layers; for each column of the table, the layers by the word they have there."""
        for layer, tokens in zip(self.layers, tokenize([layer.text for layer in self.layers]), strict=True):
            layer.take(tokens)
        if self.alone is not None:
            return self._align_one(self.alone)
        table = align_tokens([layer.tokens for layer in self.layers])
        support: list[dict[str, list[Layer]]] = []
        for column, row in enumerate(table):
            found: dict[str, list[Layer]] = {}
            for witness, token in sorted(row.items()) if len(row) > 1 else row.items():
                layer = self.layers[witness]
                layer.at[column] = token
                layer.column_of[token] = column
                found.setdefault(layer.plain[token], []).append(layer)
            support.append(found)
        for layer in self.layers:
            layer.columns = sorted(layer.at)
        return support

    def _align_one(self, layer: Layer) -> list[dict[str, list[Layer]]]:
        """The table of the only layer: each word is a column."""
        layer.columns = list(range(len(layer.tokens)))
        layer.column_of = list(layer.columns)
        layer.at = dict(zip(layer.columns, layer.columns, strict=True))
        return [{word: [layer]} for word in layer.plain]

    def source(self, layer: Layer) -> str:
        """The article whose words these first were: copies support nothing by themselves."""
        return self.origin.get(layer.article_id, layer.article_id)

    def weigh(self, layers: Iterable[Layer], column: int | None = None) -> tuple[int, int]:
        """What supports a reading: primary sources that have it, then independent articles."""
        sources: dict[str, bool] = defaultdict(bool)
        for layer in layers:
            sources[self.source(layer)] |= self._is_primary(layer, column)
        return sum(sources.values()), len(sources)

    def _is_primary(self, layer: Layer, column: int | None) -> bool:
        """Whether an article is a primary source, or embeds one: a post has its own words at a column."""
        return self.articles[layer.article_id].kind == "primary" or layer.is_post(column)

    def age(self, layer: Layer, column: int | None = None) -> tuple[str, int, str]:
        """Sorting key of witnesses: earliest published first (undated last), then fewest faults, then by content.

        Where a column is given, only faults near it count.
        """
        article = self.articles[layer.article_id]
        faults = self.faults.get(id(layer), [])
        if column is not None:
            faults = faults[bisect_left(faults, column - NEAR) : bisect_right(faults, column + NEAR)]
        return article.published or "9999", len(faults), article.text

    def best(self, held: Mapping[str, Sequence[Layer]], column: int | None = None) -> str:
        """What a primary source has, or most independent articles; then the earliest; then that with fewest faults."""
        if len(held) == 1:
            return next(iter(held))

        def rank(words: str) -> tuple[int, int, tuple[str, int, str], str]:
            primary, independent = self.weigh(held[words], column)
            return -primary, -independent, min(map(self.age, held[words])), words

        return min(held, key=rank)

    def _find_faults(self) -> dict[int, list[int]]:
        """For each layer, the columns in which more independent articles than its own kind have another word."""
        faults: dict[int, list[int]] = defaultdict(list)
        if self.alone is not None:
            return faults
        for column, (support, lacking) in enumerate(zip(self.support, self.over, strict=True)):
            if len(support) == 1 and not lacking:
                continue
            sources = {word: self.weigh(held, column) for word, held in support.items()}
            most = max(sources.values())
            few = [x for word, held in support.items() if sources[word] < most for x in held]
            has = self.weigh((x for held in support.values() for x in held), column)
            lacks = self.weigh(lacking, column)
            if has != lacks:
                few += lacking if lacks < has else [x for held in support.values() for x in held]
            for layer in few:
                faults[id(layer)].append(column)
        return dict(faults)

    def _pass_over(self) -> list[list[Layer]]:
        """For each column, the layers that read on over it in one piece, but have no word in it.

        Where a piece has words of the stretch elsewhere, it does not leave them out.
        """
        if self.alone is not None:
            return [[]] * self.width
        over: list[list[Layer]] = [[] for _ in range(self.width)]
        opens = [
            any(layer.tokens[layer.at[c]].opens for layer in self.layers if c in layer.at) for c in range(self.width)
        ]
        for layer in self.layers:
            for columns in _by_piece(layer):
                end = columns[-1] + 1
                while self._ends(layer, columns[-1]) and end < self.width and not opens[end] and end not in layer.at:
                    end += 1
                following = dict(pairwise(sorted(columns)))
                leaps = [(a, b) for a, b in pairwise(columns) if following.get(a) == b]
                for low, high in [*leaps, (columns[-1], end)]:
                    for column in range(low + 1, high):
                        if column not in layer.at:
                            over[column].append(layer)
        return over

    def _ends(self, layer: Layer, column: int) -> bool:
        """Whether a layer's sentence ends with a word, and its piece too."""
        token = layer.at[column]
        piece = layer.pieces[layer.piece_of[token]]
        rest = self.articles[layer.article_id].text[layer.spans[token][1] : piece.end].strip(QUOTES + SINGLES + " ")
        return rest in (".", "!", "?")

    def passes(self, layer: Layer) -> list[tuple[int, int]]:
        """First and last column of each piece of a layer."""
        if id(layer) not in self._passes:
            self._passes[id(layer)] = [(min(columns), max(columns)) for columns in _by_piece(layer)]
        return self._passes[id(layer)]

    def says(self, layer: Layer, column: int) -> bool:
        """Whether a witness has the word of a column as the speaker's, not in square brackets as its own."""
        text = self.articles[layer.article_id].text
        start, end = layer.spans[layer.at[column]]
        opening = text.rfind("[", max(0, start - BRACKETS), start)
        return opening < 0 or "]" in text[opening:start] or "]" not in text[end : end + BRACKETS]

    def follows(self, layer: Layer, one: int, two: int) -> bool:
        """Whether a word of a layer follows another in one piece, or in the next where only its sentence is broken."""
        before, after = layer.piece_of[one], layer.piece_of[two]
        if before == after:
            return two > one
        if after != before + 1 or two != one + 1:
            return False
        text = self.articles[layer.article_id].text
        start, end = layer.spans[one][1], layer.spans[two][0]
        between = text[start:end]
        broken = between.lstrip("’'").startswith((",", "—", "–", "-")) and text[end].islower()
        return broken and end - start <= INTERRUPTION and not any(c in "\n\r" for c in between)

    def gap(self, layer: Layer, column: int, following: int) -> str | None:
        """What stands between two words that follow each other in one piece of a layer."""
        one, two = layer.at.get(column), layer.at.get(following)
        return layer.after[one] if one is not None and two == one + 1 else None


def _by_piece(layer: Layer) -> list[list[int]]:
    """Columns of each piece of a layer, in the order of its words."""
    columns: dict[int, list[int]] = defaultdict(list)
    for token, number in enumerate(layer.piece_of):
        columns[number].append(layer.column_of[token])
    return list(columns.values())
