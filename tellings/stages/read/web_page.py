"""A web page to an article: our own lines as its text, metadata from its head, and the kind of each line as layout."""

from dataclasses import replace

from tellings.model import Article
from tellings.stages.read.layout import agreement, tell_layout
from tellings.stages.read.page_metadata import find_metadata
from tellings.stages.read.reading import Reading, refused
from tellings.stages.read.voices import Voices, hear_both, hear_one
from tellings.text.decode import declared_encoding, decode
from tellings.text.given_dates import date_notices
from tellings.text.html import Page, linearise
from tellings.text.stubs import stub_reason

# Fewer shingles of body are a teaser, or a page whose article is hidden from view.
STUB_WORDS = 40
# Of what the first extractor found so much should be in what we take for body; else we missed some of it.
VEILED = 0.5
# Where so much of what one extractor puts out is body by the markup too, and the body has so many words, nearly all of
# them in lines of some length, a second extractor changes next to nothing (docs/stages/read.md).
SETTLED, SETTLED_WORDS, SETTLED_PROSE, LONG_LINE = 0.8, 250, 0.8, 80


def read_page(data: bytes, charset: str = "", address: str = "", fetched: str = "", fast: bool = False) -> Reading:
    """The article of a page's bytes.

    Args:
        data: the page.
        charset: its encoding as the server told it, in Python's name; goes before what the page declares.
        address: where it was fetched; the article's address where the page names none.
        fetched: when, ISO 8601; a later date of publication is noticed.
        fast: ask one extractor instead of two what is body.
    """
    decoded = decode(data, charset or declared_encoding(data))
    if not decoded.encoding:
        return refused(-1, "not a text: it holds control characters", data)
    article, notice = page_article(decoded.text, address, fetched, fast)
    if article is None:
        return refused(-1, notice, data)
    return Reading(-1, data, len(data), article, "; ".join(filter(None, (decoded.notice, notice))))


def page_article(html: str, address: str = "", fetched: str = "", fast: bool = False) -> tuple[Article | None, str]:
    """The article of a page; or None and why."""
    page = linearise(html)
    if not page.lines and not (page := linearise(html, hidden=True)).lines:
        return None, "no visible text in the page"
    metadata, voices = find_metadata(page.tree, html, address), hear_one(html)
    layout = tell_layout(page, voices, metadata.title)
    if not fast and not _is_settled(page, layout, voices):
        voices = hear_both(html, voices)
        layout = tell_layout(page, voices, metadata.title)
    if voices.first and agreement(page, layout, voices) < max(STUB_WORDS, VEILED * len(voices.first)):
        page, layout = _look_again(page, layout, html, voices, metadata.title)
    published, modified = metadata.dates.taken("published"), metadata.dates.taken("modified")
    article = Article.from_text(
        page.text,
        title=metadata.title,
        outlet=metadata.outlet,
        published=published.value if published else "",
        url=metadata.url,
        byline=metadata.byline,
    )
    notices = [] if "body" in layout else ["no line of the page reads like an article's body"]
    words = _body_words(page, layout)
    if metadata.paywalled:
        notices.append(f"the page calls itself paywalled; {words} words of body are there")
    if published and published.source == "htmldate search":
        notices.append(f"published {published.value} is the likeliest date on the page, not told to be its own")
    notices += date_notices(article.published, modified.value if modified else "", fetched)
    found = replace(
        article,
        format="html",
        language=metadata.language,
        published_source=published.source if published else "",
        published_confidence=metadata.dates.confidence("published"),
        modified=modified.value if modified else "",
        modified_source=modified.source if modified else "",
        modified_confidence=metadata.dates.confidence("modified"),
        dates=metadata.dates.rows(),
        layout=layout,
        stub=stub_reason(page.text, words, metadata.paywalled) if "body" in layout else "",
    )
    return found, "; ".join(notices)


def _is_settled(page: Page, layout: tuple[str, ...], voices: Voices) -> bool:
    """Whether the markup and the one extractor that was heard agree on what is body."""
    words = _body_words(page, layout)
    if words < SETTLED_WORDS or agreement(page, layout, voices) < SETTLED * len(voices.second):
        return False
    return _body_words(page, layout, LONG_LINE) >= SETTLED_PROSE * words


def _look_again(
    page: Page, layout: tuple[str, ...], html: str, voices: Voices, title: str
) -> tuple[Page, tuple[str, ...]]:
    """Look where little body was found: behind what scripts unveil, past markup that calls the article an aside."""
    unveiled = linearise(html, hidden=True)
    for other, trusting in ((unveiled, True), (page, False)):
        found = tell_layout(other, voices, title, trusting)
        if agreement(other, found, voices) > 2 * agreement(page, layout, voices):
            page, layout = other, found
    return page, layout


def _body_words(page: Page, layout: tuple[str, ...], least: int = 0) -> int:
    """Words of the lines of body that have so many characters at least."""
    lines = zip(page.lines, layout, strict=True)
    body = (line for line, kind in lines if kind == "body" and line.end - line.start >= least)
    return sum(page.text.count(" ", line.start, line.end) + 1 for line in body)
