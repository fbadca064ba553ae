"""Exports of press databases: the text of one file in, the articles it holds out, as stretches of that text.

Three layouts, each told from lines that no article has: Nexis with "1 of 50 DOCUMENTS", Nexis Uni with "End of
Document", Factiva with "Document CODE" (or its fields "HD", "PD", ... "AN"). The lines around an article's words (name
of the outlet, length, section) are fields, as columns of a table are; the words are left as they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tellings.text.given_dates import normalise_date

COUNT = re.compile(r"^[ \t]*(?:Document[ \t]+)?\d{1,6}[ \t]+of[ \t]+\d{1,6}[ \t]+DOCUMENTS?[ \t]*\r?$", re.MULTILINE)
UNI_END = re.compile(r"^[ \t]*End of Document[ \t]*\r?$", re.MULTILINE)
FACTIVA_END = re.compile(
    r"^[ \t]*(?:AN[ \t]+)?Document[ \t]+[A-Za-z0-9]{4,}\d{8}[A-Za-z0-9]{4,}[ \t]*\r?$", re.MULTILINE
)
LENGTH = re.compile(r"^[ \t]*(?:(?:LENGTH|Length):[ \t\xa0]*)?[\d,]{1,9}[ \t]+words\b", re.MULTILINE)
LINE = re.compile(r"[^\n]*")
FIELD = re.compile(
    r"[ \t]*(BYLINE|SECTION|LENGTH|DATELINE|HEADLINE|GRAPHIC|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|Byline|Section|Length|"
    r"Dateline|Highlight|HIGHLIGHT|Graphic|Load-Date|Language|Publication-Type|Journal Code|JOURNAL-CODE|"
    r"Classification|SUBJECT|Subject|CITY|STATE|COUNTRY|NOTES|SERIES|CORRECTION|CORRECTION-DATE|URL|ACC-NO|"
    r"DOCUMENT-TYPE):[ \t\xa0]*"
)
BODY = re.compile(r"[ \t]*Body[ \t]*\r?$")
COPYRIGHT = re.compile(r"[ \t]*(?:Copyright\b|\(c\)|©)", re.IGNORECASE)
RIGHTS = re.compile(r"[ \t]*All Rights Reserved\.?[ \t]*\r?$", re.IGNORECASE)
CODE = re.compile(
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CO|IN|NS|RE|IPD|IPC|PUB|AN|CX|ART|CT|RF|VOL)(?:[ \t]+|[ \t]*\r?$)"
)
# Headings that stand alone below the words in Nexis Uni.
HEADING_BELOW = re.compile(r"(?:Graphic|Classification)$")
# What Nexis adds below the words.
BELOW = frozenset((
    "GRAPHIC", "LOAD-DATE", "LANGUAGE", "PUBLICATION-TYPE", "JOURNAL CODE", "JOURNAL-CODE", "CLASSIFICATION", "SUBJECT",
    "URL", "ACC-NO", "DOCUMENT-TYPE", "CORRECTION-DATE", "NOTES",
))  # fmt: skip
LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl"}
WITHOUT_END = "the export ends before this article does"


@dataclass(slots=True)
class Exported:
    """One article of an export."""

    start: int  # of its words in the text of the file
    end: int
    title: str = ""
    outlet: str = ""
    published: str = ""
    byline: str = ""
    language: str = ""
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str


def find_exported(text: str) -> list[Exported]:
    """The articles of an export; none when the text is no export.

    Offsets count characters of `text`. An article whose words cannot be told has start == end and says so.
    """
    if "DOCUMENT" in text and COUNT.search(text):
        return [_nexis(text, *span) for span in _after(text, COUNT)]
    if "Document" not in text:
        return []
    if UNI_END.search(text) and LENGTH.search(text):
        return [_nexis_uni(text, *span) for span in _before(text, UNI_END)]
    if FACTIVA_END.search(text) and LENGTH.search(text):
        return [_factiva(text, *span) for span in _before(text, FACTIVA_END)]
    if FACTIVA_END.search(text) and re.search(r"^HD[ \t]", text, re.MULTILINE):
        return [_coded(text, *span) for span in _before(text, FACTIVA_END)]
    return []


def _after(text: str, begin: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    """Stretches that begin with a line."""
    begins = list(begin.finditer(text))
    ends = [*(m.start() for m in begins[1:]), len(text)]
    return ((m.end(), end, True) for m, end in zip(begins, ends, strict=True))


def _before(text: str, last: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    """Stretches that end with a line; the last of the file may lack it."""
    start = 0
    for m in last.finditer(text):
        yield start, m.start(), True
        start = m.end()
    if LENGTH.search(text, start) or re.compile(r"^HD[ \t]", re.MULTILINE).search(text, start):
        yield start, len(text), False


def _lines(text: str, start: int, end: int) -> list[_Line]:
    """The lines of a stretch that hold words."""
    found = (_Line(m.start(), m.end(), m.group().strip()) for m in LINE.finditer(text, start, end))
    return [line for line in found if line.words]


def _is_date(words: str) -> str:
    """The date that is all a line says, with its weekday or not."""
    return normalise_date(words.partition("  ")[0]) if len(words) <= 60 and any(c.isdigit() for c in words) else ""


def _set_fields(found: Exported, lines: list[_Line]) -> None:
    """Byline, language and title from lines that name their field."""
    for line in lines:
        name = FIELD.match(line.words)
        value = line.words[name.end() :].strip() if name else ""
        if name and name.group(1).upper() == "BYLINE":
            found.byline = value
        elif name and name.group(1).upper() == "LANGUAGE":
            found.language = LANGUAGES.get(value.lower().split(";")[0].split(",")[0].strip(), "")
        elif name and name.group(1).upper() == "HEADLINE" and not found.title:
            found.title = value


def _span(found: Exported, lines: list[_Line], complete: bool) -> Exported:
    """Set where the words lie."""
    if lines:
        found.start, found.end = lines[0].start, lines[-1].end
    else:
        found.notices.append("no words found between its head and its end")
    if not complete:
        found.notices.append(WITHOUT_END)
    return found


def _nexis(text: str, start: int, end: int, complete: bool) -> Exported:
    """Outlet, date, title, fields, words, fields, copyright: the layout that begins with "1 of 50 DOCUMENTS"."""
    lines = _lines(text, start, end)
    found = Exported(start, start)
    dated = next((n for n, line in enumerate(lines[:12]) if _is_date(line.words)), None)
    if dated is not None:
        found.published = _is_date(lines[dated].words)
        names = [
            line.words for line in lines[:dated] if not COPYRIGHT.match(line.words) and not RIGHTS.match(line.words)
        ]
        found.outlet = names[0] if names else ""
    _set_fields(found, lines)
    head = [n for n, line in enumerate(lines) if n > (dated or 0) and FIELD.match(line.words) and not _is_below(line)]
    last = _last_head(lines, head)
    found.title = found.title or _heading(text, lines[(dated or 0) + 1 : head[0] if head else 0])
    return _span(found, _until_below(lines[last + 1 :]), complete)


def _heading(text: str, lines: list[_Line]) -> str:
    """The last group of lines with no empty line between them: the edition may stand above it."""
    lines = [line for line in lines if not COPYRIGHT.match(line.words) and not RIGHTS.match(line.words)]
    group: list[str] = []
    for n, line in enumerate(lines):
        if n and text.count("\n", lines[n - 1].end, line.start) > 1:
            group = []
        group.append(line.words)
    return " ".join(group)


def _is_below(line: _Line) -> bool:
    name = FIELD.match(line.words)
    return (name is not None and name.group(1).upper() in BELOW) or bool(HEADING_BELOW.match(line.words))


def _last_head(lines: list[_Line], head: list[int]) -> int:
    """The last line of the fields above the words: LENGTH, or the DATELINE or HEADLINE that follows it."""
    length = next((n for n in head if LENGTH.match(lines[n].words)), head[-1] if head else 0)
    last = length
    while last + 1 < len(lines) and last + 1 in head:
        last += 1
    return last


def _until_below(lines: list[_Line]) -> list[_Line]:
    """The words, up to the first field below them; the copyright at the very end is none of them either."""
    stop = next((n for n, line in enumerate(lines) if _is_below(line)), len(lines))
    kept = lines[:stop]
    while kept and (RIGHTS.match(kept[-1].words) or COPYRIGHT.match(kept[-1].words)):
        kept = kept[:-1]
    return kept


def _nexis_uni(text: str, start: int, end: int, complete: bool) -> Exported:
    """Title, outlet, date, copyright, fields, "Body", words, fields: the layout that ends with "End of Document"."""
    lines = _lines(text, start, end)
    found = Exported(start, start)
    body = next((n for n, line in enumerate(lines) if BODY.match(line.words)), None)
    head = lines[:body] if body is not None else lines[:12]
    dated = next(
        (n for n in range(len(head) - 1, -1, -1) if _is_date(head[n].words) and not FIELD.match(head[n].words)), None
    )
    if dated is not None and dated >= 1:
        found.published = _is_date(head[dated].words)
        found.outlet = head[dated - 1].words
        found.title = head[dated - 2].words if dated >= 2 else ""
    _set_fields(found, lines)
    if body is None:
        body = max(
            (n for n, line in enumerate(lines) if FIELD.match(line.words) and not _is_below(line)), default=len(lines)
        )
    return _span(found, _until_below(lines[body + 1 :]), complete)


def _factiva(text: str, start: int, end: int, complete: bool) -> Exported:
    """Section, title, byline, "512 words", date, (time,) outlet, code, (page,) language, copyright, words."""
    lines = _lines(text, start, end)
    found = Exported(start, start)
    count = next((n for n, line in enumerate(lines) if LENGTH.match(line.words)), None)
    if count is None:
        return _span(found, [], complete)
    above = [line.words for line in lines[:count]]
    if above and re.match(r"(?i)by\s", above[-1]):
        found.byline = above.pop()
    found.title = above[-1] if above else ""
    below = lines[count + 1 :]
    rights = next((n for n, line in enumerate(below[:12]) if COPYRIGHT.match(line.words)), None)
    head = below[: rights if rights is not None else 6]
    dated = next((n for n, line in enumerate(head) if _is_date(line.words)), None)
    if dated is not None:
        found.published = _is_date(head[dated].words)
        names = [
            line.words for line in head[dated + 1 :] if not re.fullmatch(r"\d{1,2}:\d\d(?: ?[APap][Mm])?", line.words)
        ]
        found.outlet = names[0] if names else ""
    tongues = [n for n, line in enumerate(head) if line.words.lower() in LANGUAGES]
    found.language = LANGUAGES[head[tongues[-1]].words.lower()] if tongues else ""
    last = rights if rights is not None else (tongues[-1] if tongues else (dated if dated is not None else -1))
    words = below[last + 1 :]
    if words and RIGHTS.match(words[0].words):
        words = words[1:]
    return _span(found, words, complete)


def _coded(text: str, start: int, end: int, complete: bool) -> Exported:
    """Factiva with its fields: each begins with two or three letters, LP and TD hold the words."""
    found = Exported(start, start)
    fields: dict[str, list[_Line]] = {}
    current = ""
    for line in _lines(text, start, end):
        code = CODE.match(text, line.start, line.end)
        if code:
            current = code.group(1)
            rest = line.words[len(current) :].strip()
            line = _Line(code.end(), line.end, rest)  # noqa: PLW2901
        if line.words:
            fields.setdefault(current, []).append(line)

    def told(code: str) -> str:
        return " ".join(line.words for line in fields.get(code, ()))

    found.title, found.outlet, found.byline = told("HD"), told("SN"), told("BY")
    found.published = normalise_date(told("PD"))
    found.language = LANGUAGES.get(told("LA").lower(), "")
    return _span(found, sorted(fields.get("LP", []) + fields.get("TD", []), key=lambda line: line.start), complete)
