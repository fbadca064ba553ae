"""The scorer of sentences that lose their sense: verdicts that can be found again, figures that count them."""

from collections import Counter

from eval import dangling
from tellings.model import Article

OPENING = "A fire destroyed the old mill in Dover on Sunday, police said."
LEANING = "It had stood there for a hundred years before the fire."


def test_every_verdict_is_of_a_known_kind_and_given_once() -> None:
    verdicts = dangling.read_verdicts()
    assert len({(v.set, v.article, v.start, v.behind) for v in verdicts}) == len(verdicts) > 700
    assert {v.verdict for v in verdicts} == {"stands", "surname", "label", "dangles", "misleads"}
    assert {v.set for v in verdicts} == {"alone", "shown1", "shown2", "shown3"}
    assert all(v.start < v.end and v.article.count("/") >= 2 and v.half in (0, 1) for v in verdicts)


def test_a_sentence_is_refused_alone_and_kept_behind_its_own() -> None:
    judged = dangling.judge({"c/s/0": Article.from_text(f"{OPENING} {LEANING}", outlet="Post")})
    first, second = judged.numbers["c/s/0", 0], judged.numbers["c/s/0", len(OPENING) + 1]
    assert not dangling.refused(judged.reader, first, behind=False)
    assert dangling.refused(judged.reader, second, behind=False)
    assert not dangling.refused(judged.reader, second, behind=True)
    assert judged.summary == [first, second]


def test_the_report_counts_what_was_read() -> None:
    filtered = Counter({(0, True, True): 3, (0, True, False): 1, (0, False, False): 9, (0, False, True): 1})
    shown = Counter(
        {("shown1", "stands"): 8, ("shown1", "surname"): 1, ("shown1", "label"): 1, ("shown1", "not read"): 5}
    )
    lines = dangling.report(filtered, shown)
    assert lines[0] == "filter, half 0: refuses 4, 75.0 % of them bad; keeps 10, 10.0 % of them bad"
    assert lines[1] == "filter, half 1: refuses 0, none of them bad; keeps 0, none of them bad"
    assert lines[2].endswith("shown1: 2 of 10 sentences read mislead or dangle (20.0 %); 5 not read")
