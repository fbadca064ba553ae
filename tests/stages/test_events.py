"""The timeline of a story."""

import itertools
import json
import os
import random
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import DATE_HEADER, Article, Assertion, Block, Event, Mark, Telling, Timex
from tellings.stages.dates import find_dates
from tellings.stages.events import EventsSettings, find_events
from tellings.stages.events.meet import Sentence, find_similar, stems, weigh_words

SEEDS = Path(os.environ.get("TELLINGS_SHARED", "../shared")) / "seeds"


def rows(
    texts: list[str], published: str = "2024-05-15", anchor: str = "2024-05-15"
) -> tuple[list[Telling], list[Article], list[Block], list[Mark], list[Timex]]:
    """One story of some texts, each a body from end to end."""
    articles = [Article.from_text(text, published=published, outlet=str(i)) for i, text in enumerate(texts)]
    source = "published" if published else "inferred: dated tellings of the story"
    tellings = [Telling("s", a.article_id, "2024-05", chr(65 + i), anchor, source, "") for i, a in enumerate(articles)]
    blocks = [Block(a.article_id, 0, len(a.text), "body", "") for a in articles]
    times = [t for a in articles for t in find_dates(a.text, a.published, a.article_id)]
    return tellings, articles, blocks, [], times


def by_article(events: list[Event], articles: list[Article]) -> list[list[tuple[str, str]]]:
    """Date and event of each article's rows."""
    return [[(e.date, e.event_id) for e in events if e.article_id == a.article_id] for a in articles]


def test_one_event_in_two_tellings() -> None:
    given_rows = rows(
        [
            "The ferry Aurora sank off Harwick on Monday. A vigil was held on Tuesday at the harbour church.",
            "On Monday the Aurora, a ferry, went down near Harwick. Prices of fish rose on Tuesday.",
        ]
    )
    first, second = by_article(find_events(*given_rows), given_rows[1])
    assert [day for day, _ in first] == [day for day, _ in second] == ["2024-05-13", "2024-05-14"]
    assert first[0][1] == second[0][1]
    assert first[1][1] != second[1][1]


def test_a_week_joins_the_day_within_it() -> None:
    given_rows = rows(["The ferry Aurora sank off Harwick on Monday.", "The Aurora ferry sank off Harwick this week."])
    first, second = by_article(find_events(*given_rows), given_rows[1])
    assert (first[0][0], second[0][0]) == ("2024-05-13", "2024-W20")
    assert first[0][1] == second[0][1]


def test_inferred_anchor_is_told() -> None:
    given_rows = rows(["The ferry sank on Monday. It was built in 1974."], published="")
    relative, year = find_events(*given_rows)[::-1]
    assert (relative.date, relative.anchor, relative.inferred) == ("2024-05-13", "2024-05-15", True)
    assert (year.date, year.anchor, year.inferred) == ("1974", "", False)


def test_undated_story_keeps_only_what_is_sure() -> None:
    assert [e.date for e in find_events(*rows(["It sank on Monday. It was built in 1974."], "", ""))] == ["1974"]


def test_spoken_dates_are_marked() -> None:
    text = "“We will rebuild on Friday,” she said on Monday."
    tellings, articles, blocks, _, times = rows([text])
    mark = Mark(
        articles[0].article_id, 0, 28, 1, 27, "quote", "“”", "closed", 0, 0, "", "", "", None, None
    )  # fmt: skip
    events = find_events(tellings, articles, blocks, [mark], times)
    assert [(e.date, "spoken" in e.rule) for e in events] == [("2024-05-13", False), ("2024-05-17", True)]


def test_posts_are_dated_by_their_signature() -> None:
    text = "She posted:\nWe lost her yesterday.\n— Ann Lee (@annlee) May 12, 2024\nNothing more."
    tellings, articles, blocks, _, times = rows([text])
    start, signed = text.index("We"), text.index("—")
    end = text.index("\nNothing")
    mark = Mark(
        articles[0].article_id, start, end, start, signed - 1, "post", "", "closed", 0, 0, "Ann Lee", "@annlee",
        "2024-05-12", signed, end,
    )  # fmt: skip
    events = find_events(tellings, articles, blocks, [mark], times)
    assert [(e.date, text[e.timex_start : e.timex_end]) for e in events] == [
        ("2024-05-11", "yesterday"),
        ("2024-05-12", "May 12, 2024"),
    ]
    assert all((e.start, e.end) == (start, end) for e in events)


SENTENCES = st.sampled_from(
    [
        "The ferry Aurora sank on Monday.",
        "On Monday the Aurora ferry sank near Harwick.",
        "The Aurora sank this week near Harwick.",
        "Harwick mourned in May.",
        "It was built in 1974 in Harwick.",
        "A vigil is planned for Friday.",
        "Nothing is known.",
    ]
)


@given(st.lists(st.lists(SENTENCES, max_size=5).map(" ".join), max_size=5), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(texts: list[str], chance: random.Random) -> None:
    given_rows = rows(texts)
    shuffled: list[list[Any]] = [list(table) for table in given_rows]
    for table in shuffled:
        chance.shuffle(table)
    assert find_events(*given_rows) == find_events(*shuffled)


@given(st.lists(SENTENCES, min_size=1, max_size=12))
def test_pairs_found_by_words_are_all_pairs(texts: list[str]) -> None:
    """The slow twin compares all sentences with all."""
    given_rows = rows(texts)
    settings = EventsSettings()
    weights = weigh_words(given_rows[1], given_rows[2], "en")
    text_of = {a.article_id: a.text for a in given_rows[1]}
    events = find_events(*given_rows)
    sentences = [Sentence(e, stems(text_of[e.article_id], e.start, e.end, "en")) for e in events]
    slow = {}
    for (i, a), (j, b) in combinations(enumerate(sentences), 2):
        common = a.words & b.words
        lighter = min(sum(weights[w] for w in a.words), sum(weights[w] for w in b.words))
        share = 100 * sum(weights[w] for w in common) // max(1, lighter)
        if share >= settings.shared and len(common) >= settings.words:
            slow[i, j] = share
    assert find_similar(sentences, weights, settings) == slow


@given(st.lists(st.text(max_size=80), max_size=4))
def test_never_raises(texts: list[str]) -> None:
    given_rows = rows(texts)
    for event in find_events(*given_rows):
        assert event.start <= event.timex_start < event.timex_end <= event.end


def seed_story() -> tuple[dict[str, Any], dict[str, str], list[Event]]:
    """The seeds as one story, laid out from their expected.json."""
    expected = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))
    names, tellings, articles, blocks, marks, times = {}, [], [], [], [], []
    for name, file in expected["files"].items():
        article = Article.from_text((SEEDS / file).read_text(encoding="utf-8"), outlet=name)
        source = "published" if article.published else "inferred: dated tellings of the story"
        names[article.article_id] = name
        articles.append(article)
        tellings.append(Telling("s", article.article_id, "2022-11", name, "2022-11-28", source, ""))
        header = DATE_HEADER.match(article.text)
        cuts = {0, len(article.text), header.end() if header else 0}
        aside = [(article.text.index(words), len(words)) for words in expected["set_aside"][name]]
        cuts |= {at for start, length in aside for at in (start, start + length)}
        bounds = sorted(cuts)
        for start, end in itertools.pairwise(bounds):
            kind = "promo" if start in {s for s, _ in aside} else "header" if header and start == 0 else "body"
            blocks.append(Block(article.article_id, start, end, kind, ""))
        for post in (p for p in expected["posts"] if p["article"] == name):
            signed = article.text.index(f"— {post['author']} ({post['handle']}")
            start = article.text.rindex("\n", 0, signed - 1) + 1
            end = article.text.index("\n", signed)
            marks.append(
                Mark(
                    article.article_id, start, end, start, signed - 1, "post", "", "closed", 0, 0, post["author"],
                    post["handle"], post["date"], signed, end,
                )
            )  # fmt: skip
        told = [(b.start, b.end) for b in blocks if b.article_id == article.article_id and b.kind == "body"]
        times += find_dates(article.text, article.published, article.article_id, told)
    return expected, names, find_events(tellings, articles, blocks, marks, times)


@pytest.mark.data
@pytest.mark.skipif(not SEEDS.is_dir(), reason="no shared data folder")
def test_the_seeds() -> None:
    expected, names, events = seed_story()
    for entry in expected["timeline"]:
        assert {names[e.article_id] for e in events if e.date == entry["date"]} >= set(entry["in"]), entry
    undated = {a for a, name in names.items() if expected["published"][name] is None}
    assert all(e.inferred == (e.article_id in undated) for e in events if e.anchor and "post" not in e.rule)


def phases(texts: list[str], published: str = "2024-05-15") -> list[tuple[str, str, str]]:
    """Date, phase and hedge of each row."""
    return [(e.date, e.phase, e.hedge) for e in find_events(*rows(texts, published, published))]


def test_planned_announced_cancelled_and_done_are_told_apart() -> None:
    assert phases(["The ferry sank on Monday."]) == [("2024-05-13", "done", "")]
    assert phases(["A vigil will be held on Friday."]) == [("2024-05-17", "planned", "")]
    assert phases(["The council said on Monday that it would close the bridge in June."]) == [
        ("2024-05-13", "announced", ""),
        ("2024-06", "planned", ""),
    ]
    assert phases(["The vigil on Friday has been called off."])[0][1] == "cancelled"
    assert phases(["The Aurora was due to sail on 3 May."])[0][1] == "planned"
    assert phases(["The captain allegedly left the bridge on Monday."]) == [("2024-05-13", "done", "alleged")]


def test_a_plan_leads_to_its_act() -> None:
    given_rows = rows(
        ["Harwick council will demolish the burnt Aurora warehouse by 10 May."], "2024-05-01", "2024-05-01"
    )
    later = rows(["Harwick council demolished the burnt Aurora warehouse on 14 May."])
    tables = [[*first, *second] for first, second in zip(given_rows, later, strict=True)]
    plan, act = find_events(*tables)  # type: ignore[arg-type]
    assert (plan.phase, act.phase) == ("planned", "done")
    assert plan.act_id == act.event_id != plan.event_id
    assert act.act_id == ""


def test_an_announcement_leads_to_the_day_it_names() -> None:
    announced, planned = find_events(*rows(["The council said on Monday that it would close the bridge in June."]))
    assert announced.act_id == planned.event_id


def test_history_stands_apart() -> None:
    events = find_events(*rows(["The ferry sank on Monday. It was built in 1974 and repaired in April."]))
    assert {e.date: e.background for e in events} == {"1974": True, "2024-04": True, "2024-05-13": False}


def test_an_old_text_under_a_new_date_is_noticed() -> None:
    text = "HARWICK, May 2 - The ferry sank on Monday."
    article = Article.from_text(text, published="2024-05-15", outlet="A")
    blocks = [Block(article.article_id, 0, 15, "dateline", ""), Block(article.article_id, 15, len(text), "body", "")]
    telling = Telling("s", article.article_id, "2024-05", "A", "2024-05-15", "published", "")
    times = find_dates(text, "2024-05-15", article.article_id)
    found = find_events([telling], [article], blocks, [], times)
    assert {e.stale for e in found} == {"its dateline is of 2024-05-02"}


def test_a_copy_of_an_earlier_telling_is_noticed() -> None:
    first, second = (
        rows(["The ferry sank on Monday."], "2024-05-01", "2024-05-01"),
        rows(["The ferry sank on Monday ."]),
    )
    tables = [[*one, *other] for one, other in zip(first, second, strict=True)]
    tellings = [first[0][0], Telling("s", second[1][0].article_id, "2024-05", "B", "2024-05-15", "published",
                                     first[1][0].article_id)]  # fmt: skip
    found = find_events(tellings, *tables[1:])  # type: ignore[arg-type]
    assert {e.stale for e in found if e.article_id == second[1][0].article_id} == {"repeats A, which is of 2024-05-01"}
    assert {e.stale for e in found if e.article_id == first[1][0].article_id} == {""}


def test_one_claim_makes_one_event() -> None:
    given_rows = rows(["The ferry Aurora sank on Monday.", "On Monday a vessel went down."])
    assertions = [
        Assertion("s", "c", a.article_id, 0, len(a.text), 0, len(a.text), "", None, None, (), (), False, "", "")
        for a in given_rows[1]
    ]
    assert len({e.event_id for e in find_events(*given_rows)}) == 2
    assert len({e.event_id for e in find_events(*given_rows, assertions)}) == 1
