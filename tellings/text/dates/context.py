"""What looks like a time and is none: names, prices, scores, ages, verbs. A match in, yes or no out."""

# ruff: noqa: PLR0911 (one return a reason)
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tellings.text.dates.values import Hit

CURRENCY = frozenset("$£€¥₹#№%")
# Before a year, a month or a season.
STRONG = frozenset({
    "in", "since", "until", "till", "during", "last", "next", "this", "early", "late", "mid", "through", "throughout",
    "every", "each", "between", "within", "mid-", "back", "around",
})  # fmt: skip
WEAK = frozenset(
    {"of", "from", "by", "to", "before", "after", "for", "on", "and", "or", "at", "the", "than", "late", "about"}
)
# After a number of four digits that counts things.
MEASURES = frozenset({
    "people", "miles", "mile", "km", "kilometres", "kilometers", "metres", "meters", "metre", "meter", "feet", "foot", "ft",
    "inches", "yards", "dollars", "euros", "pounds", "pence", "cents", "percent", "per", "times", "votes", "troops",
    "soldiers", "points", "jobs", "copies", "tons", "tonnes", "kg", "degrees", "acres", "hectares", "workers", "employees",
    "residents", "homes", "houses", "students", "shares", "words", "pages", "cases", "deaths", "passengers", "years",
    "days", "hours", "months", "weeks", "minutes", "more", "million", "billion", "thousand", "hundred", "seats", "men",
    "women", "children", "members", "fans", "patients", "police", "mph", "hp", "cc", "calories", "metric", "square",
    "cubic", "units", "barrels", "litres", "liters", "gallons", "megawatts", "protesters", "civilians", "migrants",
})  # fmt: skip
COUNTS = frozenset({"than", "some", "nearly", "about", "over", "almost", "around", "least", "approximately", "roughly"})
SPEECH = frozenset({"said", "says", "told", "added", "was", "is", "has", "had", "wrote", "tweeted"})
MODAL_AFTER = frozenset({
    "i", "we", "you", "the", "he", "she", "they", "it", "god", "not", "be", "have", "day", "and", "says", "said", "told",
})  # fmt: skip
# A weekday before one of these, with a capital, is part of a name.
NAMED_AFTER = frozenset({
    "Times", "Telegraph", "Mail", "Mirror", "Express", "Post", "Herald", "Mercury", "World", "People", "Sun", "Star",
    "Night", "Club", "School", "Review", "Tribune", "Independent", "Business", "Life", "Brunch", "Blues", "Island",
    "Nights", "Lights", "Live", "Football",
})  # fmt: skip
NAMED_BEFORE = frozenset({
    "Black", "Bloody", "Super", "Ruby", "Freaky", "Good", "Ash", "Cyber", "Palm", "Easter", "Maundy", "Holy", "Giving",
    "Blue", "Girl", "Man", "Happy", "Shrove", "Joe", "Rick", "Taking",
})  # fmt: skip
AGE_WORDS = frozenset({"old", "olds"})
OWNERS = frozenset({"his", "her", "their", "my", "your", "our", "its"})
CLOCK_BEFORE = frozenset(
    {"at", "by", "around", "until", "till", "from", "to", "since", "before", "after", "about", "past"}
)
LASTING = frozenset({
    "for", "in", "within", "over", "after", "of", "took", "take", "takes", "taking", "spent", "spend", "lasted", "last",
    "the", "recent",
})  # fmt: skip
GAME = frozenset({"game", "goal", "scored", "score", "match", "yards", "touchdown", "points", "lead", "kick"})


def _before(hit: Hit, back: int = 1) -> str:
    i = hit.low - back
    return hit.tokens.words[i] if i >= 0 else ""


def _after(hit: Hit, on: int = 0) -> str:
    return hit.tokens.word(hit.high + on)


def is_refused(hit: Hit) -> bool:
    """Whether a match is glued to what makes it something else: a price, a version, an address."""
    before, after = _before(hit), _after(hit)
    tokens = hit.tokens
    glued_before = hit.low > 0 and tokens.end(hit.low - 1) == tokens.starts[hit.low]
    glued_after = hit.high < len(tokens.words) and tokens.end(hit.high - 1) == tokens.starts[hit.high]
    digit = tokens.words[hit.low][0].isdigit()
    if digit and (before in CURRENCY or (glued_before and before in {"/", "_", "@", "&", "=", "+", "×", ":", "\\"})):
        return True
    if glued_before and before in {"#", "@", "_", "/"} and hit.tokens.words[hit.low][0].isalpha():
        return True
    return bool(
        glued_after and tokens.words[hit.high - 1][-1].isdigit() and after in {"%", "°", "_", "@", "&", "=", "×"}
    )


def counts_things(hit: Hit) -> bool:
    """Whether the number at the end of a match counts what follows."""
    return _after(hit).lower() in MEASURES or _after(hit) == "%"


def is_measured(hit: Hit) -> bool:
    """Whether a number is a price or a measure."""
    return _before(hit) in CURRENCY or counts_things(hit)


def is_year(hit: Hit, year: int) -> bool:
    """Whether a number of four digits is a year."""
    before, after = _before(hit).lower(), _after(hit)
    if counts_things(hit) or before in {"no", "number", "nos", "flight", "route", "room", "page", "area"}:
        return False
    if before in STRONG and 1000 <= year <= 2100:
        return True
    if before in COUNTS and after[:1].islower() and after.endswith("s"):
        return False
    if after in {"-", "–"} and hit.tokens.word(hit.high + 1)[:1].isalpha():
        return 1900 <= year <= 2100 and hit.tokens.end(hit.high) != hit.tokens.starts[hit.high + 1]
    if 1900 <= year <= 2060:
        return not (after.endswith("s") and after.islower() and before not in WEAK | STRONG and len(after) > 3)
    return before in WEAK and 1500 <= year < 1900 and not (after[:1].islower() and after.endswith("s"))


def is_name(hit: Hit) -> bool:
    """Whether a month or weekday is (part of) a name, or the verb "may"."""
    first = hit.low
    word = hit.tokens.words[hit.high - 1]
    before, after = _before(hit), _after(hit)
    if hit.has("last", "next", "past", "previous", "following", "same"):
        return False
    if hit.has("weekday"):
        return (after in NAMED_AFTER) or before in NAMED_BEFORE
    if word in {"May", "March", "MAY", "MARCH"}:
        if before.lower() in STRONG:
            return after.lower() in {"said", "says"} or (after == "on" and word == "March" and False)
        if before.lower() in WEAK:
            return after.lower() in SPEECH or after in {"'s", "’s"}
        if before in {"-", "–", ",", "("}:
            return after[:1].isalpha() and not after.islower()
        return True
    if word in {"April", "June", "August", "Jan", "Mar", "Dec", "Sun", "Sat"}:
        if before.lower() in STRONG | WEAK:
            return after.lower() in SPEECH and before.lower() not in STRONG
        begins = first == 0 or not before[:1].isalnum()
        if before[:1].isupper() and before.lower() not in STRONG and before[1:2].islower() and not begins:
            return True
        return after[:1].isupper() or after.lower() in SPEECH - {"is", "was", "has", "had"}
    return False


def is_verb(hit: Hit) -> bool:
    """Whether "fall" or "spring" is a verb or a fall in something."""
    word = hit.word("season").lower()
    if word not in {"fall", "spring"} or hit.digits("year") is not None:
        return False
    return _after(hit).lower() in {"in", "of", "from", "to", "off", "by", "into", "water", "break"} and not hit.has(
        "last", "next"
    )


def is_season(hit: Hit) -> bool:
    """Whether a bare season is a time, not a verb or a first name."""
    return _before(hit).lower() in STRONG and not is_verb(hit)


def is_this_day(hit: Hit) -> bool:
    """Whether "the day" is the one told of: "the end of the day", "closed the day at"."""
    before = _before(hit).lower()
    if before == "of":
        return _before(hit, 2).lower() in {"end", "start", "beginning", "rest", "remainder", "close", "course", "most"}
    return (
        before
        in {"ending", "ended", "end", "ends", "finish", "finished", "finishing", "closed", "closing", "for"}
        | {
            "started",
            "began",
            "during",
            "throughout",
        }
        and not _after(hit)[:1].isupper()
        and _after(hit).lower() not in {"when", "after", "before", "of", "that", "in"}
    )


def is_game(hit: Hit) -> bool:
    """Whether a quarter or half is one of a match."""
    near = [hit.tokens.word(i).lower() for i in range(max(0, hit.low - 8), min(len(hit.tokens.words), hit.high + 6))]
    return any(word in GAME for word in near)


def is_age(hit: Hit) -> bool:
    """Whether years are an age."""
    after, on = _after(hit).lower(), _after(hit, 1).lower()
    if after in AGE_WORDS or (after in {"-", "–", "‑"} and on in AGE_WORDS) or (after == "of" and on == "age"):
        return True
    before = _before(hit).lower()
    if not hit.has("decadenum", "decadeword"):
        return False
    return before in OWNERS or (before in {"-", "mid", "early", "late"} and _before(hit, 2).lower() in OWNERS | {"mid"})


def is_titled(hit: Hit) -> bool:
    """Whether a word with a capital stands in a name ("Daily Planet", "The Tomorrow People")."""
    if not hit.tokens.words[hit.low][0].isupper():
        return False
    if hit.has("weekday"):
        return _after(hit)[:1].isupper() and _before(hit) not in {".", ","}
    return _after(hit)[:1].isupper() and _after(hit)[1:2].islower()


def is_idiom(hit: Hit) -> bool:
    """Whether a vague word tells no time ("as soon as", "now that")."""
    after, before = _after(hit).lower(), _before(hit).lower()
    return (before == "as" and after == "as") or (
        hit.has("past") and after[:1].isalnum() and after not in {"and", "or"}
    )


def goes_on(hit: Hit) -> bool:
    """Whether "before", "after", "later" are followed by what they count from."""
    last = hit.tokens.words[hit.high - 1].lower()
    after = _after(hit).lower()
    if last in {"before", "after"}:
        return after[:1].isalnum() or after in {"“", '"', "‘"}
    return after == "than"


def tells_time(hit: Hit) -> bool:
    """Whether what stands before a bare clock time makes it one."""
    return _before(hit).lower() in CLOCK_BEFORE


def lasts(hit: Hit) -> bool:
    """Whether a bare unit ("for years") is a length of time."""
    return _before(hit).lower() in LASTING or _after(hit).lower() in {"later", "before", "after", "earlier"}


def is_rate(hit: Hit) -> bool:
    """Whether "a year" follows something counted."""
    for back in range(1, 4):
        word = _before(hit, back)
        if word[:1].isdigit() or word.lower() in {"once", "twice", "times", "million", "billion"}:
            return True
        if not word[:1].isalpha():
            return word in CURRENCY
    return False
