"""Propositions: a sentence in, the stretches of it that assert something of their own out.

A sentence is cut before a conjunction, a relative or a semicolon where both sides have a finite verb, as in clause-
based open information extraction (Del Corro and Gemulla 2013), but on closed classes of words alone: what is not surely
a border stays whole.
"""

from dataclasses import dataclass
from functools import cache

from tellings.language import load
from tellings.text.clauses import DASHES, Grammar, Sentence, grammar, split_sentences
from tellings.text.cues import lexicon
from tellings.text.words import Span, find_paragraphs

LEAST = 3  # words of a stretch that may stand for itself: fewer are a tag ("he said", "and left")
STOPS = DASHES | {";", ":", "…"}
CONDITIONS = frozenset({"if", "unless", "whether"})  # what hangs on one is not asserted without it


@dataclass(frozen=True, slots=True)
class Proposition:
    """A stretch of text that asserts something."""

    start: int
    end: int
    sentence: Span
    finite: bool  # has a finite verb; without one ("to resign", "a pause") it takes another's to assert something


@cache
def _finite(language: str) -> frozenset[str]:
    """Words that are finite verbs, or auxiliaries, and hardly ever anything else."""
    past = load("tense", language)["past"]
    verbs = [form for forms in load("verb_forms", language)["verbs"] for form in forms if not form.endswith("ing")]
    said = [form for form, entry in lexicon(language).items() if entry.form in ("past", "s")]
    nouns = load("cues", language)["words"]["nouns"]
    auxiliaries = frozenset(load("grammar", language)["auxiliaries"]) - {"not", "never", "to", "be", "been", "being"}
    return (frozenset(past) | frozenset(verbs) | frozenset(said) | auxiliaries) - frozenset(nouns) - {"since", "ago"}


class _Marks(dict[str, int]):
    """What cutting asks of a word in small letters, remembered: the sum of the flags below."""

    most = 1 << 16  # words; those that come back are fewer, and a corpus without end must not fill the memory

    def __init__(self, language: str) -> None:
        self.finite, self.openers, self.grammar = _finite(language), _openers(language), grammar(language)

    def __missing__(self, word: str) -> int:
        if len(self) >= self.most:
            self.clear()
        finite = FINITE if self._is_finite(word) else MAYBE_FINITE if len(word) > 4 and word.endswith("ed") else 0
        found = finite | (OPENS if word in self.openers else 0) | (STOPPED if word in STOPS else 0)
        self[word] = found = found | (SPOKEN if word[:1].isalnum() else 0)
        return found

    def _is_finite(self, word: str) -> bool:
        """Whether a word is a finite verb wherever it stands."""
        if word in self.finite:
            return True
        subject, _, tail = word.rpartition("'")
        known = self.grammar.subject_pronouns
        return tail in ("s", "re", "ve", "ll", "d", "m") and (subject in known or subject in ("that", "there", "what"))


FINITE = 1  # a finite verb
MAYBE_FINITE = 2  # one by its ending, unless what stands before it makes it a participle
OPENS = 4  # a clause may begin with it
STOPPED = 8  # a stop after which a clause may begin
SPOKEN = 16  # a word, no sign

_marks = cache(_Marks)


@cache
def _openers(language: str) -> frozenset[str]:
    """All words at which a clause may begin without a stop before it that ends one."""
    words = grammar(language)
    own = {"so", "yet", "or", "where", "after", "before", "when", "with"}
    return words.joints | words.relatives | words.subordinators | own


def _opens(sentence: Sentence, token: int, words: Grammar) -> bool:
    """Whether a clause may begin at a token."""
    word, before, after = sentence.low[token], sentence.at(token - 1), sentence.at(token + 1)
    if before in STOPS:
        return True
    stopped = before in (",", "(", ")")
    if word in words.joints or word in ("so", "yet", "or"):
        return stopped or after in words.subject_pronouns or after in words.determiners
    if word in words.relatives:
        return stopped and word != "that"
    if word in CONDITIONS:
        return False
    return word in words.subordinators or (stopped and word in ("where", "after", "before", "when", "with"))


class _Cutter:
    """Finds the borders in one sentence, in one pass over its tokens."""

    def __init__(self, sentence: Sentence, language: str) -> None:
        self.sentence, self.words, self.size = sentence, grammar(language), len(sentence)
        self.marks = [*map(_marks(language).__getitem__, sentence.low)]

    def cuts(self) -> list[int]:
        """Tokens at which propositions begin."""
        found = [0]
        before = 0
        for token, mark in enumerate(self.marks[:-1]):
            opens = token and (mark & OPENS or before & STOPPED) and _opens(self.sentence, token, self.words)
            if opens and self._parts(found[-1], token):
                found.append(token)
            before = mark
        return found

    def has_finite(self, begin: int, end: int) -> bool:
        """Whether one of the tokens begin to end is a finite verb, by list or by its ending."""
        marks = self.marks[begin:end]
        return any(mark & FINITE for mark in marks) or any(
            mark & MAYBE_FINITE and not self._is_participle(token) for token, mark in enumerate(marks, begin)
        )

    def _is_participle(self, token: int) -> bool:
        before = self.sentence.at(token - 1)
        return before in self.words.determiners or before in ("of", "by")

    def _parts(self, begin: int, token: int) -> bool:
        """Whether both sides of a border can stand: a finite verb and a few words on each."""
        return (
            self._has_least(begin, token)
            and self._has_least(token, self.size)
            and self.has_finite(begin, token)
            and self.has_finite(token, self._next_stop(token))
        )

    def _has_least(self, begin: int, end: int) -> bool:
        """Whether tokens begin to end hold so many words that they may stand for themselves."""
        return sum([mark & SPOKEN for mark in self.marks[begin:end]]) >= LEAST * SPOKEN

    def _next_stop(self, token: int) -> int:
        """The end of the stretch that begins at a token, up to the next comma, or the end of the sentence."""
        low = self.sentence.low
        return next((i for i in range(token + 2, self.size) if low[i] in (",", ";", ":")), self.size)


def cut_sentence(sentence: Sentence, language: str = "en") -> list[Proposition]:
    """The propositions of a sentence, in order; a leading conjunction and the comma between two are left out.

    >>> text = "The bridge fell at noon, and nobody was hurt, while two cars that had stopped were lost."
    >>> [text[p.start : p.end] for s in split_sentences(text, 0, len(text), []) for p in cut_sentence(s)]
    ['The bridge fell at noon', 'nobody was hurt', 'while two cars that had stopped were lost.']
    """
    words = grammar(language)
    cutter = _Cutter(sentence, language)
    cuts = cutter.cuts()
    return [
        Proposition(
            *_trimmed(sentence, a, b, words),
            (sentence.start, sentence.end),
            cutter.has_finite(a, b),
        )
        for a, b in zip(cuts, [*cuts[1:], len(sentence)], strict=True)
    ]


def _trimmed(sentence: Sentence, a: int, b: int, words: Grammar) -> Span:
    """Characters of tokens a to b without what joins them to others; the stop of the sentence is kept."""
    low = sentence.low
    end = sentence.start + len(sentence.text[sentence.start : sentence.end].rstrip())
    if b < len(sentence):
        while b > a + 1 and not (low[b - 1][:1].isalnum() or low[b - 1] in "%)]"):
            b -= 1
        end = sentence.ends[b - 1]
    first = a
    while a < b - 1 and (low[a] in words.joints or not (low[a][:1].isalnum() or low[a] in "$£€([#")):
        a += 1
    return (sentence.start if a == first == 0 else sentence.starts[a]), end


def find_propositions(text: str, start: int, end: int, language: str = "en") -> list[Proposition]:
    """Propositions of text[start:end]; quotation marks are signs like others.

    >>> text = "It rained all day; the roof leaked badly. Nobody came."
    >>> [text[p.start : p.end] for p in find_propositions(text, 0, len(text))]
    ['It rained all day', 'the roof leaked badly.', 'Nobody came.']
    """
    return [
        piece
        for low, high in find_paragraphs(text, start, end)
        for sentence in split_sentences(text, low, high, [], language)
        for piece in cut_sentence(sentence, language)
    ]
