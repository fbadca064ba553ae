"""Stubs: a text in, what shows that it is but the beginning of an article out.

The patterns are language data (`stubs.toml`). A wall counts in the last lines of a short text alone: whole articles
ask for subscriptions too.
"""

import re
from functools import cache

from tellings.language import load

# Words of a text that may be a stub. On the pages of aeb_dev and trafilatura_eval that call themselves paywalled, the
# bodies that are cut have 88 to 143 words, the whole ones 287 and more.
STUB_WORDS = 200
# Where walls stand: behind the last paragraph, a few lines long.
TAIL = 600


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = load("stubs", language)
    walls, cuts = (re.compile("|".join(f"(?:{p})" for p in table[name]), re.IGNORECASE) for name in ("walls", "cuts"))
    return walls, cuts, re.compile(table["ends"])


def stub_reason(text: str, words: int, paywalled: bool = False, language: str = "en") -> str:
    """What shows that a text is but the beginning of an article; "" where nothing does.

    Args:
        text: the whole text, with what stands behind the article.
        words: of the article itself.
        paywalled: its metadata say that it is not free to read.
        language: whose patterns are looked for.

    >>> stub_reason("The mayor opened the bridge. Subscribe to continue reading.", 9)
    'it is short and ends with “Subscribe to continue”'
    >>> stub_reason("The mayor opened the bridge and [+2311 chars]", 8), stub_reason("The mayor spoke.", 3)
    ('it ends with “[+2311 chars]”', '')
    """
    walls, cuts, ends = _patterns(language)
    tail = text[-TAIL:].rstrip()
    if cut := cuts.search(tail):
        return f"it ends with “{' '.join(cut.group().split())}”"
    if words >= STUB_WORDS:
        return ""
    if wall := walls.search(tail):
        return f"it is short and ends with “{' '.join(wall.group().split())}”"
    if paywalled:
        return f"the page calls itself paywalled and has {words} words of body"
    return "it is short and breaks off with an ellipsis" if ends.search(tail) else ""
