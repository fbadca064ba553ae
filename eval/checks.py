"""Scores the check of quotations: generated stories in; altered words that pass, true ones that do not, by kind out.

Words (a lost "not", another number, name or word, a splice), attribution, a condition left out, and whole drafts. Part
of `python -m eval.statements`.
"""

import random
from collections import Counter
from collections.abc import Sequence

from eval.generate_statements import FALSIFYING, Story, Word, respell
from tellings.model import Article, Attribution, Quotation, Telling, Voice
from tellings.publish.check import ATTRIBUTED, check_in_corpus
from tellings.publish.corpus import ArticleCorpus
from tellings.publish.draft import check_draft_in
from tellings.story import Tables
from tellings.text.readings import Difference, compare
from tellings.text.verify import Texts, check_quotation, check_words

# How speakers make what they say depend on something, by split: the judged half shares no phrasing with the other, and
# was written before the list that the check goes by was extended.
CONDITIONS = {
    "dev": (
        "if the council agrees", "unless the owners pay for it", "provided that nobody is hurt",
        "as long as the frost holds", "but only if both sides sign", "on condition that the money is there",
        "except on Sundays", "assuming the figures are right", "so long as I am in this office",
        "should the weather allow it", "on the understanding that it is temporary",
    ),
    "test": (
        "barring another flood", "given that the bank keeps its word", "once the last permit is signed",
        "until the inspectors have finished", "in the event that the ferry comes back", "contingent on a second vote",
        "with the exception of the old mill", "pending the word of the court",
    ),
}  # fmt: skip
# What may stand between a promise and its condition; the judged half shares no wording with the other.
BETWEEN = {
  "dev": ("as planned and at full width", "in good time", "for every household in the valley"),
  "test": ("with our own money and our own hands", "as we have always done", "long before the autumn"),
}  # fmt: skip
# Words that may begin one: nobody who quotes in good faith stops right before it.
BEGINNINGS = {"if", "unless", "until", "before", "provided", "as", "but", "on", "except", "so", "should", "without"}
DRAFTS, PER_DRAFT = 40, 6


def weighs_before(word: str) -> bool:
    return compare(word, "") in (Difference("negation", True), Difference("number", True))


def words_checked(stories: list[Story], rng: random.Random, count: int) -> dict[str, float]:
    """Altered quotations called verbatim, and true ones not called so."""
    texts = Texts(tuple((a.article_id, a.text) for story in stories[:40] for a in story.articles[:1]))
    sources = [
        sentence
        for story in stories[:40]
        for statement in story.statements
        for sentence in statement
        if len(sentence) > 5
    ]
    counts = Counter[str]()
    held = Counter(" ".join(s) for s in sources)
    while counts["altered"] < count:
        words = [Word(text, n) for n, text in enumerate(rng.choice(sources))]
        if rng.choice(FALSIFYING)(words, rng) is None:
            continue
        quotation = " ".join(word.text for word in words)
        if quotation in held:
            continue
        counts["altered"] += 1
        verdict = check_words(quotation, texts).verdict
        counts["false verbatim"] += verdict == "verbatim"
        counts["missed"] += verdict == "not found"
    for _ in range(count):
        words = [Word(text, n) for n, text in enumerate(rng.choice(sources))]
        if rng.random() < 0.3:
            respell(words, rng)
        low = rng.randrange(0, max(1, len(words) - 6))
        while low and weighs_before(words[low - 1].text):
            low -= 1  # nobody quotes from right after a "not"
        high = rng.randrange(min(len(words), low + 5), len(words) + 1)
        if high < len(words) and words[high].text.lower() in BEGINNINGS:
            high = len(words)
        verdict = check_words(" ".join(word.text for word in words[low:high]), texts).verdict
        counts["false alarm"] += verdict != "verbatim"
    return {
        "check: altered called verbatim": counts["false verbatim"] / count,
        "check: altered not found": counts["missed"] / count,
        "check: false alarms": counts["false alarm"] / count,
    }


def ends_plainly(sentence: Sequence[str]) -> bool:
    """Whether a sentence can take a condition at its end."""
    return len(sentence) > 5 and sentence[-1].endswith(".") and "if" not in sentence


def conditions_cut(stories: list[Story], rng: random.Random, count: int, conditions: Sequence[str]) -> dict[str, float]:
    """A sentence whose condition is left out, not seen to be cut; the same sentence whole, not called verbatim."""
    sources = [s for story in stories for statement in story.statements for s in statement if ends_plainly(s)]
    missed = alarms = 0
    for _ in range(count):
        main, condition = " ".join(rng.choice(sources)).rstrip("."), rng.choice(conditions)
        if rng.random() < 0.5:
            said = f"{main}{rng.choice((', ', ' '))}{condition}."
        else:
            said = f"{condition[0].upper()}{condition[1:]}, {main[0].lower()}{main[1:]}."
        texts = [("a", f"It rained. “{said}” the speaker told us. Nobody replied."), ("b", "The matter goes on.")]
        missed += check_quotation(main, texts).verdict != "sense-changing cut"
        alarms += check_quotation(said, texts).verdict != "verbatim"
    return {"check: condition left out not seen": missed / count, "check: alarms on conditions": alarms / count}


def conditions_apart(
    stories: list[Story], rng: random.Random, count: int, conditions: Sequence[str], between: Sequence[str]
) -> dict[str, float]:
    """A sentence whose condition stands some words on, or is one on another clause: not seen; seen in vain."""
    sources = [s for story in stories for statement in story.statements for s in statement if ends_plainly(s)]
    missed = alarms = 0
    for _ in range(count):
        main, condition = " ".join(rng.choice(sources)).rstrip("."), rng.choice(conditions)
        words = rng.choice(between)
        said = f"{main} {words}, {condition}."
        other = f"{main} {words}, and {condition}, we shall sell the second ferry."
        missed += check_quotation(main, [("a", f"“{said}” the speaker told us.")]).verdict != "sense-changing cut"
        alarms += check_quotation(main, [("a", f"“{other}” the speaker told us.")]).verdict != "verbatim"
    return {
        "check: condition farther on not seen": missed / count,
        "check: alarms on others' conditions": alarms / count,
    }


def corpus_of(story: Story) -> ArticleCorpus:
    """The articles of a story, with its voices as generated."""
    tables = Tables()
    tables.put(Article, story.articles)
    tables.put(Telling, story.tellings)
    tables.put(Quotation, story.quotations)
    tables.put(Voice, story.voices)
    tables.put(Attribution, story.attributions)
    return ArticleCorpus(tables)


def attributions_checked(stories: list[Story], rng: random.Random, count: int) -> dict[str, float]:
    """Words given to another speaker that pass, and words given to their own that do not.

    Only words are asked that some article ascribes: where all leave the speaker open, nobody can tell.
    """
    told = [(corpus_of(story), story) for story in stories if len(story.voices) > 1]
    counts = Counter[str]()
    while counts["asked"] < count:
        corpus, story = rng.choice(told)
        voices = {a.quotation_id: a.voice_id for a in story.attributions}
        names = {voice.voice_id: voice.name for voice in story.voices}
        quotation = rng.choice(story.quotations)
        own = voices[quotation.quotation_id]
        text = next(a.text for a in story.articles if a.article_id == quotation.article_id)
        words = text[quotation.start : quotation.end]
        if own not in names or len(words.split()) < 6:
            continue
        counts["asked"] += 1
        other = rng.choice([name for voice_id, name in sorted(names.items()) if voice_id != own])
        counts["passes"] += check_in_corpus(corpus, words, other).verdict != ATTRIBUTED
        counts["alarm"] += check_in_corpus(corpus, words, names[own]).verdict == ATTRIBUTED
    return {
        "check: another speaker passes": counts["passes"] / count,
        "check: alarms on speakers": counts["alarm"] / count,
    }


def drafts_checked(stories: list[Story], rng: random.Random) -> dict[str, float]:
    """Drafts that quote a story, each second sentence altered: altered ones that pass, true ones that fail."""
    counts = Counter[str]()
    for story in stories[:DRAFTS]:
        texts = Texts(tuple((a.article_id, a.text) for a in story.articles))
        sentences = [s for statement in story.statements for s in statement if len(s) > 5]
        expected: dict[str, bool] = {}
        for number in range(PER_DRAFT):
            words = [Word(text, n) for n, text in enumerate(rng.choice(sentences))]
            altered = number % 2 == 1 and rng.choice(FALSIFYING)(words, rng) is not None
            quoted = " ".join(word.text for word in words).rstrip(".")
            if altered == (check_words(quoted, texts).verdict == "verbatim"):
                continue  # an altered sentence that another article prints so, or one that no article quotes whole
            expected.setdefault(quoted, not altered)
        draft = "\n\n".join(f"“{quoted},” {story.voices[0].name} said." for quoted in expected)
        rows, _ = check_draft_in(corpus_of(story), draft)
        found = {quotation.words: checked.wording == "verbatim" for quotation, checked in rows}
        counts["quoted"] += len(expected)
        counts["found"] += len(expected.keys() & found.keys())
        counts["true"] += sum(expected.values())
        counts["passed"] += sum(found.get(quoted, False) for quoted, true in expected.items() if not true)
        counts["failed"] += sum(not found.get(quoted, True) for quoted, true in expected.items() if true)
    return {
        "draft: quotations found": counts["found"] / counts["quoted"],
        "check: altered in a draft passes": counts["passed"] / (counts["quoted"] - counts["true"]),
        "check: alarms in drafts": counts["failed"] / counts["true"],
    }


def check_figures(stories: list[Story], rng: random.Random, count: int, split: str) -> dict[str, float]:
    """All figures of the check.

    Args:
        stories: generated.
        rng: draws what is asked.
        count: questions of each kind; drafts are as many as there are stories, 40 at most.
        split: whose conditions are put: dev or test.
    """
    return {
        **words_checked(stories, rng, count),
        **conditions_cut(stories, rng, count, CONDITIONS[split]),
        **conditions_apart(stories, random.Random(count), count, CONDITIONS[split], BETWEEN[split]),
        **attributions_checked(stories, rng, count),
        **drafts_checked(stories, rng),
    }
