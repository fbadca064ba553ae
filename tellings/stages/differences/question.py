"""What both sides of a difference answer: a difference in; a question in words of the articles out."""

from collections.abc import Mapping, Sequence

from tellings.stages.differences.facts import Fact
from tellings.stages.differences.join import Found
from tellings.text.quantities import Quantity
from tellings.text.stems import stem
from tellings.text.words import Span, find_words

WORDS = 4  # of those that both sides share, the rarest, that a question is made of
LONGEST = 80  # characters of an assertion that a question quotes


def ask(found: Found, facts: Sequence[Fact], texts: Mapping[str, str], language: str = "en") -> str:
    """The question, by the kind of the difference."""
    one, other = (facts[nodes[0][0]] for nodes in found.sides)
    text = texts[one.row.article_id]
    span = found.sides[0][0][1]
    shared = _shared(one, other, text, [span], language)
    if found.kind == "number":
        return _how_many(next(q for q in one.quantities if (q.start, q.end) == span), text, shared, language)
    if found.kind in ("polarity", "wording"):
        told = " ".join(text[one.row.start : one.row.end].split())
        return f"whether “{told if len(told) <= LONGEST else told[:LONGEST].rsplit(' ', 1)[0] + ' …'}”"
    asked = {"when": "when", "kind": "which"}.get(found.kind, "which name")
    return f"{asked}: {shared or 'what both tell'}"


def _shared(one: Fact, other: Fact, text: str, left_out: Sequence[Span], language: str) -> str:
    """The words that both have, the weightiest, in the order of the first."""
    common = one.weights.keys() & other.weights.keys()
    words: dict[str, str] = {}
    for a, b in find_words(text, one.row.start, one.row.end):
        form = stem(text[a:b], language)
        if form in common and form not in words and not any(low <= a < high for low, high in left_out):
            words[form] = text[a:b]
    kept = sorted(words, key=lambda form: (-one.weights[form], form))[:WORDS]
    return " ".join(word for form, word in words.items() if form in kept)


def _how_many(quantity: Quantity, text: str, shared: str, language: str) -> str:
    noun = _noun(quantity, text, language)
    if quantity.kind == "age":
        return f"how old: {shared}" if shared else "how old"
    if quantity.unit == "time":
        return f"how long: {shared}" if shared else "how long"
    if quantity.kind == "score":
        return f"what score: {shared}" if shared else "what score"
    if quantity.kind == "money":
        return f"how much money: {shared}" if shared else "how much money"
    if quantity.kind == "count" and noun:
        return f"how many {noun}"
    return (
        f"how much ({quantity.unit or 'a number'}): {shared}" if shared else f"how much ({quantity.unit or 'a number'})"
    )


def _noun(quantity: Quantity, text: str, language: str) -> str:
    """What is counted, as the text has it, behind the number."""
    words = find_words(text, quantity.end, min(len(text), quantity.end + 90))[:6]
    ends = [n for n, (a, b) in enumerate(words) if stem(text[a:b], language) == quantity.noun]
    return " ".join(text[a:b] for a, b in words[: ends[0] + 1]) if ends else ""
