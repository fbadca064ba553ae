"""Transcripts: cues become lines of speech, with the time of each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.stages.read.transcript import read_transcript

VTT = """WEBVTT

NOTE recorded on the quay

00:00:01.000 --> 00:00:04.000
<v Ada Moss>The bridge will not
open this <i>year</i>.

two
00:04.200 --> 00:08.000 align:left
<v Ada Moss>We found forty cracks.

00:00:12.000 --> 00:00:14.000
<v Tom Roe>When will it open?
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
ADA MOSS: It is shut.

2
00:00:03,100 --> 00:00:05,000
- Why?
- It has cracks.

3
00:00:20,000 --> 00:00:22,500
Thank you all.
"""


def test_a_line_for_each_voice() -> None:
    article = read_transcript(VTT.encode(), "vtt").article
    assert article is not None
    assert article.text == (
        "Ada Moss: The bridge will not open this year. We found forty cracks.\nTom Roe: When will it open?"
    )
    assert article.heard_at(article.text.index("bridge")) == "00:00:01.000"
    assert article.heard_at(article.text.index("cracks")) == "00:00:04.200"
    assert article.heard_at(len(article.text) - 1) == "00:00:12.000"
    assert article.heard_at(0) == "", "the name before the first cue is not heard"


def test_dashes_and_silence_begin_lines() -> None:
    article = read_transcript(SRT.replace("\n", "\r\n").encode("utf-8-sig"), "srt").article
    assert article is not None
    assert article.text.split("\n") == ["ADA MOSS: It is shut.", "Why?", "It has cracks.", "Thank you all."]
    assert article.format == "srt"


def test_a_broken_cue_costs_itself_and_is_told() -> None:
    reading = read_transcript(VTT.replace("00:04.200 --> 00:08.000", "soon --> 00:08.000").encode(), "vtt")
    assert reading.article is not None
    assert "When will it open?" in reading.article.text
    assert "1 of its cues cannot be read" in reading.reason


def test_what_is_no_transcript_is_refused() -> None:
    assert "no cue" in read_transcript(b"Just words.", "srt").reason
    assert "no cue" in read_transcript(b"WEBVTT\n\n", "vtt").reason
    assert read_transcript(b"\x00\x01\x02" * 50, "vtt").article is None


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("WEBVTT\n\n" + text).encode("utf-8", "replace"))
)
@settings(deadline=None)
def test_any_bytes(data: bytes) -> None:
    for format_ in ("srt", "vtt"):
        article = read_transcript(data, format_).article
        for cue in article.cues if article else ():
            assert 0 <= int(cue.partition(" ")[0]) <= len(article.text)
