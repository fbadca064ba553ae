"""Claims for a terminal: in goes a story, out come lines on what tellings agree on and what one alone has."""

from collections.abc import Iterator

from rich.text import Text

from tellings.model import Assertion
from tellings.publish.lines import FAINT, HEAD, NAME, count, line, shorten, sigla
from tellings.story import Asserted, Story


def agreed_lines(story: Story, most: int, offsets: bool) -> Iterator[Text]:
    """Claims that several tellings make, those of more independent ones first; what statements show already is left."""
    shown = _in_statements(story)
    claims = [c for c in story.claims if c.row.told > 1 and not all(a.quotation_id in shown for a in c.assertions)]
    if not claims:
        return
    yield line()
    yield line(("TOLD ALIKE", HEAD))
    for claim in claims[:most]:
        yield from _claim_lines(story, claim, offsets)
    if len(claims) > most:
        yield line((f"  … and {len(claims) - most:,} more: tellings show {story.number}", FAINT))


def _in_statements(story: Story) -> frozenset[str]:
    """Quotations of which a statement of several witnesses is made."""
    return frozenset(w.quotation_id for e in story.statements if e.row.witnesses > 1 for w in e.witnesses)


def _claim_lines(story: Story, claim: Asserted, offsets: bool) -> Iterator[Text]:
    """How many tell it, in which words, and who holds it back."""
    row = claim.row
    hedged = [a for a in claim.assertions if a.hedge]
    held = "; ".join(dict.fromkeys(f"{story.siglum(a.article_id)} {_hedge(story, a)}" for a in hedged))
    yield line(
        f"  {row.told} of {count(len(story.tellings), 'telling')}, {row.independent} independent  ",
        (sigla(story, (a.article_id for a in claim.assertions)), NAME),
        "  ", (f"“{shorten(story.words(row))}”", "italic"),
        (f"  held back: {held}" if held and not offsets else "", FAINT),
    )  # fmt: skip
    for assertion in claim.assertions if offsets else ():
        yield _assertion_line(story, assertion)


def _assertion_line(story: Story, row: Assertion) -> Text:
    """One wording with the characters where it stands."""
    place = f"{story.siglum(row.article_id)}:{row.start}–{row.end}"
    hedge = f"  {_hedge(story, row)}" if row.hedge else ""
    return line("     ", (place, NAME), f"  “{shorten(story.words(row))}”", (hedge, FAINT))


def _hedge(story: Story, row: Assertion) -> str:
    """All that holds an assertion back, with the words that do."""
    text = story.articles[row.article_id].text
    pairs = zip(row.hedges, row.hedge_spans, strict=True)
    return ", ".join(f"{kind} (“{shorten(text[start:end], 40)}”)" for kind, (start, end) in pairs)


def only_in_lines(story: Story, most: int, offsets: bool) -> Iterator[Text]:
    """Claims of one telling alone, what would change the story most first."""
    if not story.only_in:
        return
    claims = {claim.row.claim_id: claim for claim in story.claims}
    yield line()
    yield line(("TOLD BY ONE ALONE", HEAD))
    for row in story.only_in[:most]:
        claim = claims[row.claim_id]
        first = next(a for a in claim.assertions if (a.article_id, a.start) == (claim.row.article_id, claim.row.start))
        place = f":{first.start}–{first.end}" if offsets else ""
        hedge = f"  {_hedge(story, first)}" if first.hedge else ""
        yield line(
            "  ", (f"{story.siglum(row.article_id)}{place}", NAME), f"  “{shorten(story.words(first))}”",
            (hedge, FAINT), (f"  ({row.reason})" if offsets else "", FAINT),
        )  # fmt: skip
    if len(story.only_in) > most:
        yield line((f"  … and {len(story.only_in) - most:,} more: tellings show {story.number}", FAINT))
