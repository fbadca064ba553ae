"""Quotebank's rule for one quotation (Vaucher et al., WSDM 2021), written from the paper: texts in, groups out.

Quotations are one when they are equal once case, punctuation and white space are put aside. The paper joins the same
words of one day; within a story the day is one.
"""

import re
from collections.abc import Sequence

NOT_A_WORD = re.compile(r"[\W_]+")


def name() -> str:
    """Name as printed."""
    return "Quotebank, exact after normalising (our code)"


def normalised(text: str) -> str:
    """Small letters and digits, one blank between words.

    >>> normalised("We won’t - ever - sell.")
    'we won t ever sell'
    """
    return NOT_A_WORD.sub(" ", text.casefold()).strip()


def group(texts: Sequence[str]) -> list[int]:
    """Number of the group of each text.

    >>> group(["We win.", "we win", "We won."])
    [0, 0, 1]
    """
    numbers: dict[str, int] = {}
    return [numbers.setdefault(normalised(text), len(numbers)) for text in texts]
