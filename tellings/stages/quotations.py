"""Quotations: an article, its blocks and marks in; what it ascribes to whom, and quoted words that are no speech, out."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from tellings.model import TOLD, Article, Block, Mark, Quotation, QuotedPhrase, content_id
from tellings.stage import Settings, Stage
from tellings.text.attribution import QuoteFacts, Reader, Saying, quote_facts
from tellings.text.clauses import QUOTE, grammar, join, split_sentences
from tellings.text.marks import Region, find_all_marks, paragraph_streams
from tellings.text.mentions import leading_subject
from tellings.text.words import Span


@dataclass(frozen=True)
class QuotationSettings(Settings):
    """How quotations are found."""

    language: str = "en"  # the data files to use; English is the one language there are data for
    # Share of letters in marks from which a quotation counts as direct: "to" before a marked clause does not make it mixed.
    direct_share: float = 0.95


class _Article:
    """The state of reading one article."""

    def __init__(
        self, text: str, marks: Sequence[Mark], paragraphs: Sequence[Span], settings: QuotationSettings
    ) -> None:
        self.text, self.settings = text, settings
        self.words = grammar(settings.language)
        self.paragraphs = paragraphs
        self.outer = [m for m in marks if m.kind == "quote" and m.depth == 0]
        self.starts = [m.start for m in self.outer]
        self.whole = [m for m in marks if m.kind in ("post", "turn")]
        self.sayings: list[tuple[Saying, str]] = []
        self.loose: list[Mark] = []
        self.last: Saying | None = None  # the saying that a following quotation may go on with
        self.family = ""  # of its marks
        self.announced: Saying | None = None  # the last paragraph ended with a colon

    def read(self) -> None:
        """Read all paragraphs."""
        for mark in self.whole:
            speaker = (mark.signature_start, mark.signature_end)
            if mark.kind == "post":
                speaker = _author_span(self.text, mark)
            said = Saying([(mark.content_start, mark.content_end)], mark.kind, speaker, None, (mark.start, mark.end))
            self.sayings.append((said, mark.kind))
        w = 0
        for low, high in self.paragraphs:
            while w < len(self.whole) and self.whole[w].end <= low:
                w += 1
            if w < len(self.whole) and self.whole[w].start <= low:
                self.last = None
                continue
            self.paragraph(low, high)

    def paragraph(self, low: int, high: int) -> None:
        """Read one paragraph."""
        a, b = bisect_left(self.starts, low), bisect_left(self.starts, high)
        marks = self.outer[a:b]
        facts = [quote_facts(self.text, m.start, m.end, m.content_start, m.content_end) for m in marks]
        before: Reader | None = None
        for reader in self.readers(low, high, facts):
            self.sentence(reader, before, marks)
            before = reader
        self.announced = None
        if before is not None:
            if self.text[high - 1] == ":":
                speaker, cue = before.announcer()
                self.announced = Saying([], "announced", before.mention(speaker), before.span(cue.start, cue.end) if cue else None,
                                        (before.s.start, before.s.end), bool(cue and cue.negated))  # fmt: skip
            if not before.s.marks:
                self.last = None

    def readers(self, low: int, high: int, facts: list[QuoteFacts]) -> list[Reader]:
        """Readers of a paragraph's sentences; a tag that stands apart (`"Why?" Ann Lee asked.`) is joined to its quotation."""
        language = self.settings.language
        sentences = split_sentences(self.text, low, high, [(f.start, f.end) for f in facts], language)
        found: list[Reader] = []
        for sentence in sentences:
            if not sentence.low:
                continue
            reader = Reader(sentence, facts, self.words, language)
            if found and reader.cues and len(found[-1].s) - 1 in found[-1].s.marks:
                fact = found[-1].facts(len(found[-1].s) - 1)
                stop = self.text[fact.content_end - 1]
                if stop in "?!…—–-." and reader.is_tag(stop == "."):
                    reader = Reader(join(found.pop().s, sentence), facts, self.words, language)
            found.append(reader)
        return found

    def sentence(self, reader: Reader, before: Reader | None, marks: list[Mark]) -> None:
        """Read one sentence."""
        sentence = reader.s
        found = reader.read()
        for said in found:
            self.sayings.append((said, "marks" if said.quotes else "prose"))
        claimed = set().union(*(said.quotes for said in found)) if found else set()
        free = [t for t in sorted(sentence.marks) if t not in reader.used and sentence.marks[t] not in claimed]
        if free:
            self.unclaimed(reader, before, free, marks)
        quoted = [said for said in found if said.quotes]
        if quoted:
            self.last = max(quoted, key=lambda said: said.segments[-1][1])
            self.family = _family(marks[sentence.marks[max(sentence.marks)]])
        elif not free:
            self.last = None

    def unclaimed(self, reader: Reader, before: Reader | None, free: list[int], marks: list[Mark]) -> None:
        """Quotations of a sentence that no cue of the sentence claims."""
        sentence = reader.s
        alone = all(low == QUOTE or not low[0].isalnum() or low in ("and", "but", "then") for low in sentence.low)
        for token in free:
            mark, fact, content = marks[sentence.marks[token]], reader.facts(token), reader.content(token)
            new: Saying | None = None
            if alone and self.last is not None and (fact.words >= 2 or fact.complete) and _family(mark) == self.family:
                self.last.segments.append(content)
                continue
            if self.announced is not None and before is None and token == 0:
                new = self.announced
                new.segments.append(content)
            elif token and sentence.low[token - 1] == ":" and fact.complete:
                speaker, cue = reader.announcer()
                span = reader.span(cue.start, cue.end) if cue else None
                new = Saying([content], "announced", reader.mention(speaker), span, (sentence.start, sentence.end))
            elif alone and before is not None and fact.complete and fact.capital:
                speaker = before.found[-1].speaker if before.found else None
                speaker = speaker or before.mention(leading_subject(before.s, len(before.s), self.words))
                new = Saying([content], "following", speaker, None, (sentence.start, sentence.end))
            elif alone and fact.complete and fact.words >= 4:
                new = Saying([content], "open", None, None, (sentence.start, sentence.end))
            if new is None:
                self.loose.append(mark)
                continue
            self.sayings.append((new, "marks"))
            self.last, self.family = new, _family(mark)


def _family(mark: Mark) -> str:
    """Single or double marks."""
    return "single" if mark.style in ("‘’", "''") else "double"


def _author_span(text: str, mark: Mark) -> Span | None:
    """Where the author of a post is named in its signature."""
    if mark.signature_start is None:
        return None
    at = text.find(mark.author, mark.signature_start)
    return (at, at + len(mark.author)) if at >= 0 else None


def _kind(text: str, segments: Sequence[Span], marks: Sequence[Mark], settings: QuotationSettings) -> str:
    """Direct, mixed or indirect, by the share of letters that stand in marks."""
    inside = total = 0
    for low, high in segments:
        total += sum(map(str.isalnum, text[low:high]))
        for mark in marks:
            a, b = max(low, mark.content_start), min(high, mark.content_end)
            if a < b:
                inside += sum(map(str.isalnum, text[a:b]))
    if not inside:
        return "indirect"
    return "direct" if inside >= settings.direct_share * total else "mixed"


def find_all(
    text: str,
    article_id: str = "",
    blocks: Sequence[Block] | None = None,
    marks: Sequence[Mark] | None = None,
    settings: QuotationSettings = QuotationSettings(),
) -> tuple[list[Quotation], list[QuotedPhrase]]:
    """Quotations and quoted words that are no speech."""
    regions = [Region(b.start, b.end, b.kind in TOLD, b.kind == "title") for b in blocks or ()]
    streams = paragraph_streams(text, regions)
    if marks is None:
        marks = [Mark(article_id, *astuple(m)) for m in find_all_marks(text, streams, settings.language)]
    reading = _Article(text, marks, streams[0], settings)
    reading.read()
    quotations = []
    for said, form in reading.sayings:
        kind = "direct" if form in ("post", "turn") else _kind(text, said.segments, reading.outer, settings)
        segments = tuple(said.segments)
        speaker, cue = said.speaker or (None, None), said.cue or (None, None)
        quotations.append(
            Quotation(
                content_id("quotation", article_id, kind, segments),
                article_id,
                kind,
                form if kind != "indirect" else "prose",
                segments,
                segments[0][0],
                segments[-1][1],
                speaker[0],
                speaker[1],
                cue[0],
                cue[1],
                said.negated,
                "",
                None,
                None,
                None,
                None,
                None,
                None,
                "",
                said.reason or said.frame,
            )  # fmt: skip
        )
    phrases = [QuotedPhrase(article_id, m.content_start, m.content_end, "scare", "no cue") for m in reading.loose]
    return sorted(quotations, key=lambda q: (q.start, q.end, q.quotation_id)), phrases


def find_quotations(
    text: str, article_id: str = "", blocks: Sequence[Block] | None = None, marks: Sequence[Mark] | None = None
) -> list[Quotation]:
    """What a text ascribes to whom.

    >>> text = '"We go," said Ann Lee.'
    >>> [(q.kind, text[q.start:q.end], text[q.speaker_start:q.speaker_end]) for q in find_quotations(text)]
    [('direct', 'We go,', 'Ann Lee')]
    """
    return find_all(text, article_id, blocks, marks)[0]


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
        quotations, phrases = find_all(article.text, key, own_blocks[key], own_marks[key], settings)
        yield from quotations
        yield from phrases


STAGE = Stage(
    name="quotations", version=1, reads=(Article, Block, Mark), writes=(Quotation, QuotedPhrase), by="article_id",
    run=run, settings=QuotationSettings(),
)  # fmt: skip
