"""Sentences that keep their sense alone: a sentence with its names and quotations in, out comes why it would dangle.

Rules on the closed classes by which English ties a sentence to its text (Halliday & Hasan 1976, Cohesion in English:
reference, ellipsis, conjunction), with word lists in `standalone.toml`. They err towards refusing.
"""

from collections.abc import Sequence

from tellings.text.names import NameMention
from tellings.text.standalone.rules import LABEL, Rules
from tellings.text.words import Span

__all__ = ["LABEL", "find_defect", "find_doubt", "find_flaw", "find_headline_flaw"]


def find_headline_flaw(
    text: str, span: Span, names: Sequence[NameMention] = (), quotes: Sequence[Span] = (), language: str = "en"
) -> str:
    """Why a headline does not say alone what happened; "" where it does. Arguments as in `find_flaw`.

    >>> find_headline_flaw("Why did the mill burn?", (0, 22))
    'question'
    """
    return Rules(text, span, names, quotes, language).headline_flaw()


def find_flaw(
    text: str, span: Span, names: Sequence[NameMention] = (), quotes: Sequence[Span] = (), language: str = "en"
) -> str:
    """Why a sentence loses its sense when it is taken out of its text; "" where it keeps it.

    Args:
        text: the article's text.
        span: the sentence, in characters of it.
        names: names of the text, in order.
        quotes: spans of quotations with their marks.
        language: ISO 639-1 code; decides the word lists.

    >>> from tellings.text.names import find_names
    >>> def flaw(text): return find_flaw(text, (0, len(text)), find_names(text))
    >>> flaw("However, the old mill by the river had burned down.")
    'goes on from another: however'
    >>> flaw("She told the council that the mill would open again.")
    'pronoun without its noun: she'
    >>> flaw("Ann Lee told the council that her mill would open.")
    ''
    """
    return Rules(text, span, names, quotes, language).flaw()


def find_defect(
    text: str, span: Span, names: Sequence[NameMention] = (), quotes: Sequence[Span] = (), language: str = "en"
) -> str:
    """Why a sentence is not to be cited even behind the very sentence before it; "" where that one mends it.

    What points back is mended by what stands before; a caption, a rest of a page, a cut quotation are not.

    >>> find_defect("However, the old mill by the river had burned down.", (0, 51))
    ''
    >>> find_defect("Photo: the old mill by the river had burned down.", (0, 49))
    'caption or label'
    """
    return Rules(text, span, names, quotes, language).defect()


def find_doubt(
    text: str,
    span: Span,
    names: Sequence[NameMention] = (),
    quotes: Sequence[Span] = (),
    language: str = "en",
    opens: bool = False,
) -> str:
    """What a reader may miss in a sentence that has no flaw; "".

    Strict: it asks that names, a number or the like tell what each "the" means, and that the sentence itself says who
    or where, and when.

    Args:
        text: as in `find_flaw`, like the next four.
        span: the sentence.
        names: of the text.
        quotes: of the text.
        language: of the text.
        opens: the sentence opens its text, so that nothing was told before it: only its subject is asked.

    >>> from tellings.text.names import find_names
    >>> text = "Ann Lee sold 40 boats and signed the agreement."
    >>> find_doubt(text, (0, 47), find_names(text))
    'says not which: the agreement'
    """
    return Rules(text, span, names, quotes, language).doubt(opens)
