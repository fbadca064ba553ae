"""Sentences that passages do not bear out."""

import pytest

from tellings.text.faithful import find_unsupported

PASSAGE = "Ann Lee of Harwick sold 1,400 boats, “the best of them all”, police said."


@pytest.mark.parametrize("sentence", ["Lee sold 1400 boats.", "In Harwick, Ann Lee sold “the best of them all”."])
def test_borne_out(sentence: str) -> None:
    assert find_unsupported(sentence, [PASSAGE]) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Lee sold 1,500 boats.", "1,500"),
        ("Bo Crane sold 1,400 boats.", "Bo"),
        ("Lee sold “the very best of them all”.", "quotation"),
        ("Lee did not sell 1,400 boats.", "turns"),
        ("Lee sold twelve boats.", "twelve"),
    ],
)
def test_not_borne_out(sentence: str, reason: str) -> None:
    assert reason in find_unsupported(sentence, [PASSAGE])


def test_a_hedge_never_gets_lost() -> None:
    assert "allegedly" in find_unsupported("Ann Lee sold boats.", ["Ann Lee allegedly sold boats."])
    assert find_unsupported("Ann Lee allegedly sold boats.", ["Ann Lee reportedly sold boats."]) == ""
