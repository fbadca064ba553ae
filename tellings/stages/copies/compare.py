"""copies: Pair, Article, Block, Mark -> Copy. Of two articles: what they share, of which kind, and who had it first."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tellings.model import Article, Block, Copy, Mark, Pair
from tellings.stage import Settings, Stage
from tellings.stages.copies.credits import credit_beside, credited_agency, find_origin, outlet_names
from tellings.stages.copies.direction import CONTAINS, UNDETERMINED, WITHIN, find_direction
from tellings.stages.copies.told import Told, told_words
from tellings.text.reuse import Passage, ReuseSettings, find_reuse

Mask = NDArray[np.bool_]
COMMON = "common source"
COPIED = frozenset({"exact", "near", "excerpt"})


@dataclass(frozen=True)
class CopySettings(Settings):
    """What makes a copy."""

    near: int = 500  # per thousand of the shorter one's own prose: "most of it"
    whole: int = 850  # per thousand of all told words: the same transcript or table is a copy without own prose
    near_words: int = 30  # shared words of own prose: two stubs of one sentence are not copies
    prose: int = (
        12  # shared words of own prose that make a passage prose: fewer are "she told reporters on Monday that"
    )
    speech: int = 5  # words of a shared quotation: as many as a shingle has
    contained: int = 900  # per thousand of the shorter one's own prose: all of it but its chrome and last lines ...
    holds: int = 600  # ... and at most so much of the longer one's: it has more than an ending of its own
    shingle: int = 5  # words of a shingle whose first word Pair.common names
    fill: int = 12  # words between two shingles of a repeated line that belong to it too: one in four is sampled
    reuse: ReuseSettings = field(default_factory=ReuseSettings)


@dataclass(frozen=True)
class Side:
    """One of the two articles, as the comparison sees it."""

    article: Article
    told: Told
    common: Mask  # words of lines that many articles repeat

    @cached_property
    def origin(self) -> str:
        """The agency it credits; "" for none."""
        return find_origin(self.article)

    @cached_property
    def prose(self) -> Mask:
        """Words that are its own: neither another's speech nor chrome."""
        return ~(self.told.quoted | self.common)


def prepare(article: Article, blocks: Sequence[Block] = (), marks: Sequence[Mark] = ()) -> Side:
    """What is needed of an article to compare it with others."""
    told = told_words(article, blocks, marks)
    return Side(article, told, np.zeros(len(told.words), dtype=bool))


def set_apart(side: Side, common: Sequence[int] | None, settings: CopySettings) -> Side:
    """The side with the lines that many articles repeat told apart from its own prose."""
    if not common:
        return side
    mask = np.zeros(len(side.told.words), dtype=bool)
    begin, last = common[0], common[0]
    for position in common:
        begin = position if position - last > settings.fill else begin
        last = position
        mask[begin : last + settings.shingle] = True
    return Side(side.article, side.told, mask)


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage with what its words are."""

    passage: Passage
    kind: str  # prose | quotation | chrome
    prose: int = 0  # shared words of own prose


def _classify(one: Side, two: Side, passage: Passage, settings: CopySettings) -> Iterator[Shared]:
    """The passage as prose, or cut down to the quotations or chrome in it."""
    match = passage.match
    found = match >= 0
    # Words without a counterpart go with the last word that has one.
    there = np.maximum.accumulate(np.where(found, match, passage.other_start))
    here = np.arange(passage.start, passage.end)
    speech = one.told.quoted[here] | two.told.quoted[there]
    chrome = (one.common[here] | two.common[there]) & ~speech
    prose = int((found & ~speech & ~chrome).sum())
    if prose >= settings.prose:
        yield Shared(passage, "prose", prose)
        return
    for kind, mask in (("quotation", speech), ("chrome", chrome)):
        for start, end in _runs(mask):
            met = np.flatnonzero(found[start:end]) + start
            if len(met) >= settings.speech:
                low, high = int(match[met].min()), int(match[met].max()) + 1
                start_met, end_met = passage.start + int(met[0]), passage.start + int(met[-1]) + 1
                yield Shared(Passage(start_met, end_met, low, high, len(met), match[met[0] : met[-1] + 1]), kind)


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """Bounds of the runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _covered(one: Side, two: Side, passages: Sequence[Passage]) -> tuple[Mask, Mask]:
    """The words of both that lie in any of the passages."""
    masks = np.zeros(len(one.told.words), dtype=bool), np.zeros(len(two.told.words), dtype=bool)
    for passage in passages:
        masks[0][passage.start : passage.end] = True
        masks[1][passage.other_start : passage.other_end] = True
    return masks


def _kind(
    one: Side, two: Side, passages: list[Passage], shared: list[Shared], settings: CopySettings
) -> tuple[str, int, int, str]:
    """Kind of the pair, what each shares of its own prose per thousand, and why."""
    sizes = int(one.prose.sum()), int(two.prose.sum())
    prose = [each.passage for each in shared if each.prose]
    masks = _covered(one, two, prose)
    covered = int((masks[0] & one.prose).sum()), int((masks[1] & two.prose).sum())
    shares = tuple(1000 * c // max(1, n) for c, n in zip(covered, sizes, strict=True))
    words = sum(each.prose for each in shared)
    shorter = 0 if sizes[0] <= sizes[1] else 1
    own = [side.told.words.hashes[~side.common] for side in (one, two)]
    if len(own[0]) and np.array_equal(own[0], own[1]):
        return "exact", 1000, 1000, f"the same {len(own[0])} words"
    told = f"{covered[shorter]} of {sizes[shorter]} words of the shorter one's own prose are shared"
    if shares[shorter] >= settings.near and words >= settings.near_words:
        return "near", shares[0], shares[1], told
    whole = _whole(one, two, passages, shares if prose else (0, 0), settings)
    if whole:
        return "near", shares[0], shares[1], whole
    if prose:
        return "excerpt", shares[0], shares[1], told
    if any(s.kind == "quotation" for s in shared):
        return "shared quotation", 0, 0, "only words in quotation marks or posts are shared"
    return "chrome", 0, 0, "only lines that many articles repeat are shared"


def _whole(one: Side, two: Side, passages: list[Passage], shares: tuple[int, ...], settings: CopySettings) -> str:
    """Why two texts with little prose of their own are copies all the same; "" where they are not."""
    whole = [1000 * int(mask.sum()) // len(mask) for mask in _covered(one, two, passages)]
    if sum(p.shared for p in passages) < settings.near_words:
        return ""
    if min(whole) >= settings.whole:
        return f"{min(whole)} per thousand of all told words are shared, quotations too"
    if any(min(pair) >= settings.whole for pair in zip(whole, shares, strict=True)):
        return f"{max(whole)} per thousand of the told words of one are in the other, quotations too"
    return ""


def _origin(one: Side, two: Side) -> tuple[str, str]:
    """Whose text it is, if an agency is credited, and by which of the two."""
    left, right = one.origin, two.origin
    if left and left == right:
        return left, f"both credit {left}"
    if left and not right:
        return left, f"{left} credited by the first alone"
    if right and not left:
        return right, f"{right} credited by the second alone"
    return "", f"credits differ: {left}; {right}" if left else ""


def _direction(one: Side, two: Side, share: int, other_share: int, settings: CopySettings) -> tuple[str, str]:
    """Which of the two has it from the other, as far as the texts tell, and what that is told from."""
    if one.origin and one.origin == two.origin:  # each may have it from the agency
        return COMMON, f"the text is of {one.origin}, which is not one of the two"
    direction, told = find_direction(one.article, two.article)
    if direction == UNDETERMINED:
        for low, high, found in ((share, other_share, WITHIN), (other_share, share, CONTAINS)):
            if low >= settings.contained and high <= settings.holds:
                return found, f"{low} per thousand of its own prose, {high} of the longer one's; {told}"
    return direction, told


def _passage(one: Side, two: Side, shared: Shared, kind: str) -> tuple[str, str]:
    """What a passage is, and whose text, where the words beside it say so: a prose passage that is credited is an excerpt.

    In near copies the whole is taken over, whatever one sentence of it credits.
    """
    if not shared.prose:
        return shared.kind, ""
    starts = (
        one.told.span(shared.passage.start, shared.passage.end)[0],
        two.told.span(shared.passage.other_start, shared.passage.other_end)[0],
    )
    sides = ((one, starts[0], two), (two, starts[1], one))
    agencies = sorted({agency for side, start, _ in sides if (agency := credited_agency(side.article, start))})
    origin = agencies[0] if len(agencies) == 1 else ""
    named = any(
        side.article.outlet != other.article.outlet
        and credit_beside(side.article, start, outlet_names(other.article.outlet, other.article.url))
        for side, start, other in sides
    )
    return ("excerpt" if kind == "excerpt" and (named or origin) else shared.kind), origin


def name_pair(first_id: str, second_id: str) -> str:
    """The id of a pair, the lesser article_id first: as in the SELECT of `pairs`, where both engines have MD5."""
    return hashlib.md5((first_id + second_id).encode(), usedforsecurity=False).hexdigest()


def compare_sides(one: Side, two: Side, settings: CopySettings) -> list[Copy]:
    """The rows of a pair whose articles are prepared."""
    if one.article.article_id > two.article.article_id:
        one, two = two, one
    first, second = one.article, two.article
    passages = find_reuse(one.told.words.hashes, two.told.words.hashes, settings.reuse)
    shared = [each for passage in passages for each in _classify(one, two, passage, settings)]
    if not shared:
        return []
    kind, share, other_share, why = _kind(one, two, passages, shared, settings)
    origin, direction, reasons = "", UNDETERMINED, [why]
    if kind in COPIED:
        origin, credited = _origin(one, two)
        direction, told = _direction(one, two, share, other_share, settings)
        house = "both of the same outlet" if first.outlet and first.outlet == second.outlet else ""
        reasons += [reason for reason in (credited, house, told) if reason]
    pair_id = name_pair(first.article_id, second.article_id)
    rows = []
    for each in shared:
        passage, own_origin = _passage(one, two, each, kind)
        start, end = one.told.span(each.passage.start, each.passage.end)
        other_start, other_end = two.told.span(each.passage.other_start, each.passage.other_end)
        rows.append(
            Copy(
                pair_id, first.article_id, start, end, second.article_id, other_start, other_end, kind, passage,
                own_origin or (origin if each.prose else ""), each.passage.shared, each.prose, share, other_share, direction, tuple(reasons),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row.start, row.other_start, row.end))


def _sides(articles: Sequence[Article], blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Side]:
    return [
        prepare(
            article,
            [block for block in blocks if block.article_id == article.article_id],
            [mark for mark in marks if mark.article_id == article.article_id],
        )
        for article in articles
    ]


def compare_pair(
    a: Article,
    b: Article,
    blocks: Sequence[Block] = (),
    marks: Sequence[Mark] = (),
    settings: CopySettings | None = None,
) -> list[Copy]:
    """What two articles share: a row for each passage, with the verdict on the pair repeated.

    Args:
        a: one article.
        b: another; the order of the two does not matter.
        blocks: blocks of either; without them the whole text counts as told.
        marks: quotations and posts of either; without them everything counts as prose.
        settings: what makes a copy.

    >>> story = "The night ferry to Arholma ran aground off the east pier; all sixty people aboard were brought ashore."
    >>> [(copy.kind, copy.words) for copy in compare_pair(Article.from_text(story), Article.from_text(story + " "))]
    [('exact', 18)]
    """
    settings = settings or CopySettings()
    sides = _sides((a, b), blocks, marks)
    return compare_sides(sides[0], sides[1], settings)


def run(
    settings: CopySettings,
    pairs: Sequence[Pair],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    marks: Sequence[Mark],
) -> list[Copy]:
    """The stage's function: the rows of one pair."""
    common = {pair.article_id: pair.common for pair in pairs}
    sides = [set_apart(side, common.get(side.article.article_id), settings) for side in _sides(articles, blocks, marks)]
    return compare_sides(sides[0], sides[1], settings) if len(sides) == 2 else []


STAGE = Stage(
    name="copies",
    version=2,
    reads=(Pair, Article, Block, Mark),
    writes=(Copy,),
    by="pair_id",
    via=Pair,
    run=run,
    settings=CopySettings(),
)
