"""Origins: tellings of a story and what they copy in; for each article the one that counts for it out.

"n of m" counts independent articles: copies of one text count once, and so do the outlets of one owner or agency where
a person gives a table of them.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tellings.errors import SettingError
from tellings.model import Article, Copy, Origin, Telling
from tellings.stage import Settings, Stage

# What the table of outlets may have.
COLUMNS = ("outlet", "owner", "agency")


@dataclass(frozen=True)
class OriginSettings(Settings):
    """Which outlets do not count apart."""

    # Lines of a table (CSV): a head "outlet,owner" or "outlet,owner,agency", then an outlet a line. None by default:
    # who owns what is not told in the articles, and changes.
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlet:
    """One line of the table of outlets."""

    name: str
    owner: str
    agency: str
    line: int  # from 1


def read_outlets(lines: Iterable[str], origin: str = "origins.outlets") -> list[Outlet]:
    """The table of outlets.

    Args:
        lines: of a CSV file, its head first.
        origin: the file's name, for errors.

    Raises:
        SettingError: a column is unknown or missing, a line has no outlet or neither owner nor agency, or an outlet has
            two owners.

    >>> read_outlets(["outlet,owner", "Evening Post,Lowmoor Press"])
    [Outlet(name='Evening Post', owner='Lowmoor Press', agency='', line=2)]
    """
    table = csv.reader(line.lstrip("\ufeff") for line in lines)
    head = [name.strip().lower() for name in next(table, [])]
    for name in head:
        if name not in COLUMNS:
            raise SettingError(f"{origin}, line 1: no column {name!r}; there are: {', '.join(COLUMNS)}")
    if "outlet" not in head or len(head) < 2 or len(set(head)) < len(head):
        raise SettingError(f"{origin}, line 1: {','.join(head)!r} should read outlet,owner or outlet,owner,agency")
    found: dict[str, Outlet] = {}
    for cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        outlet = _outlet(dict(zip(head, map(str.strip, cells), strict=False)), table.line_num, origin)
        known = found.setdefault(outlet.name.casefold(), outlet)
        if (known.owner, known.agency) != (outlet.owner, outlet.agency):
            raise SettingError(
                f"{origin}, line {outlet.line}: {outlet.name!r} is of {outlet.owner or outlet.agency!r} here and of"
                f" {known.owner or known.agency!r} on line {known.line}; keep one of them"
            )
    return list(found.values())


def _outlet(cells: Mapping[str, str], line: int, origin: str) -> Outlet:
    outlet = Outlet(cells.get("outlet", ""), cells.get("owner", ""), cells.get("agency", ""), line)
    if not outlet.name:
        raise SettingError(f"{origin}, line {line}: no outlet; write outlet,owner as in the line above")
    if not outlet.owner and not outlet.agency:
        raise SettingError(f"{origin}, line {line}: {outlet.name!r} has neither owner nor agency; fill one or drop it")
    return outlet


def names_of(article: Article, siglum: str = "") -> set[str]:
    """What an article's outlet may be called in the table: its name, else its siglum or source."""
    return {name.casefold() for name in ([article.outlet] if article.outlet else [siglum, article.source]) if name}


def find_origins(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    copies: Sequence[Copy] = (),
    settings: OriginSettings = OriginSettings(),
) -> list[Origin]:
    """For each telling of a story that does not count by itself, the article that counts for it.

    Args:
        tellings: the story's members.
        articles: the articles of the members.
        copies: what they share.
        settings: which outlets belong together.
    """
    by_id = {article.article_id: article for article in articles}
    members = sorted((t for t in tellings if t.article_id in by_id), key=lambda t: _rank(t, by_id))
    joined = _Joined([t.article_id for t in members])
    for telling in members:
        joined.join(telling.article_id, telling.copy_of, "copy")
        joined.join(telling.article_id, telling.version_of, "version")
    for copy in copies:
        if copy.kind in {"exact", "near"}:
            joined.join(copy.article_id, copy.other_id, "copy")
    owners = [(o.name.casefold(), o) for o in read_outlets(settings.outlets)] if settings.outlets else []
    first: dict[str, str] = {}
    for telling in members:
        names = names_of(by_id[telling.article_id], telling.siglum)
        for _, outlet in (pair for pair in owners if pair[0] in names):
            for party in filter(None, (outlet.owner, outlet.agency)):
                joined.join(telling.article_id, first.setdefault(party.casefold(), telling.article_id), f"of {party}")
    return [
        Origin(telling.story_id, telling.article_id, joined.root(telling.article_id), joined.reason(telling.article_id))
        for telling in sorted(members, key=lambda t: t.article_id)
        if joined.root(telling.article_id) != telling.article_id
    ]


def _rank(telling: Telling, articles: Mapping[str, Article]) -> tuple[object, ...]:
    """Which of several counts for all: a primary source, the one that others copy, the latest version, the earliest."""
    article = articles[telling.article_id]
    return (
        article.kind != "primary",
        bool(telling.copy_of),
        bool(telling.version_of),
        telling.anchor or "9999",
        telling.article_id,
    )


class _Joined:
    """Articles that count as one; the first in order stands for them."""

    def __init__(self, ordered: Sequence[str]) -> None:
        self._number = {article_id: n for n, article_id in enumerate(ordered)}
        self._above = dict(zip(ordered, ordered, strict=True))
        self._reasons: dict[str, set[str]] = {}

    def root(self, article_id: str) -> str:
        """The article that stands for one."""
        while self._above[article_id] != article_id:
            article_id = self._above[article_id]
        return article_id

    def join(self, one: str, other: str, reason: str) -> None:
        """Let two articles count as one, if both are there."""
        if one == other or one not in self._above or other not in self._above:
            return
        for article_id in (one, other):
            self._reasons.setdefault(article_id, set()).add(reason)
        first, second = sorted((self.root(one), self.root(other)), key=self._number.__getitem__)
        self._above[second] = first

    def reason(self, article_id: str) -> str:
        """Why an article does not count by itself."""
        return "; ".join(sorted(self._reasons[article_id]))


def run(
    settings: OriginSettings, tellings: list[Telling], articles: list[Article], copies: list[Copy]
) -> Iterator[Origin]:
    """The origins of one story."""
    yield from find_origins(tellings, articles, copies, settings)


STAGE = Stage(
    name="origins",
    version=2,
    reads=(Telling, Article, Copy),
    writes=(Origin,),
    by="story_id",
    via=Telling,
    run=run,
    settings=OriginSettings(),
)
