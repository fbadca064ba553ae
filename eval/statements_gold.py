"""Scores the statements stage on the annotated stories: with the gold's quotations and voices, and in the full flow.

python -m eval.statements_gold [--split gold|gold-test] [--gold FOLDER] [--json] [--check] [--save] [--diff N]
python -m eval.statements_gold --split real --data FOLDER     20 real events of three outlets each, for measuring only
"""

import argparse
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval.gold.load import FOLDER, fingerprint, load_stories, load_story
from eval.gold.model import GoldPart, GoldQuotation, GoldReading, GoldStatement, GoldStory, Span
from tellings.in_memory import run_in_memory
from tellings.model import (
    Article,
    Attribution,
    Mark,
    Origin,
    Part,
    Quotation,
    Reading,
    Row,
    Statement,
    Telling,
    Timex,
    Voice,
    Witness,
)
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stages import STAGES
from tellings.stages.statements import build_statements
from tellings.stages.statements.translations import RENDERED
from tellings.story import Tables

FLOORS = Path(__file__).with_name("floors") / "statements_gold.json"
# Words that two parts must share, of the shorter, to be taken for the same stretch.
SAME = 0.6
# Copies that carry a whole text on: what both have has one witness. An excerpt or a release may be quoted freshly.
WHOLE_COPIES = ("exact", "near", "wire")


@dataclass(frozen=True)
class Told:
    """The statements of a story as the program has them, by article name."""

    story: GoldStory
    names: Mapping[str, str]  # by article_id
    statements: Mapping[str, Statement]
    parts: Sequence[Part]
    witnesses: Sequence[Witness]
    readings: Sequence[Reading]

    @classmethod
    def of(cls, story: GoldStory, names: Mapping[str, str], rows: Iterable[Row]) -> "Told":
        """From the rows of the stage."""
        listed = list(rows)
        return cls(
            story,
            names,
            {row.statement_id: row for row in listed if isinstance(row, Statement)},
            [row for row in listed if isinstance(row, Part)],
            [row for row in listed if isinstance(row, Witness) and row.carries != "paraphrase"],
            [row for row in listed if isinstance(row, Reading)],
        )

    def at(self, span: Span) -> Witness | None:
        """The witness that has most of a span."""
        near = [w for w in self.witnesses if self.names[w.article_id] == span.article]
        shared = [(min(w.end, span.end) - max(w.start, span.start), w) for w in near]
        found = [(length, -w.part, w) for length, w in shared if length > 0]
        return max(found, key=lambda one: one[:2])[2] if found else None


def load_split(split: str, folder: Path = FOLDER, data: Path | None = None) -> list[GoldStory]:
    """Annotated stories: those to tune on ("gold") or those that only judge ("gold-test", "real").

    Args:
        split: gold, gold-test or real.
        folder: of our own stories.
        data: the data folder, which holds the texts of real stories.
    """
    if split == "real":
        return load_stories("real", data=data)
    wanted = ("test",) if split == "gold-test" else ("train", "dev")
    own = tomllib.loads((folder.parent / "splits.toml").read_text(encoding="utf-8"))["stories"]
    return [load_story(name, folder) for name in sorted(own) if own[name] in wanted and (folder / name).is_dir()]


def run_story(story: GoldStory) -> tuple[Told, Told]:
    """What the program tells with the gold's quotations and voices, and what in the full flow."""
    articles = {
        a.name: Article.from_text(a.text, a.title or None, a.outlet or None, a.published or None)
        for a in story.articles
        if a.told
    }
    names = {article.article_id: name for name, article in articles.items()}
    settings, _ = configure(stage_settings(STAGES), [Source("gold", {"stories": {"one_story": True}})])
    tables = run_in_memory(articles.values(), with_settings(STAGES, settings))
    quotations = [_quotation(q, articles) for q in story.quotations]
    rows = build_statements(
        tables.of(Telling),
        list(articles.values()),
        tables.of(Mark),
        tables.of(Timex),
        quotations,
        [Voice("gold", e.entity, e.name, e.kind, (e.name, *e.names)) for e in story.entities],
        [
            Attribution("gold", q.quotation, articles[q.article].article_id, None, None, q.speaker, (), 100, "gold")
            for q in story.quotations
        ],
        tables.of(Origin),
    )
    return Told.of(story, names, rows), Told.of(story, names, _flow(tables))


def _flow(tables: Tables) -> Iterator[Row]:
    for row_type in (Statement, Part, Witness, Reading):
        yield from tables.of(row_type)


def _quotation(gold: GoldQuotation, articles: Mapping[str, Article]) -> Quotation:
    def ends(span: Span | None) -> tuple[int | None, int | None]:
        return (span.start, span.end) if span else (None, None)

    return Quotation(
        gold.quotation, articles[gold.article].article_id, gold.kind, gold.form,
        tuple((s.start, s.end) for s in gold.segments), gold.segments[0].start, gold.segments[-1].end,
        *ends(gold.source), *ends(gold.cue), gold.negated, gold.channel, *ends(gold.channel_span),
        *ends(gold.addressee), *ends(gold.said_span), gold.within, "gold",
    )  # fmt: skip


def carried(story: GoldStory) -> Iterator[tuple[GoldStatement, GoldPart, Span]]:
    """All stretches of speech that the gold ascribes to a statement, in the speaker's words."""
    for statement in story.statements:
        for part in statement.parts:
            for witness in part.witnesses:
                if witness.carries != "paraphrase":
                    for span in witness.spans:
                        yield statement, part, span


def grouping(told: Told) -> tuple[float, float, int]:
    """Sums of B-cubed precision and recall over the gold's stretches, and their number; one not found stands alone."""
    true, found = [], []
    for number, (statement, _, span) in enumerate(carried(told.story)):
        at = told.at(span)
        true.append(statement.statement)
        found.append(at.statement_id if at else f"none {number}")
    pairs = list(zip(true, found, strict=True))
    both, by_true, by_found = Counter(pairs), Counter(true), Counter(found)
    return (
        sum(both[pair] / by_found[pair[1]] for pair in pairs),
        sum(both[pair] / by_true[pair[0]] for pair in pairs),
        len(pairs),
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower().replace("’", "'")))


def _is_same(one: str, other: str) -> bool:
    few, many = sorted((_words(one), _words(other)), key=len)
    return len(few & many) >= SAME * len(few)


def states(told: Told) -> Iterator[tuple[str, str, str]]:
    """For each part and article: whole, partial or none in the gold; the same as told; the words."""
    for statement in told.story.statements:
        for part in statement.parts:
            spans = [span for s, p, span in carried(told.story) if (s, p) == (statement, part)]
            ids = {at.statement_id for span in spans if (at := told.at(span))}
            mine = [p for p in told.parts if p.statement_id in ids and _is_same(p.text, part.text)]
            true = {w.article: w.carries for w in part.witnesses if w.carries != "paraphrase"}
            for article_id, name in sorted(told.names.items(), key=lambda item: item[1]):
                yield true.get(name, "none"), _state(mine, article_id), f"{name} {part.part} {part.text[:50]}"


def _state(parts: Sequence[Part], article_id: str) -> str:
    if parts and all(article_id in part.whole for part in parts):
        return "whole"
    return "partial" if any(article_id in (*part.whole, *part.partial) for part in parts) else "none"


def readings(told: Told) -> Iterator[tuple[str, str, str]]:
    """For each article that departs from the reading of most: its kind in the gold; as told; the words."""
    places: dict[tuple[str, int], list[GoldReading]] = defaultdict(list)
    for reading in (reading for statement in told.story.statements for reading in statement.readings):
        places[reading.statement, reading.place].append(reading)
    for forms in places.values():
        lemma = max(forms, key=lambda r: (len(r.articles), r.form != ""))
        for reading in forms:
            if reading is lemma:
                continue
            for article in reading.articles:
                kind = _kind(told, reading, lemma.form, article)
                if kind == "none" and _supported(told.story, reading) >= _supported(told.story, lemma):
                    kind = _kind_reversed(told, reading, lemma, article)
                yield reading.kind, kind, f"{article} {lemma.form!r} / {reading.form!r}"


def _kind_reversed(told: Told, reading: GoldReading, lemma: GoldReading, article: str) -> str:
    """The kind where the program takes the article's reading for the best supported: that of those who have the other.

    Asked only where as many independent articles have it: then both are right. What one leaves out the other adds.
    """
    mine = {
        (r.statement_id, r.part, r.place)
        for r in told.readings
        if r.kind == "lemma" and told.names[r.article_id] == article
        if any(r.start <= s.end + 2 and s.start - 2 <= r.end for s in reading.spans if s.article == article)
    }
    kinds = [
        {"omission": "addition", "addition": "omission"}.get(r.kind, r.kind)
        for r in told.readings
        if r.kind != "lemma" and (r.statement_id, r.part, r.place) in mine
        if told.names[r.article_id] in lemma.articles
    ]
    return reading.kind if reading.kind in kinds else kinds[0] if kinds else "none"


def _supported(story: GoldStory, reading: GoldReading) -> int:
    """How many articles have a reading, copies of one text counted once."""
    copied = {one: {one} for one in reading.articles}
    for copy in story.copies:
        if copy.kind in WHOLE_COPIES and copy.first in copied and copy.second in copied:
            joined = copied[copy.first] | copied[copy.second]
            copied |= dict.fromkeys(joined, joined)
    return len({min(joined) for joined in copied.values()})


def _kind(told: Told, reading: GoldReading, lemma: str, article: str) -> str:
    """The kind of the reading told at a place; words left out may also be told by a part that is cut or omitted."""
    mine = [r for r in told.readings if r.kind != "lemma" and told.names[r.article_id] == article]
    spans = [span for span in reading.spans if span.article == article]
    near = [r.kind for r in mine if any(r.start <= s.end + 2 and s.start - 2 <= r.end for s in spans)]
    if "translation" in near and reading.kind in RENDERED:  # our gold does not tell who put other words for the same
        near.append(reading.kind)
    if not spans:
        statement = next(s for s in told.story.statements if s.statement == reading.statement)
        gold = next(p for p in statement.parts if p.part == reading.part)
        own = [s for w in gold.witnesses if w.article == article for s in w.spans]
        near = [r.kind for r in mine if any(r.start <= s.end + 3 and s.start <= r.end + 3 for s in own)]
    if reading.kind == "omission" and _is_cut(told, lemma, article):
        near.append("omission")
    return reading.kind if reading.kind in near else near[0] if near else "none"


def _is_cut(told: Told, words: str, article: str) -> bool:
    """Whether an article is told to cut or omit the part that holds some words."""
    return any(
        _words(words) <= _words(part.text) and article in {told.names[a] for a in (*part.partial, *part.omitted)}
        for part in told.parts
    )


def order(told: Told) -> Iterator[bool]:
    """For each two parts of one statement: whether they stand in the gold's order."""
    for statement in told.story.statements:
        places = []
        for part in statement.parts:
            found = [at for s, p, span in carried(told.story) if (s, p) == (statement, part) and (at := told.at(span))]
            if found:
                places.append(Counter((w.statement_id, w.part) for w in found).most_common(1)[0][0])
        for (one, first), (two, second) in combinations(places, 2):
            if one == two:
                yield first <= second


def said(told: Told) -> Iterator[tuple[str, str, str]]:
    """For each statement: when it was said in the gold, as told, and its first words."""
    for statement in told.story.statements:
        found = Counter(
            at.statement_id for s, _, span in carried(told.story) if s == statement and (at := told.at(span))
        )
        if found:
            mine = told.statements[found.most_common(1)[0][0]]
            yield (
                statement.said,
                mine.said,
                f"{statement.statement} {statement.parts[0].text[:50]} ({mine.said_source})",
            )


def score(stories: Iterable[GoldStory], *, show: int = 0) -> dict[str, float]:
    """Figures with the gold's input and in the full flow."""
    pairs = [run_story(story) for story in stories]
    figures: dict[str, float] = {}
    for label, told in (("gold input", [a for a, _ in pairs]), ("full flow", [b for _, b in pairs])):
        figures |= {f"{label}: {name}": value for name, value in _figures(told, label, show).items()}
    return figures


def _figures(told: Sequence[Told], label: str, show: int) -> dict[str, float]:
    sums = [sum(column) for column in zip(*map(grouping, told), strict=True)]
    precision, recall = sums[0] / sums[2], sums[1] / sums[2]
    compared = {name: [row for t in told for row in of(t)] for name, of in (("states", states), ("kinds", readings))}
    whens = [row for t in told for row in said(t)]
    ordered = [right for t in told for right in order(t)]
    if show:
        for name, rows in (*compared.items(), ("said", whens)):
            wrong = [f"{label} {name}: {a or '-'} as {b or '-'}: {words}" for a, b, words in rows if a != b]
            print("\n".join(wrong[:show]))
    carried = [row for row in compared["states"] if row[:2] != ("none", "none")]
    return {
        "B-cubed F1": 2 * precision * recall / (precision + recall),
        "B-cubed precision": precision,
        "B-cubed recall": recall,
        "whole/partial/none": _share(carried),
        "kind of reading": _share(compared["kinds"]),
        "order of parts": sum(ordered) / max(1, len(ordered)),
        "date": _share(whens),
    }


def _share(rows: Sequence[tuple[str, str, str]]) -> float:
    return sum(a == b for a, b, _ in rows) / max(1, len(rows))


def report(options: argparse.Namespace) -> int:
    """Figures on annotated stories, against floors of their own."""
    stories = load_split(options.split, options.gold, options.data)
    figures = score(stories, show=options.diff)
    print(json.dumps(figures, indent=1) if options.json else "\n".join(f"{n:36} {v:8.4f}" for n, v in figures.items()))
    path = FLOORS
    if options.save:
        pinned = {"fingerprint": fingerprint(stories), "split": options.split, "figures": figures}
        path.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    if not options.check:
        return 0
    pinned = json.loads(path.read_text(encoding="utf-8"))
    if (pinned["fingerprint"], pinned["split"]) != (fingerprint(stories), options.split):
        print("other data than the floors were pinned on", file=sys.stderr)
        return 1
    worse = [name for name, floor in pinned["figures"].items() if figures[name] < floor - 1e-9]
    for name in worse:
        print(f"below its floor: {name}: {figures[name]:.4f}, was {pinned['figures'][name]:.4f}", file=sys.stderr)
    return int(bool(worse))


def main() -> int:
    """Read the options; score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the data folder, for --split real")
    parser.add_argument("--split", choices=["gold", "gold-test", "real"], default="gold")
    parser.add_argument("--gold", type=Path, default=FOLDER, help="folder of the annotated stories")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a figure is worse than its floor")
    parser.add_argument("--save", action="store_true", help="pin the present figures as floors")
    parser.add_argument("--diff", type=int, default=0, metavar="N", help="show N mistakes of each sort")
    return report(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
