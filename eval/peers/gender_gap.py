"""An extractor in the manner of the Gender Gap Tracker: a text in, quotations by syntax, citation and marks out.

Written anew from the published description (Asr, Mazraeh, Lopes, Gautam, Gonzales, Rao and Taboada 2021, “The Gender
Gap Tracker: Using Natural Language Processing to measure gender bias in media”, PLOS ONE 16(1); extractor 5.3), in
its order: clauses that a verb of quoting governs (ccomp), with the verb's subject; “according to”; what stands in marks
right after such a quotation, with its speaker (floating); whatever else stands in marks, with the subject of a verb
within five tokens. What is shorter than four words, or overlaps an earlier one, is dropped. Its list of verbs is ours,
in all forms.

In its favour, since the gold has one quotation for what one source governs: a clause within a pair of marks stands for
all that the marks hold, and pieces that name the same mention as speaker are one quotation; sentences end with
paragraphs.
"""

from collections.abc import Iterator
from typing import Any

from eval.peers import Peer
from eval.peers.parser import english
from eval.quotations.documents import Content, content, kind_of, marked_chars
from tellings.text.cues import lexicon

MIN_WORDS = 4
WINDOW = 5  # tokens between the marks and the verb of a quotation without syntax
FAR = 20  # tokens from a quotation past its speaker to what floats
ENDS = frozenset(".,?!")
SHORTEST, LONG = 6, 100  # tokens of what stands in marks without syntax
MARKS = frozenset(('"', "“", "”", "``", "''"))
Found = tuple[int, int, Any, Any]  # first token, last token + 1, speaker (span or None), cue (span or None)


def build() -> Peer:
    """The rival, ready to run."""
    nlp, versions = english()
    # Verbs after which marks or a clause may stand.
    verbs = frozenset(form for form, entry in lexicon("en").items() if set(entry.frame) & set("qtz"))

    def extract(text: str) -> list[Content]:
        doc = _parsed(nlp, text)
        pairs, marked = _pairs(doc), marked_chars(text)
        rows = [_widened(row, pairs) for row in _by_syntax(doc, verbs)] + list(_according(doc))
        rows += _floating(doc, rows, pairs)
        rows += _in_marks(doc, pairs)
        return [_content(text, doc, group, marked) for group in _by_speaker(_without_overlap(doc, rows))]

    return Peer(f"in the manner of the Gender Gap Tracker ({versions})", extract)


def _parsed(nlp: Any, text: str) -> Any:
    """The parsed text; a new line begins a sentence."""
    doc = nlp.make_doc(text)
    for token in doc[1:]:
        if "\n" in token.nbor(-1).text:
            token.is_sent_start = True
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def _content(text: str, doc: Any, rows: list[Found], marked: frozenset[int]) -> Content:
    spans = [(doc[low:high].start_char, doc[low:high].end_char) for low, high, _, _ in rows]
    _, _, speaker, cue = rows[0]
    one = content(text, "direct", spans, _chars(speaker), _chars(cue))
    return Content(kind_of(text, one.chars, marked), one.chars, "", one.speaker, one.cue)


def _by_speaker(rows: list[Found]) -> list[list[Found]]:
    """Rows that name the same mention as speaker together."""
    groups: dict[object, list[Found]] = {}
    for row in rows:
        key = ("speaker", row[2].start) if row[2] is not None else ("alone", row[0])
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _pairs(doc: Any) -> list[tuple[int, int]]:
    """First and last token of each stretch in marks; a paragraph's end closes it."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for token in doc:
        if "\n" in token.text:
            opened = None
        elif token.text in MARKS:
            if opened is not None:
                found.append((opened, token.i))
            opened = token.i if opened is None else None
    return found


def _widened(row: Found, pairs: list[tuple[int, int]]) -> Found:
    """A clause within marks, made all that the marks hold."""
    pair = next(((a, b) for a, b in pairs if a <= row[0] and row[1] <= b + 1), None)
    return (pair[0], pair[1] + 1, row[2], row[3]) if pair else row


def _chars(span: Any) -> tuple[int, int] | None:
    return (span.start_char, span.end_char) if span is not None else None


def _subtree(token: Any) -> Any:
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def _by_syntax(doc: Any, verbs: frozenset[str]) -> Iterator[Found]:
    """Clauses that a verb of quoting governs."""
    for word in doc:
        verb = word.head
        if word.dep_ != "ccomp" or verb.lower_ not in verbs:
            continue
        near = [*verb.children, *verb.head.children]
        subject = next((child for child in near if child.dep_ == "nsubj"), None)
        if subject is None or subject.lower_ in ("i", "we"):  # those are most often within what is said
            continue
        yield word.left_edge.i, word.right_edge.i + 1, _subtree(subject), doc[verb.i : verb.i + 1]


def _according(doc: Any) -> Iterator[Found]:
    """The rest of a sentence that tells its source with “according to”."""
    for word in doc[:-1]:
        if word.lower_ != "according" or word.nbor().lower_ != "to":
            continue
        source = next((child for child in word.nbor().children if child.dep_ == "pobj"), None)
        if source is None:
            continue
        span, sentence = _subtree(source), word.sent
        before, after = (sentence.start, word.i), (span.end, sentence.end)
        low, high = before if before[1] - before[0] > after[1] - after[0] else after
        yield low, high, span, doc[word.i : word.i + 2]


def _floating(doc: Any, rows: list[Found], pairs: list[tuple[int, int]]) -> list[Found]:
    """What stands in marks after a quotation whose speaker comes last, in the same paragraph."""
    found: list[Found] = []
    for low, high in pairs:
        before = [row for row in rows if row[1] <= low]
        last = max(before, key=lambda row: row[1], default=None)
        if last is None or last[2] is None or last[2].start < last[1]:
            continue
        between = doc[last[1] : low]
        if "\n" not in between.text and last[2].end <= low and doc[low - 1].text in ENDS and len(between) <= FAR:
            found.append((low, high + 1, last[2], None))
    return found


def _in_marks(doc: Any, pairs: list[tuple[int, int]]) -> Iterator[Found]:
    """Whatever stands in marks, with the subject of a verb near where there is one."""
    for low, high in pairs:
        verb = _verb_near(doc, low, high)
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
        cue = doc[verb.i : verb.i + 1] if verb is not None else None
        if SHORTEST < high + 1 - low < LONG:
            yield low, high + 1, _subtree(subject) if subject is not None else None, cue


def _verb_near(doc: Any, low: int, high: int) -> Any:
    before = range(low - 1, max(-1, low - 1 - WINDOW), -1)
    after = range(high + 1, min(len(doc), high + 1 + WINDOW))
    for places in (before, after):
        for i in places:
            if doc[i].pos_ == "VERB":
                return doc[i]
            if doc[i].text in MARKS or doc[i].text == ".":
                break
    return None


def _without_overlap(doc: Any, rows: list[Found]) -> list[Found]:
    """The rows in order, without short ones and those that overlap an earlier one."""
    taken: set[int] = set()
    kept = []
    for row in rows:
        tokens = range(row[0], row[1])
        if sum(doc[i].is_alpha for i in tokens) >= MIN_WORDS and taken.isdisjoint(tokens):
            kept.append(row)
            taken.update(tokens)
    return kept
