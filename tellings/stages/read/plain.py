"""Plain text and Markdown: a file's bytes in, an article out whose text is the file's characters, unchanged."""

import re
from dataclasses import replace

from tellings.model import Article
from tellings.stages.read.reading import Reading, refused
from tellings.stages.read.records import choose_fields
from tellings.text.decode import decode
from tellings.text.frontmatter import find_front_matter
from tellings.text.given_dates import normalise_date

NOTHING = re.compile(r"[\s\ufeff\u200b\ufffd]*")


def read_plain(data: bytes, format_: str) -> Reading:
    """The article of a text file."""
    decoded = decode(data)
    if not decoded.encoding:
        return refused(-1, "not a text: it holds control characters; convert it to text first", data)
    if NOTHING.fullmatch(decoded.text):
        return refused(-1, "empty: no characters but white space", data)
    article = Article.from_text(decoded.text)
    if format_ == "md":
        article = _with_front_matter(decoded.text)
    return Reading(-1, data, len(data), replace(article, format=format_), decoded.notice)


def _with_front_matter(text: str) -> Article:
    """The article of a Markdown file; what its front matter says stays in the text."""
    matter = find_front_matter(text)
    if matter is None:
        return Article.from_text(text)
    fields = choose_fields(matter.values, {})
    article = Article.from_text(
        text,
        title=matter.values.get(fields.title),
        outlet=matter.values.get(fields.outlet),
        published=normalise_date(matter.values.get(fields.published)),
        url=matter.values.get(fields.url),
        byline=matter.values.get(fields.byline),
    )
    return replace(article, published_source="header" if article.published else "")
