"""Outcomes of checks, shown: in go checked quotations, out come lines for a terminal and JSON."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.text import Text

from tellings.publish.check import VERDICTS, Checked, DraftQuotation, Hit, log_entry, summary
from tellings.publish.corpus import Extent
from tellings.publish.lines import FAINT, HEAD, NAME, TURNS, count, day, line, shorten, span_of_days
from tellings.publish.schema import SCHEMA, Json
from tellings.text.judging import Change

WHITE = re.compile(r"\s+")
# Outlets named where nothing was found; the rest is counted.
MOST_OUTLETS = 12


def checked_lines(checked: Checked, limit: int = 20) -> Iterator[Text]:
    """One outcome as lines: the verdict, each article in order of date, a line to keep.

    Args:
        checked: the outcome.
        limit: most articles to list.
    """
    whose = f"  {checked.speaker}" if checked.speaker else ""
    yield line((checked.verdict.upper(), _style(checked)), f"  “{_plain(checked.check.quotation)}”{whose}")
    if not checked.hits:
        yield line(f"not found in these {_searched_whole(checked)}")
    else:
        yield line(f"{summary(checked)}, of {_searched(checked.extent)}")
    if checked.reason:
        yield line((checked.reason, HEAD))
    for hit in _listed(checked, limit):
        yield from _hit_lines(hit)
    if len(checked.hits) > limit:
        yield line((f"  … and {len(checked.hits) - limit:,} more: --limit {len(checked.hits)}", FAINT))
    yield line(("log: ", FAINT), log_entry(checked))


def _listed(checked: Checked, limit: int) -> list[Hit]:
    """The hits that are shown, in their order: those that decide first, where not all are."""

    def rank(number: int) -> tuple[bool, int, int]:
        hit = checked.hits[number]
        return hit.kind != "primary", VERDICTS.index(hit.match.verdict), number

    return [checked.hits[number] for number in sorted(sorted(range(len(checked.hits)), key=rank)[:limit])]


def _plain(words: str) -> str:
    return shorten(words, 400).strip('“”"')


def _style(checked: Checked) -> str:
    return HEAD if checked.passes else TURNS


def _searched(extent: Extent) -> str:
    """How many articles were searched, from when to when."""
    days = f", {span_of_days(extent.first, extent.last)}" if extent.first else ", undated"
    return f"{count(extent.articles, 'article')}{days}"


def _searched_whole(checked: Checked) -> str:
    """Which articles were searched, by outlet, and from when to when."""
    named = [f"{name} ({n:,})" if n > 1 else name for name, n in checked.outlets[:MOST_OUTLETS]]
    more = [f"{len(checked.outlets) - MOST_OUTLETS:,} more outlets"] if len(checked.outlets) > MOST_OUTLETS else []
    return f"{_searched(checked.extent)}: {', '.join([*named, *more])}"


def _hit_lines(hit: Hit) -> Iterator[Text]:
    match = hit.match
    nobody = (
        "speaker left open" if hit.quoted else "its own words" if hit.kind == "primary" else "not in quotation marks"
    )
    who = hit.speaker or nobody
    primary = (" · primary source" if hit.kind == "primary" else "", HEAD)
    heard = f" · at {hit.cue_time}" if hit.cue_time else ""
    place = (f"{hit.siglum}:{match.start}–{match.end}", NAME)
    tail = (f" · {who}", heard, (f"  {hit.source}", FAINT))
    yield line("  ", place, f"  {day(hit.date)}  ", (match.verdict, HEAD), primary, *tail)
    before, found, after = (WHITE.sub(" ", words) for words in (match.before, match.found, match.after))
    yield line("      …", (before.lstrip(), FAINT), (found, "bold italic"), (f"{after.rstrip()}…", FAINT))
    for change in match.changes:
        yield _change_line(change)


def _change_line(change: Change) -> Text:
    style = TURNS if change.turns else "bold"
    there = (f"there “{change.found}”", style) if change.found else ("not there", style)
    asked = f"asked “{change.quoted}”" if change.quoted else "cut off here" if change.edge else "not asked for"
    return line("      ", (f"{change.kind}: ", FAINT), asked, " · ", there)


def draft_lines(rows: Sequence[tuple[DraftQuotation, Checked]], aside: int, limit: int = 3) -> Iterator[Text]:
    """The quotations of a draft, a block each, and a line that sums them up.

    Args:
        rows: each quotation with its outcome, in the draft's order.
        aside: quotations too short to be checked.
        limit: most articles to list for one quotation.
    """
    for quotation, checked in rows:
        yield line((f"{quotation.line}:{quotation.column}", NAME))
        yield from checked_lines(checked, limit)
        yield line()
    yield line((draft_summary(rows, aside), HEAD))


def draft_summary(rows: Sequence[tuple[DraftQuotation, Checked]], aside: int) -> str:
    """How many quotations of a draft have which outcome."""
    counts = Counter(checked.verdict for _, checked in rows)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    short = f"; {aside} of one or two words not checked" if aside else ""
    return f"{count(len(rows), 'quotation')} checked" + (f": {told}" if told else "") + short


def checked_json(checked: Checked) -> Json:
    """One outcome as a JSON object."""
    return {
        "quotation": checked.check.quotation,
        "speaker": checked.speaker,
        "verdict": checked.verdict,
        "wording": checked.wording,
        "passes": checked.passes,
        "reason": checked.reason,
        "summary": summary(checked) if checked.hits else f"not found in these {_searched_whole(checked)}",
        "independent": checked.independent(),
        "log": log_entry(checked),
        "searched": checked.extent.articles,
        "first": checked.extent.first,
        "last": checked.extent.last,
        "outlets": [{"outlet": name, "articles": articles} for name, articles in checked.outlets],
        "matches": [_hit_json(hit) for hit in checked.hits],
    }


def _hit_json(hit: Hit) -> Json:
    facts = {name: value for name, value in asdict(hit).items() if name != "match"}
    return asdict(hit.match) | {"article_id": hit.match.text_id} | facts


def one_json(checked: Checked) -> Json:
    """The answer to one quotation."""
    return {"schema": SCHEMA, "check": checked_json(checked)}


def draft_json(rows: Sequence[tuple[DraftQuotation, Checked]], aside: int) -> Json:
    """The answer to a draft."""
    checks = [asdict(quotation) | checked_json(checked) for quotation, checked in rows]
    return {"schema": SCHEMA, "summary": draft_summary(rows, aside), "not_checked": aside, "checks": checks}
