"""What a name is: the words of one name in, its titles taken off, its kind and its end out."""

from tellings.text.name_lists import NameLists
from tellings.text.name_tokens import MAYBE, NUMBERS, Found, Token, is_acronym, is_front, is_role


def _is_organisation(tokens: list[Token], lists: NameLists) -> bool:
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


def _front(tokens: list[Token], lists: NameLists) -> int:
    """How many words at the front are titles, parties or nations."""
    front = 0
    while front < len(tokens) and (tokens[front].bare in lists.titles or tokens[front].bare in lists.adjectives):
        front += 1
    while front and front < len(tokens) and tokens[front].joiner and tokens[front].joiner in lists.particles:
        front -= 1
    if front == 0 and len(tokens) > 1 and is_role(tokens[0], lists) and not any(t.joiner for t in tokens[1:3]):
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


def _kind(tokens: list[Token], titled: bool, lists: NameLists) -> str:
    """Kind of a name whose titles were taken off."""
    if titled:
        return "person"
    if " ".join(t.text for t in tokens) in lists.places:
        return "place"
    return _kind_of_word(tokens[0], lists) if len(tokens) == 1 else _kind_of_words(tokens, lists)


def _kind_of_word(token: Token, lists: NameLists) -> str:
    if token.text.isupper() and token.text.capitalize() in lists.places:
        return "place"
    if token.bare in lists.alone or is_acronym(token):
        return "organisation"
    if len(token.bare) > 2 and token.bare[-1] == "s" and token.bare[:-1].isupper():
        return "thing"  # "MPs", "NGOs": several, and no name
    return "person" if token.bare in lists.given else "unknown"


def _kind_of_words(tokens: list[Token], lists: NameLists) -> str:
    title_of_work = any(
        t.bare.lower() in lists.grammar and len(t.bare) > 1 and t.text != "Will"
        for t in tokens
        if t.text not in NUMBERS
    )
    if title_of_work or tokens[-1].bare in lists.things:
        return "thing"
    middle_initial = len(tokens[1].text) == 2 and tokens[1].text.endswith(".")
    if is_front(tokens, lists):
        return "organisation"
    if tokens[0].bare in lists.given or tokens[-1].bare in lists.suffixes or middle_initial:
        return "person"
    return "organisation" if any(t.joiner == "&" for t in tokens) else "unknown"


def read_name(tokens: list[Token], lists: NameLists) -> list[Found]:
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
    titled = any(t.bare in lists.personal or is_role(t, lists) for t in tokens[:front])
    if len(core) == 1 and not titled and _says_nothing(core[0], lists):
        return []
    return [(tokens[0].start, core[0].start, _end(core[-1], lists), _kind(core, titled, lists))]


def _says_nothing(token: Token, lists: NameLists) -> bool:
    """Whether a word alone is no name: a suffix, an initial, a word of grammar."""
    grammar = token.bare.lower() in lists.grammar and token.bare not in lists.given
    return grammar or token.bare in lists.suffixes or len(token.bare.replace(".", "")) == 1


def _behind_titles(tokens: list[Token], lists: NameLists) -> int:
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


def _given_inside(tokens: list[Token], front: int, lists: NameLists) -> int:
    """Where a given name stands behind words that are none: "Diplomatic Security Ann Lee"; 0 nowhere."""
    if len(tokens) - front < 3 or tokens[front].bare in lists.given or len(tokens[front].bare) < 3:
        return 0
    for i in (len(tokens) - 2, len(tokens) - 3):
        if i > front and tokens[i].bare in lists.given and not any(t.joiner for t in tokens[i:]):
            return i
    return 0


def _end(token: Token, lists: NameLists) -> int:
    """Where the name ends: the full stop of "Jr." belongs to it, that of a sentence does not."""
    keeps = token.text.count(".") > 1 or token.bare in lists.suffixes or token.bare in lists.legal
    return token.end - 1 if token.text.endswith(".") and not keeps else token.end
