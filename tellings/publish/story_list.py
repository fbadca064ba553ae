"""A list of stories: in go a store and what is wanted of it, out come a line and a JSON object for each story.

Reads a few columns of a few tables, no text: quick, whatever the size of the store.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches

from rich.text import Text

from tellings.errors import UsageError
from tellings.model import NOTICES, Difference, Notice, StoryRow, Telling, Terms
from tellings.publish.days import span_of_days
from tellings.publish.lines import FAINT, HEAD, NAME, TURNS, count, line, shorten
from tellings.publish.schema import SCHEMA, Json
from tellings.publish.stories import read_rows, story_rows
from tellings.store import Manifest, Store

SORTS = ("independent", "newest", "conflicts")


@dataclass(frozen=True)
class Listed:
    """A story in a list."""

    number: int  # as `tellings show` takes it
    row: StoryRow
    versions: int  # earlier versions among its tellings
    notices: tuple[str, ...]  # kinds of corrections and withdrawals among its tellings, the gravest first
    conflicts: int  # differences that cannot both hold
    outlets: tuple[str, ...]  # who tells it, by name


@dataclass(frozen=True)
class Wanted:
    """Which stories are listed, and in what order."""

    sort: str = "independent"  # one of SORTS
    limit: int = 0  # 0: all
    outlet: str = ""  # told by this one
    since: str = ""  # told on this day or later, YYYY-MM-DD


def list_stories(store: Store, wanted: Wanted = Wanted(), manifest: Manifest | None = None) -> list[Listed]:
    """The stories of a store.

    Raises:
        UsageError: the order, the day or the outlet is none.
    """
    if wanted.sort not in SORTS:
        raise UsageError(f"there is no order {wanted.sort!r}; stories can be sorted by {', '.join(SORTS)}")
    _check_day(wanted.since)
    manifest = manifest or store.manifest()
    told: dict[str, list[Telling]] = defaultdict(list)
    for telling in read_rows(store, manifest, Telling):
        told[telling.story_id].append(telling)
    outlets = _outlets(store, manifest)
    notices: dict[str, set[str]] = defaultdict(set)
    for notice in read_rows(store, manifest, Notice):
        notices[notice.article_id].add(notice.kind)
    conflicts = Counter(d.story_id for d in read_rows(store, manifest, Difference) if d.verdict == "conflicting")
    listed = []
    for number, row in enumerate(story_rows(store, manifest), 1):
        members = told[row.story_id]
        kinds = {kind for telling in members for kind in notices.get(telling.article_id, ())}
        listed.append(
            Listed(
                number,
                row,
                sum(bool(telling.version_of) for telling in members),
                tuple(kind for kind in NOTICES if kind in kinds),
                conflicts[row.story_id],
                tuple(sorted({outlets[t.article_id] for t in members if outlets.get(t.article_id)})),
            )
        )
    return _chosen(listed, wanted, set(outlets.values()))


def _outlets(store: Store, manifest: Manifest) -> dict[str, str]:
    """The outlet of each article."""
    found: dict[str, str] = {}
    for part in manifest.of(Terms):
        table = store.read(part, Terms).select(["article_id", "outlet"])
        found.update(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return found


def _check_day(since: str) -> None:
    try:
        date.fromisoformat(since or "2000-01-01")
    except ValueError:
        raise UsageError(f"--since {since!r} should be a day, for example --since 2024-05-01") from None


def _chosen(listed: Sequence[Listed], wanted: Wanted, outlets: Iterable[str]) -> list[Listed]:
    if wanted.outlet:
        known = {name.casefold(): name for name in outlets if name}
        if wanted.outlet.casefold() not in known:
            close = get_close_matches(wanted.outlet.casefold(), sorted(known), n=1)
            hint = (
                f"did you mean {known[close[0]]!r}?"
                if close
                else f"there are: {', '.join(sorted(known.values())[:20])}"
            )
            raise UsageError(f"no article is of outlet {wanted.outlet!r}; {hint}")
        name = known[wanted.outlet.casefold()]
        listed = [each for each in listed if name in each.outlets]
    found = [each for each in listed if not wanted.since or each.row.last >= wanted.since]
    if wanted.sort == "newest":
        found.sort(key=lambda each: each.row.last, reverse=True)
    elif wanted.sort == "conflicts":
        found.sort(key=lambda each: -each.conflicts)
    return found[: wanted.limit] if wanted.limit else found


def listed_lines(listed: Iterable[Listed]) -> Iterator[Text]:
    """A line a story: number, days, tellings, headline, and what is noteworthy."""
    for each in listed:
        row = each.row
        notes = [count(each.versions, "earlier version")] if each.versions else []
        kinds = ", ".join(each.notices)
        notes += [count(each.conflicts, "conflict")] if each.conflicts else []
        yield line(
            (f"  {each.number:>5}  ", HEAD), (f"{row.story_id[:8]}  ", FAINT),
            f"{count(row.tellings, 'telling')}, {row.independent:,} independent  ",
            (span_of_days(row.first, row.last), NAME), f"  {shorten(row.title, 90) or '(no title)'}",
            (f"  {' · '.join(notes)}" if notes else "", FAINT), (f"  {kinds}" if kinds else "", TURNS),
        )  # fmt: skip


def listed_json(listed: Iterable[Listed]) -> Json:
    """The same as one JSON object with a schema version."""
    return {
        "schema": SCHEMA,
        "stories": [
            {"id": str(each.number)}
            | {name: value for name, value in asdict(each.row).items() if name not in ("bucket", "rule")}
            | {"earlier_versions": each.versions, "notices": each.notices, "conflicts": each.conflicts}
            | {"outlets": each.outlets}
            for each in listed
        ],
    }
