"""Quotation marks, signed posts and transcript turns: paragraphs of a string in, spans with their marks out."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tellings.text.posts import find_posts
from tellings.text.quotes import scan_quotes
from tellings.text.turns import find_turns
from tellings.text.words import Span, find_paragraphs


class Region(NamedTuple):
    """A typed stretch of the text; told stretches belong to the telling, others are set aside."""

    start: int
    end: int
    told: bool
    apart: bool = False  # a title: shares no line with what follows


class FoundMark(NamedTuple):
    """A mark of any kind; the columns of a row of marks but the article's id."""

    start: int
    end: int
    content_start: int
    content_end: int
    kind: str
    style: str
    closing: str
    chain: int
    depth: int
    author: str
    handle: str
    posted: str
    signature_start: int | None
    signature_end: int | None


def paragraph_streams(text: str, regions: Sequence[Region] = ()) -> list[list[Span]]:
    r"""Paragraphs of told text first, then those of each set-aside region; a quotation goes on within one list only.

    >>> paragraph_streams("One.\nAd\nTwo.", [Region(0, 4, True), Region(5, 7, False), Region(8, 12, True)])
    [[(0, 4), (8, 12)], [(5, 7)]]
    """
    if not regions:
        return [find_paragraphs(text)]
    told: list[Span] = []
    aside: list[list[Span]] = []
    last: Region | None = None
    for region in sorted(regions):
        paragraphs = find_paragraphs(text, region.start, region.end)
        if not region.told:
            aside.append(paragraphs)
        elif paragraphs and told and last is not None and _same_line(text, told[-1][1], paragraphs[0][0], last, region):
            told[-1] = (told[-1][0], paragraphs[0][1])
            told += paragraphs[1:]
        else:
            told += paragraphs
        last = region
    return [told, *aside]


def _same_line(text: str, end: int, start: int, last: Region, region: Region) -> bool:
    """Whether two told regions share a line (a dateline and its first sentence, say)."""
    together = last.told and not last.apart and not region.apart
    return together and start - end < 8 and not text[end:start].strip(" \t\u00a0")


def find_all_marks(text: str, streams: Sequence[Sequence[Span]], language: str = "en") -> list[FoundMark]:
    """Every quoted span, signed post and transcript turn of some runs of paragraphs, in order.

    >>> text = "“Yes,” he said."
    >>> [(m.kind, text[m.content_start:m.content_end]) for m in find_all_marks(text, [[(0, 15)]])]
    [('quote', 'Yes,')]
    """
    found: list[FoundMark] = []
    for paragraphs in streams:
        chain = 1 + max((mark.chain for mark in found), default=-1)
        whole: list[FoundMark] = []
        for post in find_posts(text, paragraphs, language):
            whole.append(FoundMark(post.start, post.end, post.content_start, post.content_end, "post", "", "closed",
                                   -1, 0, post.author, post.handle, post.posted, *post.signature))  # fmt: skip
        for turn in find_turns(text, paragraphs, language):
            whole.append(FoundMark(turn.start, turn.end, turn.content_start, turn.content_end, "turn", "", "closed",
                                   -1, 0, turn.author, "", "", *turn.head))  # fmt: skip
        whole.sort(key=lambda mark: (mark.start, -mark.end))
        starts = [mark.start for mark in whole]
        for quoted in scan_quotes(text, paragraphs, language, chain):
            chain = max(chain, quoted.chain + 1)
            k = bisect_right(starts, quoted.start) - 1
            inside = k >= 0 and quoted.end <= whole[k].end
            found.append(FoundMark(quoted.start, quoted.end, quoted.content_start, quoted.content_end, "quote",
                                   quoted.style, quoted.closing, quoted.chain, quoted.depth + inside, "", "", "",
                                   None, None))  # fmt: skip
        found += [mark._replace(chain=chain + i) for i, mark in enumerate(whole)]
    return sorted(found, key=lambda m: (m.start, -m.end, m.kind, m.depth))
