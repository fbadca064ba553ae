"""Objects by id: in goes a store and what a person typed, out comes the object as lines and as JSON."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rich.text import Text

from tellings.errors import NotFound
from tellings.model import TOLD, Article, Failure, Item, Quotation, Statement, StoryRow, Telling
from tellings.publish.days import day
from tellings.publish.differences import difference_lines, differences_json
from tellings.publish.json_ import edition_json, quotation_json, sources_json, story_json, story_row_json
from tellings.publish.lines import FAINT, HEAD, NAME, count, line, shorten
from tellings.publish.revisions import article_revision_lines
from tellings.publish.stories import current_id, open_stories, read_rows, story_rows
from tellings.publish.summary import resummarise
from tellings.publish.terminal import Detail, edition_lines, quotation_line, story_lines, story_list_line
from tellings.stages.summary import SummarySettings
from tellings.store import Manifest, Store
from tellings.story import Story

# Fewer characters of a hash than this are more likely a slip than an id.
MIN_PREFIX = 6
# More than any list has.
EVERY = 1_000_000_000


@dataclass(frozen=True)
class Found:
    """An object in both its forms."""

    kind: str  # story | statement | article | quotation | stories | failures
    lines: list[Text]
    json: Any


@dataclass(frozen=True, slots=True)
class StoryView:
    """How a story is shown."""

    summary: SummarySettings | None = None  # how its summary is made anew, where the stored one is not wanted
    everything: bool = False  # list what is otherwise only counted (compatible differences)


def find_object(store: Store, typed: str, view: StoryView = StoryView()) -> Found:
    """The object that `typed` names.

    Args:
        store: where to look.
        typed: "1" a story by number, "1.2" a statement, "stories", "failures", the name of a file, or the first
            characters (6 at least) of an id.
        view: how a story is shown.

    Raises:
        NotFound: nothing, or more than one thing, has that name.
    """
    manifest = store.manifest()
    rows = story_rows(store, manifest)
    if typed == "stories":
        numbered = list(enumerate(rows, 1))
        return Found("stories", [story_list_line(*pair) for pair in numbered], [story_row_json(*p) for p in numbered])
    if typed == "failures":
        return _failures(store, manifest)
    number, dot, statement = typed.partition(".")
    # "001" is the name of an article whose file begins so: no story is counted with a nought.
    if (
        number.isdigit()
        and not number.startswith("0")
        and len(number) < MIN_PREFIX
        and (not dot or statement.isdigit())
    ):
        return _by_number(store, manifest, rows, int(number), int(statement) if dot else None, view)
    for finder in (_by_article, _by_quotation):
        found = finder(store, manifest, typed)
        if found:
            return found
    if found := _by_hash(store, manifest, typed, view):
        return found
    raise NotFound(
        f"nothing in {store.folder} is called {typed!r}; name a story (1 to {len(rows)}), a statement (1.1),"
        " an article's file or the first characters of an id; `tellings show stories` lists the stories"
    )


def _failures(store: Store, manifest: Manifest) -> Found:
    """What was refused when it was read, and what a stage could not do."""
    refused = [item for item in read_rows(store, manifest, Item) if item.status == "refused"]
    rows = [Failure("read", f"{item.source}{_record(item)}", item.reason) for item in refused]
    rows += read_rows(store, manifest, Failure)
    lines = [line("  ", (row.stage, NAME), f"  {row.group}  {row.error}") for row in rows]
    return Found("failures", lines or [line("no failures")], [asdict(row) for row in rows])


def _record(item: Item) -> str:
    return f" record {item.record}" if item.record >= 0 else ""


def _by_number(
    store: Store,
    manifest: Manifest,
    rows: list[StoryRow],
    number: int,
    statement: int | None,
    view: StoryView,
) -> Found:
    if not 1 <= number <= len(rows):
        held = f"the store holds {count(len(rows), 'story', 'stories')}"
        hint = "`tellings show stories` lists them" if rows else "`tellings run FOLDER` reads articles"
        raise NotFound(f"there is no story {number}; {held}: {hint}")
    (story,) = open_stories(store, {rows[number - 1].story_id}, manifest)
    return _story(story, view) if statement is None else _statement(story, statement)


def _story(story: Story, view: StoryView) -> Found:
    story = resummarise(story, view.summary) if view.summary else story
    detail = Detail(offsets=True, summary=True, singles=EVERY, claims=EVERY, dates=EVERY)
    lines = [*story_lines(story, detail), *difference_lines(story, view.everything), line()]
    lines += [line(("QUOTATIONS", HEAD))]
    lines += [quotation_line(story, quotation) for quotation in story.quotations]
    return Found(
        "story", lines, story_json(story) | {"differences": differences_json(story), "sources": sources_json(story)}
    )


def _statement(story: Story, number: int) -> Found:
    for edition in story.statements:
        if edition.row.number == number:
            lines = [*edition_lines(story, edition, Detail(offsets=True))]
            return Found("statement", lines, edition_json(story, edition))
    raise NotFound(
        f"story {story.number} has no statement {number}; it has {count(len(story.statements), 'statement')}:"
        f" `tellings show {story.number}` prints them"
    )


def _one(names: list[str], typed: str, matches: Callable[[str], bool], what: str) -> str | None:
    """The one name that matches; None where none does."""
    found = [name for name in names if matches(name)]
    if len(found) > 1:
        raise NotFound(f"{typed!r} names {len(found)} {what}: {', '.join(found[:5])}; type more of it")
    return found[0] if found else None


def _by_article(store: Store, manifest: Manifest, typed: str) -> Found | None:
    articles = read_rows(store, manifest, Article)
    heads = {name: a.article_id for a in articles for name in (a.article_id, a.source)}
    named = [t.article_id for t in read_rows(store, manifest, Telling) if t.siglum == typed]
    if len(named) == 1:
        return _article(store, manifest, named[0])
    if named:
        known = {a.article_id: a.source for a in articles}
        ids = ", ".join(f"{article_id[:12]} ({known[article_id]})" for article_id in sorted(named)[:5])
        raise NotFound(f"{typed!r} is the name of {len(named)} articles, each in its story; type the id of one: {ids}")
    name = typed if typed in heads else _one(list(heads), typed, lambda n: _names(n, typed), "articles")
    return _article(store, manifest, heads[name]) if name else None


def _names(name: str, typed: str) -> bool:
    """Whether a source or an article's id is meant by what was typed."""
    return name.endswith(f"/{typed}") or (len(typed) >= MIN_PREFIX and name.startswith(typed))


def _article(store: Store, manifest: Manifest, article_id: str) -> Found:
    tellings = read_rows(store, manifest, Telling, "article_id", [article_id])
    (story,) = open_stories(store, {tellings[0].story_id}, manifest)
    (source,) = (s for s in sources_json(story) if s["article_id"] == article_id)
    return Found("article", list(_article_lines(story, article_id)), source | {"story": story.number})


def _article_lines(story: Story, article_id: str) -> Iterator[Text]:
    """The article's own blocks with their kinds, then its quotations."""
    article = story.articles[article_id]
    telling = next(t for t in story.tellings if t.article_id == article_id)
    inferred = f" ({telling.anchor_source})" if telling.anchor and telling.anchor_source != "published" else ""
    facts = (article.outlet, day(telling.anchor) + inferred, article.url)
    yield line((article.title or article.source, HEAD), *(f"  {fact}" for fact in facts if fact))
    yield line((f"article {article_id} · {article.source} · telling of story {story.number}", FAINT))
    yield from article_revision_lines(story, article_id)
    for block in story.blocks:
        if block.article_id == article_id:
            style = "" if block.kind in TOLD else FAINT
            yield line((f"{block.start:>6} {block.kind:<9}", NAME), (shorten(story.words(block), 400), style))
    yield line()
    yield line(("QUOTATIONS", HEAD))
    for quotation in story.quotations:
        if quotation.article_id == article_id:
            yield quotation_line(story, quotation)


def _by_quotation(store: Store, manifest: Manifest, typed: str) -> Found | None:
    if len(typed) < MIN_PREFIX:
        return None
    rows = {q.quotation_id: q for q in read_rows(store, manifest, Quotation)}
    name = _one(list(rows), typed, lambda n: n.startswith(typed), "quotations")
    if name is None:
        return None
    tellings = read_rows(store, manifest, Telling, "article_id", [rows[name].article_id])
    (story,) = open_stories(store, {tellings[0].story_id}, manifest)
    return Found("quotation", [quotation_line(story, rows[name])], quotation_json(story, rows[name]))


def _by_hash(store: Store, manifest: Manifest, typed: str, view: StoryView) -> Found | None:
    """A story or statement by the first characters of its id."""
    if len(typed) < MIN_PREFIX:
        return None
    wanted = current_id(store, manifest, typed)
    for row in story_rows(store, manifest):
        if row.story_id.startswith(wanted):
            (story,) = open_stories(store, {row.story_id}, manifest)
            return _story(story, view)
    for statement in read_rows(store, manifest, Statement):
        if statement.statement_id.startswith(typed):
            (story,) = open_stories(store, {statement.story_id}, manifest)
            return _statement(story, statement.number)
    return None
