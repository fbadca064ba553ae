"""What is kept between runs: figures and items in; floors checked, gains and losses item by item out."""

import gzip
import hashlib
import json
import sys
from pathlib import Path

from eval.quotations.scoring import KINDS, Figures

HERE = Path(__file__).resolve().parent.parent
FLOORS = HERE / "floors" / "quotations.json"
LAST = HERE / "last"
PINNED = ("content", "speaker", "e2e")
# So many gained and lost items are listed.
LISTED = 40


def pin(split: str, raw: bytes, figures: Figures) -> None:
    """Write the floors of a split, for this content of its file."""
    known = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    values = {kind: {name: figures[kind][name] for name in PINNED} for kind in KINDS}
    known[split] = {"sha256": hashlib.sha256(raw).hexdigest(), "floors": values}
    FLOORS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")


def check(split: str, raw: bytes, figures: Figures) -> int:
    """Tell what is below its floor; 1 if anything is, or if there are no floors for this content of the file."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")).get(split)
    if pinned is None or pinned["sha256"] != hashlib.sha256(raw).hexdigest():
        print(f"no floors for this data file ({split}); pin them with --pin", file=sys.stderr)
        return 1
    below = [
        f"{kind} {name}: {figures[kind][name]} is below the floor {floor}"
        for kind, values in pinned["floors"].items()
        for name, floor in values.items()
        if figures[kind][name] < floor
    ]
    print("\n".join(below), file=sys.stderr, end="\n" if below else "")
    return bool(below)


def save_items(name: str, items: dict[str, bool], folder: Path = LAST) -> None:
    """Keep the result of each item under a name."""
    folder.mkdir(exist_ok=True)
    _path(name, folder).write_bytes(gzip.compress(json.dumps(items).encode(), mtime=0))
    print(f"kept {len(items)} items of {name}, {sum(items.values())} of them right")


def diff_items(name: str, items: dict[str, bool], folder: Path = LAST) -> dict[str, list[str]]:
    """Items gained and lost since they were kept, and those that only one of the two runs has."""
    path = _path(name, folder)
    if not path.is_file():
        print(f"nothing is kept of {name}; keep it with --save", file=sys.stderr)
        return {}
    old = json.loads(gzip.decompress(path.read_bytes()))
    both = sorted(set(old) & set(items))
    changes = {
        "gained": [key for key in both if items[key] and not old[key]],
        "lost": [key for key in both if old[key] and not items[key]],
        "only in one run": sorted(set(old) ^ set(items)),
    }
    for label, keys in changes.items():
        print(f"{label}: {len(keys)}", *keys[:LISTED], sep="\n  ")
    return changes


def _path(name: str, folder: Path) -> Path:
    return folder / f"quotations.{name}.json.gz"
