"""JSON records of known makes: an object in, the same told in our names out.

JSON Feed 1.1; ninjs 1 to 3 (IPTC); Fundus (Dallabetta et al. 2024), whose body is a tree; trafilatura, whose source is
an address. What newspaper4k and news-please write needs only names of fields (records).
"""

from collections.abc import Callable, Mapping

from tellings.stages.read.markup import text_of_html

Json = Mapping[str, object]
JSON_FEED = "https://jsonfeed.org/version/"
WITHDRAWN = frozenset(("canceled", "withheld"))


def is_json_feed(value: object) -> bool:
    """Whether a JSON value is a JSON Feed."""
    return isinstance(value, dict) and str(value.get("version", "")).startswith(JSON_FEED)


def json_feed_items(feed: Json) -> list[object]:
    """The items of a JSON Feed, in our names."""
    items = feed.get("items")
    return (
        [_feed_item(item, feed) if isinstance(item, dict) else item for item in items]
        if isinstance(items, list)
        else []
    )


def _feed_item(item: Json, feed: Json) -> Json:
    html = item.get("content_html")
    return {
        "text": item.get("content_text")
        or (text_of_html(html) if isinstance(html, str) else "")
        or item.get("summary"),
        "title": item.get("title"),
        "published": item.get("date_published"),
        "modified": item.get("date_modified"),
        "outlet": feed.get("title"),
        "url": item.get("url") or item.get("external_url"),
        "byline": item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author"),
        "language": item.get("language") or feed.get("language"),
    }


def in_our_names(record: Json) -> Json:
    """A record of a known make in our names; any other as it is."""
    return next((tell(record) for known, tell in SHAPES if known(record)), record)


# --- ninjs


def _is_ninjs(record: Json) -> bool:
    bodied = any(name in record for name in ("body_text", "body_xhtml", "body_html", "bodies"))
    return "uri" in record and bodied and ("versioncreated" in record or "pubstatus" in record or "standard" in record)


def withdrawn(record: Json) -> str:
    """Why an agency's record may not be read; "" where it may."""
    if _is_ninjs(record) and record.get("pubstatus") in WITHDRAWN:
        return f"ninjs whose pubstatus is {record['pubstatus']!r}: it was taken back or may not be published"
    return ""


def _ninjs(record: Json) -> Json:
    return {
        "text": _ninjs_text(record),
        "title": record.get("headline") or _first_value(record.get("headlines")) or record.get("title"),
        "published": record.get("firstcreated") or record.get("contentcreated") or record.get("versioncreated"),
        "modified": record.get("versioncreated"),
        "outlet": _ninjs_outlet(record),
        "url": record.get("uri") if str(record.get("uri")).startswith(("http://", "https://")) else None,
        "byline": record.get("byline") or record.get("by"),
        "language": record.get("language"),
    }


def _ninjs_outlet(record: Json) -> object:
    sources = record.get("infosources")
    if isinstance(sources, list) and sources:
        return sources[0]
    return record.get("copyrightholder")


def _ninjs_text(record: Json) -> str:
    for name in ("body_text", "body_xhtml", "body_html"):
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value if name == "body_text" else text_of_html(value)
    bodies = record.get("bodies")
    found = [_ninjs_body(body) for body in bodies if isinstance(body, dict)] if isinstance(bodies, list) else []
    return max(found, key=len, default="")


def _ninjs_body(body: Json) -> str:
    value, media = body.get("value"), str(body.get("contenttype", ""))
    if not isinstance(value, str):
        return ""
    return text_of_html(value) if "html" in media else value


def _first_value(values: object) -> object:
    """The main of several headlines, else the first."""
    listed = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    main = [value for value in listed if value.get("role") in ("main", None)]
    return next((value.get("value") for value in main or listed), None)


# --- Fundus


def _is_fundus(record: Json) -> bool:
    body = record.get("body")
    return isinstance(body, dict) and isinstance(body.get("sections"), list)


def _fundus(record: Json) -> Json:
    """The body's summary, headlines and paragraphs, a line each."""
    body = record["body"]
    lines = _strings(body.get("summary")) if isinstance(body, dict) else []
    for section in body["sections"] if isinstance(body, dict) else []:
        if isinstance(section, dict):
            lines += _strings(section.get("headline")) + _strings(section.get("paragraphs"))
    return {**record, "body": "\n".join(lines), "published": record.get("publishing_date")}


def _strings(value: object) -> list[str]:
    return [line for line in value if isinstance(line, str)] if isinstance(value, list | tuple) else []


# --- trafilatura


def _is_trafilatura(record: Json) -> bool:
    return "source-hostname" in record and "source" in record


def _trafilatura(record: Json) -> Json:
    """Its source is the address, its source-hostname the outlet."""
    return {**record, "url": record.get("url") or record["source"], "source": None}


SHAPES: tuple[tuple[Callable[[Json], bool], Callable[[Json], Json]], ...] = (
    (_is_ninjs, _ninjs),
    (_is_fundus, _fundus),
    (_is_trafilatura, _trafilatura),
)
