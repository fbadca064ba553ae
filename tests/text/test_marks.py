"""Quotation marks, posts and turns: styles, slips and properties."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.marks import Region, find_all_marks, paragraph_streams, scan_paragraph
from tellings.text.words import find_paragraphs


def marks(text, regions=()):
    return find_all_marks(text, paragraph_streams(text, regions))


def contents(text):
    return [text[m.content_start : m.content_end] for m in marks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We sail at noon," she said.', ["We sail at noon,"]),
        ("“We sail at noon,” she said.", ["We sail at noon,"]),
        ("``We sail at noon,'' she said.", ["We sail at noon,"]),
        ("`` We sail at noon , '' she said .", ["We sail at noon ,"]),
        ('``We sail at noon," she said.', ["We sail at noon,"]),
        ("''We sail at noon,'' she said.", ["We sail at noon,"]),
        ('" We sail at noon , " she said .', ["We sail at noon ,"]),
        ("« On part à midi », dit-elle.", ["On part à midi"]),
        ("«\u00a0On part à midi\u00a0», dit-elle.", ["On part à midi"]),
        ("„Wir fahren um zwölf“, sagte sie.", ["Wir fahren um zwölf"]),
        ("»Wir fahren um zwölf«, sagte sie.", ["Wir fahren um zwölf"]),
        ("‘We sail at noon,’ she said.", ["We sail at noon,"]),
        ("'We sail at noon,' she said.", ["We sail at noon,"]),
        (
            "She said: 'I don't know the ships' names, but they're ours.'",
            ["I don't know the ships' names, but they're ours."],
        ),
        ("The sailors' wives and the '90s and rock 'n' roll and Dad's.", []),
        ("The bar was 6\" long and the door 7' high.", []),
        ('<a href="x">Sail</a> "now," she said', ["now,"]),
        ("“He told me ‘never again’ twice,” she said.", ["He told me ‘never again’ twice,", "never again"]),
        ("'He told me \"never again\" twice,' she said.", ['He told me "never again" twice,', "never again"]),
        ("“We sail,“ she said.", ["We sail,"]),
        ('"We sail—" she said. "Or not."', ["We sail—", "Or not."]),
        ('He called it "a wreck"; she, "a dream".', ["a wreck", "a dream"]),
    ],
)
def test_each_style(text, expected):
    assert contents(text) == expected


def test_quotation_over_paragraphs_is_one_chain():
    text = "“The roof went first.\n\n“Then the walls.\n\n“Then we ran,” said Olu Bright."
    found = marks(text)
    assert [m.closing for m in found] == ["continued", "continued", "closed"]
    assert {m.chain for m in found} == {0}


def test_closed_without_reopening_is_chained_and_said_so():
    text = "“The roof went first.\nThen the walls,” said Olu Bright."
    assert [(m.closing, m.chain) for m in marks(text)] == [("continued", 0), ("unopened", 0)]


def test_a_lost_mark_ends_with_its_paragraph():
    text = '"The roof went first, said Bright.\n\nRain fell all day.\n\n"Then the walls," he said.'
    found = marks(text)
    assert [m.closing for m in found] == ["unclosed", "closed"]
    assert found[0].end == text.index("\n")


def test_a_lost_closing_mark_before_another_quotation():
    text = "“The roof went first, he said. “Then the walls.”"
    assert [m.closing for m in marks(text)] == ["unclosed", "closed"]


def test_a_lost_opening_mark():
    text = 'The roof went first," he said. "Then the walls."'
    assert [(m.closing, text[m.content_start : m.content_end]) for m in marks(text)] == [
        ("unopened", "The roof went first,"),
        ("closed", "Then the walls."),
    ]


def test_nested_marks_know_their_depth():
    text = "“She shouted ‘Fire’ and ran.”"
    assert [m.depth for m in marks(text)] == [0, 1]


def test_marks_do_not_cross_into_set_aside_text():
    text = "“The roof went.\nSign up to our letter\n“Then the walls,” he said."
    low, high = text.index("Sign"), text.index("letter") + 6
    regions = [Region(0, low, True), Region(low, high, False), Region(high, len(text), True)]
    assert [m.closing for m in marks(text, regions)] == ["continued", "closed"]


def test_post_in_one_line_and_below_its_words():
    text = (
        "Fans wrote back.\nSo sad about the pier. pic.twitter.com/q1\n— Bo (@bo_1) March 4, 2021\n"
        "We open at nine. — The Pier (@pier) 5 March 2021"
    )
    posts = [m for m in marks(text) if m.kind == "post"]
    assert [(p.author, p.handle, p.posted) for p in posts] == [
        ("Bo", "@bo_1", "2021-03-04"),
        ("The Pier", "@pier", "2021-03-05"),
    ]
    assert text[posts[0].content_start : posts[0].content_end].startswith("So sad")
    assert text[posts[1].content_start : posts[1].content_end] == "We open at nine."
    assert text[posts[0].signature_start : posts[0].signature_end] == "— Bo (@bo_1) March 4, 2021"


def test_post_of_several_paragraphs_after_a_colon():
    text = (
        "The pier wrote:\nThe old boards are gone.\nNew ones come in May.\nThank you all.\n"
        "— The Pier (@pier) March 5, 2021"
    )
    (post,) = (m for m in marks(text) if m.kind == "post")
    assert text[post.content_start : post.content_end].startswith("The old boards")
    assert text[post.content_start : post.content_end].endswith("Thank you all.")


def test_transcript_turns():
    text = "DANA FOX: Is it safe?\nLEE (mayor) said nothing.\nMAYOR LEE: It is.\nQ: Why?\nNOTE: none."
    assert [m.author for m in marks(text) if m.kind == "turn"] == ["DANA FOX", "MAYOR LEE", "Q"]


def test_one_head_is_no_transcript():
    assert [m for m in marks("BREAKING: fire at the pier.\nIt is out.") if m.kind == "turn"] == []


MESS = st.text(alphabet=st.sampled_from(list("ab. ,\n\"'“”‘’«»„`—:()@#1 \u00a0")), max_size=120)


@given(MESS)
def test_offsets_hold_on_any_mess(text):
    for m in marks(text):
        assert 0 <= m.start <= m.content_start < m.content_end <= m.end <= len(text)
        assert not text[m.content_start].isspace()
        assert not text[m.content_end - 1].isspace()
        if m.kind == "quote":
            assert "\n" not in text[m.start : m.end]


@given(st.text(max_size=80))
def test_never_raises(text):
    marks(text)


@given(MESS)
def test_quoted_spans_nest_or_stand_apart(text):
    found = [m for m in marks(text) if m.kind == "quote"]
    for a in found:
        for b in found:
            if a.start < b.start < a.end:
                assert b.end <= a.end


def slow_curly(text):
    """The obviously right reading of well-formed curly marks: a stack."""
    stack, found = [], []
    for i, c in enumerate(text):
        if c == "“":
            stack.append(i)
        elif c == "”" and stack:
            found.append((stack.pop(), i + 1))
    return sorted(found)


@given(
    st.recursive(
        st.just("word"),
        lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda x: "“" + " ".join(x) + "”"),
        max_leaves=6,
    )
)
def test_well_formed_curly_marks_like_the_slow_twin(text):
    text = "He said " + text
    assert [(q.start, q.end) for q in scan_paragraph(text, 0, len(text))] == slow_curly(text)


@pytest.mark.parametrize(
    "sign", ['"', "'", "“", "”", "« ", "` ", '="', "— (@", "1 ", "A: ", " ", "א", "‘a ’", "1:1 A: b\n"]
)
def test_linear_on_noise(sign):
    def seconds(size):
        text = sign * (size // len(sign))
        begin = time.process_time()
        marks(text)
        return time.process_time() - begin

    # four times the text: four times the work, where squares would make it sixteen
    assert seconds(400_000) < 9 * seconds(100_000) + 0.5


def test_streams_without_regions_are_the_paragraphs():
    assert paragraph_streams("a\n\nb") == [find_paragraphs("a\n\nb")]
