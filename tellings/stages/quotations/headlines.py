"""Quoted words of headlines: marks that nobody claims and the sayings of an article in, those that are speech out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from tellings.language import load
from tellings.model import Mark
from tellings.stages.quotations.phrases import tell_kind
from tellings.text.attribution import Reader
from tellings.text.reading import CLOSERS, Saying
from tellings.text.spelling import plain
from tellings.text.words import Span, find_words

Loose = tuple[Mark, Reader, int]  # a mark, its sentence, and its token there

# Words in a row that two quotations of one article do not share by chance.
RUN = 3
# Of a fragment's words, the share that must stand in a row in the other quotation: headlines drop a word at either end.
SHARED = 0.8
# A headline in the first person is speech from so many words on: fewer name a thing (the “I Voted” sticker).
SPOKEN = 4
# What a heading does not end with.
STOPS = frozenset(".?!…:;,")


class Headlines:
    """Tells which unclaimed marks of an article's headlines are speech.

    They are where another quotation of the article has their words, or where they speak in the first person. In a
    cross-head, which is but the marks, and in running text they are left as quoted phrases: too many are labels there.
    """

    def __init__(
        self,
        text: str,
        titles: Sequence[Span],
        paragraphs: Sequence[Span],
        sayings: Sequence[Saying],
        language: str,
    ) -> None:
        self.text, self.titles, self.paragraphs = text, titles, paragraphs
        self.starts = [start for start, _ in paragraphs]
        self.headings: dict[int, bool] = {}  # number of a paragraph -> whether it ends like a heading
        self.first_person = frozenset(load("marks", language)["first_person"])
        self.sayings = sayings

    @cached_property
    def _runs(self) -> dict[tuple[str, ...], list[tuple[list[str], int, Saying]]]:
        """Words in a row -> the quotations that have them, each with all its words and the place."""
        runs = defaultdict(list)
        for said in self.sayings:
            if said.quotes and said.frame != "object":
                words = [word for segment in said.segments for word in self._words(segment)]
                for i in range(len(words) - RUN + 1):
                    runs[tuple(words[i : i + RUN])].append((words, i, said))
        return runs

    def _words(self, span: Span) -> list[str]:
        return [plain(self.text[a:b]) for a, b in find_words(self.text, *span)]

    def read(self, loose: Loose) -> Saying | None:
        """What an unclaimed mark says; None where it is no speech, or nothing tells."""
        mark, reader, token = loose
        if not self._is_headline(mark):
            return None
        if tell_kind(self.text, mark, reader, token)[0] not in ("scare", "unattributed"):
            return None
        content = (mark.content_start, mark.content_end)
        words, clause = self._words(content), (reader.s.start, reader.s.end)
        source = self._repeated(words)
        if source is not None:
            return Saying([content], "repeated", source.speaker, None, clause)
        spoken = len(words) >= SPOKEN and not self.first_person.isdisjoint(words)
        return Saying([content], "open", None, None, clause) if spoken else None

    def _repeated(self, words: list[str]) -> Saying | None:
        """The first saying that has nearly all of some words in a row."""
        for start in range(len(words) - max(RUN, round(SHARED * len(words))) + 1):
            for there, place, said in self._runs.get(tuple(words[start : start + RUN]), ())[:RUN]:
                run = RUN
                while words[start + run : start + run + 1] == there[place + run : place + run + 1] != []:
                    run += 1
                if run >= SHARED * len(words):
                    return said
        return None

    def _is_headline(self, mark: Mark) -> bool:
        """Whether a mark stands in a title, or in a line that holds more than the mark and ends like a heading."""
        if any(low <= mark.start < high for low, high in self.titles):
            return True
        number = bisect_right(self.starts, mark.start) - 1
        if number not in self.headings:
            self.headings[number] = self._ends_like_heading(*self.paragraphs[number])
        low, high = self.paragraphs[number]
        return self.headings[number] and (number == 0 or high - low > mark.end - mark.start)

    def _ends_like_heading(self, low: int, high: int) -> bool:
        """Whether a line has no stop at its end, marks apart."""
        last = high - 1
        while last > low and self.text[last] in CLOSERS:
            last -= 1
        return self.text[high - 1] not in STOPS and self.text[last] not in STOPS
