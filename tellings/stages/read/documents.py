"""Texts and documents: .txt, .docx, .rtf or .pdf in, its article out, or the articles of a press database's export.

The text of a document is ours: a line for each paragraph, in order. python-docx, striprtf and pypdf parse; the
last two are an extra.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tellings.model import Article
from tellings.stages.read.archive_bytes import BOMB, MOST_RATIO
from tellings.stages.read.exports import Exported, find_exported
from tellings.stages.read.plain import NOTHING, read_plain
from tellings.stages.read.reading import Reading, ReadSettings, refused, too_large
from tellings.text.decode import decode
from tellings.text.given_dates import normalise_date

# Longer than any press release or article; a book is no article.
MOST_PAGES = 300
INDENT = re.compile(r"[ \t\f\v]+")


@dataclass(frozen=True, slots=True)
class _Document:
    """What a file holds."""

    text: str
    title: str = ""
    notice: str = ""


# What the libraries raise on a file that is not as they expect: an element that is none of theirs, a cell out of place.
FORESEEN = (LookupError, ValueError, TypeError, AttributeError, RecursionError, NotImplementedError, RuntimeError)


class _Unread(Exception):
    """Why a document is not read."""


def read_document(data: bytes, format_: str, settings: ReadSettings) -> Iterator[Reading]:
    """The articles of a text or document.

    Args:
        data: the file.
        format_: txt, docx, rtf or pdf.
        settings: see ReadSettings.
    """
    try:
        document = _TEXTS[format_](data)
    except ImportError as error:
        yield refused(-1, f"{format_} needs {error.name}: pip install 'tellings[documents]'", data)
        return
    except _Unread as error:
        yield refused(-1, str(error), data)
        return
    if len(document.text.encode("utf-8", "replace")) > settings.max_bytes:
        yield refused(-1, too_large(len(document.text), settings.max_bytes), data)
        return
    exported = find_exported(document.text)
    if exported:
        yield from (_exported(document, found, number) for number, found in enumerate(exported))
    elif format_ == "txt":
        yield read_plain(data, "txt")
    elif NOTHING.fullmatch(document.text):
        yield refused(-1, f"empty: no text in the .{format_} (a scan has none until it is recognised by OCR)", data)
    else:
        article = replace(Article.from_text(document.text, title=document.title), format=format_)
        yield Reading(-1, data, len(data), article, document.notice)


def _exported(document: _Document, found: Exported, number: int) -> Reading:
    """The reading of one article of an export."""
    text = document.text[found.start : found.end]
    data = "\x1f".join((found.title, found.outlet, found.published, text)).encode("utf-8", "replace")
    if not text.strip():
        return refused(number, f"article {number + 1} of the export: {'; '.join(found.notices)}", data)
    notices = [document.notice, *found.notices, "" if found.published else "no date in its head"]
    article = Article.from_text(
        text, title=found.title, outlet=found.outlet, published=found.published, byline=found.byline
    )
    source = "header" if found.published else article.published_source
    article = replace(article, format="export", language=found.language, published_source=source)
    return Reading(number, data, len(data), article, "; ".join(filter(None, notices)))


def _of_txt(data: bytes) -> _Document:
    decoded = decode(data)
    return _Document(decoded.text, notice=decoded.notice)


def _of_docx(data: bytes) -> _Document:
    import docx  # noqa: PLC0415 (few sources are)
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any(info.file_size > max(BOMB, MOST_RATIO * info.compress_size) for info in package.infolist()):
                raise _Unread(f"unpacks to more than {MOST_RATIO} times its size: refused as a bomb")
        document = docx.Document(io.BytesIO(data))
        lines = []
        for block in document.iter_inner_content():
            if hasattr(block, "rows"):
                lines += ["\t".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
            else:
                lines.append(block.text)
        return _Document("\n".join(lines), document.core_properties.title or "")
    except (zipfile.error, zlib.error, PackageNotFoundError, etree.LxmlError, OSError, EOFError, *FORESEEN) as error:
        raise _Unread(f"not a sound .docx ({str(error)[:100]}); open it and save it again") from error


def _of_rtf(data: bytes) -> _Document:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 (an extra)

    if not data.lstrip().startswith(b"{\\rtf"):
        raise _Unread("not RTF: it does not begin with {\\rtf; name it .txt if it is a text")
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            data.decode("cp1252", "replace"), errors="replace"
        )
    except FORESEEN as error:
        raise _Unread(f"not sound RTF ({str(error)[:100]}); open it and save it again") from error
    return _Document("\n".join(INDENT.sub(" ", line).rstrip() for line in text.split("\n")).strip("\n"))


def _of_pdf(data: bytes) -> _Document:
    import pypdf  # noqa: PLC0415 (an extra)
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _Unread("the PDF is locked with a password; save it without one")
        if len(reader.pages) > MOST_PAGES:
            raise _Unread(f"a PDF of {len(reader.pages)} pages; at most {MOST_PAGES} are read as one article")
        pages = [page.extract_text(extraction_mode="layout") for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else "") or ""
        made = reader.metadata.creation_date if reader.metadata else None
    except (PyPdfError, OSError, *FORESEEN) as error:
        raise _Unread(f"not a sound PDF ({type(error).__name__}: {str(error)[:100]}); print it to PDF again") from error
    notice = f"the PDF was made on {normalise_date(made)[:10]}, which need not be when it was published" if made else ""
    return _Document("\n".join(_paragraphs(page) for page in pages).strip("\n"), title, notice)


def _paragraphs(page: str) -> str:
    """The lines of a page joined to paragraphs: an empty line, or a line that begins further in, begins a new one.

    A hyphen at a line's end stays, and the two halves are put together without a space.
    """
    lines = page.split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    found: list[str] = []
    fresh = True
    for line in lines:
        words = INDENT.sub(" ", line.strip())
        indented = len(line) - len(line.lstrip()) > margin + 1
        if not words:
            fresh = True
        elif fresh or indented:
            found.append(words)
            fresh = False
        else:
            found[-1] += words if found[-1].endswith("-") else " " + words
    return "\n".join(found)


_TEXTS = {"txt": _of_txt, "docx": _of_docx, "rtf": _of_rtf, "pdf": _of_pdf}
