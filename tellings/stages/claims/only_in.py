"""Only-in: claims of a story in; those that one telling alone makes, what would change the story most first, out.

What one telling has alone is ranked by a logistic regression over what is new in it (words, numbers, days that no other
telling has), and where it stands.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from itertools import islice

from tellings.language import load
from tellings.model import TOLD, Article, Block, Claim, OnlyIn, Telling
from tellings.stages.claims.content import Content
from tellings.stages.claims.likeness import Unit
from tellings.text.words import WORD

MONEY = frozenset("$£€¥")
ENDS = frozenset(".!?…\"'”’»)")
FEW = 6  # words: of fewer, a share says little
CUT = ("...", "…", "[...]", "[…]")


@dataclass(frozen=True, slots=True)
class Novelty:
    """What speaks for showing a claim that one telling alone makes; shares and flags from 0 to 1.

    Few figures, since more of them (names, harm and blame, hedges, weights) fitted the stories they were learnt from.
    """

    own: float  # of its words, those that no other telling has; few words count as FEW
    own_sentence: float  # the same of its whole sentence
    number: float  # a number that no other telling has
    day: float  # a day or time of day that no other telling has
    money: float  # a sum of money
    expected: float  # told as still to come
    opening: float  # stands in a title or the first sentence, where every telling says what it is about
    late: float  # where it stands in its telling: what all have comes early


NOVELTY = tuple(field.name for field in fields(Novelty))


def figures_of(novelty: Novelty) -> tuple[float, ...]:
    """The figures in the order of NOVELTY."""
    return tuple(getattr(novelty, name) for name in NOVELTY)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its telling an assertion stands."""

    opening: bool
    late: float  # from 0 at the head to 1 at the end


@dataclass(frozen=True, slots=True)
class Alone:
    """A claim that one telling alone makes."""

    claim: Claim
    unit: Unit
    novelty: Novelty


def is_full(article: Article, blocks: Sequence[Block], stub: int) -> bool:
    """Whether an article tells enough to omit something: no stub, not cut before its end.

    >>> full = Article.from_text("Rain fell on the town. " * 30)
    >>> is_full(full, [Block("", 0, len(full.text), "body", "")], 80)
    True
    >>> cut = Article.from_text("Rain fell on the town. " * 30 + "The mayor …")
    >>> is_full(cut, [Block("", 0, len(cut.text), "body", "")], 80)
    False
    """
    if article.stub:
        return False
    told = sorted((block.start, block.end) for block in blocks if block.kind in TOLD)
    words = (word for span in told for word in WORD.finditer(article.text, *span))
    if not told or len(list(islice(words, stub))) < stub:  # no more words are read than decide it
        return False
    last = article.text[slice(*told[-1])].rstrip()
    behind = [block for block in blocks if block.start >= told[-1][1] and block.kind == "promo"]
    walled = any("subscription" in block.reason for block in behind)
    return not walled and not last.endswith(CUT) and (last[-1:] in ENDS or len(told) > 1)


class _Others:
    """What the tellings of a story hold, to be asked for all tellings but one."""

    def __init__(self, units: Sequence[Unit], origin: Mapping[str, str]) -> None:
        told: dict[str, set[str]] = defaultdict(set)
        for unit in units:
            root = origin.get(unit.row.article_id, unit.row.article_id)
            told[root].update(unit.sentence.stems, unit.sentence.numbers)
        # Of each form the one telling that has it; "" where several have it.
        holder: dict[str, str] = {}
        for root, forms in told.items():
            holder |= dict.fromkeys(forms & holder.keys(), "") | dict.fromkeys(forms - holder.keys(), root)
        own: dict[str, set[str]] = defaultdict(set)
        for form, root in holder.items():
            own[root].add(form)
        # For each telling the forms that another one has.
        self.held = {root: holder.keys() - own[root] for root in told}

    def lack(self, forms: Set[str], root: str) -> bool:
        """Whether there is a word, number or day among some that no other telling has."""
        return not forms <= self.held[root]

    def share(self, content: Content, root: str) -> float:
        """Of the words of a stretch, those that no other telling has."""
        stems = content.stems.keys()
        return (len(stems) - len(stems & self.held[root])) / max(FEW, len(stems))


def read_novelty(unit: Unit, others: _Others, root: str, spot: Place) -> Novelty:
    """What is new in an assertion, and where it stands."""
    content = unit.content
    return Novelty(
        own=others.share(content, root),
        own_sentence=others.share(unit.sentence, root),
        number=float(others.lack(content.numbers, root)),
        day=float(others.lack(content.days, root)),
        money=float(bool(content.counted.keys() & MONEY)),
        expected=float("expected" in unit.row.hedges),
        opening=float(spot.opening),
        late=spot.late,
    )


def find_alone(
    units: Sequence[Unit],
    groups: Sequence[tuple[Claim, Sequence[int]]],
    origin: Mapping[str, str],
    full: frozenset[str],
) -> list[Alone]:
    """The claims of one telling alone, where another one tells enough to have omitted them."""
    others = _Others(units, origin)
    places = _places(units)
    full_roots = {origin.get(a, a) for a in full}
    found = []
    for claim, group in groups:
        roots = {origin.get(units[i].row.article_id, units[i].row.article_id) for i in group}
        if claim.independent > 1 or full_roots <= roots:
            continue
        lead = next(
            i for i in group if units[i].row.start == claim.start and units[i].row.article_id == claim.article_id
        )
        spot = Place(any(places[i].opening for i in group), places[lead].late)
        novelty = read_novelty(units[lead], others, roots.pop(), spot)
        found.append(Alone(claim, units[lead], novelty))
    return found


def _places(units: Sequence[Unit]) -> list[Place]:
    """Where each assertion stands; a telling opens with its first two sentences, as a rule its title and its lead."""
    sentences: dict[str, set[int]] = defaultdict(set)
    for unit in units:
        sentences[unit.row.article_id].add(unit.row.sentence_start)
    number = {key: {start: n for n, start in enumerate(sorted(starts))} for key, starts in sentences.items()}
    found = []
    for unit in units:
        own = number[unit.row.article_id]
        at = own[unit.row.sentence_start]
        found.append(Place(at < 2, at / max(1, len(own) - 1)))
    return found


def rank_only_in(alone: Sequence[Alone], most: int, language: str = "en") -> Iterator[OnlyIn]:
    """The claims worth showing, best first: at most so many of each telling, one of a sentence."""
    table = load("only_in_weights", language)
    weights = [float(table.get(name, 0)) for name in NOVELTY]

    def score(one: Alone) -> int:
        return round(1000 * sum(w * x for w, x in zip(weights, figures_of(one.novelty), strict=True)))

    ranked = sorted(alone, key=lambda one: (-score(one), one.claim.number))
    taken: dict[str, set[int]] = defaultdict(set)  # where the sentences of those that are kept begin
    kept = []
    for one in ranked:
        own, sentence = taken[one.claim.article_id], one.unit.row.sentence_start
        if len(own) < most and sentence not in own:
            own.add(sentence)
            kept.append(one)
    for rank, one in enumerate(kept, 1):
        yield OnlyIn(one.claim.story_id, one.claim.claim_id, one.claim.article_id, rank, _reason(one))


def _reason(one: Alone) -> str:
    """What a claim was ranked by, in words."""
    novelty = one.novelty
    new = [name for name in ("number", "day") if getattr(novelty, name)]
    told = [f"{100 * novelty.own:.0f} % of its words no other telling has"]
    told += [f"new {', '.join(new)}"] if new else []
    told += ["a sum of money"] if novelty.money else []
    return "; ".join(told)


def full_tellings(
    tellings: Sequence[Telling], articles: Sequence[Article], blocks: Sequence[Block], stub: int
) -> frozenset[str]:
    """The articles of a story that tell enough to omit something."""
    members = {telling.article_id for telling in tellings}
    own: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        own[block.article_id].append(block)
    return frozenset(a.article_id for a in articles if a.article_id in members and is_full(a, own[a.article_id], stub))
