"""Which of a page's lines are lists of other articles: lines with their kinds in, better kinds out.

The words of classes say where a menu, a list or a footer is, not what each of its lines is: a "widget" holds headlines,
an "aside" a menu. What a line is shows in its shape (a link as long as a headline) and in the lines it stands between.
"""

from collections.abc import Sequence

# A link of fewer words is a section's or a button's name; headlines have five and more.
HEADLINE_WORDS = 5
ALL_LINKED = 0.85
# Between two headlines of a list stand at most so many lines: a section, a date, a name, a count.
BETWEEN = 3
# Kinds that such a line between may have been taken for.
AMID = frozenset(("ui", "header", "byline", "caption", "credit", "title"))
# Fewer are a heading whose list stands elsewhere.
MENU_LINES = 3
LISTED = frozenset(("ui", "header", "related"))


def settle_lists(
    texts: Sequence[str], linked: Sequence[int], outside: Sequence[bool], kinds: list[str], title: str
) -> None:
    """Tell headlines of other articles, and what belongs to them, from the page's own lines.

    Args:
        texts: the lines.
        linked: characters of each that stand in links.
        outside: whether each stands outside the article.
        kinds: what each was taken for; changed in place, never to or from body.
        title: the article's own, as the metadata gives it.
    """
    first = next((n for n, kind in enumerate(kinds) if kind == "body" and not outside[n]), len(kinds))
    headlines = [_is_headline(text, own) for text, own in zip(texts, linked, strict=True)]
    for number, kind in enumerate(kinds):
        other = outside[number] and number > first
        foreign = kind == "title" and texts[number] != title and (headlines[number] or other)
        if foreign or (kind in ("caption", "credit") and other):
            kinds[number] = "related" if _is_long(texts[number]) else "ui"
        elif kind in ("ui", "header") and headlines[number] and outside[number]:
            kinds[number] = "related"
    _drop_menus(texts, kinds)
    _fill_lists(texts, outside, kinds, first)


def _is_long(text: str) -> bool:
    return text.count(" ") >= HEADLINE_WORDS - 1


def _is_headline(text: str, linked: int) -> bool:
    return _is_long(text) and linked >= ALL_LINKED * len(text)


def _drop_menus(texts: Sequence[str], kinds: list[str]) -> None:
    """A run of lines called related, none of them as long as a headline, is a menu."""
    start = 0
    while start < len(kinds):
        end = start + 1
        if kinds[start] == "related":
            while end < len(kinds) and kinds[end] == "related":
                end += 1
            if end - start >= MENU_LINES and not any(map(_is_long, texts[start:end])):
                kinds[start:end] = ["ui"] * (end - start)
        start = end


def _fill_lists(texts: Sequence[str], outside: Sequence[bool], kinds: list[str], first: int) -> None:
    """What stands between two headlines of a list outside the article belongs to it."""
    last = -BETWEEN - 2
    for number, kind in enumerate(kinds):
        if kind != "related" or not _is_long(texts[number]):
            continue
        gap = range(last + 1, number)
        if 0 < len(gap) <= BETWEEN and all(kinds[n] in AMID or kinds[n] == "related" for n in gap):
            for n in gap:
                if outside[n] and (n > first or kinds[n] in LISTED):
                    kinds[n] = "related"
        last = number
