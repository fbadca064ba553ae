"""Splices: a quotation and the texts that have parts of it in, the texts that together make it up out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tellings.text.judging import CONTEXT, Change, Match, judge
from tellings.text.placing import SOLID, Placed, SplitText, share, solid, split, weight
from tellings.text.readings import compare
from tellings.text.words import find_words

# Per cent of a quotation that two or more texts must have together to be what it was spliced from; when so much is
# covered, no further text is sought; and what a text must add to be one of them.
TOGETHER, ENOUGH, ADDED = 80, 90, 15

Find = Callable[[Sequence[str]], list[tuple[str, str]]]


def splice(wanted: SplitText, placed: Sequence[Placed]) -> list[Match]:
    """Texts that together hold the quotation, where none holds it alone: those that add most first."""
    covered: set[int] = set()
    matches: list[Match] = []
    left = list(placed)
    while left and share(wanted, covered) < ENOUGH:
        gains = [share(wanted, covered | solid(one.pairs)) - share(wanted, covered) for one in left]
        best = max(range(len(left)), key=lambda n: (gains[n], -n))
        if gains[best] < ADDED:
            break
        one = left.pop(best)
        covered |= solid(one.pairs)
        matches.append(replace(judge(wanted, one), verdict="spliced"))
    return matches if share(wanted, covered) >= TOGETHER else []


def join(wanted: SplitText, placed: Sequence[Placed], matches: list[Match], find: Find) -> list[Match]:
    """The matches, or the two that make up the quotation where what one adds stands word for word elsewhere.

    Args:
        wanted: the quotation.
        placed: the texts that have some of it.
        matches: the best of these.
        find: gives the texts in which some words may stand, by id and text.
    """
    rows = {one.text_id: one.pairs for one in placed}
    best = min(matches, key=lambda m: (-len(solid(rows[m.text_id])), len(m.changes), m.text_id, m.start))
    own = solid(rows[best.text_id])
    for low, high in _open_runs(own, len(wanted.forms)):
        piece = _run_elsewhere(wanted, low, high, find)
        if piece is None:
            continue
        begin, end, match = piece
        if share(wanted, [*own, *range(begin, end)]) < TOGETHER:
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


def _open_runs(own: set[int], size: int) -> list[tuple[int, int]]:
    """Stretches of a quotation, long enough to be somebody's own, that one text does not have: the longest first."""
    runs: list[tuple[int, int]] = []
    for n in range(size):
        if n in own:
            continue
        if runs and runs[-1][1] == n:
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return sorted((run for run in runs if run[1] - run[0] >= SOLID), key=lambda run: (run[0] - run[1], run))


def _run_elsewhere(wanted: SplitText, low: int, high: int, find: Find) -> tuple[int, int, Match] | None:
    """The longest run of some words of a quotation that a text has word for word, two with content among them."""
    best: tuple[int, int, str, SplitText, int] | None = None
    for text_id, text in sorted(find(wanted.forms[low:high])):
        found = split(text)
        begin, size, at = _longest_run(wanted.forms[low:high], found.forms)
        if best is None or size > best[1]:
            best = begin + low, size, text_id, found, at
    if best is None or best[1] < SOLID:
        return None
    begin, size, text_id, found, at = best
    if sum(weight(form) == 2 for form in wanted.forms[begin : begin + size]) < 2:
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
