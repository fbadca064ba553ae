"""What is looked up in an article's words against what is searched for in each stretch anew."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.language import load
from tellings.stages.claims.article_words import ArticleWords
from tellings.text.hedges import _any, find_hedges, find_negation, hedged_places
from tellings.text.words import WORD

PHRASES = sorted({phrase for row in load("hedges", "en")["hedge"] for phrase in row["phrases"]})
PIECES = [phrase.replace("+number", "40").replace("number+", "40") for phrase in PHRASES]
TEXTS = st.lists(
    st.sampled_from(
        [*PIECES, "May", "the pier", "didn’t", "never", "nobody", "opened", "Ann Lee", "12,000", "so-called-"]
    ),
    max_size=8,
).flatmap(lambda some: st.sampled_from([" ", ", ", ". ", "\n", " “"]).map(lambda joint: joint.join(some)))


@given(TEXTS)
def test_hedges_are_found_where_a_search_of_the_whole_text_finds_them(text: str) -> None:
    places = hedged_places(text, ArticleWords(text).hedging())
    assert places == [match.span() for match in _any("en").finditer(text)]
    assert all(any(a <= hedge.start < b for a, b in places) for hedge in find_hedges(text))


@given(TEXTS, st.data())
def test_stretches_hold_the_words_that_a_search_finds(text: str, data: st.DataObject) -> None:
    words = ArticleWords(text)
    first = data.draw(st.integers(0, len(words.spans)))
    last = data.draw(st.integers(first, len(words.spans)))
    start, end = ([*words.starts, len(text)][number] for number in (first, last))
    assert words.between(start, end) == (first, last)
    assert words.denies(start, end) == (find_negation(text, start, end) is not None)
    apart = [words.spans[first]] if first < last else []
    rest = [m.span() for m in WORD.finditer(text, start, end) if m.span() not in apart]
    heavy = sum(span in words.heavy for span in rest)
    assert [words.says(start, end, least, apart) for least in range(5)] == [heavy >= least for least in range(5)]
