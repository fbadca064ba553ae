"""The layers across tellings: in go parts of the annotation and the resolved tellings, out come rows.

Statements with their witnesses and readings, claims, differences, what only one telling has, copies.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from eval.gold.fields import Field, Problems
from eval.gold.model import (
    CARRIES,
    COPY_KINDS,
    DIFFERENCE_KINDS,
    HEDGES,
    READING_KINDS,
    VERDICTS,
    WHICH_WAY,
    GoldAssertion,
    GoldClaim,
    GoldCopy,
    GoldDifference,
    GoldEntity,
    GoldOnlyIn,
    GoldPart,
    GoldQuotation,
    GoldReading,
    GoldStatement,
    GoldWitness,
    Span,
)
from eval.gold.spans import Near, SpanError, find_span, places
from eval.gold.telling import Resolver, Telling

# A whole witness has nearly all words of the part: spelling and slips apart, which seldom touch one character in ten.
WHOLE_AT_LEAST = 85


@dataclass(frozen=True, slots=True)
class Tellings:
    """What the layers across tellings lean on."""

    at: Mapping[str, Resolver]  # by article
    layers: Mapping[str, Telling]
    entities: Mapping[str, GoldEntity]
    problems: Problems

    def resolver(self, field: Field, name: str) -> Resolver | None:
        """The resolver of the article that a key names."""
        if name not in self.at:
            field.wrong(f"unknown article “{name}”; articles: {', '.join(self.at)}")
        return self.at.get(name)

    def names(self, field: Field) -> tuple[str, ...]:
        """A list of articles' names."""
        return tuple(item.text(tuple(self.at)) for item in field.items())

    def entity(self, field: Field) -> str:
        """An entity's id, or "" for null."""
        return field.text(tuple(self.entities)) if field.value is not None else ""


def read_statements(field: Field, tellings: Tellings) -> tuple[GoldStatement, ...]:
    """All statements."""
    return tuple(_read_statement(item, tellings) for item in field.items())


def _read_statement(field: Field, tellings: Tellings) -> GoldStatement:
    members = field.record(
        ("id", "speaker", "said", "channels", "parts", "readings", "open"), required=("id", "speaker", "parts")
    )
    name = members["id"].text() if "id" in members else ""
    speaker = tellings.entity(members["speaker"]) if "speaker" in members else ""
    parts = tuple(
        _read_part(item, f"{name}{number}", speaker, tellings)
        for number, item in enumerate(members["parts"].items() if "parts" in members else (), 1)
    )
    channels = members["channels"].members() if "channels" in members else {}
    return GoldStatement(
        statement=name,
        speaker=speaker,
        said=members["said"].text() if "said" in members else "",
        channels=tuple((channel, tellings.names(names)) for channel, names in channels.items()),
        parts=parts,
        readings=tuple(
            reading
            for place, item in enumerate(members["readings"].items() if "readings" in members else ())
            for reading in _read_readings(item, name, place, parts, tellings)
        ),
        open=members["open"].text() if "open" in members else "",
    )


def _read_part(field: Field, name: str, speaker: str, tellings: Tellings) -> GoldPart:
    members = field.record(("text", *CARRIES), required=("text",))
    text = read_words(members["text"], tellings) if "text" in members else ""
    witnesses: list[GoldWitness] = []
    for carries in CARRIES:
        for article, specs in members[carries].members().items() if carries in members else ():
            at = tellings.resolver(specs, article)
            if at is None:
                continue
            if carries == "partial" and any(witness.article == article for witness in witnesses):
                specs.wrong(f"{article} has {name} both whole and partial")
            spans = _witness_spans(specs, at, tellings.layers[article].quotations, speaker)
            if carries == "whole" or not members["text"].text().startswith("@"):  # offsets may give one piece's words
                _check_carries(specs, carries, text, spans)
            witnesses.append(GoldWitness(name, article, carries, spans, _homes(specs, spans, speaker, tellings)))
    return GoldPart(name, text, tuple(witnesses))


def read_words(field: Field, tellings: Tellings) -> str:
    """A text as written, or, where it begins with "@", that of spans: "@courier 12-40 52-70 @post 8-30"."""
    written = field.text()
    if not written.startswith("@"):
        return written
    found: list[str] = []
    at: Resolver | None = None
    for step in written.split():
        if step.startswith("@"):
            at = tellings.resolver(field, step[1:])
        elif at is not None:
            try:
                start, end = find_span(at.article.text, f"@{step}")
            except SpanError as error:
                field.wrong(f"{error} [{at.article.name}]")
                return ""
            found.append(at.article.text[start:end])
    return " ".join(found)


def _witness_spans(field: Field, at: Resolver, quotations: tuple[GoldQuotation, ...], speaker: str) -> tuple[Span, ...]:
    """Spans of a witness; words that stand more than once are looked for in the speaker's quotations."""
    own = tuple((s.start, s.end) for q in quotations if q.speaker == speaker for s in q.segments)
    found: list[Span] = []
    for item in field.items():
        inside = [
            place
            for place in places(at.article.text, item.text())
            if any(start <= place[0] and place[1] <= end for start, end in own)
        ]
        if len(inside) == 1:
            at.note(item, *inside[0])
            found.append(at.at(*inside[0]))
        elif span := at.span(item):
            found.append(span)
    return tuple(found)


def _homes(field: Field, spans: tuple[Span, ...], speaker: str, tellings: Tellings) -> tuple[str, ...]:
    """The quotations that the spans lie in; each must lie in one of the same speaker."""
    homes: list[str] = []
    for span in spans:
        around = [q for q in tellings.layers[span.article].quotations if any(s.covers(span) for s in q.segments)]
        if not around:
            field.wrong(f"“{span.words[:60]}” lies in no annotated quotation of {span.article}")
        elif all(q.speaker not in ("", speaker) for q in around):
            field.wrong(f"“{span.words[:60]}” is quoted from {around[0].speaker}, the statement is {speaker}'s")
        homes += (q.quotation for q in around if q.speaker in ("", speaker) and q.quotation not in homes)
    return tuple(homes)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _check_carries(field: Field, carries: str, text: str, spans: tuple[Span, ...]) -> None:
    """Whole and partial must look it."""
    if not spans or carries == "paraphrase":
        return
    likeness = fuzz.ratio(_plain(text), _plain(" ".join(span.words for span in spans)))
    if carries == "whole":
        repeated = max(fuzz.ratio(_plain(text), _plain(span.words)) for span in spans)
        if max(likeness, repeated) < WHOLE_AT_LEAST:
            field.wrong(f"said to be whole, but only {likeness:.0f} % alike to the part's text", fatal=False)
    elif likeness == 100:
        field.wrong("said to be partial, but it has all words of the part's text", fatal=False)


def _read_readings(
    field: Field, statement: str, place: int, parts: tuple[GoldPart, ...], tellings: Tellings
) -> list[GoldReading]:
    members = field.record(("part", "kind", "turns", "forms"), required=("part", "kind", "forms"))
    wanted = members["part"].text(tuple(part.part for part in parts)) if "part" in members else ""
    part = next((part for part in parts if part.part == wanted), None)
    if part is None or "forms" not in members:
        return []
    found: list[GoldReading] = []
    for written, names in members["forms"].members().items():
        form = read_words(Field(written, names.place, names.problems), tellings)
        articles = tuple(item.text() for item in names.items())
        spans: list[Span] = []
        for article in articles:
            spans += _reading_spans(names, form, article, part)
        kind = members["kind"].text(READING_KINDS) if "kind" in members else ""
        turns = members["turns"].flag() if "turns" in members else False
        found.append(GoldReading(statement, part.part, place, kind, turns, form, articles, tuple(spans)))
    if len(found) < 2:
        field.wrong("a place where witnesses differ has at least two forms")
    return found


def _reading_spans(field: Field, form: str, article: str, part: GoldPart) -> list[Span]:
    """Where a witness has the reading, within its own spans of the part."""
    own = [witness for witness in part.witnesses if witness.article == article and witness.carries != "paraphrase"]
    if not own:
        field.wrong(f"{article} carries no words of {part.part}")
        return []
    if not form:
        return []
    found = [
        Span(article, span.start + start, span.start + end, span.words[start:end])
        for span in own[0].spans
        for start, end in places(span.words, form)
    ]
    if not found:
        field.wrong(f"{article} does not have “{form}” in {part.part}: {' | '.join(s.words for s in own[0].spans)}")
    return found


def read_claims(field: Field, tellings: Tellings) -> tuple[GoldClaim, ...]:
    """All claims, in the order of the annotation."""
    found: list[GoldClaim] = []
    for item in field.items():
        members = item.record(("id", "text", "date", "in"), required=("id", "text", "in"))
        name = members["id"].text() if "id" in members else ""
        if any(claim.claim == name for claim in found):
            item.wrong(f"a second claim with the id “{name}”")
        assertions = [
            assertion
            for article, specs in (members["in"].members() if "in" in members else {}).items()
            for spec in specs.items()
            if (assertion := _read_assertion(spec, article, tellings))
        ]
        found.append(
            GoldClaim(
                name,
                members["text"].text() if "text" in members else "",
                members["date"].text() if "date" in members else "",
                tuple(assertions),
            )
        )
    return tuple(found)


def _read_assertion(field: Field, article: str, tellings: Tellings) -> GoldAssertion | None:
    """The words alone, or an object with words, hedge and voice."""
    at = tellings.resolver(field, article)
    if at is None:
        return None
    if isinstance(field.value, str):
        span = at.span(field)
        return GoldAssertion(span, "", None, "") if span else None
    members = field.record(("words", "hedge", "voice"), required=("words",))
    span = at.span(members["words"]) if "words" in members else None
    if span is None:
        return None
    hedge, hedge_span = "", None
    if "hedge" in members:
        items = list(members["hedge"].items())
        hedge = items[0].text(HEDGES)
        hedge_span = at.span(items[1], Near(((span.start, span.end),))) if len(items) > 1 else None
    return GoldAssertion(span, hedge, hedge_span, tellings.entity(members["voice"]) if "voice" in members else "")


def read_differences(field: Field, claims: tuple[GoldClaim, ...]) -> tuple[GoldDifference, ...]:
    """Differences, whose sides name claims."""
    ids = tuple(claim.claim for claim in claims)
    found: list[GoldDifference] = []
    for item in field.items():
        members = item.record(("about", "kind", "verdict", "sides", "why"), ("about", "kind", "verdict", "sides"))
        sides = tuple(tuple(c.text(ids) for c in side.items()) for side in members["sides"].items()) if (
            "sides" in members
        ) else ()  # fmt: skip
        if len(sides) < 2:
            item.wrong("a difference has at least two sides")
        found.append(
            GoldDifference(
                members["about"].text() if "about" in members else "",
                members["kind"].text(DIFFERENCE_KINDS) if "kind" in members else "",
                members["verdict"].text(VERDICTS) if "verdict" in members else "",
                sides,
                members["why"].text() if "why" in members else "",
            )
        )
    return tuple(found)


def read_only_in(field: Field, claims: tuple[GoldClaim, ...], tellings: Tellings) -> tuple[GoldOnlyIn, ...]:
    """What only one telling has: claim ids, each with words that no other telling has."""
    found: list[GoldOnlyIn] = []
    by_id = {claim.claim: claim for claim in claims}
    for name, words in field.members().items():
        if name not in by_id:
            words.wrong(f"unknown claim “{name}”; add it to claims first")
            continue
        articles = sorted({assertion.span.article for assertion in by_id[name].assertions})
        if len(articles) != 1:
            words.wrong(f"the claim is made by {len(articles)} articles: {', '.join(articles)}")
            continue
        absent = tuple(item.text() for item in words.items() if item.value)
        for word in absent:
            holders = [other for other, at in tellings.at.items() if places(at.article.text, word)]
            if holders != articles:
                words.wrong(f"“{word}” stands in {', '.join(holders) or 'no article'}, not just in {articles[0]}")
        found.append(GoldOnlyIn(name, articles[0], absent))
    return tuple(found)


def read_copies(field: Field, tellings: Tellings) -> tuple[GoldCopy, ...]:
    """Pairs of tellings that share prose."""
    found: list[GoldCopy] = []
    for item in field.items():
        members = item.record(
            ("between", "kind", "direction", "why", "passages"), ("between", "kind", "direction", "why", "passages")
        )
        between = tellings.names(members["between"]) if "between" in members else ()
        if len(between) != 2 or not set(between) <= set(tellings.at):
            item.wrong("“between” names two articles of the story")
            continue
        passages = members["passages"].items() if "passages" in members else ()
        pairs = [_read_passage(passage, *between, tellings) for passage in passages]
        found.append(
            GoldCopy(
                *between,
                kind=members["kind"].text(COPY_KINDS) if "kind" in members else "",
                direction=members["direction"].text(WHICH_WAY) if "direction" in members else "",
                why=members["why"].text() if "why" in members else "",
                passages=tuple(pair for pair in pairs if pair),
            )
        )
    return tuple(found)


def _read_passage(field: Field, first: str, second: str, tellings: Tellings) -> tuple[Span, Span] | None:
    """One string where both have the same words, else a pair of strings."""
    items = list(field.items())
    if not 1 <= len(items) <= 2:
        field.wrong("write the words both have, or [words of the first, words of the second]")
        return None
    one = tellings.at[first].span(items[0])
    other = tellings.at[second].span(items[-1])
    return (one, other) if one and other else None
