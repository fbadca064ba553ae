"""tellings config: in goes nothing, out come all settings in force and where each comes from."""

import json
from dataclasses import asdict

import typer

from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, JsonOption, SetOption, StoreOption
from tellings.settings import FILE

SHORT = "Print every setting in force."
EPILOG = """\b
Example:
  tellings config --set stories.window=10
"""


def command(store: StoreOption = DEFAULT_STORE, set_: SetOption = [], json_: JsonOption = False) -> None:  # noqa: B006
    """Print every setting in force, its default, and where it comes from.

    Settings are read from tellings.toml in the store, then in the working folder, then from --set; the later wins.
    """
    _, in_force = settings_in_force(store, set_)
    if json_:
        typer.echo(json.dumps({"schema": 1, "settings": [asdict(setting) for setting in in_force]}, indent=1))
        return
    section = ""
    for setting in in_force:
        if setting.section != section:
            section = setting.section
            typer.echo(f"[{section}]")
        note = "" if setting.origin == "default" else f"   # {setting.origin}; default {_toml(setting.default)}"
        typer.echo(f"{setting.name} = {_toml(setting.value)}{note}")
    typer.echo(f"# Write lines like these to {FILE} to change them; what each means: docs/settings.md")


def _toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, tuple):
        value = list(value)
    return json.dumps(value, ensure_ascii=False)
