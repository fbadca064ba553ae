"""copies: Pair, Article, Block, Mark -> Copy. Of two articles: what they share, of which kind, and who had it first."""

import hashlib
from collections.abc import Sequence

import numpy as np

from tellings.model import Article, Block, Copy, Mark, Pair
from tellings.stage import Stage
from tellings.stages.copies.direction import CONTAINS, UNDETERMINED, WITHIN, find_direction
from tellings.stages.copies.passages import Shared, classify, find_set_off, type_passage
from tellings.stages.copies.settings import CopySettings
from tellings.stages.copies.side import Mask, Side, prepare, set_apart
from tellings.text.reuse import Passage, find_reuse

COMMON = "common source"
COPIED = frozenset({"exact", "near", "excerpt"})


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


def name_pair(first_id: str, second_id: str) -> str:
    """The id of a pair, the lesser article_id first: as in the SELECT of `pairs`, where both engines have MD5."""
    return hashlib.md5((first_id + second_id).encode(), usedforsecurity=False).hexdigest()


def judge_sides(one: Side, two: Side, settings: CopySettings) -> str:
    """The kind of a pair alone; "" where nothing is shared."""
    passages = find_reuse(one.told.words.hashes, two.told.words.hashes, settings.reuse)
    shared = [each for passage in passages for each in classify(one, two, passage, settings)]
    return _kind(one, two, passages, shared, settings)[0] if shared else ""


def compare_sides(one: Side, two: Side, settings: CopySettings) -> list[Copy]:
    """The rows of a pair whose articles are prepared."""
    if one.article.article_id > two.article.article_id:
        one, two = two, one
    first, second = one.article, two.article
    passages = find_reuse(one.told.words.hashes, two.told.words.hashes, settings.reuse)
    shared = [each for passage in passages for each in classify(one, two, passage, settings)]
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
    set_off = find_set_off(one, two, shared) if kind == "excerpt" else frozenset()
    rows = []
    for number, each in enumerate(shared):
        passage, own_origin = type_passage(one, two, each, kind, set_off=number in set_off)
        start, end = one.told.span(each.passage.start, each.passage.end)
        other_start, other_end = two.told.span(each.passage.other_start, each.passage.other_end)
        rows.append(
            Copy(
                pair_id, first.article_id, start, end, second.article_id, other_start, other_end, kind, passage,
                own_origin or (origin if each.prose else ""), each.passage.shared, each.prose, share, other_share,
                direction, tuple(reasons),
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
    version=3,
    reads=(Pair, Article, Block, Mark),
    writes=(Copy,),
    by="pair_id",
    via=Pair,
    run=run,
    settings=CopySettings(),
)
