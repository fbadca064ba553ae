"""The persons and bodies of a story, and the forms their names are written in, as records."""

from collections import Counter
from dataclasses import dataclass, field

from tellings.stages.speakers.name_keys import Tokens
from tellings.text.noun_phrases import RoleEvidence

KINDS = ("person", "organisation", "place", "thing", "unknown")  # of names
GIVEN = 3  # points for the sex of a given name


@dataclass(slots=True)
class Member:
    """A person or body that the story names."""

    number: int
    name: str  # fullest form
    tokens: Tokens  # of that form, folded
    kind: str = "unknown"  # person | organisation | place | unknown
    forms: Counter[str] = field(default_factory=Counter)
    articles: set[int] = field(default_factory=set)
    full_in: set[int] = field(default_factory=set)  # articles that have a form of two words or more
    female: int = 0  # evidence of sex, in points
    male: int = 0
    roles: list[tuple[int, RoleEvidence]] = field(default_factory=list)  # with the number of the article
    heads: set[str] = field(default_factory=set)  # role nouns it was given
    pronouns: int = 0  # how often "he" or "she" clearly means it

    @property
    def sex(self) -> str:
        """Female, male, or "" where the evidence is absent or divided."""
        if self.female > 2 * self.male:
            return "female"
        return "male" if self.male > 2 * self.female else ""

    @property
    def certain_sex(self) -> str:
        """The sex that a given name or a title tells, not a role or a pronoun alone."""
        return self.sex if max(self.female, self.male) >= GIVEN else ""

    @property
    def is_body(self) -> bool:
        """Whether it can only be an organisation or a place."""
        return self.kind in ("organisation", "place", "thing")

    @property
    def may_be_person(self) -> bool:
        """Whether it is a person, or a name of several words that nothing tells to be anything else."""
        return self.kind == "person" or (self.kind == "unknown" and len(self.tokens) > 1)

    @property
    def full(self) -> bool:
        """Whether its name may be a person's and has two words or more."""
        return self.kind in ("person", "unknown") and len(self.tokens) > 1


@dataclass(slots=True)
class Form:
    """One written form of a name over the story."""

    tokens: Tokens
    kinds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    shown: Counter[str] = field(default_factory=Counter)
    articles: Counter[int] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    after_the: int = 0
    placed: int = 0  # how often "in", "near" and the like stand before it
    female: int = 0
    male: int = 0
