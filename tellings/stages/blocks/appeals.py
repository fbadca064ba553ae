"""Lines in which a publication speaks of itself to its reader: a line in, what it is out, weighed from several signs.

No single sign decides: "you" stands in columns, "subscribers" in business news. A line needs signs of different kinds
(the trade's own words, the reader addressed, an order to the reader, the outlet's name, how often it appears, an
address), must not report or quote, and must stand where such lines stand: below the last paragraph.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.language import load
from tellings.stages.blocks.rules import Rules, Told, plain

# Longer lines are paragraphs: 60 words of six letters and a space.
LONGEST = 420
MOST_WORDS = 60
# Signs that a line below the last paragraph needs, and one that stands between paragraphs.
ENOUGH = 4
ENOUGH_AMID = 6
QUOTED = re.compile(r"[“”\"«»„]")
ADDRESS = re.compile(r"(?<!\S)[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20})+|https?://|\bwww\.", re.IGNORECASE)
# A speaker of a transcript.
TURN = re.compile(r"[A-Z][A-Z.'’-]+ [A-Z .'’-]{2,40}: ")
# After a short word the stop may be that of "Mr." or "Ltd."
STOP = re.compile(r"(?<=\w{4})\.\s+")
# Shorter openings are names, labels and calls.
LEAST_PROSE_WORDS = 8
# "us" is the reader's and the writer's word, US is not.
COUNTRY = re.compile(r"\bU\.?S\.?(?=\W|$)")
SENTENCE = re.compile(r"[.!?:;–—-]\s+")
# What a database adds to an outlet's name.
SUFFIX = re.compile(r"\s*[(\[].*|\s+-\s.*")


@dataclass(frozen=True, slots=True)
class Signs:
    """The [appeal] table of the data, ready for use."""

    trade: re.Pattern[str]
    selling: re.Pattern[str]
    press: re.Pattern[str]
    near: re.Pattern[str]
    reader: re.Pattern[str]
    itself: re.Pattern[str]
    cadence: re.Pattern[str]
    price: re.Pattern[str]
    legal: re.Pattern[str]
    reports: re.Pattern[str]
    writer: re.Pattern[str]
    orders: frozenset[str]
    stems: tuple[str, ...]

    def stems_in(self, text: str) -> tuple[str, ...]:
        """Which of the stems a text holds; a line between paragraphs that holds none of them is no appeal."""
        low = plain(text)
        return tuple(stem for stem in self.stems if stem in low)


@cache
def signs_of(language: str) -> Signs:
    """The signs of a language."""
    data: dict[str, Any] = load("blocks", language)["appeal"]
    words = {name: re.compile(data[name]) for name in Signs.__dataclass_fields__ if name not in ("orders", "stems")}
    return Signs(orders=frozenset(data["orders"]), stems=tuple(data["stems"]), **words)


def find_appeal(
    line: str, rules: Rules, signs: Signs, outlet: str, tail: bool, stems: tuple[str, ...] | None = None
) -> Told | None:
    """What a line is in which the publication speaks of itself, or None.

    `stems`: those of `signs` that its text holds, where that is known; most texts hold few.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> lines = ("Join 900 readers: our newsletter, free, every Sunday.", "We gave our newsletter to her.")
    >>> [find_appeal(line, rules_of("en"), signs_of("en"), "", tail=True) is not None for line in lines]
    [True, False]
    """
    if len(line) > LONGEST or not (tail or _may_be_appeal(line, signs.stems if stems is None else stems)):
        return None
    if QUOTED.search(line) or TURN.match(line) or len(line.split()) > MOST_WORDS:
        return None
    low = plain(COUNTRY.sub(" ", line) if "U" in line else line)
    if not tail and not (signs.selling.search(low) or signs.trade.search(low)):
        return None  # most lines of an article
    if rules.prose.search(low) or signs.reports.search(low):
        return None
    seen = _see(low, signs, _own_name(outlet))
    if not seen.may_be(tail) or seen.score < (ENOUGH if tail else ENOUGH_AMID) or _opens_as_prose(low, signs, outlet):
        return None
    return LEGAL if signs.legal.search(low) else PROMO


def _may_be_appeal(line: str, stems: tuple[str, ...]) -> bool:
    low = plain(line)
    return any(stem in low for stem in stems)


@dataclass(frozen=True, slots=True)
class Seen:
    """The signs that a line shows."""

    trade: int  # different words of a publication's own
    ours: bool  # one of them is "our" and a word of the press: a columnist may say so too
    selling: int  # of anyone who sells
    press: int  # of the press
    near: int  # that go with them
    named: bool  # the outlet's own name
    itself: bool  # "this story", "this page"
    reader: bool
    first: bool  # begins with an order
    later: bool  # a later sentence does
    cadence: bool
    price: bool
    address: bool  # of mail or of a page
    writer: bool  # "I", "my": a columnist, unless the trade's words say otherwise

    @property
    def score(self) -> int:
        """What the signs weigh together."""
        heavy = min(self.trade + self.selling, 2) + self.named + self.first + self.address
        return (
            2 * heavy
            + min(self.press + self.near, 2)
            + self.itself
            + self.reader
            + self.later
            + self.cadence
            + self.price
        )

    def may_be(self, tail: bool) -> bool:
        """Whether the signs are of the kinds that such a line must have."""
        ordered = self.first or self.later
        spoken = self.reader or ordered
        own = self.named or self.itself
        if self.writer and self.trade + self.selling < 2:
            return False
        if self.ours and self.trade == 1 and not (ordered or own or self.selling or self.address or self.price):
            return False
        if self.trade:
            return spoken or (tail and (self.named or self.trade + self.selling > 1))
        if self.selling:
            return (own or self.press > 0) and (spoken or tail)
        press = self.press > 0 and (own or self.address or (self.first and self.cadence))
        return tail and spoken and (press or (own and self.near > 0))


def _see(low: str, signs: Signs, name: str) -> Seen:
    # "our stories" and "our readers" are one sign: a columnist may use both.
    trade = {"our" if word.startswith("our ") else word for word in signs.trade.findall(low)}
    rest = signs.selling.sub(" ", signs.trade.sub(" ", low))
    first, later = _orders(low, signs)
    return Seen(
        trade=len(trade),
        ours="our" in trade,
        selling=len(set(signs.selling.findall(low))),
        press=len(set(signs.press.findall(rest))),
        near=len(set(signs.near.findall(rest))),
        named=_names(low, name),
        itself=signs.itself.search(low) is not None,
        reader=signs.reader.search(low) is not None,
        first=first,
        later=later,
        cadence=signs.cadence.search(low) is not None,
        price=signs.price.search(low) is not None,
        address=ADDRESS.search(low) is not None,
        writer=signs.writer.search(low) is not None,
    )


def _names(low: str, name: str) -> bool:
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", low) is not None


def _opens_as_prose(low: str, signs: Signs, outlet: str) -> bool:
    """Whether the first of several sentences shows no sign at all: then the line is a paragraph that ends in one."""
    end = STOP.search(low)
    if end is None or len(low[: end.start()].split()) < LEAST_PROSE_WORDS:
        return False
    seen = _see(low[: end.start() + 1], signs, _own_name(outlet))
    return not (
        seen.trade
        or seen.selling
        or seen.press
        or seen.reader
        or seen.itself
        or seen.named
        or seen.first
        or seen.address
    )


PROMO = Told("promo", "the publication speaks to its reader")
LEGAL = Told("legal", "the publication speaks of its rights")


def _orders(low: str, signs: Signs) -> tuple[bool, bool]:
    """Whether the line, and whether a later sentence of it, begins with an order."""
    starts = [low, *(low[found.end() :] for found in SENTENCE.finditer(low))]
    told = [_first_word(start) in signs.orders for start in starts]
    return told[0], any(told[1:])


def _first_word(text: str) -> str:
    return next(iter(text[:40].split()), "").strip(".,:;!?")


def _own_name(outlet: str) -> str:
    """The outlet's name as its lines would have it; "" when it is too short to tell anything."""
    name = plain(SUFFIX.sub("", outlet)).removeprefix("the ").strip()
    return name if len(name) >= 4 else ""
