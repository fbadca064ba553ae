"""Ticks: in goes an object that a person has reviewed, out comes a line of a plain file of the store that keeps it.

STORE/reviewed.jsonl      what was ticked and unticked, a JSON object a line; the last line about an object holds
"""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

REVIEWED = "reviewed.jsonl"
_LOCK = threading.Lock()


def set_reviewed(folder: Path, object_: str, reviewed: bool) -> None:
    """Tick an object, named as KIND:ID, as reviewed, or take the tick away."""
    line = json.dumps({"object": object_, "reviewed": reviewed, "at": now()})
    with _LOCK, (folder / REVIEWED).open("a", encoding="utf-8", newline="\n") as file:
        file.write(line + "\n")


def read_reviewed(folder: Path) -> list[str]:
    """The objects that are ticked, sorted; torn lines are left out."""
    path = folder / REVIEWED
    held: dict[str, bool] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            found = json.loads(line)
            held[str(found["object"])] = bool(found["reviewed"])
        except (ValueError, TypeError, KeyError):
            continue
    return sorted(name for name, on in held.items() if on and name)


def now() -> str:
    """This moment, as notes have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
