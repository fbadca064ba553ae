"""The cast of a story: readings of its articles in, the persons and bodies they name, and who each name means, out."""

from collections.abc import Sequence

from tellings.stages.speakers.members import Member
from tellings.stages.speakers.name_keys import JUNIOR, Tokens, fold, same_given
from tellings.stages.speakers.reading import ArticleReading
from tellings.stages.speakers.register import Register
from tellings.text.names import NameMention
from tellings.text.noun_phrases import nouns


class Cast:
    """Who is named in a story, and who is meant by a name in one of its articles."""

    def __init__(self, readings: Sequence[ArticleReading], language: str = "en") -> None:
        self.language = language
        self.readings = readings
        self.names = Register(readings, language)
        self.facts = self.names.facts
        self.members: list[Member] = self.names.members
        self._titles: dict[int, set[str]] = {}
        self._met: dict[tuple[int, Tokens, Tokens], tuple[int, ...]] = {}
        self._met_at: dict[tuple[int, int, int], tuple[int, ...]] = {}  # the same by article and place
        self._give_evidence()

    def _give_evidence(self) -> None:
        """Roles, sex and kind that the articles tell of the members."""
        for number, reading in enumerate(self.readings):
            self._give_roles(number, reading)
        self._met = {key: met for key, met in self._met.items() if len(met) == 1}  # roles tell some of the others apart
        self._met_at = {}
        for number, reading in enumerate(self.readings):
            for name in reading.names:
                met = self.who(number, name)
                if len(met) == 1:
                    member = self.members[met[0]]
                    member.forms[" ".join(reading.article.text[name.start : name.end].split())] += 1
                    sex = self.facts.sex_of(fold(reading.article.text[name.title_start : name.start]))
                    member.female += 4 * (sex == "female")
                    member.male += 4 * (sex == "male")
                    member.articles.add(number)

    def _by_surname(self, member: Member) -> bool:
        """Whether the last word of a longer name is used alone, as a surname is."""
        return len(member.tokens) > 1 and member.tokens[-1:] in self.names.forms

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
            if member.kind == "unknown" and person != body and (person or not self._by_surname(member)):
                member.kind = "person" if person else "organisation"

    # ------------------------------------------------------------------ who a name means

    def who(self, number: int, name: NameMention) -> tuple[int, ...]:
        """Members that a name in article `number` may mean: one if the text settles it."""
        place = (number, name.start, name.end)
        met = self._met_at.get(place)
        if met is None:
            reading = self.readings[number]
            tokens = self.names.key(reading, name)
            title = fold(reading.article.text[name.title_start : name.start])
            key = (number, tokens, title)
            if key not in self._met:
                self._met[key] = self._resolve(number, tokens, title)
            met = self._met_at[place] = self._met[key]
        return met

    def _resolve(self, number: int, tokens: Tokens, title: Tokens) -> tuple[int, ...]:
        if tokens in self.names.of_form:
            return (self.names.of_form[tokens],)
        if len(tokens) != 1:
            return self._by_last_word(tokens)
        word = tokens[0]
        for table in (self.names.by_last, self.names.by_given):
            fitting = self._fitting(table.get(word, []), number, title)
            if fitting:
                return fitting
        if len(self.names.heads.get(tokens, [])) == 1:
            return (self.names.heads[tokens][0],)
        if word.endswith("s") and (word[:-1],) in self.names.forms:
            met = self._resolve(number, (word[:-1],), title)  # a slip of the keyboard; "the Lees" are a family
            return met if all(self.members[m].kind != "person" for m in met) else ()
        return ()

    def _by_last_word(self, tokens: Tokens) -> tuple[int, ...]:
        """A longer name that was not met as such: by its surname, if the given name fits."""
        fitting = [
            n
            for n in self.names.by_last.get(tokens[-1], [])
            if same_given(self.members[n].tokens[0], tokens[0], self.language)
        ]
        return tuple(fitting) if len(fitting) == 1 else ()

    def _fitting(self, numbers: list[int], number: int, title: Tokens) -> tuple[int, ...]:
        """Those of some members that the article names, else that the story names; told apart by the title."""
        # A son named in passing: the surname alone is not his.
        sons = {
            n for n in numbers if JUNIOR in (t := self.members[n].tokens) and self.names.surname_comes_first(number, t)
        }
        numbers = [n for n in numbers if n not in sons] or numbers
        sex = self.facts.sex_of(title)
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
            for tokens, number in self.names.of_form.items():
                if len(tokens) > 1:
                    titles = self.names.forms[tokens].titles
                    self._titles.setdefault(number, set()).update(self.facts.abbreviated.get(t, t) for t in titles)
        return self._titles.get(member, set())
