"""Words and paragraphs: a string in, spans of characters out."""

import re

Span = tuple[int, int]

# A word is letters and digits, joined by what belongs inside a word: apostrophes, hyphens, the stops of "U.S.",
# the separators of "1,500.25", soft hyphens. A lone "&" or currency sign is a word too: readings differ in it.
WORD = re.compile(
    r"\d+(?:[.,:/]\d+)*%?(?:[^\W\d_]+)?"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W_]+(?:['’\u00ad\u2060‑-][^\W_]+)*['’]?(?<!['’])"
    r"|[&€£$¥%@#]"
)
PARAGRAPH = re.compile(r"\S(?:[^\n\r\x0b\x0c\u0085\u2028\u2029]*\S)?")


def find_words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the words of text[start:end], counted in `text`.

    >>> [("U.S. re-entry – it’s 1,500&more"[a:b]) for a, b in find_words("U.S. re-entry – it’s 1,500&more")]
    ['U.S.', 're-entry', 'it’s', '1,500', '&', 'more']
    """
    return [m.span() for m in WORD.finditer(text, start, len(text) if end is None else end)]


def find_paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    r"""Spans of the lines that hold something, white space at both ends left out.

    >>> find_paragraphs("One.\n\n  Two. \n")
    [(0, 4), (8, 12)]
    """
    return [m.span() for m in PARAGRAPH.finditer(text, start, len(text) if end is None else end)]
