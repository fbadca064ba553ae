"""What an annotator may have overlooked: in go a story's rows, out come warnings.

A warning is met by annotating what it names, or by listing the words under "excused" in the telling.
"""

import re
from collections.abc import Iterable, Iterator

from eval.gold.fields import Problems
from eval.gold.model import TOLD, GoldArticle, GoldQuotation, GoldStory, Span
from eval.gold.telling import Telling

# Shared words in a row that make two quotations of one speaker the same words.
SHARED_RUN = 5

# Opening marks: always for “ and «, for the others where a word follows and none goes before.
OPENING = re.compile(r"[“«]|(?<![\w‘'])[‘'](?=\w)|(?<!\w)\"(?=[\w'‘])")
TIME_WORDS = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow|january|february|april"
    r"|june|july|august|september|october|november|december"
    r"|(?:in|last|next|this|of|late|early|since|until) (?:march|may)"
    r"|(?:last|next|this|previous|following|coming|past) "
    r"(?:year|month|week|weekend|night|morning|evening|afternoon|day|spring|summer|autumn|fall|winter)"
    r"|\w+ (?:minutes?|hours?|days?|weeks?|months?|years?|decades?)|(?:19|20)\d\d(?![\d,])|\d+(?:[.:]\d+)? ?[ap]\.?m\b"
    r"|\d\d:\d\d|midnight|noon|teatime)\b",
    re.IGNORECASE,
)
SAYING = re.compile(
    r"\b(?:sa(?:id|ys)|told|tells|wrote|writes|added|adds|tweeted|posted|insist(?:ed|s)|claim(?:ed|s)|announced|warned"
    r"|admitted|according to|explained|replied|complained|asked|denied|argued|concluded|continued)\b",
    re.IGNORECASE,
)


def find_gaps(article: GoldArticle, layers: Telling, problems: Problems) -> None:
    """Warn of marks, time words and saying verbs of told text that no layer accounts for."""
    told = [block.span for block in layers.blocks if block.kind in TOLD]
    place = f"tellings.{article.name}"

    def warn(found: Iterable[tuple[int, int]], what: str) -> None:
        for start, end in found:
            span = Span(article.name, start, end, article.text[start:end])
            if any(block.covers(span) for block in told) and not any(e.covers(span) for e in layers.excused):
                context = " ".join(article.text[max(0, start - 25) : end + 25].split())
                problems.add(place, f"{what}: “{span.words}” at {start}: …{context}…", fatal=False)

    warn(_unexplained_marks(article.text, layers), "a quotation mark that no quotation and no phrase begins at")
    warn(_outside(TIME_WORDS, article.text, (time.span for time in layers.times)), "no time expression covers")
    said = [
        *(span for q in layers.quotations for span in (q.cue, q.source) if span),
        *(span for q in layers.quotations for span in q.segments),
    ]
    warn(_outside(SAYING, article.text, said), "a verb of saying that is no cue")
    for quotation in layers.quotations:
        if quotation.kind == "indirect" and not (quotation.cue or quotation.negated):
            problems.add(quotation.quotation, "an indirect quotation has a cue", fatal=False)


def _outside(pattern: re.Pattern[str], text: str, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Matches that overlap none of the spans."""
    taken = [(span.start, span.end) for span in spans]
    for match in pattern.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield match.span()


def _unexplained_marks(text: str, layers: Telling) -> Iterator[tuple[int, int]]:
    """Opening marks at which nothing begins: the content of a quotation, or words that are no speech."""
    starts = {span.start for quotation in layers.quotations for span in quotation.segments}
    starts |= {phrase.span.start for phrase in layers.phrases}
    inside = [segment for q in layers.quotations if q.kind != "direct" for segment in q.segments]
    for match in OPENING.finditer(text):
        after = match.end()
        while after < len(text) and text[after] in "“‘\"' \u00a0\u2009":
            after += 1
        if after in starts or any(segment.start <= match.start() < segment.end for segment in inside):
            continue
        yield match.span()


def find_unlinked(story: GoldStory, problems: Problems) -> None:
    """Warn of quotations of one speaker that share words in two articles and are in no statement together."""
    linked = {
        (witness.article, quotation): statement.statement
        for statement in story.statements
        for part in statement.parts
        for witness in part.witnesses
        for quotation in witness.quotations
    }
    runs = [(quotation, _runs(quotation)) for quotation in story.quotations]
    for number, (one, own) in enumerate(runs):
        for other, others in runs[number + 1 :]:
            differ = one.speaker and other.speaker and one.speaker != other.speaker
            if one.article == other.article or differ or not own & others:
                continue
            for quotation in (one, other):
                if (quotation.article, quotation.quotation) not in linked:
                    shared = " ".join(min(own & others))
                    problems.add(
                        quotation.quotation, f"in no statement, but shares “{shared}” with {other.article}", fatal=False
                    )
    spoken_of = {mention.entity for mention in story.mentions} | {quotation.speaker for quotation in story.quotations}
    for entity in story.entities:
        if entity.entity not in spoken_of:
            problems.add(f"entities.{entity.entity}", "no article mentions it", fatal=False)


def _runs(quotation: GoldQuotation) -> set[tuple[str, ...]]:
    words = [re.findall(r"\w+", segment.words.lower()) for segment in quotation.segments]
    return {tuple(w[i : i + SHARED_RUN]) for w in words for i in range(len(w) - SHARED_RUN + 1)}
