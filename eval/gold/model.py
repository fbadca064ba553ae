"""Every row of the gold, resolved: read this file first. Offsets count characters of `GoldArticle.text`, end left out.

    GoldStory -> GoldArticle -> GoldBlock, GoldMention, GoldQuotation, GoldPhrase, GoldTime
              -> GoldEntity
              -> GoldStatement -> GoldPart -> GoldWitness
                               -> GoldReading
              -> GoldClaim -> GoldAssertion
              -> GoldDifference, GoldOnlyIn, GoldCopy

The kinds are those of tellings/model.py, so that a scorer compares like with like.
"""

from dataclasses import dataclass

BLOCK_KINDS = (
    "title", "byline", "dateline", "body", "caption", "credit", "embed", "promo", "related", "legal", "ui", "header",
)  # fmt: skip
TOLD = frozenset({"title", "dateline", "body", "embed"})
ENTITY_KINDS = ("person", "organisation", "group", "unnamed", "handle")
QUOTATION_KINDS = ("direct", "indirect", "mixed")
FORMS = ("marks", "post", "turn", "prose")
PHRASE_KINDS = ("scare", "title", "nickname", "motto", "term", "unattributed")
TIME_TYPES = ("DATE", "TIME", "DURATION", "SET")
CARRIES = ("whole", "partial", "paraphrase")
READING_KINDS = (
    "negation", "number", "name", "modality", "omission", "substitution", "addition", "tense", "transposition",
    "translation", "insertion", "ellipsis", "spelling", "case", "punctuation",
)  # fmt: skip
HEDGES = ("attributed", "alleged", "approximate", "uncertain", "expected")
DIFFERENCE_KINDS = ("number", "when", "where", "who", "which", "channel", "statement", "assertion")
VERDICTS = ("compatible", "conflicting", "unclear")
COPY_KINDS = ("exact", "near", "excerpt", "wire", "press release", "spun")
WHICH_WAY = ("first -> second", "second -> first", "undetermined")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of one article."""

    article: str  # name of the article within the story
    start: int
    end: int
    words: str  # the characters themselves

    def covers(self, other: "Span") -> bool:
        """Whether all of the other span lies in this one."""
        return self.article == other.article and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One telling, or (`told` false) an article that is not of the story."""

    name: str
    file: str  # path as written in the annotation: "articles/x.txt", "sample:x.jsonl#0"
    outlet: str
    title: str  # where it is a field of its own; a title within the text is a block
    text: str
    published: str  # YYYY-MM-DD; "" where the article does not tell
    anchor: str  # the date relative dates count from: published, or inferred
    anchor_from: str  # "published", or the words it is inferred from; "" no anchor
    told: bool


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """A typed span of an article."""

    span: Span
    kind: str  # BLOCK_KINDS


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """Someone or something that speaks or is spoken of, the same across tellings."""

    entity: str
    name: str  # fullest name any telling gives; a description where none does
    kind: str  # ENTITY_KINDS
    names: tuple[str, ...]  # proper names: each place where one stands is a mention
    withheld: tuple[str, ...]  # articles that speak of it and keep its name back


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A place where an entity is meant: a name, a description or a pronoun."""

    entity: str
    span: Span
    form: str  # name | description | pronoun


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    """Words or thoughts that an article ascribes to a source (PARC: source, cue, content)."""

    quotation: str  # ARTICLE/NUMBER, numbered from 1 in the order of the annotation
    article: str
    kind: str  # QUOTATION_KINDS
    form: str  # FORMS
    segments: tuple[Span, ...]  # content without its outer marks
    speaker: str  # entity; "" left open
    speaker_from: str  # article | elsewhere (only other tellings settle it)
    open: str  # why the speaker is left open
    source: Span | None  # the mention of the speaker that belongs to it
    cue: Span | None
    channel: str  # canonical name; "" not told
    channel_span: Span | None
    said: str  # TIMEX3 value; "" not told
    said_span: Span | None
    addressee: Span | None
    negated: bool  # the saying itself is denied
    within: str  # quotation that it is nested in; ""


@dataclass(frozen=True, slots=True)
class GoldPhrase:
    """Words in quotation marks that are not speech."""

    span: Span
    kind: str  # PHRASE_KINDS


@dataclass(frozen=True, slots=True)
class GoldTime:
    """A time expression as in TIMEX3."""

    span: Span
    type: str  # TIME_TYPES
    value: str
    anchor: str  # the date it counts from; "" where none is needed
    inferred: bool  # the anchor is not the article's own date of publication


@dataclass(frozen=True, slots=True)
class GoldWitness:
    """Where one article carries words of one part of a statement."""

    part: str
    article: str
    carries: str  # CARRIES
    spans: tuple[Span, ...]
    quotations: tuple[str, ...]  # those the spans lie in


@dataclass(frozen=True, slots=True)
class GoldPart:
    """A stretch of a statement."""

    part: str
    text: str  # best-supported readings
    witnesses: tuple[GoldWitness, ...]


@dataclass(frozen=True, slots=True)
class GoldReading:
    """What some witnesses have at a place where witnesses differ."""

    statement: str
    part: str
    place: int  # number of the place within the statement, from 0
    kind: str  # READING_KINDS: how this place differs
    turns: bool  # may turn the meaning
    form: str  # the words; "" an omission
    articles: tuple[str, ...]
    spans: tuple[Span, ...]  # where the words stand; none for an omission


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """What a speaker said on one occasion, reconstructed from all who carry it."""

    statement: str
    speaker: str
    said: str  # TIMEX3 value; "" not told
    channels: tuple[tuple[str, tuple[str, ...]], ...]  # channel, and the articles that name it
    parts: tuple[GoldPart, ...]
    readings: tuple[GoldReading, ...]
    open: str  # what the texts leave open about it


@dataclass(frozen=True, slots=True)
class GoldAssertion:
    """Where one article asserts a claim."""

    span: Span
    hedge: str  # HEDGES; "" none
    hedge_span: Span | None
    voice: str  # entity whose assertion it is; "" the outlet's own


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One thing that is asserted, the same across tellings whatever the words."""

    claim: str
    text: str
    date: str  # TIMEX3 value of what is claimed to have happened; "" undated
    assertions: tuple[GoldAssertion, ...]


@dataclass(frozen=True, slots=True)
class GoldDifference:
    """Claims about one matter that are not the same."""

    about: str
    kind: str  # DIFFERENCE_KINDS
    verdict: str  # VERDICTS
    sides: tuple[tuple[str, ...], ...]  # claims of each side
    why: str


@dataclass(frozen=True, slots=True)
class GoldOnlyIn:
    """A claim that only one telling makes, worth showing."""

    claim: str
    article: str
    absent: tuple[str, ...]  # words that no other telling has


@dataclass(frozen=True, slots=True)
class GoldCopy:
    """Two tellings that share prose."""

    first: str
    second: str
    kind: str  # COPY_KINDS
    direction: str  # WHICH_WAY
    why: str
    passages: tuple[tuple[Span, Span], ...]


@dataclass(frozen=True, slots=True)
class GoldStory:
    """A story with all that was annotated."""

    name: str
    split: str  # train | dev | test
    about: str
    articles: tuple[GoldArticle, ...]
    blocks: tuple[GoldBlock, ...]
    entities: tuple[GoldEntity, ...]
    mentions: tuple[GoldMention, ...]
    quotations: tuple[GoldQuotation, ...]
    phrases: tuple[GoldPhrase, ...]
    times: tuple[GoldTime, ...]
    statements: tuple[GoldStatement, ...]
    claims: tuple[GoldClaim, ...]
    differences: tuple[GoldDifference, ...]
    only_in: tuple[GoldOnlyIn, ...]
    copies: tuple[GoldCopy, ...]
    open: tuple[str, ...]
    digest: str  # sha256 of the annotation and of the articles

    def article(self, name: str) -> GoldArticle:
        """The article of that name."""
        return next(article for article in self.articles if article.name == name)
