"""Primary sources: reported pieces and the source itself in, the source's own words for them as quotations out.

What a primary source marks as speech (marks, turns, a signed post) is quoted there like anywhere. Of one that is all
speech and marks none of it (a statement, a speech, a post), the sentences that reports quote are found by placing each
reported piece in it.
"""

from collections.abc import Mapping, Sequence

from tellings.model import Article, Quotation, content_id
from tellings.stages.statements.pieces import Heard, Piece
from tellings.text.placing import may_hold, place, share, split
from tellings.text.sentences import find_sentences
from tellings.text.words import Span, find_words

# Words from which a reported piece singles out its place: shorter ones stand in any text.
FEWEST = 5
# Per cent of a reported piece that the source must have there: as for a misquotation that is still recognised.
SHARED = 60


def primary_quotations(
    articles: Mapping[str, Article], pieces: Sequence[Piece]
) -> list[tuple[Quotation, Heard, list[Piece]]]:
    """What primary sources say where reports quote them, and no piece has it yet.

    Args:
        articles: the story's articles.
        pieces: all pieces of all articles.

    Returns:
        Quotations, each of one stretch of whole sentences, with its voice as the reports settle it, and its piece.
    """
    sources = [article for _, article in sorted(articles.items()) if article.kind == "primary"]
    reported = [p for p in pieces if articles[p.article_id].kind != "primary" and len(p.forms) >= FEWEST]
    found = []
    for source in sources:
        taken = [(p.start, p.end) for p in pieces if p.article_id == source.article_id]
        spans = _sentences_quoted(source, articles, reported)
        for (start, end), of in spans:
            if not any(start < high and low < end for low, high in taken):
                found.append(_quotation(source, start, end, of))
    return found


def _sentences_quoted(
    source: Article, articles: Mapping[str, Article], reported: Sequence[Piece]
) -> list[tuple[Span, list[Piece]]]:
    """Stretches of whole sentences of a source that reports quote, with the pieces that quote them, in order."""
    text = split(source.text)
    sentences = [_without_head(source, low, high) for low, high in find_sentences(source.text)]
    quoted: dict[Span, list[Piece]] = {}
    for piece in reported:
        wanted = split(articles[piece.article_id].text[piece.start : piece.end])
        pairs = place(wanted, text) if may_hold(wanted, text) else []
        if share(wanted, [i for i, _ in pairs]) < SHARED:
            continue
        for low, high in sentences:
            if any(low <= text.spans[j][0] < high for _, j in pairs):
                quoted.setdefault((low, high), []).append(piece)
    merged: list[tuple[Span, list[Piece]]] = []
    for span, of in sorted(quoted.items()):
        if merged and not source.text[merged[-1][0][1] : span[0]].strip() and _voice(of) == _voice(merged[-1][1]):
            merged[-1] = ((merged[-1][0][0], span[1]), [*merged[-1][1], *of])
        else:
            merged.append((span, of))
    return merged


def _without_head(source: Article, low: int, high: int) -> Span:
    """A sentence of a transcript without the name before its first cue."""
    cues = (int(cue.partition(" ")[0]) for cue in source.cues)
    begin = next((at for at in cues if low <= at < high), low)
    return (begin, high) if source.text[low:begin].endswith(": ") else (low, high)


def _voice(pieces: Sequence[Piece]) -> Piece:
    """The piece whose voice is best settled: what reports say of a source's speaker."""
    return min(pieces, key=lambda p: (not p.sure, not p.voice_id, not p.named, -len(p.name), p.voice_id))


def _quotation(source: Article, start: int, end: int, of: Sequence[Piece]) -> tuple[Quotation, Heard, list[Piece]]:
    best = _voice(of)
    words = find_words(source.text, start, end)
    start, end = words[0][0], max(words[-1][1], end)
    quotation_id = content_id("quotation", source.article_id, "primary", start, end)
    quotation = Quotation(
        quotation_id=quotation_id, article_id=source.article_id, kind="direct", form="primary",
        segments=((start, end),), start=start, end=end, speaker_start=None, speaker_end=None, cue_start=None,
        cue_end=None, negated=False, channel="", channel_start=None, channel_end=None, addressee_start=None,
        addressee_end=None, said_start=None, said_end=None, within="",
        reason="inferred: the primary source has what reports quote",
    )  # fmt: skip
    voice = Heard(best.voice_id, best.name, best.sure, best.named)
    forms = tuple(split(source.text[start:end]).forms)
    piece = Piece(
        source.article_id, quotation_id, start, end, best.voice_id, forms, best.name, best.sure, "primary", best.named
    )
    return quotation, voice, [piece]
