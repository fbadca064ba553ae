"""XML: a file in, its articles out (NewsML-G2, NITF, RSS, Atom); OPML and what is none of these, refused with a reason.

IPTC's NewsML-G2 2.x (newsMessage, newsItem, packageItem) and NITF 3.x. Entities are not resolved and nothing is
fetched, so a file cannot reach for others nor grow.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from tellings.model import Article
from tellings.stages.read.feeds import read_feed
from tellings.stages.read.reading import Reading, ReadSettings, refused, too_large
from tellings.text.given_dates import date_notices, normalise_date

PARSER: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True,
                          "remove_comments": True, "remove_pis": True}  # fmt: skip
FEEDS = frozenset(("rss", "feed", "RDF"))
# Elements of NITF and XHTML that hold a line of text.
LINES = frozenset(
    ("p", "hl1", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "pre", "caption")
)
# What belongs to a picture, or describes the item.
BESIDE = frozenset(("media", "figure", "head", "byline", "dateline", "distributor", "hedline"))
# pubStatus of IPTC: what is not usable was taken back, or may not be published yet.
WITHDRAWN = frozenset(("canceled", "cancelled", "withheld"))


def read_xml(data: bytes, settings: ReadSettings) -> Iterator[Reading]:
    """The articles of an XML file."""
    parser = etree.XMLParser(**PARSER)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        yield refused(-1, f"not XML: {str(error)[:120]}", data)
        return
    if root is None:
        yield refused(-1, "not XML: nothing in it can be parsed", data)
        return
    damage = _damage(parser)
    name = _name(root)
    if name in FEEDS:
        yield from read_feed(data)
    elif name == "opml":
        count = sum(1 for node in root.iter() if _name(node) == "outline" and node.get("xmlUrl"))
        said = f"OPML: a list of {count} feeds, which holds no article; tellings watch fetches their pages"
        yield refused(-1, said, data)
    elif name == "nitf":
        yield _finished(_nitf(root), -1, data, damage, settings)
    else:
        yield from _items(root, data, damage, settings)


def _damage(parser: Any) -> str:
    """What the parser passed over."""
    errors = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    return f"not sound XML from line {errors[0].line} on, read as far as it could be" if errors else ""


def _name(node: Any) -> str:
    """An element's name without its namespace; "" of what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""  # QName() refuses what damaged files hold


def _all(node: Any, *names: str) -> Iterator[Any]:
    return (found for found in node.iter() if _name(found) in names)


def _words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


def _first(node: Any, *names: str) -> str:
    """The words of the first such element that has any, best name first."""
    if node is None:
        return ""
    return next((words for name in names for found in _all(node, name) if (words := _words(found))), "")


def _child(node: Any, name: str) -> Any:
    return next((found for found in node if _name(found) == name), None) if node is not None else None


def _lines(node: Any) -> list[str]:
    """The lines of a body: paragraphs and headings, what stands beside the text left out."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        at = waiting.pop()
        name = _name(at)
        if not name or name in BESIDE:
            continue
        if name in LINES:
            found.append(_words(at))
        else:
            waiting.extend(reversed(at))
    return [line for line in found if line]


def _finished(article: Article | str, number: int, data: bytes, damage: str, settings: ReadSettings) -> Reading:
    """The reading of an article, or of the reason why there is none."""
    if len(data) > settings.max_bytes:
        return refused(number, too_large(len(data), settings.max_bytes), data)
    if isinstance(article, str):
        return refused(number, "; ".join(filter(None, (article, damage))), data)
    notices = [damage, *date_notices(article.published, article.modified)]
    return Reading(number, data, len(data), article, "; ".join(filter(None, notices)))


# --- NITF


def _nitf(root: Any) -> Article | str:
    """The article of an <nitf> element."""
    body = next(_all(root, "body.content"), None)
    lines = _lines(body) if body is not None else []
    if not lines:
        return "NITF without a paragraph in its body.content"
    issue = next(_all(root, "date.issue"), None)
    publication = next(_all(root, "pubdata"), None)
    document = next(_all(root, "doc.copyright"), None)
    told = publication.get("date.publication") if publication is not None else None
    outlet = publication.get("name") if publication is not None else None
    holder = document.get("holder") if document is not None else None
    article = Article.from_text(
        "\n".join(lines),
        title=_first(root, "hl1", "title"),
        outlet=outlet or _first(root, "distributor") or holder or "",
        published=normalise_date((issue.get("norm") if issue is not None else None) or told),
        url=(publication.get("ex-ref") or "") if publication is not None else "",
        byline=_first(root, "byline"),
    )
    return replace(article, format="nitf", language=_language(root))


def _language(node: Any) -> str:
    code = (node.get("{http://www.w3.org/XML/1998/namespace}lang") or "").lower().split("-")[0]
    return code if len(code) == 2 and code.isalpha() else ""


# --- NewsML-G2


def _items(root: Any, data: bytes, damage: str, settings: ReadSettings) -> Iterator[Reading]:
    """The items of a NewsML-G2 file."""
    items = list(_all(root, "newsItem"))
    if not items:
        known = "NewsML-G2, NITF, RSS, Atom and OPML are known"
        packages = "a NewsML-G2 package that only points to its items" if next(_all(root, "packageItem"), None) else ""
        yield refused(-1, packages or f"XML whose first element is {_name(root)[:40]!r}: {known}", data)
        return
    alone = len(items) == 1
    for number, item in enumerate(items):
        part = data if alone else etree.tostring(item, encoding="utf-8")
        yield _finished(_news_item(item), -1 if alone else number, part, damage, settings)


def _news_item(item: Any) -> Article | str:
    """The article of a <newsItem>."""
    meta, content = _child(item, "itemMeta"), _child(item, "contentMeta")
    status = next(_all(meta, "pubStatus"), None) if meta is not None else None
    told = (status.get("qcode") or "").rpartition(":")[2].lower() if status is not None else ""
    if told in WITHDRAWN:
        return f"NewsML-G2 whose publication status is {told!r}: it was taken back or may not be published"
    contents = _child(item, "contentSet")
    lines = _content_lines(contents) if contents is not None else []
    if not lines:
        return "NewsML-G2 without a text in its contentSet (a picture, a film, or a pointer to a file)"
    nested = next(_all(contents, "nitf"), None)
    provider = next(_all(meta, "provider"), None) if meta is not None else None
    article = Article.from_text(
        "\n".join(lines),
        title=_first(content, "headline")
        or _first(meta, "title")
        or (_first(nested, "hl1") if nested is not None else ""),
        outlet=_first(content, "infoSource") or _provider(provider),
        published=normalise_date(
            _first(meta, "firstCreated") or _first(content, "contentCreated") or _first(meta, "versionCreated")
        ),
        url=next((link.get("href") for link in _all(item, "link") if link.get("rel", "").endswith("canonical")), ""),
        byline=_first(content, "by") or _first(content, "creator"),
    )
    modified = normalise_date(_first(content, "contentModified") or _first(meta, "versionCreated"))
    modified = "" if modified == article.published else modified
    return replace(article, format="newsml", language=_language(item), modified=modified)


def _provider(node: Any) -> str:
    """A provider's name, else its literal or code."""
    if node is None:
        return ""
    return _first(node, "name") or node.get("literal") or (node.get("qcode") or "").rpartition(":")[2]


def _content_lines(contents: Any) -> list[str]:
    """The text of a content set: inline XML (XHTML, NITF) or inline data; the longest where there are several."""
    found: list[list[str]] = []
    for node in _all(contents, "inlineXML", "inlineData"):
        body = next(_all(node, "body.content", "body"), node)
        lines = _lines(body)
        if not lines and _name(node) == "inlineData" and node.get("contenttype", "text/plain").startswith("text/plain"):
            lines = [line.rstrip() for line in (node.text or "").split("\n")]
        found.append(lines if any(lines) else [])
    return max(found, key=lambda lines: sum(map(len, lines)), default=[])
