"""Translations: quoted stretches and their articles in, which tellings say that another language was spoken out."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from tellings.language import load
from tellings.model import Article
from tellings.stages.statements.pieces import Piece

# Characters before and after a quotation, within its paragraph, in which a telling says what language it was in.
NEAR = 200
# Kinds of readings that two translators give of the same words. Another number, another name, a denial that one of them
# lacks are more than that.
RENDERED = frozenset(["substitution", "tense", "transposition"])


@cache
def _cues(language: str) -> re.Pattern[str]:
    data = load("translation", language)
    phrases, languages, after = ("|".join(map(re.escape, data[key])) for key in ("phrases", "languages", "after"))
    spoken = rf"(?-i:in (?:[a-z]+ )?(?:{languages}))(?=\s*(?:[^\w\s]|$)|\s+(?:{after})\b)"
    return re.compile(rf"\b(?:{phrases}|{spoken})", re.IGNORECASE)


def may_be_translated(text: str, language: str = "en") -> bool:
    """Whether a text names a language or a translation at all: most do not, and need not be looked at closely."""
    return _hints(language).search(text) is not None


@cache
def _hints(language: str) -> re.Pattern[str]:
    data = load("translation", language)
    hints = "|".join(map(re.escape, data["hints"]))
    return re.compile(rf"{hints}|\b(?:{'|'.join(map(re.escape, data['languages']))})\b")


def find_translated(
    pieces: Iterable[Piece], articles: Mapping[str, Article], language: str = "en"
) -> list[tuple[str, str]]:
    """Articles that say beside a quotation that it was spoken or written in another language, each with its words.

    >>> text = "“We will rebuild the quay,” Ana Reis said in Portuguese."
    >>> piece = Piece("a", "q", 1, 26, "v", ("we", "will", "rebuild", "the", "quay"))
    >>> find_translated([piece], {"a": Article.from_text(text)})
    [('a', 'in Portuguese')]
    """
    found: dict[str, str] = {}
    listed = sorted(pieces, key=lambda piece: piece.order)
    for piece in listed:
        text = articles[piece.article_id].text
        low = max(text.rfind("\n", 0, piece.start) + 1, piece.start - NEAR)
        high = text.find("\n", piece.end)
        high = min(len(text) if high < 0 else high, piece.end + NEAR)
        said = next((m for side in ((low, piece.start), (piece.end, high)) if (m := _cue(text, *side, language))), None)
        if said:
            found.setdefault(piece.article_id, said)
    return sorted(found.items())


def _cue(text: str, low: int, high: int, language: str) -> str:
    """The words of a stretch, outside quotation marks, that tell of another language; "" where none do."""
    outside = re.sub(r"“[^”]*”|\"[^\"]*\"", lambda marked: " " * len(marked.group()), text[low:high])
    match = _cues(language).search(outside)
    return match.group() if match else ""
