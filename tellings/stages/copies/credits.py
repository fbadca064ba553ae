"""Credits: an article in, out comes which agency its words are credited to, and whether it credits another outlet."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from tellings.language import DEFAULT, load
from tellings.model import Article

# A credit stands where a text begins or ends: a dateline and byline within the first 400 characters, contributors' and
# rights lines within the last 600.
OPENING, CLOSING = 400, 600
# A dateline names the agency in brackets, whether or not it is one we know: PORTO (ABC) —
DATELINE = re.compile(r"(?m)^[^\w(\n]*(?:[A-Z][A-Z .,'’/-]{2,40}[^\n(]{0,30})?\(([A-Z][A-Za-z]{1,12})\)\s*(?:[—–-])")
# Characters before or behind an outlet's name in which the words of credit are looked for.
BESIDE = 40
# Characters before a passage within its line or the one before in which a credit speaks of the passage.
AHEAD_OF = 160
# Words of a line up to which it is taken for a byline or a rights line.
SHORT_LINE = 10


def _data(language: str) -> dict[str, Any]:
    """What is known of credits in a language; in the default one where there is nothing."""
    try:
        return load("agencies", language or DEFAULT)
    except LookupError:
        return load("agencies")


@dataclass(frozen=True, slots=True)
class Agency:
    """One that hands the same text to many outlets."""

    origin: str  # "wire: NAME" | "press release: NAME"
    names: tuple[str, ...]  # in full
    marked: tuple[str, ...]  # any of its names, in brackets or between strokes: wherever it stands so, it is a credit


@cache
def _agencies(language: str) -> tuple[Agency, ...]:
    data = _data(language)
    return tuple(
        Agency(
            f"{kind}: {entry['name']}",
            tuple(entry["long"]),
            tuple(f"{a}{name}{b}" for name in (*entry["long"], *entry["short"]) for a, b in ("()", "//")),
        )
        for kind, entries in (("wire", data["wire"]), ("press release", data["release"]))
        for entry in entries
    )


def _credits(place: str, name: str, cues: list[str]) -> bool:
    """Whether a name stands in a line that credits it: a short one (a byline, a rights line) or one that says so."""
    at = place.find(name)
    while at >= 0:
        start = place.rfind("\n", 0, at) + 1
        end = place.find("\n", at)
        line = place[start : end if end >= 0 else len(place)]
        if len(line.split()) <= SHORT_LINE or any(cue in line.lower() for cue in cues):
            return True
        at = place.find(name, at + 1)
    return False


def find_origin(article: Article) -> str:
    """The agency that an article credits its words to; "" where it credits none.

    >>> find_origin(Article.from_text("PORTO (Reuters) - The ferry was late."))
    'wire: Reuters'
    """
    cues = _data(article.language)["credit"]["lines"]
    head = f"{article.outlet}\n{article.byline}\n{article.text[:OPENING]}"
    tail = article.text[OPENING:][-CLOSING:]
    for agency in _agencies(article.language):
        for place in (head, tail):
            if any(name in place for name in agency.marked):
                return agency.origin
            if any(_credits(place, name, cues) for name in agency.names):
                return agency.origin
    dateline = DATELINE.search(article.text[:OPENING])
    return f"wire: {dateline[1]}" if dateline else ""


@cache
def _cues(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    credit = _data(language)["credit"]
    before = "|".join(map(re.escape, sorted(credit["before"], key=len, reverse=True)))
    after = "|".join(map(re.escape, sorted(credit["after"], key=len, reverse=True)))
    return re.compile(rf"\b(?:{before})(?:[\s“\"']|the\b|The\b)*$", re.I), re.compile(
        rf"[\s”\"',]*\b(?:{after})\b", re.I
    )


@cache
def outlet_names(outlet: str, url: str) -> tuple[str, ...]:
    """The names an article may be credited by: its outlet's, and the site's.

    >>> outlet_names("The Harbour Post", "https://www.harbourpost.example/a")
    ('Harbour Post', 'harbourpost.example')
    """
    try:
        site = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        site = ""
    name = re.sub(r"^The\s+", "", outlet.strip())
    return tuple(each for each in (name, site) if len(each) > 2)


def find_bylines(article: Article) -> frozenset[str]:
    r"""Who an article says wrote or sent it, in lower case: its metadata, and short lines at its beginning.

    >>> sorted(find_bylines(Article.from_text("Ferry sinks\nBy Northern Wire\nThe ferry sank.", byline="Ann Lee")))
    ['ann lee', 'northern wire']
    """
    cues = "|".join(map(re.escape, _data(article.language)["credit"].get("byline", ())))
    lines = (line.strip() for line in article.text[:OPENING].split("\n") if len(line.split()) <= SHORT_LINE)
    signed = (re.match(rf"(?:{cues})\b:?\s+(.+)", line, re.IGNORECASE) for line in lines) if cues else ()
    named = (article.byline, *(match[1] for match in signed if match))
    return frozenset(re.sub(rf"^(?:{cues})\s+", "", name.strip().lower()) for name in named if name.strip())


def credit_beside(article: Article, start: int, names: tuple[str, ...]) -> str:
    """The words that credit one of some names in the sentence before a passage or where it begins; "" for none.

    >>> credit_beside(Article.from_text("As the Harbour Post reported: the ferry sank."), 30, ("Harbour Post",))
    'Harbour Post reported'
    """
    before, after = _cues(article.language)
    low = max(0, article.text.rfind("\n", 0, max(0, start - 1)) + 1, start - AHEAD_OF)
    for name in names:
        at = article.text.find(name, low, start + BESIDE)
        while at >= 0:
            end = at + len(name)
            lead = before.search(article.text[max(low, at - BESIDE) : at])
            tail = after.match(article.text[end : end + BESIDE])
            if lead or tail:
                return article.text[max(low, at - BESIDE) + lead.start() if lead else at : end] + (
                    tail[0] if tail else ""
                )
            at = article.text.find(name, end, start + BESIDE)
    return ""


@cache
def _named(language: str) -> re.Pattern[str]:
    """Any agency's name in full, or a short one marked as a credit."""
    names = {name for agency in _agencies(language) for name in (*agency.names, *agency.marked)}
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))


def names_agency(article: Article) -> bool:
    """Whether an article names an agency anywhere: most do not, and need not be looked at passage by passage."""
    return _named(article.language).search(article.text) is not None


def credited_agency(article: Article, start: int) -> str:
    """The agency that is credited right before a passage, or in its first words; "" for none."""
    if not _named(article.language).search(article.text, max(0, start - AHEAD_OF), start + BESIDE):
        return ""
    for agency in _agencies(article.language):
        beside = article.text[max(0, start - BESIDE) : start + BESIDE]
        if any(name in beside for name in agency.marked) or credit_beside(article, start, agency.names):
            return agency.origin
    return ""


def find_credit(article: Article, other: Article) -> str:
    """The words by which `article` credits the outlet of `other`; "" where it does not.

    >>> post = Article.from_text("The ferry sank.", outlet="Harbour Post")
    >>> find_credit(Article.from_text("The ferry sank, according to the Harbour Post."), post)
    'according to the Harbour Post'
    """
    if article.outlet == other.outlet:
        return ""
    bylines = find_bylines(article)
    for name in outlet_names(other.outlet, other.url):
        if name.lower() in bylines or f"the {name.lower()}" in bylines:
            return f"the byline {name}"
        if found := _find_cue(article, name):
            return found
    # "told the Herald", for the Thornwick Herald, is its credit where the Herald says so of itself.
    short = other.outlet.strip().rpartition(" ")[2]
    if short and short not in article.outlet and _find_cue(other, f"the {short}"):
        return _find_cue(article, f"the {short}")
    return ""


def _find_cue(article: Article, name: str) -> str:
    """The words of credit beside a name, with it; "" where there are none."""
    before, after = _cues(article.language)
    at = article.text.find(name)
    while at >= 0:
        end = at + len(name)
        whole = not any(char.isalnum() for char in article.text[max(0, at - 1) : at] + article.text[end : end + 1])
        lead = before.search(article.text[max(0, at - BESIDE) : at])
        if lead and whole:
            return article.text[max(0, at - BESIDE) + lead.start() : end]
        tail = after.match(article.text[end : end + BESIDE])
        if tail and whole:
            return article.text[at:end] + tail.group()
        at = article.text.find(name, end)
    return ""
