"""Which line of a page is what: a page's lines in, the kind of each out.

Three voices: two extractors, whose output is matched back onto our lines by shingles of four words (trafilatura,
Barbaresi 2021; resiliparse, Bevendorff et al. 2018), and the page's own markup (tags, words of class and id). The
markup decides what is a title, caption, credit or post; the extractors decide what is body, unless the markup speaks
against it and is not simply wrong about half the page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tellings.stages.read.lists import settle_lists
from tellings.stages.read.voices import Voices, is_in, shingles_of, shingles_of_all, words_of
from tellings.text.html import Page

# An element that holds so much of what the extractors take for body is the article, whatever its class says.
IS_ARTICLE = 0.4
# The deepest element with so much of the voted words is where the article stands.
HOLDS_ARTICLE = 0.7
# Words of a line that reads like a sentence of prose.
PROSE_WORDS = 10
# Share of a line in links above which it is a link rather than prose with links.
LINKED = 0.6
# A headline that is nothing but a link to another article.
LINK_WORDS = 4
ALL_LINKED = 0.85
FINAL_STOP = re.compile(r"[.!?…。！？؟।:][\"'”’»)\]]*\s*$")

# What elements say of all they hold, by tag; and by the words of class and id.
TAG_KINDS = {
    "nav": "ui", "footer": "ui", "form": "ui", "button": "ui", "aside": "related", "figcaption": "caption",
    "select": "ui", "textarea": "ui", "dialog": "ui", "fieldset": "ui", "menu": "ui", "h1": "title",
}  # fmt: skip
NAME_KINDS: dict[str, tuple[str, ...]] = {
    "embed": ("twitter-tweet", "twitter-video", "instagram-media", "fb-post", "tiktok-embed", "bluesky-embed"),
    "credit": (r"(?:photo|image|img|caption|media|picture)-?credits?", r"credits?(?![a-z])", "photographer",
               "copyright-holder", "img-copyright"),
    "caption": ("caption",),
    "title": (r"(?:sub-?(?:title|head|headline|line)|dek|stand-?first)s?(?![a-z])", "strap-?line",
              "headline(?!s)",
              "(?:article|entry|post|story|page)-?title(?![a-z])", "article-?lead(?![a-z])"),
    "byline": ("byline", "by-line", "author", "writer", r"contributors?(?![a-z])"),
    "header": ("dateline", "timestamp", "publish(?:ed)?-?(?:date|time|on)", "(?:pub|post|entry|article|meta)-?date",
               "datetime", "date-?time"),
    "related": ("related", "recommend", "read-?(?:more|next|also)", "more-?(?:stories|news|from|on|articles)",
                "most-?(?:read|popular|viewed)", "trending", "popular", "outbrain", "taboola", "zergnet", "you-?may",
                "also-?(?:like|read)", "side-?bar",
                "latest-?(?:box|news|stories|headlines|posts|videos)", "rail(?![a-z])", "teaser", "promo(?!te)"),
    "promo": ("newsletter", "sign-?up", "subscri", "donat", "paywall", "advert", "sponsor", "dfp",
              "(?<![a-z])ads?(?![a-z])", "adslot", "commercial", "promotion",
              "(?<![a-z])cta(?![a-z])"),
    "ui": ("comment(?!ar|at|s?-?(?:open|closed|off|on|enabled|disabled|status))",
           "disqus", "share", "sharing", "social", "breadcrumb", "navigation",
           "(?<![a-z])nav(?![a-z])", "menu", "toolbar", "pagination", "pager", "cookie", "gdpr", "consent", "modal",
           "popup", "overlay", "widget", "(?<![a-z])tags?(?![a-z])", "skip-?link", "login", "search", "masthead",
           "footer"),
    "legal": ("copyright", "disclaimer", "(?<![a-z])legal(?![a-z])", "terms-of"),
}  # fmt: skip
NAMES = re.compile("|".join(f"(?P<{kind}>{'|'.join(names)})" for kind, names in NAME_KINDS.items()), re.IGNORECASE)
# Elements in which a line that is all link may still be the article's own: its subheads and lists.
LISTED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr"))
JOINTS = re.compile(r"[-_]+")
# What readers write below an article may be longer than the article, and is never part of it.
COMMENTS = re.compile(r"comment(?!ar|at)|disqus", re.IGNORECASE)
# Classes that only say whether or how many comments there are; they stand on the article or the whole page.
ABOUT_COMMENTS = re.compile(
    r"\b(?:no|has|with|hide|show|allow)-?comments?\b|comments?-?(?:open|closed|off|on|enabled|disabled|status|count)",
    re.IGNORECASE,
)
# What is longer is no headline, whatever its class says: some outlets call a whole article "headline".
MOST_WORDS = {"title": 80, "byline": 80, "header": 80, "credit": 40, "caption": 150}
# Kinds whose words in a class say little ("teaser", "promo") where both extractors take a sentence for body.
WEAK = frozenset(("related", "promo"))
# A standfirst stands at most so deep in the article's header; pages that never close the element do not count.
HEADER_DEPTH = 5
WHOLE_PAGE = frozenset(("html", "body", "main"))
ROOTS = frozenset(("html", "body", "main", "article"))


@dataclass(slots=True)
class Vote:
    """What is known of a line before it is decided."""

    words: int
    first: bool  # trafilatura
    second: bool  # resiliparse
    prose: bool  # long enough, ends in a stop, and is not mostly links
    linked: bool  # a link and nothing else, of some length and without a stop: another article's headline
    chain: list[Any]  # the elements it stands in, inside out


def tell_layout(page: Page, voices: Voices, title: str, trusting: bool = True) -> tuple[str, ...]:
    """The kind of each line of a page whose metadata gives that title.

    Args:
        page: the page.
        voices: what the extractors say of it.
        title: as the metadata gives it; "" unknown.
        trusting: believe the markup; else only what it says of comments, posts and titles.
    """
    votes = _votes(page, voices)
    sizes = _sums(votes)
    comments: dict[int, bool] = {}
    weights = _weights(votes, comments)
    total = max(weights.values(), default=0)
    article = {e for e, words in weights.items() if words >= IS_ARTICLE * total} if total else set()
    home = _home(weights)
    kinds = []
    hints: dict[Any, str] = {}
    for line, vote in zip(page.lines, votes, strict=True):
        if voices.alone and not vote.prose and home not in vote.chain:
            vote.first = False  # one voice alone is not believed on a short line that stands apart
        hint = _hint(vote.chain, article, sizes, hints)
        if not trusting and hint not in ("embed", "title") and not _is_comment(vote, comments):
            hint = ""
        kinds.append(_decide(page.text[line.start : line.end], vote, hint, home, title))
    _settle_titles(page, votes, kinds, title)
    _drop_repeats(page, votes, kinds, home)
    texts = [page.text[line.start : line.end] for line in page.lines]
    outside = [home not in vote.chain for vote in votes]
    settle_lists(texts, [line.linked for line in page.lines], outside, kinds, title)
    for number, vote in enumerate(votes):  # what readers write below is no list of articles, whatever its markup
        if outside[number] and kinds[number] not in ("body", "embed", "ui") and _is_comment(vote, comments):
            kinds[number] = "ui"
    return tuple(kinds)


def agreement(page: Page, layout: tuple[str, ...], voices: Voices) -> int:
    """How many shingles of the first extractor's output are in the lines told as body."""
    lines = zip(page.lines, layout, strict=True)
    told = shingles_of_all(page.text[line.start : line.end] for line, kind in lines if kind == "body")
    return len(told & voices.first)


def _votes(page: Page, voices: Voices) -> list[Vote]:
    first, second = voices.first, voices.second
    found: list[Vote] = []
    chains: dict[Any, list[Any]] = {}
    for line in page.lines:
        text = page.text[line.start : line.end]
        words = words_of(text)
        own = shingles_of(words)
        stop = not text[-1].isalnum() and FINAL_STOP.search(text[-8:]) is not None
        linked = not stop and line.linked >= ALL_LINKED * len(text) and text.count(" ") >= LINK_WORDS - 1
        prose = stop and len(words) >= PROSE_WORDS and line.linked < LINKED * len(text)
        other = is_in(own, second)
        one = other if voices.alone else is_in(own, first)
        found.append(Vote(len(words), one, other, prose, linked, _chain(line.element, chains)))
    if 2 * sum(vote.linked for vote in found if vote.first) > sum(vote.first for vote in found):
        for vote in found:  # a list of links is what this page is about
            vote.linked = False
    return found


def _chain(element: Any, chains: dict[Any, list[Any]]) -> list[Any]:
    """An element and what it stands in, inside out; the lines of one page share most of it."""
    if element is None:
        return []
    found = chains.get(element)
    if found is None:
        found = chains[element] = [element, *_chain(element.getparent(), chains)]
    return found


def _sums(votes: Iterable[Vote]) -> dict[Any, int]:
    """Words of these lines below each element."""
    own: dict[int, tuple[list[Any], int]] = {}
    for vote in votes:  # lines of one element share the list, and are added up before they are passed on
        chain, words = own.get(id(vote.chain), (vote.chain, 0))
        own[id(vote.chain)] = chain, words + vote.words
    sums: dict[Any, int] = {}
    for chain, words in own.values():
        for element in chain:
            sums[element] = sums.get(element, 0) + words
    return sums


def _weights(votes: list[Vote], comments: dict[int, bool]) -> dict[Any, int]:
    """Words voted for by both or either extractor below each element."""
    voted = (vote for vote in votes if (vote.first and vote.second) or (vote.prose and (vote.first or vote.second)))
    weights = _sums(vote for vote in voted if not _is_comment(vote, comments))
    total = max(weights.values(), default=0)
    return {element: words for element, words in weights.items() if words >= min(IS_ARTICLE, HOLDS_ARTICLE) * total}


def _is_comment(vote: Vote, known: dict[int, bool]) -> bool:
    """Whether a line stands among what readers wrote; `known` keeps what was found for the lines of an element."""
    found = known.get(id(vote.chain))
    if found is None:
        found = known[id(vote.chain)] = any(
            _is_comments(element.get("class", ""), element.get("id", ""))
            for element in vote.chain
            if element.tag not in WHOLE_PAGE
        )
    return found


@lru_cache(maxsize=1 << 16)
def _is_comments(names: str, identifier: str) -> bool:
    names = ABOUT_COMMENTS.sub("", JOINTS.sub("-", names))
    return bool(COMMENTS.search(names) or COMMENTS.search(identifier))


def _home(weights: dict[Any, int]) -> Any:
    """The deepest element that holds most of what was voted for; None when nothing was."""
    total = max(weights.values(), default=0)
    holding = {element for element, words in weights.items() if words >= HOLDS_ARTICLE * total}
    # More than half each, so that each stands in the next; the deepest holds no other.
    around = {element.getparent() for element in holding}
    return next((element for element in holding if element not in around), None)


def _hint(chain: list[Any], article: set[Any], sizes: dict[Any, int], hints: dict[Any, str]) -> str:
    """What the elements around a line say of it, the innermost first; up to the article itself.

    `hints` keeps what is known of an element already.
    """
    found = ""
    passed = []
    for element in chain:
        if element in hints:
            found = hints[element]
            break
        passed.append(element)
        if element in article:
            break
        kind = _element_kind(element)
        if kind and sizes[element] <= MOST_WORDS.get(kind, sizes[element]):
            found = kind
            break
    hints |= dict.fromkeys(passed, found)
    return found


def _element_kind(element: Any) -> str:
    tag = element.tag
    if tag in ROOTS:
        return ""
    return TAG_KINDS.get(tag, "") or _names_kind(element.get("class", ""), element.get("id", ""))


@lru_cache(maxsize=1 << 16)
def _names_kind(names: str, identifier: str) -> str:
    """What the words of a class and an id say; pages of one outlet share most of them."""
    for given in (names, identifier):
        found = NAMES.search(JOINTS.sub("-", given)) if given else None
        if found:
            return found.lastgroup or ""
    return ""


def _decide(text: str, vote: Vote, hint: str, home: Any, title: str) -> str:
    """The kind of one line."""
    inside = home is not None and home in vote.chain
    if hint == "embed":
        return "embed" if inside or vote.first else "ui"
    if hint == "legal" and inside and vote.words <= MOST_WORDS["credit"]:
        hint = "credit"  # copyright is also what a picture's credit is called
    if hint and not (hint in WEAK and inside and vote.first and vote.second and vote.prose):
        return hint
    if title and text == title:
        return "title"
    if vote.first and vote.linked and vote.chain[0].tag not in LISTED:
        return "related"
    return "body" if vote.first or (vote.second and vote.prose and inside) else "ui"


def _settle_titles(page: Page, votes: list[Vote], kinds: list[str], title: str) -> None:
    """What stands in the article's header is title (headline, standfirst); a subhead between paragraphs is body."""
    first = next((n for n, v in enumerate(votes) if kinds[n] == "body" and v.prose and not _in_header(v)), len(votes))
    for number, vote in enumerate(votes):
        if number < first and kinds[number] == "body" and _in_header(vote):
            kinds[number] = "title"
        elif number > first and kinds[number] == "title" and vote.first and vote.chain[0].tag != "h1":
            line = page.lines[number]
            kinds[number] = "title" if page.text[line.start : line.end] == title else "body"


def _in_header(vote: Vote) -> bool:
    return any(element.tag == "header" for element in vote.chain[:HEADER_DEPTH])


def _drop_repeats(page: Page, votes: list[Vote], kinds: list[str], home: Any) -> None:
    """A text that stands inside the article and outside it as well (in a list of headlines) is body inside only."""
    inside = {
        page.text[line.start : line.end]
        for line, vote, kind in zip(page.lines, votes, kinds, strict=True)
        if kind in ("body", "title") and home in vote.chain
    }
    for number, (line, vote) in enumerate(zip(page.lines, votes, strict=True)):
        if kinds[number] == "body" and home not in vote.chain and page.text[line.start : line.end] in inside:
            kinds[number] = "ui"
