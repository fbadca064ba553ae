"""The fast run of common words against the table of all pairs of words."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.stages.claims.likeness import _longest_run

WORDS = st.lists(st.sampled_from("abcd"), max_size=9)


@given(WORDS, WORDS)
def test_longest_run_is_that_of_the_longest_common_slice(some, others):
    slices = {tuple(some[i:j]) for i in range(len(some)) for j in range(i + 1, len(some) + 1)}
    held = {tuple(others[i:j]) for i in range(len(others)) for j in range(i + 1, len(others) + 1)}
    assert _longest_run(some, others) == max((len(one) for one in slices & held), default=0)
