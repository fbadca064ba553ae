"""Is a sentence borne out? A sentence and the passages it cites in, what it says that they do not out.

Checked are the slips by which a rewriting model changes facts (Kryściński et al. 2020): numbers, names, quotations, a
negation won or lost, a hedge left out. Each must stand in the passages; a paraphrase of it is refused.
"""

import re
from collections.abc import Iterator, Sequence

from tellings.text.hedges import find_hedges, find_negation
from tellings.text.names import find_names
from tellings.text.spelling import number_words, plain
from tellings.text.words import find_words

QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
SPACE = re.compile(r"\s+")
CAPITAL = re.compile(r"[^\W\d_a-z]")
# Hedges that may not get lost; what is only expected or approximate is told by numbers and verbs.
KEPT = frozenset({"denied", "alleged", "uncertain"})


def find_unsupported(sentence: str, passages: Sequence[str], language: str = "en") -> str:
    """Why a sentence is not borne out by the passages that it cites; "" where nothing was found.

    >>> find_unsupported("Ann Lee sold 40 boats.", ["Lee, whose first name is Ann, sold 14 boats."])
    'the number “40” is not in the cited passages'
    """
    if not passages:
        return "cites no passage"
    told = "\n".join(passages)
    found = (
        *_quotations(sentence, told),
        *_numbers(sentence, told, language),
        *_names(sentence, told, language),
        *_turned(sentence, passages, language),
    )
    return next(iter(found), "")


def _plain(text: str) -> str:
    """Text to compare quotations by: marks unified, white space run together."""
    return SPACE.sub(" ", plain(text)).strip(" .,;:")


def _quotations(sentence: str, told: str) -> Iterator[str]:
    """Words in quotation marks that do not stand so in the passages."""
    known = _plain(told)
    for found in QUOTATION.finditer(sentence):
        words = next(group for group in found.groups() if group)
        if _plain(words) not in known:
            yield f"the quotation “{words}” is not in the cited passages"


def _values(text: str, language: str) -> dict[str, str]:
    """The numbers of a text, in digits or words, by their value."""
    found = {m.group().replace(",", "").rstrip(".:"): m.group() for m in NUMBER.finditer(text)}
    words = number_words(language)
    for start, end in find_words(text):
        for word in text[start:end].lower().split("-"):
            if word in words:
                found.setdefault(f"{words[word]:g}", text[start:end])
    return found


def _numbers(sentence: str, told: str, language: str) -> Iterator[str]:
    """Numbers whose value the passages do not have."""
    known = _values(told, language)
    for value, words in _values(sentence, language).items():
        if value not in known and value != "1":  # "one" is a pronoun as often as a number
            yield f"the number “{words}” is not in the cited passages"


def _names(sentence: str, told: str, language: str) -> Iterator[str]:
    """Names of which a word does not stand in the passages; any capital within the sentence counts as a name's."""
    known = {_bare(told[a:b]) for a, b in find_words(told)}
    spans = [(name.title_start, name.end) for name in find_names(sentence, language=language)]
    for number, (start, end) in enumerate(find_words(sentence)):
        word = sentence[start:end]
        named = any(a <= start < b for a, b in spans) or (number and CAPITAL.match(word))
        if named and CAPITAL.match(word) and _bare(word) not in known:
            yield f"the name “{word}” is not in the cited passages"


def _bare(word: str) -> str:
    """A word without its possessive ending."""
    return plain(word).removesuffix("'s").removesuffix("'")


def _turned(sentence: str, passages: Sequence[str], language: str) -> Iterator[str]:
    """A negation that the passages have not or that was left out, and hedges that were."""
    negated = find_negation(sentence, language=language)
    told = [find_negation(passage, language=language) for passage in passages]
    if negated and not any(told):
        yield f"“{sentence[slice(*negated)]}” turns what the cited passages say"
    if not negated and all(told):
        yield "leaves out a negation of the cited passages"
    kinds = {hedge.kind for hedge in find_hedges(sentence, language=language)}
    for passage in passages:
        for hedge in find_hedges(passage, language=language):
            if hedge.kind in KEPT and hedge.kind not in kinds:
                yield f"leaves out “{passage[hedge.start : hedge.end]}” ({hedge.kind})"
