"""How an article begins: a line in, whether it is a title, a byline or a date out, and where a dateline ends."""

import re
from functools import cache

from tellings.language import load
from tellings.stages.blocks.rules import FINAL_STOP, Rules, plain

# A headline is a line of print; 30 words is three.
MOST_TITLE_WORDS = 30
# Two words alone are as likely a name.
LEAST_TITLE_WORDS = 3
LONGEST_NAME = 40
PERSON = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: (?:van|von|de|da|del|der|di|la|le|el|al|bin)\b)*(?: [^\W\d_a-z][\w.'’-]*){1,3}"
)
MOST_ROLE_WORDS = 5
WRITER = re.compile(
    r"[•⦁*—–\s-]{0,4}(?:[^\W\d_a-z][\w.'’-]*\s){1,3}"
    r"(?P<last>[^\W\d_a-z][\w'’-]*[a-zß-ÿ][\w'’-]*)(?:,? Jr\.)?,?(?: \(@\w+\))?\s"
)
MOST_WRITER_WORDS = 60
LONGEST_WRITER = 600
# "Evening Post Exclusive", "Opinion | Foreign Affairs".
MOST_LABEL_WORDS = 4
DASH = r"\s*(?:[—–―]|--|(?<=\s)-(?=\s))\s*"
AGENCY = r"\(\s?[A-Z][A-Za-z./ &-]{1,38}\)"
CAPITALS = re.compile(
    r"(?P<place>[^\W\d_a-z][^\W\d_a-z.'’-]+(?:[ /-][^\W\d_a-z.'’][^\W\d_a-z.'’]*)*)"
    r"(?:,\s[A-Z][\w. ]{1,24}){0,2}"
    r"(?P<agency>\s?" + AGENCY + r")?(?:,\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?" + DASH + r"(?=[\"'“‘]?[^\Wa-z_])"
)
MIXED = re.compile(
    r"(?P<place>[^\W\d_a-z][\w.'’]+(?:[ -][^\W\d_a-z][\w.'’]+){0,3})"
    r"(?:,\s[A-Z][\w. ]{1,24}){0,2}"
    r"(?P<agency>\s?" + AGENCY + r")?(?:,\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?" + DASH + r"(?=[\"'“‘]?[^\Wa-z_])"
)
ALONE = re.compile(r"(?P<agency>" + AGENCY + r")(?:" + DASH + r"|\s*)(?=[\"'“‘]?[^\Wa-z_])")
# No dateline is longer; the search looks no further.
LONGEST_DATELINE = 100


def find_dateline(line: str, rules: Rules) -> int:
    """Where the dateline at the start of a line ends; 0 without one.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> rules = rules_of("en")
    >>> [find_dateline(t, rules) for t in ("OSLO (AFP) — Rain", "New York – In", "(CNN) Rain", "Rain – and")]
    [13, 11, 6, 0]
    """
    head = line[:LONGEST_DATELINE]
    if head[:1] == "(":
        found = ALONE.match(head)
        return found.end() if found and _is_agency(found.group("agency"), rules) else 0
    found = CAPITALS.match(head)
    if found and plain(found.group("place")) not in rules.not_places:
        letters = sum(map(str.isalpha, found.group("place")))
        if letters >= 4 or found.group("agency"):
            return found.end()
    found = MIXED.match(head)
    if found and (found.group("place") in rules.cities or _is_agency(found.group("agency"), rules)):
        return found.end()
    return 0


def _is_agency(bracket: str | None, rules: Rules) -> bool:
    return bool(bracket) and plain(str(bracket)).strip(" ()") in rules.agencies


def is_byline(line: str, rules: Rules) -> bool:
    """Whether a line near the top says who wrote the article.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> [is_byline(t, rules_of("en")) for t in ("By Ann Lee and Bo Day, Staff Writers", "By Monday it had rained.")]
    [True, False]
    """
    words = line.split()
    if len(line) > 160 or len(words) > 16 or rules.byline.match(line) is None:
        return False
    return all(not word[0].islower() or plain(word).strip(".,;:|•()") in rules.byline_words for word in words[1:])


def is_label(line: str, rules: Rules) -> bool:
    """Whether a line near the top is the label of a desk or a kind of article.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> [is_label(t, rules_of("en")) for t in ("Evening Post Exclusive", "OPINION | Trade", "An exclusive look")]
    [True, True, False]
    """
    words = [word.strip("|:•·-–—/") for word in line.split()]
    words = [word for word in words if word]
    if not 1 <= len(words) <= MOST_LABEL_WORDS or line[-1] in ".,;?":
        return False
    labelled = words[0].lower() in rules.labels or words[-1].lower() in rules.labels
    return labelled and all(word[0].isupper() or not word[0].isalpha() for word in words)


def is_name(line: str) -> bool:
    """Whether a line is shaped like a person's name and nothing more.

    >>> [is_name(line) for line in ("Ann Lee", "Bo van der Day Jr.", "Rain In Oslo Today Again", "Ann lee")]
    [True, True, False, False]
    """
    return len(line) <= LONGEST_NAME and PERSON.fullmatch(line) is not None


def is_role(line: str, rules: Rules) -> bool:
    """Whether a line near the top says what the writer named above it is.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> [is_role(t, rules_of("en")) for t in ("Transport Correspondent", "Opinion contributor", "A reporter is dead")]
    [True, True, False]
    """
    words = line.split()
    return 1 <= len(words) <= MOST_ROLE_WORDS and words[-1].lower() in rules.roles and words[0][0].isupper()


def is_writer(line: str, text: str, rules: Rules) -> bool:
    """Whether a line below the last paragraph says who the writer is: a name that the text has nowhere else, and "is".

    >>> from tellings.stages.blocks.rules import rules_of
    >>> line = "Ann Lee is a professor of law in Oslo."
    >>> [is_writer(line, text, rules_of("en")) for text in (f"Rain fell. {line}", f"Ms. Lee left. {line}")]
    [True, False]
    """
    found = WRITER.match(line) if len(line) <= LONGEST_WRITER else None
    if found is None or len(line.split()) > MOST_WRITER_WORDS or rules.is_writer.match(line, found.end()) is None:
        return False
    return text.count(found.group("last")) == line.count(found.group("last"))


def is_title(line: str, following: str) -> bool:
    """Whether a first line is a headline: short, without a final stop, over a longer paragraph that has one."""
    if (
        not LEAST_TITLE_WORDS <= len(line.split()) <= MOST_TITLE_WORDS
        or line[-1] in ".,;:"
        or line[0] in "-•*[("
        or not following
    ):
        return False
    if line[-1] in '"”' and line[0] in '"“' and FINAL_STOP.search(line):
        return False
    return len(following) > len(line) and FINAL_STOP.search(following[-6:]) is not None


TIME = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*\(?(?:[A-Z]{2,5})?\)?", re.IGNORECASE)


@cache
def _date_line(language: str) -> re.Pattern[str]:
    month = "|".join(name for names in load("months_header", language)["months"] for name in names)
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        r"(?:[^\W\d_]{3,9}\.?,?\s+)?"
        rf"(?:(?:{month})\.?\s+{day},?\s+\d{{4}}|{day}\s+(?:{month})\.?,?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})"
        r"(?:[\s,|/•·–—-]*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*\(?(?:[A-Z]{2,5})?\)?)?\s*",
        re.IGNORECASE,
    )


def is_date_line(line: str, rules: Rules, language: str) -> bool:
    """Whether a line is a date, with or without a time, and nothing else.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> dates = ("Monday, November 28, 2022 at 10:15 a.m. EST", "10:54", "3 years ago", "Rain in May 2022")
    >>> [is_date_line(line, rules_of("en"), "en") for line in dates]
    [True, True, True, False]
    """
    if len(line) > 70 or not any(map(str.isdigit, line)):
        return False
    return bool(_date_line(language).fullmatch(line) or TIME.fullmatch(line) or rules.ago.fullmatch(line))
