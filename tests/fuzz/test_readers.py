"""Every reader on bytes that nearly are of its format: each item is told, nothing raises; bench/fuzz.py goes on."""

import random
from pathlib import Path

import pytest
from fuzz.mutations import SEEDS, mutate

from tellings.model import Article
from tellings.stages.read import read_items

ROUNDS = 60  # files a format; bench/fuzz.py runs for as long as asked
CORPUS = Path(__file__).parent / "corpus"  # findings: files that once raised, ran on or were lost


def read_file(path: Path) -> list[Article]:
    """Read one file and check what every reading must hold to."""
    pairs = list(read_items([str(path)]))
    assert pairs, "a file that was met is told"
    articles = []
    for item, article in pairs:
        assert item.status in ("article", "grouped", "refused")
        assert (article is not None) == (item.status == "article")
        assert item.reason or item.status == "article"
        assert "please report this" not in item.reason, item.reason  # an error that no reader foresaw
        if article is not None:
            article.text.encode("utf-8")  # no half characters: they could not be stored
            assert article.text
            articles.append(article)
    return articles


@pytest.mark.parametrize("name", SEEDS)
def test_a_sound_file_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"one.{name}"
    path.write_bytes(SEEDS[name])
    found = read_file(path)
    assert found or name in ("opml", "pdf", "docx", "unknown")


@pytest.mark.parametrize("name", SEEDS)
def test_damaged_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    rng = random.Random(name)
    seed = SEEDS[name]
    for number in range(ROUNDS):
        path = tmp_path / f"{number}.{name}"
        path.write_bytes(mutate(seed, rng))
        read_file(path)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.name)
def test_findings_stay_mended(path: Path) -> None:
    read_file(path)
