"""What a page's head says of its article: a parsed page in, title, outlet, byline, dates, language, address out.

Best source first: JSON-LD (schema.org NewsArticle and kin), then meta elements (OpenGraph, Dublin Core, parsely, ...),
then the markup itself, then the address; htmldate (Barbaresi 2020) only where nothing else gives a date.
"""

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tellings.stages.read.date_choice import DateChoice

ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review|WebPage|Recipe)$")
# Names of meta elements, best first.
META = {
    "title": ("og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "headline", "sailthru.title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "cre",
               "article:publisher"),
    "byline": ("author", "parsely-author", "byl", "article:author", "dc.creator", "dcterms.creator", "sailthru.author",
               "twitter:creator"),
    "published": ("article:published_time", "article:published", "og:published_time", "datepublished",
                  "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date",
                  "date.issued",
                  "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "article.published",
                  "originalpublicationdate",
                  "rnews:datepublished", "article_date_original", "ptime",
                  "cxenseparse:recs:publishtime",
                  "date", "citation_date", "published_at", "pdate"),
    "modified": ("article:modified_time", "article:modified", "og:updated_time", "datemodified", "lastmod",
                 "last-modified", "dcterms.modified", "revised", "utime"),
    "url": ("og:url", "twitter:url"),
    "language": ("og:locale", "language", "content-language", "dc.language", "inlanguage"),
}  # fmt: skip
NAME_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")
URL_DATE = re.compile(
    r"(?:/(?:19|20)\d\d[/-]?(?:0[1-9]|1[0-2])[/-]?|[_-](?:19|20)\d\d(?:0[1-9]|1[0-2]))(?:0[1-9]|[12]\d|3[01])(?=[/._-]|$)"
)
# What htmldate makes of a year alone, as in a notice of copyright.
YEAR_ALONE = "-01-01"
CONTROL = re.compile(r"[\x00-\x1f]")
# After the last of these a page's <title> names the outlet.
TITLE_PARTS = re.compile(r"\s+[|–—»·-]\s+|\s*\|\s*")


@dataclass(slots=True)
class Metadata:
    """What is known; "" for what is not."""

    title: str = ""
    outlet: str = ""
    byline: str = ""
    dates: DateChoice = field(default_factory=DateChoice)
    language: str = ""
    url: str = ""
    paywalled: bool = False  # as the page itself says


def find_metadata(tree: Any, html: str, address: str = "") -> Metadata:
    """Metadata of a parsed page; `address` is where it was fetched, used where it names none itself."""
    found = Metadata()
    _from_json_ld(tree, found)
    _from_meta(tree, found)
    _from_markup(tree, found)
    _fill(found, "url", address if _is_address(address) else "")
    _date_from_address(found)
    if not found.dates.taken("published"):
        _date_from_htmldate(html, found)
    return found


def _fill(found: Metadata, name: str, value: str) -> None:
    """Keep a value unless a better source gave one."""
    value = " ".join((entities.unescape(value) if "&" in value else value).split())
    if value and not getattr(found, name):
        setattr(found, name, value)


def _fill_language(found: Metadata, value: str) -> None:
    code = re.split(r"[-_,;\s]", value.strip().lower())[0]
    if len(code) == 2 and code.isascii() and code.isalpha():
        _fill(found, "language", code)


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and not any(c.isspace() for c in value)


# --- JSON-LD


def _from_json_ld(tree: Any, found: Metadata) -> None:
    listed = list(_json_ld(tree))
    named = {node["@id"]: node for node in listed if isinstance(node.get("@id"), str) and "name" in node}
    nodes = [node for node in listed if ARTICLE_TYPES.search(_type(node))]
    nodes.sort(key=lambda node: (_type(node) == "WebPage", "headline" not in node))
    found.paywalled = any(str(node.get("isAccessibleForFree", "")).lower() == "false" for node in nodes)
    for node in nodes:
        _fill(found, "title", _text(node.get("headline")))
        _fill(found, "byline", _people(node.get("author"), named))
        outlet = _name(node.get("publisher"), named)
        _fill(found, "outlet", "" if _is_address(outlet) else outlet)
        found.dates.add("published", node.get("datePublished"), "json-ld")
        found.dates.add("modified", node.get("dateModified"), "json-ld")
        _fill_language(found, _text(node.get("inLanguage")))
        for address in (_text(node.get("url")), _text(node.get("mainEntityOfPage"))):
            if _is_address(address):
                _fill(found, "url", address)


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "") or not script.text:
            continue
        try:  # control characters inside strings are the commonest fault of these
            whole = json.loads(CONTROL.sub(" ", script.text).strip().removesuffix(";"))
        except (ValueError, RecursionError):
            continue
        yield from _objects(whole)


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD value that may describe the page: lists, @graph and mainEntity opened."""
    if depth > 4:
        return
    if isinstance(value, list):
        for part in value[:100]:
            yield from _objects(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            if key in value:
                yield from _objects(value[key], depth + 1)


def _type(node: dict[str, Any]) -> str:
    kind = node.get("@type", "")
    kinds = [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]
    return next((k for k in kinds if ARTICLE_TYPES.search(k)), kinds[0] if kinds else "")


def _text(value: Any) -> str:
    """A value of schema.org, which may be a text, an object with a name, or a list of either."""
    for _ in range(4):
        if isinstance(value, str):
            return value
        if isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("@id")
        else:
            return ""
    return ""


def _name(value: Any, named: dict[str, dict[str, Any]]) -> str:
    """The name of a person or organisation, which may be described elsewhere and only referred to by its @id."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        value = named.get(value["@id"], "")
    return _text(value).strip()


def _people(value: Any, named: dict[str, dict[str, Any]]) -> str:
    listed = value if isinstance(value, list) else [value]
    names = [name for name in (_name(person, named) for person in listed[:20]) if name and not _is_address(name)]
    return ", ".join(dict.fromkeys(names))


# --- meta elements


def _from_meta(tree: Any, found: Metadata) -> None:
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        if not content:
            continue
        for attribute in NAME_ATTRIBUTES:
            for name in meta.get(attribute, "").lower().split():
                values.setdefault(name, content.strip())
    for field_, names in META.items():
        for name in names:
            value = values.get(name, "")
            if not value:
                continue
            if field_ in ("published", "modified"):
                found.dates.add(field_, value, "meta")
            elif field_ == "language":
                _fill_language(found, value)
            elif _is_address(value) == (field_ == "url"):
                _fill(found, field_, value.lstrip("@") if name.startswith("twitter:c") else value)


# --- the markup itself


def _from_markup(tree: Any, found: Metadata) -> None:
    html = tree if tree.tag == "html" else None
    if html is not None:
        _fill_language(found, html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower() and _is_address(link.get("href", "").strip()):
            found.url = link.get("href").strip()
            break
    title = " ".join((tree.findtext(".//title") or "").split())
    parts = [part for part in TITLE_PARTS.split(title) if part]
    if not found.title:
        headings = [" ".join("".join(h.itertext()).split()) for h in tree.iter("h1")]
        _fill(found, "title", next((h for h in headings if h and h in title), ""))
        _fill(found, "title", max(parts, key=len) if parts else "")
    for element in tree.iter("time"):
        if element.get("datetime") and (
            element.get("pubdate") is not None or element.get("itemprop") == "datePublished"
        ):
            found.dates.add("published", element.get("datetime"), "time element")
    if not found.dates.taken("published"):
        dates = [element.get("datetime") for element in tree.iter("time") if element.get("datetime")]
        if len(set(dates)) == 1:  # more than one may belong to other articles
            found.dates.add("published", dates[0], "time element")


def _date_from_address(found: Metadata) -> None:
    dates = URL_DATE.findall(_path(found.url))
    if len(dates) == 1:
        found.dates.add("published", dates[0].strip("/_-").replace("/", "-"), "url")


def _path(url: str) -> str:
    """The path of an address; "" for what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _date_from_htmldate(html: str, found: Metadata) -> None:
    """Last resort: patterns over the whole page; at the very last any likely date on it, but no mere year."""
    _ask_htmldate(html, found, "htmldate", extensive=False)
    if not found.dates.taken("published"):
        _ask_htmldate(html, found, "htmldate search", extensive=True)


def _ask_htmldate(html: str, found: Metadata, source: str, extensive: bool) -> None:
    from htmldate import find_date  # noqa: PLC0415 (half a second to import, needed on few pages)

    try:  # max_date pinned: it caps at today otherwise, and the same page would give other dates on other days
        date = find_date(
            html, original_date=True, extensive_search=extensive, max_date="2100-01-01", url=found.url or None
        )
    except Exception:  # it is given anything that calls itself a page; a date is worth no failure
        return
    if date and not (extensive and date.endswith(YEAR_ALONE)):
        found.dates.add("published", date, source)
