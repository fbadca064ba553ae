"""Checks that need more than the words: speakers, paraphrases, primary sources, drafts; the store and a plain scan."""

import random
from pathlib import Path

import docx
import pytest

from tellings.engine.local import EngineSettings, LocalEngine
from tellings.errors import UsageError
from tellings.in_memory import run_in_memory
from tellings.model import Article
from tellings.pipeline import run
from tellings.publish.check import Checked, check_in_corpus, log_entry, same_name, summary
from tellings.publish.check_report import checked_lines, draft_lines, draft_summary
from tellings.publish.corpus import ArticleCorpus, StoreCorpus
from tellings.publish.draft import check_draft, check_draft_in, find_draft_quotations, read_draft
from tellings.publish.primary import with_primary
from tellings.sample import folder
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stages import STAGES
from tellings.stages.read import ReadSettings, read_articles, read_items
from tellings.stages.read.documents import read_document
from tellings.store import Store
from tellings.text.verify import check_quotation

POST = Article.from_text(
    "BRINLEY — The mayor kept the old bridge shut on Monday after inspectors found cracks.\n\n"
    "“We will open the bridge in June if the pier holds,” Ada Moss, the mayor, said at the quay.",
    outlet="Post", published="2024-05-06",
)  # fmt: skip
ECHO = Article.from_text(
    "Mayor Ada Moss spoke on the quay of Brinley.\n\n“We will open the bridge in June,” Ada Moss said. "
    "“Forty cracks are forty reasons to wait,” she added.",
    outlet="Echo", published="2024-05-07",
)  # fmt: skip
HERALD = Article.from_text(
    "Tom Roe, the engineer, said that inspectors had counted nineteen rusted bolts below the northern tower.",
    outlet="Herald", published="2024-05-08",
)  # fmt: skip
ARTICLES = [POST, ECHO, HERALD]


@pytest.fixture(scope="module")
def corpus() -> ArticleCorpus:
    return ArticleCorpus(run_in_memory(ARTICLES))


def check(corpus: ArticleCorpus, words: str, speaker: str = "") -> Checked:
    return check_in_corpus(corpus, words, speaker)


@pytest.mark.parametrize(
    ("words", "speaker", "verdict"),
    [
        ("Forty cracks are forty reasons to wait", "", "verbatim"),
        ("Forty cracks are forty reasons to wait", "Mayor Moss", "verbatim"),
        ("Forty cracks are forty reasons to wait", "Tom Roe", "attributed to another"),
        ("Forty cracks are fourteen reasons to wait", "Ada Moss", "altered"),
        ("Forty cracks are fourteen reasons to wait", "Tom Roe", "attributed to another"),
        ("Inspectors have counted nineteen rusted bolts below the northern tower", "Tom Roe", "only paraphrased"),
        ("Inspectors had counted nineteen rusted bolts", "", "only paraphrased"),
        ("Below our northern tower nineteen bolts were rusting, inspectors tell me", "Tom Roe", "only paraphrased"),
        ("Below our northern tower nineteen bolts were rusting, inspectors tell me", "Ada Moss", "not found"),
        ("Inspectors have counted nineteen rusted bolts below the northern tower", "Ada Moss", "attributed to another"),
        ("The lighthouse keeper sold his boat to a baker", "", "not found"),
    ],
)  # fmt: skip
def test_verdicts(corpus: ArticleCorpus, words: str, speaker: str, verdict: str) -> None:
    checked = check(corpus, words, speaker)
    assert checked.verdict == verdict
    assert checked.passes == (verdict == "verbatim")


def test_a_condition_cut_off_by_one_outlet_shows(corpus: ArticleCorpus) -> None:
    checked = check(corpus, "We will open the bridge in June")
    assert checked.verdict == "verbatim"
    assert summary(checked) == "verbatim in 1, sense-changing cut in 1 (omission)"
    assert [hit.outlet for hit in checked.hits] == ["Post", "Echo"], "in order of date"


def test_the_primary_source_decides(corpus: ArticleCorpus, tmp_path: Path) -> None:
    source = tmp_path / "speech.vtt"
    source.write_text(
        "WEBVTT\n\n00:00:07.000 --> 00:00:09.000\nWe will open the bridge in June\n\n"
        "00:00:09.000 --> 00:00:11.000\nif the pier holds.\n",
        encoding="utf-8",
    )
    checked = check_in_corpus(with_primary(corpus, [str(source)]), "We will open the bridge in June")
    assert (checked.verdict, checked.hits[0].kind, checked.hits[0].cue_time) == (
        "sense-changing cut", "primary", "00:00:07.000",
    )  # fmt: skip
    assert "primary source decides" in checked.reason
    assert checked.extent.articles == 4


def test_outlets_of_one_owner_count_once() -> None:
    given = {"origins": {"outlets": ["outlet,owner", "Post,X", "Echo,X"]}, "stories": {"one_story": True}}
    made, _ = configure(stage_settings(STAGES), [Source("test", given)])
    corpus = ArticleCorpus(run_in_memory(ARTICLES, with_settings(STAGES, made)))
    checked = check(corpus, "We will open the bridge in June")
    assert (len(checked.hits), checked.independent()) == (2, 1)
    assert "1 independent" in summary(checked)


def test_the_article_that_decides_is_listed_whatever_the_limit(corpus: ArticleCorpus) -> None:
    lines = [line.plain for line in checked_lines(check(corpus, "We will open the bridge in June"), limit=1)]
    assert sum("verbatim ·" in line for line in lines) == 1
    assert any("and 1 more" in line for line in lines)


def test_the_line_to_keep_holds_what_was_seen(corpus: ArticleCorpus) -> None:
    kept = log_entry(check(corpus, "Forty cracks are fourteen reasons to wait", "Ada Moss"))
    assert kept.startswith(
        "- “Forty cracks are fourteen reasons to wait” (Ada Moss) — **altered** in 1 of 1 independent"
    )
    assert kept.endswith("3 articles searched, 2024-05-06 to 2024-05-08")
    assert "\n" not in kept


def test_prose_of_the_article_is_no_quotation_of_anybody(corpus: ArticleCorpus) -> None:
    words = "kept the old bridge shut on Monday"
    asked, plain = check(corpus, words, "Ada Moss"), check(corpus, words)
    assert (asked.verdict, asked.wording, asked.passes) == ("not quoted", "verbatim", False)
    assert (plain.verdict, plain.passes) == ("verbatim", True)
    assert "own prose" in plain.reason
    assert any("not in quotation marks" in line.plain for line in checked_lines(asked))


def test_words_in_marks_that_nobody_is_named_for_are_not_prose() -> None:
    article = Article.from_text("The banner over the old gate read “No more tolls on this road”.", outlet="Post")
    checked = check(ArticleCorpus(run_in_memory([article])), "No more tolls on this road")
    assert (checked.verdict, checked.reason, checked.hits[0].quoted) == ("verbatim", "", True)


def test_words_of_two_speakers_in_one_article_are_spliced() -> None:
    between = "The council met for nine hours in the old mill and sent out for soup twice. " * 6
    article = Article.from_text(
        f"“We will close the ferry line in autumn,” Ada Moss said.\n\n{between}\n\n"
        "“The crew will keep every job at the yard,” Tom Roe said.",
        outlet="Post", published="2024-05-06",
    )  # fmt: skip
    corpus = ArticleCorpus(run_in_memory([article]))
    checked = check(corpus, "We will close the ferry line in autumn. The crew will keep every job at the yard")
    assert (checked.verdict, checked.passes) == ("spliced", False)
    assert checked.hits[0].speaker == "Ada Moss / Tom Roe"
    assert "as those of Ada Moss / Tom Roe" in checked.reason
    shown = "\n".join(line.plain for line in checked_lines(checked))
    assert "characters …]" in shown
    assert shown.count("sent out for soup") <= 2, "a line each of the passage and of the difference, without the middle"


def test_an_inferred_day_says_so() -> None:
    undated = Article.from_text("“Forty cracks are forty reasons to wait,” Ada Moss said at the quay.", outlet="Gull")
    given = {"stories": {"one_story": True}}
    made, _ = configure(stage_settings(STAGES), [Source("test", given)])
    corpus = ArticleCorpus(run_in_memory([ECHO, undated], with_settings(STAGES, made)))
    checked = check(corpus, "Forty cracks are forty reasons to wait")
    assert {hit.outlet: hit.date_source.partition(":")[0] for hit in checked.hits} == {
        "Echo": "published", "Gull": "inferred",
    }  # fmt: skip
    assert sum("7 May 2024 (inferred)" in line.plain for line in checked_lines(checked)) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Moss", "Moss", True),
        ("Ada Moss", "the mayor, Ms. Moss", True),
        ("Ada Moss", "Ida Moss", False),
        ("", "Moss", False),
        ("O’Hara", "Tom O'Hara", True),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    other = other.removeprefix("the mayor, ")
    assert same_name(one, other) is same_name(other, one) is same


DRAFT = """# The bridge

Mayor Ada Moss was clear. “We will open the bridge,” she said on Monday, “in June.”

“Forty cracks are forty reasons to wait,” said Tom Roe. He called it a “disaster”.
"""


def test_a_draft(corpus: ArticleCorpus) -> None:
    rows, aside = check_draft_in(corpus, DRAFT)
    assert [(q.line, q.column, q.speaker, checked.verdict) for q, checked in rows] == [
        (3, 28, "Ada Moss", "verbatim"),
        (5, 2, "Tom Roe", "attributed to another"),
    ]
    assert aside == 1
    assert draft_summary(rows, aside) == (
        "2 quotations checked: 1 verbatim, 1 attributed to another; 1 of one or two words not checked"
    )
    for quotation, _ in rows:
        assert DRAFT[quotation.start : quotation.end].startswith(quotation.words[:8])


def test_drafts_of_every_kind(tmp_path: Path) -> None:
    words = "“We will open the bridge in June,” Ada Moss said."
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    (tmp_path / "a.html").write_text(f"<html><body><p>{words}</p></body></html>", encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("The bridge")
    document.add_paragraph(words)
    document.save(str(tmp_path / "a.docx"))
    for name in ("a.txt", "a.html", "a.docx"):
        found, _ = find_draft_quotations(read_draft(str(tmp_path / name)))
        assert [(q.words, q.speaker) for q in found] == [("We will open the bridge in June", "Ada Moss")], name


def test_a_word_draft_is_read_as_an_article_is(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("What was said of the bridge:")
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "May", "“We will open the bridge in June,” Ada Moss said."
    document.save(str(tmp_path / "a.docx"))
    (reading,) = read_document((tmp_path / "a.docx").read_bytes(), "docx", ReadSettings())
    assert reading.article
    assert read_draft(str(tmp_path / "a.docx")) == reading.article.text
    assert [q.words for q in find_draft_quotations(reading.article.text)[0]] == ["We will open the bridge in June"]
    (tmp_path / "b.docx").write_bytes(b"no package")
    with pytest.raises(UsageError, match=r"b\.docx cannot be read as a draft: not a sound \.docx"):
        read_draft(str(tmp_path / "b.docx"))


def test_a_draft_ends_with_the_places_to_look_at(corpus: ArticleCorpus) -> None:
    lines = [line.plain for line in draft_lines(*check_draft_in(corpus, DRAFT))]
    assert lines[-1] == "to look at, by line and column: 5:2"


def test_a_draft_without_quotations() -> None:
    assert draft_summary([], 0) == "0 quotations checked: the draft has none in quotation marks"
    assert check_draft("Nobody said anything.", ARTICLES) == []
    assert check_draft("", ARTICLES) == []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The sample, read in two runs, so that the index has many parts."""
    opened = Store(tmp_path_factory.mktemp("store") / "s", create=True)
    files = sorted(str(path) for path in folder().iterdir())
    for half in (files[::2], files[1::2]):
        engine = LocalEngine(EngineSettings(workers=1))
        try:
            run(read_items(half), opened, engine)
        finally:
            engine.close()
    return opened


def test_the_store_gives_what_reading_every_text_gives(store: Store) -> None:
    corpus = StoreCorpus(store)
    articles = read_articles([folder()])
    texts = [(a.article_id, a.text) for a in articles]
    rng = random.Random(5)
    verdicts = set()
    for _ in range(150):
        words = rng.choice(texts)[1].split()
        low = rng.randrange(len(words))
        piece = words[low : low + rng.randrange(3, 25)]
        if rng.random() < 0.6:
            piece[rng.randrange(len(piece))] = rng.choice(["not", "nine", "Lindqvist", ""])
        checked = check_in_corpus(corpus, " ".join(piece))
        assert checked.check == check_quotation(" ".join(piece), texts)
        verdicts.add(checked.check.verdict)
    assert {"verbatim", "altered"} <= verdicts


def test_the_store_knows_of_each_article_what_memory_knows(store: Store) -> None:
    memory = ArticleCorpus(run_in_memory(read_articles([folder()])))
    stored = StoreCorpus(store)
    words = "I do not blame the captain."
    one, other = check_in_corpus(stored, words), check_in_corpus(memory, words)
    assert [(h.siglum, h.date, h.speaker, h.quoted) for h in one.hits] == [
        (h.siglum, h.date, h.speaker, h.quoted) for h in other.hits
    ]
    assert one.extent.articles == other.extent.articles == 14
