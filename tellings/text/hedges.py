"""Hedges: a string in, out come the words by which it holds back what it asserts, and whether it is denied.

Kinds follow the gold (eval/gold/GUIDELINES.md) and, where they overlap, Hyland's (1998) approximators and shields:
denied, alleged, uncertain, expected, approximate. Attribution to a source is told from quotations, not from words here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from tellings.language import load
from tellings.text.spelling import number_words, plain
from tellings.text.words import WORD, Span

LETTERS = re.compile(r"[^\W_]+")
APOSTROPHE = re.compile("['’]")
MONTHS_AFTER_MAY = re.compile(r"(?:\d|last|this|next)")


@dataclass(frozen=True, slots=True, order=True)
class Hedge:
    """Words that hold an assertion back."""

    rank: int  # place of the kind in language/en/hedges.toml: the lower, the more it holds back
    start: int
    end: int
    kind: str  # denied | alleged | uncertain | expected | approximate


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each kind the words that show it."""
    number = r"(?:[£$€]\s?)?(?:\d|(?:an?\s)?(?:" + "|".join(sorted(number_words(language))) + r")s?\b)"
    found = []
    for row in load("hedges", language)["hedge"]:
        # By first letter: of some hundred alternatives a word is held against those few that may be it.
        pieces: dict[str, list[str]] = {}
        for phrase in sorted(row["phrases"], key=lambda phrase: (-len(phrase), phrase)):
            letter, rest = _piece(phrase, number)
            pieces.setdefault(letter, []).append(rest)
        groups = "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(pieces.items()))
        pattern = rf"(?=[{''.join(sorted(pieces))}])(?<![\w-])(?:{groups})(?![\w-])"
        found.append((row["kind"], re.compile(pattern, re.IGNORECASE)))
    return tuple(found)


@cache
def _any(language: str) -> re.Pattern[str]:
    """What matches wherever one of the patterns of the kinds does: most stretches hold back nothing."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _patterns(language)), re.IGNORECASE)


@cache
def _openers(language: str) -> frozenset[str]:
    """The letters up to the first sign that is none, of all phrases."""
    rows = load("hedges", language)["hedge"]
    phrases = (phrase.replace("number+ ", "") for row in rows for phrase in row["phrases"])
    return frozenset(_head(phrase) for phrase in phrases)


def _head(word: str) -> str:
    letters = LETTERS.match(word)
    return letters.group() if letters else ""


def opens_hedge(word: str, language: str = "en") -> bool:
    """Whether a hedge may begin with a word in small letters.

    >>> opens_hedge("reportedly"), opens_hedge("reporter")
    (True, False)
    """
    return _head(word) in _openers(language)


def hedged_places(text: str, words: Iterable[int], language: str = "en") -> list[Span]:
    """Spans of a text, in order, outside which no stretch holds a hedge: to ask once for many stretches.

    `words` is where the words begin, in order, that `opens_hedge` finds.
    """
    found: list[Span] = []
    pattern = _any(language)
    for place in words:
        if (not found or place >= found[-1][1]) and (match := pattern.match(text, place)) is not None:
            found.append(match.span())
    return found


def _piece(phrase: str, number: str) -> tuple[str, str]:
    """The first letter of one phrase and the pattern of what follows it; its apostrophe may be either."""
    words = phrase.replace(" +number", "").replace("number+ ", "")
    letter, rest = words[0], APOSTROPHE.sub("['’]", re.escape(words[1:])).replace(r"\ ", r"\s+")
    if phrase.endswith("+number"):
        return letter, rest + rf"(?=\s+{number})"
    return letter, (rf"(?<=\d\s{letter})" + rest) if phrase.startswith("number+") else rest


def find_hedges(text: str, start: int = 0, end: int | None = None, language: str = "en") -> list[Hedge]:
    """Hedges of text[start:end], those that hold back most first.

    >>> text = "About 40 people may have been hurt, allegedly by a falling crane."
    >>> [(hedge.kind, text[hedge.start : hedge.end]) for hedge in find_hedges(text)]
    [('alleged', 'allegedly'), ('uncertain', 'may have'), ('approximate', 'About')]
    >>> find_hedges("They met on 3 May 2021 about the crane.")
    []
    """
    end = len(text) if end is None else end
    return sorted(
        Hedge(rank, *m.span(), kind)
        for rank, (kind, pattern) in enumerate(_patterns(language))
        for m in pattern.finditer(text, start, end)
        if not (m.group() == "May" and m.start() > start) and not _is_month(text, m)
    )


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether "May" opens the stretch as a month ("May 5")."""
    return match.group() == "May" and MONTHS_AFTER_MAY.match(text[match.end() :].lstrip()) is not None


@cache
def _negations(language: str) -> frozenset[str]:
    data = load("negation", language)
    return frozenset(data["words"]) | frozenset(load("grammar", language)["negations"])


@lru_cache(maxsize=1 << 15)
def negates(word: str, language: str = "en") -> bool:
    """Whether a word turns what it stands in into its contrary."""
    return plain(word) in _negations(language)


def find_negation(text: str, start: int = 0, end: int | None = None, language: str = "en") -> Span | None:
    """The first word of text[start:end] that turns it into its contrary.

    >>> text = "The bridge didn’t open."
    >>> text[slice(*find_negation(text))]
    'didn’t'
    """
    words = WORD.finditer(text, start, len(text) if end is None else end)
    return next((word.span() for word in words if negates(word.group(), language)), None)
