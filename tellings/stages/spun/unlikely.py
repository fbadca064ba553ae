"""Source not among these: a story's prose in; pairs of words that news hardly ever has, where it should, out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low

from tellings.model import Copy, Observation, content_id
from tellings.stages.spun.prose import Prose
from tellings.stages.spun.settings import SpunSettings
from tellings.text.collocations import Collocation, familiarity

# Kinds of pair whose articles are one text: it is as unusual in each of them.
COPIED = frozenset({"exact", "near"})


def find_unlikely(
    tellings: Mapping[str, Prose],
    copies: Iterable[Copy],
    explained: Iterable[str],
    settings: SpunSettings,
    story_id: str,
) -> list[Observation]:
    """The rows of each article whose words are unlikely in their place, and those of the other tellings are not.

    Args:
        tellings: by article_id.
        copies: what pairs of them share.
        explained: articles of which a source is present.
        settings: how strong the evidence must be.
        story_id: put into the rows.
    """
    same = {
        (one, two)
        for c in copies
        if c.kind in COPIED
        for one, two in ((c.article_id, c.other_id), (c.other_id, c.article_id))
    }
    skipped = frozenset(explained)
    rows: list[Observation] = []
    for key, prose in tellings.items():
        if key not in skipped and prose.article.kind != "primary":
            others = [other for name, other in tellings.items() if name != key and (key, name) not in same]
            rows += _observe(prose, others, settings, story_id)
    return rows


def _observe(prose: Prose, others: Sequence[Prose], settings: SpunSettings, story_id: str) -> list[Observation]:
    known = familiarity(prose.pairs)
    score = round(100 * known.score(settings.spread))
    if known.pairs < settings.pairs or score > -settings.score:
        return []
    usual = _usual_score(others, settings)
    if usual is None or score > usual - settings.below:  # alone, it may be new to news: a village, a science
        return []
    reasons = (
        f"of {known.pairs} pairs of neighbouring words {known.known} are known to news, {known.expected / 1000:.0f}"
        " expected of words so common",
        f"{-score / 100:.1f} standard deviations below the usual, the other tellings {-usual / 100:.1f}",
        "source not among these",
    )
    key = prose.article.article_id
    observation = content_id("observation", story_id, key)
    evidence = _evidence(prose, others)[: settings.shown]
    return [
        Observation(
            story_id, observation, key, pair.start, pair.end, "not among these", "", None, None, words, names,
            known.pairs, known.unknown, reasons,
        )
        for pair, words, names in sorted(evidence, key=lambda row: (row[0].start, row[0].end))
    ]  # fmt: skip


def _usual_score(others: Sequence[Prose], settings: SpunSettings) -> int | None:
    """The score of the other tellings: the middle one of those long enough, else that of all together."""
    each = [familiarity(other.pairs) for other in others]
    scores = [round(100 * known.score(settings.spread)) for known in each if known.pairs >= settings.pairs]
    if scores:
        return median_low(scores)
    together = familiarity([pair for other in others for pair in other.pairs])
    return round(100 * together.score(settings.spread)) if together.pairs >= settings.pairs else None


def _evidence(prose: Prose, others: Sequence[Prose]) -> list[tuple[Collocation, str, tuple[str, ...]]]:
    """Pairs that are not known though they might be: those first in whose place other tellings have other words."""
    told = {other.article.article_id: other.told for other in others}
    elsewhere = frozenset().union(*told.values(), prose.said)
    words = frozenset(word for pair in elsewhere for word in pair)
    found: dict[tuple[str, str], tuple[Collocation, str, tuple[str, ...]]] = {}
    for pair in prose.pairs:
        if pair.known or not prose.beside(pair.start, pair.end, pair.first, pair.second):
            continue
        if (pair.first, pair.second) in elsewhere or (pair.first, pair.second) in found:
            continue
        usual = _replaced(pair, prose, told, words)
        names = tuple(name for name in told if usual in told[name])
        found[(pair.first, pair.second)] = (pair, " ".join(usual or ()), names)
    return sorted(found.values(), key=lambda row: (not row[1], -len(row[2]), -row[0].expected, row[0].start))


def _replaced(
    pair: Collocation, prose: Prose, told: Mapping[str, frozenset[tuple[str, str]]], words: frozenset[str]
) -> tuple[str, str] | None:
    """What other tellings, or its own quotations, have beside one of the words where the other is not theirs."""
    met: Counter[tuple[str, str]] = Counter()
    for pairs in (*told.values(), prose.said):
        for one, two in pairs:
            kept_second = two == pair.second and pair.first not in words and one not in prose.own
            kept_first = one == pair.first and pair.second not in words and two not in prose.own
            if kept_second or kept_first:
                met[(one, two)] += 1
    return min(met, key=lambda found: (-met[found], found)) if met else None
