"""Scoring quotations: counts on a small document, items kept and compared, rivals on invented sentences."""

import gzip
import json
from pathlib import Path

import pytest

from eval.peers import NAMES, NotInstalled, compared, load
from eval.quotations.documents import Content, Document, content, read_file, read_gold
from eval.quotations.records import diff_items, save_items
from eval.quotations.scoring import is_right, score

TEXT = '"We go at dawn," said Ann Lee. Bo Ray said that the mill had closed.\nAd: "buy".'


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


DIRECT = content(TEXT, "direct", [span("We go at dawn,")], span("Ann Lee"), span("said"), "1")
INDIRECT = content(TEXT, "indirect", [span("that the mill had closed")], span("Bo Ray"), None, "2")
DOCUMENT = Document("invented", TEXT, (DIRECT, INDIRECT), (span('Ad: "buy".'),))


def test_everything_right() -> None:
    result = score([DOCUMENT], lambda _: list(DOCUMENT.gold))
    assert {kind: values["e2e"] for kind, values in result.figures.items()} == {
        "direct": 100,
        "mixed": 0,
        "indirect": 100,
        "all": 100,
    }
    assert result.items == {"invented/1": True, "invented/2": True}


def test_a_wrong_speaker_costs_e2e_and_not_content() -> None:
    wrong = Content("direct", DIRECT.chars, "", span("Bo Ray"))
    figures = score([DOCUMENT], lambda _: [wrong, INDIRECT]).figures
    assert (figures["direct"]["content"], figures["direct"]["e2e"], figures["direct"]["wrong"]) == (100, 0, 100)
    assert figures["all"]["e2e"] == 50


def test_no_speaker_is_not_a_wrong_one() -> None:
    figures = score([DOCUMENT], lambda _: [Content("direct", DIRECT.chars), INDIRECT]).figures
    assert (figures["direct"]["speaker"], figures["direct"]["coverage"], figures["direct"]["wrong"]) == (0, 0, 0)


def test_what_is_found_aside_is_not_counted() -> None:
    aside = content(TEXT, "direct", [span("buy")], None, None)
    assert score([DOCUMENT], lambda _: [DIRECT, aside]).figures["all"]["predicted"] == 1


def test_near_content_is_found_and_not_exact() -> None:
    near = content(TEXT, "indirect", [span("the mill had closed")], span("Ray"), None)
    figures = score([DOCUMENT], lambda _: [near]).figures["indirect"]
    assert (figures["content"], figures["exact"], figures["e2e"]) == (100, 0, 100)


def test_a_relative_pronoun_is_as_good_as_the_phrase_before_it() -> None:
    text = "It was Ann Lee, who said so."
    assert is_right(text, (16, 19), (7, 14))
    assert not is_right(text, (16, 19), (0, 2))


def test_gains_and_losses(tmp_path: Path) -> None:
    save_items("invented", {"a": True, "b": False, "c": True, "d": True}, tmp_path)
    assert diff_items("invented", {"a": True, "b": True, "c": False, "e": True}, tmp_path) == {
        "gained": ["b"],
        "lost": ["c"],
        "only in one run": ["d", "e"],
    }
    assert diff_items("never kept", {"a": True}, tmp_path) == {}


def test_a_file_is_read_with_kinds_by_its_marks(tmp_path: Path) -> None:
    text = "Ann Lee said ''we go''."
    quote = {"id": 7, "kind": "indirect", "segments": [[15, 20]], "cue_start": 8, "cue_end": 12,
             "speaker_start": 0, "speaker_end": 7}  # fmt: skip
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"doc_id": "x", "text": text, "quotes": [quote]}).encode()))
    assert [(one.kind, one.name, one.speaker) for one in read_file(path)[0].gold] == [("direct", "7", (0, 7))]
    assert read_file(path, file_kinds=True)[0].gold[0].kind == "indirect"


def test_our_gold_as_documents() -> None:
    documents = read_gold("dev")
    assert documents
    assert all(one.chars for document in documents for one in document.gold)
    assert any(document.aside for document in documents)


SPOKEN = [
    ('"The harbour will not reopen before spring," said Ann Lee of the port.', "Ann Lee"),
    ('Bo Ray said on Monday, "The mill was never meant to close this year."', "Bo Ray"),
    ("“The harbour will not reopen before spring,” the mayor said. “We are sorry about that.”", "the mayor"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("text", "speaker"), SPOKEN)
def test_each_rival_that_is_installed_finds_plain_quotations(name: str, text: str, speaker: str) -> None:
    try:
        peer = load(name)
    except NotInstalled as reason:
        pytest.skip(str(reason))
    found = [one for one in peer.extract(text) if one.kind == "direct"]
    assert found
    assert is_right(text, (text.index(speaker), text.index(speaker) + len(speaker)), found[0].speaker)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["", '"', "“Odd", 'a "b" c "', "״שלום״", "x\n\n\n“” \u00a0"])
def test_odd_input_does_not_stop_a_rival(name: str, text: str) -> None:
    try:
        load(name).extract(text)
    except NotInstalled as reason:
        pytest.skip(str(reason))


def test_the_table_tells_who_was_measured() -> None:
    result = score([DOCUMENT], lambda _: list(DOCUMENT.gold))
    lines = compared([("one", result), ("other", result)]).splitlines()
    assert [line for line in lines if line.startswith("| other")]
    assert len({line.count("|") for line in lines}) == 1
