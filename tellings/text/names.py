"""Names of persons, organisations and places: a string in, spans of characters with a kind out."""

import itertools
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from tellings.language import load
from tellings.text.words import find_paragraphs


@dataclass(frozen=True, slots=True)
class NameMention:
    """One name where it stands, without the titles before it and the possessive ending behind it."""

    start: int
    end: int
    kind: str  # person | organisation | place | thing | unknown
    title_start: int  # where the titles before the name begin ("former Sen."); start where there are none
    headline: bool = False  # in a line whose words are all capitalised


def _capital_letters() -> str:
    """Upper-case letters of the alphabetic scripts, as the inside of a character class."""
    codes = [c for c in (*range(0x250), *range(0x370, 0x590), *range(0x1E00, 0x2000)) if _is_capital(c)]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges)


def _is_capital(code: int) -> bool:
    return unicodedata.category(chr(code)) in ("Lu", "Lt")


CAPITALS = _capital_letters()
CAPITAL = f"[{CAPITALS}]"
# Abbreviations whose full stop belongs to a name or title.
DOTTED = (
    "Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Pvt|Det|Insp|Supt|Fr|St|Ft|Mt"
    "|Jr|Sr|Inc|Corp|Co|Ltd|Del|Pres|Messrs|Atty|Asst|Dep"
)
TOKEN = (
    rf"(?:(?:{DOTTED})\.(?!\w)|(?:{CAPITAL}\.(?:-(?={CAPITAL}\.))?)++(?!\w)"
    rf"|(?:[aeu]l-|[dl]['’])?{CAPITAL}(?:[^\W_]|['’](?![sS]\b)(?=[^\W_])|[-‑&](?=[^\W_]))*+)"
)
GAP = "[ \u00a0]{1,2}"
JOINER = (
    "(?:of|for|and|the|on|in|to|at|against|&"
    "|van|von|der|den|de|da|di|du|del|della|dos|das|do|la|le|el|al|bin|ibn|ben|ter|ten|te|y|e)"
)
# The look-ahead comes first: most letters begin no name, and it tells that faster than looking behind does.
SEQUENCE = re.compile(
    rf"(?=[{CAPITALS}aeuld])(?<![^\W_])(?<![^\W_][-'’‑@#]){TOKEN}(?:(?:(?<=s)['’])?{GAP}(?:{JOINER}{GAP}){{0,3}}{TOKEN}|{GAP}plc\b)*+"
)
PIECE = re.compile(rf"{TOKEN}|[^\s]+")
# What may stand between the end of the last sentence and the first word of the next.
START = re.compile(r"[.!?:;•…|]['\"”’»)\]]*\s+['\"“‘«(\[]*$|['\"“‘«(\[—–*]\s?$")
MAYBE = "maybe"  # a title or a common word: a name only if a full name of the text ends with it
LONGEST_NAME = 14  # words; a longer run of capitals is no name
LONGEST_CACHED = 120  # names are shorter; what is longer is odd input that need not be remembered
HEADLINE_LENGTH = 240  # longer lines are prose


# An adjective that only the beginning of a sentence makes a capital: "Furious Rovers", "Red-faced Acme".
MOOD = re.compile(r"(?:[a-z]{2}ious|eous|less|[a-z]{3}ful|-(?:faced|fire|hit|stricken|eyed|hearted))$")
NUMBERS = frozenset({"One", "Two", "Three", "Four", "Five", "Six", "Seven"})
PARTY_TAG = re.compile("[RDI]-[A-Z]")  # "R-Ohio"
CONTRACTION = re.compile(r"['’](?:ll|re|ve|d|m|t)$")


@dataclass(frozen=True, slots=True)
class _Lists:
    """The word lists of one language, as sets."""

    openers: frozenset[str]
    titles: frozenset[str]
    personal: frozenset[str]
    given: frozenset[str]
    adjectives: frozenset[str]
    dates: frozenset[str]
    not_names: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    heads: frozenset[str]
    surnames_too: frozenset[str]
    leading: frozenset[str]
    fronts: frozenset[str]
    legal: frozenset[str]
    alone: frozenset[str]
    after_and: frozenset[str]
    places: frozenset[str]
    compounds: frozenset[str]
    things: frozenset[str]
    grammar: frozenset[str]
    honorifics: frozenset[str]
    roles: frozenset[str]  # nouns for persons, lower case


@cache
def _lists(language: str) -> _Lists:
    names, titles = load("names", language), load("titles", language)
    organisations, places, given = (
        load("organisations", language),
        load("places", language),
        load("given_names", language),
    )

    def words(*texts: str) -> frozenset[str]:
        return frozenset(" ".join(texts).split())

    return _Lists(
        openers=words(load("sentence_openers", language)["words"]),
        titles=words(titles["male"], titles["female"], titles["either"], titles["personal"]),
        personal=words(titles["personal"]),
        given=words(given["female"], given["male"], given["either"]),
        adjectives=words(names["adjectives"]) | {f"{word}s" for word in names["adjectives"].split()},
        dates=words(names["weekdays_months"]),
        not_names=words(names["not_names"]),
        particles=words(names["particles"]),
        suffixes=words(titles["suffixes"]),
        heads=words(organisations["heads"], organisations["legal"]),
        surnames_too=words(organisations["surnames_too"]),
        leading=words(organisations["leading"]),
        fronts=words(organisations["fronts"]),
        legal=words(organisations["legal"]),
        alone=words(organisations["alone"], organisations["platforms"]),
        after_and=words(names["after_and"]),
        places=frozenset(places["countries"]) | frozenset(places["others"]),
        compounds=words(names["compounds"]),
        things=words(organisations["things"]),
        grammar=words(names["grammar"]),
        honorifics=words(titles["honorifics"]),
        roles=words(*(load("role_nouns", language)["person"][key] for key in ("public", "private", "female", "male"))),
    )


def common_words(language: str = "en") -> frozenset[str]:
    """Lower-case words that begin sentences and are no names."""
    return _lists(language).openers


def given_names(language: str = "en") -> frozenset[str]:
    """Given names that are known."""
    return _lists(language).given


@dataclass(slots=True)
class _Token:
    """A capitalised word of a sequence, with the small words before it."""

    text: str
    start: int
    end: int
    joiner: str  # the small words between the last token and this one; "" none
    bare: str  # the word without its full stop, unless stops stand inside it too


_Found = tuple[int, int, int, str]  # title start, start, end, kind


def _tokens(sequence: str) -> list[_Token]:
    """The capitalised words of a sequence."""
    found: list[_Token] = []
    joiner: list[str] = []
    for piece in PIECE.finditer(sequence):
        word = piece.group()
        if word == "plc" or word[0].isupper() or (len(word) > 2 and not word.islower()):
            bare = word[:-1] if word[-1] == "." and word.count(".") == 1 else word
            found.append(_Token(word, piece.start(), piece.end(), " ".join(joiner), bare))
            joiner = []
        else:
            joiner.append(word)
    return found


def _is_compound(token: _Token, lists: _Lists) -> bool:
    """Whether the word is an adjective made with a name, such as Paris-based."""
    tail = token.text.rpartition("-")[2]
    return "-" in token.text and tail.islower() and (len(tail) > 4 or tail in lists.compounds)


def _joins(left: list[_Token], token: _Token, rest: list[_Token], lists: _Lists) -> bool:
    """Whether the small words before `token` belong to one name with what stands left of them."""
    words = token.joiner.split()
    if not words or words == ["&"]:
        return True
    if all(word in lists.particles for word in words) and words != ["e"]:
        return left[-1].bare not in lists.titles
    if words == ["and"] and _is_body_begun(left, lists) and not _begins_another(token, lists):
        return True
    if words == ["'"] or words == ["’"]:
        return _is_owners_body(left, token, rest, lists)
    if words[0] == "and":
        return (words == ["and"] and _is_compound_body(left, token, rest, lists)) or (
            words == ["and"]
            and token.bare in lists.after_and
            and any(t.bare in lists.leading | lists.heads for t in left)
        )
    if left[-1].bare in lists.leading:
        return True
    in_body = any(t.bare in lists.leading and t.joiner == "" for t in left[:-1]) and any(t.joiner for t in left)
    return in_body and words[0] in ("of", "on", "in", "at", "for")


def _is_owners_body(left: list[_Token], token: _Token, rest: list[_Token], lists: _Lists) -> bool:
    """Whether "National Growers’ Federation" is one body: a plain plural, and a noun for bodies at the end."""
    after = [token, *itertools.takewhile(lambda t: not t.joiner, rest)]
    plain = not _begins_another(left[-1], lists) and left[-1].bare not in lists.adjectives
    own = token.bare in lists.given or token.text in lists.places
    return plain and not own and len(after) <= 3 and after[-1].bare in lists.heads


def _is_compound_body(left: list[_Token], token: _Token, rest: list[_Token], lists: _Lists) -> bool:
    """Whether "Harbour and Allied Workers Union" is one body: plain words, and a noun for bodies at the end."""
    before, after = left[-1], [token, *itertools.takewhile(lambda t: not t.joiner, rest)]
    plain = len(left) == 1 and not _begins_another(before, lists) and not _begins_another(token, lists)
    return plain and 2 <= len(after) <= 4 and after[-1].bare in lists.heads and before.bare not in lists.heads


def _is_no_name(token: _Token, lists: _Lists) -> bool:
    """Whether a capitalised word can be no part of a name: a day, a compound, a common word in capitals."""
    word = token.bare
    if word in lists.dates or word in lists.not_names or _is_compound(token, lists):
        return True
    if PARTY_TAG.match(word) or (len(word) == 1 and not token.text.endswith(".")):
        return True
    return word in ("The", "A", "An") or (len(word) > 2 and word.isupper() and word.lower() in lists.openers)


def _is_officer(left: list[_Token], tokens: list[_Token], i: int, lists: _Lists) -> bool:
    """Whether a title behind a body with its "of" begins a person's name: "Bank of Norwick Governor Ann Lee"."""
    person = tokens[i].bare in lists.personal and i < len(tokens) - 1 and tokens[-1].bare not in lists.heads
    return person and not tokens[i].joiner and _is_body_begun(left, lists)


def _is_body_begun(left: list[_Token], lists: _Lists) -> bool:
    """Whether what stands left is a body with its "of": "Centre on Budget"."""
    return any(one.bare in lists.leading and other.joiner for one, other in pairwise(left))


def _begins_another(token: _Token, lists: _Lists) -> bool:
    """Whether a word surely begins a name of its own."""
    own = token.bare in lists.given or token.bare in lists.alone or token.bare in lists.titles
    return own or token.text in lists.places or token.bare in lists.leading or _is_acronym(token)


def _is_given_before(tokens: list[_Token], i: int, lists: _Lists) -> bool:
    """Whether a month's name is somebody's given name here: "Jan Doe", "April Doe"."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        tokens[i].bare in lists.given
        and following is not None
        and not following.joiner
        and not _is_no_name(following, lists)
    )


def _segments(tokens: list[_Token], lists: _Lists) -> list[list[_Token]]:
    """Cut a sequence where one name ends and another begins."""
    found: list[list[_Token]] = []
    now: list[_Token] = []
    for i, token in enumerate(tokens):
        if _is_no_name(token, lists) and not _is_given_before(tokens, i, lists):
            if now:
                found.append(now)
            now = []
        elif (
            now
            and len(now) < LONGEST_NAME
            and _joins(now, token, tokens[i + 1 : i + 5], lists)
            and not _is_officer(now, tokens, i, lists)
        ):
            now.append(token)
        else:
            if now:
                found.append(now)
            now = [token]
    if now:
        found.append(now)
    return found


def _is_acronym(token: _Token) -> bool:
    letters = token.text.replace(".", "").replace("&", "").replace("-", "")
    return 2 <= len(letters) <= 6 and letters.isupper() and letters.isalnum()


def _is_organisation(tokens: list[_Token], lists: _Lists) -> bool:
    """Whether the words name a body: by its last word, its legal form, or a leading "Ministry of"."""
    last = tokens[-1].bare
    if any(not lists.particles.issuperset(t.joiner.split()) for t in tokens[1:]):
        return True
    if any(t.text in lists.legal for t in tokens[1:]):
        return True
    if last not in lists.heads:
        return False
    if len(tokens) == 1:
        return last in lists.alone
    first = tokens[0]
    if first.text.endswith(".") and first.bare in lists.personal:
        return False
    return not (last in lists.surnames_too and first.bare in lists.given and len(tokens) == 2)


def _front(tokens: list[_Token], lists: _Lists) -> int:
    """How many words at the front are titles, parties or nations."""
    front = 0
    while front < len(tokens) and (tokens[front].bare in lists.titles or tokens[front].bare in lists.adjectives):
        front += 1
    while front and front < len(tokens) and tokens[front].joiner and tokens[front].joiner in lists.particles:
        front -= 1
    if front == 0 and len(tokens) > 1 and _is_role(tokens[0], lists) and not any(t.joiner for t in tokens[1:3]):
        return int(len(tokens) > 2 or tokens[1].bare in lists.given)  # "Broadcaster Ann Lee"
    # "Dean Smith", "Earl Jones", "Prince": a title that is a given name too, alone before one word.
    if (
        front == 1
        and len(tokens) == 2
        and tokens[0].bare in lists.given
        and tokens[0].text in ("Dean", "Earl", "Duke", "Jan", "Del")
        and tokens[1].bare not in lists.given
    ):
        return 0
    return front


def _is_role(token: _Token, lists: _Lists) -> bool:
    """Whether a capitalised word is a noun for persons and no given name."""
    word = token.bare.lower()
    role = word in lists.roles or (word.endswith("s") and (word[:-1] in lists.roles or word[:-2] in lists.roles))
    return role and token.bare not in lists.given and not token.text.isupper()


def _kind(tokens: list[_Token], titled: bool, lists: _Lists) -> str:
    """Kind of a name whose titles were taken off."""
    if titled:
        return "person"
    if " ".join(t.text for t in tokens) in lists.places:
        return "place"
    return _kind_of_word(tokens[0], lists) if len(tokens) == 1 else _kind_of_words(tokens, lists)


def _kind_of_word(token: _Token, lists: _Lists) -> str:
    if token.text.isupper() and token.text.capitalize() in lists.places:
        return "place"
    if token.bare in lists.alone or _is_acronym(token):
        return "organisation"
    if len(token.bare) > 2 and token.bare[-1] == "s" and token.bare[:-1].isupper():
        return "thing"  # "MPs", "NGOs": several, and no name
    return "person" if token.bare in lists.given else "unknown"


def _kind_of_words(tokens: list[_Token], lists: _Lists) -> str:
    title_of_work = any(t.bare.lower() in lists.grammar and len(t.bare) > 1 and t.text != "Will" for t in tokens)
    if title_of_work or tokens[-1].bare in lists.things:
        return "thing"
    middle_initial = len(tokens[1].text) == 2 and tokens[1].text.endswith(".")
    if _is_front(tokens, lists):
        return "organisation"
    if tokens[0].bare in lists.given or tokens[-1].bare in lists.suffixes or middle_initial:
        return "person"
    return "organisation" if any(t.joiner == "&" for t in tokens) else "unknown"


def _read_segment(tokens: list[_Token], lists: _Lists) -> list[_Found]:
    """The name in one segment, if there is one."""
    if _is_organisation(tokens, lists):
        return [(tokens[0].start, tokens[0].start, _end(tokens[-1], lists), "organisation")]
    if " ".join(t.text for t in tokens) in lists.places:
        return [(tokens[0].start, tokens[0].start, tokens[-1].end, "place")]
    front = _behind_titles(tokens, lists)
    if front == len(tokens) > 1 and tokens[-2].bare in lists.honorifics:
        front -= 1  # "Mr. King": a surname that is a title too
    core = tokens[front:]
    if not core:
        single = tokens[-1]
        body = single.bare in lists.alone and single.bare not in lists.titles
        if not body and len(tokens) > 1:
            return []
        return [(single.start, single.start, single.end, "organisation" if body else MAYBE)]
    titled = any(t.bare in lists.personal or _is_role(t, lists) for t in tokens[:front])
    if len(core) == 1 and not titled and _says_nothing(core[0], lists):
        return []
    return [(tokens[0].start, core[0].start, _end(core[-1], lists), _kind(core, titled, lists))]


def _says_nothing(token: _Token, lists: _Lists) -> bool:
    """Whether a word alone is no name: a suffix, an initial, a word of grammar."""
    grammar = token.bare.lower() in lists.grammar and token.bare not in lists.given
    return grammar or token.bare in lists.suffixes or len(token.bare.replace(".", "")) == 1


def _behind_titles(tokens: list[_Token], lists: _Lists) -> int:
    """Where the name itself begins, behind titles and the places that go with them."""
    front = _front(tokens, lists)
    for size in (1, 2, 3):  # "Ohio Gov. John Doe", "New York Mayor Bill Doe", "Los Angeles County Sheriff Ann Doe"
        place = " ".join(t.text for t in tokens[front : front + size])
        if len(tokens) > front + size and place in lists.places and tokens[front + size].bare in lists.titles:
            front += size
            front += _front(tokens[front:], lists)
    # "Acme Chief Executive Ann Lee": a title further inside.
    for i in range(len(tokens) - 1, front, -1):
        rank = tokens[i - 1].bare in lists.personal or (
            tokens[i - 1].text.isupper() and tokens[i - 1].bare in lists.suffixes
        )
        inner = rank and tokens[i - 1].bare not in lists.given
        if inner and tokens[i].bare not in lists.titles and i - 1 > front:
            return i
    return _given_inside(tokens, front, lists) or front


def _given_inside(tokens: list[_Token], front: int, lists: _Lists) -> int:
    """Where a given name stands behind words that are none: "Diplomatic Security Ann Lee"; 0 nowhere."""
    if len(tokens) - front < 3 or tokens[front].bare in lists.given or len(tokens[front].bare) < 3:
        return 0
    for i in (len(tokens) - 2, len(tokens) - 3):
        if i > front and tokens[i].bare in lists.given and not any(t.joiner for t in tokens[i:]):
            return i
    return 0


def _end(token: _Token, lists: _Lists) -> int:
    """Where the name ends: the full stop of "Jr." belongs to it, that of a sentence does not."""
    keeps = token.text.count(".") > 1 or token.bare in lists.suffixes or token.bare in lists.legal
    return token.end - 1 if token.text.endswith(".") and not keeps else token.end


def _parse(sequence: str, at_start: bool, language: str) -> tuple[_Found, ...]:
    """Names in a run of capitalised words."""
    lists = _lists(language)
    tokens = _tokens(sequence)
    if at_start:
        kept = _without_opener(tokens, lists)
        if not kept and len(tokens[0].bare) > 2 and tokens[0].bare.lower() not in lists.grammar:
            return ((tokens[0].start, tokens[0].start, tokens[0].end, MAYBE),)
        tokens = kept
    found: list[_Found] = []
    office: _Token | None = None  # where "Secretary of" begins, if "State Jane Doe" follows
    for segment in _segments(tokens, lists):
        names = _read_segment(segment, lists)
        for title, start, end, kind in names:
            held = (
                office is not None
                and segment[0].joiner.startswith(("of", "for"))
                and kind == "person"
                and title < start
            )
            found.append((office.start if office is not None and held else title, start, end, kind))
        untold = all(kind == MAYBE for _, _, _, kind in names)
        office = segment[0] if untold and all(t.bare in lists.titles for t in segment) else None
    return tuple(found)


_parse_cached = lru_cache(maxsize=1 << 15)(_parse)


def _without_opener(tokens: list[_Token], lists: _Lists) -> list[_Token]:
    """Leave out a common word that is capitalised only because a sentence begins with it."""
    word = CONTRACTION.sub("", tokens[0].bare)
    if len(tokens) > 1 and tokens[1].joiner == "at" and word.endswith("s") and _is_role(tokens[0], lists):
        return tokens[1:]  # "Workers at Acme"
    if word.lower() not in lists.openers and word not in ("I", "A"):
        if len(tokens) == 1 and word.endswith("s") and _is_role(tokens[0], lists):
            return []  # "Bosses at the mill"
        if len(tokens) > 1 and tokens[1].joiner and word.endswith("s") and _is_role(tokens[0], lists):
            return tokens[1:]  # "Bosses at Acme"
        mood = (
            MOOD.search(word) is not None
            and word not in lists.given
            and " ".join(t.text for t in tokens[:2]) not in lists.places
        )
        return tokens[1:] if mood and len(tokens) > 1 and not tokens[1].joiner else tokens
    if len(tokens) == 1:
        return tokens if word in lists.alone else []
    return tokens if _opens_name(word, tokens, lists) else tokens[1:]


def _is_front(tokens: list[_Token], lists: _Lists) -> bool:
    """Whether the first word tells the kind of the body whose name follows: "Radio Norwick"."""
    first, second = tokens[0], tokens[1]
    own = second.bare in lists.titles or second.bare.lower() in lists.openers or _is_role(second, lists)
    return first.bare in lists.fronts and not second.joiner and not own


def _opens_name(word: str, tokens: list[_Token], lists: _Lists) -> bool:
    """Whether a common word at the start of a sentence belongs to the name behind it."""
    following = tokens[1]
    if following.joiner:
        return word in lists.leading or word in lists.titles
    if word in lists.fronts and _is_front(tokens, lists):
        return True
    if word in NUMBERS and not following.joiner and len(tokens) > 2:
        return True  # "Three Rivers Power"
    if (word in lists.titles and word.lower() not in lists.grammar) or " ".join(
        t.text for t in tokens[:2]
    ) in lists.places:
        return True
    if word in lists.given and following.bare.lower() not in lists.openers:
        return True
    body = [t for t in tokens if not t.joiner]
    is_body = body[-1].bare in lists.heads and len(word) > 3 and word.lower() not in lists.grammar
    return is_body and tokens.index(body[-1]) <= 3


HEADLINE_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _is_headline(line: str) -> bool:
    """Whether nearly all words of a line are capitalised, as in a title."""
    if line[0].islower() or line[-1] in '!?,:;"”':
        return False
    least, share = (7, 0.9) if line[-1] == "." else (4, 0.75)
    words = [w for w in HEADLINE_PART.findall(line) if len(w) > 3]
    return len(words) >= least and sum([w[0].isupper() for w in words]) >= share * len(words)


def _goes_on(text: str, at: int) -> bool:
    """Whether one space and a letter before a place tell at once that no sentence begins there."""
    return text[at - 1] == " " and text[at - 2 : at - 1].isalnum()


def _scan(text: str, low: int, high: int, language: str) -> list[NameMention]:
    """Names of one line of prose."""
    found = []
    for match in SEQUENCE.finditer(text, low, high):
        at = match.start()
        at_start = at == low or (not _goes_on(text, at) and START.search(text, max(low, at - 8), at) is not None)
        sequence = match.group()
        parse = _parse_cached if len(sequence) <= LONGEST_CACHED else _parse
        for title, start, end, kind in parse(sequence, at_start, language):
            found.append(NameMention(at + start, at + end, kind, at + title))
    return found


def _settle(text: str, found: list[NameMention]) -> list[NameMention]:
    """Keep a doubtful word only where a full name ends or begins with it: "King" and "Dean" beside "Dean King"."""
    if all(name.kind != MAYBE for name in found):
        return found
    full = [text[n.start : n.end] for n in found if n.kind == "person"]
    last = {word for name in full for word in (name.rpartition(" ")[2], name.partition(" ")[0])}
    return [
        replace(n, kind="person") if n.kind == MAYBE else n
        for n in found
        if n.kind != MAYBE or text[n.start : n.end] in last
    ]


def _known_forms(text: str, found: list[NameMention]) -> dict[str, str]:
    """Lower-cased forms, whole and shortened, of the names found in prose, with their kinds."""
    forms: dict[str, str] = {}
    for name in found:
        words = text[name.start : name.end].lower().split()
        forms.setdefault(" ".join(words), name.kind)
        if len(words) > 1 and name.kind in ("person", "unknown"):
            forms.setdefault(words[-1], name.kind)
    return forms


HEADLINE_WORD = re.compile(r"[^\W_]+(?:[.'’-](?![sS]\b)[^\W_]+)*")


def _scan_headline(text: str, low: int, high: int, forms: dict[str, str], language: str) -> list[NameMention]:
    """Names of a line in which capitals tell nothing: those met in prose, and given names with the word behind them."""
    lists = _lists(language)
    words = list(HEADLINE_WORD.finditer(text, low, high))
    found = []
    i = 0
    while i < len(words):
        size = next((n for n in (4, 3, 2, 1) if i + n <= len(words) and _run(text, words, i, n) in forms), 0)
        if size:
            kind = forms[_run(text, words, i, size)]
        elif _is_person_pair(words, i, lists):
            size, kind = 2, "person"
        if size:
            start = words[i].start()
            found.append(NameMention(start, words[i + size - 1].end(), kind, start, headline=True))
        i += max(size, 1)
    return found


def _run(text: str, words: list[re.Match[str]], first: int, size: int) -> str:
    return " ".join(text[words[first].start() : words[first + size - 1].end()].lower().split())


def _is_person_pair(words: list[re.Match[str]], i: int, lists: _Lists) -> bool:
    """A given name and a word that is no common one, in a headline."""
    if i + 1 >= len(words) or words[i].end() + 1 != words[i + 1].start():
        return False
    first, second = words[i].group().capitalize(), words[i + 1].group()
    return (
        first in lists.given
        and first.lower() not in lists.openers
        and second.lower() not in lists.openers
        and second[0].isupper()
    )


def find_names(text: str, start: int = 0, end: int | None = None, language: str = "en") -> list[NameMention]:
    """Names in text[start:end], counted in `text`, in order.

    >>> text = "But Sen. Jane Doe of the Acme Ferry Co. met Kofi van Dyk Jr. in Paris."
    >>> names = [(text[n.start : n.end], n.kind, text[n.title_start : n.start]) for n in find_names(text)]
    >>> names  # doctest: +NORMALIZE_WHITESPACE
    [('Jane Doe', 'person', 'Sen. '), ('Acme Ferry Co.', 'organisation', ''),
     ('Kofi van Dyk Jr.', 'person', ''), ('Paris', 'place', '')]
    """
    found: list[NameMention] = []
    headlines: list[tuple[int, int]] = []
    for low, high in find_paragraphs(text, start, end):
        if high - low <= HEADLINE_LENGTH and _is_headline(text[low:high]):
            headlines.append((low, high))
        else:
            found += _scan(text, low, high, language)
    found = _settle(text, found)
    if headlines:
        forms = _known_forms(text, found)
        for low, high in headlines:
            found += _scan_headline(text, low, high, forms, language)
        found.sort(key=lambda name: name.start)
    return found
