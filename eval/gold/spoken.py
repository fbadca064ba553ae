"""Gold stories run through the program: a split in, gold and found quotations side by side with their voices out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.gold.load import fingerprint, load_stories
from eval.gold.model import GoldEntity, GoldQuotation, GoldStory
from eval.matching import Extent, letters, match
from tellings.in_memory import Tables, run_in_memory
from tellings.model import Article, Attribution, Block, Mark, Quotation, Telling, Timex, Voice
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stages import STAGES
from tellings.stages.speakers import answer_quotations
from tellings.stages.speakers.answers import Answer
from tellings.stages.speakers.name_keys import fold

# A shorter name within a longer one is the same when the longer one only adds these (as fold writes them).
TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "councillor", "cllr", "judge", "inspector",
    "sergeant", "kc", "qc", "mp", "justice", "colonel", "captain", "chancellor", "the", "a", "an",
))  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A quotation as the program found it."""

    quotation: Quotation
    answer: Attribution | None
    voice: Voice | None
    said: str  # value of the time words; ""


@dataclass(frozen=True)
class Pair:
    """A gold quotation and the found one that matches it; None on the side that has none."""

    story: GoldStory
    article: str
    text: str
    gold: GoldQuotation | None
    found: Found | None
    exact: bool = False

    @property
    def entity(self) -> GoldEntity | None:
        """The gold speaker."""
        if self.gold is None or not self.gold.speaker:
            return None
        return next(e for e in self.story.entities if e.entity == self.gold.speaker)

    @property
    def key(self) -> str:
        """Names the pair in a list of outcomes."""
        where = (
            self.gold.quotation if self.gold else f"{self.article}/+{self.found.quotation.start if self.found else 0}"
        )
        return f"{self.story.name}/{where}"


def pairs_of_split(split: str, data: Path | None = None) -> tuple[list[Pair], str]:
    """All pairs of a split of our own gold, and the fingerprint of what they were made of.

    Args:
        split: train, dev, test; real only with `data`.
        data: the data folder, which holds the texts of real stories.
    """
    stories = load_stories(split, data=data)
    return [pair for story in stories for pair in pairs_of(story)], fingerprint(stories)


def pairs_of(story: GoldStory) -> Iterator[Pair]:
    """Pairs of one story, article by article."""
    found = _run(story)
    for article in story.articles:
        if not article.told:
            continue
        gold = [q for q in story.quotations if q.article == article.name]
        yield from _match(story, article.name, article.text, gold, found[article.name])


def grounds_of(story: GoldStory) -> dict[str, Answer]:
    """The answers of the speakers stage with their grounds, by quotation_id."""
    tables, _ = _tables(story)
    rows = (tables.of(table) for table in (Telling, Article, Block, Quotation, Mark))
    return answer_quotations(*rows)[1]


def _tables(story: GoldStory) -> tuple[Tables, dict[Article, str]]:
    """What the program makes of a story's tellings, and the name of each of their articles."""
    articles = {
        Article.from_text(a.text, a.title or None, a.outlet or None, a.published or None): a.name
        for a in story.articles
        if a.told
    }
    until = next(number for number, stage in enumerate(STAGES) if Attribution in stage.writes) + 1
    settings, _ = configure(stage_settings(STAGES), [Source("gold", {"stories": {"one_story": True}})])
    return run_in_memory(articles, with_settings(STAGES, settings)[:until]), articles


def _run(story: GoldStory) -> dict[str, list[Found]]:
    """The quotations that the program finds in a story's tellings, by article name."""
    tables, articles = _tables(story)
    voices = {v.voice_id: v for v in tables.of(Voice)}
    answers = {a.quotation_id: a for a in tables.of(Attribution)}
    times: dict[str, list[Timex]] = defaultdict(list)
    for time in tables.of(Timex):
        times[time.article_id].append(time)
    names = {article.article_id: name for article, name in articles.items()}
    found: dict[str, list[Found]] = {name: [] for name in articles.values()}
    for q in tables.of(Quotation):
        answer = answers.get(q.quotation_id)
        voice = voices.get(answer.voice_id) if answer else None
        found[names[q.article_id]].append(Found(q, answer, voice, _said(q, times[q.article_id])))
    return found


def _said(q: Quotation, times: Iterable[Timex]) -> str:
    """Value of the time that the words of saying tell; the longest of those that stand in them."""
    if q.said_start is None or q.said_end is None:
        return ""
    over = [t for t in times if t.start < q.said_end and q.said_start < t.end and t.value]
    return max(over, key=lambda t: (t.end - t.start, -t.start)).value if over else ""


def _match(story: GoldStory, name: str, text: str, gold: list[GoldQuotation], found: list[Found]) -> Iterator[Pair]:
    """Gold and found quotations of an article side by side, as eval/matching.py matches them."""
    golds = [Extent(q.kind, letters(text, [(s.start, s.end) for s in q.segments])) for q in gold]
    founds = [Extent(f.quotation.kind, letters(text, f.quotation.segments)) for f in found]
    taken = match(text, golds, founds)
    for i, q in enumerate(gold):
        j = taken.get(i, -1)
        yield Pair(story, name, text, q, found[j] if j >= 0 else None, j >= 0 and founds[j].chars == golds[i].chars)
    used = set(taken.values())
    for j, f in enumerate(found):
        if j not in used:
            yield Pair(story, name, text, None, f)


def outcomes(pairs: Iterable[Pair]) -> list[tuple[Pair, str]]:
    """Outcome of each matched pair: right | wrong | apart | open.

    A voice with a name is wrong when that name is none of the entity's names or forms, when the gold leaves the speaker
    open or unnamed, or when the article withholds the name. An unnamed voice is wrong when most of its quotations are
    another's; where the entity has a name it is `apart`: nobody is named wrongly, but the voice was not recognised.
    """
    matched = [p for p in pairs if p.gold is not None and p.found is not None]
    own: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for p in matched:
        if p.found and p.found.voice and p.gold:
            own[p.story.name, p.found.voice.voice_id][p.gold.speaker] += 1
    return [(p, _outcome(p, own)) for p in matched]


def _outcome(pair: Pair, own: dict[tuple[str, str], Counter[str]]) -> str:
    voice = pair.found.voice if pair.found else None
    if voice is None:
        return "open"
    entity = pair.entity
    if voice.kind == "unnamed":
        counts = own[pair.story.name, voice.voice_id]
        speaker = pair.gold.speaker if pair.gold else ""
        if len(counts) > 1 and counts[speaker] < max(counts.values()):
            return "wrong"
        return "right" if entity is None or entity.kind in ("unnamed", "group") else "apart"
    if entity is None or pair.article in entity.withheld:
        return "wrong"
    office = "’s " in voice.name  # "Ann Lee’s office" is what the article calls "her office"
    names = (voice.name, *voice.names) if office else (voice.name,)
    return "right" if any(is_entity(name, entity, pair.story) for name in names) else "wrong"


def is_entity(name: str, entity: GoldEntity, story: GoldStory) -> bool:
    """Whether a voice's name is one of an entity's names or forms; titles apart."""
    shown = {m.span.words for m in story.mentions if m.entity == entity.entity and m.form != "pronoun"}
    got = _plain(name)
    wanted = {_plain(form) for form in {entity.name, *entity.names, *shown}}
    if got in wanted:
        return True
    if entity.kind == "group" and any(set(form) >= set(got) - {"and"} for form in wanted):
        return True
    if entity.kind in ("unnamed", "group") and any(_runs_in(got, form) for form in wanted):
        return True
    return entity.kind == "person" and len(got) > 1 and any(w[:1] == got[:1] and w[-1:] == got[-1:] for w in wanted)


def _runs_in(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """Whether words stand in a form one after the other: the body that "a Harbour Board spokesman" speaks for."""
    return any(form[i : i + len(words)] == words for i in range(len(form) - len(words) + 1))


def _plain(name: str) -> tuple[str, ...]:
    return tuple(word for word in fold(name) if word not in TITLES) or fold(name)
