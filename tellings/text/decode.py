"""Bytes to characters: the bytes of a file in, its text out, with what was noticed on the way.

Nothing is repaired in place: a byte that has no meaning in the encoding found becomes U+FFFD and is counted. The byte
order mark is a signature of the encoding (Unicode 15, 23.8), not a character of the text, and is left out.
"""

import codecs
import re
from dataclasses import dataclass

# Longer signatures first: that of UTF-32-LE begins with that of UTF-16-LE.
SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages declare and what browsers read instead (WHATWG Encoding Standard, 4.2).
BROWSERS_READ = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874",
}  # fmt: skip
# Found in the first kilobytes of a page (HTML Standard, 13.2.3.2, looks at 1024 bytes; real pages are laxer).
CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
PROLOGUE = 8192
# Control characters that text does not hold; tab, line feed, vertical tab, form feed, carriage return and escape may.
BINARY = bytes(b for b in range(32) if b not in (9, 10, 11, 12, 13, 27))
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with how it was read."""

    text: str
    encoding: str  # Python's name of the encoding; "" when the bytes are no text
    damaged: int  # bytes that mean nothing in that encoding, now U+FFFD

    @property
    def notice(self) -> str:
        """What a reader should be told; "" when the bytes were plain UTF-8 or UTF-16."""
        told = []
        if self.encoding and not self.encoding.startswith("utf"):
            told.append(f"read as {self.encoding}")
        if self.damaged:
            told.append(f"{self.damaged} bytes that are not {self.encoding}, kept as U+FFFD")
        return "; ".join(told)


def declared_encoding(data: bytes) -> str:
    """The encoding that a page's head declares, as Python names it; "" when none that is known.

    >>> declared_encoding(b'<meta charset="windows-1251">')
    'cp1251'
    """
    found = CHARSET.search(data[:PROLOGUE])
    return python_encoding(found.group(1).decode("ascii")) if found else ""


def python_encoding(label: str) -> str:
    """Python's name for an encoding label as browsers read it; "" when unknown.

    >>> python_encoding("ISO-8859-1"), python_encoding("nonsense")
    ('cp1252', '')
    """
    try:
        name = codecs.lookup(label.strip()).name
        codecs.decode(b"", name)
    except (LookupError, ValueError, TypeError):
        return ""
    name = BROWSERS_READ.get(name, name)
    try:
        return name if isinstance("".encode(name), bytes) else ""
    except (LookupError, TypeError, ValueError):
        return ""


def looks_binary(data: bytes) -> bool:
    """Whether the first kilobytes hold control characters that no text holds (more than one in a hundred)."""
    head = data[:PROLOGUE]
    return len(head) - len(head.translate(None, BINARY)) > len(head) // 100


def _unsigned_utf16(data: bytes) -> str:
    """utf-16-le or -be when every second byte of the beginning is mostly zero, else ""."""
    head = data[: min(len(data) & ~1, PROLOGUE)]
    if len(head) < 4:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def _in(data: bytes, encoding: str) -> Decoded:
    """The bytes in one encoding, damage counted."""
    text = data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if damaged:  # the character may also stand in the text itself
        damaged -= min(damaged, data.count("\ufffd".encode(encoding, "ignore") or b"\xff\xff\xff\xff"))
    return Decoded(text, encoding, damaged)


def decode(data: bytes, declared: str = "") -> Decoded:
    r"""The text of some bytes.

    A signature decides; then UTF-8 if it fits; then what the file declares; then UTF-8 with damage when most of what
    is not ASCII is sound UTF-8; at last Windows-1252, in which any byte is a character or nearly so.

    >>> decode(b"caf\xe9")
    Decoded(text='café', encoding='cp1252', damaged=0)
    >>> decode("café, naïve, ".encode() + b"\xff").notice
    '1 bytes that are not utf-8, kept as U+FFFD'
    """
    for signature, encoding in SIGNATURES:
        if data.startswith(signature):
            return _in(data[len(signature) :], encoding)
    encoding = _unsigned_utf16(data)
    if encoding:
        return _in(data, encoding)
    if looks_binary(data):
        return Decoded("", "", 0)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    if declared and not declared.startswith("utf"):
        return _in(data, declared)
    damaged = _in(data, "utf-8")
    sound = sum(1 for _ in MULTIBYTE.finditer(data))
    return damaged if sound > damaged.damaged else _in(data, "cp1252")
