"""What is known of a language: in goes a language code and a file's name, out comes its data.

One folder a language (`en/`), one TOML file a subject. Another language is another folder and its gold,
never another branch in the code.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

DEFAULT = "en"


def languages() -> list[str]:
    """Codes of the languages there is data for, sorted."""
    return sorted(p.name for p in files(__package__).iterdir() if p.is_dir() and not p.name.startswith("_"))


@cache
def load(name: str, language: str = DEFAULT) -> dict[str, Any]:
    """The data file `name` of a language.

    Args:
        name: file name without `.toml`, for example `abbreviations`.
        language: ISO 639-1 code.

    Raises:
        LookupError: there is no such language or no such file.

    >>> "Mr" in load("abbreviations")["titles"]
    True
    """
    path = files(__package__) / language / f"{name}.toml"
    if not path.is_file():
        raise LookupError(f"no language data {language}/{name}.toml; languages: {', '.join(languages())}")
    return tomllib.loads(path.read_text(encoding="utf-8"))
