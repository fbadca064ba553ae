"""A web page to an article: our own lines as its text, metadata from its head, and the kind of each line as layout."""

from dataclasses import replace

from tellings.model import Article
from tellings.stages.read.layout import tell_layout
from tellings.stages.read.page_metadata import find_metadata
from tellings.stages.read.reading import Reading, refused
from tellings.text.decode import declared_encoding, decode
from tellings.text.html import linearise


def read_page(data: bytes) -> Reading:
    """The article of a page's bytes."""
    decoded = decode(data, declared_encoding(data))
    if not decoded.encoding:
        return refused(-1, "not a text: it holds control characters", data)
    article, notice = page_article(decoded.text)
    if article is None:
        return refused(-1, notice, data)
    return Reading(-1, data, len(data), article, "; ".join(filter(None, (decoded.notice, notice))))


def page_article(html: str) -> tuple[Article | None, str]:
    """The article of a page; or None and why."""
    page = linearise(html)
    if not page.lines:
        return None, "no visible text in the page"
    metadata = find_metadata(page.tree, html)
    layout = tell_layout(page, html, metadata.title)
    article = Article.from_text(
        page.text,
        title=metadata.title,
        outlet=metadata.outlet,
        published=metadata.published,
        url=metadata.url,
        byline=metadata.byline,
    )
    notice = "" if "body" in layout else "no line of the page reads like an article's body"
    found = replace(
        article,
        format="html",
        language=metadata.language,
        published_source=metadata.published_source if article.published else "",
        modified=metadata.modified,
        layout=layout,
    )
    return found, notice
