"""Regular expressions: in go the modules of tellings, out come those that take long on a hostile line.

    python -m bench.patterns             every pattern, each line of one unit, growing to 8,000 characters (a minute)

A pattern listed here may still be harmless where it is only matched at one place or on a short stretch of text;
`tests/fuzz/test_hostile_lines.py` measures what an article costs. Figures depend on the machine; they are never a test.
"""

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

import tellings

# What lines are made of: marks, spaces, digits, letters, and what patterns of a text's language begin with.
UNITS = (
    " ",
    "\t",
    "\u00a0",
    " \n",
    "\n",
    "\r\n",
    "a",
    "A",
    "é",
    "0",
    "1,",
    "1.",
    "0 ",
    "9/",
    "12:",
    "$1",
    "%",
    "£",
    '"',
    "'",
    "“",
    "”",
    "‘",
    "’",
    '" ',
    "“ ",
    "“a” ",
    "``",
    "''",
    ".",
    ". ",
    "...",
    "…",
    ",",
    ", ",
    "-",
    "--",
    " - ",
    "—",
    "_",
    "*",
    "#",
    "(",
    ")",
    "()",
    "[",
    "[]",
    "{",
    "<",
    "<a",
    "<!--",
    "&",
    "&#",
    "&amp;",
    "@",
    "@a ",
    "a@",
    "/",
    "//",
    "http://",
    "a.",
    "a. ",
    "A. ",
    "A.",
    "Mr. ",
    "A ",
    "Ab ",
    "Ab-",
    "a ",
    "the ",
    "of ",
    "and ",
    "said ",
    "the Ab ",
    "John Ab, ",
    "Jan. ",
    "May 1, ",
    "1 May ",
    "2020-",
    "Monday ",
    "one ",
    "two hundred ",
    "million ",
    "1 million ",
    "|",
    "a|",
    "a: ",
    "A: ",
    "AB: ",
    ":",
    ";",
    "; ",
    "!",
    "?",
    "? ",
    "🙂",
    "\u0301",
    "\u200b",
    "Ã",
    "â€",
    "\x00",
    "İ",
    "ß",
    "pic.twitter.com/",
)
SIZES = (30, 300, 2_000, 8_000)
MOST = 0.03  # seconds: 8,000 characters at a rate at which 10 MB take half a minute


@dataclass(frozen=True)
class Named:
    """A pattern and where it stands."""

    where: str
    pattern: re.Pattern[str] | re.Pattern[bytes]


@dataclass(frozen=True)
class Slow:
    """A pattern that takes more than its time on a line."""

    where: str
    pattern: str
    unit: str
    size: int
    seconds: float


def modules() -> Iterator[ModuleType]:
    """Every module of tellings that can be imported here."""
    for found in pkgutil.walk_packages(tellings.__path__, "tellings."):
        try:
            yield importlib.import_module(found.name)
        except ImportError:  # an extra that is not installed
            continue


def held(value: object, where: str, depth: int = 3) -> Iterator[Named]:
    """Patterns in a value: itself, or what containers and objects hold."""
    if isinstance(value, re.Pattern):
        yield Named(where, value)
    elif depth and isinstance(value, Mapping):
        for key, each in value.items():
            yield from held(each, f"{where}[{key!r}]", depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for number, each in enumerate(value):
            yield from held(each, f"{where}[{number}]", depth - 1)
    elif depth and type(value).__module__.startswith("tellings") and not isinstance(value, type):
        names = getattr(type(value), "__slots__", ()) or getattr(value, "__dict__", {})
        for name in names:
            yield from held(getattr(value, name, None), f"{where}.{name}", depth - 1)


def kept_results(value: object) -> object:
    """What a function without arguments that keeps its result has made, such as the rules of a language."""
    if callable(value) and hasattr(value, "cache_info") and value.__module__.startswith("tellings"):
        try:
            return value()  # type: ignore[operator]
        except Exception:  # it takes arguments
            return None
    return value


def patterns() -> list[Named]:
    """Every pattern that a module of tellings holds, each once."""
    found: dict[re.Pattern[str] | re.Pattern[bytes], Named] = {}
    for module in modules():
        for name, value in sorted(vars(module).items()):
            if name.startswith("__"):
                continue
            for named in held(kept_results(value), f"{module.__name__}.{name}"):
                found.setdefault(named.pattern, named)
    return sorted(found.values(), key=lambda named: named.where)


def seconds(pattern: re.Pattern[str] | re.Pattern[bytes], unit: str, size: int) -> float:
    """Processor time that finding all matches in a line of one unit takes."""
    line: str | bytes = unit * (size // len(unit) + 1)
    if isinstance(pattern.pattern, bytes):
        line = line.encode()  # type: ignore[union-attr]
    began = time.process_time()
    for _ in pattern.finditer(line):  # type: ignore[type-var, arg-type]
        pass
    pattern.match(line)  # type: ignore[arg-type]
    return time.process_time() - began


def slowness(named: Named, most: float) -> Slow | None:
    """The first line of growing size on which a pattern takes more than `most` seconds, twice."""
    worst = None
    for unit in UNITS:
        for size in SIZES:
            took = seconds(named.pattern, unit, size)
            if took > most and (took := min(took, seconds(named.pattern, unit, size))) > most:
                if worst is None or took > worst.seconds:
                    worst = Slow(named.where, str(named.pattern.pattern)[:200], unit, size, took)
                break
    return worst


def main() -> int:
    """Print the patterns that take long."""
    for named in patterns():
        slow = slowness(named, MOST)
        if slow:
            print(f"{slow.seconds:.2f} s  {slow.size:>5} characters of {slow.unit!r:<12} {slow.where}: {slow.pattern}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
