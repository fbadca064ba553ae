"""The rules of a language: patterns over classes of tokens in, matches out."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tellings.language import load
from tellings.text.dates.tokens import Lexicon, lexicon


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of a rule."""

    name: str
    make: str  # function of `makers` that computes the value
    pattern: re.Pattern[str]
    first: frozenset[str]  # classes it can begin with
    loose: str  # classes it never ends with: a comma or stop that an optional year did not follow


def _classes(item: str, known: Lexicon, sets: dict[str, list[str]]) -> str:
    """Characters of the classes that an item "a|b" allows."""
    names = [name for part in item.split("|") for name in sets.get(part, [part])]
    return "".join(known.code[name] for name in names)


def _compile(pattern: str, known: Lexicon, sets: dict[str, list[str]]) -> tuple[re.Pattern[str], frozenset[str]]:
    """A pattern over classes as a regular expression, and the classes it can begin with."""
    made, first, open_ = [], set[str](), True
    for item in pattern.split():
        chars = _classes(item.rstrip("?"), known, sets)
        made.append(f"[{chars}]{'?' if item.endswith('?') else ''}")
        if open_:
            first |= set(chars)
            open_ = item.endswith("?")
    return re.compile("".join(made)), frozenset(first)


@cache
def rules(language: str = "en") -> dict[str, tuple[Rule, ...]]:
    """The rules that can begin with a class, by that class."""
    data: dict[str, Any] = load("dates", language)
    known = lexicon(language)
    loose = known.code["comma"] + known.code["dot"]
    listed = []
    for entry in data["rules"]:
        for pattern in entry["patterns"]:
            compiled, first = _compile(pattern, known, data["sets"])
            listed.append(Rule(entry["name"], entry["make"], compiled, first, loose))
    begun = {char: tuple(rule for rule in listed if char in rule.first) for char in known.names}
    return {char: some for char, some in begun.items() if some}


def matches(classes: str, at: int, by_first: dict[str, tuple[Rule, ...]]) -> list[tuple[int, Rule]]:
    """The rules that match at a place with the end of each, longest first."""
    found = []
    for rule in by_first.get(classes[at], ()):
        match = rule.pattern.match(classes, at)
        if match is not None:
            end = match.end()
            while classes[end - 1] in rule.loose:
                end -= 1
            found.append((end, rule))
    return sorted(found, key=lambda pair: -pair[0]) if len(found) > 1 else found
