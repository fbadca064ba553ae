"""Checks for a page: in go checked quotations, out come their outcomes in words with each passage.

Handles in passages are masked, all of them: a check reads single articles, which cannot tell who stands behind one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.publish.check import PARAPHRASED, UNQUOTED, Checked, DraftQuotation, Hit, log_entry, summary
from tellings.publish.days import day
from tellings.publish.lines import count
from tellings.publish.masking import Mask
from tellings.publish.pages.lookup import Place, one_line
from tellings.publish.passages import CONTEXT

# Articles that are listed for one quotation, and characters of a passage.
MOST_HITS, MOST = 12, 600
MASK = Mask(frozenset(), ())


@dataclass(frozen=True, slots=True)
class Differing:
    """One place where the words differ."""

    kind: str
    turns: bool
    asked: str  # "" where the article has more
    found: str  # "" where it has nothing there


@dataclass(frozen=True, slots=True)
class HitView:
    """An article that has the words, or nearly."""

    place: Place
    outlet: str
    day: str
    verdict: str
    speaker: str  # "" left open
    primary: bool
    heard: str  # of a transcript: when the words are heard
    changes: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """The outcome for one quotation."""

    quotation: str
    speaker: str  # whose words they are said to be; "" not asked
    line: int  # of the draft; 0 where there is none
    headline: str
    verdict: str
    passes: bool
    turned: int  # articles whose words differ so that the meaning may turn, though others have the same words
    reason: str
    told: str  # counts of what was found
    log: str
    hits: tuple[HitView, ...]
    more: int  # hits that are not listed


def check_views(rows: Sequence[tuple[DraftQuotation, Checked]]) -> tuple[CheckView, ...]:
    """The outcomes for the quotations of a draft."""
    return tuple(check_view(checked, quotation.line) for quotation, checked in rows)


def check_view(checked: Checked, line: int = 0) -> CheckView:
    """The outcome for one quotation."""
    return CheckView(
        quotation=one_line(checked.check.quotation, 1000).strip('“”"'),
        speaker=checked.speaker,
        line=line,
        headline=headline(checked),
        verdict=checked.verdict,
        passes=checked.passes,
        turned=_turned(checked),
        reason=MASK(checked.reason),
        told=MASK(summary(checked)),
        log=MASK(log_entry(checked)),
        hits=tuple(_hit(hit) for hit in checked.hits[:MOST_HITS]),
        more=max(0, len(checked.hits) - MOST_HITS),
    )


def headline(checked: Checked) -> str:
    """What an editor reads first."""
    texts = f"{checked.extent.articles:,} {'text' if checked.extent.articles == 1 else 'texts'}"
    same = sum(hit.match.verdict == checked.wording for hit in checked.hits)
    if checked.passes:
        turned = _turned(checked)
        return f"same words in {same} of {texts}" + (f", but they differ in {turned}" if turned else "")
    if not checked.hits:
        return f"not in these {texts}"
    if checked.verdict == PARAPHRASED:
        return f"only paraphrased, in {len(checked.hits)} of {texts}"
    if checked.verdict == UNQUOTED:
        return f"the words stand in {count(same, 'text')}, but nobody is quoted with them"
    if checked.verdict == "attributed to another":
        return f"same words in {same} of {texts}, ascribed to another"
    return f"differs here: {checked.verdict}"


def _turned(checked: Checked) -> int:
    """Articles whose words differ from the quotation in what may turn the meaning."""
    return len({h.match.text_id for h in checked.hits if any(change.turns for change in h.match.changes)})


def _hit(hit: Hit) -> HitView:
    match = hit.match
    before, after = MASK(match.before)[-CONTEXT * 2 :], MASK(match.after)[: CONTEXT * 2]
    words = MASK(match.found)
    siglum = one_line(hit.siglum, 60)
    return HitView(
        place=Place(
            match.text_id, siglum, match.start, match.end, words[:MOST], before, after, len(words) <= MOST
        ),
        outlet=one_line(hit.outlet, 60),
        day=day(hit.date) + (" (inferred)" if hit.date and hit.date_source != "published" else ""),
        verdict=match.verdict,
        speaker=hit.speaker,
        primary=hit.kind == "primary",
        heard=hit.cue_time,
        changes=tuple(
            Differing(c.kind, c.turns, one_line(MASK(c.quoted), 120), one_line(MASK(c.found), 120))
            for c in match.changes
        ),
    )  # fmt: skip
