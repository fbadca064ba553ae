"""JSON and JSON Lines: bytes in, one reading for each record out; a broken row costs itself alone."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from tellings.stages.read.json_shapes import in_our_names, is_json_feed, json_feed_items, withdrawn
from tellings.stages.read.reading import Reading, ReadSettings, refused, too_large
from tellings.stages.read.records import article_of, choose_fields, no_text, parse_map
from tellings.text.decode import decode

CHUNK = 1 << 20


def read_json_lines(stream: BinaryIO, settings: ReadSettings) -> Iterator[Reading]:
    """The records of a stream, one a line; empty lines are passed over."""
    mapping = parse_map(settings.map)
    number = line_number = 0
    while line := stream.readline(settings.max_bytes + 1):
        line_number += 1
        size = len(line)
        if size > settings.max_bytes and not line.endswith(b"\n"):
            size += _skip_line(stream)
            yield refused(number, f"line {line_number}: {too_large(size, settings.max_bytes)}", line[:CHUNK], size)
        elif not line.strip(b" \t\r\n\xef\xbb\xbf\0"):
            continue
        else:
            yield _read_line(line, number, line_number, mapping)
        number += 1


def _skip_line(stream: BinaryIO) -> int:
    """Pass over the rest of a line; its length."""
    size = 0
    while piece := stream.readline(CHUNK):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size


def _read_line(line: bytes, number: int, line_number: int, mapping: Mapping[str, str]) -> Reading:
    decoded = decode(line)
    if not decoded.encoding:
        return refused(number, f"line {line_number}: not a text", line)
    try:
        record = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        return refused(number, f"line {line_number}: not JSON: {_said(error)}", line)
    return _read_record(record, number, f"line {line_number}: ", mapping, line, "jsonl", decoded.notice)


def _said(error: Exception) -> str:
    """What the parser says, in few words."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:80]


def _read_record(
    record: object, number: int, where: str, mapping: Mapping[str, str], data: bytes, format_: str, notice: str
) -> Reading:
    if not isinstance(record, dict):
        return refused(number, f"{where}holds {type(record).__name__}, not an object with a text", data)
    if problem := withdrawn(record):
        return refused(number, where + problem, data)
    record = record if mapping else in_our_names(record)
    fields = choose_fields((name for name, value in record.items() if value), mapping)
    if not fields.text:
        fields = choose_fields(record, mapping)
    if not fields.text:
        return refused(number, where + no_text(record, "field"), data)
    article, noticed = article_of(record, fields, format_)
    reason = "; ".join(filter(None, (notice, noticed)))
    return Reading(number, data, len(data), article, reason if article else where + reason)


def read_json(data: bytes, settings: ReadSettings) -> Iterator[Reading]:
    """The records of a JSON file: one object, a list of them, or an object that holds one list of them."""
    decoded = decode(data)
    try:
        whole = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        if decoded.text.lstrip().startswith("{") and "\n" in decoded.text.strip():
            yield from _lines_after_all(data, settings, error)
        else:
            yield refused(-1, f"not JSON: {_said(error)}", data)
        return
    mapping = parse_map(settings.map)
    records = json_feed_items(whole) if is_json_feed(whole) else _records_in(whole, mapping)
    if records is None:
        yield _read_record(whole, -1, "", mapping, data, "json", decoded.notice)
        return
    if not records:
        yield refused(-1, "an empty list", data)
    for number, record in enumerate(records):
        part = json.dumps(record, sort_keys=True).encode("utf-8", "replace")
        if len(part) > settings.max_bytes:
            yield refused(
                number, f"record {number}: {too_large(len(part), settings.max_bytes)}", part[:CHUNK], len(part)
            )
        else:
            yield _read_record(record, number, f"record {number}: ", mapping, part, "json", decoded.notice)


def _records_in(whole: object, mapping: Mapping[str, str]) -> list[object] | None:
    """The list of records in a JSON value; None where the value is itself the record."""
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict) and not choose_fields(whole, mapping).text:
        if in_our_names(whole) is not whole:
            return None
        lists = [v for v in whole.values() if isinstance(v, list) and v and all(isinstance(r, dict) for r in v)]
        if len(lists) == 1:
            return lists[0]
    return None


def _lines_after_all(data: bytes, settings: ReadSettings, error: Exception) -> Iterator[Reading]:
    """A .json file that holds JSON Lines, as many do; or the error that it is neither."""
    first = data.split(b"\n", 1)[0]
    try:
        json.loads(decode(first).text)
    except (ValueError, RecursionError):
        yield refused(-1, f"not JSON: {_said(error)}", data)
        return

    yield from read_json_lines(io.BytesIO(data), settings)
