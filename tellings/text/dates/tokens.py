"""Tokens and their classes: a string in, one character of class for each token out."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.language import load

OTHER = "_"  # the class of a word that tells no time
BREAK = "\n"  # the class of a line's end

# Classes of tokens that hold digits, told apart by their form; the first that fits counts.
DIGITS = (
    ("iso", re.compile(r"\d{4}-(?:0\d|1[0-2])-[0-3]\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")),
    ("years_range", re.compile(r"(?:1[5-9]|20)\d\d[-–/](?:(?:1[5-9]|20)\d\d|\d\d)")),
    ("dayrange", re.compile(r"[0-3]?\d[-–][0-3]?\d")),
    ("clock", re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?")),
    ("clockm", re.compile(r"(?:0?\d|1[0-2])(?:[:.][0-5]\d)?[AaPp][Mm]")),
    ("ordinal", re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)),
    ("slashed", re.compile(r"(?:1[5-9]|20)\d\d([/.])[01]?\d\1[0-3]?\d")),
    ("slashed", re.compile(r"[0-3]?\d([/.-])[0-3]?\d\1(?:(?:1[5-9]|20)\d\d|\d\d)")),
    ("decadenum", re.compile(r"(?:1[5-9]|20)?\d0s")),
    ("small", re.compile(r"\d\d?")),
    ("year", re.compile(r"(?:1\d|2[01])\d\d")),
    ("big", re.compile(r"\d{1,4}|\d{1,3}(?:,\d{3})+|\d+\.\d+")),
)
LINE_END = "\n\r\x0b\x0c\u0085\u2028\u2029"


def _token_pattern(compounds: str) -> re.Pattern[str]:
    """One token: a number with what is glued to it, a word, an abbreviation with stops, or one mark."""
    return re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
        r"|[0-9]+(?:[.,:/–-][0-9]+)*(?:[^\W\d_]+)?"
        rf"|(?i:(?:{compounds})\b|[ap]\.m\.?(?!\w)|o['’]clock\b)"
        r"|[^\W\d_][^\W_]*(?:(?<=n)['’]t\b)?"
        r"|['’](?:s|ll|ve|re)\b"
        r"|[\n\r\x0b\x0c\u0085\u2028\u2029]|\S"
    )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The classes of a language's words."""

    token: re.Pattern[str]
    code: dict[str, str]  # class name -> its character
    names: dict[str, str]  # the reverse
    words: dict[str, str]  # word as written -> character of its class
    values: dict[str, Any]  # word as written -> its value


def _spellings(word: str, capitalised: bool) -> list[str]:
    """The ways a word of a list may be written in a text."""
    if word != word.lower():
        return sorted({word, word.upper()})
    return [word] if capitalised else sorted({word, word.capitalize(), word.upper()})


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, read once."""
    data = load("dates", language)
    names = [*data["words"], "compound", "fy", *(name for name, _ in DIGITS if name not in data["words"])]
    # Characters from a range in which none has a meaning in a pattern.
    code = {name: chr(0x100 + i) for i, name in enumerate(dict.fromkeys(names))}
    words: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, entries in data["words"].items():
        for word, value in entries.items():
            for written in _spellings(word, name in data["capitalised"]):
                words.setdefault(written, code[name])
                values.setdefault(written, value)
    units = dict(data["words"]["numword"].items())
    tens = [word for word, value in units.items() if 20 <= value <= 90]
    ones = [word for word, value in units.items() if 1 <= value <= 9]
    for ten in tens:
        for one in ones:
            for written in _spellings(f"{ten}-{one}", False):
                words[written], values[written] = code["compound"], units[ten] + units[one]
    for year in range(1970, 2070):
        for written in (f"FY{year}", f"FY{year % 100:02d}"):
            words[written], values[written] = code["fy"], year
    words["FY"] = code["fy"]
    words.update(dict.fromkeys(LINE_END, BREAK))
    compounds = f"(?:{'|'.join(tens)})-(?:{'|'.join(ones)})"
    return Lexicon(_token_pattern(compounds), code, {c: n for n, c in code.items()}, words, values)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a piece of text, and their classes as one string."""

    text: str
    words: list[str]
    starts: list[int]
    classes: str
    lexicon: Lexicon

    def end(self, i: int) -> int:
        """Where token `i` ends in the text."""
        return self.starts[i] + len(self.words[i])

    def word(self, i: int) -> str:
        """Token `i`, or "" outside of the line it is asked from."""
        return self.words[i] if 0 <= i < len(self.words) else ""


def _digits_class(word: str, code: dict[str, str]) -> str:
    for name, form in DIGITS:
        if form.fullmatch(word):
            return code[name]
    return OTHER


def tokenize(text: str, start: int, end: int, language: str = "en") -> Tokens:
    """The tokens of text[start:end].

    >>> tokenize("May 5", 0, 5).words
    ['May', '5']
    """
    known = lexicon(language)
    words, starts, classes = [], [], []
    look_up, code = known.words.get, known.code
    for m in known.token.finditer(text, start, end):
        word = m.group()
        words.append(word)
        starts.append(m.start())
        found = look_up(word)
        if found is None:
            found = _digits_class(word, code) if "0" <= word[0] <= "9" else OTHER
        classes.append(found)
    return Tokens(text, words, starts, "".join(classes), known)
