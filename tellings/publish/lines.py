"""What all printed lines are made of: in go words, dates and names of tellings, out come styled pieces of one line."""

from collections.abc import Iterable
from datetime import date

from rich.text import Text

from tellings.story import Story

HEAD, FAINT, NAME, TURNS = "bold", "dim", "cyan", "bold red"
# Words of an indented passage shown in a list; `show` prints the whole.
MAX_SHOWN = 160


def line(*pieces: str | tuple[str, str]) -> Text:
    """One line of pieces, each plain or with a style."""
    return Text.assemble(*pieces)


def day(value: str) -> str:
    """An ISO date as a person writes it; other values as they are.

    >>> day("2022-11-28"), day("2022-11"), day("")
    ('28 Nov 2022', '2022-11', 'undated')
    """
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return value or "undated"
    return f"{found.day} {found:%b %Y}" if len(value) >= 10 else value


def span_of_days(first: str, last: str) -> str:
    """Two dates as one span.

    >>> span_of_days("2022-11-22", "2022-11-28")
    '22 Nov 2022 – 28 Nov 2022'
    """
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun.

    >>> count(1, "telling"), count(2, "story", "stories")
    ('1 telling', '2 stories')
    """
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def shorten(words: str, limit: int = MAX_SHOWN) -> str:
    r"""A passage on one line, cut at a word.

    >>> shorten("one two\nthree", 9)
    'one two …'
    """
    words = " ".join(words.split())
    return words if len(words) <= limit else words[: limit + 1].rsplit(" ", 1)[0][:limit] + " …"


def sigla(story: Story, article_ids: Iterable[str]) -> str:
    """The short names of some articles in a row."""
    return listed(story, (story.siglum(article_id) for article_id in article_ids))


def listed(story: Story, names: Iterable[str]) -> str:
    """Names of tellings in a row; with commas in a story where a name holds a space."""
    spaced = any(" " in telling.siglum for telling in story.tellings)
    return (", " if spaced else " ").join(sorted(set(names)))
