"""Runs that are killed: in go a folder and a random generator, out comes a store that a killed run left."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from test_pipeline import as_items, make_articles

import tellings.store
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.pipeline import run
from tellings.store import PartWriter, Store, StoredPart

from toy_stages import TOYS

STEPS = 60  # of a run over the toy stages, at least
STEP = 0.01  # seconds a part takes at least, so that kills fall everywhere


class Stopped(Exception):
    """Raised in place of a kill."""


def slow_run(folder: str, fail_after: int = -1) -> None:
    """A run over toy stages that takes its time; it fails after so many parts where that is asked for."""
    store = Store(folder, create=True)
    finish, left = Store.finish, [fail_after]

    def finish_slowly(self: Store, *given: object) -> StoredPart:
        if left[0] == 0:
            raise Stopped
        left[0] -= 1
        part = finish(self, *given)  # type: ignore[arg-type]
        time.sleep(STEP)
        return part

    Store.finish = finish_slowly  # type: ignore[assignment, method-assign]
    try:
        run(as_items(make_articles(60)), store, LocalEngine(EngineSettings(workers=1, chunk=3, inline_below=0)), TOYS)
    except Stopped:
        pass
    finally:
        Store.finish = finish  # type: ignore[method-assign]


def killed_run(folder: str, step: int) -> None:
    """A run over toy stages that kills itself (-9) at a step: by a write of rows, of a part, of the manifest."""
    left = [step]

    def count() -> None:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    for owner, name in ((PartWriter, "_flush"), (Store, "finish"), (tellings.store, "write_whole")):
        setattr(owner, name, _counted(getattr(owner, name), count))
    run(as_items(make_articles(60)), Store(folder, create=True), _engine(), TOYS)


def _counted(function: Callable[..., Any], count: Callable[[], None]) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        count()
        result = function(*given, **named)
        count()
        return result

    return counted


def _engine() -> LocalEngine:
    return LocalEngine(EngineSettings(workers=1, chunk=3, inline_below=0))


def kill_somewhere(folder: Path, rng: random.Random, steps: int = STEPS) -> int:
    """Run until a random step and kill there; the bytes of the journal then, 0 where none was left."""
    process = multiprocessing.get_context("spawn").Process(target=killed_run, args=(str(folder), rng.randrange(steps)))
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL, "it was to be killed before it was done"
    journal = folder / "journal.jsonl"
    return journal.stat().st_size if journal.exists() else 0
