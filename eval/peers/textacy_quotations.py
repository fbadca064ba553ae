"""textacy's direct_quotations: a text in, direct quotations with speaker and cue out.

It gives up a whole text over one odd mark, so it gets the text a paragraph at a time, as its users do. Stretches in
marks that it gives the same cue are one quotation, as in the gold.
"""

from typing import Any

from eval.peers import NotInstalled, Peer
from eval.peers.parser import english
from eval.quotations.documents import Content, content
from tellings.text.words import find_paragraphs


def build() -> Peer:
    """The rival, ready to run."""
    nlp, versions = english()
    try:
        import textacy  # noqa: PLC0415 - only where it is installed
        from textacy.extract.triples import direct_quotations  # noqa: PLC0415
    except ImportError as error:
        raise NotInstalled("no textacy; see eval/peers/requirements.txt") from error

    def extract(text: str) -> list[Content]:
        found = []
        for low, high in find_paragraphs(text):
            try:
                triples = list(direct_quotations(nlp(text[low:high])))
            except ValueError:  # an odd number of marks
                continue
            by_cue: dict[int, list[Any]] = {}
            for triple in triples:
                by_cue.setdefault(triple.cue[0].i, []).append(triple)
            for group in by_cue.values():
                spans = [_span(low, triple.content) for triple in group]
                found.append(content(text, "direct", spans, _span(low, group[0].speaker), _span(low, group[0].cue)))
        return found

    return Peer(f"textacy {textacy.__version__} direct_quotations ({versions})", extract)


def _span(low: int, tokens: Any) -> tuple[int, int]:
    """Characters of a spaCy span or a list of tokens."""
    return low + tokens[0].idx, low + tokens[-1].idx + len(tokens[-1])
