"""What names are made of: a name as written in, its folded words and what lists tell of them out."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from tellings.language import load

Tokens = tuple[str, ...]
JUNIOR = "jr"


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> Tokens:
    """Words of a name without case, accents, stops and hyphens.

    >>> fold("José  F. O'Neill Jr.")
    ('jose', 'f', 'oneill', 'jr')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return tuple(plain.replace(".", "").replace("'", "").replace("’", "").casefold().split())


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What is known of names, folded."""

    female: frozenset[str]
    male: frozenset[str]
    familiar: dict[str, frozenset[str]]
    suffixes: frozenset[str]
    tails: frozenset[str]
    legal: frozenset[str]
    heads: frozenset[str]
    small: frozenset[str]
    female_titles: frozenset[str]
    male_titles: frozenset[str]
    platforms: frozenset[str]
    public: frozenset[str]
    adjectives: frozenset[str]
    single: frozenset[str]
    ranks: frozenset[str]
    styled: frozenset[str]
    abbreviated: dict[str, str]
    placing: tuple[str, ...]

    def sex_of(self, title: Tokens) -> str:
        """Sex that a title tells; "" none."""
        for word in title:
            if word in self.female_titles:
                return "female"
            if word in self.male_titles:
                return "male"
        return ""


@cache
def name_facts(language: str) -> NameFacts:
    """What the lists of a language tell of names."""
    given, titles = load("given_names", language), load("titles", language)
    organisations = load("organisations", language)

    def folded(text: str) -> frozenset[str]:
        return frozenset(" ".join(fold(word)) for word in text.split())

    female, male, either = folded(given["female"]), folded(given["male"]), folded(given["either"])
    familiar: dict[str, frozenset[str]] = {}
    for line in given["familiar"]:
        together = folded(line)
        for word in together:
            familiar[word] = familiar.get(word, frozenset()) | together
    return NameFacts(
        female=female - male - either,
        male=male - female - either,
        familiar=familiar,
        suffixes=folded(titles["suffixes"]),
        tails=folded(organisations["tails"]),
        legal=folded(organisations["legal"]),
        heads=folded(organisations["heads"]),
        small=frozenset(organisations["small"].split()),
        female_titles=folded(titles["female"]),
        male_titles=folded(titles["male"]),
        platforms=folded(organisations["platforms"]),
        public=folded(organisations["public"]),
        adjectives=folded(load("names", language)["adjectives"]),
        single=folded(titles["single"]),
        ranks=folded(titles["ranks"]),
        styled=folded(titles["styled"]),
        abbreviated=load("role_nouns", language)["abbreviated"],
        placing=tuple(f" {word} " for word in load("places", language)["placing"].split()),
    )


def same_given(one: str, other: str, language: str = "en") -> bool:
    """Whether two given names may be one person's: equal, familiar form, initial.

    >>> same_given("william", "bill"), same_given("j", "jane"), same_given("bill", "hillary")
    (True, True, False)
    """
    if one == other or (len(one) == 1 and other.startswith(one)) or (len(other) == 1 and one.startswith(other)):
        return True
    return other in name_facts(language).familiar.get(one, ())


@lru_cache(maxsize=1 << 15)
def key_of(name: str, organisation: bool, language: str = "en") -> Tokens:
    """Folded words of a name, suffixes of persons or legal forms left out.

    >>> key_of("Acme Ferries Ltd.", True), key_of("Kofi van Dyk Jr.", False)
    (('acme', 'ferries'), ('kofi', 'van', 'jr', 'dyk'))
    """
    facts, tokens = name_facts(language), fold(name)
    extra = facts.legal if organisation else facts.suffixes
    junior = len(tokens) > 2 and tokens[-1] == JUNIOR and not organisation
    while len(tokens) > 1 and tokens[-1] in extra:
        tokens = tokens[:-1]
    return (*tokens[:-1], JUNIOR, tokens[-1]) if junior else tokens
