"""What is told of any article, whatever it was read from: a reading as its reader made it in, the same completed out.

Language (declared or detected), how sure its dates are, whether it is a stub, and what should be noticed. The text is
not touched.
"""

from dataclasses import replace

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
SHOWN = 3  # sorts of mojibake named in a notice


def completed(reading: Reading) -> Reading:
    """The reading with all that is told of any article."""
    if reading.article is None:
        return reading
    body = _body(reading.article)
    article, language = _with_language(reading.article, body)
    article, stub = _with_stub(article, body)
    article = _with_confidence(article)
    notices = [
        reading.reason,
        language,
        stub if article.stub not in reading.reason else "",
        _mojibake_notice(article.text),
        exchange_notice(article.published, body),
    ]
    return replace(reading, article=article, reason="; ".join(filter(None, notices)))


def _body(article: Article) -> str:
    """The words of the article alone, as far as its markup tells them."""
    if "body" not in article.layout:
        return article.text
    lines = article.text.split("\n")
    return "\n".join(line for line, kind in zip(lines, article.layout, strict=False) if kind == "body")


def _with_language(article: Article, body: str) -> tuple[Article, str]:
    """The article with its language, and what is noticed of it.

    What is declared holds unless two stretches of the text both read like one other language: of 17 pages of
    trafilatura_eval where that was so, all but a table of numbers were declared wrong (templates of a whole site).
    """
    declared, source = article.language, "declared" if article.language else ""
    found = detect_language(body)
    notice = ""
    if found and not (declared and same_language(found, declared)):
        again = detect_language(body[SAMPLE : SAMPLE + SECOND_LOOK]) if declared else found
        if again == found:
            notice = f"declared to be in {declared!r}, reads like {found!r}" if declared else ""
            declared, source = found, "detected"
    if declared and declared not in languages():
        known = ", ".join(languages())
        unread = f"in a language ({declared}) whose quotations, dates and claims are not read; {known} is"
        notice = "; ".join(filter(None, (notice, unread)))
    return replace(article, language=declared, language_source=source), notice


def _with_stub(article: Article, body: str) -> tuple[Article, str]:
    """The article with what shows that it is a stub; a reader may have said so already."""
    if article.kind != "report" or article.cues:
        return article, ""
    words = len(body.split(None, STUB_WORDS)) if len(body) < 20 * STUB_WORDS else STUB_WORDS
    reason = article.stub or stub_reason(article.text, words, False, DEFAULT)
    return (replace(article, stub=reason), f"a stub: {reason}") if reason else (article, "")


def _with_confidence(article: Article) -> Article:
    """The article with the confidence of dates that no page gave."""
    published = article.published_confidence or ALONE.get(article.published_source, 0)
    source = article.modified_source or ("given" if article.modified else "")
    modified = article.modified_confidence or ALONE.get(source, 0)
    dates = article.dates
    if not dates:
        given = (("published", article.published_source, article.published), ("modified", source, article.modified))
        dates = tuple(f"{what} {by} {value}" for what, by, value in given if value)
    return replace(
        article,
        published_confidence=published,
        modified_source=source,
        modified_confidence=modified,
        dates=dates,
    )


def _mojibake_notice(text: str) -> str:
    """How much of a text was once read in another encoding."""
    view = mend(text)
    if not view.mends:
        return ""
    sorts = dict.fromkeys((text[a:b], view.text[c:d]) for a, b, c, d in view.mends)
    shown = ", ".join(f"{was!r} for {is_!r}" for was, is_ in list(sorts)[:SHOWN] if len(was) < 20)
    return f"mojibake at {len(view.mends)} places ({shown}), kept as read; tellings.mend gives a mended view"
