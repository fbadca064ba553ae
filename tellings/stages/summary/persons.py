"""Persons of a sentence: the names of an article in, whom a sentence names in full and whom by surname alone out."""

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.text.names import NameMention
from tellings.text.words import Span


@dataclass(frozen=True, slots=True)
class Named:
    """The surnames of the persons that a sentence names."""

    full: frozenset[str]  # with a given name or a title
    alone: frozenset[str]  # without, though the article has more of the name elsewhere


def full_surnames(text: str, names: Sequence[NameMention]) -> frozenset[str]:
    """Surnames of the persons that a text names in full somewhere."""
    return frozenset(
        text[name.start : name.end].rsplit(maxsplit=1)[-1]
        for name in names
        if name.kind == "person" and len(text[name.start : name.end].split()) > 1
    )


def find_named(text: str, span: Span, names: Sequence[NameMention], known: frozenset[str]) -> Named:
    """The persons of a sentence, by surname.

    >>> from tellings.text.names import find_names
    >>> text = "Ann Lee met reporters. Lee thanked Mayor Doe."
    >>> named = find_named(text, (23, len(text)), find_names(text), frozenset({"Lee"}))
    >>> sorted(named.full), sorted(named.alone)
    (['Doe'], ['Lee'])
    """
    full, alone = set(), set()
    for name in names:
        if span[0] <= name.start and name.end <= span[1] and name.kind in ("person", "unknown"):
            words = text[name.start : name.end].split()
            if len(words) > 1 or name.title_start < name.start:
                full.add(words[-1])
            elif words[0] in known:
                alone.add(words[0])
    return Named(frozenset(full), frozenset(alone - full))
