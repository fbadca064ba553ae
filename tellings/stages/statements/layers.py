"""Layers: the quoted pieces of an article in, texts that do not repeat themselves out, word by word."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tellings.model import Article, Mark
from tellings.stages.statements.link import GRAM, overlap
from tellings.stages.statements.pieces import SCRAP, Piece
from tellings.text.align import Token
from tellings.text.spelling import function_forms

QUOTES = '“”"«»„‟〝〞'
SINGLES = "'‘’‚‛‹›`"
APOSTROPHES = str.maketrans("’ʼ", "''")


# Emphasis and quoted lines as Markdown writes them (CommonMark 0.31, sections 5.1 and 6.2): a run that closes stands
# right behind a word and opened right before one, so that the stars of a word struck out ("d***") stay.
EMPHASIS = re.compile(
    r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])(?:[^\n\r*_]|(?<=\w)[*_]+(?=\w))*?(?<=[^\s*_])(\1)(?![\w*_])"
)
QUOTED_LINE = re.compile(r"(?<=[\n\r])[ \t]*(>[> \t]*)")


@dataclass
class Layer:
    """The words of one article that belong to the statement, in its order, as one text."""

    article_id: str
    pieces: list[Piece]
    text: str
    starts: list[int]  # of each piece in `text`
    inner: Mapping[int, bool] = field(default_factory=dict)  # marks within, by place in the article: whether they open
    markup: frozenset[int] = frozenset()  # places in the article where its Markdown marks stand
    tokens: list[Token] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # of the tokens, as the article has them
    plain: list[str] = field(default_factory=list)  # the same, apostrophes unified: by what readings are told apart
    after: list[str | None] = field(default_factory=list)  # what follows each up to the next; None ends a piece
    spans: list[tuple[int, int]] = field(default_factory=list)  # of the tokens, in the article
    piece_of: list[int] = field(default_factory=list)  # number of the piece of each token
    column_of: list[int] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)  # token by column
    columns: list[int] = field(default_factory=list)  # those that it has, ascending

    def take(self, tokens: list[Token]) -> None:
        """Note the words of the text, with their piece and their place in the article."""
        self.tokens = tokens
        self.column_of = [-1] * len(tokens)
        self.piece_of = [bisect_right(self.starts, token.start) - 1 for token in tokens]
        shifts = [piece.start - start for piece, start in zip(self.pieces, self.starts, strict=True)]
        self.spans = [
            (token.start + shifts[number], token.end + shifts[number])
            for token, number in zip(tokens, self.piece_of, strict=True)
        ]
        self.words = [self.text[token.start : token.end] for token in tokens]
        self.plain = [word.translate(APOSTROPHES) for word in self.words]
        for n, (token, following) in enumerate(pairwise(tokens)):
            joined = self.piece_of[n] == self.piece_of[n + 1]
            self.after.append(self.text[token.end : following.start] if joined else None)

    def is_post(self, column: int | None = None) -> bool:
        """Whether its word in a column stands in an embedded post; where it has none there, whether all of it does."""
        if column is None or column not in self.at:
            return all(piece.form == "post" for piece in self.pieces)
        return self.pieces[self.piece_of[self.at[column]]].form == "post"

    def end_of(self, text: str, token: int) -> int:
        """Where a word of the article ends, with the stops and marks within that belong to it."""
        end, high = self.spans[token][1], self.pieces[self.piece_of[token]].end
        while end < high and (text[end] in ".!?…" or self.inner.get(end) is False):
            end += 1
        return end


def make_layer(article: Article, pieces: list[Piece], inner: Mapping[int, bool] | None = None) -> Layer:
    """A layer of some pieces of one article."""
    starts, texts, at = [], [], 0
    markup: set[int] = set()
    for piece in pieces:
        starts.append(at)
        words = article.text[piece.start : piece.end]
        marks = find_markup(words)
        texts.append("".join(" " if n in marks else sign for n, sign in enumerate(words)) if marks else words)
        markup |= {piece.start + n for n in marks}
        at += len(words) + 1
    return Layer(article.article_id, pieces, "\n".join(texts), starts, inner or {}, frozenset(markup))


def find_markup(text: str) -> set[int]:
    """Places of the marks by which Markdown sets words in emphasis or a line as quoted: nobody said them.

    >>> text = "We **will** go, d*** it, 2 * 3 * 4"
    >>> sorted(find_markup(text)) == [3, 4, 9, 10]
    True
    """
    if not any(sign in text for sign in "*_>"):
        return set()
    spans = [match.span(group) for match in EMPHASIS.finditer(text) for group in (1, 2)]
    spans += [match.span(1) for match in QUOTED_LINE.finditer(text)]
    return {place for span in spans for place in range(*span)}


def find_inner_marks(marks: Iterable[Mark]) -> dict[str, dict[int, bool]]:
    """By article: where the marks stand that enclose words quoted within a quotation, and whether they open."""
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    for mark in marks:
        if mark.depth > 0 and mark.kind == "quote" and mark.closing == "closed":
            found[mark.article_id].update(dict.fromkeys(range(mark.start, mark.content_start), True))
            found[mark.article_id].update(dict.fromkeys(range(mark.content_end, mark.end), False))
    return found


def split_layers(pieces: Sequence[Piece], group: Sequence[Piece] = ()) -> list[list[Piece]]:
    """Pieces of one article as texts that do not repeat themselves: a post and its quotation apart are two.

    The pieces of one quotation are one text. A scrap of a word or two that may be cut from a fuller piece is a text of
    its own: beside others nothing would tell where it belongs.

    Args:
        pieces: of the article.
        group: all pieces of the statement.
    """
    quoted: dict[str, list[Piece]] = defaultdict(list)
    scraps: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.order):
        if len(piece.forms) < SCRAP and any(_may_be_of(piece, other) for other in group or pieces):
            scraps.append([piece])
        else:
            quoted[piece.quotation_id].append(piece)
    found: list[list[Piece]] = []
    for unit in sorted(quoted.values(), key=lambda unit: (-max(p.end - p.start for p in unit), unit[0].order)):
        for layer in found:
            if not any(_repeats(piece, other) for piece in unit for other in layer):
                layer.extend(unit)
                break
        else:
            found.append(list(unit))
    return [sorted(layer, key=lambda p: p.order) for layer in found] + scraps


def _may_be_of(scrap: Piece, other: Piece) -> bool:
    """Whether a fuller piece has a word of a scrap, one of content where it has any."""
    if len(other.forms) < SCRAP:
        return False
    content = set(scrap.forms) - function_forms()
    return not (content or set(scrap.forms)).isdisjoint(other.forms)


def _repeats(piece: Piece, other: Piece) -> bool:
    if piece.start < other.end and other.start < piece.end:
        return True
    shared = overlap(piece, other)
    return shared.covered * 2 >= shared.shorter and (shared.covered >= GRAM or shared.shorter < GRAM)
