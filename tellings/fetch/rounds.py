"""A round of fetching: addresses in, an outcome for each and for each page of a feed out, pages kept as WARC."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tellings.fetch.addresses import cleaned, host_of
from tellings.fetch.archive import Archive
from tellings.fetch.client import PASSING, Client, Response, redirected, said
from tellings.fetch.feeds import is_feed, links_of_feed
from tellings.fetch.opt_out import opted_out
from tellings.fetch.outcome import Outcome, Refused
from tellings.fetch.permission import Permissions
from tellings.fetch.polite import FetchSettings, Pace
from tellings.fetch.seen import Seen, Visit
from tellings.stages.read.http_body import TooLong, Undecodable, decode_body

# What `tellings run` reads of a WARC.
KEPT = frozenset(("text/html", "application/xhtml+xml", "text/plain", ""))
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5"
ACCEPT_FEED = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An address in the queue."""

    address: str
    feed: str = ""  # that named it


@dataclass(slots=True)
class _Round:
    """What a round holds together."""

    client: Client
    permissions: Permissions
    archive: Archive
    seen: Seen | None
    queue: deque[_Wanted] = field(default_factory=deque)
    met: set[str] = field(default_factory=set)
    visits: dict[str, Visit] = field(default_factory=dict)  # of feeds; remembered once all their pages were asked for


def fetch_pages(
    addresses: Sequence[str],
    into: Path,
    settings: FetchSettings | None = None,
    pace: Pace | None = None,
) -> Iterator[Outcome]:
    """Fetch pages, and the pages that feeds name; what is kept is a new WARC below `into`.

    Args:
        addresses: of pages and feeds.
        into: the folder; made when there is something to keep.
        settings: see FetchSettings.
        pace: how waiting is done.
    """
    yield from _go(addresses, into, settings or FetchSettings(), pace, None)


def watch_round(
    feeds: Sequence[str],
    into: Path,
    settings: FetchSettings | None = None,
    pace: Pace | None = None,
) -> Iterator[Outcome]:
    """Fetch what is new in some feeds since the last round into the same folder.

    A feed is asked for only if it changed (ETag, Last-Modified), a page once; `.watched.json` in the folder remembers.
    """
    yield from _go(feeds, into, settings or FetchSettings(), pace, Seen.load(into))


def _go(
    addresses: Sequence[str], into: Path, settings: FetchSettings, pace: Pace | None, seen: Seen | None
) -> Iterator[Outcome]:
    client = Client(settings, pace)
    with Archive(into) as archive:
        state = _Round(client, Permissions(client), archive, seen)
        for address in dict.fromkeys(addresses):
            try:
                wanted = _Wanted(cleaned(address))
            except Refused as error:
                yield Outcome(address, "refused", str(error))
                continue
            client.asked_hosts.add(host_of(wanted.address))
            state.queue.append(wanted)
        try:
            while state.queue:
                yield from _one(_next(state), state)
            if seen:
                seen.feeds.update(state.visits)
                seen.save()
        finally:
            client.close()


def _next(state: _Round) -> _Wanted:
    """The first whose host may be asked now; else the first."""
    pace = state.client.pace
    for number, wanted in enumerate(state.queue):
        if not pace.waiting(host_of(wanted.address)):
            del state.queue[number]
            return wanted
    return state.queue.popleft()


def _one(wanted: _Wanted, state: _Round) -> Iterator[Outcome]:
    """Fetch one address; a feed's pages go into the queue."""
    if wanted.address in state.met:
        return
    state.met.add(wanted.address)
    seen = state.seen
    if seen and wanted.feed and wanted.address in seen.pages:
        reason = f"in an earlier round: {seen.pages[wanted.address] or 'kept'}"
        yield Outcome(wanted.address, "unchanged", reason, feed=wanted.feed)
        return
    try:
        yield from _answered(wanted, _follow(wanted, state), state)
    except Refused as error:
        if seen and wanted.feed:
            if error.passing:
                state.visits.pop(wanted.feed, None)  # so that the feed is read again, changed or not
            else:
                seen.add_page(wanted.address, str(error))
        yield Outcome(wanted.address, "refused", str(error), feed=wanted.feed)


def _follow(wanted: _Wanted, state: _Round) -> Response:
    """The response at the end of the redirects, each of them permitted.

    Raises:
        Refused: there is none.
    """
    headers = {"Accept": ACCEPT if wanted.feed or not state.seen else ACCEPT_FEED}
    if state.seen and not wanted.feed:
        headers |= state.seen.conditions(wanted.address)
    address, met = wanted.address, {wanted.address}
    for _ in range(state.client.settings.redirects + 1):
        state.permissions.require(address)
        response = state.client.hop(address, headers)
        following = redirected(response)
        if not following:
            return response
        if following in met:
            raise Refused(f"its redirects lead in a circle, back to {following}")
        met.add(following)
        address = following
    raise Refused(f"more than {state.client.settings.redirects} redirects")


def _answered(wanted: _Wanted, response: Response, state: _Round) -> Iterator[Outcome]:
    final = response.address if response.address != wanted.address else ""
    if response.status == 304 and state.seen:
        yield Outcome(wanted.address, "unchanged", "the feed has not changed since the last round")
        return
    if response.status != 200:
        raise Refused(f"the server answered {said(response)}", passing=response.status in PASSING)
    body = _unpacked(response, state.client.settings.max_bytes)
    media = response.header("content-type").split(";")[0].strip().lower()
    headers = {name.lower(): response.header(name.lower()) for name, _ in response.headers}
    against = opted_out(headers, body, state.permissions.reservations(response.address), response.address)
    if against:
        raise Refused(f"{against}; not kept")
    if not wanted.feed and is_feed(media, body):
        yield _feed(wanted, response, body, state)
        return
    if state.seen and not wanted.feed:
        raise Refused(f"not a feed ({media or 'no type told'}); to keep a page, use tellings fetch")
    if media not in KEPT:
        raise Refused(f"{media[:60]}: pages and plain texts are kept")
    if not body.strip():
        raise Refused("empty: the server sent no page")
    state.archive.keep(response)
    if state.seen:
        state.seen.add_page(wanted.address, "")
    yield Outcome(wanted.address, "kept", "", len(response.body), final, wanted.feed)


def _feed(wanted: _Wanted, response: Response, body: bytes, state: _Round) -> Outcome:
    links = links_of_feed(body, response.address)
    most = state.client.settings.most_of_a_feed
    taken = links[:most]
    state.queue.extend(_Wanted(link, wanted.address) for link in taken)
    if state.seen:
        state.visits[wanted.address] = Visit(response.header("etag"), response.header("last-modified"))
    left = f"; {len(links) - most:,} more are left out (fetch.most_of_a_feed)" if len(links) > most else ""
    return Outcome(wanted.address, "feed", f"names {len(links):,} pages{left}", len(response.body))


def _unpacked(response: Response, longest: int) -> bytes:
    try:
        return decode_body(response.body, response.header("content-encoding"), "", longest)[0]
    except TooLong:
        raise Refused(f"unpacks to more than {longest:,} bytes") from None
    except Undecodable as error:
        raise Refused(str(error)) from None
