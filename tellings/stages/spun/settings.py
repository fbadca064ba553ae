"""Settings of the stage: nothing in, the numbers and the reason of each out."""

from dataclasses import dataclass

from tellings.stage import Settings


@dataclass(frozen=True)
class SpunSettings(Settings):
    """How strong the evidence must be; measured in docs/stages/copies.md."""

    # Source present.
    swaps: int = 5  # different words exchanged one for one: an editor changes one or two, and adds and cuts besides
    rate: int = 20  # per thousand of the aligned prose words
    # Thousandths of a bit by which the words put in are rarer, on average: an editor's are not. Of 7,379 real pairs
    # with shared prose three had swaps and rate, at most 1,064 on average; planted ones begin at 2,200.
    rarer: int = 1500
    gap: int = 3  # words exchanged in a row; a longer stretch is rewritten, not exchanged word by word
    alike: int = 70  # per cent of letters in common from which two words are forms or slips of one another
    unknown: int = 13400  # rarity of a word beyond which it is no word of news: an error of a scanner, a name
    # Source not among these.
    pairs: int = 25  # pairs of words that can be weighed: fewer tell nothing
    spread: int = 250  # per thousand by which articles differ in how many pairs are known, besides chance
    # Hundredths of a standard deviation fewer pairs known than expected: of 35,898 real articles in their stories 9 are
    # observed at 140 and 4 at 160; of 65 spun ones 52 and 44.
    score: int = 150
    below: int = 180  # hundredths below the other tellings of the story: what is new to news is new in all of them
    shown: int = 12  # pieces of evidence that are stored
