"""What is known of the words of names: a language in, its word lists as sets out."""

from dataclasses import dataclass
from functools import cache

from tellings.language import load


@dataclass(frozen=True, slots=True)
class NameLists:
    """The word lists of one language, as sets."""

    openers: frozenset[str]
    titles: frozenset[str]
    personal: frozenset[str]
    given: frozenset[str]
    adjectives: frozenset[str]
    dates: frozenset[str]
    not_names: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    heads: frozenset[str]
    surnames_too: frozenset[str]
    leading: frozenset[str]
    fronts: frozenset[str]
    legal: frozenset[str]
    alone: frozenset[str]
    after_and: frozenset[str]
    places: frozenset[str]
    compounds: frozenset[str]
    things: frozenset[str]
    grammar: frozenset[str]
    honorifics: frozenset[str]
    roles: frozenset[str]  # nouns for persons, lower case


@cache
def name_lists(language: str) -> NameLists:
    """The word lists of a language."""
    names, titles = load("names", language), load("titles", language)
    organisations, places, given = (
        load("organisations", language),
        load("places", language),
        load("given_names", language),
    )

    def words(*texts: str) -> frozenset[str]:
        return frozenset(" ".join(texts).split())

    return NameLists(
        openers=words(load("sentence_openers", language)["words"]),
        titles=words(titles["male"], titles["female"], titles["either"], titles["personal"]),
        personal=words(titles["personal"]),
        given=words(given["female"], given["male"], given["either"]),
        adjectives=words(names["adjectives"]) | {f"{word}s" for word in names["adjectives"].split()},
        dates=words(names["weekdays_months"]),
        not_names=words(names["not_names"]),
        particles=words(names["particles"]),
        suffixes=words(titles["suffixes"]),
        heads=words(organisations["heads"], organisations["legal"]),
        surnames_too=words(organisations["surnames_too"]),
        leading=words(organisations["leading"]),
        fronts=words(organisations["fronts"]),
        legal=words(organisations["legal"]),
        alone=words(organisations["alone"], organisations["platforms"]),
        after_and=words(names["after_and"]),
        places=frozenset(places["countries"]) | frozenset(places["others"]),
        compounds=words(names["compounds"]),
        things=words(organisations["things"]),
        grammar=words(names["grammar"]),
        honorifics=words(titles["honorifics"]),
        roles=words(*(load("role_nouns", language)["person"][key] for key in ("public", "private", "female", "male"))),
    )


def common_words(language: str = "en") -> frozenset[str]:
    """Lower-case words that begin sentences and are no names."""
    return name_lists(language).openers


def given_names(language: str = "en") -> frozenset[str]:
    """Given names that are known."""
    return name_lists(language).given
