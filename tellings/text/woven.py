"""Quoted words woven into a sentence of the telling: a sentence and such a quotation in, whose words they are out.

`She had “never met a wave like it”` and `she kept a kiss for a mate who “pulled us all out”` have no cue for the marked
words, yet they are someone's, and the sentence says whose.
"""

from functools import cache

from tellings.language import load
from tellings.text.mentions import Range, leading_subject, phrase_left, subject_left
from tellings.text.reading import QuoteFacts, Reading

# Fewer words after "she was" name a state that the telling holds at a distance.
FEWEST = 3
# Pronouns that stand for no one whom a telling quotes.
NOT_OTHERS = frozenset({"it", "i", "we", "you", "who"})


@cache
def _first_person(language: str) -> frozenset[str]:
    return frozenset(load("marks", language)["first_person"])


@cache
def _attitudes(language: str) -> frozenset[str]:
    return frozenset(load("cues", language)["words"]["attitudes"])


def find_weaver(reader: Reading, token: int, heard: bool) -> tuple[Range, Range] | None:
    """Whose words the quotation at a token is, and which tokens give what he said in the telling's and his own words.

    A cue before it, but for a participle that opens the sentence, may rule it: then None. `heard`: someone has spoken
    nearby, without which `she had “never seen it”` is rather a phrase.
    """
    facts, s, words = reader.facts(token), reader.s, reader.words
    if facts.capital or any(0 < cue.start < token for cue in reader.cues):
        return None
    verb = token - 1
    if s.at(verb) in _attitudes(words.language) and s.at(verb - 1) in words.be:
        source = subject_left(s, verb - 1, 0, words)
        return (source, (verb, token + 1)) if source is not None else None
    if facts.words < FEWEST:
        return None
    if heard and s.at(verb) in words.auxiliaries - words.negations and s.at(verb) != "to":
        source = _person(reader, subject_left(s, verb, 0, words))
        ruled = source is not None and s.at(source[0] - 1) in words.subordinators  # if they could “float”
        return (source, (0, len(s))) if source is not None and not ruled else None
    if s.at(verb) == "who" and not _first_person(words.language).isdisjoint(_words(s.text, facts)):
        source, spoken_of = _person(reader, leading_subject(s, token, words)), phrase_left(s, verb, 0, words)
        if source is not None and spoken_of is not None:
            articles = [i for i in range(*spoken_of) if s.low[i] in words.determiners]
            return source, (articles[-1] if articles else spoken_of[0], token + 1)
    return None


def _words(text: str, facts: QuoteFacts) -> list[str]:
    return text[facts.content_start : facts.content_end].lower().replace("’", "'").split()


def _person(reader: Reading, found: Range | None) -> Range | None:
    """The subject, where it is a pronoun for someone: names are as often spoken of by others."""
    if found is None or found[1] - found[0] > 1:
        return None
    return found if reader.low[found[0]] in reader.words.subject_pronouns - NOT_OTHERS else None
