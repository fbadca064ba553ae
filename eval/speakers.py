"""Score for speakers: PolNeAR's source mentions in, how often the voice is wrong, right or left open out.

Two checks. `read`: mentions of the dev split that one person read and named (eval/gold/speakers_polnear_dev.tsv).
`rule`: weak, any split, for regressions only: surnames that one full name of the article ends with must get that name,
and pronouns must not get a voice of the other sex.

    python -m eval.speakers --data ../shared/data [--split dev] [--check] [--save] [--diff] [--json]
    python -m eval.speakers --gold dev [--wrong]

`--gold`: our own stories, run through the whole program; a voice is right when its name is a name or form of the gold's
entity, wrong otherwise (also where the gold leaves the speaker open or unnamed, or the article withholds the name);
`apart`: an unnamed voice for an entity with a name. Wrong is a share of right and wrong, coverage what these two are of
all matched quotations; both by least confidence.
"""

import argparse
import dataclasses
import gzip
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.gold.spoken import Pair, outcomes, pairs_of_split
from tellings.model import Article, Attribution, Block, Mark, Quotation, Telling, Voice
from tellings.stages.speakers import resolve_speakers
from tellings.stages.speakers.name_keys import fold

HERE = Path(__file__).parent
GOLD = HERE / "gold" / "speakers_polnear_dev.tsv"
FLOORS = HERE / "floors" / "speakers.json"
LAST = HERE / "last" / "speakers.json.gz"
MARK = re.compile(r'[“"]([^”"\n]{1,2000})[”"]|\'\'([^\n]{1,2000}?)\'\'')
TITLE_LENGTH = 200


def documents(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def rows_of(document: dict[str, Any]) -> tuple[Article, list[Block], list[Quotation], list[Mark]]:
    """The gold quotations of a document as rows; marks by a plain pattern, the first line as title."""
    text = document["text"]
    article = Article.from_text(text)
    key = article.article_id
    marks = []
    for number, m in enumerate(MARK.finditer(text)):
        inner = 1 if m.group(1) is not None else 2
        span = (m.start(), m.end(), m.start(inner), m.end(inner))
        marks.append(Mark(key, *span, "quote", "", "closed", number, 0, "", "", "", None, None))
    line = text.find("\n")
    titled = 0 < line < TITLE_LENGTH
    blocks = [Block(key, 0, line, "title", ""), Block(key, line + 1, len(text), "body", "")] if titled else []
    quotations = {}
    for quote in document["quotes"]:
        id_ = f"{document['doc_id']} {quote['id']} {quote['start']}"
        segments = tuple((a, b) for a, b in quote["segments"])
        quotations[id_] = Quotation(
            id_, key, quote["kind"], "marks", segments, quote["start"], quote["end"], quote.get("speaker_start"),
            quote.get("speaker_end"), None, None, False, "", None, None, None, None, None, None, "", "",
        )  # fmt: skip
    return article, blocks, nested(list(quotations.values())), marks


def nested(quotations: list[Quotation]) -> list[Quotation]:
    """Each quotation told within which other it stands."""
    found = []
    for q in quotations:
        outer = [
            o
            for o in quotations
            if o is not q and o.start <= q.start and o.end >= q.end and o.end - o.start > q.end - q.start
        ]
        within = min(outer, key=lambda o: (o.end - o.start, o.quotation_id)).quotation_id if outer else ""
        found.append(dataclasses.replace(q, within=within))
    return found


@dataclasses.dataclass(frozen=True)
class Solved:
    """What the stage said of one document."""

    text: str
    voices: dict[str, Voice]
    by_mention: dict[tuple[int, int], Attribution]


def solve(document: dict[str, Any]) -> Solved:
    article, blocks, quotations, marks = rows_of(document)
    telling = Telling("s", article.article_id, "undated", "A", "", "", "")
    voices, attributions = resolve_speakers([telling], [article], blocks, quotations, marks)
    mentions = {(a.start, a.end): a for a in attributions if a.start is not None and a.end is not None}
    return Solved(article.text, {v.voice_id: v for v in voices}, mentions)


def is_right(gold: str, voice: Voice) -> bool:
    """Whether a voice is one of the names that the reader gave."""
    for name in gold.split("|"):
        if name == "-":
            if voice.kind == "unnamed":
                return True
            continue
        wanted, got = fold(name), fold(voice.name)
        ends = len(wanted) > 1 and len(got) > 1 and wanted[0] == got[0] and wanted[-1] == got[-1]
        within = set(got) <= set(wanted) or (len(wanted) > 1 and set(wanted) <= set(got))
        if voice.kind != "unnamed" and (ends or within):
            return True
    return False


def score_read(folder: Path) -> tuple[dict[str, float], dict[str, str]]:
    """Figures on the mentions that a person read, and the outcome of each."""
    solved = {d["doc_id"]: solve(d) for d in documents(folder / "polnear.dev.jsonl.gz")}
    outcomes: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, doc_id, start, end, gold = line.split("\t")
        answer = solved[doc_id].by_mention[int(start), int(end)]
        voice = solved[doc_id].voices.get(answer.voice_id)
        outcome = "open" if voice is None else "right" if is_right(gold, voice) else "wrong"
        if gold == "-" and voice is None:
            outcome = "right"  # an unnamed source left open misleads nobody
        counts[kind, outcome] += 1
        counts["all", outcome] += 1
        shown = voice.name if voice else "?"
        mention = solved[doc_id].text[int(start) : int(end)]
        outcomes[f"{doc_id} {start}"] = (
            f"{outcome}: {mention!r} gold {gold} got {shown} ({answer.confidence} {answer.reason})"
        )
    return figures(counts, "read"), outcomes


def figures(counts: Counter[tuple[str, str]], prefix: str) -> dict[str, float]:
    """Wrong per resolved, coverage and number of mentions, in per cent."""
    found: dict[str, float] = {}
    for kind in sorted({kind for kind, _ in counts}):
        right, wrong, left = (counts[kind, outcome] for outcome in ("right", "wrong", "open"))
        found[f"{prefix}.{kind}.n"] = right + wrong + left
        found[f"{prefix}.{kind}.wrong"] = round(100 * wrong / max(1, right + wrong), 1)
        found[f"{prefix}.{kind}.coverage"] = round(100 * (right + wrong) / max(1, right + wrong + left), 1)
    return found


SEXES = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}


def score_rule(folder: Path, split: str, limit: int) -> dict[str, float]:
    """Weak figures by rules on strings; and the speed."""
    counts: Counter[tuple[str, str]] = Counter()
    began, articles = time.perf_counter(), 0
    for document in documents(folder / f"polnear.{split}.jsonl.gz"):
        if limit and articles >= limit:
            break
        articles += 1
        solved = solve(document)
        for (start, end), answer in sorted(solved.by_mention.items()):
            mention = solved.text[start:end]
            voice = solved.voices.get(answer.voice_id)
            if re.fullmatch(r"[A-Z][a-z]{3,}", mention):
                full = set(re.findall(rf"\b[A-Z][a-z]+ (?:[A-Z]\. )?{mention}\b", solved.text))
                if len({f.split()[0] for f in full}) == 1:
                    good = voice is not None and fold(mention)[0] in fold(voice.name)
                    counts["surname", "open" if voice is None else "right" if good else "wrong"] += 1
            elif mention.lower() in SEXES:
                counts["pronoun", "open" if voice is None else "right"] += 1
    found = figures(counts, "rule")
    found["articles_per_second"] = round(articles / (time.perf_counter() - began))
    return {k: v for k, v in found.items() if k != "rule.pronoun.wrong"}


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(found: dict[str, float], folder: Path) -> int:
    """Compare with the pinned floors; 1 if one is broken."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    for name, digest in pinned["data"].items():
        path = GOLD if name == GOLD.name else folder / name
        if fingerprint(path) != digest:
            print(f"{name} is not the file the floors were pinned on; pin them anew")
            return 1
    broken = [
        f"{key}: {found[key]} (pinned {worst})"
        for key, worst in pinned["figures"].items()
        if key in found and (found[key] > worst if key.endswith("wrong") else found[key] < worst)
    ]
    print("\n".join(broken) or "no floor is broken")
    return 1 if broken else 0


THRESHOLDS = (0, 70, 75, 80, 84, 88, 92, 96)


def gold_figures(found: list[tuple[Pair, str]]) -> dict[str, float]:
    """Wrong and coverage on our own gold, whole and by least confidence."""
    result: dict[str, float] = {"gold.n": len(found)}
    for least in THRESHOLDS:
        kept = [(p, o) for p, o in found if p.found and p.found.answer and p.found.answer.confidence >= least]
        wrong = sum(outcome == "wrong" for _, outcome in kept)
        told = wrong + sum(outcome == "right" for _, outcome in kept)
        result[f"gold.{least}.wrong"] = round(100 * wrong / max(1, told), 1)
        result[f"gold.{least}.coverage"] = round(100 * told / max(1, len(found)), 1)
    for outcome in ("apart", "open"):
        result[f"gold.{outcome}"] = round(100 * sum(o == outcome for _, o in found) / max(1, len(found)), 1)
    return result


def _shown(pair: Pair, outcome: str) -> str:
    voice = pair.found.voice if pair.found else None
    answer = pair.found.answer if pair.found else None
    told = f"({answer.confidence} {answer.reason})" if answer else ""
    gold = pair.gold.speaker if pair.gold else ""
    return f"{pair.key}  {outcome}: gold {gold} got {voice.name if voice else '?'} {told}"


def main_gold(split: str, data: Path | None, as_json: bool, wrong: bool) -> int:
    """Print the figures on a split of our own gold."""
    found = outcomes(pairs_of_split(split, data)[0])
    result = gold_figures(found)
    print(json.dumps(result, indent=1) if as_json else "\n".join(f"{key:28} {value}" for key, value in result.items()))
    if wrong:
        print("\n".join(_shown(pair, outcome) for pair, outcome in found if outcome != "right"))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", default="dev", choices=["dev", "train"], help="split for the weak rules")
    parser.add_argument("--limit", type=int, default=0, help="only so many articles for the weak rules")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit 1 if a figure is worse than its floor")
    parser.add_argument("--save", action="store_true", help="keep the outcome of each mention for --diff")
    parser.add_argument("--diff", action="store_true", help="list the mentions gained and lost since --save")
    parser.add_argument("--wrong", action="store_true", help="list the mentions that are wrong or open")
    parser.add_argument("--gold", choices=["train", "dev", "test", "real"], help="our own gold instead of PolNeAR")
    options = parser.parse_args()
    if options.gold:
        return main_gold(options.gold, options.data if options.gold == "real" else None, options.json, options.wrong)
    folder = options.data / "quotations"
    if not (folder / "polnear.dev.jsonl.gz").is_file():
        print(f"no {folder / 'polnear.dev.jsonl.gz'}: give the data folder with --data")
        return 2
    found, outcomes = score_read(folder)
    found |= score_rule(folder, options.split, options.limit)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(f"{key:28} {value}" for key, value in found.items()))
    if options.wrong:
        print("\n".join(f"{key}  {value}" for key, value in outcomes.items() if not value.startswith("right")))
    if options.diff and LAST.is_file():
        before = json.loads(gzip.decompress(LAST.read_bytes()))
        for key, value in outcomes.items():
            if before.get(key, "").partition(":")[0] != value.partition(":")[0]:
                print(f"{key}\n  was {before.get(key)}\n  is  {value}")
    if options.save:
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_bytes(gzip.compress(json.dumps(outcomes).encode(), mtime=0))
    return check(found, folder) if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
