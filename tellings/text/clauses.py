"""Sentences as tokens: a paragraph and its quoted spans in, words with each quotation folded into one token out.

Folding lets a rule see `"A," he said, "B"` as `Q he said , Q`, however long A and B are.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from tellings.language import load
from tellings.text.sentences import split_paragraph
from tellings.text.words import Span

# A word with what is joined to it (U.S, well-known, didn't, Smiths'), or one sign of punctuation that shapes a clause.
# The first alternative is a short cut for the plainest words and changes nothing.
TOKEN = re.compile(
    r"[A-Za-z0-9]++(?=[ ,;)])"
    r"|[^\W_]++(?:(?:[.'’&/‑-]++|(?<=\d):(?=\d))[^\W_]++)*['’]?"
    r"|[,;:()\[\]—–―?!…]|-{2,}|(?<=\s)-(?=\s)|[$€£#@%&]|\.{2,}"
)
QUOTE = "\x00"  # how a folded quotation is written among the lower-case words
DASHES = frozenset({"—", "–", "―", "--", "-"})
# Sentences of the press have fewer tokens; what is longer (a table, a list, noise) is cut, so that work stays linear.
LONGEST = 300


class Sentence:
    """One sentence: parallel lists of its tokens; quotations folded."""

    __slots__ = ("caps", "end", "ends", "low", "marks", "start", "starts", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.low: list[str] = []
        self.caps: list[bool] = []
        self.marks: dict[int, int] = {}  # token -> number of the quoted span

    def __len__(self) -> int:
        return len(self.low)

    def add(self, found: Sequence[re.Match[str]]) -> None:
        """Append tokens."""
        words = [m.group() for m in found]
        self.starts += [m.start() for m in found]
        self.ends += [m.end() for m in found]
        self.caps += [word[0].isupper() for word in words]
        if words:
            self.low += "\n".join(words).lower().replace("’", "'").split("\n")  # at once: no token holds a line's end

    def fold(self, number: int, start: int, end: int) -> None:
        """Append one token for a quoted span."""
        self.marks[len(self.low)] = number
        self.starts.append(start)
        self.ends.append(end)
        self.low.append(QUOTE)
        self.caps.append(False)

    def at(self, token: int) -> str:
        """The lower-case word at a place; "" beyond either end."""
        return self.low[token] if 0 <= token < len(self.low) else ""

    def has_capital(self, a: int, b: int) -> bool:
        """Whether one of the tokens a to b begins with a capital."""
        return any(self.caps[a:b])


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
        sentences.append(sentence)
        at = start
        while at < end:
            here = k < len(quoted) and quoted[k][0] < end
            found = list(TOKEN.finditer(text, at, quoted[k][0] if here else end))
            done = 0
            while done < len(found):
                sentence = _bounded(sentences, found[done].start())
                room = LONGEST - len(sentence.low)
                sentence.add(found[done : done + room])
                done += room
            at = end
            if here:
                sentence = _bounded(sentences, quoted[k][0])
                sentence.fold(k, *quoted[k])
                at = quoted[k][1]
                k += 1
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


def _bounded(sentences: list[Sentence], start: int) -> Sentence:
    """The last sentence, or a new one where it has grown too long."""
    last = sentences[-1]
    if len(last.low) >= LONGEST:
        sentences.append(Sentence(last.text, start, last.end))
        last.end = last.ends[-1]
    return sentences[-1]


def join(first: Sentence, second: Sentence) -> Sentence:
    """Two neighbouring sentences as one."""
    both = Sentence(first.text, first.start, second.end)
    for part in (first, second):
        both.marks.update((len(both.low) + token, number) for token, number in part.marks.items())
        both.starts += part.starts
        both.ends += part.ends
        both.low += part.low
        both.caps += part.caps
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
