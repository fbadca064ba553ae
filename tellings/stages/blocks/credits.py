"""Picture credits: a line in, the credit in it out, with the caption it may stand under."""

import re

from tellings.stages.blocks.rules import Rules, plain

Span = tuple[int, int]

# More words are no credit: "Jane van der Doe/Anadolu Agency via Getty Images" has eight.
MOST_WORDS = 14
# What may stand between a name and its agency; a hyphen only between spaces.
SEPARATOR = re.compile(r"\s*[/|]\s*|\s+[-–—]\s+|\s+via\s+|,\s+", re.IGNORECASE)
LEAD = re.compile(
    r"(?:©|\(c\)|(?:photo|photograph|picture|image|illustration|video|credit|courtesy)s?(?:\s+(?:credit|by|of|courtesy))?\s*[:/–—-]?)\s*",
    re.IGNORECASE,
)
PARTICLE = r"(?:van|von|de|da|di|del|der|la|le|el|al|bin|of|and|the|for|&)\s"
NAME = re.compile(rf"(?:@[\w.]{{2,30}}|(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|{PARTICLE})(?:[ -]?(?=\S)|$)){{1,7}}\Z")
TRAILING = re.compile(r"\(([^()]{2,90})\)[.]?\Z")
CREDITED = r"(?:AP Photo|Photo(?:graph)?s?|Picture|Image|Credit|Courtesy)(?:\s+(?:credit|by|of|courtesy))?"
GLUED = re.compile(rf"(?<=[.!?)\"”’])\s+({CREDITED}\s*[:/]\s*[^.!?]{{2,70}})\Z")
STARTS = re.compile(
    r"(?:ap photo|afp photo|photos?\b|photograph|image|picture|credit|courtesy|file photo|getty)", re.IGNORECASE
)
# A caption is a sentence or three.
MOST_CAPTION_WORDS = 75


def is_credit(line: str, rules: Rules, platforms: bool = True) -> bool:
    """Whether a line is nothing but a credit: a name and an agency or platform, or an agency alone.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> rules = rules_of("en")
    >>> [is_credit(line, rules) for line in ("Ann Lee/Instagram", "AP Photo/Bo Day", "Ann Lee, Reuters", "and/or")]
    [True, True, True, False]
    """
    if len(line) > 140 or len(line.split()) > MOST_WORDS:
        return False
    bare = line.strip("()[] \u00a0").rstrip(".")
    lead = LEAD.match(bare)
    named = bool(lead and lead.end() < len(bare))
    bare = bare[lead.end() :] if lead and named else bare
    if plain(bare) in rules.agencies:
        return True
    parts = [part for part in SEPARATOR.split(bare) if part]
    if len(parts) < 2:
        return False
    sources = [_source(part, rules, platforms and bool(re.search(r"[/|]", bare))) for part in parts]
    if not (sources[-1] or sources[0]):
        return False
    return all(known or NAME.match(part) for part, known in zip(parts, sources, strict=True))


def _source(part: str, rules: Rules, platforms: bool) -> bool:
    low = plain(part).strip(" .")
    return low in rules.agencies or (platforms and low in rules.platforms)


def find_caption(line: str, rules: Rules) -> Span | None:
    """The span of the credit at the end of a caption, or None.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> find_caption("Ann Lee leaves the court on Monday. (AP Photo/Bo Day)", rules_of("en"))
    (36, 53)
    """
    if (
        line[-1] not in ")."
        and "hoto" not in line
        and "redit" not in line
        and "mage" not in line
        and "ourtesy" not in line
    ):
        return None
    found = TRAILING.search(line, max(0, len(line) - 100))
    if found is not None:
        inside = found.group(1)
        if not (is_credit(inside, rules) and SEPARATOR.search(inside)) and not STARTS.match(inside):
            return None
        span = found.start(), len(line)
    else:
        glued = GLUED.search(line, max(0, len(line) - 110))
        if glued is None:
            return None
        span = glued.span(1)
    return span if len(line[: span[0]].split()) <= MOST_CAPTION_WORDS else None
