"""The pipeline, in order. To add a stage, write its file and put it in this list."""

from tellings.stage import Stage
from tellings.stages import (
    blocks,
    claims,
    dates,
    differences,
    events,
    marks,
    notices,
    origins,
    postings,
    quotations,
    rewrite,
    speakers,
    spun,
    statements,
    stories,
    summary,
    terms,
)
from tellings.stages.copies import compare, pairs, shingles
from tellings.stages.versions import changes, which

STAGES: tuple[Stage, ...] = (
    blocks.STAGE,  # what is told, what is set aside
    marks.STAGE,  # quoted and posted spans
    notices.STAGE,  # where an outlet corrects or withdraws its article
    dates.STAGE,  # time expressions
    quotations.STAGE,  # source, cue, content
    postings.STAGE,  # where words stand, for `check`
    shingles.STAGE,  # hashed runs of words
    pairs.STAGE,  # pairs of articles that share some
    compare.STAGE,  # what a pair shares, and who has it from whom
    terms.STAGE,  # what an article is about
    which.STAGE,  # which articles are versions of one
    changes.STAGE,  # what a version changes
    stories.STAGE,  # which articles tell one event
    origins.STAGE,  # which of them count as one
    spun.STAGE,  # words that look put in for others
    speakers.STAGE,  # whose words a quotation is
    statements.STAGE,  # what was said on one occasion, from all who quote it
    claims.STAGE,  # what each telling asserts, and who else does
    events.STAGE,  # dated sentences, and which of them tell one event
    differences.STAGE,  # where they part
    summary.STAGE,  # the sentences that tell most of a story
    rewrite.STAGE,  # the same in other words, where a person names an endpoint
)
