"""Parts: an alignment table and its lemma in, stretches that witnesses carry or cut together out."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field

from tellings.stages.statements.layers import QUOTES, Layer
from tellings.stages.statements.lemma import Lemma
from tellings.stages.statements.table import INTERRUPTION, Table
from tellings.text.readings import compare
from tellings.text.sentences import find_sentences

# what it carries. What it lacks at either end it does not carry.
SLIPS = ((6, 2), (4, 1))

# Of which none may be longer, and part of a sentence's words in all, where that is more.
GAP, LOST = 2, 8
# Words from which what begins in mid-sentence may be all that was said: a clause, not a scrap of one.
CLAUSE = 8

# Columns within which a witness's faults tell how far to trust it: about a sentence.

PlaceRow = tuple[Layer, str, bool, int, int]  # witness, kind, turns, start, end


@dataclass
class Place:
    """Neighbouring columns in which witnesses differ, or the signs before a column."""

    low: int
    high: int  # left out
    lemma: str
    span: tuple[int, int]  # where the lemma stands in the text of the part; empty where others add words
    rows: list[PlaceRow] = field(default_factory=list)


@dataclass
class Section:
    """A part in the making: its columns, text and witnesses."""

    columns: list[int]
    lemma: list[int]
    text: str = ""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)  # of the lemma's words in `text`, by column
    joined: bool = False  # runs on from the part before in some witness
    states: dict[str, str] = field(default_factory=dict)  # by article: whole | partial
    layer_states: dict[int, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


class Parts:
    """The sections of a statement, in order, and the columns where sentences begin."""

    def __init__(self, table: Table, lemma: Lemma) -> None:
        self.table = table
        self.lemma = lemma
        self.starts: set[int] = set()
        self.sections = self._cut()
        for section in self.sections:
            self._weigh(section)
        self.sections = self._merge(self.sections)

    def _cut(self) -> list[Section]:
        """Sentences of the lemma, each with its columns."""
        votes: Counter[int] = Counter()
        for layer in self.table.layers:
            for column, is_start in self._sentence_starts(layer).items():
                votes[column] += 1 if is_start else -1
        self.starts = {column for column in range(self.table.width) if self.lemma.has[column] and votes[column] > 0}
        sections: list[Section] = []
        piece_of = self.table.alone.piece_of if self.table.alone is not None else []
        for column in range(self.table.width):
            in_one = column and piece_of and piece_of[column] == piece_of[column - 1]
            loose = (
                not in_one
                and self.lemma.has[column]
                and sections
                and sections[-1].lemma
                and not self._reads_on(sections[-1], column)
            )
            if not sections or loose or (column in self.starts and sections[-1].lemma):
                sections.append(Section([], []))
            sections[-1].columns.append(column)
            if self.lemma.has[column]:
                sections[-1].lemma.append(column)
        return sections

    def _reads_on(self, section: Section, column: int) -> bool:
        """Whether some witness reads from the words before to a column: in one piece, or broken by “she said” only."""
        last = section.lemma[-1]
        for layer in self.table.layers:
            if last in layer.at and column in layer.at and self.table.follows(layer, layer.at[last], layer.at[column]):
                return True
        return any(
            low < column <= high and any(c in layer.at for c in section.lemma)
            for layer in self.table.layers
            for low, high in self.table.passes(layer)
            if low <= last and self._is_near(layer, last, column)
        )

    def _is_near(self, layer: Layer, last: int, column: int) -> bool:
        """Whether a layer leaves out few words only around two columns, so that they may be of one sentence."""
        place = bisect_right(layer.columns, last)
        before = layer.columns[place - 1] if place else -1
        place = bisect_left(layer.columns, column)
        after = layer.columns[place] if place < len(layer.columns) else self.table.width
        return sum(self.lemma.has[before + 1 : after]) <= LOST

    def _sentence_starts(self, layer: Layer) -> dict[int, bool]:
        """By column of a layer: whether a sentence begins there; the start of a piece is judged by what is before."""
        text = self.table.articles[layer.article_id].text
        begins: set[int] = set()
        for piece in layer.pieces:
            begins.update(a for a, _ in find_sentences(text, piece.start, piece.end, self.table.language))
        found: dict[int, bool] = {}
        opening = sorted(begins)
        for token, number in enumerate(layer.piece_of):
            column = layer.column_of[token]
            if not self.lemma.has[column]:
                continue
            start = layer.spans[token][0]
            if token and layer.piece_of[token - 1] == number:
                before = layer.spans[token - 1][1]
                at = bisect_left(opening, before)
                found[column] = at < len(opening) and opening[at] <= start
            elif token:
                found[column] = _begins_sentence(text, layer.pieces[number - 1].end, start)
            elif text[start].isupper():
                found[column] = True
        return found

    def _weigh(self, section: Section) -> None:
        """Tell which articles carry a part whole and which partly."""
        section.states, section.layer_states = {}, {}
        fragment = self._is_fragment(section)
        for number, layer in enumerate(self.table.layers):
            have = [c for c in section.lemma if c in layer.at]
            if not have:
                continue
            state = "partial" if fragment or not self._is_whole(section, layer, have) else "whole"
            section.layer_states[number] = state
            if section.states.get(layer.article_id) != "whole":
                section.states[layer.article_id] = state

    def _is_fragment(self, section: Section) -> bool:
        """Whether nobody gives the beginning of a sentence: what there is of it is no whole."""
        column = section.lemma[0] if section.lemma else 0
        if not section.lemma or len(section.lemma) >= CLAUSE or not self.lemma.surface[column][0].islower():
            return False
        for layer in self.table.layers:
            token = layer.at.get(column)
            if token is not None and (
                layer.words[token][0].isupper()
                or layer.pieces[layer.piece_of[token]].form in ("post", "turn")
                or (token and layer.piece_of[token - 1] == layer.piece_of[token])
            ):
                return False
        return True

    def _is_whole(self, section: Section, layer: Layer, have: list[int]) -> bool:
        """Whether a layer carries a sentence from end to end, a word or two inside apart; other words for some do."""
        if self.table.alone is not None:
            return True  # the lemma is its own words
        allowed = next((slips for words, slips in SLIPS if len(section.lemma) >= words), 0)
        missing = other = 0
        for begin, end in self.lemma.differing(layer, section.columns):
            columns = [c for c in section.columns if begin <= c <= end]
            own = sum(c in layer.at for c in columns)
            lost = sum(self.lemma.has[c] and c not in layer.at for c in columns)
            instead = own - sum(self.lemma.has[c] and c in layer.at for c in columns)
            if lost and not own and {section.lemma[0], section.lemma[-1]} & set(columns):
                return False
            if lost - instead > GAP:
                return False
            missing += max(0, lost - instead)
            other += min(lost, instead)
        other += sum(self._is_other(layer, c) for c in have)
        allowed = max(allowed, len(section.lemma) // LOST)
        return missing <= allowed and other <= max(1, 2 * allowed) and other < len(section.lemma)

    def _is_other(self, layer: Layer, column: int) -> bool:
        if self.lemma.word[column] == layer.plain[layer.at[column]]:
            return False
        difference = compare(self.lemma.word[column], layer.plain[layer.at[column]], language=self.table.language)
        return difference is not None and difference.kind in {"substitution", "name", "negation", "number", "modality"}

    def _merge(self, sections: list[Section]) -> list[Section]:
        """Sentences that follow one another and that the same articles carry to the same extent are one part."""
        merged: list[Section] = []
        for section in sections:
            if merged and (not section.lemma or self._belong(merged[-1], section)):
                last = merged[-1]
                last.columns += section.columns
                last.lemma += section.lemma
                for number in {*last.layer_states, *section.layer_states} if section.lemma else ():
                    both = last.layer_states.get(number), section.layer_states.get(number)
                    last.layer_states[number] = "whole" if both == ("whole", "whole") else "partial"
            else:
                merged.append(section)
        return merged

    def _belong(self, before: Section, after: Section) -> bool:
        return before.states == after.states and self._are_neighbours(before, after)

    def _are_neighbours(self, before: Section, after: Section) -> bool:
        """Whether some article has one part right before the other, in one go or broken by who says it."""
        if self.runs_on(before, after):
            return True
        for layer in self.table.layers:
            last = max((layer.at[c] for c in before.lemma if c in layer.at), default=-1)
            if last < 0 or layer.tokens[last + 1 :] == [] or layer.column_of[last + 1] not in after.lemma:
                continue
            if not self._is_near(layer, before.lemma[-1], after.lemma[0]):
                continue
            one, two = (layer.pieces[layer.piece_of[token]] for token in (last, last + 1))
            between = self.table.articles[layer.article_id].text[one.end : two.start]
            if one.quotation_id == two.quotation_id or (len(between) <= INTERRUPTION and "\n" not in between):
                return True
        return False

    def runs_on(self, before: Section, after: Section) -> bool:
        """Whether some article has the end of one part and the beginning of the next in one piece."""
        last, first = before.lemma[-1], after.lemma[0]
        return any(
            last in layer.at and first in layer.at and self.table.follows(layer, layer.at[last], layer.at[first])
            for layer in self.table.layers
        )


def _begins_sentence(text: str, before: int, start: int) -> bool:
    """Whether a sentence begins with a piece, from what stands between it and the piece before."""
    between = text[before:start]
    if any(c in "\n\r" for c in between):
        return not text[start : start + 1].islower()
    told = between.strip(" \u00a0" + QUOTES + "'‘’")
    return not text[start : start + 1].islower() and (not told.endswith(",") or text[before - 1 : before] in ".!?")
