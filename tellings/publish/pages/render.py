"""HTML: in go views and the name of a template, out comes the page; every value is escaped unless it is our own markup.

Script and style are files of our own, without a build step; a page loads nothing from anywhere else.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import jinja2

from tellings.publish.lines import count
from tellings.publish.pages.links import EXPORTS, SCREENS
from tellings.publish.pages.lookup import one_line
from tellings.publish.pages.side import Cell

HERE = Path(__file__).parent
# Columns beside each other; more do not fit a wide screen, and a table of all would be mostly empty.
WINDOW = 12

T = TypeVar("T")


@cache
def environment() -> jinja2.Environment:
    """The templates."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "count": count,
        "one_line": one_line,
        "per_cent": per_cent,
        "windows": windows,
        "by_siglum": by_siglum,
    }
    made.globals |= {"SCREENS": SCREENS, "EXPORTS": EXPORTS, "WINDOW": WINDOW}
    return made


def prepare() -> None:
    """Compile all templates, so that the first page need not wait for it."""
    for name in environment().list_templates():
        environment().get_template(name)


def render(template: str, **values: Any) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)


def per_cent(thousandths: int) -> str:
    """A share for a person.

    >>> per_cent(4), per_cent(126), per_cent(0)
    ('<1 %', '13 %', '0 %')
    """
    return "<1 %" if 0 < thousandths < 5 else f"{thousandths / 10:.0f} %"


def windows(columns: Sequence[T], size: int = WINDOW) -> list[Sequence[T]]:
    """Columns in shares that fit a screen.

    >>> windows("abcde", 2)
    ['ab', 'cd', 'e']
    """
    return [columns[n : n + size] for n in range(0, len(columns), size)]


def by_siglum(cells: Sequence[Cell]) -> dict[str, Cell]:
    """Cells of a row by the telling they belong to."""
    return {cell.siglum: cell for cell in cells}


@cache
def static(name: str) -> str:
    """Our own style or script, as text."""
    return (HERE / "static" / name).read_text(encoding="utf-8")


def csp_hash(text: str) -> str:
    """What a content security policy calls one inline script or style by.

    >>> csp_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
