"""CSV: stories in, one table of their statements as comma-separated values out.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection): `unescape` takes
it off again.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from tellings.errors import UsageError
from tellings.publish.masking import Mask
from tellings.publish.passages import cut_passage, statement_id
from tellings.story import Story

# What begins a formula in a spreadsheet, or ends a cell early in one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")

Record = dict[str, object]


def escape(cell: object) -> str:
    """A cell that no spreadsheet runs.

    >>> escape("=1+1"), escape("-- no"), escape("yes"), escape(-3), unescape(escape("'tis"))
    ("'=1+1", "'-- no", 'yes', '-3', "'tis")
    """
    if not isinstance(cell, str):
        return str(cell)
    return "'" + cell if cell.startswith(FORMULA) else cell


def unescape(cell: str) -> str:
    """A cell as it was before `escape`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def export_csv(stories: Iterable[Story], table: str = "witnesses") -> str:
    """One table of some stories.

    Args:
        stories: the stories.
        table: articles | statements | parts | witnesses | readings.

    Raises:
        UsageError: there is no such table.

    >>> from tellings import Article, collate_story
    >>> text = "“We will open the bridge in May,” Ann Lee said."
    >>> story = collate_story([Article.from_text(text, published="2024-05-01")])
    >>> export_csv([story], "statements").splitlines()[1].split(",")[:4]
    ['1.1', 'Ann Lee', '', '']
    """
    if table not in TABLES:
        raise UsageError(f"there is no table {table!r}; tables: {', '.join(TABLES)}")
    columns, records = TABLES[table]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for story in stories:
        mask = Mask.of(story)
        for record in records(story, mask):
            writer.writerow({name: escape(_masked(record[name], mask)) for name in columns})
    return out.getvalue()


def _masked(cell: object, mask: Mask) -> object:
    return mask(cell) if isinstance(cell, str) else cell


def _articles(story: Story, mask: Mask) -> Iterator[Record]:
    for telling in story.tellings:
        article = story.articles[telling.article_id]
        yield {
            "story": story.number, "siglum": telling.siglum, "article_id": article.article_id, "outlet": article.outlet,
            "title": article.title, "published": article.published, "anchor": telling.anchor, "url": article.url,
            "source": article.source, "copy_of": telling.copy_of, "characters": len(article.text),
        }  # fmt: skip


def _statements(story: Story, mask: Mask) -> Iterator[Record]:
    for edition in story.statements:
        row = edition.row
        yield {
            "statement": statement_id(story, edition), "speaker": row.speaker, "said": row.said,
            "channels": "; ".join(row.channels), "witnesses": row.witnesses, "independent": row.independent,
            "whole": row.whole, "text": row.text, "wording": row.wording,
            "said_source": row.said_source, "open": row.open, "statement_id": row.statement_id,
            "story_id": row.story_id,
        }  # fmt: skip


def _parts(story: Story, mask: Mask) -> Iterator[Record]:
    for edition in story.statements:
        for part in edition.parts:
            held = {
                name: "; ".join(story.siglum(article_id) for article_id in getattr(part, name))
                for name in ("whole", "partial", "omitted")
            }
            yield {"statement": statement_id(story, edition), "part": part.part, "text": part.text} | held


def _witnesses(story: Story, mask: Mask) -> Iterator[Record]:
    for edition in story.statements:
        for row in edition.witnesses:
            passage = cut_passage(row, mask)
            yield {
                "statement": statement_id(story, edition), "part": row.part, "speaker": edition.row.speaker,
                "siglum": story.siglum(row.article_id), "carries": row.carries, "channel": row.channel,
                "said": row.said, "before": passage.before, "words": passage.words,
                "after": passage.after, "start": row.start, "end": row.end,
                "article_id": row.article_id, "quotation_id": row.quotation_id,
            }  # fmt: skip


def _readings(story: Story, mask: Mask) -> Iterator[Record]:
    for edition in story.statements:
        for row in edition.readings:
            passage = cut_passage(row, mask)
            yield {
                "statement": statement_id(story, edition), "part": row.part, "place": row.place, "lemma": row.lemma,
                "siglum": story.siglum(row.article_id), "kind": row.kind, "turns": int(row.turns),
                "before": passage.before, "words": passage.words, "after": passage.after, "start": row.start,
                "end": row.end, "article_id": row.article_id,
            }  # fmt: skip


# Columns of each table, and what yields its rows.
TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[Story, Mask], Iterator[Record]]]] = {
    "articles": (
        ("story", "siglum", "article_id", "outlet", "title", "published", "anchor", "url", "source", "copy_of",
         "characters"), _articles,
    ),
    "statements": (
        ("statement", "speaker", "said", "channels", "witnesses", "independent", "whole", "text", "wording",
         "said_source", "open", "statement_id", "story_id"), _statements,
    ),
    "parts": (("statement", "part", "text", "whole", "partial", "omitted"), _parts),
    "witnesses": (
        ("statement", "part", "speaker", "siglum", "carries", "channel", "said", "before", "words", "after", "start",
         "end", "article_id", "quotation_id"), _witnesses,
    ),
    "readings": (
        ("statement", "part", "place", "lemma", "siglum", "kind", "turns", "before", "words", "after", "start", "end",
         "article_id"), _readings,
    ),
}  # fmt: skip
