"""Transcripts: paragraphs of a string in, who speaks by name in them and the words of each turn out.

Two manners are read: the speaker before a colon ("ANN LEE: Good morning."), and the speaker with a role on a line of
its own above the words ("Ann Lee -- Chief Executive"), as transcripts of calls with investors are set.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tellings.language import load
from tellings.text.words import Span

# A head in a paragraph: a clock, then a name in capitals of its own, an office or an outlet in brackets, a colon.
HEAD = re.compile(
    r"(?:\[?\d{1,3}:\d{2}(?::\d{2})?\]?[ \u00a0–-]{1,3})?"
    r"(?P<name>(?:[A-Z][\w.’'-]*|[A-Z]\.)"
    r"(?:[ \u00a0](?:[A-Z][\w.’'-]*|de|van|von|bin|al)){0,5}"
    r"(?:,[ \u00a0][A-Z][\w .’'-]{1,40})?)"
    r"(?P<office>[ \u00a0]\([^()\n]{1,60}\))?[ \u00a0]?:(?=\s+\S)"
)
# A head on a line of its own: a name, a dash, a role.
LINE = re.compile(
    r"(?P<name>[A-Z][\w.’'-]*(?:[ \u00a0][A-Z][\w.’'-]*){0,4})(?:[ \u00a0](?:--|—|–)[ \u00a0][A-Z][^\n]{1,90})?"
)
# From a paragraph's start to its colon: no head is longer.
LONGEST_HEAD = 130
# Between two turns of one transcript stand no more paragraphs without a head: a long answer has fewer.
APART = 6


class _Head(NamedTuple):
    """A paragraph that begins a turn."""

    number: int  # of the paragraph
    author: str
    span: Span
    content: Span
    sure: bool  # in capitals, or a word that only transcripts use ("Q")


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn of a transcript: who speaks, and the words, over as many paragraphs as they take."""

    start: int
    end: int
    content_start: int
    content_end: int
    author: str
    head: Span


@cache
def _words(name: str, language: str) -> frozenset[str]:
    return frozenset(load("marks", language)[name])


def find_turns(text: str, paragraphs: Sequence[Span], language: str = "en") -> list[SpokenTurn]:
    r"""Turns of the transcripts in a run of paragraphs, in order.

    Heads before a colon count where two in capitals (or Q and A) follow each other closely, other heads where there
    are three and one of them comes back. Paragraphs in the first person between two turns belong to the one above.

    >>> text = "ANN: Hello.\nBOB: Hi there."
    >>> [(t.author, text[t.content_start:t.content_end]) for t in find_turns(text, [(0, 11), (12, 26)])]
    [('ANN', 'Hello.'), ('BOB', 'Hi there.')]
    """
    lines = list(_by_line(text, paragraphs, language))
    return lines or list(_by_colon(text, paragraphs, language))


def _by_colon(text: str, paragraphs: Sequence[Span], language: str) -> Iterator[SpokenTurn]:
    """Turns whose heads stand before a colon."""
    heads = [head for n, (low, high) in enumerate(paragraphs) if (head := _head(text, n, low, high, language))]
    for near in _runs(heads):
        counts = Counter(head.author for head in near if not head.sure)
        known = counts.total() >= 3 and max(counts.values()) >= 2
        run = near if known else [head for head in near if head.sure]
        if not _is_transcript(run):
            continue
        for head, following in zip(run, [*run[1:], None], strict=True):
            end = _goes_on(text, paragraphs, head.number, following.number, language) if following else head.content[1]
            yield SpokenTurn(paragraphs[head.number][0], end, head.content[0], end, head.author, head.span)


def _head(text: str, number: int, low: int, high: int, language: str) -> _Head | None:
    """The head that a paragraph begins with."""
    if text.find(":", low, min(high, low + LONGEST_HEAD)) < 0:
        return None
    m = HEAD.match(text, low, high)
    if m is None or m["name"].lower() in _words("not_turns", language):
        return None
    known = m["name"].lower() in _words("turn_heads", language)
    capital = m["name"].split()[-1]
    sure = known or (capital.isupper() and (m["name"].isupper() or len(capital) > 1))
    end = m.end("office") if known and m["office"] else m.end("name")
    begin = m.end()
    while text[begin].isspace():
        begin += 1
    span = (m.start("name"), end)
    return _Head(number, text[slice(*span)], span, (begin, high), sure)


def _runs(heads: Sequence[_Head]) -> Iterator[list[_Head]]:
    """Heads that follow each other closely enough to be one transcript."""
    run: list[_Head] = []
    for head in heads:
        if run and head.number - run[-1].number > APART + 1:
            yield run
            run = []
        run.append(head)
    if run:
        yield run


def _is_transcript(run: Sequence[_Head]) -> bool:
    """Whether heads are more than two that happen to stand in one text: three, one that comes back, or neighbours."""
    if len(run) < 2:
        return False
    comes_back = len({head.author for head in run}) < len(run)
    return len(run) > 2 or comes_back or run[1].number - run[0].number < len(run) + 1


def _goes_on(text: str, paragraphs: Sequence[Span], number: int, limit: int, language: str) -> int:
    """Where the turn of a paragraph ends: after the paragraphs below it that speak in the first person."""
    end = paragraphs[number][1]
    for low, high in paragraphs[number + 1 : limit]:
        words = {word.lower().replace("’", "'") for word in text[low:high].split()}
        if text[end:low].strip() or text[low] in "([" or not words & _words("first_person", language):
            break
        end = high
    return end


def _by_line(text: str, paragraphs: Sequence[Span], language: str) -> Iterator[SpokenTurn]:
    """Turns whose heads stand on lines of their own: three or more, one of which comes back, none with another role."""
    heads: list[tuple[int, re.Match[str]]] = []
    for number, (low, high) in enumerate(paragraphs):
        m = LINE.fullmatch(text, low, high) if high - low <= LONGEST_HEAD else None
        if m is not None and (m.end("name") < high or m["name"].lower() in _words("lone_heads", language)):
            heads.append((number, m))
    lines = {m.group() for _, m in heads}
    if len(heads) < 3 or len(lines) == len(heads) or len({m["name"] for _, m in heads}) < len(lines):
        return
    limits = [number for number, _ in heads[1:]] + [min(heads[-1][0] + 2, len(paragraphs))]
    for (number, m), limit in zip(heads, limits, strict=True):
        content = paragraphs[number + 1 : limit]
        if content:
            low, high = content[0][0], content[-1][1]
            yield SpokenTurn(m.start(), high, low, high, m["name"], m.span("name"))
