"""What a person notes: in go corrections and ticks, out come lines of plain files of the store that keep them.

    STORE/corrections.jsonl   one JSON object a line, only ever added to; the log of who corrected what, and why
    STORE/reviewed.jsonl      what was ticked and unticked, likewise; the last line about an object holds

A correction is anchored on (article_id, start, end), so it outlasts later runs. A person may write these files by hand.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tellings.errors import UsageError

KINDS = ("speaker", "date", "membership", "difference")
CORRECTIONS, REVIEWED = "corrections.jsonl", "reviewed.jsonl"
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says is wrong, and what is right."""

    kind: str  # one of KINDS
    article_id: str  # where
    start: int  # the words it is about; start = end = 0 for the article as a whole
    end: int
    value: str  # speaker: the name, "" left open; date: YYYY-MM-DD; membership: apart; difference: a verdict, or none
    target: str = ""  # id of the statement, quotation or difference as it was then
    story_id: str = ""  # as it was then
    note: str = ""  # why
    by: str = ""  # who
    at: str = ""  # when it was written, ISO 8601

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UsageError(f"there is no correction of kind {self.kind!r}; kinds: {', '.join(KINDS)}")
        if not 0 <= self.start <= self.end:
            raise UsageError(f"characters {self.start} to {self.end} are no place in a text; start comes before end")
        if self.kind == "date" and not _is_day(self.value):
            raise UsageError(f"{self.value!r} is no day; write it as YYYY-MM-DD")


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(datetime.strptime(value, "%Y-%m-%d"))
    except ValueError:
        return False


def add_correction(folder: Path, correction: Correction) -> None:
    """Keep a correction in the file of a store."""
    _add(folder / CORRECTIONS, asdict(correction))


def read_corrections(folder: Path) -> list[Correction]:
    """All corrections of a store in the order in which they were written; torn or wrong lines are left out."""
    names = {field.name for field in fields(Correction)}
    found = []
    for line in _lines(folder / CORRECTIONS):
        try:
            found.append(Correction(**{name: value for name, value in line.items() if name in names}))
        except (TypeError, UsageError):
            continue
    return found


def set_reviewed(folder: Path, object_: str, reviewed: bool) -> None:
    """Tick an object, named as KIND:ID, as reviewed, or take the tick away."""
    _add(folder / REVIEWED, {"object": object_, "reviewed": reviewed, "at": now()})


def read_reviewed(folder: Path) -> list[str]:
    """The objects that are ticked, sorted."""
    held: dict[str, bool] = {}
    for line in _lines(folder / REVIEWED):
        held[str(line.get("object", ""))] = bool(line.get("reviewed"))
    return sorted(name for name, on in held.items() if on and name)


def now() -> str:
    """This moment, as notes have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _add(path: Path, facts: dict[str, object]) -> None:
    with _LOCK, path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(facts, ensure_ascii=True) + "\n")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found
