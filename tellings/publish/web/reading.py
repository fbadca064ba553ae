"""Reading into a store from a site: in go a store and its settings, out comes a function that runs the pipeline."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tellings.engine.local import EngineSettings, LocalEngine
from tellings.pipeline import Progress, RunReport, run
from tellings.publish.web.jobs import Collate
from tellings.settings import with_settings
from tellings.stages import STAGES
from tellings.stages.read import ReadSettings, read_items
from tellings.store import Store


def collate_with(store: Store, settings: Mapping[str, Any] | None = None) -> Collate:
    """A function that reads paths into a store, by the settings in force; the defaults where none are given."""

    def collate(paths: list[str], progress: Progress) -> RunReport:
        engine = LocalEngine(settings["engine"] if settings else EngineSettings(), store.folder / "tmp")
        reading = replace(settings["read"] if settings else ReadSettings(), primary=())
        stages = with_settings(STAGES, settings) if settings else STAGES
        try:
            return run(read_items(paths, settings=reading), store, engine, stages, progress)
        finally:
            engine.close()

    return collate
