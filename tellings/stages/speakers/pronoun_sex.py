"""What pronouns tell of the sex of persons: an article's names, sentences and text in, counts by member out.

After Bergsma and Lin, *Bootstrapping Path-Based Pronoun Resolution* (ACL 2006): the pronoun that most often follows
a name tells its gender, though each single one may mean somebody else.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from tellings.stages.speakers.reading import ArticleReading
from tellings.text.names import NameMention
from tellings.text.noun_phrases import anaphora, find_pronouns
from tellings.text.words import Span

LEAST = 3  # pronouns of one sex that follow a name, before they tell anything
SHARE = 4  # so many times more than those of the other sex


def count_following(
    reading: ArticleReading, names: Sequence[tuple[int, NameMention]], language: str = "en"
) -> Counter[tuple[int, str]]:
    """How often "he" or "she" is the first pronoun behind a person's name, in a sentence that names nobody else.

    Args:
        reading: the article.
        names: its names that may be persons', each with the number of the member it means.
        language: of the article.
    """
    small = anaphora(language)
    in_sentence: dict[int, list[tuple[int, NameMention]]] = {}
    starts = [start for start, _ in reading.sentences]
    for number, name in names:
        if not name.headline and not reading.in_quotation(name.start):
            in_sentence.setdefault(bisect_right(starts, name.start) - 1, []).append((number, name))
    found: Counter[tuple[int, str]] = Counter()
    for at, inside in in_sentence.items():
        number, name = inside[0]
        if at < 0 or any(other != number for other, _ in inside):
            continue
        word = _first_pronoun(reading, (name.end, reading.sentences[at][1]), small.male | small.female)
        if word:
            found[number, "male" if word in small.male else "female"] += 1
    return found


def _first_pronoun(reading: ArticleReading, span: Span, words: frozenset[str]) -> str:
    """The first of some pronouns within a span and outside marks; "" none."""
    text = reading.article.text
    for start, end in find_pronouns(text, *span):
        word = text[start:end].lower()
        if word in words and not reading.in_quotation(start):
            return word
    return ""


def sex_told(male: int, female: int) -> str:
    """The sex that the counts tell; "" where they are few or divided.

    >>> sex_told(4, 1), sex_told(4, 2)
    ('male', '')
    """
    if max(male, female) < LEAST or max(male, female) < SHARE * min(male, female):
        return ""
    return "male" if male > female else "female"
