"""Groups of copies without alignment: the same as over the pairs that are aligned."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.copies import cluster_copies
from tellings.model import Article
from tellings.stages.copies import find_copies, find_direction, group_copies
from tellings.stages.copies.direction import CONTAINS, WITHIN

WORDS = [
    f"{a}{b}" for a in ("kel", "mor", "sand", "wint", "hol", "brack") for b in ("er", "ing", "mere", "ton", "ow", "is")
]


def invented(seed: int) -> list[Article]:
    """Some texts, and copies of them: cut, edited, with another beginning."""
    chance = random.Random(seed)
    made = []
    for _ in range(6):
        words = [chance.choice(WORDS) + str(chance.randrange(40)) for _ in range(chance.choice((60, 150, 300)))]
        made.append(words)
        for _again in range(chance.randrange(3)):
            copy = words[: chance.randrange(len(words) // 3, len(words) + 1)]
            made.append([chance.choice(WORDS) if chance.random() < 0.1 else word for word in copy])
        if chance.random() < 0.3:
            made.append([*chance.choice(made)[:40], *words[:60]])
    return [Article.from_text(" ".join(words), outlet=f"Outlet {n}") for n, words in enumerate(made)]


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_groups_are_those_of_the_aligned_pairs(seed: int) -> None:
    articles = invented(seed)
    labels = cluster_copies(articles, find_copies(articles)).tolist()
    slow: dict[int, list[str]] = {}
    for article, label in zip(articles, labels, strict=True):
        slow.setdefault(label, []).append(article.article_id)
    wanted = sorted(sorted(set(group)) for group in slow.values() if len(set(group)) > 1)
    assert group_copies(articles) == wanted
    random.Random(seed).shuffle(articles)
    assert group_copies(articles) == wanted


def test_nothing_gives_no_groups() -> None:
    assert group_copies([]) == []


def test_a_text_within_a_longer_one_is_said_to_be() -> None:
    chance = random.Random(1)
    words = [chance.choice(WORDS) + str(n % 50) for n in range(300)]
    short = Article.from_text(" ".join(words[:120]), outlet="Post", published="2024-05-01")
    long = Article.from_text(" ".join(words), outlet="Echo", published="2024-05-01")
    (row,) = find_copies([short, long])
    inner = row.article_id if row.direction == WITHIN else row.other_id
    assert row.direction in {WITHIN, CONTAINS}
    assert inner == short.article_id
    assert find_direction(short, long)[0] == "undetermined"


def test_two_reprints_of_an_agency_have_a_common_source() -> None:
    chance = random.Random(2)
    text = " ".join(chance.choice(WORDS) + str(n % 50) for n in range(200))
    two = [
        Article.from_text(f"PORTO (Reuters) - {text}", outlet=name, published=day)
        for name, day in (("Post", "2024-05-01"), ("Echo", "2024-05-02"))
    ]
    (row, *_) = find_copies(two)
    assert (row.direction, row.origin) == ("common source", "wire: Reuters")


def test_a_credited_passage_is_an_excerpt() -> None:
    chance = random.Random(3)
    piece = " ".join(chance.choice(WORDS) + str(n % 50) for n in range(60))
    rest = [" ".join(chance.choice(WORDS) + str(n % 37) + "x" for n in range(300)) for _ in range(2)]
    post = Article.from_text(f"{rest[0]}\n{piece}", outlet="Harbour Post", published="2024-05-01")
    echo = Article.from_text(
        f"{rest[1]}\nAs the Harbour Post reported:\n{piece}", outlet="Echo", published="2024-05-01"
    )
    rows = find_copies([post, echo])
    assert {(row.kind, row.passage) for row in rows} == {("excerpt", "excerpt")}
    bare = Article.from_text(f"{rest[1]}\n{piece}", outlet="Echo", published="2024-05-01")
    assert {row.passage for row in find_copies([post, bare])} == {"prose"}


def lead_in(end: str) -> str:
    """What a passage is typed as that one article sets off below a line that ends so."""
    chance = random.Random(4)
    piece = " ".join(chance.choice(WORDS) + str(n % 50) for n in range(60))
    rest = [" ".join(chance.choice(WORDS) + str(n % 37) + "x" for n in range(300)) for _ in range(2)]
    post = Article.from_text(f"{rest[0]}\n{piece}", outlet="Harbour Post")
    echo = Article.from_text(f"{rest[1]} and then she read it aloud{end}\n\n{piece}", outlet="Echo")
    return ",".join(row.passage for row in find_copies([post, echo]))


def test_prose_below_a_colon_is_quoted() -> None:
    assert lead_in(":") == "excerpt"
    assert lead_in(".") == "prose"


def test_captions_of_a_gallery_are_no_prose() -> None:
    chance = random.Random(5)
    captions = " ".join(chance.choice(WORDS) + str(n % 50) for n in range(60))
    rest = [" ".join(chance.choice(WORDS) + str(n % 37) + "x" for n in range(300)) for _ in range(2)]
    for end, kind in ((" Photo 7 of 7", {"chrome"}), (" Seven of them.", {"excerpt"})):
        two = [Article.from_text(f"{text}\n{captions}{end}\n{text[:40]}", outlet=text[:5]) for text in rest]
        assert {row.kind for row in find_copies(two)} == kind


def test_an_outlet_that_is_told_something_is_credited_by_its_short_name() -> None:
    chance = random.Random(6)
    words = " ".join(chance.choice(WORDS) + str(n % 50) for n in range(100))
    told = f"{words} the warden told the Herald."
    herald = Article.from_text(told, outlet="Thornwick Herald", published="2024-05-01")
    shire = Article.from_text(f"Shire\n{told}", outlet="Shire Live", published="2024-05-01")
    assert find_direction(herald, shire) == ("article -> other", "the other credits it: told the Herald")
    assert find_direction(shire, herald)[0] == "other -> article"
    namesake = Article.from_text(f"Shire\n{told}", outlet="Shire Herald", published="2024-05-01")
    assert find_direction(herald, namesake)[0] == "undetermined"
