"""Every row that tellings stores; read this file first. One class is one table, one field one column.

    item -> article -> block, mark, timex -> quotation, quoted_phrase
                    -> posting
                    -> shingle -> pair -> copy
                    -> notice
                    -> terms -> version -> change
                    -> terms, version -> story, telling, lineage
                    -> story, telling -> origin, voice, attribution -> statement, part, witness, reading
                                      -> observation
                                      -> event
                                      -> claim, assertion, only_in -> difference, side
                    -> story, telling, copy -> summary_sentence -> rewrite

`start` and `end` always count characters of `Article.text`, `end` left out: text[start:end] are the words meant.
Ids are 128-bit hashes of content, written as 32 hexadecimal digits. Dates are ISO 8601 or TIMEX3 values; "" means
that the text does not settle it. Nothing here is ever updated: what is learnt later is a column of a later table.
"""

import hashlib
import re
import types
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

import pyarrow as pa


def content_id(*facts: object) -> str:
    """128-bit id of some facts, the same on any machine.

    >>> content_id("a", 1)
    'b4feb303ba68581ff5140f67114e15e6'
    """
    joined = "\x1f".join(str(fact) for fact in facts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Row:
    """What all rows can do: become Arrow and come back."""

    __slots__ = ()
    # Rows that are stored together and read at once. Fixed, so that the bytes do not depend on how the rows arrived.
    row_group: ClassVar[int] = 65_536
    # Stored so that it is mapped into memory, not read (Arrow IPC instead of Parquet).
    mapped: ClassVar[bool] = False

    @classmethod
    def from_arrow(cls, table: "pa.Table | pa.RecordBatch") -> list[Self]:
        """The rows of an Arrow table that has this class's columns."""
        columns = [
            [_as_tuple(value) for value in column] if nested else column
            for column, nested in (
                (table.column(name).to_pylist(), pa.types.is_list(type_)) for name, type_ in arrow_fields(cls)
            )
        ]
        return [cls(*values) for values in zip(*columns, strict=True)]


def _as_tuple(value: Any) -> Any:
    """Lists as tuples, so that rows can be compared and hashed."""
    return tuple(_as_tuple(v) for v in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Item(Row):
    """One thing that was read: a file or a record of a file. Items read = articles + grouped + refused."""

    item_id: str  # hash of source, record and what was read
    source: str  # path below the folder, file or glob that was named; "-" for standard input
    record: int  # number of the record within the source, from 0; -1 where the whole file is one item
    size: int  # bytes
    status: str  # article | grouped (same text and data as an earlier item) | refused
    reason: str  # why it was grouped or refused; for an article, what was noticed on the way
    article_id: str  # the article made or met; "" when refused


@dataclass(frozen=True, slots=True)
class Article(Row):
    """One outlet's telling, as it was found."""

    row_group: ClassVar[int] = 64  # one article can be read without unpacking thousands

    article_id: str  # hash of text, title, outlet, published and url
    source: str  # of the first item that held it
    format: str  # txt, md, html, srt, vtt, jsonl, json, csv, parquet, feed, newsml, nitf, export, docx, rtf, pdf, given
    text: str  # the text as read: never cut, never straightened; all offsets count its characters
    title: str  # as metadata gives it; "" where only the text may hold one
    outlet: str  # who published it; "" unknown
    byline: str  # as metadata gives it
    language: str  # ISO 639-1; "" not determined
    url: str  # canonical address
    published: str  # YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with offset; "" unknown
    published_source: str  # given | header | json-ld | meta | time element | url | htmldate | htmldate search; ""
    modified: str  # like published
    record: int = -1  # number of the record within the source; -1 where the whole file is the article
    layout: tuple[str, ...] = ()  # of a web page: the kind of each line of `text`, as its markup tells it
    kind: str = "report"  # report | primary (the post, release, transcript or speech itself, given as such)

    cues: tuple[str, ...] = ()  # of a transcript: for each cue the character where it begins and its time
    language_source: str = ""  # declared (by the page, record or feed) | detected (from the text); "" unknown
    published_confidence: int = 0  # per cent of articles with such dates that were right (docs/stages/read.md)
    modified_source: str = ""  # given | json-ld | meta; "" unknown
    modified_confidence: int = 0  # per cent, like published_confidence
    dates: tuple[str, ...] = ()  # every date met, taken or not: "published json-ld 2024-05-01"; "?": not readable
    stub: str = ""  # what shows that the text is but the beginning of the telling; "" nothing does

    def heard_at(self, place: int) -> str:
        """Of a transcript: when the word at a character is heard, HH:MM:SS.mmm; "" where no times are told."""
        number = bisect_right(self.cues, place, key=lambda cue: int(cue.partition(" ")[0]))
        return self.cues[number - 1].partition(" ")[2] if number else ""

    @classmethod
    def from_text(
        cls,
        text: str,
        title: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
        url: str | None = None,
        byline: str | None = None,
    ) -> "Article":
        """An article made of a text one has at hand.

        A header ` date YYYY-MM-DD ` at the start of the text gives the date of publication where none is given; it
        stays in the text and is set aside as a block of its own.

        >>> Article.from_text(" date 2024-05-01 Rain fell.").published
        '2024-05-01'
        """
        header = _header_date(text)
        source = "given" if published else "header" if header else ""
        published = published or header
        facts = (text, title or "", outlet or "", published, url or "")
        return cls(
            article_id=content_id("article", *facts),
            source="",
            format="given",
            text=text,
            title=title or "",
            outlet=outlet or "",
            byline=byline or "",
            language="",
            url=url or "",
            published=published,
            published_source=source,
            modified="",
        )


# The one line of metadata that a plain text file may begin with.
DATE_HEADER = re.compile(r"\ufeff?\s*date[ :]\s*(\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:Z|[+-]\d\d:?\d\d)?)?)(?=\s|$)")


def _header_date(text: str) -> str:
    """The date that the header of a plain text gives; "" without one, or when there is no such day."""
    header = DATE_HEADER.match(text)
    try:
        return header.group(1) if header and datetime.fromisoformat(header.group(1)) else ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Block(Row):
    """A typed span. Blocks do not overlap and cover every character but white space between them."""

    article_id: str
    start: int
    end: int
    kind: str  # title | byline | dateline | body | caption | credit | embed | promo | related | legal | ui | header
    reason: str  # what the kind was told from


# Kinds whose words belong to the telling; every other kind is set aside (shown greyed, never deleted).
TOLD = frozenset({"title", "dateline", "body", "embed"})


@dataclass(frozen=True, slots=True)
class Mark(Row):
    """A quoted or posted span, found before any comparison."""

    article_id: str
    start: int  # with its marks or signature
    end: int
    content_start: int  # the words alone
    content_end: int
    kind: str  # quote | post | turn (of a transcript)
    style: str  # the marks used: “” | "" | ‘’ | '' | «» | „“ | ``'' | "" for none
    closing: str  # closed | continued (reopened in the next paragraph) | unclosed | unopened
    chain: int  # number of the chain of paragraphs it belongs to, from 0 within the article
    depth: int  # 0, or how many marks it stands in
    author: str  # of a post or turn, as signed; "" for a quote
    handle: str  # of a post, with its @
    posted: str  # date of a post, YYYY-MM-DD
    signature_start: int | None  # where author, handle and date stand
    signature_end: int | None


@dataclass(frozen=True, slots=True)
class Quotation(Row):
    """Words or thoughts that an article ascribes to a source (PARC: source, cue, content)."""

    quotation_id: str  # hash of article_id, kind and segments
    article_id: str
    kind: str  # direct | indirect | mixed
    form: str  # marks | post | turn | prose (no marks)
    segments: tuple[tuple[int, int], ...]  # content, without its outer marks; more than one where it is split
    start: int  # of the first segment
    end: int  # of the last segment
    speaker_start: int | None  # the mention of the source nearest the cue ("she", "the company", "Ann Lee")
    speaker_end: int | None
    cue_start: int | None  # the verb or phrase that says that it was said
    cue_end: int | None
    negated: bool  # the saying itself is denied ("did not say", "denied saying"); a hedge ("reportedly") is in `reason`
    channel: str  # where it was said, as a canonical name ("Twitter", "Instagram Stories", "interview"); "" not told
    channel_start: int | None
    channel_end: int | None
    addressee_start: int | None  # to whom, where named
    addressee_end: int | None
    said_start: int | None  # the words that tell when it was said
    said_end: int | None
    within: str  # quotation_id of the quotation it is nested in; ""
    reason: str  # why speaker is None, or what it was told from


@dataclass(frozen=True, slots=True)
class QuotedPhrase(Row):
    """Words in quotation marks that are not speech, and why."""

    article_id: str
    start: int
    end: int
    kind: str  # scare | title | nickname | motto | term | unattributed
    reason: str


@dataclass(frozen=True, slots=True)
class Timex(Row):
    """A time expression as in TIMEX3."""

    article_id: str
    start: int
    end: int
    type: str  # DATE | TIME | DURATION | SET
    value: str  # TIMEX3 value; "" where an anchor is needed and none is known
    mod: str  # TIMEX3 modifier: START | MID | END | APPROX | MORE_THAN | ...; "" for none
    anchor: str  # the date it was resolved against; "" where none was needed
    rule: str  # the rule that gave the value


@dataclass(frozen=True, slots=True)
class Shingle(Row):
    """A hashed run of the words that an article tells; one in a few is kept, the same ones in every article."""

    article_id: str
    hash: int  # 63 bits
    position: int  # number of its first word among the told words
    quoted: bool  # wholly within a mark


@dataclass(frozen=True, slots=True)
class Posting(Row):
    """Where the words of one part of the articles stand: an inverted index, by which `check` finds quotations."""

    mapped: ClassVar[bool] = True

    stem: int  # hash of a word's beginning (text/word_index.py); 0 for the beginnings of the articles
    places: bytes  # 32-bit numbers of words, counted through all the part's articles, ascending


@dataclass(frozen=True, slots=True)
class Pair(Row):
    """One of the two articles of a pair that shares enough shingles to be compared; two rows a pair."""

    pair_id: str  # hash of both article ids, sorted
    article_id: str
    common: tuple[int, ...] | None  # numbers of its told words where shingles begin that many articles repeat


@dataclass(frozen=True, slots=True)
class Copy(Row):
    """A passage that two articles share, with the verdict on the pair."""

    pair_id: str
    article_id: str
    start: int
    end: int
    other_id: str
    other_start: int
    other_end: int
    kind: str  # of the pair: exact | near | excerpt | shared quotation | chrome
    passage: str  # of this passage: prose | excerpt (prose that is credited beside it) | quotation | chrome
    origin: str  # of the shared prose: "wire: NAME" | "press release: NAME" as credited beside it, else by the articles
    words: int  # shared words of this passage
    prose: int  # those of them that are neither quoted nor repeated by many articles
    share: int  # per thousand of the own prose of `article_id` that the pair shares
    other_share: int  # per thousand of the own prose of `other_id`
    # of the pair: "article -> other" (the other has it from it) | "other -> article" | "article within other" | "other
    # within article" (one has all that the other has) | "common source" (both from a third) | "undetermined"
    direction: str
    reasons: tuple[str, ...]  # for kind and direction


@dataclass(frozen=True, slots=True)
class Terms(Row):
    """What is needed of an article to place it in a story: its head, and how often it uses which terms."""

    article_id: str
    source: str  # as in Article
    record: int  # as in Article
    outlet: str
    published: str  # as in Article
    posted: str  # latest date of a post in the text, YYYY-MM-DD; "" none
    title: str  # as metadata gives it, else the title block, else the first sentence; cut at a word
    words: int  # told words
    language: str
    terms: bytes  # 32-bit hashes of words and word pairs, ascending; 8-bit counts; 8-bit numbers of the only line
    lines: bytes = b""  # 32-bit hashes of the lines, 0 where one is not to be compared (text/terms.py packs both)
    address: str = ""  # `url` without what does not tell pages apart; "" none, or a front page
    modified: str = ""  # as in Article


@dataclass(frozen=True, slots=True)
class Version(Row):
    """An article that is one of several versions of one: revisions of one address, one file or one outlet's text."""

    article_id: str
    version_of: str  # article_id of the latest version, which is the telling shown; its own for that one
    number: int  # from 1, the earliest
    versions: int  # how many there are
    basis: str  # what ties it to another version: address | file | headline | text, joined by "; "
    reason: str  # what its place in their order was told from


@dataclass(frozen=True, slots=True)
class Change(Row):
    """A passage in which a version differs from the one before it."""

    version_of: str  # as in Version
    article_id: str  # the later version
    start: int  # start = end where words were taken out
    end: int
    other_id: str  # the version before it
    other_start: int  # other_start = other_end where words were put in
    other_end: int
    kind: str  # inserted | removed | replaced | moved
    what: (
        str  # title | paragraph | sentence | wording | name | number | negation | ... | punctuation (text/readings.py)
    )
    turns: bool  # it can change what is said
    title: str  # both headlines where metadata alone give them; "" otherwise
    other_title: str


# What an outlet says of its own article.
NOTICES = ("kill", "retraction", "correction", "clarification", "editors' note", "update")


@dataclass(frozen=True, slots=True)
class Notice(Row):
    """A passage in which an outlet corrects, clarifies, retracts or withdraws its own article."""

    article_id: str
    start: int  # start = end = 0 for a headline that metadata alone give
    end: int
    cue_start: int  # the words it was told from
    cue_end: int
    kind: str  # one of NOTICES
    headline: str  # the words of such a headline; "" otherwise


@dataclass(frozen=True, slots=True)
class StoryRow(Row):
    """The articles about one event, as a row; `tellings.Story` is the whole."""

    story_id: str  # birth id: hash of its first article
    bucket: str  # month of its first day, or "undated"; stories of a bucket are stored in one part
    lead_id: str  # article_id of the lead telling
    title: str  # of the lead telling
    first: str  # first and last day published
    last: str
    tellings: int  # members
    independent: int  # members less copies of one another and earlier versions
    rule: str = ""  # digest of the settings by which it was grouped: under others all is grouped anew


@dataclass(frozen=True, slots=True)
class Telling(Row):
    """An article as a member of a story."""

    story_id: str
    article_id: str
    bucket: str
    siglum: str  # short name within the story
    anchor: str  # the date that relative dates count from
    anchor_source: str  # published | inferred: ... ; "" none
    copy_of: str  # article_id of the telling it repeats; ""
    version_of: str = ""  # article_id of the latest version, where this is an earlier one; ""


@dataclass(frozen=True, slots=True)
class Lineage(Row):
    """What became of a story in one run: so that an id that was once given leads to the story of today."""

    story_id: str
    run: int  # number of the grouping, from 1
    event: str  # born | grew | took | split | joined | rebuilt
    other_id: str  # the story it came from (took, split) or went into (joined, rebuilt); "" otherwise
    articles: int  # how many articles that concerns


@dataclass(frozen=True, slots=True)
class Origin(Row):
    """An article that does not count by itself, since another of its story has the same text or the same owner."""

    story_id: str
    article_id: str
    origin_id: str  # article_id of the one that counts for it
    reason: str  # copy | version | of OWNER


@dataclass(frozen=True, slots=True)
class Observation(Row):
    """Words that stand where others are usual, as when synonyms are put in by machine: what is seen, no verdict.

    The rows of one observation share its id; each is one piece of its evidence. No export carries them.
    """

    story_id: str
    observation_id: str
    article_id: str
    start: int  # the words, outside quotation marks
    end: int
    source: str  # present | not among these
    other_id: str  # the article that has the same sentences in order; "" where none of the story has
    other_start: int | None  # its words in that place
    other_end: int | None
    usual: str  # the words that other tellings, or the article's own quotations, have in such a place; "" none known
    tellings: tuple[str, ...]  # article_ids of those other tellings
    words: int  # of the observation: words outside the marks that stand aligned, or pairs of words that were weighed
    unusual: int  # those of them that are swapped, or unknown
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice(Row):
    """Someone who speaks in a story: a person, an organisation, or an unnamed source kept unnamed."""

    story_id: str
    voice_id: str
    name: str  # fullest name any telling gives
    kind: str  # person | organisation | group | unnamed | handle
    names: tuple[str, ...]  # all forms met, most frequent first


@dataclass(frozen=True, slots=True)
class Attribution(Row):
    """Whose words a quotation is: the mention resolved within the story, or left open with a reason."""

    story_id: str
    quotation_id: str
    article_id: str
    start: int | None  # the mention
    end: int | None
    voice_id: str  # "" left open
    candidates: tuple[str, ...]  # voice_ids that the text does not tell apart
    confidence: int  # per cent
    reason: str  # name | short name | pronoun: ... | role: ... | organisation: ... | open: ...


@dataclass(frozen=True, slots=True)
class Statement(Row):
    """What a speaker said on one occasion, reconstructed from all witnesses."""

    story_id: str
    statement_id: str
    number: int  # within the story, from 1
    voice_id: str  # "" open
    speaker: str
    said: str  # TIMEX3 value; "" not told
    said_source: str  # from which words of which article; says when it is inferred
    channels: tuple[str, ...]  # all that are told
    witnesses: int  # articles that carry any of it
    independent: int  # of these, without copies of one another
    whole: int  # articles that carry all of it
    text: str  # best-supported readings, gaps as […]; no word that no witness has
    open: str  # what the texts leave open
    wording: str  # quoted | reported (no telling quotes it: the words are those of a telling)
    primary: tuple[str, ...] = ()  # article_ids of primary sources that carry any of it; theirs is the text


@dataclass(frozen=True, slots=True)
class Part(Row):
    """One stretch of a statement that witnesses carry or cut together."""

    story_id: str
    statement_id: str
    part: int  # from 1
    text: str  # best-supported readings
    whole: tuple[str, ...]  # article_ids that carry it whole, spelling and slips apart
    partial: tuple[str, ...]  # article_ids that cut it or quote a fragment
    omitted: tuple[str, ...]  # article_ids of the other witnesses of the statement


@dataclass(frozen=True, slots=True)
class Witness(Row):
    """Where one article carries words of one part of a statement."""

    story_id: str
    statement_id: str
    part: int
    article_id: str
    quotation_id: str  # "" where a primary source marks no speech and has what reports quote
    start: int
    end: int
    carries: str  # whole | partial | paraphrase
    channel: str
    said: str


# How a reading may differ from the lemma; those that can turn the meaning come first.
READING_KINDS = (
    "negation", "number", "name", "modality", "omission", "substitution", "addition", "tense", "transposition",
    "translation", "insertion", "ellipsis", "spelling", "case", "punctuation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading(Row):
    """What one witness has at a place where the witnesses differ (an entry of the apparatus)."""

    story_id: str
    statement_id: str
    part: int
    place: int  # number of the place within the part, from 0
    lemma: str  # the best-supported reading there; "" where others add words
    kind: str  # lemma, or a class of READING_KINDS
    turns: bool  # may turn the meaning
    article_id: str
    start: int  # the words of this witness; start = end at the place of an omission
    end: int
    lemma_start: int  # where the lemma stands in the text of the part; empty where others add words
    lemma_end: int


# What becomes of what a date stands with.
PHASES = ("done", "announced", "planned", "cancelled")


@dataclass(frozen=True, slots=True)
class Event(Row):
    """A dated sentence of one telling."""

    story_id: str
    event_id: str  # dated sentences about one event share it
    date: str  # TIMEX3 value of day, month, year or season
    article_id: str
    start: int  # the sentence
    end: int
    timex_start: int
    timex_end: int
    anchor: str  # the date it was resolved against; "" where none was needed
    inferred: bool  # the anchor is not the article's own date
    rule: str
    phase: str  # one of PHASES: what the sentence tells of what it dates
    phase_start: int | None  # the words that tell; None where the tense or the place of the date does
    phase_end: int | None
    hedge: str  # denied | alleged | uncertain: the first of the sentence; "" none
    hedge_start: int | None  # its words
    hedge_end: int | None
    act_id: str  # event_id of what was announced or planned, where a sentence of another date tells it; ""
    background: bool  # history: it lies before the story's own days
    stale: str  # why the date may be another one, the text being older than its date of publication; ""


# How an assertion may be held back; the first of them that stands is an assertion's `hedge`.
HEDGES = ("denied", "alleged", "attributed", "uncertain", "expected", "approximate")


@dataclass(frozen=True, slots=True)
class Claim(Row):
    """One thing that is asserted, the same across tellings whatever the words."""

    story_id: str
    claim_id: str
    number: int  # within the story, from 1: what more independent tellings assert comes first
    matter_id: str  # claims on one matter share it: those that answer the same question, alike or otherwise
    article_id: str  # the wording that stands for it: the first firm one that is no scrap
    start: int
    end: int
    told: int  # tellings that assert it
    independent: int  # of these, without copies of one another
    hedged: int  # of `told`, those that never assert it without a hedge of HEDGES


@dataclass(frozen=True, slots=True)
class Assertion(Row):
    """One wording of a claim in one telling: a clause, or a sentence that cannot be cut."""

    story_id: str
    claim_id: str
    article_id: str
    start: int
    end: int
    sentence_start: int  # the sentence that it stands in
    sentence_end: int
    hedge: str  # the first of HEDGES that holds; "" none
    hedge_start: int | None  # its words
    hedge_end: int | None
    hedges: tuple[str, ...]  # all that hold, in the order of HEDGES
    hedge_spans: tuple[tuple[int, int], ...]  # the words of each
    negated: bool  # a word of the assertion turns it into its contrary
    voice_id: str  # whose assertion it is; "" the outlet's own, or a voice left open
    quotation_id: str  # the quotation that it is part of; "" the outlet's own words


@dataclass(frozen=True, slots=True)
class OnlyIn(Row):
    """A claim that one telling alone makes, though others could have."""

    story_id: str
    claim_id: str
    article_id: str
    rank: int  # within the story, from 1: what would change the story most comes first
    reason: str  # what it was ranked by


# What two accounts may differ in; "assertion": speakers contradict each other, "statement": what a speaker said.
DIFFERENCE_KINDS = ("number", "when", "where", "who", "which", "channel", "statement", "assertion")
# Whether both can hold of the same thing at the same time, those that matter most first.
VERDICTS = ("conflicting", "unclear", "compatible")


@dataclass(frozen=True, slots=True)
class Difference(Row):
    """Two answers to one question."""

    story_id: str
    difference_id: str
    number: int  # within the story, from 1: conflicting ones first, then what is surer
    kind: str  # one of DIFFERENCE_KINDS
    question: str  # what both sides answer, in words of the articles
    verdict: str  # one of VERDICTS
    reason: str  # why
    odds: int  # log odds, in thousandths, that both sides answer one question; 0 where a statement settles it
    statement_id: str  # the statement whose witnesses differ; ""


@dataclass(frozen=True, slots=True)
class Side(Row):
    """One place where one side of a difference is told."""

    story_id: str
    difference_id: str
    side: int  # 1 or 2
    article_id: str
    start: int  # the assertion, or the witness of a statement
    end: int
    value_start: int  # the words of the answer in it
    value_end: int
    voice_id: str  # whose assertion it is; "" the outlet's own, or a voice left open
    hedge: str  # as in Assertion
    repeats: str  # origin_id (see Origin) where a text of that origin stands on this side too: no witness more; ""


@dataclass(frozen=True, slots=True)
class SummarySentence(Row):
    """A sentence of a story's summary as one telling has it, or the headline chosen for it."""

    story_id: str
    order: int  # as the summary is read, from 1; the headline is 0
    article_id: str
    start: int  # where it stands; start = end = 0 for a headline that the article's metadata alone give
    end: int
    headline: str  # the words of such a headline; "" otherwise
    tellings: tuple[str, ...]  # article_ids of those that tell the same, its own first
    independent: int  # of these, without copies of one another
    conflict: str  # how other tellings contradict it; "" where no contradiction is known


@dataclass(frozen=True, slots=True)
class Rewrite(Row):
    """A sentence that a model made of the summary, at a person's wish, and whether the cited passages bear it out."""

    story_id: str
    order: int  # as it was returned, from 1
    model: str
    words: str
    cites: tuple[int, ...]  # `order` of the sentences of the summary that it rests on
    accepted: bool
    reason: str  # why it is refused; "" where it is not


@dataclass(frozen=True, slots=True)
class Failure(Row):
    """What a stage could not do; the rest was done."""

    stage: str
    group: str  # value of the column that the stage works by
    error: str


def table_name(row_type: type[Row]) -> str:
    """Name of the table that holds rows of this type.

    >>> table_name(QuotedPhrase), table_name(StoryRow)
    ('quoted_phrase', 'story')
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", row_type.__name__.removesuffix("Row")).lower()


def _arrow_type(hint: Any) -> pa.DataType:
    """Arrow type of a field's annotation."""
    if get_origin(hint) in (types.UnionType, Union):
        return _arrow_type(next(arg for arg in get_args(hint) if arg is not type(None)))
    if get_origin(hint) is tuple:
        return pa.list_(_arrow_type(get_args(hint)[0]))
    return {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64(), bytes: pa.binary()}[hint]


_FIELDS: dict[type, tuple[tuple[str, pa.DataType], ...]] = {}
_SCHEMAS: dict[type, pa.Schema] = {}


def arrow_fields(row_type: type[Row]) -> tuple[tuple[str, pa.DataType], ...]:
    """Names and Arrow types of a table's columns, in order."""
    if row_type not in _FIELDS:
        hints = get_type_hints(row_type)
        names = [field.name for field in fields(row_type)]  # type: ignore[arg-type]
        _FIELDS[row_type] = tuple((name, _arrow_type(hints[name])) for name in names)
    return _FIELDS[row_type]


def arrow_schema(row_type: type[Row]) -> pa.Schema:
    """Arrow schema of a table.

    >>> arrow_schema(Failure).names
    ['stage', 'group', 'error']
    """
    if row_type not in _SCHEMAS:
        _SCHEMAS[row_type] = pa.schema(list(arrow_fields(row_type)))
    return _SCHEMAS[row_type]


def to_arrow(rows: Iterable[Row], row_type: type[Row]) -> pa.Table:
    """Rows of one type as an Arrow table (from there `.to_pandas()`, or `polars.from_arrow`)."""
    listed = list(rows)
    arrays = [pa.array([getattr(row, name) for row in listed], type=type_) for name, type_ in arrow_fields(row_type)]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(row_type))


# Every table, in the order it comes to be.
TABLES: tuple[type[Row], ...] = (
    Item, Article, Block, Mark, Notice, Timex, Quotation, QuotedPhrase, Posting, Shingle, Pair, Copy, Terms, Version,
    Change, StoryRow, Telling, Lineage, Origin, Observation, Voice, Attribution, Statement, Part, Witness, Reading,
    Event, Claim, Assertion, OnlyIn, Difference, Side, SummarySentence, Rewrite, Failure,
)  # fmt: skip
