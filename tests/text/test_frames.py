"""What the frames stand on (cues, mentions, complements, sources): on any words, all places lie in the sentence."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.attribution import Reader
from tellings.text.clauses import grammar, split_sentences
from tellings.text.cues import MOST, find_cues, find_open_cues
from tellings.text.marks import find_all_marks, paragraph_streams
from tellings.text.mentions import leading_subject, phrase_left, subject_left, subject_right
from tellings.text.reading import quote_facts
from tellings.text.sources import LOW_TRUST, find_source
from tellings.text.woven import find_weaver

WORDS = grammar()
PIECES = (
    'Ann Lee said says saying that to according per in the words of “ ” " , . : — - ( ) who she “We go,” denied '
    "having been not the claim port's his told asked whether when because while as reported and but 's citing board "
    "“so what?” of Monday on a"
)
MESS = st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join)


def readers(text):
    """A reader for each sentence, with its outer quotations folded in."""
    streams = paragraph_streams(text)
    marks = [m for m in find_all_marks(text, streams) if m.kind == "quote" and m.depth == 0]
    for low, high in streams[0]:
        facts = [quote_facts(text, *m[:4]) for m in marks if low <= m.start < high]
        for sentence in split_sentences(text, low, high, [(f.start, f.end) for f in facts]):
            yield Reader(sentence, facts, WORDS)


def in_order(found, low, high):
    return found is None or low <= found[0] < found[1] <= high


@given(st.one_of(MESS, st.text(max_size=60)))
def test_cues_lie_in_order(text):
    for reader in readers(text):
        cues = find_cues(reader.s, WORDS)
        assert len(cues) <= MOST
        assert all(0 <= c.start <= c.verb < c.end <= len(reader.s) for c in cues)
        assert all(a.verb < b.verb for a, b in pairwise(cues))
        opened = find_open_cues(reader.s, WORDS, cues)
        assert {c.verb for c in opened}.isdisjoint(c.verb for c in cues)
        assert all(c.verb not in reader.s.marks for c in opened)


@given(st.one_of(MESS, st.text(max_size=60)))
def test_mentions_and_sources_lie_in_the_sentence(text):
    for reader in readers(text):
        s, n = reader.s, len(reader.s)
        for i in range(n + 1):
            found = [phrase_left(s, i, 0, WORDS), subject_left(s, i, 0, WORDS), leading_subject(s, i, WORDS)]
            assert all(in_order(one, 0, n) for one in found)
            right = subject_right(s, i, WORDS)
            assert in_order(right, i, n)
            for one in [one for one in (*found, right) if one is not None]:
                for frame in ("complement", "according to", *sorted(LOW_TRUST)):
                    source, why = find_source(s, one, WORDS, frame)
                    assert in_order(source, 0, n)
                    assert (source is None) == bool(why)


@given(st.one_of(MESS, st.text(max_size=60)))
def test_complements_lie_behind_their_cue(text):
    for reader in readers(text):
        n = len(reader.s)
        for number, cue in enumerate(reader.cues):
            begin, kind, addressee = reader.complement(cue)
            assert in_order(addressee, cue.end, n)
            assert not kind or cue.end <= begin < n
            assert in_order(reader.subject(cue), 0, n)
            if kind:
                assert begin <= reader.clause_end(begin, number) <= n
        for i in range(n):
            assert 0 <= reader.clause_start(i) <= n
            assert in_order(reader.phrase_right(i), i, n)
            assert in_order(reader.announcer(i)[0], 0, n)


@given(st.one_of(MESS, st.text(max_size=60)))
def test_sayings_lie_in_their_sentence_and_no_quotation_is_taken_twice(text):
    for reader in readers(text):
        low, high = reader.s.start, reader.s.end
        sayings = reader.read()
        for said in sayings:
            assert said.segments
            assert all(low <= a < b <= high for a, b in said.segments)
            assert in_order(said.cue, low, high)
            assert in_order(said.speaker, low, high)
            assert in_order(said.addressee, low, high)
            assert said.quotes <= set(reader.s.marks.values())
        for token in reader.tokens:
            woven = find_weaver(reader, token, heard=True)
            assert woven is None or (in_order(woven[0], 0, len(reader.s)) and in_order(woven[1], 0, len(reader.s)))


@given(st.text(min_size=1, max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_facts_of_any_span(text, one, other):
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    if low < high:
        facts = quote_facts(text, low, high, low, high)
        assert facts.stop in text[low:high]
        assert facts.words == text[low:high].count(" ") + 1


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("In the words of Ann Lee, “the ferry is late.”", "the ferry is late.", "Ann Lee"),
        ("The ferry was “a mess,” in the words of the mayor.", "The ferry was “a mess,", "the mayor"),
        ("In the words of the mayor, the port is closed for good.", "the port is closed for good", "the mayor"),
        ("“A mess” in the words of one skipper.", "A mess", "one skipper"),
    ],
)
def test_in_the_words_of(text, content, speaker):
    (reader,) = readers(text)
    (said,) = reader.read()
    assert [text[a:b] for a, b in said.segments] == [content]
    assert said.speaker is not None
    assert text[slice(*said.speaker)] == speaker


def test_words_of_no_source_cite_no_one():
    (reader,) = readers("The oath was taken in the words of the old charter.")
    assert reader.read() == []
