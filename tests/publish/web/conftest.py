"""What the tests of site and report share: one store, one site, one browser."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from site_of_tests import hostile_articles, make_store, served

from tellings.store import Store

ROOT = Path(__file__).parents[3]
CHROMIUM = os.environ.get("TELLINGS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
AXE = ROOT / ".node" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def web_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The sample and two hostile articles."""
    return make_store(tmp_path_factory.mktemp("web") / "store", hostile_articles())


@pytest.fixture
def own_store(web_store: Store, tmp_path: Path) -> Store:
    """A copy of it that a test may change."""
    shutil.copytree(web_store.folder, tmp_path / "store")
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def address(web_store: Store) -> Iterator[str]:
    """Where it is served."""
    with served(web_store) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        pytest.skip("needs chromium: apt-get install chromium, or TELLINGS_CHROMIUM=PATH")
    with api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm install --prefix .node axe-core")
    return AXE.read_text(encoding="utf-8")
