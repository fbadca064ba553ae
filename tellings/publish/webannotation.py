"""Web Annotation: stories in, a W3C annotation page (JSON-LD) with each witness and each differing reading out.

Targets are articles' texts as read, selected by position and by words with their context (W3C Web Annotation Data
Model 2017, sections 4.2.4 and 4.2.5). Positions count Unicode code points.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tellings.model import Reading, Witness
from tellings.publish.masking import Mask
from tellings.publish.passages import Passage, article_urn, cut_passage, statement_id
from tellings.story import Edition, Story

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

Json = dict[str, Any]


def export_annotations(stories: Iterable[Story]) -> str:
    """Stories as one annotation page, a line of JSON for each annotation.

    Private handles are masked, in `exact` too: there the position alone leads to the words.

    >>> from tellings import Article, collate_story
    >>> text = "“We will open the bridge in May,” Ann Lee said."
    >>> page = json.loads(export_annotations([collate_story([Article.from_text(text, published="2024-05-01")])]))
    >>> page["items"][0]["target"]["selector"][0]
    {'type': 'TextPositionSelector', 'start': 1, 'end': 31}
    """
    items = [json.dumps(item, ensure_ascii=False) for story in stories for item in _annotations(story)]
    head = json.dumps({"@context": CONTEXT, "id": "urn:tellings:page", "type": "AnnotationPage"})
    return head[:-1] + ', "items": [\n' + ",\n".join(items) + "\n]}\n"


def _annotations(story: Story) -> Iterator[Json]:
    mask = Mask.of(story)
    for edition in story.statements:
        for number, witness in enumerate(edition.witnesses):
            yield _witness(story, edition, witness, number, mask)
        for number, reading in enumerate(edition.readings):
            if reading.kind != "lemma":
                yield _reading(story, edition, reading, number, mask)


def _witness(story: Story, edition: Edition, row: Witness, number: int, mask: Mask) -> Json:
    who = edition.row.speaker or "speaker left open"
    text = f"{statement_id(story, edition)} part {row.part}, {row.carries}: {who}"
    tags = ["witness", row.carries, *([row.channel] if row.channel else []), *([row.said] if row.said else [])]
    name = f"urn:tellings:statement:{row.statement_id}:{row.part}:witness:{number}"
    return _annotation(name, "identifying", mask(text), tags, _target(story, row, mask))


def _reading(story: Story, edition: Edition, row: Reading, number: int, mask: Mask) -> Json:
    elsewhere = f"“{row.lemma}”" if row.lemma else "nothing"
    text = f"{statement_id(story, edition)} part {row.part}: {row.kind}; the best-supported reading is {elsewhere}"
    tags = ["reading", row.kind, *(["can turn the meaning"] if row.turns else [])]
    name = f"urn:tellings:statement:{row.statement_id}:{row.part}:reading:{number}"
    return _annotation(name, "commenting", mask(text), tags, _target(story, row, mask))


def _annotation(name: str, motivation: str, text: str, tags: Iterable[str], target: Json) -> Json:
    bodies = [{"type": "TextualBody", "purpose": motivation, "format": "text/plain", "value": text}]
    bodies += [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    return {"id": name, "type": "Annotation", "motivation": motivation, "body": bodies, "target": target}


def _target(story: Story, row: Witness | Reading, mask: Mask) -> Json:
    passage = cut_passage(row, mask)
    article = story.articles[row.article_id]
    source: Json = {"id": article_urn(row.article_id), "type": "Text", "format": "text/plain"}
    facts = (("dc:title", mask(article.title)), ("dc:publisher", article.outlet), ("schema:url", article.url))
    source |= {name: value for name, value in facts if value}
    return {"type": "SpecificResource", "source": source, "selector": _selectors(passage)}


def _selectors(passage: Passage) -> list[Json]:
    """The same characters by position and by words; an empty stretch has no words to quote but its neighbours."""
    quote = {"exact": passage.words, "prefix": passage.before, "suffix": passage.after}
    return [
        {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
        {"type": "TextQuoteSelector"} | quote,
    ]
