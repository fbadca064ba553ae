"""The tense of a sentence around a time: tokens in, "past", "future" or "" out.

The verb nearest before the time in its sentence decides, else the nearest after it.
"""

from dataclasses import dataclass
from functools import cache

from tellings.language import load
from tellings.text.dates.tokens import BREAK, Tokens

REACH = 40  # tokens; longer stretches of a sentence say little about the time
NEAR_SPEECH = 4  # tokens: "wrote on X on Sunday", "on Sunday, the police said"
STOPS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that tell the tense."""

    future: frozenset[str]
    planned: frozenset[str]
    past: frozenset[str]
    perfect: frozenset[str]
    present: frozenset[str]
    booked: frozenset[str]
    ahead: frozenset[str]
    speech: frozenset[str]
    named: frozenset[str]


@cache
def cues(language: str = "en") -> Cues:
    """The cues of a language, read once."""
    data = load("tense", language)
    return Cues(
        *(
            frozenset(data[name])
            for name in ("future", "planned", "past", "perfect", "present", "booked", "ahead", "speech", "named")
        )
    )


def sentence_bounds(tokens: Tokens, low: int, high: int) -> tuple[int, int]:
    """The tokens of the sentence (as far as REACH) around tokens low to high."""
    begin = low
    while begin > 0 and low - begin < REACH and not _is_stop(tokens, begin - 1):
        begin -= 1
    end = high
    while end < len(tokens.words) and end - high < REACH and not _is_stop(tokens, end):
        end += 1
    return begin, end


def _is_stop(tokens: Tokens, i: int) -> bool:
    """Whether a sentence ends with token `i`."""
    if tokens.classes[i] == BREAK:
        return True
    following = tokens.word(i + 1)
    return tokens.words[i] in STOPS and not following[:1].islower() and not following[:1].isdigit()


def _cue(tokens: Tokens, i: int, known: Cues) -> str:
    """The tense that one token tells, or ""."""
    word = tokens.words[i].lower()
    following = [tokens.word(i + 1).lower(), tokens.word(i + 2).lower()]
    previous = tokens.word(i - 1).lower()
    if word in known.future or _is_planned(word, following, known):
        return "" if tokens.words[i] in known.named else "future"
    if word in known.perfect:
        return "past" if any(_is_participle(w, known) for w in following) else ""
    if _is_bare(tokens, i - 1, known):
        return ""  # "will be held", "to cut", "is closed": the word before decides
    if word in known.past:
        return "past"
    return "past" if word.endswith("ed") and len(word) > 4 and previous not in {"the", "a", "an"} else ""


def _is_bare(tokens: Tokens, i: int, known: Cues) -> bool:
    """Whether the verb after token `i` is an infinitive or a participle that tells no past by itself."""
    word = tokens.word(i)
    modal = word.lower() in known.future and word not in known.named
    return modal or word.lower() in {"be", "to"} or word.lower() in known.present


def _is_participle(word: str, known: Cues) -> bool:
    return word in known.past or (len(word) > 4 and word.endswith(("ed", "en", "wn")))


def _is_planned(word: str, following: list[str], known: Cues) -> bool:
    """Whether a word with those after it speaks of a plan: "plans to", "due on", "is meeting"."""
    if word in known.planned and "to" in following:
        return True
    if word in known.booked and following[0] in {"for", "on", "in", "at"}:
        return True
    later = following[1] if following[0] in {"not", "also", "now"} else following[0]
    return word in known.present and (later.endswith("ing") or later == "to")


def tense_at(tokens: Tokens, low: int, high: int, language: str = "en") -> str:
    """The tense of the sentence around tokens low to high (end left out).

    >>> from tellings.text.dates.tokens import tokenize
    >>> tense_at(tokenize("They will meet on Friday.", 0, 25), 4, 5)
    'future'
    """
    known = cues(language)
    begin, end = sentence_bounds(tokens, low, high)
    if tokens.word(high).lower() in known.future:
        return "future"
    if low > begin and tokens.words[low - 1].lower() in known.ahead:
        return "future"
    found = (_cue(tokens, i, known) for i in (*range(low - 1, begin - 1, -1), *range(high, end)))
    return next((tense for tense in found if tense), "")


def is_past(tokens: Tokens, low: int, high: int, language: str = "en") -> bool:
    """Whether the sentence around tokens low to high tells only of what was, verbs of speech and "by" left aside.

    >>> from tellings.text.dates.tokens import tokenize
    >>> texts = "By Friday it was full.", "On Friday it is closed, he said."
    >>> [is_past(tokenize(text, 0, len(text)), 1, 2) for text in texts]
    [True, False]
    """
    known = cues(language)
    begin, end = sentence_bounds(tokens, low, high)
    if tokens.word(low - 1).lower() == "for":
        return False  # "planned for that day"
    places = [*range(low - 1, begin - 1, -1), *range(high, end)]
    found = [_cue(tokens, i, known) for i in places if tokens.words[i].lower() not in known.speech]
    return "past" in found and "future" not in found


def is_aside(tokens: Tokens, low: int, high: int, language: str = "en") -> bool:
    """Whether tokens low to high only say when someone spoke: a verb of speech is within NEAR_SPEECH tokens."""
    begin, end = sentence_bounds(tokens, low, high)
    near = range(max(begin, low - NEAR_SPEECH), min(end, high + NEAR_SPEECH))
    return any(tokens.words[i].lower() in cues(language).speech for i in near)
