"""Quoted words that are no speech: a mark that nobody claims and its sentence in, what it looks like out."""

from functools import cache

from tellings.language import load
from tellings.model import Mark, QuotedPhrase
from tellings.text.attribution import Reader

# Words that tell a kind stand within so many words of the marks.
NEAR = 3
# Quoted words in the middle of a sentence that are no more than these are scare quotes.
SCARE = 3


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in load("quoted_phrases", language).items()}


def quoted_phrase(text: str, article_id: str, mark: Mark, reader: Reader, token: int) -> QuotedPhrase:
    """The row of a mark that is the token `token` of a sentence."""
    kind, reason = tell_kind(text, mark, reader, token)
    return QuotedPhrase(article_id, mark.content_start, mark.content_end, kind, reason)


def tell_kind(text: str, mark: Mark, reader: Reader, token: int) -> tuple[str, str]:
    """What quoted words look like that nobody claims, and why: a kind of `QuotedPhrase`."""
    s, known = reader.s, _words(reader.words.language)
    words = text[mark.content_start : mark.content_end].split()
    capital = words[0][:1].isupper()
    inside = 0 < token < len(s) - 1 and s.caps[token - 1] and s.caps[token + 1]
    if inside and capital and len(words) <= 3 and s.low[token - 1] not in reader.words.openers:
        return "nickname", "stands within a name"
    near = [*reversed(s.low[max(0, token - NEAR) : token]), *s.low[token + 1 : token + 1 + NEAR]]
    for kind in ("nickname", "motto", "title", "term"):
        word = next((w for w in near if w in known[kind]), None)
        if word and (kind != "title" or capital):
            return kind, f"near “{word}”"
    capitals = sum(word[:1].isupper() for word in words)
    if len(words) >= 2 and capitals >= 0.6 * len(words) and text[mark.content_end - 1] not in ".?!":
        return "title", "written with capitals"
    return ("scare", "few words, no cue") if len(words) <= SCARE else ("unattributed", "no cue near")
