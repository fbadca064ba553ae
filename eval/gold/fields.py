"""Hand-written JSON read with care: in goes a value, out come typed values and a list of all that is wrong with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    place: str  # such as tellings.courier.quotations[3].cue
    message: str
    fatal: bool = True  # false: incomplete, not wrong


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a string of the annotation was found."""

    place: str
    article: str
    start: int
    end: int


@dataclass(slots=True)
class Problems:
    """All that is wrong with one annotation; reading goes on after each."""

    found: list[Problem] = field(default_factory=list)
    resolved: list["Resolved"] = field(default_factory=list)  # every span, in the order of reading

    def add(self, place: str, message: str, fatal: bool = True) -> None:
        """Note a problem."""
        self.found.append(Problem(place, message, fatal))


def nearest(value: str, allowed: tuple[str, ...]) -> str:
    """A hint at what was meant, as the end of a sentence.

    >>> nearest("channle", ("channel", "cue"))
    '; did you mean “channel”?'
    """
    best = process.extractOne(value, allowed, scorer=fuzz.ratio, score_cutoff=60)
    return f"; did you mean “{best[0]}”?" if best else f"; it may be: {', '.join(allowed)}"


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the annotation with its place."""

    value: Any
    place: str
    problems: Problems

    def wrong(self, message: str, fatal: bool = True) -> None:
        """Note a problem of this value."""
        self.problems.add(self.place, message, fatal)

    def _at(self, key: str | int) -> str:
        return f"{self.place}[{key}]" if isinstance(key, int) else f"{self.place}.{key}".lstrip(".")

    def members(self) -> dict[str, "Field"]:
        """The members of an object, in order."""
        if not isinstance(self.value, dict):
            self.wrong(f"an object {{…}} belongs here, not {json.dumps(self.value, ensure_ascii=False)[:60]}")
            return {}
        return {key: Field(value, self._at(key), self.problems) for key, value in self.value.items()}

    def record(self, allowed: tuple[str, ...], required: tuple[str, ...] = ()) -> dict[str, "Field"]:
        """The members of an object whose keys are known."""
        members = self.members()
        for key in members:
            if key not in allowed:
                self.wrong(f"unknown key “{key}”{nearest(key, allowed)}")
        for key in required:
            if key not in members:
                self.wrong(f"“{key}” is missing")
        return members

    def items(self) -> Iterator["Field"]:
        """The items of a list; a single value stands for a list of one."""
        listed = self.value if isinstance(self.value, list) else [self.value]
        for number, value in enumerate(listed):
            yield Field(value, self._at(number) if isinstance(self.value, list) else self.place, self.problems)

    def text(self, one_of: tuple[str, ...] = ()) -> str:
        """A string; null is ""."""
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            self.wrong(f"a string belongs here, not {json.dumps(self.value, ensure_ascii=False)[:60]}")
            return ""
        if one_of and self.value not in one_of:
            self.wrong(f"unknown value “{self.value}”{nearest(self.value, one_of)}")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.wrong("true or false belongs here")
        return self.value is True


def parse(content: str, problems: Problems) -> Field:
    """The whole of a JSON file; a key written twice in one object is a problem."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            problems.add("", f"the key “{key}” is written twice in one object: {', '.join(keys)[:80]}")
        return dict(pairs)

    try:
        return Field(json.loads(content, object_pairs_hook=unique), "", problems)
    except json.JSONDecodeError as error:
        line = content.splitlines()[error.lineno - 1] if content else ""
        problems.add(f"line {error.lineno}", f"not JSON: {error.msg}: {line.strip()[:80]}")
        return Field({}, "", problems)
