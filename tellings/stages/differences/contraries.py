"""Contraries: a stem in; the stems that say the contrary of it out."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from tellings.language import load
from tellings.text.stems import stem


@cache
def antonyms(language: str) -> Mapping[str, frozenset[str]]:
    """Stem -> the stems of its contraries."""
    found: dict[str, set[str]] = defaultdict(set)
    for x, y in load("negation", language)["antonyms"]:
        found[stem(x, language)].add(stem(y, language))
        found[stem(y, language)].add(stem(x, language))
    return {form: frozenset(contraries) for form, contraries in found.items()}
