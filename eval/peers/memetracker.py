"""A phrase graph as Memetracker's (Leskovec, Backstrom & Kleinberg, KDD 2009), written from the paper: groups out.

An edge leads from a phrase to each longer one that holds it but for one word (directed edit distance at most 1) or
shares ten words in a row with it. Each phrase keeps the one edge to the cluster to which most weight leads, longest
phrases first; what ends in the same root is one group.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from eval.peers.quotebank import normalised

# As in the paper: words that may differ, words in a row that are enough.
DISTANCE, OVERLAP = 1, 10


def name() -> str:
    """Name as printed."""
    return "Memetracker's phrase graph (our code)"


def directed_distance(short: Sequence[str], long: Sequence[str]) -> int:
    """Least words to change, add or drop so that a phrase is a run of the longer one.

    >>> directed_distance("a b d".split(), "x a b c d y".split())
    1
    """
    row = [0] * (len(long) + 1)
    for number, word in enumerate(short, 1):
        previous, row[0] = row[:], number
        for at, other in enumerate(long, 1):
            row[at] = min(previous[at] + 1, row[at - 1] + 1, previous[at - 1] + (word != other))
    return min(row)


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[n : n + OVERLAP]) for n in range(len(words) - OVERLAP + 1)}


def group(texts: Sequence[str]) -> list[int]:
    """Number of the group of each text.

    >>> group(["we will never sell the mill", "never sell the mill", "they sold the mill"])
    [0, 0, 1]
    """
    phrases = [normalised(text) for text in texts]
    counts = Counter(phrases)
    ordered = sorted(counts, key=lambda phrase: (-len(phrase.split()), phrase))
    words = {phrase: phrase.split() for phrase in ordered}
    grams = {phrase: _grams(words[phrase]) for phrase in ordered}
    root: dict[str, str] = {}
    for number, phrase in enumerate(ordered):
        weights: dict[str, float] = defaultdict(float)
        for other in ordered[:number]:
            if len(words[other]) > len(words[phrase]):
                distance = directed_distance(words[phrase], words[other])
                if distance <= DISTANCE or grams[phrase] & grams[other]:
                    weights[root[other]] += counts[other] / (1 + distance)
        root[phrase] = min(weights, key=lambda found: (-weights[found], found)) if weights else phrase
    numbers: dict[str, int] = {}
    return [numbers.setdefault(root[phrase], len(numbers)) for phrase in phrases]
