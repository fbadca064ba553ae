"""What one telling asserts: its blocks and quotations in; clauses with their hedges, polarity and voice out."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tellings.model import HEDGES, TOLD, Article, Assertion, Attribution, Block, Quotation
from tellings.stages.claims.article_words import ArticleWords
from tellings.text.hedges import find_hedges, hedged_places
from tellings.text.propositions import Proposition, find_propositions
from tellings.text.sentences import find_sentences
from tellings.text.words import Span

NEAR = 120  # characters between source and cue up to which both are the words of an attribution
FRAMED = 4  # words of matter that the frame of a quotation must have beside source and cue to assert something itself
ENDS = (
    ".!?"  # a stretch of the outlet's own words with one word of matter is a sentence ("They are resting.") or a scrap
)
LEAD = 6  # characters that "that" or "to" may take at the head of the content
GAP = 40  # characters between cue and content up to which both are one clause ("refused, he said, to resign")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a told block that one quotation holds, or none."""

    start: int
    end: int
    quotation: Quotation | None


def find_assertions(
    article: Article,
    blocks: Iterable[Block],
    quotations: Sequence[Quotation] = (),
    attributions: Iterable[Attribution] = (),
    language: str = "en",
    story_id: str = "",
    words: ArticleWords | None = None,
) -> list[Assertion]:
    """What an article asserts, in order; the claim of each is still open.

    Args:
        article: the telling.
        blocks: its blocks; only those that are told assert something.
        quotations: who is quoted with what: a frame ("police said that") is hedge and voice, not content.
        attributions: which voice each quotation has.
        language: of the text.
        story_id: the story it is a telling of.
        words: the words of the article, where they are read already.

    >>> text = "The bridge may have been damaged, the mayor said. Rain fell on the town."
    >>> article = Article.from_text(text)
    >>> said = Quotation("q", article.article_id, "indirect", "prose", ((0, 32),), 0, 32, 34, 43, 44, 48, False, "",
    ...                  None, None, None, None, None, None, "", "")
    >>> told = Block(article.article_id, 0, len(text), "body", "")
    >>> rows = find_assertions(article, [told], [said])
    >>> [(text[row.start : row.end], row.hedges) for row in rows]
    [('The bridge may have been damaged', ('attributed', 'uncertain')), ('Rain fell on the town.', ())]
    """
    text = article.text
    voices = {row.quotation_id: row.voice_id for row in attributions}
    words = words or ArticleWords(text, language)
    frames, hedging = _Frames(words, quotations), _Hedging(words, language)
    found: list[Assertion] = []
    for block in sorted((b for b in blocks if b.kind in TOLD), key=lambda b: b.start):
        sentences = find_sentences(text, block.start, block.end, language)
        for region in _regions(block, quotations):
            for piece in find_propositions(text, region.start, region.end, language):
                if frames.asserts(piece, region.quotation):
                    span = _with_frame(text, piece, region.quotation, hedging)
                    found.append(_assertion(article, span, region.quotation, sentences, hedging, voices, story_id))
    return found


def _regions(block: Block, quotations: Sequence[Quotation]) -> Iterator[Region]:
    """A block cut at the borders of quotations; where one is nested in another the inner one counts."""
    segments = [
        (end - start, start, end, q)
        for q in quotations
        for start, end in q.segments
        if block.start < end and start < block.end
    ]
    edges = sorted({block.start, block.end, *(e for _, a, b, _ in segments for e in (a, b))})
    owners: list[Region] = []
    for low, high in itertools.pairwise(edges):
        if low < block.start or high > block.end:
            continue
        inside = [(size, a, q.quotation_id, q) for size, a, b, q in segments if a <= low and high <= b]
        owner = min(inside, key=lambda one: one[:3])[3] if inside else None
        if owners and owners[-1].quotation is owner:
            owners[-1] = Region(owners[-1].start, high, owner)
        else:
            owners.append(Region(low, high, owner))
    return iter(owners)


class _Frames:
    """The sources and cues of an article's quotations."""

    def __init__(self, words: ArticleWords, quotations: Sequence[Quotation]) -> None:
        self.words = words
        self.spans: list[Span] = []
        for q in quotations:
            for start, end in ((q.cue_start, q.cue_end), (q.speaker_start, q.speaker_end)):
                if start is not None and end is not None:
                    self.spans.append((start, end))
        self.spans.sort()
        self.longest = max((end - start for start, end in self.spans), default=0)
        self.cues = sorted((q.cue_start, q.cue_end) for q in quotations if q.cue_start is not None and q.cue_end)

    def asserts(self, piece: Proposition, quotation: Quotation | None) -> bool:
        """Whether a stretch says more than who speaks: "the mayor told reporters on Friday" asserts nothing here."""
        at = bisect_right(self.cues, (piece.end, 0))
        framed = quotation is None and at > 0 and self.cues[at - 1][0] >= piece.start
        whole = quotation is not None or self.words.text[piece.end - 1] in ENDS
        least = FRAMED if framed else 1 if whole else 2
        return self.words.says(piece.start, piece.end, least, self._near(piece) if framed else ())

    def _near(self, piece: Proposition) -> list[Span]:
        """Sources and cues that may hold words of a stretch."""
        first = bisect_right(self.spans, (piece.start - self.longest, 0))
        return self.spans[first : bisect_right(self.spans, (piece.end, 0))]


class _Hedging:
    """The hedges of an article, asked for by stretch; most hold none, so all are looked for once beforehand."""

    def __init__(self, words: ArticleWords, language: str) -> None:
        self.words, self.text, self.language = words, words.text, language
        places = hedged_places(words.text, words.hedging(), language)
        self.starts, self.ends = [start for start, _ in places], [end for _, end in places]

    def within(self, start: int, end: int) -> dict[str, Span]:
        """The first hedge of each kind that a stretch holds."""
        if bisect_right(self.ends, start) >= bisect_left(self.starts, end):
            return {}
        found = find_hedges(self.text, start, end, self.language)
        return {hedge.kind: (hedge.start, hedge.end) for hedge in reversed(found)}


def _with_frame(text: str, piece: Proposition, quotation: Quotation | None, hedging: _Hedging) -> Span:
    """A stretch of a quotation, with the source and cue before it where these make the assertion.

    "The mayor refused to resign": without a verb of its own, "to resign" asserts nothing; nor does what is denied.
    """
    q = quotation
    if q is None or q.kind == "direct" or q.cue_start is None or q.cue_end is None:
        return piece.start, piece.end
    denied = q.negated or "denied" in hedging.within(q.cue_start, q.cue_end)
    begins = q.start - 2 <= piece.start <= q.start + LEAD
    if (piece.finite and not denied) or not begins or not 0 <= piece.start - q.cue_end <= GAP:
        return piece.start, piece.end
    start = q.cue_start
    if q.speaker_start is not None and q.speaker_end is not None and q.speaker_end <= start <= q.speaker_end + NEAR:
        start = q.speaker_start
    return (piece.start if "\n" in text[start : piece.start] else start), piece.end


def _assertion(
    article: Article,
    span: Span,
    quotation: Quotation | None,
    sentences: Sequence[Span],
    hedging: _Hedging,
    voices: dict[str, str],
    story_id: str,
) -> Assertion:
    text = article.text
    hedges = hedging.within(*span)
    if quotation is not None:
        hedges = _frame_hedges(quotation, hedging) | hedges
    kinds = [kind for kind in HEDGES if kind in hedges]
    first = hedges[kinds[0]] if kinds else (None, None)
    at = max(0, bisect_right(sentences, (span[0], len(text))) - 1)
    denied = quotation is not None and quotation.negated
    return Assertion(
        story_id=story_id,
        claim_id="",
        article_id=article.article_id,
        start=span[0],
        end=span[1],
        sentence_start=min(sentences[at][0], span[0]),
        sentence_end=max(sentences[at][1], span[1]),
        hedge=kinds[0] if kinds else "",
        hedge_start=first[0],
        hedge_end=first[1],
        hedges=tuple(kinds),
        hedge_spans=tuple(hedges[kind] for kind in kinds),
        negated=denied or hedging.words.denies(*span),
        voice_id=voices.get(quotation.quotation_id, "") if quotation else "",
        quotation_id=quotation.quotation_id if quotation else "",
    )


def _frame_hedges(quotation: Quotation, hedging: _Hedging) -> dict[str, Span]:
    """What the frame of a quotation holds back: an indirect one is attributed; its cue may deny, allege or doubt."""
    if quotation.cue_start is None or quotation.cue_end is None:
        return {}
    cue = (quotation.cue_start, quotation.cue_end)
    found = {kind: span for kind, span in hedging.within(*cue).items() if kind != "expected"}
    if quotation.negated:
        found["denied"] = cue
    if quotation.kind != "direct":
        found["attributed"] = _words_of_frame(quotation, cue)
    return found


def _words_of_frame(quotation: Quotation, cue: Span) -> Span:
    """Source and cue, where they stand near each other outside the content; the cue alone otherwise."""
    if quotation.speaker_start is None or quotation.speaker_end is None:
        return cue
    low, high = min(cue[0], quotation.speaker_start), max(cue[1], quotation.speaker_end)
    crossed = any(low < end and start < high for start, end in quotation.segments)
    return cue if crossed or high - low > NEAR else (low, high)
