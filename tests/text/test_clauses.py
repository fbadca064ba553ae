"""Sentences as tokens: the one-pass reading against a plain one, long sentences, joined ones."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tellings.text.clauses import LONGEST, QUOTE, Sentence, grammar, join, split_sentences
from tellings.text.marks import find_all_marks, paragraph_streams

# What a token is, with no short cut and no white space taken along.
PLAIN = re.compile(
    r"[^\W_]+(?:(?:[.'’&/‑-]+|(?<=\d):(?=\d))[^\W_]+)*['’]?"
    r"|[,;:()\[\]—–―?!…]|-{2,}|(?<=\s)-(?=\s)|[$€£#@%&]|\.{2,}"
)
LETTERS = st.text(alphabet="abZ1 .,-’'&:;()_\n\x1c\u00a0—ΣİÉ“”\"", max_size=24)


@given(st.one_of(LETTERS, st.text(max_size=40)), st.integers(0, 40), st.integers(0, 40))
def test_tokens_are_those_of_the_plain_reading(text, one, other):
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    sentence = Sentence(text, low, high)
    sentence.add(low, high)
    plain = list(PLAIN.finditer(text, low, high))
    assert list(zip(sentence.starts, sentence.ends, strict=True)) == [m.span() for m in plain]
    assert sentence.low == [m.group().lower().replace("’", "'") for m in plain]
    assert sentence.caps == [m.group()[0].isupper() for m in plain]


def sentences(text):
    streams = paragraph_streams(text)
    marks = [m for m in find_all_marks(text, streams) if m.kind == "quote" and m.depth == 0]
    for low, high in streams[0]:
        spans = [(m.start, m.end) for m in marks if low <= m.start < high]
        yield spans, split_sentences(text, low, high, spans)


@given(
    st.lists(st.sampled_from([*["a", "Lee", ".", "?", ",", "“", "”", '"', "--", "-"], "b.” C", "\n"]), max_size=30).map(
        " ".join
    )
)
def test_tokens_lie_in_their_sentence_and_each_quotation_is_one(text):
    for spans, found in sentences(text):
        folded = []
        for s in found:
            assert len(s.low) == len(s.caps) == len(s.starts) == len(s.ends) > 0
            assert all(s.start <= a < b <= s.end for a, b in zip(s.starts, s.ends, strict=True))
            assert all(end <= start for end, start in zip(s.ends, s.starts[1:], strict=False))
            assert [i for i, word in enumerate(s.low) if word == QUOTE] == list(s.marks)
            folded += [(s.starts[token], s.ends[token]) for token in s.marks]
        assert folded == spans


@given(st.integers(0, 3 * LONGEST), st.integers(0, 3))
def test_a_long_sentence_is_cut_and_loses_nothing(before, quoted):
    words = [f"w{i} -" for i in range(before)] + ["“so long”"] * quoted + ["and on"]
    text = " ".join(words)
    (_, parts), *rest = sentences(text)
    assert not rest
    assert all(len(part) <= LONGEST for part in parts)
    assert sum(len(part.marks) for part in parts) == quoted
    tokens = [text[a:b] for part in parts for a, b in zip(part.starts, part.ends, strict=True)]
    assert [token for token in tokens if token[0] != "“"] == re.sub("“[^”]*”", "", text).split()
    assert all(a.end <= b.start for a, b in pairwise(parts))


def test_joined_sentences_keep_their_places():
    text = "“Why?” Ann Lee asked."
    first, second = Sentence(text, 0, 6), Sentence(text, 7, 21)
    first.fold(0, 0, 6)
    second.add(7, 21)
    both = join(first, second)
    assert [text[a:b] for a, b in zip(both.starts, both.ends, strict=True)] == ["“Why?”", "Ann", "Lee", "asked"]
    assert (both.low[0], both.marks, both.start, both.end) == (QUOTE, {0: 0}, 0, 21)


@given(st.text(max_size=12))
def test_any_word_has_a_class(word):
    words = grammar()
    assert isinstance(words.is_adverb(word), bool)
    assert 0 <= words.bare_pronoun(word) <= len(word)
