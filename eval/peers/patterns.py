r"""Plain regular expressions: a text in, quotations by marks, verbs of saying and names out.

What a careful person writes in a day without grammar: each pair of double marks of a paragraph; a name, a pronoun or
a role beside a verb of saying, after the marks or before them; parts of one sentence joined; the last speaker for a
paragraph that begins in marks; marks inside a clause after a verb make it mixed; "NAME said that ..." and "..., NAME
said" without marks are indirect. Verbs are ours, those that may stand with marks.
"""

import re
from bisect import bisect_right
from functools import cache

from eval.peers import Peer
from eval.quotations.documents import Content, Span, content
from tellings.text.cues import lexicon
from tellings.text.sentences import find_sentences
from tellings.text.words import find_paragraphs

QUOTED = re.compile(
    r"“([^“”\n]+)(?:”|$)|\"([^\"\n]+)(?:\"|$)|``((?:(?!''|``)[^\n])+)(?:''|$)|''((?:(?!'')[^\n])+)(?:''|$)"
    r"|‘((?:[^‘’\n]|’(?=\w))+)’"
)
TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Sgt|Lt|Col|Capt|Prof|Rev|St)\.? )?"
NAME = rf"{TITLE}[A-Z][\w’'-]+(?: (?:[A-Z]\.|[A-Z][\w’'-]+|de|van|von|al|bin)){{0,4}}"
ROLE = r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne) (?:[\w’'-]+ ){0,4}?[\w’'-]+"
PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]|[Ww]e|[Ww]ho)"
WHO = rf"(?P<who>{PRONOUN}|{ROLE}|{NAME})"
ASIDE = r"(?:, (?:[^,\n“”\"]{1,80}),)?"  # "Ann Lee, the mayor of Ardle,"
ADVERB = r"(?: (?:\w+ly|also|then|later|has|had|have|was|is))*"
GAP = 80  # characters between a verb and the marks it announces
COMPLETE = ",.?!…—-"
OPENS = ",:.?!…—”\"'"  # before marks that are not the end of a clause


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The expressions, by what they find."""

    def forms(letters: str) -> str:
        words = {form for form, entry in lexicon("en").items() if set(entry.frame) & set(letters) and form.isalpha()}
        return "(?P<verb>" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"

    says, tells = forms("q"), forms("tz")
    return {
        "after": re.compile(rf"[,\s]*(?:(?:and|but) )?{WHO}{ASIDE}{ADVERB} {says}\b"),
        "inverted": re.compile(rf"[,\s]*{says} {WHO}"),
        "before": re.compile(rf"{WHO}{ASIDE}{ADVERB} {says}\b[^.;\n“”\"]{{0,{GAP}}}$"),
        "clause": re.compile(rf"(?<![\w’']){WHO}{ASIDE}{ADVERB} {tells} (?P<that>that )?"),
        "tag": re.compile(rf", {WHO}{ASIDE}{ADVERB} {tells}[^\w]*(?:(?:on|in|at|during|to) [^,\n]{{1,60}})?\.?$"),
        "according": re.compile(rf"[Aa]ccording to {WHO}"),
    }


def build() -> Peer:
    """The rival, ready to run."""
    patterns()
    return Peer("plain regular expressions", extract)


def extract(text: str) -> list[Content]:
    """What the expressions find."""
    found: list[Content] = []
    last: Span | None = None
    for low, high in find_paragraphs(text):
        quoted = [(m.start(), m.end(), *m.span(m.lastindex or 0)) for m in QUOTED.finditer(text, low, high)]
        rows, taken = _direct(text, low, high, quoted, last)
        last = next((row.speaker for row in reversed(rows) if row.speaker), None)
        rows += _clauses(text, low, high, quoted, taken)
        found += rows
    return found


Quoted = tuple[int, int, int, int]  # marks, words


def _direct(
    text: str, low: int, high: int, quoted: list[Quoted], last: Span | None
) -> tuple[list[Content], frozenset[int]]:
    """Direct quotations of a paragraph, and the numbers of the marks they take; `last` spoke in the paragraph above."""
    parts: list[tuple[list[Span], Span | None, Span | None]] = []
    taken: set[int] = set()
    for number, (start, end, first, stop) in enumerate(quoted):
        whole = text[stop - 1] in COMPLETE or text[end : end + 1] == ","
        opens = not text[low:start].strip() or text[low:start].rstrip()[-1] in OPENS or text[first].isupper()
        before = quoted[number - 1][1] if number else low
        after = quoted[number + 1][0] if number + 1 < len(quoted) else high
        if not (whole and opens):
            continue
        speaker, cue = _attribution(text, before, start, end, after)
        if parts and number - 1 in taken and cue in (None, parts[-1][2]):
            parts[-1][0].append((first, stop))
        elif speaker is not None:
            parts.append(([(first, stop)], speaker, cue))
        elif stop - first > 20 and text[first].isupper() and (start <= low + 1 or text[start - 2] in OPENS):
            parts.append(([(first, stop)], last if start <= low + 1 else None, None))
        else:
            continue
        taken.add(number)
    return [content(text, "direct", spans, speaker, cue) for spans, speaker, cue in parts], frozenset(taken)


def _attribution(text: str, before: int, start: int, end: int, after: int) -> tuple[Span | None, Span | None]:
    """Speaker and verb after the marks, else before them."""
    for name in ("after", "inverted"):
        m = patterns()[name].match(text, end, after)
        if m:
            return m.span("who"), m.span("verb")
    sentence = max(before, text.rfind(". ", before, start) + 1)
    m = patterns()["before"].search(text[sentence:start])
    if m is None:
        return None, None
    (a, b), (c, d) = m.span("who"), m.span("verb")
    return (sentence + a, sentence + b), (sentence + c, sentence + d)


def _clauses(text: str, low: int, high: int, quoted: list[Quoted], taken: frozenset[int]) -> list[Content]:
    """Mixed and indirect quotations of a paragraph, one a sentence."""
    found = []
    starts = [start for start, *_ in quoted]
    for a, b in find_sentences(text, low, high, "en"):
        inside = [number for number, q in enumerate(quoted) if a <= q[0] < b]
        if any(number in taken for number in inside):
            continue
        k = bisect_right(starts, a) - 1
        if k >= 0 and quoted[k][1] > a and quoted[k][0] < a:
            continue  # within marks
        row = _clause(text, a, b)
        if row is not None:
            span, speaker, cue = row
            kind = (
                "mixed" if any(span[0] <= quoted[n][0] and quoted[n][1] <= span[1] + 1 for n in inside) else "indirect"
            )
            found.append(content(text, kind, [span], speaker, cue))
    return found


def _clause(text: str, low: int, high: int) -> tuple[Span, Span, Span] | None:
    """What one sentence reports, by whom, with which verb."""
    known = patterns()
    m = known["according"].search(text, low, high)
    if m:
        comma = text.find(",", m.end(), high)
        span = (comma + 1, high) if m.start() == low and comma > 0 else (low, m.start())
        return (span, m.span("who"), m.span()) if m.start() > low or comma > 0 else None
    m = known["clause"].search(text, low, high)
    if m:
        return (m.start("that") if m.group("that") else m.end(), high), m.span("who"), m.span("verb")
    m = known["tag"].search(text[low:high])
    if m:
        (a, b), (c, d) = m.span("who"), m.span("verb")
        return (low, low + m.start()), (low + a, low + b), (low + c, low + d)
    return None
