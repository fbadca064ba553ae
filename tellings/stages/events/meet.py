"""Which dated sentences tell one event: the sentences with their words in, the event of each out."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from tellings.language import load
from tellings.model import TOLD, Article, Assertion, Block, Event
from tellings.stages.events.days import days_of
from tellings.stages.events.settings import EventsSettings
from tellings.text.sentences import find_sentences
from tellings.text.words import find_words

CERTAIN = 100  # per cent
STEM = 6  # letters: what "apology" and "apologised" share


@dataclass(frozen=True, slots=True)
class Sentence:
    """A dated sentence before it has an event."""

    row: Event
    words: frozenset[str]


@cache
def _light(language: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in load("dates", language)["light"])


def stems(text: str, start: int, end: int, language: str) -> frozenset[str]:
    """The content words of a stretch of text, cut to their first letters."""
    words = (text[a:b].lower() for a, b in find_words(text, start, end))
    return frozenset(word[:STEM] for word in words if len(word) >= 4 or word.isdigit()) - _light(language)


def weigh_words(articles: Iterable[Article], blocks: list[Block], language: str) -> dict[str, int]:
    """The weight of each word of a story: rare ones weigh more (idf over its sentences, in thousandths)."""
    texts = {a.article_id: a.text for a in articles}
    counts: Counter[str] = Counter()
    total = 0
    for block in blocks:
        if block.kind in TOLD and block.article_id in texts:
            for start, end in find_sentences(texts[block.article_id], block.start, block.end, language):
                counts.update(stems(texts[block.article_id], start, end, language))
                total += 1
    return {word: round(1000 * math.log2(1 + total / count)) for word, count in counts.items()}


def find_similar(rows: list[Sentence], weights: dict[str, int], settings: EventsSettings) -> dict[tuple[int, int], int]:
    """Pairs of sentences that share enough rare words, with the share; found by the words, not all with all."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        for word in sorted(row.words):
            holders[word].append(i)
    shared: dict[tuple[int, int], tuple[int, int]] = {}
    for word, some in holders.items():
        if 1 < len(some) <= settings.common:
            for n, i in enumerate(some):
                for j in some[n + 1 :]:
                    weight, count = shared.get((i, j), (0, 0))
                    shared[i, j] = (weight + weights.get(word, 0), count + 1)
    totals = [sum(weights.get(word, 0) for word in row.words) for row in rows]
    similar = {}
    for (i, j), (weight, count) in shared.items():
        share = 100 * weight // max(1, min(totals[i], totals[j]))
        if share >= settings.shared and count >= settings.words:
            similar[i, j] = share
    return similar


def find_claimed(rows: Sequence[Event], assertions: Iterable[Assertion]) -> dict[tuple[int, int], int]:
    """Pairs of dated sentences of two tellings that assert one claim with their dates, with a share of 100 per cent.

    An assertion counts for a date that stands in it.
    """
    told: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in assertions:
        told[assertion.article_id].append(assertion)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        own = [a for a in told[row.article_id] if a.start <= row.timex_start and row.timex_end <= a.end]
        for claim_id in dict.fromkeys(a.claim_id for a in own):
            holders[claim_id].append(number)
    pairs = (pair for some in holders.values() for pair in combinations(some, 2))
    return {(i, j): CERTAIN for i, j in pairs if rows[i].article_id != rows[j].article_id}


def group(rows: list[Sentence], similar: dict[tuple[int, int], int]) -> list[int]:
    """The event of each dated sentence, as the number of one of its sentences.

    Sentences of the same date that share rare words are joined. A sentence of a longer span (a week, a month) then
    joins the one event within that span that it is most like, if there is one: so a week never ties two days together.
    """
    leader = list(range(len(rows)))

    def lead(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    wider: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (i, j), share in sorted(similar.items()):
        if rows[i].row.date == rows[j].row.date:
            a, b = sorted((lead(i), lead(j)))
            leader[b] = a
            continue
        if rows[i].row.article_id == rows[j].row.article_id:
            continue  # a sentence may well name both a day and the year it lies in
        (first_i, last_i), (first_j, last_j) = days_of(rows[i].row.date), days_of(rows[j].row.date)
        if first_i <= first_j and last_j <= last_i:
            wider[i].append((share, j))
        elif first_j <= first_i and last_i <= last_j:
            wider[j].append((share, i))
    groups = [lead(i) for i in range(len(rows))]
    alone = Counter(groups)
    joined = list(groups)
    for i, options in wider.items():
        best = max(share for share, _ in options)
        targets = {groups[j] for share, j in options if share == best}
        if alone[groups[i]] == 1 and len(targets) == 1 and not any(j in wider for _, j in options):
            joined[i] = targets.pop()
    return joined
