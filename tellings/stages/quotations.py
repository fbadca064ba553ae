"""Quotations: an article, its blocks and marks in; what it ascribes to whom, and quoted words that are no speech, out."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from tellings.language import load
from tellings.model import TOLD, Article, Block, Mark, Quotation, QuotedPhrase, content_id
from tellings.stage import Settings, Stage
from tellings.text.attribution import Reader
from tellings.text.circumstances import find_channel, find_time
from tellings.text.clauses import DASHES, QUOTE, grammar, join, split_sentences
from tellings.text.marks import Region, find_all_marks, paragraph_streams
from tellings.text.mentions import leading_subject
from tellings.text.reading import QuoteFacts, Saying, quote_facts
from tellings.text.words import Span, find_words


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
        self.loose: list[tuple[Mark, Reader, int]] = []
        self.last: Saying | None = None  # the saying that a following quotation may go on with
        self.post: Mark | None = None  # the paragraph before is this post
        self.within: Saying | None = None  # the last quotation of this paragraph
        self.number = 0  # of the paragraph
        self.voices: list[tuple[int, Span]] = []  # who spoke, with the number of the paragraph
        self.near_end: Span | None = None  # who spoke in the last sentence of the paragraph before
        self.hanging: tuple[Saying, int] | None = None  # a quotation that goes on below, and its chain
        self.family = ""  # of its marks
        self.announced: Saying | None = None  # the last paragraph ended with a colon

    def read(self) -> None:
        """Read all paragraphs."""
        for mark in self.whole:
            speaker = _author_span(self.text, mark)
            said = Saying([(mark.content_start, mark.content_end)], mark.kind, speaker, None, (mark.start, mark.end))
            said.signature = (mark.signature_start or 0, mark.signature_end or 0)
            self.sayings.append((said, mark.kind))
        w = 0
        for number, (low, high) in enumerate(self.paragraphs):
            self.number = number
            while w < len(self.whole) and self.whole[w].end <= low:
                w += 1
            if w < len(self.whole) and self.whole[w].start <= low:
                self.last, self.announced, self.post = None, None, self.whole[w]
                continue
            self.paragraph(low, high)
            self.post = None

    def paragraph(self, low: int, high: int) -> None:
        """Read one paragraph."""
        if self.last is not None and self.last.speaker is None and self.signature(low, high):
            return
        a, b = bisect_left(self.starts, low), bisect_left(self.starts, high)
        marks = self.outer[a:b]
        facts = [quote_facts(self.text, m.start, m.end, m.content_start, m.content_end) for m in marks]
        before: Reader | None = None
        self.within = None
        for reader in self.readers(low, high, facts):
            self.sentence(reader, before, marks)
            before = reader
        spoken = [said.speaker for said in before.found if said.frame != "object"] if before else []
        self.near_end = next((speaker for speaker in reversed(spoken) if speaker), None)
        self.announced = None
        if before is not None:
            if self.text[high - 1] == ":":
                speaker, cue = before.announcer()
                self.announced = Saying([], "announced", before.mention(speaker), before.span(cue.start, cue.end) if cue else None,
                                        (before.s.start, before.s.end), bool(cue and cue.negated))  # fmt: skip
            if not before.s.marks:
                self.last = None

    def signature(self, low: int, high: int) -> bool:
        """Read a line that only signs the quotation above it."""
        m = SIGNATURE.match(self.text, low, high)
        if m is None or self.last is None:
            return False
        name = re.split(r"[,(]", m.group(1))[0].rstrip()
        self.last.speaker = (m.start(1), m.start(1) + len(name))
        self.last.cue, self.last.frame = (low, low + 1), "signed"
        self.last = None
        return True

    def readers(self, low: int, high: int, facts: list[QuoteFacts]) -> list[Reader]:
        """Readers of a paragraph's sentences; a tag that stands apart (`"Why?" Ann Lee asked.`) is joined to its quotation."""
        language = self.settings.language
        sentences = split_sentences(self.text, low, high, [(f.start, f.end) for f in facts], language)
        found: list[Reader] = []
        for sentence in sentences:
            if not sentence.low:
                continue
            reader = Reader(sentence, facts, self.words)
            if found and (reader.cues or sentence.low[0] in DASHES) and len(found[-1].s) - 1 in found[-1].s.marks:
                fact = found[-1].facts(len(found[-1].s) - 1)
                stop = fact.stop
                signed = sentence.low[0] in DASHES
                if signed or (stop and stop in "?!…—–-." and reader.is_tag(stop == ".")):
                    reader = Reader(join(found.pop().s, sentence), facts, self.words)
            found.append(reader)
        return found

    def sentence(self, reader: Reader, before: Reader | None, marks: list[Mark]) -> None:
        """Read one sentence."""
        sentence = reader.s
        found = reader.read()
        for said in found:
            self.sayings.append((said, "marks" if said.quotes else "prose"))
            self.take_over(said, marks)
        self.voices += [(self.number, said.speaker) for said in found if said.speaker and said.frame not in ("object", "noun")]
        claimed = set().union(*(said.quotes for said in found)) if found else set()
        free = [t for t in sorted(sentence.marks) if t not in reader.used and sentence.marks[t] not in claimed]
        if free:
            self.unclaimed(reader, before, free, marks)
        quoted = [said for said in found if said.quotes]
        if quoted:
            self.last = self.within = max(quoted, key=lambda said: said.segments[-1][1])
            self.family = _family(marks[sentence.marks[max(sentence.marks)]])
        elif not free:
            self.last = None

    def take_over(self, said: Saying, marks: list[Mark]) -> None:
        """Put before a saying what its chain of paragraphs began with, where that has found no speaker of its own."""
        if self.hanging is None or not any(marks[number].chain == self.hanging[1] for number in said.quotes):
            return
        said.segments = self.hanging[0].segments + said.segments
        self.sayings = [(other, form) for other, form in self.sayings if other is not self.hanging[0]]
        self.hanging = None

    def unclaimed(self, reader: Reader, before: Reader | None, free: list[int], marks: list[Mark]) -> None:
        """Quotations of a sentence that no cue of the sentence claims."""
        sentence = reader.s
        alone = all(low == QUOTE or not low[0].isalnum() or low in ("and", "but", "then") for low in sentence.low)
        for token in free:
            mark, fact, content = marks[sentence.marks[token]], reader.facts(token), reader.content(token)
            new: Saying | None = None
            earlier = self.last if self.last is not None or before is None else self.within
            if alone and earlier is not None and (fact.words >= 2 or fact.complete) and _family(mark) == self.family:
                earlier.segments.append(content)
                self.last = earlier
                continue
            if self.post is not None and alone and before is None and self.repeats(content, self.post):
                new = Saying(
                    [content], "repeats", _author_span(self.text, self.post), None, (sentence.start, sentence.end)
                )
            elif self.announced is not None and before is None and token == 0:
                new = self.announced
                new.segments.append(content)
            elif token and fact.complete and (sentence.low[token - 1] == ":" or (sentence.low[token - 1] == "," and fact.capital and fact.words >= 8)):
                speaker, cue = reader.announcer()
                span = reader.span(cue.start, cue.end) if cue else None
                new = Saying([content], "announced", reader.mention(speaker), span, (sentence.start, sentence.end))
            elif alone and before is not None and fact.complete and fact.capital:
                speaker = before.found[-1].speaker if before.found else None
                speaker = speaker or before.mention(leading_subject(before.s, len(before.s), self.words))
                new = Saying([content], "following", speaker, None, (sentence.start, sentence.end))
            elif fact.complete and alone and fact.words >= 4:
                new = Saying([content], "open", None, None, (sentence.start, sentence.end))
                if before is None and mark.closing != "continued":
                    self.take_speaker(new)
            elif fact.complete and fact.capital and fact.words >= 6 and token == len(sentence) - 1 and self.stands_free(reader, token):
                new = Saying([content], "open", None, None, (sentence.start, sentence.end))
            if new is None:
                self.loose.append((mark, reader, token))
                continue
            self.sayings.append((new, "marks"))
            if new.frame == "open" and mark.closing == "continued":
                self.hanging = (new, mark.chain)
            self.last, self.family = new, _family(mark)

    def take_speaker(self, said: Saying) -> None:
        """Take the speaker over from the paragraphs above, where but one fits."""
        near = [(n, speaker) for n, speaker in self.voices if n >= self.number - REACH]
        names = {_surname(self.text, speaker) for _, speaker in near}
        names -= self.words.subject_pronouns
        if near and (len(names) == 1 or (near[-1][0] == self.number - 1 and self.near_end == near[-1][1])):
            said.speaker, said.frame = near[-1][1], "above"

    def stands_free(self, reader: Reader, token: int) -> bool:
        """Whether a quotation at a sentence's end is not an object or a headline."""
        before = reader.low[token - 1] if token else ""
        words = self.text[slice(*reader.content(token))].split()
        capital = sum(word[:1].isupper() for word in words)
        return before not in reader.words.prepositions and before not in ("and", "or") and capital < 0.6 * len(words)

    def repeats(self, content: Span, post: Mark) -> bool:
        """Whether a quotation has the words of the post right above it."""
        words = [self.text[a:b].lower() for a, b in find_words(self.text, *content)][:8]
        posted = [self.text[a:b].lower() for a, b in find_words(self.text, post.content_start, post.content_end)]
        return len(words) > 3 and any(posted[i : i + len(words)] == words for i in range(len(posted)))


# A line that is but a dash and a name, below a quotation.
SIGNATURE = re.compile(r"(?:[—–―-]|--)\s*((?:the\s+|The\s+)?[A-Z][^\n.!?:;“”\"]{1,80})\.?$")
# A speaker may be taken over from so many paragraphs above: readers lose him sooner than that.
REACH = 3


def _surname(text: str, mention: Span) -> str:
    """Last word of a mention, for telling speakers of one article apart."""
    return text[slice(*mention)].lower().replace("’", "'").removesuffix("'s").split()[-1]


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


REASONS = {
    "postposed": "source and cue after the words",
    "inverted": "cue and source after the words",
    "preposed": "source and cue before the words",
    "complement": "source, cue and a clause",
    "object": "source, cue and what it is about",
    "postposed clause": "a clause, then source and cue",
    "according to": "according to",
    "passive": "a passive that names no source",
    "as told": "as the source told",
    "noun": "the owner of a noun that says so",
    "announced": "announced before a colon",
    "following": "inferred: the speaker or subject of the sentence before",
    "repeats": "inferred: repeats the post above",
    "signed": "signed after a dash",
    "post": "signature of the post",
    "turn": "head of the turn",
    "above": "inferred: the only speaker of the paragraphs above",
    "open": "open: no cue near, and no speaker to take over",
}


def _quotation(
    text: str, article_id: str, said: Saying, form: str, reading: _Article, settings: QuotationSettings
) -> Quotation:
    """The row of a saying."""
    kind = "direct" if form in ("post", "turn") else _kind(text, said.segments, reading.outer, settings)
    segments = tuple(said.segments)
    speaker, cue = said.speaker or (None, None), said.cue or (None, None)
    channel: tuple[str, Span] | None = None
    time: Span | None = None
    if form == "post" and said.signature is not None:
        channel = ("Twitter", said.signature)  # the only platform whose embeds are signed so
        time = _date_span(text, said.signature)
    elif cue[0] is not None:
        pieces = _outside(said, reading)
        channel = find_channel(text, pieces, cue[0], settings.language)
        time = find_time(text, pieces, cue[0])
    reason = REASONS[said.frame]
    if said.speaker is None and said.frame != "open":
        reason = f"open: no source found ({reason})"
    return Quotation(
        content_id("quotation", article_id, kind, segments), article_id, kind, form if kind != "indirect" else "prose",
        segments, segments[0][0], segments[-1][1], *speaker, *cue, said.negated,
        channel[0] if channel else "", *(channel[1] if channel else (None, None)),
        *(said.addressee or (None, None)), *(time or (None, None)), "", reason,
    )  # fmt: skip


def _outside(said: Saying, reading: _Article) -> list[Span]:
    """The words of the attribution: its sentence without what is said and without other quotations."""
    low, high = said.clause
    a = bisect_left(reading.starts, low)
    inner = [span for span in said.segments if span[0] < high and span[1] > low]
    if said.speaker and said.cue and said.speaker[1] < said.cue[0]:
        inner.append((said.speaker[1], said.cue[0]))  # an insert between them ("who joined in May") tells other things
    while a < len(reading.outer) and reading.outer[a].start < high:
        inner.append((reading.outer[a].start, reading.outer[a].end))
        a += 1
    pieces, at = [], low
    for start, end in sorted(inner):
        if start > at:
            pieces.append((at, start))
        at = max(at, end)
    if at < high:
        pieces.append((at, high))
    return pieces


def _date_span(text: str, signature: Span) -> Span | None:
    """Where the date stands in a post's signature."""
    low = text.rfind(")", *signature) + 1
    while low < signature[1] and not text[low].isalnum():
        low += 1
    return (low, signature[1]) if low < signature[1] else None


def _phrase(text: str, article_id: str, mark: Mark, reader: Reader, token: int, language: str) -> QuotedPhrase:
    """Quoted words that no rule reads as speech, with what they look like."""
    kind, reason = _phrase_kind(text, mark, reader, token, language)
    return QuotedPhrase(article_id, mark.content_start, mark.content_end, kind, reason)


def _phrase_kind(text: str, mark: Mark, reader: Reader, token: int, language: str) -> tuple[str, str]:
    data = load("quoted_phrases", language)
    s = reader.s
    words = text[mark.content_start : mark.content_end].split()
    before, after = s.low[max(0, token - 3) : token], s.low[token + 1 : token + 4]
    named = token > 0 and token + 1 < len(s) and s.caps[token - 1] and s.caps[token + 1]
    if named and len(words) <= 3 and words[0][:1].isupper() and s.low[token - 1] not in reader.words.openers:
        return "nickname", "stands within a name"
    for kind in ("nickname", "motto", "title", "term"):
        near = next((w for w in [*reversed(before), *after] if w in data[kind]), None)
        if near and (kind != "title" or words[0][:1].isupper()):
            return kind, f"near “{near}”"
    capital = sum(word[:1].isupper() for word in words)
    if len(words) >= 2 and capital >= 0.6 * len(words) and text[mark.content_end - 1] not in ".?!":
        return "title", "written with capitals"
    if len(words) <= 3:
        return "scare", "few words, no cue"
    return "unattributed", "no cue near"


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
    quotations = [_quotation(text, article_id, said, form, reading, settings) for said, form in reading.sayings]
    phrases = [
        _phrase(text, article_id, mark, reader, token, settings.language) for mark, reader, token in reading.loose
    ]
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
