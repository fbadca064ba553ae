"""Front matter: a text that may begin with lines of `key: value` between two lines `---` in, those pairs out."""

import re
from dataclasses import dataclass

FENCE = re.compile(r"\s{0,8}---[ \t]*\r?\n((?:(?!---)[^\n]{0,2000}\n){0,200})---[ \t]*(?=\r?\n|$)")
PAIR = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where it ends, and what it says."""

    end: int
    values: dict[str, str]


def find_front_matter(text: str) -> FrontMatter | None:
    r"""The front matter of a text, or None. Only plain `key: value` lines are read; nested values are passed over.

    >>> find_front_matter("---\ntitle: 'A day: out'\n---\nIt rained.")
    FrontMatter(end=27, values={'title': 'A day: out'})
    """
    fence = FENCE.match(text)
    if fence is None:
        return None
    pairs = (PAIR.match(line) for line in fence.group(1).splitlines())
    values = {pair.group(1): _unquoted(pair.group(2).strip()) for pair in pairs if pair}
    return FrontMatter(fence.end(), values) if values else None


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
