"""Corrections: in go what persons found wrong, out come settings of the stages that then know better.

    STORE/corrections.jsonl   one JSON object a line, only ever added to: the fields of `Correction`

A correction is anchored on characters of an article, (article_id, start, end), so it outlasts later runs, whatever
story or statement the words come to belong to. A person may write the file by hand. The last word on a place holds.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from tellings.errors import UsageError

KINDS = ("speaker", "date", "membership", "difference")
FILE = "corrections.jsonl"
# What a row says that a person corrected.
PERSON = "a person's correction"
# What may be said of a difference; "none": it is none.
JUDGED = ("none", "conflicting", "unclear", "compatible")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says is wrong, and what is right.

    Raises:
        UsageError: a field has an impossible value.
    """

    kind: str  # one of KINDS
    article_id: str  # where
    start: int  # the words it is about; start = end = 0 for the article as a whole
    end: int
    value: str  # speaker: the name, "" left open; date: YYYY-MM-DD; membership: apart; difference: one of JUDGED
    target: str = ""  # id of the statement, quotation or difference as it was then
    story_id: str = ""  # as it was then
    note: str = ""  # why
    by: str = ""  # who
    at: str = ""  # when it was written, ISO 8601

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UsageError(f"there is no correction of kind {self.kind!r}; kinds: {', '.join(KINDS)}")
        if not (isinstance(self.start, int) and isinstance(self.end, int) and 0 <= self.start <= self.end):
            raise UsageError(f"characters {self.start} to {self.end} are no place in a text; start comes before end")
        if self.kind == "date" and not _is_day(self.value):
            raise UsageError(f"{self.value!r} is no day; write it as YYYY-MM-DD")
        if self.kind == "difference" and self.value not in JUDGED:
            raise UsageError(f"{self.value!r} is no class of difference; classes: {', '.join(JUDGED)}")
        if self.kind == "membership" and self.value != "apart":
            raise UsageError(f"{self.value!r} cannot be done with a telling; write apart")


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(datetime.strptime(value, "%Y-%m-%d"))
    except ValueError:
        return False


def add_correction(folder: Path, correction: Correction) -> None:
    """Keep a correction in the file of a store."""
    with (folder / FILE).open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(asdict(correction)) + "\n")


def read_corrections(folder: Path) -> list[Correction]:
    """All corrections of a store in the order in which they were written; torn or wrong lines are left out."""
    path = folder / FILE
    names = {field.name for field in fields(Correction)}
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            held = json.loads(line)
            found.append(Correction(**{name: value for name, value in held.items() if name in names}))
        except (ValueError, TypeError, AttributeError, UsageError):
            continue
    return found


def as_settings(corrections: Iterable[Correction]) -> dict[str, dict[str, object]]:
    """Corrections as settings by stage, in a fixed order; the last word on a place holds.

    >>> as_settings([Correction("date", "a1", 0, 0, "2024-05-01"), Correction("date", "a1", 0, 0, "2024-05-02")])
    {'dates': {'dated': ['a1 2024-05-02']}, 'stories': {'dated': ['a1 2024-05-02']}}
    """
    last = {(c.kind, c.article_id, c.start, c.end, c.target * (c.kind == "difference")): c for c in corrections}
    listed: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for (kind, article_id, *_), found in sorted(last.items()):
        anchor = f"{article_id} {found.start} {found.end}"
        listed[kind].append(
            {
                "speaker": f"{anchor} {found.value}",
                "date": f"{article_id} {found.value}",
                "membership": article_id,
                "difference": f"{anchor} {found.value} {found.target}".rstrip(),
            }[kind]
        )
    made = {
        "dates": {"dated": listed["date"]},
        "stories": {"dated": listed["date"], "apart": listed["membership"]},
        "speakers": {"corrected": listed["speaker"]},
        "differences": {"judged": listed["difference"]},
    }
    some = {section: {name: values for name, values in entries.items() if values} for section, entries in made.items()}
    return {section: dict[str, object](entries) for section, entries in some.items() if entries}


@dataclass(frozen=True, slots=True)
class Anchored:
    """A correction as a stage gets it."""

    article_id: str
    start: int
    end: int
    value: str

    def meets(self, row: Any) -> bool:
        """Whether a row's words overlap the place."""
        return bool(row.article_id == self.article_id and row.start < self.end and self.start < row.end)


def anchored(lines: Iterable[str]) -> Iterator[Anchored]:
    """Settings that hold a place and a value, read back.

    >>> list(anchored(["a1 3 9 Ann Lee"]))
    [Anchored(article_id='a1', start=3, end=9, value='Ann Lee')]
    """
    for line in lines:
        article_id, start, end, value = (*line.split(" ", 3), "", "", "")[:4]
        if start.isdecimal() and end.isdecimal():
            yield Anchored(article_id, int(start), int(end), value)


def set_apart(groups: Iterable[list[str]], apart: Iterable[str]) -> list[list[str]]:
    """Groups of articles, those that a person set apart each by itself, behind the group it was in.

    >>> set_apart([["a", "b"], ["c"]], ["b", "c", "d"])
    [['a'], ['b'], ['c']]
    """
    alone = frozenset(apart)
    found: list[list[str]] = []
    for group in groups:
        found += [[article_id for article_id in group if article_id not in alone]]
        found += [[article_id] for article_id in group if article_id in alone]
    return [group for group in found if group]


def corrected_days(lines: Iterable[str]) -> dict[str, str]:
    """Settings that hold the day an article was published, by article."""
    return dict(line.split(" ", 1) for line in lines if " " in line)
