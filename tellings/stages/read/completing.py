"""What is told of any article, whatever it was read from: a reading as its reader made it in, the same completed out.

Language (declared or detected), how sure its dates are, whether it is a stub, and what should be noticed. The text is
not touched.
"""

from dataclasses import replace
from functools import cache

from tellings.language import DEFAULT, languages
from tellings.model import Article
from tellings.stages.read.date_choice import ALONE
from tellings.stages.read.reading import Reading
from tellings.text.detect import SAMPLE, detect_language, same_language
from tellings.text.given_dates import exchange_notice
from tellings.text.mojibake import mend
from tellings.text.stubs import STUB_WORDS, stub_reason

# How far a second look at a text's language goes on behind the first.
SECOND_LOOK = 2 * SAMPLE
# Characters that STUB_WORDS words do not have: longer texts need not be counted.
MOST_STUB = 12 * STUB_WORDS
SHOWN = 3  # sorts of mojibake named in a notice


def completed(reading: Reading) -> Reading:
    """The reading with all that is told of any article."""
    article = reading.article
    if article is None:
        return reading
    body = _body(article)
    language, source, unread = _language(article, body)
    stub = _stub(article, body)
    notices = [
        reading.reason,
        unread,
        f"a stub: {stub}" if stub and stub not in reading.reason else "",
        _mojibake_notice(article.text),
        exchange_notice(article.published, body),
    ]
    modified_source = article.modified_source or ("given" if article.modified else "")
    told = replace(
        article,
        language=language,
        language_source=source,
        stub=stub,
        published_confidence=article.published_confidence or ALONE.get(article.published_source, 0),
        modified_source=modified_source,
        modified_confidence=article.modified_confidence or ALONE.get(modified_source, 0),
        dates=article.dates or _given_dates(article, modified_source),
    )
    return replace(reading, article=told, reason="; ".join(filter(None, notices)))


def _body(article: Article) -> str:
    """The words of the article alone, as far as its markup tells them."""
    if "body" not in article.layout:
        return article.text
    lines = article.text.split("\n")
    return "\n".join(line for line, kind in zip(lines, article.layout, strict=False) if kind == "body")


@cache
def _languages_read() -> tuple[str, ...]:
    return tuple(languages())


def _language(article: Article, body: str) -> tuple[str, str, str]:
    """An article's language, whether it is declared or detected, and what is noticed of it.

    What is declared holds unless two stretches of the text both read like one other language: of 17 pages of
    trafilatura_eval where that was so, all but a table of numbers were declared wrong (templates of a whole site).
    """
    language, source = article.language, "declared" if article.language else ""
    found = detect_language(body)
    notice = ""
    if found and not (language and same_language(found, language)):
        again = detect_language(body[SAMPLE : SAMPLE + SECOND_LOOK]) if language else found
        if again == found:
            notice = f"declared to be in {language!r}, reads like {found!r}" if language else ""
            language, source = found, "detected"
    known = _languages_read()
    if language and language not in known:
        unread = f"in a language ({language}) whose quotations, dates and claims are not read; {', '.join(known)} is"
        notice = "; ".join(filter(None, (notice, unread)))
    return language, source, notice


def _stub(article: Article, body: str) -> str:
    """What shows that an article is a stub; its reader may have said so already."""
    if article.kind != "report" or article.cues or article.stub:
        return article.stub
    words = len(body.split(None, STUB_WORDS)) if len(body) < MOST_STUB else STUB_WORDS
    return stub_reason(article.text, words, language=DEFAULT)


def _given_dates(article: Article, modified_source: str) -> tuple[str, ...]:
    """The dates of an article that no page gave, as `Article.dates` has them."""
    given = (
        ("published", article.published_source, article.published),
        ("modified", modified_source, article.modified),
    )
    return tuple(f"{what} {source} {value}" for what, source, value in given if value)


def _mojibake_notice(text: str) -> str:
    """How much of a text was once read in another encoding."""
    view = mend(text)
    if not view.mends:
        return ""
    sorts = dict.fromkeys((text[a:b], view.text[c:d]) for a, b, c, d in view.mends)
    shown = ", ".join(f"{was!r} for {is_!r}" for was, is_ in list(sorts)[:SHOWN] if len(was) < 20)
    return f"mojibake at {len(view.mends)} places ({shown}), kept as read; tellings.mend gives a mended view"
