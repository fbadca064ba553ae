"""Alternatives: two stems in; the class (kin, vehicles, buildings ...) of which they are two members, out."""

from functools import cache

from tellings.language import load
from tellings.text.stems import stem


@cache
def _classes(language: str) -> dict[str, frozenset[tuple[str, int]]]:
    """Stem -> the classes it belongs to, each with the number of its entry: words of one entry mean the same."""
    found: dict[str, set[tuple[str, int]]] = {}
    for name, entries in load("alternatives", language)["classes"].items():
        for number, entry in enumerate(entries):
            for word in entry.split("/"):
                found.setdefault(stem(word, language), set()).add((name, number))
    return {form: frozenset(own) for form, own in found.items()}


def alternative_class(one: str, other: str, language: str = "en") -> str:
    """The class of which two stems are two different members; "" where there is none.

    >>> alternative_class("nephew", "son"), alternative_class("truck", "lorri"), alternative_class("truck", "roof")
    ('kin', '', '')
    """
    known = _classes(language)
    mine, others = dict(known.get(one, ())), dict(known.get(other, ()))
    shared = sorted(name for name in mine.keys() & others.keys())
    return shared[0] if shared and all(mine[name] != others[name] for name in shared) else ""


def classes_of(form: str, language: str = "en") -> frozenset[str]:
    """The classes that a stem belongs to."""
    return frozenset(name for name, _ in _classes(language).get(form, ()))
