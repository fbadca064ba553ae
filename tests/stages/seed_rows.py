"""Rows that the stages before would give for the seeds: double marks scanned, voices by likeness to the expected."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from tellings.model import Article, Attribution, Mark, Quotation, Telling, Voice, content_id

MARKED = re.compile(r"[“\"]([^“”\"]+?)(?:[”\"]|(?=\s*\n\s*[“\"])|(?=\n)|\Z)")
POST = re.compile(r"— (?P<author>.+?) \((?P<handle>@\w+)\) (?P<month>\w+) (?P<day>\d+), (?P<year>\d+)")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass
class Seeds:
    """The story's rows, and what is expected of it."""

    expected: dict
    names: dict[str, str]  # article_id by short name
    articles: list[Article]
    tellings: list[Telling]
    marks: list[Mark]
    quotations: list[Quotation]
    voices: list[Voice]
    attributions: list[Attribution]


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(
        r"[a-z]+", text.lower().replace("’", "").replace("'", "").replace("ise", "ize").replace("fence", "fense")
    )
    return {tuple(words[n : n + 3]) for n in range(len(words) - 2)} | ({tuple(words)} if len(words) < 3 else set())


def load_seeds(folder: Path) -> Seeds:
    expected = json.loads((folder / "expected.json").read_text())
    names, articles, marks, quotations, attributions, tellings = {}, [], [], [], [], []
    texts = {short: (folder / file).read_text() for short, file in expected["files"].items()}
    everything = {
        s["id"]: _grams(" ".join(m for t in texts.values() for m in MARKED.findall(t) if _near(m, s)))
        for s in expected["statements"]
    }
    voices = sorted({s["speaker"] for s in expected["statements"]})
    for short, text in texts.items():
        article = Article.from_text(text)
        names[short] = article.article_id
        articles.append(article)
        day = article.published or "2022-11-28"
        tellings.append(
            Telling(
                "story",
                article.article_id,
                "2022-11",
                short,
                day,
                "published" if article.published else "inferred: story",
                "",
            )
        )
        for found in MARKED.finditer(text):
            speaker = next((s["speaker"] for s in expected["statements"] if _grams(found[1]) & everything[s["id"]]), "")
            _add(article, found.start(), found.end(), *found.span(1), speaker, "", marks, quotations, attributions)
        for found in POST.finditer(text):
            start = text.rfind("\n", 0, found.start() - 1) + 1
            posted = f"{found['year']}-{MONTHS.index(found['month']) + 1:02}-{int(found['day']):02}"
            voice = next((v for v in voices if v == found["author"]), found["handle"])
            _add(article, start, found.end(), start, found.start() - 1, voice, posted, marks, quotations, attributions)
    rows = [Voice("story", content_id("voice", v), v, "person", (v,)) for v in voices]
    return Seeds(expected, names, articles, tellings, marks, quotations, rows, attributions)


def _near(marked: str, statement: dict) -> bool:
    grams = set().union(*(_grams(p["contains"]) for p in statement["parts"]))
    return bool(_grams(marked) & grams)


def _add(article, start, end, low, high, speaker, posted, marks, quotations, attributions) -> None:
    form = "post" if posted else "marks"
    n = None
    marks.append(
        Mark(
            article.article_id,
            start,
            end,
            low,
            high,
            "post" if posted else "quote",
            "",
            "closed",
            0,
            0,
            "",
            "",
            posted,
            n,
            n,
        )
    )
    qid = content_id(article.article_id, low, high, form)
    quotations.append(
        Quotation(
            qid,
            article.article_id,
            "direct",
            form,
            ((low, high),),
            low,
            high,
            n,
            n,
            n,
            n,
            False,
            "",
            n,
            n,
            n,
            n,
            n,
            n,
            "",
            "",
        )
    )
    voice = content_id("voice", speaker) if speaker else ""
    attributions.append(Attribution("story", qid, article.article_id, n, n, voice, (), 100, "test"))
