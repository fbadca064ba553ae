"""The stories stage: properties of the grouping, names, dates and copies of tellings."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model import Article, Copy, StoryRow, Telling, Terms, to_arrow
from tellings.stages.stories import group_stories, pairs, products, run, tell_stories, vectors
from tellings.stages.stories.grouping import Grouping
from tellings.stages.stories.naming import anchor_dates, name_tellings
from tellings.stages.stories.pairs import make_window
from tellings.stages.stories.settings import StorySettings
from tellings.stages.terms import describe

EVENTS = (
    "The car ferry Aurelia ran aground off Tarn Point with forty passengers and its captain Odile Marsh aboard",
    "Striking bakers of the Sallow guild blocked Kestrel Bridge over flour prices set by minister Ivo Brandt",
    "A rare comet photographed by amateur Lena Okafor crossed the sky above the Morland observatory",
    "The court in Velden sentenced banker Rufus Thorne for hiding the losses of two pension funds",
)
OWN = tuple(  # words of no background, many enough that two articles seldom share one
    f"{first}{second}{third}"
    for first in ("har", "vel", "mor", "tan", "bil", "sor", "pel", "gam", "ric", "dun")
    for second in ("a", "en", "il", "o", "um", "ar", "es", "it", "or", "u")
    for third in ("bour", "wick", "ford", "ley", "mont", "ster", "by", "den", "holm", "combe")
)
DAY = date(2024, 5, 1)


def told(event, number, published="2024-05-01", words=12):
    """The row of an invented telling: an event's sentence and words of its own."""
    rng = random.Random(f"{event} {number}")
    own = " ".join(rng.choice(OWN) for _ in range(words))
    text = f"{EVENTS[event]}. {own}."
    article = Article.from_text(text, outlet=f"Outlet {number}", published=published)
    return describe(replace(article, article_id=f"{event:02}{number:04}"))


HEADS = st.lists(
    st.builds(
        told,
        st.integers(0, 3),
        st.integers(0, 30),
        st.sampled_from(["", "2024-05-01", "2024-05-02T10:00:00Z", "2024-06-01", "2050-01-01", "soon", "2024-02-31"]),
    ),
    max_size=12,
)


def partition(groups):
    return sorted(sorted(group) for group in groups)


@given(HEADS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_every_article_is_in_one_story_whatever_the_order(heads, rng):
    heads = list({head.article_id: head for head in heads}.values())
    groups = group_stories(heads)
    assert Counter(article for group in groups for article in group) == Counter(h.article_id for h in heads)
    shuffled = heads[:]
    rng.shuffle(shuffled)
    assert group_stories(shuffled) == groups
    assert tell_stories(shuffled) == tell_stories(heads)


def test_tellings_of_one_event_join_and_others_stay_apart():
    heads = [told(event, number) for event in range(4) for number in range(3)]
    assert partition(group_stories(heads)) == [[f"{event:02}{number:04}" for number in range(3)] for event in range(4)]


def test_one_article_is_one_story():
    assert group_stories([told(0, 0)]) == [["000000"]]


def test_unrelated_articles_stay_single():
    assert len(group_stories([told(event, 0) for event in range(4)])) == 4


@pytest.mark.parametrize("published", ["", "2024-05-01"])
def test_five_tellings_alone_are_one_story(published):
    assert len(group_stories([told(0, number, published) for number in range(5)])) == 1


def test_empty_texts_are_stories_of_their_own():
    heads = [describe(replace(Article.from_text(""), article_id=str(number))) for number in range(3)]
    assert len(group_stories(heads)) == 3


def test_identical_texts_join_with_or_without_dates():
    for published in ("", "2024-05-01"):
        head = told(1, 0, published)
        assert len(group_stories([replace(head, article_id=str(number)) for number in range(4)])) == 1


def test_impossible_dates_count_as_none():
    heads = [told(0, 0), told(0, 1, "2050-01-01"), told(0, 2, "not a date"), told(0, 3, "2024-13-01")]
    assert len(group_stories(heads)) == 1
    anchors = anchor_dates(heads)
    assert [anchors[head.article_id][0] for head in heads] == ["2024-05-01"] * 4
    assert anchors["000001"][1] == "inferred: published date of 1 dated telling of the story"


def test_stories_come_by_first_day_and_members_by_date():
    heads = [told(0, 0, "2024-05-03"), told(0, 1, "2024-05-02"), told(1, 0, "2024-05-01"), told(2, 0, "")]
    assert group_stories(heads) == [["010000"], ["000001", "000000"], ["020000"]]


def test_a_long_gap_asks_for_more_than_a_day():
    near = [told(0, 0, "2024-05-01", 120), told(0, 1, "2024-05-01", 120)]
    far = [near[0], replace(near[1], published="2025-05-01")]
    strict = StorySettings(least=20, per_gap=980)
    assert len(group_stories(near, settings=strict)) == 1
    assert len(group_stories(far, settings=strict)) == 2


def test_a_window_compares_only_neighbours_in_time_and_counts_only_what_it_compared():
    days = [str(DAY + timedelta(days=3 * number)) for number in range(8)]
    heads = [told(0, number, day) for number, day in enumerate(days)]
    narrow = StorySettings(reach=1, window=3)
    assert len(group_stories(heads, settings=narrow)) == 1  # each joins by its neighbour
    apart = [heads[0], told(1, 0, days[1]), told(2, 0, days[2]), heads[3]]
    assert len(group_stories(apart, settings=narrow)) == 4


def test_a_term_met_only_far_off_in_time_does_not_make_an_article_longer(monkeypatch):
    monkeypatch.setattr(vectors, "NEARBY", 1)
    terms, rows = np.array([0, 1, 0, 1, 0, 1], np.uint32), np.array([0, 0, 1, 2, 3, 3])
    days = np.array([10, 11, 12, -1])  # the first two are neighbours, the last is undated
    entries = vectors.sort_entries(terms, rows, np.arange(1, 7, dtype=np.uint8), days)
    told = {
        (c, r): (n, near)
        for c, r, n, near in zip(entries.columns, entries.rows, entries.counts, entries.nearby, strict=True)
    }
    assert told == {
        (0, 0): (1, True),
        (1, 0): (2, False),
        (0, 1): (3, True),
        (1, 2): (4, False),
        (0, 3): (5, True),
        (1, 3): (6, True),
    }


def test_copies_that_stand_alone_in_their_time_do_not_overflow(monkeypatch):
    monkeypatch.setattr(vectors, "NEARBY", 0)
    heads = [replace(told(0, 0, words=400), article_id=str(n)) for n in range(2)]
    heads.append(replace(heads[0], article_id="2", published=""))
    assert len(group_stories(heads)) == 1


def copy(one, other, kind, words=30):
    passage = "quotation" if kind == "shared quotation" else "prose"
    return Copy("p", one, 0, 9, other, 0, 9, kind, passage, "", words, words, 500, 500, "undetermined", ())


def test_copies_and_long_shared_quotations_tie_what_words_do_not():
    heads = [told(0, 0), told(1, 0, "2024-05-02")]
    assert len(group_stories(heads)) == 2
    assert len(group_stories(heads, [copy("000000", "010000", "near")])) == 1
    assert len(group_stories(heads, [copy("000000", "010000", "chrome")])) == 2
    late = [told(0, 0), told(1, 0, "2024-07-02")]
    assert len(group_stories(late, [copy("000000", "010000", "shared quotation")])) == 2
    assert len(group_stories(heads, [copy("000000", "nowhere", "near"), copy("000000", "000000", "exact")])) == 2


def test_copies_are_told_by_the_earliest_they_repeat_and_do_not_count():
    heads = [told(0, 0, "2024-05-02"), told(0, 1, "2024-05-01"), told(0, 2, "2024-05-03"), told(0, 3)]
    copies = [copy("000000", "000001", "near"), copy("000002", "000000", "exact")]
    rows = tell_stories(heads, copies)
    story = next(row for row in rows if isinstance(row, StoryRow))
    assert {row.article_id: row.copy_of for row in rows if isinstance(row, Telling)} == {
        "000000": "000001",
        "000001": "",
        "000002": "000000",
        "000003": "",
    }
    assert (story.tellings, story.independent, story.first, story.last) == (4, 2, "2024-05-01", "2024-05-03")
    assert story.bucket == "2024-05"


def test_lead_is_the_longest_or_the_first_that_is_no_copy():
    heads = [told(0, 0, words=10), told(0, 1, words=30), told(0, 2, "2024-05-02", words=60)]
    copies = [copy("000002", "000001", "near")]
    leads = {
        lead: next(iter(tell_stories(heads, copies, StorySettings(lead=lead)))).lead_id for lead in ("longest", "first")
    }
    assert leads == {"longest": "000001", "first": "000000"}


def test_a_shared_quotation_adds_to_what_the_words_say_unless_one_outlet_repeats_itself():
    heads = [told(0, 0, words=150), told(0, 1, words=150)]
    strict = StorySettings(least=int(similarities(heads)[0, 1]) * 1000 // products.SCALE**2 + 50)
    shared = [copy("000000", "000001", "shared quotation")]
    assert len(group_stories(heads, settings=strict)) == 2
    assert len(group_stories(heads, shared, replace(strict, quoted=300))) == 1
    assert len(group_stories(heads, [replace(shared[0], words=11)], replace(strict, quoted=300))) == 2
    one_outlet = [replace(head, outlet="The Gull") for head in heads]
    assert len(group_stories(one_outlet, shared, replace(strict, quoted=300))) == 2


def sentence(rng, words=9):
    return " ".join(rng.choice(OWN) + rng.choice(OWN) for _ in range(words)).capitalize() + "."


def local(number, furniture="", town="Quillmouth", sentences=6):
    """An invented report of its own from a small town, with or without a line that its paper always prints."""
    rng = random.Random(number)
    text = "\n".join([*(f"In {town}, {sentence(rng)}" for _ in range(sentences)), furniture])
    return describe(replace(Article.from_text(text, published="2024-05-01"), article_id=f"local{number}"))


def test_lines_that_articles_repeat_do_not_tie_them():
    line = "The Quillmouth Lantern goes out on Fridays; send pictures and letters to the harbour office by Wednesday."
    plain = [local(number, sentences=12) for number in range(3)]
    printed = [local(number, line, sentences=12) for number in range(3)]
    without, ignored = similarities(plain)[0, 1], similarities(printed)[0, 1]
    counted = similarities(printed, StorySettings(repeated=0))[0, 1]
    assert abs(ignored - without) < (counted - without) / 10  # the town's name is in the line too


def test_articles_that_have_most_lines_in_common_keep_them():
    heads = [replace(told(0, 0, words=200), article_id=str(n), published=f"2024-05-0{n + 1}") for n in range(2)]
    assert np.array_equal(similarities(heads), similarities(heads, StorySettings(repeated=0)))


def similarities(heads, chosen=None):
    matrix = vectors.make_vectors(heads, chosen or StorySettings()).vectors.astype(np.int64)
    return (matrix @ matrix.T).toarray()


def test_what_many_stories_of_a_small_folder_share_says_little_and_what_one_story_shares_stays():
    town = [local(number) for number in range(20)]
    heads = sorted([*town, *(told(0, number) for number in range(5))], key=lambda head: head.article_id)
    before = similarities(heads, StorySettings(floor=1001))  # none is like another: every holder is a story
    after = similarities(heads)
    tellings = [row for row, head in enumerate(heads) if not head.article_id.startswith("local")]
    others = [row for row, head in enumerate(heads) if head.article_id.startswith("local")]
    assert after[tellings[0], tellings[1]] > before[tellings[0], tellings[1]]
    assert after[others[0], others[1]] < after[tellings[0], tellings[1]] / 4
    groups = partition(group_stories(heads))
    assert sorted(heads[row].article_id for row in tellings) in groups
    assert len(groups) == 21


def test_one_outlet_counts_against_a_pair_only_where_there_are_others():
    one, other = np.array([0, 2]), np.array([1, 3])
    mixed = pairs.outlet_share(np.array([0, 0, 1, 2, -1]), one, other, StorySettings())
    assert mixed.tolist() == [750, 1000]
    assert pairs.outlet_share(np.array([0, 0, 0, 0]), one, other, StorySettings()).tolist() == [1000, 1000]
    assert pairs.outlet_share(np.array([-1, -1, -1, -1]), one, other, StorySettings()).tolist() == [1000, 1000]


def head(article_id, source="", record=-1, outlet="", published="", posted=""):
    return Terms(article_id, source, record, outlet, published, posted, "", 0, "", b"")


def test_sigla_are_outlets_then_files_then_records_and_unique():
    heads = [
        head("i1", outlet="The Gull"),
        head("i2", outlet="The Gull"),
        head("i3", "in/003_88.txt"),
        head("i4", "in\\003_99.txt"),
        head("i5", "in/x/all.jsonl", 4),
        head("i6", "in/x/all.jsonl", 5),
        head("i7abcdef"),
        head("i8", "in/y/003_88.html"),
    ]
    assert name_tellings(heads) == {
        "i1": "The Gull",
        "i2": "The Gull-2",
        "i3": "003_88",
        "i4": "003_99",
        "i5": "all:4",
        "i6": "all:5",
        "i7abcdef": "i7abcd",
        "i8": "003_88-2",
    }


def test_a_short_run_of_tokens_names_a_file():
    assert name_tellings([head("a", "000_88ab.txt"), head("b", "001_88ab.txt"), head("c", "001.txt")]) == {
        "a": "000",
        "b": "001_88ab",
        "c": "001",
    }


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=3), st.integers(-1, 2)), max_size=8))
def test_sigla_are_unique(facts):
    heads = [head(f"id{n}", source, record, outlet) for n, (source, outlet, record) in enumerate(facts)]
    named = name_tellings(heads)
    assert len(set(named.values())) == len(heads)
    assert all(named.values())


def test_anchors_are_published_or_say_what_they_were_inferred_from():
    heads = [
        head("a", published="2024-05-02T23:00:00+02:00"),
        head("b", published="2024-05-02"),
        head("c", published="2024-05-01"),
        head("d"),
        head("e", posted="2024-05-04"),
        head("f", posted="2024-04-04"),
    ]
    anchors = anchor_dates(heads)
    assert anchors["a"] == ("2024-05-02", "published")
    assert anchors["d"] == ("2024-05-02", "inferred: published date of 3 dated tellings of the story")
    assert anchors["e"] == ("2024-05-04", "inferred: latest post in the text")
    assert anchors["f"][0] == "2024-05-02"
    assert anchor_dates([head("g")]) == {"g": ("", "")}


def test_rows_become_arrow_and_come_from_the_stage():
    rows = list(run(StorySettings(), [told(0, 0), told(0, 1)], [], [], [], [], []))
    stories = [row for row in rows if isinstance(row, StoryRow)]
    tellings = [row for row in rows if isinstance(row, Telling)]
    assert to_arrow(stories, StoryRow).num_rows == 1
    assert to_arrow(tellings, Telling).num_rows == 2


class SlowGrouping:
    """Average link with a dictionary for each group, looking at every pair of groups at every step."""

    def __init__(self, days, window, edges, settings) -> None:
        self.settings = settings
        self.window = window
        count = len(days)
        self.members = [[row] for row in range(count)]
        self.place = np.full(count, -1, dtype=np.int64)
        self.place[window.order] = np.arange(len(window.order))
        self.places: list[list[int]] = [[int(place)] if place >= 0 else [] for place in self.place]
        self.first = days.tolist()
        self.last = days.tolist()
        self.near = [{} for _ in range(count)]  # group -> sum of similarities
        for one, other, similarity in zip(*edges, strict=True):
            self.tie(int(one), int(other), int(similarity))

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

    def run(self):
        while True:
            scored = [
                (-self.score(one, other), one, other)
                for one, near in enumerate(self.near)
                for other in near
                if one < other
            ]
            if not scored or -min(scored)[0] < 0:
                return [members for members in self.members if members]
            self.merge(*min(scored)[1:])


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(1, 400), max_size=30))
@settings(deadline=None)
def test_the_heap_merges_what_the_slow_twin_merges(similar):
    days = np.array([1, 1, 2, 2, 3, 9, 9, -1, -1, 40])
    pairs = sorted((one, other, value) for (one, other), value in similar.items() if one < other)
    edges = tuple(np.array([pair[k] for pair in pairs], dtype=np.int64) for k in range(3))
    narrow = make_window(days, StorySettings(reach=3, window=2))
    chosen = StorySettings()
    assert Grouping(days, narrow, edges, chosen).run() == SlowGrouping(days, narrow, edges, chosen).run()
