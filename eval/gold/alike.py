"""Pairs of real articles that assert the same, kept as offsets: the data folder in, stories with claims alone out.

`alike.json` holds, for each of some events, which stretches of two or three real articles assert one claim (`alike`)
and which have no counterpart in another telling (`alone`), as [article, start, end]. The texts are read from the data
folder. They are there to choose figures and thresholds by; nothing is learnt from them, none is of the split `real`.
Every assertion that the program cuts was judged against all others, by one reader (a language model), once.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from eval.gold.model import GoldArticle, GoldAssertion, GoldClaim, GoldStory, Span

FILE = Path(__file__).with_name("alike.json")
# Where a corpus lies below the data folder; `CORPUS:ID` names an article, `CORPUS:ID#n` the nth of an event.
CORPORA = {"triples": "stories/triples_dev.jsonl.gz", "neus_val": "digest/neus_val.jsonl.gz"}


def load_alike(data: Path) -> list[GoldStory]:
    """The annotated pairs; none where the data folder lacks a corpus."""
    if not all((data / path).is_file() for path in CORPORA.values()):
        return []
    told: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["stories"]
    return [_story(one, data) for one in told]


@cache
def _rows(path: Path) -> Mapping[str, Any]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row.get("doc_id") or row["id"]: row for row in rows}


def _article(name: str, source: str, data: Path) -> GoldArticle:
    corpus, _, document = source.partition(":")
    key, _, number = document.partition("#")
    row = _rows(data / CORPORA[corpus])[key]
    row = row["docs"][int(number)] if number else row
    day = row.get("date") or ""
    return GoldArticle(
        name, source, "", row.get("title") or "", row["text"], day, day, "published" if day else "", True
    )


def _story(one: Mapping[str, Any], data: Path) -> GoldStory:
    articles = tuple(_article(name, source, data) for name, source in one["articles"].items())
    texts = {article.name: article.text for article in articles}
    groups = [*one["alike"], *([place] for place in one["alone"])]
    claims = tuple(GoldClaim(f"c{n}", "", "", tuple(_assertions(group, texts))) for n, group in enumerate(groups))
    facts = json.dumps(one, sort_keys=True) + "".join(texts.values())
    empty: tuple[()] = ()
    return GoldStory(
        name=one["name"], split="alike", about="", articles=articles, blocks=empty, entities=empty, mentions=empty,
        quotations=empty, phrases=empty, times=empty, statements=empty, claims=claims, differences=empty,
        only_in=empty, copies=empty, open=empty, digest=hashlib.sha256(facts.encode()).hexdigest(),
    )  # fmt: skip


def _assertions(group: Sequence[Sequence[Any]], texts: Mapping[str, str]) -> Iterator[GoldAssertion]:
    for name, start, end in group:
        yield GoldAssertion(Span(name, start, end, texts[name][start:end]), "", None, "")
