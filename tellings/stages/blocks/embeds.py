"""Posts set into an article: its lines in, which of them make up a post out."""

import re
from collections.abc import Sequence

Span = tuple[int, int]

# — Name (@handle) November 27, 2022: how platforms sign a post that is embedded.
SIGNATURE = re.compile(
    r"(?:^|\s)(?:[—–―]|--?)\s?[^()\n]{1,80}?\s?\(@\w{1,30}\)\s{1,3}[^\W\d_]{3,9}\.? \d{1,2}, \d{4}\Z"
)
SHARED = re.compile(r"A (?:post|video|reel) shared by .{1,80}", re.IGNORECASE)
VIEW = re.compile(r"View this post on Instagram\W*\Z", re.IGNORECASE)
# A post had at most 280 characters (a link counts for 23, whatever its length).
LONGEST_POST = 320
# What only a post has.
POST_ONLY = re.compile(
    r"(?:^|\s)[#@]\w|https?://|pic\.twitter\.com/|\bt\.co/|[\U0001F300-\U0001FAFF\u2600-\u27BF]|\b\d{1,2}/\d{1,2}\Z"
)


def find_posts(text: str, lines: Sequence[Span]) -> list[tuple[int, int]]:
    """First and last line number of each post, in order."""
    found: list[tuple[int, int]] = []
    if "(@" not in text and "hared by" not in text:
        return found
    free = 0
    for number, (start, end) in enumerate(lines):
        line = text[max(start, end - 200) : end]
        if "(@" not in line and "hared by" not in line:
            continue
        signature = SIGNATURE.search(line)
        if signature is not None:
            glued = end - start - len(signature.group()) > 3
            first = number if glued else _first_of_post(text, lines, number, free)
        elif SHARED.match(text, start, end):
            first = _first_of_view(text, lines, number, free)
        else:
            continue
        found.append((first, number))
        free = number + 1
    return found


def _first_of_post(text: str, lines: Sequence[Span], signature: int, free: int) -> int:
    """The line before the signature, and those before it that only a post can hold."""
    first = max(signature - 1, free)
    length = sum(end - start for start, end in lines[first:signature])
    while first > free:
        start, end = lines[first - 1]
        length += end - start
        if length > LONGEST_POST or not POST_ONLY.search(text, start, end):
            break
        first -= 1
    return first


def _first_of_view(text: str, lines: Sequence[Span], shared: int, free: int) -> int:
    """The line "View this post on Instagram" at most six lines up, or the line itself."""
    for number in range(shared - 1, max(shared - 7, free - 1), -1):
        if VIEW.match(text, *lines[number]):
            return number
    return shared
