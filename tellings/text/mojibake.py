"""Mojibake: a text in which UTF-8 was once read as Windows-1252 or Latin-1 in, a mended view with a map of offsets out.

The text stays as it was read. A `Mended` is looked at in its place: what is found there is led back to the characters
of the text. Only what cannot well be anything else is mended: whole sequences that decode to a character that is
printed.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass


def _as_read(byte: int) -> str:
    """The characters that a byte was read as: Windows-1252, where that has none (or beside it) Latin-1."""
    latin = chr(byte)
    try:
        windows = bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return latin
    return windows if windows == latin else windows + latin


BYTES = {character: byte for byte in range(0x80, 0x100) for character in _as_read(byte)}
TAIL = "[" + re.escape("".join(c for c, b in BYTES.items() if b < 0xC0)) + "]"
# Two bytes: signs and letters of Latin-1, which come alone; other Latin, Greek, Cyrillic, Hebrew, Arabic in runs of two
# and more, since an accented capital before a mark is also how real words end. Three and four bytes: alone.
SEQUENCES = re.compile(
    f"[ð]{TAIL}{{3}}|[à-ï]{TAIL}{{2}}|[ÂÃ]{TAIL}|(?:[Ä-Û]{TAIL}){{2,}}",
)
# What three bytes may stand for alone: general punctuation, currencies, letterlike, arrows and signs, Latin additional.
ALONE = re.compile(
    "[\u1e00-\u1eff\u2010-\u2064\u20a0-\u20bf\u2100-\u214f\u2190-\u27bf\ufb00-\ufb06\ufeff\U0001f000-\U0001faff]"
)
# A Latin-1 sign that two bytes stand for: one that text has, not a control character.
SIGN = re.compile("[\u00a0-\u00ff]")
MOST_ROUNDS = 2  # what was misread twice
# In UTF-8 every sequence begins so: tells in a microsecond that most texts hold none.
BEGIN = re.compile(rb"\xc3[\x82-\xb4](?:\xc2|[\xc5\xc6\xcb][\x80-\xbf]|\xe2)")


@dataclass(frozen=True, slots=True)
class Mended:
    """A view of a text; spans map both ways."""

    text: str
    # Where the two part: (begin, end) in the text as read, (begin, end) in the view; ascending.
    mends: tuple[tuple[int, int, int, int], ...]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text as read that a span of the view stands for; a touched mend belongs to it whole."""
        return self._map(start, end, 2, 0)

    def to_view(self, start: int, end: int) -> tuple[int, int]:
        """The span of the view that stands for a span of the text as read; a touched mend belongs to it whole."""
        return self._map(start, end, 0, 2)

    def _map(self, start: int, end: int, here: int, there: int) -> tuple[int, int]:
        begins = [mend[here] for mend in self.mends]
        first, last = bisect_right(begins, start) - 1, bisect_right(begins, max(start, end - 1)) - 1
        return self._at(first, start, here, there, False), self._at(last, end, here, there, end > start)

    def _at(self, number: int, place: int, here: int, there: int, closing: bool) -> int:
        """Where a place lies on the other side; within a mend, its begin or (closing) its end."""
        if number < 0:
            return place
        mend = self.mends[number]
        if place < mend[here + 1]:
            return mend[there + 1] if closing else mend[there]
        return mend[there + 1] + place - mend[here + 1]


def _decoded(found: str) -> str:
    """What a sequence was before it was misread; "" where it is best left alone."""
    try:
        text = bytes(BYTES[c] for c in found).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return ""
    if found[0] in "ÂÃ" and len(found) == 2:
        return text if SIGN.match(text) else ""
    if len(text) == 1:
        return text if ALONE.match(text) else ""
    return text if text.isalpha() else ""


def mend(text: str) -> Mended:
    """The text as it was before UTF-8 was read as Windows-1252, with the places that differ.

    >>> view = mend("The cafÃ© wonâ€™t open")
    >>> view.text, view.to_source(4, 8), view.to_view(9, 15)
    ('The café won’t open', (4, 9), (8, 13))
    """
    view = Mended(text, ())
    if text.isascii() or not BEGIN.search(text.encode("utf-8", "surrogatepass")):
        return view
    for _ in range(MOST_ROUNDS):
        again = _mend_once(view.text)
        if not again.mends:
            break
        view = _after(view, again) if view.mends else again
    return view


def _mend_once(text: str) -> Mended:
    pieces, mends, done, length = [], [], 0, 0
    for found in SEQUENCES.finditer(text):
        new = _decoded(found.group())
        if not new:
            continue
        begin, end = found.span()
        pieces += [text[done:begin], new]
        length += begin - done
        mends.append((begin, end, length, length + len(new)))
        length, done = length + len(new), end
    return Mended("".join([*pieces, text[done:]]), tuple(mends)) if mends else Mended(text, ())


def _after(one: Mended, other: Mended) -> Mended:
    """Two views, one of the other, as one; mends that touch become one."""
    spans = [(*one.to_source(a, b), c, d) for a, b, c, d in other.mends]
    spans += [(a, b, *other.to_view(c, d)) for a, b, c, d in one.mends]
    joined: list[tuple[int, int, int, int]] = []
    for span in sorted(set(spans)):
        if joined and span[0] < joined[-1][1]:
            last = joined.pop()
            span = (last[0], max(last[1], span[1]), last[2], max(last[3], span[3]))  # noqa: PLW2901 (grows as they join)
        joined.append(span)
    return Mended(other.text, tuple(joined))
