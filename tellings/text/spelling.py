"""Word forms to compare by: in goes a word as written, out comes a key that all its spellings share."""

import unicodedata
from functools import cache, lru_cache

from tellings.language import load

APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
SEEN = str.maketrans("’ʼ", "''", "\u00ad\u2060")
HYPHENS = str.maketrans("", "", "-‐‑.")


@cache
def _spelling(language: str) -> tuple[dict[str, str], dict[str, str], tuple[tuple[str, str], ...], frozenset[str]]:
    data = load("spelling", language)
    endings = sorted(((str(a), str(b)) for a, b in data["endings"]), key=lambda pair: -len(pair[0]))
    return data["words"], data["signs"], tuple(endings), frozenset(data["kept"])


@cache
def _contractions(language: str) -> tuple[dict[str, str], dict[str, str]]:
    data = load("contractions", language)
    return data["words"], data["apostrophe"]


@cache
def number_words(language: str = "en") -> dict[str, float]:
    """Number words and their value."""
    return dict(load("numbers", language)["words"])


@cache
def function_forms(language: str = "en") -> frozenset[str]:
    """Normal forms of the words that carry grammar rather than matter."""
    return frozenset(normal_form(word, language) for word in load("function_words", language)["words"])


def plain(word: str) -> str:
    """Small letters, apostrophes unified, what no reader sees left out.

    >>> plain("It’s")
    "it's"
    """
    return unicodedata.normalize("NFKC", word).casefold().translate(SEEN)


def expand(word: str, language: str = "en") -> tuple[str, ...]:
    """The words that a short form stands for, or the word itself, in small letters.

    >>> expand("Don’t"), expand("its"), expand("it's"), expand("sun")
    (('do', 'not'), ('its',), ('it', 'is'), ('sun',))
    """
    small = plain(word)
    bare = small.translate(APOSTROPHES)
    always, apostrophe = _contractions(language)
    long = always.get(bare) or (apostrophe.get(bare) if bare != small else None)
    return tuple(long.split()) if long else (small,)


@lru_cache(maxsize=65536)
def normal_form(word: str, language: str = "en") -> str:
    """What a word is compared by: case, hyphens, apostrophes, regional spelling and short forms aside.

    >>> normal_form("Re-evaluating") == normal_form("reevaluating"), normal_form("offence") == normal_form("Offense")
    (True, True)
    >>> normal_form("five"), normal_form("5"), normal_form("&"), normal_form("can’t"), normal_form("twenty-five")
    ('5', '5', 'and', 'cannot', '25')
    """
    words, signs, endings, kept = _spelling(language)
    small = plain(word)
    if small in signs:
        return signs[small]
    expanded = expand(word, language)
    if len(expanded) > 1:
        return "".join(expanded)
    value = _whole_number(small, language)
    if value:
        return value
    bare = small.translate(APOSTROPHES).translate(HYPHENS) or small
    if bare in words:
        return words[bare]
    if len(bare) > 4 and bare not in kept:
        for written, key in endings:
            if bare.endswith(written):
                return bare[: -len(written)] + key
    return bare


def _whole_number(small: str, language: str) -> str:
    """Digits of a number such as "1,500", "five" and "twenty-five"; "" where it is no such number."""
    if small[0].isdigit():
        digits = small.replace(",", "")
        return digits if digits.replace(".", "", 1).isdecimal() else _glued_unit(digits, language)
    values = number_words(language)
    pieces = small.split("-")
    numbers = [values.get(piece, -1.0) for piece in pieces]
    if len(numbers) == 2 and 20 <= numbers[0] <= 90 and 1 <= numbers[1] <= 9:
        return str(int(sum(numbers)))
    if len(numbers) == 1 and 0 <= numbers[0] <= 90 and numbers[0] == int(numbers[0]) and small in _cardinals(language):
        return str(int(numbers[0]))
    return ""


def _glued_unit(digits: str, language: str) -> str:
    """A number with its unit written out (5m, 40%); "" where nothing known is glued on."""
    number = digits.rstrip("%abcdefghijklmnopqrstuvwxyz")
    unit = digits[len(number) :]
    units = dict(load("numbers", language)["units"])
    long = "percent" if unit == "%" else units.get(unit, unit if unit in units.values() else "")
    return number + long if long and number.replace(".", "", 1).isdecimal() else ""


@cache
def _cardinals(language: str) -> frozenset[str]:
    """Number words that only count ("five"; not "second", "half", "once")."""
    return frozenset(w for w, v in number_words(language).items() if w not in {"first", "second", "third", "once",
                     "twice", "double", "half", "quarter", "dozen"} and v <= 90)  # fmt: skip
