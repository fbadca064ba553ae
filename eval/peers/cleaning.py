"""Rivals at cleaning pages: a page in, what each takes for the article's text out, each at its best settings.

What they need is in cleaning.txt beside this file. Settings were chosen for them on aeb_dev: of those a library names,
the ones with the highest body F1.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

Extractor = Callable[[str], str]


def trafilatura_best(html: str) -> str:
    from trafilatura import extract  # noqa: PLC0415 (as all below: only who measures rivals has them)

    return extract(html, favor_precision=True, include_comments=False) or ""


def trafilatura_fast(html: str) -> str:
    from trafilatura import extract  # noqa: PLC0415

    return extract(html, fast=True, include_comments=False) or ""


def resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    return str(extract_plain_text(html, main_content=True, alt_texts=False))


def readability(html: str) -> str:
    from lxml.html import document_fromstring  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    summary = Document(html).summary()
    blocks = document_fromstring(summary).iter("p", "li", "h2", "h3", "h4", "blockquote", "pre", "td")
    return "\n".join(block.text_content() for block in blocks) or document_fromstring(summary).text_content()


def newspaper4k(html: str) -> str:
    from newspaper import Article  # noqa: PLC0415

    article = Article("https://example.org/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return article.text


def justext(html: str) -> str:
    from justext import get_stoplist, justext  # noqa: PLC0415

    found = justext(html.encode("utf-8", "replace"), get_stoplist("English"), encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


PEERS: tuple[tuple[str, str, Extractor], ...] = (
    ("trafilatura", "favour precision", trafilatura_best),
    ("trafilatura", "fast", trafilatura_fast),
    ("resiliparse", "main content", resiliparse),
    ("readability-lxml", "", readability),
    ("newspaper4k", "", newspaper4k),
    ("jusText", "English", justext),
)


def installed() -> Iterator[tuple[str, Extractor]]:
    """The rivals that are there, by name with version and setting."""
    for package, setting, extract in PEERS:
        try:
            name = f"{package} {version(package)}"
        except PackageNotFoundError:
            print(f"{package}: not run: python -m pip install -r eval/peers/cleaning.txt")
            continue
        yield f"{name}, {setting}" if setting else name, _guarded(extract)


def _guarded(extract: Extractor) -> Extractor:
    """A rival that fails on a page has found nothing there."""

    def run(html: str) -> str:
        try:
            return extract(html)
        except Exception:  # what rivals raise is theirs to say
            return ""

    return run
