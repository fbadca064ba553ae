"""Markdown: stories in, a page with each statement and its apparatus as an edition prints it out."""

import re
from collections.abc import Iterable, Iterator, Sequence

from tellings.model import Part, Reading
from tellings.publish.masking import Mask
from tellings.publish.passages import places, statement_id
from tellings.story import Edition, Story

# What Markdown would take for its own signs.
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def escape(text: str) -> str:
    r"""Text on one line that Markdown prints as it stands.

    >>> escape("*no* [1]\n# x"), escape("1. - a")
    ('\\*no\\* \\[1\\] \\# x', '1\\. - a')
    """
    text = SIGNS.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", text))


def export_markdown(stories: Iterable[Story]) -> str:
    r"""Stories as a page: each statement with its parts, who carries them, and the places where witnesses differ.

    >>> from tellings import Article, collate_story
    >>> texts = ("“We will open the bridge in June,” Ann Lee said.", "“We will open the bridge in July,” Ann Lee said.")
    >>> made = [Article.from_text(t, outlet=f"Post {n}", published=f"2024-05-0{n}") for n, t in enumerate(texts, 1)]
    >>> print(export_markdown([collate_story(made)]).split("\n- ")[-1].strip())
    **June**] Post 1 · **July** Post 2 *name, can turn the meaning*
    """
    return "\n".join(line for story in stories for line in _story(story)) + "\n"


def _story(story: Story) -> Iterator[str]:
    mask = Mask.of(story)
    yield from (f"# {story.number}. {escape(mask(story.title)) or 'Story'}", "", "## Witnesses", "")
    for telling in story.tellings:
        article = story.articles[telling.article_id]
        facts = (article.outlet, telling.anchor or "undated", mask(article.title), article.url)
        told = ", ".join(escape(fact) for fact in facts if fact)
        copied = f" (copy of {escape(story.siglum(telling.copy_of))})" if telling.copy_of else ""
        yield f"- **{escape(telling.siglum)}**: {told}{copied}"
    for edition in story.statements:
        yield from _statement(story, edition, mask)
    yield ""


def _statement(story: Story, edition: Edition, mask: Mask) -> Iterator[str]:
    row = edition.row
    facts = (row.speaker or "speaker left open", *row.channels, row.said)
    facts += ("reported, nobody quotes it",) if row.wording == "reported" else ()
    yield from ("", f"## {statement_id(story, edition)} " + " · ".join(escape(mask(f)) for f in facts if f))
    for part in edition.parts:
        yield from _part(story, edition, part, mask)
    for name, text in (("When", row.said_source), ("Open", row.open)):
        if text:
            yield from ("", f"{name}: {escape(mask(text))}")


def _part(story: Story, edition: Edition, part: Part, mask: Mask) -> Iterator[str]:
    yield from ("", f"> {part.part}. {escape(mask(part.text))}", "")
    held = (("whole", part.whole), ("in part", part.partial), ("omitted by", part.omitted))
    told = [f"{word} {_sigla(story, ids)}" for word, ids in held if ids]
    reported = sorted({w.article_id for w in edition.witnesses if w.part == part.part and w.carries == "paraphrase"})
    yield "; ".join([*told, *([f"paraphrased by {_sigla(story, reported)}"] if reported else [])])
    entries = [_entry(story, rows, mask) for rows in places(edition, part.part)]
    if entries:
        yield ""
        yield from entries


def _sigla(story: Story, article_ids: Iterable[str]) -> str:
    wanted = set(article_ids)
    return ", ".join(escape(t.siglum) for t in story.tellings if t.article_id in wanted)


def _entry(story: Story, rows: Sequence[Reading], mask: Mask) -> str:
    """An entry of the apparatus: the lemma, a bracket, its witnesses, then each other reading with its own."""
    agreeing = [row.article_id for row in rows if row.kind == "lemma"]
    pieces = [f"{_words(mask(rows[0].lemma))}] {_sigla(story, agreeing)}".rstrip()]
    others: dict[tuple[str, bool, str], list[str]] = {}
    for row in rows:
        if row.kind != "lemma":
            others.setdefault((row.kind, row.turns, mask.words(row)), []).append(row.article_id)
    for (kind, turns, words), ids in sorted(others.items(), key=lambda item: (not item[0][1], item[0])):
        note = f"{kind}, can turn the meaning" if turns else kind
        pieces.append(f"{_words(words)} {_sigla(story, ids)} *{note}*")
    return "- " + " · ".join(pieces)


def _words(words: str) -> str:
    return f"**{escape(words)}**" if words.strip() else "*om.*"
