"""Which line of a page is what: markup tells what is set aside, extractors vote on what is body."""

import re
from collections.abc import Iterable
from typing import Any

from tellings.text.html import Line, Page

WORD = re.compile(r"\w+")
# Words of a shingle: four in a row are rarely shared by chance, and short lines still have some.
SHINGLE = 4
Shingles = frozenset[tuple[str, ...]]

# What elements say of all they hold, by tag; and by the words of class and id.
TAG_KINDS = {
    "nav": "ui", "footer": "ui", "form": "ui", "button": "ui", "aside": "related", "figcaption": "caption",
    "select": "ui", "textarea": "ui", "dialog": "ui", "fieldset": "ui", "menu": "ui", "h1": "title",
}  # fmt: skip
NAME_KINDS: dict[str, tuple[str, ...]] = {
    "embed": ("twitter-tweet", "twitter-video", "instagram-media", "fb-post", "tiktok-embed", "bluesky-embed"),
    "credit": (r"(?:photo|image|img|caption|media|picture)[-_]*credits?", r"credits?(?![a-z])", "photographer",
               "copyright-holder", "img-copyright"),
    "caption": ("caption",),
    "byline": ("byline", "by-line", "author", "writer", r"contributors?(?![a-z])"),
    "header": ("dateline", "timestamp", "publish(?:ed)?-?(?:date|time|on)", "(?:pub|post|entry|article|meta)-?date",
               "datetime", "date-?time"),
    "related": ("related", "recommend", "read-?(?:more|next|also)", "more-?(?:stories|news|from|on|articles)",
                "most-?(?:read|popular|viewed)", "trending", "popular", "outbrain", "taboola", "zergnet", "you-?may",
                "also-?(?:like|read)", "side-?bar", "rail(?![a-z])", "teaser", "promo(?!te)"),
    "promo": ("newsletter", "sign-?up", "subscri", "donat", "paywall", "advert", "sponsor", "dfp",
              "(?<![a-z])ads?(?![a-z])", "adslot", "commercial", "promotion"),
    "ui": (r"comments?(?![a-z])", "disqus", "share", "sharing", "social", "breadcrumb", "navigation",
           "(?<![a-z])nav(?![a-z])", "menu", "toolbar", "pagination", "pager", "cookie", "gdpr", "consent", "modal",
           "popup", "overlay", "widget", "(?<![a-z])tags?(?![a-z])", "skip-?link", "login", "search", "masthead",
           "footer"),
    "legal": ("copyright", "disclaimer", "(?<![a-z])legal(?![a-z])", "terms-of"),
}  # fmt: skip
NAMES = re.compile("|".join(f"(?P<{kind}>{'|'.join(names)})" for kind, names in NAME_KINDS.items()), re.IGNORECASE)


def _shingles(lines: Iterable[str]) -> Shingles:
    found: set[tuple[str, ...]] = set()
    for line in lines:
        words = WORD.findall(line)
        if 0 < len(words) < SHINGLE:
            found.add(tuple(words))
        found.update(zip(*(words[n:] for n in range(SHINGLE)), strict=False))
    return frozenset(found)


def _share(own: Shingles, voted: Shingles) -> float:
    return sum(s in voted for s in own) / len(own) if own else 0.0


def tell_layout(page: Page, html: str, title: str) -> tuple[str, ...]:
    """The kind of each line of a page."""
    from trafilatura import extract  # noqa: PLC0415 (most of a second to import; texts do without)

    voted = _shingles((extract(html, favor_precision=True, include_comments=False) or "").split("\n"))
    kinds = []
    for line in page.lines:
        words = page.text[line.start : line.end]
        hint = _hint(line)
        if hint == "title" or words == title:
            kinds.append("title")
        elif hint in ("caption", "credit", "embed"):
            kinds.append(hint)
        elif _share(_shingles([words]), voted) >= 0.5:
            kinds.append("body")
        else:
            kinds.append(hint or "ui")
    return tuple(kinds)


def _hint(line: Line) -> str:
    """What the elements around a line say of it, the innermost first."""
    for element in line.ancestors():
        kind = _element_kind(element)
        if kind:
            return kind
    return ""


def _element_kind(element: Any) -> str:
    tag = element.tag
    if tag in ("body", "html", "main", "article"):
        return ""
    kind = TAG_KINDS.get(tag, "")
    if kind:
        return kind
    names = f"{element.get('class', '')} {element.get('id', '')}"
    found = NAMES.search(names) if len(names) > 1 else None
    return found.lastgroup or "" if found else ""
