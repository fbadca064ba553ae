"""Words: soft hyphens stand inside words and count for nothing."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tellings.text.shingles import hash_words
from tellings.text.spelling import normal_form
from tellings.text.terms import Part, count_terms
from tellings.text.words import find_paragraphs, find_words

SOFT = "\u00ad"


@given(st.text(alphabet="ab cé9.'’", max_size=40), st.lists(st.integers(0, 40), max_size=5))
def test_soft_hyphens_change_no_hash(text: str, places: list[int]) -> None:
    soft = "".join(SOFT + char if number in places else char for number, char in enumerate(text))
    plain, broken = hash_words(text), hash_words(soft)
    assert plain.hashes.tolist() == broken.hashes.tolist()
    words = [soft[a:b].replace(SOFT, "") for a, b in zip(broken.starts, broken.ends, strict=True)]
    assert words == [text[a:b] for a, b in zip(plain.starts, plain.ends, strict=True)]


def test_soft_hyphens_stand_inside_words() -> None:
    text = f"The ne{SOFT}ws{SOFT}paper closed."
    words = [text[a:b] for a, b in find_words(text)]
    assert [normal_form(word) for word in words] == [normal_form(word) for word in ("The", "newspaper", "closed")]
    assert count_terms([Part(text)]).terms.tolist() == count_terms([Part(text.replace(SOFT, ""))]).terms.tolist()


BREAKS = "\n\r\x0b\x0c\u0085\u2028\u2029"


@given(st.text(alphabet="ab \t\u00a0\x1c" + BREAKS, max_size=40))
def test_paragraphs_like_the_slow_twin(text: str) -> None:
    lines, at = [], 0
    for line in re.split(f"[{BREAKS}]", text):
        if line.strip():
            begin = at + len(line) - len(line.lstrip())
            lines.append((begin, begin + len(line.strip())))
        at += len(line) + 1
    assert find_paragraphs(text) == lines
