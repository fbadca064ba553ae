"""Stems: a word in, the form that its inflections share out."""

from functools import cache, lru_cache

import Stemmer

from tellings.language import load
from tellings.text.spelling import normal_form, plain

NAMES = {"en": "english"}  # of the algorithms of Snowball, by ISO 639-1 code


@cache
def _irregular(language: str) -> dict[str, str]:
    """Irregular form -> its lemma."""
    return {form: forms[0] for forms in load("verb_forms", language)["verbs"] for form in forms}


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(NAMES[language], 0)  # `stem` remembers


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "en") -> str:
    """What the inflections of a word share (Porter 2, with irregular verbs by list); numbers as digits.

    >>> stem("buildings") == stem("builder"), stem("said") == stem("saying"), stem("twelve"), stem("mayor’s")
    (False, True, '12', 'mayor')
    >>> stem("flies") == stem("flew")
    True
    """
    small = plain(word).removesuffix("'s").removesuffix("'") or plain(word)
    form = normal_form(small, language)
    if form[:1].isdigit():
        return form
    lemma = _irregular(language).get(small, small)
    if language not in NAMES:
        return lemma
    return str(_stemmer(language).stemWord(lemma)) or lemma
