"""A quotation held against a store: in go its words, out come the articles that have them, and how they differ."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from rich.text import Text

from tellings.errors import NotFound
from tellings.model import Article, Attribution, Quotation, Telling, Voice
from tellings.publish.json_ import SCHEMA, Json
from tellings.publish.lines import FAINT, HEAD, NAME, TURNS, count, day, line, shorten, span_of_days
from tellings.publish.stories import read_rows
from tellings.store import Store
from tellings.text.verify import VERDICTS, Change, Check, Match, check_quotation

WHITE = re.compile(r"\s+")


@dataclass(frozen=True)
class Hit:
    """One article that has the words, or nearly."""

    match: Match
    siglum: str
    source: str
    outlet: str
    date: str  # published, or inferred from the story
    url: str
    speaker: str  # to whom the article ascribes the words, as far as it settles that
    quoted: bool  # whether the words stand within a quotation there


@dataclass(frozen=True)
class Checked:
    """The outcome, with the extent of what was searched."""

    check: Check
    hits: tuple[Hit, ...]  # in order of date
    first: str  # earliest and latest day of the articles searched
    last: str


def check_in_store(store: Store, quotation: str, limit: int = 20) -> Checked:
    """Look for a quotation in all articles of a store.

    Args:
        store: where to look.
        quotation: the words in question.
        limit: most articles to give back.
    """
    manifest = store.manifest()
    articles = {a.article_id: a for a in read_rows(store, manifest, Article)}
    if not articles:
        raise NotFound(
            f"{store.folder} holds no finished run yet; the same `tellings run` again goes on where it stopped"
        )
    check = check_quotation(quotation, [(a.article_id, a.text) for a in articles.values()], limit)
    found = {match.text_id for match in check.matches}
    tellings = {t.article_id: t for t in read_rows(store, manifest, Telling)}
    quotations = read_rows(store, manifest, Quotation, "article_id", found) if found else []
    speakers = _speakers(store, found)
    hits = []
    for match in check.matches:
        article, telling = articles[match.text_id], tellings[match.text_id]
        holding = [q for q in quotations if q.article_id == match.text_id and _overlaps(q, match)]
        names = [speakers[q.quotation_id] for q in holding if speakers.get(q.quotation_id)]
        hits.append(
            Hit(
                match=match, siglum=telling.siglum, source=article.source, outlet=article.outlet,
                date=telling.anchor, url=article.url, speaker=names[0] if names else "", quoted=bool(holding),
            )
        )  # fmt: skip
    hits.sort(key=lambda hit: (hit.date or "9999", hit.siglum, hit.match.start))
    days = sorted(t.anchor for t in tellings.values() if t.anchor)
    return Checked(check, tuple(hits), days[0] if days else "", days[-1] if days else "")


def _overlaps(quotation: Quotation, match: Match) -> bool:
    return any(start < match.end and match.start < end for start, end in quotation.segments)


def _speakers(store: Store, article_ids: set[str]) -> dict[str, str]:
    """Name of the voice of each quotation of some articles."""
    if not article_ids:
        return {}
    manifest = store.manifest()
    rows = read_rows(store, manifest, Attribution, "article_id", article_ids)
    names = {v.voice_id: v.name for v in read_rows(store, manifest, Voice, "voice_id", {r.voice_id for r in rows})}
    return {row.quotation_id: names.get(row.voice_id, "") for row in rows}


def checked_json(checked: Checked) -> Json:
    """The outcome as one JSON object."""
    return {
        "schema": SCHEMA,
        "check": {
            "quotation": checked.check.quotation,
            "verdict": checked.check.verdict,
            "summary": checked.check.summary,
            "searched": checked.check.searched,
            "first": checked.first,
            "last": checked.last,
            "matches": [
                asdict(hit.match)
                | {"article_id": hit.match.text_id, "siglum": hit.siglum, "source": hit.source, "outlet": hit.outlet}
                | {"date": hit.date, "url": hit.url, "speaker": hit.speaker, "quoted": hit.quoted}
                for hit in checked.hits
            ],
        },
    }


def checked_lines(checked: Checked) -> Iterator[Text]:
    """The outcome as lines: the verdict, then each article in order of date."""
    check = checked.check
    searched = f"{count(check.searched, 'article')}, {span_of_days(checked.first, checked.last)}"
    style = HEAD if check.verdict == "verbatim" else TURNS
    yield line((check.verdict.upper(), style), f"  “{shorten(check.quotation, 400).strip('“”')}”")
    if not checked.hits:
        yield line(f"not found in these {searched}")
        return
    yield line(f"{summary(check)}, of {searched}")
    for hit in checked.hits:
        yield from _hit_lines(hit)


def summary(check: Check) -> str:
    """How many articles have the words in which way, and what differs.

    >>> texts = [("a", "“We sold it,” Lee said."), ("b", "“We never sold it,” Lee said.")]
    >>> summary(check_quotation("We sold it", texts))
    'verbatim in 1, altered in 1 (negation)'
    """
    pieces = []
    for verdict in VERDICTS:
        matches = [match for match in check.matches if match.verdict == verdict]
        kinds = sorted({change.kind for match in matches for change in match.changes if change.turns})
        if matches:
            pieces.append(f"{verdict} in {len(matches)}" + (f" ({', '.join(kinds)})" if kinds else ""))
    return ", ".join(pieces)


def _hit_lines(hit: Hit) -> Iterator[Text]:
    match = hit.match
    who = f" · {hit.speaker}" if hit.speaker else " · speaker left open" if hit.quoted else " · not in quotation marks"
    yield line(
        "  ", (f"{hit.siglum}:{match.start}–{match.end}", NAME), f"  {day(hit.date)}  ", (match.verdict, HEAD), who,
        (f"  {hit.source}", FAINT),
    )  # fmt: skip
    before, found, after = (WHITE.sub(" ", words) for words in (match.before, match.found, match.after))
    yield line("      …", (before.lstrip(), FAINT), (found, "bold italic"), (f"{after.rstrip()}…", FAINT))
    for change in match.changes:
        yield _change_line(change)


def _change_line(change: Change) -> Text:
    style = TURNS if change.turns else "bold"
    there = (f"there “{change.found}”", style) if change.found else ("not there", style)
    asked = f"asked “{change.quoted}”" if change.quoted else "not asked for"
    return line("      ", (f"{change.kind}: ", FAINT), asked, " · ", there)
