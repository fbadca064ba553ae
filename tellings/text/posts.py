"""Signed posts: paragraphs of a string in, the words of each post with its author, handle and date out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tellings.language import load
from tellings.text.quotes import MARKS
from tellings.text.words import Span


@dataclass(frozen=True, slots=True)
class Post:
    """A signed post: "words — Name (@handle) Month D, YYYY"."""

    start: int
    end: int
    content_start: int
    content_end: int
    author: str
    handle: str
    posted: str
    signature: Span


@cache
def _months(language: str) -> dict[str, int]:
    return {name: i for i, names in enumerate(load("marks", language)["months"], 1) for name in names}


@cache
def _signature(language: str) -> re.Pattern[str]:
    months = "|".join(sorted(_months(language), key=lambda name: (-len(name), name)))
    return re.compile(
        r"(?:(?<=\s)|^)[—–―-]{1,3}[ \t\u00a0]*(?P<author>[^\n()—]{1,80}?)[ \t\u00a0]*"
        r"\((?P<handle>@[A-Za-z0-9_.]{1,30})\)[ \t\u00a0,]*"
        rf"(?:(?P<month>{months})\.?[ \u00a0](?P<day>\d{{1,2}}),?[ \u00a0](?P<year>\d{{4}})"
        rf"|(?P<day2>\d{{1,2}})[ \u00a0](?P<month2>{months})\.?,?[ \u00a0](?P<year2>\d{{4}}))?",
        re.IGNORECASE | re.MULTILINE,
    )


def _posted(m: re.Match[str], language: str) -> str:
    """Date of a signature as YYYY-MM-DD; "" where it has none or an impossible one."""
    month, day = m["month"] or m["month2"], m["day"] or m["day2"]
    if not month or not 1 <= int(day) <= 31:
        return ""
    return f"{m['year'] or m['year2']}-{_months(language)[month.lower()]:02d}-{int(day):02d}"


# A post was 140, later 280 characters; a link and a picture's address come on top.
POST_LENGTH = 330
# A post set in several paragraphs: no more of them are looked at above its signature.
POST_PARAGRAPHS = 6
LINK = re.compile(r"\b(?:https?://|pic\.twitter\.com/|t\.co/)\S+")
POSTLIKE = re.compile(r"\b(?:https?://|pic\.twitter\.com/|t\.co/)|(?<!\w)[#@]\w")


def find_posts(text: str, paragraphs: Sequence[Span], language: str = "en") -> list[Post]:
    r"""Signed posts.

    The words are those before the signature in its line, else the paragraphs above it: the one just above, and more
    of them back to a colon that announces the post, or as long as they speak in the first person and fit one post.

    >>> text = "I like rain. pic.twitter.com/x\n— Ann (@ann) May 3, 2024"
    >>> [(text[p.content_start:p.content_end], p.handle, p.posted) for p in find_posts(text, [(0, 30), (31, 55)])]
    [('I like rain. pic.twitter.com/x', '@ann', '2024-05-03')]
    """
    if "(@" not in text:
        return []
    found: list[Post] = []
    for number, (low, high) in enumerate(paragraphs):
        if text.find("(@", low, high) < 0:
            continue
        begin = low
        for m in _signature(language).finditer(text, low, high):
            content = _trim(text, begin, m.start())
            if content[0] >= content[1] and begin == low:
                floor = found[-1].end if found else 0
                content = _above(text, paragraphs, number, floor, language)
            begin = m.end()
            if content[0] < content[1]:
                signature = (m.start(), m.end())
                date = _posted(m, language)
                found.append(Post(content[0], m.end(), *content, m["author"].strip(), m["handle"], date, signature))
    return found


def _trim(text: str, low: int, high: int) -> Span:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high


def _above(text: str, paragraphs: Sequence[Span], number: int, floor: int, language: str) -> Span:
    """The paragraphs above a signature that are the post's words."""
    if number == 0 or paragraphs[number - 1][0] < floor:
        return (0, 0)
    first_person = frozenset(load("marks", language)["first_person"])
    top = number - 1
    limit = max(0, number - POST_PARAGRAPHS)
    end = paragraphs[top][1]
    for k in range(number - 2, limit - 1, -1):
        low, high = paragraphs[k]
        if low < floor:
            break
        if text[high - 1] == ":":
            top = k + 1
            break
    else:
        for k in range(number - 2, limit - 1, -1):
            low, high = paragraphs[k]
            if low < floor or end - low > POST_LENGTH or MARKS.match(text, low):
                break
            words = {w.lower().replace("’", "'") for w in text[low:high].split()}
            if not (words & first_person or POSTLIKE.search(text, low, high)):
                break
            top = k
    return paragraphs[top][0], end
