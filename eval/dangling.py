"""How many sentences of our summaries mislead or dangle? Sentences that a person read in, the share of bad ones out.

The verdicts are in eval/gold/summary (places only; the texts are in the data folder). Two figures: what the filter does
with the sentences read alone, by halves told apart by a hash; and the summaries of today of the stories read, of whose
sentences those count that were read as they are shown now. Part of `python -m eval.summary --dangling`.
"""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from eval.summary import NEEDED, read
from tellings.in_memory import run_in_memory
from tellings.model import Article, Block, Copy, Mark, SummarySentence, Telling
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stages import STAGES
from tellings.stages.summary import summarise
from tellings.stages.summary.candidates import find_candidates
from tellings.stages.summary.reading import Reader, View

VERDICTS = Path(__file__).parent / "gold" / "summary" / "sentences.tsv"
# A surname whose whole name another sentence has to give is no matter of the sentence.
FINE = frozenset({"stands", "surname"})
ALONE = "alone"
WORDS, SENTENCES = 100, 60  # the defaults of the stage


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of a sentence."""

    set: str
    article: str  # corpus/story/article
    start: int
    end: int
    behind: bool  # it was shown right behind the sentence before it in its article
    verdict: str

    @property
    def story(self) -> str:
        """The corpus and the story."""
        return "/".join(self.article.split("/")[:2])

    @property
    def half(self) -> int:
        """0 or 1, by a hash of its place."""
        return int(hashlib.sha256(f"{self.article} {self.start}".encode()).hexdigest(), 16) % 2


def read_verdicts(path: Path = VERDICTS) -> list[Verdict]:
    """The verdicts, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            Verdict(r["set"], r["article"], int(r["start"]), int(r["end"]), r["behind"] == "1", r["verdict"])
            for r in rows
        ]


def read_stories(data: Path, wanted: Iterable[str]) -> Iterator[tuple[str, dict[str, Article]]]:
    """The articles of each story, by their names in the verdicts."""
    stories = sorted(set(wanted))
    named = {s.partition("/")[2] for s in stories if s.startswith("allsides_dev/")}
    found: dict[str, dict[str, Article]] = defaultdict(dict)
    path = str(data / "stories" / "allsides_dev.jsonl.zst")
    columns = "cluster_id, doc_id, title, text, source"
    for cluster, key, title, text, outlet in duckdb.execute(
        f"SELECT {columns} FROM read_json_auto(?)", [path]
    ).fetchall():
        if cluster in named:
            found[f"allsides_dev/{cluster}"][f"allsides_dev/{cluster}/{key}"] = Article.from_text(
                text, title=title, outlet=outlet
            )
    for corpus, name in (("multinews", "multinews_dev"), ("neus", "neus_train")):
        for sample in read(data, corpus, "tune"):
            articles = {f"{name}/{sample.id}/{n}": article for n, article in enumerate(sample.articles)}
            found[f"{name}/{sample.id}"] = articles
    for story in stories:
        yield story, found[story]


@dataclass(frozen=True)
class Judged:
    """A story as the stage sees it."""

    reader: Reader
    numbers: dict[tuple[str, int], int]  # by the article's name and where a sentence starts
    summary: list[int]  # the sentences of the summary of today


def judge(articles: dict[str, Article]) -> Judged:
    """Read the sentences of a story and summarise it."""
    settings, _ = configure(stage_settings(STAGES), [Source("eval", {"stories": {"one_story": True}})])
    tables = run_in_memory(list(articles.values()), with_settings([s for s in STAGES if s.name in NEEDED], settings))
    blocks, marks = tables.of(Block), tables.of(Mark)
    views, candidates, numbers = [], [], {}
    places = {article.article_id: name for name, article in articles.items()}
    for count, article in enumerate(articles.values()):
        key = article.article_id
        mine = [b for b in blocks if b.article_id == key]
        views.append(View(article, mine, [m for m in marks if m.article_id == key], "en"))
        for candidate in find_candidates(article, mine, count, SENTENCES, "en"):
            numbers[places[key], candidate.start] = len(candidates)
            candidates.append(candidate)
    rows: Sequence[SummarySentence] = summarise(
        tables.of(Article), tables.of(Telling), blocks, marks, tables.of(Copy), words=WORDS
    )
    chosen = [numbers[places[row.article_id], row.start] for row in rows if row.order]
    return Judged(Reader(views, candidates), numbers, chosen)


def refused(reader: Reader, number: int, behind: bool) -> bool:
    """Whether the filter keeps a sentence out of a summary, where it is shown so."""
    return bool(reader.defect(number) or (not behind and reader.leans(number)))


def measure(
    data: Path, verdicts: Sequence[Verdict]
) -> tuple[Counter[tuple[int, bool, bool]], Counter[tuple[str, str]]]:
    """Sentences by half, refused and bad; those of today's summaries by set and verdict."""
    by_story: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_story[verdict.story].append(verdict)
    filtered, shown = Counter[tuple[int, bool, bool]](), Counter[tuple[str, str]]()
    for story, articles in read_stories(data, by_story):
        judged = judge(articles)
        known = {}
        for v in by_story[story]:
            number = judged.numbers.get((v.article, v.start))
            if number is not None:
                known[number, v.behind] = v.verdict
                if v.set != ALONE:  # the others stood the filter when they were shown
                    continue
                filtered[v.half, refused(judged.reader, number, v.behind), v.verdict not in FINE] += 1
        for before, number in zip([-1, *judged.summary], judged.summary, strict=False):
            behind = before >= 0 and judged.reader.before(number) == before
            shown[by_story[story][0].set, known.get((number, behind), "not read")] += 1
    return filtered, shown


def report(filtered: Counter[tuple[int, bool, bool]], shown: Counter[tuple[str, str]]) -> list[str]:
    """The figures in lines."""
    lines = []
    for half in (0, 1):
        bad, fine, missed, kept = (filtered[half, out, ill] for out, ill in ((1, 1), (1, 0), (0, 1), (0, 0)))  # type: ignore[index]
        lines.append(
            f"filter, half {half}: refuses {bad + fine}, {share(bad, bad + fine)} of them bad; "
            f"keeps {missed + kept}, {share(missed, missed + kept)} of them bad"
        )
    for name in sorted({name for name, _ in shown}):
        read_ones = {verdict: n for (of, verdict), n in shown.items() if of == name and verdict != "not read"}
        # Here a surname without its name is bad: the summary had the room to give it.
        bad = sum(
            n for verdict, n in read_ones.items() if verdict != "stands" and (name != ALONE or verdict not in FINE)
        )
        total = sum(read_ones.values())
        lines.append(
            f"summaries of today, {name}: {bad} of {total} sentences read mislead or dangle ({share(bad, total)}); "
            f"{shown[name, 'not read']} not read"
        )
    return lines


def share(part: int, whole: int) -> str:
    """In per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "none"
