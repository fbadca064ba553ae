"""The gold: spans resolve, wrong annotations are told of in words that help, the worked example holds."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.gold import GoldError, fingerprint, load_stories, load_story
from eval.gold import agree as agree_command
from eval.gold import check as check_command
from eval.gold import standoff as standoff_command
from eval.gold import view as view_command
from eval.gold.agree import compare
from eval.gold.load import FOLDER, REAL_FOLDERS, read_story
from eval.gold.model import READING_KINDS, TOLD, GoldStory, Span
from eval.gold.spans import Near, SpanError, find_span, places
from eval.gold.texts import Source, page_text, read_text
from tellings import model
from tellings.sample import folder as sample_folder

ANNOTATION = (FOLDER / "sample" / "annotation.json").read_text(encoding="utf-8")
EXPECTED: dict[str, Any] = json.loads((sample_folder().parent / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample() -> GoldStory:
    return load_story("sample")


def _spans(row: object) -> list[Span]:
    """All spans in a row, however deep."""
    if isinstance(row, Span):
        return [row]
    if isinstance(row, tuple):
        return [span for value in row for span in _spans(value)]
    slots = getattr(row, "__slots__", ())
    return [span for name in slots for span in _spans(getattr(row, name))]


# --- spans -----------------------------------------------------------------------------------------------------------


def test_span_forms() -> None:
    text = "Ann said no.\n\n“I  will,” said Bo. “I will,” said Bo again."
    assert find_span(text, "Ann") == (0, 3)
    assert find_span(text, "I will §2") == (35, 41)
    assert find_span(text, "“{I will},” said Bo.") == (15, 22)
    assert find_span(text, "Ann >> said Bo") == (0, 32)
    assert find_span(text, "Bo", Near(((35, 41),))) == (30, 32)
    assert find_span(text, "said {Bo} again") == (49, 51)


def test_nearest_place_is_not_within_the_content() -> None:
    text = "She left. “I think she knew,” she said."
    content = find_span(text, "I think she knew,")
    assert text[slice(*find_span(text, "she", Near((content,))))] == "she"
    assert find_span(text, "she", Near((content,))) == (30, 33)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("she", "stands there 2 times"),
        ("she §3", "asks for place 3"),
        ("he", "only within a longer word"),
        ("don't go", "other quotation marks, dashes, spaces or case): “don’t go"),
        ("cold sore", "nearest: “cold shore” at"),
        ("zzzzzz qqqq", "nor anything like it"),
        ("cold >> zebra", "after “cold”"),
        ("{she} sang", "nearest"),
        (" ", "an empty span"),
    ],
)
def test_span_errors_name_value_and_near_match(written: str, told: str) -> None:
    with pytest.raises(SpanError, match=re.escape(told)):
        find_span("The cold shore: she said “don’t go” and she went.", written)


words = st.lists(
    st.sampled_from(["he", "she", "the", "“he”", "he’s", "a.b", "1", "—", "é", "\u00a0", "he-man"]), max_size=30
)


@given(words, st.sampled_from([" ", "\n", "  "]), st.sampled_from(["he", "she", "the he", "—", "1", "a.b", "é"]))
def test_places_equal_the_slow_twin(listed: list[str], gap: str, wanted: str) -> None:
    text = gap.join(listed)
    slow = []
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            inside = text[start:end]
            whole = not (wanted[0].isalnum() and re.match(r"\w", text[start - 1 : start] or " "))
            whole = whole and not (wanted[-1].isalnum() and re.match(r"\w", text[end : end + 1]))
            if whole and not inside[:1].isspace() and not inside[-1:].isspace() and inside.split() == wanted.split():
                slow.append((start, end))
    assert places(text, wanted) == slow
    for number, place in enumerate(slow, 1):
        assert find_span(text, f"{wanted} §{number}") == place


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_span_resolves_or_tells(text: str, written: str) -> None:
    try:
        start, end = find_span(text, written)
    except SpanError:
        return
    assert 0 <= start < end <= len(text)


def test_page_text_runs_inline_elements_together() -> None:
    page = b"<body><nav><a>One</a><a>Two</a></nav><p>A <em>b</em>\n c</p><!-- no --><script>x</script>tail</body>"
    assert page_text(page) == "OneTwo\nA b c\ntail"


# --- the worked example ----------------------------------------------------------------------------------------------


def test_sample_passes_without_a_warning() -> None:
    _, problems = read_story("sample")
    assert problems == []


def test_every_span_has_its_words(sample: GoldStory) -> None:
    texts = {article.name: article.text for article in sample.articles}
    spans = _spans(sample)
    assert len(spans) > 400
    for span in spans:
        assert texts[span.article][span.start : span.end] == span.words


def test_blocks_cover_all_but_white_space_once(sample: GoldStory) -> None:
    for article in sample.articles:
        if not article.told:
            continue
        covered = [0] * len(article.text)
        for block in sample.blocks:
            if block.span.article == article.name:
                for position in range(block.span.start, block.span.end):
                    covered[position] += 1
        assert all(n == 1 for n, c in zip(covered, article.text, strict=True) if not c.isspace())


def test_gold_agrees_with_the_expectation(sample: GoldStory) -> None:
    for expected in EXPECTED["statements"]:
        statement = next(s for s in sample.statements if s.statement == expected["id"])
        assert statement.said == expected["said"]
        assert {c: sorted(names) for c, names in statement.channels} == {
            c: sorted(names) for c, names in expected["channels"].items()
        }
        for part, wanted in zip(statement.parts, expected["parts"], strict=True):
            assert part.text == wanted["text"]
            for carries in ("whole", "partial"):
                found = {w.article for w in part.witnesses if w.carries == carries}
                assert found == set(wanted[carries]), (part.part, carries)
            assert set(wanted["paraphrase"]) <= {w.article for w in part.witnesses if w.carries == "paraphrase"}
    assert {article.name: article.published or None for article in sample.articles} == EXPECTED["published"]
    aside = {(b.span.article, b.span.words) for b in sample.blocks if b.kind not in TOLD}
    for name, lines in EXPECTED["set_aside"].items():
        for line in lines:
            if name in EXPECTED["files"]:
                assert any(line in words for article, words in aside if article == name), (name, line)
    times = {(time.span.article, time.value) for time in sample.times}
    for date in EXPECTED["dates"]:
        assert (date["in"], date["value"]) in times, date
    verdicts = {(d.about, d.verdict) for d in sample.differences}
    assert {d["verdict"] for d in EXPECTED["disagreements"]} == {verdict for _, verdict in verdicts}
    assert [(c.first, c.second, c.kind) for c in sample.copies] == [
        (*c["between"], c["kind"]) for c in EXPECTED["copies"]
    ]


def test_voices_that_are_never_merged_are_their_own(sample: GoldStory) -> None:
    quoted = {q.speaker for q in sample.quotations}
    assert {"mother", "dad", "jean", "fan", "second-fan", "file-worker", "ferry-watch", "crew-members"} <= quoted
    for statement in sample.statements:
        for part in statement.parts:
            for witness in part.witnesses:
                homes = [q for q in sample.quotations if q.quotation in witness.quotations]
                assert homes
                assert {q.speaker for q in homes} <= {statement.speaker, ""}


def test_nesting_and_anchors(sample: GoldStory) -> None:
    nested = [q for q in sample.quotations if q.within]
    assert [(q.speaker, q.within.partition("/")[0]) for q in nested] == [("crew-members", "review")]
    spoon = sample.article("spoon")
    assert (spoon.published, spoon.anchor, spoon.anchor_from) == ("", "2024-09-15", "September 15, 2024")
    assert all(t.inferred for t in sample.times if t.span.article == "spoon" and t.anchor)


# --- loading ---------------------------------------------------------------------------------------------------------


def test_kinds_are_those_of_the_program() -> None:
    assert TOLD == model.TOLD
    assert READING_KINDS == model.READING_KINDS


def test_splits() -> None:
    assert "sample" in [story.name for story in load_stories("dev")]
    assert not {s.name for s in load_stories("test")} & {s.name for s in load_stories("dev")}
    with pytest.raises(GoldError, match=r"unknown split “tset”"):
        load_stories("tset")


def test_another_reader_moves_the_offsets(sample: GoldStory) -> None:
    def shifted(source: Source) -> str:
        return "\n\n" + read_text(source).replace("\n", "\n  ")

    moved = load_story("sample", text_of=shifted)
    assert len(moved.quotations) == len(sample.quotations)
    assert moved.quotations[0].segments[0].start > sample.quotations[0].segments[0].start
    assert [q.segments[0].words for q in moved.quotations] == [q.segments[0].words for q in sample.quotations]
    assert fingerprint([moved]) != fingerprint([sample]) == fingerprint([load_story("sample")])


# --- what is wrong is told -------------------------------------------------------------------------------------------


def _with(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the sample's annotation with one thing changed."""
    assert old in ANNOTATION
    (tmp_path / "broken").mkdir(exist_ok=True)
    (tmp_path / "broken" / "annotation.json").write_text(ANNOTATION.replace(old, new, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"cue": "have confirmed"', '"cue": "has confirmed"', "nearest: “have confirmed”"),
        ('"kind": "indirect", "speaker": "police"', '"kind": "indirekt", "speaker": "police"',
         "did you mean “indirect”?"),
        ('"speaker": "mother"', '"speaker": "mothr"', "unknown value “mothr”; did you mean “mother”?"),
        ('"addressee": "the Courier",\n', '"adressee": "the Courier",\n',
         "unknown key “adressee”; did you mean “addressee”?"),
        ('["last Tuesday", "DATE", "2024-09-10"', '["last Tuesday", "DATE", "2024-09-11"', "2024-09-11 is a Wednesday"),
        ('"DATE", "2024-W37-WE"', '"DATE", "2024-W37WE"', "“2024-W37WE” is no TIMEX3 value of type DATE"),
        ('["1993", "DATE", "1993"]', '["1993", "DATE"]', "write [words, type, value]"),
        ('"credit": ["Picture: Aly', '"credits": ["Picture: Aly', "unknown kind of block “credits”"),
        ('"2019", "DATE", "2019"', '"2019", "DATE", "2019-13-45"', "month must be in 1..12"),
        ('"I do blame the captain": ["clarion"]', '"I did blame": ["clarion"]',
         "clarion does not have “I did blame” in K3"),
        ('"I do blame the captain": ["clarion"]', '"I do blame": ["review"]', "review carries no words of K3"),
        ('"shared-2300": "2,300"', '"shared-2300": "Kerrow"', "stands in courier, dispatch"),
        ('"shared-2300": "2,300"', '"hurt-19": "hurt"', "the claim is made by 4 articles"),
        ('"sides": ["hurt-19", "hurt-31"]', '"sides": ["hurt-19", "hurt-32"]', "unknown value “hurt-32”"),
        ('"northcast": "politeness was our mistake"', '"northcast": "a gash four metres long"',
         "no annotated quotation"),
        ('"clarion": "unreservedly to everyone', '"clarion": "There were grown men >> over.", "x": "',
         "quoted from dad"),
        ('"speaker": null, "open"', '"speaker": null, "cue"', "written twice in one object"),
        ('"file": "sample:lowmoor-dispatch.txt"', '"file": "sample:lowmoor.txt"', "cannot read sample:lowmoor.txt"),
        ('"byline": ["Staff and agencies"]', '"byline": ["Staff and agencies", "agencies"]', "overlaps the byline"),
        ('"names": ["Jean"]', '"names": ["Jean", "Rab Tennick"]', "write it under mentions"),
        ('"anchor": ["2024-09-15", "September 15, 2024"]', '"anchor": ["2024-09-15", "Sept 15"]',
         "is not in the article"),
        ('"about": "Invented', '"about: "Invented', "not JSON"),
    ],
)  # fmt: skip
def test_errors_name_the_value(tmp_path: Path, old: str, new: str, told: str) -> None:
    _, problems = read_story("broken", _with(tmp_path, old, new))
    assert any(told in problem.message for problem in problems if problem.fatal), [p.message for p in problems]
    with pytest.raises(GoldError):
        load_story("broken", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["last Tuesday", "DATE", "2024-09-10", "anchor"],\n', "", "no time expression covers: “Tuesday”"),
        ('"not_speech": {"scare": ["‘{efficiency}’"]}', '"not_speech": {}', "a quotation mark that no quotation"),
        ('"excused": ["{Asked} if the two", ', '"excused": [', "a verb of saying that is no cue: “Asked”"),
        ('"whole": {"courier": "All bookings until >> in full.", ', '"whole": {', "in no statement, but shares"),
    ],
)  # fmt: skip
def test_warnings_name_what_may_be_overlooked(tmp_path: Path, old: str, new: str, told: str) -> None:
    story, problems = read_story("broken", _with(tmp_path, old, new))
    assert story is not None
    assert any(told in problem.message for problem in problems if not problem.fatal), [p.message for p in problems]


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(found for key, inner in pairs for found in _paths(inner, (*path, key)))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(_paths(json.loads(ANNOTATION))),
    st.sampled_from([None, 1, "zzz", "", [], {}, ["a", "b", "c"], {"zz": 1}, True]),
)
def test_no_value_anywhere_makes_reading_raise(tmp_path: Path, path: tuple[Any, ...], value: Any) -> None:
    annotation = json.loads(ANNOTATION)
    inner = annotation
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    (tmp_path / "odd").mkdir(exist_ok=True)
    (tmp_path / "odd" / "annotation.json").write_text(json.dumps(annotation), encoding="utf-8")
    story, _ = read_story("odd", tmp_path)
    assert story is not None


def test_check_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_command.main(["--strict"]) == 0
    assert re.search(r"direct +\d+", capsys.readouterr().out)
    broken = _with(tmp_path, '"cue": "have confirmed"', '"cue": "has confirmed"')
    assert check_command.main(["broken", "--folder", str(broken)]) == 1
    assert "broken: error: tellings.courier.quotations[1].cue" in capsys.readouterr().out
    assert check_command.main(["nothing", "--folder", str(broken)]) == 1
    warned = _with(tmp_path, '["last Tuesday", "DATE", "2024-09-10", "anchor"],\n', "")
    assert check_command.main(["broken", "--folder", str(warned)]) == 0
    assert check_command.main(["broken", "--strict", "--folder", str(warned)]) == 1


def test_view_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert view_command.main(["sample"]) == 0
    shown = capsys.readouterr().out
    assert "“⟦The cars just jumped,⟧⟨4 direct mother⟩” she⟨4⟩=mother told⟨4⟩" in shown
    assert "I do blame the captain clarion  turns the meaning" in shown
    assert "\x1b" not in shown
    assert view_command.main(["sample", "--article", "clarion"]) == 0
    assert "Differences" not in capsys.readouterr().out
    assert view_command.main(["sample", "--article", "nobody"]) == 2
    assert view_command.main(["nothing"]) == 2


def test_agreement_of_two_annotators(tmp_path: Path, sample: GoldStory, capsys: pytest.CaptureFixture[str]) -> None:
    assert all(agreement.f1 == 1 for agreement in compare(sample, sample))
    other = ANNOTATION
    for old, new in (
        ('"cue": "have confirmed"', '"cue": "confirmed"'),
        ('["1993", "DATE", "1993"]', '["1993", "DATE", "1994"]'),
        (
            '"kind": "mixed", "speaker": "kerrow", "source": "she", "cue": "Writing"',
            '"kind": "direct", "speaker": "kerrow"',
        ),
        ('"kerrow"', '"cook"'),
    ):
        other = other.replace(old, new) if new == '"cook"' else other.replace(old, new, 1)
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "annotation.json").write_text(other, encoding="utf-8")
    found = {a.layer: a for a in compare(sample, load_story("sample", tmp_path))}
    assert {layer for layer, a in found.items() if a.f1 < 1} == {"cue", "source", "kind", "time values"}
    assert (len(found["cue"].only_first), len(found["kind"].only_second)) == (2, 1)
    assert agree_command.main(["sample", str(tmp_path)]) == 0
    assert "only second: courier:" in capsys.readouterr().out
    assert agree_command.main(["sample", str(tmp_path / "nowhere")]) == 2


def test_articles_of_a_story_of_its_own(tmp_path: Path) -> None:
    articles = tmp_path / "own" / "articles"
    articles.mkdir(parents=True)
    shutil.copy(sample_folder() / "daily-clarion.txt", articles / "clarion.txt")
    annotation = {
        "about": "One article.",
        "articles": {"clarion": {"file": "articles/clarion.txt", "published": "2024-09-16"}},
        "entities": {"jean": {"name": "Jean", "kind": "person", "names": ["Jean"]}},
        "tellings": {"clarion": {}},
    }
    (tmp_path / "own" / "annotation.json").write_text(json.dumps(annotation), encoding="utf-8")
    story = load_story("own", tmp_path)
    assert [mention.entity for mention in story.mentions] == ["jean"]
    assert {block.kind for block in story.blocks} == {"body"}


def test_articles_that_lie_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TELLINGS_DATA", raising=False)
    assert not [story.name for story in load_stories() if story.name.startswith("gum-")]
    assert check_command.main(["--strict"]) == 0
    assert re.search(r"left out: \d+ stories whose texts are not here; say where the data", capsys.readouterr().out)
    assert check_command.main(["--data", str(tmp_path)]) == 1
    assert f"missing: {tmp_path / 'quotations' / 'gum_news.jsonl.gz'}" in capsys.readouterr().out
    with pytest.raises(GoldError, match="cannot read gum:GUM_news_"):
        load_stories(data=tmp_path)

    annotation = {
        "about": "One article.",
        "articles": {"news": {"file": "gum:GUM_x", "published": "2024-09-16"}},
        "entities": {"jean": {"name": "Jean", "kind": "person", "names": ["Jean"]}},
        "tellings": {"news": {}},
    }
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "annotation.json").write_text(json.dumps(annotation), encoding="utf-8")
    with pytest.raises(GoldError, match="the data folder is not given: --data or TELLINGS_DATA"):
        load_story("own", tmp_path)
    (tmp_path / "quotations").mkdir()
    row = json.dumps({"doc_id": "GUM_x", "text": "Jean left."}) + "\n"
    (tmp_path / "quotations" / "gum_news.jsonl.gz").write_bytes(gzip.compress(row.encode()))
    assert load_story("own", tmp_path, data=tmp_path).article("news").text == "Jean left."
    monkeypatch.setenv("TELLINGS_DATA", str(tmp_path))
    assert [mention.entity for mention in load_story("own", tmp_path).mentions] == ["jean"]


def test_standoff_resolves_to_the_same_rows(tmp_path: Path) -> None:
    story = load_story("mill-fire")
    shutil.copytree(FOLDER / "mill-fire" / "articles", tmp_path / "mill-fire" / "articles")
    assert standoff_command.main([str(FOLDER / "mill-fire"), str(tmp_path / "mill-fire")]) == 0
    written = json.loads((tmp_path / "mill-fire" / "annotation.json").read_text(encoding="utf-8"))
    kept = json.dumps([written["tellings"], written["statements"], written["copies"]], ensure_ascii=False)
    again = load_story("mill-fire", tmp_path)
    assert again.quotations == story.quotations
    assert again.claims == story.claims
    assert [[p.witnesses for p in s.parts] for s in again.statements] == [
        [p.witnesses for p in s.parts] for s in story.statements
    ]
    assert [(r.kind, r.articles) for s in again.statements for r in s.readings] == [
        (r.kind, r.articles) for s in story.statements for r in s.readings
    ]
    for quotation in story.quotations:
        assert all(len(s.words.split()) < 6 or s.words not in kept for s in quotation.segments)


OTHERS = sorted(
    path
    for folder in (*REAL_FOLDERS.values(), agree_command.READINGS / "a", agree_command.READINGS / "b")
    for path in folder.glob("*/annotation.json")
)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_texts_of_others_are_not_copied(path: Path) -> None:
    """What is kept of others' articles are offsets, names, and words of ours; of GUM also short ends of spans."""
    annotation = json.loads(path.read_text(encoding="utf-8"))
    layers = [annotation["tellings"], annotation.get("copies", [])]
    layers.append([part for statement in annotation.get("statements", []) for part in statement["parts"]])
    most = 16 if path.parts[-3] == "gum" else 8  # reasons are ours; all else is offsets
    for value in re.findall(r'(?<!"open": )(?<!"why": )"((?:[^"\\]|\\.)*)"', json.dumps(layers, ensure_ascii=False)):
        offsets = re.sub(r"@\w*[\w-]* ?(?:\d+-\d+ ?)+", "", value)
        assert len(offsets.split()) <= most, value
