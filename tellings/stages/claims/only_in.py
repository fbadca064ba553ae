"""Only-in: the claims of a story in; those of one telling alone, what would change the story most first, out."""

from collections.abc import Iterator, Mapping, Sequence

from tellings.model import TOLD, Article, Assertion, Block, Claim, OnlyIn, Row, Telling
from tellings.stages.claims.align import ClaimSettings
from tellings.text.words import find_words


def find_only_in(
    rows: Sequence[Row],
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    settings: ClaimSettings,
) -> Iterator[OnlyIn]:
    """What one telling alone asserts, where at least one other tells enough to have omitted it."""
    full = {article_id for article_id, words in told_words(articles, blocks).items() if words >= settings.stub}
    texts = {article.article_id: article.text for article in articles}
    first: dict[str, Assertion] = {}
    for row in rows:
        if isinstance(row, Assertion):
            first.setdefault(row.claim_id, row)
    alone = [
        row
        for row in rows
        if isinstance(row, Claim) and row.independent == 1 and full - {first[row.claim_id].article_id}
    ]
    ranked = sorted(alone, key=lambda c: (-_weight(texts[c.article_id], c), c.number))
    for rank, claim in enumerate(ranked, 1):
        yield OnlyIn(claim.story_id, claim.claim_id, claim.article_id, rank, "")


def _weight(text: str, claim: Claim) -> int:
    return sum(text[a:b][:1].isdigit() for a, b in find_words(text, claim.start, claim.end))


def told_words(articles: Sequence[Article], blocks: Sequence[Block]) -> Mapping[str, int]:
    """How many words each article tells."""
    texts = {article.article_id: article.text for article in articles}
    found = dict.fromkeys(texts, 0)
    for block in blocks:
        if block.kind in TOLD and block.article_id in texts:
            found[block.article_id] += len(find_words(texts[block.article_id], block.start, block.end))
    return found
