"""Corrections: what a person noted holds in the next run, is shown as a person's, and survives another story."""

import shutil
from pathlib import Path

import pytest

from tellings import sample
from tellings.cli.in_force import settings_in_force
from tellings.corrections import PERSON, Correction, add_correction, read_corrections
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.errors import UsageError
from tellings.pipeline import run
from tellings.publish.stories import open_stories
from tellings.settings import with_settings
from tellings.stages import STAGES
from tellings.stages.read import read_items
from tellings.store import Store
from tellings.story import Story


def rerun(store: Store) -> list[Story]:
    settings, _ = settings_in_force(store.folder, [])
    engine = LocalEngine(EngineSettings(workers=1), store.folder / "tmp")
    try:
        run(read_items([str(sample.folder())]), store, engine, with_settings(STAGES, settings))
    finally:
        engine.close()
    return open_stories(store)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("corrections") / "store", create=True)
    rerun(store)
    return store


@pytest.fixture
def store(first: Store, tmp_path: Path) -> Store:
    shutil.copytree(first.folder, tmp_path / "store")
    return Store(tmp_path / "store")


def test_a_speaker(store: Store) -> None:
    before = open_stories(store)[0]
    edition = before.statements[2]
    for witness in edition.witnesses:
        add_correction(store.folder, Correction("speaker", witness.article_id, witness.start, witness.end, "Ada Moss"))
    after = rerun(store)[0]
    voices = {voice.name: voice.voice_id for voice in after.voices}
    own = [a for a in after.attributions if a.voice_id == voices["Ada Moss"]]
    assert {a.reason for a in own} == {PERSON}
    assert {a.quotation_id for a in own} >= {w.quotation_id for w in edition.witnesses} - {""}
    (told,) = [e for e in after.statements if e.speaker == "Ada Moss"]
    assert told.text == edition.text


def test_a_speaker_is_left_open(store: Store) -> None:
    edition = open_stories(store)[0].statements[2]
    for witness in edition.witnesses:
        add_correction(store.folder, Correction("speaker", witness.article_id, witness.start, witness.end, ""))
    after = rerun(store)[0]
    wanted = {w.quotation_id for w in edition.witnesses} - {""}
    assert {(a.voice_id, a.reason) for a in after.attributions if a.quotation_id in wanted} == {("", f"open: {PERSON}")}


def test_a_date_and_a_membership(store: Store) -> None:
    before = open_stories(store)[0]
    dated, away = before.tellings[1].article_id, before.tellings[-1].article_id
    add_correction(store.folder, Correction("date", dated, 0, 0, "2024-09-19"))
    add_correction(store.folder, Correction("membership", away, 0, 0, "apart"))
    after = rerun(store)
    told = {t.article_id: t for t in after[0].tellings}
    assert away not in told
    assert (told[dated].anchor, told[dated].anchor_source) == ("2024-09-19", PERSON)
    assert after[0].row.tellings == before.row.tellings - 1
    assert any(set(story.articles) == {away} for story in after)


def test_a_difference(store: Store) -> None:
    first, second = (contrast for contrast in open_stories(store)[0].differences[:2])
    for contrast, value in ((first, "none"), (second, "compatible")):
        row, place = contrast.row, contrast.sides[0][0]
        add_correction(
            store.folder,
            Correction("difference", place.article_id, place.start, place.end, value, target=row.difference_id),
        )
    after = {c.row.difference_id: c.row for c in rerun(store)[0].differences}
    assert first.row.difference_id not in after
    assert (after[second.row.difference_id].verdict, after[second.row.difference_id].reason) == ("compatible", PERSON)


def test_without_corrections_nothing_changes(store: Store) -> None:
    before = store.manifest()
    rerun(store)
    assert store.manifest() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "mood"}, {"kind": "date", "value": "1.5.2024"}, {"kind": "membership", "value": "in"},
        {"kind": "difference", "value": "so so"}, {"start": 5, "end": 2}, {"start": "1"},
    ],
)  # fmt: skip
def test_wrong_lines_are_left_out(tmp_path: Path, wrong: dict[str, object]) -> None:
    facts = {"kind": "speaker", "article_id": "a", "start": 1, "end": 2, "value": "Ann Lee"}
    with pytest.raises(UsageError):
        Correction(**(facts | wrong))  # type: ignore[arg-type]
    add_correction(tmp_path, Correction(**facts))  # type: ignore[arg-type]
    with (tmp_path / "corrections.jsonl").open("a") as file:
        file.write('no json\n[1]\n{"kind": "mood"}\n{"kind": "speaker"')
    assert read_corrections(tmp_path) == [Correction("speaker", "a", 1, 2, "Ann Lee")]
