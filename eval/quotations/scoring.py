"""Scores: documents and an extractor in, counts and figures by kind out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import process_time

from eval.matching import match
from eval.quotations.documents import Content, Document, Extractor, Span

KINDS = ("direct", "mixed", "indirect", "all")
HEADS = ("gold", "predicted", "p", "r", "content", "exact", "speaker", "coverage", "wrong", "e2e_p", "e2e_r", "e2e")
RELATIVE = {"who", "which", "that", "whose", "whom"}
FUNCTION = {"a", "an", "the", "of", "for", "from", "at", "in", "on", "to", "with", "by", "and", "or", "his", "her",
            "its", "their", "our", "my", "this", "that", "these", "those", "one", "some"}  # fmt: skip
Figures = dict[str, dict[str, float]]


@dataclass
class Tally:
    """Counts of one kind."""

    gold: int = 0
    predicted: int = 0
    gold_matched: int = 0
    predicted_matched: int = 0
    gold_exact: int = 0
    predicted_exact: int = 0
    gold_e2e: int = 0
    predicted_e2e: int = 0
    judged: int = 0
    named: int = 0
    right: int = 0

    def add_gold(self, matched: bool, exact: bool, right: bool) -> None:
        """Count a gold content."""
        self.gold += 1
        self.gold_matched += matched
        self.gold_exact += matched and exact
        self.gold_e2e += matched and right

    def add_predicted(self, matched: bool, exact: bool, right: bool) -> None:
        """Count a found content."""
        self.predicted += 1
        self.predicted_matched += matched
        self.predicted_exact += matched and exact
        self.predicted_e2e += matched and right

    def figures(self) -> dict[str, float]:
        """Percentages, by HEADS."""
        p, r, content = f1(self.predicted_matched, self.predicted, self.gold_matched, self.gold)
        exact = f1(self.predicted_exact, self.predicted, self.gold_exact, self.gold)[2]
        e2e = f1(self.predicted_e2e, self.predicted, self.gold_e2e, self.gold)
        judged = (self.right, self.judged), (self.named, self.judged), (self.named - self.right, self.named)
        speaker, coverage, wrong = (100 * a / max(1, b) for a, b in judged)
        values = (self.gold, self.predicted, p, r, content, exact, speaker, coverage, wrong, *e2e)
        return {head: round(value, 1) for head, value in zip(HEADS, values, strict=True)}


@dataclass
class Score:
    """What an extractor reaches on some documents."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    items: dict[str, bool] = field(default_factory=dict)  # document/gold content -> found, with no wrong speaker
    documents: int = 0
    seconds: float = 0.0  # of CPU time

    @property
    def figures(self) -> Figures:
        """Percentages by kind."""
        return {kind: tally.figures() for kind, tally in self.tallies.items()}

    @property
    def speed(self) -> float:
        """Documents per second of CPU time."""
        return self.documents / max(self.seconds, 1e-9)


def f1(hit_predicted: int, predicted: int, hit_gold: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean, in percent."""
    p, r = 100 * hit_predicted / max(1, predicted), 100 * hit_gold / max(1, gold)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def score(documents: Iterable[Document], extract: Extractor, same_kind: bool = False) -> Score:
    """Run an extractor over documents and count."""
    total = Score()
    for document in documents:
        begin = process_time()
        found = extract(document.text)
        total.seconds += process_time() - begin
        total.documents += 1
        _count(total, document, [one for one in found if one.chars and not _is_aside(one, document)], same_kind)
    return total


def _is_aside(found: Content, document: Document) -> bool:
    """Whether a content begins in a block that is not told text."""
    first = min(found.chars)
    return any(low <= first < high for low, high in document.aside)


def _count(total: Score, document: Document, found: list[Content], same_kind: bool) -> None:
    gold, text = document.gold, document.text
    taken = match(text, gold, found, same_kind)
    right = {i: is_right(text, s, found[j].speaker) for i, j in taken.items() if (s := gold[i].speaker) is not None}
    for i, one in enumerate(gold):
        matched = i in taken
        exact = matched and found[taken[i]].chars == one.chars
        for tally in (total.tallies[one.kind], total.tallies["all"]):
            tally.add_gold(matched, exact, right.get(i, True))
            if i in right:
                tally.judged += 1
                tally.right += right[i]
                tally.named += found[taken[i]].speaker is not None
        total.items[f"{document.name}/{one.name}"] = matched and right.get(i, True)
    by_found = {j: i for i, j in taken.items()}
    for j, one in enumerate(found):
        matched = j in by_found
        exact = matched and gold[by_found[j]].chars == one.chars
        for tally in (total.tallies[one.kind], total.tallies["all"]):
            tally.add_predicted(matched, exact, right.get(by_found.get(j, -1), True))


def is_right(text: str, gold: Span, found: Span | None) -> bool:
    """Whether a mention shares a word with the gold source, or stands right before its relative pronoun."""
    if found is None:
        return False
    if _content_words(text, *gold) & _content_words(text, *found):
        return True
    if text[gold[0] : gold[1]].lower() in RELATIVE:
        return found[1] <= gold[0] and not re.search(r"[\w.]", text[found[1] : gold[0]])
    return False


def _content_words(text: str, start: int, end: int) -> set[tuple[int, str]]:
    return {
        (start + m.start(), m.group().lower())
        for m in re.finditer(r"\w+", text[start:end])
        if m.group().lower() not in FUNCTION or end - start <= 5
    }


def table(figures: Figures, heads: Iterable[str] = HEADS) -> str:
    """Figures by kind, one line each."""
    heads = tuple(heads)
    lines = [f"{'':9}" + "".join(f"{head:>10}" for head in heads)]
    lines += [f"{kind:9}" + "".join(f"{values[head]:>10}" for head in heads) for kind, values in figures.items()]
    return "\n".join(lines)
