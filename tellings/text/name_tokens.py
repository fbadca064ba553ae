"""Runs of capitalised words cut into names: the words of a run in, those of each name out."""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from tellings.text.name_lists import NameLists


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


@dataclass(slots=True)
class Token:
    """A capitalised word of a sequence, with the small words before it."""

    text: str
    start: int
    end: int
    joiner: str  # the small words between the last token and this one; "" none
    bare: str  # the word without its full stop, unless stops stand inside it too


Found = tuple[int, int, int, str]  # title start, start, end, kind


def split_tokens(sequence: str) -> list[Token]:
    """The capitalised words of a sequence."""
    found: list[Token] = []
    joiner: list[str] = []
    for piece in PIECE.finditer(sequence):
        word = piece.group()
        if word == "plc" or word[0].isupper() or (len(word) > 2 and not word.islower()):
            bare = word[:-1] if word[-1] == "." and word.count(".") == 1 else word
            found.append(Token(word, piece.start(), piece.end(), " ".join(joiner), bare))
            joiner = []
        else:
            joiner.append(word)
    return found


def _is_compound(token: Token, lists: NameLists) -> bool:
    """Whether the word is an adjective made with a name, such as Paris-based."""
    tail = token.text.rpartition("-")[2]
    return "-" in token.text and tail.islower() and (len(tail) > 4 or tail in lists.compounds)


def _joins(left: list[Token], token: Token, rest: list[Token], lists: NameLists) -> bool:
    """Whether the small words before `token` belong to one name with what stands left of them."""
    words = token.joiner.split()
    if not words or words == ["&"]:
        return True
    if all(word in lists.particles for word in words) and words != ["e"]:
        return left[-1].bare not in lists.titles
    if words in (["'"], ["’"]):
        return _is_owners_body(left, token, rest, lists)
    if words[0] == "and":
        return words == ["and"] and _joins_by_and(left, token, rest, lists)
    if left[-1].bare in lists.leading:
        return True
    in_body = any(t.bare in lists.leading and t.joiner == "" for t in left[:-1]) and any(t.joiner for t in left)
    return in_body and words[0] in ("of", "on", "in", "at", "for")


def _joins_by_and(left: list[Token], token: Token, rest: list[Token], lists: NameLists) -> bool:
    """Whether "and" stands within one name: "Bureau of Ships and Docks"."""
    if _is_body_begun(left, lists) and not begins_another(token, lists):
        return True
    body = token.bare in lists.after_and and any(t.bare in lists.leading or t.bare in lists.heads for t in left)
    return body or _is_compound_body(left, token, rest, lists)


def _is_owners_body(left: list[Token], token: Token, rest: list[Token], lists: NameLists) -> bool:
    """Whether "National Growers’ Federation" is one body: a plain plural, and a noun for bodies at the end."""
    after = [token, *itertools.takewhile(lambda t: not t.joiner, rest)]
    plain = not begins_another(left[-1], lists) and left[-1].bare not in lists.adjectives
    own = token.bare in lists.given or token.text in lists.places
    return plain and not own and len(after) <= 3 and after[-1].bare in lists.heads


def _is_compound_body(left: list[Token], token: Token, rest: list[Token], lists: NameLists) -> bool:
    """Whether "Harbour and Allied Workers Union" is one body: plain words, and a noun for bodies at the end."""
    before, after = left[-1], [token, *itertools.takewhile(lambda t: not t.joiner, rest)]
    plain = len(left) == 1 and not begins_another(before, lists) and not begins_another(token, lists)
    return plain and 2 <= len(after) <= 4 and after[-1].bare in lists.heads and before.bare not in lists.heads


def _is_no_name(token: Token, lists: NameLists) -> bool:
    """Whether a capitalised word can be no part of a name: a day, a compound, a common word in capitals."""
    word = token.bare
    if word in lists.dates or word in lists.not_names or _is_compound(token, lists):
        return True
    if PARTY_TAG.match(word) or (len(word) == 1 and not token.text.endswith(".")):
        return True
    return word in ("The", "A", "An") or (len(word) > 2 and word.isupper() and word.lower() in lists.openers)


def _is_officer(left: list[Token], tokens: list[Token], i: int, lists: NameLists) -> bool:
    """Whether a title behind a body with its "of" begins a person's name: "Bank of Norwick Governor Ann Lee"."""
    person = tokens[i].bare in lists.personal and i < len(tokens) - 1 and tokens[-1].bare not in lists.heads
    return person and not tokens[i].joiner and _is_body_begun(left, lists)


def _is_body_begun(left: list[Token], lists: NameLists) -> bool:
    """Whether what stands left is a body with its "of": "Centre on Budget"."""
    return any(one.bare in lists.leading and other.joiner for one, other in pairwise(left))


def begins_another(token: Token, lists: NameLists) -> bool:
    """Whether a word surely begins a name of its own."""
    own = token.bare in lists.given or token.bare in lists.alone or token.bare in lists.titles
    return own or token.text in lists.places or token.bare in lists.leading or is_acronym(token)


def _is_given_before(tokens: list[Token], i: int, lists: NameLists) -> bool:
    """Whether a month's name is somebody's given name here: "Jan Doe", "April Doe"."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        tokens[i].bare in lists.given
        and following is not None
        and not following.joiner
        and not _is_no_name(following, lists)
    )


def cut_names(tokens: list[Token], lists: NameLists) -> list[list[Token]]:
    """Cut a sequence where one name ends and another begins."""
    found: list[list[Token]] = []
    now: list[Token] = []
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


def is_acronym(token: Token) -> bool:
    """Whether a word is an acronym."""
    letters = token.text.replace(".", "").replace("&", "").replace("-", "")
    return 2 <= len(letters) <= 6 and letters.isupper() and letters.isalnum()


def is_role(token: Token, lists: NameLists) -> bool:
    """Whether a capitalised word is a noun for persons and no given name."""
    word = token.bare.lower()
    role = word in lists.roles or (word.endswith("s") and (word[:-1] in lists.roles or word[:-2] in lists.roles))
    return role and token.bare not in lists.given and not token.text.isupper()


def is_front(tokens: list[Token], lists: NameLists) -> bool:
    """Whether the first word tells the kind of the body whose name follows: "Radio Norwick"."""
    first, second = tokens[0], tokens[1]
    own = second.bare in lists.titles or second.bare.lower() in lists.openers or is_role(second, lists)
    return first.bare in lists.fronts and not second.joiner and not own
