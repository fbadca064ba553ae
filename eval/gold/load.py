"""From the folder of a story to its rows: in goes a name or a split, out come GoldStory rows."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from eval.gold.apparatus import (
    Tellings,
    read_claims,
    read_copies,
    read_differences,
    read_only_in,
    read_statements,
)
from eval.gold.complete import find_gaps, find_unlinked
from eval.gold.fields import Field, Problem, Problems, Resolved, parse
from eval.gold.model import ENTITY_KINDS, GoldArticle, GoldEntity, GoldStory
from eval.gold.spans import SpanError, find_span
from eval.gold.telling import Resolver, Telling, read_telling
from eval.gold.texts import CORPORA, DATA_VARIABLE, Source, corpus_file, locate, read_text, read_title

FOLDER = Path(__file__).parent / "stories"
# Stories whose texts lie in the data folder, by corpus.
REAL_FOLDERS = {corpus: Path(__file__).parent / corpus for corpus in CORPORA}
SPLITS_FILE = Path(__file__).parent / "splits.toml"
SPLITS = ("train", "dev", "test", "real")  # real: articles of others, for measuring only
TextOf = Callable[[Source], str]
ReadAt = Callable[[str, str], tuple[str, str]]  # text and title, of an article's name and its file as written


class GoldError(Exception):
    """An annotation that does not hold; the message lists what is wrong."""


def splits() -> dict[str, str]:
    """The split of each story."""
    return dict(tomllib.loads(SPLITS_FILE.read_text(encoding="utf-8"))["stories"])


def story_names(data: Path | None = None) -> tuple[list[str], list[str]]:
    """The stories there are, and those left out because their texts are not there."""
    found, left_out = _names(FOLDER), list[str]()
    for corpus, folder in REAL_FOLDERS.items():
        file = corpus_file(corpus, data)
        (found if file and file.is_file() else left_out).extend(_names(folder))
    return found, left_out


def data_missing(data: Path | None = None) -> str:
    """Which files of the data folder are not there, or how to name the folder; "" where nothing is missing."""
    files = [corpus_file(corpus, data) for corpus in CORPORA]
    if None in files:
        return f"say where the data folder is with --data or {DATA_VARIABLE}"
    missing = [str(file) for file in files if file and not file.is_file()]
    return f"missing: {', '.join(missing)}" if missing else ""


def _names(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/annotation.json"))


def load_stories(split: str = "", text_of: TextOf = read_text, data: Path | None = None) -> list[GoldStory]:
    """The stories of a split, by name; all stories if none is named.

    Stories of others' articles only where `data`, or TELLINGS_DATA, names the data folder that holds their texts.

    Args:
        split: train, dev, test or real; "" for all.
        text_of: reads an article's text; give the program's own reader to have offsets into what it read.
        data: the data folder.

    Raises:
        GoldError: an annotation does not hold, or the data folder that is named lacks a corpus.
    """
    if split and split not in SPLITS:
        raise GoldError(f"unknown split “{split}”; splits: {', '.join(SPLITS)}")
    left_out = () if corpus_file("gum", data) else story_names(data)[1]
    return [
        load_story(name, text_of=text_of, data=data)
        for name, own in sorted(splits().items())
        if split in ("", own) and name not in left_out
    ]


def load_story(name: str, folder: Path = FOLDER, text_of: TextOf = read_text, data: Path | None = None) -> GoldStory:
    """One story.

    Raises:
        GoldError: its annotation does not hold.
    """
    story, problems = read_story(name, folder, text_of, data)
    fatal = [problem for problem in problems if problem.fatal]
    if fatal or story is None:
        raise GoldError(f"{name}: " + "\n".join(f"{p.place}: {p.message}" for p in fatal))
    return story


def fingerprint(stories: Iterable[GoldStory]) -> str:
    """Digest of annotations and articles, for pinning a floor to the data it was measured on."""
    return hashlib.sha256("\n".join(sorted(f"{story.name} {story.digest}" for story in stories)).encode()).hexdigest()


def read_story(
    name: str, folder: Path = FOLDER, text_of: TextOf = read_text, data: Path | None = None
) -> tuple[GoldStory | None, list[Problem]]:
    """One story, as far as it resolves, and all that is wrong with it."""
    story, problems, _ = read_resolved(name, folder, text_of, data)
    return story, problems


def read_resolved(
    name: str, folder: Path = FOLDER, text_of: TextOf = read_text, data: Path | None = None
) -> tuple[GoldStory | None, list[Problem], list[Resolved]]:
    """One story, all that is wrong with it, and where each string of its annotation was found."""
    problems = Problems()
    home = _home(name, folder)
    path = home / "annotation.json"
    if not path.is_file():
        problems.add("", f"no file {name}/annotation.json in {folder.name}")
        return None, problems.found, []
    content = path.read_text(encoding="utf-8")
    members = parse(content, problems).record(
        ("about", "articles", "others", "entities", "tellings", "statements", "claims", "differences", "only_in",
         "copies", "open"),
        required=("about", "articles", "entities", "tellings"),
    )  # fmt: skip

    def read_at(article: str, file: str) -> tuple[str, str]:
        source = locate(article, file, home, data)
        return text_of(source), read_title(source)

    told = _articles(members.get("articles"), read_at, True)
    others = _articles(members.get("others"), read_at, False)
    entities = _entities(members.get("entities"), told)
    layers = _tellings(members.get("tellings"), told, entities, problems)
    across = Tellings({a.name: Resolver(a, problems) for a in told}, layers, entities, problems)
    claims = read_claims(members["claims"], across) if "claims" in members else ()
    story = GoldStory(
        name=name,
        split=splits().get(name, "") if folder == FOLDER else "",
        about=members["about"].text() if "about" in members else "",
        articles=(*told, *others),
        blocks=tuple(row for layer in layers.values() for row in layer.blocks),
        entities=tuple(entities.values()),
        mentions=tuple(row for layer in layers.values() for row in layer.mentions),
        quotations=tuple(row for layer in layers.values() for row in layer.quotations),
        phrases=tuple(row for layer in layers.values() for row in layer.phrases),
        times=tuple(row for layer in layers.values() for row in layer.times),
        statements=read_statements(members["statements"], across) if "statements" in members else (),
        claims=claims,
        differences=read_differences(members["differences"], claims) if "differences" in members else (),
        only_in=read_only_in(members["only_in"], claims, across) if "only_in" in members else (),
        copies=read_copies(members["copies"], across) if "copies" in members else (),
        open=tuple(item.text() for item in members["open"].items()) if "open" in members else (),
        digest=_digest(content, (*told, *others)),
    )
    for article in told:
        find_gaps(article, layers[article.name], problems)
    find_unlinked(story, problems)
    return story, problems.found, problems.resolved


def _home(name: str, folder: Path) -> Path:
    """The folder of a story: among our own, or with those of others' articles."""
    real = (at / name for at in REAL_FOLDERS.values() if folder == FOLDER and (at / name).is_dir())
    return next(real, folder / name)


def _digest(content: str, articles: Iterable[GoldArticle]) -> str:
    facts = [content, *(f"{article.name}\x1f{article.text}" for article in articles)]
    return hashlib.sha256("\x1e".join(facts).encode("utf-8", "surrogatepass")).hexdigest()


def _articles(field: Field | None, read_at: ReadAt, told: bool) -> list[GoldArticle]:
    """The articles of the story, or the others beside them."""
    found = (_article(item, name, read_at, told) for name, item in (field.members() if field else {}).items())
    return [article for article in found if article]


def _article(field: Field, name: str, read_at: ReadAt, told: bool) -> GoldArticle | None:
    members = field.record(("file", "outlet", "title", "published", "anchor"), required=("file",))
    file = members["file"].text() if "file" in members else ""
    try:
        text, own_title = read_at(name, file)
    except (OSError, ValueError, IndexError, KeyError, json.JSONDecodeError) as error:
        field.wrong(f"cannot read {file}: {error}")
        return None
    published = members["published"].text() if "published" in members else ""
    anchor, anchor_from = published, "published" if published else ""
    if "anchor" in members:
        pair = [item.text() for item in members["anchor"].items()]
        if len(pair) != 2:
            members["anchor"].wrong("write [date, the words it is inferred from]")
        else:
            anchor, anchor_from = pair
            try:
                find_span(text, anchor_from)
            except SpanError as error:
                members["anchor"].wrong(f"{error} [{name}]")
    return GoldArticle(
        name=name,
        file=file,
        outlet=members["outlet"].text() if "outlet" in members else "",
        title=members["title"].text() if "title" in members else own_title,
        text=text,
        published=published,
        anchor=anchor,
        anchor_from=anchor_from,
        told=told,
    )


def _entities(field: Field | None, articles: list[GoldArticle]) -> dict[str, GoldEntity]:
    found: dict[str, GoldEntity] = {}
    owner: dict[str, str] = {}
    for entity, item in (field.members() if field else {}).items():
        members = item.record(("name", "kind", "names", "withheld"), required=("name", "kind"))
        names = tuple(name.text() for name in members["names"].items()) if "names" in members else ()
        for name in names:
            if owner.setdefault(name, entity) != entity:
                item.wrong(f"the name “{name}” is {owner[name]}'s too: write it under mentions, place by place")
        known = tuple(article.name for article in articles)
        found[entity] = GoldEntity(
            entity=entity,
            name=members["name"].text() if "name" in members else "",
            kind=members["kind"].text(ENTITY_KINDS) if "kind" in members else "",
            names=names,
            withheld=tuple(a.text(known) for a in members["withheld"].items()) if "withheld" in members else (),
        )
    return found


def _tellings(
    field: Field | None, articles: list[GoldArticle], entities: dict[str, GoldEntity], problems: Problems
) -> dict[str, Telling]:
    """The layers of each article; an article without any is a problem."""
    members = field.members() if field else {}
    for name, item in members.items():
        if name not in {article.name for article in articles}:
            item.wrong(f"unknown article “{name}”; articles: {', '.join(a.name for a in articles)}")
    found: dict[str, Telling] = {}
    for article in articles:
        if article.name not in members:
            problems.add("tellings", f"{article.name} is not annotated")
        found[article.name] = (
            read_telling(members[article.name], article, entities, problems) if article.name in members else Telling()
        )
    return found
