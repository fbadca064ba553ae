"""What fetch and watch print alike: outcomes in, lines as they come or one JSON object out."""

import json
from collections.abc import Iterable
from dataclasses import asdict

import typer
from rich.text import Text

from tellings.cli.terminal import print_lines
from tellings.errors import Interrupted, UsageError
from tellings.fetch import Outcome
from tellings.publish.lines import count, line

WORDS = {"kept": "kept", "unchanged": "not new", "feed": "feed", "refused": "not kept"}


def require_extra() -> None:
    """Raise where the packages that fetching needs are not installed.

    Raises:
        UsageError: they are not.
    """
    try:
        import protego  # noqa: F401, PLC0415
        import urllib3  # noqa: F401, PLC0415
        import warcio  # noqa: F401, PLC0415
    except ImportError as error:
        raise UsageError(f"fetching needs {error.name}: pip install 'tellings[fetch]'") from error


def told(outcomes: Iterable[Outcome], json_: bool) -> list[Outcome]:
    """All outcomes; each printed when it comes unless JSON is asked for.

    Raises:
        Interrupted: a person stopped it.
    """
    found: list[Outcome] = []
    try:
        for outcome in outcomes:
            found.append(outcome)
            if not json_:
                print_lines([_line(outcome)])
    except KeyboardInterrupt:
        raise Interrupted("interrupted; the pages named above are kept") from None
    return found


def _line(outcome: Outcome) -> Text:
    size = f"{outcome.size:,} bytes" if outcome.status == "kept" else ""
    led = f"from {outcome.final}" if outcome.final else ""
    about = "; ".join(filter(None, (outcome.reason, size, led)))
    return line((f"{WORDS[outcome.status]:<9}", "bold"), f"{outcome.address}  {about}".rstrip())


def summed_up(found: list[Outcome], into: str) -> Text:
    """How many were kept, and what may be done next."""
    kept, refused = (sum(o.status == status for o in found) for status in ("kept", "refused"))
    old = sum(o.status == "unchanged" for o in found)
    known = f", {old:,} not new" if old else ""
    return line(
        f"{count(kept, 'page')} kept, {refused:,} not kept{known}" + (f" · next: tellings run {into}" if kept else "")
    )


def as_json(found: list[Outcome]) -> str:
    """The outcomes as one JSON object."""
    return json.dumps({"schema": 1, "fetched": [asdict(outcome) for outcome in found]}, ensure_ascii=False, indent=1)


def print_round(found: list[Outcome], into: str, json_: bool) -> None:
    """What is told when a round ends."""
    if json_:
        typer.echo(as_json(found))
    else:
        print_lines([summed_up(found, into)])
