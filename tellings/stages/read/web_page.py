"""A web page to an article: our own lines as its text, metadata from its head, and the kind of each line as layout."""

from dataclasses import replace

from tellings.model import Article
from tellings.stages.read.layout import hear, tell_layout
from tellings.stages.read.page_metadata import find_metadata
from tellings.stages.read.reading import Reading, refused
from tellings.text.decode import declared_encoding, decode
from tellings.text.html import Page, linearise

# Fewer words of body are a teaser or a page whose article is hidden from view.
STUB_WORDS = 40
# So many of the words that an extractor found should be in what we take for body; else some of it is hidden from us.
VEILED = 0.5


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
    if page.tree is None:
        return None, "no text in the page"
    metadata, voices = find_metadata(page.tree, html), hear(html)
    layout = tell_layout(page, voices, metadata.title)
    words = _body_words(page, layout)
    if words < max(STUB_WORDS, VEILED * len(voices.first)):
        # Some pages hide their article until a script unveils it.
        unveiled = linearise(html, hidden=True)
        other = tell_layout(unveiled, voices, metadata.title)
        if _body_words(unveiled, other) > 2 * words:
            page, layout = unveiled, other
    if not page.lines:
        return None, "no visible text in the page"
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
