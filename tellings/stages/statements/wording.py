"""Wording: chosen columns in, their text with the best-supported signs between the words out."""

import re
from collections import defaultdict

from tellings.stages.statements.layers import QUOTES, SINGLES, Layer
from tellings.stages.statements.lemma import Lemma
from tellings.stages.statements.parts import Section
from tellings.stages.statements.table import INTERRUPTION, Table

# What ends a sentence, or stands for its end.
STOPS = ".!?…,"


class Wording:
    """Writes columns of a statement as a text."""

    def __init__(self, table: Table, lemma: Lemma, starts: set[int]) -> None:
        self.table = table
        self.lemma = lemma
        self.starts = starts  # columns where sentences begin

    def write(self, section: Section) -> None:
        """Give a part its text, the best-supported words with the best-supported signs, and the place of each word."""
        text = self._opening(section.lemma[0])
        before: int | None = None
        for column in section.lemma:
            text += "" if before is None else self._best_gap(before, column)
            word = self.lemma.surface[column]
            section.spans[column] = len(text), len(text) + len(word)
            text += word
            before = column
        section.text = text + self._end_sign(section.lemma[-1])

    def gaps(self, column: int, following: int) -> list[tuple[Layer, str]]:
        """What stands between two words, by the layers in which they follow each other in one piece."""
        return [
            (layer, gap) for layer in self.table.layers if (gap := self.table.gap(layer, column, following)) is not None
        ]

    def _best_gap(self, column: int, following: int) -> str:
        """What stands between two words of the statement; marks within as most articles set them."""
        layers, alone = self.table.layers, self.table.alone
        if alone and following == column + 1 and alone.after[column] == " ":
            return " "
        gaps = self.gaps(column, following)
        if gaps and all(gap == " " for _, gap in gaps):
            return " "
        found: dict[str, list[Layer]] = defaultdict(list)
        for layer, _ in gaps:
            low, high = layer.spans[layer.at[column]][1], layer.spans[layer.at[following]][0]
            found[self._signs_of(layer, low, high) or " "].append(layer)
        if found:
            return self.table.best(found)
        joined = any(self._go_on(layer, column, following) for layer in layers)
        if following not in self.starts:
            return " " if joined else " […] "
        return self._end_sign(column) + (" " if joined else " […] ") + self._opening(following)

    def _go_on(self, layer: Layer, column: int, following: int) -> bool:
        """Whether a layer has one word and then another, with nothing of the speaker's and little else between."""
        one, two = layer.at.get(column), layer.at.get(following)
        if one is None or two != one + 1:
            return False
        if self.table.follows(layer, one, two):
            return True
        start, end = layer.spans[one][1], layer.spans[two][0]
        between = self.table.articles[layer.article_id].text[start:end]
        told = between.strip(QUOTES + SINGLES + " \u00a0\n\r.…!?,;:—–-")
        return not told or (following in self.starts and end - start <= INTERRUPTION and "\n" not in between)

    def _signs_of(self, layer: Layer, low: int, high: int) -> str:
        """Signs of an article: without marks that enclose no words within, white space run together."""
        text = self.table.articles[layer.article_id].text
        out = ""
        for place in range(low, high):
            if place in layer.inner:
                out += self.lemma.marks[:1] if layer.inner[place] else self.lemma.marks[1:]
            elif text[place] not in QUOTES and place not in layer.markup:
                out += text[place]
        return re.sub(r"\s+", " ", out)

    def _opening(self, column: int) -> str:
        """The mark before a word, where it begins words quoted within."""
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in self.table.layers:
            if column in layer.at:
                token = layer.at[column]
                before = layer.spans[token][0] - 1
                quoted = before >= layer.pieces[layer.piece_of[token]].start and layer.inner.get(before)
                held[self.lemma.marks[:1] if quoted else ""].append(layer)
        return self.table.best(held)

    def _end_sign(self, last: int) -> str:
        """The signs at the end of a sentence: a comma before “she said” stands for a full stop."""
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in self.table.layers:
            if last in layer.at:
                held[self._signs_after(layer, layer.at[last])].append(layer)
        ends = {sign: layers for sign, layers in held.items() if set(sign) & set(STOPS) and "," not in sign}
        if ends:
            return self.table.best(ends)
        commas = {sign.replace(",", "."): layers for sign, layers in held.items() if "," in sign}
        return self.table.best(commas or held)

    def _signs_after(self, layer: Layer, token: int) -> str:
        """Stops and marks of words quoted within that stand right behind a word of a piece."""
        text = self.table.articles[layer.article_id].text
        start, high = layer.spans[token][1], layer.pieces[layer.piece_of[token]].end
        out = ""
        for place in range(start, min(high, start + 8)):
            sign = text[place]
            if place in layer.inner and not layer.inner[place]:
                out += self.lemma.marks[1:]
            elif sign in STOPS and not (out.strip(SINGLES + QUOTES) and sign == ","):
                out += sign
            elif sign not in QUOTES + SINGLES and place not in layer.markup:
                break
        return out
