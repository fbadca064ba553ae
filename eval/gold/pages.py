"""Types of the lines of real pages: in go labels kept without the text and the data folder, out come labelled pages.

    python -m eval.gold.pages --data ../shared/data             counts, and how far two readings agree
    python -m eval.gold.pages --data ... --take FOLDER --as a   keep a reading made in FOLDER (see below)

Two readers labelled every line of the visible text of each page apart from one another; `settled` is what was agreed on
afterwards. A reading is written a page at a time:

    === aeb:7                       the page: file of the data folder and number of its line, from 0
    1-14 ui                         lines of the text as `read_articles` gives it, from 1
    15 byline
    15 ui @18-25                    a part of the line (characters) that is of another type

lines.tsv holds four hexadecimal digits for each line, by which labels are found again when a page is read otherwise.
Half of the pages, by a hash of their address, are for tuning (dev), the others for judging (test).
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from eval.gold.model import BLOCK_KINDS
from tellings.model import Article
from tellings.stages.read.web_page import page_article

FOLDER = Path(__file__).parent / "pages"
LINES = FOLDER / "lines.tsv"
READINGS = ("settled", "a", "b")
FILES = {"aeb": "html/aeb_dev.jsonl.gz", "snippets": "html/trafilatura_eval.jsonl.gz"}
ROW = re.compile(r"(\d+)(?:-(\d+))? (\w+)(?: (?:@(\d+)-(\d+)|\{(.+)\}))?$")
DIGITS = 4  # hexadecimal digits a line: lines are told apart by their order as well


class PageError(Exception):
    """A reading that does not hold, or data that is not there."""


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of a line that are of another type than the line."""

    line: int  # from 0
    start: int  # within the line
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What one reading says of one page."""

    kinds: tuple[str, ...]  # of each line; "" where it holds no text
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page with its labels."""

    page: str  # FILE:NUMBER
    split: str  # dev | test
    article: Article
    labels: Labels  # by the lines of `article.text`; "" also where a line was not found again


def read_pages(data: Path, wanted: Iterable[str]) -> Iterator[tuple[str, str, Article]]:
    """Name, address and article of each wanted page.

    Raises:
        PageError: a file of the data folder is missing.
    """
    names = set(wanted)
    for key, file in FILES.items():
        path = data / file
        if not path.is_file():
            raise PageError(f"missing: {path}; name the data folder with --data")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if f"{key}:{number}" in names:
                    row = json.loads(line)
                    article, _ = page_article(row["html"])
                    if article is not None:
                        yield f"{key}:{number}", row["url"], article


def digest(line: str) -> str:
    """What a line is told by, white space apart."""
    return hashlib.sha256(" ".join(line.split()).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def split_of(url: str) -> str:
    """Dev or test, by the address."""
    return "dev" if hashlib.sha256(url.encode()).digest()[0] % 2 else "test"


def parse_reading(content: str, texts: dict[str, list[str]] | None = None) -> dict[str, Labels]:
    """The labels of each page of a reading.

    Args:
        content: see the top of this file; parts may be written as words in braces where `texts` has the lines.
        texts: lines of each page.

    Raises:
        PageError: a row that is not understood, a line labelled twice, words that are not there.
    """
    found: dict[str, dict[int, str]] = {}
    parts: dict[str, list[Part]] = {}
    page = ""
    for number, row in enumerate(content.splitlines(), 1):
        text = row.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("=== "):
            page = text.split()[1]
            found.setdefault(page, {})
            continue
        match = ROW.match(text)
        if not match or match[3] not in BLOCK_KINDS or not page:
            raise PageError(f"row {number}: “{text}” is not understood; types: {', '.join(BLOCK_KINDS)}")
        first, last = int(match[1]) - 1, int(match[2] or match[1]) - 1
        if match[4] or match[6]:
            start, end = _part(match, (texts or {}).get(page, []), first, number)
            parts.setdefault(page, []).append(Part(first, start, end, match[3]))
            continue
        for line in range(first, last + 1):
            if line in found[page]:
                raise PageError(f"row {number}: line {line + 1} of {page} is labelled twice")
            found[page][line] = match[3]
    return {
        name: Labels(tuple(kinds.get(n, "") for n in range(max(kinds, default=-1) + 1)), tuple(parts.get(name, ())))
        for name, kinds in found.items()
    }


def _part(match: re.Match[str], lines: list[str], line: int, row: int) -> tuple[int, int]:
    """Characters of a part within its line."""
    if match[4]:
        return int(match[4]), int(match[5])
    # Readers saw long lines shortened to their two ends, with " … " between.
    words = r"\s+".join(".*" if word == "…" else re.escape(word) for word in match[6].split())
    words = words.replace(r"\s+.*\s+", ".*")
    at = re.search(words, lines[line]) if line < len(lines) else None
    if at is None:
        raise PageError(f"row {row}: “{match[6]}” is not in line {line + 1}")
    return at.start(), at.end()


def write_reading(reading: dict[str, Labels]) -> str:
    """A reading as it is kept: runs of lines, parts as characters."""
    rows: list[str] = []
    for page, labels in reading.items():
        rows.append(f"=== {page}")
        start = 0
        for line in range(1, len(labels.kinds) + 1):
            if line < len(labels.kinds) and labels.kinds[line] == labels.kinds[start]:
                continue
            if labels.kinds[start]:
                rows.append(f"{start + 1}{f'-{line}' if line > start + 1 else ''} {labels.kinds[start]}")
            start = line
        rows += (f"{part.line + 1} {part.kind} @{part.start}-{part.end}" for part in labels.parts)
    return "\n".join(rows) + "\n"


def load_reading(name: str) -> dict[str, Labels]:
    """A reading of the project: settled, a or b."""
    return parse_reading((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def load_pages(data: Path, split: str = "", reading: str = "settled") -> list[GoldPage]:
    """The labelled pages of a split, by name; all if none is named.

    Raises:
        PageError: the data folder lacks the pages.
    """
    labels, kept = load_reading(reading), _kept_lines()
    found = []
    for page, url, article in read_pages(data, labels):
        if split in ("", split_of(url)):
            now = [digest(line) for line in article.text.split("\n")]
            found.append(GoldPage(page, split_of(url), article, _moved(labels[page], kept[page], now)))
    return sorted(found, key=lambda page: page.page)


def _kept_lines() -> dict[str, list[str]]:
    rows = (line.split("\t") for line in LINES.read_text(encoding="utf-8").splitlines())
    return {page: [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)] for page, digits in rows}


def _moved(labels: Labels, before: list[str], now: list[str]) -> Labels:
    """The labels at the places where their lines stand now."""
    if before == now:
        return Labels((*labels.kinds, *[""] * (len(now) - len(labels.kinds))), labels.parts)
    place: dict[int, int] = {}
    for block in SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks():
        place |= {block.a + n: block.b + n for n in range(block.size)}
    kinds = [""] * len(now)
    for line, kind in enumerate(labels.kinds):
        if line in place:
            kinds[place[line]] = kind
    parts = (replace(part, line=place[part.line]) for part in labels.parts if part.line in place)
    return Labels(tuple(kinds), tuple(parts))


@dataclass(frozen=True, slots=True)
class LineAgreement:
    """How far two readings agree on lines."""

    lines: int
    same: int
    kappa: float  # Cohen's: agreement beyond what the frequencies of the types would give
    f1: dict[str, float]  # of each type
    differ: Counter[tuple[str, str]]  # types of the first and of the second


def agreement(first: dict[str, Labels], second: dict[str, Labels]) -> LineAgreement:
    """Lines of the pages that both readings have."""
    pairs = [
        (one, other)
        for page in first.keys() & second.keys()
        for one, other in zip(first[page].kinds, second[page].kinds, strict=False)
        if one and other
    ]
    ours, theirs = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    both = Counter(one for one, other in pairs if one == other)
    by_chance = sum(ours[kind] * theirs[kind] for kind in ours) / max(1, len(pairs)) ** 2
    seen = sum(both.values()) / max(1, len(pairs))
    return LineAgreement(
        len(pairs),
        sum(both.values()),
        (seen - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0,
        {kind: 2 * both[kind] / (ours[kind] + theirs[kind]) for kind in BLOCK_KINDS if ours[kind] + theirs[kind]},
        Counter(pair for pair in pairs if pair[0] != pair[1]),
    )


def take(folder: Path, name: str, data: Path) -> int:
    """Keep a reading made in a folder of files; returns the number of pages."""
    contents = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    wanted = [line.split()[1] for content in contents for line in content.splitlines() if line.startswith("=== ")]
    pages = {page: article.text.split("\n") for page, _, article in read_pages(data, wanted)}
    reading: dict[str, Labels] = {}
    for content in contents:
        reading |= parse_reading(content, pages)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(write_reading(dict(sorted(reading.items()))), encoding="utf-8")
    rows = (f"{page}\t{''.join(digest(line) for line in lines)}\n" for page, lines in sorted(pages.items()))
    LINES.write_text("".join(rows), encoding="utf-8")
    return len(reading)


def main(arguments: list[str] | None = None) -> int:
    """Print counts and agreement, or keep a reading."""
    parser = argparse.ArgumentParser(prog="python -m eval.gold.pages", description="Labelled lines of real pages.")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data")
    parser.add_argument("--take", type=Path, help="folder of a reading to keep")
    parser.add_argument("--as", dest="name", choices=READINGS, default="settled", help="under which name to keep it")
    given = parser.parse_args(arguments)
    try:
        if given.take:
            print(f"{take(given.take, given.name, given.data)} pages kept as {given.name}")
            return 0
        pages = load_pages(given.data)
    except PageError as error:
        print(error, file=sys.stderr)
        return 2
    counts = Counter(kind or "not found again" for page in pages for kind in page.labels.kinds)
    print(f"{len(pages)} pages, {Counter(page.split for page in pages)}")
    print(", ".join(f"{kind} {count}" for kind, count in counts.most_common()))
    found = agreement(load_reading("a"), load_reading("b"))
    print(f"two readings: {found.same} of {found.lines} lines alike, kappa {found.kappa:.3f}")
    print("F1 by type: " + ", ".join(f"{kind} {f1:.3f}" for kind, f1 in found.f1.items()))
    print("most frequent: " + ", ".join(f"{a}/{b} {n}" for (a, b), n in found.differ.most_common(8)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
