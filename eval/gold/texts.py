"""The articles the gold speaks of: in goes a path as the annotation writes it, out comes the text.

articles/x.txt          a file of the story's own folder
sample:x.txt            a file of tellings/sample/articles
sample:x.jsonl#1        record 1 (from 0) of a .jsonl file
sample:x.html           a page: its visible text, a line for each block
gum:DOC_ID              a document of the GUM corpus, of which the project keeps no copy: see `corpus_file`
triples:DOC_ID          an article of the AllSides triples, likewise
"""

import gzip
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lxml.etree
import lxml.html

from tellings.sample import folder as sample_folder

INLINE = frozenset(
    ("a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time",
     "u")
)  # fmt: skip
DATA_VARIABLE = "TELLINGS_DATA"  # the data folder, where no argument names it
# Articles of others, read from the data folder.
CORPORA = {"gum": "quotations/gum_news.jsonl.gz", "triples": "stories/triples_dev.jsonl.gz"}
HIDDEN = frozenset(("script", "style", "template", "noscript", "head"))


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article's text comes from."""

    name: str  # of the article within the story
    file: str  # as the annotation writes it
    path: Path
    record: int  # -1: the whole file
    document: str = ""  # of a corpus in the data folder


def corpus_file(corpus: str, data: Path | None = None) -> Path | None:
    """A corpus in the data folder; None where neither an argument nor TELLINGS_DATA names the folder."""
    folder = data or (Path(os.environ[DATA_VARIABLE]) if os.environ.get(DATA_VARIABLE) else None)
    return folder / CORPORA[corpus] if folder else None


def locate(name: str, file: str, story_folder: Path, data: Path | None = None) -> Source:
    """The file, and the record in it, that a path of the annotation names.

    Raises:
        FileNotFoundError: a document of a corpus, and no data folder is named.
    """
    corpus, _, document = file.partition(":")
    if corpus in CORPORA:
        path = corpus_file(corpus, data)
        if path is None:
            raise FileNotFoundError(f"the data folder is not given: --data or {DATA_VARIABLE}")
        return Source(name, file, path, -1, document)
    own, _, record = file.partition("#")
    root = sample_folder() if own.startswith("sample:") else story_folder
    return Source(name, file, root / own.removeprefix("sample:"), int(record) if record else -1)


def page_text(page: bytes) -> str:
    r"""Visible text of a page, one line a block, white space run together.

    >>> page_text(b"<body><h1>Hi</h1><p>One <b>two</b>\n three</p><script>x</script></body>")
    'Hi\nOne two three'
    """
    body = lxml.html.document_fromstring(page).find("body")
    pieces: list[str] = []
    if body is not None:
        _gather(body, pieces)
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(pieces).split("\f"))
    return "\n".join(line for line in lines if line)


def _gather(element: lxml.html.HtmlElement, pieces: list[str]) -> None:
    """Append the text of an element; a form feed stands at the edge of a block."""
    if not isinstance(element.tag, str) or element.tag in HIDDEN:
        return
    edge = "" if element.tag in INLINE else "\f"
    pieces.append(edge + (element.text or ""))
    for child in element:
        _gather(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(edge)


def read_text(source: Source) -> str:
    """The text that the gold's offsets count; a scorer may give another reader to `load_story`."""
    if source.document:
        return _documents(source.path)[source.document].text
    if source.record >= 0:
        return str(json.loads(source.path.read_text(encoding="utf-8").splitlines()[source.record])["text"])
    if source.path.suffix == ".html":
        return page_text(source.path.read_bytes())
    return source.path.read_text(encoding="utf-8")


def read_title(source: Source) -> str:
    """The title of a document of a corpus where it is a field of its own, not a part of the text."""
    return _documents(source.path)[source.document].title if source.document else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a corpus."""

    text: str
    title: str


@cache
def _documents(path: Path) -> dict[str, Document]:
    """The documents of a corpus by id."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {str(row["doc_id"]): Document(str(row["text"]), str(row.get("title") or "")) for row in rows}
