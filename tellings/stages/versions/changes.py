"""Changes: two versions of an article in, the passages in which they differ, typed, out.

Sentences are aligned first (longest common subsequence, then the most similar ones in order), words within those that
are similar; so what is told of a change is a phrase, not a page, and a sentence that has moved is told as moved.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from tellings.language import DEFAULT, languages
from tellings.model import TOLD, Article, Block, Change, Version
from tellings.stage import Settings, Stage
from tellings.text.readings import compare
from tellings.text.sentences import find_sentences
from tellings.text.words import find_paragraphs

TOKEN = re.compile(r"\S+")
# What readings call by how words are exchanged is wording here; how they are exchanged is the change's kind.
WORDING = frozenset({"omission", "addition", "substitution", "transposition", "insertion", "ellipsis"})


@dataclass(frozen=True)
class ChangeSettings(Settings):
    """How versions are laid side by side."""

    similar: int = 50  # per cent of characters (rapidfuzz ratio) from which a sentence is another one's new wording
    most: int = 40_000  # pairs of sentences compared between two fixed ones; beyond it (300 by 300) they are not paired


@dataclass(frozen=True)
class Unit:
    """A sentence of a version."""

    start: int
    end: int
    paragraph: int
    title: bool
    key: str  # its words, white space evened out


def _units(article: Article, blocks: Sequence[Block], language: str) -> list[Unit]:
    """The sentences that an article tells; all of them where no blocks are known."""
    spans = sorted((b.start, b.end, b.kind == "title") for b in blocks if b.kind in TOLD)
    units: list[Unit] = []
    paragraph = 0
    for low, high, title in spans if blocks else [(0, len(article.text), False)]:
        for begin, finish in find_paragraphs(article.text, low, high):
            paragraph += 1
            for start, end in find_sentences(article.text, begin, finish, language):
                words = " ".join(article.text[start:end].split())
                if words:
                    units.append(Unit(start, end, paragraph, title, words))
    return units


@dataclass(frozen=True)
class Run:
    """Sentences of both versions between two that are alike; either side may be empty."""

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    old_at: int  # where words were put in or taken out, where a side is empty
    new_at: int


def _runs(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Run]:
    """What lies between the sentences that both versions have."""
    a = b = 0
    blocks = Indel.opcodes([unit.key for unit in old], [unit.key for unit in new])
    for equal, codes in groupby(blocks, key=lambda code: code.tag == "equal"):
        listed = list(codes)
        low_a, low_b = a, b
        a, b = listed[-1].src_end, listed[-1].dest_end
        if not equal:
            yield Run(
                tuple(old[low_a:a]), tuple(new[low_b:b]),
                old[low_a - 1].end if low_a else 0, new[low_b - 1].end if low_b else 0,
            )  # fmt: skip


def _pair_up(run: Run, settings: ChangeSettings) -> list[tuple[int, int]]:
    """Pairs of similar sentences in order, of the greatest similarity in all."""
    rows, columns = len(run.old), len(run.new)
    if not rows or not columns or rows * columns > settings.most:
        return []
    like = [
        [round(fuzz.ratio(one.key, other.key)) if one.title == other.title else 0 for other in run.new]
        for one in run.old
    ]
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] >= settings.similar else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if like[i][j] >= settings.similar and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


@dataclass(frozen=True)
class Passage:
    """A change, by the characters of both versions."""

    start: int
    end: int
    other_start: int
    other_end: int
    kind: str
    what: str
    turns: bool


def _worded(old: Unit, new: Unit, before: str, after: str, language: str) -> Iterator[Passage]:
    """How the words of two similar sentences differ."""
    ours = [m.span() for m in TOKEN.finditer(after, new.start, new.end)]
    theirs = [m.span() for m in TOKEN.finditer(before, old.start, old.end)]
    codes = Indel.opcodes([before[a:b] for a, b in theirs], [after[a:b] for a, b in ours])
    i = j = 0
    for equal, run in groupby(codes, key=lambda code: code.tag == "equal"):
        last = list(run)[-1]
        low_i, low_j, i, j = i, j, last.src_end, last.dest_end
        if equal:
            continue
        start, end = _span(ours[low_j:j], ours[low_j - 1][1] if low_j else new.start)
        other_start, other_end = _span(theirs[low_i:i], theirs[low_i - 1][1] if low_i else old.start)
        found = compare(before[other_start:other_end], after[start:end], bool(low_i and low_j), language)
        what = found.kind if found else "punctuation"
        kind = "replaced" if j > low_j and i > low_i else "inserted" if j > low_j else "removed"
        what = "title" if new.title else "wording" if what in WORDING else what
        yield Passage(start, end, other_start, other_end, kind, what, bool(found and found.turns))


def _span(tokens: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    return (tokens[0][0], tokens[-1][1]) if tokens else (at, at)


def _whole(units: Iterable[Unit], every: Sequence[Unit]) -> Iterator[tuple[int, int, str]]:
    """Sentences that one version alone has, those of one paragraph together: start, end and what they are."""
    sizes = {key: len(list(group)) for key, group in groupby(every, key=lambda unit: unit.paragraph)}
    for paragraph, group in groupby(units, key=lambda unit: unit.paragraph):
        listed = list(group)
        what = "title" if listed[0].title else "paragraph" if len(listed) == sizes[paragraph] else "sentence"
        yield listed[0].start, listed[-1].end, what


def _alone(units: Sequence[Unit], paired: set[int]) -> Iterator[list[Unit]]:
    """Runs of sentences without a counterpart."""
    for alone, group in groupby(range(len(units)), key=lambda number: number not in paired):
        if alone:
            yield [units[number] for number in group]


def find_changes(
    before: Article,
    after: Article,
    blocks_before: Sequence[Block] = (),
    blocks_after: Sequence[Block] = (),
    settings: ChangeSettings | None = None,
    version_of: str = "",
) -> list[Change]:
    """In what a version differs from the one before it.

    Args:
        before: the earlier version.
        after: the later version.
        blocks_before: blocks of the earlier one; what they set aside is not compared.
        blocks_after: blocks of the later one.
        settings: how versions are laid side by side.
        version_of: article_id of the latest version; the later of the two by default.

    >>> one, two = (Article.from_text(f"The ferry sank. {n} people were saved, police said.") for n in ("Five", "Six"))
    >>> [(change.kind, change.what) for change in find_changes(one, two)]
    [('replaced', 'number')]
    """
    settings = settings or ChangeSettings()
    language = after.language if after.language in languages() else DEFAULT
    old, new = _units(before, blocks_before, language), _units(after, blocks_after, language)
    found: list[Passage] = []
    for run in _runs(old, new):
        found += _passages(run, old, new, (before.text, after.text), settings, language)
    titles = [""] * 2
    if before.title != after.title and not any(unit.title for unit in (*old, *new)):
        titles = [after.title, before.title]
        found.append(
            Passage(0, 0, 0, 0, "replaced" if all(titles) else "inserted" if titles[0] else "removed", "title", True)
        )
    return [
        Change(
            version_of=version_of or after.article_id,
            article_id=after.article_id, start=p.start, end=p.end,
            other_id=before.article_id, other_start=p.other_start, other_end=p.other_end,
            kind=p.kind, what=p.what, turns=p.turns,
            title=titles[0] if p.start == p.end == p.other_end == 0 else "",
            other_title=titles[1] if p.start == p.end == p.other_end == 0 else "",
        )
        for p in sorted(_told_as_moved(found, before.text, after.text), key=_in_order)
    ]  # fmt: skip


def _in_order(passage: Passage) -> tuple[int, int, int, int]:
    return passage.start, passage.end, passage.other_start, passage.other_end


def _passages(
    run: Run, old: Sequence[Unit], new: Sequence[Unit], texts: tuple[str, str], settings: ChangeSettings, language: str
) -> Iterator[Passage]:
    """The changes of one run: similar sentences word by word, the rest whole."""
    pairs = _pair_up(run, settings)
    for i, j in pairs:
        yield from _worded(run.old[i], run.new[j], *texts, language)
    for units in _alone(run.old, {i for i, _ in pairs}):
        at = max([run.new_at, *(run.new[j].end for i, j in pairs if run.old[i].end <= units[0].start)])
        for start, end, what in _whole(units, old):
            yield Passage(at, at, start, end, "removed", what, True)
    for units in _alone(run.new, {j for _, j in pairs}):
        at = max([run.old_at, *(run.old[i].end for i, j in pairs if run.new[j].end <= units[0].start)])
        for start, end, what in _whole(units, new):
            yield Passage(start, end, at, at, "inserted", what, True)


def _told_as_moved(found: Sequence[Passage], before: str, after: str) -> list[Passage]:
    """What was taken out at one place and put in at another, in the same words, is told once, as moved."""
    gone = {
        " ".join(before[p.other_start : p.other_end].split()): p
        for p in found
        if p.kind == "removed" and p.start == p.end
    }
    kept = list(found)
    for p in found:
        words = " ".join(after[p.start : p.end].split())
        if p.kind == "inserted" and p.what in ("paragraph", "sentence") and words in gone:
            taken = gone.pop(words)
            kept = [q for q in kept if q is not p and q is not taken]
            kept.append(Passage(p.start, p.end, taken.other_start, taken.other_end, "moved", p.what, False))
    return kept


def run(
    settings: ChangeSettings, versions: list[Version], articles: list[Article], blocks: list[Block]
) -> Iterator[Change]:
    """The changes of one article's versions, neighbour by neighbour."""
    by_id = {article.article_id: article for article in articles}
    of: dict[str, list[Block]] = {}
    for block in blocks:
        of.setdefault(block.article_id, []).append(block)
    chain = sorted((row for row in versions if row.article_id in by_id), key=lambda row: row.number)
    for one, other in pairwise(chain):
        before, after = by_id[one.article_id], by_id[other.article_id]
        yield from find_changes(
            before, after, of.get(before.article_id, []), of.get(after.article_id, []), settings, other.version_of
        )


STAGE = Stage(
    name="changes",
    version=1,
    reads=(Version, Article, Block),
    writes=(Change,),
    by="version_of",
    via=Version,
    run=run,
    settings=ChangeSettings(),
)
