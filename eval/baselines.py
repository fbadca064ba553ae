"""Plain baselines of every task of our gold: a split in, one line a task out, scored by the public scorers.

    python -m eval.baselines --data ../shared/data            dev, test and real stories
    python -m eval.baselines --task claims --split dev

A baseline is what an afternoon would give: a figure of ours that is not well above it is no achievement. They look at
nothing but the text and, where the task builds on an earlier one, at the gold of that earlier one.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import chain, combinations
from pathlib import Path

from eval.claims import Counts, Place, score_claims
from eval.dates import Document, Found, count
from eval.differences import DifferenceScore, Predicted, score_differences, score_only_in
from eval.generate_differences import generate_story
from eval.gold.load import load_stories
from eval.gold.model import TOLD, GoldArticle, GoldQuotation, GoldStory
from eval.peers import patterns
from eval.quotations.documents import documents_of
from eval.quotations.scoring import score
from eval.story_sets import b_cubed
from tellings.text.sentences import find_sentences

ROOT = Path(__file__).resolve().parent.parent
SPLITS = ("dev", "test", "real", "planted", "planted-judged")
PLANTED_STORIES = 100
PLANTED_TASKS = ("claims", "differences")
WORD = re.compile(r"\w+(?:['’]\w+)?")
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME = re.compile(rf"\b({'|'.join(WEEKDAYS)}|yesterday|today|tomorrow|(?:19|20)\d\d)\b", re.IGNORECASE)
COMMON = frozenset((
    "the", "a", "an", "of", "to", "in", "on", "at", "for", "from", "by", "with", "and", "or", "but", "as", "that",
    "this", "these", "those", "it", "its", "he", "she", "they", "his", "her", "their", "was", "were", "is", "are",
    "be", "been", "has", "have", "had", "not", "no", "who", "which", "said", "says", "would", "will", "could", "can",
    "may", "than", "then", "there", "after", "before", "when", "while", "where", "about", "into", "over", "out", "up",
    "more", "one", "two", "also",
))  # fmt: skip
LIKE = 0.3  # share of content words that two sentences have in common
SHARED_RUN = 5  # words in a row


def words_of(text: str) -> list[str]:
    """Words in lower case."""
    return [word.lower() for word in WORD.findall(text)]


def told_sentences(story: GoldStory, article: GoldArticle) -> list[Place]:
    """The sentences of an article's told blocks, as gold has them."""
    return [
        Place(article.name, start, end)
        for block in story.blocks
        if block.span.article == article.name and block.kind in TOLD
        for start, end in find_sentences(article.text, block.span.start, block.span.end)
    ]


def sentences_of(story: GoldStory) -> dict[Place, frozenset[str]]:
    """The content words of each sentence of a story."""
    texts = {article.name: article.text for article in story.articles}
    return {
        place: frozenset(words_of(texts[place.article][place.start : place.end])) - COMMON
        for article in story.articles
        if article.told
        for place in told_sentences(story, article)
    }


def like_pairs(sentences: dict[Place, frozenset[str]]) -> list[tuple[Place, Place]]:
    """Sentences of two tellings that share three content words in ten (Jaccard)."""
    return [
        (one, other)
        for one, other in combinations(sentences, 2)
        if one.article != other.article
        and (shared := len(sentences[one] & sentences[other]))
        and shared >= LIKE * len(sentences[one] | sentences[other])
    ]


def claims(stories: Iterable[GoldStory]) -> str:
    """Like sentences assert the same."""
    total = sum((score_claims(story, like_pairs(sentences_of(story))) for story in stories), Counts())
    return f"P {total.precision:.3f} R {total.recall:.3f} F1 {total.f1:.3f} (unjudged {total.unjudged})"


def differences(stories: Iterable[GoldStory]) -> str:
    """Like sentences of which each has a number that the other lacks conflict."""
    total = DifferenceScore()
    for story in stories:
        texts = {article.name: article.text for article in story.articles}

        def numbers(place: Place, texts: dict[str, str] = texts) -> set[str]:
            return set(NUMBER.findall(texts[place.article][place.start : place.end]))

        found = [
            Predicted(((one,), (other,)), "conflicting")
            for one, other in like_pairs(sentences_of(story))
            if numbers(one) - numbers(other) and numbers(other) - numbers(one)
        ]
        total += score_differences(story, found)
    return (
        f"conflicting found {total.found}/{total.conflicting}, all classes {total.found_any}/{total.gold},"
        f" false alarms a story {total.false_alarms / max(1, total.stories):.2f}"
    )


def only_in(stories: Iterable[GoldStory]) -> str:
    """The three sentences of a telling with the largest share of words that no other telling has."""
    total = Counts()
    for story in stories:
        sentences = sentences_of(story)
        tellings = sorted({place.article for place in sentences})
        picked: list[Place] = []
        for name in tellings:
            others = frozenset().union(*(words for place, words in sentences.items() if place.article != name))
            lone = {p: len(w - others) / max(6, len(w)) for p, w in sentences.items() if p.article == name}
            picked += sorted(lone, key=lone.__getitem__)[-3:]
        total += score_only_in(story, picked)
    return f"P {total.precision:.3f} R {total.recall:.3f} F1 {total.f1:.3f} (unjudged {total.unjudged})"


def times(stories: Iterable[GoldStory]) -> str:
    """Weekdays before the article's date, yesterday, today, tomorrow and years, in the blocks that gold tells."""
    documents: list[Document] = []
    told: dict[str, list[tuple[int, int]]] = {}
    for story in stories:
        for article in (article for article in story.articles if article.told):
            name = f"{story.name}/{article.name}"
            told[name] = [
                (b.span.start, b.span.end) for b in story.blocks if b.span.article == article.name and b.kind in TOLD
            ]
            own = [t for t in story.times if t.span.article == article.name]
            gold = sorted((t.span.start, t.span.end, t.type, t.value) for t in own)
            documents.append(Document(name, article.anchor, article.text, gold))

    def find(document: Document) -> list[Found]:
        return [
            (at.start(), at.end(), "DATE", _value(at[0].lower(), document.published))
            for start, end in told[document.id]
            for at in TIME.finditer(document.text, start, end)
        ]

    counts, _ = count(documents, find)
    return f"strict F1 {counts.f1(counts.strict)} value F1 {counts.f1(counts.value)} ({counts.gold} times)"


def _value(words: str, anchor: str) -> str:
    if words.isdigit() or not anchor:
        return words
    day = date.fromisoformat(anchor[:10])
    if words in WEEKDAYS:
        return str(day - timedelta((day.weekday() - WEEKDAYS.index(words)) % 7))
    return str(day + timedelta({"yesterday": -1, "today": 0, "tomorrow": 1}[words]))


def statements(stories: Iterable[GoldStory]) -> str:
    """Gold quotations that share five words in a row are of one statement."""
    given: dict[str, int] = {}
    gold: dict[str, str] = {}
    for story in stories:
        members = {
            name: f"{story.name}/{statement.statement}"
            for statement in story.statements
            for part in statement.parts
            for witness in part.witnesses
            for name in witness.quotations
        }
        quotations = [q for q in story.quotations if q.quotation in members]
        for number, group in enumerate(_linked(quotations), len(given)):
            given |= {f"{story.name}/{q.quotation}": number for q in group}
        gold |= {f"{story.name}/{name}": statement for name, statement in members.items()}
    precision, recall, f1 = b_cubed(given, gold)
    return f"B-cubed P {precision:.1f} R {recall:.1f} F1 {f1:.1f} ({len(gold)} quotations)"


def _linked(quotations: Sequence[GoldQuotation]) -> list[list[GoldQuotation]]:
    """Connected by a common run of words."""
    groups: list[tuple[set[tuple[str, ...]], list[GoldQuotation]]] = []
    for quotation in quotations:
        words = words_of(" ".join(segment.words for segment in quotation.segments))
        runs = {tuple(words[at : at + SHARED_RUN]) for at in range(max(1, len(words) - SHARED_RUN + 1))}
        members = [quotation]
        for group in [group for group in groups if group[0] & runs]:
            groups.remove(group)
            runs |= group[0]
            members = [*group[1], *members]
        groups.append((runs, members))
    return [members for _, members in groups]


def copies(stories: Iterable[GoldStory]) -> str:
    """A pair shares a tenth of the smaller one's five-word runs; the earlier by date is the source."""
    right = found = gold = directed = direction = 0
    for story in stories:
        told = [article for article in story.articles if article.told]
        runs = {a.name: _runs(a.text) for a in told}
        dates = {a.name: a.published for a in told}
        real = {frozenset((c.first, c.second)): c for c in story.copies}
        gold += len(real)
        for one, other in combinations(sorted(runs), 2):
            if len(runs[one] & runs[other]) < 0.1 * max(1, min(len(runs[one]), len(runs[other]))):
                continue
            found += 1
            copy = real.get(frozenset((one, other)))
            right += copy is not None
            if copy and copy.direction != "undetermined" and dates[one] != dates[other]:
                source = copy.first if copy.direction.startswith("first") else copy.second
                directed += 1
                direction += source == min((one, other), key=dates.__getitem__)
    return (
        f"pairs P {right / max(1, found):.3f} R {right / max(1, gold):.3f} ({gold} pairs),"
        f" direction by date {direction}/{directed}"
    )


def _runs(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[at : at + SHARED_RUN]) for at in range(len(words) - SHARED_RUN + 1)}


def blocks(stories: Iterable[GoldStory]) -> str:
    """Lines of fewer than eight words without a full stop are set aside."""
    right = found = gold = 0
    for story in stories:
        for block in story.blocks:
            aside = block.kind not in TOLD
            guess = len(block.span.words.split()) < 8 and not block.span.words.rstrip().endswith(
                (".", "”", '"', "?", "!")
            )
            right += aside and guess
            found += guess
            gold += aside
    return f"set aside P {right / max(1, found):.3f} R {right / max(1, gold):.3f}"


def quotations(stories: Iterable[GoldStory]) -> str:
    """Plain regular expressions for marks, verbs of saying and names (eval/peers/patterns.py)."""
    figures = score(chain.from_iterable(map(documents_of, stories)), patterns.extract).figures
    told = (
        f"{kind} {figures[kind]['content']}/{figures[kind]['e2e']}" for kind in ("direct", "mixed", "indirect", "all")
    )
    return f"content F1/E2E {', '.join(told)}; speaker {figures['all']['speaker']}"


TASKS: dict[str, Callable[[Iterable[GoldStory]], str]] = {
    "blocks": blocks, "quotations": quotations, "times": times,
    "statements": statements, "claims": claims, "differences": differences,
    "only_in": only_in, "copies": copies,
}  # fmt: skip


def stories_of(split: str, data: Path | None) -> list[GoldStory]:
    """The gold stories of a split, or stories with planted differences."""
    if split.startswith("planted"):
        return [generate_story(seed, split == "planted-judged") for seed in range(PLANTED_STORIES)]
    return load_stories(split, data=data)


def tasks_of(split: str) -> tuple[str, ...]:
    """The tasks that a split has truth for."""
    return PLANTED_TASKS if split.startswith("planted") else tuple(TASKS)


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.baselines", description="Plain baselines on our gold.")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--task", choices=sorted(TASKS), action="append", help="all if none is named")
    parser.add_argument("--split", choices=SPLITS, action="append", help="all if none is named")
    given = parser.parse_args(arguments)
    data = given.data if given.data.is_dir() else None
    for split in given.split or SPLITS:
        stories = stories_of(split, data)
        if not stories:
            print(
                f"{split}: no stories here" + ("" if data else f"; their texts lie in {given.data}, which is missing")
            )
            continue
        print(f"{split}: {len(stories)} stories")
        for task in (task for task in tasks_of(split) if task in (given.task or TASKS)):
            print(f"  {task:<12}{TASKS[task](stories)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
