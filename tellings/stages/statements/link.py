"""Linking: pieces in, sets of those that share their words out, and the fragments that fit several sets."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import LCSseq

from tellings.stages.statements.pieces import Piece
from tellings.text.spelling import function_forms

# Consecutive words by which quotations are found to share anything at all.
GRAM = 3
# A quotation of fewer words is a fragment: it joins a statement and never ties two together.
FRAGMENT = 12
# Words that a misquotation may have more than what it misquotes.
WITHIN = 2
# Words of content in a fragment that is told to be of a statement though nobody settles whose words it is.
TELLING = 2
# A quotation of fewer words may be a phrase that several people use.
PHRASE = 6


@dataclass(frozen=True)
class Overlap:
    """What two pieces share, in words."""

    covered: int  # of the shorter piece
    run: int  # longest stretch without a break
    shorter: int
    longer: int


def overlap(one: Piece, other: Piece) -> Overlap:
    """Words that two pieces share, by their runs of three."""
    few, many = sorted((one.forms, other.forms), key=len)
    size = min(GRAM, len(few))
    grams = {many[n : n + size] for n in range(len(many) - size + 1)}
    covered = [False] * len(few)
    for n in range(len(few) - size + 1):
        if few[n : n + size] in grams:
            covered[n : n + size] = [True] * size
    run = max((len(word) for word in "".join("x" if c else " " for c in covered).split()), default=0)
    return Overlap(sum(covered), run, len(few), len(many))


def _fits(one: Piece, other: Piece) -> bool:
    """Whether two pieces share words as two reports of one statement do, given whose they are said to be."""
    found = overlap(one, other)
    if _is_one_voice(one, other):
        return found.covered * 2 >= found.shorter or found.run >= 7 or _is_misquoted(one, other)
    if not _are_two_voices(one, other):
        many_shared = found.covered >= 5 and (found.covered * 10 >= found.shorter * 6 or found.run >= 8)
        return many_shared or (found.run == found.shorter and _is_telling(one, other))
    return found.covered >= 6 and found.covered * 10 >= found.longer * 6


def _is_telling(one: Piece, other: Piece) -> bool:
    """Whether a few words that stand whole in a quotation of another article hardly do so by chance."""
    few = min((one, other), key=lambda piece: (len(piece.forms), piece.order))
    return one.article_id != other.article_id and len(set(few.forms) - function_forms()) >= TELLING


def _is_misquoted(one: Piece, other: Piece) -> bool:
    """Whether a short piece is another's words with a word or two changed, put in or left out ("Those are our bats").

    Two of three words must stand there in this order close to one another, with half of those that carry matter. An
    article that has both tells them apart.
    """
    few, many = sorted((one, other), key=lambda piece: (len(piece.forms), piece.order))
    if not (GRAM <= len(few.forms) < FRAGMENT) or one.article_id == other.article_id:
        return False
    width = len(few.forms) + WITHIN
    functions = function_forms()
    content = Counter(form for form in few.forms if form not in functions)
    best = 0
    for low in range(max(1, len(many.forms) - width + 1)):
        window = many.forms[low : low + width]
        if (content & Counter(window)).total() * 2 >= max(1, content.total()):
            best = max(best, LCSseq.similarity(few.forms, window))
    return best * 3 >= len(few.forms) * 2 and content.total() > 0


def _is_one_voice(one: Piece, other: Piece) -> bool:
    """Whether two pieces are of one voice, or of two of which one has a part of the other's name."""
    if one.voice_id and one.voice_id == other.voice_id:
        return True
    return bool(one.name and other.name) and (one.name <= other.name or other.name <= one.name)


def _are_two_voices(one: Piece, other: Piece) -> bool:
    """Whether the texts settle that two pieces are of two persons with names."""
    return bool(one.name and one.sure and other.name and other.sure) and not _is_one_voice(one, other)


def _candidates(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Pairs of pieces that share a run of three words, one of them with content; short pieces by their whole."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    functions = function_forms()
    for number, piece in enumerate(pieces):
        for gram in set(zip(piece.forms, piece.forms[1:], piece.forms[2:], strict=False)):
            if not functions.issuperset(gram):
                holders[gram].append(number)
    pairs = {pair for held in holders.values() if 1 < len(held) <= 200 for pair in combinations(held, 2)}
    pairs.update(_short_candidates(pieces))
    return sorted(pairs)


def _short_candidates(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Short pieces with those of their voice that share half of their words that carry matter."""
    functions = function_forms()
    by_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    short = [n for n, piece in enumerate(pieces) if len(piece.forms) < FRAGMENT and piece.voice_id]
    content = {n: {form for form in pieces[n].forms if form not in functions} for n in short}
    wanted = {(pieces[n].voice_id, form) for n in short for form in content[n]}
    for number, piece in enumerate(pieces):
        for form in {form for form in piece.forms if (piece.voice_id, form) in wanted}:
            by_word[piece.voice_id, form].append(number)
    for number in short:
        shared = Counter(n for form in content[number] for n in by_word[pieces[number].voice_id, form][:200])
        for other, count in shared.items():
            if other != number and count * 2 >= len(content[number]):
                yield min(number, other), max(number, other)


class Sets:
    """Disjoint sets of numbers; the smallest number stands for its set."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, number: int) -> int:
        """The number that stands for this one's set."""
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        low, high = sorted((self.find(one), self.find(other)))
        self.parent[high] = low


def link(pieces: Sequence[Piece]) -> tuple[Sets, dict[int, list[int]]]:
    """Sets of pieces that share their words, and the fragments that fit several sets."""
    sets = Sets(len(pieces))
    fitting: dict[int, list[int]] = defaultdict(list)
    for one, other in _candidates(pieces):
        if _fits(pieces[one], pieces[other]):
            if min(len(pieces[one].forms), len(pieces[other].forms)) >= FRAGMENT:
                sets.join(one, other)
            else:
                fitting[one].append(other)
                fitting[other].append(one)
    doubtful: dict[int, list[int]] = {}
    size = [len(piece.forms) for piece in pieces]
    ranked = sorted(
        range(len(pieces)), key=lambda n: (-size[n], pieces[n].forms, not pieces[n].voice_id, pieces[n].order)
    )
    rank = {number: place for place, number in enumerate(ranked)}
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(pieces)):
        members[sets.find(number)].append(number)

    def may_join(number: int, root: int) -> bool:
        """A recurring phrase alone makes no statement of two settled voices."""
        if size[number] >= PHRASE:
            return True
        others = [n for n in members[root] if _are_two_voices(pieces[number], pieces[n])]
        own = any(n in members[root] for n in fitting[number] if pieces[n].voice_id == pieces[number].voice_id)
        return own or not others or any(_fits(pieces[number], pieces[n]) for n in others)

    for number in ranked:
        if size[number] >= FRAGMENT:
            continue
        hosts = [n for n in fitting[number] if rank[n] < rank[number]]
        same = [n for n in hosts if pieces[n].voice_id == pieces[number].voice_id]
        roots = sorted({sets.find(n) for n in (same or hosts)})
        if len(roots) == 1 and may_join(number, roots[0]):
            sets.join(number, roots[0])
            members[sets.find(number)] = [*members[roots[0]], number]
        elif len(roots) > 1:
            doubtful[number] = roots
    return sets, doubtful
