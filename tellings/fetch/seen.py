"""What a watched folder remembers: for each feed how to ask whether it changed, and each page that was asked for."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tellings.errors import UsageError

# Begins with a dot, so that a run over the folder passes it over.
NAME = ".watched.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """What a server said of a feed's version."""

    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class Seen:
    """The memory of one folder."""

    path: Path
    feeds: dict[str, Visit] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)  # why it was not kept; "" where it was

    @classmethod
    def load(cls, folder: Path) -> "Seen":
        """The memory of a folder; an empty one where there is none.

        Raises:
            UsageError: the file is not what we wrote.
        """
        path = folder / NAME
        if not path.is_file():
            return cls(path)
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if held["format"] != FORMAT:
                raise ValueError(f"format {held['format']!r}")
            feeds = {address: Visit(**visit) for address, visit in held["feeds"].items()}
            return cls(path, feeds, dict(held["pages"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"{path} is not the memory of a watch ({error}); move it away, and all pages are fetched anew"
            ) from error

    def conditions(self, address: str) -> dict[str, str]:
        """Headers that ask for a feed only if it changed (RFC 9110, 13.1)."""
        visit = self.feeds.get(address, Visit())
        given = {"If-None-Match": visit.etag, "If-Modified-Since": visit.modified}
        return {name: value for name, value in given.items() if value}

    def add_page(self, address: str, reason: str) -> None:
        """Remember a page, at once: a kill should not have it fetched again."""
        self.pages[address] = reason
        self.save()

    def save(self) -> None:
        """Write it so that a reader sees the old or the new one, never half."""
        if not self.feeds and not self.pages:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        held = {
            "format": FORMAT,
            "feeds": {address: asdict(visit) for address, visit in sorted(self.feeds.items())},
            "pages": dict(sorted(self.pages.items())),
        }
        draft = self.path.with_name(f".{self.path.name}.draft")
        draft.write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(self.path)
