"""Quoted spans: paragraphs of a string in, spans with the marks they stand in out.

A state machine reads each paragraph anew, so one lost mark never swallows what follows its paragraph. Nothing is
straightened: every span counts characters of the string as it is.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from tellings.language import load
from tellings.text.words import Span

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
    if may_open and before == "," and after.isalnum() and sign not in "“„‟‘‚‛":
        return "either"  # "We go,"said Ann; she said,"We go": a space is missing on one side
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
