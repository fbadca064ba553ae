"""A web page to an article: our own lines as its text, metadata from its head, and the kind of each line as layout."""

from dataclasses import replace

from tellings.model import Article
from tellings.stages.read.layout import tell_layout
from tellings.stages.read.page_metadata import find_metadata
from tellings.stages.read.reading import Reading, refused
from tellings.text.decode import declared_encoding, decode
from tellings.text.html import Page, linearise

# Fewer words of body are a teaser or a page whose article is hidden from view.
STUB_WORDS = 40


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
    if _body_words(page, layout) < STUB_WORDS:
        # Some pages hide their article until a script unveils it.
        unveiled = linearise(html, hidden=True)
        other = tell_layout(unveiled, html, metadata.title)
        if _body_words(unveiled, other) >= STUB_WORDS:
            page, layout = unveiled, other
    article = Article.from_text(
        page.text,
        title=metadata.title,
        outlet=metadata.outlet,
        published=metadata.published,
        url=metadata.url,
        byline=metadata.byline,
    )
    notices = [] if "body" in layout else ["no line of the page reads like an article's body"]
    if metadata.paywalled:
        notices.append(f"the page calls itself paywalled; {_body_words(page, layout)} words of body are there")
    found = replace(
        article,
        format="html",
        language=metadata.language,
        published_source=metadata.published_source if article.published else "",
        modified=metadata.modified,
        layout=layout,
    )
    return found, "; ".join(notices)


def _body_words(page: Page, layout: tuple[str, ...]) -> int:
    lines = zip(page.lines, layout, strict=True)
    return sum(page.text.count(" ", line.start, line.end) + 1 for line, kind in lines if kind == "body")
