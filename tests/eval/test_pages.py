"""Labels of real pages: they come back as written, follow their lines, and hold no words of the pages."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import line_types
from eval.gold.model import BLOCK_KINDS
from eval.gold.pages import (
    DIGITS,
    FOLDER,
    READINGS,
    GoldPage,
    Labels,
    PageError,
    Part,
    _kept_lines,
    _moved,
    agreement,
    digest,
    load_reading,
    parse_reading,
    write_reading,
)
from tellings.model import Article

KINDS = st.lists(st.sampled_from((*BLOCK_KINDS, "")), max_size=30)


@given(st.dictionaries(st.from_regex(r"(aeb|snippets):[0-9]{1,3}", fullmatch=True), KINDS, max_size=4))
def test_readings_come_back_as_written(pages: dict[str, list[str]]) -> None:
    reading = {page: Labels(tuple(kinds)) for page, kinds in pages.items()}
    again = parse_reading(write_reading(reading))
    assert again.keys() == reading.keys()
    for page, labels in reading.items():
        kinds = list(labels.kinds)
        while kinds and not kinds[-1]:  # lines without text at the end are not written
            kinds.pop()
        assert list(again[page].kinds) == kinds


def test_parts_may_be_written_as_words() -> None:
    texts = {"aeb:0": ["By Ann Lee Share", "The ferry, which many people on the quay had waited for, sank."]}
    reading = parse_reading("=== aeb:0\n1 byline\n1 ui {Share}\n2 body\n2 promo {The ferry … sank.}", texts)
    assert reading["aeb:0"].parts == (Part(0, 11, 16, "ui"), Part(1, 0, len(texts["aeb:0"][1]), "promo"))
    assert parse_reading(write_reading(reading)) == reading


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("=== aeb:0\n1 menu", "not understood"),
        ("=== aeb:0\n1-3 ui\n3 body", "line 3 of aeb:0 is labelled twice"),
        ("1 ui", "not understood"),
        ("=== aeb:0\n1 ui {Share}", "“Share” is not in line 1"),
    ],
)
def test_errors_name_row_and_value(content: str, told: str) -> None:
    with pytest.raises(PageError, match=re.escape(told)):
        parse_reading(content)


def test_labels_follow_their_lines() -> None:
    before = [digest(line) for line in ("Menu", "A title", "Body one.", "Body two.", "Legal")]
    labels = Labels(("ui", "title", "body", "body", "legal"), (Part(3, 0, 4, "promo"),))
    now = [digest(line) for line in ("New line", "A  title", "Body one.", "Body two.", "Legal")]
    moved = _moved(labels, before, now)
    assert moved.kinds == ("", "title", "body", "body", "legal")
    assert moved.parts == labels.parts
    assert _moved(labels, before, now[1:]).parts == (Part(2, 0, 4, "promo"),)


def test_agreement_of_a_reading_with_itself_and_with_chance() -> None:
    labels = {"aeb:0": Labels(("ui", "ui", "body", "body"))}
    assert agreement(labels, labels).kappa == 1
    other = {"aeb:0": Labels(("ui", "body", "ui", "body"))}
    assert agreement(labels, other).kappa == 0
    assert agreement(labels, other).f1 == {"body": 0.5, "ui": 0.5}


@pytest.mark.parametrize("name", READINGS)
def test_each_reading_labels_every_line_of_200_pages_and_holds_no_words(name: str) -> None:
    reading, lines = load_reading(name), _kept_lines()
    assert len(reading) >= 200
    empty = digest("")
    for page, labels in reading.items():
        for number, kind in enumerate(labels.kinds):
            assert kind or lines[page][number] == empty, (page, number + 1)
        assert all(number < len(labels.kinds) or digits == empty for number, digits in enumerate(lines[page]))
    content = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert all(re.fullmatch(r"=== \w+:\d+|[\d-]+ [a-z]+( @\d+-\d+)?", row) for row in content.splitlines())


def test_lines_are_kept_as_digits_only() -> None:
    for row in Path(FOLDER / "lines.tsv").read_text(encoding="utf-8").splitlines():
        page, digits = row.split("\t")
        assert len(digits) % DIGITS == 0
        assert re.fullmatch(r"\w+:\d+[0-9a-f]*", page + digits)


def test_scorer_counts_lines_by_type() -> None:
    article = Article.from_text("Menu\nThe ferry sank off Port Ardle on Sunday.\nShare")
    page = GoldPage("aeb:0", "dev", article, Labels(("ui", "body", "ui")))
    perfect = line_types.score([page], lambda _: ["ui", "body", "ui"]).figures()
    assert perfect["set aside precision"] == perfect["set aside recall"] == perfect["F1 ui"] == 1
    nothing = line_types.score([page], lambda _: ["body"] * 3).figures()
    assert nothing["set aside recall"] == 0
    assert nothing["body recall"] == 1
    wrong = line_types.score([page], lambda _: ["promo", "ui", "ui"]).figures()
    assert (wrong["set aside recall"], wrong["typed precision"], wrong["body recall"]) == (1, 1 / 3, 0)
