"""Settings: files and flags over defaults, the later the stronger; errors that name the value and the choices."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tellings.errors import SettingError
from tellings.settings import Source, configure, flat_settings, read_file, read_flags, stage_settings, with_settings
from tellings.stage import Settings
from tellings.stages import STAGES


@dataclass(frozen=True)
class Inner:
    depth: int = 2


@dataclass(frozen=True)
class Outer(Settings):
    size: int = 5
    share: float = 0.5
    names: tuple[str, ...] = ("a",)
    inner: Inner = field(default_factory=Inner)


DEFAULTS = {"toy": Outer()}


def test_later_sources_are_stronger_and_told() -> None:
    made, in_force = configure(
        DEFAULTS,
        [Source("file", {"toy": {"size": 6, "inner": {"depth": 3}}}), read_flags(["toy.size=7", "toy.share=1"])],
    )
    assert made["toy"] == Outer(7, 1.0, ("a",), Inner(3))
    assert {(s.name, s.origin) for s in in_force} == {
        ("size", "flag"), ("share", "flag"), ("names", "default"), ("inner.depth", "file"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("flag", "says"),
    [
        ("toy.sise=1", "did you mean 'size'"),
        ("tov.size=1", "did you mean 'toy'"),
        ("toy.size=big", "should be of type int"),
        ("toy.inner.dept=1", "did you mean 'inner.depth'"),
        ("toy.size=true", "should be of type int"),
        ("size=1", "stage.name=value"),
    ],
)
def test_wrong_values_are_named(flag: str, says: str) -> None:
    with pytest.raises(SettingError, match=says.replace("'", ".")):
        configure(DEFAULTS, [read_flags([flag])])


def test_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tellings.toml"
    path.write_text("toy = [")
    with pytest.raises(SettingError, match=r"tellings\.toml"):
        read_file(path)
    path.write_text("size = 1")
    with pytest.raises(SettingError, match="outside a section"):
        read_file(path)


def test_every_setting_of_every_stage_can_be_set_to_its_default() -> None:
    defaults = stage_settings(STAGES)
    for section, settings in defaults.items():
        for name, value in flat_settings(settings):
            made, _ = configure(defaults, [Source("test", {section: {name: value}})])
            assert made[section] == settings
    assert with_settings(STAGES, defaults) == STAGES
