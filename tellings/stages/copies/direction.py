"""Direction: two articles in; which has shared words from the other out, and what that is told from."""

from tellings.model import Article
from tellings.stages.copies.credits import find_bylines, find_credit

UNDETERMINED = "undetermined"
AHEAD, BACK = "article -> other", "other -> article"
WITHIN, CONTAINS = "article within other", "other within article"


def find_direction(one: Article, two: Article) -> tuple[str, str]:
    """Which of two articles has the shared words from the other, and what that is told from.

    >>> early = Article.from_text("Rain fell.", published="2024-03-01")
    >>> find_direction(early, Article.from_text("Rain fell.", published="2024-03-04"))
    ('article -> other', 'published earlier: 2024-03-01 before 2024-03-04')
    """
    credits = find_credit(two, one), find_credit(one, two)
    if credits[0] and not credits[1]:
        return AHEAD, f"the other credits it: {credits[0]}"
    if credits[1] and not credits[0]:
        return BACK, f"it credits the other: {credits[1]}"
    if common := sorted(find_bylines(one) & find_bylines(two)):  # both may have it from there, whichever came first
        return UNDETERMINED, f"both carry the byline {common[0]}"
    return _by_date(one, two)


def _by_date(one: Article, two: Article) -> tuple[str, str]:
    """The direction as the dates of publication tell it."""
    days = one.published[:10], two.published[:10]
    if not all(days):
        return UNDETERMINED, "a date of publication is not known"
    if days[0] == days[1]:
        return UNDETERMINED, f"both published {days[0]}"
    if days[0] < days[1]:
        return AHEAD, f"published earlier: {days[0]} before {days[1]}"
    return BACK, f"published later: {days[0]} after {days[1]}"
