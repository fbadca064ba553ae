"""Stories with planted differences: a seed in; articles of one event and the truth about what they differ in, as gold.

    python -m eval.generate_differences --seed 3      print one story

Each telling answers some questions about the event, each in a way of its own (ways are written apart, not edited from
one another), in an order of its own, between sentences that say nothing of it. One telling of some questions gives an
answer that conflicts, one that only looks different, or one that leaves it open; all other tellings answer alike. So a
difference must be found by what is asked, not by the edit of a copied sentence; numbers answer other questions too.

Planted truth says little of real articles: figures on it stand beside those on `eval.gold` and its real stories.
"""

import argparse
import random
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eval.gold.model import GoldArticle, GoldAssertion, GoldBlock, GoldClaim, GoldDifference, GoldStory, Span

BASE = Path(__file__).with_name("differences_base.toml")
OUTLETS = ("The Chronicle", "Evening Post", "Radio Coast", "Daily Lantern", "The Observer-Times", "Wire North")
VERDICTS = ("conflicting", "compatible", "unclear")
# How often a question gets an answer that is not the common one, and then of which class.
PLANTED = 0.55
CLASS_WEIGHTS = (0.5, 0.35, 0.15)
TOLD = 0.8  # share of the questions that a telling answers
# The last events of the base are for judging only: tune on the others.
JUDGED_EVENTS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """One question, what may be answered, and ways to say it."""

    id: str
    kind: str
    same: tuple[str, ...]
    conflicting: tuple[str, ...]
    compatible: tuple[str, ...]
    unclear: tuple[str, ...]
    ways: tuple[str, ...]

    def answers(self, verdict: str) -> tuple[str, ...]:
        """The answers of a class against the common one."""
        return {"conflicting": self.conflicting, "compatible": self.compatible, "unclear": self.unclear}[verdict]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, in pieces."""

    name: str
    day: str
    leads: tuple[str, ...]
    fillers: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a telling; question and answer where it gives one."""

    text: str
    question: str = ""
    answer: str = ""  # common | conflicting | compatible | unclear


@cache
def events(judged: bool = False) -> tuple[Event, ...]:
    """The events to tune on, or those to judge by."""
    rows = tomllib.loads(BASE.read_text(encoding="utf-8"))["event"]
    found = tuple(
        Event(
            row["name"],
            row["day"],
            tuple(row["leads"]),
            tuple(row["fillers"]),
            tuple(
                Question(**{key: tuple(value) if isinstance(value, list) else value for key, value in q.items()})
                for q in row["question"]
            ),
        )
        for row in rows
    )
    return found[-JUDGED_EVENTS:] if judged else found[:-JUDGED_EVENTS]


def generate_story(seed: int, judged: bool = False) -> GoldStory:
    """One story of three to five tellings with what they differ in.

    Args:
        seed: the same seed gives the same story.
        judged: of the events that nothing was tuned on.
    """
    chance = random.Random(seed)
    event = chance.choice(events(judged))
    names = [f"telling{n}" for n in range(1, chance.randint(3, 5) + 1)]
    answers = {question.id: _answers(question, names, chance) for question in event.questions}
    drafts = {name: _sentences(event, name, number, answers, chance) for number, name in enumerate(names)}
    texts = {name: "\n".join(sentence.text for sentence in draft) for name, draft in drafts.items()}
    spans = {name: _spans(name, draft) for name, draft in drafts.items()}
    articles = tuple(
        GoldArticle(name, "", outlet, "", texts[name], event.day, event.day, "published", True)
        for name, outlet in zip(names, OUTLETS, strict=False)
    )
    claims = tuple(_claims(event, drafts, spans))
    return GoldStory(
        name=f"{event.name}-{seed}", split="judged" if judged else "tuned", about="generated", articles=articles,
        blocks=tuple(GoldBlock(span, "body") for name in names for span in spans[name]), entities=(), mentions=(),
        quotations=(), phrases=(), times=(), statements=(), claims=claims,
        differences=tuple(_differences(event, claims)),
        only_in=(), copies=(), open=(), digest="",
    )  # fmt: skip


def _answers(question: Question, names: list[str], chance: random.Random) -> dict[str, tuple[str, str]]:
    """What each telling that answers a question says: the class of its answer, and the words."""
    told = [name for name in names if chance.random() < TOLD]
    found = {name: ("common", chance.choice(question.same)) for name in told}
    if len(told) > 1 and chance.random() < PLANTED:
        verdict = chance.choices(VERDICTS, CLASS_WEIGHTS)[0]
        if possible := question.answers(verdict):
            found[chance.choice(told)] = (verdict, chance.choice(possible))
    return found


def _sentences(
    event: Event, name: str, number: int, answers: dict[str, dict[str, tuple[str, str]]], chance: random.Random
) -> list[Sentence]:
    """A telling: a lead, then its answers, each in another way than other tellings where ways last, and fillers."""
    body = [Sentence(filler) for filler in chance.sample(event.fillers, 2)]
    for question in event.questions:
        if name in answers[question.id]:
            verdict, words = answers[question.id][name]
            way = question.ways[(number + len(question.id)) % len(question.ways)]
            text = way.replace("{v}", words)
            body.append(Sentence(text[0].upper() + text[1:], question.id, verdict))
    chance.shuffle(body)
    return [Sentence(event.leads[number % len(event.leads)]), *body]


def _spans(name: str, draft: list[Sentence]) -> list[Span]:
    """Where each sentence stands, a line each."""
    found, at = [], 0
    for sentence in draft:
        found.append(Span(name, at, at + len(sentence.text), sentence.text))
        at += len(sentence.text) + 1
    return found


def _claims(event: Event, drafts: dict[str, list[Sentence]], spans: dict[str, list[Span]]) -> list[GoldClaim]:
    """A claim for each answer of each question that some telling gives."""
    found = []
    for question in event.questions:
        for answer in ("common", *VERDICTS):
            assertions = tuple(
                GoldAssertion(span, "", None, "")
                for name, draft in drafts.items()
                for sentence, span in zip(draft, spans[name], strict=True)
                if (sentence.question, sentence.answer) == (question.id, answer)
            )
            if assertions:
                found.append(GoldClaim(f"{question.id}/{answer}", question.id, event.day, assertions))
    return found


def _differences(event: Event, claims: tuple[GoldClaim, ...]) -> list[GoldDifference]:
    """Each answer that is not the common one, against it."""
    there = {claim.claim for claim in claims}
    return [
        GoldDifference(q.id, q.kind, verdict, ((f"{q.id}/common",), (f"{q.id}/{verdict}",)), "planted")
        for q in event.questions
        for verdict in VERDICTS
        if {f"{q.id}/common", f"{q.id}/{verdict}"} <= there
    ]


def main(arguments: list[str] | None = None) -> int:
    """Print a story and what was planted."""
    parser = argparse.ArgumentParser(prog="python -m eval.generate_differences", description="Print a generated story.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judged", action="store_true", help="of the events that nothing was tuned on")
    given = parser.parse_args(arguments)
    story = generate_story(given.seed, given.judged)
    for article in story.articles:
        print(f"== {article.outlet}\n{article.text}\n")
    for difference in story.differences:
        print(difference.verdict, difference.about)
    return 0


if __name__ == "__main__":
    sys.exit(main())
