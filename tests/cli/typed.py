"""What the fixture `tellings` gives: in go the words a person types, out come exit code, output and errors."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Printed:
    code: int
    out: str
    err: str


Tellings = Callable[..., Printed]
