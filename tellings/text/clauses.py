"""Sentences as tokens: a paragraph and its quoted spans in, words with each quotation folded into one token out.

Folding lets a rule see `"A," he said, "B"` as `Q he said , Q`, however long A and B are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from tellings.language import load
from tellings.text.sentences import split_paragraph
from tellings.text.words import Span

# A word with what is joined to it (U.S, well-known, didn't, Smiths'), or one sign of punctuation that shapes a clause.
# No token holds or looks beyond white space, but for the dash that stands alone.
TOKEN = re.compile(
    r"[^\W_]++(?:(?:[.'’&/‑-]++|(?<=\d):(?=\d))[^\W_]++)*['’]?"
    r"|[,;:()\[\]—–―?!…]|-{2,}|(?<=\s)-(?=\s)|[$€£#@%&]|\.{2,}"
)
QUOTE = "\x00"  # how a folded quotation is written among the lower-case words
DASHES = frozenset({"—", "–", "―", "--", "-"})
# Sentences of the press have fewer tokens; what is longer (a table, a list, noise) is cut, so that work stays linear.
LONGEST = 300


class _Chunk(NamedTuple):
    """What stands between two white spaces, as tokens."""

    low: tuple[str, ...]  # in lower case, each as long as it is written
    caps: tuple[bool, ...]  # which begin with a capital
    places: tuple[int, ...]  # where they begin


class _Chunks(dict[str, _Chunk]):
    """Chunks by what is written, remembered: nine in ten come back, and looking up takes a fifth of reading anew."""

    most = 1 << 16  # a corpus without end must not fill the memory
    longest = 40  # characters; what is longer (an address, noise) does not come back

    def __missing__(self, chunk: str) -> _Chunk:
        found = [(m.group(), m.start()) for m in TOKEN.finditer(chunk)] if chunk != "-" else [("-", 0)]
        read = _Chunk(
            tuple(_lower(word) for word, _ in found),
            tuple(word[0].isupper() for word, _ in found),
            tuple(place for _, place in found),
        )
        if len(chunk) <= self.longest:
            if len(self) >= self.most:
                self.clear()
            self[chunk] = read
        return read


_read_chunk = _Chunks().__getitem__


def _lower(word: str) -> str:
    """A token in lower case, as long as it is written ("İ" would become two characters)."""
    low = word.lower().replace("’", "'")
    return low if len(low) == len(word) else "".join(c.lower()[0] for c in word).replace("’", "'")


class Sentence:
    """One sentence: parallel lists of its tokens; quotations folded. Where tokens stand is only counted when asked."""

    __slots__ = ("_pieces", "_starts", "caps", "end", "folded", "low", "marks", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.low: list[str] = []
        self.caps: list[bool] = []
        self.marks: dict[int, int] = {}  # token -> number of the quoted span
        self.folded: dict[int, int] = {}  # token -> where the quoted span ends
        self._pieces: list[tuple[int, list[str] | None]] = []  # begin and chunks of running text; None: a quoted span
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self.low)

    def add(self, start: int, end: int) -> None:
        """Append the tokens of a stretch of running text."""
        chunks = self.text[start:end].split()
        if not chunks:
            return
        if chunks[0] == "-" or chunks[-1] == "-":
            start, chunks = _without_joined_dash(self.text, start, end, chunks)
        if chunks:
            self._pieces.append((start, chunks))
        for low, caps, _ in map(_read_chunk, chunks):
            self.low += low
            self.caps += caps

    def fold(self, number: int, start: int, end: int) -> None:
        """Append one token for a quoted span."""
        token = len(self.low)
        self.marks[token], self.folded[token] = number, end
        self._pieces.append((start, None))
        self.low.append(QUOTE)
        self.caps.append(False)

    def extend(self, other: "Sentence") -> None:
        """Append the tokens of the sentence that follows."""
        before = len(self.low)
        self.marks.update((before + token, number) for token, number in other.marks.items())
        self.folded.update((before + token, end) for token, end in other.folded.items())
        self._pieces += other._pieces
        self.low += other.low
        self.caps += other.caps

    @property
    def starts(self) -> list[int]:
        """Where each token begins."""
        if len(self._starts) < len(self.low):
            self._starts = []
            for start, chunks in self._pieces:
                self._starts += [start] if chunks is None else self._places(start, chunks)
        return self._starts

    def _places(self, start: int, chunks: list[str]) -> list[int]:
        """Where the tokens of some chunks begin, the first chunk at `start` or after white space."""
        start = self.text.find(chunks[0], start)
        if self.text.startswith(" ".join(chunks), start):
            before = accumulate(map(len, chunks), initial=start)
            return [
                begin + number + place
                for number, (begin, chunk) in enumerate(zip(before, chunks))  # noqa: B905 (the last sum is left over)
                for place in _read_chunk(chunk).places
            ]
        places: list[int] = []
        for chunk in chunks:
            start = self.text.find(chunk, start)
            places += [start + place for place in _read_chunk(chunk).places]
            start += len(chunk)
        return places

    def end_of(self, token: int) -> int:
        """Where a token ends."""
        end = self.folded.get(token)
        return self.starts[token] + len(self.low[token]) if end is None else end

    def at(self, token: int) -> str:
        """The lower-case word at a place; "" beyond either end."""
        return self.low[token] if 0 <= token < len(self.low) else ""

    def has_capital(self, a: int, b: int) -> bool:
        """Whether one of the tokens a to b begins with a capital."""
        return any(self.caps[a:b])


def _without_joined_dash(text: str, start: int, end: int, chunks: list[str]) -> tuple[int, list[str]]:
    """Begin and chunks of text[start:end] without a dash at either edge that has no white space on both sides."""
    if chunks[0] == "-" == text[start] and not text[max(0, start - 1) : start].isspace():
        start, chunks = start + 1, chunks[1:]
    if chunks and chunks[-1] == "-" == text[end - 1]:
        chunks = chunks[:-1]
    return start, chunks


def split_sentences(text: str, low: int, high: int, quoted: Sequence[Span], language: str = "en") -> list[Sentence]:
    r"""Sentences of one paragraph; none ends inside a quoted span. `quoted` are the paragraph's outer spans, in order.

    >>> text = '“We go. We stay,” she said. Rain fell.'
    >>> [s.low for s in split_sentences(text, 0, len(text), [(0, 17)])]
    [['\x00', 'she', 'said'], ['rain', 'fell']]
    """
    sentences: list[Sentence] = []
    k = 0
    for start, end in _spans(text, low, high, quoted, language):
        sentence = Sentence(text, start, end)
        at = start
        while k < len(quoted) and quoted[k][0] < end:
            sentence.add(at, quoted[k][0])
            sentence.fold(k, *quoted[k])
            at = quoted[k][1]
            k += 1
        if at < end:
            sentence.add(at, end)
        sentences += [sentence] if len(sentence) <= LONGEST else _cut(sentence)
    return [sentence for sentence in sentences if sentence.low]


def _spans(text: str, low: int, high: int, quoted: Sequence[Span], language: str) -> list[Span]:
    """Spans of sentences, those that a quotation bridges made one."""
    starts = [start for start, _ in quoted]
    merged: list[Span] = []
    for start, end in split_paragraph(text, low, high, language):
        k = bisect_right(starts, start) - 1
        if merged and k >= 0 and starts[k] < start < quoted[k][1]:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _cut(sentence: Sentence) -> list[Sentence]:
    """A sentence that has grown too long in parts."""
    starts, folded, parts = sentence.starts, list(sentence.marks), []
    for a in range(0, len(sentence), LONGEST):
        b = min(a + LONGEST, len(sentence))
        whole = b == len(sentence)
        start, end = sentence.start if a == 0 else starts[a], sentence.end if whole else sentence.end_of(b - 1)
        part = Sentence(sentence.text, start, end)
        at = starts[a]
        for token in folded[bisect_left(folded, a) : bisect_left(folded, b)]:
            part.add(at, starts[token])
            at = sentence.folded[token]
            part.fold(sentence.marks[token], starts[token], at)
        part.add(at, sentence.end if whole else starts[b])
        parts.append(part)
    return parts


def join(first: Sentence, second: Sentence) -> Sentence:
    """Two neighbouring sentences as one."""
    both = Sentence(first.text, first.start, second.end)
    both.extend(first)
    both.extend(second)
    return both


class Grammar:
    """The closed classes of a language, as sets; language/en/grammar.toml says what each holds."""

    def __init__(self, language: str) -> None:
        data = load("grammar", language)
        self.language = language
        self.auxiliaries = frozenset(data["auxiliaries"])
        self.negations = frozenset(data["negations"])
        self.sayings = frozenset(data["sayings"])
        self.modals = frozenset(data["modals"])
        self.hedges = frozenset(data["hedges"])
        self.adverbs = frozenset(data["adverbs"])
        self.determiners = frozenset(data["determiners"])
        self.pronouns = frozenset(data["pronouns"])
        self.relatives = frozenset(data["relatives"])
        self.noun_links = frozenset(data["noun_links"])
        self.prepositions = frozenset(data["prepositions"])
        self.conjunctions = frozenset(data["conjunctions"])
        self.wh = frozenset(data["wh"])
        self.openers = frozenset(data["openers"])
        self.times = frozenset(data["times"])
        self.be = frozenset(data["be"])
        self.subject_pronouns = frozenset(data["subject_pronouns"])
        self.object_pronouns = frozenset(data["object_pronouns"])
        self.owners = frozenset(data["owners"])
        self.joints = frozenset(data["joints"])
        self.subordinators = frozenset(data["subordinators"])
        self.contrasts = frozenset(data["contrasts"])
        self.leads = frozenset(data["leads"])
        self.asides = frozenset(data["asides"])
        self.tag_leads = frozenset(data["tag_leads"])
        self.resumptions = frozenset(data["resumptions"])
        self.adjuncts = frozenset(data["adjuncts"])
        self.vehicles = frozenset(data["vehicles"])
        self.insert_openers = frozenset(data["insert_openers"])
        self.postnominals = frozenset(data["postnominals"])
        self.parties = frozenset(data["parties"])
        self.perceived = frozenset(data["perceived"])
        self.reported = frozenset(data["reported"])
        self.contractions = tuple(data["contractions"])

    def is_adverb(self, word: str) -> bool:
        """Whether a lower-case word is an adverb, by list or by its ending."""
        return word in self.adverbs or (len(word) > 4 and word.endswith("ly"))

    def bare_pronoun(self, word: str) -> int:
        """Length of the contraction on a subject pronoun (2 for "she's"); 0 for any other word."""
        if "'" not in word:
            return 0
        for tail in self.contractions:
            if word.endswith(tail) and word[: -len(tail)] in self.subject_pronouns:
                return len(tail)
        return 0


@cache
def grammar(language: str = "en") -> Grammar:
    """The closed classes of a language."""
    return Grammar(language)
