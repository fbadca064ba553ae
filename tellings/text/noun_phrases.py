"""Noun phrases that stand for someone: a string and its names in, the head of a mention or evidence of roles out."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tellings.language import load
from tellings.text.names import NameMention, common_words, given_names
from tellings.text.words import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """What kind of phrase stands for someone, and by which words."""

    kind: str  # name | joint | pronoun | role | group | document | unnamed
    head: str  # lower-case pronoun or noun; "" for names
    names: tuple[NameMention, ...] = ()  # the name or joint names; for other kinds the names that modify the head
    definite: bool = False  # "the", "this", a possessive
    words: frozenset[str] = frozenset()  # lower-case words of the phrase
    owner: str = ""  # "his" in "his campaign"


@dataclass(frozen=True, slots=True)
class RoleEvidence:
    """A role that the text gives to a name: "Ann Lee, the ferry operator", "prosecutor Ann Lee"."""

    name: NameMention
    head: str  # lower-case noun
    words: frozenset[str]  # lower-case words of the phrase
    age: str = ""  # "42" in "Ann Lee, 42,"


@dataclass(frozen=True, slots=True)
class Nouns:
    """What is known of nouns that stand for someone."""

    person: frozenset[str]
    public: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    firm: frozenset[str]
    generic: frozenset[str]
    body: frozenset[str]
    team: frozenset[str]
    place: frozenset[str]
    group: frozenset[str]
    document: frozenset[str]
    issued: frozenset[str]
    spokesperson: frozenset[str]
    office: frozenset[str]
    abbreviated: dict[str, str]
    person_same: dict[str, frozenset[str]]
    body_same: dict[str, frozenset[str]]

    def is_role(self, word: str) -> bool:
        """Whether the noun stands for a person or an organisation."""
        return word in self.person or word in self.firm or word in self.body


@dataclass(frozen=True, slots=True)
class Anaphora:
    """The small words of noun phrases."""

    male: frozenset[str]
    female: frozenset[str]
    thing: frozenset[str]
    plural: frozenset[str]
    first: frozenset[str]
    second: frozenset[str]
    relative: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    after_head: frozenset[str]
    owning: frozenset[str]
    unclear: frozenset[str]
    reflexive: frozenset[str]
    pronouns: frozenset[str]  # all words that stand for someone by pointing only
    not_heads: frozenset[str]  # words that are never the head of a phrase


def _same(lines: Sequence[str]) -> dict[str, frozenset[str]]:
    """For the first word of each line and its variants: the words that may stand for it."""
    found: dict[str, frozenset[str]] = {}
    for line in lines:
        words = line.split()
        found[words[0]] = found.get(words[0], frozenset()) | frozenset(words)
    return found


@cache
def nouns(language: str = "en") -> Nouns:
    """The role nouns of a language."""
    data = load("role_nouns", language)
    person, organisation = data["person"], data["organisation"]

    def words(text: str) -> frozenset[str]:
        return frozenset(text.split())

    return Nouns(
        person=words(person["public"]) | words(person["private"]) | words(person["female"]) | words(person["male"]),
        public=words(person["public"]),
        male=words(person["male"]),
        female=words(person["female"]),
        firm=words(organisation["firm"]),
        generic=words(organisation["generic"]),
        body=words(organisation["body"]),
        team=words(organisation["team"]),
        place=words(organisation["place"]),
        group=words(data["group"]["words"]),
        document=words(data["document"]["words"]),
        issued=words(data["document"]["issued"]),
        spokesperson=words(data["spokesperson"]["words"]),
        office=words(data["office"]["words"]),
        abbreviated=data["abbreviated"],
        person_same=_same(person["same"]),
        body_same=_same(organisation["same"]),
    )


@cache
def anaphora(language: str = "en") -> Anaphora:
    """The pointing words of a language."""
    data = load("anaphora", language)
    words = {key: frozenset(data[key].split()) for key in Anaphora.__slots__ if key in data}
    pointing = ("male", "female", "thing", "plural", "first", "second", "relative")
    return Anaphora(
        **words,
        pronouns=frozenset().union(*(words[key] for key in pointing)),
        not_heads=words["definite"] | words["after_head"] | words["reflexive"] | words["unclear"],
    )


WORD = re.compile(r"[^\W_]+(?:[-'’‑.][^\W_]+)*|[,;:()]|\s[-–—]+\s")
MENTION_LENGTH = 400  # a longer mention is a slip of the reader before us; its head stands in front


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, a mark or a whole name of a noun phrase."""

    text: str
    name: NameMention | None = None
    possessive: bool = False


def names_in(names: Sequence[NameMention], start: int, end: int) -> list[NameMention]:
    """Names of a sorted list that lie in text[start:end], or half of which do."""
    first = bisect_left(names, start, key=lambda name: name.end)
    found = []
    for name in names[first:]:
        if name.start >= end:
            break
        if 2 * (min(end, name.end) - max(start, name.start)) >= name.end - name.start:
            found.append(name)
    return found


def _units(text: str, start: int, end: int, names: Sequence[NameMention]) -> list[_Unit]:
    """Words and names of text[start:end] in order."""
    found: list[_Unit] = []
    place = start
    for name in names:
        found += [_Unit(m.group().lower()) for m in WORD.finditer(text, place, max(place, name.title_start))]
        place = max(place, name.end)
        possessive = text[place : place + 2] in ("'s", "’s") or (
            text[place - 1 : place] == "s" and text[place : place + 1] in ("'", "’")
        )
        if text[place : place + 2] in ("'s", "’s"):
            place += 2
        found.append(_Unit(text[name.start : name.end], name, possessive))
    found += [_Unit(m.group().lower()) for m in WORD.finditer(text, place, max(place, end))]
    return found


def _stem(word: str) -> str:
    """A noun without its possessive ending."""
    if word.endswith(("'s", "’s")):
        return word[:-2]
    return word[:-1] if word.endswith(("'", "’")) else word


def _heads(units: list[_Unit], small: Anaphora) -> list[int]:
    """Places of the heads of the coordinated phrases: the last unit of each before what modifies it."""
    found: list[int] = []
    last = -1
    closed = False
    for i, unit in enumerate(units):
        word = unit.text
        if (unit.name is None and word in (",", ";", "and", "&", "or")) or not word.strip(" -–—"):
            if last >= 0:
                found.append(last)
            last, closed = -1, False
        elif unit.name is None and (word in small.after_head or word in "():") and last >= 0:
            closed = True
        elif not closed and (unit.name is not None or word not in small.not_heads):
            last = i
    if last >= 0:
        found.append(last)
    return found


def read_mention(text: str, start: int, end: int, names: Sequence[NameMention], language: str = "en") -> Mention:
    """Read the phrase text[start:end]; `names` are those of the whole text.

    >>> from tellings.text.names import find_names
    >>> text = "the ferry operator's founder, Ann Lee,"
    >>> mention = read_mention(text, 0, len(text), find_names(text))
    >>> mention.kind, text[mention.names[0].start : mention.names[0].end]
    ('name', 'Ann Lee')
    >>> read_mention("the mother of four", 0, 18, ()).head
    'mother'
    """
    end = min(end, start + MENTION_LENGTH)
    small, known = anaphora(language), nouns(language)
    inside = names_in(names, start, end)
    units = _units(text, start, end, inside)
    words = frozenset(_stem(word) for u in units if u.text[:1].isalnum() for word in u.text.lower().split())
    plain = [u for u in units if u.text[:1].isalnum()]
    if not plain:
        return Mention("unnamed", "")
    if len(plain) == 1 and plain[0].name is None and plain[0].text in small.pronouns:
        return Mention("pronoun", plain[0].text)
    heads = _heads(units, small)
    last = units[-1]
    if len(units) > 3 and units[0].text == "the" and last.name is None and units[-2].name and known.is_role(last.text):
        heads = [len(units) - 1]  # "the Up and Away presenter"
    named = _named_heads(units, heads, small, known)
    if named:
        return Mention("joint" if len(named) > 1 else "name", "", tuple(named), words=words)
    if len(plain) == 1 and plain[0].name is None and not inside:
        return _single_word(text, start, end, plain[0].text, known)
    head_unit = units[heads[0]] if heads else plain[-1]
    head = _stem(head_unit.text.lower())
    first = plain[0].text
    possessor = any(u.possessive for u in units[: heads[0]] if u.name) if heads else False
    owner = first if first in small.male | small.female | small.plural | small.thing else ""
    definite = first in small.definite or possessor
    modifying = tuple(u.name for u in units if u.name is not None)
    return Mention(_kind(head, first, small, known), head, modifying, definite, words, owner)


def _named_heads(units: list[_Unit], heads: list[int], small: Anaphora, known: Nouns) -> list[NameMention]:
    """The names that are heads of a phrase: one, or several joined by "and"; none if a noun is the head."""
    if not heads:
        return []
    first = units[heads[0]].name
    if first is None:
        # "chief pollster and strategist Ann Lee": two roles of one name.
        if len(heads) == 2 and units[heads[1]].name is not None and known.is_role(units[heads[1] - 1].text):
            role = known.is_role(_stem(units[heads[0]].text)) and _joined(units, heads[0], heads[1])
            if role and not units[heads[1]].possessive:
                return [name for name in (units[heads[1]].name,) if name is not None]
        # "the ferry operator's founder, Ann Lee": a name stands beside the noun, by itself.
        if len(heads) > 1 and units[heads[0] + 1 : heads[1]] and not _joined(units, heads[0], heads[1]):
            beside = units[heads[1]].name
            alone = heads[1] == len(units) - 1 or units[heads[1] + 1].text in small.after_head | {",", "(", ";"}
            if beside is not None and beside.kind != "place" and alone and not units[heads[1]].possessive:
                return [beside]
        return []
    found = [first]
    for before, place in pairwise(heads):
        name = units[place].name
        if name is None:
            break
        if name.kind != "place" and (_joined(units, before, place) or _bare(units, before, place)):
            found.append(name)
    return found


def _joined(units: list[_Unit], before: int, place: int) -> bool:
    return any(u.text in ("and", "&", "or") and u.name is None for u in units[before + 1 : place])


def _bare(units: list[_Unit], before: int, place: int) -> bool:
    """Whether only a comma stands between two names and "and" follows, or nothing."""
    rest = [u.text for u in units[place + 1 :]]
    return units[before + 1 : place] == [_Unit(",")] and (not rest or "and" in rest or rest == [","])


def _single_word(text: str, start: int, end: int, word: str, known: Nouns) -> Mention:
    """A one-word mention that is no pronoun and was not found to be a name."""
    if word in anaphora().indefinite or word in anaphora().definite:
        return Mention("unnamed", word)
    if word in known.group or word in known.document:
        return Mention("group" if word in known.group else "document", word)
    found = re.compile(r"[^\W_][\w.&'’-]*").search(text, start, end)
    common = (
        known.is_role(word) or word.endswith("s") or (word in common_words() and word.capitalize() not in given_names())
    )
    if found is not None and found.group()[0].isupper() and not common:
        stop = found.end() - (2 if found.group().endswith(("'s", "’s")) else 0)
        return Mention("name", "", (NameMention(found.start(), stop, "unknown", found.start()),))
    return Mention("role" if known.is_role(word) else "unnamed", word)


def _kind(head: str, first: str, small: Anaphora, known: Nouns) -> str:
    """Kind of a phrase whose head is a noun."""
    if head in known.group:
        return "group"
    if known.is_role(head) or re.fullmatch(r"\d{1,3}-year-old", head):
        return "unnamed" if first in small.indefinite else "role"
    if head in known.document:
        return "document"
    return "unnamed"


PRONOUN = re.compile(
    r"[HhSs](?<![^\W_].)(?:(?:(?<=[Hh])(?:e|im|is|ers?|imself|erself)|(?<=H)E|(?<=[Ss])he|(?<=S)HE))"
    r"(?![^\W_]|['’](?:$|[^sdl]))"
)


def find_pronouns(text: str, start: int, end: int) -> list[Span]:
    """Spans of the pronouns of persons in text[start:end].

    >>> find_pronouns("She said he’d left.", 0, 19)
    [(0, 3), (9, 11)]
    """
    return [m.span() for m in PRONOUN.finditer(text, start, end)]


# The letter first and what stands before it afterwards: the engine skips to a letter fast, to a look-behind slowly.
ROLE_SUBJECT = re.compile(
    r"[Tt]he\s(?:(?<![\s\S]....)|(?<=[\n.!?”\"»,]\s....)|(?<=\n....))"
    r"((?:[^\W_]+(?:[-'’][^\W_]+)*[ \u00a0]){0,4}[^\W_]+(?:-[^\W_]+)*)",
    re.S,
)


def find_role_subjects(text: str, start: int, end: int, language: str = "en") -> list[Span]:
    """Spans of role phrases with "the" that begin a sentence or stand behind a comma.

    >>> text = "In defeat, the Republican nominee smiled. The mayor Ann Lee did not."
    >>> [text[a:b] for a, b in find_role_subjects(text, 0, len(text))]
    ['the Republican nominee']
    """
    known = nouns(language)
    found = []
    for match in ROLE_SUBJECT.finditer(text, start, end):
        place = match.start(1)
        head = 0
        for word in match.group(1).split():
            stop = place + len(word)
            if word.lower() in known.person and not (word[0].isupper() and stop < match.end(1)):
                head = stop
            elif head:
                break
            place = stop + 1
        if head and not text[head + 1 : head + 2].isupper() and text[head : head + 1] != "-":
            found.append((match.start(), head))
    return found


INDEFINITE_SUBJECT = re.compile(
    r"[AOMHT](?:(?<![\s\S].)|(?<=[\n.!?”\"’»]\s.)|(?<=\n.))(?:((?:(?<=A)nother|(?<=O)ne))(?=,?\swho\s)"
    r"|(?:(?<=A)(?:n|nother)?|(?<=O)(?:ne|ur)|(?<=M)y|(?<=H)(?:is|er)|(?<=T)heir)"
    r"\s((?:[^\W_]+(?:[-'’][^\W_]+)*[ \u00a0]){0,4}[^\W_]+(?:-[^\W_]+)*))",
    re.S,
)


def find_indefinite_subjects(text: str, start: int, end: int, language: str = "en") -> list[Span]:
    """Spans of phrases that begin a sentence and bring in one person without a name.

    >>> text = "A woman with two children waved. Another, who gave no name, did not. An Oxford plan failed."
    >>> [text[a:b] for a, b in find_indefinite_subjects(text, 0, len(text))]
    ['A woman', 'Another']
    """
    known = nouns(language)
    found = []
    for match in INDEFINITE_SUBJECT.finditer(text, start, end):
        if match.group(1):
            found.append((match.start(), match.end(1)))
            continue
        place, head = match.start(2), 0
        for word in match.group(2).split():
            stop = place + len(word)
            if word.lower() in known.person and not word[0].isupper():
                head = stop
            elif head or word.lower() in ("of", "for", "who", "in", "with", "at", "from"):
                break
            place = stop + 1
        if head and not text[head + 1 : head + 2].isupper() and text[head : head + 1] != "-":
            found.append((match.start(), head))
    return found


APPOSITION = re.compile(r"['’]?s?\s?[,(–—-]\s?(?:(\d{1,3})(?:\s?[,)]\s?|$))?((?:[^,;:.()–—\n“”\"]|\.(?=\w)){0,90})")
PREDICATE = re.compile(
    r",?\s(?:who\s)?(?:is|was|became|remains|has been)\s(?:also\s)?"
    r"((?:an?|the|its|one of the)\s[^,;:.()–—\n“”\"]{3,80})"
)
# How any of these begins, to tell fast where none does.
FOLLOWED = re.compile(r"['’]?s?\s?[,(–—-]|\s(?:who|is|was|became|remains|has|co|founded)")
# What ends the phrase before a name, looked at backwards: a stop, a mark, a line's end.
BREAK = re.compile(r"(?:[!?;:()–—\n“”\"]|(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.\s)")
LEAD_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|,")
LEAD_WORDS = 8
LEAD_END = 24  # characters before a name that nearly always hold the word before it
PHRASE_STARTS = frozenset({",", "and", "the", "a", "an", "but", "said", "to", "with", "by", "for", "from"})


def find_roles(text: str, names: Sequence[NameMention], language: str = "en") -> list[RoleEvidence]:
    """Roles that the text gives to its names, by apposition and by "is", with the words of the phrase.

    >>> from tellings.text.names import find_names
    >>> text = "Acme, the ferry operator, hired chief executive Ann Lee, 42, who is a mother of four."
    >>> [(text[r.name.start : r.name.end], r.head, r.age) for r in find_roles(text, find_names(text))]
    [('Acme', 'operator', ''), ('Ann Lee', 'executive', ''), ('Ann Lee', '', '42'), ('Ann Lee', 'mother', '')]
    """
    found: list[RoleEvidence] = []
    for i, name in enumerate(names):
        if name.headline:
            continue
        before = names[i - 1] if i else None
        # "the Norwick Times host Ann Lee": the body before a role belongs to it.
        beside = before is not None and before.kind != "person" and "," not in text[before.end : name.title_start]
        low = max(0 if before is None else before.start if beside else before.end, name.title_start - 70)
        found += _before(text, low, name, language)
        found += _after(text, name, language)
    return found


def _head_of(phrase: str, language: str) -> tuple[str, frozenset[str]]:
    """Role noun at the head of a phrase, and the phrase's words; "" if its head is no role."""
    small, known = anaphora(language), nouns(language)
    words = [_stem(w.lower()) for w in re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", phrase)]
    head = ""
    for word in words:
        if word in small.after_head and head:
            break
        head = word if word not in small.after_head else head
    return (head if known.is_role(head) else ""), frozenset(words)


def _may_end_in_role(lead: str, known: Nouns) -> bool:
    """Whether the last word of what stands before a name is a role or a comma; True where the word may be cut off."""
    pieces = lead.split()
    if len(pieces) > 1 and pieces[-1].isalpha():  # the plain case, told without a pattern
        word = pieces[-1].lower()
        return known.is_role(known.abbreviated.get(word, word))
    words = LEAD_WORD.findall(lead)
    if not words:
        return len(lead) == LEAD_END
    last = _stem(words[-1].lower()).strip(".")
    cut = len(words) == 1 and len(lead) == LEAD_END
    return cut or last == "," or known.is_role(known.abbreviated.get(last, last))


def _before(text: str, low: int, name: NameMention, language: str) -> list[RoleEvidence]:
    """Role that stands before a name: "chief executive Ann Lee", "the founder, Ann Lee"; titles count too."""
    front = text[name.title_start : name.start].strip()
    known = nouns(language)
    if not _may_end_in_role(front or text[max(low, name.title_start - LEAD_END) : name.title_start], known):
        return []
    phrase = BREAK.split(text[low : name.title_start])[-1] + front
    words = [_stem(w.lower()).strip(".") for w in LEAD_WORD.findall(phrase)][-LEAD_WORDS:]
    words = [known.abbreviated.get(word, word) for word in words]
    if words and words[-1] == ",":
        words.pop()
        if front or not ({"the", "its", "his", "her", "whose", "their"} & set(words)):
            return []
    if not words or not known.is_role(words[-1]):
        return []
    start = len(words) - 1
    while start and words[start - 1] not in PHRASE_STARTS:
        start -= 1
    return [RoleEvidence(name, words[-1], frozenset(words[start:]))]


def _after(text: str, name: NameMention, language: str) -> list[RoleEvidence]:
    """Roles that follow a name: "Acme, the ferry operator", "Ann Lee, 42", "Ann Lee is a mother of four"."""
    found: list[RoleEvidence] = []
    place = name.end
    if FOLLOWED.match(text, place) is None:
        return found
    match = APPOSITION.match(text, place, place + 140)
    if match is not None:
        if match.group(1):
            found.append(RoleEvidence(name, "", frozenset(), age=match.group(1)))
        head, words = _head_of(match.group(2), language)
        if head and not match.group(2).lstrip().startswith(("who ", "and ", "or ")):
            found.append(RoleEvidence(name, head, words))
        if "(" in text[match.start() : match.start(2)]:
            found += _listed(text, name, match.end(), language)
        place = match.end(1) if match.group(1) else place
    is_a = PREDICATE.match(text, place, place + 140)
    if is_a is not None:
        head, words = _head_of(is_a.group(1), language)
        if head:
            found.append(RoleEvidence(name, head, words))
    founded = FOUNDED.match(text, place, place + 40)
    if founded is not None:
        following = re.findall(r"[^\W_]+", text[founded.end() : founded.end() + 40])
        found.append(RoleEvidence(name, "founder", frozenset(w.lower() for w in following[:3]) | {"founder"}))
    return found


def _listed(text: str, name: NameMention, place: int, language: str) -> list[RoleEvidence]:
    """Further roles of a parenthesis: "Ann Lee (queen of the scone, owner of the Mill Cafe)"."""
    end = text.find(")", place, place + 140)
    found = []
    for piece in text[place:end].split(",") if end >= 0 and "\n" not in text[place:end] else ():
        head, words = _head_of(piece.strip(), language)
        if head:
            found.append(RoleEvidence(name, head, words))
    return found


FOUNDED = re.compile(r",?\s(?:who\s)?(?:co-?)?founded\s")
