"""Lines of a whole page that was saved as plain text: its lines in, how likely each is of each kind out.

Such a text brings the page's menus, lists and footers along, and no markup that tells them. What tells them is where
the prose is: the stretch of lines with most prose and least else holds the article (maximum subsequence, Pasternack
and Roth 2009); around it stand runs of short lines. A multinomial logistic regression weighs that with a line's shape,
its neighbours' and its words. Weights and card: language/en/page_lines.*; trained by eval.train_page_lines.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import add

from tellings.language import load
from tellings.stages.blocks.rules import Rules, is_heading, plain, whole_line

Span = tuple[int, int]

# Words of a line that reads like a sentence of prose when it ends in a stop.
PROSE_WORDS = 10
# What a line that is no prose costs the stretch it stands in, in words: a paragraph of forty bridges ten menu lines.
OTHER_COST = 4
# A line of so many words is no menu's; without a stop it is a step, an item or a headline, and costs nothing.
LONG_WORDS = 12
STOPS = ".!?…。！？"
CLOSERS = "\"'”’»)]"
# Words looked at in a line; a menu's or a button's are at its beginning.
MOST_WORDS = 9
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[©@|$€£›»→]")
AGO = re.compile(r"\b\d{1,2}\s?(?:m|h|d|mins?|hrs?|minutes?|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CLOCK = re.compile(r"\d[:.]\d\d")
# Steps in which numbers are told apart.
STEPS = (1, 2, 3, 5, 8, 12, 20, 40)
# Lines to each side that a line is weighed with, and what their mean counts for; the most that one line's odds may say.
# Of 1 to 12 lines and weights of 1/2 to 4 these set most aside on the development pages, with little between them.
AROUND, AROUND_WEIGHT, MOST_ODDS = 8, 2, 4_000
# Odds, summed so, from which a line is set aside: precision .96 on the development pages.
ENOUGH = 3_300
# A text is a whole page when so many of its lines, and a fourth of them, are as short as menus are.
LEAST_SHORT, SHORT_LINE = 10, 30
# Among the first lines of a whole page is one of the page's own.
TOP_LINES = 3
# Or so many of the lines set aside are buttons, labels or notices of that length by their words alone.
LEAST_KNOWN, LONGEST_KNOWN = 2, 60


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line looks like by itself."""

    words: int
    stop: bool
    prose: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each kind for each feature, in thousandths of log odds: integers add up alike on any machine."""

    kinds: tuple[str, ...]  # the first is what is told
    bias: tuple[int, ...]
    of: Mapping[str, tuple[int, ...]]


@cache
def weights_of(language: str) -> Weights:
    """The weights of a language."""
    data = load("page_lines", language)
    return Weights(tuple(data["kinds"]), tuple(data["bias"]), {k: tuple(v) for k, v in data["weights"].items()})


def shape_of(line: str) -> Shape:
    """A line's shape.

    >>> shape_of("Rain fell on Oslo for a third day, the city said on Monday.").prose, shape_of("Sport").prose
    (True, False)
    """
    words = line.count(" ") + 1
    stop = line.rstrip(CLOSERS)[-1:] in STOPS
    return Shape(words, stop, stop and words >= PROSE_WORDS)


def find_article(shapes: Sequence[Shape]) -> Span:
    """The lines that hold the article: first, and the one after the last; (0, 0) where no line is prose.

    >>> find_article([shape_of(line) for line in ("Menu", "It had rained for a very long time in the city.", "Help")])
    (1, 2)
    """
    best, found = 0, (0, 0)
    total, start = 0, 0
    for number, shape in enumerate(shapes):
        total += shape.words if shape.prose else 0 if shape.words >= LONG_WORDS else -OTHER_COST
        if total <= 0:
            total, start = 0, number + 1
        elif total > best:
            best, found = total, (start, number + 1)
    return found


def _step(number: int) -> int:
    return next((n for n, limit in enumerate(STEPS) if number <= limit), len(STEPS))


def find_features(lines: Sequence[str]) -> Iterator[list[str]]:
    """The features of each line of a text; lines are not empty."""
    shapes = [shape_of(line) for line in lines]
    first, last = find_article(shapes)
    runs = _runs(shapes)
    counts = Counter(lines)
    prose = sum(shape.prose for shape in shapes)
    page = f"page={_step(8 * (len(lines) - prose) // (len(lines) + 1))}"
    steps = [_step(shape.words) for shape in shapes]
    for number, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        place = _place(number, first, last)
        where = place.rstrip("0123456789")
        size = f"{steps[number]}{'.' if shape.stop else ''}"
        run = _step(runs[number]) if not shape.prose else "p"
        before = _near(shapes, steps, number - 1)
        after = _near(shapes, steps, number + 1)
        found = [
            page, f"place={place}", f"size={size}", f"run={run}", f"before={before}", f"after={after}",
            f"{where} size={size}", f"{where} run={run}", f"{where} {size} {run}", f"{where} {before} {after}",
            f"{size} {before} {after}", f"{page} {where} {run}",
            f"{where} before2={_near(shapes, steps, number - 2)}", f"{where} after2={_near(shapes, steps, number + 2)}",
        ]  # fmt: skip
        if counts[line] > 1:
            found += ("again", f"{where} again")
        found += _of_words(line, shape, where)
        yield found


def _runs(shapes: Sequence[Shape]) -> list[int]:
    """For each line how many lines without prose stand together around it."""
    runs = [0] * len(shapes)
    at = 0
    while at < len(shapes):
        end = at
        while end < len(shapes) and not shapes[end].prose:
            end += 1
        runs[at:end] = [end - at] * (end - at)
        at = max(end, at + 1)
    return runs


def _place(number: int, first: int, last: int) -> str:
    """Where a line stands: before, in or after the article, and how far from its edge."""
    if first == last:
        return "none"
    if number < first:
        return f"before{_step(first - number)}"
    if number >= last:
        return f"after{_step(number - last + 1)}"
    return f"in{_step(min(number - first + 1, last - number))}"


def _near(shapes: Sequence[Shape], steps: Sequence[int], number: int) -> str:
    if not 0 <= number < len(shapes):
        return "edge"
    return "p" if shapes[number].prose else f"{min(steps[number], 5)}{'.' if shapes[number].stop else ''}"


def _of_words(line: str, shape: Shape, where: str) -> list[str]:
    head = line if len(line) <= 160 else line[:160]
    found: list[str] = []
    words = WORD.findall(head)[:MOST_WORDS] if shape.words <= 40 else []
    letters = [word for word in words if word[0].isalpha()]
    if letters and shape.words <= 40:
        capitals = sum(word[0].isupper() for word in letters)
        cased = "U" if head.isupper() else "T" if capitals == len(letters) else "S" if capitals == 1 else "m"
        if not letters[0][0].isupper():
            cased = "l"
        found += (f"case={cased}{min(len(letters), 4)}", f"{where} case={cased}{min(len(letters), 4)}")
    if not letters:
        found.append("no letter")
    if AGO.search(head):
        found.append("ago")
    if YEAR.search(head):
        found += ("year", f"year {min(_step(shape.words), 5)}")
    if CLOCK.search(head):
        found.append("clock")
    if not head[0].isalnum():
        found.append("opens with a sign")
    if line[-1] == ":":
        found.append("colon")
    if shape.words <= 40:
        short = min(_step(shape.words), 5)
        low = [word.lower() for word in words]
        found += (f"w={word}" for word in dict.fromkeys(low))
        if low:
            found += (f"first={low[0]}", f"first={low[0]} {short}")
    return found


def score_lines(lines: Sequence[str], weights: Weights) -> list[tuple[int, str]]:
    """For each line what speaks for setting it aside (thousandths of log odds), and the likeliest kind if it is."""
    scores, kinds = [], []
    for features in find_features(lines):
        sums = list(weights.bias)
        for feature in features:
            own = weights.of.get(feature)
            if own is not None:
                sums = list(map(add, sums, own))
        told, *aside = sums
        most = max(aside)
        scores.append(max(-MOST_ODDS, min(MOST_ODDS, most - told)))
        kinds.append(weights.kinds[aside.index(most) + 1])
    return list(zip(_smooth(scores), kinds, strict=True))


def _smooth(scores: Sequence[int]) -> list[int]:
    """Each score with twice the mean of those around it: what stands among menus is of the menus."""
    sums = [0, *accumulate(scores)]
    found = []
    for number, score in enumerate(scores):
        low, high = max(0, number - AROUND), min(len(scores), number + AROUND + 1)
        others = sums[high] - sums[low] - score
        found.append(score + AROUND_WEIGHT * others // max(1, high - low - 1))
    return found


def is_whole_page(lengths: Sequence[int]) -> bool:
    """Whether a text may be a whole page, by the characters of its lines: articles have few very short ones."""
    short = sum(length <= SHORT_LINE for length in lengths)
    return short >= LEAST_SHORT and 4 * short >= len(lengths)


def find_page_lines(lines: Sequence[str], language: str, rules: Rules) -> dict[int, str]:
    """The kinds of the lines that are the page's own, by number; none where the text is no whole page.

    A text that begins with its article, and has no buttons or notices either, is an article with a list of its own.
    """
    if not is_whole_page([len(line) for line in lines]):
        return {}
    scored = score_lines(lines, weights_of(language))
    found = {number: kind for number, (score, kind) in enumerate(scored) if score >= ENOUGH}
    topped = any(number in found for number in range(TOP_LINES))
    return found if topped or sum(_is_known(lines[number], rules) for number in found) >= LEAST_KNOWN else {}


def _is_known(line: str, rules: Rules) -> bool:
    """Whether a line is a button, a label or a notice by its words alone."""
    if len(line) > LONGEST_KNOWN:
        return False
    return (
        whole_line(line, rules) is not None
        or is_heading(line, rules)
        or rules.page_legal.search(plain(line)) is not None
    )
