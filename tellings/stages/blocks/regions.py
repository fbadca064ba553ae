"""Lines that the markup of a page gave a kind: the kind and the line in, what its words say it is out.

Markup names regions (a footer, a byline's box), words tell what stands in them: the notice in a footer, the date and
the buttons beside a byline.
"""

from tellings.stages.blocks.heads import is_byline, is_date_line
from tellings.stages.blocks.rules import Rules, Told, by_beginning, plain, whole_line

# Kinds that markup gives to whole regions of a page, whatever their lines are.
REGIONS = frozenset(("ui", "related", "promo", "header"))
# Kinds whose boxes hold dates and buttons too.
BOXES = frozenset(("byline", "title", "caption", "credit", "header"))
# Longer lines are no date and no button.
LONGEST_STAMP = 90
LONGEST_BYLINE = 90
LEGAL = Told("legal", "words of a notice, among the page's own lines")
PROMO = Told("promo", "words of an appeal, among the page's own lines")
BYLINE = Told("byline", "who wrote it")
STAMP = Told("ui", "a time or a button beside the article's head")
BUTTON = Told("ui", "a button among the page's own lines")


def tell_region(marked: str, line: str, rules: Rules, language: str) -> Told:
    """What a line is that the markup of its page calls `marked`.

    >>> from tellings.stages.blocks.rules import rules_of
    >>> lines = ("ui", "Sport"), ("ui", "Privacy policy"), ("ui", "By Ann Lee"), ("byline", "May 2, 2024")
    >>> [tell_region(marked, line, rules_of("en"), "en").kind for marked, line in lines]
    ['ui', 'legal', 'byline', 'ui']
    """
    found = None
    if marked in REGIONS:
        found = _by_words(marked, line, rules)
    if found is None and marked in BOXES and len(line) <= LONGEST_STAMP and _is_stamp(line, rules, language):
        found = STAMP
    return found or Told(marked, "markup of the page")


def _by_words(marked: str, line: str, rules: Rules) -> Told | None:
    if line.count(" ") >= rules.page_words:
        return None
    low = plain(line)
    if rules.page_legal.search(low):
        return LEGAL
    if marked != "promo" and rules.page_promo.search(low):
        return PROMO
    if marked == "ui" and len(line) <= LONGEST_BYLINE and is_byline(line, rules):
        return BYLINE
    if marked == "related":
        known = whole_line(line, rules) or by_beginning(line, rules, alone=True, tail=True)
        return BUTTON if known is not None and known.kind == "ui" else None
    return None


def _is_stamp(line: str, rules: Rules, language: str) -> bool:
    """Whether a line in the box of a headline, a byline or a picture is a time or a button."""
    if not any(map(str.isalnum, line)) or is_date_line(line, rules, language):
        return True
    known = whole_line(line, rules) or by_beginning(line, rules, alone=True, tail=True)
    return known is not None and known.kind in ("ui", "header")
