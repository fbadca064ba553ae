"""Bare numbers in text: a string in; numerals in figures, in letters and vague ones out, nothing around them read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tellings.language import load
from tellings.text.spelling import number_words, plain
from tellings.text.words import Span, find_words

DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A bare number before its surroundings are read."""

    start: int
    end: int
    value: float
    tail: str = ""
    sign: str = ""
    high: float = -1.0  # of a vague one
    unit: str = ""


@cache
def widenings(language: str) -> dict[str, dict[str, tuple[float, float]]]:
    """Factors of words before and behind a number that widen it; bounds of vague ones."""
    data = load("quantities", language)
    return {
        name: {w: (float(a), float(b)) for w, (a, b) in data[name].items()} for name in ("before", "after", "vague")
    }


@cache
def widening_phrases(name: str, language: str, tail: str, head: str) -> re.Pattern[str]:
    """The phrases of a table, the longest first."""
    words = sorted(widenings(language)[name], key=lambda w: (-len(w), w))
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    return re.compile(f"{head}(?P<phrase>{body}){tail}", re.IGNORECASE)


@cache
def _signs(language: str) -> dict[str, str]:
    """Signs of money as they stand before a number ("US$", "R") -> the sign of the currency."""
    data = load("quantities", language)
    own = {sign: sign for sign in data["currency"] if not sign.isalpha()}
    return own | {written: sign for sign, written_ in data["currency_ahead"].items() for written in written_}


@cache
def _figures(language: str) -> re.Pattern[str]:
    """Numbers in figures, with the sign of a currency before and a unit, a magnitude or an ordinal's ending behind."""
    signs = "|".join(re.escape(sign) for sign in sorted(_signs(language), key=lambda sign: (-len(sign), sign)))
    return re.compile(
        rf"(?<![\w.,])(?P<sign>{signs})?\s?(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        r"(?P<tail>%|(?:st|nd|rd|th)\b|[a-zA-Z]{1,3}\b)?(?![\d])"
    )


@cache
def _cardinals(language: str) -> dict[str, float]:
    """Number words that count: no ordinals, fractions, "once"."""
    left_out = {"first", "second", "third", "once", "twice", "double", "half", "quarter", "dozen"}
    return {w: v for w, v in number_words(language).items() if w not in left_out}


def _spelled(text: str, words: Sequence[Span], at: int, language: str) -> tuple[int, float]:
    """The number that begins at a word in letters: how many words, and its value; (0, 0) for none.

    >>> text = "a hundred and forty homes"
    >>> _spelled(text, find_words(text), 0, "en")
    (4, 140.0)
    """
    known = _cardinals(language)
    total, group, size, used = 0.0, 0.0, 0, 0
    for number in range(at, len(words)):
        a, b = words[number]
        joined = number == at or text[words[number - 1][1] : a].strip(" \t\n") == ""
        values = [known.get(piece, -1.0) for piece in plain(text[a:b]).split("-")]
        small = plain(text[a:b])
        if not joined:
            break
        if small in ("a", "an", "and") and number + 1 < len(words):
            ahead = known.get(plain(text[slice(*words[number + 1])]).split("-")[0], -1.0)
            fits = ahead >= 100 if small != "and" and number == at else small == "and" and used and 0 < ahead < 100
            if not fits or (small == "and" and group % 100 and group):
                break
            size = number + 1 - at
            continue
        if min(values) < 0 or len(values) > 2:
            break
        for value in values:
            if value >= 1000:
                total, group = total + max(group, 1.0) * value, 0.0
            elif value == 100:
                group = max(group, 1.0) * 100
            elif used and (group % 100 and not (group % 100 >= 20 and value < 10)):
                return size, total + group
            else:
                group += value
            used += 1
        size = number + 1 - at
    return (size, total + group) if used else (0, 0.0)


@lru_cache(maxsize=50_000)  # words as written: a few MB
def _may_begin(word: str, language: str) -> bool:
    """Whether a number in letters may begin with a word: it counts, or is the "a" of "a hundred"."""
    small = plain(word)
    pieces = small.split("-")
    return small in ("a", "an") or (len(pieces) <= 2 and all(piece in _cardinals(language) for piece in pieces))


@cache
def _vague_words(language: str) -> tuple[str, ...]:
    """The last words of the vague phrases, one of which stands wherever one of these does."""
    return tuple(sorted({phrase.split()[-1] for phrase in widenings(language)["vague"]}))


def _vague(text: str, low: int, high: int, language: str) -> Iterator[Numeral]:
    """The vague numbers of text[low:high]; the pattern is slow, so a plain search tells first whether to look."""
    small = text[low:high].casefold()
    if not any(word in small for word in _vague_words(language)):
        return
    units = load("quantities", language).get("vague_unit", {})
    for m in widening_phrases("vague", language, r"(?![\w-])", r"(?<![\w-])").finditer(text, low, high):
        phrase = " ".join(m["phrase"].lower().split())
        a, b = widenings(language)["vague"][phrase]
        yield Numeral(*m.span(), a, high=b, unit=units.get(phrase, ""))


def find_numerals(text: str, low: int, high: int, language: str) -> list[Numeral]:
    """Numbers of text[low:high] in order, without what stands around them."""
    found = list(_vague(text, low, high, language))
    for m in _figures(language).finditer(text, low, high) if DIGIT.search(text, low, high) else ():
        tail = (m["tail"] or "").lower()
        start = m.start() if m["sign"] else m.start("digits")
        sign = _signs(language)[m["sign"]] if m["sign"] else ""
        found.append(Numeral(start, m.end(), float(m["digits"].replace(",", "")), tail, sign))
    words = find_words(text, low, high)
    behind = 0  # the word behind the last number
    for at in [n for n, (a, b) in enumerate(words) if text[a].isalpha() and _may_begin(text[a:b], language)]:
        size, value = _spelled(text, words, at, language) if at >= behind else (0, 0.0)
        if size:
            found.append(Numeral(words[at][0], words[at + size - 1][1], value))
            behind = at + size
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Numeral] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept
