"""Reading into a store from a site: in go a store and its settings, out comes a function that runs the pipeline."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tellings.engine.local import EngineSettings, LocalEngine
from tellings.pipeline import Progress, RunReport, run
from tellings.publish.web.jobs import Collate
from tellings.settings import with_settings
from tellings.stages import STAGES
from tellings.stages.read import ReadSettings, read_items
from tellings.store import Store


def collate_with(store: Store, in_force: Callable[[], Mapping[str, Any]] = dict) -> Collate:
    """A function that reads paths into a store.

    Args:
        store: where to.
        in_force: gives the settings in force at that time, by section; the defaults where there are none.
    """

    def collate(paths: list[str], progress: Progress) -> RunReport:
        settings = in_force()
        engine = LocalEngine(settings.get("engine", EngineSettings()), store.folder / "tmp")
        reading = replace(settings.get("read", ReadSettings()), primary=())
        stages = with_settings(STAGES, settings)
        try:
            return run(read_items(paths, settings=reading), store, engine, stages, progress)
        finally:
            engine.close()

    return collate
