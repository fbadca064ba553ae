import os
import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from tellings.model import (
    Article,
    Attribution,
    Mark,
    Origin,
    Part,
    Quotation,
    Reading,
    Statement,
    Telling,
    Timex,
    Voice,
    Witness,
    content_id,
)
from tellings.stages.statements import build_statements
from tellings.stages.statements.pieces import Piece
from tellings.stages.statements.translations import find_translated
from tellings.stages.statements.when import Told, settle

from stages.seed_rows import load_seeds

SEEDS = Path(os.environ.get("TELLINGS_SHARED", "../shared")) / "seeds"
N = None


def story(*tellings):
    """Rows of a story: each telling a text with «A:words» for what voice A says."""
    articles, members, quotations, attributions, voices = [], [], [], [], {}
    for number, marked in enumerate(tellings):
        text, spans = "", []
        for piece in marked.replace("»", "«").split("«"):
            voice, colon, words = piece.partition(":")
            if colon and len(voice) <= 2:
                spans.append((voice, len(text) + 1, len(text) + 1 + len(words)))
                text += f"“{words}”"
            else:
                text += piece
        article = Article.from_text(text, published=f"2024-05-{10 + number}")
        articles.append(article)
        members.append(Telling("s", article.article_id, "2024-05", str(number), article.published, "published", ""))
        for voice, start, end in spans:
            qid = content_id(article.article_id, start, end)
            quotations.append(
                Quotation(
                    qid,
                    article.article_id,
                    "direct",
                    "marks",
                    ((start, end),),
                    start,
                    end,
                    N,
                    N,
                    N,
                    N,
                    False,
                    "",
                    N,
                    N,
                    N,
                    N,
                    N,
                    N,
                    "",
                    "",
                )
            )
            voices[voice] = Voice("s", voice, f"Voice {voice}", "person", (f"Voice {voice}",))
            attributions.append(
                Attribution("s", qid, article.article_id, N, N, "" if voice == "?" else voice, (), 100, "test")
            )
    return members, articles, [], [], quotations, [v for k, v in sorted(voices.items()) if k != "?"], attributions


def of(rows, kind):
    return [row for row in rows if isinstance(row, kind)]


FULL = (
    "Lee said: «A:The harbour wall will hold. We have spent nine million crowns on it, and nobody should "
    "doubt the engineers.»",
    "«A:The harbor wall will hold,» Lee said. «A:We have spent nine million crowns on it and nobody should doubt the "
    "engineers.»",
    "Lee told a meeting that nobody «A:should doubt the engineers».",
)


def test_one_statement_with_parts_and_readings():
    given = story(*FULL)
    rows = build_statements(*given)
    (statement,) = of(rows, Statement)
    assert (statement.speaker, statement.witnesses, statement.independent, statement.whole) == ("Voice A", 3, 3, 2)
    assert statement.text == given[1][0].text[len("Lee said: “") : -1]
    ids = [article.article_id for article in given[1]]
    parts = of(rows, Part)
    assert [set(part.whole) for part in parts] == [set(ids[:2]), set(ids[:2])]
    assert [set(part.partial) for part in parts] == [set(), {ids[2]}]
    kinds = {(reading.kind, reading.article_id) for reading in of(rows, Reading)} - {("lemma", i) for i in ids}
    assert kinds == {("spelling", ids[1]), ("punctuation", ids[1]), ("omission", ids[2])}


def test_every_row_leads_back_to_the_text():
    given = story(*FULL)
    texts = {article.article_id: article.text for article in given[1]}
    for row in build_statements(*given):
        if isinstance(row, (Reading, Witness)):
            assert 0 <= row.start <= row.end <= len(texts[row.article_id])
        if isinstance(row, Reading) and row.kind == "lemma" and row.lemma:
            assert texts[row.article_id][row.start : row.end].replace(",", "") == row.lemma.replace(",", "")


def test_order_of_input_rows_does_not_matter():
    given = story(*FULL)
    expected = sorted(map(repr, build_statements(*given)))
    rng = random.Random(5)
    for _ in range(20):
        shuffled = [rng.sample(rows, len(rows)) for rows in given]
        assert sorted(map(repr, build_statements(*shuffled))) == expected


def test_two_occasions_stay_two():
    rows = build_statements(
        *story(
            "«A:The ferry is safe for passengers,» Lee said. In an earlier interview, Lee said: «A:No one was told.»",
            "«A:The ferry is safe for passengers,» Lee said. In an earlier interview, Lee said: «A:No one was told.»",
        )
    )
    assert len(of(rows, Statement)) == 2


def test_a_speaker_who_goes_on_makes_one_statement():
    rows = build_statements(
        *story(
            "«A:The ferry is safe for every passenger,» Lee said.\n«A:No captain was told about the fog,» she added.",
            "«A:The ferry is safe for every passenger,» Lee said.",
        )
    )
    (statement,) = of(rows, Statement)
    assert statement.text == "The ferry is safe for every passenger. […] No captain was told about the fog."


def test_same_words_of_two_voices_are_gathered_and_left_open():
    rows = build_statements(
        *story(
            "«A:We will never sell the old printing works,» Lee said.",
            "«B:We will never sell the old printing works,» Roe said.",
        )
    )
    (statement,) = of(rows, Statement)
    # whichever article's id is the lower: the texts do not settle it
    assert statement.open in {"attributed to Voice B too: 1", "attributed to Voice A too: 0"}


def test_different_words_of_two_voices_stay_apart():
    rows = build_statements(
        *story("«A:We will never sell the works,» Lee said. «B:They sold it in March for a song,» Roe said.")
    )
    assert len(of(rows, Statement)) == 2


def test_a_copy_counts_once():
    given = story(FULL[0], FULL[1])
    first, second = given[0]
    origins = [Origin(first.story_id, second.article_id, first.article_id, "copy")]
    (statement,) = of(build_statements(*given, origins=origins), Statement)
    assert (statement.witnesses, statement.independent) == (2, 1)


def test_a_dropped_not_is_a_negation_that_turns():
    rows = build_statements(
        *story(
            "«A:The board did not approve the payment to the contractor.»",
            "«A:The board did not approve the payment to the contractor.»",
            "«A:The board did approve the payment to the contractor.»",
        )
    )
    (reading,) = [r for r in of(rows, Reading) if r.kind != "lemma"]
    assert (reading.kind, reading.turns, reading.start) == ("negation", True, reading.end)


def test_the_characters_are_those_of_witnesses():
    given = story(
        "Lee said: «A:We don’t know what we’ll find under the old mill.»",
        "Lee said: «A:We don’t know what we'll find under the old mill.»",
        "Lee said: «A:We don't know what we'll find under the old mill.»",
    )
    (statement,) = of(build_statements(*given), Statement)
    assert statement.text == "We don’t know what we'll find under the old mill."


def test_the_same_words_are_one_witness_however_many_quotations_claim_them():
    given = story("Lee said: «A:The old mill is sound and nobody will be moved from it.»")
    quotation, attribution = given[4][0], given[6][0]
    for number, (start, end) in enumerate(((quotation.start, quotation.end), (quotation.start + 4, quotation.end))):
        given[4].append(replace(quotation, quotation_id=f"q{number}", segments=((start, end),), start=start, end=end))
        given[6].append(replace(attribution, quotation_id=f"q{number}"))
    rows = build_statements(*given)
    assert len(of(rows, Statement)) == 1
    assert [(w.start, w.end) for w in of(rows, Witness)] == [(quotation.start, quotation.end)]


def test_words_of_an_article_stand_in_one_place_at_most():
    given = story(
        "Lee said: «A:I realise now that patience was the wrong answer for this town.»",
        "Lee said: «A:I realise now that patience was the wrong answer for this town.»",
        "Lee said: «A:I realize now that patience was the wrong answer for this town.»",
        "Lee said: «A:patience was the wrong answer for this town.»",
    )
    readings = of(build_statements(*given), Reading)
    assert {(r.kind, r.lemma) for r in readings if r.kind != "lemma"} == {
        ("omission", "I realise now that"),
        ("spelling", "realise"),
    }
    places = {(r.article_id, r.part, r.place, r.start, r.end) for r in readings if r.start < r.end}
    for one, other in combinations(sorted(places), 2):
        assert one[:2] != other[:2] or one[4] <= other[3] or other[4] <= one[3]


def test_marks_within_belong_to_the_words():
    texts = (
        "Lee said: «A:They cut the crew and called it ‘progress’.»",
        "Lee said: «A:They cut the crew and called it ‘progress’.»",
        "Lee said: «A:They cut the crew and called it progress.»",
    )
    given = story(*texts)
    for article in given[1][:2]:
        start, end = article.text.index("‘"), article.text.index("’") + 1
        given[2].append(
            Mark(article.article_id, start, end, start + 1, end - 1, "quote", "‘’", "closed", 0, 1, "", "", "", N, N)
        )
    rows = build_statements(*given)
    (statement,) = of(rows, Statement)
    assert statement.text == "They cut the crew and called it ‘progress’."
    (reading,) = [r for r in of(rows, Reading) if r.kind != "lemma"]
    assert (reading.kind, reading.lemma, reading.article_id) == ("punctuation", "‘progress’", given[1][2].article_id)


def test_one_witness_comes_last_and_in_the_order_of_the_text():
    given = story(
        "«A:Nothing was wrong with the boiler,» said one. A cook said: «B:I smelt the gas on Sunday evening already.»"
        " Others heard a bang. «C:It lifted the roof clean off the bakery.»",
        "The cook said: «B:I smelt the gas on Sunday evening already.»",
    )
    statements = of(build_statements(*given), Statement)
    assert [statement.voice_id for statement in statements] == ["B", "A", "C"]


def test_sentences_that_the_same_articles_carry_are_one_part():
    given = story(
        "«A:The bridge is shut,» Lee said. «A:It stays shut until the spring.»",
        "Lee said: «A:The bridge is shut. It stays shut until the spring.»",
    )
    (part,) = of(build_statements(*given), Part)
    assert part.text == "The bridge is shut. It stays shut until the spring."


def test_somebody_else_in_between_breaks_the_chain():
    given = story(
        "«A:The ferry must not sail again before it is inspected.»\n"
        "A woman with two dogs stood on the quay. «A:The lamps went out at once,» she told us."
    )
    given[6][1] = replace(given[6][1], reason="pronoun: she")
    assert len(of(build_statements(*given), Statement)) == 2


def told(value, article_id="a", basis="near", inferred=False):
    return Told(value, article_id, value, basis, inferred)


def test_the_most_precise_date_that_the_others_allow():
    dates = [told("2024-W19", "a"), told("2024-05", "b"), told("2024-05-08", "c"), told("2023", "d")]
    value, source, note = settle(dates, {"c": "C", "d": "D"}, {})
    assert (value, source, note) == ("2024-05-08", "C: “2024-05-08”", "also dated 2023 (D)")
    act = [told("2024-W19", "a"), told("2024-05-08", "b", "act", True), told("2024-06-01", "c", "act", True)]
    assert settle(act, {}, {})[0] == "2024-05-08"
    assert "inferred" in settle(act, {}, {})[1]


def test_words_in_marks_count_though_their_cue_is_hedged():
    given = story(
        "Lee wrote: «A:The dredger leaves the harbour on Sunday.»",
        "Lee reportedly wrote: «A:The dredger leaves the harbour on Sunday.»",
    )
    given[4][1] = replace(given[4][1], negated=True)
    (statement,) = of(build_statements(*given), Statement)
    assert (statement.witnesses, statement.whole) == (2, 2)


def test_articles_that_go_on_outweigh_an_also():
    goes_on = "«A:The dredger leaves the harbour on Sunday,» Lee said. Lee concluded: «A:No pilot has been hired.»"
    also = "«A:The dredger leaves the harbour on Sunday,» Lee said. Lee also said: «A:No pilot has been hired.»"
    (statement,) = of(build_statements(*story(also, goes_on, goes_on)), Statement)
    assert statement.open == ""


def test_what_is_told_of_the_occasion_is_said_though_the_speaker_is_not_sure():
    given = story("«A:The dredger leaves the harbour on Sunday,» Lee said. Lee also said: «A:No pilot has been hired.»")
    given[6][:] = [replace(attribution, confidence=50) for attribution in given[6]]
    first, second = of(build_statements(*given), Statement)
    assert "one occasion" in first.open
    assert first.open == second.open


def test_a_note_names_the_cue_that_the_article_has():
    given = story(
        "«A:The dredger leaves the harbour on Sunday,» Lee said. Separately, Lee said: «A:No pilot has been hired.»",
        "«A:The dredger leaves the harbour on Sunday,» Lee said. Lee concluded: «A:No pilot has been hired.»",
    )
    (statement,) = of(build_statements(*given), Statement)
    assert statement.open == "one occasion or two: “separately” in 0, “concluded” in 1"


def test_fragments_are_not_joined_without_a_sign():
    given = story("Lee promised «A:a great deal of patience» in order to «A:mend the broken lock gate» at last.")
    first, second = given[4]
    given[4][:] = [replace(first, segments=first.segments + second.segments, end=second.end)]
    given[6].pop()
    (statement,) = of(build_statements(*given), Statement)
    assert statement.text == "a great deal of patience […] mend the broken lock gate"


def test_pieces_of_one_quotation_are_one_text():
    given = story(
        "«A:We close the sluice before the flood, we close the sluice,» Lee said, «A:we close the sluice now.»"
    )
    first, second = given[4]
    given[4][:] = [replace(first, segments=first.segments + second.segments, end=second.end)]
    given[6].pop()
    (statement,) = of(build_statements(*given), Statement)
    assert statement.text == "We close the sluice before the flood, we close the sluice we close the sluice now."


def test_two_sayings_are_no_sentence_because_a_third_passes_over_them():
    begin, end = (
        "We met at noon in the old hall beside the weir",
        "and then we all went home along the river in silence",
    )
    given = story(
        f"Lee said: «A:{begin} because this verdict should be troubling to everybody in the valley.» The hall was cold."
        f"\nThe clerk closed a window. In her view the judge «A:overturned the ruling of the water board {end}.»",
        f"Lee said: «A:{begin} {end}.»",
    )
    rows = build_statements(*given)
    assert len(of(rows, Statement)) == 1
    parts = [part.text for part in of(rows, Part)]
    assert len(parts) == 2
    assert parts[0].endswith("in the valley.")
    assert parts[1].startswith("overturned")


def test_a_recurring_phrase_does_not_join_two_settled_voices():
    given = story(
        "Lee said: «B:patience means patience for everyone».",
        "Somebody said: «?:patience means patience for everyone here».",
        "Roe said: «C:patience means patience for everyone». «C:The lock gates were mended in the spring this year.»",
    )
    statements = of(build_statements(*given), Statement)
    assert len([s for s in statements if s.voice_id == "B"]) == 1
    assert not any("attributed to" in s.open for s in statements)
    assert not any(s.voice_id == "B" and "lock gates" in s.text for s in statements)


def test_a_short_misquotation_joins_what_it_alters():
    rows = build_statements(
        *story(
            "«A:Those are not our bats,» Lee said.", "«A:Those are our bats,» Lee said.", "«A:We sold it,» Lee said."
        )
    )
    one, other = of(rows, Statement)
    assert (one.witnesses, other.text) == (2, "We sold it.")
    (reading,) = (r for r in of(rows, Reading) if r.kind not in ("lemma", "punctuation"))
    assert (reading.kind, reading.turns) == ("negation", True)


def test_an_article_that_has_both_wordings_tells_them_apart():
    rows = build_statements(
        *story("«A:Those are not our bats,» Lee said. In May Roe sang. Lee said: «A:Those are our bats.»")
    )
    assert not [r for r in of(rows, Reading) if r.kind == "negation"]


def test_empty_story():
    assert build_statements([], [], [], [], [], [], []) == []


@pytest.mark.data
@pytest.mark.skipif(not SEEDS.exists(), reason="no seeds here")
def test_seeds():
    seeds = load_seeds(SEEDS)
    rows = build_statements(
        seeds.tellings, seeds.articles, seeds.marks, [], seeds.quotations, seeds.voices, seeds.attributions
    )
    short = {article_id: name for name, article_id in seeds.names.items()}
    statements, parts, readings = of(rows, Statement), of(rows, Part), of(rows, Reading)
    texts = {article.article_id: article.text for article in seeds.articles}
    for expected in seeds.expected["statements"]:
        found = [_part(parts, wanted["contains"]) for wanted in expected["parts"]]
        assert len({part.statement_id for part in found}) == 1
        assert [part.part for part in found] == sorted(part.part for part in found)
        for part, wanted in zip(found, expected["parts"], strict=True):
            assert sorted(short[a] for a in part.whole) == wanted["whole"], wanted["contains"]
            assert sorted(short[a] for a in part.partial) == wanted["partial"], wanted["contains"]
        for variant in expected["variants"]:
            kind = "substitution" if variant["class"] == "wording" else variant["class"]
            kinds = {
                r.kind
                for r in readings
                if r.statement_id == found[0].statement_id and short[r.article_id] in variant["b_in"] + variant["a_in"]
            }
            assert kind in kinds, variant
    for words in seeds.expected["not_in_statements"]:
        assert not any(words[:20] in s.text for s in statements if s.witnesses > 1)
    assert all(0 <= r.start <= r.end <= len(texts[r.article_id]) for r in readings)


def _part(parts, words):
    """The one part that holds these words, ends and inner differences aside."""
    wanted = set(words.lower().replace("removed", "remove").split())
    return max(
        parts, key=lambda p: len(wanted & set(p.text.lower().replace("removed", "remove").replace(".", "").split()))
    )


def far_apart(first, between, then):
    """One article: words of A, words of B below them, words of A again further down."""
    return story(f"«A:{first}.»{between} Lee said.\n\n«B:Nobody asked the ferrymen about it,» Roe said.\n\n{then}")


@pytest.mark.parametrize(
    ("then", "statements"),
    [
        ("«A:Every plank was tested twice,» Lee said.", 2),
        ("Lee tweeted: «A:Every plank was tested twice.»", 3),
        ("In an earlier interview, Lee said: «A:Every plank was tested twice.»", 3),
        ("Lee also said: «A:Every plank was tested twice.»", 3),
    ],
)
def test_words_farther_down_are_of_one_occasion_unless_told_otherwise(then, statements):
    rows = build_statements(*far_apart("The bridge will carry the spring market", "", then))
    assert len(of(rows, Statement)) == statements


def test_older_words_are_of_another_occasion():
    given = far_apart("The bridge will carry the spring market", "", "«A:Every plank was tested twice,» Lee said.")
    article, last = given[1][0], given[4][-1]
    place = article.text.index("Lee said.", last.end)
    given[4][-1] = replace(last, said_start=place, said_end=place + 3)
    old = Timex(article.article_id, place, place + 3, "DATE", "2019", "", "", "")
    rows = build_statements(*given[:3], [old], *given[4:])
    assert len(of(rows, Statement)) == 3


def test_two_posts_told_one_after_the_other_are_two_statements_and_it_is_said():
    rows = build_statements(
        *story(
            "Lee tweeted: «A:The bridge will carry the spring market.» Minutes went by.\n"
            "Lee tweeted: «A:Every plank was tested twice.»"
        )
    )
    notes = [statement.open for statement in of(rows, Statement)]
    assert notes == ["may be one occasion with another statement of this speaker: “tweeted” in 0"] * 2
    rows = build_statements(
        *story(
            "Lee tweeted: «A:The bridge will carry the spring market.» In a second tweet, "
            "Lee said: «A:Every plank was tested twice.»"
        )
    )
    assert [statement.open for statement in of(rows, Statement)] == ["", ""]


def test_a_fragment_of_an_open_voice_joins_what_it_stands_in_where_one_fits():
    full = "Lee said: «A:The bridge will carry the spring market and the cattle.»"
    rows = build_statements(*story(full, "It would bear «?:the spring market», the town was told."))
    assert [statement.witnesses for statement in of(rows, Statement)] == [2]
    other = "Roe said: «B:Nobody will pay for the spring market in this valley.»"
    rows = build_statements(*story(full, other, "It would bear «?:the spring market», the town was told."))
    assert len(of(rows, Statement)) == 3, "it fits two"


def test_a_short_sentence_that_nobody_else_has_is_not_lost():
    given = story(
        "«A:They told us to bring the boats up to the mill,» Lee said. «A:Nobody did.»",
        "«A:They told us to bring the boats up to the mill,» Lee said.",
    )
    rows = build_statements(*given)
    (statement,) = of(rows, Statement)
    assert statement.text == "They told us to bring the boats up to the mill. […] Nobody did."
    held = {(w.article_id, w.start) for w in of(rows, Witness)}
    assert held == {(q.article_id, q.start) for q in given[4]}


def test_two_renderings_of_foreign_words_are_translations_and_turn_nothing():
    rows = build_statements(
        *story(
            "«A:We shall repair the lighthouse before the autumn storms,» Lee said in Portuguese.",
            "«A:We shall mend the lighthouse before the autumn storms,» Lee said.",
            "«A:We shall not mend the lighthouse before the autumn storms,» Lee said.",
        )
    )
    (statement,) = of(rows, Statement)
    assert statement.open == "its words are a translation: “in Portuguese” in 0"
    kinds = {(r.kind, r.turns) for r in of(rows, Reading) if r.kind != "lemma"}
    assert kinds == {("translation", False), ("negation", True)}


@pytest.mark.parametrize("told", ["said at a café in French waters", "said, in Portuguese: “Obrigada”"])
def test_another_language_must_be_told_of_beside_the_words(told):
    article = Article.from_text(f"“We will rebuild the quay,” Ana Reis {told}.")
    piece = Piece(article.article_id, "q", 1, 26, "v", ("we", "will", "rebuild", "the", "quay"))
    assert bool(find_translated([piece], {article.article_id: article})) == ("Portuguese" in told)
