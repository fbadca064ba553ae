"""Transcripts: a SubRip or WebVTT file's bytes in, an article out whose text is what is heard, with each cue's time.

The text is our own: a line for each turn, "NAME: words" where the file names the voice. Numbers, times and settings of
cues are no words; the times are kept beside the text, by the character at which each cue begins.
"""

import io
import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tellings.model import Article
from tellings.stages.read.reading import Reading, refused
from tellings.text.decode import decode

# Seconds of silence after which what is heard next begins a line of its own.
PAUSE = 3.0
TURN = re.compile(r"(?:[-–—]\s+|>>+\s*)")
WHITE = re.compile(r"\s+")
ARROW = re.compile(r"^[^\n]*-->", re.MULTILINE)


if TYPE_CHECKING:
    from webvtt.models import Caption


@dataclass
class _Cue:
    """What is heard at one time."""

    start: str  # HH:MM:SS.mmm
    begin: float  # seconds
    end: float
    voice: str  # "" not told
    words: str
    turns: bool  # begins with the dash of another speaker


@dataclass
class _Writer:
    """Joins cues to lines and notes where each begins."""

    text: str = ""
    cues: list[str] = field(default_factory=list)

    def add(self, cue: _Cue, new_line: bool) -> None:
        """Put a cue on the line, or on a new one with its speaker."""
        if new_line:
            self.text += "\n" * bool(self.text) + (f"{cue.voice}: " if cue.voice else "")
        elif self.text:
            self.text += " "
        self.cues.append(f"{len(self.text)} {cue.start}")
        self.text += cue.words


def read_transcript(data: bytes, format_: str) -> Reading:
    """The article of a transcript.

    Args:
        data: the file.
        format_: srt or vtt.
    """
    decoded = decode(data)
    if not decoded.encoding:
        return refused(-1, "not a text: it holds control characters; convert it to text first", data)
    cues, problem = _parse(decoded.text, format_)
    if not cues:
        return refused(-1, f"no cue of a .{format_} transcript in it{problem}; name it .txt if it is a text", data)
    writer = _Writer()
    writer.add(cues[0], True)
    for before, cue in pairwise(cues):
        other = cue.turns or cue.voice != before.voice or cue.begin - before.end >= PAUSE
        writer.add(cue, other)
    article = replace(Article.from_text(writer.text), format=format_, cues=tuple(writer.cues))
    lost = len(ARROW.findall(decoded.text)) - _times(cues)
    notices = [decoded.notice, f"{lost} of its cues cannot be read and are left out" if lost > 0 else ""]
    return Reading(-1, data, len(data), article, "; ".join(filter(None, notices)))


def _times(cues: list[_Cue]) -> int:
    return len({(cue.start, cue.end) for cue in cues})


def _parse(text: str, format_: str) -> tuple[list[_Cue], str]:
    """The cues of a file that hold words; and why there are none."""
    import webvtt  # noqa: PLC0415 (few files are transcripts)
    from webvtt.errors import MalformedCaptionError, MalformedFileError  # noqa: PLC0415

    try:
        captions = webvtt.from_buffer(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), format=format_)
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        return [], f" ({str(error)[:100]})"
    return [cue for caption in captions.captions for cue in _cues(caption)], ""


def _cues(caption: "Caption") -> list[_Cue]:
    """The turns of one caption: lines that begin with a dash are spoken by two."""
    found: list[_Cue] = []
    lines = caption.text.split("\n")
    dashed = [bool(TURN.match(line)) for line in lines]
    for line, turns in zip(lines, dashed, strict=True):
        words = WHITE.sub(" ", TURN.sub("", line, count=1) if turns else line).strip()
        if not words:
            continue
        if found and not turns:
            found[-1].words += " " + words
            continue
        start, end = caption.start, caption.end
        voice = WHITE.sub(" ", caption.voice or "").strip()
        found.append(_Cue(start, _seconds(start), _seconds(end), voice, words, turns))
    return found


def _seconds(stamp: str) -> float:
    """Seconds of HH:MM:SS.mmm.

    >>> _seconds("01:00:02.500")
    3602.5
    """
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
