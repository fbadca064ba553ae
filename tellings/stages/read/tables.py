"""Tables: CSV, TSV and Parquet in, one reading for each row out."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from tellings.stages.read.reading import Reading, ReadSettings, refused, too_large
from tellings.stages.read.records import Fields, article_of, choose_fields, no_text, parse_map
from tellings.text.decode import decode

SAMPLE = 1 << 16
# Rows of a Parquet file held at once: 256 articles of the largest size allowed would still fit a laptop.
BATCH = 256
SEPARATORS = ",;\t|"


def read_csv(stream: BinaryIO, settings: ReadSettings, tabs: bool) -> Iterator[Reading]:
    """The rows of a CSV or TSV file with a line of column names."""
    sample = stream.read(SAMPLE)
    stream.seek(0)
    decoded = decode(sample[: sample.rfind(b"\n") + 1] or sample)
    if not decoded.encoding or not sample.strip():
        yield refused(-1, "empty" if not sample.strip() else "not a text: it holds control characters", sample)
        return
    decoded_as = "utf-8-sig" if decoded.encoding == "utf-8" else decoded.encoding
    # One limit for all readers of the process: the largest cell is the largest article (in characters, at most bytes).
    csv.field_size_limit(max(settings.max_bytes, csv.field_size_limit()))
    with io.TextIOWrapper(stream, encoding=decoded_as, errors="replace", newline="") as text:
        yield from _read_rows(text, settings, "\t" if tabs else _separator(decoded.text))


def _separator(sample: str) -> str:
    """The separator that the line of column names holds most of."""
    head = sample.split("\n", 1)[0]
    return max(SEPARATORS, key=lambda mark: (head.count(mark), -SEPARATORS.index(mark)))


def _read_rows(text: io.TextIOWrapper, settings: ReadSettings, separator: str) -> Iterator[Reading]:
    rows = csv.reader(text, delimiter=separator)
    try:
        columns = next(rows, [])
    except csv.Error as error:
        yield refused(-1, f"line 1 cannot be read as column names: {error}")
        return
    columns = [column.lstrip("\ufeff") for column in columns]
    fields = choose_fields(columns, parse_map(settings.map))
    if not fields.text:
        yield refused(-1, no_text(columns, "column"), separator.join(columns).encode("utf-8", "replace"))
        return
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield refused(number, f"line {rows.line_num}: {error}", f"{number} {rows.line_num} {error}".encode())
            number += 1
            continue
        if row is None:
            return
        if row:
            yield _read_row(row, columns, fields, number, rows.line_num, settings)
            number += 1


def _read_row(
    row: list[str], columns: list[str], fields: Fields, number: int, line: int, settings: ReadSettings
) -> Reading:
    data = "\x1f".join(row).encode("utf-8", "surrogatepass")
    if len(data) > settings.max_bytes:
        return refused(number, f"line {line}: {too_large(len(data), settings.max_bytes)}", data)
    reading = _read_mapping(dict(zip(columns, row, strict=False)), fields, number, data, "csv", f"line {line}: ")
    noticed = [reading.reason] if reading.reason else []
    if len(row) != len(columns):
        noticed.append(f"{len(row)} cells under {len(columns)} column names")
    if any("\ufffd" in cell for cell in row):
        noticed.append("bytes that do not fit the encoding of the file, kept as U+FFFD")
    return Reading(number, data, len(data), reading.article, "; ".join(noticed))


def _read_mapping(
    record: Mapping[str, object], fields: Fields, number: int, data: bytes, format_: str, where: str
) -> Reading:
    article, reason = article_of(record, fields, format_)
    return Reading(number, data, len(data), article, reason if article else where + reason)


def read_parquet(path: Path, settings: ReadSettings) -> Iterator[Reading]:
    """The rows of a Parquet file, in batches, of the columns that are needed."""
    number = 0
    try:
        with pq.ParquetFile(path) as table:
            columns = table.schema_arrow.names
            fields = choose_fields(columns, parse_map(settings.map))
            if not fields.text:
                yield refused(-1, no_text(columns, "column"), "\x1f".join(columns).encode("utf-8", "replace"))
                return
            wanted = sorted({name for name in _named(fields) if name})
            for batch in table.iter_batches(batch_size=BATCH, columns=wanted):
                for record in batch.to_pylist():
                    yield _read_parquet_row(record, fields, number, settings)
                    number += 1
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError) as error:
        said = str(error).split("\n", 1)[0][:200]
        yield refused(number if number else -1, f"not sound Parquet: {said}", f"{number} {said}".encode())


def _named(fields: Fields) -> tuple[str, ...]:
    return tuple(getattr(fields, name) for name in fields.__slots__)


def _read_parquet_row(record: Mapping[str, object], fields: Fields, number: int, settings: ReadSettings) -> Reading:
    data = json.dumps(record, sort_keys=True, default=str).encode("utf-8", "replace")
    if len(data) > settings.max_bytes:
        return refused(number, f"row {number}: {too_large(len(data), settings.max_bytes)}", data)
    return _read_mapping(record, fields, number, data, "parquet", f"row {number}: ")
