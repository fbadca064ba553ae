"""Claims: what each telling asserts, with hedges and voices; aligned across tellings whatever the words."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings import collate_story
from tellings.model import Article, Assertion
from tellings.publish.claim_lines import agreed_lines, only_in_lines
from tellings.publish.json_ import story_json
from tellings.stages.claims.align import ClaimSettings, attach, cluster, find_pairs
from tellings.stages.claims.content import Content
from tellings.stages.claims.likeness import Unit, measure
from tellings.story import Story

POST = """Two barges collided below the Harrow lock on Friday, spilling 40 tonnes of grain into the river.

The harbour master, Ines Calder, said that the steering of one barge may have failed. Nobody was hurt, she added.

The lock has been closed since 1974 to boats with sails, and the inn beside it burned down two years ago. The owners of
the inn have asked the county for a loan of £310,000. A choir from the village sang on the bank while cranes came.
The lock keeper lives alone with two dogs and keeps a book in which each boat is written down by hand in green ink."""
ECHO = """Some 40 tonnes of grain were spilled into the river when two barges collided near Harrow lock.

“The steering of one barge failed,” harbour master Ines Calder told the council on Saturday.

A retired skipper denied that the lights at the lock were out. Divers will search the river bed on Monday for an anchor.
Anglers complained of the smell, and a boat hire firm has sent its guests home until the grain is gone. Swans were
seen eating it below the bridge, where a school class drew them. The river is not used for drinking water."""
STUB = "Two barges collided near Harrow lock on Friday."


def story(*texts: str) -> Story:
    return collate_story([Article.from_text(text, outlet=f"Outlet {n}") for n, text in enumerate(texts)])


def row_of(found: Story, words: str) -> Assertion:
    """The assertion that holds some words."""
    rows = [row for claim in found.claims for row in claim.assertions if words in found.words(row)]
    return min(rows, key=lambda row: row.end - row.start)


def met(found: Story, one: str, other: str) -> bool:
    """Whether wordings that hold these words are of one claim."""
    groups = [[found.words(row) for row in claim.assertions] for claim in found.claims]
    return any(any(one in w for w in group) and any(other in w for w in group) for group in groups)


def test_paraphrases_meet_with_their_hedges() -> None:
    found = story(POST, ECHO)
    assert met(found, "spilling 40 tonnes", "Some 40 tonnes")
    steering = next(c for c in found.claims if any("steering" in found.words(row) for row in c.assertions))
    assert {row.hedges for row in steering.assertions} == {("attributed", "uncertain"), ()}
    assert (steering.row.told, steering.row.independent, steering.row.hedged) == (2, 2, 1)
    assert not met(found, "burned down", "Divers")


def test_denial_and_expectation_are_kept() -> None:
    found = story(POST, ECHO)
    denied = row_of(found, "lights at the lock")
    assert denied.hedge == "denied"
    assert "expected" in row_of(found, "Divers will").hedges
    assert row_of(found, "not used for drinking").negated


def test_frames_are_voice_and_hedge_not_content() -> None:
    found = story(POST, ECHO)
    said = row_of(found, "may have failed")
    assert "Calder" not in found.words(said)
    voices = {voice.voice_id: voice.name for voice in found.voices}
    assert voices[said.voice_id] == "Ines Calder"
    text = found.articles[said.article_id].text
    words = dict(zip(said.hedges, (text[a:b] for a, b in said.hedge_spans), strict=True))
    assert words["uncertain"] == "may have"
    assert "said" in words["attributed"]


def test_order_of_articles_does_not_matter() -> None:
    one = story(POST, ECHO, STUB)
    articles = [Article.from_text(text, outlet=f"Outlet {n}") for n, text in enumerate((POST, ECHO, STUB))]
    other = collate_story(articles[::-1])
    assert one.claims == other.claims
    assert one.only_in == other.only_in


def test_a_copy_is_no_second_witness() -> None:
    found = collate_story([Article.from_text(POST, outlet="A"), Article.from_text(POST, outlet="B")])
    assert {(claim.row.told, claim.row.independent) for claim in found.claims} == {(2, 1)}


def test_one_telling_alone_and_stubs_that_omit_nothing() -> None:
    found = story(POST, ECHO)
    alone = {claim.row.claim_id: found.words(claim.row) for claim in found.claims}
    shown = [alone[row.claim_id] for row in found.only_in]
    assert any("£310,000" in words for words in shown)
    assert not any("40 tonnes" in words for words in shown)
    assert [row.rank for row in found.only_in] == list(range(1, len(found.only_in) + 1))
    beside_stub = story(POST, STUB)
    posts = {t.article_id for t in beside_stub.tellings if len(beside_stub.articles[t.article_id].text) > 100}
    assert not [row for row in beside_stub.only_in if row.article_id in posts]


def test_what_is_printed_and_what_is_json_lead_back_to_the_text() -> None:
    found = story(POST, ECHO)
    printed = "\n".join(text.plain for text in (*agreed_lines(found, 9, True), *only_in_lines(found, 9, True)))
    assert "TOLD ALIKE" in printed
    assert "2 of 2 tellings, 2 independent" in printed
    assert "uncertain (“may have”)" in printed
    assert "TOLD BY ONE ALONE" in printed
    whole = story_json(found)
    for claim in whole["claims"]:
        for row in claim["assertions"]:
            assert found.articles[row["article_id"]].text[row["start"] : row["end"]] == row["words"]
    assert len(whole["only_in"]) == len(found.only_in)


def slow_cluster(size: int, edges: dict[tuple[int, int], int], enough: int, strangers: int) -> list[int]:
    """Average linkage by looking at all pairs of groups each time."""
    groups = [[i] for i in range(size)]
    while True:
        best = None
        for a, b in combinations(range(len(groups)), 2):
            pairs = [(min(i, j), max(i, j)) for i in groups[a] for j in groups[b]]
            rank = (-(sum(edges.get(p, strangers) for p in pairs) // len(pairs)), min(groups[a]), min(groups[b]))
            if any(p in edges for p in pairs) and -rank[0] > enough and (best is None or rank < best[0]):
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


def test_a_long_sentence_is_of_several_claims_but_never_twice_of_one() -> None:
    edges = {(0, 1): 3000, (0, 2): 2000, (1, 2): -4000, (2, 3): 2500}
    groups = attach([[0, 1], [2, 3]], edges, ClaimSettings(same=0, strangers=-1000))
    assert groups == [[0, 1], [0, 2, 3]]


@settings(deadline=None)
@given(PAIRS)
def test_attaching_loses_nobody(edges: dict[tuple[int, int], int]) -> None:
    groups = attach([[i] for i in range(7)], edges, ClaimSettings())
    assert {i for group in groups for i in group} == set(range(7))
    assert all(group == sorted(set(group)) for group in groups)


FORMS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(500, 9000), max_size=5)


def unit(number: int, stems: dict[str, int]) -> Unit:
    row = Assertion("s", "", f"article{number}", 0, 9, 0, 9, "", None, None, (), (), False, "", "")
    content = Content(stems, sum(stems.values()), tuple(stems), frozenset(), {}, frozenset(), frozenset())
    return Unit(row, content, content, frozenset())


@settings(deadline=None)
@given(st.lists(FORMS, max_size=8))
def test_pairs_are_those_that_share_enough(contents: list[dict[str, int]]) -> None:
    weights: dict[str, int] = {}
    for stems in contents:
        weights |= stems
    units = [unit(n, {form: weights[form] for form in sorted(stems)}) for n, stems in enumerate(contents)]
    limits = ClaimSettings()
    slow = []
    for (i, one), (j, other) in combinations(enumerate(units), 2):
        a, b = one.content, other.content
        shared = sum(a.stems[form] for form in a.stems if form in b.stems)
        if shared and 100 * shared >= limits.least * min(a.total, b.total):
            slow.append((i, j))
    assert find_pairs(units, limits) == slow


def test_likeness_is_the_same_both_ways() -> None:
    one = unit(0, {"ferry": 4000, "sink": 3000, "40": 6000})
    other = replace(unit(1, {"ferry": 4000, "sail": 2000}), statements=frozenset({"x/1"}))
    assert measure([one, other], [(0, 1)]).tolist() == measure([one, other], [(1, 0)]).tolist()


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_text_is_read_and_every_row_lies_in_its_article(texts: list[str]) -> None:
    found = story(*texts)
    for claim in found.claims:
        for row in claim.assertions:
            text = found.articles[row.article_id].text
            assert 0 <= row.sentence_start <= row.start < row.end <= row.sentence_end <= len(text)
            assert all(0 <= a < b <= len(text) for a, b in row.hedge_spans)
            assert len(row.hedges) == len(row.hedge_spans)


@pytest.mark.parametrize("words", ["should wait", "may wait"])
def test_what_is_denied_is_not_what_is_asserted(words: str) -> None:
    one = f"Parents of the village {words} for the county bus at the chapel gate."
    found = story(one, one.replace(words, f"{words.split(maxsplit=1)[0]} not wait"))
    assert all(claim.row.told == 1 for claim in found.claims)


HELD = ("", "allegedly", "apparently", "perhaps", "probably", "reportedly")  # "" tells it firmly


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(HELD), min_size=2, max_size=4), st.booleans())
def test_a_hedge_stays_with_its_assertion_and_its_telling(words: list[str], first: bool) -> None:
    """Whatever tellings meet in a claim: each wording keeps its hedge, each telling is told to hedge or not."""
    core = "a dredger rammed the Arle footbridge near Quenby"

    def held_back(word: str) -> str:
        return core if not word else f"{word} {core}" if first else core.replace("dredger", f"dredger {word}")

    texts = [
        f"{held_back(word).capitalize()} at dawn. Paper {n} has {40 + n} readers.".replace("arle", "Arle").replace(
            "quenby", "Quenby"
        )
        for n, word in enumerate(words)
    ]
    found = story(*texts)
    rows = {found.articles[row.article_id].text: row for claim in found.claims for row in claim.assertions
            if "footbridge" in found.words(row)}  # fmt: skip
    assert len(rows) == len(set(texts))
    for text, word in zip(texts, words, strict=True):
        row = rows[text]
        held = {kind: text[a:b].lower() for kind, (a, b) in zip(row.hedges, row.hedge_spans, strict=True)}
        assert word in held.values() if word else not held
        assert row.hedge == (row.hedges[0] if row.hedges else "")
    claim = next(claim for claim in found.claims if "footbridge" in found.words(claim.row))
    assert claim.row.told == len(words)
    assert claim.row.hedged == sum(bool(word) for word in words)
    printed = "\n".join(line.plain for line in agreed_lines(found, 9, False))
    for word in words:
        assert not word or f"“{word}”" in printed.lower()
