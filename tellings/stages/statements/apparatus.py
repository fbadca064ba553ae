"""The apparatus: a part in, the places where its witnesses differ with what each of them has out."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tellings.stages.statements.layers import QUOTES, Layer
from tellings.stages.statements.lemma import Lemma
from tellings.stages.statements.parts import Place, PlaceRow, Section
from tellings.stages.statements.pieces import SCRAP
from tellings.stages.statements.table import Table
from tellings.stages.statements.wording import Wording
from tellings.text.readings import Difference, compare

# An omission of so many words is a place of its own, so that smaller differences inside it keep theirs.
CUT = 4


class Apparatus:
    """Finds the places of a part where its witnesses differ."""

    def __init__(self, table: Table, lemma: Lemma, wording: Wording) -> None:
        self.table = table
        self.lemma = lemma
        self.wording = wording

    def places(self, section: Section) -> list[Place]:
        """All places of a part where its witnesses differ, in order; no word of an article stands in two of them."""
        if len(self.table.layers) < 2:
            return []
        position = {column: n for n, column in enumerate(section.columns)}
        cover = {n: self._coverage(section, n) for n in section.layer_states}
        short, cuts = self._differences(section, position, cover)
        places = []
        for a, b in sorted({*short, *cuts}):
            own = cuts.get((a, b), frozenset())
            gone = {n for (low, high), held in cuts.items() if low < b and a < high for n in held} - own
            nested = any((low, high) != (a, b) and low < b and a < high for low, high in (*short, *cuts))
            answering = {n: span for n, span in cover.items() if n not in gone and (n in own or not (own and nested))}
            low, high = section.columns[a], section.columns[b - 1] + 1
            places.append(self._place(section, answering, low, high, cut=bool(own)))
        places += self._signs(section)
        places += self._marked_within(section, places)
        return sorted((p for p in places if p.rows), key=lambda p: (p.low, p.high))

    def _differences(
        self, section: Section, position: Mapping[int, int], cover: Mapping[int, tuple[int, int]]
    ) -> tuple[list[tuple[int, int]], dict[tuple[int, int], frozenset[int]]]:
        """Ranges of a part's columns: where words differ, and longer omissions with the layers that make them.

        An omission that holds smaller differences of others is a place of its own; one that crosses such a place, or
        is not longer, belongs to it.
        """
        short: list[tuple[int, int]] = []
        cuts: dict[tuple[int, int], set[int]] = defaultdict(set)
        for number, (low, high) in cover.items():
            for begin, end in self.lemma.differing(
                self.table.layers[number], section.columns[position[low] : position[high] + 1]
            ):  # fmt: skip
                span = position[begin], position[end] + 1
                if self._is_cut(self.table.layers[number], section.columns[span[0] : span[1]]):
                    cuts[span].add(number)
                else:
                    short.append(span)
        while True:
            short = _union(short)
            joined = [cut for cut in cuts if any(self._is_absorbed(section, cut, other) for other in short)]
            if not joined:
                return short, {cut: frozenset(held) for cut, held in cuts.items()}
            for cut in joined:
                short.append(cut)
                del cuts[cut]

    def _is_absorbed(self, section: Section, cut: tuple[int, int], other: tuple[int, int]) -> bool:
        if other[0] >= cut[1] or cut[0] >= other[1] or (cut[0] <= other[0] and other[1] <= cut[1] and cut != other):
            return False
        within = other[0] <= cut[0] and cut[1] <= other[1]
        return within or sum(self.lemma.has[c] for c in section.columns[slice(*cut)]) < CUT

    def _coverage(self, section: Section, number: int) -> tuple[int, int]:
        """First and last column that a layer answers for: the whole part, but only what it has if that is a scrap.

        The same holds of a piece that its article completes elsewhere.
        """
        layer = self.table.layers[number]
        have = [c for c in section.columns if c in layer.at]
        elsewhere = section.layer_states[number] != section.states[layer.article_id]
        if len(have) >= min(SCRAP, len(section.lemma)) and not elsewhere:
            return section.columns[0], section.columns[-1]
        return have[0], have[-1]

    def _is_cut(self, layer: Layer, columns: Sequence[int]) -> bool:
        return not any(c in layer.at for c in columns) and sum(self.lemma.has[c] for c in columns) > 1

    def _place(
        self, section: Section, cover: Mapping[int, tuple[int, int]], low: int, high: int, *, cut: bool
    ) -> Place:
        columns = [c for c in section.columns if low <= c < high]
        span = self._span(section, columns)
        lemma = section.text[slice(*span)]
        place = Place(low, high, lemma, span)
        for number in sorted(cover):
            layer = self.table.layers[number]
            partly = (
                0 < sum(c in layer.at for c in columns if self.lemma.has[c]) < sum(self.lemma.has[c] for c in columns)
            )
            if cover[number][0] <= columns[0] and cover[number][1] >= columns[-1] and not (cut and partly):
                place.rows.append(self._row(layer, section, columns, lemma, cut=cut))
        if all(kind == "lemma" for _, kind, *_ in place.rows):
            place.rows = []
        return place

    def _span(self, section: Section, columns: Sequence[int]) -> tuple[int, int]:
        """Where the lemma of some columns stands in the text of a part; where they have none, the gap before them."""
        own = [c for c in columns if self.lemma.has[c]]
        if own:
            return section.spans[own[0]][0], section.spans[own[-1]][1]
        number = bisect_left(section.lemma, columns[0])
        place = section.spans[section.lemma[number - 1]][1] if number else section.spans[section.lemma[0]][0]
        return place, place

    def _row(self, layer: Layer, section: Section, columns: Sequence[int], lemma: str, *, cut: bool) -> PlaceRow:
        """What one layer has at a place."""
        text = self.table.articles[layer.article_id].text
        tokens = _one_run(sorted(layer.at[c] for c in columns if c in layer.at), layer.piece_of)
        if tokens:
            start, end = _with_brackets(text, layer.spans[tokens[0]][0], layer.spans[tokens[-1]][1])
        else:
            start, end = self._empty_place(layer, section, columns)
        words = text[start:end]
        same = all(
            (c in layer.at and layer.plain[layer.at[c]] == self.lemma.word[c]) == self.lemma.has[c] for c in columns
        )
        if same or (cut and tokens):
            return layer, "lemma", False, start, end
        inner = columns[0] > section.lemma[0]
        found = compare(lemma, words, inner, self.table.language) or Difference("punctuation", False)
        if not tokens and (found.kind == "punctuation" or not self._runs_over(layer, columns)):
            found = Difference("omission", found.turns)  # what lies outside its quotation marks is cut, not altered
        return layer, found.kind, found.turns, start, end

    def _runs_over(self, layer: Layer, columns: Sequence[int]) -> bool:
        """Whether one piece of a layer has words on both sides of some columns."""
        return any(low < columns[0] and high > columns[-1] for low, high in self.table.passes(layer))

    def _leads(self, section: Section, columns: Sequence[int], before: int, after: int) -> bool:
        """Whether missing words open what follows them rather than close what is before."""
        if before not in section.columns or after not in section.columns:
            return after in section.columns
        opens = any(before < column <= columns[0] for column in self.wording.starts)
        return opens and not any(columns[-1] < column <= after for column in self.wording.starts)

    def _empty_place(self, layer: Layer, section: Section, columns: Sequence[int]) -> tuple[int, int]:
        """Where a layer leaves words out: after its word before, else before its first; or the ellipsis there."""
        before = max((c for c in layer.at if c < columns[0]), default=None)
        after = min((c for c in layer.at if c > columns[-1]), default=None)
        if after is not None and (before is None or self._leads(section, columns, before, after)):
            start = layer.spans[layer.at[after]][0]
            return start, start
        token = layer.at[before] if before is not None else len(layer.spans) - 1
        start = layer.spans[token][1]
        piece = layer.pieces[layer.piece_of[token]]
        following = layer.spans[token + 1][0] if token + 1 < len(layer.tokens) else piece.end
        gap = self.table.articles[layer.article_id].text[start : max(start, min(following, piece.end))]
        dots = re.search(r"[\[(]?(?:…|\.\s?\.[.\s]*)[\])]?", gap)
        return (start + dots.start(), start + dots.start() + len(dots.group().rstrip())) if dots else (start, start)

    def _signs(self, section: Section) -> list[Place]:
        """Places where the signs between two words of the lemma differ."""
        places = []
        for column, following in pairwise(section.lemma):
            gaps = self.wording.gaps(column, following)
            if len(gaps) < 2:
                continue
            marks: dict[str, list[Layer]] = defaultdict(list)
            for layer, gap in gaps:
                marks[_sign(gap)].append(layer)
            if len(marks) < 2:
                continue
            best = self.table.best(marks)
            place = Place(following, following, best, _sign_span(section, column, following, best))
            for layer, gap in gaps:
                sign = _sign(gap)
                start = layer.spans[layer.at[column]][1]
                start += gap.index(sign) if sign and sign in gap else 0
                end = start + len(sign) if sign and sign in gap else start
                place.rows.append((layer, "lemma" if sign == best else "punctuation", False, start, end))
            places.append(place)
        return places

    def _marked_within(self, section: Section, places: Sequence[Place]) -> list[Place]:
        """Places where some witnesses set words in marks of their own, and others have the words without."""
        taken = [
            (place.low, max(place.high, place.low + 1)) for place in places if place.rows and place.high > place.low
        ]
        found = sorted({span for layer in self.table.layers for span in self._enclosed(layer)})
        out: list[Place] = []
        for low, high in found:
            columns = [c for c in section.lemma if low <= c < high]
            crossed = any(a < high and low < b for a, b in [*taken, *((p.low, p.high) for p in out)])
            if crossed or not columns or (columns[0], columns[-1] + 1) != (low, high):
                continue
            held: dict[str, list[tuple[Layer, int, int]]] = defaultdict(list)
            for number in sorted(section.layer_states):
                layer = self.table.layers[number]
                tokens = [layer.at[c] for c in columns if c in layer.at]
                if len(tokens) == len(columns) and _one_run(tokens, layer.piece_of) == tokens:
                    if layer.piece_of.count(layer.piece_of[tokens[0]]) == len(tokens):
                        continue  # its outer marks may be these
                    start, end = layer.spans[tokens[0]][0], layer.spans[tokens[-1]][1]
                    if (low, high) in self._enclosed(layer):
                        start, end = self._with_marks(layer, start, end)
                    text = self.table.articles[layer.article_id].text
                    shape = text[start : layer.spans[tokens[0]][0]] + "·" + text[layer.spans[tokens[-1]][1] : end]
                    held[shape].append((layer, start, end))
            if len(held) > 1:
                best = self.table.best({shape: [layer for layer, *_ in rows] for shape, rows in held.items()})
                words = section.spans[columns[0]][0], section.spans[columns[-1]][1]
                lemma = best.replace("·", section.text[slice(*words)])
                place = Place(low, high, lemma, _widened(section.text, words, lemma))
                place.rows = [
                    (layer, "lemma" if shape == best else "punctuation", False, start, end)
                    for shape in sorted(held, key=lambda shape: (shape != best, shape))
                    for layer, start, end in held[shape]
                ]
                out.append(place)
        return out

    def _with_marks(self, layer: Layer, start: int, end: int) -> tuple[int, int]:
        """A span with the marks within that enclose it, and a stop that stands inside them."""
        while layer.inner.get(start - 1) is True:
            start -= 1
        closing = next((n for n in range(end, end + 4) if layer.inner.get(n) is False), end - 1)
        return start, closing + 1

    def _enclosed(self, layer: Layer) -> Iterator[tuple[int, int]]:
        """Ranges of columns whose words a layer sets in marks of their own."""
        opened: int | None = None
        for place in sorted(layer.inner):
            if layer.inner[place]:
                opened = place
            elif opened is not None:
                tokens = [n for n, (start, end) in enumerate(layer.spans) if opened < start and end <= place]
                opened = None
                if tokens:
                    columns = [layer.column_of[n] for n in tokens]
                    yield min(columns), max(columns) + 1


def _union(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans as one."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _one_run(tokens: list[int], piece_of: Sequence[int]) -> list[int]:
    """The longest run of tokens that follow one another in one piece."""
    best: list[int] = []
    run: list[int] = []
    for token in tokens:
        follows = run and token == run[-1] + 1 and piece_of[token] == piece_of[run[-1]]
        run = [*run, token] if follows else [token]
        if len(run) > len(best):
            best = run
    return best


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the square brackets that enclose it or a part of it."""
    if text[max(0, start - 1) : start] == "[" and "]" in text[start : end + 1]:
        start -= 1
    if text[end : end + 1] == "]" and "[" in text[max(0, start - 1) : end]:
        end += 1
    return start, end


def _sign_span(section: Section, column: int, following: int, sign: str) -> tuple[int, int]:
    """Where a sign between two words stands in the text of a part; right behind the first word where it does not."""
    low, high = section.spans[column][1], section.spans[following][0]
    at = section.text.find(sign, low, high)
    return (at, at + len(sign)) if at >= 0 else (low, low)


def _widened(text: str, words: tuple[int, int], lemma: str) -> tuple[int, int]:
    """The span of some words with the marks around them, where the text has these."""
    at = text.find(lemma, max(0, words[0] - len(lemma)), words[1] + len(lemma))
    return (at, at + len(lemma)) if 0 <= at <= words[0] and words[1] <= at + len(lemma) else words


def _sign(gap: str) -> str:
    """The signs between two words, white space and quotation marks aside; a dash counts whichever way it is set."""
    return gap.strip().strip(QUOTES + "‘’'").strip()
