"""Cue words: a tokenised sentence in, the verbs and phrases that say that something was said out."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tellings.language import load
from tellings.text.clauses import QUOTE, Grammar, Sentence

PASSIVE = "ask"  # the one verb whose passive still tells what was asked
# Sentences of the press have fewer cues; a list of verbs is no news, and the frames look at each pair of cues.
MOST = 24
VOWELS = "aeiou"


class Cue(NamedTuple):
    """A cue of a sentence, in numbers of tokens."""

    start: int  # of the verb group ("has also said")
    verb: int
    end: int  # after the verb and its particle
    frame: str  # letters of language/en/cues.toml
    form: str  # base | s | past | ing
    lemma: str
    negated: bool
    infinitive: bool
    passive: bool = False
    hedge: str = ""  # "reportedly", "may": what makes the saying itself unsure


def inflect(lemma: str) -> list[str]:
    """Third person, past, participle and -ing form of a regular verb.

    >>> inflect("deny"), inflect("note"), inflect("press")
    (['denies', 'denied', 'denied', 'denying'], ['notes', 'noted', 'noted', 'noting'], \
['presses', 'pressed', 'pressed', 'pressing'])
    """
    if lemma.endswith("e"):
        return [lemma + "s", lemma + "d", lemma + "d", (lemma if lemma.endswith("ee") else lemma[:-1]) + "ing"]
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return [lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"]
    s = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return [s, lemma + "ed", lemma + "ed", lemma + "ing"]


def _forms(lemma: str, irregular: dict[str, list[str]]) -> list[tuple[str, str]]:
    """All written forms of a lemma, each with its name."""
    s, past, participle, *ing = irregular.get(lemma) or inflect(lemma)
    if len(ing) > 1:
        return [(lemma, "base"), (s, "s"), (past, "past"), (participle, "past"), *((form, "ing") for form in ing)]
    return [(lemma, "base"), (s, "s"), (past, "past"), (participle, "past"), (ing[0], "ing")]


class Entry(NamedTuple):
    """What the lexicon knows of a written form."""

    lemma: str
    frame: str  # letters of language/en/cues.toml
    form: str  # base | s | past | ing


@cache
def lexicon(language: str = "en") -> dict[str, Entry]:
    """Written form -> its entry."""
    data = load("cues", language)
    frames: dict[str, str] = {}
    for letters, lemmas in data["frames"].items():
        for lemma in lemmas:
            known = frames.get(lemma, "")
            frames[lemma] = known + "".join(c for c in letters if c not in known)
    for phrase in data["phrases"]:
        frames.setdefault(phrase.split()[0], "")
    table: dict[str, Entry] = {}
    for lemma, frame in frames.items():
        for written, name in _forms(lemma, data["irregular"]):
            # "past" wins over "base" where one form is both (put, read, hit).
            if written not in table or name == "past":
                table[written] = Entry(lemma, frame, name)
    return table


@cache
def cue_nouns(language: str = "en") -> frozenset[str]:
    """Nouns that carry what was said ("her claim that ...")."""
    return frozenset(load("cues", language)["words"]["nouns"])


@cache
def _rather_nouns(language: str = "en") -> frozenset[str]:
    return frozenset(load("cues", language)["words"]["rather_nouns"])


@cache
def _nouns_but(language: str = "en") -> frozenset[str]:
    return frozenset(load("cues", language)["words"]["nouns_but"])


@cache
def phrases(language: str = "en") -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> (the words after it, frame), longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, frame in load("cues", language)["phrases"].items():
        first, *rest = phrase.split()
        table.setdefault(first, []).append((tuple(rest), frame))
    return {first: tuple(sorted(rest, key=lambda r: (-len(r[0]), r))) for first, rest in table.items()}


def find_cues(sentence: Sentence, words: Grammar) -> list[Cue]:
    """The cues of a sentence, in order."""
    table, with_particle = lexicon(words.language), phrases(words.language)
    if table.keys().isdisjoint(sentence.low):
        return []
    headline = len(sentence) < 30 and 5 * sum(sentence.caps) > 3 * len(sentence)
    found: list[Cue] = []
    for i in [i for i, word in enumerate(sentence.low) if word in table]:
        entry = table[sentence.low[i]]
        if sentence.caps[i] and not _may_be_capital(sentence, i, entry, headline):
            continue
        lemma, frame, form = entry
        end = i + 1
        for rest, other in with_particle.get(lemma, ()):
            if tuple(sentence.low[end : end + len(rest)]) == rest and not _is_dated(sentence, words, end, rest):
                frame, end = other, end + (0 if rest[-1] == "that" else len(rest))
                break
        cue = _cue(sentence, words, i, Entry(lemma, frame, form), end) if frame else None
        if cue is not None:
            found.append(cue)
            if len(found) == MOST:
                break
    return found


def _is_dated(sentence: Sentence, words: Grammar, end: int, rest: tuple[str, ...]) -> bool:
    """Whether a particle rather begins a time: reported ⟦on Monday⟧ that."""
    return rest == ("on",) and sentence.at(end + 1) in words.times


def _may_be_capital(sentence: Sentence, i: int, entry: Entry, headline: bool) -> bool:
    """Whether a capitalised form may be a verb: at the start, after a colon, in a headline ("Mayor Says ...")."""
    return i == 0 or sentence.low[i - 1] == ":" or (headline and entry.form == "s" and "qtz" in entry.frame)


def _cue(sentence: Sentence, words: Grammar, i: int, entry: Entry, end: int) -> Cue | None:
    """The cue at token i with the verb group before it, unless it is a noun or a passive there."""
    low, form = sentence.low, entry.form
    start, negated, passive, infinitive, group, hedge = i, False, False, False, 0, ""
    while start > 0:
        word = low[start - 1]
        if word in words.auxiliaries:
            infinitive = infinitive or (word == "to" and group == 0)
            passive = passive or (word in words.be and group == 0 and form == "past")
            group += word not in words.negations or word in words.be
        elif sentence.caps[start - 1] or not words.is_adverb(word):
            break
        negated = negated or word in words.negations
        hedge = hedge or (word if word in words.hedges else "")
        start -= 1
    negated = negated or sentence.at(start - 1) in ("neither", "nor")
    perceived = _perceived(sentence, words, start) if form == "ing" else start
    if perceived < start:
        start, form, passive = perceived, "past", False
    while start < i and low[start] in words.adverbs and low[start] in words.determiners:
        start += 1  # "both", "all" belong to what is before
    if (
        start == i
        and entry.lemma == PASSIVE
        and form == "past"
        and sentence.at(start - 1) in ("when", "while", "if", "")
    ):
        passive = True
    if (passive and entry.lemma != PASSIVE) or (start == i and not passive and _is_noun(sentence, words, i, form)):
        return None
    if form == "ing" or sentence.at(start - 1) == "having":
        negated = negated or _is_denied(sentence, words, start)
    return Cue(start, i, end, entry.frame, form, entry.lemma, negated, infinitive, passive, hedge)


def _perceived(sentence: Sentence, words: Grammar, start: int) -> int:
    """Where "can be heard saying", "was quoted as saying" begins; `start` for any other participle."""
    at = start - 1 - (sentence.at(start - 1) == "as")
    if sentence.at(at) not in words.perceived or sentence.caps[at]:
        return start
    begin = at
    while begin > 0 and (sentence.low[begin - 1] in words.auxiliaries or words.is_adverb(sentence.low[begin - 1])):
        begin -= 1
    return begin if any(word in words.be for word in sentence.low[begin:at]) else start


def _is_denied(sentence: Sentence, words: Grammar, start: int) -> bool:
    """Whether a verb of denial rules the verb group at `start` ("denied saying", "denies ever having said")."""
    i = start - 1
    while i > 0 and (sentence.low[i] == "having" or words.is_adverb(sentence.low[i])):
        i -= 1
    entry = lexicon(words.language).get(sentence.at(i))
    return entry is not None and entry.lemma == "deny" and not sentence.caps[i]


def _is_noun(sentence: Sentence, words: Grammar, i: int, form: str) -> bool:
    """Whether a form with no auxiliary before it is rather a noun or an adjective."""
    before = sentence.at(i - 1)
    if before.endswith(("'s", "s'")):
        return before[:-2] not in words.subject_pronouns
    if form in ("past", "ing"):
        return before in words.owners or before in ("a", "an", "the", "of" if form == "past" else "is")
    following = sentence.at(i + 1)
    if before not in words.subject_pronouns and sentence.low[i] in _nouns_but(words.language):
        return following not in ("that", ":", ",", QUOTE)
    if before in words.subject_pronouns or before in (QUOTE, ","):
        return False
    owned = before in words.determiners and before not in words.pronouns
    if owned or before in words.prepositions or not before:
        return True
    return form == "base" and sentence.low[i] in _rather_nouns(words.language) and following != "that"


def find_open_cues(sentence: Sentence, words: Grammar, known: Sequence[Cue]) -> list[Cue]:
    """Verbs of no list that can only tell of saying: `"Never," Ann Lee fumed.`, `she fumed: "Never."`.

    The press takes any verb there; what counts is the place between a quotation and a name or pronoun.
    """
    taken = {cue.verb for cue in known}
    found: list[Cue] = []
    for token in sorted(sentence.marks)[:MOST]:
        for verb, form in (_verb_after(sentence, words, token), _verb_before(sentence, words, token)):
            if verb >= 0 and verb not in taken:
                taken.add(verb)
                found.append(Cue(verb, verb, verb + 1, "q", form, sentence.low[verb], False, False))
    return found


def _verb_after(sentence: Sentence, words: Grammar, token: int) -> tuple[int, str]:
    """Place and form of the verb that makes a tag behind the quotation at a token; -1 for none."""
    last = sentence.text[max(0, sentence.ends[token] - 2) : sentence.ends[token]]
    comma = sentence.at(token + 1) == ","
    if not (comma or any(sign in last for sign in ",?!")):
        return -1, ""
    first = token + 1 + comma
    if _is_past(sentence, words, first) and first + 1 < len(sentence) and sentence.caps[first + 1]:
        return first, "past"
    verb = first
    if sentence.at(verb) in words.subject_pronouns and sentence.at(verb) != "it":
        verb += 1
    else:
        while verb < min(len(sentence), first + 4) and sentence.caps[verb]:
            verb += 1
    if verb > first and words.is_adverb(sentence.at(verb)):
        verb += 1
    after = sentence.at(verb + 1)
    ends = not after or not after[0].isalnum() or after in words.prepositions or after in words.times
    return (verb, "past") if verb > first and ends and _is_past(sentence, words, verb) else (-1, "")


def _verb_before(sentence: Sentence, words: Grammar, token: int) -> tuple[int, str]:
    """Place and form of the verb that announces the quotation at a token with a colon; -1 for none."""
    verb = token - 2
    if verb < 1 or sentence.low[token - 1] != ":" or not sentence.low[verb].isalpha() or sentence.caps[verb]:
        return -1, ""
    before = sentence.low[verb - 1]
    if _is_past(sentence, words, verb) and (sentence.caps[verb - 1] or before in words.subject_pronouns):
        return verb, "past"
    return (verb, "ing") if before == "," and sentence.low[verb].endswith("ing") else (-1, "")


def _is_past(sentence: Sentence, words: Grammar, i: int) -> bool:
    """Whether a token looks like a past tense."""
    word = sentence.at(i)
    past = word.endswith("ed") and len(word) > 4 and word.isalpha() and not sentence.caps[i]
    return past and word not in words.auxiliaries
