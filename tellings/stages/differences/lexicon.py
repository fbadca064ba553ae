"""Words by themselves: a word as written in; what the stage knows of it wherever it stands, out."""

from dataclasses import dataclass
from functools import cache, lru_cache

from tellings.language import load
from tellings.stages.differences.alternatives import classes_of
from tellings.stages.differences.contraries import antonyms
from tellings.text.counted import act_classes, thing_classes
from tellings.text.spelling import expand, plain
from tellings.text.stems import stem
from tellings.text.terms import rarity

MOST_BITS = 9_000  # thousandths of a bit: a name that no other text has is not worth three words
REMEMBERED = 50_000  # words read, as written: a few MB, and more than the texts of a story hold


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word wherever it stands."""

    form: str  # its stem
    weight: int  # thousandths of a bit; 0 where it tells nothing
    classes: tuple[str, ...]  # of things counted and of acts
    negates: bool
    denies: bool
    points_back: bool
    kinds: frozenset[str]  # classes of alternatives
    said: tuple[str, ...]  # written out: "don't" is "do not"
    contrary: frozenset[str]  # stems that say the contrary


@cache
def _denials(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in load("negation", language)["denials"])


@cache
def _negators(language: str) -> frozenset[str]:
    return frozenset(load("negation", language)["words"])


@cache
def _anaphora(language: str) -> frozenset[str]:
    return frozenset(load("negation", language)["anaphora"])


@cache
def light_words(language: str) -> frozenset[str]:
    """Words that come and go with a negation."""
    return _negators(language) | {"do", "does", "did", "any", "some", "ever", "such"}


@lru_cache(maxsize=REMEMBERED)
def read_word(word: str, language: str) -> Word:
    """A word by itself; the same few thousand make most of any news."""
    form, weight = stem(word, language), rarity(word.lower(), language)
    classes = [c[form] for c in (thing_classes(language), act_classes(language)) if form in c]
    small = in_lists(word)
    return Word(
        form,
        0 if form[:1].isdigit() else min(weight, MOST_BITS),
        tuple("#" + name for name in classes),
        small.endswith("n't") or small in _negators(language),
        form in _denials(language),
        word.lower() in _anaphora(language),
        classes_of(form, language),
        expand(word, language),
        antonyms(language).get(form, frozenset()),
    )


def in_lists(word: str) -> str:
    """A word as the lists of negation have it."""
    return plain(word).removesuffix("'s")
