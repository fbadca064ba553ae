"""How right are quotations? PolNeAR (train, dev) and GUM news in; precision, recall and F1 by kind out.

    python -m eval.quotations --data ../shared/data --split dev
    python -m eval.quotations --gold dev       our own stories (eval/gold), with blocks, through the whole program

A predicted and a gold content match when the letters and digits they cover overlap with intersection over union >= .8
(quotation marks, spaces and punctuation never count, so that neither side gains by where its marks stand); greedy, best
overlap first, one to one within a document. Exact: the same letters and digits. The speaker of a matched pair is right
when the mention shares a word with the gold source, function words apart; where the gold source is a relative pronoun,
the phrase right before it is as good; where gold has no source the speaker is not judged. E2E: matched, and the speaker
not wrong. Kinds: recall over gold of the kind, precision over predictions of the kind, each matched to any kind;
files do not count ''…'' as marks; --file-kinds keeps those of the file.

On our own gold E2E means: matched, and the voice is the gold's entity (see eval/gold/spoken.py). Channel and date of
saying are counted over matched quotations other than posts: right where gold and program tell the same, told or not.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

from eval.gold.spoken import Pair, outcomes, pairs_of_split
from tellings.stages.marks import find_marks
from tellings.stages.quotations import find_quotations

FILES = {
    "train": "quotations/polnear.train.jsonl.gz",
    "dev": "quotations/polnear.dev.jsonl.gz",
    "gum": "quotations/gum_news.jsonl.gz",
}
KINDS = ("direct", "mixed", "indirect", "all")
IOU = 0.8
RELATIVE = {"who", "which", "that", "whose", "whom"}
FUNCTION = {"a", "an", "the", "of", "for", "from", "at", "in", "on", "to", "with", "by", "and", "or", "his", "her",
            "its", "their", "our", "my", "this", "that", "these", "those", "one", "some"}  # fmt: skip


@dataclass
class Content:
    """One attribution, of gold or predicted."""

    kind: str
    chars: frozenset[int]
    segments: list[tuple[int, int]]
    speaker: tuple[int, int] | None
    cue: tuple[int, int] | None
    row: Any = None


@dataclass
class Tally:
    """Counts of one kind."""

    gold: int = 0
    predicted: int = 0
    gold_matched: int = 0
    predicted_matched: int = 0
    gold_exact: int = 0
    predicted_exact: int = 0
    gold_e2e: int = 0
    predicted_e2e: int = 0
    judged: int = 0
    named: int = 0
    right: int = 0
    items: dict[str, bool] = field(default_factory=dict)


def letters(text: str, segments: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(i for a, b in segments for i in range(a, b) if text[i].isalnum())


MARKED = re.compile(r"[\"“][^\"“”\n]*[\"”]?|''[^'\n]*(?:'(?!')[^'\n]*)*(?:'')?|``[^`\n]*?(?:''|$)|«[^»\n]*»?")


def gold_kind(text: str, chars: frozenset[int], marked: frozenset[int]) -> str:
    share = len(chars & marked) / max(1, len(chars))
    return "direct" if share >= 0.95 else "mixed" if share > 0 else "indirect"


def read_gold(row: dict[str, Any], file_kinds: bool) -> list[Content]:
    text = row["text"]
    marked = frozenset(i for m in MARKED.finditer(text) for i in range(*m.span())) if "''" in text else frozenset()
    found = []
    for quote in row["quotes"]:
        segments = [(a, b) for a, b in quote["segments"]]
        chars = letters(text, segments)
        kind = quote["kind"]
        if not file_kinds and kind == "indirect" and marked & chars:
            kind = gold_kind(text, chars, marked)
        speaker = None if quote["speaker_start"] is None else (quote["speaker_start"], quote["speaker_end"])
        cue = None if quote["cue_start"] is None else (quote["cue_start"], quote["cue_end"])
        if chars:
            found.append(Content(kind, chars, segments, speaker, cue, quote["id"]))
    return found


def read_predicted(text: str) -> list[Content]:
    found = []
    # Neither corpus annotates what a quotation quotes in turn: of 102 such rows in PolNeAR train, 2 match anything.
    nested = {mark.content_start for mark in find_marks(text) if mark.depth}
    for row in find_quotations(text):
        if row.start in nested:
            continue
        segments = list(row.segments)
        speaker = None if row.speaker_start is None else (row.speaker_start, row.speaker_end)
        cue = None if row.cue_start is None else (row.cue_start, row.cue_end)
        found.append(Content(row.kind, letters(text, segments), segments, speaker, cue, row))
    return found


def match(gold: list[Content], predicted: list[Content], strict: bool) -> dict[int, tuple[int, float]]:
    """Gold number -> (predicted number, IoU), greedy from the best."""
    pairs = []
    by_char: dict[int, list[int]] = defaultdict(list)
    for j, content in enumerate(predicted):
        for c in content.chars:
            by_char[c].append(j)
    for i, content in enumerate(gold):
        near = sorted({j for c in content.chars for j in by_char.get(c, ())})
        for j in near:
            shared = len(content.chars & predicted[j].chars)
            iou = shared / (len(content.chars) + len(predicted[j].chars) - shared)
            if iou >= IOU and (not strict or content.kind == predicted[j].kind):
                pairs.append((-iou, i, j))
    taken: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for iou, i, j in sorted(pairs):
        if i not in taken and j not in used:
            taken[i] = (j, -iou)
            used.add(j)
    return taken


def content_words(text: str, start: int, end: int) -> set[tuple[int, str]]:
    return {
        (start + m.start(), m.group().lower())
        for m in re.finditer(r"\w+", text[start:end])
        if m.group().lower() not in FUNCTION or end - start <= 5
    }


def speaker_right(text: str, gold: tuple[int, int], predicted: tuple[int, int] | None) -> bool:
    if predicted is None:
        return False
    if content_words(text, *gold) & content_words(text, *predicted):
        return True
    if text[gold[0] : gold[1]].lower() in RELATIVE:
        return predicted[1] <= gold[0] and not re.search(r"[\w.]", text[predicted[1] : gold[0]])
    return False


def score(rows: list[dict[str, Any]], file_kinds: bool, strict: bool) -> tuple[dict[str, Tally], float]:
    tallies = {kind: Tally() for kind in KINDS}
    seconds = 0.0
    for row in rows:
        text = row["text"]
        begin = process_time()
        predicted = read_predicted(text)
        seconds += process_time() - begin
        gold = read_gold(row, file_kinds)
        taken = match(gold, predicted, strict)
        by_predicted = {j: i for i, (j, _) in taken.items()}
        right = {}
        for i, (j, _) in taken.items():
            if gold[i].speaker is not None:
                right[i] = speaker_right(text, gold[i].speaker, predicted[j].speaker)
        for i, content in enumerate(gold):
            for kind in (content.kind, "all"):
                tally = tallies[kind]
                tally.gold += 1
                if i in taken:
                    tally.gold_matched += 1
                    tally.gold_exact += predicted[taken[i][0]].chars == content.chars
                    tally.gold_e2e += right.get(i, True)
                    if i in right:
                        tally.judged += 1
                        tally.right += right[i]
                        tally.named += predicted[taken[i][0]].speaker is not None
                tally.items[f"{row['doc_id']}/{content.row}"] = i in taken and right.get(i, True)
        for j, content in enumerate(predicted):
            for kind in (content.kind, "all"):
                tally = tallies[kind]
                tally.predicted += 1
                if j in by_predicted:
                    i = by_predicted[j]
                    tally.predicted_matched += 1
                    tally.predicted_exact += gold[i].chars == content.chars
                    tally.predicted_e2e += right.get(i, True)
    return tallies, seconds


def f1(hit_predicted: int, predicted: int, hit_gold: int, gold: int) -> tuple[float, float, float]:
    p, r = 100 * hit_predicted / max(1, predicted), 100 * hit_gold / max(1, gold)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def figures(tallies: dict[str, Tally]) -> dict[str, dict[str, float]]:
    out = {}
    for kind, t in tallies.items():
        p, r, content = f1(t.predicted_matched, t.predicted, t.gold_matched, t.gold)
        e2e = f1(t.predicted_e2e, t.predicted, t.gold_e2e, t.gold)
        exact = f1(t.predicted_exact, t.predicted, t.gold_exact, t.gold)
        out[kind] = {
            "gold": t.gold, "predicted": t.predicted, "p": p, "r": r, "content": content, "exact": exact[2],
            "speaker": 100 * t.right / max(1, t.judged), "coverage": 100 * t.named / max(1, t.judged),
            "wrong": 100 * (t.named - t.right) / max(1, t.named), "e2e_p": e2e[0], "e2e_r": e2e[1], "e2e": e2e[2],
        }  # fmt: skip
    return {kind: {k: round(v, 1) for k, v in values.items()} for kind, values in out.items()}


def table(result: dict[str, dict[str, float]]) -> str:
    heads = ["gold", "predicted", "p", "r", "content", "exact", "speaker", "coverage", "wrong", "e2e_p", "e2e_r", "e2e"]
    lines = [f"{'':9}" + "".join(f"{h:>10}" for h in heads)]
    lines += [f"{kind:9}" + "".join(f"{values[h]:>10}" for h in heads) for kind, values in result.items()]
    return "\n".join(lines)


def gold_figures(pairs: list[Pair]) -> dict[str, dict[str, float]]:
    """Figures on our own gold, by kind."""
    right = {pair.key for pair, outcome in outcomes(pairs) if outcome == "right"}
    tallies = {kind: Tally() for kind in KINDS}
    for pair in pairs:
        both = pair.gold is not None and pair.found is not None
        if pair.gold is not None:
            for kind in (pair.gold.kind, "all"):
                tally = tallies[kind]
                tally.gold += 1
                tally.gold_matched += both
                tally.gold_exact += pair.exact
                tally.gold_e2e += both and pair.key in right
        if pair.found is not None:
            for kind in (pair.found.quotation.kind, "all"):
                tally = tallies[kind]
                tally.predicted += 1
                tally.predicted_matched += both
                tally.predicted_exact += pair.exact
                tally.predicted_e2e += both and pair.key in right
    out = {}
    for kind, t in tallies.items():
        p, r, content = f1(t.predicted_matched, t.predicted, t.gold_matched, t.gold)
        exact = f1(t.predicted_exact, t.predicted, t.gold_exact, t.gold)[2]
        e2e = f1(t.predicted_e2e, t.predicted, t.gold_e2e, t.gold)
        values = {"gold": t.gold, "predicted": t.predicted, "p": p, "r": r, "content": content, "exact": exact,
                  "e2e_p": e2e[0], "e2e_r": e2e[1], "e2e": e2e[2]}  # fmt: skip
        out[kind] = {name: round(value, 1) for name, value in values.items()}
    return out


def told_figures(pairs: list[Pair]) -> dict[str, dict[str, float]]:
    """Channel and date of saying: of those that gold tells the share that is right, and how often one is wrong."""
    matched = [(p.gold, p.found) for p in pairs if p.gold and p.found and p.gold.form not in ("post", "turn")]
    rows = {
        "channel": [(gold.channel.lower(), found.quotation.channel.lower()) for gold, found in matched],
        "said": [(gold.said, found.said) for gold, found in matched],
    }
    out = {}
    for name, both in rows.items():
        told, given = [pair for pair in both if pair[0]], [pair for pair in both if pair[1]]
        out[name] = {
            "told": len(told),
            "right": round(100 * sum(a == b for a, b in told) / max(1, len(told)), 1),
            "given": len(given),
            "wrong": round(100 * sum(a != b for a, b in given) / max(1, len(given)), 1),
        }
    return out


def main_gold(split: str, as_json: bool) -> int:
    """Print the figures on a split of our own gold."""
    pairs, digest = pairs_of_split(split)
    by_kind, told = gold_figures(pairs), told_figures(pairs)
    if as_json:
        print(json.dumps({"fingerprint": digest, "quotations": by_kind, **told}, indent=1))
        return 0
    heads = ["gold", "predicted", "p", "r", "content", "exact", "e2e_p", "e2e_r", "e2e"]
    print(f"{'':9}" + "".join(f"{h:>10}" for h in heads))
    for kind, values in by_kind.items():
        print(f"{kind:9}" + "".join(f"{values[h]:>10}" for h in heads))
    for name, values in told.items():
        print(name, " ".join(f"{key} {value}" for key, value in values.items()))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", choices=sorted(FILES), default="dev")
    parser.add_argument("--every", type=int, default=1, help="only each n-th document")
    parser.add_argument("--offset", type=int, default=0, help="the first document of --every")
    parser.add_argument("--file-kinds", action="store_true", help="gold kinds as the file gives them")
    parser.add_argument("--strict-kinds", action="store_true", help="match only contents of one kind")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--pin", action="store_true", help="write the floors of this split")
    parser.add_argument("--save", action="store_true", help="keep the results item by item")
    parser.add_argument("--diff", action="store_true", help="list what was gained and lost since --save")
    parser.add_argument("--gold", choices=("train", "dev", "test"), help="our own stories instead of a file")
    args = parser.parse_args()
    if args.gold:
        return main_gold(args.gold, args.json)
    path = args.data / FILES[args.split]
    if not path.is_file():
        print(f"missing: {path}; say where the data folder is with --data", file=sys.stderr)
        return 2
    raw = path.read_bytes()
    rows = [json.loads(line) for line in gzip.decompress(raw).splitlines()][args.offset :: args.every]
    tallies, seconds = score(rows, args.file_kinds, args.strict_kinds)
    result = figures(tallies)
    if args.json:
        print(json.dumps(result, indent=1))
    else:
        print(table(result))
        print(f"{len(rows)} documents, {len(rows) / seconds:.0f} documents per CPU-second")
    floors = Path(__file__).parent / "floors" / "quotations.json"
    if args.pin:
        pin(floors, args.split, raw, result)
    if args.save or args.diff:
        items(args, tallies["all"].items)
    return check(floors, args.split, raw, result) if args.check else 0


PINNED = ("content", "speaker", "e2e")


def pin(floors: Path, split: str, raw: bytes, result: dict[str, dict[str, float]]) -> None:
    known = json.loads(floors.read_text()) if floors.is_file() else {}
    values = {kind: {name: result[kind][name] for name in PINNED} for kind in KINDS}
    known[split] = {"sha256": hashlib.sha256(raw).hexdigest(), "floors": values}
    floors.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")


def check(floors: Path, split: str, raw: bytes, result: dict[str, dict[str, float]]) -> int:
    pinned = json.loads(floors.read_text()).get(split)
    if pinned is None or pinned["sha256"] != hashlib.sha256(raw).hexdigest():
        print(f"no floors for this data file ({split}); pin them with --pin", file=sys.stderr)
        return 1
    failed = 0
    for kind, values in pinned["floors"].items():
        for name, floor in values.items():
            if result[kind][name] < floor:
                print(f"{kind} {name}: {result[kind][name]} is below the floor {floor}", file=sys.stderr)
                failed = 1
    return failed


def items(args: argparse.Namespace, now: dict[str, bool]) -> None:
    path = Path(__file__).parent / "last" / f"quotations.{args.split}.json.gz"
    if args.diff and path.is_file():
        old = json.loads(gzip.decompress(path.read_bytes()))
        both = sorted(set(old) & set(now))
        for label, keys in (
            ("gained", [k for k in both if now[k] and not old[k]]),
            ("lost", [k for k in both if old[k] and not now[k]]),
        ):
            print(f"{label}: {len(keys)}", *keys[:40], sep="\n  ")
    if args.save:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(json.dumps(now).encode(), mtime=0))
        print(Counter(now.values()))


if __name__ == "__main__":
    sys.exit(main())
