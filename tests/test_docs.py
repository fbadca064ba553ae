"""What README and docs say is true: every command in them is run, generated parts are fresh, licences are listed."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "THIRD_PARTY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
COMMAND = re.compile(r"^    (?:\.venv/bin/)?(tellings|python3|python) ([^\n#]+)", re.MULTILINE)


def test_generated_parts_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.build", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_python_in_the_readme_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    stories = names["stories"]
    assert isinstance(stories, list)
    assert stories
    assert stories[0].tellings


def test_commands_in_the_readme_exist(tmp_path: Path) -> None:
    """Commands that are not shown with their output still have to be understood."""
    known = subprocess.run(
        [sys.executable, "-c", "from tellings.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for program, words in COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        if program == "tellings":
            assert re.search(rf"^  {words.split()[0]} ", known, re.MULTILINE), words
        else:
            assert (ROOT / words.split()[0]).is_file(), words


def installed_closure(name: str, found: dict[str, str]) -> dict[str, str]:
    """Names and licences of a distribution's dependencies, and of theirs."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return found
    try:
        about = distribution(name)
    except PackageNotFoundError:
        return found
    trove = "; ".join(c for c in about.metadata.get_all("Classifier") or [] if c.startswith("License"))
    found[key] = about.metadata.get("License-Expression") or about.metadata.get("License") or trove
    for line in about.requires or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            installed_closure(requirement.name, found)
    return found


def test_third_party_software_is_listed_and_none_is_gpl() -> None:
    listed = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    for name, licence in installed_closure("tellings", {}).items():
        assert name == "tellings" or re.search(rf"\b{re.escape(name)}\b", listed, re.IGNORECASE), (
            f"{name} is not listed"
        )
        free = "MPL" in licence or not re.search(r"(?<![AL])GPL", licence[:80])
        assert free, f"{name}: {licence[:80]}"
