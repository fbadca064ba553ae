"""Opt-outs: what a server sent in, why its page may not be mined for text out.

Read are the TDM Reservation Protocol (W3C community group, 2024: header, meta element, /.well-known/tdmrep.json) and
`noai` in X-Robots-Tag and the robots meta element. What is not said is not guessed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from tellings.fetch.polite import TOKEN

META = re.compile(rb"<meta\b[^>]{0,1000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(rb"([a-zA-Z-]{3,20})\s*=\s*(?:\"([^\"]{0,400})\"|'([^']{0,400})'|([^\s\"'>]{1,400}))")
# Where a page's head ends at the latest.
HEAD = 200_000
NO_MINING = frozenset(("noai", "noml"))
TDMREP = "/.well-known/tdmrep.json"


def opted_out(headers: Mapping[str, str], page: bytes, reservations: Iterable[tuple[str, bool]], address: str) -> str:
    """Why a page may not be mined; "" where nothing speaks against it.

    Args:
        headers: of the response, names in lower case.
        page: its bytes, unpacked.
        reservations: of the host, as `parse_tdmrep` gives them.
        address: the page's.

    >>> opted_out({"tdm-reservation": "1"}, b"", (), "https://example.org/")
    'the publisher reserves text and data mining (header tdm-reservation: 1)'
    >>> opted_out({}, b'<meta name="robots" content="index, noai">', (), "https://example.org/")
    'the publisher asks not to use it for machines (robots meta element: noai)'
    """
    metas = _metas(page)
    for where, value in (
        ("header tdm-reservation", headers.get("tdm-reservation", "")),
        ("meta element tdm-reservation", metas.get("tdm-reservation", "")),
    ):
        if value.strip() in ("0", "1"):  # the first that speaks decides: the header, the page, the host
            return f"the publisher reserves text and data mining ({where}: 1)" if value.strip() == "1" else ""
    for where, value in (
        ("header X-Robots-Tag", headers.get("x-robots-tag", "")),
        ("robots meta element", metas.get("robots", "")),
        (f"{TOKEN} meta element", metas.get(TOKEN, "")),
    ):
        for rule in _rules(value):
            if rule in NO_MINING:
                return f"the publisher asks not to use it for machines ({where}: {rule})"
    path = urlsplit(address).path or "/"
    reserved = next((held for pattern, held in reservations if _fits(path, pattern)), False)
    return f"the publisher reserves text and data mining ({TDMREP})" if reserved else ""


def _metas(page: bytes) -> dict[str, str]:
    """Names and contents of a page's meta elements; those of one name joined."""
    found: dict[str, str] = {}
    for element in META.findall(page[:HEAD]):
        values = {m[0].lower(): m[1] or m[2] or m[3] for m in ATTRIBUTE.findall(element)}
        name = values.get(b"name", b"").decode("latin-1").strip().lower()
        content = values.get(b"content", b"").decode("latin-1")
        if name:
            found[name] = f"{found[name]}, {content}" if name in found else content
    return found


def _rules(value: str) -> list[str]:
    """The rules of a robots tag that concern us: those for all, and those for our name."""
    rules, ours = [], True
    for piece in value.lower().split(","):
        agent, colon, rule = piece.strip().rpartition(":")
        if colon:
            ours = agent.strip() in (TOKEN, "*")
        if ours:
            rules.append(rule.strip())
    return rules


def _fits(path: str, pattern: str) -> bool:
    """Whether a path begins as a location of tdmrep.json says; * stands for anything, $ for the end."""
    closed = pattern.endswith("$")
    return fnmatchcase(path, pattern.removesuffix("$").replace("[", "[[]") + ("" if closed else "*"))


def parse_tdmrep(data: bytes) -> tuple[tuple[str, bool], ...]:
    """Locations and whether they are reserved, in the file's order; none where it is no such file.

    >>> parse_tdmrep(b'[{"location": "/news/", "tdm-reservation": 1}, {"location": 3}]')
    (('/news/', True),)
    """
    try:
        listed = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    return tuple(
        (entry["location"], str(entry.get("tdm-reservation", "")) == "1")
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("location"), str)
    )
