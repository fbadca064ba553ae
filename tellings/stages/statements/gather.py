"""Gathering: quoted stretches of a story in, groups of those that belong to one statement out."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations, pairwise

from tellings.language import load
from tellings.model import Article, Attribution, Mark, Quotation, Voice
from tellings.text.spelling import expand, function_forms, normal_form, plain
from tellings.text.words import Span, find_words

# Consecutive words by which quotations are found to share anything at all.
GRAM = 3
# A quotation of fewer words is a fragment: it joins a statement and never ties two together.
FRAGMENT = 12
# A quotation of fewer words may be a phrase that several people use.
PHRASE = 6
# A quotation of fewer words is a scrap: it supports no wording where others have more.
SCRAP = 4
# Characters around a quotation in which its attribution is looked for.
AROUND = 160


@dataclass(frozen=True)
class Piece:
    """A stretch of quoted words."""

    article_id: str
    quotation_id: str
    start: int
    end: int
    voice_id: str
    forms: tuple[str, ...] = field(repr=False)
    name: frozenset[str] = frozenset()  # words of the voice's name; none of a source that is not named
    sure: bool = True  # the text settles whose words they are
    form: str = "marks"  # as in Quotation
    named: bool = True  # its source is not told by a pronoun alone

    @property
    def order(self) -> tuple[str, int, int]:
        """Sorting key: place of the piece."""
        return self.article_id, self.start, self.end


@dataclass
class Group:
    """Pieces of one statement, with what the texts leave open about that."""

    pieces: list[Piece]
    open: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Heard:
    """Whose words a quotation is, as far as that is known."""

    voice_id: str = ""
    name: frozenset[str] = frozenset()
    sure: bool = False
    named: bool = True


def heard(attributions: Iterable[Attribution], voices: Iterable[Voice], sure: int) -> dict[str, Heard]:
    """Voice of each quotation, "" where it is left open.

    Args:
        attributions: which voice each quotation has.
        voices: a source without a name may be one that has a name elsewhere.
        sure: per cent of confidence from which a named voice is taken as settled.
    """
    functions = function_forms()
    names = {
        v.voice_id: frozenset(word for word in v.name.casefold().split() if word not in functions)
        for v in voices
        if v.kind != "unnamed"
    }
    return {
        a.quotation_id: Heard(
            a.voice_id,
            names.get(a.voice_id, frozenset()),
            a.confidence >= sure or a.voice_id not in names,
            not a.reason.startswith("pronoun"),
        )
        for a in attributions
    }


def cut_pieces(
    articles: Mapping[str, Article], quotations: Iterable[Quotation], marks: Iterable[Mark], voices: Mapping[str, Heard]
) -> list[Piece]:
    """The stretches of direct speech in quotations: of what stands in marks, only what the marks enclose.

    No two pieces overlap, so that no word counts twice: what several quotations claim is the longest's. Words that
    "she reportedly wrote" stand in marks all the same.
    """
    marked: dict[str, list[Span]] = defaultdict(list)
    for mark in marks:
        if mark.depth == 0:
            marked[mark.article_id].append((mark.content_start, mark.content_end))
    claimed = [
        (start, end, quotation)
        for quotation in quotations
        if quotation.article_id in articles and quotation.kind != "indirect"
        for start, end in _spoken(quotation, marked[quotation.article_id])
    ]
    pieces: list[Piece] = []
    for start, end, quotation in _apart(claimed, voices):
        text = articles[quotation.article_id].text
        forms = tuple(form for a, b in find_words(text, start, end) for form in _forms(text[a:b]))
        if forms:
            voice = voices.get(quotation.quotation_id, Heard())
            pieces.append(
                Piece(
                    quotation.article_id, quotation.quotation_id, start, end, voice.voice_id, forms,
                    voice.name, voice.sure, quotation.form, voice.named,
                )
            )  # fmt: skip
    return sorted(pieces, key=lambda piece: piece.order)


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, ...]:
    """Normal forms of a word, of a short form those of its words."""
    return tuple(normal_form(form) for form in expand(word))


def _apart(
    claimed: Sequence[tuple[int, int, Quotation]], voices: Mapping[str, Heard]
) -> Iterator[tuple[int, int, Quotation]]:
    """Spans cut to what no longer span of their article has; of the same span, the one whose voice is known."""

    def rank(claim: tuple[int, int, Quotation]) -> tuple[object, ...]:
        start, end, quotation = claim
        voice = voices.get(quotation.quotation_id, Heard())
        return quotation.article_id, start - end, start, not voice.sure, not voice.voice_id, quotation.quotation_id

    whose = {q.quotation_id: voices.get(q.quotation_id, Heard()).voice_id for _, _, q in claimed}
    taken: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for start, end, quotation in sorted(claimed, key=rank):
        voice = whose[quotation.quotation_id]
        other = voice if quotation.within in whose and voice != whose[quotation.within] else ""
        held = taken[quotation.article_id, other]  # what a speaker quotes of another voice is that one's too
        at = bisect_right(held, (start, end))
        low = max(start, held[at - 1][1]) if at else start
        high = min(end, held[at][0]) if at < len(held) else end
        if low < high:
            held.insert(at, (low, high))
            yield low, high, quotation


def _spoken(quotation: Quotation, marked: Sequence[Span]) -> Iterator[Span]:
    """What of a quotation is the speaker's own words."""
    for low, high in quotation.segments:
        within = [(max(start, low), min(end, high)) for start, end in marked if start < high and end > low]
        if within and quotation.form in ("marks", "prose"):
            yield from within
        elif quotation.kind == "direct":
            yield low, high


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
        return found.covered * 2 >= found.shorter or found.run >= 7
    if not _are_two_voices(one, other):
        return found.covered >= 5 and (found.covered * 10 >= found.shorter * 6 or found.run >= 8)
    return found.covered >= 6 and found.covered * 10 >= found.longer * 6


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
        for gram in {piece.forms[n : n + GRAM] for n in range(len(piece.forms) - GRAM + 1)}:
            if any(form not in functions for form in gram):
                holders[gram].append(number)
    pairs = {pair for held in holders.values() if len(held) <= 200 for pair in combinations(held, 2)}
    pairs.update(_short_candidates(pieces))
    return sorted(pairs)


def _short_candidates(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    functions = function_forms()
    by_word: dict[str, list[int]] = defaultdict(list)
    short = [n for n, piece in enumerate(pieces) if len(piece.forms) < GRAM]
    wanted = {form for n in short for form in pieces[n].forms if form not in functions}
    for number, piece in enumerate(pieces):
        for form in wanted.intersection(piece.forms):
            by_word[form].append(number)
    for number in short:
        for form in pieces[number].forms:
            for other in by_word.get(form, ())[:200]:
                if other != number and pieces[other].voice_id == pieces[number].voice_id != "":
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


@cache
def _cues(key: str) -> re.Pattern[str]:
    words = sorted(load("occasions")[key], key=lambda word: (-len(word), word))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+|[\n\r\u2028\u2029]+")


def attribution_text(text: str, start: int, end: int, low: int, high: int) -> str:
    """The words of the sentence around a quotation that are not quoted: before it, or after it where none is before.

    `low` and `high` bound the search: the end of the quotation before, the start of the one after.

    >>> text = "It rained. Lee added: “Go now,” and left. “Stay.”"
    >>> attribution_text(text, 23, 30, 0, len(text))
    'Lee added: “'
    """
    before = text[max(low, start - AROUND) : start]
    before = SENTENCE_END.split(before)[-1]
    if any(letter.isalpha() for letter in before):
        return before
    return SENTENCE_END.split(text[end : min(high, end + AROUND)].lstrip(",.!?…"))[0]


@dataclass(frozen=True)
class Occasion:
    """What is told of when and where a quotation was said."""

    day: str = ""
    channel: str = ""

    def differs(self, other: "Occasion") -> bool:
        """Whether an article that tells both of two quotations tells two occasions."""
        return bool(
            (self.day and other.day and self.day != other.day)
            or (self.channel and other.channel and self.channel != other.channel)
        )


@dataclass
class Tie:
    """What the articles tell about two groups being of one occasion."""

    score: int = 0
    continued: list[tuple[str, str]] = field(default_factory=list)  # article and the cue found there
    also: list[tuple[str, str]] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def _ties(
    pieces: Sequence[Piece],
    sets: Sets,
    articles: Mapping[str, Article],
    origin: Mapping[str, str],
    occasions: Mapping[str, Occasion],
) -> dict[tuple[int, int], Tie]:
    """Ties between groups of one voice that stand next to each other in an article; a copy tells nothing new."""
    by_article: dict[str, list[int]] = defaultdict(list)
    members: dict[int, list[Piece]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        by_article[piece.article_id].append(number)
        members[sets.find(number)].append(piece)
    voice = {root: voice_of(found, origin)[0] for root, found in members.items()}
    ties: dict[tuple[int, int], Tie] = defaultdict(Tie)
    for article_id in sorted(by_article):
        if origin.get(article_id, article_id) != article_id and origin[article_id] in by_article:
            continue
        text = articles[article_id].text
        for before, after in [*pairwise(by_article[article_id]), *_turns(pieces, by_article[article_id])]:
            one, two = sets.find(before), sets.find(after)
            if one != two and _may_chain(pieces[before], pieces[after], voice[one], voice[two]):
                tie = ties[min(one, two), max(one, two)]
                _judge(tie, text, pieces[before], pieces[after], occasions)
    return ties


def _may_chain(before: Piece, after: Piece, one: str, two: str) -> bool:
    """Whether two pieces that share no words can be of one statement, given the voices of their groups.

    Two segments of one quotation always can. Else both must be said to be of one voice, and that be settled.
    """
    if before.quotation_id == after.quotation_id:
        return True
    ours = all(piece.voice_id in ("", one) and (piece.sure or not piece.voice_id) for piece in (before, after))
    return bool(one) and one == two and ours


def _turns(pieces: Sequence[Piece], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Turns of one voice in a transcript that follow one another with turns of others between."""
    last: dict[str, int] = {}
    for place, number in enumerate(numbers):
        piece = pieces[number]
        if piece.form == "turn" and piece.voice_id:
            if piece.voice_id in last and last[piece.voice_id] != numbers[place - 1]:
                yield last[piece.voice_id], number
            last[piece.voice_id] = number


def _judge(tie: Tie, text: str, before: Piece, after: Piece, occasions: Mapping[str, Occasion]) -> None:
    """Add what one article tells of two of its quotations that follow each other."""
    if before.quotation_id == after.quotation_id or before.form == after.form == "turn":
        tie.score += 3
        return
    around = attribution_text(text, after.start, after.end, before.end, len(text))
    one, two = occasions.get(before.quotation_id, Occasion()), occasions.get(after.quotation_id, Occasion())
    if one.differs(two) or _cues("other").search(around):
        tie.other.append(after.article_id)
    elif also := _cues("also").search(around):
        tie.also.append((after.article_id, also.group()))
    elif continues := _cues("continues").search(around):
        tie.continued.append((after.article_id, continues.group()))
        tie.score += 2
    elif "\n" not in text[before.end : after.start] and after.start - before.end <= AROUND:
        tie.score += 2
    elif after.start - before.end <= 4 * AROUND and not _is_led_in(text, before, after):
        tie.score += 1


def _is_led_in(text: str, before: Piece, after: Piece) -> bool:
    """Whether a paragraph first tells of somebody, not by the speaker's name, and then quotes "her"."""
    paragraph = text[before.end : after.start].rpartition("\n")
    lead = SENTENCE_END.split(paragraph[2].rstrip("“\"‘'"))
    words = {plain(lead[0][a:b]) for a, b in find_words(lead[0])}
    return bool(paragraph[1]) and len(lead) > 1 and not after.named and not after.name & words


def _chain(sets: Sets, ties: dict[tuple[int, int], Tie], enough: int) -> list[tuple[int, int, Tie]]:
    """Join groups that the articles tie, strongest tie first; gives back the ties that were not followed."""
    while True:
        merged: dict[tuple[int, int], Tie] = {}
        for (one, two), tie in sorted(ties.items()):
            pair = (min(sets.find(one), sets.find(two)), max(sets.find(one), sets.find(two)))
            if pair[0] == pair[1]:
                continue
            sum_ = merged.setdefault(pair, Tie())
            sum_.score += tie.score
            sum_.continued += tie.continued
            sum_.also += tie.also
            sum_.other += tie.other
        able = [(-tie.score, pair) for pair, tie in merged.items() if tie.score >= enough and not tie.other]
        if not able:
            return [(one, two, tie) for (one, two), tie in sorted(merged.items())]
        sets.join(*min(able)[1])


def gather(
    pieces: Sequence[Piece],
    articles: Mapping[str, Article],
    origin: Mapping[str, str],
    names: Mapping[str, str],
    occasions: Mapping[str, Occasion],
    enough: int = 1,
) -> list[Group]:
    """Groups of pieces that are one statement each.

    Args:
        pieces: sorted by place.
        articles: by id.
        origin: of each article that copies another, the one it copies.
        names: how articles are named in notes (sigla).
        occasions: by quotation, when and where it was said, as far as told.
        enough: score of ties from which groups of one voice are one statement.
    """
    sets, doubtful = link(pieces)
    ties = _ties(pieces, sets, articles, origin, occasions)
    before = {pair: tie for pair, tie in ties.items() if tie.also}
    loose = _chain(sets, ties, enough)
    for number, roots in sorted(doubtful.items()):
        if len({sets.find(root) for root in roots}) == 1:
            sets.join(number, roots[0])
    members: dict[int, list[Piece]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        members[sets.find(number)].append(piece)
    groups = {root: Group(found) for root, found in members.items()}
    _note(groups, sets, before, loose, names)
    for number, roots in sorted(doubtful.items()):
        if len({sets.find(root) for root in roots}) > 1:
            groups[sets.find(number)].open.append("its words fit several statements")
    return list(groups.values())


def _note(
    groups: dict[int, Group],
    sets: Sets,
    also: dict[tuple[int, int], Tie],
    loose: list[tuple[int, int, Tie]],
    names: Mapping[str, str],
) -> None:
    """Write down what the articles leave open about the occasion."""

    def told(cues: list[tuple[str, str]]) -> str:
        held: dict[str, set[str]] = defaultdict(set)
        for article, cue in cues:
            held[cue.casefold()].add(names.get(article, article))
        return ", ".join(f"“{cue}” in {', '.join(sorted(held[cue]))}" for cue in sorted(held))

    for (one, two), tie in sorted(also.items()):
        if sets.find(one) == sets.find(two):
            note = f"one occasion or two: {told(tie.also)}"
            note += f", {told(tie.continued)}" if tie.continued else ""
            groups[sets.find(one)].open.append(note)
    for one, two, tie in loose:
        if tie.continued or (tie.also and tie.score > -2):
            for root in {sets.find(one), sets.find(two)}:
                note = "may be one occasion with another statement of this speaker"
                note += f": {told(tie.also)}" if tie.also else ""
                groups[root].open.append(note)


def voice_of(pieces: Sequence[Piece], origin: Mapping[str, str]) -> tuple[str, list[str]]:
    """The voice most articles give, "" where none does, and the other voices that are given."""
    held: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        if piece.voice_id:
            held[piece.voice_id].add(origin.get(piece.article_id, piece.article_id))
    ranked = sorted(held, key=lambda voice: (-len(held[voice]), -_words(pieces, voice), voice))
    return (ranked[0], ranked[1:]) if ranked else ("", [])


def _words(pieces: Sequence[Piece], voice: str) -> int:
    return sum(len(piece.forms) for piece in pieces if piece.voice_id == voice)


def layers(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one article as texts that do not repeat themselves: a post and its quotation apart are two.

    The pieces of one quotation are one text. A scrap of a word or two is a text of its own: beside others nothing would
    tell where it belongs.
    """
    quoted: dict[str, list[Piece]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda p: p.order):
        if len(piece.forms) >= SCRAP:
            quoted[piece.quotation_id].append(piece)
    scraps = [[piece] for piece in sorted(pieces, key=lambda p: p.order) if len(piece.forms) < SCRAP]
    found: list[list[Piece]] = []
    for unit in sorted(quoted.values(), key=lambda unit: (-max(p.end - p.start for p in unit), unit[0].order)):
        for layer in found:
            if not any(_repeats(piece, other) for piece in unit for other in layer):
                layer.extend(unit)
                break
        else:
            found.append(list(unit))
    return [sorted(layer, key=lambda p: p.order) for layer in found] + scraps


def _repeats(piece: Piece, other: Piece) -> bool:
    if piece.start < other.end and other.start < piece.end:
        return True
    shared = overlap(piece, other)
    return shared.covered * 2 >= shared.shorter and (shared.covered >= GRAM or shared.shorter < GRAM)
