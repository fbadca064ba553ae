"""Does the sample's expectation hold of the sample's own articles: every phrase there, and absent where it says so?"""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from rapidfuzz import fuzz

from tellings.sample import folder

EXPECTED: dict[str, Any] = json.loads((folder().parent / "expected.json").read_text(encoding="utf-8"))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _page_text(file: Path) -> str:
    """Visible text of a page, white space run together within each line."""
    body = lxml.html.fromstring(file.read_bytes()).find(".//body")
    assert body is not None
    for script in body.findall(".//script"):
        script.drop_tree()
    return "\n".join(re.sub(r"\s+", " ", line).strip() for line in body.text_content().splitlines())


def _records(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _read(name: str) -> str:
    """Text of 'FILE' or of 'FILE#N'."""
    file, _, record = name.partition("#")
    if record:
        return _records(folder() / file)[int(record)]["text"]
    return _page_text(folder() / file) if file.endswith(".html") else (folder() / file).read_text(encoding="utf-8")


MAIN: dict[str, str] = {name: _read(file) for name, file in EXPECTED["files"].items()}
OTHER: dict[str, str] = {name: _read(file) for name, file in EXPECTED["unrelated"].items()}
TEXT = MAIN | OTHER
PARTS = [
    pytest.param(statement, part, id=f"{statement['id']}{number}")
    for statement in EXPECTED["statements"]
    for number, part in enumerate(statement["parts"], 1)
]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def _strings_by_article(table: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, words)
        for name, value in table.items()
        if name in TEXT
        for words in ([value] if isinstance(value, str) else value)
    ]


def test_every_file_and_record_is_told_of_once() -> None:
    named = [*EXPECTED["files"].values(), *EXPECTED["unrelated"].values()]
    there = [
        name
        for file in sorted(folder().iterdir())
        for name in (
            [f"{file.name}#{n}" for n in range(len(_records(file)))] if file.suffix == ".jsonl" else [file.name]
        )
    ]
    assert sorted(named) == sorted(there)
    assert set(EXPECTED["published"]) == set(TEXT) == set(EXPECTED["set_aside"])


def test_formats_and_lengths() -> None:
    suffixes = [Path(name.partition("#")[0]).suffix for name in EXPECTED["files"].values()]
    assert {kind: suffixes.count(kind) for kind in set(suffixes)} == {".txt": 5, ".html": 1, ".jsonl": 2}
    assert len(OTHER) == 6
    assert all(150 <= len(_words(text)) <= 700 for text in MAIN.values())


def test_published_dates_stand_in_the_files() -> None:
    for name, file in (EXPECTED["files"] | EXPECTED["unrelated"]).items():
        path, _, record = file.partition("#")
        said = EXPECTED["published"][name]
        if record:
            assert _records(folder() / path)[int(record)]["published"].startswith(said)
        elif path.endswith(".html"):
            assert f'"datePublished": "{said}' in (folder() / path).read_text(encoding="utf-8")
        else:
            header = re.match(r" date (\d{4}-\d{2}-\d{2})", TEXT[name])
            assert (header and header[1]) == said


@pytest.mark.parametrize("table", ["titles", "bylines", "datelines", "set_aside", "not_in_statements", "not_speech"])
def test_phrases_stand_in_their_articles(table: str) -> None:
    for name, words in _strings_by_article(EXPECTED[table]):
        assert words in TEXT[name], (table, name, words)


def test_marks_stand_in_their_articles() -> None:
    for kind in ("continued", "unclosed"):
        for name, words in _strings_by_article(EXPECTED["marks"][kind]):
            assert words in TEXT[name]
    unclosed = EXPECTED["marks"]["unclosed"]["clarion"]
    assert f"“{unclosed}\n" in TEXT["clarion"]
    for name, style in EXPECTED["marks"]["style"].items():
        assert style[0] in TEXT[name]


def test_posts_are_signed() -> None:
    for post in EXPECTED["posts"]:
        day = datetime.date.fromisoformat(post["date"])
        signature = f"— {post['author']} ({post['handle']}) {day:%B} {day.day}, {day.year}"
        assert signature in TEXT[post["article"]]
    for name, anchor in EXPECTED["inferred_anchor"].items():
        assert EXPECTED["published"][name] is None
        assert anchor["from"] in TEXT[name]


def test_boilerplate_is_shared_by_just_those() -> None:
    for line in EXPECTED["shared_boilerplate"]:
        assert [name for name, text in TEXT.items() if line["text"] in text] == line["in"]


@pytest.mark.parametrize(("statement", "part"), PARTS)
def test_part(statement: dict[str, Any], part: dict[str, Any]) -> None:
    carriers = [*part["whole"], *part["partial"], *part["paraphrase"]]
    assert sorted(carriers) == sorted(set(carriers)) == sorted(part["words"])
    assert part["contains"] in part["text"]
    for name, words in _strings_by_article(part["words"]):
        assert words in MAIN[name], (name, words)
    for name in part["whole"]:
        joined = " ".join(part["words"][name])
        assert fuzz.partial_ratio(part["text"].lower(), joined.lower()) >= 90, (statement["id"], name)
        assert part["contains"] in joined
    for name in part["partial"]:
        assert len(_words(" ".join(part["words"][name]))) < len(_words(part["text"])) * 1.2
    for name in set(TEXT) - set(carriers):
        shared = _runs(TEXT[name], 5) & _runs(part["text"], 5)
        assert not shared, (statement["id"], name, shared)


@pytest.mark.parametrize("statement", EXPECTED["statements"], ids=lambda statement: statement["id"])
def test_variants_and_witnesses(statement: dict[str, Any]) -> None:
    witnesses = {name for part in statement["parts"] for name in part["words"]}
    assert set(statement["said_by"]) <= witnesses
    for names in statement["channels"].values():
        assert set(names) <= witnesses
    for variant in statement["variants"]:
        for side, other in (("a", "b"), ("b", "a")):
            for name in variant[f"{side}_in"]:
                assert name in witnesses
                assert variant[side] in MAIN[name], (variant, name)
                if name not in variant[f"{other}_in"]:
                    assert variant[other] not in MAIN[name], (variant, name)


def test_other_voices_are_in_no_statement() -> None:
    told = [part["text"] for statement in EXPECTED["statements"] for part in statement["parts"]]
    for _, words in _strings_by_article(EXPECTED["not_in_statements"]):
        assert all(words.rstrip(".,") not in text for text in told)
    for voice in EXPECTED["never_merged"]:
        for name, words in _strings_by_article(voice):
            assert words in MAIN[name]
    for forms in EXPECTED["speaker_forms"].values():
        for form in forms:
            assert any(form in text for text in MAIN.values()), form


def test_dates() -> None:
    for entry in EXPECTED["timeline"]:
        assert entry["in"] == list(entry["words"])
        for name, words in _strings_by_article(entry["words"]):
            assert words in MAIN[name], (entry["date"], name, words)
    for date in EXPECTED["dates"]:
        assert date["words"] in MAIN[date["in"]], date
        datetime.date.fromisoformat(date["anchor"])
        named = next((day for day in WEEKDAYS if day in date["words"]), None)
        if named:
            assert WEEKDAYS[datetime.date.fromisoformat(date["value"][:10]).weekday()] == named, date


def test_differences() -> None:
    for difference in EXPECTED["disagreements"]:
        assert difference["verdict"] in {"compatible", "conflicting", "unclear"}
        on_a_side = [name for names in difference["sides"].values() for name in names]
        assert sorted(on_a_side) == sorted(set(on_a_side)) == sorted(difference["words"])
        for name, words in _strings_by_article(difference["words"]):
            assert words in MAIN[name], (difference["about"], name, words)


def test_what_only_one_says_is_absent_from_the_others() -> None:
    for fact in EXPECTED["only_in"]:
        assert fact["contains"] in MAIN[fact["in"]], fact
        assert fact["absent"] in fact["contains"]
        for name, text in MAIN.items():
            assert name == fact["in"] or fact["absent"] not in text, (fact, name)


def test_withheld_names() -> None:
    for person in EXPECTED["withheld"]:
        for name, words in _strings_by_article(person["unnamed_in"]):
            assert words in MAIN[name]
        if person["name"]:
            assert [name for name, text in TEXT.items() if person["name"] in text] == person["named_in"]


def test_copies() -> None:
    for copy in EXPECTED["copies"]:
        first, second = copy["between"]
        for words in copy["shared"]:
            assert [name for name in MAIN if words in MAIN[name]] == sorted([first, second], key=list(MAIN).index)
        assert copy["credit"] in MAIN[second]
        assert copy["direction"] in {"undetermined", f"{first} -> {second}", f"{second} -> {first}"}
    for first, second in EXPECTED["reprints"]:
        assert any(copy["between"] == [first, second] for copy in EXPECTED["copies"])
