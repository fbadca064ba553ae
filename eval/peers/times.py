"""Peers that find times: a text and its date of publication in, spans with types and values out.

dateparser and recognizers-text (own requirements: digest.txt), HeidelTime where its jar and Java are there (GPL, so it
is neither fetched nor shipped). A peer that is not there is said to be missing, with what it needs.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

Found = tuple[int, int, str, str]  # start, end, type, value
HEIDELTIME = "HEIDELTIME_JAR"  # names the jar of HeidelTime standalone
MODULES = {"dateparser": "dateparser.search", "recognizers": "recognizers_date_time"}
NEEDS = "pip install -r eval/peers/digest.txt"
TYPES = {
    "date": "DATE", "datetime": "TIME", "time": "TIME", "duration": "DURATION", "set": "SET", "daterange": "DATE",
    "timerange": "TIME", "datetimerange": "TIME",
}  # fmt: skip


class Told(Protocol):
    """What a peer asks of a document."""

    text: str
    published: str


def dateparser_times(document: Told) -> list[Found]:
    """What dateparser finds."""
    search = import_module("dateparser.search").search_dates
    settings = {"RELATIVE_BASE": datetime.fromisoformat(document.published), "PREFER_DATES_FROM": "past"}
    found, at = [], 0
    for words, moment in search(document.text, languages=["en"], settings=settings) or []:
        start = document.text.find(words, at)
        if start >= 0:
            at = start + len(words)
            found.append((start, at, "DATE", moment.date().isoformat()))
    return found


def recognizers_times(document: Told) -> list[Found]:
    """What recognizers-text finds; of several values the last one that lies not after the publication."""
    recognize = import_module("recognizers_date_time").recognize_datetime
    found = []
    for one in recognize(document.text, "en-us", reference=datetime.fromisoformat(document.published)):
        values = (one.resolution or {}).get("values") or [{}]
        past = [value for value in values if _value(value)[:10] <= document.published[:10]]
        kind = one.type_name.removeprefix("datetimeV2.")
        found.append((one.start, one.end + 1, TYPES.get(kind, "DATE"), _value((past or values)[-1])))
    return found


def _value(value: dict[str, Any]) -> str:
    """A TIMEX3 value of what recognizers-text gives: its timex where that is one, else the day."""
    timex = str(value.get("timex", ""))
    if timex.startswith(("P", "XXXX")) or len(timex) == 7 or "-W" in timex:
        return timex
    return str(value.get("value") or value.get("start") or timex)


PEERS: dict[str, tuple[str, Callable[[Told], list[Found]] | None]] = {
    "dateparser": ("dateparser", dateparser_times),
    "recognizers": ("recognizers-text-date-time", recognizers_times),
    "heideltime": ("", None),
}


def peer_system(name: str) -> tuple[str, Callable[[Told], list[Found]] | None]:
    """A peer with its version, and what runs it; None where it is not there, the name then says what it needs."""
    package, run = PEERS[name]
    if run is None:
        jar = os.environ.get(HEIDELTIME, "")
        java = "Java is there" if shutil.which("java") else "no Java here"
        return (
            f"{name}: {java}, {HEIDELTIME} {'names a jar, but its runner is not written' if jar else 'is not set'}",
            None,
        )
    try:
        import_module(MODULES[name])
        return f"{name} {version(package)}", run
    except (ImportError, PackageNotFoundError) as error:
        return f"{name}: {NEEDS} ({error})", None
