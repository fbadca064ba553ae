"""The spaCy component: groups, links between them, offsets through tokens, nothing lost in bytes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.stages.quotations import find_quotations

spacy = pytest.importorskip("spacy")
from spacy.tokens import Doc  # noqa: E402

from tellings import spacy_component  # noqa: E402

TEXT = (
    "“The ferry is late,” Ann Lee said. “We are sorry.”\n\n"
    "Bo Ray told the board that “nobody” had been hurt, but the mayor denied it. The “ghost” train ran on."
)


@pytest.fixture(scope="module")
def nlp() -> "spacy.Language":
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tellings_quotations")
    return pipeline


def test_spans_are_those_of_the_program(nlp: "spacy.Language") -> None:
    doc = nlp(TEXT)
    expected = sorted((s, row.kind) for row in find_quotations(TEXT) for s in row.segments)
    found = [((span.start_char, span.end_char), span.label_) for span in doc.spans["tellings_quotations"]]
    assert found == expected
    assert {kind for _, kind in found} >= {"direct", "mixed"}


def test_source_cue_and_row_are_reached_from_each_segment(nlp: "spacy.Language") -> None:
    doc = nlp(TEXT)
    first, second, *_ = doc.spans["tellings_quotations"]
    assert first.id == second.id
    assert [span._.tellings_source.text for span in (first, second)] == ["Ann Lee", "Ann Lee"]
    assert first._.tellings_cue.text == "said"
    assert first._.tellings_quotation == find_quotations(TEXT)[0]


def test_a_span_of_another_group_has_nothing(nlp: "spacy.Language") -> None:
    other = nlp(TEXT)[0:2]
    assert (other._.tellings_source, other._.tellings_cue, other._.tellings_quotation) == (None, None, None)


def test_tokens_are_taken_whole() -> None:
    text = "“We go,” said Ann Lee."
    pipeline = spacy.blank("en")
    pipeline.tokenizer = lambda words: Doc(pipeline.vocab, words=words.split(" "))
    pipeline.add_pipe("tellings_quotations")
    doc = pipeline(text)
    (span,) = doc.spans["tellings_quotations"]
    assert span.text == "“We go,”"
    ((start, end),) = span._.tellings_quotation.segments
    assert text[start:end] == "We go,"
    assert span._.tellings_source.text == "Ann Lee."


def test_bytes_keep_groups_and_links(nlp: "spacy.Language") -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for name in ("tellings_quotations", "tellings_sources", "tellings_cues"):
        assert [(s.start, s.end, s.label_, s.id) for s in again.spans[name]] == [
            (s.start, s.end, s.label_, s.id) for s in doc.spans[name]
        ]
    assert [s._.tellings_quotation for s in again.spans["tellings_quotations"]] == [
        s._.tellings_quotation for s in doc.spans["tellings_quotations"]
    ]


def test_found_by_entry_point_in_a_fresh_process() -> None:
    """No import of ours is needed where the package is installed with its entry points."""
    code = (
        "import importlib.metadata as m, sys\n"
        "if not any(e.name == 'tellings_quotations' for e in m.entry_points(group='spacy_factories')): sys.exit(7)\n"
        "import spacy\n"
        "nlp = spacy.blank('en'); nlp.add_pipe('tellings_quotations')\n"
        "print(len(nlp('“We go,” she said.').spans['tellings_quotations']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode == 7:
        pytest.skip("the installed package is older than its entry point; install it again")
    assert done.stdout.strip() == "1", done.stderr


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab A.,“”\"'«»‘’\n\u00a0🙂שן-—:", max_size=80))
def test_any_text(nlp: "spacy.Language", text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    for span in doc.spans["tellings_quotations"]:
        row = span._.tellings_quotation
        assert any(span.start_char <= start and end <= span.end_char for start, end in row.segments)


def test_it_says_what_it_fills() -> None:
    assert spacy.Language.get_factory_meta(spacy_component.QUOTATIONS).assigns


def test_the_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).resolve().parents[1] / "docs" / "stages" / "quotations.md"
    (code,) = re.findall(r"```python\n(import spacy\n.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, page.name, "exec"), {})
    assert capsys.readouterr().out == "direct The ferry is late, Ann Lee told\n"
