"""Persons of a sentence: the names of an article in, whom a sentence names in full and whom by surname alone out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tellings.text.names import NameMention
from tellings.text.standalone.sentence import ties
from tellings.text.terms import Part, count_terms, load_background
from tellings.text.words import Span

# Per cent of the background articles that hold the surname of someone whom every reader of news knows by it alone.
FAMOUS = 6


@dataclass(frozen=True, slots=True)
class Named:
    """The surnames of the persons that a sentence names."""

    full: frozenset[str]  # with a given name or the title of an office; their given names too
    alone: frozenset[str]  # without, though the article has more of the name elsewhere; with "Mr." or its like


def full_names(text: str, names: Sequence[NameMention]) -> frozenset[str]:
    """Surnames and first names of the persons that a text names in full somewhere."""
    full = (text[n.start : n.end].split() for n in names if n.kind == "person")
    return frozenset(word for words in full if len(words) > 1 for word in (words[0], words[-1]))


@cache
def is_famous(surname: str, language: str) -> bool:
    """Whether news calls a person by this surname alone: it stands in so many of the background articles."""
    background = load_background(language)
    terms = count_terms([Part(surname)], language).terms
    return bool(len(terms)) and 100 * int(background.frequency(terms).max()) >= FAMOUS * background.documents > 0


def find_named(text: str, span: Span, names: Sequence[NameMention], known: frozenset[str], language: str) -> Named:
    """The persons of a sentence, by surname; one who is called by the first name alone, by that.

    >>> from tellings.text.names import find_names
    >>> text = "Ann Lee met reporters. Lee thanked Mayor Doe."
    >>> named = find_named(text, (23, len(text)), find_names(text), frozenset({"Ann", "Lee"}), "en")
    >>> sorted(named.full), sorted(named.alone)
    (['Doe'], ['Lee'])
    """
    full, alone = set(), set()
    for name in names:
        if span[0] <= name.start and name.end <= span[1] and name.kind in ("person", "unknown"):
            words = text[name.start : name.end].split()
            title = text[name.title_start : name.start].rstrip(". ").lower()
            courteous = title in ties(language).courtesy
            if len(words) > 1 or (title and not courteous):
                full |= {words[0], words[-1]}
            elif (courteous or words[0] in known) and not is_famous(words[0], language):
                alone.add(words[0])
    return Named(frozenset(full), frozenset(alone - full))
