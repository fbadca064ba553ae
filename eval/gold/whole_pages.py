"""Whole pages as plain text: stories of our gold and templates of what outlets print around them in, lines out.

    python -m eval.gold.whole_pages --seed 3          print one such page with the type of each line

Each file of chrome/ is one outlet's manner, invented by us. A row is TYPE|TEXT: the type of the line and its words,
with places in braces that are filled from fillers.toml, from the titles and sentences of other stories, and from names.

    {body}                   the lines of the article
    mid|TYPE|TEXT            a line set between its paragraphs
    TYPE?|TEXT               there on half of the pages       TYPE*2-5|TEXT    two to five such lines
    menu|4-9                 so many lines of menus           rep|3-6 ... end  the rows between, so many times

Nothing here is anybody's page, so a model that ships may be trained on it.
"""

import argparse
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eval.gold.load import load_stories
from eval.gold.model import GoldArticle, GoldStory
from tellings.model import DATE_HEADER

FOLDER = Path(__file__).parent / "chrome"
PLACE = re.compile(r"\{(\w+|#)\}")
COUNT = re.compile(r"(\d+)(?:-(\d+))?$")
# Of pages: body with subheads, with a list or a table of its own, with one at its end, with nothing around it.
SUBHEADED, LISTED, LIST_AT_END, BARE = 0.4, 0.35, 0.1, 0.15
Line = tuple[str, str]  # type, text


@dataclass(frozen=True, slots=True)
class Source:
    """What an article gives to a page."""

    story: str
    title: str
    lines: tuple[Line, ...]
    names: tuple[str, ...]


def sources(split: str) -> list[Source]:
    """The articles of a split of the gold stories."""
    return [_source(story, article) for story in load_stories(split) for article in story.articles]


def _source(story: GoldStory, article: GoldArticle) -> Source:
    blocks = [block for block in story.blocks if block.span.article == article.name]
    lines: list[Line] = []
    at = 0
    for text in article.text.split("\n"):
        end = at + len(text)
        held = [(min(end, b.span.end) - max(at, b.span.start), b.kind) for b in blocks]
        kind = max((pair for pair in held if pair[0] * 2 > len(text)), default=(0, "body"))[1]
        if text.strip():
            lines.append((kind, text.strip()))
        at = end + 1
    title = article.title or next((text for kind, text in lines if kind == "title"), "")
    header = DATE_HEADER.match(title)
    title = title[header.end() :].strip() if header else title
    names = tuple(entity.name for entity in story.entities if entity.kind == "person")
    return Source(story.name, title, tuple(lines), names)


@cache
def manners() -> dict[str, tuple[str, ...]]:
    """The rows of each template, by its name."""
    return {path.stem: tuple(path.read_text(encoding="utf-8").splitlines()) for path in sorted(FOLDER.glob("*.txt"))}


@cache
def _fillers() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((FOLDER / "fillers.toml").read_text(encoding="utf-8"))
    return found


class _Page:
    """One page in the making."""

    def __init__(self, own: Source, others: Sequence[Source], chance: random.Random) -> None:
        self.own, self.chance = own, chance
        told = [source for source in others if source.story != own.story]
        self.titles = [source.title for source in told if source.title]
        self.leads = [text for source in told for kind, text in source.lines if kind == "body" and len(text) < 260]
        self.names = [name for source in told for name in source.names]
        self.year = str(chance.randint(2008, 2025))

    def write(self, rows: Sequence[str]) -> list[Line]:
        """The lines of the page."""
        mids = [row.split("|", 2)[1:] for row in rows if row.startswith("mid|")]
        lines: list[Line] = []
        for row in _unroll([row for row in rows if not row.startswith("mid|")], self.chance):
            if row == "{body}":
                lines += self._body(mids)
            else:
                lines += self._row(row)
        return lines

    def _row(self, row: str) -> Iterator[Line]:
        kind, _, text = row.partition("|")
        times = 1
        if kind == "menu":
            kind, times, text = "ui", _count(text, self.chance), ""
        elif kind.endswith("?"):
            kind, times = kind[:-1], self.chance.randint(0, 1)
        elif "*" in kind:
            kind, _, span = kind.partition("*")
            times = _count(span, self.chance)
        for _ in range(times):
            yield kind, self._fill(text or self.chance.choice(("{sec}", "{sec}", "{sec}", "{menu}")))

    def _body(self, mids: list[list[str]]) -> Iterator[Line]:
        headed = self.chance.random() < SUBHEADED
        listed = self.chance.randint(1, 8) if self.chance.random() < LISTED else 0
        for number, (kind, text) in enumerate(self.own.lines, 1):
            if kind == "title":
                continue
            yield kind, text
            if headed and number % 4 == 0:
                yield "body", self._fill(self.chance.choice(("{sub}", "{sub}", "{question}")))
            if number == listed:
                yield from self._list()
            if mids and self.chance.random() < 0.15:
                told, words = self.chance.choice(mids)
                yield told, self._fill(words)

        if self.chance.random() < LIST_AT_END:
            yield from self._list()

    def _list(self) -> Iterator[Line]:
        """A list or table that belongs to the article."""
        name = self.chance.choice(sorted(name for name in _fillers() if name.startswith("list_")))
        for _ in range(self.chance.choice((3, 5, 8, 12, 20, 40))):
            yield "body", self._fill(f"{{{name}}}").strip()

    def _fill(self, text: str) -> str:
        return PLACE.sub(lambda found: self._word(found[1]), text)

    def _word(self, place: str) -> str:
        """What is put in a place: made for its name, or a filler of that name; of a name in capitals, in capitals."""
        if place.lower() != place:
            return self._word(place.lower()).upper()
        made = self._made().get(place)
        return made() if made else self._fill(self.chance.choice(_fillers()[place]))

    def _made(self) -> dict[str, Callable[[], str]]:
        pick, number = self.chance.choice, self.chance.randint
        month = _fillers()["month"]
        return {
            "#": lambda: str(number(1, pick((9, 99, 999, 9999)))),
            "i": lambda: str(number(1, 10)),
            "y": lambda: self.year,
            "t": lambda: self.own.title or pick(self.titles),
            "h": lambda: pick(self.titles),
            "s": lambda: pick(self.leads),
            "n": lambda: pick(self.names),
            "handle": lambda: pick(self.names).lower().replace(" ", ""),
            "time": lambda: f"{number(1, 12)}:{number(10, 59)} {pick(('am', 'pm', 'p.m.'))}",
            "ago": lambda: f"{number(2, 23)} {pick(('hours ago', 'days ago', 'minutes ago', 'h', 'hrs ago'))}",
            "dd": lambda: f"{number(1, 28):02}.{number(1, 12):02}.{self.year}",
            "d": lambda: pick(
                (f"{pick(month)} {number(1, 28)}, {self.year}", f"{number(1, 28)} {pick(month)[:3]} {self.year}")
            ),
        }


def _count(text: str, chance: random.Random) -> int:
    found = COUNT.match(text)
    if found is None:
        raise ValueError(f"“{text}” is no number of lines; write 3 or 2-5")
    return chance.randint(int(found[1]), int(found[2] or found[1]))


def _unroll(rows: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Rows with each `rep` written out."""
    waiting: list[str] = []
    times = 0
    for row in rows:
        if row.startswith("rep|"):
            times, waiting = _count(row[4:], chance), []
        elif row == "end":
            yield from waiting * times
            times = 0
        elif times:
            waiting.append(row)
        else:
            yield row


def make_page(own: Source, others: Sequence[Source], manner: str, seed: int) -> list[Line]:
    """The lines of one page: the article in an outlet's manner, or, now and then, with nothing around it."""
    chance = random.Random(f"{own.story} {own.title} {manner} {seed}")
    if chance.random() < BARE:
        return list(own.lines)
    return _Page(own, others, chance).write(manners()[manner])


def make_pages(split: str, each: int = 1, only: Sequence[str] = ()) -> list[tuple[str, list[Line]]]:
    """Pages of the articles of a split, each article in `each` manners; the manner's name with each."""
    told = sources(split)
    names = list(only) or sorted(manners())
    found = []
    for number, own in enumerate(told):
        for turn in range(each):
            manner = names[(number * each + turn) % len(names)]
            found.append((manner, make_page(own, told, manner, turn)))
    return found


def main() -> None:
    """Print a page."""
    parser = argparse.ArgumentParser(prog="python -m eval.gold.whole_pages", description="Whole pages of our own.")
    parser.add_argument("--seed", type=int, default=0, help="which page")
    manner, lines = make_pages("train")[parser.parse_args().seed]
    print(f"=== {manner}", *(f"{kind:9} {text}" for kind, text in lines), sep="\n")


if __name__ == "__main__":
    main()
