"""The stage that finds quotations: every manner of quoting, in invented sentences."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import Article, Block
from tellings.stages.marks import find_marks
from tellings.stages.quotations import STAGE, QuotationSettings, find_all, find_quotations


def told(text, kinds=("direct", "mixed")):
    """(words, speaker) of each quotation of these kinds."""
    return [
        (
            " | ".join(text[a:b] for a, b in q.segments),
            None if q.speaker_start is None else text[q.speaker_start : q.speaker_end],
        )
        for q in find_quotations(text)
        if q.kind in kinds
    ]


DIRECT = [
    ('"We sail at noon," said Mara Quill.', [("We sail at noon,", "Mara Quill")]),
    ('"We sail at noon," Mara Quill said.', [("We sail at noon,", "Mara Quill")]),
    ("‘We sail at noon,’ the harbour master told reporters.", [("We sail at noon,", "the harbour master")]),
    ("'It's the crews' last trip,' says skipper Tom Ode.", [("It's the crews' last trip,", "skipper Tom Ode")]),
    ('Mara Quill said: "We sail at noon."', [("We sail at noon.", "Mara Quill")]),
    ('Mara Quill, who runs the ferry, said: "We sail at noon."', [("We sail at noon.", "Mara Quill")]),
    ('Mara Quill, a ferry captain from Hythe, said, "We sail."', [("We sail.", "Mara Quill")]),
    ('"We sail," she said. "We always do."', [("We sail, | We always do.", "she")]),
    ('"We," she said, "always sail at noon."', [("We, | always sail at noon.", "she")]),
    ('"Will you sail?" Mara Quill asked.', [("Will you sail?", "Mara Quill")]),
    ('"We sail!" shouted one of the deckhands.', [("We sail!", "one of the deckhands")]),
    (
        '"We sail," said a spokesman for the Hythe Ferry Company.',
        [("We sail,", "a spokesman for the Hythe Ferry Company")],
    ),
    ('"We sail," the company wrote in a statement posted to its Instagram account.', [("We sail,", "the company")]),
    ('"We shall all sail at noon" - Commissioner Ode', [("We shall all sail at noon", "Commissioner Ode")]),
    ('"We shall all sail at noon" — Mara Quill, captain', [("We shall all sail at noon", "Mara Quill")]),
    ('And from Chairwoman Quill:\n"The ferry stays."', [("The ferry stays.", "Chairwoman Quill")]),
    ('From the chair: "The ferry stays."', [("The ferry stays.", "the chair")]),
    ('In a letter to the port, Mara Quill wrote:\n\n"The ferry stays."', [("The ferry stays.", "Mara Quill")]),
    ('Quill went on to say: "The ferry stays."', [("The ferry stays.", "Quill")]),
    ("According to Mara Quill, “the ferry stays.”", [("the ferry stays.", "Mara Quill")]),
    ('"The ferry stays," according to Mara Quill.', [("The ferry stays,", "Mara Quill")]),
    (
        "“The roof went first.\n\n“Then we ran,” said Olu Bright.",
        [("The roof went first. | Then we ran,", "Olu Bright")],
    ),
    (
        "Olu Bright said: “The roof went first.\n\n“Then we ran.”",
        [("The roof went first. | Then we ran.", "Olu Bright")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), DIRECT)
def test_direct(text, expected):
    assert told(text) == expected


MIXED = [
    ("Quill called the plan “a shambles”.", [("the plan “a shambles", "Quill")]),
    ("Quill said the plan was “a shambles” and would fail.", [("the plan was “a shambles” and would fail", "Quill")]),
    ("Quill said that she was “sick of it”, adding that “nobody asked” her.",
     [("that she was “sick of it", "Quill"), ("that “nobody asked” her", "Quill")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MIXED)
def test_mixed(text, expected):
    assert told(text) == expected


INDIRECT = [
    ("Mara Quill told the port authority that the ferry would stay.", [("that the ferry would stay", "Mara Quill")]),
    ("The ferry will stay, Mara Quill said on Monday.", [("The ferry will stay", "Mara Quill")]),
    ("The ferry will stay, according to the port.", [("The ferry will stay", "the port")]),
    ("According to the port, the ferry will stay.", [("the ferry will stay", "the port")]),
    ("Quill said on Tuesday she would appeal.", [("she would appeal", "Quill")]),
    ("Quill vowed to appeal.", [("to appeal", "Quill")]),
    ("The court heard how Quill asked whether the ferry was safe.", [("whether the ferry was safe", "Quill")]),
]


@pytest.mark.parametrize(("text", "expected"), INDIRECT)
def test_indirect(text, expected):
    assert told(text, ("indirect",)) == expected


def test_post():
    text = "Fans agreed.\nI miss the old ferry so much.\n— Bo (@bo_1) March 4, 2021"
    (post,) = (q for q in find_quotations(text) if q.form == "post")
    assert text[post.start : post.end] == "I miss the old ferry so much."
    assert text[post.speaker_start : post.speaker_end] == "Bo"
    assert text[post.said_start : post.said_end] == "March 4, 2021"
    assert post.channel == "Twitter"
    assert post.cue_start is None


def test_words_that_repeat_a_post_are_its_authors():
    text = "I miss the old ferry so much.\n— Bo (@bo_1) March 4, 2021\n“I miss the old ferry so much.”"
    repeated = find_quotations(text)[-1]
    assert text[repeated.speaker_start : repeated.speaker_end] == "Bo"
    assert repeated.reason.startswith("inferred")


def test_transcript():
    text = "DANA FOX: Is it safe to sail?\nMAYOR LEE: It is, as ever."
    assert told(text) == [("Is it safe to sail?", "DANA FOX"), ("It is, as ever.", "MAYOR LEE")]


def test_speaker_from_the_sentence_before_is_inferred():
    text = "Mara Quill walked the deck. “I never slept that night.”"
    (said,) = find_quotations(text)
    assert text[said.speaker_start : said.speaker_end] == "Mara Quill"
    assert said.cue_start is None
    assert said.reason.startswith("inferred")


def test_nothing_near_is_left_open():
    (said,) = find_quotations("“I never slept that night at all.”")
    assert said.speaker_start is None
    assert said.reason.startswith("open")


def test_where_when_and_to_whom():
    text = "“We sail,” Mara Quill told Reuters on Sunday."
    (said,) = find_quotations(text)
    assert said.channel == "Reuters"
    assert text[said.channel_start : said.channel_end] == "Reuters"
    assert text[said.said_start : said.said_end] == "on Sunday"
    assert text[said.addressee_start : said.addressee_end] == "Reuters"


def test_denied_saying():
    (said,) = find_quotations("Quill did not say that the ferry would stay.")
    assert said.negated


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The ferry stays, whatever the port may think of it,” Mr. Quill is shown saying.", "Mr. Quill"),
        ("“The ferry stays,” the captain can be heard saying on the tape.", "the captain"),
        ("“The ferry stays,” Mara Quill was quoted as saying.", "Mara Quill"),
        ("Mara Quill is seen telling the crew, “The ferry stays.”", "Mara Quill"),
    ],
)
def test_shown_or_heard_saying(text, speaker):
    (said,) = find_quotations(text)
    assert said.kind == "direct"
    assert text[said.speaker_start : said.speaker_end] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Sen. Mara Quill (R-Ky.) called for a new ferry.",
        "Sen. Mara Quill (R-Ky.), who chairs the panel, called for a new ferry.",
        "Sen. Mara Quill, R-Ky., head of the port panel, called for a new ferry.",
        "Sen. Mara Quill, D-Mont., the panel's head, warned of a storm.",
        "On Friday Sen. Mara Quill, R-Texas, whose view has changed, called for a new ferry.",
        "It was heard by Sen. Mara Quill, R-Utah, who said that the ferry would stay.",
    ],
)
def test_party_and_state_are_no_speaker(text):
    speakers = [text[q.speaker_start : q.speaker_end] for q in find_quotations(text)]
    assert speakers == ["Sen. Mara Quill"]


@pytest.mark.parametrize(
    "text",
    [
        "“The ferry stays,” Quill said Friday on Hythe FM, according to Port News reporter Olu Bright.",
        "“The ferry stays,” Quill said, according to the prepared text of her speech.",
        "“The ferry stays,” warned Quill, according to people who heard the talk. “It always will.”",
        "“The ferry stays,” Quill told the Port News.",
        "Quill told the Port News: “The ferry stays.”",
    ],
)
def test_who_is_cited_or_told_is_not_who_speaks(text):
    assert [(words.split(" | ")[0].rstrip(",."), who) for words, who in told(text)] == [("The ferry stays", "Quill")]


@pytest.mark.parametrize(
    "text",
    [
        "The port opened in May, a surprise move praising the ferry line.",
        "The visit came a day after the crew denounced the ferry.",
    ],
)
def test_a_phrase_that_cannot_speak_is_no_source(text):
    speakers = [text[q.speaker_start : q.speaker_end] for q in find_quotations(text) if q.speaker_start is not None]
    assert speakers in ([], ["the crew"])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Quill afterwards struck a gentle tone, saying that the ferry would stay.", "Quill"),
        ("A statement from the port denounced the ferry.", "A statement from the port"),
        ("Leading experts on tides denounced the ferry.", "Leading experts on tides"),
        ("A man who lives near Hythe denounced the ferry.", "A man"),
        ("Half of the crew denounced the ferry.", "Half of the crew"),
    ],
)
def test_documents_and_groups_are_sources(text, speaker):
    (said,) = find_quotations(text)
    assert text[said.speaker_start : said.speaker_end] == speaker


def test_why_a_phrase_is_no_source_is_said():
    (said,), _ = find_all("It was a surprise move praising the ferry line.", settings=QuotationSettings(least_chance=0))
    assert (said.speaker_start, said.speaker_end) == (None, None)
    assert said.reason.startswith("open: the phrase before it names a thing")


@pytest.mark.parametrize("denied", ["denied saying", "has never said", "denied ever having said"])
def test_what_was_denied_is_negated(denied):
    text = f"Mara Quill {denied} that the ferry would stay."
    said = next(q for q in find_quotations(text) if text[q.start : q.end] == "that the ferry would stay")
    assert said.negated
    assert text[said.speaker_start : said.speaker_end] == "Mara Quill"


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Mara Quill reportedly said that the ferry would stay.", "reportedly"),
        ("Mara Quill allegedly wrote that the ferry would stay.", "allegedly"),
        ("Mara Quill may have said that the ferry would stay.", "may"),
        ('"The ferry stays," Mara Quill reportedly said.', "reportedly"),
    ],
)
def test_a_hedged_saying_is_not_denied(text, hedge):
    (said,) = find_quotations(text)
    assert not said.negated
    assert said.reason.endswith(f"; hedged: {hedge}")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fans wore “Save Our Ferry” shirts to the game.", "motto"),
        ("The match went to Jo “Rocket” Bell in the end.", "nickname"),
        ("Her song “Tides of May” was a hit.", "title"),
        ("The so-called “ferry tax” is gone.", "term"),
        ("It was an “interesting” day out.", "scare"),
    ],
)
def test_words_that_are_no_speech(text, kind):
    quotations, phrases = find_all(text)
    assert [p.kind for p in phrases] == [kind]
    assert quotations == []


def test_quotations_from_given_marks_are_the_same():
    text = "“We sail,” she said. “Fans” wept."
    assert find_all(text, "a") == find_all(text, "a", None, find_marks(text, "a"))


def test_run_and_order():
    one, two = Article.from_text("“Yes,” he said."), Article.from_text("“No,” she said.")
    blocks = [Block(a.article_id, 0, 15, "body", "") for a in (one, two)]
    marks = [m for a in (one, two) for m in find_marks(a.text, a.article_id)]
    rows = list(STAGE.run(STAGE.settings, [one, two], blocks, marks))
    other = list(STAGE.run(STAGE.settings, [two, one], blocks[::-1], marks[::-1]))
    assert sorted(rows, key=str) == sorted(other, key=str)
    assert len(rows) == 2


WORDS = st.lists(
    st.sampled_from(
        [
            "Ann",
            "Lee",
            "she",
            "said",
            "says",
            "that",
            "“We go,”",
            "“No.",
            "”",
            '"',
            "according",
            "to",
            ",",
            ".",
            ":",
            "told",
            "him",
            "(",
            ")",
            "who",
            "—",
            "\n",
            "adding",
            "by",
            "the",
            "called",
            "claim",
            "X:",
            "'s",
            "not",
            "?",
            "- Ann",
            "and",
            "‘No,’",
            "“She said, ‘Go.’”",
            "“",
            "citing",
            "the board",
            "I",
            "had",
            "sorry",
            "who",
            "a claim",
            "although",
            "\n\n",
            ":\n    We go",
            "\n> ",
            "\nQ:",
            "\n7:12 ANN:",
            "\nAnn Lee -- Cook\n",
            "שלום",
            "\u202b",
            "\u00a0",
            "😀",
            "İ",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=60)))
def test_offsets_hold_and_nothing_raises(text):
    quotations, phrases = find_all(text)
    for q in quotations:
        assert q.segments
        for a, b in q.segments:
            assert 0 <= a < b <= len(text)
        for a, b in (
            (q.speaker_start, q.speaker_end),
            (q.cue_start, q.cue_end),
            (q.channel_start, q.channel_end),
            (q.addressee_start, q.addressee_end),
            (q.said_start, q.said_end),
        ):
            assert (a is None) == (b is None)
            assert a is None or 0 <= a < b <= len(text)
        assert q.speaker_start is not None or q.reason.startswith("open")
    for p in phrases:
        assert 0 <= p.start < p.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "“The ferry stays.” ― Mara Quill",
        "“The ferry stays.”\n\n- Mara Quill.",
        "“The ferry stays.” — Mara Quill, captain",
    ],
)
def test_signed_with_a_dash(text):
    assert told(text) == [("The ferry stays.", "Mara Quill")]


def test_a_saying_within_a_saying_knows_it():
    text = "Quill said that the port had promised to dredge the harbour."
    outer, inner = find_quotations(text)
    assert text[inner.start : inner.end] == "to dredge the harbour"
    assert inner.within == outer.quotation_id
    assert outer.within == ""


def test_a_channel_announced_above_is_taken_over_and_said_so():
    text = "Mara Quill took to Instagram on Sunday to hit back.\n\n“We sail,” she wrote."
    (said,) = (q for q in find_quotations(text) if q.kind == "direct")
    assert said.channel == "Instagram"
    assert text[said.said_start : said.said_end] == "on Sunday"
    assert said.reason.endswith("channel announced above")


def test_set_aside_text_holds_no_quotation():
    text = "Rain fell.\n“We sail,” said Bo.\nIt stopped."
    blocks = [Block("", 0, 10, "body", ""), Block("", 11, 30, "related", ""), Block("", 31, len(text), "body", "")]
    assert find_quotations(text, "", blocks) == []


NOISE = [
    "said ",
    "“a\n",
    "according to ",
    "“Go!”\nShe ran.\n",
    "x said: ",
    "“a” ",
    "“a ‘b’ c” ",
    "I, ",
    "(@a) ",
    "b “a”\n",
]


@pytest.mark.parametrize("noise", [*NOISE, "שלום ", "\u00a0", "😀 ", "Q: a\n", "a:\n\nI go\n"])
def test_noise_is_read_in_linear_time(noise):
    def seconds(size):
        text = noise * (size // len(noise))
        begin = time.process_time()
        find_all(text)
        return time.process_time() - begin

    # Four times the text: four times the work, where squares would make it sixteen. The least of three, since the
    # machine may be busy with something else.
    assert min(seconds(80_000) for _ in range(3)) < 9 * seconds(20_000) + 0.3


def test_a_million_characters():
    text = "“We sail,” she said, ‘at “noon”’ and: " + "rain fell on the old quay, " * 100
    text *= 1_000_000 // len(text) + 1
    quotations, _ = find_all(text)
    assert len(quotations) > 300
    assert all(0 <= q.start < q.end <= len(text) for q in quotations)


def test_a_noun_with_a_relative_is_no_cue():
    text = "One wrote under her post that praised the ferry: “Nobody sails with you.”"
    assert told(text) == [("Nobody sails with you.", "One")]


OPEN_CLASS = [
    ("“I do like rain,” Mara fumigated. “It is wet.”", [("I do like rain, | It is wet.", "Mara")]),
    ("“I do like rain,” seethed Mara Quill.", [("I do like rain,", "Mara Quill")]),
    ("Rival Mara Quill seethed: “Twelve people knew it.”", [("Twelve people knew it.", "Mara Quill")]),
    ("“We sail at noon,” Mara Quill, 46, host of “Tide Out”, said.", [("We sail at noon,", "Mara Quill")]),
    ("“We sail at noon,” the weary captain last night said.", [("We sail at noon,", "the weary captain")]),
    (
        "‘We sail,’ she said. ‘But we sail late.\n\n‘We always did.’",
        [("We sail, | But we sail late. | We always did.", "she")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), OPEN_CLASS)
def test_tags_of_any_verb(text, expected):
    found = told(text, ("direct",))
    assert [(words, speaker.split("Rival ")[-1] if speaker else speaker) for words, speaker in found] == expected


def test_a_relative_clause_is_not_the_source():
    text = "A cook who was aboard when it struck a pier on Friday said the sea was flat."
    assert told(text, ("indirect",)) == [("the sea was flat", "A cook")]
    text = "Quill Ferries is understood to have told the port that the ship is late."
    assert told(text, ("indirect",))[0][1] == "Quill Ferries"


CHANNELS = [
    ("“We sail,” Mara Quill wrote on X.", "X"),
    ("“We sail,” Mara Quill wrote on Twitter.", "Twitter"),
    ("“We sail,” Mara Quill said of the plan on x-rays.", ""),
    ("Mara Quill put her thoughts on the island’s Facebook group.\n\n“We sail,” she said.", "Facebook"),
    ("We sail at noon.\n— Mara Quill (@mquill) July 23, 2023", "Twitter"),
    ("We sail at noon.\n— Mara Quill (@mquill) July 24, 2023", "X"),
]


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_channels_have_the_name_of_their_day(text, channel):
    assert find_quotations(text)[-1].channel == channel


def test_a_time_of_another_clause_is_not_when_it_was_said():
    text = "The mayor left last night, days after the paper said that the bridge was shut."
    assert [q.said_start for q in find_quotations(text) if text[q.cue_start : q.cue_end] == "said"] == [None]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“He looked at me and said, ‘No ferry today.’ So I walked,” Bo Ode told us.", ("No ferry today.", "He")),
        ("“I asked the skipper.\n\n“She told me, ‘Come back at noon,’” Bo Ode said.", ("Come back at noon,", "She")),
        ("\"The sign read: 'No ferry today.'\" Bo Ode said.", ("No ferry today.", "The sign")),
        ("ANN: Who was it?\nBOB: The skipper said, “Swim.” I did.", ("Swim.", "The skipper")),
    ],
)
def test_what_a_quotation_quotes_is_a_quotation_of_its_own(text, inner):
    rows = find_quotations(text)
    (row,) = (q for q in rows if text[q.start : q.end] == inner[0])
    holder = next(q for q in rows if q.quotation_id == row.within)
    assert text[row.speaker_start : row.speaker_end] == inner[1]
    assert row.kind == "direct"
    assert any(a <= row.start and row.end <= b for a, b in holder.segments)


def test_a_turn_of_phrase_within_a_quotation_is_no_quotation():
    text = "“People are going ‘no way’ and I know that some say the ‘old’ ferry was faster,” Bo Ode said."
    assert len(find_quotations(text)) == 1


HEADLINE = (
    "Quay fire: ‘{}’ as two boats burn\n\n“We heard the mast come down like a tree,” said Mara Quill.\nRain fell later."
)


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("the mast come down like a tree", "Mara Quill"),
        ("We heard the mast come down", "Mara Quill"),
        ("we lost everything we had", None),
    ],
)
def test_a_headline_quotes_what_the_article_quotes_or_speaks_in_the_first_person(words, speaker):
    text = HEADLINE.format(words)
    row = find_quotations(text)[0]
    assert text[row.start : row.end] == words
    assert (text[row.speaker_start : row.speaker_end] if row.speaker_start else None) == speaker
    assert row.reason.startswith("inferred" if speaker else "open")


@pytest.mark.parametrize("words", ["a ghost ship at noon", "the mast", "Come Down Like a Tree"])
def test_other_scraps_of_a_headline_stay_phrases(words):
    assert [q.reason for q in find_quotations(HEADLINE.format(words))] == ["cue and source after the words"]


def test_a_cross_head_stays_a_phrase():
    text = "Rain fell.\n‘The mast come down’\n“We heard the mast come down,” said Mara Quill."
    quotations, phrases = find_all(text)
    assert len(quotations) == 1
    assert [p.kind for p in phrases] == ["unattributed"]


def rows(text):
    """(words, speaker) of every row."""
    return [
        (text[q.start : q.end], text[q.speaker_start : q.speaker_end] if q.speaker_start is not None else None)
        for q in find_quotations(text)
    ]


@pytest.mark.parametrize(
    ("text", "words", "speakers"),
    [
        ("He said, according to the radio, that it would close.", "that it would close", ["He", "the radio"]),
        (
            "The Gazette, citing the harbour board, said it would close.",
            "it would close",
            ["The Gazette", "the harbour board"],
        ),
        (
            "The pier will close, the Gazette reported, citing two officials.",
            "The pier will close",
            ["the Gazette", "two officials"],
        ),
    ],
)
def test_who_is_cited_for_what_another_says_has_a_row_too(text, words, speakers):
    assert sorted(speaker for said, speaker in rows(text) if said == words) == sorted(speakers)


@pytest.mark.parametrize("reason", ["low prices", "Quill’s poor health", "the rain of the past week"])
def test_a_reason_is_not_who_is_cited(reason):
    found = rows(f"The pier will close, the Gazette reported, citing {reason}.")
    assert ("The pier will close", reason) not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She told this newspaper that the pier was “a wreck”.", ("that the pier was “a wreck", "She")),
        ("She said the pier was “a wreck,” although she was sorry.", ("the pier was “a wreck,", "She")),
        ("She said the pier was “a wreck”, a claim the board denied.", ("the pier was “a wreck", "She")),
        ("She said it was “wet” and could not say more.", ("it was “wet” and could not say more", "She")),
        ("“It is a fine old wreck” — her own lawyer.", ("It is a fine old wreck", "her own lawyer")),
        ("The Gazette reported on Monday that it would close.", ("that it would close", "The Gazette")),
        ("– We sail at noon, said the mate.", ("We sail at noon", "the mate")),
        ("A shaky video surfaced showing that it was wet.", ("that it was wet", "A shaky video")),
    ],
)
def test_where_what_is_said_and_its_source_end(text, expected):
    assert expected in rows(text)


def test_neither_confirmed_nor_denied_is_not_said():
    (row,) = find_quotations("Quill neither confirmed nor denied that the ferry would go.")
    assert row.negated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Quill wrote to the crew:\n\nI have sailed for years. I am tired.\n\nMy bags are packed.\n\nShe left.",
            ["I have sailed for years. I am tired.", "My bags are packed."],
        ),
        ("The board said in a statement:\n    The pier is closed.\n    It opens in May.\nIt rained.",
         ["The pier is closed.", "It opens in May."]),
        ("The board said in a statement:\n> The pier is closed.\nIt rained.", ["The pier is closed."]),
    ],
)  # fmt: skip
def test_a_block_set_without_marks(text, expected):
    (row,) = find_quotations(text)
    assert [text[a:b] for a, b in row.segments] == expected
    assert (row.kind, row.form) == ("direct", "turn")


@pytest.mark.parametrize(
    "text", ["Quill said:\n\nRain fell.", "I will tell you:\n\nI left.", "Prices:\n\nMy ferry, £3."]
)
def test_what_follows_a_colon_and_is_no_block(text):
    assert find_quotations(text) == []


@pytest.mark.parametrize(
    ("sentence", "words", "speaker"),
    [
        ("In rowing “that lake” she had “never met a wave like it”.",
         "In rowing “that lake” she had “never met a wave like it", "she"),
        ("Later she kept a kiss for a mate who “pulled us all out”.", "a mate who “pulled us all out", "she"),
        ("The lake people are sorry “from the heart”.", "sorry “from the heart", "The lake people"),
    ],
)  # fmt: skip
def test_words_woven_into_a_sentence(sentence, words, speaker):
    text = "“It was wet,” said Bo Ode.\n\n" + sentence
    quotations, phrases = find_all(text)
    row = quotations[-1]
    assert (text[row.start : row.end], text[row.speaker_start : row.speaker_end]) == (words, speaker)
    assert row.reason.startswith("inferred")
    assert not phrases


@pytest.mark.parametrize(
    "sentence",
    ["She was “cancelled”.", "It had “never met a wave like it”.", "They asked if she could “float like a cork”."],
)
def test_words_that_nothing_weaves_in_stay_phrases(sentence):
    text = "“It was wet,” said Bo Ode.\n\n" + sentence
    assert not [q for q in find_quotations(text) if "its words complete" in q.reason]
