"""The phase of an act at a date: a sentence with the date in it in, done, planned, announced or cancelled out.

What an act has come to is told by its date, by the tense of the verb that the date stands with, and by a few verbs
(language/en/phases.toml). TimeML (Saurí et al. 2006) draws the same lines by tense, aspect and modality of the event's
verb; here no parse is asked for.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from tellings.language import load
from tellings.text.dates.tense import is_past, tense_at
from tellings.text.dates.tokens import tokenize
from tellings.text.spelling import function_forms
from tellings.text.words import Span, find_words

# Words between a date and the verb that it belongs to: "on Monday the council announced", "said late on Monday".
NEAR = 6
CLAUSE = re.compile(r"[;:“”\"—]|\b(?:after|before|when|while|that|which|who|but|because|as)\b")
YEAR = re.compile(r"\d\d\b")  # a month or a weekday alone is the day of the act more often than a name
QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")


@dataclass(frozen=True, slots=True)
class Phase:
    """What becomes of what a date stands with."""

    kind: str  # done | announced | planned | cancelled
    start: int | None  # the words that tell; None where the tense or the date's own place does
    end: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Signs:
    """The words of a language that tell."""

    cancelled: re.Pattern[str]
    committing: re.Pattern[str]
    planned_then: re.Pattern[str]
    announcing: frozenset[str]
    since: frozenset[str]
    ahead: frozenset[str]


@cache
def signs(language: str = "en") -> Signs:
    """The signs of a language, read once."""
    data = load("phases", language)
    cancelled, committing, planned_then = (
        re.compile(data[name], re.IGNORECASE) for name in ("cancelled", "committing", "planned_then")
    )
    announcing, since, ahead = (frozenset(data[name]) for name in ("announcing", "since", "ahead"))
    return Signs(cancelled, committing, planned_then, announcing, since, ahead)


def find_phase(text: str, sentence: Span, time: Span, ahead: int | None, language: str = "en") -> Phase:
    """What becomes of what a sentence tells of a date in it.

    Args:
        text: the article's text.
        sentence: its characters.
        time: those of the date.
        ahead: 1 where the date lies after the day of the telling, 0 where it holds that day, -1 before; None not known.
        language: ISO 639-1 code.

    >>> text = "The mayor said on Monday that the bridge would open in June."
    >>> [find_phase(text, (0, len(text)), span, ahead).kind for span, ahead in (((18, 24), -1), ((55, 59), 1))]
    ['announced', 'planned']
    >>> text = "She posed in its winter 2031 campaign."
    >>> find_phase(text, (0, len(text)), (17, 28), 1).kind
    'done'
    """
    known = signs(language)
    previous = next((text[a:b].lower() for a, b in reversed(find_words(text, sentence[0], time[0]))), "")
    called_off = None if previous in known.since else _cancelled(text, sentence, time, ahead, known)
    if ahead == 1 and _names_a_thing(text, sentence, time, language):
        return called_off or _by_tense(text, sentence, time, previous in known.ahead, language)
    if called_off or ahead == 1:
        return called_off or Phase("planned", None, None, "lies ahead")
    if announced := _announced(text, sentence, time, known):
        return announced
    if previous in known.since:
        return Phase("done", None, None, "since then")
    planned = _planned_then(text, sentence, time, known)
    if planned or ahead == -1:
        return planned or Phase("done", None, None, "lies back")
    return _by_tense(text, sentence, time, previous in known.ahead, language)


def _names_a_thing(text: str, sentence: Span, time: Span, language: str) -> bool:
    """Whether a date is but part of a thing's name, no day of the act: "posed in its winter 2031 campaign"."""
    grammar = load("grammar", language)
    before = [text[a:b].lower() for a, b in find_words(text, sentence[0], time[0])[-2:]]
    behind = next(iter(find_words(text, time[1], sentence[1])), None)
    if not YEAR.search(text, *time) or behind is None or text[time[1] : behind[0]] != " ":
        return False
    return not {*grammar["determiners"]}.isdisjoint(before) and text[slice(*behind)].lower() not in function_forms()


def _by_tense(text: str, sentence: Span, time: Span, looks_ahead: bool, language: str) -> Phase:
    """What the tense around the date tells."""
    tokens = tokenize(text, *sentence, language)
    low = bisect_left(tokens.starts, time[0])
    high = bisect_left(tokens.starts, time[1])
    if low >= len(tokens.words):
        return Phase("done", None, None, "no tense")
    tense = tense_at(tokens, low, high, language)
    if looks_ahead and is_past(tokens, low, high, language):
        return Phase("done", None, None, "past tense")
    if tense == "future" or looks_ahead:
        return Phase("planned", None, None, "future tense")
    return Phase("done", None, None, f"{tense or 'no'} tense")


def _cancelled(text: str, sentence: Span, time: Span, ahead: int | None, known: Signs) -> Phase | None:
    """A word for calling off that stands with the date, in or out of quotation marks as the date does."""
    low, high = _same_voice(text, sentence, time)
    found = [m for m in known.cancelled.finditer(text, low, high) if ahead != -1 or _stands_with(text, m, time)]
    nearest = min(found, key=lambda m: (max(m.start() - time[1], time[0] - m.end()), m.start()), default=None)
    return Phase("cancelled", *nearest.span(), "called off") if nearest else None


def _stands_with(text: str, cue: re.Match[str], time: Span) -> bool:
    """Whether a word for calling off is the verb of a day that is past: no other clause begins between them."""
    between = text[min(cue.end(), time[1]) : max(cue.start(), time[0])]
    return cue["noun"] is None and not CLAUSE.search(between)


def _same_voice(text: str, sentence: Span, time: Span) -> Span:
    """The sentence, or the words in quotation marks that hold the date."""
    quoted = next((m.span() for m in QUOTED.finditer(text, *sentence) if m.start() <= time[0] < m.end()), None)
    return quoted or sentence


def _announced(text: str, sentence: Span, time: Span, known: Signs) -> Phase | None:
    """A verb of announcing next to the date, with words of the future behind both."""
    words = find_words(text, *sentence)
    at = next((i for i, (start, _) in enumerate(words) if start >= time[0]), len(words))
    after = next((i for i, (start, _) in enumerate(words) if start >= time[1]), len(words))
    near = [*range(at - 1, max(-1, at - 1 - NEAR), -1), *range(after, min(len(words), after + NEAR))]
    verb = next((words[i] for i in near if text[slice(*words[i])].lower() in known.announcing), None)
    if verb is None or _is_cut(text, verb, time):
        return None
    found = known.committing.search(text, verb[0], sentence[1])
    return Phase("announced", verb[0], verb[1], "announced then") if found else None


def _is_cut(text: str, verb: Span, time: Span) -> bool:
    """Whether a clause ends, or a quotation begins or ends, between a verb and a date."""
    between = text[min(verb[1], time[1]) : max(verb[0], time[0])]
    return any(mark in between for mark in ';:“”"—') or bool(
        re.search(r"\b(?:that|which|who|but|while|and)\b", between)
    )


def _planned_then(text: str, sentence: Span, time: Span, known: Signs) -> Phase | None:
    """Words for a plan of the past right before the date, no other clause between them."""
    found = list(known.planned_then.finditer(text, sentence[0], time[0]))
    if not found or re.search(r"[;:—“”]|\b(?:but|and|instead|when)\b", text[found[-1].end() : time[0]]):
        return None
    return Phase("planned", *found[-1].span(), "planned then")
