"""What every reader hands on: one record, read or refused; and the settings of reading."""

from dataclasses import dataclass

from tellings.errors import SettingError
from tellings.model import Article
from tellings.stage import Settings

HTML_WAYS = ("full", "fast")


@dataclass(frozen=True)
class ReadSettings(Settings):
    """Settings of reading."""

    # Field names of records, for example "text=body,published=date"; what is not named is told from its name.
    map: str = ""
    # Files that are the source itself (a post, a release, a speech, a transcript): their words rank above reports.
    primary: tuple[str, ...] = ()
    # The longest single article in bytes. A newspaper article has some 5 kB, a long magazine piece 150 kB, a novel
    # 1 MB, a saved page with its images inlined 5 MB; more is a mistake, and would cost memory and time on every stage.
    max_bytes: int = 10_000_000
    # A .json file is read whole (a list cannot be read in part), so its size is bounded; JSON Lines have no bound.
    max_json_bytes: int = 200_000_000
    # How pages are read: "full" asks a second extractor what is body where the first and the markup disagree, as on a
    # quarter of pages; "fast" never does, and takes two thirds of the time.
    html: str = "full"


def check_settings(settings: ReadSettings) -> None:
    """Whether settings can be followed.

    Raises:
        SettingError: a value is none of the choices.
    """
    if settings.html not in HTML_WAYS:
        raise SettingError(f"read.html = {settings.html!r}: no such way; choose one of {', '.join(HTML_WAYS)}")


@dataclass(frozen=True, slots=True)
class Reading:
    """One record of a source."""

    record: int  # number within the source, -1 where the file is the record
    data: bytes  # what was read, or enough of it to tell it apart; its hash is part of the item's id
    size: int  # bytes
    article: Article | None  # None when refused
    reason: str  # why refused, or what was noticed


def refused(record: int, reason: str, data: bytes = b"", size: int | None = None) -> Reading:
    """A record that cannot be an article."""
    return Reading(record, data, len(data) if size is None else size, None, reason)


def too_large(size: int, limit: int, setting: str = "max-bytes") -> str:
    """The reason for refusing what is too large."""
    return f"{size:,} bytes; at most {limit:,} are read as one article; raise --{setting} if it is one"
