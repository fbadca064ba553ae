"""What looks like a time and is none: names, prices, scores, ages, verbs. A match in, yes or no out."""
# ruff: noqa: PLR0911 (one return a reason)

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tellings.language import load

if TYPE_CHECKING:
    from tellings.text.dates.values import Hit

CURRENCY = frozenset("$£€¥₹#№%")
GLUE = frozenset("/_@&=+×:\\")
# Months that are also first names or verbs.
DOUBTFUL_MONTHS = frozenset({"May", "March", "MAY", "MARCH", "Mar"})
FIRST_NAMES = frozenset({"April", "June", "August", "Jan", "Dec"})


@cache
def _words(language: str, name: str) -> frozenset[str]:
    return frozenset(load("dates", language)["context"][name])


def _is(hit: Hit, word: str, *names: str) -> bool:
    """Whether a word stands in one of the lists of the language's `context`."""
    return any(word in _words(hit.language, name) for name in names)


def before(hit: Hit, back: int = 1) -> str:
    """The token before a match, as written."""
    return hit.tokens.word(hit.low - back)


def after(hit: Hit, on: int = 0) -> str:
    """The token after a match, as written."""
    return hit.tokens.word(hit.high + on)


def is_refused(hit: Hit) -> bool:
    """Whether a match is glued to what makes it something else: a price, a version, an address."""
    tokens, previous, following = hit.tokens, before(hit), after(hit)
    glued_before = hit.low > 0 and tokens.end(hit.low - 1) == tokens.starts[hit.low]
    glued_after = hit.high < len(tokens.words) and tokens.end(hit.high - 1) == tokens.starts[hit.high]
    first, last = tokens.words[hit.low], tokens.words[hit.high - 1]
    if first[0].isdigit() and (previous in CURRENCY or (glued_before and previous in GLUE)):
        return True
    if glued_before and previous in {"#", "@", "_", "/"} and first[0].isalpha():
        return True
    return glued_after and last[-1].isdigit() and following in {"%", "°", "_", "@", "&", "=", "×"}


def counts_things(hit: Hit) -> bool:
    """Whether the number at the end of a match counts what follows."""
    following = after(hit).lower()
    return following == "%" or _is(hit, following, "measures")


def is_measured(hit: Hit) -> bool:
    """Whether a number is a price or a measure."""
    return before(hit) in CURRENCY or counts_things(hit)


def is_year(hit: Hit, year: int) -> bool:
    """Whether a number of four digits is a year."""
    previous, following = before(hit).lower(), after(hit)
    if counts_things(hit) or _is(hit, previous, "numbered"):
        return False
    if _is(hit, previous, "strong"):
        return 1000 <= year <= 2100
    # Counts that are written without a comma are mostly round.
    plural = following.islower() and following.endswith("s") and len(following) > 3
    plural = plural and (year % 50 == 0 or not 1900 <= year <= 2060 or _is(hit, previous, "counts"))
    if plural and (_is(hit, previous, "counts") or not _is(hit, previous, "weak")):
        return False
    if (
        following in {"-", "–"}
        and after(hit, 1)[:1].isalpha()
        and hit.tokens.end(hit.high - 1) == hit.tokens.starts[hit.high]
    ):
        apart = hit.tokens.end(hit.high) != hit.tokens.starts[hit.high + 1]
        return 1900 <= year <= 2100 and (apart or _is(hit, after(hit, 1), "made"))
    if 1900 <= year <= 2060:
        return True
    counted = following[:1].islower() and len(following) > 4
    return 1500 <= year < 1900 and not counted and (_is(hit, previous, "weak") or previous in {"(", "-", "–"})


def is_name(hit: Hit) -> bool:
    """Whether a month or weekday is (part of) a name, or the verb "may"."""
    previous, following = before(hit), after(hit)
    low = previous.lower()
    if hit.has("last", "next", "past", "previous", "following", "same"):
        return False
    if hit.has("weekday"):
        return _is(hit, following, "weekday_before") or _is(hit, previous, "weekday_after")
    word = hit.word("month")
    speaks = _is(hit, following.lower(), "speech")
    if word in DOUBTFUL_MONTHS:
        if _is(hit, low, "strong"):
            return following.lower() in {"said", "says"}
        if _is(hit, low, "weak"):
            return speaks or following in {"'s", "’s"} or following[:1].isupper()
        return not (previous in {"-", "–", ",", "("} and not (following.isalpha() and not following.islower()))
    if word in FIRST_NAMES:
        if _is(hit, low, "strong", "weak"):
            return speaks and not _is(hit, low, "strong")
        if previous[:1].isupper() and previous[1:2].islower():
            return True
        return following[:1].isupper() or (speaks and following.lower() not in {"is", "was", "has", "had"})
    return False


def is_stopped(hit: Hit) -> bool:
    """Whether a full stop in a match ends a sentence: that of a month or weekday written out."""
    i = hit.find("dot")
    return i > 0 and (
        len(hit.tokens.words[i - 1]) > 5 or hit.tokens.words[i - 1] in {"May", "June", "July", "March", "April"}
    )


def is_verb(hit: Hit) -> bool:
    """Whether "fall" or "spring" is a verb or a fall in something."""
    if hit.word("season").lower() not in {"fall", "spring"} or hit.digits("year") is not None:
        return False
    going_on = {"in", "of", "from", "to", "off", "by", "into", "water", "break"}
    if hit.has("that"):
        going_on |= {"on", "under", "within", "outside", "short", "behind", "below", "apart"}
    return after(hit).lower() in going_on and not hit.has("last", "next")


def is_season(hit: Hit) -> bool:
    """Whether a bare season is a time, not a verb or a first name."""
    return _is(hit, before(hit).lower(), "strong") and not is_verb(hit)


def is_told_of(hit: Hit, unit: str) -> bool:
    """Whether "the day" is the one told of: "the end of the day", "closed the day at", "for the quarter"."""
    previous, following = before(hit).lower(), after(hit)
    if unit == "WE":
        return previous in {
            "over",
            "during",
            "on",
            "of",
            "through",
            "throughout",
            "for",
            "at",
        } and following.lower() not in {
            "of",
            "that",
        }
    if previous == "of":
        return _is(hit, before(hit, 2).lower(), "edges") and following.lower() != "of"
    goes_on = following[:1].isupper() or following.lower() in {
        "when",
        "after",
        "before",
        "of",
        "that",
        "in",
        "to",
        "ended",
    }
    return _is(hit, previous, "closing") and not goes_on and unit in {"D", "Y", "M", "W"}


def is_day_alone(hit: Hit) -> bool:
    """Whether "the 25th" is a day."""
    following = after(hit)
    if before(hit).lower() not in {"on", "until", "by", "since"}:
        return False
    return not following[:1].isalnum() or following.lower() in {"and", "to", "at", "in", "by", "when", "with", "but"}


def is_game(hit: Hit) -> bool:
    """Whether a quarter or half is one of a match."""
    near = (hit.tokens.word(i).lower() for i in range(hit.low - 8, hit.high + 6))
    return any(_is(hit, word, "game") for word in near)


def is_in(hit: Hit) -> bool:
    """Whether "the morning" is one that something happened in."""
    return before(hit).lower() in {"in", "during", "through", "throughout", "into", "for"}


def is_age(hit: Hit) -> bool:
    """Whether years are an age."""
    following, next_one = after(hit).lower(), after(hit, 1).lower()
    if _is(hit, following, "old") or (following in {"-", "–", "‑"} and _is(hit, next_one, "old")):
        return True
    if following == "of" and next_one == "age":
        return True
    previous = before(hit).lower()
    if not hit.has("decadenum", "decadeword"):
        return False
    if previous in {"-", "–", "mid", "early", "late"}:
        return any(_is(hit, before(hit, back).lower(), "owners") for back in (2, 3))
    return _is(hit, previous, "owners")


def is_titled(hit: Hit) -> bool:
    """Whether a word with a capital stands in a name ("Daily Planet", "The Tomorrow People")."""
    if not hit.tokens.words[hit.low][0].isupper():
        return False
    if hit.tokens.words[hit.low].isupper() and before(hit).isupper() and not after(hit).isupper():
        return True  # "USA TODAY reports"
    if hit.has("often") and is_named_after(hit):
        return True
    if hit.has("weekday"):
        return after(hit)[:1].isupper() and before(hit) not in {".", ","}
    return after(hit)[:1].isupper() and after(hit)[1:2].islower()


def is_named_after(hit: Hit) -> bool:
    """Whether a word with a capital stands before, as in "Ann Christmas" and "Harwick Weekly"."""
    previous = before(hit)
    return previous[:1].isupper() and previous.isalpha() and not _is(hit, previous.lower(), "strong", "weak", "clock")


def ends_range(hit: Hit) -> bool:
    """Whether what stands between two dates parts them: a line's end, a stop, a bracket."""
    return after(hit).lower() not in {"to", "and", "or", "-", "–", "—", "through", "until", "till", "/"}


def is_idiom(hit: Hit) -> bool:
    """Whether a vague word tells no time ("as soon as", "the past mistakes")."""
    previous, following = before(hit).lower(), after(hit).lower()
    if previous == "as" and following == "as":
        return True
    if following == "-" or (hit.has("vague") and previous in {"as", "every"}):
        return True
    if hit.has("current"):
        return not after(hit)[:1].islower()
    return (
        hit.has("past", "future")
        and following.isalpha()
        and following not in {"and", "or", "is", "was", "to", "by", "but", "of", "for", "will", "in"}
    )


def goes_on(hit: Hit) -> bool:
    """Whether "before", "after", "later" are followed by what they count from."""
    following = after(hit)
    if hit.tokens.words[hit.high - 1].lower() in {"before", "after"}:
        return following[:1].isalnum() or following in {"“", '"', "‘"}
    return following.lower() == "than"


def tells_time(hit: Hit) -> bool:
    """Whether what stands before a bare clock time makes it one."""
    return _is(hit, before(hit).lower(), "clock")


def lasts(hit: Hit) -> bool:
    """Whether a bare unit ("for years") is a length of time."""
    following = after(hit).lower()
    return _is(hit, before(hit).lower(), "lasting") or following in {"later", "before", "after", "earlier", "in"}


def is_rate(hit: Hit) -> bool:
    """Whether "a year" follows something counted."""
    for back in range(1, 4):
        word = before(hit, back)
        if word[:1].isdigit() or word.lower() in {"once", "twice", "times", "million", "billion"}:
            return True
        if not word[:1].isalpha():
            return word in CURRENCY
    return False
