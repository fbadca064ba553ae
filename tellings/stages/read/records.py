"""A record of named fields to an article: which field holds what is told from its name, or from ReadSettings.map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import isnan

from tellings.errors import SettingError
from tellings.model import Article
from tellings.text.given_dates import date_notices, normalise_date

# Names that databases, scrapers and feeds use, best first; matched without case, "-" and " " as "_".
NAMES = {
    "text": ("text", "body", "maintext", "article_text", "full_text", "fulltext", "article_body", "articlebody",
             "plain_text", "plaintext", "content_text", "content", "article", "raw_text", "cleaned_text", "document",
             "story"),
    "title": ("title", "headline", "head_line", "article_title", "og_title", "name"),
    "published": ("published", "published_at", "publishedat", "date_published", "datepublished", "publish_date",
                  "publishing_date", "date_publish", "pub_date", "pubdate", "publication_date", "published_date",
                  "date", "published_time", "datetime", "date_time", "timestamp", "created_at", "time", "seendate"),
    "modified": ("modified", "date_modify", "date_modified", "datemodified", "updated", "updated_at", "modified_at"),
    "outlet": ("outlet", "publication", "publisher", "newspaper", "sitename", "site_name", "media", "media_name",
               "meta_site_name", "source_name", "source_hostname", "source", "source_domain", "domain", "site",
               "hostname"),
    "url": ("url", "link", "canonical_url", "canonical_link", "article_url", "source_url", "permalink", "href"),
    "byline": ("byline", "author", "authors", "creator", "writer", "journalist"),
    "language": ("language", "lang", "language_code", "meta_lang"),
    "fetched": ("fetched", "fetched_at", "date_download", "download_date", "date_downloaded", "crawl_date",
                "crawled_at", "retrieved", "retrieved_at", "accessed", "date_accessed", "scraped_at"),
}  # fmt: skip
OURS = tuple(NAMES)


@dataclass(frozen=True, slots=True)
class Fields:
    """Which field of a source's records holds what; "" for none."""

    text: str = ""
    title: str = ""
    published: str = ""
    modified: str = ""
    outlet: str = ""
    url: str = ""
    byline: str = ""
    language: str = ""
    fetched: str = ""  # when it was saved: no article is published later


def parse_map(given: str) -> dict[str, str]:
    """A setting such as "text=body,published=date" as a mapping.

    Raises:
        SettingError: a part is not OURS=THEIRS, or names a field of ours that does not exist.

    >>> parse_map("text=body, published=date")
    {'text': 'body', 'published': 'date'}
    """
    found = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if not equals or not theirs or ours not in NAMES:
            raise SettingError(f"map: {part!r} should be OURS=THEIRS, with OURS one of {', '.join(OURS)}")
        found[ours] = theirs
    return found


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def choose_fields(columns: Iterable[str], mapping: Mapping[str, str]) -> Fields:
    """The fields to read, told from their names; what the mapping says comes first.

    >>> found = choose_fields(["Headline", "Body", "date"], {})
    >>> found.text, found.title, found.published, found.outlet
    ('Body', 'Headline', 'date', '')
    """
    listed = list(columns)
    by_plain = {_plain(name): name for name in reversed(listed)}
    taken = set(mapping.values())
    found: dict[str, str] = {}
    for ours, names in NAMES.items():
        if ours in mapping:
            found[ours] = mapping[ours] if mapping[ours] in listed else by_plain.get(_plain(mapping[ours]), "")
            continue
        found[ours] = next((by_plain[n] for n in names if n in by_plain and by_plain[n] not in taken), "")
    return Fields(**found)


def no_text(columns: Iterable[str], what: str) -> str:
    """The reason for refusing records in which no field holds a text."""
    listed = [name if len(name) <= 40 else name[:39] + "…" for name in columns]
    shown = ", ".join(map(repr, listed[:20])) + (f" and {len(listed) - 20} more" if len(listed) > 20 else "")
    return (
        f"no {what} for the text; found: {shown or 'none'}; looked for: {', '.join(NAMES['text'])};"
        " name it with --map text=THEIRS"
    )


def _string(value: object) -> str:
    """A field's value as text; lists (of authors) joined, objects by their name."""
    if value is None or (isinstance(value, float) and isnan(value)):  # how tables say "none"
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return _string(value.get("name") or value.get("title") or value.get("uri"))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_string, value)))
    return str(value)


def _sound(value: str) -> str:
    """Lone surrogates (a JSON escape may make them) are no characters: U+FFFD."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return value


def article_of(record: Mapping[str, object], fields: Fields, format_: str) -> tuple[Article | None, str]:
    """The article of a record and what was noticed; or None and the reason."""
    value = record.get(fields.text)
    if value is not None and not isinstance(value, str):
        return (
            None,
            f"field {fields.text!r} holds {type(value).__name__}, not a text; name another with --map text=THEIRS",
        )
    text = _sound(value or "")
    if not text.strip():
        return None, f"field {fields.text!r} is empty"
    notices = ["lone surrogates, kept as U+FFFD"] if text != value else []
    given = {name: _sound(_string(record.get(getattr(fields, name)))).strip() for name in OURS if name != "text"}
    dates = {}
    for name in ("published", "modified"):
        value = record.get(getattr(fields, name))
        dates[name] = normalise_date(value)
        if given[name] and not dates[name]:
            notices.append(f"{name} {given[name][:40]!r} can be read in more ways than one or none; left out")
    notices += date_notices(dates["published"], dates["modified"], normalise_date(record.get(fields.fetched)))
    article = Article.from_text(
        text,
        title=given["title"],
        outlet=given["outlet"],
        published=dates["published"],
        url=given["url"],
        byline=given["byline"],
    )
    language = given["language"].lower().replace("_", "-").split("-")[0]
    language = language if len(language) == 2 and language.isalpha() else ""
    return replace(article, format=format_, language=language, modified=dates["modified"]), "; ".join(notices)
