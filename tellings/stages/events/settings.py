"""Settings of the timeline."""

from dataclasses import dataclass

from tellings.stage import Settings


@dataclass(frozen=True)
class EventsSettings(Settings):
    """Settings of the stage."""

    language: str = "en"
    # Two sentences of one date tell one event when the rare words they share weigh this much of those of the lighter
    # one (per cent). Below a quarter, two events of one day run together: a story's sentences all share its names.
    shared: int = 25
    # ... and when they share at least so many words: one name is shared by chance.
    words: int = 2
    # Words that more sentences of one date hold than this tell nothing and would make pairs of all with all.
    common: int = 50
    # A date is history when it lies this many days before the day of the first telling: within two weeks the accounts
    # of one affair still tell of its own days. Set on the train half of eval/gold/events.tsv.
    own_days: int = 12
    # A plan and an act of another date are one when the words they share weigh this much (per cent): more than two
    # sentences of one date need, since here the date does not speak for it.
    act: int = 35
    # ... and the act lies at most so many days behind the day it was planned for, or behind its announcement.
    late: int = 92
    # A dateline that many days from the anchor tells that an older text was given a new date.
    stale: int = 3
