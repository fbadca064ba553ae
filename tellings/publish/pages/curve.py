"""How statements spread: in goes a story, out comes a stacked plot of the tellings that carry each, day by day."""

from dataclasses import dataclass
from datetime import date

from tellings.publish.days import day
from tellings.publish.pages.lookup import Lookup, one_line
from tellings.story import Edition

# Statements with a band of their own, and the measures of the plot in its own units.
MOST, LEFT, WIDTH, TOP, HEIGHT = 6, 36, 900, 16, 220
MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Band:
    """A statement in the plot."""

    number: int  # of the statement
    label: str
    colour: int  # from 1
    path: str
    last: int  # tellings that carry it in the end


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick of an axis."""

    label: str
    at: int


@dataclass(frozen=True, slots=True)
class SpreadPlot:
    """The plot; no bands where fewer than two days are known."""

    bands: tuple[Band, ...]
    days: tuple[Mark, ...]
    counts: tuple[Mark, ...]
    left_out: int  # statements without a band
    undated: int  # witnesses without a date, left out


def spread_plot(lookup: Lookup) -> SpreadPlot:
    """Tellings that carry a statement, added up over the days on which they told it."""
    several = [edition for edition in lookup.story.statements if edition.row.witnesses > 1]
    ranked = sorted(several, key=lambda e: (-e.row.witnesses, e.row.number))[:MOST]
    told = {edition.row.number: _days(lookup, edition) for edition in ranked}
    days = sorted({day_ for found in told.values() for day_ in found if day_})
    undated = sum(not day_ for found in told.values() for day_ in found)
    if len(days) < 2:
        return SpreadPlot((), (), (), len(several), undated)
    heights = [[sum(bool(d) and d <= limit for d in told[e.row.number]) for limit in days] for e in ranked]
    most = max(sum(column) for column in zip(*heights, strict=True))
    first, span = days[0], days[-1] - days[0]
    xs = [LEFT + (WIDTH - LEFT - 8) * (d - first) // span for d in days]
    bands, floor = [], [0] * len(days)
    for colour, (edition, height) in enumerate(zip(ranked, heights, strict=True), 1):
        ceiling = [low + high for low, high in zip(floor, height, strict=True)]
        path = _steps(xs, [_y(n, most) for n in floor], [_y(n, most) for n in ceiling])
        label = f"{lookup.mask(edition.row.speaker) or 'speaker left open'}: {one_line(lookup.mask(edition.text), 70)}"
        bands.append(Band(edition.row.number, label, colour, path, height[-1]))
        floor = ceiling
    step = max(1, -(-len(days) // MOST_TICKS))
    ticks = tuple(Mark(day(date.fromordinal(d).isoformat()), x) for d, x in list(zip(days, xs, strict=True))[::step])
    counts = tuple(Mark(str(n), _y(n, most)) for n in sorted({0, most // 2, most}))
    return SpreadPlot(tuple(bands), ticks, counts, len(several) - len(ranked), undated)


def _days(lookup: Lookup, edition: Edition) -> list[int]:
    """Day of each telling that carries a statement, 0 where it is undated."""
    found = []
    for article_id in sorted({witness.article_id for witness in edition.witnesses}):
        try:
            found.append(date.fromisoformat(lookup.tellings[article_id].anchor[:10]).toordinal())
        except ValueError:
            found.append(0)
    return found


def _y(number: int, most: int) -> int:
    return TOP + HEIGHT - HEIGHT * number // max(1, most)


def _steps(xs: list[int], floor: list[int], ceiling: list[int]) -> str:
    """A band that rises in steps: a count holds until the day of the next telling."""
    upper = [f"M{xs[0]} {ceiling[0]}"]
    lower = []
    for n in range(1, len(xs)):
        upper.append(f"H{xs[n]}V{ceiling[n]}")
        lower.append(f"V{floor[-n - 1]}H{xs[-n - 1]}")
    return "".join(upper) + "h8" + f"V{floor[-1]}h-8" + "".join(lower) + f"V{floor[0]}Z"
