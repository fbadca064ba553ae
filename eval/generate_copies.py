"""Copies with known source: a seed in; articles, and for each planted pair its kind and which has it from which, out.

    python -m eval.generate_copies --seed 3      print one planted pair of each kind

Sources are told texts of our own gold (train; dev to judge by). A wire reprint carries an agency's text under another
title, cut, with a credit; the agency's own article is among the articles or is withheld. An excerpt is some paragraphs
in an article of another story. A spun copy has words outside quotation marks swapped (synonyms.txt) and neighbouring
sentences exchanged, with no credit; its source is there or not.
"""

import argparse
import hashlib
import random
import re
import sys
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from eval.gold.load import load_stories
from eval.gold.model import TOLD, GoldStory
from tellings.model import Article
from tellings.stages.marks import find_marks
from tellings.text.sentences import find_sentences

SYNONYMS = Path(__file__).with_name("synonyms.txt")
KINDS = ("wire", "wire unseen", "excerpt", "spun", "spun unseen")
AGENCIES = ("Trent Press Agency", "Northern Wire", "Meridian News Service")
OUTLETS = ("Saltmarsh Echo", "The Tyburn Record", "Hexley Mail", "Garrow Sentinel", "Plainfield Star", "Orme Gazette")
TITLES = ("What is known so far", "A day that few here will forget", "The story in brief", "Questions after the news")
CHROME = ("Sign up to our morning letter.", "Read more: what the council decided.", "Follow us for more.")
LEAST_WORDS = 110  # of a source: below that a cut copy has too little to be told by
LEAST_SWAPS = 8  # words outside marks that a spinner could swap
SWAP_RATE = 0.9  # share of the swappable words that a spinner swaps
WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Planted:
    """A pair that shares text, or a copy whose source is withheld."""

    kind: str  # KINDS
    copy: str  # article_id
    other: str  # article_id of the source or of the other reprint; "" withheld
    source: str  # article_id of the one that the other has it from; "" where none of the two
    swapped: int = 0  # words that were swapped


@dataclass(frozen=True, slots=True)
class PlantedSet:
    """Articles, and what was planted among them; two articles without a common root share nothing but their story."""

    articles: tuple[Article, ...]
    pairs: tuple[Planted, ...]
    roots: dict[str, frozenset[str]]  # by article_id: the texts it is made of


@cache
def sources(judged: bool) -> tuple[tuple[str, Article], ...]:
    """Story and article of each told text of the gold that is long enough; of annotated copies neither."""
    return tuple(
        (story.name, article)
        for story in load_stories("dev" if judged else "train")
        if story.copies  # in the others copies were not looked for
        for article in _told(story)
        if len(article.text.split()) >= LEAST_WORDS
        and spin(article.text, random.Random(0), swaps(judged))[1] >= LEAST_SWAPS
    )


def _told(story: GoldStory) -> list[Article]:
    """The told text of each article of a story that is no copy, without blocks that are set aside."""
    found = []
    copied = {name for copy in story.copies for name in (copy.first, copy.second)}
    for article in (article for article in story.articles if article.told and article.name not in copied):
        blocks = sorted(b.span for b in story.blocks if b.span.article == article.name and b.kind in TOLD)
        text = "\n".join(span.words for span in blocks)
        found.append(Article.from_text(text, outlet=article.outlet, published=article.anchor or "2025-01-01"))
    return found


@cache
def swaps(judged: bool) -> dict[str, str]:
    """The spinner's table: the half of it, told by a hash of the word, that is tuned on or the other one."""
    lines = [line for line in SYNONYMS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    pairs = (line.split(" ", 1) for line in lines)
    return {
        left: right
        for left, right in pairs
        if left != right and hashlib.sha256(left.encode()).digest()[0] % 2 == judged
    }


def spin(text: str, chance: random.Random, table: dict[str, str]) -> tuple[str, int]:
    """Swap words outside quotation marks, and exchange some neighbouring sentences of a paragraph.

    Returns:
        The text, and how many words were swapped.
    """
    marked = [(mark.start, mark.end) for mark in find_marks(text)]
    count = 0

    def swap(match: re.Match[str]) -> str:
        nonlocal count
        word = table.get(match[0].lower())
        inside = any(start <= match.start() < end for start, end in marked)
        if word is None or inside or chance.random() > SWAP_RATE:
            return match[0]
        count += 1
        return word[0].upper() + word[1:] if match[0][0].isupper() else word

    spun = WORD.sub(swap, text)
    return "\n".join(_exchange(paragraph, chance) for paragraph in spun.split("\n")), count


def _exchange(paragraph: str, chance: random.Random) -> str:
    """Two neighbouring sentences of a paragraph without marks change places now and then."""
    sentences = [paragraph[start:end] for start, end in find_sentences(paragraph)]
    if len(sentences) > 1 and not find_marks(paragraph) and chance.random() < 0.3:
        at = chance.randrange(len(sentences) - 1)
        sentences[at : at + 2] = reversed(sentences[at : at + 2])
        return " ".join(sentences)
    return paragraph


def generate_copies(seed: int, count: int = 10, judged: bool = False) -> PlantedSet:
    """Articles with `count` planted copies among them, the kinds in turn.

    Args:
        seed: the same seed gives the same set.
        count: of planted copies.
        judged: from texts and swaps that nothing was tuned on.
    """
    chance = random.Random(seed)
    pool = list(sources(judged))
    chance.shuffle(pool)
    articles: dict[str, Article] = {}
    pairs: list[Planted] = []
    roots: dict[str, frozenset[str]] = {}
    for number in range(min(count, len(pool))):
        story, source = pool[number]
        siblings = [article for name, article in pool if name == story and article != source][:1]
        host = next(article for name, article in pool[::-1] if name != story)
        kind = KINDS[number % len(KINDS)]
        pair, made = _plant(kind, source, host, chance, swaps(judged))
        pairs.append(pair)
        articles |= {article.article_id: article for article in (*made, *siblings)}
        own = frozenset({source.article_id} | ({host.article_id} if kind == "excerpt" else set()))
        roots |= {article.article_id: own for article in made if article != source}
    roots |= {key: frozenset({key}) for key in articles if key not in roots}
    return PlantedSet(tuple(articles[key] for key in sorted(articles)), tuple(pairs), roots)


def _plant(
    kind: str, source: Article, host: Article, chance: random.Random, table: dict[str, str]
) -> tuple[Planted, list[Article]]:
    """One planted copy and the articles it needs."""
    one, two = chance.sample(OUTLETS, 2)
    if kind == "excerpt":
        paragraphs = source.text.split("\n")
        piece = paragraphs[1 : max(3, 2 * len(paragraphs) // 3)]
        copy = _as(
            host, "\n".join([host.text, f"As the {source.outlet or one} reported:", *piece]), two, _later(source, 1)
        )
        return Planted(kind, copy.article_id, source.article_id, source.article_id), [source, copy]
    if kind.startswith("spun"):
        text, swapped = spin(source.text, chance, table)
        copy = _as(source, text, two, _later(source, chance.randint(0, 2)))
        unseen = kind.endswith("unseen")
        other = "" if unseen else source.article_id
        return Planted(kind, copy.article_id, other, other, swapped), [copy] if unseen else [source, copy]
    agency = chance.choice(AGENCIES)
    reprints = [_reprint(source, outlet, agency, chance) for outlet in (one, two)]
    if kind == "wire unseen":
        return Planted(kind, reprints[0].article_id, reprints[1].article_id, ""), reprints
    own = _as(source, source.text, agency, source.published)
    return Planted(kind, reprints[0].article_id, own.article_id, own.article_id), [own, reprints[0]]


def _reprint(source: Article, outlet: str, agency: str, chance: random.Random) -> Article:
    """An agency's text as an outlet prints it: own title, a credit, cut at the end, a line of chrome."""
    lines = source.text.split("\n")
    kept = lines[1 : max(3, round(len(lines) * chance.uniform(0.6, 1.0)))]
    text = "\n".join([chance.choice(TITLES), f"By {agency}", *kept, chance.choice(CHROME)])
    return _as(source, text, outlet, _later(source, chance.randint(0, 1)))


def _as(like: Article, text: str, outlet: str, published: str) -> Article:
    made = Article.from_text(text, outlet=outlet, published=published)
    return replace(made, language=like.language)


def _later(source: Article, days: int) -> str:
    return str(date.fromisoformat(source.published[:10]) + timedelta(days))


def main(arguments: list[str] | None = None) -> int:
    """Print a pair of each kind."""
    parser = argparse.ArgumentParser(prog="python -m eval.generate_copies", description="Print planted copies.")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    made = generate_copies(given.seed, len(KINDS))
    texts = {article.article_id: article for article in made.articles}
    for pair in made.pairs:
        print(
            f"== {pair.kind}; swapped {pair.swapped}; source {texts[pair.source].outlet if pair.source else 'unseen'}"
        )
        print(texts[pair.copy].text[:700], "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
