"""Sentences as tokens: a paragraph and its quoted spans in, words with each quotation folded into one token out.

Folding lets a rule see `"A," he said, "B"` as `Q he said , Q`, however long A and B are.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from tellings.language import load
from tellings.text.sentences import find_sentences
from tellings.text.words import Span

# A word with what is joined to it (U.S, well-known, didn't, Smiths'), or one sign of punctuation that shapes a clause.
TOKEN = re.compile(r"[^\W_]+(?:[.'’&/‑-]+[^\W_]+)*['’]?|[,;:()\[\]—–―?!…]|-{2,}|(?<=\s)-(?=\s)|[$€£#@%&]|\.{2,}")
QUOTE = "\x00"  # how a folded quotation is written among the lower-case words


class Sentence:
    """One sentence: parallel lists of its tokens; quotations folded."""

    __slots__ = ("caps", "end", "ends", "first", "low", "marks", "start", "starts", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.low: list[str] = []
        self.caps: list[bool] = []
        self.marks: dict[int, int] = {}  # token -> number of the quoted span
        self.first = False  # first of its paragraph

    def __len__(self) -> int:
        return len(self.low)

    def read(self, low: int, high: int) -> None:
        """Append the tokens of text[low:high]."""
        for m in TOKEN.finditer(self.text, low, high):
            word = m.group()
            self.starts.append(m.start())
            self.ends.append(m.end())
            self.caps.append(word[0].isupper())
            word = word.lower()
            self.low.append(word.replace("’", "'") if "’" in word else word)

    def fold(self, number: int, start: int, end: int) -> None:
        """Append one token for a quoted span."""
        self.marks[len(self.low)] = number
        self.starts.append(start)
        self.ends.append(end)
        self.low.append(QUOTE)
        self.caps.append(False)

    def words(self, a: int, b: int) -> str:
        """The text of tokens a to b, b left out."""
        return self.text[self.starts[a] : self.ends[b - 1]] if a < b else ""


def split_sentences(text: str, low: int, high: int, quoted: Sequence[Span], language: str = "en") -> list[Sentence]:
    """Sentences of one paragraph; none ends inside a quoted span. `quoted` are the paragraph's outer spans, in order.

    >>> text = '“We go. We stay,” she said. Rain fell.'
    >>> [s.low for s in split_sentences(text, 0, len(text), [(0, 17)])]
    [['\\x00', 'she', 'said'], ['rain', 'fell']]
    """
    spans = find_sentences(text, low, high, language)
    starts = [start for start, _ in quoted]
    merged: list[Span] = []
    for start, end in spans:
        if merged:
            k = bisect_right(starts, start) - 1
            if k >= 0 and starts[k] < start < quoted[k][1]:
                merged[-1] = (merged[-1][0], end)
                continue
        merged.append((start, end))
    sentences = []
    k = 0
    for start, end in merged:
        sentence = Sentence(text, start, end)
        at = start
        while k < len(quoted) and quoted[k][0] < end:
            sentence.read(at, quoted[k][0])
            sentence.fold(k, *quoted[k])
            at = quoted[k][1]
            k += 1
        if at < end:
            sentence.read(at, end)
        sentences.append(sentence)
    if sentences:
        sentences[0].first = True
    return sentences


def join(first: Sentence, second: Sentence) -> Sentence:
    """Two neighbouring sentences as one."""
    both = Sentence(first.text, first.start, second.end)
    both.first = first.first
    for part in (first, second):
        both.marks.update((len(both.low) + token, number) for token, number in part.marks.items())
        both.starts += part.starts
        both.ends += part.ends
        both.low += part.low
        both.caps += part.caps
    return both


class Grammar:
    """The closed classes of a language, as sets."""

    def __init__(self, language: str) -> None:
        data = load("grammar", language)
        self.auxiliaries = frozenset(data["auxiliaries"])
        self.negations = frozenset(data["negations"])
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
        self.be = frozenset({"is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't"})
        self.subject_pronouns = frozenset({"he", "she", "they", "it", "we", "i", "you", "who"})


@cache
def grammar(language: str = "en") -> Grammar:
    """The closed classes of a language."""
    return Grammar(language)
