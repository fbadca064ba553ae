"""CollateX (Dekker & Middell 2011), the Python port, as a peer in alignment: texts in, its alignment table out."""

import importlib
from collections.abc import Sequence
from importlib.metadata import version

from tellings.text.spelling import normal_form
from tellings.text.words import Span, find_words


def name() -> str:
    """Name and version.

    Raises:
        ImportError: it is not installed.
    """
    importlib.import_module("collatex")
    return f"CollateX {version('collatex')}"


def align(texts: Sequence[str]) -> list[tuple[Span | None, ...]]:
    """Alignment table as `tellings.align` gives it; words are compared by the same normal forms as ours."""
    collatex = importlib.import_module("collatex")
    spans = [find_words(text) for text in texts]
    witnesses = [
        {
            "id": str(number),
            "tokens": [
                {"t": text[start:end] + " ", "n": normal_form(text[start:end]), "at": at}
                for at, (start, end) in enumerate(own)
            ],
        }
        for number, (text, own) in enumerate(zip(texts, spans, strict=True))
        if own
    ]
    table = collatex.collate({"witnesses": witnesses}, segmentation=False, near_match=False)
    columns = []
    for column in table.columns:
        row: list[Span | None] = [None] * len(texts)
        for sigil, tokens in column.tokens_per_witness.items():
            row[int(sigil)] = spans[int(sigil)][tokens[0].token_data["at"]]
        columns.append(tuple(row))
    return columns
