"""Claims: what each telling asserts, with hedges and voices; aligned across tellings whatever the words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings import collate_story
from tellings.model import Article
from tellings.stages.claims.align import cluster
from tellings.story import Story

POST = """Two barges collided below the Harrow lock on Friday, spilling 40 tonnes of grain into the river.

The harbour master, Ines Calder, said that the steering of one barge may have failed. Nobody was hurt, she added.

The lock has been closed since 1974 to boats with sails, and the inn beside it burned down two years ago."""
ECHO = """Some 40 tonnes of grain were spilled into the river when two barges collided near Harrow lock.

“The steering of one barge failed,” harbour master Ines Calder told the council on Saturday.

A retired skipper denied that the lights at the lock were out.

Divers will search the river bed on Monday for the missing anchor."""


def story(*texts: str) -> Story:
    return collate_story([Article.from_text(text, outlet=f"Outlet {n}") for n, text in enumerate(texts)])


def wordings(found: Story) -> list[set[str]]:
    """The words of each claim that two tellings make."""
    return [{found.words(row) for row in claim.assertions} for claim in found.claims if claim.row.told > 1]


def test_paraphrases_meet_with_their_hedges() -> None:
    found = story(POST, ECHO)
    told = wordings(found)
    assert any(any("spilling 40 tonnes" in w for w in one) and any("Some 40 tonnes" in w for w in one) for one in told)
    (steering,) = (c for c in found.claims if any("steering" in found.words(row) for row in c.assertions))
    hedges = {found.words(row): row.hedges for row in steering.assertions}
    assert ("attributed", "uncertain") in hedges.values()
    assert () in hedges.values()
    assert (steering.row.told, steering.row.independent, steering.row.hedged) == (2, 2, 1)


def test_denial_and_expectation_are_kept() -> None:
    found = story(POST, ECHO)
    by_words = {found.words(row): row for claim in found.claims for row in claim.assertions}
    (denied,) = (row for words, row in by_words.items() if "lights" in words)
    assert denied.hedge == "denied"
    assert denied.negated or "denied" in denied.hedges
    (search,) = (row for words, row in by_words.items() if "Divers" in words)
    assert "expected" in search.hedges


def test_order_of_articles_does_not_matter() -> None:
    one, other = (
        story(POST, ECHO),
        collate_story([Article.from_text(ECHO, outlet="Outlet 1"), Article.from_text(POST, outlet="Outlet 0")]),
    )
    assert one.claims == other.claims
    assert one.only_in == other.only_in


def test_a_copy_is_no_second_witness() -> None:
    found = collate_story([Article.from_text(POST, outlet="A"), Article.from_text(POST, outlet="B")])
    assert {(claim.row.told, claim.row.independent) for claim in found.claims} == {(2, 1)}


def slow_cluster(size: int, edges: dict[tuple[int, int], int], enough: int, strangers: int) -> list[int]:
    """Average linkage by looking at all pairs of groups each time."""
    groups = [[i] for i in range(size)]
    while True:
        best = None
        for a in range(len(groups)):
            for b in range(a + 1, len(groups)):
                scores = [edges.get((min(i, j), max(i, j)), strangers) for i in groups[a] for j in groups[b]]
                linked = any((min(i, j), max(i, j)) in edges for i in groups[a] for j in groups[b])
                rank = (-(sum(scores) // len(scores)), min(groups[a]), min(groups[b]))
                if linked and -rank[0] > enough and (best is None or rank < best[0]):
                    best = rank, a, b
        if best is None:
            return [min(next(g for g in groups if i in g)) for i in range(size)]
        _, a, b = best
        groups[a] = groups[a] + groups[b]
        del groups[b]
        groups.sort(key=min)


PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda p: p[0] < p[1]), st.integers(-3000, 3000), max_size=21
)


@settings(deadline=None)
@given(PAIRS)
def test_clusters_are_those_of_the_slow_twin(edges: dict[tuple[int, int], int]) -> None:
    assert cluster(7, edges, 0, -2000) == slow_cluster(7, edges, 0, -2000)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_text_is_read_and_every_row_lies_in_its_article(texts: list[str]) -> None:
    found = story(*texts)
    for claim in found.claims:
        for row in claim.assertions:
            text = found.articles[row.article_id].text
            assert 0 <= row.sentence_start <= row.start < row.end <= row.sentence_end <= len(text)
            assert all(0 <= a < b <= len(text) for a, b in row.hedge_spans)
            assert len(row.hedges) == len(row.hedge_spans)
