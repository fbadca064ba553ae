"""What extractors take for a page's body: a page in, shingles of what each of them puts out.

Two are heard: trafilatura (Barbaresi 2021) and resiliparse (Bevendorff et al. 2018). Their output is never the text,
it is only matched back onto our own lines.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tellings.text.html import UNPRINTED

WORD = re.compile(r"\w+")
# Words of a shingle: four in a row are rarely shared by chance, and short lines still have some.
SHINGLE = 4
Shingles = frozenset[tuple[str, ...]]
# A line is voted for when so much of it was put out.
VOTED = 0.5
# News pages have two to ten thousand tags. One of more is a list or a log, and would keep them busy for minutes.
MOST_TAGS = 60_000


@dataclass(frozen=True, slots=True)
class Voices:
    """Shingles of what each extractor puts out."""

    first: Shingles  # trafilatura; where it was not heard, resiliparse
    second: Shingles  # resiliparse
    alone: bool  # only resiliparse was heard


def words_of(line: str) -> list[str]:
    """The words of a line, without what no reader sees."""
    return WORD.findall(line if line.isprintable() else line.translate(UNPRINTED))


def shingles_of(words: Sequence[str]) -> Shingles:
    """The shingles of a line's words; of fewer than four the words together."""
    if 0 < len(words) < SHINGLE:
        return frozenset((tuple(words),))
    return frozenset(zip(words, words[1:], words[2:], words[3:], strict=False))


def shingles_of_all(lines: Iterable[str]) -> Shingles:
    """The shingles of some lines, none across two."""
    found: set[tuple[str, ...]] = set()
    for line in lines:
        found |= shingles_of(words_of(line))
    return frozenset(found)


def is_in(own: Shingles, voted: Shingles) -> bool:
    """Whether a line with such shingles was put out."""
    return bool(own) and len(own & voted) >= VOTED * len(own)


def hear_one(html: str) -> Voices:
    """What resiliparse takes for body."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 (texts do without)

    if html.count("<") > MOST_TAGS:
        return Voices(frozenset(), frozenset(), alone=True)
    heard = _voice(lambda: extract_plain_text(html, main_content=True, alt_texts=False))
    return Voices(heard, heard, alone=True)


def hear_both(html: str, heard: Voices) -> Voices:
    """What resiliparse was heard to take for body, and what trafilatura does; it takes eight times as long."""
    from trafilatura import extract  # noqa: PLC0415 (most of a second to import; texts do without)

    if html.count("<") > MOST_TAGS:
        return heard
    return Voices(_voice(lambda: extract(html, fast=True, include_comments=False)), heard.second, alone=False)


def _voice(extract: Callable[[], str | None]) -> Shingles:
    """What an extractor puts out; one that fails on a page has no voice on it."""
    try:
        return shingles_of_all((extract() or "").split("\n"))
    except Exception:  # neither library promises what it raises on broken markup
        return frozenset()
