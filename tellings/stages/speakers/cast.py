"""The cast of a story: readings of its articles in, the persons and bodies they name, and who each name means, out."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tellings.language import load
from tellings.stages.speakers.reading import ArticleReading
from tellings.text.names import NameMention
from tellings.text.noun_phrases import RoleEvidence, nouns

Tokens = tuple[str, ...]
JUNIOR = "jr"
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
    def full(self) -> bool:
        """Whether its name may be a person's and has two words or more."""
        return self.kind in ("person", "unknown") and len(self.tokens) > 1


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> Tokens:
    """Words of a name without case, accents, stops and hyphens.

    >>> fold("José  F. O'Neill Jr.")
    ('jose', 'f', 'oneill', 'jr')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return tuple(plain.replace(".", "").replace("'", "").replace("’", "").casefold().split())


@dataclass(frozen=True, slots=True)
class _NameFacts:
    """What is known of names, folded."""

    female: frozenset[str]
    male: frozenset[str]
    familiar: dict[str, frozenset[str]]
    suffixes: frozenset[str]
    tails: frozenset[str]
    legal: frozenset[str]
    heads: frozenset[str]
    small: frozenset[str]
    female_titles: frozenset[str]
    male_titles: frozenset[str]
    platforms: frozenset[str]
    public: frozenset[str]
    adjectives: frozenset[str]
    single: frozenset[str]
    ranks: frozenset[str]
    styled: frozenset[str]
    abbreviated: dict[str, str]


@cache
def _facts(language: str) -> _NameFacts:
    given, titles = load("given_names", language), load("titles", language)
    organisations = load("organisations", language)

    def folded(text: str) -> frozenset[str]:
        return frozenset(" ".join(fold(word)) for word in text.split())

    female, male, either = folded(given["female"]), folded(given["male"]), folded(given["either"])
    familiar: dict[str, frozenset[str]] = {}
    for line in given["familiar"]:
        together = folded(line)
        for word in together:
            familiar[word] = familiar.get(word, frozenset()) | together
    return _NameFacts(
        female=female - male - either,
        male=male - female - either,
        familiar=familiar,
        suffixes=folded(titles["suffixes"]),
        tails=folded(organisations["tails"]),
        legal=folded(organisations["legal"]),
        heads=folded(organisations["heads"]),
        small=frozenset(organisations["small"].split()),
        female_titles=folded(titles["female"]),
        male_titles=folded(titles["male"]),
        platforms=folded(organisations["platforms"]),
        public=folded(organisations["public"]),
        adjectives=folded(load("names", language)["adjectives"]),
        single=folded(titles["single"]),
        ranks=folded(titles["ranks"]),
        styled=folded(titles["styled"]),
        abbreviated=load("role_nouns", language)["abbreviated"],
    )


def same_given(one: str, other: str, language: str = "en") -> bool:
    """Whether two given names may be one person's: equal, familiar form, initial.

    >>> same_given("william", "bill"), same_given("j", "jane"), same_given("bill", "hillary")
    (True, True, False)
    """
    if one == other or (len(one) == 1 and other.startswith(one)) or (len(other) == 1 and one.startswith(other)):
        return True
    return other in _facts(language).familiar.get(one, ())


@dataclass(slots=True)
class _Form:
    """One written form of a name over the story."""

    tokens: Tokens
    kinds: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    articles: Counter[int] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    after_the: int = 0
    female: int = 0
    male: int = 0


class Cast:
    """Who is named in a story, and who is meant by a name in one of its articles."""

    def __init__(self, readings: Sequence[ArticleReading], language: str = "en") -> None:
        self.language = language
        self.facts = _facts(language)
        self.readings = readings
        self.members: list[Member] = []
        self.forms: dict[Tokens, _Form] = {}
        self._of_form: dict[Tokens, int] = {}  # member of a whole form
        self._by_last: dict[str, list[int]] = {}
        self._by_given: dict[str, list[int]] = {}
        self._titles: dict[int, set[str]] = {}
        self._met: dict[tuple[int, Tokens, Tokens], tuple[int, ...]] = {}
        self._collect()
        self._gather_persons()
        self._gather_bodies()
        self._gather_singles()
        self._give_evidence()

    # ------------------------------------------------------------------ forms

    def _tokens(self, reading: ArticleReading, name: NameMention) -> Tokens:
        """Folded words of a name, suffixes of persons and legal forms left out."""
        tokens = fold(reading.article.text[name.start : name.end])
        extra = self.facts.legal if name.kind == "organisation" else self.facts.suffixes
        junior = len(tokens) > 2 and tokens[-1] == JUNIOR and name.kind != "organisation"
        while len(tokens) > 1 and tokens[-1] in extra:
            tokens = tokens[:-1]
        return (*tokens[:-1], JUNIOR, tokens[-1]) if junior else tokens

    def title_sex(self, reading: ArticleReading, name: NameMention) -> str:
        """Sex that the title before a name tells."""
        return self._sex_of_title(fold(reading.article.text[name.title_start : name.start]))

    def _sex_of_title(self, title: Tokens) -> str:
        for word in title:
            if word in self.facts.female_titles:
                return "female"
            if word in self.facts.male_titles:
                return "male"
        return ""

    def _collect(self) -> None:
        for number, reading in enumerate(self.readings):
            for name in reading.names:
                tokens = self._tokens(reading, name)
                if not tokens:
                    continue
                form = self.forms.setdefault(tokens, _Form(tokens))
                form.kinds[name.kind] += 1
                form.articles[number] += 1
                form.shown[" ".join(reading.article.text[name.start : name.end].split())] += 1
                sex = self.title_sex(reading, name)
                form.female += sex == "female"
                form.male += sex == "male"
                form.titles.update(fold(reading.article.text[name.title_start : name.start]))
                form.after_the += (
                    reading.article.text[max(0, name.title_start - 4) : name.title_start].lower() == "the "
                )

    def _form_kind(self, form: _Form) -> str:
        """Kind that most mentions of a form tell; "unknown" only where none tells."""
        told = [(count, kind) for kind, count in form.kinds.items() if kind != "unknown"]
        if not told and self.facts.platforms.intersection(form.tokens):
            return "organisation"
        if not told and 2 * form.after_the > form.kinds["unknown"]:
            return "organisation"  # persons have no article
        if (
            not told
            and len(form.tokens) > 1
            and max(form.articles.values()) >= 3
            and form.tokens[-1:] not in self.forms
        ):
            return "organisation"  # a person met so often would go by the surname
        return max(told)[1] if told else "unknown"

    def _new(self, form: _Form, kind: str) -> Member:
        member = Member(len(self.members), _most(form.shown), form.tokens, kind)
        self.members.append(member)
        self._add(member, form)
        return member

    def _add(self, member: Member, form: _Form) -> None:
        """Let a form stand for a member everywhere."""
        self._of_form[form.tokens] = member.number
        member.articles.update(form.articles)
        if len(form.tokens) > 1:
            member.full_in.update(form.articles)
        member.female += 4 * form.female
        member.male += 4 * form.male

    # ------------------------------------------------------------------ members

    def _gather_persons(self) -> None:
        """Full names of persons; forms that may be one person's become one member."""
        full = [f for f in self.forms.values() if len(f.tokens) > 1 and self._form_kind(f) in ("person", "unknown")]
        for form in sorted(full, key=lambda f: (-len(f.tokens[0]), -len(f.tokens), f.tokens)):
            last, given = form.tokens[-1], form.tokens[0]
            fitting = [
                n
                for n in self._by_last.get(last, [])
                if same_given(self.members[n].tokens[0], given, self.language) and not self._father_and_son(n, form)
            ]
            if len(fitting) == 1:
                member = self.members[fitting[0]]
                self._add(member, form)
                if self._form_kind(form) == "person":
                    member.kind = "person"
            else:
                member = self._new(form, self._form_kind(form))
                self._by_last.setdefault(last, []).append(member.number)
            if member.kind == "person" and member.number not in self._by_given.setdefault(given, []):
                self._by_given[given].append(member.number)
        for member in self.members:
            given = member.tokens[0]
            if member.kind == "unknown" and len(member.tokens) <= 3 and self._goes_by_surname(member):
                member.kind = "person"
            member.female += 3 * (given in self.facts.female)
            member.male += 3 * (given in self.facts.male)

        self._gather_titled()

    def _gather_titled(self) -> None:
        """Persons met only as "Mr. Doe" or "President Doe", where the full names of that surname are another's."""
        for form in sorted(self.forms.values(), key=lambda f: f.tokens):
            others = [self.members[n] for n in self._by_last.get(form.tokens[0], [])] if len(form.tokens) == 1 else []
            if not others:
                continue
            sex = "female" if form.female > form.male else "male" if form.male else ""
            titles = {self.facts.abbreviated.get(title, title) for title in form.titles}
            held = {title for other in others for title in self._titles_of(other)}
            # An office that one holds at a time, or a rank where the others go by another title, is somebody else's.
            offices = titles & (self.facts.single | self.facts.ranks if held & self.facts.styled else self.facts.single)
            if (sex and all(other.sex not in (sex, "") for other in others)) or offices - held:
                member = Member(len(self.members), _most(form.shown), form.tokens, "person")
                member.female, member.male = 4 * (sex == "female"), 4 * (sex == "male")
                member.heads |= offices
                member.full_in.update(form.articles)
                self.members.append(member)
                self._by_last[form.tokens[0]].append(member.number)

    def _titles_of(self, member: Member) -> set[str]:
        """Titles and roles that stand with the full names of a member."""
        forms = [self.forms[tokens] for tokens, n in self._of_form.items() if n == member.number]
        found = {title for form in forms for title in form.titles}
        for reading in self.readings:
            for role in reading.roles:
                if self._of_form.get(self._tokens(reading, role.name)) == member.number:
                    found.add(role.head)
        return found

    def _father_and_son(self, member: int, form: _Form) -> bool:
        """Whether a name with and one without "Jr." are two persons', by an article that has both."""
        other = self.members[member]
        if (JUNIOR in form.tokens) == (JUNIOR in other.tokens):
            return False
        if other.full_in & form.articles.keys():
            return True
        junior = form.tokens if JUNIOR in form.tokens else other.tokens
        return any(self._surname_comes_first(number, junior) for number in self.forms[junior].articles)

    def _surname_comes_first(self, number: int, full: Tokens) -> bool:
        """Whether an article speaks of somebody by the surname before it has the full name: then they are two."""
        for name in self.readings[number].names:
            if not name.headline:
                tokens = self._tokens(self.readings[number], name)
                if tokens in (full, full[-1:]):
                    return tokens != full
        return False

    def _goes_by_surname(self, member: Member) -> bool:
        """Whether an article that has the full name also has its last word alone, which no other full name explains."""
        alone = self.forms.get(member.tokens[-1:])
        return (
            alone is not None
            and len(self._by_last[member.tokens[-1]]) == 1
            and any(n in alone.articles for n in member.full_in)
        )

    def _gather_bodies(self) -> None:
        """Organisations and places of more than one word, or known by one; short forms and acronyms joined to them."""
        bodies = [f for f in self.forms.values() if self._form_kind(f) in ("organisation", "place", "thing")]
        initials: dict[str, list[int]] = {}
        heads: dict[Tokens, list[int]] = {}
        for form in sorted(bodies, key=lambda f: (-len(f.tokens), f.tokens)):
            short = form.tokens
            if len(short) == 1 and short[0] in self._by_last and form.kinds["unknown"] + form.kinds["person"]:
                continue  # a surname in capitals, as in a transcript
            if len(short) == 1:
                joined = initials.get(short[0], []) if _most(form.shown).replace(".", "").isupper() else []
                joined = joined or heads.get(short, [])
            else:
                joined = heads.get(short, [])
            if len(joined) == 1:
                self._add(self.members[joined[0]], form)
                continue
            member = self._new(form, self._form_kind(form))
            letters = "".join(t[0] for t in short if t not in self.facts.small)
            if len(letters) > 1:
                initials.setdefault(letters, []).append(member.number)
            self._short_forms(member, heads)
        self._heads = heads

    def _short_forms(self, member: Member, heads: dict[Tokens, list[int]]) -> None:
        """Shorter names that a body's full name allows: "Acme" for "Acme Holdings plc"."""
        tokens = member.tokens
        while len(tokens) > 1 and tokens[-1] in self.facts.tails:
            tokens = tokens[:-1]
            heads.setdefault(tokens, []).append(member.number)
        last = member.tokens[-1:]
        if member.kind == "organisation" and len(member.tokens) > 1 and last[0] in self.facts.heads:
            heads.setdefault(last, []).append(member.number)

    def _gather_singles(self) -> None:
        """One-word names that no fuller name of the story explains."""
        for form in sorted(self.forms.values(), key=lambda f: f.tokens):
            if form.tokens in self._of_form or len(form.tokens) != 1:
                continue
            word = form.tokens[0]
            if (
                self._form_kind(form) == "unknown"
                and len(self._heads.get(form.tokens, [])) == 1
                and word not in self._by_last
            ):
                self._add(self.members[self._heads[form.tokens][0]], form)
            elif word in self._by_last or (word in self._by_given and self._form_kind(form) != "organisation"):
                continue
            elif word.endswith("s") and (word[:-1],) in self.forms and self._form_kind(form) == "unknown":
                continue  # "Acmes said": see `_resolve`
            else:
                member = self._new(form, self._form_kind(form))
                if member.kind == "person":
                    member.female += 3 * (word in self.facts.female)
                    member.male += 3 * (word in self.facts.male)

    def _give_evidence(self) -> None:
        """Roles, sex and kind that the articles tell of the members."""
        for number, reading in enumerate(self.readings):
            self._give_roles(number, reading)
        self._met = {key: met for key, met in self._met.items() if len(met) == 1}  # roles tell some of the others apart
        for number, reading in enumerate(self.readings):
            for name in reading.names:
                met = self.who(number, name)
                if len(met) == 1:
                    member = self.members[met[0]]
                    member.forms[" ".join(reading.article.text[name.start : name.end].split())] += 1
                    sex = self.title_sex(reading, name) if name.title_start < name.start else ""
                    member.female += 4 * (sex == "female")
                    member.male += 4 * (sex == "male")
                    member.articles.add(number)

    def _give_roles(self, number: int, reading: ArticleReading) -> None:
        """Roles that one article tells of the members, and what they say of kind and sex."""
        known = nouns(self.language)
        for role in reading.roles:
            met = self.who(number, role.name)
            if len(met) != 1:
                continue
            member = self.members[met[0]]
            person = role.head in known.person or bool(role.age)
            body = role.head in known.firm or role.head in known.body
            if person and not (body and member.is_body):
                member.female += 2 * (role.head in known.female)
                member.male += 2 * (role.head in known.male)
            member.roles.append((number, role))
            member.heads.add(role.head)
            if member.kind == "unknown" and person != body:
                member.kind = "person" if person else "organisation"

    # ------------------------------------------------------------------ who a name means

    def who(self, number: int, name: NameMention) -> tuple[int, ...]:
        """Members that a name in article `number` may mean: one if the text settles it."""
        reading = self.readings[number]
        tokens = self._tokens(reading, name)
        title = fold(reading.article.text[name.title_start : name.start])
        key = (number, tokens, title)
        if key not in self._met:
            self._met[key] = self._resolve(number, tokens, title)
        return self._met[key]

    def _resolve(self, number: int, tokens: Tokens, title: Tokens) -> tuple[int, ...]:
        if tokens in self._of_form:
            return (self._of_form[tokens],)
        if len(tokens) != 1:
            return self._by_last_word(tokens)
        word = tokens[0]
        for table in (self._by_last, self._by_given):
            fitting = self._fitting(table.get(word, []), number, title)
            if fitting:
                return fitting
        if len(self._heads.get(tokens, [])) == 1:
            return (self._heads[tokens][0],)
        if word.endswith("s") and (word[:-1],) in self.forms:
            met = self._resolve(number, (word[:-1],), title)  # a slip of the keyboard; "the Lees" are a family
            return met if all(self.members[m].kind != "person" for m in met) else ()
        return ()

    def _by_last_word(self, tokens: Tokens) -> tuple[int, ...]:
        """A longer name that was not met as such: by its surname, if the given name fits."""
        fitting = [
            n
            for n in self._by_last.get(tokens[-1], [])
            if same_given(self.members[n].tokens[0], tokens[0], self.language)
        ]
        return tuple(fitting) if len(fitting) == 1 else ()

    def _fitting(self, numbers: list[int], number: int, title: Tokens) -> tuple[int, ...]:
        """Those of some members that the article names, else that the story names; told apart by the title."""
        # A son named in passing: the surname alone is not his.
        sons = {n for n in numbers if JUNIOR in (t := self.members[n].tokens) and self._surname_comes_first(number, t)}
        numbers = [n for n in numbers if n not in sons] or numbers
        sex = self._sex_of_title(title)
        if sex:  # "Mr Lee" is not Ann Lee, though the article may name no other
            numbers = [n for n in numbers if self.members[n].certain_sex in (sex, "")] or numbers
        here = [n for n in numbers if number in self.members[n].full_in]
        ranks = {self.facts.abbreviated.get(word, word) for word in title} & self.facts.ranks
        if ranks and not any(ranks & self._full_titles(n) for n in here):
            here = [n for n in numbers if ranks & self._full_titles(n)] or here
        fitting = here or numbers
        if len(fitting) > 1 and sex:
            fitting = [n for n in fitting if self.members[n].sex in (sex, "")]
        if len(fitting) > 1 and title:
            roles = {nouns(self.language).abbreviated.get(word, word) for word in title}
            fitting = [n for n in fitting if roles & self.members[n].heads] or fitting
        persons = [n for n in fitting if self.members[n].kind == "person"]
        return tuple(persons or fitting)

    def _full_titles(self, member: int) -> set[str]:
        """Titles that stand with the full names of a member."""
        if not self._titles:
            for tokens, number in self._of_form.items():
                if len(tokens) > 1:
                    titles = self.forms[tokens].titles
                    self._titles.setdefault(number, set()).update(self.facts.abbreviated.get(t, t) for t in titles)
        return self._titles.get(member, set())


def _most(shown: Counter[str]) -> str:
    """The most frequent form; the longer, then the first in the alphabet among equals."""
    return min(shown, key=lambda form: (-shown[form], -len(form), form))
