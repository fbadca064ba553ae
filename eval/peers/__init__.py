"""Rivals: documents and our own extractor in, one table of figures and speed with those rivals that are installed out.

One file a rival; what they need is in requirements.txt beside this file and is installed by nobody but who asks:

    python -m pip install -r eval/peers/requirements.txt
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from eval.quotations.documents import Document, Extractor
from eval.quotations.scoring import KINDS, Score, score

SHOWN = ("p", "r", "content", "exact", "speaker", "wrong", "e2e")
NAMES = ("patterns", "textacy_quotations", "gender_gap")


class NotInstalled(Exception):
    """A rival, or the language model it stands on, is not there; the message says what to install."""


@dataclass(frozen=True)
class Peer:
    """A rival that is ready to run."""

    name: str  # with version
    extract: Extractor


def load(name: str) -> Peer:
    """A rival by the name of its file.

    Raises:
        NotInstalled: what it needs is missing.
    """
    build: Callable[[], Peer] = import_module(f"eval.peers.{name}").build
    return build()


def run_all(documents: Sequence[Document], ours: Extractor, same_kind: bool = False) -> int:
    """Print the figures of the program and of each rival over the same documents; 0."""
    rows = [("tellings", score(documents, ours, same_kind))]
    missing = []
    for name in NAMES:
        try:
            peer = load(name)
        except NotInstalled as reason:
            missing.append(f"{name}: not run: {reason}")
            continue
        rows.append((peer.name, score(documents, peer.extract, same_kind)))
    print(compared(rows))
    print(
        f"{len(documents)} documents; docs/s: documents per second of CPU time, models loaded before",
        *missing,
        sep="\n",
    )
    return 0


def compared(rows: Sequence[tuple[str, Score]]) -> str:
    """A Markdown table: each system by kind."""
    lines = [
        f"| system | kind | gold | found | {' | '.join(SHOWN)} | docs/s |",
        "|---|---|" + "--:|" * (len(SHOWN) + 3),
    ]
    for name, result in rows:
        for number, kind in enumerate(KINDS):
            values = result.figures[kind]
            cells = [f"{values[head]:.0f}" for head in ("gold", "predicted")]
            # who names no speaker of a kind has no share of right ones
            judged = result.tallies[kind].judged
            cells += ["" if head in ("speaker", "wrong") and not judged else f"{values[head]:.1f}" for head in SHOWN]
            first = (name, f"{result.speed:.1f}") if number == 0 else ("", "")
            lines.append(f"| {first[0]} | {kind} | {' | '.join(cells)} | {first[1]} |")
    return "\n".join(lines)
