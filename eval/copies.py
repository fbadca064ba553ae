"""Scores copies: manufactured copies (clusters), passages with known offsets, real pairs to rank, human rewrites.

    python -m eval.copies --data ../shared/data            print the figures
    python -m eval.copies --split align --check            exit 1 where one is below its floor
    python -m eval.copies --save                           make today's figures the floors
    python -m eval.copies --diff                           items gained and lost against the last --save

Blocks and marks are those of the stages before; the speed is of copies alone, in processor time.
"""

import argparse
import gzip
import hashlib
import io
import json
import math
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import adjusted_rand_score, average_precision_score

from eval.peers import minhash
from tellings.model import Article, Block, Copy, Mark
from tellings.stages.blocks import find_blocks
from tellings.stages.copies import find_copies, group_copies
from tellings.stages.marks import find_marks
from tellings.text.reuse import find_reuse
from tellings.text.shingles import hash_words

HERE = Path(__file__).parent
OWN_REUSE = HERE / "gold" / "copies" / "allsides_reuse.tsv"
FLOORS = HERE / "floors" / "copies.json"
LAST = HERE / "last" / "copies.json.gz"
Span = tuple[int, int]
Case = tuple[Span, Span]


@dataclass
class Score:
    """Figures of one split, and each item's outcome for --diff."""

    figures: dict[str, float]
    items: dict[str, float]
    speed: str
    notes: list[str] = field(default_factory=list)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a .jsonl or .jsonl.zst file."""
    with path.open("rb") as raw:
        stream = zstandard.ZstdDecompressor().stream_reader(raw) if path.suffix == ".zst" else raw
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


def find_ground(articles: list[Article]) -> tuple[list[Block], list[Mark]]:
    """Blocks and marks of the articles, as the stages before find them."""
    blocks, marks = [], []
    for article in articles:
        found = find_blocks(article)
        blocks += found
        marks += find_marks(article.text, article.article_id, found)
    return blocks, marks


def article_pairs(labels: np.ndarray) -> set[Span]:
    """All pairs of items that bear the same label."""
    groups: dict[int, list[int]] = defaultdict(list)
    for item, label in enumerate(labels.tolist()):
        groups[label].append(item)
    return {(a, b) for group in groups.values() for a in group for b in group if a < b}


def cluster_copies(articles: list[Article], copies: list[Copy]) -> np.ndarray:
    """A label an article: connected by exact and near copies, or the same article."""
    place = {article.article_id: i for i, article in enumerate(articles)}
    edges = [(i, place[article.article_id]) for i, article in enumerate(articles)]
    edges += [(place[c.article_id], place[c.other_id]) for c in copies if c.kind in {"exact", "near"}]
    rows, columns = np.array(edges).T
    graph = coo_array((np.ones(len(edges)), (rows, columns)), shape=(len(articles), len(articles)))
    return connected_components(graph, directed=False)[1]


def score_nearcopy(folder: Path) -> Score:
    """Clusters of manufactured copies: pair F1 and ARI, recall by kind of change."""
    records = list(read_lines(folder / "copies/nearcopy_dev.jsonl.zst"))
    articles = [Article.from_text(r["text"], outlet=r["source"], published=r["date"]) for r in records]
    blocks, marks = find_ground(articles)
    begun = time.process_time()
    copies = find_copies(articles, blocks, marks)
    took = time.process_time() - begun
    labels = cluster_copies(articles, copies)
    gold = np.unique([r["cluster"] for r in records], return_inverse=True)[1]
    true, found = article_pairs(gold), article_pairs(labels)
    right = len(true & found)
    met, of = Counter(), Counter()
    for pair in sorted(true):
        for item in pair:
            of[records[item]["op"]] += 1
            met[records[item]["op"]] += pair in found
    figures = {
        "ari": adjusted_rand_score(gold, labels),
        "pair_precision": right / max(1, len(found)),
        "pair_recall": right / max(1, len(true)),
        "pair_f1": 2 * right / max(1, len(found) + len(true)),
    } | {f"recall_{op}": met[op] / of[op] for op in sorted(of)}
    items = {f"{records[a]['id']} {records[b]['id']}": float((a, b) in found) for a, b in sorted(true | found)}
    kinds = Counter(kind for _, kind in {(c.pair_id, c.kind) for c in copies})
    for name, found_by, spent in minhash.clusters([r["text"] for r in records]):
        figures[f"ari, {name}"] = adjusted_rand_score(gold, found_by)
        figures[f"documents/s, {name}"] = len(records) / spent
    begun = time.process_time()
    group_copies(articles, blocks, marks)
    figures["documents/s, groups alone"] = len(articles) / (time.process_time() - begun)
    notes = ["pairs by kind: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))]
    return Score(figures, items, f"{len(articles) / took:.0f} documents/s", notes)


def overlap(one: Span, two: Span) -> int:
    """Characters that two spans have in common."""
    return max(0, min(one[1], two[1]) - max(one[0], two[0]))


def covered(one: Case, others: list[Case]) -> float:
    """Share of a case's characters, on both sides, that the others cover."""
    total = 0
    for side in (0, 1):
        reached = one[side][0]
        for low, high in sorted(other[side] for other in others):
            end = min(high, one[side][1])
            total += max(0, end - max(low, reached))
            reached = max(reached, end)
    return total / max(1, sum(end - start for start, end in one))


def meets(one: Case, two: Case) -> bool:
    """Whether two cases touch on both sides."""
    return overlap(one[0], two[0]) > 0 and overlap(one[1], two[1]) > 0


def plagdet(pairs: list[tuple[list[Case], list[Case]]]) -> float:
    """Macro plagdet of (cases, detections): macro F1 over granularity (Potthast et al. 2010)."""
    precision, recall, pieces = [], [], []
    for cases, found in pairs:
        precision += [covered(each, [case for case in cases if meets(case, each)]) for each in found]
        for case in cases:
            hits = [each for each in found if meets(case, each)]
            recall.append(covered(case, hits))
            pieces += [len(hits)] if hits else []
    p, r = (sum(values) / len(values) if values else 0.0 for values in (precision, recall))
    granularity = sum(pieces) / len(pieces) if pieces else 1.0
    return (2 * p * r / (p + r) if p + r else 0.0) / math.log2(1 + granularity)


def align(left: str, right: str) -> list[Case]:
    """The passages two texts share, in characters."""
    one, two = hash_words(left), hash_words(right)
    return [
        (
            (int(one.starts[p.start]), int(one.ends[p.end - 1])),
            (int(two.starts[p.other_start]), int(two.ends[p.other_end - 1])),
        )
        for p in find_reuse(one.hashes, two.hashes)
    ]


def score_align(folder: Path) -> Score:
    """Passages with known offsets: macro plagdet, all and by kind of change."""
    records = list(read_lines(folder / "copies/align_dev.jsonl.zst"))
    begun = time.process_time()
    found = [align(r["susp"], r["src"]) for r in records]
    took = time.process_time() - begun
    cases = [[(tuple(c["susp"]), tuple(c["src"])) for c in r["cases"]] for r in records]
    by_type: dict[str, list[tuple[list[Case], list[Case]]]] = defaultdict(list)
    for record, case, each in zip(records, cases, found, strict=True):
        by_type[record["type"]].append((case, each))
    figures = {"plagdet_all": plagdet(list(zip(cases, found, strict=True)))}
    figures |= {f"plagdet_{kind}": plagdet(pairs) for kind, pairs in sorted(by_type.items()) if kind != "none"}
    figures["none_clean"] = float(np.mean([not each for _, each in by_type["none"]]))
    items = {r["id"]: plagdet([(c, f)]) if c else float(not f) for r, c, f in zip(records, cases, found, strict=True)}
    return Score(figures, items, f"{len(records) / took:.0f} pairs/s")


def read_neighbours(path: Path, wanted: set[str], outlets: int) -> dict[str, Article]:
    """The wanted articles, and the first of each outlet, so that what an outlet repeats can be told."""
    known, seen = {}, Counter()
    for line in read_lines(path):
        seen[line["source"]] += 1
        if line["doc_id"] in wanted or seen[line["source"]] <= outlets:
            known[line["doc_id"]] = Article.from_text(
                line["text"], outlet=line["source"], published=line["date"], url=line["url"]
            )
    return known


def shared_prose(rows: list[Copy]) -> int:
    """Words of own prose that a pair shares; twice held counts once, credited never."""
    total, used = 0, []
    for row in sorted(
        (row for row in rows if row.passage != "excerpt"), key=lambda row: (-row.prose, row.start, row.other_start)
    ):
        case = ((row.start, row.end), (row.other_start, row.other_end))
        if all(2 * overlap(case[s], u[s]) <= case[s][1] - case[s][0] for u in used for s in (0, 1)):
            used.append(case)
            total += row.prose
    return total


def score_reuse(folder: Path) -> Score:
    """Real pairs across outlets: true copies ranked by their words of shared prose (average precision)."""
    return rank_reuse(list(read_lines(folder / "copies/allsides_reuse_110.jsonl")), folder)


def score_reuse_more(folder: Path) -> Score:
    """The same pairs and those of our own gold: ids and labels here, texts in the data folder."""
    return rank_reuse([*read_lines(folder / "copies/allsides_reuse_110.jsonl"), *read_own_reuse()], folder)


def read_own_reuse() -> list[dict[str, Any]]:
    """Pairs of our own gold on which both readings agree."""
    lines = [line for line in OWN_REUSE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines[1:]]
    return [{"id": f"own {number}", **row} for number, row in enumerate(rows) if row["label"] != "undecided"]


def rank_reuse(records: list[dict[str, Any]], folder: Path) -> Score:
    """True copies ranked among labelled pairs."""
    wanted = {r[side] for r in records for side in ("a", "b")}
    known = read_neighbours(folder / "stories/allsides_37k.jsonl.zst", wanted, 40)
    listed = list(known.values())
    blocks, marks = find_ground(listed)
    begun = time.process_time()
    rows: dict[frozenset[str], list[Copy]] = defaultdict(list)
    for row in find_copies(listed, blocks, marks):
        rows[frozenset((row.article_id, row.other_id))].append(row)
    took = time.process_time() - begun
    scores, kinds, items = [], Counter(), {}
    for record in records:
        found = rows[frozenset((known[record["a"]].article_id, known[record["b"]].article_id))]
        scores.append(float(shared_prose(found)))
        kinds[record["label"], found[0].kind if found else "none"] += 1
        items[f"{record['id']} {record['label']}"] = scores[-1]
    truth = [r["label"] == "copy" for r in records]
    figures = {"average_precision": float(average_precision_score(truth, scores)), "copies": float(sum(truth))}
    for half in (0, 1):  # by the ids: what is changed is chosen on the first
        kept = [
            n for n, r in enumerate(records) if hashlib.sha256(f"{r['a']}{r['b']}".encode()).digest()[-1] % 2 == half
        ]
        figures[f"ap, half {half + 1}"] = float(
            average_precision_score([truth[n] for n in kept], [scores[n] for n in kept])
        )
    texts = [(known[r["a"]].text, known[r["b"]].text) for r in records]
    for name, values in minhash.similarities(texts).items():
        figures[f"ap, {name}"] = float(average_precision_score(truth, values))
    notes = [f"{label} -> {kind}: {count}" for (label, kind), count in sorted(kinds.items())]
    return Score(figures, items, f"{len(listed) / took:.0f} documents/s, {len(listed)} documents", notes)


def score_rewrites(folder: Path) -> Score:
    """Human rewrites at four levels: how well the share of shared words orders them."""
    shares: dict[str, list[float]] = defaultdict(list)
    records = list(read_lines(folder / "copies/clough_stevenson.jsonl"))
    items = {}
    begun = time.process_time()
    for record in records:
        one, two = hash_words(record["b"]), hash_words(record["a"])  # the rewrite, its source
        words = sum(p.end - p.start for p in find_reuse(one.hashes, two.hashes))
        items[record["id"]] = words / max(1, len(one))
        shares[str(record["level"])].append(items[record["id"]])
    took = time.process_time() - begun
    figures = {f"share_{level}": float(np.mean(values)) for level, values in sorted(shares.items())}
    copied = [record["level"] != 0 for record in records]
    figures["auc_copied"] = auc(copied, [items[r["id"]] for r in records])
    return Score(figures, items, f"{len(records) / took:.0f} pairs/s")


def auc(truth: list[bool], scores: list[float]) -> float:
    """Chance that a true item scores above another one."""
    high = [s for s, t in zip(scores, truth, strict=True) if t]
    low = [s for s, t in zip(scores, truth, strict=True) if not t]
    wins = sum((h > w) + 0.5 * (h == w) for h in high for w in low)
    return wins / max(1, len(high) * len(low))


SPLITS = {
    "nearcopy": (score_nearcopy, "copies/nearcopy_dev.jsonl.zst"),
    "align": (score_align, "copies/align_dev.jsonl.zst"),
    "reuse": (score_reuse, "copies/allsides_reuse_110.jsonl"),
    "reuse_more": (score_reuse_more, "copies/allsides_reuse_110.jsonl"),
    "rewrites": (score_rewrites, "copies/clough_stevenson.jsonl"),
}
# The figures that are pinned; a floor lies a little below what was measured, for rounding on other machines.
PINNED = re.compile(r"ari|pair_f1|plagdet_.*|none_clean|average_precision|auc_copied")


def check(split: str, digest: str, score: Score, floors: dict[str, Any]) -> list[str]:
    """What fell below its floor."""
    pinned = floors.get(split)
    if pinned is None:
        return [f"{split}: no floor is pinned; run with --save"]
    if pinned["sha256"] != digest:
        return [f"{split}: the data file is another one than the floors were measured on"]
    return [
        f"{split}: {name} is {score.figures.get(name, 0):.4f}, its floor {floor:.4f}"
        for name, floor in pinned["floors"].items()
        if score.figures.get(name, 0) < floor
    ]


def report_changes(split: str, score: Score, last: dict[str, dict[str, float]]) -> None:
    """Print the items gained and lost since the last --save."""
    before = last.get(split, {})
    for item in sorted(before.keys() | score.items.keys()):
        old, new = before.get(item, 0.0), score.items.get(item, 0.0)
        if abs(new - old) > 0.01:
            print(f"  {'gained' if new > old else 'lost  '} {item}: {old:.3f} -> {new:.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data sets")
    parser.add_argument("--split", choices=sorted(SPLITS), action="append", help="only this one; may be repeated")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    parser.add_argument("--save", action="store_true", help="pin the figures as floors and keep the items")
    parser.add_argument("--diff", action="store_true", help="list items gained and lost since the last --save")
    args = parser.parse_args()
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    last = json.loads(gzip.decompress(LAST.read_bytes())) if LAST.exists() else {}
    failures, printed = [], {}
    for split in args.split or list(SPLITS):
        scorer, name = SPLITS[split]
        path = args.data / name
        if not path.exists():
            print(f"{split}: {path} is missing; name the data folder with --data", file=sys.stderr)
            return 2
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        score = scorer(args.data)
        printed[split] = score.figures
        if not args.json:
            print(f"{split}  ({score.speed})")
            for figure, value in score.figures.items():
                print(f"  {figure:<24}{value:.4f}")
            for note in score.notes:
                print(f"  {note}")
        if args.diff:
            report_changes(split, score, last)
        if args.check:
            failures += check(split, digest, score, floors)
        if args.save:
            kept = {k: math.floor(v * 1000 - 2) / 1000 for k, v in score.figures.items()}
            floors[split] = {"sha256": digest, "floors": {k: v for k, v in kept.items() if PINNED.fullmatch(k)}}
            last[split] = score.items
    if args.json:
        print(json.dumps(printed, indent=1))
    if args.save:
        FLOORS.parent.mkdir(exist_ok=True)
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_bytes(gzip.compress(json.dumps(last).encode(), mtime=0))
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
