"""Rules by the words that a line or sentence begins with: a language's data in, the kind of a unit of text out."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.language import DEFAULT, languages, load

CLOSERS = ":,;|.!?"
FIRST_WORD = re.compile(r"[^\s]+")
# No phrase of the data is longer.
LOOKED_AT = 90
FINAL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
# What may stand before the first word of a line.
BULLETS = "-–—•*·>» \u00a0\u200b\u2060\ufeff"
# 45 words of eight letters and their spaces.
LONGEST_HOLDING = 400
# Kinds whose lines address the reader, and so never report what somebody said.
GUARDED = frozenset({"promo", "ui", "legal"})
HARD_STOP = re.compile(r"[.;,:][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Told:
    """A kind and what it was told from."""

    kind: str
    reason: str


NO_WORD = Told("ui", "no letter or digit")


@dataclass(frozen=True, slots=True)
class Rule:
    """One [[begins]] entry of the data."""

    told: Told
    rest: re.Pattern[str] | None
    words: int
    stop: str
    alone: bool
    tail: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """One [[holds]] entry of the data."""

    told: Told
    word: str
    also: re.Pattern[str]
    words: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known of a language, ready for use."""

    by_first_word: dict[str, tuple[tuple[str, Rule], ...]]
    holds: tuple[Holding, ...]
    prose: re.Pattern[str]
    inline: re.Pattern[str] | None
    abbreviations: frozenset[str]
    whole: dict[str, Told]
    headings: frozenset[str]
    openers: tuple[str, ...]
    agencies: frozenset[str]
    platforms: frozenset[str]
    cities: frozenset[str]
    byline: re.Pattern[str]
    byline_words: frozenset[str]
    ago: re.Pattern[str]
    not_places: frozenset[str]
    labels: frozenset[str]
    roles: frozenset[str]
    is_writer: re.Pattern[str]
    page_words: int
    page_legal: re.Pattern[str]
    page_promo: re.Pattern[str]


def plain(text: str) -> str:
    """Text as the rules compare it: without case and soft hyphens, typographic apostrophes as '.

    >>> plain("Don’t miss")
    "don't miss"
    """
    return text.lower().replace("’", "'").replace("\u00ad", "")


def language_of(article_language: str) -> str:
    """The language whose rules apply: the article's if there is data for it."""
    return article_language if article_language in _known() else DEFAULT


@cache
def _known() -> frozenset[str]:
    return frozenset(languages())


@cache
def rules_of(language: str) -> Rules:
    """The rules of a language."""
    data, abbreviations = load("blocks", language), load("abbreviations", language)
    index: dict[str, list[tuple[str, Rule]]] = {}
    inline: list[str] = []
    for entry in data["begins"]:
        rule = _rule(entry)
        for phrase in entry["starts"]:
            index.setdefault(_first_word(phrase), []).append((phrase, rule))
        if entry.get("inline"):
            inline += entry["starts"]
    whole = {text: Told(kind, "known line") for kind, texts in data["whole"].items() for text in texts}
    return Rules(
        # Longer phrases first: what "subscribe now" says is more than what "subscribe" says.
        by_first_word={word: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for word, found in index.items()},
        holds=tuple(
            Holding(Told(entry["kind"], entry["name"]), entry["word"], re.compile(entry["also"]), entry["words"])
            for entry in data["holds"]
        ),
        prose=re.compile(data["prose"], re.IGNORECASE),
        inline=re.compile("|".join(re.escape(phrase.capitalize()) for phrase in inline)) if inline else None,
        abbreviations=frozenset(abbreviations["titles"]) | frozenset(abbreviations["inner"]),
        whole=whole,
        headings=frozenset(data["related"]["headings"]),
        openers=tuple(f"{opener} " for opener in data["related"]["openers"]),
        agencies=frozenset(data["credits"]["agencies"]),
        platforms=frozenset(data["credits"]["platforms"]),
        cities=frozenset(data["dateline"]["cities"]),
        byline=re.compile(data["head"]["byline"]),
        byline_words=frozenset(data["head"]["byline_words"]),
        ago=re.compile(data["head"]["ago"], re.IGNORECASE),
        not_places=frozenset(data["head"]["not_places"]),
        labels=frozenset(data["head"]["labels"]),
        roles=frozenset(data["head"]["roles"]),
        is_writer=re.compile(data["head"]["is_writer"]),
        page_words=data["page"]["words"],
        page_legal=re.compile(data["page"]["legal"]),
        page_promo=re.compile(data["page"]["promo"]),
    )


def _rule(entry: dict[str, Any]) -> Rule:
    rest = entry.get("rest", "")
    return Rule(
        told=Told(entry["kind"], entry["name"]),
        rest=re.compile(rest, re.IGNORECASE) if rest else None,
        words=entry.get("words", 40),
        stop=entry.get("stop", "any"),
        alone=entry.get("alone", False),
        tail=entry.get("place", "any") == "tail",
    )


def _first_word(phrase: str) -> str:
    found = FIRST_WORD.match(phrase)
    return found.group().rstrip(CLOSERS) if found else ""


def by_beginning(unit: str, rules: Rules, alone: bool, tail: bool) -> Told | None:
    """What a line (alone) or sentence is by its first words, or None."""
    unit = unit.lstrip(BULLETS)
    head = unit[:LOOKED_AT]
    words = head.split(None, 1)
    candidates = rules.by_first_word.get(plain(words[0]).rstrip(CLOSERS)) if words else None
    if not candidates:  # nearly always
        return None
    low = plain(head)
    for phrase, rule in candidates:
        if (alone or not rule.alone) and (tail or not rule.tail) and _begins(low, phrase) and _fits(unit, rule):
            return None if rule.told.kind in GUARDED and rules.prose.search(unit) else rule.told
    return None


def _begins(low: str, phrase: str) -> bool:
    if not low.startswith(phrase):
        return False
    return len(low) == len(phrase) or not (phrase[-1].isalnum() and low[len(phrase)].isalnum())


def _fits(unit: str, rule: Rule) -> bool:
    # Counting words costs most, and no rule allows more than 80: what is longer than any such line is out at once.
    if len(unit) > rule.words * 16 or len(unit.split()) > rule.words:
        return False
    if (
        rule.stop == "no"
        and FINAL_STOP.search(unit, max(0, len(unit) - 4))
        and not unit.endswith(("?", "!", "…", "..."))
    ):
        return False
    return rule.rest is None or rule.rest.search(plain(unit)) is not None


def by_holding(line: str, rules: Rules) -> Told | None:
    """What a line of moderate length is by words it holds anywhere, or None."""
    if len(line) > LONGEST_HOLDING:
        return None
    low = plain(line)
    for rule in rules.holds:
        if rule.word in low and rule.also.search(low) and len(low.split()) <= rule.words:
            return None if rule.told.kind in GUARDED and rules.prose.search(low) else rule.told
    return None


def whole_line(line: str, rules: Rules) -> Told | None:
    """What a short line is that is known by heart or holds no word, or None."""
    if len(line) <= 12 and not any(map(str.isalnum, line)):
        return NO_WORD
    return rules.whole.get(plain(line).strip(" .:»>›→|•·-–—!")) if len(line) <= 40 else None


def is_heading(line: str, rules: Rules) -> bool:
    """Whether a line is the heading of a list of other articles."""
    if len(line) > 60:
        return False
    low = plain(line).strip(" :.!»>›→|•·-–—")
    if low in rules.headings:
        return True
    return low.startswith(rules.openers) and len(low.split()) <= 6 and not FINAL_STOP.search(line)
