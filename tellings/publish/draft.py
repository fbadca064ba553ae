"""Drafts: in goes a text somebody writes, out come its quotations, each with its place, its speaker and its outcome."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tellings.errors import UsageError
from tellings.in_memory import run_in_memory
from tellings.model import Article, Attribution, Mark, Quotation, QuotedPhrase, Voice
from tellings.publish.check import Checked, DraftQuotation, check_in_corpus
from tellings.publish.corpus import ArticleCorpus, Corpus
from tellings.stages.read.plain import read_plain
from tellings.stages.read.reading import Reading, ReadSettings
from tellings.stages.statements.pieces import cut_pieces
from tellings.text.words import find_words

# Words from which a quotation can be checked: one or two stand in any text.
FEWEST = 3
# Words from which words in marks that are ascribed to nobody are taken for a quotation, not for a title or a phrase.
UNASCRIBED = 5
FORMATS = (".txt", ".md", ".html", ".htm", ".docx", ".rtf", ".pdf")
# Documents that hold more than characters: read as an article of that kind is.
DOCUMENTS = ("docx", "rtf", "pdf")


def read_draft(path: str) -> str:
    """The text of a draft.

    Args:
        path: a .txt, .md, .html, .docx, .rtf or .pdf file, or "-" for standard input.

    Raises:
        UsageError: there is no such file, or it is of another kind or not readable.
    """
    if path == "-":
        return _text_of(read_plain(sys.stdin.buffer.read(), "txt"), "standard input")
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"no file {path!r}; name a draft ({', '.join(FORMATS)}) or - for standard input")
    return text_of_draft(path, file.read_bytes())


def text_of_draft(name: str, content: bytes) -> str:
    """The text of a draft at hand.

    Args:
        name: of its file, which tells of what kind it is.
        content: of its file.

    Raises:
        UsageError: it is not readable.
    """
    suffix = Path(name).suffix.lower()
    if suffix[1:] in DOCUMENTS:
        return _read_document(name, content, suffix[1:])
    if suffix in (".html", ".htm"):
        from tellings.stages.read.web_page import read_page  # noqa: PLC0415 (lxml; texts do without)

        return _text_of(read_page(content), name)
    return _text_of(read_plain(content, "txt"), name)


def _text_of(reading: Reading, name: str) -> str:
    if reading.article is None:
        raise UsageError(f"{name} cannot be read as a draft: {reading.reason}")
    return reading.article.text


def _read_document(name: str, content: bytes, format_: str) -> str:
    """The text of a document, tables too, as the reader of articles gives it."""
    from tellings.stages.read.documents import read_document  # noqa: PLC0415 (few drafts are documents)

    readings = list(read_document(content, format_, ReadSettings()))
    if len(readings) != 1:
        raise UsageError(
            f"{name} is an export of {len(readings)} articles, no draft; read it with: tellings run {name}"
        )
    return _text_of(readings[0], name)


def find_draft_quotations(draft: str) -> tuple[list[DraftQuotation], int]:
    """The quotations of a draft that can be checked, and how many are too short for that.

    Args:
        draft: its text.

    >>> found, aside = find_draft_quotations("“We will open the bridge in May,” Ann Lee said.")
    >>> [(one.line, one.column, one.words, one.speaker) for one in found], aside
    ([(1, 2, 'We will open the bridge in May', 'Ann Lee')], 0)
    """
    article = Article.from_text(draft)
    tables = run_in_memory([article])
    names = {v.voice_id: v.name for v in tables.of(Voice) if v.kind != "unnamed"}
    speakers = {a.quotation_id: names.get(a.voice_id, "") for a in tables.of(Attribution)}
    found = [
        _placed(draft, spans, speakers.get(quotation_id, ""))
        for quotation_id, spans in _spans(article, tables.of(Quotation), tables.of(Mark))
    ]
    found += [_placed(draft, [(p.start, p.end)], "") for p in tables.of(QuotedPhrase) if _is_unascribed(draft, p)]
    long = [one for one in found if len(find_words(one.words)) >= FEWEST]
    return sorted(long, key=lambda one: (one.start, one.end)), len(found) - len(long)


def _is_unascribed(draft: str, phrase: QuotedPhrase) -> bool:
    return phrase.kind == "unattributed" and len(find_words(draft, phrase.start, phrase.end)) >= UNASCRIBED


def _spans(
    article: Article, quotations: Sequence[Quotation], marks: Sequence[Mark]
) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """What stands within marks: of a direct quotation all pieces together, of a mixed one each by itself."""
    kinds = {q.quotation_id: q.kind for q in quotations}
    together: dict[str, list[tuple[int, int]]] = {}
    for piece in cut_pieces({article.article_id: article}, quotations, marks, {}):
        if kinds[piece.quotation_id] == "mixed":
            yield piece.quotation_id, [(piece.start, piece.end)]
        else:
            together.setdefault(piece.quotation_id, []).append((piece.start, piece.end))
    yield from together.items()


def _placed(draft: str, spans: list[tuple[int, int]], speaker: str) -> DraftQuotation:
    start, end = spans[0][0], spans[-1][1]
    return DraftQuotation(
        start=start,
        end=end,
        line=draft.count("\n", 0, start) + 1,
        column=start - draft.rfind("\n", 0, start),
        words=" ".join(draft[low:high] for low, high in spans).rstrip(","),
        speaker=speaker,
    )


def check_draft_in(
    corpus: Corpus, draft: str, speaker: str = "", tick: Callable[[int, int], None] = lambda done, of: None
) -> tuple[list[tuple[DraftQuotation, Checked]], int]:
    """Check each quotation of a draft.

    Args:
        corpus: where to look.
        draft: its text.
        speaker: whose words all of them are; by default whom the draft names.
        tick: told how many of how many are done.

    Returns:
        Each quotation with its outcome, in the draft's order; and how many are too short to be checked.
    """
    found, aside = find_draft_quotations(draft)
    rows = []
    for number, quotation in enumerate(found, 1):
        rows.append((quotation, check_in_corpus(corpus, quotation.words, speaker or quotation.speaker)))
        tick(number, len(found))
    return rows, aside


def check_draft(draft: str, articles: Iterable[Article]) -> list[tuple[DraftQuotation, Checked]]:
    """Check each quotation of a draft against articles at hand.

    Args:
        draft: its text; its own speakers are resolved as an article's are.
        articles: the articles to look in.

    >>> article = Article.from_text("“We will not open the bridge in May,” Ann Lee said.", published="2024-05-01")
    >>> rows = check_draft("“We will open the bridge in May,” Ann Lee said.", [article])
    >>> [(quotation.line, quotation.speaker, checked.verdict) for quotation, checked in rows]
    [(1, 'Ann Lee', 'altered')]
    >>> rows = check_draft("“We will not open the bridge in May,” Tom Roe said.", [article])
    >>> [(checked.verdict, checked.reason) for _, checked in rows]
    [('attributed to another', 'verbatim, but ascribed to Ann Lee')]
    """
    return check_draft_in(ArticleCorpus(run_in_memory(articles)), draft)[0]
