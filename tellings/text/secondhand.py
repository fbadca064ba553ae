"""Second-hand sayings: a sentence whose sayings are read in, who is cited for what another says out.

`The paper said, citing the board, that A` and `He said, according to the radio, that A` ascribe A twice: to who says
it, and to who is cited for it or for the saying.
"""

from functools import cache

from tellings.language import load
from tellings.text.complements import Complements
from tellings.text.cues import MOST, Cue
from tellings.text.mentions import Range, subject_right
from tellings.text.reading import Saying

CITING = "cite"  # the verb whose object, where it can speak, is a source


@cache
def _voices(language: str) -> frozenset[str]:
    """Nouns for those who speak, one and many."""
    nouns = load("role_nouns", language)
    listed = [
        word for kind in ("person", "organisation", "group") for words in nouns[kind].values() for word in _split(words)
    ]
    return frozenset(listed) | {word + "s" for word in listed}


def _split(words: str | list[str]) -> list[str]:
    return words.split() if isinstance(words, str) else words


# Frames of what a telling gives in its own words: who is cited beside a quotation is rarely where it was heard.
REPORTED = frozenset({"complement", "postposed clause", "as told"})


class SecondHand(Complements):
    """Finds who is cited for what another source of the sentence says."""

    def may_be_cited(self, found: Range) -> bool:
        """Whether a phrase names someone or a body, not a reason ("citing low prices", "citing Quill's health")."""
        begin, end = found
        words = self.low[begin:end]
        if any(word.endswith(("'s", "s'")) for word in words):
            return False
        head = next((i for i in range(begin, end) if self.low[i] in self.words.noun_links), end) - 1
        return head >= begin and (self.s.caps[head] or self.low[head] in _voices(self.words.language))

    def cite(self) -> None:
        """Give what is said to those cited for it, too: `..., citing the board`."""
        for cue in [cue for cue in self.cues if cue.lemma == CITING and cue.form == "ing"][:MOST]:
            source = subject_right(self.s, cue.end, self.words)
            said = self._said_beside(cue) if source is not None and self.may_be_cited(source) else None
            if said is not None:
                self._keep_again(said, cue, source)

    def cite_teller(self, told: Cue, cue: Cue, source: Range) -> None:
        """Give what a cue says to the one who tells of it, too: `He said, according to the radio, that A`."""
        at = self.span(told.start, told.end)
        said = next((other for other in self.found if other.cue == at), None)
        if said is not None:
            self._keep_again(said, cue, source)

    def _said_beside(self, cue: Cue) -> Saying | None:
        """The saying that a participle belongs to: the last one told before it, else the first after it."""
        place = self.s.starts[cue.start]
        told = [said for said in self.found if said.cue and said.frame in REPORTED]
        before = [said for said in told if said.cue and said.cue[1] <= place]
        return before[-1] if before else next(iter(told), None)

    def _keep_again(self, said: Saying, cue: Cue, source: Range | None) -> None:
        self.keep(list(said.segments), "second-hand", source, cue, [])
