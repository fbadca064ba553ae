"""Terms: an article with its blocks and marks in, its head and its hashed terms out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tellings.language import DEFAULT
from tellings.model import TOLD, Article, Block, Mark, Terms
from tellings.stage import Settings, Stage
from tellings.text.addresses import page_address
from tellings.text.sentences import find_sentences
from tellings.text.terms import Part, count_terms, load_background, pack_lines, pack_terms, rarest
from tellings.text.words import Span

TITLE_LENGTH = 120  # characters of a title that a list of stories shows


@dataclass(frozen=True)
class TermSettings(Settings):
    """What of an article stands for it when stories are sought."""

    title_weight: int = 6  # mentions that one mention in the title counts for; 3 costs half a point, 4 to 6 are alike
    lead: int = 5000  # characters of the told text that are counted; what follows is background more often than event
    most_words: int = 300  # rarest words kept; 300 + 300 score like all of them, 150 + 150 lose a point
    most_pairs: int = 300
    long_mark: int = 12  # words from which a quotation counts even where its block is set aside (a caption, an embed)


def describe(
    article: Article,
    blocks: Iterable[Block] = (),
    marks: Iterable[Mark] = (),
    record: int = -1,
    settings: TermSettings | None = None,
) -> Terms:
    r"""Head and terms of one article; without blocks all of its text is told.

    >>> row = describe(Article.from_text("Ferry sinks off Oslo\n\nA ferry sank on Monday.", published="2024-05-01"))
    >>> row.title, row.words, len(row.terms) % 6
    ('Ferry sinks off Oslo', 9, 0)
    """
    settings = settings or TermSettings()
    spans = sorted((block.start, block.end, block.kind) for block in blocks)
    titles = [(start, end) for start, end, kind in spans if kind == "title"]
    told = [(start, end) for start, end, kind in spans if kind in TOLD and kind != "title"]
    if not spans:
        told = [(0, len(article.text))]
    marks = list(marks)
    aside = _long_marks(article.text, marks, told, settings.long_mark)
    title = article.title or " ".join(article.text[start:end] for start, end in titles)
    body = "\n".join(article.text[start:end] for start, end in told)
    quoted = "\n".join(article.text[start:end] for start, end in aside)
    language = article.language or DEFAULT
    counted = count_terms([*_parts(title, body, settings), Part(quoted)], language)
    kept = rarest(counted, load_background(language), settings.most_words, settings.most_pairs)
    return Terms(
        article_id=article.article_id,
        source=article.source,
        record=record,
        outlet=article.outlet,
        published=article.published,
        posted=max((mark.posted for mark in marks if _is_day(mark.posted)), default=""),
        title=shorten(title or _first_sentence(article.text, told)),
        words=len(title.split()) * bool(titles) + len(body.split()),
        language=article.language,
        terms=pack_terms(kept.terms, kept.counts, kept.places),
        lines=pack_lines(kept.lines),
        address=page_address(article.url),
        modified=article.modified,
    )


def _parts(title: str, body: str, settings: TermSettings) -> list[Part]:
    """Title and lead, each with how often it counts; a title that the body repeats at its start counts once."""
    if title and body.lstrip().startswith(title):
        body = body.lstrip()[len(title) :]
    return [Part(title, settings.title_weight), Part(body[: settings.lead], lines=True)]


def _long_marks(text: str, marks: list[Mark], told: list[Span], least: int) -> list[Span]:
    """Long quotations that stand in no told block, without overlap."""
    found: list[Span] = []
    end = 0
    place = 0
    for mark in sorted(marks, key=lambda mark: (mark.content_start, -mark.content_end)):
        start = mark.content_start
        while place < len(told) and told[place][1] <= start:
            place += 1
        if start < end or (place < len(told) and told[place][0] <= start):
            continue
        if len(text[start : mark.content_end].split()) >= least:
            found.append((start, mark.content_end))
            end = mark.content_end
    return found


def _first_sentence(text: str, told: list[Span]) -> str:
    """First sentence of what is told; only its first few lines are looked at."""
    for start, end in told:
        lead = text[start : min(end, start + 4000)]
        for low, high in find_sentences(lead):
            return lead[low:high]
    return ""


def shorten(title: str, most: int = TITLE_LENGTH) -> str:
    """A title on one line, cut at a word where it is long.

    >>> shorten("one two  three", most=9)
    'one two…'
    """
    line = " ".join(title[: 20 * most].split())
    if len(line) <= most:
        return line
    head = line[:most]
    return (head[: head.rfind(" ")] if " " in head else head[: most - 1]).rstrip(" ,;:–—-") + "…"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def run(settings: TermSettings, articles: list[Article], blocks: list[Block], marks: list[Mark]) -> Iterator[Terms]:
    """The row of one article."""
    for article in articles:
        yield describe(article, blocks, marks, article.record, settings)


STAGE = Stage(
    name="terms",
    version=4,
    reads=(Article, Block, Mark),
    writes=(Terms,),
    by="article_id",
    run=run,
    settings=TermSettings(),
)
