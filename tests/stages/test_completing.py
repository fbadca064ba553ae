"""What is told of any article: its language, how sure its dates are, whether it is a stub, mojibake."""

import json
from pathlib import Path

import pytest

from tellings import Article, collate_story, mend
from tellings.model import Item
from tellings.stages.read import read_items

ENGLISH = (
    "The council of Harrow Vale voted on Monday to close the footbridge over the Lenn until autumn. Engineers had found"
    " cracks in two of its five piers. Walkers will have to go round by the mill, which takes half an hour."
)
GERMAN = (
    "Der Gemeinderat von Harrow Vale hat am Montag beschlossen, den Steg über die Lenn bis zum Herbst zu sperren."
    " Ingenieure hatten Risse in zwei der fünf Pfeiler gefunden. Wanderer müssen nun den Umweg über die Mühle nehmen."
    " Die Gemeinde rechnet mit Kosten von mehreren hunderttausend Euro und will im Winter mit dem Bau beginnen."
)


def read(tmp_path: Path, name: str, content: str) -> list[tuple[Item, Article | None]]:
    (tmp_path / name).write_text(content, encoding="utf-8")
    return list(read_items(tmp_path / name))


def one(tmp_path: Path, name: str, content: str) -> tuple[Item, Article]:
    ((item, article),) = read(tmp_path, name, content)
    assert article is not None, item.reason
    return item, article


def row(**fields: object) -> str:
    return json.dumps(fields)


def html(body: str, head: str = "", lang: str = "en") -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n"))
    return (
        f"<html lang={lang}><head><title>Footbridge shut until autumn</title>{head}</head><body><nav>Home News</nav>"
        f"<article><h1>Footbridge shut until autumn</h1>{paragraphs}</article></body></html>"
    )


# Language


@pytest.mark.parametrize(
    ("content", "language", "source"),
    [(ENGLISH, "en", "detected"), (GERMAN, "de", "detected"), ("Rain fell.", "", ""), ("1 2 3 4 " * 50, "", "")],
)
def test_language_of_a_text(tmp_path: Path, content: str, language: str, source: str) -> None:
    item, article = one(tmp_path, "a.txt", content)
    assert (article.language, article.language_source) == (language, source)
    assert ("are not read" in item.reason) == (language not in ("", "en"))


def test_language_declared_and_contradicted(tmp_path: Path) -> None:
    _, article = one(tmp_path, "a.jsonl", row(text=ENGLISH, language="en-GB"))
    assert (article.language, article.language_source) == ("en", "declared")
    item, article = one(tmp_path, "b.jsonl", row(text=(GERMAN + " ") * 6, language="en"))
    assert (article.language, article.language_source) == ("de", "detected")
    assert "declared to be in 'en', reads like 'de'" in item.reason
    _, article = one(tmp_path, "c.jsonl", row(text=f"{ENGLISH} {GERMAN} {ENGLISH * 6}", language="en"))
    assert article.language == "en"


def test_articles_in_other_languages_are_read_and_collated() -> None:
    story = collate_story([Article.from_text(GERMAN), Article.from_text(GERMAN + " Das sagte der Bürgermeister.")])
    assert len(story.tellings) == 2


# Dates


def test_dates_with_their_sources_and_confidence(tmp_path: Path) -> None:
    ld = '{"@type":"NewsArticle","headline":"Footbridge","datePublished":"2024-05-03T09:00:00+01:00",'
    head = (
        f'<script type="application/ld+json">{ld}"dateModified":"2024-05-04"}}</script>'
        '<meta property="article:published_time" content="2024-05-03"><meta name="date" content="03/04/2024">'
    )
    _, article = one(tmp_path, "a.html", html(ENGLISH, head))
    assert (article.published, article.published_source) == ("2024-05-03T09:00:00+01:00", "json-ld")
    assert (article.modified, article.modified_source) == ("2024-05-04", "json-ld")
    assert article.dates == (
        "published json-ld 2024-05-03T09:00:00+01:00",
        "modified json-ld 2024-05-04",
        "published meta 2024-05-03",
        "published meta ? 03/04/2024",
    )
    assert article.published_confidence > 95 > article.modified_confidence > 0
    other = one(tmp_path, "b.html", html(ENGLISH, head.replace('content="2024-05-03"', 'content="2024-01-30"')))[1]
    assert other.published_confidence < 50


def test_no_date_stays_none(tmp_path: Path) -> None:
    _, article = one(tmp_path, "a.html", html(ENGLISH))
    assert (article.published, article.published_source, article.published_confidence) == ("", "", 0)
    _, article = one(tmp_path, "a.html", html(ENGLISH + "\nCopyright 2021"))
    assert article.published == ""


def test_a_likely_date_is_told_as_such(tmp_path: Path) -> None:
    item, article = one(
        tmp_path, "a.html", html(f"{ENGLISH}\nIt was built in a week after 12 July 2023 by volunteers.")
    )
    if article.published:
        assert article.published_confidence < 90
        assert article.published_source.startswith("htmldate")
    assert ("likeliest" in item.reason) == (article.published_source == "htmldate search")


@pytest.mark.parametrize(
    ("fields", "noticed"),
    [
        ({"published": "2024-11-03"}, "with day and month exchanged not"),
        ({"published": "2024-03-12"}, ""),
        ({"published": "03/11/2024"}, "can be read in more ways"),
        ({"published": "2030-05-05", "date_download": "2024-03-14 10:00:00"}, "is after the page was fetched"),
        ({"published": "2024-11-03", "date_download": "2024-03-14"}, "with day and month exchanged it would not be"),
        ({"published": "2024-03-20", "modified": "2024-03-12"}, "is after it was modified last"),
    ],
)
def test_dates_that_cannot_be_right_are_noticed(tmp_path: Path, fields: dict[str, str], noticed: str) -> None:
    item, article = one(tmp_path, "a.jsonl", row(text=f"On 11 March 2024 this was said. {ENGLISH}", **fields))
    assert noticed in item.reason
    assert noticed or not item.reason
    assert article.published in ("", fields["published"])  # nothing is exchanged by us


def test_header_and_given_dates_have_a_confidence(tmp_path: Path) -> None:
    _, article = one(tmp_path, "a.txt", f" date 2024-05-01 {ENGLISH}")
    assert (article.published_source, article.dates) == ("header", ("published header 2024-05-01",))
    assert article.published_confidence > 0
    _, article = one(tmp_path, "a.jsonl", row(text=ENGLISH, date="2024-05-01", date_modify="2024-05-02"))
    assert (article.published_source, article.modified_source) == ("given", "given")
    assert 0 < article.published_confidence == article.modified_confidence


# Stubs

LONG = "\n".join(f"{ENGLISH} That is point {n} of the plan." for n in range(6))


@pytest.mark.parametrize(
    "end",
    [
        "\nSubscribe to continue reading.",
        "\nTo continue reading this article, please sign in or register.",
        "\nThis article is for subscribers only.",
        "\nAlready a subscriber? Log in",
        "\nYou have read all your free articles this month.",
        " The mayor said that…",
        " The mayor said [+2311 chars]",
        " The mayor said [...]",
        " The mayor … Read more",
    ],
)
def test_stubs_and_whole_articles(tmp_path: Path, end: str) -> None:
    item, article = one(tmp_path, "a.txt", ENGLISH + end)
    assert article.stub
    assert f"a stub: {article.stub}" in item.reason
    assert article.text == ENGLISH + end
    _, whole = one(tmp_path, "b.txt", ENGLISH)
    assert whole.stub == ""


@pytest.mark.parametrize("end", ["\nSubscribe to continue reading.", "\nAlready a subscriber? Log in", " Or so…"])
def test_a_long_article_that_sells_subscriptions_is_whole(tmp_path: Path, end: str) -> None:
    assert one(tmp_path, "a.txt", LONG + end)[1].stub == ""


def test_a_paywalled_page_is_a_stub_only_where_it_is_short(tmp_path: Path) -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    _, short = one(tmp_path, "a.html", html(ENGLISH, head))
    assert short.stub.startswith("the page calls itself paywalled and has ")
    assert one(tmp_path, "b.html", html(LONG, head))[1].stub == ""
    assert one(tmp_path, "c.html", html(ENGLISH))[1].stub == ""


def test_a_feeds_summary_is_a_stub(tmp_path: Path) -> None:
    entry = "<item><title>Rain</title><description>Rain fell.</description></item>"
    feed = f"<rss version='2.0'><channel>{entry}</channel></rss>"
    item, article = one(tmp_path, "a.rss", feed)
    assert "summary alone" in article.stub
    assert item.reason.count("summary alone") == 1


@pytest.mark.parametrize(
    "end",
    [
        "\n\nSubscribe to continue reading.",
        " The mayor said that…",
        " It [+2311 chars]",
    ],
)
def test_stubs_omit_nothing(tmp_path: Path, end: str) -> None:
    """The claims stage: what another telling alone has is no omission of a stub."""
    full = Article.from_text(FULL, outlet="Vale Post")
    _, stub = one(tmp_path, "a.txt", SHUT + end)
    assert stub.stub
    assert not [r for r in collate_story([full, stub]).only_in if r.article_id == full.article_id]
    whole = Article.from_text(SHUT, outlet="Lenn Echo")
    assert [r for r in collate_story([full, whole]).only_in if r.article_id == full.article_id]


SHUT = """The footbridge over the Lenn at Harrow Vale will stay shut until October, the council decided on Monday.

Cracks had been found in two of the five piers that carry it, the county engineer, Ruth Amory, told the meeting. She
said that the repair would cost £310,000, which the council does not have in this year's budget and must borrow.

Anglers, who use the bridge to get to the far bank, were not pleased and booed from the gallery. A petition with 900
names was handed to the chair before the vote, and three members of the council left the room in protest."""
FULL = """Harrow Vale closes its footbridge: the council voted on Monday to shut the crossing of the Lenn until autumn.

Two of five piers are cracked, county engineer Ruth Amory said. A ferry run by volunteers will carry walkers from Sunday
at a price of £2, and school children will travel free with their teachers.

The bridge was built by a clockmaker in 1887, and its railings were forged in the village by his two sons. A diver hurt
his hand during the inspection last week and was taken to the hospital at Tarn. The mill beside it opens a museum in
May, with a model of the bridge that the clockmaker carved from a single piece of oak."""


# Mojibake


def test_mojibake_is_noticed_and_stays(tmp_path: Path) -> None:
    broken = ENGLISH.replace("which takes", "so says the cafÃ©â€™s owner; it takes")
    item, article = one(tmp_path, "a.txt", broken)
    assert article.text == broken
    assert "mojibake at 2 places ('Ã©' for 'é', 'â€™' for '’'), kept as read" in item.reason
    view = mend(article.text)
    start = view.text.index("café’s")
    assert article.text[slice(*view.to_source(start, start + 6))] == "cafÃ©â€™s"
