"""Mentions of speakers: a tokenised sentence and a place in it in, the noun phrase that speaks there out."""

from tellings.text.clauses import QUOTE, Grammar, Sentence
from tellings.text.cues import lexicon

Range = tuple[int, int]  # numbers of tokens, end left out

CLAUSE_PUNCTUATION = frozenset({",", ";", ":", "(", ")", "[", "]", "—", "–", "―", "--", "-", "?", "!", "…", QUOTE})
INSERT_OPENERS = frozenset(
    {"a", "an", "the", "who", "which", "whose", "his", "her", "its", "their", "one", "another", "now", "then", "also"}
)
# A mention longer than this many words is a clause that was read wrongly.
LONGEST = 14


def _is_name(sentence: Sentence, i: int, words: Grammar) -> bool:
    return sentence.caps[i] and not (i == 0 and sentence.low[i] in words.openers)


def _is_nounlike(sentence: Sentence, i: int, words: Grammar) -> bool:
    """Whether a token may stand inside a noun phrase."""
    word = sentence.low[i]
    if word in CLAUSE_PUNCTUATION and word != QUOTE:
        return False
    if word == "%":
        return True
    if sentence.caps[i]:
        return _is_name(sentence, i, words)
    return not (
        word in words.prepositions
        or word in words.conjunctions
        or word in words.auxiliaries
        or word in words.subject_pronouns
        or word == QUOTE
        or (word.endswith("ly") and word not in ("family", "daily", "weekly", "ally"))
    )


def phrase_left(sentence: Sentence, end: int, low: int, words: Grammar) -> Range | None:
    """The noun phrase that ends before token `end`; it does not reach below `low`."""
    while end > low and sentence.low[end - 1] in (")", "]"):
        opener = "(" if sentence.low[end - 1] == ")" else "["
        place = next((i for i in range(end - 2, max(low, end - 30) - 1, -1) if sentence.low[i] == opener), None)
        if place is None:
            return None
        end = place
    at = end - 1
    if at < low:
        return None
    word = sentence.low[at]
    if word in words.subject_pronouns or word in words.pronouns:
        return at, end
    for tail in ("'s", "'ve", "'d", "'re", "'ll", "'m"):
        if word.endswith(tail) and word[: -len(tail)] in words.subject_pronouns:
            return at, end
    begin = end
    while at >= low and end - at <= LONGEST:
        word = sentence.low[at]
        if word == "that" or (
            begin < end and word.endswith("ed") and not sentence.caps[at] and not _qualifies(sentence, at, low, words)
        ):
            break
        if (word in words.determiners and not sentence.caps[at]) or (at == 0 and word in words.determiners):
            begin = at
            if not _links(sentence, at, low, words):
                break
            at -= 2
            begin = at + 1
            continue
        if _is_nounlike(sentence, at, words):
            begin = at
            at -= 1
            continue
        if word in words.noun_links and begin == at + 1 and at > low and _is_nounlike(sentence, at - 1, words):
            if word == "to" or (at - 1 == 0 and sentence.low[0] in words.openers):
                break
            begin = at - 1
            at -= 1
            continue
        if (
            word == "and"
            and begin == at + 1
            and at > low
            and sentence.caps[at + 1]
            and _is_name(sentence, at - 1, words)
        ):
            begin = at - 1
            at -= 1
            continue
        break
    if begin >= end:
        return None
    while begin < end - 1 and sentence.low[begin] in words.times and sentence.caps[end - 1] is not False:
        begin += 1
    return (begin, end) if _may_speak(sentence, begin, end, words) else None


def _qualifies(sentence: Sentence, at: int, low: int, words: Grammar) -> bool:
    """Whether a word in -ed is an adjective there (the united front), not a verb (the firm unveiled plans)."""
    return at > low and (sentence.low[at - 1] in words.determiners or sentence.low[at - 1] in words.prepositions)


def _links(sentence: Sentence, determiner: int, low: int, words: Grammar) -> bool:
    """Whether a preposition joins the phrase at `determiner` to a noun before it (a spokesman for the group)."""
    before = determiner - 1
    return (
        before - 1 >= low
        and sentence.low[before] in words.noun_links
        and sentence.low[before] != "to"
        and _is_nounlike(sentence, before - 1, words)
        and sentence.low[before - 1] not in words.times
        and sentence.low[before - 1] not in lexicon()
    )


def _may_speak(sentence: Sentence, begin: int, end: int, words: Grammar) -> bool:
    """Whether a phrase can name a source at all."""
    content = [
        i for i in range(begin, end)
        if sentence.low[i] not in words.determiners and sentence.low[i] not in words.times and sentence.low[i] != QUOTE
    ]  # fmt: skip
    return bool(content) and any(c.isalnum() for i in content for c in sentence.low[i])


def subject_left(sentence: Sentence, end: int, low: int, words: Grammar) -> Range | None:
    """The subject of a verb group that begins at token `end`.

    Steps over what is set between subject and verb: ", who ran the club," and ", a Leeds baker,".
    """
    at = end
    if at <= low:
        return None
    if sentence.low[at - 1] in (",", "—", "–", "―", "--", "-"):
        return _before_insert(sentence, at - 1, low, words)
    found = phrase_left(sentence, at, low, words)
    if found is None:
        return None
    found = _beyond_participle(sentence, found, low, words)
    if sentence.low[found[0]] in words.relatives and found[1] - found[0] == 1:
        return _antecedent(sentence, found[0], low, words) or found
    return found


def _beyond_participle(sentence: Sentence, found: Range, low: int, words: Grammar) -> Range:
    """`A source speaking to the paper said`: the phrase before the participle, when one parts it from `found`."""
    link = found[0] - 1
    if link - 2 < low or sentence.low[link] not in words.prepositions:
        return found
    word = sentence.low[link - 1]
    if not (word.endswith(("ing", "ed")) or word in ("familiar", "close", "present")) or sentence.caps[link - 1]:
        return found
    return phrase_left(sentence, link - 1, low, words) or found


def _antecedent(sentence: Sentence, relative: int, low: int, words: Grammar) -> Range | None:
    """What "who" stands for: the phrase before it."""
    if sentence.low[relative] not in ("who", "which", "that"):
        return None
    at = relative
    if at > low and sentence.low[at - 1] == ",":
        at -= 1
    return phrase_left(sentence, at, low, words) if at > low else None


def _before_insert(sentence: Sentence, closing: int, low: int, words: Grammar) -> Range | None:
    """The phrase before an insert that ends with the comma or dash `closing`."""
    sign = sentence.low[closing]
    best: Range | None = None
    commas = [i for i in range(closing - 1, max(low, closing - 40) - 1, -1) if sentence.low[i] == sign]
    for comma in commas:
        if comma <= low:
            break
        found = phrase_left(sentence, comma, low, words)
        if found is None:
            continue
        opener = sentence.low[comma + 1]
        strong = opener in INSERT_OPENERS or opener in words.relatives or sign != ","
        named = any(sentence.caps[i] for i in range(*found)) or sentence.low[found[0]] in words.determiners
        pronoun = found[1] - found[0] == 1 and sentence.low[found[0]] in words.subject_pronouns
        if found[0] > low and sentence.low[found[0] - 1] in words.prepositions and opener not in words.relatives:
            continue
        if not named and not pronoun:
            continue
        if pronoun or strong or not sentence.caps[comma + 1]:
            best = found
            if strong or pronoun:
                before = found[0] - 1
                if before < low or sentence.low[before] != ",":
                    break
        elif best is None:
            best = found
    return best


def subject_right(sentence: Sentence, start: int, words: Grammar) -> Range | None:
    """The subject that follows its verb, as in `said Ann Lee, a baker`."""
    high = len(sentence)
    at = start
    while at < high and at - start < LONGEST:
        word = sentence.low[at]
        if at == start and word in words.subject_pronouns:
            return start, start + 1
        if at == start and word in words.pronouns and (at + 1 == high or not sentence.low[at + 1][0].isalnum()):
            return start, start + 1
        if word in words.determiners and (at == start or sentence.low[at - 1] in words.noun_links):
            at += 1
            continue
        if at == start and word in words.determiners:
            at += 1
            continue
        if _is_nounlike(sentence, at, words) and word not in words.times:
            at += 1
            continue
        if at > start and word in ("of", "for", "from", "with", "at", "&") and at + 1 < high and (
            _is_nounlike(sentence, at + 1, words) or sentence.low[at + 1] in words.determiners
        ):  # fmt: skip
            if word in ("at", "from", "with", "for") and sentence.low[at + 1] in words.times:
                break
            at += 1
            continue
        if word == "and" and at > start and at + 1 < high and sentence.caps[at + 1]:
            at += 1
            continue
        break
    if at == start or not _may_speak(sentence, start, at, words):
        return None
    return start, at


def leading_subject(sentence: Sentence, high: int, words: Grammar) -> Range | None:
    """The first noun phrase of a sentence that can be its subject, before token `high`."""
    i = 0
    low = sentence.low
    for k in range(1, min(high, 14)):
        if low[k] in ("—", "--", "–") and sentence.text[sentence.starts[0] : sentence.ends[0]].isupper():
            i = k + 1  # a dateline
            break
    if i == 0 and low and (low[0] in words.openers or low[0] in words.prepositions or low[0] in words.times or low[0].endswith(("ing", "ed"))) and low[0] not in words.pronouns:
        comma = next((k for k in range(min(high, 30)) if low[k] == ","), None)
        if (
            comma is not None
            and (low[0] in words.prepositions or comma <= 12 or low[0].endswith(("ing", "ed")))
            and comma + 1 < high
        ):
            i = comma + 1
        else:
            i = 1
            if low[1:2] == [","]:
                i = 2
    while i < high:
        word = low[i]
        if word in words.subject_pronouns:
            return i, i + 1
        if sentence.caps[i] or word in words.determiners:
            end = i + 1
            while end < high and (
                (_is_nounlike(sentence, end, words) and (low[end] not in lexicon() or sentence.caps[end])
                 and (sentence.caps[end] or not low[end].endswith("ed")))
                or (low[end] in words.noun_links and low[end] != "to" and end + 1 < high and
                    (sentence.caps[end + 1] or low[end + 1] in words.determiners))
                or (low[end - 1] in words.noun_links and low[end] in words.determiners)
            ) and end - i < LONGEST:  # fmt: skip
                end += 1
            if low[end - 1] in ("later", "earlier", "ago") and low[end : end + 1] == [","]:
                i = end + 1
                continue
            return (i, end) if _may_speak(sentence, i, end, words) else None
        i += 1
    return None
