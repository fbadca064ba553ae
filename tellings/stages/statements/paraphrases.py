"""Paraphrases: indirect quotations and parts in, which part each says in other words out."""

from collections import defaultdict
from collections.abc import Sequence

from tellings.model import Quotation
from tellings.stages.statements.lookup import Lookup
from tellings.stages.statements.pieces import Heard
from tellings.stages.statements.rows import Edited
from tellings.text.spelling import function_forms, normal_form
from tellings.text.words import find_words


def _content(text: str, low: int, high: int) -> set[str]:
    """Content words by their first letters: a paraphrase inflects."""
    functions = function_forms()
    forms = (normal_form(text[a:b]) for a, b in find_words(text, low, high))
    return {form[:6] for form in forms if form not in functions}


def find_paraphrases(edited: Sequence[Edited], lookup: Lookup, least: int) -> dict[int, list[tuple[int, Quotation]]]:
    """By statement: indirect quotations of its voice that say one of its parts in other words, with that part.

    Args:
        edited: the statements; they are told apart by `id`.
        lookup: the story's rows.
        least: per cent of an indirect quotation's content words that a part must hold.
    """
    reported = [q for q in lookup.quotations.values() if q.kind == "indirect" and not q.negated]
    voices = {lookup.heard.get(q.quotation_id, Heard()).voice_id for q in reported} - {""}
    parts = [
        (one, number, _content(section.text, 0, len(section.text)))
        for one in edited
        if one.voice_id in voices
        for number, section in enumerate(one.edition.sections)
    ]
    found: dict[int, list[tuple[int, Quotation]]] = defaultdict(list)
    for quotation in sorted(reported, key=lambda q: (q.article_id, q.start, q.quotation_id)):
        voice = lookup.heard.get(quotation.quotation_id, Heard()).voice_id
        mine = [(one, number, content) for one, number, content in parts if one.voice_id == voice]
        if not voice or not mine:
            continue
        words = _content(lookup.articles[quotation.article_id].text, quotation.start, quotation.end)
        shared = [(len(words & content), one, number) for one, number, content in mine]
        most = max((count for count, *_ in shared), default=0)
        best = [(one, number) for count, one, number in shared if count == most]
        if most >= 3 and most * 100 >= least * len(words) and len(best) == 1:
            found[id(best[0][0])].append((best[0][1], quotation))
    return found
