"""Stories: the heads, terms and copies of all articles in; which articles tell one event out.

Articles become vectors of term weights (TF-IDF), pairs that lie close in time are compared through an inverted index,
and average link joins what is similar enough for the days that lie between. All numbers that decide are integers, so
the outcome does not hang on the order of sums or of files. docs/stages/stories.md tells the method and its figures.
"""

import heapq
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from tellings.corrections import PERSON, corrected_days, set_apart
from tellings.language import DEFAULT
from tellings.model import Copy, StoryRow, Telling, Terms, content_id
from tellings.stage import Settings, Stage
from tellings.text.spelling import function_forms
from tellings.text.terms import PAIR, Background, load_background, unpack_lines, unpack_terms

Ints = NDArray[np.int64]
Edges = tuple[Ints, Ints, Ints]
SCALE = 4096  # length of an article's vector: dot products stay below 2**28, so 32-bit integers add up exactly
THOUSAND = 1000
MILLION = 1_000_000
DOUBT = 5  # stories added to those a small folder seems to hold: a term of two stories of three is not worthless
REFERENCE = 100  # articles; at 50 unrelated articles alone in a folder join, at 500 tellings of one event come apart
SHORT = (
    200.0  # squared weight of two rare words, added to all lengths: one shared name is no story between two headlines
)
NEARBY = 800  # articles before and after: a term met only farther off in time does not make its article longer either
MOST_STRETCH = 9.0  # squared: no vector is longer than three times SCALE, so that products fit 32 bits
HEAVIEST = 0.3  # of a small folder's article that one unheard word may make up: a town's name alone is no story
UNHEARD = 0.4  # of the length of a word that is in no other article and not in the background; .3 to .5 do as well


@dataclass(frozen=True)
class StorySettings(Settings):
    """When articles tell one event. Similarities are thousandths of a cosine, tuned on four dev sets at once."""

    least: int = 105  # average similarity from which two groups published on one day are one story
    per_day: int = 45  # asked on top of it for each day without an article between the two groups ...
    per_gap: int = 160  # ... and at most: a verdict months after the trial still belongs when it is very similar
    undated: int = 50  # asked on top where one group has no date at all: as much as one day
    floor: int = 40  # similarities below count as none: a third of `least`, far below what can join
    reach: int = 3000  # articles before it, by date, that one is compared with; a smaller folder is compared whole
    window: int = 5  # days before it within which one is compared with all, however many there are
    copied: int = 300  # similarity of copies, whatever their terms: enough to join two at any gap, not to pull in more
    quoted: int = 70  # added for a shared long quotation: two thirds of `least`; all of it costs g5w1h a point
    quoted_words: int = 12  # what is long: shorter ones are slogans and titles of laws
    quoted_days: int = 3  # old words are quoted again, but then not within days of the first report; 1 to 5 are alike
    prose_words: int = 30  # the same for prose; shorter passages are lines of furniture as often as borrowed ones
    one_outlet: int = 600  # per thousand of the similarity that counts between articles of one of many outlets
    same: int = 450  # similarity at which two articles count as one story while a small folder's terms are weighed
    repeated: int = 150  # per thousand of an article's lines that may be furniture; where more are repeated, none is
    one_story: bool = False  # take all articles as tellings of one story, when a person knows that they are
    lead: str = "longest"  # or "first": which telling stands for the story
    latest: str = "2036-01-01"  # a date of publication after it is a slip, and the article counts as undated
    dated: tuple[str, ...] = ()  # corrections: "ARTICLE_ID DAY" of articles that were published on another day
    apart: tuple[str, ...] = ()  # corrections: ids of articles that belong to no story but their own


# ---------------------------------------------------------------------------------------------- vectors


@dataclass(frozen=True)
class Articles:
    """Articles in the order of their ids, as vectors."""

    ids: list[str]
    days: Ints  # ordinal of the day published; -1 undated
    outlets: Ints  # number of the outlet; -1 unknown
    vectors: scipy.sparse.csr_matrix


def _day(published: str, latest: str) -> int:
    """Ordinal of a date; -1 where it is none, or later than can be."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return -1
    return day.toordinal() if not latest or day <= date.fromisoformat(latest) else -1


def _met_nearby(columns: Ints, rows: Ints, days: Ints) -> NDArray[np.bool_]:
    """Whether each term of each article is met again in one of the NEARBY articles before or after it, by date.

    For an undated article any other article counts.
    """
    dated = np.flatnonzero(days >= 0)
    place = np.full(len(days), -1, dtype=np.int64)
    place[dated[np.lexsort((dated, days[dated]))]] = np.arange(len(dated))
    order = np.lexsort((rows, place[rows], columns))
    column, where = columns[order], place[rows][order]
    again = (column[1:] == column[:-1]) & (where[1:] - where[:-1] <= NEARBY) & (where[:-1] >= 0)
    met = np.zeros(len(rows), dtype=np.bool_)
    met[order[1:]] |= again
    met[order[:-1]] |= again
    return met | ((place[rows] < 0) & (np.bincount(columns)[columns] > 1))


def _smallness(articles: int) -> float:
    """How far a collection is a small folder, whose own frequencies tell what its beat is.

    Five articles tell nothing of a beat; from some dozens on the folder's frequencies count fully; in some hundreds
    the ordinary document frequencies begin to do the same.

    >>> [round(_smallness(articles), 2) for articles in (5, 10, 15, 30, 105, 180)]
    [0.0, 0.5, 1.0, 1.0, 0.5, 0.0]
    """
    rising = (articles - 5) / 10
    falling = (180 - articles) / 150
    return max(0.0, min(1.0, rising, falling))


def _weigh(
    terms: NDArray[np.uint32], rows: Ints, counts: NDArray[np.uint8], days: Ints, background: Background
) -> tuple[Ints, Ints]:
    """Column and integer weight of each term.

    Document frequencies are those of the background and of the articles together; articles beyond the
    background's own number are scaled down to it, so that weights stay put as an archive grows.

    A term that no other article has ties nothing, so it gets no weight; nor does it make its article longer, in so far
    as it would have been alone among REFERENCE articles too. In a folder of five almost every term is alone, and were
    all of them left out of the length, any two articles would look alike. A name that the background has never met
    (the mayor of a small town) is no accident of the choice of articles: most of it stays.
    """
    articles = len(days)
    distinct, columns, frequency = np.unique(terms, return_inverse=True, return_counts=True)
    share = min(1.0, max(background.documents, THOUSAND) / max(articles, 1))
    documents = background.documents + articles * share
    known = background.frequency(distinct)
    rarity = np.maximum(np.log((documents + 1.0) / (known + frequency * share + 0.5)), 0.0)
    weights = (1 + np.log(counts.astype(np.float64))) * rarity[columns]
    alone = frequency == 1
    missing = max(0, REFERENCE - articles)
    rate = (known + 0.5) / background.documents if background.documents else np.ones(len(distinct))
    met = np.where(alone, 1 - np.exp(-missing * rate), 1.0)  # Poisson: met again at least once
    unheard = alone & (known == 0) & (distinct < PAIR)
    met[unheard] = np.maximum(met[unheard], UNHEARD * missing / REFERENCE)
    counted = np.where(alone[columns], met[columns], _met_nearby(columns, rows, days))
    lengths = SHORT + np.bincount(rows, weights=weights * weights * counted, minlength=articles)
    weights[alone[columns]] = 0
    whole = np.bincount(rows, weights=weights * weights, minlength=articles)
    lengths = np.sqrt(np.maximum(lengths, whole / MOST_STRETCH))
    weights /= lengths[rows]
    small = _smallness(articles)
    if small > 0:
        weights = np.where((known == 0)[columns], np.minimum(weights, HEAVIEST), weights)
    return columns, np.rint(SCALE * weights).astype(np.int64)


def _in_repeated_lines(heads: Sequence[Terms], rows: Ints, places: Ints, settings: StorySettings) -> NDArray[np.bool_]:
    """Whether each term stands only in a line that another article repeats: a plea for letters, a colophon.

    Where such lines are more than a few of an article's, it has its text in common with others, not its furniture.
    """
    lines = [unpack_lines(head.lines) for head in heads]
    sizes = np.array([len(own) for own in lines], dtype=np.int64)
    hashes = np.concatenate([*lines, np.empty(0, np.uint32)])
    owner = np.repeat(np.arange(len(heads)), sizes)
    distinct, number = np.unique(hashes, return_inverse=True)
    held = np.unique(number * len(heads) + owner) // max(1, len(heads))  # a line twice in one article counts once
    repeated = (np.bincount(held, minlength=len(distinct))[number] > 1) & (hashes > 0)
    share = np.bincount(owner, weights=repeated, minlength=len(heads)) * THOUSAND
    repeated &= (share <= settings.repeated * sizes)[owner]
    first = np.cumsum(sizes) - sizes
    found = np.zeros(len(rows), np.bool_)
    placed = places > 0
    found[placed] = repeated[first[rows[placed]] + places[placed] - 1]
    return found


def _weigh_within(vectors: scipy.sparse.csr_matrix, settings: StorySettings) -> scipy.sparse.csr_matrix:
    """Vectors of a small folder with less weight on terms that several of its stories share.

    A town, a council, a ferry company that half the folder speaks of says little there, however rare it is in news at
    large. A term's frequency is counted by story, not by article, or five tellings of one event would tell nothing:
    as stories are not known yet, an article that has similar ones beside it among the holders of the term counts as
    the corresponding part of one.
    """
    articles = vectors.shape[0]
    small = _smallness(articles)
    if small <= 0:
        return vectors
    one, other, similarity = _products(vectors, vectors, settings.floor)
    part = np.minimum(similarity / settings.same, 1.0) * (one != other)
    alike = scipy.sparse.csr_matrix((part, (one, other)), shape=(articles, articles)) + scipy.sparse.eye(articles)
    holds = vectors.astype(bool).astype(np.float64)
    beside = (alike @ holds).multiply(holds).tocsr()  # articles like it, itself included, that hold the term too
    beside.data = np.rint(MILLION / beside.data)
    held = np.maximum(np.asarray(beside.sum(axis=0)).ravel() / MILLION, 1.0)
    stories = np.rint(MILLION / np.asarray(alike.sum(axis=1)).ravel()).sum() / MILLION
    kept = np.maximum(1 - np.log(held) / np.log(stories + DOUBT), 0.0) ** small
    weighed = (vectors @ scipy.sparse.diags(np.sqrt(kept))).tocsr()
    weighed.data = np.rint(weighed.data)
    weighed.eliminate_zeros()
    return weighed.astype(np.int32)


def _vectors(heads: Sequence[Terms], settings: StorySettings) -> Articles:
    """Vectors of articles that are sorted by id, weighed against the background of the commonest language."""
    unpacked = [unpack_terms(head.terms) for head in heads]
    sizes = np.array([len(terms) for terms, _, _ in unpacked], dtype=np.int64)
    rows = np.repeat(np.arange(len(heads)), sizes)
    terms = np.concatenate([*(terms for terms, _, _ in unpacked), np.empty(0, np.uint32)])
    counts = np.concatenate([*(counts for _, counts, _ in unpacked), np.empty(0, np.uint8)])
    places = np.concatenate([*(places for _, _, places in unpacked), np.empty(0, np.uint8)]).astype(np.int64)
    told = ~_in_repeated_lines(heads, rows, places, settings)
    rows, terms, counts = rows[told], terms[told], counts[told]
    language = Counter(head.language or DEFAULT for head in heads).most_common(1)
    background = load_background(language[0][0] if language else DEFAULT)
    days = np.array([_day(head.published, settings.latest) for head in heads], dtype=np.int64)
    names = {name: number for number, name in enumerate(sorted({head.outlet for head in heads if head.outlet}))}
    outlets = np.array([names.get(head.outlet, -1) for head in heads], dtype=np.int64)
    columns, weights = _weigh(terms, rows, counts, days, background)
    width = int(columns.max()) + 1 if len(columns) else 1
    matrix = scipy.sparse.csr_matrix((weights.astype(np.int32), (rows, columns)), shape=(len(heads), width))
    matrix.eliminate_zeros()
    return Articles([head.article_id for head in heads], days, outlets, _weigh_within(matrix, settings))


# ---------------------------------------------------------------------------------------------- pairs


@dataclass(frozen=True)
class Window:
    """Which articles are compared: `order` sorts the dated by day; each is compared back to `first`."""

    order: Ints  # row numbers of the dated articles, by (day, row)
    first: Ints  # for each place in `order`, the earliest place it is compared with
    undated: Ints  # row numbers; compared with all

    def comparable(self, one: list[int], other: list[int]) -> int:
        """How many pairs between two groups of places in `order` are compared (both sorted)."""
        short, long = sorted((one, other), key=len)
        total = 0
        for here in short:
            low = bisect_left(long, int(self.first[here]))
            later = bisect_right(self.first, here)
            total += max(0, bisect_left(long, int(later)) - low)
        return total


def _window(days: Ints, settings: StorySettings) -> Window:
    """Windows that hold `reach` articles or `window` days, whichever holds more."""
    dated = np.flatnonzero(days >= 0)
    order = dated[np.lexsort((dated, days[dated]))]
    by_day = np.searchsorted(days[order], days[order] - settings.window)
    by_reach = np.maximum(np.arange(len(order)) - settings.reach, 0)
    return Window(order, np.minimum(by_day, by_reach), np.flatnonzero(days < 0))


CHUNK = 512  # rows multiplied at once: bounds memory


def _products(left: scipy.sparse.csr_matrix, right: scipy.sparse.csr_matrix, floor: int) -> tuple[Ints, Ints, Ints]:
    """Rows of left, rows of right and dot products (in thousandths) of at least `floor`."""
    product = (left @ right.T).tocoo()
    similarity = product.data.astype(np.int64) * THOUSAND // (SCALE * SCALE)
    keep = similarity >= floor
    return product.row[keep].astype(np.int64), product.col[keep].astype(np.int64), similarity[keep]


def _similar_pairs(articles: Articles, window: Window, settings: StorySettings) -> Edges:
    """Pairs within the window with their similarity, each once."""
    found: list[Edges] = []
    ordered = articles.vectors[window.order]
    for begin in range(0, len(window.order), CHUNK):
        end = min(begin + CHUNK, len(window.order))
        low = int(window.first[begin])
        here, there, similarity = _products(ordered[begin:end], ordered[low:end], settings.floor)
        here, there = here + begin, there + low
        keep = (there < here) & (there >= window.first[here])
        found.append((window.order[here[keep]], window.order[there[keep]], similarity[keep]))
    telling = _without_common(articles.vectors, settings.reach) if len(window.undated) else articles.vectors
    for begin in range(0, len(window.undated), CHUNK):
        rows = window.undated[begin : begin + CHUNK]
        here, other, similarity = _products(telling[rows], telling, settings.floor)
        here = rows[here]
        keep = (articles.days[other] >= 0) | (other < here)
        found.append((here[keep], other[keep], similarity[keep]))
    one, other, similarity = _joined(found)
    return one, other, similarity * _outlet_share(articles.outlets, one, other, settings) // THOUSAND


def _outlet_share(outlets: Ints, one: Ints, other: Ints, settings: StorySettings) -> Ints:
    """Per thousand of the similarity of each pair that counts: less where both are of one outlet.

    An outlet seldom tells an event twice, and house style and furniture make its articles alike. Where most of a
    collection is of one outlet, that two articles are of it says nothing.
    """
    known = outlets[outlets >= 0]
    sizes = np.bincount(known)
    by_chance = int(THOUSAND * (sizes * sizes).sum() // max(1, len(known) ** 2))
    share = THOUSAND - (THOUSAND - settings.one_outlet) * (THOUSAND - by_chance) // THOUSAND
    return np.where((outlets[one] == outlets[other]) & (outlets[one] >= 0), share, THOUSAND)


def _without_common(vectors: scipy.sparse.csr_matrix, most: int) -> scipy.sparse.csr_matrix:
    """The vectors without terms of more than `most` articles: what an undated one costs must not grow with the rest."""
    if vectors.shape[0] <= most:
        return vectors
    common = np.bincount(vectors.indices, minlength=vectors.shape[1]) > most
    rare = vectors.copy()
    rare.data[common[vectors.indices]] = 0
    rare.eliminate_zeros()
    return rare


def _joined(edges: list[Edges]) -> Edges:
    empty = np.empty(0, np.int64)
    one, other, similarity = (np.concatenate([part[k] for part in edges] or [empty]) for k in range(3))
    return one, other, similarity


def _tied_pairs(
    articles: Articles, copies: Iterable[Copy], settings: StorySettings
) -> dict[tuple[int, int], tuple[int, int]]:
    """(least similarity, added similarity) of pairs of rows that copies or long shared quotations tie."""
    row = {article_id: number for number, article_id in enumerate(articles.ids)}
    ties: dict[tuple[int, int], tuple[int, int]] = {}
    for copy in copies:
        one, other = sorted((row.get(copy.article_id, -1), row.get(copy.other_id, -1)))
        if one < 0 or one == other:
            continue
        least, added = ties.get((one, other), (0, 0))
        same = articles.outlets[one] >= 0 and articles.outlets[one] == articles.outlets[other]
        long = {"quotation": settings.quoted_words, "prose": settings.prose_words}.get(copy.passage, 1 << 30)
        if copy.kind in WHOLE:
            least = settings.copied
        elif copy.words >= long and not same:
            days = articles.days[one], articles.days[other]
            if min(days) < 0 or abs(int(days[0] - days[1])) <= settings.quoted_days:
                added = settings.quoted
        ties[one, other] = least, added
    return ties


WHOLE = frozenset({"exact", "near"})


# ---------------------------------------------------------------------------------------------- groups


class Grouping:
    """Average-link grouping of rows: similarities between groups are sums of those between their members."""

    def __init__(self, articles: Articles, window: Window, settings: StorySettings) -> None:
        self.settings = settings
        self.window = window
        count = len(articles.ids)
        self.members = [[row] for row in range(count)]
        self.place = np.full(count, -1, dtype=np.int64)
        self.place[window.order] = np.arange(len(window.order))
        self.places: list[list[int]] = [[int(place)] if place >= 0 else [] for place in self.place]
        self.first = articles.days.tolist()
        self.last = articles.days.tolist()
        self.near: list[dict[int, int]] = [{} for _ in range(count)]  # group -> sum of similarities

    def tie(self, one: int, other: int, similarity: int) -> None:
        """Set the similarity of two rows."""
        self.near[one][other] = self.near[other][one] = similarity

    def score(self, one: int, other: int) -> int:
        """Millionths by which the two groups are more similar than asked for; negative: they stay apart."""
        asked = self.settings.least + self._asked_for_gap(one, other)
        return 1000 * self.near[one][other] // self._compared(one, other) - 1000 * asked

    def _asked_for_gap(self, one: int, other: int) -> int:
        if self.first[one] < 0 or self.first[other] < 0:
            return self.settings.undated
        gap = max(0, self.first[one] - self.last[other], self.first[other] - self.last[one])
        return int(min(self.settings.per_gap, self.settings.per_day * gap))

    def _compared(self, one: int, other: int) -> int:
        """How many pairs of members lie within the window (at least one, as they are neighbours)."""
        pairs = len(self.members[one]) * len(self.members[other])
        places = sorted((self.places[one], self.places[other]))
        if not places[0]:
            return pairs
        span = max(places[0][-1], places[1][-1])
        if self.window.first[span] <= places[0][0]:
            return pairs
        dated = len(places[0]) * len(places[1])
        return max(1, pairs - dated + self.window.comparable(places[0], places[1]))

    def merge(self, one: int, other: int) -> None:
        """Make the second group part of the first."""
        del self.near[one][other]
        for third, similarity in self.near[other].items():
            if third != one:
                del self.near[third][other]
                self.near[one][third] = self.near[third][one] = self.near[one].get(third, 0) + similarity
        self.near[other] = {}
        self.members[one] += self.members[other]
        self.places[one] = sorted(self.places[one] + self.places[other])
        if self.first[one] < 0 or self.first[other] < 0:
            dated = one if self.first[one] >= 0 else other
            self.first[one], self.last[one] = self.first[dated], self.last[dated]
        else:
            self.first[one] = min(self.first[one], self.first[other])
            self.last[one] = max(self.last[one], self.last[other])
        self.members[other] = []

    def run(self) -> list[list[int]]:
        """Merge the two most similar groups until none is similar enough; ties go to the lowest rows."""
        heap = [
            (-score, one, other)
            for one, near in enumerate(self.near)
            for other in near
            if one < other and (score := self.score(one, other)) >= 0
        ]
        heapq.heapify(heap)
        while heap:
            score, one, other = heapq.heappop(heap)
            if other not in self.near[one] or self.score(one, other) != -score:
                continue  # one of the two has changed since; their new score is in the heap too
            self.merge(one, other)
            for third in self.near[one]:
                low, high = sorted((one, third))
                if (again := self.score(low, high)) >= 0:
                    heapq.heappush(heap, (-again, low, high))
        return [members for members in self.members if members]


def group_stories(
    articles: Iterable[Terms], copies: Iterable[Copy] = (), settings: StorySettings | None = None
) -> list[list[str]]:
    """Ids of the articles of each story: stories by first day, then id; members by date, then id.

    Args:
        articles: rows that `tellings.stages.terms.describe` made; of two with one id, one is taken.
        copies: what pairs of articles share, where known; long shared quotations and copies tie articles.
        settings: what is asked of two articles to tell one event.

    >>> group_stories([])
    []
    """
    settings = settings or StorySettings()
    heads = [head for _, head in sorted({head.article_id: head for head in articles}.items())]
    if not heads:
        return []
    rows = _vectors(heads, settings)
    window = _window(rows.days, settings)
    grouping = Grouping(rows, window, settings)
    for one, other, similarity in zip(*(part.tolist() for part in _similar_pairs(rows, window, settings)), strict=True):
        grouping.tie(one, other, similarity)
    for (one, other), (least, added) in _tied_pairs(rows, copies, settings).items():
        similarity = max(least, grouping.near[one].get(other, 0) + added)
        if similarity > 0:
            grouping.tie(one, other, similarity)
    never = 1 << 40  # the undated come last

    def when(row: int) -> tuple[int, str]:
        day = int(rows.days[row])
        return (day if day >= 0 else never, rows.ids[row])

    ordered = [sorted(members, key=when) for members in grouping.run()]
    return [[rows.ids[row] for row in members] for members in sorted(ordered, key=lambda members: when(members[0]))]


# ---------------------------------------------------------------------------------------------- rows


def tell_stories(
    articles: Iterable[Terms], copies: Iterable[Copy] = (), settings: StorySettings | None = None
) -> list[StoryRow | Telling]:
    """Stories and their tellings, as rows.

    >>> tell_stories([])
    []
    """
    settings = settings or StorySettings()
    known = corrected_days(settings.dated)
    heads = {head.article_id: replace(head, published=known.get(head.article_id, head.published)) for head in articles}
    listed = list(copies)
    groups = [sorted(heads)] if settings.one_story and heads else group_stories(heads.values(), listed, settings)
    groups = set_apart(groups, settings.apart)
    story = {article_id: number for number, group in enumerate(groups) for article_id in group}
    repeated: dict[str, set[str]] = defaultdict(set)
    for copy in listed:
        one, other = copy.article_id, copy.other_id
        if copy.kind in WHOLE and one != other and story.get(one, -1) == story.get(other, -2):
            repeated[one].add(other)
            repeated[other].add(one)
    rows: list[StoryRow | Telling] = []
    for group in groups:
        rows += _rows_of([heads[article_id] for article_id in group], repeated, settings)
    return rows


def _rows_of(
    members: list[Terms], repeated: dict[str, set[str]], settings: StorySettings
) -> Iterator[StoryRow | Telling]:
    """Rows of one story."""
    anchors = anchor_dates(members, settings)
    order = {m.article_id: (anchors[m.article_id][0] or "9999", m.article_id) for m in members}
    members = sorted(members, key=lambda m: order[m.article_id])
    story_id = content_id("story", members[0].article_id)
    copy_of: dict[str, str] = {}
    for member in members:
        originals = sorted(order[other] for other in repeated.get(member.article_id, ()))
        copy_of[member.article_id] = originals[0][1] if originals and originals[0] < order[member.article_id] else ""
    independent = [m for m in members if not copy_of[m.article_id]]
    lead = independent[0]
    if settings.lead == "longest":
        lead = min(independent, key=lambda m: (-m.words, order[m.article_id]))
    days = sorted(day for day, source in anchors.values() if source == "published")
    days = days or sorted(day for day, _ in anchors.values() if day)
    bucket = days[0][:7] if days else "undated"
    yield StoryRow(
        story_id=story_id,
        bucket=bucket,
        lead_id=lead.article_id,
        title=lead.title,
        first=days[0] if days else "",
        last=days[-1] if days else "",
        tellings=len(members),
        independent=len(independent),
    )
    sigla, known = name_tellings(members), corrected_days(settings.dated)
    for member in members:
        anchor, anchor_source = anchors[member.article_id]
        yield Telling(
            story_id=story_id,
            article_id=member.article_id,
            bucket=bucket,
            siglum=sigla[member.article_id],
            anchor=anchor,
            anchor_source=PERSON if member.article_id in known else anchor_source,
            copy_of=copy_of[member.article_id],
        )


def anchor_dates(members: Sequence[Terms], settings: StorySettings | None = None) -> dict[str, tuple[str, str]]:
    """(date, what it was told from) of each telling of a story.

    An undated telling gets the later of the commonest date of the dated tellings and its own latest post.
    """
    latest = (settings or StorySettings()).latest
    published = {m.article_id: m.published[:10] for m in members if _day(m.published, latest) >= 0}
    counted = sorted(Counter(published.values()).items(), key=lambda item: (-item[1], item[0]))
    anchors: dict[str, tuple[str, str]] = {}
    for member in members:
        posted = member.posted if _day(member.posted, latest) >= 0 else ""
        if member.article_id in published:
            anchors[member.article_id] = published[member.article_id], "published"
        elif counted and counted[0][0] >= posted:
            many = "telling" if len(published) == 1 else "tellings"
            source = f"inferred: published date of {len(published)} dated {many} of the story"
            anchors[member.article_id] = counted[0][0], source
        elif posted:
            anchors[member.article_id] = posted, "inferred: latest post in the text"
        else:
            anchors[member.article_id] = "", ""
    return anchors


TOKEN = re.compile(r"[^\W_]+")


def name_tellings(members: Sequence[Terms]) -> dict[str, str]:
    """A short name for each telling, unique in the story: its outlet, else what tells its file from the others.

    >>> one = Terms("i1", "in/003_aa.txt", -1, "", "", "", "", 0, "", b"")
    >>> two = Terms("i2", "in/004_ab.txt", -1, "The Gull", "", "", "", 0, "", b"")
    >>> name_tellings([one, two])
    {'i1': '003', 'i2': 'The Gull'}
    """
    stems = _short_stems({PurePath(m.source.replace("\\", "/")).stem for m in members if not m.outlet and m.source})
    named: dict[str, str] = {}
    taken: set[str] = set()
    for member in members:
        stem = PurePath(member.source.replace("\\", "/")).stem
        name = member.outlet or stems.get(stem, "") or member.article_id[:6]
        if not member.outlet and member.source and member.record >= 0:
            name = f"{name}:{member.record}"
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name}-{number}", number + 1
        taken.add(unique)
        named[member.article_id] = unique
    return named


def _short_stems(stems: Iterable[str]) -> dict[str, str]:
    """For each stem the shortest run of its first tokens that no other stem begins with; "the" alone names nobody.

    >>> _short_stems({"the-beacon-7", "post-7"}) == {"the-beacon-7": "the-beacon", "post-7": "post"}
    True
    """
    distinct = sorted(set(stems))
    runs = {stem: [(m.group(), m.end()) for m in TOKEN.finditer(stem)] for stem in distinct}
    heads = Counter(tuple(token for token, _ in run[:size]) for run in runs.values() for size in range(1, len(run) + 1))
    short: dict[str, str] = {}
    for stem, run in runs.items():
        begin = TOKEN.search(stem)
        for size in range(1, len(run) + 1):
            tells = size == len(run) or run[size - 1][0].casefold() not in function_forms()
            if tells and heads[tuple(token for token, _ in run[:size])] == 1:
                short[stem] = stem[begin.start() if begin else 0 : run[size - 1][1]]
                break
        else:
            short[stem] = stem
    return short


def run(settings: StorySettings, articles: list[Terms], copies: list[Copy]) -> Iterator[StoryRow | Telling]:
    """All stories of a collection."""
    yield from tell_stories(articles, copies, settings)


STAGE = Stage(
    name="stories",
    version=3,
    reads=(Terms, Copy),
    writes=(StoryRow, Telling),
    run=run,
    settings=StorySettings(),
)
