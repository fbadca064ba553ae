"""A web page as text: HTML in, one line for each visible block in page order out, with what its markup says of it.

This is the text that all offsets count in. White space is collapsed as a browser does it (ASCII white space only; a
no-break space stays) and soft hyphens go, which are orders to the browser; nothing else is changed, nothing visible is
left out, whatever the line may be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

# Elements that begin and end a line (HTML Standard, 15.3, display: block and list-item, with the cells of tables).
BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "plaintext", "pre", "search", "section", "select", "summary", "table", "tbody", "textarea", "tfoot",
    "thead", "title", "tr", "ul", "xmp",
))  # fmt: skip
# The cells of a row make one line, unless they are longer than the cells of figures and names are: then the table
# serves to lay out the page.
CELLS = frozenset(("td", "th"))
LONGEST_CELL = 120
# Elements that are not shown as text.
UNSEEN = frozenset((
    "applet", "area", "audio", "base", "canvas", "datalist", "embed", "head", "iframe", "link", "map", "math", "meta",
    "noembed", "noframes", "object", "param", "script", "source", "style", "svg", "template", "track",
    "video",
))  # fmt: skip
SPACES = re.compile(r"[ \t\n\r\f]+")
BLANKS = " \t\n\r\f"  # where a line begins they are not shown, and most text of a page's source is nothing else
LINE_ENDS: dict[int, str | None] = dict.fromkeys(map(ord, "\x0b\x1c\x1d\x1e\x85\u2028\u2029"), " ")
# Soft hyphens, word joiners and byte order marks tell the browser where to break a line; no reader sees them.
UNPRINTED: dict[int, str | None] = dict.fromkeys((0xAD, 0x2060, 0xFEFF))
TRANSLATED = LINE_ENDS | UNPRINTED
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Classes that keep a text for screen readers only.
UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|element-invisible|hidden-text|a11y-hidden)(?:\s|$)",
    re.IGNORECASE,
)
# Deeper than any page made by hand; libxml2 itself gives up at 256 without huge_tree, and our walk needs no recursion.
PARSER_OPTIONS: dict[str, Any] = {
    "remove_comments": True, "remove_pis": True, "huge_tree": True, "encoding": "utf-8", "no_network": True,
}  # fmt: skip


@dataclass(slots=True)
class Line:
    """One line of a page's text."""

    start: int
    end: int
    element: Any  # the innermost block-level element around it
    linked: int  # characters that stand in links

    def ancestors(self) -> Iterator[Any]:
        """The element and what it stands in, inside out."""
        node = self.element
        while node is not None:
            yield node
            node = node.getparent()


@dataclass(slots=True)
class Page:
    """A parsed page."""

    tree: Any  # root element; None when nothing could be parsed
    text: str = ""
    lines: list[Line] = field(default_factory=list)


def parse(html: str) -> Any:
    """Root element of a page, or None."""
    # Null and lone surrogates are no characters of a document; both would end the parser's work.
    data = html.replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        return etree.fromstring(data, etree.HTMLParser(**PARSER_OPTIONS))
    except (etree.LxmlError, ValueError):
        return None


def is_hidden(element: Any) -> bool:
    """Whether an element's own markup keeps it from view."""
    for name, value in element.items():  # one call; a page has thousands of elements
        if name == "class":
            if UNSEEN_CLASS.search(value):
                return True
        elif (name == "style" and HIDDEN_STYLE.search(value)) or (name == "hidden" and value != "until-found"):
            return True
    return element.tag == "noscript" or (element.tag == "dialog" and element.get("open") is None)


def collapse(text: str) -> str:
    """A line's text with its white space as a browser shows it, without line ends and what no reader sees."""
    if text.isascii() and "\x1f" not in text:  # then what Python calls white space is just what the long way collapses
        return " ".join(text.split())
    # What Python or a reader counts as a line end inside a line would break "one line a block".
    return SPACES.sub(" ", text if text.isprintable() else text.translate(TRANSLATED)).strip(" ")


class _Writer:
    """Collects pieces of text into lines."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.lines: list[Line] = []
        self.length = 0
        self.pieces: list[str] = []
        self.linked = 0
        self.blocks: list[Any] = []
        self.links: list[Any] = []
        self.pre = 0

    def add(self, text: str) -> None:
        """More of the line at hand."""
        if not self.pieces and not text.strip(BLANKS):
            return
        if self.pre and "\n" in text:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.flush()
                self.pieces.append(line)
            return
        self.pieces.append(text)
        if self.links:
            # Most text of links has nothing to collapse; to see that is cheaper than to try.
            tidy = text.isprintable() and "  " not in text
            self.linked += len(text) if tidy or len(text) < 2 else len(SPACES.sub(" ", text))

    def end_cell(self) -> None:
        """Part a cell from the next."""
        if sum(map(len, self.pieces)) > LONGEST_CELL:
            self.flush()
        elif self.pieces:
            self.pieces.append(" ")

    def flush(self) -> None:
        """End the line at hand."""
        if not self.pieces:
            return
        line = collapse("".join(self.pieces))
        self.pieces = []
        linked, self.linked = self.linked, 0
        if not line or line.isspace():
            return
        if self.out:
            self.length += 1
        self.out.append(line)
        element = self.blocks[-1] if self.blocks else None
        self.lines.append(Line(self.length, self.length + len(line), element, min(linked, len(line))))
        self.length += len(line)


def linearise(html: str, hidden: bool = False) -> Page:
    r"""The page's text, one line a visible block, and where each line stands in the page.

    Args:
        html: the page.
        hidden: also write what the markup hides (pages that a script unveils).

    >>> page = linearise("<p>Rain <b>fell</b> on\nTuesday.<p>It <br>stopped.<script>x</script>")
    >>> page.text.split("\n")
    ['Rain fell on Tuesday.', 'It', 'stopped.']
    """
    tree = parse(html)
    return linearise_tree(tree, hidden) if tree is not None else Page(None)


def linearise_tree(tree: Any, hidden: bool = False) -> Page:
    """`linearise` for a page that is parsed already."""
    writer = _Writer()
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in UNSEEN or (not hidden and is_hidden(element)):
                walk.skip_subtree()
                continue
            if tag in BLOCK:
                writer.flush()
                if tag != "br":
                    writer.blocks.append(element)
                    writer.pre += tag == "pre"
            elif tag == "a":
                writer.links.append(element)
            if element.text:
                writer.add(element.text)
        else:
            if writer.blocks and writer.blocks[-1] is element:
                writer.flush()
                writer.blocks.pop()
                writer.pre -= tag == "pre"
            elif tag in CELLS:
                writer.end_cell()
            elif writer.links and writer.links[-1] is element:
                writer.links.pop()
            if element.tail and element is not tree:
                writer.add(element.tail)
    writer.flush()
    return Page(tree, "\n".join(writer.out), writer.lines)
