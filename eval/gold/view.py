"""A story of the gold in the terminal: in goes its name, out comes its text with the spans coloured.

python -m eval.gold.view NAME                    all of it
python -m eval.gold.view NAME --article COURIER  one telling
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.gold.load import FOLDER, read_story
from eval.gold.model import CARRIES, GoldArticle, GoldStatement, GoldStory, Span

RESET, DIM, BOLD, UNDERLINE, REVERSE = "\x1b[0m", "\x1b[2m", "\x1b[1m", "\x1b[4m", "\x1b[7m"
# One colour a voice, in the order in which voices speak; then from the start again.
VOICES = ("\x1b[36m", "\x1b[33m", "\x1b[35m", "\x1b[32m", "\x1b[34m", "\x1b[96m", "\x1b[93m", "\x1b[95m", "\x1b[92m")
OPEN_VOICE = "\x1b[31m"
ANSI = re.compile(r"\x1b\[\d+m")
LEGEND = (
    f"{DIM}<set aside>{RESET}  {UNDERLINE}mention{RESET}  {REVERSE}time{RESET}  {BOLD}cue{RESET}"
    "  ⟦quotation⟧ in a colour a voice"
)


@dataclass(frozen=True, slots=True)
class Style:
    """Codes put on the characters of a span, a mark shown before and a note after it."""

    span: Span
    code: str
    note: str = ""
    opens: str = ""


def _colours(story: GoldStory) -> dict[str, str]:
    voices = list(dict.fromkeys(quotation.speaker for quotation in story.quotations if quotation.speaker))
    return {"": OPEN_VOICE} | {voice: VOICES[number % len(VOICES)] for number, voice in enumerate(voices)}


def _styles(story: GoldStory, article: GoldArticle) -> list[Style]:
    """All styles of an article; later ones are put on top."""
    colours = _colours(story)
    found = [
        Style(block.span, DIM, f"<{block.kind}>")
        for block in story.blocks
        if block.kind not in ("body", "embed") and block.span.article == article.name
    ]
    for quotation in story.quotations:
        if quotation.article != article.name:
            continue
        number = quotation.quotation.rpartition("/")[2]
        label = f"⟨{number} {quotation.kind} {quotation.speaker or '?'}⟩"
        found += (Style(segment, colours[quotation.speaker], f"⟧{label}", "⟦") for segment in quotation.segments)
        found += [Style(quotation.source, colours[quotation.speaker], f"⟨{number}⟩")] if quotation.source else []
        found += [Style(quotation.cue, BOLD, f"⟨{number}⟩")] if quotation.cue else []
    found += (Style(m.span, UNDERLINE, f"={m.entity}") for m in story.mentions if m.span.article == article.name)
    found += (Style(t.span, REVERSE, f"={t.value}") for t in story.times if t.span.article == article.name)
    return found


def coloured(text: str, styles: Iterable[Style]) -> str:
    """The text with codes about its spans, and marks before and notes after them.

    >>> ANSI.sub("", coloured("abc", [Style(Span("x", 1, 2, "b"), BOLD, "!", "⟦")]))
    'a⟦b!c'
    """
    codes = [""] * len(text)
    notes = [""] * (len(text) + 1)
    opens = [""] * (len(text) + 1)
    for style in styles:
        for position in range(style.span.start, style.span.end):
            codes[position] += style.code
        notes[style.span.end] += style.note
        opens[style.span.start] += style.opens
    out: list[str] = []
    for position, code in enumerate([*codes, ""]):
        before = codes[position - 1] if position else ""
        if notes[position] or opens[position] or before != code:
            out += [RESET, DIM, notes[position], opens[position], RESET, code]
        out.append(text[position : position + 1])
    return "".join(out)


def _article_lines(story: GoldStory, article: GoldArticle) -> Iterator[str]:
    when = article.published or f"undated, anchor {article.anchor} from “{article.anchor_from}”"
    yield f"\n{BOLD}{article.name}{RESET}  {article.outlet}  {when}  {article.title}\n"
    yield coloured(article.text, _styles(story, article))


def _statement_lines(statement: GoldStatement) -> Iterator[str]:
    yield f"\n{BOLD}{statement.statement}  {statement.speaker}  {statement.said}{RESET}  {statement.open}"
    for part in statement.parts:
        yield f"  {part.part}  {part.text}"
        for carries in CARRIES:
            names = [witness.article for witness in part.witnesses if witness.carries == carries]
            if names:
                yield f"      {DIM}{carries}: {' '.join(names)}{RESET}"
    for reading in statement.readings:
        turns = "  turns the meaning" if reading.turns else ""
        form = reading.form or "(omitted)"
        yield f"      {reading.part} {reading.kind}: {form} {DIM}{' '.join(reading.articles)}{RESET}{turns}"


def _claim_lines(story: GoldStory) -> Iterator[str]:
    claims = {claim.claim: claim for claim in story.claims}
    yield f"\n{BOLD}Differences{RESET}"
    for difference in story.differences:
        yield f"  {difference.verdict}: {difference.about} ({difference.kind}): {difference.why}"
        for name in (name for side in difference.sides for name in side):
            articles = dict.fromkeys(assertion.span.article for assertion in claims[name].assertions)
            yield f"      {claims[name].text} {DIM}{' '.join(articles)}{RESET}"
    yield f"\n{BOLD}Only in{RESET}"
    for only in story.only_in:
        yield f"  {only.article}: {claims[only.claim].text}"
    yield f"\n{BOLD}Copies{RESET}"
    for copy in story.copies:
        yield f"  {copy.first}, {copy.second}: {copy.kind}, {copy.direction}: {copy.why}"


def main(arguments: list[str] | None = None) -> int:
    """Show a story; colours only where they show."""
    parser = argparse.ArgumentParser(prog="python -m eval.gold.view", description="Show a gold story with its spans.")
    parser.add_argument("name", help="of the story")
    parser.add_argument("--article", default="", help="one telling only")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the stories lie")
    parser.add_argument("--data", type=Path, help="the data folder, for gum- stories; TELLINGS_DATA if not given")
    given = parser.parse_args(arguments)
    story, problems = read_story(given.name, given.folder, data=given.data)
    if story is None:
        print(problems[0].message, file=sys.stderr)
        return 2
    wanted = [article for article in story.articles if article.told and given.article in ("", article.name)]
    if not wanted:
        print(f"no article “{given.article}”: {', '.join(a.name for a in story.articles)}", file=sys.stderr)
        return 2
    lines = [LEGEND, *(line for article in wanted for line in _article_lines(story, article))]
    if not given.article:
        lines += (line for statement in story.statements for line in _statement_lines(statement))
        lines += _claim_lines(story)
    shown = "\n".join(lines)
    print(shown if sys.stdout.isatty() and "NO_COLOR" not in os.environ else ANSI.sub("", shown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
