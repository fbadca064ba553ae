"""Runs that are killed: in go a folder and a random generator, out comes a store that a killed run left."""

import multiprocessing
import random
import time
from pathlib import Path

from test_pipeline import as_items, make_articles

from tellings.engine.local import EngineSettings, LocalEngine
from tellings.pipeline import run
from tellings.store import Store, StoredPart

from toy_stages import TOYS

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


def kill_somewhere(folder: Path, rng: random.Random) -> int:
    """Start a run and kill it (-9) once a random number of bytes lies in its journal; how many there were."""
    process = multiprocessing.get_context("spawn").Process(target=slow_run, args=(str(folder),))
    process.start()
    journal, enough = folder / "journal.jsonl", rng.randrange(0, 5_000)
    until = time.monotonic() + 60
    while process.is_alive() and time.monotonic() < until:
        if journal.exists() and journal.stat().st_size > enough:
            break
        time.sleep(0.001)
    time.sleep(rng.random() * STEP)
    process.kill()
    process.join()
    return journal.stat().st_size if journal.exists() else 0
