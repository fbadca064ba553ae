"""A spaCy component (extra `spacy`): a Doc in, its quotations as span groups with sources and cues out.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> _ = nlp.add_pipe("tellings_quotations")
>>> doc = nlp('"The ferry is late," Ann Lee told the board, adding that nobody had been hurt.')
>>> for span in doc.spans["tellings_quotations"]:
...     print(span.label_, "|", span.text, "|", span._.tellings_source, "|", span._.tellings_cue)
direct | The ferry is late, | Ann Lee | told
indirect | that nobody had been hurt | Ann Lee | adding

No tagger, no parser, no model: it works in a blank pipeline, anywhere in it, since it reads the Doc's text alone.
"""

from collections.abc import Sequence
from dataclasses import asdict

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from tellings.model import Quotation
from tellings.stages.quotations import find_quotations

QUOTATIONS = "tellings_quotations"
SOURCES = "tellings_sources"
CUES = "tellings_cues"


@Language.factory(
    QUOTATIONS,
    assigns=[
        "doc.spans",
        "doc.user_data",
        "span._.tellings_source",
        "span._.tellings_cue",
        "span._.tellings_quotation",
    ],
)
class QuotationComponent:
    """Fills three span groups of a Doc; spans of one quotation have the same `id` in all of them.

    - `doc.spans["tellings_quotations"]`: the content, one span a segment (`"A," she said, "B"` has two), in order of
      their begin; the label is the kind: direct, mixed or indirect.
    - `doc.spans["tellings_sources"]`: the mention of the source, where the text names one.
    - `doc.spans["tellings_cues"]`: the words that say that it was said, where there are any.

    On a span of the first group, `span._.tellings_source` and `span._.tellings_cue` are the spans of its source and cue
    (None where there is none), `span._.tellings_quotation` is its row (`tellings.model.Quotation`).

    A span of spaCy covers whole tokens. Where ours begins or ends within one, the span takes the whole token in
    (`alignment_mode="expand"`), for a character too many can be seen and a word too few cannot. The row has the exact
    offsets. All of it survives `doc.to_bytes()`.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        for attribute, getter in (
            ("tellings_source", _source),
            ("tellings_cue", _cue),
            ("tellings_quotation", _row),
        ):
            if not Span.has_extension(attribute):
                Span.set_extension(attribute, getter=getter)

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotations of a Doc; the same Doc comes back."""
        rows = find_quotations(doc.text)
        doc.user_data[QUOTATIONS] = {row.quotation_id: asdict(row) for row in rows}
        contents = [(start, end, row) for row in rows for start, end in row.segments]
        contents.sort(key=lambda found: (found[0], -found[1], found[2].quotation_id))
        _fill(doc, QUOTATIONS, contents)
        _fill(doc, SOURCES, [(row.speaker_start, row.speaker_end, row) for row in rows])
        _fill(doc, CUES, [(row.cue_start, row.cue_end, row) for row in rows])
        return doc


def _fill(doc: Doc, name: str, places: Sequence[tuple[int | None, int | None, Quotation]]) -> None:
    """A span group of the places there are; each span has its row's kind as label and its row's id."""
    spans = [
        doc.char_span(start, end, label=row.kind, alignment_mode="expand", span_id=row.quotation_id)
        for start, end, row in places
        if start is not None and end is not None
    ]
    doc.spans[name] = SpanGroup(doc, name=name, spans=[span for span in spans if span is not None])


def _linked(span: Span, name: str) -> Span | None:
    """The span of a group that has the same id."""
    return next((other for other in span.doc.spans.get(name, ()) if other.id == span.id), None) if span.id else None


def _source(span: Span) -> Span | None:
    return _linked(span, SOURCES)


def _cue(span: Span) -> Span | None:
    return _linked(span, CUES)


def _row(span: Span) -> Quotation | None:
    values = span.doc.user_data.get(QUOTATIONS, {}).get(span.id_)
    if values is None:
        return None
    return Quotation(**{**values, "segments": tuple((start, end) for start, end in values["segments"])})
