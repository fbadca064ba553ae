"""Tombstones: in goes a store's folder, out come the articles that a person ordered to be forgotten, without content.

STORE/tombstones.jsonl    one JSON object a line: the id of the article, when, and whatever reason was given
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "tombstones.jsonl"
# Why an item is refused whose article was forgotten.
FORGOTTEN = "forgotten by a person's order"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an article: its hash, which no text can be made from."""

    article_id: str
    at: str  # when it was forgotten, ISO 8601
    note: str = ""  # why, as the person put it


def read_tombstones(folder: Path) -> list[Tombstone]:
    """All tombstones of a store; torn lines are left out."""
    path = folder / FILE
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            held = json.loads(line)
            found.append(Tombstone(str(held["article_id"]), str(held.get("at", "")), str(held.get("note", ""))))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def add_tombstone(folder: Path, tombstone: Tombstone) -> None:
    """Keep one more."""
    with (folder / FILE).open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(asdict(tombstone)) + "\n")
