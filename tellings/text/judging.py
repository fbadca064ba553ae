"""Judging a passage: a quotation and where a text has it in, how its wording differs and what it is called out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tellings.language import load
from tellings.text.conditions import earlier_condition, later_condition, opens_condition
from tellings.text.cues import lexicon
from tellings.text.placing import Placed, SplitText, stretches
from tellings.text.readings import compare
from tellings.text.spelling import normal_form
from tellings.text.words import Span

# Characters of context on each side.
CONTEXT = 80
# Most characters between two stretches of one quotation in one text: further apart they are not one passage.
REACH = 2000
# Words left out silently: more are a cut, fewer an omission.
SHORT = 6
# Words back to which the beginning of a sentence is looked for.
SENTENCE = 40
# Words before a verb such as "believe" in which its negation stands: "I do not for a moment believe".
NEGATED = 4
# Words that may tell who speaks in the middle of a quotation.
INTERRUPTION = 20
ELLIPSIS = re.compile(r"\[?(?:…|\.\s?\.\s?\.)\]?")
MARKS = re.compile(r"[“”\"«»„‟]|''|``")


@dataclass(frozen=True)
class Change:
    """One place where a text's wording differs from the quotation."""

    kind: str  # see READING_KINDS; the text's wording is the lemma, the quotation the reading
    turns: bool  # may turn the meaning
    quoted: str
    quoted_start: int
    found: str
    start: int
    end: int
    edge: bool = False  # stands right before or after the quotation: it was cut off


@dataclass(frozen=True)
class Match:
    """Where one text has the quotation, and in which words."""

    text_id: str
    verdict: str
    start: int
    end: int
    before: str  # context
    found: str
    after: str
    changes: tuple[Change, ...] = ()  # those that can turn the meaning come first
    spans: tuple[Span, ...] = ()  # the stretches that agree

    @property
    def marked(self) -> bool:
        """Whether all that is left out is marked by an ellipsis, and nothing else differs."""
        return all(change.kind == "ellipsis" and not change.turns for change in self.changes)


def judge(wanted: SplitText, placed: Placed) -> Match:
    """One text's wording against the quotation."""
    found, pairs = placed.found, placed.pairs
    agreed = [(i, j) for i, j in pairs if wanted.forms[i] == found.forms[j]] or list(pairs)
    moved = any(b < a for (_, a), (_, b) in pairwise(agreed))
    far = any(found.spans[b][0] - found.spans[a][1] > REACH for (_, a), (_, b) in pairwise(agreed))
    changes = [c for region in _regions(wanted, found, pairs) if (c := _change(wanted, found, region)) is not None]
    changes += _lost_edges(wanted, found, agreed)
    changes.sort(key=lambda c: (not c.turns, c.quoted_start, c.start))
    low, high = min(j for _, j in pairs), max(j for _, j in pairs)
    start, end = found.spans[low][0], found.spans[high][1]
    return Match(
        text_id=placed.text_id,
        verdict="spliced" if moved or far else _verdict(changes),
        start=start,
        end=end,
        before=found.text[max(0, start - CONTEXT) : start],
        found=found.text[start:end],
        after=found.text[end : end + CONTEXT],
        changes=tuple(changes),
        spans=tuple(stretches(found, pairs)),
    )


def _verdict(changes: Sequence[Change]) -> str:
    """What the differences of a passage make of a quotation."""
    cuts = [change for change in changes if _is_cut(change)]
    if len(cuts) < len(changes):
        return "altered"
    if any(change.turns for change in cuts):
        return "sense-changing cut"
    return "cut" if cuts else "verbatim"


def _is_cut(change: Change) -> bool:
    """Whether words were left out at a stretch, or at the edge, and the rest is as it was."""
    if change.edge:
        return change.kind != "number"
    return change.kind == "ellipsis" or (change.kind == "omission" and len(change.found.split()) > SHORT)


def _regions(wanted: SplitText, found: SplitText, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Where quotation and text differ between words that agree: word ranges of the quotation and of the text."""
    agreed = [(i, j) for i, j in pairs if wanted.forms[i] == found.forms[j]]
    regions = []
    if agreed and agreed[0][0] > 0:
        j = agreed[0][1]
        regions.append((0, agreed[0][0], min([b for _, b in pairs if b < j and b > j - 12], default=j), j))
    for (i, j), (following, there) in pairwise(agreed):
        if there > j and (following > i + 1 or there > j + 1):
            regions.append((i + 1, following, j + 1, there))
        elif there < j:
            regions.append((i + 1, following, there, there))
    if agreed and agreed[-1][0] + 1 < len(wanted.forms):
        j = agreed[-1][1] + 1
        top = max([b + 1 for _, b in pairs if j <= b < j + 12], default=j)
        regions.append((agreed[-1][0] + 1, len(wanted.forms), j, top))
    return regions


def _change(wanted: SplitText, found: SplitText, region: tuple[int, int, int, int]) -> Change | None:
    """The difference at one place, the text's wording taken as the lemma."""
    i, i_end, j, j_end = region
    quoted, there = wanted.slice(i, i_end), found.slice(j, j_end)
    before = wanted.spans[i - 1][1] if i else 0
    after = wanted.spans[i_end][0] if i_end < len(wanted.spans) else len(wanted.text)
    dotted = ELLIPSIS.search(wanted.text, before, after)
    if "".join(wanted.forms[i:i_end]) == "".join(found.forms[j:j_end]) or (
        not quoted and _is_interruption(found, j, j_end)
    ):
        return None
    difference = compare(there, quoted)
    kind, turns = (difference.kind, difference.turns) if difference else ("substitution", False)
    if dotted and not quoted:
        kind = "ellipsis"
    if not quoted and (dotted or len(there.split()) > SHORT):
        turns = _cut_turns(found, j, j_end)
    start = found.spans[j][0] if j < j_end else found.spans[j - 1][1] if j else 0
    end = found.spans[j_end - 1][1] if j < j_end else start
    return Change(kind, turns, quoted, wanted.spans[i][0] if i < i_end else before, there, start, end)


def _is_interruption(found: SplitText, low: int, high: int) -> bool:
    """Whether words stand between a closing and an opening mark and say who speaks: “We go,” she said, “now”."""
    if not 0 < low < high < len(found.spans) or high - low > INTERRUPTION:
        return False
    gaps = [found.text[found.spans[n - 1][1] : found.spans[n][0]] for n in (low, high)]
    words = (found.text[start:end].lower() for start, end in found.spans[low:high])
    return all(MARKS.search(gap) for gap in gaps) and any(word in lexicon() for word in words)


# ------------------------------------------------------------------------------------------- what a cut takes away


@cache
def _held(language: str) -> frozenset[str]:
    return frozenset(map(normal_form, load("conditions", language)["held"]))


@cache
def _negators(language: str) -> frozenset[str]:
    return frozenset(map(normal_form, load("negation", language)["words"]))


def _is_denied(found: SplitText, last: int) -> bool:
    """Whether the sentence holds a negation up to a word."""
    number = last
    while number > max(0, last - SENTENCE) and found.forms[number] not in _negators("en") and not found.opens[number]:
        number -= 1
    return found.forms[number] in _negators("en")


def _cut_turns(found: SplitText, low: int, high: int) -> bool:
    """Whether words left out from the middle take a condition or a negation from a sentence of which others stay.

    Whole sentences between two that are quoted may go; what is cut from either of these two counts.
    """
    breaks = [n for n in range(low, high + 1) if n < len(found.opens) and found.opens[n]]
    head, tail = (range(low, breaks[0]), range(breaks[-1], high)) if breaks else (range(low, high), range(0))
    return any(
        found.forms[n] in _negators("en") or opens_condition(found.forms, n) for part in (head, tail) for n in part
    )


def _lost_edges(wanted: SplitText, found: SplitText, agreed: Sequence[tuple[int, int]]) -> list[Change]:
    """What was cut off right before or after the quotation and can turn it: negation, condition, piece of a number."""
    changes = []
    (i, j), (last, end) = agreed[0], agreed[-1]
    if i == 0 and j > 0:
        before = _lost(found, j - 1, 0) if _touch(found, j - 1) else []
        changes += [c for c in before if c.kind == "negation" or (c.kind == "number" and _lost(found, j, 0))]
        changes += [] if changes else _lost_before(found, j)
    if last == len(wanted.forms) - 1 and end + 1 < len(found.forms):
        after = _lost(found, end + 1, len(wanted.text)) if _touch(found, end) else []
        changes += [c for c in after if c.kind == "number" and [k.kind for k in _lost(found, end, 0)] == ["number"]]
        changes += _lost_after(found, end, len(wanted.text))
    return changes


def _lost(found: SplitText, number: int, place: int) -> list[Change]:
    """The loss of a single word, where it is a negation or a number."""
    there = found.slice(number, number + 1)
    difference = compare(there, "")
    if difference is None or difference.kind not in {"negation", "number"}:
        return []
    return [Change(difference.kind, True, "", place, there, *found.spans[number], edge=True)]


def _touch(found: SplitText, number: int) -> bool:
    """Whether a word and the next have only white space between them."""
    return not found.text[found.spans[number][1] : found.spans[number + 1][0]].strip()


def _gone(found: SplitText, low: int, high: int, kind: str, place: int) -> Change:
    return Change(
        kind, True, "", place, found.slice(low, high), found.spans[low][0], found.spans[high - 1][1], edge=True
    )


def _is_one_breath(found: SplitText, low: int, high: int) -> bool:
    """Whether no quotation mark stands between two words: both are the speaker's, or both the reporter's."""
    return MARKS.search(found.text, found.spans[low][1], found.spans[high][0]) is None


def _clauses(found: SplitText, begin: int, first: int) -> list[int]:
    """Where clauses begin before some words of a sentence, that a comma ends before them."""
    gaps = {n: found.text[found.spans[n - 1][1] : found.spans[n][0]] for n in range(begin + 1, first + 1)}
    last = max((n for n, gap in gaps.items() if "," in gap), default=begin)
    openings = [n for n in range(begin + 1, last) if gaps[n].strip() or found.forms[n - 1] == "that"]
    return [begin, *openings] if last > begin else []


def _rest(found: SplitText, last: int) -> range:
    """The words of the sentence that follow a word, as far as the same voice has them."""
    end = last + 1
    while end < min(len(found.forms), last + SENTENCE) and not found.opens[end] and _is_one_breath(found, end - 1, end):
        end += 1
    return range(last + 1, end)


def _lost_before(found: SplitText, first: int) -> list[Change]:
    """The condition, or the denial, that the sentence began with before the quoted words."""
    begin = first
    while begin > max(0, first - SENTENCE) and not found.opens[begin]:
        begin -= 1
    if begin == first or not _is_one_breath(found, begin, first):
        return []
    condition = earlier_condition(found.forms, _clauses(found, begin, first))
    if condition is not None:
        return [_gone(found, condition, first, "omission", 0)]
    verb = first - 1 - (found.forms[first - 1] == "that")
    if verb < begin or found.forms[verb] not in _held("en") or not _touch(found, verb):
        return []
    nearest = range(max(begin, verb - NEGATED), verb)
    return [_gone(found, n, first, "negation", 0) for n in nearest if found.forms[n] in _negators("en")][:1]


def _lost_after(found: SplitText, last: int, place: int) -> list[Change]:
    """The condition with which the sentence goes on after the quoted words."""
    rest = _rest(found, last)
    number = later_condition(found.forms, rest, _is_denied(found, last))
    return [] if number is None else [_gone(found, number, rest.stop, "omission", place)]
