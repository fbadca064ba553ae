"""Whom a noun phrase means: "the mayor", "his lawyer", "a statement", "a source" in, the answer out."""

import re

from tellings.stages.speakers.answers import Answer, VoiceKey, left_open
from tellings.stages.speakers.discourse import Discourse
from tellings.stages.speakers.naming import NameResolver
from tellings.stages.speakers.pronouns import PronounResolver
from tellings.stages.speakers.roles import is_other_body, resolve_role
from tellings.text.noun_phrases import Mention, anaphora, nouns

# "a", "another tall", before the noun that brings somebody in; and a name in apposition right behind it.
INTRODUCING = re.compile(r"\b(?:[Aa]n?|[Aa]nother|[Oo]ne)\s(?:[\w-]+\s){0,2}\Z")
NAME_BESIDE = re.compile(r"\s?,?\s[A-Z]")
DETERMINER = re.compile(r"^(?:the|this|that|its|his|her|their|our)\s(?:own\s)?", re.I)
DOCUMENT_REACH = 1200  # characters before "the statement" in which the article must have spoken of one
SURE = 76  # a role that is told of somebody: then "a judge" before "the judge" is another matter


class PhraseResolver:
    """Resolves nouns: spokespersons, what belongs to somebody, documents, roles; the rest are unnamed sources."""

    def __init__(self, discourse: Discourse, names: NameResolver, pronouns: PronounResolver) -> None:
        self.discourse = discourse
        self.names = names
        self.pronouns = pronouns

    def noun(self, mention: Mention, start: int, end: int) -> Answer:
        """Whom the noun phrase text[start:end] means."""
        known = nouns(self.discourse.cast.language)
        if mention.head in known.spokesperson and mention.kind in ("role", "unnamed"):
            answer = self._spokesperson(mention)
            if answer is not None:
                return answer
        if mention.kind in ("role", "document") and mention.head in known.office | known.issued:
            answer = self._owned(mention, start)
            if answer is not None:
                return answer
        if mention.kind == "document" and mention.definite and mention.head in known.issued:
            return self._document(mention.head, start)
        if mention.kind == "role" and mention.definite:
            return self._role(mention, start, end)
        return self._unnamed(mention, start, end)

    def _spokesperson(self, mention: Mention) -> Answer | None:
        """The body that a spokesperson without a name speaks for."""
        for name in mention.names:
            met = self.discourse.cast.who(self.discourse.number, name)
            if len(met) == 1 and self.discourse.cast.members[met[0]].kind in ("organisation", "place", "unknown"):
                return Answer(
                    ("member", met[0]),
                    (),
                    84,
                    f"organisation: {mention.head} for {self.discourse.cast.members[met[0]].name}",
                )
        return None

    def _owned(self, mention: Mention, start: int) -> Answer | None:
        """What belongs to someone and speaks for them: "his campaign", "Lee's office", "her statement"."""
        known = nouns(self.discourse.cast.language)
        owner: Answer | None = None
        if mention.owner:
            small = anaphora(self.discourse.cast.language)
            person = mention.owner in small.male | small.female
            owner = (
                self.pronouns.person_pronoun(mention.owner, start)
                if person
                else self.pronouns.thing(mention.owner, start)
            )
        elif mention.names:
            if mention.head in known.issued and not self._issued_by(mention):
                return None
            met = self.names.meant(mention.names[0])
            owner = (
                Answer(("member", met[0]), (), 90, "name") if len(met) == 1 else left_open(f"{mention.head} of a name")
            )
            if mention.kind == "document" and not mention.definite:
                return None
        if owner is not None and owner.voice is None and mention.head not in known.spokesperson:
            return left_open(f"{mention.head} of someone left open")
        if owner is None or owner.voice is None or owner.voice[0] != "member":
            return None
        if mention.head in known.issued:
            return Answer(owner.voice, (), min(owner.strength, 85), f"role: {mention.head} of the source")
        return Answer(
            ("office", owner.voice[1], mention.head),
            (),
            min(owner.strength, 85),
            f"organisation: {mention.head} of a name",
        )

    def _issued_by(self, mention: Mention) -> bool:
        """Whether a document is its first name's: "Lee's letter", "a letter from Lee"."""
        name = mention.names[0]
        if self.discourse.text[name.end : name.end + 2] in ("'s", "’s", "s'", "s’"):
            return True
        before = self.discourse.text[max(0, name.title_start - 60) : name.title_start].lower().split()
        return len(before) > 1 and before[-1] in ("from", "by") and before[-2] == mention.head

    def _document(self, head: str, start: int) -> Answer:
        """Whoever was quoted before, where "the statement continued"."""
        if (
            self.discourse.last
            and self.discourse.last[0] >= self.discourse.clock.at(start) - self.discourse.limits.reach
            and self.discourse.last[1].voice is not None
            and self.discourse.text.lower().rfind(head, max(0, start - DOCUMENT_REACH), start) >= 0
        ):
            return Answer(
                self.discourse.last[1].voice,
                (),
                min(self.discourse.last[1].strength, 80),
                "role: the statement of the source before",
            )
        return left_open("a document whose source is not told nearby")

    def _role(self, mention: Mention, start: int, end: int) -> Answer:
        found = resolve_role(self.discourse.cast, self.discourse.salience, mention, self.discourse.clock.at(start))
        shown = " ".join(self.discourse.text[start:end].split())
        described = self.discourse.unnamed.get(mention.head)
        if described is not None and described[0] == "body" and not self._describes(mention):
            return Answer(described, (), 80, f"role: {shown}, the body described before")
        told = None
        if len(found.members) == 1:
            told = Answer(("member", found.members[0]), (), found.strength, f"role: {shown}, {found.reason}")
        if told is not None and told.strength >= SURE:
            return told
        if described is not None:
            return Answer(described, (), 75, "unnamed: the same source as before")
        near = self._in_focus(mention, start) if found.members or not self._describes(mention) else None
        if near is not None:
            return Answer(near, (), 78, f"role: {shown}, the body that spoke or acted just before")
        if not found.members or self._introduced(mention.head, start):
            return self._unnamed(mention, start, end)
        return told or left_open(f"role {shown}, {found.reason}", tuple(("member", m) for m in found.members))

    def _in_focus(self, mention: Mention, start: int) -> VoiceKey | None:
        """The body that is the subject or the source of the sentence before, for "the company" and the like."""
        now, known = self.discourse, nouns(self.discourse.cast.language)
        if mention.head not in known.firm:
            return None
        sentence = now.clock.at(start)
        last = now.last[1].voice if now.last and now.last[0] >= sentence - 1 else None
        subject = now.subjects.get(sentence - 1, (0, None))[1]
        for voice in (subject, last if subject is None else None):
            member = now.cast.members[int(str(voice[1]))] if voice is not None and voice[0] == "member" else None
            if member is not None and member.kind in ("organisation", "unknown"):
                return voice if not is_other_body(member, mention.head, now.cast) else None
        return None

    def _describes(self, mention: Mention) -> bool:
        """Whether a phrase tells more of a body than its noun: "the electoral commission", "the drivers’ union"."""
        small = anaphora(self.discourse.cast.language)
        known = nouns(self.discourse.cast.language)
        more = mention.words - small.definite - small.pronouns - small.indefinite - {mention.head, "own", "s"}
        return mention.head in known.body - known.team - known.place - known.person and bool(more)

    def _introduced(self, head: str, start: int) -> bool:
        """Whether the article spoke of "a man" before it lets "the man" speak: then he is nobody named."""
        if not head.isalpha():
            return False
        low = max(0, start - 6000)
        place = self.discourse.text.find(head, low, start)
        while place >= 0:
            after = self.discourse.text[place + len(head) : place + len(head) + 4]
            before = INTRODUCING.search(self.discourse.text, max(low, place - 60), place)
            alone = not after[:1].isalnum() and not NAME_BESIDE.match(after)
            told = self.discourse.text[low : before.start()].rstrip() if before is not None and alone else "of"
            if not told.endswith((",", "is", "was", "as", "became", "of")):
                return True
            place = self.discourse.text.find(head, place + 1, start)
        return False

    def _unnamed(self, mention: Mention, start: int, end: int) -> Answer:
        """A source without a name is a voice of its own; "the source" after "a source" is the same."""
        if mention.head in anaphora(self.discourse.cast.language).unclear:
            return left_open("the mention is not understood")
        if mention.definite and mention.head in self.discourse.unnamed:
            return Answer(self.discourse.unnamed[mention.head], (), 75, "unnamed: the same source as before")
        if mention.kind == "role" and (mention.definite or mention.owner) and self._describes(mention):
            shown = " ".join(self.discourse.text[start:end].split())
            key: VoiceKey = ("body", DETERMINER.sub("", shown))
            self.discourse.unnamed[mention.head] = key
            return Answer(key, (), 78, f"role: {shown}, a body without another name")
        key = self.discourse.fresh(start, mention.head, self.discourse.text[start:end], mention.kind)
        if mention.head:
            self.discourse.unnamed[mention.head] = key
        return Answer(key, (), 80, "unnamed")
