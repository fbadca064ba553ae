"""The timeline of a story: its tellings, marks and times in, dated sentences out; those about one event share an id.

`dated` finds the sentences, `outcome` tells planned, announced, cancelled and done apart, and history from the story's
own days, `meet` joins the sentences of one event, `acts` leads from a plan to the act.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from tellings.model import Article, Assertion, Block, Event, Mark, Telling, Timex, content_id
from tellings.stage import Stage
from tellings.stages.events.acts import link_acts
from tellings.stages.events.dated import post_rows, sentence_rows
from tellings.stages.events.meet import Sentence, find_claimed, find_similar, group, stems, weigh_words
from tellings.stages.events.outcome import find_stale, with_history, with_phase
from tellings.stages.events.settings import EventsSettings

__all__ = ["STAGE", "EventsSettings", "find_events"]

Located = TypeVar("Located", Block, Mark, Timex)


def _by_article(rows: list[Located]) -> dict[str, list[Located]]:
    """Rows by their article."""
    found: dict[str, list[Located]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _event_id(lead: Event) -> str:
    """Id of an event: by its first dated sentence."""
    return content_id("event", lead.story_id, lead.date, lead.article_id, lead.timex_start)


def find_events(
    tellings: list[Telling],
    articles: list[Article],
    blocks: list[Block],
    marks: list[Mark],
    times: list[Timex],
    assertions: Sequence[Assertion] = (),
    settings: EventsSettings | None = None,
) -> list[Event]:
    """The dated sentences of one story, by date.

    >>> article = Article.from_text("The mill burned down on Sunday.", published="2024-05-15")
    >>> told = Block(article.article_id, 0, len(article.text), "body", "")
    >>> telling = Telling("s", article.article_id, "2024-05", "A", "2024-05-14", "inferred: from others", "")
    >>> [(e.date, e.anchor, e.inferred) for e in find_events([telling], [article], [told], [], [])]
    [('2024-05-12', '2024-05-14', True)]
    """
    settings = settings or EventsSettings()
    by_id = {article.article_id: article for article in articles}
    found = _dated(tellings, by_id, _by_article(blocks), _by_article(marks), _by_article(times), settings)
    found.sort(key=lambda e: (e.date, e.article_id, e.timex_start, e.start))
    language, texts = settings.language, {key: article.text for key, article in by_id.items()}
    sentences = [Sentence(row, _words_of(row, texts[row.article_id], language)) for row in found]
    similar = find_similar(sentences, weigh_words(articles, blocks, language), settings)
    similar |= find_claimed(found, assertions)
    leads: dict[int, Event] = {}
    joined = []
    for row, number in zip(found, group(sentences, similar), strict=True):
        joined.append(replace(row, event_id=_event_id(leads.setdefault(number, row))))
    anchors = {telling.article_id: telling.anchor[:10] for telling in tellings}
    return link_acts(with_history(joined, tellings, settings), similar, anchors, settings)


def _words_of(row: Event, text: str, language: str) -> frozenset[str]:
    """The content words of a dated sentence, those of its date left out."""
    return stems(text, row.start, row.end, language) - stems(text, row.timex_start, row.timex_end, language)


def _dated(
    tellings: list[Telling],
    articles: dict[str, Article],
    blocks: dict[str, list[Block]],
    marks: dict[str, list[Mark]],
    times: dict[str, list[Timex]],
    settings: EventsSettings,
) -> list[Event]:
    """The dated sentences of all tellings, with phase and hedge."""
    stale = find_stale(tellings, articles, blocks, times, settings)
    found: list[Event] = []
    for telling in tellings:
        article = articles.get(telling.article_id)
        if article is None:
            continue
        own = telling.article_id
        own_times = sorted(times.get(own, ()), key=lambda t: t.start)
        rows = [
            *sentence_rows(telling, article, blocks.get(own, []), marks.get(own, []), own_times, settings.language),
            *post_rows(telling, article, marks.get(own, []), settings.language),
        ]
        for row in rows:
            doubt = stale.get(own, "") if row.anchor else ""
            anchor = row.anchor or telling.anchor
            found.append(replace(with_phase(row, article.text, anchor, settings.language), stale=doubt))
    return found


def run(
    settings: EventsSettings,
    tellings: list[Telling],
    articles: list[Article],
    blocks: list[Block],
    marks: list[Mark],
    times: list[Timex],
    assertions: list[Assertion],
) -> Iterator[Event]:
    """The timeline of one story."""
    yield from find_events(tellings, articles, blocks, marks, times, assertions, settings)


STAGE = Stage(
    name="events",
    version=4,
    reads=(Telling, Article, Block, Mark, Timex, Assertion),
    writes=(Event,),
    by="story_id",
    via=Telling,
    run=run,
    settings=EventsSettings(),
)
