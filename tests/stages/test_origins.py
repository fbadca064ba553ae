"""Origins: which articles count as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import SettingError
from tellings.model import Article, Copy, Telling
from tellings.stages.origins import OriginSettings, find_origins, read_outlets

OUTLETS = ("Post", "Echo", "Gazette", "Herald")
ARTICLES = [Article.from_text(f"Story told by {name}.", outlet=name, published="2024-05-01") for name in OUTLETS]
BY_OUTLET = {article.outlet: article.article_id for article in ARTICLES}


def tellings(**copy_of: str) -> list[Telling]:
    days = {name: f"2024-05-0{number}" for number, name in enumerate(OUTLETS, 1)}
    return [
        Telling(
            "s", a.article_id, "2024-05", a.outlet, days[a.outlet], "published",
            BY_OUTLET.get(copy_of.get(a.outlet, ""), ""),
        )
        for a in ARTICLES
    ]  # fmt: skip


def origins(table: list[str], articles: list[Article] = ARTICLES, **copy_of: str) -> dict[str, str]:
    names = {article_id: name for name, article_id in BY_OUTLET.items()}
    rows = find_origins(tellings(**copy_of), articles, (), OriginSettings(tuple(table)))
    return {names[row.article_id]: names[row.origin_id] for row in rows}


def test_alone_each_counts() -> None:
    assert origins([]) == {}


def test_a_copy_leads_to_what_it_copies() -> None:
    assert origins([], Echo="Post", Herald="Echo") == {"Echo": "Post", "Herald": "Post"}


def test_outlets_of_one_owner_or_agency_count_once() -> None:
    table = ["outlet,owner,agency", "Echo,Lowmoor Press,", "gazette,,Northwire", "HERALD,Lowmoor press,Northwire"]
    assert origins(table) == {"Gazette": "Echo", "Herald": "Echo"}


def test_owner_and_copies_join_up() -> None:
    assert origins(["outlet,owner", "Echo,X", "Herald,X"], Gazette="Herald") == {"Gazette": "Echo", "Herald": "Echo"}


def test_pairs_of_copies_count_where_the_story_names_none() -> None:
    one, other = sorted((BY_OUTLET["Post"], BY_OUTLET["Echo"]))
    copy = Copy("p", one, 0, 5, other, 0, 5, "near", "prose", "", 9, 9, 900, 900, "undetermined", ())
    assert [(row.origin_id, row.reason) for row in find_origins(tellings(), ARTICLES, [copy])] == [
        (BY_OUTLET["Post"], "copy")
    ]


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_order_of_rows_does_not_matter(one: list[int], other: list[int]) -> None:
    settings = OriginSettings(("outlet,owner", "Echo,X", "Herald,X"))
    rows = tellings(Gazette="Herald")
    shuffled = find_origins([rows[n] for n in one], [ARTICLES[n] for n in other], (), settings)
    assert shuffled == find_origins(rows, ARTICLES, (), settings)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["outlet,onwer", "Post,X"], "line 1: no column 'onwer'; there are: outlet, owner, agency"),
        (["owner,agency", "X,Y"], "line 1"),
        (["outlet", "Post"], "should read outlet,owner"),
        (["outlet,owner", ",X"], "line 2: no outlet"),
        (["outlet,owner", "Post,"], "line 2: 'Post' has neither"),
        (["outlet,owner", "Post,X", "", "post,Y"], "line 4: 'post' is of 'Y' here and of 'X' on line 2"),
    ],
)
def test_errors_name_line_value_and_choices(lines: list[str], says: str) -> None:
    with pytest.raises(SettingError, match=r"o\.csv") as caught:
        read_outlets(lines, "o.csv")
    assert says in str(caught.value)


def test_a_byte_order_mark_and_empty_lines_are_no_matter() -> None:
    assert [o.name for o in read_outlets(["\ufeffOutlet, Owner", "", "Post, X", "Post, X"])] == ["Post"]
