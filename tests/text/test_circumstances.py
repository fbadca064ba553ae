"""Where and when: the quick looks never pass over what the slow patterns find."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.language import load
from tellings.text.circumstances import Circumstances, _channels, _time_words, _times, find_hints

CHANNEL_WORDS = [word for words in load("channels", "en")["words"].values() for word in words]
MEDIA = load("channels", "en")["media"]["names"]


def words_of(text):
    """Lower-case words, as a sentence's tokens hold them apart from what joins them."""
    return re.findall(r"[\w'’&/.-]+", text.lower())


@settings(max_examples=300)
@given(st.from_regex(_times("en"), fullmatch=True))
def test_a_time_never_lacks_its_hint(time):
    assert _time_words("en").search(time.lower())
    assert find_hints(words_of(time)).time


@given(st.sampled_from(CHANNEL_WORDS), st.text("abcdefghij", max_size=3))
def test_a_channel_never_lacks_its_hint(word, ending):
    text = f"she said {word.replace('*', ending)} again"
    assert _channels("en")[0].search(text.lower())
    assert find_hints(words_of(text)).channel


@given(st.sampled_from(MEDIA), st.sampled_from(["told", "told the", "on", "to", "with"]))
def test_an_outlet_never_lacks_its_hint(name, before):
    text = f"Ann Lee {before} {name}, she said"
    assert Circumstances(text).channel([(0, len(text))], 0)
    assert find_hints(words_of(text)).channel


@given(st.text(max_size=60))
def test_lower_case_keeps_places(text):
    for dotted in (text, text + "İ on Sunday"):
        found = Circumstances(dotted)
        assert len(found.lower) == len(dotted)
        time = found.time([(0, len(dotted))], 0)
        assert time is None or dotted[slice(*time)].strip()


def test_the_letter_x_is_no_network():
    text = "She wrote it to x and then to X."
    assert Circumstances(text).channel([(0, 16)], 4) is None
    assert Circumstances(text).channel([(0, len(text))], 4).name == "X"
