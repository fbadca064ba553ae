"""Mended views: the text stays, spans map both ways, and what is no mojibake is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.mojibake import mend

PRINTED = st.text("abc xyz.,“”‘’–—…é ü ñ £ € ™ ş ç".replace(" ş", "") + "\n", max_size=60)


def misread(text: str, encoding: str) -> str:
    """What a reader makes of UTF-8 that it takes for another encoding."""
    if encoding == "latin-1":
        return text.encode().decode("latin-1")
    return "".join(
        bytes((b,)).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in text.encode()
    )


@given(PRINTED, st.sampled_from(["cp1252", "latin-1"]))
def test_what_was_misread_is_read_again(text: str, encoding: str) -> None:
    assert mend(misread(text, encoding)).text == text


@given(st.text("dé", max_size=12), st.sampled_from(["cp1252", "latin-1"]))
def test_what_was_misread_twice(text: str, encoding: str) -> None:
    assert mend(misread(misread(text, encoding), encoding)).text == text


@given(st.lists(st.one_of(PRINTED, PRINTED.map(lambda t: misread(t, "cp1252")), st.text(max_size=9)), max_size=5))
def test_spans_map_both_ways(pieces: list[str]) -> None:
    text = "".join(pieces)
    view = mend(text)
    for begin in range(0, len(view.text) + 1, 3):
        for end in range(begin, min(len(view.text), begin + 8) + 1):
            start, stop = view.to_source(begin, end)
            assert 0 <= start <= stop <= len(text)
            assert mend(text[start:stop]).text.find(view.text[begin:end]) >= 0 or mended_in_part(
                view.mends, start, stop
            )
            low, high = view.to_view(start, stop)
            assert low <= begin
            assert high >= end
    assert view.to_source(0, len(view.text)) == (0, len(text))


def mended_in_part(mends: tuple[tuple[int, int, int, int], ...], start: int, stop: int) -> bool:
    """A run of letters is only told from real words by its length: cut short, it is left alone."""
    return any(b - a > 3 and a < stop and start < b for a, b, _, _ in mends)


@given(st.text(max_size=40))
def test_between_mends_the_view_is_the_text(text: str) -> None:
    view = mend(text)
    done = at = 0
    for begin, end, low, high in view.mends:
        assert text[done:begin] == view.text[at:low]
        done, at = end, high
    assert text[done:] == view.text[at:]


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ… SPASS “PASSÉ” — «LIBERTÉ»",
        "SÃO PAULO, Âge, Åse, château, ça",
        "IRMÃ, MAÇÃ; FOR\u00caT\u2019S",
        "Ænima, Ðorđe, „Straße” und Spaß“",
        "naïve façade à la carte",
        "Привет, мир",
    ],
)
def test_real_words_stay(text: str) -> None:
    assert mend(text).text == text


def test_another_script_in_runs() -> None:
    assert mend(misread("мир", "cp1252")).text == "мир"
