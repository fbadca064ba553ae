"""Paraphrases: indirect quotations and statements in, which part each tells, and what only they tell, out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tellings.model import Quotation
from tellings.stages.statements.lookup import Lookup
from tellings.stages.statements.pieces import Heard
from tellings.stages.statements.rows import Edited
from tellings.text.spelling import function_forms, normal_form
from tellings.text.words import find_words

# Letters by which words are compared: a paraphrase inflects.
ROOT = 6
# Content words that a paraphrase must share at least; two are shared by most sentences on one subject.
SHARED = 3


@dataclass(frozen=True)
class Report:
    """An indirect quotation with the words by which it is compared."""

    quotation: Quotation
    voice_id: str
    content: frozenset[str]

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Sorting key: place of the quotation."""
        return self.quotation.article_id, self.quotation.start, self.quotation.end, self.quotation.quotation_id


@dataclass(frozen=True)
class Reported:
    """Indirect quotations that tell one thing which nobody quotes."""

    reports: tuple[Report, ...]  # the one whose words stand for it first

    @property
    def articles(self) -> list[str]:
        """The articles that report it."""
        return sorted({report.quotation.article_id for report in self.reports})


def _content(text: str, low: int, high: int) -> frozenset[str]:
    """Content words by their first letters."""
    return frozenset([_root(text[a:b]) for a, b in find_words(text, low, high)]) - {""}


@lru_cache(maxsize=65536)
def _root(word: str) -> str:
    """The first letters of a word's normal form; "" of a function word."""
    form = normal_form(word)
    return "" if form in function_forms() else form[:ROOT]


def find_reports(lookup: Lookup) -> list[Report]:
    """The indirect quotations of a story whose voice is known and that are not denied."""
    found = []
    for quotation in lookup.quotations.values():
        voice = lookup.heard.get(quotation.quotation_id, Heard()).voice_id
        article = lookup.articles.get(quotation.article_id)
        if quotation.kind == "indirect" and not quotation.negated and voice and article:
            content = _content(article.text, quotation.start, quotation.end)
            found.append(Report(quotation, voice, content))
    return sorted(found, key=lambda report: report.order)


def attach(
    reports: Iterable[Report], edited: Sequence[Edited], least: int
) -> tuple[dict[int, list[tuple[int, Quotation]]], list[Report]]:
    """Indirect quotations by the statement of which they say a part in other words, with that part; and the rest.

    Args:
        reports: the indirect quotations.
        edited: the statements; they are told apart by `id`.
        least: per cent of an indirect quotation's content words that a part must hold.
    """
    listed = list(reports)
    voices = {report.voice_id for report in listed}
    parts = [
        (one, number, _content(section.text, 0, len(section.text)))
        for one in edited
        if one.voice_id in voices
        for number, section in enumerate(one.edition.sections)
    ]
    found: dict[int, list[tuple[int, Quotation]]] = defaultdict(list)
    rest = []
    for report in listed:
        mine = [(one, number, content) for one, number, content in parts if one.voice_id == report.voice_id]
        shared = [(len(report.content & content), one, number) for one, number, content in mine]
        most = max((count for count, *_ in shared), default=0)
        best = [(one, number) for count, one, number in shared if count == most]
        if most >= SHARED and most * 100 >= least * len(report.content) and len(best) == 1:
            found[id(best[0][0])].append((best[0][1], report.quotation))
        elif len(best) <= 1 or most * 100 < least * len(report.content):
            rest.append(report)
    return found, rest


def gather_reported(rest: Iterable[Report], lookup: Lookup, least: int) -> list[Reported]:
    """What is known through paraphrase alone: indirect quotations of one voice that share most of their content words.

    Each joins the longest it fits, so that none ties two others together; reports dated to different days stay apart.
    The words that stand for the statement are those of its earliest telling.
    """
    groups: list[list[Report]] = []
    for report in sorted(rest, key=lambda r: (-len(r.content), sorted(r.content), r.order)):
        home = next((group for group in groups if _is_same(report, group[0], lookup, least)), None)
        if home is None:
            groups.append([report])
        else:
            home.append(report)
    return [
        Reported(tuple(sorted(group, key=lambda r: (lookup.order.get(r.quotation.article_id, 0), r.order))))
        for group in groups
    ]


def _is_same(one: Report, other: Report, lookup: Lookup, least: int) -> bool:
    if one.voice_id != other.voice_id:
        return False
    shared = len(one.content & other.content)
    days = {day for r in (one, other) if len(day := lookup.said(r.quotation.quotation_id)) == len("2024-05-01")}
    return shared >= SHARED and shared * 100 >= least * min(len(one.content), len(other.content)) and len(days) < 2
