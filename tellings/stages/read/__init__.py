"""Reading: files, folders, patterns or standard input in, one item for each thing found and an article for most out.

Items read = articles + grouped + refused. Nothing that is met vanishes, and no item stops the rest.
"""

import gzip
import hashlib
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from tellings.model import Article, Item, content_id
from tellings.stages.read.completing import completed
from tellings.stages.read.documents import read_document
from tellings.stages.read.json_lines import read_json, read_json_lines
from tellings.stages.read.plain import read_plain
from tellings.stages.read.reading import Reading, ReadSettings, check_settings, refused, too_large
from tellings.stages.read.records import parse_map
from tellings.stages.read.sources import Paths, Source, find_sources
from tellings.stages.read.tables import read_csv, read_parquet
from tellings.stages.read.transcript import read_transcript
from tellings.text.decode import decode, looks_binary

__all__ = ["FORMATS", "ReadSettings", "read_articles", "read_items"]

FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".srt": "srt",
    ".vtt": "vtt",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
    ".wacz": "wacz",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".rdf": "xml",
    ".opml": "xml",
    ".nitf": "xml",
    ".docx": "docx",
    ".rtf": "rtf",
    ".pdf": "pdf",
}  # fmt: skip; each also packed as .gz, Parquet apart
KNOWN = (
    ", ".join(
        sorted(
            {".txt", ".md", ".html", ".htm", ".srt", ".vtt", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"}
        )
    )
    + ", .warc, .wacz, .xml, .rss, .atom, .opml, .docx, .rtf, .pdf"
    + "; each but .parquet also as .gz"
)
# Formats that hold archives or lists; each is read by its own module, loaded when one is met.
ARCHIVES = frozenset(("warc", "wacz"))
DOCUMENTS = frozenset(("txt", "docx", "rtf", "pdf"))
# Read whole because a list cannot be read in part.
LISTS = frozenset(("json", "xml"))
# Longer ones are the end of a name with a stop in it.
LONGEST_EXTENSION = 12
SIGNED = {b"PAR1": "parquet", b"WARC/1.": "warc", b"%PDF-": "pdf", b"{\\rtf": "rtf"}
SIGNATURES = tuple(SIGNED)
# Enough to tell the formats apart.
SNIFFED = 4096


def read_articles(paths: Paths, settings: ReadSettings | None = None) -> list[Article]:
    """The articles of files, folders, glob patterns or standard input ("-"), each once.

    Args:
        paths: a file, a folder (read with all below it), a glob pattern, "-", or a list of these.
        settings: see ReadSettings.

    Raises:
        UsageError: a path names nothing.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text(" date 2024-05-01 Rain fell.")
    >>> [(a.text, a.published) for a in read_articles(folder)]
    [(' date 2024-05-01 Rain fell.', '2024-05-01')]
    """
    found = read_items(paths, settings=settings)
    return [article for item, article in found if article is not None and item.status == "article"]


def read_items(
    paths: Paths,
    stdin: BinaryIO | None = None,
    progress: Callable[[str], None] | None = None,
    settings: ReadSettings | None = None,
) -> Iterator[tuple[Item, Article | None]]:
    """Each item that the paths hold, sorted by source and record, with its article unless it is refused or grouped.

    Args:
        paths: as in read_articles.
        stdin: what "-" reads; standard input unless given.
        progress: called with each source's name before it is read.
        settings: see ReadSettings.

    Raises:
        UsageError: a path names nothing; raised by the call itself, before anything is read.
    """
    settings = settings or ReadSettings()
    parse_map(settings.map)
    check_settings(settings)
    return _items(find_sources(paths, settings.primary), stdin, progress, settings)


def _items(
    sources: list[Source], stdin: BinaryIO | None, progress: Callable[[str], None] | None, settings: ReadSettings
) -> Iterator[tuple[Item, Article | None]]:
    first: dict[str, str] = {}
    for source in sources:
        if progress:
            progress(source.name)
        for reading in _read_safely(source, stdin, settings):
            yield _item(source.name, reading, first)


def _primary(reading: Reading) -> Reading:
    """The same as a primary source: another article than a report with the same text."""
    if reading.article is None:
        return reading
    article_id = content_id("primary", reading.article.article_id)
    return replace(reading, article=replace(reading.article, article_id=article_id, kind="primary"))


def _item(source: str, reading: Reading, first: dict[str, str]) -> tuple[Item, Article | None]:
    """The item of a reading; the article unless one of the same text and data came before."""
    article = reading.article
    facts = (source, reading.record, hashlib.blake2b(reading.data, digest_size=16).hexdigest())
    item_id = content_id("item", *facts, *(["primary"] if article and article.kind == "primary" else []))
    if article is None:
        return Item(item_id, source, reading.record, reading.size, "refused", reading.reason, ""), None
    place = f"{source}, record {reading.record}" if reading.record >= 0 else source
    earlier = first.setdefault(article.article_id, place)
    if earlier != place:
        reason = "; ".join(filter(None, (f"same text and data as {earlier}", reading.reason)))
        return Item(item_id, source, reading.record, reading.size, "grouped", reason, article.article_id), None
    item = Item(item_id, source, reading.record, reading.size, "article", reading.reason, article.article_id)
    return item, replace(article, source=source, record=reading.record)


def _read_safely(source: Source, stdin: BinaryIO | None, settings: ReadSettings) -> Iterator[Reading]:
    """The readings of a source; what goes wrong on the way is one refused item more."""
    record, some = -1, False
    try:
        for reading in _read(source, stdin, settings):
            record, some = reading.record, True
            yield completed(_primary(reading) if source.kind == "primary" else reading)
        if not some:  # a table with column names only, a list of nothing: told like all that was met
            yield refused(-1, "it holds no record")
    except (OSError, EOFError, zlib.error) as error:
        yield refused(record + 1 if record >= 0 else -1, _because(error))
    except Exception as error:  # what a library does not foresee costs this source's rest, never the run
        said = f"{type(error).__name__}: {str(error)[:200]}"
        yield refused(record + 1 if record >= 0 else -1, f"cannot be read ({said}); please report this")


def _because(error: OSError | EOFError | zlib.error) -> str:
    """Why a file could not be read to its end."""
    if isinstance(error, gzip.BadGzipFile):
        damage = "its checksum does not fit" if "check" in str(error).lower() else "it does not begin like gzip"
        return f"cannot be unpacked: {damage}; the file is damaged or was given a name in .gz without being packed"
    if isinstance(error, EOFError):
        return "cannot be unpacked: the .gz ends before its end mark; it was cut off"
    if isinstance(error, zlib.error):
        return "cannot be unpacked: the .gz is damaged within"
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def _read(source: Source, stdin: BinaryIO | None, settings: ReadSettings) -> Iterator[Reading]:
    if source.problem:
        yield refused(-1, source.problem)
    elif source.path is None:
        yield from read_json_lines(stdin or sys.stdin.buffer, settings)
    else:
        yield from _read_file(source.path, settings)


def _read_file(path: Path, settings: ReadSettings) -> Iterator[Reading]:
    packed = path.suffix.lower() == ".gz"
    inner = Path(path.stem) if packed else path
    format_ = FORMATS.get(inner.suffix.lower(), "")
    with _open(path, packed and format_ != "warc") as stream:  # a WARC is packed record by record
        head = stream.read(SNIFFED)
        stream.seek(0)
        format_ = format_ or _sniff(inner, head)
        if format_ == "parquet" and not packed:
            yield from read_parquet(path, settings)
        elif format_ in ARCHIVES:
            yield from _read_archive(stream, format_, path, settings)
        elif format_ in ("csv", "tsv"):
            yield from read_csv(stream, settings, format_ == "tsv")
        elif format_ == "jsonl":
            yield from read_json_lines(stream, settings)
        elif format_ in ("", "parquet"):
            yield refused(-1, _unknown(inner, packed, format_), head, path.stat().st_size)
        else:
            yield from _read_whole(stream, format_, path.stat().st_size, settings)


def _read_archive(stream: BinaryIO, format_: str, path: Path, settings: ReadSettings) -> Iterator[Reading]:
    """A WARC or WACZ, as the file lies."""
    from tellings.stages.read.warc import read_wacz, read_warc  # noqa: PLC0415 (few sources are archives)

    if not path.stat().st_size:
        yield refused(-1, "empty: 0 bytes")
    elif isinstance(stream, gzip.GzipFile):
        yield refused(-1, f"a {format_} packed once more; unpack it first", path.name.encode("utf-8", "replace"))
    else:
        yield from (read_warc if format_ == "warc" else read_wacz)(stream, settings)


def _unknown(inner: Path, packed: bool, format_: str) -> str:
    """Why a file is of no format that is read."""
    if format_ == "parquet":
        return "Parquet is not read from within a .gz (it is packed within itself); unpack it first"
    suffix = inner.suffix.lower()
    if not 1 < len(suffix) <= LONGEST_EXTENSION:
        return f"not a known format: {'packed, ' if packed else ''}no extension, and not a text; known: {KNOWN}"
    return f"not a known format: {suffix}{'.gz' if packed else ''}; known: {KNOWN}"


def _open(path: Path, packed: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")


def _read_whole(stream: BinaryIO, format_: str, size: int, settings: ReadSettings) -> Iterator[Reading]:
    """A file of a format that is read in one piece."""
    limit = settings.max_json_bytes if format_ in LISTS else settings.max_bytes
    data = stream.read(limit + 1)
    if len(data) > limit:
        setting = "max-json-bytes" if format_ in LISTS else "max-bytes"
        yield refused(-1, too_large(max(size, len(data)), limit, setting), data[:SNIFFED], max(size, len(data)))
    elif not data:
        yield refused(-1, "empty: 0 bytes")
    elif format_ == "json":
        yield from read_json(data, settings)
    elif format_ == "html":
        from tellings.stages.read.web_page import read_page  # noqa: PLC0415 (lxml; texts do without)

        yield read_page(data, fast=settings.html == "fast")
    elif format_ == "xml":
        from tellings.stages.read.news_xml import read_xml  # noqa: PLC0415 (lxml)

        yield from read_xml(data, settings)
    elif format_ in DOCUMENTS:
        yield from read_document(data, format_, settings)
    elif format_ in ("srt", "vtt"):
        yield read_transcript(data, format_)
    else:
        yield read_plain(data, format_)


def _sniff(path: Path, head: bytes) -> str:
    """The format of a file whose extension says nothing; "" when it is none we know."""
    if path.suffix and len(path.suffix) <= LONGEST_EXTENSION and not path.suffix[1:].isdigit():
        return ""
    return sniff(head)


def sniff(head: bytes) -> str:
    r"""The format that the first bytes of a file show; "" when they are no text.

    >>> sniff(b"<!DOCTYPE html><p>Rain"), sniff(b'{"text": "Rain"}\n{'), sniff(b"Rain fell."), sniff(bytes(9))
    ('html', 'jsonl', 'txt', '')
    """
    if head.startswith(SIGNATURES):
        return next(format_ for begin, format_ in SIGNED.items() if head.startswith(begin))
    decoded = decode(head)
    if not decoded.encoding or (looks_binary(head) and not decoded.encoding.startswith("utf-")):
        return ""
    begin = decoded.text.lstrip()[:200].lower()
    if begin.startswith(("<!doctype html", "<html", "<head", "<body")):
        return "html"
    if begin.startswith(("<?xml", "<rss", "<feed", "<opml", "<nitf", "<newsmessage", "<newsitem")):
        return "html" if "<html" in begin or "<!doctype html" in begin else "xml"
    if begin.startswith("{"):
        return "jsonl" if "}\n{" in decoded.text.replace("\r", "").replace(" ", "") else "json"
    return "json" if begin.startswith("[{") else "txt"
