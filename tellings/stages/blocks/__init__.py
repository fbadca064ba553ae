"""Blocks: an article in, typed spans that cover all its characters but white space out.

A block is a line of the text or a piece of one. What is told is title, dateline, body and embed; every other kind is
set aside: kept, shown greyed, never compared. A line is set aside only on evidence; what is in doubt is body.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tellings.model import DATE_HEADER, TOLD, Article, Block
from tellings.stage import Settings, Stage
from tellings.stages.blocks.appeals import Signs, find_appeal, signs_of
from tellings.stages.blocks.credits import find_caption, is_credit
from tellings.stages.blocks.embeds import find_posts
from tellings.stages.blocks.heads import (
    LEAST_TITLE_WORDS,
    find_dateline,
    is_byline,
    is_date_line,
    is_label,
    is_name,
    is_role,
    is_title,
    is_writer,
)
from tellings.stages.blocks.page_lines import find_page_lines, is_whole_page
from tellings.stages.blocks.regions import tell_region
from tellings.stages.blocks.rules import (
    HARD_STOP,
    Rules,
    Told,
    by_beginning,
    by_holding,
    is_heading,
    language_of,
    rules_of,
    whole_line,
)
from tellings.stages.blocks.sentences import find_edges
from tellings.text.frontmatter import find_front_matter
from tellings.text.words import find_paragraphs

__all__ = ["STAGE", "BlockSettings", "find_blocks", "run"]

BODY = Told("body", "")
TITLE = Told("title", "first line, short and without a final stop")
GIVEN_TITLE = Told("title", "as the metadata gives it")
HEADER = Told("header", "metadata at the start of the file")
LABEL = Told("header", "label of a desk or a kind of article")
DATE_LINE = Told("header", "date of publication")
BYLINE = Told("byline", "who wrote it")
WRITER = Told("byline", "who the writer is")
DATELINE = Told("dateline", "place or agency, then a dash")
CREDIT = Told("credit", "name and agency or platform")
CAPTION = Told("caption", "ends in a picture credit")
EMBED = Told("embed", "signed as a post")
AMONG_PAGE_LINES = "among the lines around an article on its page"
MAY_BE_TITLE = "label before a headline"
HEADING = Told("related", "heading of a list of articles")
HEADLINE = Told("related", "headline below such a heading")


@dataclass(frozen=True)
class BlockSettings(Settings):
    """Settings of finding blocks."""

    # Lines from the first in which a byline, date or dateline is looked for: a headline, a standfirst, a byline, a
    # date, a picture credit and a first paragraph make six; two more for what pages put between.
    head_lines: int = 8
    # Paragraphs that a dateline may begin: the first, or one after a standfirst or a summary in a line or two.
    dateline_paragraphs: int = 3
    # Lines below the last paragraph that are weighed as the publication's own. Pages print up to a dozen; a text of
    # more such lines is made of them.
    tail_lines: int = 20
    # Words of a headline in a list of related articles. Headlines have 5 to 15, the longest tabloid ones 25.
    headline_words: int = 25


def find_blocks(article: Article, settings: BlockSettings | None = None) -> list[Block]:
    r"""The blocks of an article, in order.

    >>> text = "Rain floods Oslo\nBy Ann Lee\nOSLO (AFP) — Rain fell, officials said.\nRead more:\nSun in Rome"
    >>> [(b.kind, text[b.start : b.end]) for b in find_blocks(Article.from_text(text))][:3]
    [('title', 'Rain floods Oslo'), ('byline', 'By Ann Lee'), ('dateline', 'OSLO (AFP) —')]
    """
    teller = _Teller(article, settings or BlockSettings())
    return [Block(article.article_id, start, end, told.kind, told.reason) for start, end, told in teller.tell()]


def run(settings: BlockSettings, articles: list[Article]) -> Iterable[Block]:
    """The stage: blocks of the articles."""
    for article in articles:
        yield from find_blocks(article, settings)


STAGE = Stage(
    name="blocks", version=2, reads=(Article,), writes=(Block,), by="article_id", run=run, settings=BlockSettings()
)

Piece = tuple[int, int, Told]


class _Teller:
    """Goes through the lines of one article."""

    def __init__(self, article: Article, settings: BlockSettings) -> None:
        self.text = article.text
        self.title = article.title.strip()
        self.settings = settings
        self.language = language_of(article.language)
        self.rules: Rules = rules_of(self.language)
        self.signs: Signs = signs_of(self.language)
        self.stems = self.signs.stems_in(article.text)
        self.outlet = article.outlet
        self.lines = find_paragraphs(self.text)
        self.layout = article.layout if len(article.layout) == len(self.lines) else ()
        self.page = self._page_lines()
        self.posts = {n for first, last in find_posts(self.text, self.lines) for n in range(first, last + 1)}
        self.listing = False  # below the heading of a list of other articles
        self.titled = False
        self.paragraphs = 0  # lines of body or posts met

    def _page_lines(self) -> dict[int, str]:
        """The page's own lines of a whole page saved as plain text; where there is markup, it tells better."""
        if self.layout or not is_whole_page([end - start for start, end in self.lines]):
            return {}
        return find_page_lines([self.text[start:end] for start, end in self.lines], self.language, self.rules)

    def tell(self) -> Iterator[Piece]:
        """All pieces, in order."""
        told = self._forward()
        self._from_the_end(told)
        return (piece for pieces in told for piece in pieces)

    def _forward(self) -> list[list[Piece]]:
        """The pieces of each line, told from the first line to the last."""
        told: list[list[Piece]] = []
        header_end = self._header_end()
        for number, (start, end) in enumerate(self.lines):
            pieces: list[Piece] = []
            if start < header_end:
                pieces.append((start, min(end, header_end), HEADER))
                start = self._skip_space(header_end)  # noqa: PLW2901 (the rest of the line is a unit of its own)
            if start < end:
                pieces += self._line(number, start, end)
            told.append(pieces)
        return told

    def _from_the_end(self, told: list[list[Piece]]) -> None:
        """Set aside what the publication says of itself below the last paragraph; the first paragraph always stays."""
        left = self.settings.tail_lines
        first = next((n for n, pieces in enumerate(told) if any(piece[2] is BODY for piece in pieces)), len(told))
        for number in range(len(told) - 1, first, -1):
            kept = [n for n, piece in enumerate(told[number]) if piece[2].kind in TOLD]
            if not kept:
                continue
            start, end, was = told[number][kept[0]]
            if was is not BODY or len(kept) > 1 or not left:
                return
            line = self.text[start:end]
            found = find_appeal(line, self.rules, self.signs, self.outlet, tail=True)
            if found is None and is_writer(line, self.text, self.rules):
                found = WRITER
            if found is None:
                return
            told[number][kept[0]] = start, end, found
            left -= 1

    def _header_end(self) -> int:
        found = DATE_HEADER.match(self.text)
        if found is not None:
            return found.end()
        matter = find_front_matter(self.text)
        return matter.end if matter else 0

    def _skip_space(self, start: int) -> int:
        text = self.text
        while start < len(text) and text[start].isspace():
            start += 1
        return start

    def _line(self, number: int, start: int, end: int) -> Iterator[Piece]:
        """The pieces of one line."""
        if number in self.posts:
            self.paragraphs += 1
            yield start, end, EMBED
            return
        marked = self.layout[number] if self.layout else ""
        if marked and marked != "body":
            yield start, end, tell_region(marked, self.text[start:end], self.rules, self.language)
            return
        line = self.text[start:end]
        told = self._whole(line, number)
        if told is None and self.paragraphs:
            told = find_appeal(line, self.rules, self.signs, self.outlet, tail=False, stems=self.stems)
        if number in self.page and (told is None or told.kind == "header"):
            found = tell_region(self.page[number], line, self.rules, self.language)
            told = found if found.kind != self.page[number] else Told(found.kind, AMONG_PAGE_LINES)
        if told is not None:
            yield start, end, told
            return
        yield from self._parts(number, start, end, line)

    def _whole(self, line: str, number: int) -> Told | None:
        """What a line is as a whole, or None when it is body or is to be taken apart."""
        rules = self.rules
        head = self._is_head(number)
        if len(line) <= 160:
            if is_heading(line, rules):
                self.listing = True
                return HEADING
            known = whole_line(line, rules)
            if known is not None:
                return known
            if is_credit(line, rules):
                return BYLINE if head and self.titled and "/" not in line else CREDIT
        told = by_beginning(line, rules, alone=True, tail=self._is_tail(number)) or by_holding(line, rules)
        if head and len(line) <= 160 and (told is None or told.reason == MAY_BE_TITLE):
            told = self._of_head(line, number) or told
        return told if told is not None and self._all_alike(line, told) else None

    def _of_head(self, line: str, number: int) -> Told | None:
        """Title, byline or date among the first lines."""
        if is_date_line(line, self.rules, self.language):
            return DATE_LINE
        if is_byline(line, self.rules) or self._is_writer_named(line, number):
            return BYLINE
        if is_label(line, self.rules) and (self.titled or len(line.split()) < LEAST_TITLE_WORDS):
            return LABEL
        if self.titled:
            return None
        told = self._title(line, number)
        self.titled = told is not None
        return told

    def _is_writer_named(self, line: str, number: int) -> bool:
        """Whether a line is the writer's name above what the writer is, or that line below the name."""
        above, below = (
            self.text[slice(*self.lines[n])] if 0 <= n < len(self.lines) else "" for n in (number - 1, number + 1)
        )
        named = is_name(line) and (is_role(below, self.rules) or below == self.outlet)
        return named or (is_name(above) and (is_role(line, self.rules) or line == self.outlet))

    def _title(self, line: str, number: int) -> Told | None:
        """The title, when this line is it."""
        if self.title and line.strip() == self.title:
            return GIVEN_TITLE
        if self.layout:
            return None
        following = next((self.text[a:b] for a, b in self.lines[number + 1 : number + 4] if b - a > len(line)), "")
        return TITLE if is_title(line, following) else None

    def _all_alike(self, line: str, told: Told) -> bool:
        """Whether the sentences of a line that begins like a rule are no prose that merely follows it."""
        if told.kind in ("title", "header", "related", "caption", "byline", "credit", "legal"):
            return True
        edges = find_edges(line, self.rules, tail=True)
        return edges.whole or len(line.split()) <= 30

    def _is_headline(self, line: str) -> bool:
        """Whether a line below a heading of a list goes on with the list; else the list ends here."""
        words = line.split()
        capitals = sum(word[0].isupper() or not word[0].isalpha() for word in words)
        going = len(words) <= self.settings.headline_words and not HARD_STOP.search(line)
        going = going and (len(words) <= 16 or 2 * capitals > len(words))
        self.listing = going
        return going

    def _is_head(self, number: int) -> bool:
        """Whether no paragraph was met yet; of a page, whose menus come first, any number of lines."""
        return not self.paragraphs and (number < self.settings.head_lines or bool(self.layout or self.page))

    def _is_tail(self, number: int) -> bool:
        return 3 * number >= 2 * len(self.lines) - 2

    def _parts(self, number: int, start: int, end: int, line: str) -> Iterator[Piece]:
        """A line of body, with what stands at its edges or is glued to it."""
        edges = find_edges(line, self.rules, self._is_tail(number))
        low, high = edges.low, edges.high
        for a, b, told in edges.before:
            yield start + a, start + b, told
        if low < high:
            yield from self._core(number, start + low, start + high, line[low:high])
        for a, b, told in edges.after:
            yield start + a, start + b, told

    def _core(self, number: int, start: int, end: int, line: str) -> Iterator[Piece]:
        """What is left of a line: a headline of a list, a caption with its credit, or body with its dateline."""
        if self.listing and self._is_headline(line):
            yield start, end, HEADLINE
            return
        credit = find_caption(line, self.rules)
        if credit is not None:
            stop = len(line[: credit[0]].rstrip())
            if stop:
                yield start, start + stop, CAPTION
            yield start + credit[0], end, CREDIT
            return
        if self.paragraphs < self.settings.dateline_paragraphs:
            cut = find_dateline(line, self.rules)
            if 0 < cut < len(line):
                yield start, start + len(line[:cut].rstrip()), DATELINE
                start += cut
        self.paragraphs += 1
        yield start, end, BODY
