"""What is asked of articles to tell one event; what the folder's files share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.stage import Settings

Ints = NDArray[np.int64]
THOUSAND = 1000


@dataclass(frozen=True)
class StorySettings(Settings):
    """When articles tell one event. Similarities are thousandths of a cosine, tuned on four dev sets at once."""

    least: int = 105  # average similarity from which two groups published on one day are one story
    per_day: int = 45  # asked on top of it for each day without an article between the two groups ...
    per_gap: int = 160  # ... and at most: a verdict months after the trial still belongs when it is very similar
    undated: int = 50  # asked on top where one group has no date at all: as much as one day
    floor: int = 40  # similarities below count as none: a third of `least`, far below what can join
    reach: int = 3000  # articles before it, by date, that one is compared with; a smaller folder is compared whole
    window: int = 5  # days before it within which one is compared with all, however many there are
    copied: int = 300  # similarity of copies, whatever their terms: enough to join two at any gap, not to pull in more
    quoted: int = 70  # added for a shared long quotation: two thirds of `least`; all of it costs g5w1h a point
    quoted_words: int = 12  # what is long: shorter ones are slogans and titles of laws
    quoted_days: int = 3  # old words are quoted again, but then not within days of the first report; 1 to 5 are alike
    prose_words: int = 30  # the same for prose; shorter passages are lines of furniture as often as borrowed ones
    one_outlet: int = 600  # per thousand of the similarity that counts between articles of one of many outlets
    same: int = 450  # similarity at which two articles count as one story while a small folder's terms are weighed
    repeated: int = 150  # per thousand of an article's lines that may be furniture; where more are repeated, none is
    one_story: bool = False  # take all articles as tellings of one story, when a person knows that they are
    rebuild: bool = False  # group all articles anew, whatever stories there are, as one run over all of them would
    lead: str = "longest"  # or "first": which telling stands for the story
    latest: str = "2036-01-01"  # a date of publication after it is a slip, and the article counts as undated
    dated: tuple[str, ...] = ()  # corrections: "ARTICLE_ID DAY" of articles that were published on another day
    apart: tuple[str, ...] = ()  # corrections: ids of articles that belong to no story but their own
