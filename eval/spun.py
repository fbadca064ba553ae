"""Scores observations of machine-like substitutions: copies with words put in, source there or not; false alarms.

python -m eval.spun --data ../shared/data --check    exit 1 where a figure is below its floor; --save pins them
python -m eval.spun --data ../shared/data            sources present; alarms on stories chosen by editors
python -m eval.spun --data ../shared/data --judged   planted copies from texts and swaps that nothing was tuned on
python -m eval.spun --data ../shared/data --real     besides: sources taken away, alarms on 6,000 real articles
                                                     in the stories of the whole corpus (ten minutes)
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.copies import find_ground, read_lines
from eval.generate_copies import generate_copies
from eval.stories import read_rows
from tellings.model import Article, Copy, Observation, Telling
from tellings.stages import stories, terms
from tellings.stages.copies import compare_pair, find_copies
from tellings.stages.spun import find_substitutions

SETS, COPIES_A_SET = 12, 20  # of planted copies
FLOORS = Path(__file__).parent / "floors" / "spun.json"
# What is pinned: copies observed as made from a source, and articles or copies that must not be.
FOUND = frozenset({"nearcopy, spun", "nearcopy, the right one of the two", "planted, source present"})
ALARMS = frozenset(
    {f"nearcopy, {kind}" for kind in ("ocr", "reorder", "reprint", "trunc")}
    | {"planted, false alarms", "alarms on allsides_dev, present", "alarms on allsides_dev, not among these"}
)
REAL = 6_000  # articles that alarms are counted among


@dataclass(frozen=True)
class Corpus:
    """allsides_37k in its stories."""

    articles: dict[str, Article]  # by doc_id
    story: dict[str, str]  # story of each
    members: dict[str, list[str]]
    copies: dict[str, list[Copy]]  # by story


def observe(articles: Sequence[Article], copies: Iterable[Copy] | None = None) -> list[Observation]:
    """What is observed of the tellings of one story."""
    blocks, marks = find_ground(list(articles))
    if copies is None:
        copies = find_copies(articles, blocks, marks)
    return find_substitutions(articles, blocks, marks, copies)


def score_present(data: Path) -> dict[str, str]:
    """Manufactured copies, each beside its source: how many are observed, by kind of change."""
    groups = defaultdict(list)
    for record in read_lines(data / "copies/nearcopy_dev.jsonl.zst"):
        groups[record["cluster"]].append(record)
    seen, met, side = defaultdict(int), defaultdict(int), 0
    for group in groups.values():
        for source in [r for r in group if r["op"] == "orig"][:1]:
            for record in (r for r in group if r["op"] not in {"orig", "exact"}):
                two = [Article.from_text(r["text"], outlet=r["source"], published=r["date"]) for r in (source, record)]
                blocks, marks = find_ground(two)
                rows = find_substitutions(two, blocks, marks, compare_pair(*two, blocks, marks))
                present = [row for row in rows if row.other_id]
                seen[record["op"]] += 1
                met[record["op"]] += bool(present)
                side += bool(present) and record["op"] == "spun" and present[0].article_id == two[1].article_id
    figures = {f"nearcopy, {op}": f"{met[op]} of {seen[op]}" for op in sorted(seen)}
    return figures | {"nearcopy, the right one of the two": f"{side} of {met['spun']}"}


def score_planted(judged: bool) -> dict[str, str]:
    """Planted copies with swapped words, source present."""
    planted = found = right = alarms = articles = 0
    for seed in range(SETS):
        made = generate_copies(seed, COPIES_A_SET, judged)
        rows = [row for row in observe(made.articles) if row.other_id]
        pairs = {(row.article_id, row.other_id) for row in rows}
        spun = {pair.copy for pair in made.pairs if pair.kind.startswith("spun")}
        for pair in (p for p in made.pairs if p.kind == "spun"):
            planted += 1
            found += (pair.copy, pair.other) in pairs or (pair.other, pair.copy) in pairs
            right += (pair.copy, pair.other) in pairs
        alarms += len([pair for pair in pairs if spun.isdisjoint(pair)])
        articles += len(made.articles)
    return {
        "planted, source present": f"{found} of {planted}",
        "planted, the right one of the two": f"{right} of {found}",
        "planted, false alarms": f"{alarms} of {articles} articles",
    }


def score_editors(data: Path) -> dict[str, str]:
    """Alarms on stories that editors chose: their articles are not in the background."""
    groups: dict[str, list[Article]] = defaultdict(list)
    for row in read_rows(data / "stories" / "allsides_dev.jsonl.zst"):
        groups[str(row["cluster_id"])].append(
            Article.from_text(row["text"], outlet=row.get("source") or "", published=row.get("date") or "")
        )
    alarms = [row for group in groups.values() for row in observe(group)]
    articles = sum(len(group) for group in groups.values())
    return {
        f"alarms on allsides_dev, {kind}": f"{len({r.article_id for r in alarms if r.source == kind})} of {articles}"
        for kind in ("present", "not among these")
    }


def read_corpus(data: Path) -> Corpus:
    """The whole corpus, its copies and stories."""
    rows = list(read_lines(data / "stories/allsides_37k.jsonl.zst"))
    articles = {r["doc_id"]: Article.from_text(r["text"], r["title"], r["source"], r["date"], r["url"]) for r in rows}
    listed = sorted({article.article_id: article for article in articles.values()}.values(), key=lambda a: a.article_id)
    blocks, marks = find_ground(listed)
    copies = find_copies(listed, blocks, marks)
    of_blocks = defaultdict(list)
    for block in blocks:
        of_blocks[block.article_id].append(block)
    counted = [
        row
        for article in listed
        for row in terms.run(terms.STAGE.settings, [article], of_blocks[article.article_id], [])
    ]
    told = [row for row in stories.tell_stories(counted, copies) if isinstance(row, Telling)]
    story = {row.article_id: row.story_id for row in told}
    members, shared = defaultdict(list), defaultdict(list)
    for doc_id, article in sorted(articles.items()):
        members[story[article.article_id]].append(doc_id)
    for copy in copies:
        if story[copy.article_id] == story[copy.other_id]:
            shared[story[copy.article_id]].append(copy)
    return Corpus(articles, {key: story[a.article_id] for key, a in articles.items()}, members, shared)


def score_real(data: Path, corpus: Corpus, scored: Collection[str]) -> dict[str, str]:
    """Alarms on a sample of real articles, each in its story; spun copies put in the place of their sources."""
    known = sorted(corpus.articles.keys() - scored, key=lambda key: hashlib.sha256(key.encode()).hexdigest())
    sample = {corpus.articles[key].article_id for key in known[:REAL]}
    alarms: dict[str, list[Observation]] = defaultdict(list)
    for story in {corpus.story[key] for key in known[:REAL]}:
        for row in observe([corpus.articles[key] for key in corpus.members[story]], corpus.copies[story]):
            if row.article_id in sample:
                alarms[row.article_id].append(row)
    names = {corpus.articles[key].article_id: key for key in known}
    for article_id, rows in sorted(alarms.items()):  # each alarm is read
        print(f"  alarm {names[article_id]}, {rows[0].source}: {'; '.join(rows[0].reasons)}")
    found = {True: [0, 0], False: [0, 0]}
    for record in read_lines(data / "copies/nearcopy_dev.jsonl.zst"):
        source = f"baly/{record['id'].split('~')[0]}"
        if record["op"] != "spun" or source not in corpus.story:
            continue
        spun = Article.from_text(record["text"], outlet=record["source"], published=record["date"])
        mates = [corpus.articles[key] for key in corpus.members[corpus.story[source]] if key != source]
        rows = observe([spun, *mates], [])
        counted = found[bool(mates)]
        counted[0] += any(row.article_id == spun.article_id and not row.other_id for row in rows)
        counted[1] += 1
    absent = [
        sum(a.source == kind for a in (rows[0] for rows in alarms.values())) for kind in ("present", "not among these")
    ]
    return {
        "alarms, source present": f"{absent[0]} of {REAL} real articles",
        "alarms, source not among these": f"{absent[1]} of {REAL} real articles",
        "nearcopy, source taken away, other tellings": f"{found[True][0]} of {found[True][1]}",
        "nearcopy, source taken away, no other telling": f"{found[False][0]} of {found[False][1]}",
    }


def pin(figures: Mapping[str, str]) -> dict[str, float]:
    """The figures that are pinned, as shares: of copies that are observed, of articles without an alarm."""
    pinned = {}
    for name, figure in figures.items():
        part, _, whole, *_ = figure.split()
        if name in FOUND:
            pinned[name] = int(part) / int(whole)
        elif name in ALARMS:
            pinned[name] = 1 - int(part) / int(whole)
    return pinned


def below(figures: Mapping[str, str], floors: Mapping[str, float]) -> list[str]:
    """What fell below its floor."""
    shares = pin(figures)
    return [
        f"{name}: {figures.get(name)} is {shares.get(name, 0):.4f}, its floor {floor:.4f}"
        for name, floor in floors.items()
        if shares.get(name, 0) < floor
    ]


def main() -> int:
    """Print the figures; with --check say which are below their floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data sets")
    parser.add_argument("--judged", action="store_true", help="planted copies that nothing was tuned on, only these")
    parser.add_argument("--real", action="store_true", help="also the whole corpus: ten minutes")
    parser.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    parser.add_argument("--save", action="store_true", help="pin the figures as floors")
    given = parser.parse_args()
    if not (given.data / "copies").is_dir():
        print(f"{given.data} holds no copies; name the data folder with --data", file=sys.stderr)
        return 2
    if given.judged:
        figures = score_planted(judged=True)
    else:
        figures = score_present(given.data) | score_planted(judged=False) | score_editors(given.data)
    if given.real:
        scored = {
            row["doc_id"]
            for name in ("allsides_dev.jsonl.zst", "triples_dev.jsonl.gz")
            for row in read_rows(given.data / "stories" / name)
        }
        figures |= score_real(given.data, read_corpus(given.data), scored)
    for name, figure in figures.items():
        print(f"{name:<48}{figure}")
    if given.save:
        FLOORS.write_text(json.dumps(pin(figures), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    failures = below(figures, json.loads(FLOORS.read_text(encoding="utf-8"))) if given.check else []
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
