"""Quotations: an article, its blocks and marks in; what it ascribes to whom, and quoted words that are no speech."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tellings.model import TOLD, Article, Block, Mark, Quotation, QuotedPhrase, content_id
from tellings.stage import Settings, Stage
from tellings.stages.quotations.article import ArticleReader
from tellings.stages.quotations.headlines import Headlines
from tellings.stages.quotations.phrases import quoted_phrase
from tellings.stages.quotations.plausible import chance
from tellings.text.circumstances import Hints
from tellings.text.marks import Region, find_all_marks, paragraph_streams
from tellings.text.reading import Saying
from tellings.text.words import Span


@dataclass(frozen=True)
class QuotationSettings(Settings):
    """How quotations are found."""

    language: str = "en"  # the data files to use; English is the one language there are data for
    # Share of letters in marks from which a quotation counts as direct: a "to" before the marks does not make it mixed.
    direct_share: float = 0.95
    # Chance below which an indirect candidate is left out; 0 keeps all. Our gold would bear .5, but PolNeAR, which
    # counts more attitudes as quotations, loses from .3 on.
    least_chance: float = 0.2


DEFAULTS = QuotationSettings()
# What each frame of tellings.text.attribution says in the column `reason`.
REASONS = {
    "postposed": "source and cue after the words",
    "inverted": "cue and source after the words",
    "preposed": "source and cue before the words",
    "complement": "source, cue and a clause",
    "object": "source, cue and what it is about",
    "postposed clause": "a clause, then source and cue",
    "according to": "according to",
    "second-hand": "cited for what another says",
    "as told": "as the source told",
    "passive": "a passive that names no source",
    "noun": "the owner of a noun that says so",
    "announced": "announced before a colon",
    "block": "announced before a colon, set without marks",
    "signed": "signed after a dash",
    "post": "signature of the post",
    "turn": "head of the turn",
    "following": "inferred: the speaker or subject of the sentence before",
    "repeats": "inferred: repeats the post above",
    "woven": "inferred: the subject of the sentence that its words complete",
    "repeated": "inferred: its words stand in another quotation",
    "above": "inferred: the only speaker of the paragraphs above",
    "open": "open: no cue near, and no speaker to take over",
}


def find_all(
    text: str,
    article_id: str = "",
    blocks: Sequence[Block] | None = None,
    marks: Sequence[Mark] | None = None,
    settings: QuotationSettings = DEFAULTS,
) -> tuple[list[Quotation], list[QuotedPhrase]]:
    """Quotations, and quoted words that are no speech; never raises.

    Args:
        text: the article's text as read.
        article_id: goes into each row.
        blocks: the article's blocks, where they are known: only told text is read.
        marks: the article's marks, where they are known.
        settings: how to find.

    >>> quotations, phrases = find_all('"We go," said Ann Lee of the “ghost” train.')
    >>> [q.kind for q in quotations], [p.kind for p in phrases]
    (['direct'], ['scare'])
    """
    regions = [Region(b.start, b.end, b.kind in TOLD, b.kind == "title") for b in blocks or ()]
    streams = paragraph_streams(text, regions)
    if marks is None:
        marks = [Mark(article_id, *found) for found in find_all_marks(text, streams, settings.language)]
    starts = [start for start, _ in streams[0]]
    told = [mark for mark in marks if _is_told(mark, streams[0], starts)]
    article = ArticleReader(text, told, streams[0], settings.language)
    article.read()
    titles = [(b.start, b.end) for b in blocks or () if b.kind == "title"]
    headlines = Headlines(text, titles, streams[0], article.sayings, settings.language) if article.loose else None
    settled = [(loose, headlines.read(loose) if headlines else None) for loose in article.loose]
    sayings = article.sayings + [said for _, said in settled if said is not None]
    quotations = [_quotation(article, article_id, said, settings) for said in sayings]
    phrases = [quoted_phrase(text, article_id, *loose) for loose, said in settled if said is None]
    quotations.sort(key=lambda q: (q.start, q.end, q.quotation_id))
    return _nested(_plausible(text, quotations, settings)), phrases


def _plausible(text: str, quotations: list[Quotation], settings: QuotationSettings) -> list[Quotation]:
    """The quotations without indirect ones that are most likely none."""
    least = settings.least_chance
    if least <= 0:
        return quotations
    return [q for q in quotations if q.kind != "indirect" or chance(text, q, settings.language) >= least]


def _nested(quotations: list[Quotation]) -> list[Quotation]:
    """The quotations, each with the id of the shortest one that holds all of it."""
    spans = sorted(
        ((start, end, k) for k, q in enumerate(quotations) for start, end in q.segments),
        key=lambda s: (s[0], -s[1], s[2]),
    )
    holders: dict[int, str] = {}
    open_spans: list[tuple[int, int, int]] = []
    for start, end, k in spans:
        while open_spans and open_spans[-1][1] <= start:
            open_spans.pop()
        inside = quotations[k].start == start
        for outer_start, outer_end, other in reversed(open_spans):
            if inside and other != k and outer_end >= quotations[k].end and (outer_start, outer_end) != (start, end):
                holders[k] = quotations[other].quotation_id
                break
        open_spans.append((start, end, k))
        open_spans = open_spans[-NESTING:]
    return [replace(q, within=holders[k]) if k in holders else q for k, q in enumerate(quotations)]


def _is_told(mark: Mark, paragraphs: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a mark begins in one of the told paragraphs."""
    k = bisect_right(starts, mark.start) - 1
    return k >= 0 and mark.start < paragraphs[k][1]


def find_quotations(
    text: str, article_id: str = "", blocks: Sequence[Block] | None = None, marks: Sequence[Mark] | None = None
) -> list[Quotation]:
    """What a text ascribes to whom, in order; see `find_all`.

    >>> text = '"We go," said Ann Lee.'
    >>> [(q.kind, text[q.start:q.end], text[q.speaker_start:q.speaker_end]) for q in find_quotations(text)]
    [('direct', 'We go,', 'Ann Lee')]
    """
    return find_all(text, article_id, blocks, marks)[0]


def _quotation(article: ArticleReader, article_id: str, said: Saying, settings: QuotationSettings) -> Quotation:
    """The row of a saying."""
    form, kind = _form_and_kind(article, said, settings)
    segments = tuple(said.segments)
    channel, channel_span, time = _circumstances(article, said)
    taken = not channel and kind == "direct" and said.announced is not None
    if taken and said.announced is not None:
        (channel, channel_span), time = said.announced[0], time if time[0] is not None else said.announced[1] or NOWHERE
    speaker, cue, addressee = said.speaker or NOWHERE, said.cue or NOWHERE, said.addressee or NOWHERE
    reason = REASONS[said.frame]
    if not (said.speaker or said.frame == "open"):
        reason = f"open: {said.rejected or 'no source found'} ({reason})"
    if taken:
        reason += "; channel announced above"
    if said.hedge and not said.negated:
        reason += f"; hedged: {said.hedge}"
    return Quotation(
        quotation_id=content_id("quotation", article_id, kind, segments),
        article_id=article_id,
        kind=kind,
        form=form,
        segments=segments,
        start=min(start for start, _ in segments),
        end=max(end for _, end in segments),
        speaker_start=speaker[0],
        speaker_end=speaker[1],
        cue_start=cue[0],
        cue_end=cue[1],
        negated=said.negated,
        channel=channel,
        channel_start=channel_span[0],
        channel_end=channel_span[1],
        addressee_start=addressee[0],
        addressee_end=addressee[1],
        said_start=time[0],
        said_end=time[1],
        within="",
        reason=reason,
    )


# Speech within speech goes no deeper in print.
NESTING = 8
NOWHERE: tuple[None, None] = (None, None)
Place = Span | tuple[None, None]


def _form_and_kind(article: ArticleReader, said: Saying, settings: QuotationSettings) -> tuple[str, str]:
    """Form (marks, prose, post, turn) and kind (direct, mixed, indirect)."""
    if said.frame in ("post", "turn"):
        return said.frame, "direct"
    if said.frame == "block":
        return "turn", "direct"
    share = article.extents.marked_share(said.segments, said.depth)
    if not share:
        return "prose", "indirect"
    return "marks", "direct" if share >= settings.direct_share else "mixed"


def _circumstances(article: ArticleReader, said: Saying) -> tuple[str, Place, Place]:
    """Channel, the words that name it, and those that tell the time."""
    if said.frame == "post" and said.signature is not None:
        return _platform(said.posted), said.signature, _date_span(article.text, said.signature) or NOWHERE
    if said.cue is None and said.frame != "announced":
        return "", NOWHERE, NOWHERE
    hints = article.hints.get(said.clause, Hints(True, True))
    if not any(hints):
        return "", NOWHERE, NOWHERE
    pieces = article.extents.outside(said, article.sayings)
    place = said.cue[0] if said.cue is not None else said.clause[0]
    channel = article.circumstances.channel(pieces, place) if hints.channel else None
    time = (article.circumstances.time(pieces, place) if hints.time else None) or NOWHERE
    return (*channel, time) if channel else ("", NOWHERE, time)


# Twitter is the one platform whose embeds are signed "— Name (@handle) Month D, YYYY"; this day it took another name.
RENAMED = "2023-07-24"


def _platform(posted: str) -> str:
    """What the platform of a signed post was called on its day."""
    return "X" if posted >= RENAMED else "Twitter"


def _date_span(text: str, signature: Span) -> Span | None:
    """Where the date stands in a post's signature."""
    low = text.rfind(")", *signature) + 1
    while low < signature[1] and not text[low].isalnum():
        low += 1
    return (low, signature[1]) if low < signature[1] else None


def run(
    settings: QuotationSettings, articles: list[Article], blocks: list[Block], marks: list[Mark]
) -> Iterator[Quotation | QuotedPhrase]:
    """Quotations and quoted phrases of each article."""
    own_blocks: dict[str, list[Block]] = defaultdict(list)
    own_marks: dict[str, list[Mark]] = defaultdict(list)
    for block in blocks:
        own_blocks[block.article_id].append(block)
    for mark in marks:
        own_marks[mark.article_id].append(mark)
    for article in articles:
        key = article.article_id
        found = sorted(own_marks[key], key=lambda m: (m.start, -m.end, m.kind, m.depth))
        quotations, phrases = find_all(article.text, key, own_blocks[key], found, settings)
        yield from quotations
        yield from phrases


STAGE = Stage(
    name="quotations",
    version=2,
    reads=(Article, Block, Mark),
    writes=(Quotation, QuotedPhrase),
    by="article_id",
    run=run,
    settings=DEFAULTS,
)
