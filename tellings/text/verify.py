"""Checking a quotation: its words and many texts in, where each text has them and how its wording differs out.

Texts that share runs of words with the quotation are candidates; in each the quotation is placed by local alignment of
words (Smith & Waterman 1981), and each place where the wordings differ is typed. "Verbatim" is said only of the very
same words: case, punctuation and regional spelling aside.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from tellings.text.align import BREAK, RUN, Words, align_words
from tellings.text.readings import compare
from tellings.text.spelling import expand, function_forms, normal_form
from tellings.text.words import Span, find_words

# Outcomes, best first.
VERDICTS = ("verbatim", "altered", "cut", "spliced", "not found")
# Characters of context on each side.
CONTEXT = 80
# Per cent of the quotation's words (content counts double) that a passage must share to be its altered form: with half
# of them, sentences on the same subject begin to pass.
SHARED = 60
# Per cent of it that a passage must have letter by letter before it is aligned: slips and inflections make up the rest.
NEARLY = 40
# Words in a row that are the quotation's and nobody else's.
SOLID = 4
# Most characters between two stretches of one quotation in one text: further apart they are not one passage.
REACH = 2000
# Words looked for in each text, the longest: they are the rarest.
STEMS = 16
# Texts aligned in full: those that share most with the quotation.
CANDIDATES = 200
# Stretches of a text that are tried for one quotation: its best place, and up to two more for what is left.
WINDOWS = 3
# Words left out silently: more are a cut, fewer an omission.
SHORT = 6
ELLIPSIS = re.compile(r"\[?(?:…|\.\s?\.\s?\.)\]?")


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


@dataclass(frozen=True)
class Check:
    """Whether a quotation was found, and where."""

    quotation: str
    verdict: str
    searched: int
    matches: tuple[Match, ...] = field(default=())

    @property
    def summary(self) -> str:
        """One sentence on what was seen."""
        if self.verdict == "not found":
            return f"not found in these {self.searched} texts"
        best = self.matches[0]
        same = sum(match.verdict == best.verdict for match in self.matches)
        told = f"{self.verdict} in {same} of {self.searched} texts"
        turning = sorted({change.kind for change in best.changes if change.turns})
        return told + (f"; differs in {', '.join(turning)}" if turning else "")

    def changes_that_turn(self) -> list[str]:
        """Of the best match: the differences that can turn the meaning, as "kind: words"."""
        changes = self.matches[0].changes if self.matches else ()
        return [f"{change.kind}: {change.found or change.quoted}" for change in changes if change.turns]


@dataclass(frozen=True)
class _Words:
    """A text cut into words; a short form is the words it stands for, all with its span."""

    text: str
    spans: list[Span]
    forms: list[str]
    opens: list[bool]

    def slice(self, low: int, high: int) -> str:
        """The text from one word to before another."""
        return self.text[self.spans[low][0] : self.spans[high - 1][1]] if low < high else ""


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, ...]:
    parts = expand(word)
    return tuple(map(normal_form, parts)) if len(parts) > 1 else (normal_form(word),)


def _split(text: str) -> _Words:
    words = _Words(text, [], [], [])
    last = 0
    for span in find_words(text):
        start, end = span
        gap = text[last:start]
        opens = gap != " " and BREAK.search(gap) is not None
        for form in _forms(text[start:end]):
            words.spans.append(span)
            words.forms.append(form)
            words.opens.append(opens)
            opens = False
        last = end
    return words


def _may_hold(wanted: _Words, found: _Words) -> bool:
    """Whether a text can have a passage that counts: most of the quotation's words close by, or a run of them."""
    runs = set(zip(*(wanted.forms[n:] for n in range(SOLID)), strict=False))
    if any(run in runs for run in zip(*(found.forms[n:] for n in range(SOLID)), strict=False)):
        return True
    low, high = _window(set(wanted.forms), len(wanted.forms), found, set())
    near = set(found.forms[low:high])
    return _share(wanted, [n for n, form in enumerate(wanted.forms) if form in near]) >= NEARLY


def check_quotation(quotation: str, texts: Iterable[tuple[str, str]], limit: int = 20) -> Check:
    """Look for a quotation in texts.

    Args:
        quotation: the words in question, with or without marks; "…" where they leave out some.
        texts: pairs of a text's id and the text.
        limit: most matches to give back, best first.

    >>> texts = [("a", "Lee said: “We will not sell the harbour this year.”"), ("b", "It rained all day.")]
    >>> check_quotation("We will not sell the harbor", texts).verdict
    'verbatim'
    >>> check = check_quotation("We will sell the harbour this year", texts)
    >>> check.verdict, check.changes_that_turn()
    ('altered', ['negation: not'])
    >>> check_quotation("Nobody has seen the mayor since Monday", texts).summary
    'not found in these 2 texts'
    """
    wanted = _split(quotation)
    listed = sorted(texts)
    if not wanted.forms:
        return Check(quotation, "not found", len(listed))
    placed = [
        (text_id, found, pairs)
        for text_id, text in _candidates(wanted, listed)
        for found in [_split(text)]
        if _may_hold(wanted, found) and (pairs := _place(wanted, found))
    ]
    matches = [
        _judge(wanted, text_id, found, pairs)
        for text_id, found, pairs in placed
        if _share(wanted, [i for i, _ in pairs]) >= SHARED
    ]
    if not matches:
        matches = _splice(wanted, placed)
    elif all(match.verdict == "altered" for match in matches):
        matches = _joined(wanted, placed, matches, listed)
    matches.sort(key=lambda m: (VERDICTS.index(m.verdict), len(m.changes), m.text_id, m.start))
    return Check(quotation, matches[0].verdict if matches else "not found", len(listed), tuple(matches[:limit]))


def _weight(form: str) -> int:
    return 1 if form in function_forms() else 2


def _share(wanted: _Words, numbers: Iterable[int]) -> int:
    """Per cent of the quotation's weight that some of its words make up."""
    total = sum(map(_weight, wanted.forms))
    return sum(_weight(wanted.forms[n]) for n in set(numbers)) * 100 // total


def _stems(wanted: _Words) -> list[str]:
    """Beginnings of the quotation's words, content words where it has any: what a text must hold to be looked at."""
    content = {form for form in wanted.forms if _weight(form) == 2 and not form[0].isdigit()}
    longest = sorted(content or set(wanted.forms), key=lambda form: (-len(form), form))
    return sorted({form[:4] for form in longest[:STEMS]})


def _candidates(wanted: _Words, texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The texts that hold most of the quotation's rarer words, by a plain search."""
    stems = _stems(wanted)
    folded = [text.casefold() for _, text in texts]
    holds = np.array([[stem in text for stem in stems] for text in folded], dtype=np.int64).reshape(-1, len(stems))
    rarity = 1000 * (len(texts) + 1) // (holds.sum(axis=0) + 1)
    rarity = np.array([int(r).bit_length() for r in rarity.tolist()], dtype=np.int64)
    score = (holds * rarity).sum(axis=1)
    ranked = sorted(range(len(texts)), key=lambda n: (-int(score[n]), n))
    return [texts[n] for n in ranked[:CANDIDATES] if score[n] * 4 >= rarity.sum()]


@lru_cache(maxsize=512)
def _aligned(query: Words, reply: Words) -> list[dict[int, int]]:
    """Alignment of two sequences; texts that print one passage alike are aligned once."""
    return align_words([query, reply])


def _place(wanted: _Words, found: _Words) -> list[tuple[int, int]]:
    """Pairs of a word of the quotation and the word of the text that stands for it, by the quotation's order."""
    pairs: list[tuple[int, int]] = []
    left = list(range(len(wanted.forms)))
    for _ in range(WINDOWS):
        low, high = _window({wanted.forms[n] for n in left}, len(left), found, {j for _, j in pairs})
        if low >= high:
            break
        query = tuple((wanted.forms[n], wanted.opens[n]) for n in left)
        reply = tuple(zip(found.forms[low:high], found.opens[low:high], strict=True))
        fresh = [(left[row[0]], row[1] + low) for row in _aligned(query, reply) if len(row) == 2]
        taken = {j for _, j in pairs}
        fresh = [(i, j) for i, j in fresh if j not in taken]
        if not fresh or (pairs and len(fresh) < RUN):
            break
        pairs = sorted(pairs + fresh)
        placed = {i for i, _ in pairs}
        left = [n for n in left if n not in placed]
        if len(left) < RUN or not any(_weight(wanted.forms[n]) == 2 for n in left):
            break
    return pairs


def _window(forms: set[str], size: int, found: _Words, taken: set[int]) -> tuple[int, int]:
    """The stretch of a text that holds most of some words; empty where none holds any content of them."""
    hits = np.array(
        [_weight(form) if form in forms and n not in taken else 0 for n, form in enumerate(found.forms)], dtype=np.int64
    )
    if not (hits == 2).any() and not all(_weight(form) == 1 for form in forms):
        return 0, 0
    near = hits.copy()  # words that follow one another count more than scattered ones
    near[1:] += 2 * np.minimum(hits[1:], hits[:-1])
    near[2:] += 2 * np.minimum(np.minimum(hits[2:], hits[1:-1]), hits[:-2])
    width = min(len(hits), size)
    sums = np.concatenate(([0], np.cumsum(near)))
    score = sums[width:] - sums[:-width]
    best = int(np.argmax(score))
    margin = size // 2 + 10
    return max(0, best - margin), min(len(hits), best + width + margin)


def _regions(wanted: _Words, found: _Words, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
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


def _judge(wanted: _Words, text_id: str, found: _Words, pairs: Sequence[tuple[int, int]]) -> Match:
    """One text's wording against the quotation."""
    agreed = [(i, j) for i, j in pairs if wanted.forms[i] == found.forms[j]] or list(pairs)
    moved = any(b < a for (_, a), (_, b) in pairwise(agreed))
    far = any(found.spans[b][0] - found.spans[a][1] > REACH for (_, a), (_, b) in pairwise(agreed))
    changes = [c for region in _regions(wanted, found, pairs) if (c := _change(wanted, found, region)) is not None]
    changes += _lost_edges(wanted, found, agreed)
    long = any(c.kind == "ellipsis" or (c.kind == "omission" and len(c.found.split()) > SHORT) for c in changes)
    reworded = [c for c in changes if c.kind != "ellipsis" and not _is_long(c)]
    verdict = "spliced" if moved or far else "altered" if reworded else "cut" if long else "verbatim"
    changes.sort(key=lambda c: (not c.turns, c.quoted_start, c.start))
    low, high = min(j for _, j in pairs), max(j for _, j in pairs)
    start, end = found.spans[low][0], found.spans[high][1]
    return Match(
        text_id=text_id,
        verdict=verdict,
        start=start,
        end=end,
        before=found.text[max(0, start - CONTEXT) : start],
        found=found.text[start:end],
        after=found.text[end : end + CONTEXT],
        changes=tuple(changes),
        spans=tuple(_stretches(found, pairs)),
    )


def _is_long(change: Change) -> bool:
    return change.kind == "omission" and len(change.found.split()) > SHORT


def _change(wanted: _Words, found: _Words, region: tuple[int, int, int, int]) -> Change | None:
    """The difference at one place, the text's wording taken as the lemma."""
    i, i_end, j, j_end = region
    quoted, there = wanted.slice(i, i_end), found.slice(j, j_end)
    before = wanted.spans[i - 1][1] if i else 0
    after = wanted.spans[i_end][0] if i_end < len(wanted.spans) else len(wanted.text)
    dotted = ELLIPSIS.search(wanted.text, before, after)
    if "".join(wanted.forms[i:i_end]) == "".join(found.forms[j:j_end]):
        return None
    difference = compare(there, quoted)
    kind, turns = (difference.kind, difference.turns) if difference else ("substitution", False)
    if dotted and not quoted:
        kind = "ellipsis"
    start = found.spans[j][0] if j < j_end else found.spans[j - 1][1] if j else 0
    end = found.spans[j_end - 1][1] if j < j_end else start
    return Change(kind, turns, quoted, wanted.spans[i][0] if i < i_end else before, there, start, end)


def _lost_edges(wanted: _Words, found: _Words, agreed: Sequence[tuple[int, int]]) -> list[Change]:
    """A "not" cut off right before the quotation, or a piece of a number cut off at either end."""
    changes = []
    (i, j), (last, end) = agreed[0], agreed[-1]
    if i == 0 and j > 0 and _touch(found, j - 1):
        before = _lost(found, j - 1, 0)
        changes += [c for c in before if c.kind == "negation" or (c.kind == "number" and _lost(found, j, 0))]
    if last == len(wanted.forms) - 1 and end + 1 < len(found.forms) and _touch(found, end):
        after = _lost(found, end + 1, len(wanted.text))
        changes += [c for c in after if c.kind == "number" and [k.kind for k in _lost(found, end, 0)] == ["number"]]
    return changes


def _lost(found: _Words, number: int, place: int) -> list[Change]:
    """The loss of a single word, where it is a negation or a number."""
    there = found.slice(number, number + 1)
    difference = compare(there, "")
    if difference is None or difference.kind not in {"negation", "number"}:
        return []
    return [Change(difference.kind, True, "", place, there, *found.spans[number])]


def _touch(found: _Words, number: int) -> bool:
    """Whether a word and the next have only white space between them."""
    return not found.text[found.spans[number][1] : found.spans[number + 1][0]].strip()


def _stretches(found: _Words, pairs: Sequence[tuple[int, int]]) -> list[Span]:
    """Spans of the text where words follow one another as in the quotation."""
    stretches: list[Span] = []
    last = (-2, -2)
    for i, j in pairs:
        start, end = found.spans[j]
        if (i, j) == (last[0] + 1, last[1] + 1) and stretches:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
        last = (i, j)
    return stretches


def _splice(wanted: _Words, placed: Sequence[tuple[str, _Words, list[tuple[int, int]]]]) -> list[Match]:
    """Texts that together hold the quotation, where none holds it alone: those that add most first."""
    covered: set[int] = set()
    matches: list[Match] = []
    left = list(placed)
    while left and _share(wanted, covered) < 90:
        gains = [_share(wanted, covered | _solid(pairs)) - _share(wanted, covered) for _, _, pairs in left]
        best = max(range(len(left)), key=lambda n: (gains[n], -n))
        if gains[best] < 15:
            break
        text_id, found, pairs = left.pop(best)
        covered |= _solid(pairs)
        matches.append(replace(_judge(wanted, text_id, found, pairs), verdict="spliced"))
    return matches if _share(wanted, covered) >= 80 else []


def _joined(
    wanted: _Words,
    placed: Sequence[tuple[str, _Words, list[tuple[int, int]]]],
    matches: list[Match],
    texts: Sequence[tuple[str, str]],
) -> list[Match]:
    """The matches, or the two that make up the quotation where what one adds stands word for word elsewhere."""
    rows = {text_id: pairs for text_id, _, pairs in placed}
    best = min(matches, key=lambda m: (-len(_solid(rows[m.text_id])), len(m.changes), m.text_id, m.start))
    solid = _solid(rows[best.text_id])
    for low, high in _open_runs(solid, len(wanted.forms)):
        piece = _run_elsewhere(wanted, low, high, texts)
        if piece is None:
            continue
        begin, end, match = piece
        if _share(wanted, [*solid, *range(begin, end)]) < 80:
            continue
        first, last = wanted.spans[begin][0], wanted.spans[end - 1][1]
        kept = tuple(change for c in best.changes for change in _without(c, first, last))
        rest = [m for m in matches if m is not best]
        return [replace(best, verdict="spliced", changes=kept), match, *rest]
    return matches


def _without(change: Change, first: int, last: int) -> list[Change]:
    """What is left of a difference when some of the quotation's words, by their place, are accounted for."""
    begin, end = change.quoted_start, change.quoted_start + len(change.quoted)
    if begin >= last or end <= first:
        return [change]
    left = []
    for low, high, found in ((begin, first, change.found), (last, end, "")):
        quoted = change.quoted[max(0, low - begin) : max(0, high - begin)].strip()
        difference = compare(found, quoted)
        if difference is not None and (find_words(quoted) or find_words(found)):
            place = max(begin, low)
            stop = change.end if found else change.start
            left.append(Change(difference.kind, difference.turns, quoted, place, found, change.start, stop))
    return left


def _open_runs(solid: set[int], size: int) -> list[tuple[int, int]]:
    """Stretches of a quotation, long enough to be somebody's own, that one text does not have: the longest first."""
    runs: list[tuple[int, int]] = []
    for n in range(size):
        if n in solid:
            continue
        if runs and runs[-1][1] == n:
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return sorted((run for run in runs if run[1] - run[0] >= SOLID), key=lambda run: (run[0] - run[1], run))


def _run_elsewhere(
    wanted: _Words, low: int, high: int, texts: Sequence[tuple[str, str]]
) -> tuple[int, int, Match] | None:
    """The longest run of some words of a quotation that a text has word for word, two with content among them."""
    piece = _split(wanted.slice(low, high))
    best: tuple[int, int, str, _Words, int] | None = None
    for text_id, text in _candidates(piece, texts):
        found = _split(text)
        begin, size, at = _longest_run(wanted.forms[low:high], found.forms)
        if best is None or size > best[1]:
            best = begin + low, size, text_id, found, at
    if best is None or best[1] < SOLID:
        return None
    begin, size, text_id, found, at = best
    if sum(_weight(form) == 2 for form in wanted.forms[begin : begin + size]) < 2:
        return None
    start, end = found.spans[at][0], found.spans[at + size - 1][1]
    before, after = found.text[max(0, start - CONTEXT) : start], found.text[end : end + CONTEXT]
    match = Match(text_id, "spliced", start, end, before, found.text[start:end], after, (), ((start, end),))
    return begin, begin + size, match


def _longest_run(some: Sequence[str], others: Sequence[str]) -> tuple[int, int, int]:
    """Longest run of equal words: where it begins in the one, its words, and where it begins in the other."""
    places: dict[str, list[int]] = {}
    for n, form in enumerate(some):
        places.setdefault(form, []).append(n)
    best = (0, 0, 0)
    runs: dict[int, int] = {}
    for at, form in enumerate(others):
        runs = {n: runs.get(n - 1, 0) + 1 for n in places.get(form, ())}
        for n, size in runs.items():
            if size > best[1]:
                best = (n - size + 1, size, at - size + 1)
    return best


def _solid(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Words of the quotation in runs that are long enough to be its own."""
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and pair == (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return {i for run in runs if len(run) >= SOLID for i, _ in run}
