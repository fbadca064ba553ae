"""Collating one statement: layers of quoted pieces in, parts with their best-supported words and readings out."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tellings.model import Article, Mark
from tellings.stages.statements.gather import SCRAP, Piece
from tellings.text.align import Token, align_tokens, tokenize
from tellings.text.readings import Difference, compare
from tellings.text.sentences import find_sentences
from tellings.text.spelling import function_forms

# Words in a row that only a minority has and that still count as the statement's: phrases are cut, rarely made up.
PHRASE = 4
# An omission of so many words is a place of its own, so that smaller differences inside it keep theirs.
CUT = 4
# Words inside a sentence that a witness may lack and still carry it whole, by its length: a lost "not" is a reading of
# what it carries. What it lacks at either end it does not carry.
SLIPS = ((6, 2), (4, 1))

# Of which none may be longer, and part of a sentence's words in all, where that is more.
GAP, LOST = 2, 8
# Words from which what begins in mid-sentence may be all that was said: a clause, not a scrap of one.
CLAUSE = 8

# Columns within which a witness's faults tell how far to trust it: about a sentence.
NEAR = 15
# Characters of “she said in a letter,” that may break a sentence.
INTERRUPTION = 120
# Characters within which a square bracket is looked for around a word.
BRACKETS = 60

QUOTES = '“”"«»„‟〝〞'
SINGLES = "'‘’‚‛‹›`"
APOSTROPHES = str.maketrans("’ʼ", "''")
# What ends a sentence, or stands for its end.
STOPS = ".!?…,"


@dataclass
class Layer:
    """The words of one article that belong to the statement, in its order, as one text."""

    article_id: str
    pieces: list[Piece]
    text: str
    starts: list[int]  # of each piece in `text`
    inner: Mapping[int, bool] = field(default_factory=dict)  # marks within, by place in the article: whether they open
    tokens: list[Token] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # of the tokens, as the article has them
    plain: list[str] = field(default_factory=list)  # the same, apostrophes unified: by what readings are told apart
    spans: list[tuple[int, int]] = field(default_factory=list)  # of the tokens, in the article
    piece_of: list[int] = field(default_factory=list)  # number of the piece of each token
    column_of: list[int] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)  # token by column
    columns: list[int] = field(default_factory=list)  # those that it has, ascending

    def take(self, tokens: list[Token]) -> None:
        """Note the words of the text, with their piece and their place in the article."""
        self.tokens = tokens
        self.column_of = [-1] * len(tokens)
        for token in tokens:
            number = bisect_right(self.starts, token.start) - 1
            shift = self.pieces[number].start - self.starts[number]
            self.piece_of.append(number)
            self.spans.append((token.start + shift, token.end + shift))
            self.words.append(self.text[token.start : token.end])
            self.plain.append(self.words[-1].translate(APOSTROPHES))

    def end_of(self, text: str, token: int) -> int:
        """Where a word of the article ends, with the stops and marks within that belong to it."""
        end, high = self.spans[token][1], self.pieces[self.piece_of[token]].end
        while end < high and (text[end] in ".!?…" or self.inner.get(end) is False):
            end += 1
        return end


PlaceRow = tuple[Layer, str, bool, int, int]  # witness, kind, turns, start, end


@dataclass
class Place:
    """Neighbouring columns in which witnesses differ, or the signs before a column."""

    low: int
    high: int  # left out
    lemma: str
    rows: list[PlaceRow] = field(default_factory=list)


@dataclass
class Section:
    """A part in the making: its columns, text and witnesses."""

    columns: list[int]
    lemma: list[int]
    text: str = ""
    joined: bool = False  # runs on from the part before in some witness
    states: dict[str, str] = field(default_factory=dict)  # by article: whole | partial
    layer_states: dict[int, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


def make_layer(article: Article, pieces: list[Piece], inner: Mapping[int, bool] | None = None) -> Layer:
    """A layer of some pieces of one article."""
    starts, texts, at = [], [], 0
    for piece in pieces:
        starts.append(at)
        texts.append(article.text[piece.start : piece.end])
        at += len(texts[-1]) + 1
    return Layer(article.article_id, pieces, "\n".join(texts), starts, inner or {})


def find_inner_marks(marks: Iterable[Mark]) -> dict[str, dict[int, bool]]:
    """By article: where the marks stand that enclose words quoted within a quotation, and whether they open."""
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    for mark in marks:
        if mark.depth > 0 and mark.kind == "quote" and mark.closing == "closed":
            found[mark.article_id].update(dict.fromkeys(range(mark.start, mark.content_start), True))
            found[mark.article_id].update(dict.fromkeys(range(mark.content_end, mark.end), False))
    return found


class Edition:
    """One statement: its witnesses aligned, its lemma chosen, its parts cut."""

    def __init__(
        self, layers: Sequence[Layer], articles: Mapping[str, Article], origin: Mapping[str, str], language: str = "en"
    ) -> None:
        self.layers = list(layers)
        self.articles = articles
        self.origin = origin
        self.language = language
        self.functions = function_forms(language)
        self.support = self._align()
        self.width = len(self.support)
        self.over = self._pass_over()
        self.faults: dict[int, list[int]] = {}
        self.faults = self._find_faults()
        self.word = [self._best_word(c) for c in range(self.width)]
        self.surface = [self._best_surface(c) for c in range(self.width)]
        self.marks = self._best_marks()
        self.lemma = self._choose_lemma()
        self.sections = self._cut()
        for section in self.sections:
            self._weigh(section)
        self.sections = self._merge(self.sections)
        for section in self.sections:
            section.text = self._write(section)
            section.places = self._places(section)
        for before, after in pairwise(self.sections):
            after.joined = self._runs_on(before, after)

    # -- alignment ------------------------------------------------------------------------------------------------

    def _align(self) -> list[dict[str, list[Layer]]]:
        """Align the layers; for each column of the table, the layers by the word they have there."""
        for layer, tokens in zip(self.layers, tokenize([layer.text for layer in self.layers]), strict=True):
            layer.take(tokens)
        table = align_tokens([layer.tokens for layer in self.layers])
        support: list[dict[str, list[Layer]]] = []
        for column, row in enumerate(table):
            found: dict[str, list[Layer]] = {}
            for witness, token in sorted(row.items()):
                layer = self.layers[witness]
                layer.at[column] = token
                layer.column_of[token] = column
                found.setdefault(layer.plain[token], []).append(layer)
            support.append(found)
        for layer in self.layers:
            layer.columns = sorted(layer.at)
        return support

    def raw(self, layer: Layer, token: int) -> str:
        """A word by what readings are told apart: as the article has it, apostrophes unified."""
        return layer.plain[token]

    def written(self, layer: Layer, token: int) -> str:
        """A word as the article has it."""
        return layer.words[token]

    def source(self, layer: Layer) -> str:
        """The article whose words these first were: copies support nothing by themselves."""
        return self.origin.get(layer.article_id, layer.article_id)

    def age(self, layer: Layer, column: int | None = None) -> tuple[str, int, str]:
        """Sorting key of witnesses: earliest published first (undated last), then fewest faults, then by content.

        Where a column is given, only faults near it count.
        """
        article = self.articles[layer.article_id]
        faults = self.faults.get(id(layer), [])
        if column is not None:
            faults = faults[bisect_left(faults, column - NEAR) : bisect_right(faults, column + NEAR)]
        return article.published or "9999", len(faults), article.text

    def _find_faults(self) -> dict[int, list[int]]:
        """For each layer, the columns in which more independent articles than its own kind have another word."""
        faults: dict[int, list[int]] = defaultdict(list)
        for column, (support, lacking) in enumerate(zip(self.support, self.over, strict=True)):
            if len(support) == 1 and not lacking:
                continue
            sources = {word: len({self.source(layer) for layer in held}) for word, held in support.items()}
            most = max(sources.values())
            few = [x for word, held in support.items() if sources[word] < most for x in held]
            has = {self.source(layer) for held in support.values() for layer in held}
            lacks = {self.source(layer) for layer in lacking}
            if len(has) != len(lacks):
                few += lacking if len(lacks) < len(has) else [x for held in support.values() for x in held]
            for layer in few:
                faults[id(layer)].append(column)
        return dict(faults)

    def _pass_over(self) -> list[list[Layer]]:
        """For each column, the layers that have words on both sides of it in one piece, but none in it."""
        over: list[list[Layer]] = [[] for _ in range(self.width)]
        if len(self.layers) == 1:
            return over
        opens = [
            any(layer.tokens[layer.at[c]].opens for layer in self.layers if c in layer.at) for c in range(self.width)
        ]
        for layer in self.layers:
            for low, high in self._passes(layer):
                end = high + 1
                while self._ends(layer, high) and end < self.width and not opens[end] and end not in layer.at:
                    end += 1
                for column in range(low, end):
                    if column not in layer.at:
                        over[column].append(layer)
        return over

    def _ends(self, layer: Layer, column: int) -> bool:
        """Whether a layer's sentence ends with a word, and its piece too."""
        token = layer.at[column]
        piece = layer.pieces[layer.piece_of[token]]
        rest = self.articles[layer.article_id].text[layer.spans[token][1] : piece.end].strip(QUOTES + SINGLES + " ")
        return rest in (".", "!", "?")

    def _best_word(self, column: int) -> str:
        """The reading of a column that most independent articles have; then the earliest published."""
        if len(self.support[column]) == 1:
            return next(iter(self.support[column]))
        support = {
            w: own for w, held in self.support[column].items() if (own := [x for x in held if self._says(x, column)])
        }
        support = support or self.support[column]

        def rank(word: str) -> tuple[int, tuple[str, int, str], str]:
            layers = support[word]
            return (
                -len({self.source(layer) for layer in layers}),
                min(self.age(layer, column) for layer in layers),
                word,
            )

        return min(support, key=rank)

    def _best_surface(self, column: int) -> str:
        """The characters of a column's reading: those that most independent articles have, then as for readings."""
        agreeing = self.support[column][self.word[column]]
        if len(agreeing) == 1:
            return self.written(agreeing[0], agreeing[0].at[column])
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in agreeing:
            held[self.written(layer, layer.at[column])].append(layer)
        return self._best(held)

    def _best_marks(self) -> str:
        """The opening and the closing mark that most articles set around words quoted within."""
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in self.layers:
            text = self.articles[layer.article_id].text
            inner = sorted(layer.inner.items())
            for piece in layer.pieces if inner else ():
                within = [(text[at], opens) for at, opens in inner if piece.start <= at < piece.end]
                signs = [[sign for sign, opens in within if opens is wanted] for wanted in (True, False)]
                if all(signs):
                    held[signs[0][0] + signs[1][0]].append(layer)
        return self._best(held) if held else ""

    def _best(self, held: Mapping[str, Sequence[Layer]]) -> str:
        """What most independent articles have; then the earliest published, then the one with fewer faults."""
        if len(held) == 1:
            return next(iter(held))
        return min(
            held,
            key=lambda words: (-len({self.source(x) for x in held[words]}), min(map(self.age, held[words])), words),
        )

    # -- lemma ----------------------------------------------------------------------------------------------------

    def _passes(self, layer: Layer) -> list[tuple[int, int]]:
        """First and last column of each piece of a layer."""
        spans: dict[int, list[int]] = defaultdict(list)
        for token, number in enumerate(layer.piece_of):
            spans[number].append(layer.column_of[token])
        return [(min(columns), max(columns)) for columns in spans.values()]

    def _choose_lemma(self) -> list[bool]:
        """Which columns belong to the statement: those that most articles have whose words run over them."""
        minority: list[bool] = []
        for column in range(self.width):
            if not self.over[column]:
                minority.append(False)
                continue
            layers = [layer for found in self.support[column].values() for layer in found]
            has = {self.source(layer) for layer in layers if self._says(layer, column)}
            lacks = {self.source(layer) for layer in self.over[column]} - has
            oldest_has = min(self.age(layer, column) for layer in layers)
            oldest_lacks = min(
                (self.age(x, column) for x in self.layers if self.source(x) in lacks), default=("~", 0, "")
            )
            minority.append(len(lacks) > len(has) or (len(lacks) == len(has) and oldest_lacks < oldest_has))
        scraps = [len(layer.tokens) < SCRAP for layer in self.layers]
        mixed = any(scraps) and not all(scraps)
        chosen = [not few and not (mixed and self._is_scrap(column)) for column, few in enumerate(minority)]
        for low, high in _stretches(minority):
            if high - low >= PHRASE and self._is_phrase(low, high) and not self._is_instead(low, high, chosen):
                chosen[low:high] = [True] * (high - low)
        return chosen if any(chosen) else [True] * self.width

    def _is_scrap(self, column: int) -> bool:
        """Whether only scraps have a column."""
        return all(len(x.tokens) < SCRAP for held in self.support[column].values() for x in held)

    def _is_phrase(self, low: int, high: int) -> bool:
        """Whether some witness reads these columns in one go and as the speaker's."""
        return any(all(c in layer.at and self._says(layer, c) for c in range(low, high)) for layer in self.layers)

    def _is_instead(self, low: int, high: int, chosen: Sequence[bool]) -> bool:
        """Whether those who have some columns have them instead of the words beside, which others have."""
        held = [layer for layer in self.layers if all(c in layer.at for c in range(low, high))]
        beside = [c for c in (low - 1, high) if 0 <= c < self.width and chosen[c]]
        return any(all(c not in layer.at and layer in self.over[c] for layer in held) for c in beside)

    def _says(self, layer: Layer, column: int) -> bool:
        """Whether a witness has the word of a column as the speaker's, not in square brackets as its own."""
        text = self.articles[layer.article_id].text
        start, end = layer.spans[layer.at[column]]
        opening = text.rfind("[", max(0, start - BRACKETS), start)
        return opening < 0 or "]" in text[opening:start] or "]" not in text[end : end + BRACKETS]

    # -- parts ----------------------------------------------------------------------------------------------------

    def _cut(self) -> list[Section]:
        """Sentences of the lemma, each with its columns."""
        votes: Counter[int] = Counter()
        for layer in self.layers:
            for column, is_start in self._sentence_starts(layer).items():
                votes[column] += 1 if is_start else -1
        self.starts = {column for column in range(self.width) if self.lemma[column] and votes[column] > 0}
        sections: list[Section] = []
        for column in range(self.width):
            loose = self.lemma[column] and sections and sections[-1].lemma and not self._reads_on(sections[-1], column)
            if not sections or loose or (column in self.starts and sections[-1].lemma):
                sections.append(Section([], []))
            sections[-1].columns.append(column)
            if self.lemma[column]:
                sections[-1].lemma.append(column)
        return sections

    def _reads_on(self, section: Section, column: int) -> bool:
        """Whether some witness reads from the words before to a column: in one piece, or broken by “she said” only."""
        last = section.lemma[-1]
        for layer in self.layers:
            if last in layer.at and column in layer.at and self._follows(layer, layer.at[last], layer.at[column]):
                return True
        return any(
            low < column <= high and any(c in layer.at for c in section.lemma)
            for layer in self.layers
            for low, high in self._passes(layer)
            if low <= last and self._is_near(layer, last, column)
        )

    def _is_near(self, layer: Layer, last: int, column: int) -> bool:
        """Whether a layer leaves out few words only around two columns, so that they may be of one sentence."""
        place = bisect_right(layer.columns, last)
        before = layer.columns[place - 1] if place else -1
        place = bisect_left(layer.columns, column)
        after = layer.columns[place] if place < len(layer.columns) else self.width
        return sum(self.lemma[before + 1 : after]) <= LOST

    def _follows(self, layer: Layer, one: int, two: int) -> bool:
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

    def _sentence_starts(self, layer: Layer) -> dict[int, bool]:
        """By column of a layer: whether a sentence begins there; the start of a piece is judged by what is before."""
        text = self.articles[layer.article_id].text
        begins: set[int] = set()
        for piece in layer.pieces:
            begins.update(a for a, _ in find_sentences(text, piece.start, piece.end, self.language))
        found: dict[int, bool] = {}
        opening = sorted(begins)
        for token, number in enumerate(layer.piece_of):
            column = layer.column_of[token]
            if not self.lemma[column]:
                continue
            start = layer.spans[token][0]
            if token and layer.piece_of[token - 1] == number:
                before = layer.spans[token - 1][1]
                found[column] = any(before <= begin <= start for begin in opening)
            elif token:
                found[column] = _begins_sentence(text, layer.pieces[number - 1].end, start)
            elif text[start].isupper():
                found[column] = True
        return found

    def _weigh(self, section: Section) -> None:
        """Tell which articles carry a part whole and which partly."""
        section.states, section.layer_states = {}, {}
        fragment = self._is_fragment(section)
        for number, layer in enumerate(self.layers):
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
        if not section.lemma or len(section.lemma) >= CLAUSE or not self.surface[column][0].islower():
            return False
        for layer in self.layers:
            token = layer.at.get(column)
            if token is not None and (
                self.written(layer, token)[0].isupper()
                or layer.pieces[layer.piece_of[token]].form in ("post", "turn")
                or (token and layer.piece_of[token - 1] == layer.piece_of[token])
            ):
                return False
        return True

    def _is_whole(self, section: Section, layer: Layer, have: list[int]) -> bool:
        """Whether a layer carries a sentence from end to end, a word or two inside apart; other words for some do."""
        allowed = next((slips for words, slips in SLIPS if len(section.lemma) >= words), 0)
        missing = other = 0
        for begin, end in self._differing(layer, section.columns):
            columns = [c for c in section.columns if begin <= c <= end]
            own = sum(c in layer.at for c in columns)
            lost = sum(self.lemma[c] and c not in layer.at for c in columns)
            instead = own - sum(self.lemma[c] and c in layer.at for c in columns)
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
        if self.word[column] == self.raw(layer, layer.at[column]):
            return False
        difference = compare(self.word[column], self.raw(layer, layer.at[column]), language=self.language)
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
        if self._runs_on(before, after):
            return True
        for layer in self.layers:
            last = max((layer.at[c] for c in before.lemma if c in layer.at), default=-1)
            if last < 0 or layer.tokens[last + 1 :] == [] or layer.column_of[last + 1] not in after.lemma:
                continue
            if not self._is_near(layer, before.lemma[-1], after.lemma[0]):
                continue
            one, two = (layer.pieces[layer.piece_of[token]] for token in (last, last + 1))
            between = self.articles[layer.article_id].text[one.end : two.start]
            if one.quotation_id == two.quotation_id or (len(between) <= INTERRUPTION and "\n" not in between):
                return True
        return False

    def _runs_on(self, before: Section, after: Section) -> bool:
        """Whether some article has the end of one part and the beginning of the next in one piece."""
        last, first = before.lemma[-1], after.lemma[0]
        return any(
            last in layer.at and first in layer.at and self._follows(layer, layer.at[last], layer.at[first])
            for layer in self.layers
        )

    # -- text -----------------------------------------------------------------------------------------------------

    def gap(self, layer: Layer, column: int, following: int) -> str | None:
        """What stands between two words that follow each other in one piece of a layer."""
        one, two = layer.at.get(column), layer.at.get(following)
        if one is None or two is None or two != one + 1 or layer.piece_of[one] != layer.piece_of[two]:
            return None
        return self.articles[layer.article_id].text[layer.spans[one][1] : layer.spans[two][0]]

    def _gaps(self, column: int, following: int) -> list[tuple[Layer, str]]:
        return [(layer, gap) for layer in self.layers if (gap := self.gap(layer, column, following)) is not None]

    def _best_gap(self, column: int, following: int) -> str:
        """What stands between two words of the statement; marks within as most articles set them."""
        found: dict[str, list[Layer]] = defaultdict(list)
        for layer, _ in self._gaps(column, following):
            low, high = layer.spans[layer.at[column]][1], layer.spans[layer.at[following]][0]
            found[self._signs_of(layer, low, high) or " "].append(layer)
        if found:
            return self._best(found)
        joined = any(self._go_on(layer, column, following) for layer in self.layers)
        if following not in self.starts:
            return " " if joined else " […] "
        return self._end_sign(column) + (" " if joined else " […] ") + self._opening(following)

    def _go_on(self, layer: Layer, column: int, following: int) -> bool:
        """Whether a layer has one word and then another, with nothing of the speaker's and little else between."""
        one, two = layer.at.get(column), layer.at.get(following)
        if one is None or two != one + 1:
            return False
        if self._follows(layer, one, two):
            return True
        start, end = layer.spans[one][1], layer.spans[two][0]
        between = self.articles[layer.article_id].text[start:end]
        told = between.strip(QUOTES + SINGLES + " \u00a0\n\r.…!?,;:—–-")
        return not told or (following in self.starts and end - start <= INTERRUPTION and "\n" not in between)

    def _signs_of(self, layer: Layer, low: int, high: int) -> str:
        """Signs of an article: without marks that enclose no words within, white space run together."""
        text = self.articles[layer.article_id].text
        if text[low:high] == " ":
            return " "
        out = ""
        for place in range(low, high):
            if place in layer.inner:
                out += self.marks[:1] if layer.inner[place] else self.marks[1:]
            elif text[place] not in QUOTES:
                out += text[place]
        return re.sub(r"\s+", " ", out)

    def _write(self, section: Section) -> str:
        """The best-supported words of a part with the best-supported signs between them."""
        return self._opening(section.lemma[0]) + self._join(section.lemma) + self._end_sign(section.lemma[-1])

    def _join(self, columns: Sequence[int]) -> str:
        out = [self.surface[column] for column in columns[:1]]
        for column, following in pairwise(columns):
            out += [self._best_gap(column, following), self.surface[following]]
        return "".join(out)

    def _opening(self, column: int) -> str:
        """The mark before a word, where it begins words quoted within."""
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in self.layers:
            if column in layer.at:
                token = layer.at[column]
                before = layer.spans[token][0] - 1
                quoted = before >= layer.pieces[layer.piece_of[token]].start and layer.inner.get(before)
                held[self.marks[:1] if quoted else ""].append(layer)
        return self._best(held)

    def _end_sign(self, last: int) -> str:
        """The signs at the end of a sentence: a comma before “she said” stands for a full stop."""
        held: dict[str, list[Layer]] = defaultdict(list)
        for layer in self.layers:
            if last in layer.at:
                held[self._signs_after(layer, layer.at[last])].append(layer)
        ends = {sign: layers for sign, layers in held.items() if set(sign) & set(STOPS) and "," not in sign}
        if ends:
            return self._best(ends)
        commas = {sign.replace(",", "."): layers for sign, layers in held.items() if "," in sign}
        return self._best(commas or held)

    def _signs_after(self, layer: Layer, token: int) -> str:
        """Stops and marks of words quoted within that stand right behind a word of a piece."""
        text = self.articles[layer.article_id].text
        start, high = layer.spans[token][1], layer.pieces[layer.piece_of[token]].end
        out = ""
        for place in range(start, min(high, start + 8)):
            sign = text[place]
            if place in layer.inner and not layer.inner[place]:
                out += self.marks[1:]
            elif sign in STOPS and not (out.strip(SINGLES + QUOTES) and sign == ","):
                out += sign
            elif sign not in QUOTES + SINGLES:
                break
        return out

    # -- apparatus ------------------------------------------------------------------------------------------------

    def _places(self, section: Section) -> list[Place]:
        """All places of a part where its witnesses differ, in order; no word of an article stands in two of them."""
        if len(self.layers) < 2:
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
            for begin, end in self._differing(
                self.layers[number], section.columns[position[low] : position[high] + 1]
            ):  # fmt: skip
                span = position[begin], position[end] + 1
                if self._is_cut(self.layers[number], section.columns[span[0] : span[1]]):
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
        return within or sum(self.lemma[c] for c in section.columns[slice(*cut)]) < CUT

    def _coverage(self, section: Section, number: int) -> tuple[int, int]:
        """First and last column that a layer answers for: the whole part, but only what it has if that is a scrap.

        The same holds of a piece that its article completes elsewhere.
        """
        layer = self.layers[number]
        have = [c for c in section.columns if c in layer.at]
        elsewhere = section.layer_states[number] != section.states[layer.article_id]
        if len(have) >= min(SCRAP, len(section.lemma)) and not elsewhere:
            return section.columns[0], section.columns[-1]
        return have[0], have[-1]

    def _differing(self, layer: Layer, columns: Sequence[int]) -> list[tuple[int, int]]:
        """Runs of columns in which a layer differs from the lemma: first and last."""
        runs: list[tuple[int, int]] = []
        begin = last = -1
        for column in columns:
            if not self.lemma[column] and column not in layer.at:
                continue
            same = column in layer.at and self.lemma[column] and self.raw(layer, layer.at[column]) == self.word[column]
            if same:
                if begin >= 0:
                    runs.append((begin, last))
                begin = -1
            else:
                begin, last = (column if begin < 0 else begin), column
        return [*runs, (begin, last)] if begin >= 0 else runs

    def _is_cut(self, layer: Layer, columns: Sequence[int]) -> bool:
        return not any(c in layer.at for c in columns) and sum(self.lemma[c] for c in columns) > 1

    def _place(
        self, section: Section, cover: Mapping[int, tuple[int, int]], low: int, high: int, *, cut: bool
    ) -> Place:
        columns = [c for c in section.columns if low <= c < high]
        lemma = self._join([c for c in columns if self.lemma[c]])
        place = Place(low, high, lemma)
        for number in sorted(cover):
            layer = self.layers[number]
            partly = 0 < sum(c in layer.at for c in columns if self.lemma[c]) < sum(self.lemma[c] for c in columns)
            if cover[number][0] <= columns[0] and cover[number][1] >= columns[-1] and not (cut and partly):
                place.rows.append(self._row(layer, section, columns, lemma, cut=cut))
        if all(kind == "lemma" for _, kind, *_ in place.rows):
            place.rows = []
        return place

    def _row(self, layer: Layer, section: Section, columns: Sequence[int], lemma: str, *, cut: bool) -> PlaceRow:
        """What one layer has at a place."""
        text = self.articles[layer.article_id].text
        tokens = _one_run(sorted(layer.at[c] for c in columns if c in layer.at), layer.piece_of)
        if tokens:
            start, end = _with_brackets(text, layer.spans[tokens[0]][0], layer.spans[tokens[-1]][1])
        else:
            start, end = self._empty_place(layer, section, columns)
        words = text[start:end]
        same = all((c in layer.at and self.raw(layer, layer.at[c]) == self.word[c]) == self.lemma[c] for c in columns)
        if same or (cut and tokens):
            return layer, "lemma", False, start, end
        inner = columns[0] > section.lemma[0]
        found = compare(lemma, words, inner, self.language) or Difference("punctuation", False)
        if not tokens and (found.kind == "punctuation" or not self._runs_over(layer, columns)):
            found = Difference("omission", found.turns)  # what lies outside its quotation marks is cut, not altered
        return layer, found.kind, found.turns, start, end

    def _runs_over(self, layer: Layer, columns: Sequence[int]) -> bool:
        """Whether one piece of a layer has words on both sides of some columns."""
        return any(low < columns[0] and high > columns[-1] for low, high in self._passes(layer))

    def _leads(self, section: Section, columns: Sequence[int], before: int, after: int) -> bool:
        """Whether missing words open what follows them rather than close what is before."""
        if before not in section.columns or after not in section.columns:
            return after in section.columns
        opens = any(before < column <= columns[0] for column in self.starts)
        return opens and not any(columns[-1] < column <= after for column in self.starts)

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
        gap = self.articles[layer.article_id].text[start : max(start, min(following, piece.end))]
        dots = re.search(r"[\[(]?(?:…|\.\s?\.[.\s]*)[\])]?", gap)
        return (start + dots.start(), start + dots.start() + len(dots.group().rstrip())) if dots else (start, start)

    def _signs(self, section: Section) -> list[Place]:
        """Places where the signs between two words of the lemma differ."""
        places = []
        for column, following in pairwise(section.lemma):
            gaps = self._gaps(column, following)
            if len(gaps) < 2:
                continue
            marks: dict[str, list[Layer]] = defaultdict(list)
            for layer, gap in gaps:
                marks[_sign(gap)].append(layer)
            if len(marks) < 2:
                continue
            best = self._best(marks)
            place = Place(following, following, best)
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
        found = sorted({span for layer in self.layers for span in self._enclosed(layer)})
        out: list[Place] = []
        for low, high in found:
            columns = [c for c in section.lemma if low <= c < high]
            crossed = any(a < high and low < b for a, b in [*taken, *((p.low, p.high) for p in out)])
            if crossed or not columns or (columns[0], columns[-1] + 1) != (low, high):
                continue
            held: dict[str, list[tuple[Layer, int, int]]] = defaultdict(list)
            for number in sorted(section.layer_states):
                layer = self.layers[number]
                tokens = [layer.at[c] for c in columns if c in layer.at]
                if len(tokens) == len(columns) and _one_run(tokens, layer.piece_of) == tokens:
                    if layer.piece_of.count(layer.piece_of[tokens[0]]) == len(tokens):
                        continue  # its outer marks may be these
                    start, end = layer.spans[tokens[0]][0], layer.spans[tokens[-1]][1]
                    if (low, high) in self._enclosed(layer):
                        start, end = self._with_marks(layer, start, end)
                    text = self.articles[layer.article_id].text
                    shape = text[start : layer.spans[tokens[0]][0]] + "·" + text[layer.spans[tokens[-1]][1] : end]
                    held[shape].append((layer, start, end))
            if len(held) > 1:
                best = self._best({shape: [layer for layer, *_ in rows] for shape, rows in held.items()})
                place = Place(low, high, best.replace("·", self._join(columns)))
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


def _stretches(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of True: first and one past the last."""
    found: list[tuple[int, int]] = []
    for number, flag in enumerate(flags):
        if flag and found and found[-1][1] == number:
            found[-1] = (found[-1][0], number + 1)
        elif flag:
            found.append((number, number + 1))
    return found


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


def _begins_sentence(text: str, before: int, start: int) -> bool:
    """Whether a sentence begins with a piece, from what stands between it and the piece before."""
    between = text[before:start]
    if any(c in "\n\r" for c in between):
        return not text[start : start + 1].islower()
    told = between.strip(" \u00a0" + QUOTES + "'‘’")
    return not text[start : start + 1].islower() and (not told.endswith(",") or text[before - 1 : before] in ".!?")


def _sign(gap: str) -> str:
    """The signs between two words, white space and quotation marks aside; a dash counts whichever way it is set."""
    return gap.strip().strip(QUOTES + "‘’'").strip()
