"""What an assertion can differ in: assertions of a story in; their words, quantities, times and polarity out."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tellings.model import Article, Assertion, Timex
from tellings.stages.differences.denying import denies, find_targets, is_framed_as_denied
from tellings.stages.differences.lexicon import Word, light_words, read_word
from tellings.text.quantities import Quantity, find_quantities, find_sums
from tellings.text.spelling import plain
from tellings.text.when import When, read_when
from tellings.text.words import Span, find_words

CLASS_BITS = 3_000  # of a class of things counted or of acts: it tells the question, not the answer
BESIDE = 6  # words before and behind an answer that tell what it answers


@dataclass(frozen=True, slots=True)
class Dated:
    """A time of an assertion, read as a stretch."""

    start: int
    end: int
    when: When
    words: str  # in small letters


@dataclass(frozen=True, slots=True)
class Fact:
    """One assertion with what it can differ in. Weights are in thousandths of a bit."""

    row: Assertion
    claims: frozenset[str]
    matters: frozenset[str]
    weights: dict[str, int]  # stem -> weight, of the words that tell something; answers (numbers, days) left out
    total: int
    around: dict[str, int]  # the same, of the assertion and of those beside it
    around_total: int
    words: tuple[str, ...]  # all words as they are said, short forms written out
    spans: tuple[Span, ...]  # where each stands
    capital: tuple[bool, ...]  # whether each begins with a capital letter
    word_set: frozenset[str]
    runs: frozenset[tuple[str, str]]  # of two words, negations and auxiliaries left out
    alternatives: dict[str, Span]  # stem -> where it stands, of the words that belong to a class of alternatives
    quantities: tuple[Quantity, ...]
    sums: tuple[Quantity, ...]
    times: tuple[Dated, ...]
    beside: dict[Span, frozenset[str]]  # stems of the words just before and behind each quantity and time
    negated: bool
    denied: bool  # what it speaks of is denied by it or by whoever says it
    contraries: frozenset[str]  # stems that say the contrary of a word of it
    denials: frozenset[str]  # stems of its words of denial
    targets: frozenset[str] | None  # stems of what it negates; None where it negates nothing
    asks: bool  # it is a question, or no sentence: it asserts nothing
    anaphoric: bool  # it points back: "such", "this", "any of it"
    number: int  # within its article, from 0

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands."""
        return self.row.article_id, self.row.start, self.row.end


def read_facts(
    articles: Sequence[Article],
    assertions: Sequence[Assertion],
    timexes: Sequence[Timex],
    matter_of: dict[str, str],
    language: str = "en",
) -> list[Fact]:
    """The facts of a story, by article and place.

    Args:
        articles: the story's articles.
        assertions: what they assert; one place may assert several claims.
        timexes: their time expressions.
        matter_of: matter_id by claim_id.
        language: whose data to use.
    """
    claims: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    first: dict[tuple[str, int, int], Assertion] = {}
    for row in assertions:
        place = (row.article_id, row.start, row.end)
        claims[place].add(row.claim_id)
        first.setdefault(place, row)
    by_article: dict[str, list[Assertion]] = defaultdict(list)
    for place in sorted(first):
        by_article[place[0]].append(first[place])
    times: dict[str, list[Timex]] = defaultdict(list)
    for t in timexes:
        times[t.article_id].append(t)
    found: list[Fact] = []
    for article in sorted(articles, key=lambda a: a.article_id):
        own = by_article[article.article_id]
        found += _of_article(article.text, own, times[article.article_id], language)
    return _weighed(found, claims, matter_of)


def _of_article(text: str, rows: Sequence[Assertion], timexes: Sequence[Timex], language: str) -> list[Fact]:
    """The facts of an article; claims, weights within the story and what stands around come later."""
    timed = sorted(timexes, key=lambda t: t.start)
    time_starts = [t.start for t in timed]
    facts: list[Fact] = []
    every = find_words(text) if rows else []
    begins = [a for a, _ in every]
    told = _quantities(text, rows, timed, language)
    for row in rows:
        own = timed[bisect_left(time_starts, row.start) : bisect_left(time_starts, row.end)]
        dated = list(_dated(text, own))
        skip = [(t.start, t.end) for t in own if t.type in ("DATE", "TIME", "SET")]
        quantities = [q for q in told[row.sentence_start, row.sentence_end] if row.start < q.end <= row.end]
        spans = every[bisect_left(begins, row.start) : bisect_left(begins, row.end)]
        words = [read_word(text[a:b], language) for a, b in spans]
        facts.append(
            Fact(
                row,
                frozenset(),
                frozenset(),
                _stems(spans, words, [*skip, *((q.start, q.end) for q in quantities)]),
                0,
                {},
                0,
                *_said(text, spans, words, language),
                {w.form: span for w, span in zip(words[::-1], spans[::-1], strict=True) if w.kinds},
                tuple(quantities),
                tuple(find_sums(text, quantities)),
                tuple(dated),
                _beside(text, row, [*quantities, *dated], language),
                row.negated,
                denies(text, spans, words, language) or is_framed_as_denied(text, row, language),
                frozenset().union(*(w.contrary for w in words if w.contrary)),
                frozenset(w.form for w in words if w.denies),
                find_targets(text, spans, words, language),
                _asks(text, row),
                any(w.points_back for w in words),
                len(facts),
            )
        )
    return facts


def _said(
    text: str, spans: Sequence[Span], read: Sequence[Word], language: str
) -> tuple[tuple[str, ...], tuple[Span, ...], tuple[bool, ...], frozenset[str], frozenset[tuple[str, str]]]:
    """The words as they are said, where they stand, which begin with a capital, all of them, and their runs."""
    words = tuple(word for one in read for word in one.said)
    places = tuple(span for one, span in zip(read, spans, strict=True) for _ in one.said)
    light = light_words(language)
    kept = [word for word in words if word not in light]
    return words, places, tuple(text[a].isupper() for a, _ in places), frozenset(words), frozenset(pairwise(kept))


def _quantities(
    text: str, rows: Sequence[Assertion], times: Sequence[Timex], language: str
) -> dict[Span, list[Quantity]]:
    """The quantities of each sentence: a clause may begin within a number ("a hundred and forty")."""
    skip = [(t.start, t.end) for t in times if t.type in ("DATE", "TIME", "SET")]
    spans = sorted({(row.sentence_start, row.sentence_end) for row in rows})
    return {(a, b): find_quantities(text, a, b, [t for t in skip if t[0] < b and a < t[1]], language) for a, b in spans}


def _beside(
    text: str, row: Assertion, answers: Sequence[Quantity | Dated], language: str
) -> dict[Span, frozenset[str]]:
    """The words of matter within a few words of each answer, in its sentence."""
    found = {}
    spans = find_words(text, row.sentence_start, row.sentence_end) if answers else []
    begins, ends = [a for a, _ in spans], [b for _, b in spans]
    for one in answers:
        behind, ahead = bisect_right(ends, one.start), bisect_left(begins, one.end)
        low, high = spans[max(0, behind - BESIDE) : behind], spans[ahead : ahead + BESIDE]
        around = (low[0][0] if low else one.start, high[-1][1] if high else one.end)
        near = find_words(text, *around)
        words = [read_word(text[a:b], language) for a, b in near]
        found[one.start, one.end] = frozenset(_stems(near, words, [(one.start, one.end)]))
    return found


def _dated(text: str, timexes: Iterable[Timex]) -> Iterator[Dated]:
    """The times that name a stretch of days or minutes."""
    for t in timexes:
        when = read_when(t.value, t.mod) if t.type in ("DATE", "TIME") else None
        if when:
            yield Dated(t.start, t.end, when, plain(text[t.start : t.end]))


def _asks(text: str, row: Assertion) -> bool:
    """Whether an assertion is a question."""
    return "?" in text[row.end - 1 : row.end + 2]


def _stems(spans: Sequence[Span], words: Sequence[Word], answers: Sequence[Span]) -> dict[str, int]:
    """The words of matter with their rarity; classes of things and acts beside them."""
    found: dict[str, int] = {}
    for (a, b), word in zip(spans, words, strict=True):
        if not word.weight or (answers and any(low <= a and b <= high for low, high in answers)):
            continue
        found[word.form] = min(word.weight, found.get(word.form, word.weight))
        for name in word.classes:
            found[name] = CLASS_BITS
    return found


def _weighed(
    facts: Sequence[Fact], claims: Mapping[tuple[str, int, int], set[str]], matter_of: Mapping[str, str]
) -> list[Fact]:
    """Facts with each word's weight by how much it tells within the story: what every sentence holds tells nothing."""
    uses = Counter(form for fact in facts for form in fact.weights)
    users = Counter(
        form for own in _by_article(facts).values() for form in sorted({f for fact in own for f in fact.weights})
    )
    bits: dict[str, int] = {}
    for fact in facts:
        for form, weight in fact.weights.items():
            bits[form] = min(weight, bits.get(form, weight))
    weight_of = {form: bits[form] * users[form] // uses[form] for form in uses}
    scaled = [{form: weight_of[form] for form in sorted(fact.weights)} for fact in facts]
    found = []
    for i, fact in enumerate(facts):
        near = range(max(0, i - 1), min(len(facts), i + 2))
        around: dict[str, int] = {}
        for j in near:
            if facts[j].row.article_id == fact.row.article_id:
                around |= scaled[j]
        told = frozenset(claims[fact.place])
        matters = frozenset(matter_of[c] for c in told if c in matter_of)
        found.append(
            replace(
                fact,
                claims=told,
                matters=matters,
                weights=scaled[i],
                total=sum(scaled[i].values()),
                around=around,
                around_total=sum(around.values()),
            )
        )
    return found


def _by_article(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.row.article_id].append(fact)
    return found
