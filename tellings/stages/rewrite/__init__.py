"""The rewritten summary: a story's cited sentences in, what a model made of them out, each sentence checked.

Off unless a person names an endpoint: the one stage that may ask a network. What the cited passages do not bear out is
kept as refused, with the reason, and never printed in place of the sentences it was made from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.model import Article, Rewrite, SummarySentence, Telling
from tellings.stage import Settings, Stage
from tellings.stages.rewrite.endpoint import Returned, ask
from tellings.text.faithful import find_unsupported

__all__ = ["STAGE", "RewriteSettings", "check_rewrite"]


@dataclass(frozen=True)
class RewriteSettings(Settings):
    """Settings of the stage."""

    language: str = "en"
    # Address of an OpenAI-compatible endpoint; "" asks nobody: nothing leaves the machine unless a person says so.
    url: str = ""
    # Name of the model there.
    model: str = ""
    # Seconds to wait for one story: a small model on a laptop takes a minute for a paragraph.
    seconds: int = 120
    # Raise it to ask again where the endpoint failed: what was asked once is kept.
    attempt: int = 1


def check_rewrite(
    returned: Sequence[Returned], summary: Sequence[SummarySentence], texts: dict[str, str], model: str, language: str
) -> list[Rewrite]:
    """Each returned sentence with the passages it cites, and why it is refused where it is.

    Args:
        returned: what a model made of the summary; numbers of passages count the sentences of the summary from 1.
        summary: the sentences that it was made from, in order, without the headline.
        texts: of the articles, by article_id.
        model: its name, kept with each row.
        language: ISO 639-1 code.
    """
    rows = []
    for order, sentence in enumerate(returned, 1):
        known = [n for n in sentence.cites if 1 <= n <= len(summary)]
        cited = [summary[n - 1] for n in known]
        passages = [texts[row.article_id][row.start : row.end] for row in cited]
        reason = find_unsupported(sentence.words, passages, language)
        if len(known) < len(sentence.cites):
            reason = reason or "cites a passage that is not there"
        story_id = summary[0].story_id
        cites = tuple(row.order for row in cited)
        rows.append(Rewrite(story_id, order, model, sentence.words, cites, not reason, reason))
    return rows


def run(settings: RewriteSettings, sentences: list[SummarySentence], articles: list[Article]) -> Iterator[Rewrite]:
    """The rewrite of one story's summary; nothing where no endpoint is named."""
    summary = sorted((s for s in sentences if s.order), key=lambda s: s.order)
    if not settings.url or not summary:
        return
    texts = {article.article_id: article.text for article in articles}
    passages = [texts[row.article_id][row.start : row.end] for row in summary]
    returned = ask(settings.url, settings.model, passages, settings.seconds)
    yield from check_rewrite(returned, summary, texts, settings.model, settings.language)


STAGE = Stage(
    name="rewrite",
    version=1,
    reads=(SummarySentence, Article),
    writes=(Rewrite,),
    by="story_id",
    via=Telling,
    run=run,
    settings=RewriteSettings(),
)
