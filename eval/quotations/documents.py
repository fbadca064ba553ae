"""Documents to judge on: files of annotated articles and our own gold in, texts with their attributions out."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.gold.load import load_stories
from eval.gold.model import TOLD, GoldStory
from eval.matching import Extent, letters

Span = tuple[int, int]
FILES = {
    "train": "quotations/polnear.train.jsonl.gz",
    "dev": "quotations/polnear.dev.jsonl.gz",
    "gum": "quotations/gum_news.jsonl.gz",
}
# From this share of letters in marks a content counts as direct, as in the program.
DIRECT = 0.95
MARKED = re.compile(r"[\"“][^\"“”\n]*[\"”]?|''[^'\n]*(?:'(?!')[^'\n]*)*(?:'')?|``[^`\n]*?(?:''|$)|«[^»\n]*»?")


@dataclass(frozen=True)
class Content(Extent):
    """One attribution, of gold or found."""

    name: str = ""  # of a gold one, within its document
    speaker: Span | None = None  # the mention of the source
    cue: Span | None = None


@dataclass(frozen=True)
class Document:
    """A text, what it ascribes to whom, and where it may be read."""

    name: str
    text: str
    gold: tuple[Content, ...]
    aside: tuple[Span, ...] = ()  # blocks that are no told text: what is found there is not counted


# What finds the attributions of a text.
Extractor = Callable[[str], list[Content]]


def content(
    text: str, kind: str, segments: list[Span], speaker: Span | None, cue: Span | None, name: str = ""
) -> Content:
    """An attribution over spans of characters."""
    return Content(kind, letters(text, segments), name, speaker, cue)


def kind_of(text: str, chars: frozenset[int], marked: frozenset[int]) -> str:
    """Direct, mixed or indirect by the share of letters that stand in marks."""
    share = len(chars & marked) / max(1, len(chars))
    return "direct" if share >= DIRECT else "mixed" if share > 0 else "indirect"


def marked_chars(text: str) -> frozenset[int]:
    """Offsets of all characters in quotation marks, by a plain pattern."""
    return frozenset(i for m in MARKED.finditer(text) for i in range(*m.span()))


def read_file(path: Path, file_kinds: bool = False) -> list[Document]:
    """The documents of one of FILES.

    Args:
        path: a .jsonl.gz.
        file_kinds: keep the kinds of the file, which does not count ''…'' as marks.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_document(json.loads(line), file_kinds) for line in lines]


def _document(row: dict[str, Any], file_kinds: bool) -> Document:
    text = row["text"]
    marked = marked_chars(text) if "''" in text else frozenset()
    found = []
    for quote in row["quotes"]:
        speaker, cue = _span(quote, "speaker"), _span(quote, "cue")
        one = content(text, quote["kind"], [(a, b) for a, b in quote["segments"]], speaker, cue, str(quote["id"]))
        if not file_kinds and one.kind == "indirect" and marked & one.chars:
            one = Content(kind_of(text, one.chars, marked), one.chars, one.name, speaker, cue)
        if one.chars:
            found.append(one)
    return Document(row["doc_id"], text, tuple(found))


def _span(quote: dict[str, Any], name: str) -> Span | None:
    return None if quote[f"{name}_start"] is None else (quote[f"{name}_start"], quote[f"{name}_end"])


def read_gold(split: str, data: Path | None = None) -> list[Document]:
    """The tellings of a split of our own gold, each a document of its own; speakers are mentions here."""
    return [document for story in load_stories(split, data=data) for document in _tellings(story)]


def _tellings(story: GoldStory) -> list[Document]:
    documents = []
    for article in story.articles:
        if not article.told:
            continue
        gold = [
            content(
                article.text,
                q.kind,
                [(s.start, s.end) for s in q.segments],
                (q.source.start, q.source.end) if q.source else None,
                (q.cue.start, q.cue.end) if q.cue else None,
                q.quotation,
            )
            for q in story.quotations
            if q.article == article.name
        ]
        aside = [
            (block.span.start, block.span.end)
            for block in story.blocks
            if block.span.article == article.name and block.kind not in TOLD
        ]
        documents.append(Document(f"{story.name}/{article.name}", article.text, tuple(gold), tuple(aside)))
    return documents
