"""An extractor in the manner of the Gender Gap Tracker: a text in, quotations by syntax, citation and marks out.

Written anew from the published description (Asr, Mazraeh, Lopes, Gautam, Gonzales, Rao and Taboada 2021, “The Gender
Gap Tracker: Using Natural Language Processing to measure gender bias in media”, PLOS ONE 16(1); extractor 5.3), in its
order: clauses that a verb of quoting governs (ccomp), with the verb's subject; “according to”; sentences in marks
that follow such a quotation, with its speaker (floating); whatever else stands in marks, with the subject of a verb within
five tokens. What is shorter than four words, or overlaps an earlier one, is dropped. Its list of verbs is ours, in all forms.
"""

from collections.abc import Iterator
from typing import Any

from eval.peers import Peer
from eval.peers.parser import english
from eval.quotations.documents import Content, content, kind_of, marked_chars
from tellings.text.cues import lexicon

MIN_WORDS = 4
WINDOW = 5  # tokens between the marks and the verb of a quotation without syntax
LONGEST = 5  # sentences of a floating quotation
MARKS = frozenset('"“”')
Found = tuple[int, int, Any, Any]  # first token, last token + 1, speaker (span or None), cue (span or None)


def build() -> Peer:
    """The rival, ready to run."""
    nlp, versions = english()
    # Verbs after which marks or a clause may stand.
    verbs = frozenset(form for form, entry in lexicon("en").items() if set(entry.frame) & set("qtz"))

    def extract(text: str) -> list[Content]:
        doc = nlp(text)
        marked = marked_chars(text)
        rows = [*_by_syntax(doc, verbs), *_according(doc)]
        rows += _floating(doc, rows)
        rows += _in_marks(doc)
        return [_content(text, doc, row, marked) for row in _without_overlap(doc, rows)]

    return Peer(f"in the manner of the Gender Gap Tracker ({versions})", extract)


def _content(text: str, doc: Any, row: Found, marked: frozenset[int]) -> Content:
    low, high, speaker, cue = row
    span = doc[low:high]
    one = content(text, "direct", [(span.start_char, span.end_char)], _chars(speaker), _chars(cue))
    return Content(kind_of(text, one.chars, marked), one.chars, "", one.speaker, one.cue)


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


def _floating(doc: Any, rows: list[Found]) -> list[Found]:
    """Sentences in marks that follow a quotation whose speaker comes last."""
    sentences = list(doc.sents)
    found, number = [], 1
    while number < len(sentences):
        before = sentences[number - 1]
        last = next((row for row in rows if row[0] < before.end and row[1] > before.start and row[2] is not None), None)
        run = _marked_run(sentences, number)
        if run and last is not None:
            found.append((sentences[number].start, sentences[number + run - 1].end, last[2], None))
        number += max(1, run)
    return found


def _marked_run(sentences: list[Any], first: int) -> int:
    """How many sentences from one that opens a mark are inside it; 0 where none opens or it is not closed soon."""
    words = [token for token in sentences[first] if not token.is_space]
    if not words or words[0].text not in MARKS:
        return 0
    for count, sentence in enumerate(sentences[first : first + LONGEST], 1):
        tail = [token.text for token in sentence if not token.is_space][-2:]
        if any(text in MARKS for text in tail) and (count > 1 or len(words) > 2):
            return count
    return 0


def _in_marks(doc: Any) -> Iterator[Found]:
    """Whatever stands in marks, with the subject of a verb near."""
    marks = [token.i for token in doc if token.text in MARKS]
    for low, high in zip(marks[::2], marks[1::2], strict=False):
        verb = _verb_near(doc, low, high)
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
        if subject is not None:
            yield low, high + 1, _subtree(subject), doc[verb.i : verb.i + 1]


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
