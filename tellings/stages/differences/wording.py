"""Wordings: two facts in; where they say the same words but for one place, what stands there on both sides, out."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from rapidfuzz.distance import Levenshtein, Opcode

from tellings.language import load
from tellings.stages.differences.alternatives import alternative_class
from tellings.stages.differences.contraries import antonyms
from tellings.stages.differences.facts import Fact
from tellings.stages.differences.lexicon import in_lists
from tellings.stages.differences.shared import Evidence
from tellings.text.counted import thing_classes
from tellings.text.stems import stem
from tellings.text.terms import rarity

JOINTS = str.maketrans("", "", "-‐‑.'’")  # "attorney-client" and "attorney client" are the same words
NAMES = "two names in the same words"
LEAST = 3  # words that both have around the place at least
HELD = 0.55  # ... and their share of the shorter side's words
TENSES = frozenset({"will", "would", "shall"})  # by reported speech alone
LONGEST = 3  # words that may stand in the place of others


def find_wording(one: Fact, other: Fact, language: str) -> Evidence | None:
    """The one place where two wordings differ, unless what stands there means the same."""
    if one.asks or other.asks or not may_align(one, other):
        return None
    path = Levenshtein.opcodes(one.words, other.words)
    steps = list(_places_of(path))
    same = [s for s in path if s.tag == "equal"]
    kept = sum(s.src_end - s.src_start for s in same)
    if kept < LEAST or kept < HELD * min(len(one.words), len(other.words)):
        return None
    first, last = same[0].src_start, same[-1].src_end
    inner = [s for s in steps if (s.src_start >= first and s.src_end <= last) or s.tag == "replace"]
    inner = [s for s in inner if s.src_end - s.src_start <= LONGEST and s.dest_end - s.dest_start <= LONGEST]
    turned = [(s, told) for s in inner if (told := _told(one, other, s, language))]
    if not turned:
        return None
    step, (verdict, reason) = min(turned, key=lambda t: (t[1][0] != "conflicting", t[0].src_start))
    size = kept / max(1, min(len(one.words), len(other.words)))
    signs = {
        "kept": min(1.5, kept / 10),
        "kept_share": size,
        "kept_cover": kept / max(1, len(one.words) + len(other.words) - kept),
        "contrary": float("contrary" in reason),
        "open": float(verdict == "unclear"),
    }
    return Evidence(
        "wording", verdict, reason, _place(one, step.src_start, step.src_end),
        _place(other, step.dest_start, step.dest_end), signs,
    )  # fmt: skip


def _places_of(path: Iterable[Opcode]) -> Iterator[Opcode]:
    """The places where two wordings differ; steps that touch are one place ("attorney-client", "attorney client")."""
    for equal, steps in groupby(path, key=lambda step: step.tag == "equal"):
        if not equal:
            own = list(steps)
            bounds = own[0].src_start, own[-1].src_end, own[0].dest_start, own[-1].dest_end
            tag = "insert" if bounds[0] == bounds[1] else "delete" if bounds[2] == bounds[3] else "replace"
            yield Opcode(tag, *bounds)


def _told(one: Fact, other: Fact, step: Opcode, language: str) -> tuple[str, str] | None:
    """What two places say to each other: names, or other words."""
    mine, theirs = slice(step.src_start, step.src_end), slice(step.dest_start, step.dest_end)
    named = step.src_start > 0 and step.dest_start > 0 and all((*one.capital[mine], *other.capital[theirs]))
    if named and step.tag == "replace" and not is_short_for(one.words[mine], other.words[theirs]):
        return "conflicting", NAMES
    turned = _turn(one.words[mine], other.words[theirs], language)
    # "They did not find" and "they found", each cut before what was found, may both be so.
    # "Not because it rained" and "they stopped, not | because it rained": the negation may stand before the cut.
    cut = _is_cut(one, step.src_end) or _is_cut(other, step.dest_end)
    cut = cut or _is_cut_before(one, step.src_start) or _is_cut_before(other, step.dest_start)
    open_ = cut or _is_answer(one, step.src_start) or _is_answer(other, step.dest_start)
    return None if turned and open_ and "negat" in turned[1] else turned


def _is_answer(fact: Fact, at: int) -> bool:
    """Whether a place is the "no" of an answer: "no, it is the shoulder"."""
    return at == 0 and len(fact.words) > 1 and fact.words[0] == "no" and fact.spans[1][0] - fact.spans[0][1] > 1


def _is_cut(fact: Fact, end: int) -> bool:
    """Whether an assertion ends with a place, though its sentence goes on."""
    return end == len(fact.words) and fact.row.end + 1 < fact.row.sentence_end


def _is_cut_before(fact: Fact, start: int) -> bool:
    """Whether an assertion begins with a place, though its sentence has begun before."""
    return start == 0 and fact.row.start > fact.row.sentence_start


def is_short_for(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names may be one: a word in both, the same letters ("U.S.", "US"), initials ("KKK"), a cut."""
    letters = ["".join(words).translate(JOINTS) for words in (one, other)]
    initials = ["".join(word[0] for word in words) for words in (one, other)]
    cut = min(map(len, letters)) > 1 and (letters[0].startswith(letters[1]) or letters[1].startswith(letters[0]))
    initial = any(len(a) > 1 and b.startswith(a) for a, b in zip(letters, reversed(initials), strict=True))
    return not set(one).isdisjoint(other) or cut or initial


def may_align(one: Fact, other: Fact) -> bool:
    """A quick look: enough words in common, in any order."""
    shared = len(one.word_set & other.word_set)
    return shared >= LEAST and shared >= HELD * min(len(one.word_set), len(other.word_set))


def _place(fact: Fact, a: int, b: int) -> tuple[int, int]:
    """Characters of the words from a to b; where there are none, the empty place before the next."""
    spans = fact.spans
    if a < b:
        return spans[a][0], spans[b - 1][1]
    at = spans[a - 1][1] if a else spans[0][0]
    return at, at


@cache
def _modal(language: str) -> frozenset[str]:
    return frozenset(load("modality", language)["words"])


@cache
def _negators(language: str) -> frozenset[str]:
    return frozenset(load("negation", language)["words"])


def _turn(one: Sequence[str], other: Sequence[str], language: str) -> tuple[str, str] | None:
    """Verdict and reason of two stretches of words in the place of one another; None where they may mean the same."""
    if "".join(one).translate(JOINTS) == "".join(other).translate(JOINTS):
        return None
    negated = [sum(in_lists(w) in _negators(language) for w in words) % 2 for words in (one, other)]
    if negated[0] != negated[1]:
        return "conflicting", "one negates what the other says, in the same words"
    mine = {stem(w, language) for w in one if rarity(w, language)} - {stem(w, language) for w in other}
    theirs = {stem(w, language) for w in other if rarity(w, language)} - {stem(w, language) for w in one}
    known = antonyms(language)
    if any(b in known.get(a, ()) for a in mine for b in theirs):
        return "conflicting", "words of contrary meaning in the same words"
    firm = [{w for w in words if w in _modal(language)} for words in (one, other)]
    if firm[0] != firm[1] and not (mine and theirs) and not any(f <= TENSES for f in firm if f):
        return "unclear", "the one tells it more firmly than the other"
    return _other_word(mine, theirs, language)


def _other_word(mine: set[str], theirs: set[str], language: str) -> tuple[str, str] | None:
    """One word of matter in the place of another: two of a kind, or for the reader to judge."""
    if not len(mine) == len(theirs) == 1 or _is_number(mine | theirs):
        return None
    a, b = *mine, *theirs
    if alternative_class(a, b, language):
        return "conflicting", "two of a kind in the same words"
    classes = thing_classes(language)
    if a in classes and classes[a] == classes.get(b):
        return None
    return "unclear", "another word; whether it means another thing is for the reader"


def _is_number(forms: set[str]) -> bool:
    return any(form[:1].isdigit() for form in forms)
