"""Gathering: quoted stretches of a story in, groups of those that belong to one statement out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tellings.model import Article
from tellings.stages.statements.link import Sets, link
from tellings.stages.statements.occasions import Occasion, Tie, chain, find_ties
from tellings.stages.statements.pieces import Piece

# Score from which articles that go on from one group to the other outweigh an "also": two lead over in so many words.
SETTLED = 4


@dataclass
class Group:
    """Pieces of one statement, with what the texts leave open about that."""

    pieces: list[Piece]
    open: list[str] = field(default_factory=list)


def gather(
    pieces: Sequence[Piece],
    articles: Mapping[str, Article],
    origin: Mapping[str, str],
    names: Mapping[str, str],
    occasions: Mapping[str, Occasion],
    enough: int = 1,
) -> list[Group]:
    """Groups of pieces that are one statement each.

    Args:
        pieces: sorted by place.
        articles: by id.
        origin: of each article that copies another, the one it copies.
        names: how articles are named in notes (sigla).
        occasions: by quotation, when and where it was said, as far as told.
        enough: score of ties from which groups of one voice are one statement.
    """
    sets, doubtful = link(pieces)
    ties = find_ties(pieces, sets, articles, origin, occasions)
    before = {pair: tie for pair, tie in ties.items() if tie.also and tie.score < SETTLED}
    loose = chain(sets, ties, enough)
    for number, roots in sorted(doubtful.items()):
        if len({sets.find(root) for root in roots}) == 1:
            sets.join(number, roots[0])
    members: dict[int, list[Piece]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        members[sets.find(number)].append(piece)
    groups = {root: Group(found) for root, found in members.items()}
    _note(groups, sets, before, loose, names)
    for number, roots in sorted(doubtful.items()):
        if len({sets.find(root) for root in roots}) > 1:
            groups[sets.find(number)].open.append("its words fit several statements")
    return list(groups.values())


def _note(
    groups: dict[int, Group],
    sets: Sets,
    also: dict[tuple[int, int], Tie],
    loose: list[tuple[int, int, Tie]],
    names: Mapping[str, str],
) -> None:
    """Write down what the articles leave open about the occasion."""

    def told(cues: list[tuple[str, str]]) -> str:
        held: dict[str, set[str]] = defaultdict(set)
        for article, cue in cues:
            held[cue.casefold()].add(names.get(article, article))
        return ", ".join(f"“{cue}” in {', '.join(sorted(held[cue]))}" for cue in sorted(held))

    for (one, two), tie in sorted(also.items()):
        if sets.find(one) == sets.find(two):
            note = f"one occasion or two: {told(tie.also)}"
            note += f", {told(tie.continued)}" if tie.continued else ""
            groups[sets.find(one)].open.append(note)
    for one, two, tie in loose:
        if tie.continued or (tie.also and tie.score > -2):
            for root in {sets.find(one), sets.find(two)}:
                note = "may be one occasion with another statement of this speaker"
                note += f": {told(tie.also)}" if tie.also else ""
                groups[root].open.append(note)
