"""Settings of the comparison: nothing in, the numbers and the reason of each out."""

from dataclasses import dataclass, field

from tellings.stage import Settings
from tellings.text.reuse import ReuseSettings


@dataclass(frozen=True)
class CopySettings(Settings):
    """What makes a copy."""

    near: int = 500  # per thousand of the shorter one's own prose: "most of it"
    whole: int = 850  # per thousand of all told words: the same transcript or table is a copy without own prose
    near_words: int = 30  # shared words of own prose: two stubs of one sentence are not copies
    prose: int = (
        12  # shared words of own prose that make a passage prose: fewer are "she told reporters on Monday that"
    )
    speech: int = 5  # words of a shared quotation: as many as a shingle has
    contained: int = 900  # per thousand of the shorter one's own prose: all of it but its chrome and last lines ...
    holds: int = 600  # ... and at most so much of the longer one's: it has more than an ending of its own
    shingle: int = 5  # words of a shingle whose first word Pair.common names
    fill: int = 12  # words between two shingles of a repeated line that belong to it too: one in four is sampled
    reuse: ReuseSettings = field(default_factory=ReuseSettings)
