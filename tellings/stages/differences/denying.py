"""Denials: an assertion with its words in; whether it denies, and what it negates, out."""

from collections.abc import Sequence
from functools import cache

from tellings.language import load
from tellings.model import Assertion
from tellings.stages.differences.lexicon import Word, in_lists, read_word
from tellings.text.stems import stem
from tellings.text.terms import rarity
from tellings.text.words import Span, find_words

SCOPE = 6  # words behind a negation among which what it negates begins
TARGETS = 2  # words of matter that a negation is taken to negate


def denies(text: str, spans: Sequence[Span], words: Sequence[Word], language: str) -> bool:
    """Whether a word of denial denies: "did not dispute" does not, and only claims are denied by being dismissed."""
    for i, word in enumerate(words):
        if not word.denies or any(w.negates for w in words[max(0, i - 3) : i]):
            continue
        if word.form not in _dismissals(language):
            return True
        behind = {read_word(text[a:b], language).form for a, b in spans[i + 1 : i + 1 + SCOPE]}
        if not behind.isdisjoint(_deniable(language)):
            return True
    return False


@cache
def _dismissals(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in load("negation", language)["dismissals"])


@cache
def _deniable(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in load("negation", language)["deniable"])


def is_framed_as_denied(text: str, row: Assertion, language: str) -> bool:
    """Whether a word of denial frames an assertion; "would not say" denies nothing."""
    spans = [s for kind, s in zip(row.hedges, row.hedge_spans, strict=True) if kind == "denied"]
    return any(read_word(text[a:b], language).denies for span in spans for a, b in find_words(text, *span))


@cache
def _leaves_open(language: str) -> frozenset[str]:
    return frozenset(load("negation", language)["open"])


def find_targets(text: str, spans: Sequence[Span], words: Sequence[Word], language: str) -> frozenset[str] | None:
    """What an assertion negates: the first words of matter behind each negation ("does not owe", "nobody was hurt").

    None where it negates nothing. "It did not say whether" leaves open what it speaks of, and negates nothing of it.
    """
    negations = [i for i, word in enumerate(words) if word.negates]
    negations = [i for i in negations if not text[spans[i][1] : spans[i][1] + 3].strip(". ").isdigit()]
    found = set()
    for i in negations:
        behind = [in_lists(text[a:b]) for a, b in spans[i + 1 : i + 1 + SCOPE]]
        if _leaves_open(language).isdisjoint(behind):
            found |= {stem(w, language) for w in [w for w in behind if rarity(w, language)][:TARGETS]}
    return frozenset(found) if negations else None
