"""Sources that are none: a mention that a frame has found in, why it names no one who could speak out."""

from functools import cache

from tellings.language import load
from tellings.text.clauses import Grammar, Sentence
from tellings.text.mentions import Range, phrase_left

# Frames that stand on a verb's object or on what stands near alone: there a thing is more often topic than source.
LOW_TRUST = frozenset({"object", "following", "announced"})
THING = "the phrase before it names a thing"
# A determiner may follow these within one phrase ("all the fans", "half a dozen of the crew").
BEFORE_DETERMINER = frozenset({"and", "&", "all", "both", "half", "many", "such", "then", "or"})


@cache
def _things(language: str) -> frozenset[str]:
    return frozenset(load("grammar", language)["things"])


@cache
def _finite(language: str) -> frozenset[str]:
    """Past tenses that are no participles ("came", "wrote")."""
    verbs = load("verb_forms", language)["verbs"]
    return frozenset(forms[2] for forms in verbs if len(forms) == 5 and forms[2] != forms[3])


def find_source(sentence: Sentence, found: Range | None, words: Grammar, frame: str) -> tuple[Range | None, str]:
    """The mention, cut to its name where a verb follows that ("Quill struck a tone"), or None and why it is none."""
    if found is None:
        return None, ""
    begin, end = found
    if sentence.at(begin - 1) == "who" and not sentence.caps[begin]:
        found = phrase_left(sentence, begin - 1, 0, words) or found  # A man ⟦who lives in Hythe⟧ said
    if words.bare_pronoun(sentence.low[begin]) and end - begin > 1 and not sentence.caps[begin + 1]:
        return (begin, begin + 1), ""  # he's given the port time to ask
    if (
        _is_participle(sentence.low[begin])
        and begin + 1 < end
        and sentence.caps[begin + 1]
        and not sentence.caps[begin]
    ):
        begin += sentence.low[begin] != "including"
        found = (begin, end)  # showing ⟦Ann Lee⟧ praising the ferry
    found = _before_verb(sentence, found, words)
    why = _no_source(sentence, found, words, frame)
    name = _leading_name(sentence, found, words) if why != THING else None
    if name is not None and (why or _is_past(sentence, name[1], found[1], words)):
        return name, ""
    return (None, why) if why else (found, "")


def _before_verb(sentence: Sentence, found: Range, words: Grammar) -> Range:
    """The phrase without a past tense that ends it: ⟦A video⟧ surfaced showing."""
    begin, end = found
    last, before = sentence.low[end - 1], sentence.at(end - 2)
    verb = last in _past(words.language) or last.endswith("ed")
    noun = before not in words.determiners and not words.is_adverb(before)  # "the accused", "the newly elected"
    whole = end - begin > 2 and sentence.low[begin] in words.determiners and not sentence.caps[end - 1]
    return (begin, end - 1) if whole and verb and noun else found


def _leading_name(sentence: Sentence, found: Range, words: Grammar) -> Range | None:
    """The capitalised words that a mention begins with, if others follow them that are not capitalised."""
    end = found[0] + (sentence.low[found[0]] == "the")
    while end < found[1] and sentence.caps[end]:
        end += 1
    first = sentence.low[found[0]]
    small = (first in words.determiners and first != "the") or first in words.openers or words.bare_pronoun(first)
    relative = sentence.at(found[0] - 1) in words.relatives or first in _bases(words.language)  # See the cover below
    if (
        small
        or relative
        or not any(sentence.caps[found[0] + (first == "the") : end])
        or end == found[1]
        or first in words.subject_pronouns
    ):
        return None
    return (
        None
        if sentence.low[end] in words.noun_links or sentence.low[end - 1].endswith(("'s", "s'"))
        else (found[0], end)
    )


def _is_past(sentence: Sentence, begin: int, end: int, words: Grammar) -> bool:
    """Whether a past tense and adverbs are all that tokens begin to end hold."""
    rest = [word for word in sentence.low[begin:end] if not words.is_adverb(word)]
    return len(rest) == 1 and rest[0] in _past(words.language)


@cache
def _bases(language: str) -> frozenset[str]:
    return frozenset(forms[0] for forms in load("verb_forms", language)["verbs"])


@cache
def _past(language: str) -> frozenset[str]:
    verbs = load("verb_forms", language)["verbs"]
    return frozenset(forms[2] for forms in verbs if len(forms) in (4, 5)) | {"sought"}


def _no_source(sentence: Sentence, found: Range, words: Grammar, frame: str) -> str:
    """Why a mention names no one who could speak; "" where it may."""
    begin, end = found
    first, last = sentence.low[begin], sentence.low[end - 1]
    if end - begin == 1 and (first in words.pronouns or words.bare_pronoun(first)):
        return ""
    if frame != "according to" and _holds_verb(sentence, begin, end, words):
        return "the phrase before it holds a verb"
    if last == "like" and not sentence.caps[end - 1]:
        return "the phrase before it has no head"
    if frame in LOW_TRUST and _is_thing(sentence, begin, end, words):
        return THING
    return ""


def _holds_verb(sentence: Sentence, begin: int, end: int, words: Grammar) -> bool:
    """Whether a phrase is rather a clause or a verb and its object."""
    if not sentence.caps[begin] and _leads_verb(sentence, begin, end, words):
        return True
    for i in range(begin, end):
        word = sentence.low[i]
        if words.bare_pronoun(word) and end - begin > 1:
            return True
        if i == begin or sentence.caps[i]:
            continue
        if word in _finite(words.language) and not _is_relative(sentence, begin, i):
            return True
        before = sentence.low[i - 1]
        article = word in ("a", "an", "the") or word in words.owners
        if article and not (before in words.prepositions or before in BEFORE_DETERMINER or before in words.times):
            return True
    return False


def _leads_verb(sentence: Sentence, begin: int, end: int, words: Grammar) -> bool:
    """Whether a phrase begins with a participle that no noun follows ("making", "railing against the port")."""
    word, following = sentence.low[begin], sentence.low[begin + 1] if begin + 1 < end else ""
    if word in _finite(words.language):
        return True
    if not _is_participle(word):
        return False
    return (
        not following or following in words.prepositions or following in words.determiners or sentence.caps[begin + 1]
    )


def _is_participle(word: str) -> bool:
    return len(word) > 5 and word.endswith("ing")


def _is_relative(sentence: Sentence, begin: int, verb: int) -> bool:
    """Whether a verb belongs to a relative that nothing opens ("a memo Quill wrote")."""
    return sentence.caps[verb - 1] and any(not cap for cap in sentence.caps[begin + 1 : verb])


def _is_thing(sentence: Sentence, begin: int, end: int, words: Grammar) -> bool:
    """Whether the head of a phrase is a thing that cannot speak."""
    head = ""
    for i in range(begin, end):
        word = sentence.low[i]
        if i > begin and (word in words.prepositions or word in ("fit", "like")):
            break
        if word not in words.times:
            head = "" if sentence.caps[i] else word
    return head in _things(words.language) or head.removesuffix("s") in _things(words.language)
