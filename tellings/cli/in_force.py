"""Settings of a command: in go the store and flags, out come the settings in force and where each came from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tellings.corrections import FILE as CORRECTIONS
from tellings.corrections import as_settings, read_corrections
from tellings.engine.local import EngineSettings
from tellings.fetch import FetchSettings
from tellings.settings import FILE, InForce, Source, configure, read_file, read_flags, stage_settings
from tellings.stages import STAGES
from tellings.stages.read import ReadSettings


def settings_in_force(store: Path, flags: Sequence[str]) -> tuple[dict[str, Any], list[InForce]]:
    """Settings by section, and where each came from.

    Raises:
        SettingError: a file or flag names a setting that does not exist, or gives it an impossible value.
    """
    defaults = {"read": ReadSettings(), "engine": EngineSettings(), "fetch": FetchSettings(), **stage_settings(STAGES)}
    files = [read_file(place / FILE) for place in (store, Path())]
    return configure(defaults, [*(source for source in files if source), *_corrections(store), *_flags(flags)])


def _corrections(store: Path) -> list[Source]:
    """What persons corrected, which stages get as settings."""
    values = as_settings(read_corrections(store))
    return [Source(str(store / CORRECTIONS), values)] if values else []


def _flags(flags: Sequence[str]) -> list[Source]:
    return [read_flags(flags)] if flags else []
