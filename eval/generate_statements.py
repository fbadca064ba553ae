"""Stories with known statements: a seed in; articles, their quotations, and the truth about each quoted word out.

Each voice makes one or two statements (from our own invented base, statements_base.txt). Each article quotes some of
the sentences, cut, reordered, respelt, with slips and misquotations, between sentences of its own.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tellings.model import Article, Attribution, Quotation, Telling, Voice, content_id
from tellings.text.spelling import function_forms, normal_form

BASE = Path(__file__).with_name("statements_base.txt")
AMERICAN = (
    ("apologise", "apologize"), ("harbour", "harbor"), ("centimetres", "centimeters"), ("metres", "meters"),
    ("programme", "program"), ("neighbouring", "neighboring"), ("tonnes", "tons"), ("recognise", "recognize"),
    ("defence", "defense"), ("offence", "offense"), ("colour", "color"), ("forty", "40"), ("three", "3"),
    ("seven", "7"), ("eleven", "11"), ("six", "6"), ("cannot", "can't"), ("did not", "didn't"), ("do not", "don't"),
)  # fmt: skip
FILLER = (
    "The news came on a grey morning, while the square outside filled with people.",
    "It was the third such announcement in a month.",
    "Reporters had waited since dawn behind a rope.",
    "The matter has occupied the town for weeks.",
    "Several officials stood in the doorway and looked at their shoes.",
    "Traffic in the area was slow for most of the afternoon.",
    "A final decision is expected later in the season.",
)
EXTRA = ("really", "also", "simply", "indeed", "now", "truly", "frankly", "again")
STRANGERS = ("Halvorsen", "Pettigrew", "Dunmore", "Castleford", "Ibrahim", "Vasquez", "Tremaine")
OTHERS = ("orchard", "lantern", "committee", "kitchen", "quietly", "weather", "honest", "painted", "mountain", "gather")
MODALS = (("will", "may"), ("must", "should"), ("can", "could"), ("may", "will"), ("should", "must"), ("could", "can"))
TENSES = (("is", "was"), ("are", "were"), ("has", "had"), ("was", "is"), ("were", "are"), ("have", "had"))
AUXILIARIES = ("will", "is", "are", "was", "were", "must", "should", "may", "can")
KEPT = ("never", "nobody", "unless", "would", "perhaps", "without")
SMALL = ("the", "a", "that", "of", "and", "in")
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "eleven", "twelve", "forty", "twenty")
PRONOUNS = {"he": "[the official]", "she": "[the official]", "they": "[the owners]", "it": "[the plan]"}


@dataclass
class Word:
    """A word with its signs, and its number in the base statement; -1 for a word that was put in."""

    text: str
    base: int


@dataclass
class Change:
    """A difference that was put in: its kind, and the number of the base word where it stands."""

    kind: str
    base: int
    article_id: str = ""
    statement: int = -1


@dataclass
class Quoted:
    """A quotation and the truth about it."""

    quotation_id: str
    article_id: str
    statement: int
    words: list[tuple[int, int, int]]  # start, end, number of the base word


@dataclass
class Story:
    """Rows as the stages before would write them, and the truth."""

    articles: list[Article] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    statements: list[list[list[str]]] = field(default_factory=list)  # words by sentence
    quoted: list[Quoted] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def load_base() -> list[tuple[str, list[str]]]:
    """Speakers and their sentences."""
    base: list[tuple[str, list[str]]] = []
    for line in BASE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            base.append((line[3:], []))
        elif line and not line.startswith("#"):
            base[-1][1].append(line)
    return base


def bare(word: str) -> str:
    return word.strip(".,;:!?“”\"'").lower()


def _swap(words: list[Word], pairs: tuple[tuple[str, str], ...], rng: random.Random) -> int | None:
    found = [(n, new) for n, word in enumerate(words) for old, new in pairs if bare(word.text) == old and n]
    if not found:
        return None
    number, new = rng.choice(found)
    words[number].text = re.sub(r"[\w']+", new, words[number].text, count=1)
    return words[number].base


def drop_not(words: list[Word], rng: random.Random) -> int | None:
    found = [n for n, word in enumerate(words) if word.text in ("not", "never") and 0 < n < len(words) - 1]
    return words.pop(rng.choice(found)).base if found else None


def add_not(words: list[Word], rng: random.Random) -> int | None:
    found = [
        n for n, word in enumerate(words[:-1])
        if word.text in AUXILIARIES and words[n + 1].text != "not"
    ]  # fmt: skip
    if not found:
        return None
    at = rng.choice(found)
    words.insert(at + 1, Word("not", -1))
    return words[at].base


def other_number(words: list[Word], rng: random.Random) -> int | None:
    found = [n for n, w in enumerate(words) if n and (bare(w.text) in NUMBERS or re.search(r"\d", w.text))]
    if not found:
        return None
    word = words[rng.choice(found)]
    digit = re.search(r"\d", word.text)
    if digit:
        new = rng.choice([d for d in "123456789" if d != digit.group()])
        word.text = word.text[: digit.start()] + new + word.text[digit.end() :]
    else:
        word.text = word.text.replace(bare(word.text), rng.choice([x for x in NUMBERS if x != bare(word.text)]))
    return word.base


def other_name(words: list[Word], rng: random.Random) -> int | None:
    found = [w for n, w in enumerate(words) if n and re.match(r"[A-Z][a-z]{3,}", w.text)]
    if not found:
        return None
    word = rng.choice(found)
    word.text = re.sub(r"[A-Z]\w+", rng.choice(STRANGERS), word.text, count=1)
    return word.base


def other_word(words: list[Word], rng: random.Random) -> int | None:
    functions = function_forms()
    found = [
        w for n, w in enumerate(words)
        if n and re.fullmatch(r"[a-z]{5,}[.,]?", w.text) and normal_form(bare(w.text)) not in functions
        and bare(w.text) not in NUMBERS and bare(w.text) not in KEPT
        and not re.search("hundred|million|dozen|usually|nearly|always", w.text)
    ]  # fmt: skip
    if not found:
        return None
    word = rng.choice(found)
    word.text = re.sub(r"[a-z]+", rng.choice(OTHERS), word.text, count=1)
    return word.base


def drop_word(words: list[Word], rng: random.Random) -> int | None:
    found = [n for n, w in enumerate(words) if w.text in SMALL and 1 < n < len(words) - 2]
    return words.pop(rng.choice(found)).base if found else None


def add_word(words: list[Word], rng: random.Random) -> int | None:
    at = rng.randrange(1, len(words))
    words.insert(at, Word(rng.choice(EXTRA), -1))
    return words[at - 1].base


def respell(words: list[Word], rng: random.Random) -> int | None:
    single = tuple(pair for pair in AMERICAN if " " not in pair[0])
    return _swap(words, single, rng)


def slip(words: list[Word], rng: random.Random) -> int | None:
    found = [w for n, w in enumerate(words) if n and re.fullmatch(r"[a-z]{7,}[.,]?", w.text)]
    if not found:
        return None
    word = rng.choice(found)
    at = rng.randrange(2, len(bare(word.text)) - 2)
    letters = list(word.text)
    if letters[at] == letters[at + 1]:
        return None
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    word.text = "".join(letters)
    return word.base


def ampersand(words: list[Word], rng: random.Random) -> int | None:
    return _swap(words, (("and", "&"),), rng)


def bracket(words: list[Word], rng: random.Random) -> int | None:
    found = [w for n, w in enumerate(words) if n and w.text in PRONOUNS]
    if not found:
        return None
    word = rng.choice(found)
    word.text = PRONOUNS[word.text]
    return word.base


def ellipsis(words: list[Word], rng: random.Random) -> int | None:
    if len(words) < 10:
        return None
    size = rng.randrange(3, 6)
    at = rng.randrange(2, len(words) - size - 2)
    base = words[at].base
    words[at : at + size] = []
    words[at - 1].text = words[at - 1].text.rstrip(",.") + " …"
    return base


def cut_opening(words: list[Word], rng: random.Random) -> int | None:
    if len(words) < 9:
        return None
    size = rng.randrange(2, 5)
    base = words[0].base
    del words[:size]
    return base


Alter = Callable[[list[Word], random.Random], int | None]
# What may be done to a sentence, with the kind of reading it makes and how often, per thousand.
ALTERATIONS: tuple[tuple[Alter, str, int], ...] = (
    (respell, "spelling", 120), (slip, "spelling", 30), (ampersand, "substitution", 40), (drop_not, "negation", 20),
    (add_not, "negation", 10), (other_number, "number", 30), (other_name, "name", 30), (other_word, "substitution", 40),
    (drop_word, "omission", 40), (add_word, "addition", 40), (bracket, "insertion", 30), (ellipsis, "ellipsis", 40),
    (cut_opening, "omission", 60),
    (lambda words, rng: _swap(words, MODALS, rng), "modality", 30),
    (lambda words, rng: _swap(words, TENSES, rng), "tense", 30),
)  # fmt: skip
# Alterations after which a sentence is no longer carried whole.
CUTS = (ellipsis, cut_opening)
# Alterations that make other words of it: a check must not call the result verbatim.
FALSIFYING = (drop_not, add_not, other_number, other_name, other_word, drop_word, add_word,
              ALTERATIONS[13][0], ALTERATIONS[14][0])  # fmt: skip


def base_words(sentences: list[str]) -> list[list[Word]]:
    """Words of a statement, numbered throughout."""
    numbered, at = [], 0
    for sentence in sentences:
        numbered.append([Word(text, at + n) for n, text in enumerate(sentence.split())])
        at += len(numbered[-1])
    return numbered


class Writer:
    """Writes one article word by word and keeps the truth."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: list[tuple[int, list[tuple[int, int, int]], int, int, str]] = []

    def prose(self, words: str) -> None:
        """Add words of the article's own."""
        self.text += words

    def quote(self, statement: int, words: list[Word], voice: str, last: str | None = None) -> None:
        """Put words in marks; `last` replaces the full stop at the end."""
        self.text += "“"
        start = len(self.text)
        placed = []
        for number, word in enumerate(words):
            text = word.text
            if number == len(words) - 1 and last is not None:
                text = text.rstrip(".") + last
            at = len(self.text)
            placed.append((at, at + len(text.rstrip(",.;")), word.base))
            self.text += text + (" " if number < len(words) - 1 else "")
        self.spans.append((statement, placed, start, len(self.text), voice))
        self.text += "”"


def _choose(sentences: int, rng: random.Random, *, full: bool) -> list[list[int]]:
    """Which sentences an article quotes, in groups that share a pair of marks."""
    if full or rng.random() < 0.35:
        chosen = list(range(sentences))
    elif rng.random() < 0.6:
        low = rng.randrange(sentences)
        chosen = list(range(low, min(sentences, low + rng.randrange(1, 4))))
    else:
        chosen = sorted(rng.sample(range(sentences), rng.randrange(1, sentences + 1)))
    groups: list[list[int]] = []
    for number in chosen:
        if groups and number == groups[-1][-1] + 1 and rng.random() < 0.55:
            groups[-1].append(number)
        else:
            groups.append([number])
    if len(groups) > 1 and not full and rng.random() < 0.2:
        rng.shuffle(groups)
    return groups


def _tell(
    writer: Writer, story: Story, statement: int, voice: str, name: str, rng: random.Random, *, full: bool, opening: str
) -> None:
    """Let an article quote a statement."""
    numbered = base_words([" ".join(words) for words in story.statements[statement]])
    for number, group in enumerate(_choose(len(numbered), rng, full=full)):
        words: list[Word] = []
        for sentence in group:
            copy = [Word(w.text, w.base) for w in numbered[sentence]]
            if not full:
                changes = _alter(copy, rng, cut=sentence == group[0])
                story.changes.extend(Change(kind, base, "", statement) for kind, base in changes)
            words += copy
        before, after = _attribution(name, opening, rng, first=number == 0)
        writer.prose(before)
        writer.quote(statement, words, voice, "," if after else None)
        writer.prose(after + rng.choice((" ", "\n\n", "\n")))
    if rng.random() < 0.5:
        writer.prose(rng.choice(FILLER) + "\n")


def _alter(words: list[Word], rng: random.Random, *, cut: bool) -> list[tuple[str, int]]:
    """Change a sentence here and there; gives the kinds and places. Only the first of a group may lose its opening."""
    changes = []
    for alter, kind, often in ALTERATIONS:
        if rng.randrange(1000) < often and (cut or alter is not cut_opening):
            base = alter(words, rng)
            if base is not None:
                changes.append((kind, base))
    return changes


def _attribution(name: str, opening: str, rng: random.Random, *, first: bool) -> tuple[str, str]:
    """What stands before and after a quotation."""
    if first and opening:
        return f"{opening} {name} said: ", ""
    if first:
        return rng.choice(
            ((f"{name} said: ", ""), ("", f" {name} said."), (f"Speaking to reporters, {name} said ", ""))
        )
    short = name.rsplit(maxsplit=1)[-1]
    return rng.choice(((f"{short} added: ", ""), ("", f" {short} continued."), ("", ""), ("", f" {short} said.")))


def generate_story(seed: int) -> Story:
    """One story of three to seven articles on one to three voices."""
    rng = random.Random(seed)
    story = Story()
    drawn = rng.sample(load_base(), 6)
    plan: list[tuple[str, str, list[int]]] = []  # voice, name, statements
    for n in range(rng.randrange(1, 4)):
        name, sentences = drawn[n]
        story.statements.append([sentence.split() for sentence in sentences])
        numbers = [len(story.statements) - 1]
        if rng.random() < 0.3:
            story.statements.append([sentence.split() for sentence in drawn[3 + n][1]])
            numbers.append(len(story.statements) - 1)
        plan.append((content_id("voice", name), name, numbers))
        story.voices.append(Voice("s", plan[-1][0], name, "person", (name,)))
    for number in range(rng.randrange(3, 8)):
        _write_article(story, plan, number, rng)
    return story


# A speech: its sentences, articles on it, the share of it that one article may quote, how many quote each sentence.
SPEECH, REPORTS, SHARE, COVER = 36, 18, 0.34, 3


def generate_speech(seed: int) -> Story:
    """One speech that no article quotes whole: each has a few runs of sentences, altered, in the order of the speech.

    Each two sentences that follow one another stand in one run of some article: so what is told settles the order.
    """
    rng = random.Random(seed)
    story = Story()
    drawn = [sentence for _, sentences in rng.sample(load_base(), len(load_base())) for sentence in sentences]
    speech = [sentence.split() for sentence in dict.fromkeys(drawn)][:SPEECH]
    name = rng.choice(load_base())[0]
    voice = content_id("voice", name)
    story.statements.append(speech)
    story.voices.append(Voice("s", voice, name, "person", (name,)))
    for number, runs in enumerate(_share_out(len(speech), rng)):
        writer = Writer()
        writer.prose(rng.choice(FILLER) + f" This is report {number}.\n")
        before = len(story.changes)
        _quote_runs(writer, story, runs, voice, name, rng)
        _finish(writer, story, number, before)
    return story


def _share_out(sentences: int, rng: random.Random) -> list[list[list[int]]]:
    """Runs of sentences by article: no sentence twice in one, each pair of neighbours in some run, each cover met."""
    taken: list[set[int]] = [set() for _ in range(REPORTS)]
    runs: list[list[list[int]]] = [[] for _ in range(REPORTS)]
    for _ in range(COVER):
        low = -rng.randrange(3)
        while low < sentences - 1:
            run = [n for n in range(low, low + rng.randrange(3, 6)) if 0 <= n < sentences]
            free = [n for n in range(REPORTS) if not taken[n] & {*run, run[0] - 1, run[-1] + 1}]
            free = [n for n in free if len(taken[n]) + len(run) <= SHARE * sentences]
            chosen = min(free, key=lambda n: (len(taken[n]), rng.random()))
            taken[chosen].update(run)
            runs[chosen].append(run)
            low = run[-1]  # the next run begins with the sentence that this one ends with
    return [sorted(own) for own in runs]


def _quote_runs(writer: Writer, story: Story, runs: list[list[int]], voice: str, name: str, rng: random.Random) -> None:
    """Let an article quote some runs of the only statement."""
    numbered = base_words([" ".join(words) for words in story.statements[0]])
    for number, run in enumerate(runs):
        words: list[Word] = []
        for sentence in run:
            copy = [Word(w.text, w.base) for w in numbered[sentence]]
            changes = _alter(copy, rng, cut=sentence == run[0])
            story.changes.extend(Change(kind, base, "", 0) for kind, base in changes)
            words += copy
        before, after = _attribution(name, "", rng, first=number == 0)
        writer.prose(before)
        writer.quote(0, words, voice, "," if after else None)
        writer.prose(after + rng.choice((" ", "\n\n", "\n")))


def _write_article(story: Story, plan: list[tuple[str, str, list[int]]], number: int, rng: random.Random) -> None:
    writer = Writer()
    writer.prose(rng.choice(FILLER) + f" This is report {number}.\n")
    before = len(story.changes)
    for voice, name, statements in rng.sample(plan, len(plan)):
        if number and rng.random() < 0.2:
            continue
        for place, statement in enumerate(statements):
            if place and number and rng.random() < 0.4:
                continue
            opening = rng.choice(("In an earlier statement,", "In a separate interview last month,")) if place else ""
            _tell(writer, story, statement, voice, name, rng, full=number == 0, opening=opening)
    _finish(writer, story, number, before, rng)


def _finish(writer: Writer, story: Story, number: int, before: int, rng: random.Random | None = None) -> None:
    """Make rows of what was written; some speakers are left open where there is chance."""
    article = Article.from_text(writer.text, published=f"2024-06-{10 + number:02}")
    story.articles.append(article)
    story.tellings.append(Telling("s", article.article_id, "2024-06", f"T{number}", article.published, "published", ""))
    for change in story.changes[before:]:
        change.article_id = article.article_id
    for statement, placed, start, end, voice in writer.spans:
        qid = content_id(article.article_id, start, end)
        story.quotations.append(_quotation(qid, article.article_id, start, end))
        open_ = rng is not None and rng.random() < 0.08
        story.attributions.append(
            Attribution("s", qid, article.article_id, None, None, "" if open_ else voice, (), 100, "generated")
        )
        story.quoted.append(Quoted(qid, article.article_id, statement, placed))


def _quotation(qid: str, article_id: str, start: int, end: int) -> Quotation:
    return Quotation(
        quotation_id=qid, article_id=article_id, kind="direct", form="marks", segments=((start, end),), start=start,
        end=end, speaker_start=None, speaker_end=None, cue_start=None, cue_end=None, negated=False, channel="",
        channel_start=None, channel_end=None, addressee_start=None, addressee_end=None, said_start=None, said_end=None,
        within="", reason="",
    )  # fmt: skip
