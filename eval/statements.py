"""Scores the statements stage on generated stories, and the check of quotations; see generate_statements.py.

python -m eval.statements [--stories 80] [--split dev|test|gold|gold-test] [--peers] [--json] [--check] [--save]

The splits gold and gold-test are our annotated stories: train and dev to tune on, test to judge.
"""

import argparse
import hashlib
import json
import random
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from eval.checks import check_figures
from eval.generate_statements import (
    BASE,
    Story,
    generate_speech,
    generate_story,
    load_base,
)
from eval.gold.load import FOLDER
from eval.statements_gold import report as report_gold
from eval.statements_peers import Align, peers_generated, peers_gold
from tellings.model import Part, Reading, Row, Statement, Witness
from tellings.stages.statements import build_statements
from tellings.text.align import align
from tellings.text.spelling import normal_form
from tellings.text.words import find_words

FLOORS = Path(__file__).with_name("floors") / "statements.json"
# Speeches rebuilt, and words in a row by which a sentence is found again in one.
SPEECHES, ORDER = 20, 4
SEEDS = {"dev": 0, "test": 1_000_000}


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def f1(true: int, predicted: int, both: int) -> float:
    return ratio(2 * both, true + predicted)


def build(story: Story) -> list[Row]:
    return build_statements(story.tellings, story.articles, [], [], story.quotations, story.voices, story.attributions)


def grouping(story: Story, rows: Iterable[Row]) -> tuple[float, float, int]:
    """Sums of B-cubed precision and recall over quotations, and their number."""
    predicted = {row.quotation_id: row.statement_id for row in rows if isinstance(row, Witness)}
    true = {quoted.quotation_id: quoted.statement for quoted in story.quoted}
    precision = recall = 0.0
    for one, statement in true.items():
        same_p = {other for other in true if predicted.get(other, other) == predicted.get(one, one)}
        same_t = {other for other in true if true[other] == statement}
        precision += len(same_p & same_t) / len(same_p)
        recall += len(same_p & same_t) / len(same_t)
    return precision, recall, len(true)


def aligned(story: Story, aligner: Align = align) -> tuple[int, int, int]:
    """Pairs of words of two articles that belong together: true, found, both."""
    texts = {article.article_id: article.text for article in story.articles}
    total = Counter[str]()
    for statement in range(len(story.statements)):
        held: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for quoted in story.quoted:
            if quoted.statement == statement:
                text = texts[quoted.article_id]
                held[quoted.article_id] += [(text[a:b], base, 0) for a, b, base in quoted.words]
                held[quoted.article_id].append(("\n", -2, 0))
        joined, bases = [], []
        for _, words in sorted(held.items()):
            out, base_at = "", {}
            for word, base, _ in words:
                base_at.update((len(out) + n, base) for n in range(len(word)))
                out += word + " "
            joined.append(out)
            bases.append(base_at)
        held_in = [_bases(align_column, bases) for align_column in aligner(joined)]
        for one, two in combinations(range(len(joined)), 2):
            all_one, all_two = set(bases[one].values()), set(bases[two].values())
            total["true"] += len({b for b in all_one & all_two if b >= 0})
            total["both"] += sum(len(column[one] & column[two]) for column in held_in)
            total["found"] += sum(
                max(len(column[one]), len(column[two])) for column in held_in if column[one] and column[two]
            )
    return total["true"], total["found"], total["both"]


def _bases(column: Sequence[tuple[int, int] | None], bases: Sequence[dict[int, int]]) -> list[set[int]]:
    """Numbers of the base words that each text has in a column."""
    return [
        {base for place in range(*span) if (base := of.get(place, -1)) >= 0} if span else set()
        for span, of in zip(column, bases, strict=True)
    ]


def statement_of_each(story: Story) -> list[str]:
    """Statement of each quotation of a story, as we have it."""
    predicted = {row.quotation_id: row.statement_id for row in build(story) if isinstance(row, Witness)}
    return [predicted.get(quoted.quotation_id, quoted.quotation_id) for quoted in story.quoted]


def _words(text: str) -> set[str]:
    return {word.strip(".,…").lower() for word in text.split()}


def parts(story: Story, rows: list[Row]) -> tuple[int, int, list[str]]:
    """Sentence states (whole, partial, none by article) that the predicted part gives right, of how many."""
    found = [row for row in rows if isinstance(row, Part)]
    right = total = 0
    wrong = []
    by_statement = {q.quotation_id: q.statement for q in story.quoted}
    members: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        if isinstance(row, Witness):
            members[row.statement_id][by_statement[row.quotation_id]] += 1
    for statement, sentences in enumerate(story.statements):
        pool = [p for p in found if members[p.statement_id].most_common(1)[0][0] == statement]
        at = 0
        for sentence in sentences:
            numbers = set(range(at, at + len(sentence)))
            at += len(sentence)
            best = max(pool, key=lambda p: (len(_words(p.text) & _words(" ".join(sentence))), p.part), default=None)
            if best is None:
                continue
            for article in story.articles:
                true = _state(story, statement, article.article_id, numbers)
                if true == "doubtful":
                    continue
                guess = (
                    "whole"
                    if article.article_id in best.whole
                    else "partial"
                    if article.article_id in best.partial
                    else "none"
                )
                total += 1
                right += guess == true
                if guess != true:
                    wrong.append(f"{true} as {guess}: {' '.join(sentence)[:60]}")
    return right, total, wrong


def _guess(part: Part, article_id: str) -> str:
    return "whole" if article_id in part.whole else "partial" if article_id in part.partial else "none"


def _state(story: Story, statement: int, article_id: str, numbers: set[int]) -> str:
    has = {
        base
        for quoted in story.quoted
        if quoted.statement == statement and quoted.article_id == article_id
        for _, _, base in quoted.words
    } & numbers
    missing = len(numbers) - len(has)
    if not has:
        return "none"
    return "whole" if not missing else "doubtful" if missing == 1 else "partial"


def readings(story: Story, rows: list[Row]) -> list[tuple[str, str]]:
    """Kinds put in and kinds found, of changes that a minority of an article's fellow witnesses share."""
    found = [row for row in rows if isinstance(row, Reading) and row.kind != "lemma"]
    pairs = []
    crowded = Counter((c.article_id, c.statement, c.base // 3) for c in story.changes)
    for change in story.changes:
        if crowded[change.article_id, change.statement, change.base // 3] > 1:
            continue
        words = [
            w
            for q in story.quoted
            if q.statement == change.statement and q.article_id == change.article_id
            for w in q.words
        ]
        carriers = {
            q.article_id
            for q in story.quoted
            if q.statement == change.statement and any(w[2] == change.base for w in q.words)
        }
        if len(carriers | {change.article_id}) < 3:
            continue
        at = [w for w in words if w[2] == change.base] or [w for w in words if change.base < w[2] <= change.base + 6]
        if not at:
            continue
        low, high = at[0][0], at[0][1] + 2
        if change.kind in ("addition", "negation"):
            high += 10
        near = [r.kind for r in found if r.article_id == change.article_id and r.start <= high and r.end >= low - 3]
        near = near or ["none"]
        pairs.append((change.kind, change.kind if change.kind in near else near[0]))
    return pairs


def order(story: Story, rows: list[Row]) -> tuple[int, int]:
    """Pairs of parts of one statement in the order of the base, of how many."""
    right = total = 0
    for statement in (row for row in rows if isinstance(row, Statement) and row.witnesses > 1):
        mine = [r for r in rows if isinstance(r, Part) and r.statement_id == statement.statement_id]
        sentences = [" ".join(words) for s in story.statements for words in s]
        places = [max(range(len(sentences)), key=lambda n: len(_words(sentences[n]) & _words(p.text))) for p in mine]
        for one, two in combinations(places, 2):
            if one != two:
                total += 1
                right += one < two
    return right, total


def permutations(story: Story, rng: random.Random, times: int) -> int:
    """How many of some shufflings of the input give other rows."""
    expected = sorted(map(repr, build(story)))
    tables = (story.tellings, story.articles, story.quotations, story.voices, story.attributions)
    other = 0
    for _ in range(times):
        t, a, q, v, at = (rng.sample(rows, len(rows)) for rows in tables)
        other += sorted(map(repr, build_statements(t, a, [], [], q, v, at))) != expected
    return other


def rebuilt(story: Story) -> tuple[int, int, int, int]:
    """A speech from its quotations alone: wrong words, words, neighbouring sentences out of order, such pairs.

    What stands in another statement than the longest is missing.
    """
    sentences = [plain_words(" ".join(words)) for words in story.statements[0]]
    longest = max((row.text for row in build(story) if isinstance(row, Statement)), key=lambda text: (len(text), text))
    found = plain_words(longest)
    true = [word for sentence in sentences for word in sentence]
    grams = {tuple(found[n : n + ORDER]): n for n in reversed(range(len(found) - ORDER + 1))}
    places = []
    for sentence in sentences:
        held = [grams[g] for n in range(len(sentence) - ORDER + 1) if (g := tuple(sentence[n : n + ORDER])) in grams]
        places.append(statistics.median_low(held) if held else None)
    pairs = [(a, b) for a, b in pairwise(places) if a is not None and b is not None]
    return Levenshtein.distance(true, found), len(true), sum(a > b for a, b in pairs), len(pairs)


def plain_words(text: str) -> list[str]:
    """Words by their normal form: whether a number is spelled out is no error."""
    return [normal_form(text[a:b]) for a, b in find_words(text)]


def speeches(seed: int, count: int) -> dict[str, float]:
    """Words and order of whole speeches that no article quotes whole."""
    sums = [sum(column) for column in zip(*(rebuilt(generate_speech(seed + n)) for n in range(count)), strict=True)]
    return {"speech: word error": sums[0] / sums[1], "speech: order error": sums[2] / sums[3]}


def score(stories: list[Story], seed: int, *, show: int = 0) -> dict[str, float]:
    sums = Counter[str]()
    kinds: Counter[tuple[str, str]] = Counter()
    rng = random.Random(seed)
    wrong: list[str] = []
    for number, story in enumerate(stories):
        rows = build(story)
        for name, value in zip(("precision", "recall", "quotations"), grouping(story, rows), strict=True):
            sums[name] += value  # type: ignore[assignment]
        for name, count in zip(("true", "found", "both"), aligned(story), strict=True):
            sums[name] += count
        right, total, bad = parts(story, rows)
        sums["parts right"] += right
        sums["parts"] += total
        wrong += [f"story {number}: {line}" for line in bad]
        kinds.update(readings(story, rows))
        right, total = order(story, rows)
        sums["order right"] += right
        sums["order"] += total
    permuted = sum(permutations(story, rng, 10) for story in stories[:10])
    precision, recall = sums["precision"] / sums["quotations"], sums["recall"] / sums["quotations"]
    same = sum(count for (a, b), count in kinds.items() if a == b)
    if show:
        print("\n".join(wrong[:show]), *sorted((c, k) for k, c in kinds.items() if k[0] != k[1])[-show:], sep="\n")
    return {
        "grouping: B-cubed F1": ratio(2 * precision * recall, precision + recall),
        "grouping: precision": precision,
        "grouping: recall": recall,
        "aligned words: F1": f1(sums["true"], sums["found"], sums["both"]),
        "parts: whole/partial/none": ratio(sums["parts right"], sums["parts"]),
        "readings: kind": ratio(same, sum(kinds.values())),
        "order of parts": ratio(sums["order right"], sums["order"]),
        "permutations that differ": float(permuted),
        **speeches(seed, SPEECHES),
        **check_figures(stories, rng, 1000),
    }


def fingerprint() -> str:
    """SHA-256 of the base statements and of the generator."""
    data = BASE.read_bytes() + BASE.with_name("generate_statements.py").read_bytes()
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="not needed: the stories are generated")
    parser.add_argument("--stories", type=int, default=80)
    parser.add_argument("--split", choices=[*SEEDS, "gold", "gold-test"], default="dev")
    parser.add_argument("--gold", type=Path, default=FOLDER, help="folder of the annotated stories")
    parser.add_argument("--peers", action="store_true", help="score peers on the same data instead")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a figure is worse than its floor")
    parser.add_argument("--save", action="store_true", help="pin the present figures as floors")
    parser.add_argument("--diff", type=int, default=0, metavar="N", help="show N mistakes")
    options = parser.parse_args()
    if options.split.startswith("gold"):
        if options.peers:
            print(*peers_gold(options.split), sep="\n")
            return 0
        return report_gold(options)
    if len(load_base()) < 6:
        raise SystemExit("statements_base.txt holds fewer than six statements")
    stories = [generate_story(SEEDS[options.split] + n) for n in range(options.stories)]
    if options.peers:
        print(*peers_generated(stories, statement_of_each, aligned), sep="\n")
        return 0
    figures = score(stories, SEEDS[options.split], show=options.diff)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print("\n".join(f"{name:36} {value:8.4f}" for name, value in figures.items()))
    if options.save:
        pinned = {"fingerprint": fingerprint(), "split": options.split, "stories": options.stories, "figures": figures}
        FLOORS.parent.mkdir(exist_ok=True)
        FLOORS.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    return check(figures, options) if options.check else 0


def check(figures: dict[str, float], options: argparse.Namespace) -> int:
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if (pinned["fingerprint"], pinned["split"], pinned["stories"]) != (fingerprint(), options.split, options.stories):
        print("other data than the floors were pinned on", file=sys.stderr)
        return 1
    lower_is_better = ("check:", "permutations", "speech:")
    worse = [
        name
        for name, floor in pinned["figures"].items()
        if (figures[name] > floor if name.startswith(lower_is_better) else figures[name] < floor - 1e-9)
    ]
    for name in worse:
        print(f"{name}: {figures[name]:.4f}, floor {pinned['figures'][name]:.4f}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
