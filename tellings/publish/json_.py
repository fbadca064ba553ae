"""JSON: in go stories and what was read, out comes one object with a schema version.

Every object that speaks of text has article_id, start, end and words: the characters of the article at that place.
Passages only; whole articles are never part of it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from tellings.ingest import Ingested
from tellings.model import (
    TOLD,
    Assertion,
    Copy,
    Event,
    Item,
    Quotation,
    Reading,
    Rewrite,
    StoryRow,
    SummarySentence,
    Telling,
    Witness,
)
from tellings.pipeline import RunReport
from tellings.publish.masking import Mask
from tellings.publish.revisions import change_json, notice_json
from tellings.publish.schema import SCHEMA, Json
from tellings.story import Asserted, Edition, Story

__all__ = ["SCHEMA", "Json"]


def run_json(report: RunReport, stories: Iterable[Story]) -> Json:
    """What `tellings run --json` prints."""
    listed = list(stories)
    return {
        "schema": SCHEMA,
        "read": read_json(report.ingested),
        "stages": [asdict(stage) | {"seconds": round(stage.seconds, 3)} for stage in report.stages],
        "sources": [source for story in listed for source in sources_json(story)],
        "stories": [story_json(story) for story in listed],
    }


def read_json(ingested: Ingested) -> Json:
    """Counts of what was read; items = articles + grouped + refused + known."""
    counts = {name: getattr(ingested, name) for name in ("items", "articles", "grouped", "refused", "known", "left")}
    return counts | {"noticed": [_item_json(item) for item in ingested.noticed]}


def _item_json(item: Item) -> Json:
    return {
        "source": item.source,
        "record": item.record,
        "status": item.status,
        "reason": item.reason,
        "article_id": item.article_id,
    }


def sources_json(story: Story) -> list[Json]:
    """The articles of a story, as they were read."""
    return [
        {
            "article_id": article.article_id,
            "story_id": story.story_id,
            "siglum": telling.siglum,
            "source": article.source,
            "format": article.format,
            "characters": len(article.text),
            "title": article.title,
            "outlet": article.outlet,
            "byline": article.byline,
            "url": article.url,
            "published": article.published,
            "published_source": article.published_source,
            "set_aside": [
                {"kind": block.kind, "start": block.start, "end": block.end, "words": story.words(block)}
                for block in story.blocks
                if block.article_id == article.article_id and block.kind not in TOLD
            ],
        }
        for telling in story.tellings
        for article in [story.articles[telling.article_id]]
    ]  # fmt: skip


def story_json(story: Story) -> Json:
    """One story with its tellings, statements, claims, events and copies."""
    return {
        "id": str(story.number),
        "story_id": story.story_id,
        "title": story.title,
        "first": story.row.first,
        "last": story.row.last,
        "independent": story.row.independent,
        "summary": [summary_json(story, sentence) for sentence in story.summary],
        "rewrite": [rewrite_json(row) for row in story.rewrite],
        "tellings": [_telling_json(telling) for telling in story.tellings],
        "voices": [asdict(voice) for voice in story.voices],
        "statements": [edition_json(story, edition) for edition in story.statements],
        "quotations": [quotation_json(story, quotation) for quotation in story.quotations],
        "quoted_phrases": [asdict(phrase) | {"words": story.words(phrase)} for phrase in story.phrases],
        "posts": [asdict(mark) | {"words": story.words(mark)} for mark in story.marks if mark.kind == "post"],
        "claims": [claim_json(story, claim) for claim in _shown_claims(story)],
        "claims_in_all": len(story.claims),
        "only_in": [asdict(row) | {"siglum": story.siglum(row.article_id)} for row in story.only_in],
        "events": [event_json(story, event) for event in story.events],
        "copies": [copy_json(story, copy) for copy in story.copies],
        "versions": [asdict(version) for version in story.versions],
        "changes": [change_json(story, change) for change in story.changes],
        "notices": [notice_json(story, notice) for notice in story.notices],
    }


def export_json(stories: Iterable[Story]) -> str:
    r"""Stories with their sources as one JSON object; private handles are masked.

    >>> export_json([])
    '{"schema": 1, "sources": [], "stories": []}\n'
    """
    sources: list[Json] = []
    told: list[Json] = []
    for story in stories:
        mask = Mask.of(story)
        sources += (mask.deep(source) for source in sources_json(story))
        told.append(mask.deep(story_json(story)))
    return json.dumps({"schema": SCHEMA, "sources": sources, "stories": told}, ensure_ascii=False) + "\n"


def story_row_json(number: int, row: StoryRow) -> Json:
    """A story in a list."""
    return {"id": str(number)} | asdict(row)


def _telling_json(telling: Telling) -> Json:
    facts = asdict(telling)
    del facts["story_id"], facts["bucket"]
    return facts


def edition_json(story: Story, edition: Edition) -> Json:
    """A statement with its parts, witnesses and apparatus."""
    facts = asdict(edition.row)
    del facts["story_id"]
    return {"id": f"{story.number}.{edition.row.number}"} | facts | {
        "parts": [
            {
                "part": part.part,
                "text": part.text,
                "whole": _sigla(story, part.whole),
                "partial": _sigla(story, part.partial),
                "omitted": _sigla(story, part.omitted),
                "witnesses": [_place_json(story, w) for w in edition.witnesses if w.part == part.part],
                "readings": [_place_json(story, r) for r in edition.readings if r.part == part.part],
            }
            for part in edition.parts
        ]
    }  # fmt: skip


def _sigla(story: Story, article_ids: Sequence[str]) -> list[str]:
    return [story.siglum(article_id) for article_id in article_ids]


def _place_json(story: Story, row: Witness | Reading) -> Json:
    facts = asdict(row)
    del facts["story_id"], facts["statement_id"], facts["part"]
    return facts | {"siglum": story.siglum(row.article_id), "words": story.words(row)}


def quotation_json(story: Story, quotation: Quotation) -> Json:
    """A quotation with the words of its parts and the voice it is ascribed to."""
    text = story.articles[quotation.article_id].text
    voices = {voice.voice_id: voice.name for voice in story.voices}
    found = next((a for a in story.attributions if a.quotation_id == quotation.quotation_id), None)

    def words(start: int | None, end: int | None) -> str:
        return "" if start is None else text[start:end]

    return asdict(quotation) | {
        "siglum": story.siglum(quotation.article_id),
        "words": [text[start:end] for start, end in quotation.segments],
        "mention": words(quotation.speaker_start, quotation.speaker_end),
        "cue": words(quotation.cue_start, quotation.cue_end),
        "voice_id": found.voice_id if found else "",
        "speaker": voices.get(found.voice_id, "") if found else "",
        "confidence": found.confidence if found else 0,
        "speaker_reason": found.reason if found else "",
        "candidates": [voices.get(candidate, candidate) for candidate in found.candidates] if found else [],
    }


def _shown_claims(story: Story) -> list[Asserted]:
    """Claims of several tellings, and those of one that are worth showing: all of them would be the whole articles."""
    alone = {row.claim_id for row in story.only_in}
    return [claim for claim in story.claims if claim.row.told > 1 or claim.row.claim_id in alone]


def claim_json(story: Story, claim: Asserted) -> Json:
    """A claim with its wordings and their hedges."""
    facts = asdict(claim.row)
    del facts["story_id"]
    return facts | {
        "words": story.words(claim.row),
        "assertions": [_assertion_json(story, row) for row in claim.assertions],
    }


def _assertion_json(story: Story, row: Assertion) -> Json:
    facts = asdict(row)
    del facts["story_id"], facts["claim_id"]
    text = story.articles[row.article_id].text
    return facts | {
        "siglum": story.siglum(row.article_id),
        "words": story.words(row),
        "hedge_words": [text[start:end] for start, end in row.hedge_spans],
    }


def summary_json(story: Story, sentence: SummarySentence) -> Json:
    """A sentence of the summary, or its headline (order 0)."""
    facts = asdict(sentence)
    del facts["story_id"], facts["headline"]
    return facts | {
        "siglum": story.siglum(sentence.article_id),
        "tellings": _sigla(story, sentence.tellings),
        "words": story.words(sentence),
        "field": "title" if sentence.headline else "text",
    }


def rewrite_json(row: Rewrite) -> Json:
    """A sentence that a model made of the summary, with why it is refused where it is."""
    facts = asdict(row)
    del facts["story_id"]
    return facts


def event_json(story: Story, event: Event) -> Json:
    """A dated sentence."""
    facts = asdict(event)
    del facts["story_id"]
    text = story.articles[event.article_id].text
    return facts | {
        "siglum": story.siglum(event.article_id),
        "words": story.words(event),
        "phrase": text[event.timex_start : event.timex_end],
    }


def copy_json(story: Story, copy: Copy) -> Json:
    """A shared passage, with its words as the first article has them."""
    words = story.articles[copy.article_id].text[copy.start : copy.end]
    return asdict(copy) | {
        "siglum": story.siglum(copy.article_id),
        "other_siglum": story.siglum(copy.other_id),
        "words": words,
    }
