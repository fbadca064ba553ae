"""The command line in an empty folder, for all tests of commands."""

import sys
from pathlib import Path

import pytest

from tellings.cli import main

from cli.typed import Printed, Tellings


@pytest.fixture
def tellings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Tellings:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Printed:
        monkeypatch.setattr(sys, "argv", ["tellings", *words])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return Printed(code, captured.out, captured.err)

    return call
