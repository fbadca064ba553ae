"""The layers of one telling: in goes its part of the annotation, out come rows with offsets."""

import re
from dataclasses import dataclass, replace
from datetime import date

from eval.gold.fields import Field, Problems, Resolved
from eval.gold.model import (
    BLOCK_KINDS,
    FORMS,
    PHRASE_KINDS,
    QUOTATION_KINDS,
    TIME_TYPES,
    TOLD,
    GoldArticle,
    GoldBlock,
    GoldEntity,
    GoldMention,
    GoldPhrase,
    GoldQuotation,
    GoldTime,
    Span,
)
from eval.gold.spans import Near, SpanError, find_span, places

PRONOUNS = frozenset(
    (
        "i", "me", "my", "mine", "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself",
        "we", "us", "our", "ours", "they", "them", "their", "theirs", "who", "whose",
    )
)  # fmt: skip
DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
# Values of the four types in TIMEX3: a point, its parts and seasons; a length; a rate.
VALUES = {
    "DATE": re.compile(
        r"(?:\d{4}(?:-(?:\d{2}(?:-\d{2})?|W\d{2}(?:-WE|-\d)?|Q\d|H\d|SP|SU|FA|WI))?|\d{3}|\d{2}|(?:PAST|PRESENT|FUTURE)_REF)$"
    ),
    "TIME": re.compile(r"(?:\d{4}-\d{2}-\d{2}|\d{4}-W\d{2}-WE)T(?:\d{2}(?::\d{2}(?::\d{2})?)?|MO|AF|EV|NI|MI|DT)$"),
    "DURATION": re.compile(r"P(?:T?(?:\d+(?:\.\d+)?|X)(?:[YMWDHSQ]|DE|CE|WE))+$"),
    "SET": re.compile(r"(?:P(?:T?(?:\d+|X)[YMWDHS])+|XXXX.*|\d{4}.*)$"),
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves the strings of one article."""

    article: GoldArticle
    problems: Problems

    def span(self, field: Field, near: Near | None = None) -> Span | None:
        """The span that a field names; none, with a problem noted, if it does not resolve."""
        written = field.text()
        if not written:
            if field.value is not None:
                field.wrong("an empty span: write the words as they stand in the article")
            return None
        try:
            start, end = find_span(self.article.text, written, near)
        except SpanError as error:
            field.wrong(f"{error} [{self.article.name}]")
            return None
        self.note(field, start, end)
        return self.at(start, end)

    def note(self, field: Field, start: int, end: int) -> None:
        """Keep where the string of a field was found."""
        self.problems.resolved.append(Resolved(field.place, self.article.name, start, end))

    def spans(self, field: Field, near: Near | None = None) -> tuple[Span, ...]:
        """The spans of a list; those that do not resolve are left out, with a problem noted."""
        found = (self.span(item, near) for item in field.items())
        return tuple(span for span in found if span)

    def at(self, start: int, end: int) -> Span:
        """The span with these offsets."""
        return Span(self.article.name, start, end, self.article.text[start:end])


@dataclass(frozen=True, slots=True)
class Telling:
    """The layers of one article."""

    blocks: tuple[GoldBlock, ...] = ()
    mentions: tuple[GoldMention, ...] = ()
    quotations: tuple[GoldQuotation, ...] = ()
    phrases: tuple[GoldPhrase, ...] = ()
    times: tuple[GoldTime, ...] = ()
    excused: tuple[Span, ...] = ()  # places that look incomplete and are not


def read_telling(field: Field, article: GoldArticle, entities: dict[str, GoldEntity], problems: Problems) -> Telling:
    """All layers of one telling."""
    members = field.record(("blocks", "mentions", "quotations", "not_speech", "times", "excused"))
    at = Resolver(article, problems)
    blocks = read_blocks(members["blocks"], at) if "blocks" in members else _body(at, ())
    quotations = read_quotations(members["quotations"], at, entities) if "quotations" in members else ()
    return Telling(
        blocks,
        read_mentions(members.get("mentions"), at, entities, quotations, blocks),
        quotations,
        read_phrases(members["not_speech"], at) if "not_speech" in members else (),
        read_times(members["times"], at) if "times" in members else (),
        at.spans(members["excused"]) if "excused" in members else (),
    )


def read_blocks(field: Field, at: Resolver) -> tuple[GoldBlock, ...]:
    """The typed blocks that are written, and each line of the rest as body."""
    written: list[GoldBlock] = []
    for kind, specs in field.members().items():
        if kind not in BLOCK_KINDS:
            specs.wrong(f"unknown kind of block “{kind}”; kinds: {', '.join(BLOCK_KINDS)}")
            continue
        for item in specs.items():
            span = at.span(item)
            if span is None:
                continue
            clash = next((b for b in written if b.span.start < span.end and span.start < b.span.end), None)
            if clash:
                item.wrong(f"“{span.words[:40]}” overlaps the {clash.kind} “{clash.span.words[:40]}”")
            written.append(GoldBlock(span, kind))
    return _body(at, tuple(sorted(written, key=lambda block: block.span)))


def _body(at: Resolver, written: tuple[GoldBlock, ...]) -> tuple[GoldBlock, ...]:
    """The written blocks with all that lies between them, a body block for each line."""
    edges = [0, *(edge for block in written for edge in (block.span.start, block.span.end)), len(at.article.text)]
    body = [
        GoldBlock(at.at(start + line.start(), start + line.end()), "body")
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for line in re.finditer(r"\S(?:[^\n]*\S)?", at.article.text[start:end])
    ]
    return tuple(sorted((*written, *body), key=lambda block: block.span))


def read_quotations(field: Field, at: Resolver, entities: dict[str, GoldEntity]) -> tuple[GoldQuotation, ...]:
    """The quotations of an article, numbered as they are written."""
    found = (
        _read_quotation(item, at, entities, f"{at.article.name}/{number}")
        for number, item in enumerate(field.items(), 1)
    )
    return _nested(tuple(quotation for quotation in found if quotation))


def _read_quotation(field: Field, at: Resolver, entities: dict[str, GoldEntity], name: str) -> GoldQuotation | None:
    members = field.record(
        ("kind", "form", "content", "speaker", "speaker_from", "open", "source", "cue", "channel", "said", "addressee",
         "negated"),
        required=("kind", "content", "speaker"),
    )  # fmt: skip
    segments = at.spans(members["content"]) if "content" in members else ()
    if not segments:
        return None
    near = Near(tuple((span.start, span.end) for span in segments))
    kind = members["kind"].text(QUOTATION_KINDS) if "kind" in members else ""
    speaker = members["speaker"].text() if "speaker" in members else ""
    if speaker and speaker not in entities:
        speaker = ""
        members["speaker"].text(tuple(entities))
    elif not speaker and "open" not in members:
        field.wrong("speaker is null: “open” must say why the texts leave it open")
    channel, channel_span = _value_and_words(members.get("channel"), at, near)
    said, said_span = _value_and_words(members.get("said"), at, near)
    return GoldQuotation(
        quotation=name,
        article=at.article.name,
        kind=kind,
        form=members["form"].text(FORMS) if "form" in members else ("prose" if kind == "indirect" else "marks"),
        segments=segments,
        speaker=speaker,
        speaker_from=members["speaker_from"].text(("article", "elsewhere")) if "speaker_from" in members else "article",
        open=members["open"].text() if "open" in members else "",
        source=at.span(members["source"], near) if "source" in members else None,
        cue=at.span(members["cue"], near) if "cue" in members else None,
        channel=channel,
        channel_span=channel_span,
        said=said,
        said_span=said_span,
        addressee=at.span(members["addressee"], near) if "addressee" in members else None,
        negated=members["negated"].flag() if "negated" in members else False,
        within="",
    )


def _value_and_words(field: Field | None, at: Resolver, near: Near) -> tuple[str, Span | None]:
    """A pair [value, words], or the value alone where no words of the article give it."""
    if field is None:
        return "", None
    items = list(field.items())
    if not 1 <= len(items) <= 2:
        field.wrong("write [value, words]")
        return "", None
    return items[0].text(), at.span(items[1], near) if len(items) == 2 else None


def _nested(quotations: tuple[GoldQuotation, ...]) -> tuple[GoldQuotation, ...]:
    """Each quotation with the smallest other one that covers it."""

    def outer(inner: GoldQuotation) -> str:
        around = [
            (segment.end - segment.start, other.quotation)
            for other in quotations
            if other.quotation != inner.quotation
            for segment in other.segments
            if all(segment.covers(own) and segment != own for own in inner.segments)
        ]
        return min(around)[1] if around else ""

    return tuple(replace(quotation, within=outer(quotation)) for quotation in quotations)


def read_mentions(
    field: Field | None,
    at: Resolver,
    entities: dict[str, GoldEntity],
    quotations: tuple[GoldQuotation, ...],
    blocks: tuple[GoldBlock, ...],
) -> tuple[GoldMention, ...]:
    """Mentions that are written, the sources of quotations, and every place of a proper name in told text."""
    found: dict[Span, str] = {}
    for entity, specs in (field.members() if field else {}).items():
        if entity not in entities:
            specs.wrong(f"unknown entity “{entity}”; entities: {', '.join(entities)}")
            continue
        for item in specs.items():
            span = at.span(item)
            if span and found.setdefault(span, entity) != entity:
                item.wrong(f"“{span.words}” is already a mention of {found[span]}")
    for quotation in quotations:
        if quotation.source and quotation.speaker:
            other = found.setdefault(quotation.source, quotation.speaker)
            if other != quotation.speaker:
                at.problems.add(quotation.quotation, f"its source “{quotation.source.words}” is a mention of {other}")
    told = [block.span for block in blocks if block.kind in TOLD]
    names = sorted(((name, e.entity) for e in entities.values() for name in e.names), key=lambda n: (-len(n[0]), n))
    for name, entity in names:
        for start, end in places(at.article.text, name):
            span = at.at(start, end)
            if any(block.covers(span) for block in told) and not any(other.covers(span) for other in found):
                found[span] = entity
    return tuple(GoldMention(found[span], span, _form(span, entities[found[span]])) for span in sorted(found))


def _form(span: Span, entity: GoldEntity) -> str:
    if span.words.lower() in PRONOUNS:
        return "pronoun"
    return "name" if any(places(span.words, name) for name in entity.names) else "description"


def read_phrases(field: Field, at: Resolver) -> tuple[GoldPhrase, ...]:
    """Words in quotation marks that are not speech."""
    found: list[GoldPhrase] = []
    for kind, specs in field.members().items():
        if kind not in PHRASE_KINDS:
            specs.wrong(f"unknown kind “{kind}”; kinds: {', '.join(PHRASE_KINDS)}")
            continue
        found += (GoldPhrase(span, kind) for span in at.spans(specs))
    return tuple(sorted(found, key=lambda phrase: phrase.span))


def read_times(field: Field, at: Resolver) -> tuple[GoldTime, ...]:
    """Time expressions: rows of [words, type, value] or [words, type, value, anchor]."""
    found: list[GoldTime] = []
    for row in field.items():
        items = list(row.items())
        if not 3 <= len(items) <= 4:
            row.wrong("write [words, type, value] or [words, type, value, anchor]")
            continue
        span, type_, value = at.span(items[0]), items[1].text(TIME_TYPES), items[2].text()
        anchor = _anchor(items[3], at.article) if len(items) == 4 else ""
        if span is None or type_ not in TIME_TYPES:
            continue
        _check_value(items[2], span, type_, value)
        found.append(GoldTime(span, type_, value, anchor, bool(anchor) and anchor != at.article.published))
    return tuple(sorted(found, key=lambda time: time.span))


def _anchor(field: Field, article: GoldArticle) -> str:
    """A date, or the word "anchor" for the article's own."""
    written = field.text()
    if written == "anchor":
        if not article.anchor:
            field.wrong(f"{article.name} has no anchor: give the article “published” or “anchor”")
        return article.anchor
    if not DAY.match(written):
        field.wrong(f"“{written}” is no anchor: write “anchor” or a date such as 2024-09-15")
    return written


def _check_value(field: Field, span: Span, type_: str, value: str) -> None:
    if not VALUES[type_].match(value):
        field.wrong(f"“{value}” is no TIMEX3 value of type {type_} (“{span.words}”)")
        return
    named = next((number for number, day in enumerate(WEEKDAYS) if day in span.words.lower()), None)
    if not DAY.match(value[:10]):
        return
    try:
        day = date.fromisoformat(value[:10])
    except ValueError as error:
        field.wrong(f"“{value}”: {error}")
        return
    if named is not None and day.weekday() != named:
        field.wrong(f"{day} is a {day:%A}, but the words are “{span.words}”")
