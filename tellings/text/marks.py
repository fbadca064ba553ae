"""Quotation marks, signed posts and transcript turns: paragraphs of a string in, spans with their marks out.

A state machine reads each paragraph anew, so one lost mark never swallows what follows its paragraph. Nothing is
straightened: every span counts characters of the string as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from tellings.language import load
from tellings.text.turns import find_turns
from tellings.text.words import Span, find_paragraphs

Family = Literal["double", "single", "guillemet", "angle"]
Turn = Literal["open", "close", "either"]

# Every character that may quote. Apostrophes inside a word never match. The value of an attribute (href="…") is taken
# whole, so that it is no mark; its length is bounded to keep the scan linear.
MARKS = re.compile(
    r"[=\"“”„‟«»‹›&'‘’‚‛`´]"  # first, so that all other characters are passed over at once
    r"(?:(?<==)\"[^\"\n]{0,200}\"|(?<=`)`|(?<=')'|(?<=´)´|(?<=&)quot;|(?<=[\"“”„‟«»‹›])"
    r"|(?<=['‘’‚‛`´])(?:(?<!\w.)(?=\S)|(?<=\S['’‘´`])(?!\w)))"
)
FAMILY: dict[str, Family] = {
    **dict.fromkeys(["``", "''", "´´", "&quot;", '"', "“", "”", "„", "‟"], "double"),
    **dict.fromkeys(["«", "»"], "guillemet"),
    **dict.fromkeys(["‹", "›"], "angle"),
}
# How an opening mark names the style; the closing mark may be of another make (`` with ").
STYLE = {
    "“": "“”", "”": "“”", "‟": "“”", '"': '""', "&quot;": '""', "„": "„“", "``": "``''", "''": "``''", "´´": "``''",
    "«": "«»", "»": "«»", "‹": "«»", "›": "«»", "‘": "‘’", "’": "‘’", "‚": "‘’", "‛": "‘’",
    "'": "''", "`": "''", "´": "''",
}  # fmt: skip
# After these an opening mark may stand; before those a closing one.
BEFORE_OPENING = frozenset("([{<—–-−/|*•…:;,\"'“‘«‹„`>")
AFTER_CLOSING = frozenset(".,;:!?)]}…—–-−/|*\"'”’»›<")
# Looking for the partner of a single mark stops after so many marks: a longer single-quoted stretch within one
# paragraph holds fewer, and the scan stays linear on a megabyte of apostrophes.
LOOK_AHEAD = 24
# Deeper nesting is noise, not speech.
MAX_DEPTH = 6


class Quoted(NamedTuple):
    """A marked span: with its marks, and the words alone."""

    start: int
    end: int
    content_start: int
    content_end: int
    style: str
    closing: str
    depth: int
    family: Family
    chain: int = -1


class _Event(NamedTuple):
    """A character that may quote, with what its neighbours allow it to be."""

    start: int
    end: int
    sign: str
    family: Family
    turn: Turn


@cache
def _elisions(language: str) -> frozenset[str]:
    return frozenset(load("marks", language)["elisions"])


def _is_elision(text: str, at: int, language: str) -> bool:
    """Whether the apostrophe before `at` stands for left-out letters ('em, '90s)."""
    word = re.compile(r"\d0s\b|[^\W\d_]+").match(text, at)
    return word is not None and (word.group()[0].isdigit() or word.group().lower() in _elisions(language))


def _turn(sign: str, before: str, after: str) -> Turn:
    """Whether a mark opens or closes, by its shape and its neighbours ("" or a space at the paragraph's ends)."""
    tight_left, tight_right = bool(before.strip()), bool(after.strip())
    may_open = tight_right and (not tight_left or before in BEFORE_OPENING) and after not in ",.;:!?)]}"
    may_close = tight_left and (
        not tight_right or after in AFTER_CLOSING or not (after.isalnum() or after in "([$£€#@")
    )
    if sign in "“„‟‘‚‛" or sign == "``":
        return "close" if tight_left and before not in "([{<" and not tight_right else "open"
    if sign in "”’" or sign == "´´":
        return "open" if may_open and not may_close else "close"
    if may_open != may_close:
        return "open" if may_open else "close"
    return "either"


def _events(text: str, low: int, high: int, language: str) -> list[_Event]:
    found = []
    for m in MARKS.finditer(text, low, high):
        sign = m.group()
        if sign[0] == "=":
            continue
        before = text[m.start() - 1] if m.start() > low else ""
        after = text[m.end()] if m.end() < high else ""
        family = FAMILY.get(sign, "single")
        if family in ("guillemet", "angle"):
            # Spaces may stand on both sides; only »…« needs the neighbours.
            backward = sign in "»›" and not before.strip() and after.isalnum()
            ends = not after.strip() or after in AFTER_CLOSING
            forward = sign in "«‹" and bool(before.strip()) and before not in "([{" and ends
            found.append(_Event(m.start(), m.end(), sign, family, "either" if backward or forward else
                                ("open" if sign in "«‹" else "close")))  # fmt: skip
            continue
        turn = _turn(sign, before, after)
        if family == "single" and turn != "close" and _is_elision(text, m.end(), language):
            continue
        found.append(_Event(m.start(), m.end(), sign, family, turn))
    return found


def _looks_possessive(text: str, at: int, high: int) -> bool:
    """Whether a single mark at `at` may be an apostrophe at a word's end: the boys' coats, goin' home."""
    word = re.compile(r"\s[^\W\d_]").match(text, at + 1, high)
    return word is not None and text[at - 1 : at] in ("s", "n", "S", "o")


def _pair_singles(text: str, events: list[_Event], high: int, reopened: bool) -> list[_Event]:
    """Keep only those single marks that pair up, or that the next paragraph reopens; the others are apostrophes."""
    keep: dict[int, Turn] = {}
    taken = -1
    for i, event in enumerate(events):
        if event.family != "single" or event.turn == "close" or i <= taken:
            continue
        partner = _partner(text, events, i, high)
        if partner is not None:
            keep[i], keep[partner] = "open", "close"
            taken = partner
        elif (
            event.start == 0
            or text[event.start - 1] in "\n\r\u2028\u2029"
            or (reopened and event.turn == "open" and _begins_sentence(text, event))
        ):
            keep[i] = "open"
    return [
        event if event.family != "single" else event._replace(turn=keep[i])
        for i, event in enumerate(events)
        if event.family != "single" or i in keep
    ]


def _begins_sentence(text: str, event: _Event) -> bool:
    """Whether a mark stands between the end of a sentence and a capital."""
    before = text[max(0, event.start - 12) : event.start].rstrip()
    return before[-1:] in (*".!?:,’'”", "") and text[event.end : event.end + 1].isupper()


def _partner(text: str, events: list[_Event], opening: int, high: int) -> int | None:
    """Number of the mark that closes the single mark `opening`, if one does."""
    doubles, candidate = 0, None
    for i in range(opening + 1, min(len(events), opening + LOOK_AHEAD)):
        event = events[i]
        if event.family != "single":
            if candidate is not None:
                break
            doubles += 1
        elif event.turn == "open":
            if doubles % 2 == 0:
                break
        elif doubles % 2 == 0 and event.start > events[opening].end:
            if not _looks_possessive(text, event.start, high):
                return i
            candidate = i if candidate is None else candidate
    return candidate


class _Scan:
    """The state machine over one paragraph."""

    def __init__(self, text: str, low: int, high: int) -> None:
        self.text, self.low, self.high = text, low, high
        self.stack: list[_Event] = []
        self.found: list[Quoted] = []
        self.last_end = low

    def emit(self, start: int, end: int, content: Span, style: str, closing: str, family: Family) -> None:
        """Keep a span whose content is not blank."""
        low, high = content
        while low < high and self.text[low].isspace():
            low += 1
        while high > low and self.text[high - 1].isspace():
            high -= 1
        if low < high:
            depth = len(self.stack)
            self.found.append(Quoted(start, end, low, high, style, closing, depth, family))
        if not self.stack:
            self.last_end = end

    def close_open(self, at: int) -> None:
        """Give up the innermost open mark: nothing closed it before `at`."""
        event = self.stack.pop()
        end = at
        while end > event.end and self.text[end - 1].isspace():
            end -= 1
        self.emit(event.start, end, (event.end, end), STYLE[event.sign], "unclosed", event.family)

    def step(self, events: Sequence[_Event], i: int) -> None:
        """Take one mark."""
        event = events[i]
        depths = [k for k, other in enumerate(self.stack) if other.family == event.family]
        turn = event.turn
        if depths and event.sign == "“" and self.stack[depths[-1]].sign in "„‚":
            turn = "close"
        if turn == "either":
            turn = "close" if depths else "open"
        if turn == "open":
            self.open(event, depths, events, i)
        elif depths:
            while len(self.stack) > depths[-1] + 1:
                self.close_open(event.start)
            opening = self.stack.pop()
            span = (opening.end, event.start)
            self.emit(opening.start, event.end, span, STYLE[opening.sign], "closed", event.family)
        elif not self.stack and event.family != "single" and not self.is_inch(event):
            style = "„“" if event.sign == "“" else STYLE[event.sign]
            self.emit(self.last_end, event.end, (self.last_end, event.start), style, "unopened", event.family)

    def is_inch(self, event: _Event) -> bool:
        """A straight mark after a digit where nothing is open measures something."""
        return event.sign in ('"', "''") and self.text[event.start - 1 : event.start].isdigit()

    def open(self, event: _Event, depths: list[int], events: Sequence[_Event], i: int) -> None:
        """An opening mark: nested in what is open, or proof that the mark before it was never closed."""
        if depths and (len(self.stack) >= MAX_DEPTH or not self.closes_both(event.family, events, i)):
            while len(self.stack) > depths[0]:
                self.close_open(event.start)
        if len(self.stack) < MAX_DEPTH:
            self.stack.append(event)

    def closes_both(self, family: Family, events: Sequence[_Event], i: int) -> bool:
        """Whether the marks that follow close this mark and one more."""
        depth = 2
        for event in events[i + 1 : i + LOOK_AHEAD]:
            if event.family == family:
                depth += -1 if event.turn == "close" or (event.turn == "either" and depth > 1) else 1
                if depth == 0:
                    return True
        return False

    def finish(self) -> list[Quoted]:
        """What was found, in order of start; outer before inner."""
        while self.stack:
            self.close_open(self.high)
        return sorted(self.found, key=lambda q: (q.start, -q.end))


def scan_paragraph(text: str, low: int, high: int, language: str = "en", reopened: bool = False) -> list[Quoted]:
    """Marked spans of one paragraph text[low:high]; `reopened` where the next one begins with a single mark.

    >>> text = 'He said ‘no, the boys’ coats,’ and "left.'
    >>> [(text[q.content_start:q.content_end], q.closing) for q in scan_paragraph(text, 0, len(text))]
    [('no, the boys’ coats,', 'closed'), ('left.', 'unclosed')]
    """
    events = _events(text, low, high, language)
    if not events:
        return []
    if any(event.family == "single" for event in events):
        events = _pair_singles(text, events, high, reopened)
    scan = _Scan(text, low, high)
    for i in range(len(events)):
        scan.step(events, i)
    return scan.finish()


def scan_quotes(text: str, paragraphs: Sequence[Span], language: str = "en", first_chain: int = 0) -> list[Quoted]:
    r"""Marked spans of a run of paragraphs, chained where a quotation goes on over a paragraph's end.

    A quotation goes on where its paragraph leaves it open and the next one reopens it (the custom of the press), or
    closes it without reopening.

    >>> text = '“One.\n“Two,” she said.'
    >>> [(q.closing, q.chain) for q in scan_quotes(text, [(0, 5), (6, 22)])]
    [('continued', 0), ('closed', 0)]
    """
    done: list[Quoted] = []
    chain = first_chain - 1
    pending = -1  # number in `done` of an outer mark that its paragraph left open
    for number, (low, high) in enumerate(paragraphs):
        following = text[paragraphs[number + 1][0]] if number + 1 < len(paragraphs) else ""
        found = scan_paragraph(text, low, high, language, reopened=following in ("‘", "'"))
        goes_on = pending >= 0 and bool(found) and _continues(done[pending], found[0], low)
        if goes_on:
            done[pending] = done[pending]._replace(closing="continued")
        pending = -1
        for k, quoted in enumerate(found):
            if quoted.depth == 0 and not (k == 0 and goes_on):
                chain += 1
            if quoted.depth == 0 and quoted.closing == "unclosed" and quoted.end >= high:
                if quoted.family == "single" and not _is_speech_like(text, quoted):
                    continue
                pending = len(done)
            done.append(quoted._replace(chain=max(chain, first_chain)))
    return done


def _continues(open_mark: Quoted, first: Quoted, low: int) -> bool:
    """Whether the first mark of a paragraph goes on with the one left open above it."""
    same = first.family == open_mark.family
    return same and first.depth == 0 and first.start == low


def _is_speech_like(text: str, quoted: Quoted) -> bool:
    """A single mark left open at a paragraph's head is one only before a whole sentence."""
    words = text[quoted.content_start : quoted.content_end]
    return words[:1].isupper() and words[-1:] in ".!?…,"


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
