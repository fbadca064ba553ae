"""Whom a name means at its place in an article: names in, answers out."""

import re
from bisect import bisect_left
from dataclasses import replace

from tellings.stages.speakers.answers import Answer, left_open
from tellings.stages.speakers.discourse import Discourse
from tellings.stages.speakers.name_keys import fold
from tellings.text.names import NameMention
from tellings.text.noun_phrases import Mention, anaphora, names_in, nouns

# What stands between a noun and the name beside it: a comma, or a participle with its phrase up to a comma.
BEFORE_APPOSITION = re.compile(r"(?:\s\w+ed\s(?:by|at|in|for|to|from|with)\s[^,.;:()“”\"\n]{2,40})?,\s")
# A role in small letters right before a name.
OWN_ROLE = re.compile(r"(?:[a-z][\w-]*\s){0,3}([a-z][\w-]*)\s(?=[A-Z])")
# ", Ann Lee," behind "their president": what may stand behind a name in apposition.
AFTER_APPOSITION = re.compile(r"[,.;:)—–]|\s(?:[—–-]\s|\(|$)|\n|$|[”\"]|\s(?:said|says|told|added|wrote|has|have)\b")
# "who gave her name only as Jean": a private person lets the article use one name.
GIVEN_NAME = re.compile(
    r",?\s(?:who\s)?(?:gave|giving|asked\sto\sbe\s\w+|wanted\sto\sbe\s\w+|identified|would\sgive)\s"
    r"(?:(only|just)\s)?(?:(his|her|their|himself|herself)\s)?(?:first\s)?(?:names?\s)?(?:(?:only|just|simply)\s)?as\s(?=[A-Z])"
)


class NameResolver:
    """Resolves names, alone, joint, or beside a noun."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self._owners: dict[tuple[int, ...], int | None] = {}
        self._full: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def meant(self, name: NameMention) -> tuple[int, ...]:
        """Members that a name may mean at its place."""
        met = self.discourse.cast.who(self.discourse.number, name)
        if len(met) < 2:
            return met
        if met not in self._owners:
            self._owners[met] = self._owner(met, name)
        owner = self._owners[met]
        if owner is None:
            return met
        sentence = self.discourse.clock.at(name.start)
        for place, member in reversed(self._full_mentions(met)):
            if place < name.start:
                near = self.discourse.clock.at(place) >= sentence - 1
                return met if near and member != owner else (owner,)
        return (owner,)

    def _full_mentions(self, met: tuple[int, ...]) -> list[tuple[int, int]]:
        """Where the narration has full names of some members, in order."""
        if met not in self._full:
            found = []
            for name in self.discourse.reading.names:
                if not name.headline and not self.discourse.reading.in_quotation(name.start):
                    who = self.discourse.cast.who(self.discourse.number, name)
                    if len(who) == 1 and who[0] in met:
                        found.append((name.start, who[0]))
            self._full[met] = found
        return self._full[met]

    def _owner(self, met: tuple[int, ...], name: NameMention) -> int | None:
        """Whom the article calls by a surname that several bear, if it lets only one of them speak.

        A reporter gives the surname alone to the one an article is about, and the others' given names with theirs.
        """
        speaking = {
            who[0]
            for q in self.discourse.quotations
            if q.speaker_start is not None and q.speaker_end is not None
            for n in names_in(self.discourse.reading.names, q.speaker_start, q.speaker_end)
            if len(who := self.discourse.cast.who(self.discourse.number, n)) == 1 and who[0] in met
        }
        if len(speaking) > 1:
            return None
        mentions = self._full_mentions(met)
        counts = {m: sum(who == m for _, who in mentions) for m in met}
        before = [m for place, m in mentions if place < name.start]
        first = before[-1] if before else (mentions[0][1] if mentions else None)
        if speaking and first is not None and first not in speaking:
            return None
        if first is None:
            return None
        return first if all(m == first or counts[first] >= 2 * counts[m] for m in met) else None

    def named(self, mention: Mention) -> Answer:
        """Whom the name or the joint names of a mention mean."""
        answers = [self.one_name(name) for name in mention.names]
        if len(answers) == 1:
            return answers[0]
        if any(answer.voice is None for answer in answers):
            return left_open("joint source, not all of it is told apart")
        keys = sorted((answer.voice for answer in answers if answer.voice), key=repr)
        return Answer(("group", *keys), (), min(a.strength for a in answers), "name: joint source")

    def one_name(self, name: NameMention) -> Answer:
        """Whom one name means."""
        met = self.meant(name)
        shown = self.discourse.text[name.start : name.end]
        if not met:
            return Answer(("name", " ".join(shown.split())), (), 85, "name")
        if len(met) > 1:
            return self._several(met, name)
        member = self.discourse.cast.members[met[0]]
        if len(self.discourse.cast.who(self.discourse.number, name)) > 1:
            return Answer(("member", met[0]), (), 84, "short name: nobody else of that name speaks here")
        whole = fold(shown) == member.tokens or len(fold(shown)) > 1
        if member.kind == "organisation":
            return Answer(
                ("member", met[0]), (), 95 if whole else 90, "organisation" if whole else "organisation: short form"
            )
        if whole or len(member.tokens) == 1:
            return Answer(("member", met[0]), (), 98, "name")
        here = self.discourse.number in member.full_in
        return Answer(
            ("member", met[0]), (), 96 if here else 88, "short name" if here else "short name: full in another telling"
        )

    def _several(self, met: tuple[int, ...], name: NameMention) -> Answer:
        """A surname that several bear: only the one whom the last sentences speak of by it can be meant."""
        names = ", ".join(self.discourse.cast.members[m].name for m in met[:4])
        return left_open(f"short name of {names}", tuple(("member", m) for m in met))

    def apposed(self, mention: Mention, end: int) -> Answer | None:
        """The name that stands beside a noun: "their president, Ann Lee, said"."""
        known = nouns(self.discourse.cast.language)
        person, body = mention.head in known.person, mention.head in known.firm | known.body
        if mention.kind not in ("role", "unnamed") or mention.head in known.group | known.document:
            return None
        comma = BEFORE_APPOSITION.match(self.discourse.text, end, end + 60)
        name = self._name_beside(comma.end()) if comma is not None else None
        if (
            name is None
            or name.kind == "place"
            or not mention.head
            or AFTER_APPOSITION.match(self.discourse.text, name.end) is None
        ):
            return None
        known_head = person or body or mention.head in known.spokesperson
        if (name.kind == "organisation" and not body) or (name.kind == "person" and body and not person):
            return None
        closed = self.discourse.text.startswith((",", ")"), name.end)
        if not known_head and not (self._is_person(name) and (mention.definite or closed)):
            return None
        answer = self.one_name(name)
        return replace(answer, strength=min(answer.strength, 95), reason=f"{answer.reason}, beside the noun")

    def _name_beside(self, place: int) -> NameMention | None:
        """The name at a place, or behind its role there: "lead singer Ann Lee"."""
        role = OWN_ROLE.match(self.discourse.text, place, place + 60)
        known = nouns(self.discourse.cast.language).person
        return self._name_at(role.end() if role is not None and role.group(1) in known else place)

    def _is_person(self, name: NameMention) -> bool:
        """Whether a name is a person's, by itself or by what the story tells of it."""
        met = self.meant(name)
        return name.kind == "person" or (len(met) == 1 and self.discourse.cast.members[met[0]].may_be_person)

    def given_name(self, end: int) -> Answer | None:
        """The one name that a private person gave: "another, who gave her name only as Jean, said"."""
        found = GIVEN_NAME.match(self.discourse.text, end, end + 120)
        name = self._name_at(found.end()) if found is not None else None
        if found is None or name is None:
            return None
        answer = self.one_name(name)
        if answer.voice is not None and answer.voice[0] == "member" and found.group(2):
            self.discourse.learn(self.discourse.cast.members[int(str(answer.voice[1]))], found.group(2))
        return replace(answer, strength=min(answer.strength, 90), reason=f"{answer.reason}, the only one given")

    def _name_at(self, place: int) -> NameMention | None:
        """The name that begins, with its title, at a place."""
        i = bisect_left(self.discourse.reading.names, place, key=lambda name: name.title_start)
        found = self.discourse.reading.names[i] if i < len(self.discourse.reading.names) else None
        return found if found is not None and found.title_start == place else None

    def owned_by_noun(self, name: NameMention) -> bool:
        """Whether a name only modifies the noun before it: "supporters of Lee, who said"."""
        before = self.discourse.text[max(0, name.title_start - 40) : name.title_start].lower().split()
        if len(before) < 2 or before[-1] not in anaphora(self.discourse.cast.language).owning:
            return False
        known = nouns(self.discourse.cast.language)
        return before[-2] in known.person or before[-2] in known.group or before[-2] in known.body
