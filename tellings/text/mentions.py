"""Mentions of speakers: a tokenised sentence and a place in it in, the noun phrase that speaks there out."""

from tellings.text.clauses import DASHES, QUOTE, Grammar, Sentence
from tellings.text.cues import lexicon

Range = tuple[int, int]  # numbers of tokens, end left out

PUNCTUATION = frozenset({",", ";", ":", "(", ")", "[", "]", "?", "!", "…"}) | DASHES
# A mention of more words is a clause that was read wrongly.
LONGEST = 14
# A parenthesis after a name (a party, a title) is shorter than this.
PARENTHESIS = 30
# How far before its verb a subject may stand, with all that is set between them.
INSERTS = 40
NOUNS_IN_LY = frozenset({"family", "daily", "weekly", "ally"})
NEAR_PARTICIPLES = ("familiar", "close", "present")


def is_name(sentence: Sentence, i: int, words: Grammar) -> bool:
    """Whether a token is capitalised, and not only as the first of its sentence."""
    return sentence.caps[i] and not (i == 0 and sentence.low[i] in words.openers)


def is_nounlike(sentence: Sentence, i: int, words: Grammar) -> bool:
    """Whether a token may stand inside a noun phrase."""
    word = sentence.low[i]
    if word in PUNCTUATION or word == QUOTE:
        return False
    if sentence.caps[i]:
        return is_name(sentence, i, words)
    return not (
        word in words.prepositions
        or word in words.conjunctions
        or word in words.auxiliaries
        or word in words.subject_pronouns
        or (word.endswith("ly") and word not in NOUNS_IN_LY)
    )


def may_speak(sentence: Sentence, begin: int, end: int, words: Grammar) -> bool:
    """Whether a phrase can name a source at all: it holds more than determiners and times."""
    for word in sentence.low[begin:end]:
        if word not in words.determiners and word not in words.times and word[0].isalnum():
            return True
    return False


def phrase_left(sentence: Sentence, end: int, low: int, words: Grammar) -> Range | None:
    """The noun phrase that ends before token `end`; it does not reach below `low`."""
    stop = _before_parenthesis(sentence, end, low)
    if stop is None or stop <= low:
        return None
    end = stop
    last = sentence.low[end - 1]
    if last in words.subject_pronouns or last in words.pronouns or words.bare_pronoun(last):
        return end - 1, end
    begin = end
    while begin > low and end - begin < LONGEST:
        step = _step_left(sentence, begin, end, low, words)
        if step == 0:
            break
        begin -= step
        if sentence.low[begin] in words.determiners and (begin == 0 or not sentence.caps[begin]):
            if not _links(sentence, begin, low, words):
                break
            begin -= 1
    while begin < end - 1 and sentence.low[begin] in words.times and sentence.caps[end - 1]:
        begin += 1
    if begin == end - 1 and begin - 1 > low and _is_party(sentence, begin, words):
        return phrase_left(sentence, begin - 1, low, words)
    return (begin, end) if begin < end and may_speak(sentence, begin, end, words) else None


def _is_party(sentence: Sentence, i: int, words: Grammar) -> bool:
    """Whether a token after a comma is the party and state of the name before it ("Ann Lee, R-Ky., said")."""
    party, hyphen, state = sentence.low[i].partition("-")
    return bool(hyphen and state) and party in words.parties and sentence.caps[i] and sentence.at(i - 1) == ","


def _before_parenthesis(sentence: Sentence, end: int, low: int) -> int | None:
    """The end of what stands before "(Lab, Eastfield)"; None where its opening is missing."""
    while end > low and sentence.low[end - 1] in (")", "]"):
        opener = "(" if sentence.low[end - 1] == ")" else "["
        floor = max(low, end - PARENTHESIS) - 1
        place = next((i for i in range(end - 2, floor, -1) if sentence.low[i] == opener), None)
        if place is None:
            return None
        end = place
    return end


def _step_left(sentence: Sentence, begin: int, end: int, low: int, words: Grammar) -> int:
    """How many tokens a noun phrase that begins at `begin` takes in to its left: 0, 1 or 2 (a link and its noun)."""
    at = begin - 1
    word = sentence.low[at]
    if word == "that" or (begin < end and _is_verb_in_ed(sentence, at, low, words)):
        return 0
    if word in words.determiners and (at == 0 or not sentence.caps[at]):
        return 1
    if is_nounlike(sentence, at, words):
        return 1
    if begin == end or at <= low:
        return 0
    if word in words.noun_links and word != "to" and is_nounlike(sentence, at - 1, words):
        return 0 if at == 1 and sentence.low[0] in words.openers else 1
    return 1 if word == "and" and sentence.caps[begin] and is_name(sentence, at - 1, words) else 0


def _is_verb_in_ed(sentence: Sentence, at: int, low: int, words: Grammar) -> bool:
    """Whether a word in -ed is a verb (the firm unveiled plans), not an adjective (the united front)."""
    if not sentence.low[at].endswith("ed") or sentence.caps[at]:
        return False
    before = sentence.at(at - 1)
    return not (at > low and (before in words.determiners or before in words.prepositions))


def _links(sentence: Sentence, determiner: int, low: int, words: Grammar) -> bool:
    """Whether a preposition joins the phrase at `determiner` to a noun before it (a spokesman for the group)."""
    link, noun = determiner - 1, determiner - 2
    return (
        noun >= low
        and sentence.low[link] in words.noun_links
        and sentence.low[link] != "to"
        and is_nounlike(sentence, noun, words)
        and sentence.low[noun] not in words.times
        and sentence.low[noun] not in lexicon(words.language)
    )


def subject_left(sentence: Sentence, end: int, low: int, words: Grammar) -> Range | None:
    """The subject of a verb group that begins at token `end`.

    Steps over what is set between subject and verb: ", who ran the club," and ", a Leeds baker,".
    """
    if end <= low:
        return None
    title = sentence.low[end - 1] == QUOTE and "," in sentence.text[sentence.ends[end - 1] - 2 : sentence.ends[end - 1]]
    if title or sentence.low[end - 1] == "," or sentence.low[end - 1] in DASHES:  # , host of "Home," said
        return _before_insert(sentence, end - 1, low, words)
    found = phrase_left(sentence, end, low, words)
    if found is None:
        return None
    found = _beyond_participle(sentence, found, low, words)
    found = _beyond_relative(sentence, found, low, words)
    if _is_only(sentence, found, words.postnominals) and sentence.at(found[0] - 1) == ",":
        return subject_left(sentence, found[0], low, words) or found
    found = _without_times(sentence, found, words)
    if sentence.low[found[0]] in words.relatives and found[1] - found[0] == 1:
        return _antecedent(sentence, found[0], low, words) or found
    return found


def _is_only(sentence: Sentence, found: Range, known: frozenset[str]) -> bool:
    """Whether all words of a phrase are in a set."""
    return all(word in known for word in sentence.low[found[0] : found[1]])


def _without_times(sentence: Sentence, found: Range, words: Grammar) -> Range:
    """`The mayor last night said`: the phrase without times and adverbs behind it."""
    begin, end = found
    while end - begin > 1 and not sentence.caps[end - 1] and _trails(sentence.low[end - 1], words):
        end -= 1
    while end - begin > 1 and sentence.low[end - 1] in ("on", "at", "in", "of", "the"):
        end -= 1
    return (begin, end) if may_speak(sentence, begin, end, words) else found


def _trails(word: str, words: Grammar) -> bool:
    return word in words.times or (words.is_adverb(word) and word not in words.determiners and word != "family")


def _beyond_relative(sentence: Sentence, found: Range, low: int, words: Grammar) -> Range:
    """`A cook who was aboard when it struck a pier said`: the phrase before a "who" that no comma sets apart."""
    if "who" not in sentence.low:
        return found
    who = next(
        (i for i in range(found[0] - 2, max(low, found[0] - INSERTS), -1) if sentence.low[i] in ("who", ",")), None
    )
    if who is None or sentence.low[who] != "who" or who - 1 < low or not _follows_verb(sentence, who, found, words):
        return found
    before = phrase_left(sentence, who, low, words)
    if before is None or sentence.low[before[0]] not in words.determiners or not _opens(sentence, before[0], words):
        return found
    return before


def _opens(sentence: Sentence, begin: int, words: Grammar) -> bool:
    """Whether a subject may begin at a token: first in the sentence, or after a comma, a dash or a connective."""
    before = sentence.at(begin - 1)
    return before in ("", ",", QUOTE) or before in DASHES or before in words.leads


def _follows_verb(sentence: Sentence, who: int, found: Range, words: Grammar) -> bool:
    """Whether "who" is followed by its verb, and the phrase by no clause of its own."""
    first = sentence.low[who + 1]
    verb = (
        first in words.auxiliaries
        or first.endswith(("ed", "s"))
        or (first in lexicon(words.language))
        or (not sentence.caps[who + 1] and first not in words.determiners and first not in words.subject_pronouns)
    )
    return verb and sentence.at(found[0] - 1) not in ("and", "but", "that", "because", "if", "as")


def _beyond_participle(sentence: Sentence, found: Range, low: int, words: Grammar) -> Range:
    """`A source speaking to the paper said`: the phrase before the participle, when one parts it from `found`."""
    link = found[0] - 1
    if link - 2 < low or sentence.low[link] not in words.prepositions or sentence.caps[link - 1]:
        return found
    word = sentence.low[link - 1]
    if not (word.endswith(("ing", "ed")) or word in NEAR_PARTICIPLES):
        return found
    return phrase_left(sentence, link - 1, low, words) or found


def _antecedent(sentence: Sentence, relative: int, low: int, words: Grammar) -> Range | None:
    """What "who" stands for: the phrase before it."""
    at = relative - (sentence.at(relative - 1) == ",")
    return phrase_left(sentence, at, low, words) if at > low else None


def _before_insert(sentence: Sentence, closing: int, low: int, words: Grammar) -> Range | None:
    """The phrase before an insert that ends with the comma or dash `closing`."""
    sign = "," if sentence.low[closing] == QUOTE else sentence.low[closing]
    best: Range | None = None
    for comma in range(closing - 1, max(low, closing - INSERTS), -1):
        if sentence.low[comma] != sign:
            continue
        found = phrase_left(sentence, comma, low, words)
        if found is None:
            continue
        if _is_only(sentence, found, words.postnominals):
            continue  # ", KC,"
        opener = sentence.low[comma + 1]
        if found[0] > low and sentence.low[found[0] - 1] in words.prepositions:
            outer = _beyond_participle(sentence, found, low, words)
            if outer == found and opener not in words.relatives:
                continue
            found = outer
        pronoun = found[1] - found[0] == 1 and sentence.low[found[0]] in words.subject_pronouns
        if not (pronoun or sentence.low[found[0]] in words.determiners or sentence.has_capital(*found)):
            continue
        strong = pronoun or sign != "," or opener in words.insert_openers or opener in words.relatives
        if strong or best is None or not sentence.caps[comma + 1]:
            best = found
        if strong and sentence.at(found[0] - 1) != ",":
            break
    return best


def subject_right(sentence: Sentence, start: int, words: Grammar) -> Range | None:
    """The subject that follows its verb, as in `said Ann Lee, a baker`."""
    first = sentence.at(start)
    follower = sentence.at(start + 1)
    if first in words.subject_pronouns or (first in words.pronouns and not follower[:1].isalnum()):
        return start, start + 1
    at = start
    while at < min(len(sentence), start + LONGEST) and _goes_on_right(sentence, at, start, words):
        at += 1
    return (start, at) if at > start and may_speak(sentence, start, at, words) else None


def _goes_on_right(sentence: Sentence, at: int, start: int, words: Grammar) -> bool:
    """Whether the token belongs to a noun phrase that began at `start`."""
    word, following = sentence.low[at], sentence.at(at + 1)
    if word in words.determiners and (at == start or sentence.low[at - 1] in words.noun_links):
        return True
    if is_nounlike(sentence, at, words):
        return word not in words.times
    if at == start or not following:
        return False
    if word in ("of", "for", "from", "with", "at", "&"):
        into = is_nounlike(sentence, at + 1, words) or following in words.determiners
        return into and (word in ("of", "&") or following not in words.times)
    return word == "and" and sentence.caps[at + 1]


def leading_subject(sentence: Sentence, high: int, words: Grammar) -> Range | None:
    """The first noun phrase of a sentence that can be its subject, before token `high`."""
    i = _after_opening(sentence, high, words)
    while i < high:
        word = sentence.low[i]
        if word in words.subject_pronouns:
            return i, i + 1
        if word in ("another", "others") and sentence.at(i + 1) in words.auxiliaries:
            return i, i + 1
        if i > 1 and _is_party(sentence, i, words):
            return phrase_left(sentence, i - 1, 0, words)
        if sentence.caps[i] or word in words.determiners:
            end = i + 1
            while end < min(high, i + LONGEST) and _leads_on(sentence, end, high, words):
                end += 1
            if sentence.low[end - 1] in ("later", "earlier", "ago") and sentence.at(end) == ",":
                i = end + 1
                continue
            return (i, end) if may_speak(sentence, i, end, words) else None
        i += 1
    return None


def _after_opening(sentence: Sentence, high: int, words: Grammar) -> int:
    """Token after what opens a sentence before its subject: a dateline, "In May,", "Asked why,", "But"."""
    low = sentence.low
    if not low:
        return 0
    if sentence.text[sentence.starts[0] : sentence.ends[0]].isupper():
        dash = next((k for k in range(1, min(high, 14)) if low[k] in DASHES and low[k] != "-"), None)
        if dash is not None:
            return dash + 1
    first = low[0]
    participle = first.endswith(("ing", "ed"))
    opens = first in words.openers or first in words.prepositions or first in words.times or participle
    if not opens or first in words.pronouns:
        return 0
    comma = next((k for k in range(min(high, 30)) if low[k] == ","), None)
    if comma is not None and comma + 1 < high and (first in words.prepositions or participle or comma <= 12):
        return comma + 1
    return 2 if sentence.at(1) == "," else 1


def _leads_on(sentence: Sentence, end: int, high: int, words: Grammar) -> bool:
    """Whether the token at `end` goes on with a subject before it."""
    word, before = sentence.low[end], sentence.low[end - 1]
    if is_nounlike(sentence, end, words):
        return sentence.caps[end] or not (word in lexicon(words.language) or word.endswith("ed"))
    if before in words.noun_links and word in words.determiners:
        return True
    if word not in words.noun_links or word == "to" or end + 1 >= high:
        return False
    return sentence.caps[end + 1] or sentence.low[end + 1] in words.determiners
