"""How much of an expert's summary does ours tell? Stories with expert summaries in, ROUGE-1, -2 and -L F1 out.

ROUGE as the rouge-score package counts it, with its stemmer (Lin 2004); L is of the whole text. NeuS: three leads and a
neutral summary, at 80 words; Multi-News: 2 to 6 articles and a summary, at 250 words. `tune` is every other story of
Multi-News and every fourth of neus_train up to 400; `measure` the other stories and neus_val, only measured. Beside
ROUGE: how much of the length is used, in how many sentences two independent tellings at least agree, stories a second.

    python -m eval.summary --data ../shared/data --split measure
    python -m eval.summary --data ../shared/data --split tune --system lexrank     a peer: needs eval/peers/digest.txt
    python -m eval.summary --data ../shared/data --dangling                        sentences that lose their sense
"""

import argparse
import gzip
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from tellings.in_memory import run_in_memory
from tellings.model import Article, Block, Copy, Mark, Telling
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stages import STAGES
from tellings.stages.summary import summarise
from tellings.text.sentences import find_sentences
from tellings.text.terms import Part, count_terms, load_background

FLOORS = Path(__file__).parent / "floors" / "summary.json"
LAST = Path(__file__).parent / "last" / "summary.json"
# The corpus, its file by split, the words of a summary and how many of its stories are taken.
CORPORA = {
    "neus": ({"tune": "neus_train", "measure": "neus_val"}, 80),
    "multinews": ({"tune": "multinews_dev", "measure": "multinews_dev"}, 250),
}
TUNED = 400  # stories of neus_train that were tuned on; more say the same
NEEDED = frozenset({"blocks", "marks", "shingles", "pairs", "copies", "versions", "terms", "stories"})


@dataclass(frozen=True)
class Sample:
    """A story and what an expert made of it."""

    id: str
    articles: tuple[Article, ...]
    summary: str


@dataclass(frozen=True)
class Made:
    """A summary, with what is known of its sentences."""

    sentences: tuple[str, ...]
    independent: tuple[int, ...] = ()
    seconds: float = 0.0


def read(data: Path, corpus: str, split: str) -> list[Sample]:
    """The stories of one half of a corpus."""
    files, _ = CORPORA[corpus]
    with gzip.open(data / "digest" / f"{files[split]}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if corpus == "multinews":
        rows = rows[split == "measure" :: 2]
    elif split == "tune":
        rows = rows[::4][:TUNED]
    return [
        Sample(row["id"], tuple(_article(n, doc) for n, doc in enumerate(row["docs"])), row["summary"]) for row in rows
    ]


def _article(number: int, doc: "str | dict[str, str]") -> Article:
    text, title = (doc, None) if isinstance(doc, str) else (doc["text"], doc["title"])
    return Article.from_text(text, title=title, outlet=f"outlet {number}")


def tellings_summary(sample: Sample, words: int) -> Made:
    """What we make; the time is that of the stage alone."""
    settings, _ = configure(stage_settings(STAGES), [Source("eval", {"stories": {"one_story": True}})])
    tables = run_in_memory(sample.articles, with_settings([s for s in STAGES if s.name in NEEDED], settings))
    texts = {article.article_id: article.text for article in sample.articles}
    rows = [tables.of(row_type) for row_type in (Article, Telling, Block, Mark, Copy)]
    started = time.process_time()
    made = [row for row in summarise(*rows, words=words) if row.order]  # type: ignore[arg-type]
    seconds = time.process_time() - started
    sentences = tuple(texts[row.article_id][row.start : row.end] for row in made)
    return Made(sentences, tuple(row.independent for row in made), seconds)


def _split(sample: Sample) -> list[list[str]]:
    """The sentences of each article."""
    return [[a.text[slice(*span)] for span in find_sentences(a.text)] for a in sample.articles]


def _fill(sentences: Sequence[str], words: int) -> Made:
    """The first sentences that fit."""
    kept: list[str] = []
    for sentence in sentences:
        size = len(sentence.split())
        if size <= words:
            kept.append(sentence)
            words -= size
    return Made(tuple(kept))


def lead_summary(sample: Sample, words: int) -> Made:
    """The first sentence of each article, the second of each, and so on."""
    articles = _split(sample)
    longest = max(map(len, articles))
    return _fill([a[n] for n in range(longest) for a in articles if n < len(a)], words)


def random_summary(sample: Sample, words: int) -> Made:
    """Any sentences; the same ones each time."""
    sentences = [sentence for article in _split(sample) for sentence in article]
    random.Random(sample.id).shuffle(sentences)
    return _fill(sentences, words)


def centroid_summary(sample: Sample, words: int) -> Made:
    """Sentences nearest the centroid (Radev et al. 2004), less what they repeat (MMR, Carbonell & Goldstein 1998)."""
    sentences = [sentence for article in _split(sample) for sentence in article]
    counted = [count_terms([Part(sentence)]) for sentence in sentences]
    terms = np.unique(np.concatenate([c.terms for c in counted]))
    vectors = np.zeros((len(sentences), len(terms)))
    for row, c in zip(vectors, counted, strict=True):
        row[np.searchsorted(terms, c.terms)] = 1 + np.log(c.counts)
    background = load_background()
    vectors *= np.log((background.documents + 1) / (background.frequency(terms) + 0.5))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    centroid = vectors.sum(axis=0)
    near = vectors @ (centroid / (np.linalg.norm(centroid) + 1e-9))
    chosen, repeated, left = [], np.zeros(len(sentences)), words
    sizes = np.array([len(sentence.split()) for sentence in sentences])
    while len(fitting := np.flatnonzero(sizes <= left)):
        best = int(fitting[np.argmax((near - 0.5 * repeated)[fitting])])
        chosen.append(best)
        left -= int(sizes[best])
        sizes[best] = words + 1
        repeated = np.maximum(repeated, vectors @ vectors[best])
    return Made(tuple(sentences[n] for n in sorted(chosen)))


def _sumy_summary(sample: Sample, words: int, method: str) -> Made:
    """A peer of the sumy package, over our sentences and its own words."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # type: ignore # noqa: PLC0415
    from sumy.summarizers.lex_rank import LexRankSummarizer  # type: ignore # noqa: PLC0415
    from sumy.summarizers.text_rank import TextRankSummarizer  # type: ignore # noqa: PLC0415

    class Words:
        """What sumy asks of a tokeniser."""

        def to_words(self, sentence: str) -> list[str]:
            return sentence.lower().split()

    peer = {"lexrank": LexRankSummarizer, "textrank": TextRankSummarizer}[method]()
    sentences = list(dict.fromkeys(s for article in _split(sample) for s in article))
    document = ObjectDocumentModel([Paragraph([Sentence(s, Words()) for s in sentences])])
    best: list[str] = []

    def note(infos: list[Any]) -> list[Any]:  # what sumy calls with the sentences, best first
        best.extend(str(info.sentence) for info in sorted(infos, key=lambda info: -info.rating))
        return infos

    peer(document, note)
    return _fill(best, words)


def lexrank_summary(sample: Sample, words: int) -> Made:
    """LexRank (Erkan & Radev 2004)."""
    return _sumy_summary(sample, words, "lexrank")


def textrank_summary(sample: Sample, words: int) -> Made:
    """TextRank (Mihalcea & Tarau 2004)."""
    return _sumy_summary(sample, words, "textrank")


SYSTEMS: dict[str, Callable[[Sample, int], Made]] = {
    "tellings": tellings_summary,
    "lead": lead_summary,
    "random": random_summary,
    "centroid": centroid_summary,
    "lexrank": lexrank_summary,
    "textrank": textrank_summary,
}


PEERS = {"lexrank": "sumy", "textrank": "sumy"}  # the package of each


def not_there(name: str) -> str:
    """What a peer needs that is not there; ""."""
    missing = name in PEERS and find_spec(PEERS[name]) is None
    return "pip install -r eval/peers/digest.txt" if missing else ""


def label(name: str) -> str:
    """The package and version of a peer."""
    return f" ({PEERS[name]} {version(PEERS[name])})" if name in PEERS else ""


@cache
def _scorer() -> "object":
    from rouge_score.rouge_scorer import RougeScorer  # type: ignore # noqa: PLC0415

    return RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


def rouge(reference: str, summary: str) -> tuple[float, float, float]:
    """F1 of ROUGE-1, -2 and -L in per cent."""
    found = _scorer().score(reference, summary)  # type: ignore[attr-defined]
    return tuple(100 * found[name].fmeasure for name in ("rouge1", "rouge2", "rougeL"))  # type: ignore[return-value]


def measure(
    samples: Sequence[Sample], system: Callable[[Sample, int], Made], words: int
) -> tuple[dict[str, float], dict[str, str]]:
    """Figures over some stories, and the three scores of each."""
    made = [system(sample, words) for sample in samples]
    scores = [rouge(sample.summary, " ".join(one.sentences)) for sample, one in zip(samples, made, strict=True)]
    means = np.mean(scores, axis=0)
    sources = [number for one in made for number in one.independent]
    seconds = sum(one.seconds for one in made)
    figures = {f"rouge-{name}": round(float(mean), 2) for name, mean in zip("12L", means, strict=True)}
    figures["words"] = round(float(np.mean([len(" ".join(one.sentences).split()) for one in made])), 1)
    if sources:
        figures["sentences of two sources"] = round(100 * sum(n > 1 for n in sources) / len(sources), 1)
    if seconds:
        figures["stories a second"] = round(len(samples) / seconds, 1)
    return figures, {s.id: " ".join(f"{x:.1f}" for x in score) for s, score in zip(samples, scores, strict=True)}


def fingerprint(data: Path, corpus: str, split: str) -> str:
    """What the data file is told by."""
    return hashlib.sha256((data / "digest" / f"{CORPORA[corpus][0][split]}.jsonl.gz").read_bytes()).hexdigest()


def check(data: Path, corpus: str, split: str, figures: dict[str, float]) -> list[str]:
    """What lies below its floor."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[corpus].get(split)
    if floors is None:
        return []
    if floors["sha256"] != fingerprint(data, corpus, split):
        return [f"{corpus}, {split}: not the file that the floors were measured on"]
    return [
        f"{corpus}, {split}: {name} {figures[name]} is below its floor {floor}"
        for name, floor in floors.items()
        if name != "sha256" and figures[name] < floor
    ]


def diff(items: dict[str, str]) -> None:
    """Print what was gained and lost since the last --save."""
    before = json.loads(LAST.read_text(encoding="utf-8")) if LAST.is_file() else {}
    for key in sorted({*before, *items}):
        if before.get(key) != items.get(key):
            print(f"{key}: {before.get(key, 'none')} -> {items.get(key, 'none')}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", choices=["tune", "measure"], default="measure")
    parser.add_argument("--system", choices=[*SYSTEMS, "all"], default="tellings")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--save", action="store_true", help="keep the scores of each story, for --diff")
    parser.add_argument(
        "--diff", action="store_true", help="list the stories whose scores changed since the last --save"
    )
    parser.add_argument(
        "--dangling", action="store_true", help="the share of sentences that mislead or dangle, by eval/gold/summary"
    )
    options = parser.parse_args()
    if not (options.data / "digest").is_dir():
        print(f"missing: {options.data / 'digest'}; name the data folder with --data", file=sys.stderr)
        return 2
    if options.dangling:
        from eval import dangling  # noqa: PLC0415  it reads its stories through this module

        print("\n".join(dangling.report(*dangling.measure(options.data, dangling.read_verdicts()))))
        return 0
    low: list[str] = []
    items: dict[str, str] = {}
    for corpus, (_, words) in CORPORA.items():
        samples = read(options.data, corpus, options.split)
        print(f"{corpus}, {options.split}: {len(samples)} stories at {words} words", flush=True)
        for name in SYSTEMS if options.system == "all" else [options.system]:
            if missing := not_there(name):
                print(f"  {name:9} not run: {missing}", flush=True)
                continue
            figures, scores = measure(samples, SYSTEMS[name], words)
            print(
                f"  {name + label(name):9}",
                "  ".join(f"{what} {value:.2f}" for what, value in figures.items()),
                flush=True,
            )
            if name == "tellings":
                items |= scores
                low += check(options.data, corpus, options.split, figures) if options.check else []
    if options.diff:
        diff(items)
    if options.save:
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_text(json.dumps(items, indent=0), encoding="utf-8")
    print("\n".join(low), end="\n" if low else "", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
