"""Whose forms are whose: readings of a story in, its persons and bodies with all the forms of their names out."""

from collections import Counter
from collections.abc import Sequence

from tellings.stages.speakers.members import Form, Member
from tellings.stages.speakers.name_keys import JUNIOR, Tokens, fold, key_of, name_facts, same_given
from tellings.stages.speakers.reading import ArticleReading
from tellings.text.names import NameMention


class Register:
    """The forms of a story's names, gathered into members."""

    def __init__(self, readings: Sequence[ArticleReading], language: str = "en") -> None:
        self.language = language
        self.facts = name_facts(language)
        self.readings = readings
        self.members: list[Member] = []
        self.forms: dict[Tokens, Form] = {}
        self.of_form: dict[Tokens, int] = {}  # member of a whole form
        self.by_last: dict[str, list[int]] = {}
        self.by_given: dict[str, list[int]] = {}
        self.heads: dict[Tokens, list[int]] = {}  # short forms of bodies
        self._collect()
        self._gather_persons()
        self._gather_bodies()
        self._gather_singles()

    def key(self, reading: ArticleReading, name: NameMention) -> Tokens:
        """Folded words of a name, suffixes of persons and legal forms left out."""
        return key_of(reading.article.text[name.start : name.end], name.kind == "organisation", self.language)

    # ------------------------------------------------------------------ forms

    def _collect(self) -> None:
        for number, reading in enumerate(self.readings):
            for name in reading.names:
                tokens = self.key(reading, name)
                if not tokens:
                    continue
                form = self.forms.get(tokens)
                if form is None:
                    form = self.forms[tokens] = Form(tokens)
                form.kinds[name.kind] += 1
                form.articles[number] += 1
                form.shown[" ".join(reading.article.text[name.start : name.end].split())] += 1
                title = (
                    fold(reading.article.text[name.title_start : name.start]) if name.title_start < name.start else ()
                )
                sex = self.facts.sex_of(title)
                form.female += sex == "female"
                form.male += sex == "male"
                form.titles.update(title)
                before = reading.article.text[max(0, name.title_start - 9) : name.title_start].lower()
                form.after_the += before[-4:] == "the "
                form.placed += before.endswith(self.facts.placing) and not _is_possessive(
                    reading.article.text, name.end
                )

    def form_kind(self, form: Form) -> str:
        """Kind that most mentions of a form tell; "unknown" only where none tells."""
        told = [(count, kind) for kind, count in form.kinds.items() if count and kind != "unknown"]
        if not told and self.facts.platforms.intersection(form.tokens):
            return "organisation"
        if not told and 2 * form.after_the > form.kinds["unknown"]:
            return "organisation"  # persons have no article
        if not told and len(form.tokens) == 1 and PLACED * form.placed >= form.kinds["unknown"]:
            return "place"  # "in Norwick": neither persons nor bodies stand behind such words often
        if (
            not told
            and len(form.tokens) > 1
            and max(form.articles.values()) >= 3
            and form.tokens[-1:] not in self.forms
        ):
            return "organisation"  # a person met so often would go by the surname
        return max(told)[1] if told else "unknown"

    def _new(self, form: Form, kind: str) -> Member:
        member = Member(len(self.members), _most(form.shown), form.tokens, kind)
        self.members.append(member)
        self._add(member, form)
        return member

    def _add(self, member: Member, form: Form) -> None:
        """Let a form stand for a member everywhere."""
        self.of_form[form.tokens] = member.number
        member.articles.update(form.articles)
        if len(form.tokens) > 1:
            member.full_in.update(form.articles)
        member.female += 4 * form.female
        member.male += 4 * form.male

    # ------------------------------------------------------------------ members

    def _gather_persons(self) -> None:
        """Full names of persons; forms that may be one person's become one member."""
        full = [f for f in self.forms.values() if len(f.tokens) > 1 and self.form_kind(f) in ("person", "unknown")]
        for form in sorted(full, key=lambda f: (-len(f.tokens[0]), -len(f.tokens), f.tokens)):
            last, given = form.tokens[-1], form.tokens[0]
            fitting = [
                n
                for n in self.by_last.get(last, [])
                if same_given(self.members[n].tokens[0], given, self.language) and not self._father_and_son(n, form)
            ]
            if len(fitting) == 1:
                member = self.members[fitting[0]]
                self._add(member, form)
                if self.form_kind(form) == "person":
                    member.kind = "person"
            else:
                member = self._new(form, self.form_kind(form))
                self.by_last.setdefault(last, []).append(member.number)
            if member.kind == "person" and member.number not in self.by_given.setdefault(given, []):
                self.by_given[given].append(member.number)
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
            others = [self.members[n] for n in self.by_last.get(form.tokens[0], [])] if len(form.tokens) == 1 else []
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
                self.by_last[form.tokens[0]].append(member.number)

    def _titles_of(self, member: Member) -> set[str]:
        """Titles and roles that stand with the full names of a member."""
        forms = [self.forms[tokens] for tokens, n in self.of_form.items() if n == member.number]
        found = {title for form in forms for title in form.titles}
        for reading in self.readings:
            for role in reading.roles:
                if self.of_form.get(self.key(reading, role.name)) == member.number:
                    found.add(role.head)
        return found

    def _father_and_son(self, member: int, form: Form) -> bool:
        """Whether a name with and one without "Jr." are two persons', by an article that has both."""
        other = self.members[member]
        if (JUNIOR in form.tokens) == (JUNIOR in other.tokens):
            return False
        if other.full_in & form.articles.keys():
            return True
        junior = form.tokens if JUNIOR in form.tokens else other.tokens
        return any(self.surname_comes_first(number, junior) for number in self.forms[junior].articles)

    def surname_comes_first(self, number: int, full: Tokens) -> bool:
        """Whether an article speaks of somebody by the surname before it has the full name: then they are two."""
        for name in self.readings[number].names:
            if not name.headline:
                tokens = self.key(self.readings[number], name)
                if tokens in (full, full[-1:]):
                    return tokens != full
        return False

    def _goes_by_surname(self, member: Member) -> bool:
        """Whether an article that has the full name also has its last word alone, which no other full name explains."""
        alone = self.forms.get(member.tokens[-1:])
        return (
            alone is not None
            and len(self.by_last[member.tokens[-1]]) == 1
            and any(n in alone.articles for n in member.full_in)
        )

    def _gather_bodies(self) -> None:
        """Organisations and places of more than one word, or known by one; short forms and acronyms joined to them."""
        bodies = [f for f in self.forms.values() if self.form_kind(f) in ("organisation", "place", "thing")]
        initials: dict[str, list[int]] = {}
        heads: dict[Tokens, list[int]] = {}
        for form in sorted(bodies, key=lambda f: (-len(f.tokens), f.tokens)):
            short = form.tokens
            if len(short) == 1 and short[0] in self.by_last and form.kinds["unknown"] + form.kinds["person"]:
                continue  # a surname in capitals, as in a transcript
            if len(short) == 1:
                joined = initials.get(short[0], []) if _most(form.shown).replace(".", "").isupper() else []
                joined = joined or heads.get(short, [])
            else:
                joined = heads.get(short, [])
            if len(joined) == 1:
                self._add(self.members[joined[0]], form)
                continue
            member = self._new(form, self.form_kind(form))
            letters = "".join(t[0] for t in short if t not in self.facts.small)
            if len(letters) > 1:
                initials.setdefault(letters, []).append(member.number)
            self._short_forms(member, heads)
        self.heads = heads

    def _short_forms(self, member: Member, heads: dict[Tokens, list[int]]) -> None:
        """Shorter names that a body's full name allows: "Acme" for "Acme Holdings plc"."""
        tokens = member.tokens
        while len(tokens) > 1 and tokens[-1] in self.facts.tails:
            tokens = tokens[:-1]
            heads.setdefault(tokens, []).append(member.number)
        last = member.tokens[-1:]
        if member.kind == "organisation" and len(member.tokens) > 1 and last[0] in self.facts.heads:
            heads.setdefault(last, []).append(member.number)

    def _begun_by(self, form: Form) -> int | None:
        """The one body or unknown name that a single word begins, as "Acme" does "Acme Compute".

        Not where the longer name says what it is ("Norwick Council"): then the word may be the place it belongs to.
        """
        word = form.tokens[0]
        if self.form_kind(form) != "unknown" or word in self.by_last or word in self.by_given:
            return None
        fitting = [m for m in self.members if len(m.tokens) > 1 and m.tokens[0] == word]
        if len(fitting) != 1 or fitting[0].kind not in ("unknown", "organisation"):
            return None
        return None if self.facts.heads.intersection(fitting[0].tokens) else fitting[0].number

    def _gather_singles(self) -> None:
        """One-word names that no fuller name of the story explains."""
        for form in sorted(self.forms.values(), key=lambda f: f.tokens):
            if form.tokens in self.of_form or len(form.tokens) != 1:
                continue
            word = form.tokens[0]
            if (
                self.form_kind(form) == "unknown"
                and len(self.heads.get(form.tokens, [])) == 1
                and word not in self.by_last
            ):
                self._add(self.members[self.heads[form.tokens][0]], form)
            elif (longer := self._begun_by(form)) is not None:
                self._add(self.members[longer], form)
            elif word in self.by_last or (word in self.by_given and self.form_kind(form) != "organisation"):
                continue
            elif word.endswith("s") and (word[:-1],) in self.forms and self.form_kind(form) == "unknown":
                continue  # "Acmes said": see `_resolve`
            else:
                member = self._new(form, self.form_kind(form))
                if member.kind == "person":
                    member.female += 3 * (word in self.facts.female)
                    member.male += 3 * (word in self.facts.male)


PLACED = 4  # a name that stands behind "in" once in so many mentions is a place's


def _is_possessive(text: str, end: int) -> bool:
    """Whether what ends here has a possessive ending."""
    return text[end : end + 2] in ("'s", "’s")


def _most(shown: Counter[str]) -> str:
    """The most frequent form; the longer, then the first in the alphabet among equals."""
    return min(shown, key=lambda form: (-shown[form], -len(form), form))
