"""Reading closely: a story's candidate sentences in, which of them stand alone and what each leans on out."""

from collections.abc import Sequence
from functools import cached_property

from tellings.model import Article, Block, Mark
from tellings.stages.summary.candidates import Candidate
from tellings.stages.summary.persons import Named, find_named, full_names
from tellings.text.names import NameMention, find_names
from tellings.text.standalone import LABEL, find_defect, find_doubt, find_flaw
from tellings.text.words import Span

# Captions, credits and the like that may stand before the opening of an article; behind more of them it is no article.
SKIPPED = 3


class View:
    """One telling as the summary sees it; what costs time is read when it is asked for."""

    def __init__(self, article: Article, blocks: Sequence[Block], marks: Sequence[Mark], language: str) -> None:
        self.article, self.text, self.blocks, self.language = article, article.text, blocks, language
        self.quotes = [(mark.start, mark.end) for mark in marks]

    @cached_property
    def names(self) -> list[NameMention]:
        """The names of its text, in order."""
        return find_names(self.text, language=self.language)

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Surnames and first names of those whom it names in full."""
        return full_names(self.text, self.names)

    @property
    def title(self) -> tuple[str, Span | None]:
        """The title's words and where they stand; None where the metadata alone give it."""
        spans = [(block.start, block.end) for block in self.blocks if block.kind == "title"]
        if spans:
            return self.text[slice(*spans[0])], spans[0]
        return self.article.title, None

    def defect(self, span: Span) -> str:
        """Why a sentence is not to be cited at all; ""."""
        return find_defect(self.text, span, self.names, self.quotes, self.language)

    def flaw(self, span: Span) -> str:
        """Why a sentence loses its sense alone; ""."""
        return find_flaw(self.text, span, self.names, self.quotes, self.language)

    def leans(self, span: Span, opens: bool) -> str:
        """Why a sentence needs the one before it; what opens an article was written to be read first."""
        given = self.text, span, self.names, self.quotes, self.language
        return find_flaw(*given) or find_doubt(*given, opens=opens)

    def named(self, span: Span) -> Named:
        """The persons of a sentence."""
        return find_named(self.text, span, self.names, self.surnames, self.language)


class Reader:
    """Answers for each candidate what is asked before it is chosen; a sentence is read when it is asked about."""

    def __init__(self, views: Sequence[View], candidates: Sequence[Candidate]) -> None:
        self.views, self.candidates = views, candidates
        self._defects: dict[int, str] = {}

    def opening_only(self, number: int) -> str:
        """Why a sentence is not taken though only those are asked for that open their telling."""
        return "" if self.opens(number) else "opens nothing"

    def flaw_of_opening(self, number: int) -> str:
        """The same, or its flaw."""
        return self.opening_only(number) or self.flaw(number)

    def flaw(self, number: int) -> str:
        """Why a sentence loses its sense alone; "" where it keeps it, whatever a reader may miss."""
        c = self.candidates[number]
        return self.views[c.telling].flaw((c.start, c.end))

    def defect(self, number: int) -> str:
        """Why a sentence is not to be cited at all; ""."""
        if number not in self._defects:
            c = self.candidates[number]
            self._defects[number] = self.views[c.telling].defect((c.start, c.end))
        return self._defects[number]

    def leans(self, number: int) -> str:
        """Why a sentence needs the one before it; ""."""
        c = self.candidates[number]
        return self.views[c.telling].leans((c.start, c.end), self.opens(number))

    def opens(self, number: int) -> bool:
        """Whether a sentence opens its telling."""
        return self.candidates[number].place <= SKIPPED and self.before(number) < 0

    def before(self, number: int) -> int:
        """The sentence before one in its telling, captions and labels passed over; -1 where there is none."""
        first = number - self.candidates[number].place
        return next((n for n in range(number - 1, first - 1, -1) if self.defect(n) != LABEL), -1)

    def named(self, number: int) -> Named:
        """The persons it names."""
        c = self.candidates[number]
        return self.views[c.telling].named((c.start, c.end))
