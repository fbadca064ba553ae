"""Conditions: the words of a sentence in, where a clause begins on which what stands beside it depends out.

Without its condition a promise promises more, and a claim claims more: who leaves it out turns the sense.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from tellings.language import load
from tellings.text.spelling import expand, normal_form
from tellings.text.words import find_words

# Most words of a phrase that opens a condition ("in the event", "with the exception" are judged by three).
PHRASE = 3
# Words between a verb of asking and its "if": whom one asks.
ASKED = 4


@cache
def _openers(language: str, negated: bool) -> frozenset[tuple[str, ...]]:
    data = load("conditions", language)
    phrases = data["openers"] + (data["after_negation"] if negated else [])
    return frozenset(
        tuple(word for a, b in find_words(phrase) for word in expand(phrase[a:b], language)) for phrase in phrases
    )


@cache
def _words(language: str, key: str) -> frozenset[str]:
    return frozenset(normal_form(word) for word in load("conditions", language)[key])


def opens_condition(words: Sequence[str], number: int, negated: bool = False, language: str = "en") -> bool:
    """Whether a clause that sets a condition begins with a word; some do where what stands beside is denied.

    >>> words = "we will open if the pier holds".split()
    >>> [n for n in range(len(words)) if opens_condition(words, n)]
    [3]
    """
    return any(tuple(words[number : number + size]) in _openers(language, negated) for size in range(1, PHRASE + 1))


def holds_condition(words: Sequence[str], language: str = "en") -> bool:
    """Whether a condition begins anywhere in some words that are left out or put in.

    >>> holds_condition("as long as the frost holds".split()), holds_condition("they asked if it rained".split())
    (True, False)
    """
    return any(
        opens_condition(words, n, language=language) and not _is_asked(words, n, language) for n in range(len(words))
    )


def _is_asked(words: Sequence[str], number: int, language: str) -> bool:
    """Whether a word shortly before makes a question of what follows: "we asked the clerk if the pier holds"."""
    near = words[max(0, number - ASKED) : number]
    return words[number] == "if" and any(word in _words(language, "asking") for word in near)


def later_condition(words: Sequence[str], numbers: Iterable[int], negated: bool, language: str = "en") -> int | None:
    """The word at which, in the rest of a sentence, a condition on its beginning starts; None where there is none.

    "Provided" may come after more words of the clause ("as planned, provided the pier holds"). A condition behind "and"
    or "but" is one on what follows, and a clause with a subject of its own ends the search.

    Args:
        words: of the whole text.
        numbers: of those that follow up to the end of the sentence.
        negated: whether what stands before is denied.
        language: whose data to use.
    """
    joining, subjects = _words(language, "joining"), _words(language, "subjects")
    listed = list(numbers)
    for place, number in enumerate(listed):
        joined = place > 0 and words[number - 1] in joining
        if joined and words[number] in subjects:
            return None
        asked = place > 0 and _is_asked(words, number, language)  # right behind the words it is theirs
        if opens_condition(words, number, negated and not place, language) and not asked:
            return None if joined else number
    return None


def earlier_condition(words: Sequence[str], begins: Sequence[int], language: str = "en") -> int | None:
    """The last clause that sets a condition, of those that begin before some words; None where there is none."""
    found = [n for n in begins if opens_condition(words, n, language=language) and not _is_asked(words, n, language)]
    return found[-1] if found else None
