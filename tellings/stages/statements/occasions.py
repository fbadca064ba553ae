"""Occasions: linked pieces in, what the articles tell about two groups being of one occasion out."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from tellings.language import load
from tellings.model import Article
from tellings.stages.statements.link import Sets
from tellings.stages.statements.pieces import Piece
from tellings.text.spelling import plain
from tellings.text.words import find_words

# Characters around a quotation in which its attribution is looked for.
AROUND = 160


@cache
def _cues(key: str) -> re.Pattern[str]:
    words = sorted(load("occasions")[key], key=lambda word: (-len(word), word))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


@cache
def _spoken() -> frozenset[str]:
    return frozenset(["", *load("occasions")["spoken"]])


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
    past: bool = False  # dated well before the telling: no part of what it reports as new

    def goes_on(self, later: "Occasion") -> bool:
        """Whether a quotation that stands farther down may have been said on this occasion.

        Nothing new is told there of when or where, and one speaks on: a hearing has more than one answer, a post none.
        """
        if self.past or later.past or (later.day and later.day != self.day):
            return False
        return self.channel == later.channel if later.channel else self.channel in _spoken()

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


def find_ties(
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
        numbers = by_article[article_id]
        for before, after in [*pairwise(numbers), *_turns(pieces, numbers)]:
            one, two = sets.find(before), sets.find(after)
            if one == two or not _of_one_voice(pieces[before], pieces[after], voice[one], voice[two]):
                continue
            tie = ties[min(one, two), max(one, two)]
            if _may_chain(pieces[before], pieces[after], voice[one], voice[two]):
                _judge(tie, text, pieces[before], pieces[after], occasions)
            else:  # whose words they are is not sure enough to join them: what is told of it is still said
                told = Tie()
                _judge(told, text, pieces[before], pieces[after], occasions)
                tie.also += told.also
                tie.continued += told.continued
        for before, after in _returns(pieces, numbers):
            one, two = sets.find(before), sets.find(after)
            able = one != two and _may_chain(pieces[before], pieces[after], voice[one], voice[two])
            if able and _goes_on(text, pieces[before], pieces[after], occasions):
                ties[min(one, two), max(one, two)].score += 1
    return ties


def _of_one_voice(before: Piece, after: Piece, one: str, two: str) -> bool:
    """Whether two pieces are said, surely or not, to be of one voice, or are segments of one quotation."""
    if before.quotation_id == after.quotation_id:
        return True
    return bool(one) and one == two and all(piece.voice_id in ("", one) for piece in (before, after))


def _may_chain(before: Piece, after: Piece, one: str, two: str) -> bool:
    """Whether two pieces that share no words can be of one statement, given the voices of their groups.

    Two segments of one quotation always can. Else both must be said to be of one voice, and that be settled.
    """
    if before.quotation_id == after.quotation_id:
        return True
    settled = all(piece.sure or not piece.voice_id for piece in (before, after))
    return settled and _of_one_voice(before, after, one, two)


def _turns(pieces: Sequence[Piece], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Turns of one voice in a transcript that follow one another with turns of others between."""
    last: dict[str, int] = {}
    for place, number in enumerate(numbers):
        piece = pieces[number]
        if piece.form == "turn" and piece.voice_id:
            if piece.voice_id in last and last[piece.voice_id] != numbers[place - 1]:
                yield last[piece.voice_id], number
            last[piece.voice_id] = number


def _returns(pieces: Sequence[Piece], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Quotations of one voice that follow one another with words of others between."""
    last: dict[str, int] = {}
    for place, number in enumerate(numbers):
        voice = pieces[number].voice_id
        if voice and pieces[number].form != "turn":
            if voice in last and last[voice] != numbers[place - 1]:
                yield last[voice], number
            last[voice] = number


def _goes_on(text: str, before: Piece, after: Piece, occasions: Mapping[str, Occasion]) -> bool:
    """Whether a quotation far below another of its voice is told without a word of another occasion."""
    if "post" in (before.form, after.form):
        return False
    around = attribution_text(text, after.start, after.end, before.end, len(text))
    if _cues("other").search(around) or _cues("also").search(around):
        return False
    first = attribution_text(text, before.start, before.end, 0, after.start)
    one, two = occasions.get(before.quotation_id, Occasion()), occasions.get(after.quotation_id, Occasion())
    return one.goes_on(two) and bool(_cues("written").search(first)) == bool(_cues("written").search(around))


def _judge(tie: Tie, text: str, before: Piece, after: Piece, occasions: Mapping[str, Occasion]) -> None:
    """Add what one article tells of two of its quotations that follow each other."""
    if before.quotation_id == after.quotation_id or before.form == after.form == "turn":
        tie.score += 3
        return
    around = attribution_text(text, after.start, after.end, before.end, len(text))
    one, two = occasions.get(before.quotation_id, Occasion()), occasions.get(after.quotation_id, Occasion())
    two_posts = before.form == after.form == "post"  # each signed and dated by itself
    if two_posts or one.differs(two) or (two.past and not one.past) or _cues("other").search(around):
        tie.other.append(after.article_id)
    elif also := _cues("also").search(around) or _posts_again(text, before, around):
        tie.also.append((after.article_id, also.group()))
    elif continues := _cues("continues").search(around):
        tie.continued.append((after.article_id, continues.group()))
        tie.score += 2
    elif "\n" not in text[before.end : after.start] and after.start - before.end <= AROUND:
        tie.score += 2
    elif after.start - before.end <= 4 * AROUND:
        tie.score += not _is_led_in(text, before, after)
    elif _goes_on(text, before, after, occasions):
        tie.score += 1


def _posts_again(text: str, before: Piece, around: str) -> re.Match[str] | None:
    """The verb by which an article tells of posting once more: the same thread, or another post."""
    again = _cues("posting").search(around)
    told = again and _cues("posting").search(attribution_text(text, before.start, before.end, 0, len(text)))
    return again if told else None


def _is_led_in(text: str, before: Piece, after: Piece) -> bool:
    """Whether a paragraph first tells of somebody, not by the speaker's name, and then quotes "her"."""
    paragraph = text[before.end : after.start].rpartition("\n")
    lead = SENTENCE_END.split(paragraph[2].rstrip("“\"‘'"))
    words = {plain(lead[0][a:b]) for a, b in find_words(lead[0])}
    return bool(paragraph[1]) and len(lead) > 1 and not after.named and not after.name & words


def chain(sets: Sets, ties: dict[tuple[int, int], Tie], enough: int) -> list[tuple[int, int, Tie]]:
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


def voice_of(pieces: Sequence[Piece], origin: Mapping[str, str]) -> tuple[str, list[str]]:
    """The voice most articles give, "" where none does, and the other voices that are given.

    Of equals the one whose words stand first: ids of voices change with the story, places do not.
    """
    held: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        if piece.voice_id:
            held[piece.voice_id].add(origin.get(piece.article_id, piece.article_id))
    first = {voice: min(piece.order for piece in pieces if piece.voice_id == voice) for voice in held}
    ranked = sorted(held, key=lambda voice: (-len(held[voice]), -_words(pieces, voice), first[voice]))
    return (ranked[0], ranked[1:]) if ranked else ("", [])


def _words(pieces: Sequence[Piece], voice: str) -> int:
    return sum(len(piece.forms) for piece in pieces if piece.voice_id == voice)
