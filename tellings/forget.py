"""Forgetting: in goes the id of an article, out comes a store without it in any table, file or index.

The parts that hold it are written anew without it, every stage runs over what changed, and what was there before is
deleted at once. Readers see the last commit until the new one is whole. The items that it was read from stay, refused
for that reason, and a tombstone keeps it from being read again; neither holds a word of it.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tellings.engine import Engine
from tellings.errors import NotFound
from tellings.ingest import part_articles, write_part
from tellings.model import Article, Item
from tellings.pipeline import Progress, RunReport, run
from tellings.stage import Stage
from tellings.stages import STAGES
from tellings.store import Manifest, Store, StoredPart
from tellings.tombstones import FORGOTTEN, Tombstone, add_tombstone

# Files beside the tables that may hold words of articles, and are made anew.
CACHES = ("web.sqlite", "web.sqlite-wal", "web.sqlite-shm")
# Files of notes, one JSON object a line, of which lines about the article go.
NOTES = ("corrections.jsonl",)


def forget(
    store: Store,
    article_id: str,
    note: str = "",
    engine: Engine | None = None,
    stages: tuple[Stage, ...] = STAGES,
    progress: Progress | None = None,
) -> RunReport:
    """Purge one article.

    Args:
        store: which; nobody else may be writing to it.
        article_id: whole id of the article.
        note: why, kept with the tombstone.
        engine: where the stages run; this machine by default.
        stages: as in `tellings.pipeline.run`.
        progress: told how far it is.

    Raises:
        NotFound: the store holds no such article.
        StoreLocked: a run is writing to the store.
    """
    manifest = store.manifest()
    holding = [part for part in manifest.of(Article) if article_id in part_articles(store.path(part))]
    if not holding:
        raise NotFound(f"{store.folder} holds no article {article_id!r}; `tellings show FILE` prints the id of one")
    with store.lock():
        parts = [part for part in manifest.parts if part not in holding and part.table != "item"]
        parts += [made for part in holding if (made := _without(store, part, article_id))]
        parts += [_items_without(store, part, article_id) for part in manifest.of(Item)]
    report = run([], store, engine, stages, progress, begin=Manifest(tuple(parts)))
    with store.lock():
        store.sweep(store.manifest().parts)
        for name in CACHES:
            (store.folder / name).unlink(missing_ok=True)
        for name in NOTES:
            _drop_lines(store.folder / name, lambda held: held.get("article_id") == article_id)
        add_tombstone(store.folder, Tombstone(article_id, datetime.now(UTC).isoformat(timespec="seconds"), note))
    return report


def _without(store: Store, part: StoredPart, article_id: str) -> StoredPart | None:
    """A part of articles without one of them; None where nothing is left."""
    rows = [row for row in Article.from_arrow(store.read(part, Article)) if row.article_id != article_id]
    return write_part(store, Article, part.slice, rows, [row.article_id for row in rows]) if rows else None


def _items_without(store: Store, part: StoredPart, article_id: str) -> StoredPart:
    """A part of items, those of the article refused; the part itself where it has none."""
    rows = Item.from_arrow(store.read(part, Item))
    if all(row.article_id != article_id for row in rows):
        return part
    told = [
        replace(row, status="refused", reason=FORGOTTEN, article_id="") if row.article_id == article_id else row
        for row in rows
    ]
    return write_part(store, Item, part.slice, told, [f"{row.item_id} {row.status}" for row in told])


def _drop_lines(path: Path, unwanted: Callable[[dict[str, object]], bool]) -> None:
    """A file of JSON lines without some of them."""
    if not path.is_file():
        return
    kept = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
        try:
            held = json.loads(line)
        except ValueError:
            held = {}
        if not (isinstance(held, dict) and unwanted(held)):
            kept.append(line)
    path.write_text("".join(kept), encoding="utf-8", newline="\n")
