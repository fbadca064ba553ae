"""The choice: a story's candidate sentences with their terms in, those that together tell most of it out.

Greedy cover of weighted concepts (Filatova & Hatzivassiloglou 2004; Gillick & Favre 2009): a term counts by how many
independent tellings have it, how many sentences, and how rare it is in news; once told it counts little, so that each
sentence adds a point. The gain falls with the sentence's place in its telling, because news tells what matters first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.stages.summary.candidates import Candidate, TermTable
from tellings.text.terms import PAIR, load_background

Weights = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ChoiceSettings:
    """How sentences are weighed; each was set on the training halves that docs/stages/summary.md names."""

    # What a pair of neighbouring words counts against a word of the same rarity: pairs tell facts, words only topics.
    pair: float = 2.0
    # What a term counts when only one independent source has it (per cent): it is that telling's own point.
    single: int = 50
    # What a term counts in addition for each title that has it: titles name the event.
    title: float = 0.3
    # What is left of a term's weight once it is told (per cent).
    told: int = 20
    # The first sentence of a telling gains so many times more than one far down ...
    lead: float = 20.0
    # ... and one so many sentences down about half of that.
    half: float = 6.0


def weigh_terms(
    table: TermTable,
    sources: Sequence[int],
    titles: Sequence[NDArray[np.intp]],
    settings: ChoiceSettings,
    language: str,
) -> Weights:
    """Weight of each term of a story.

    Args:
        table: the terms by sentence.
        sources: for each sentence the number of its independent source; copies of one another share one.
        titles: columns of the terms of each title.
        settings: how they are weighed.
        language: decides the background frequencies.
    """
    background = load_background(language)
    sentences = np.bincount(table.held.indices, minlength=len(table.terms))
    support = np.zeros(len(table.terms), np.int64)
    numbers = np.array(sources, dtype=np.int64)
    rows = np.repeat(numbers, np.diff(table.held.indptr))  # the source of each entry
    for source in np.unique(numbers):
        support += np.bincount(table.held.indices[rows == source], minlength=len(table.terms)) > 0
    rarity = np.log((background.documents + 1.0) / (background.frequency(table.terms) + 0.5))
    weight = support * np.log1p(sentences) ** 1.5 * np.sqrt(np.sqrt(np.maximum(rarity, 0)))
    weight *= np.where(table.terms >= PAIR, settings.pair, 1.0) * np.where(support > 1, 1.0, settings.single / 100)
    named = np.zeros(len(table.terms))
    for columns in titles:
        named[columns] += settings.title
    rounded: Weights = np.rint(1000 * weight * (1 + named)).astype(np.int64)
    return rounded


@dataclass(frozen=True, slots=True)
class Fitness:
    """What is asked of a sentence only when it would be chosen: reading every sentence closely costs more."""

    defect: Callable[[int], str]  # why it is not to be cited at all; "" where it is
    leans: Callable[[int], str]  # why it needs the sentence before it; "" where it stands alone
    before: Callable[[int], int]  # number of the sentence before it in its telling; -1
    surnames: Callable[[int], frozenset[str]]  # persons it names by surname alone
    full: Callable[[int], frozenset[str]]  # surnames of those it names in full


def choose(
    candidates: Sequence[Candidate],
    table: TermTable,
    weights: Weights,
    fit: Fitness,
    words: int,
    settings: ChoiceSettings,
) -> list[int]:
    """Numbers of the chosen sentences, the first choice first; together at most `words` words.

    One that leans on the sentence before it in its telling is chosen only behind that one.
    """
    place = np.array([c.place for c in candidates], dtype=np.float64)
    length = np.array([c.words for c in candidates], dtype=np.int64)
    prior = (1 + settings.lead / (1 + place / settings.half)) / np.sqrt(np.sqrt(np.maximum(length, 1)))
    left, weights = words, weights.copy()
    chosen: list[int] = []
    met = frozenset[str]()
    open_, waiting = np.ones(len(candidates), np.bool_), list[int]()
    leaning = dict[int, int]()  # by the sentence before it
    while True:
        gains = np.where(open_ & (length <= left), (table.held @ weights) * prior, 0.0)
        while len(gains) and gains.max() > 0:
            best = int(gains.argmax())
            gains[best], open_[best] = 0.0, False
            if fit.defect(best):
                continue
            if fit.before(best) not in chosen and fit.leans(best):
                leaning[fit.before(best)] = best  # until that one is chosen
            elif fit.surnames(best) - met:
                waiting.append(best)  # until a chosen sentence names that person in full
            else:
                break
        else:
            return chosen
        chosen.append(best)
        left -= int(length[best])
        columns = table.columns(best)
        weights[columns] = weights[columns] * settings.told // 100
        met |= fit.full(best)
        open_[waiting] = True
        waiting.clear()
        if best in leaning:
            open_[leaning.pop(best)] = True
