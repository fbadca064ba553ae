"""Names of persons, organisations and places: a string in, spans of characters with a kind out."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tellings.text.name_kinds import read_name
from tellings.text.name_lists import NameLists, common_words, given_names, name_lists
from tellings.text.name_tokens import (
    CONTRACTION,
    HEADLINE_LENGTH,
    LONGEST_CACHED,
    MAYBE,
    MOOD,
    NUMBERS,
    SEQUENCE,
    START,
    Found,
    Token,
    cut_names,
    is_front,
    is_role,
    split_tokens,
)
from tellings.text.words import find_paragraphs

__all__ = ["NameMention", "common_words", "find_names", "given_names"]


@dataclass(frozen=True, slots=True)
class NameMention:
    """One name where it stands, without the titles before it and the possessive ending behind it."""

    start: int
    end: int
    kind: str  # person | organisation | place | thing | unknown
    title_start: int  # where the titles before the name begin ("former Sen."); start where there are none
    headline: bool = False  # in a line whose words are all capitalised


def _parse(sequence: str, at_start: bool, language: str) -> tuple[Found, ...]:
    """Names in a run of capitalised words."""
    lists = name_lists(language)
    tokens = split_tokens(sequence)
    if at_start:
        kept = _without_opener(tokens, lists)
        if not kept and len(tokens[0].bare) > 2 and tokens[0].bare.lower() not in lists.grammar:
            return ((tokens[0].start, tokens[0].start, tokens[0].end, MAYBE),)
        tokens = kept
    found: list[Found] = []
    office: Token | None = None  # where "Secretary of" begins, if "State Jane Doe" follows
    for segment in cut_names(tokens, lists):
        names = read_name(segment, lists)
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


def _without_opener(tokens: list[Token], lists: NameLists) -> list[Token]:
    """Leave out a common word that is capitalised only because a sentence begins with it."""
    word = CONTRACTION.sub("", tokens[0].bare)
    if len(tokens) > 1 and tokens[1].joiner == "at" and word.endswith("s") and is_role(tokens[0], lists):
        return tokens[1:]  # "Workers at Acme"
    if word.lower() not in lists.openers and word not in ("I", "A"):
        if len(tokens) == 1 and word.endswith("s") and is_role(tokens[0], lists):
            return []  # "Bosses at the mill"
        if len(tokens) > 1 and tokens[1].joiner and word.endswith("s") and is_role(tokens[0], lists):
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


def _opens_name(word: str, tokens: list[Token], lists: NameLists) -> bool:
    """Whether a common word at the start of a sentence belongs to the name behind it."""
    following = tokens[1]
    if following.joiner:
        return word in lists.leading or word in lists.titles
    if word in lists.fronts and is_front(tokens, lists):
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
    lists = name_lists(language)
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


def _is_person_pair(words: list[re.Match[str]], i: int, lists: NameLists) -> bool:
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
