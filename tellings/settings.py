"""Settings in force: in go defaults, files and flags, out come settings and where each came from.

Defaults stand in the frozen dataclass of each stage; `tellings.toml` of the store, then of the working folder, then
flags override them, the later the stronger:

    [stories]
    window = 10
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tellings.errors import SettingError
from tellings.stage import Settings, Stage

FILE = "tellings.toml"


@dataclass(frozen=True)
class Source:
    """One place that settings came from."""

    origin: str  # a file's path or "flag"
    values: Mapping[str, Mapping[str, object]]  # by section, then by name


@dataclass(frozen=True)
class InForce:
    """One setting, as `tellings config` prints it."""

    section: str
    name: str
    value: object
    default: object
    origin: str  # "default", a file's path or "flag"


def read_file(path: Path) -> Source | None:
    """Settings of a TOML file; None where there is none.

    Raises:
        SettingError: the file is not TOML, or holds something other than sections.
    """
    if not path.is_file():
        return None
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} is not TOML: {error}; mend that line, or move the file away") from error
    for section, entries in values.items():
        if not isinstance(entries, dict):
            raise SettingError(
                f"{path}: {section!r} stands outside a section; write [stage] above it, see `tellings config`"
            )
    return Source(str(path), values)


def read_flags(flags: Iterable[str]) -> Source:
    """Settings given as `section.name=value`.

    >>> read_flags(["stories.window=10"]).values
    {'stories': {'window': 10}}
    """
    values: dict[str, dict[str, object]] = {}
    for flag in flags:
        place, equals, value = flag.partition("=")
        section, dot, name = place.strip().partition(".")
        if not (equals and dot and section and name):
            raise SettingError(f"--set {flag!r} should read stage.name=value, for example --set stories.window=10")
        values.setdefault(section, {})[name] = _parse(value.strip())
    return Source("flag", values)


def _parse(value: str) -> object:
    """A flag's value as TOML reads it; as plain text where it does not."""
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


def configure(defaults: Mapping[str, Any], sources: Iterable[Source]) -> tuple[dict[str, Any], list[InForce]]:
    """Settings with those of the sources put in, the later source the stronger.

    Args:
        defaults: a frozen dataclass for each section.
        sources: weakest first.

    Raises:
        SettingError: a section or name that does not exist, or a value of another type than the default.
    """
    made = dict(defaults)
    origins: dict[tuple[str, str], str] = {}
    for source in sources:
        for section, entries in source.values.items():
            if section not in made:
                raise SettingError(f"{source.origin}: no section {section!r}; {_hint(section, sorted(made))}")
            for name, value in _flat(entries):
                made[section] = _put(made[section], section, name, value, source.origin)
                origins[section, name] = source.origin
    in_force = [
        InForce(section, name, value, default, origins.get((section, name), "default"))
        for section, settings in defaults.items()
        for (name, default), (_, value) in zip(flat_settings(settings), flat_settings(made[section]), strict=True)
    ]
    return made, in_force


def _flat(entries: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Entries of a section, those of its subsections by dotted name."""
    for name, value in entries.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def flat_settings(settings: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Names and values of settings, those of settings within settings by dotted name."""
    for f in fields(settings):
        value = getattr(settings, f.name)
        if is_dataclass(value):
            yield from flat_settings(value, f"{prefix}{f.name}.")
        else:
            yield prefix + f.name, value


def _put(settings: Any, section: str, name: str, value: object, origin: str) -> Any:
    known = dict(flat_settings(settings))
    if name not in known:
        raise SettingError(f"{origin}: no setting {name!r} in [{section}]; {_hint(name, list(known))}")
    default = known[name]
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(default, tuple) and isinstance(value, list):
        value = tuple(value)
    if type(value) is not type(default):
        raise SettingError(
            f"{origin}: {section}.{name} = {value!r} should be of type {type(default).__name__},"
            f" like its default {default!r}"
        )
    return _replaced(settings, name, value)


def _replaced(settings: Any, name: str, value: object) -> Any:
    """Settings with one value put in, its name dotted where it lies within settings within settings."""
    outer, dot, inner = name.partition(".")
    return replace(settings, **{outer: _replaced(getattr(settings, outer), inner, value) if dot else value})


def _hint(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return (f"did you mean {close[0]!r}? " if close else "") + f"there are: {', '.join(known)}"


def stage_settings(stages: Iterable[Stage]) -> dict[str, Settings]:
    """The settings of those stages that have any, by name."""
    return {stage.name: stage.settings for stage in stages if fields(stage.settings)}


def with_settings(stages: Iterable[Stage], made: Mapping[str, Any]) -> tuple[Stage, ...]:
    """The stages with these settings."""
    return tuple(replace(stage, settings=made.get(stage.name, stage.settings)) for stage in stages)
