"""Text for a terminal: in go stories and what was read, out come lines with styles that `rich` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from tellings.ingest import Ingested
from tellings.model import TOLD, Copy, Part, Quotation, Reading, StoryRow, SummarySentence, Telling, Witness
from tellings.publish.claim_lines import agreed_lines, only_in_lines
from tellings.publish.copies import observed_lines
from tellings.publish.days import day, span_of_days
from tellings.publish.lines import FAINT, HEAD, NAME, TURNS, count, line, listed, shorten, sigla
from tellings.publish.revisions import revision_lines, version_note
from tellings.publish.rewrite import rewrite_lines
from tellings.publish.timeline import timeline_lines
from tellings.story import Edition, Story

# A statement of one witness with fewer words is listed only when there is nothing longer.
MIN_WORDS = 6
# Words left out that still count as a variant at one place rather than as a cut.
MAX_SLIP = 3

# How much of a part a witness carries, where the word for it is another than in the tables.
CARRIES = {"partial": "cut"}


@dataclass(frozen=True)
class Detail:
    """How much is printed."""

    offsets: bool = False  # article and characters behind every passage
    summary: bool = False  # the headline and sentences that tell most of the story
    readings: bool = True  # the apparatus
    singles: int = 5  # statements of one witness that are listed; the rest is counted
    claims: int = 6  # claims of several tellings, and of one alone, that are listed; the rest is counted
    dates: int = 12  # dated sentences that are listed, those told by most first; the rest is counted


def ingested_lines(read: Ingested, most: int = 20) -> Iterator[Text]:
    """What was read, and each item that was grouped, refused or warned about."""
    known = f", {read.known:,} read by an earlier run" if read.known else ""
    known += f", {read.left:,} left: published before --since" if read.left else ""
    known += "; stopped at --limit, the same command goes on from there" if read.stopped else ""
    yield line(
        (count(read.items, "item"), HEAD),
        f" read: {count(read.articles, 'article')}, {read.grouped:,} grouped, {read.refused:,} refused{known}",
    )
    for item in read.noticed[:most]:
        place = item.source + (f" record {item.record}" if item.record >= 0 else "")
        yield line("  ", (item.status if item.status != "article" else "noticed", NAME), f" {place}: {item.reason}")
    if len(read.noticed) > most:
        yield line((f"  … and {len(read.noticed) - most:,} more; --json lists all", FAINT))


def story_lines(story: Story, detail: Detail = Detail()) -> Iterator[Text]:
    """A whole story."""
    row = story.row
    yield line()
    yield line((f"STORY {story.number}", HEAD), "  ", (shorten(row.title) or "(no title)", HEAD))
    yield line(
        f"{count(row.tellings, 'telling')}, {row.independent:,} independent · {span_of_days(row.first, row.last)}"
    )
    if detail.summary:
        yield from _summary_lines(story, detail)
    for telling in story.tellings:
        yield telling_line(story, telling)
    yield from _copies_lines(story)
    yield from revision_lines(story, detail.offsets)
    shown = [edition for edition in story.statements if edition.row.witnesses > 1]
    singles = [edition for edition in story.statements if edition.row.witnesses <= 1]
    for edition in shown:
        yield from edition_lines(story, edition, detail)
    if singles:
        yield line()
        yield line(("SAID IN ONE TELLING", HEAD))
        chosen = sorted(singles, key=lambda e: (-min(len(e.text.split()), MIN_WORDS), e.row.number))[: detail.singles]
        for edition in sorted(chosen, key=lambda e: e.row.number):
            yield _single_line(story, edition)
        if len(singles) > detail.singles:
            yield line((f"  … and {len(singles) - detail.singles:,} more: tellings show {story.number}", FAINT))
    yield from agreed_lines(story, detail.claims, detail.offsets)
    yield from only_in_lines(story, detail.claims, detail.offsets)
    yield from timeline_lines(story, detail.dates)
    yield from _observed_lines(story)


def _observed_lines(story: Story) -> Iterator[Text]:
    """What was seen of the wording of a telling; said here, in no export."""
    texts = {key: article.text for key, article in story.articles.items()}
    names = {telling.article_id: telling.siglum for telling in story.tellings}
    if lines := list(observed_lines(story.observations, texts, names)):
        yield line()
        yield from lines


def _summary_lines(story: Story, detail: Detail) -> Iterator[Text]:
    """The summary: each sentence with the telling it stands in, its characters, and who tells the same."""
    if not any(sentence.order for sentence in story.summary):
        return
    yield line()
    yield line(("SUMMARY", HEAD))
    for sentence in story.summary:
        words = " ".join(story.words(sentence).split())
        yield line("  ", (words, HEAD if not sentence.order else ""), "  ", *_citation(story, sentence, detail))
    yield line()
    yield from rewrite_lines(story)


def _citation(story: Story, sentence: SummarySentence, detail: Detail) -> Iterator[str | tuple[str, str]]:
    """Where a sentence stands, in brackets, and what is known of it."""
    siglum = story.siglum(sentence.article_id)
    place = f"{siglum} title" if sentence.headline else f"{siglum}:{sentence.start}–{sentence.end}"
    yield (f"[{place if detail.offsets else siglum}]", NAME)
    others = sentence.tellings[1:]
    if others:
        yield (f" told by {sigla(story, others)} too, {sentence.independent:,} independent", FAINT)
    if sentence.conflict:
        yield (f" accounts differ: {sentence.conflict}", TURNS)


def telling_line(story: Story, telling: Telling) -> Text:
    """One member of a story: siglum, date, outlet, source, what was set aside."""
    article = story.articles[telling.article_id]
    aside = [b.kind for b in story.blocks if b.article_id == telling.article_id and b.kind not in TOLD]
    kinds = ", ".join(f"{aside.count(kind)} {kind}" for kind in sorted(set(aside)))
    inferred = "" if telling.anchor_source == "published" or not telling.anchor else " (inferred)"
    primary = "  primary source" if article.kind == "primary" else ""
    copied = f"  copy of {story.siglum(telling.copy_of)}" if telling.copy_of else ""
    copied += version_note(story, telling)
    title = shorten(article.title, 60)
    return line(
        "  ", (telling.siglum, NAME), f"  {day(telling.anchor)}{inferred}  {article.source}",
        f"  {title}" if title else "", (primary + copied, HEAD), (f"  set aside: {kinds}" if kinds else "", FAINT),
    )  # fmt: skip


def _copies_lines(story: Story) -> Iterator[Text]:
    """Which tellings repeat which, by pair."""
    pairs: dict[tuple[str, str], list[Copy]] = {}
    for copy in story.copies:
        pairs.setdefault((copy.article_id, copy.other_id), []).append(copy)
    quoted = sorted(
        {a for copy in story.copies if copy.kind == "shared quotation" for a in (copy.article_id, copy.other_id)}
    )
    for _, rows in sorted(pairs.items()):
        kinds = [row for row in rows if row.kind not in ("shared quotation", "chrome")]
        if kinds:
            yield _copy_line(story, kinds[0])
    if quoted:
        yield line((f"  quotations shared word for word: {sigla(story, quoted)}", FAINT))


def _copy_line(story: Story, row: Copy) -> Text:
    """The verdict on a pair."""
    kind = f"{row.kind} copy" if row.kind in ("exact", "near") else row.kind
    shares = f"{row.share / 10:.0f} % / {row.other_share / 10:.0f} % of own prose"
    pair = (
        f": {story.siglum(row.article_id)} ~ {story.siglum(row.other_id)}, {shares}; direction {_direction(story, row)}"
    )
    return line("  ", (kind, HEAD), pair, (f" ({'; '.join(row.reasons)})" if row.reasons else "", FAINT))


def _direction(story: Story, row: Copy) -> str:
    a, b = story.siglum(row.article_id), story.siglum(row.other_id)
    return {"article -> other": f"{a} → {b}", "other -> article": f"{b} → {a}"}.get(row.direction, row.direction)


def edition_lines(story: Story, edition: Edition, detail: Detail = Detail()) -> Iterator[Text]:
    """A statement: who, where, when, each part with those that carry, cut or omit it, and the apparatus."""
    row = edition.row
    yield line()
    yield line(
        (f"STATEMENT {story.number}.{row.number}", HEAD), "  ", (row.speaker or "speaker left open", NAME),
        *(f" · {piece}" for piece in (_channels(story, edition), day(row.said) if row.said else "") if piece),
        " · reported, nobody quotes it" if row.wording == "reported" else "",
    )  # fmt: skip
    for part in edition.parts:
        yield from _part_lines(story, edition, part, detail)
    if row.independent < row.witnesses:
        yield line((f"  {count(row.witnesses, 'witness', 'witnesses')}, {row.independent:,} independent", FAINT))
    if row.primary:
        yield line((f"  as the primary source has it: {sigla(story, row.primary)}", FAINT))
    if row.said_source:
        yield line((f"  when: {row.said_source}", FAINT))
    if row.open:
        yield line((f"  open: {row.open}", FAINT))


def _channels(story: Story, edition: Edition) -> str:
    """Where it was said, and which tellings say so."""
    told: dict[str, list[str]] = {}
    for witness in edition.witnesses:
        if witness.channel and witness.article_id not in told.setdefault(witness.channel, []):
            told[witness.channel].append(witness.article_id)
    return " / ".join(f"{channel} ({sigla(story, ids)})" for channel, ids in sorted(told.items()))


def _part_lines(story: Story, edition: Edition, part: Part, detail: Detail) -> Iterator[Text]:
    """A part with numbers at the places where witnesses differ, who carries, cuts or omits it, and the apparatus."""
    readings = [r for r in edition.readings if r.part == part.part]
    every = _places(readings) if detail.readings else []
    places = [at for at in every if detail.offsets or not _is_slight(at)]
    yield line(f"  {part.part}  ", *_numbered(part.text, places))
    turned = {r.article_id for at in every for r in at if r.turns and r.kind != "lemma"}
    carried = [
        ("whole", [a for a in part.whole if a not in turned]),
        ("altered", [a for a in part.whole if a in turned]),
        ("om.", part.omitted),
    ]
    told = [f"{word} {sigla(story, ids)}" for word, ids in carried if ids]
    if told:
        yield line((f"     {' · '.join(told)}", FAINT))
    yield from _witness_lines(story, edition, part, detail)
    for number, place in enumerate(_in_text_order(places), 1):
        yield line(f"     {superscript(number)} ", *_variants(story, place.readings, detail))
    if len(every) > len(places):
        slight = count(len(every) - len(places), "difference")
        yield line(
            (f"     and {slight} of punctuation or case: tellings show {story.number}.{edition.row.number}", FAINT)
        )


def _witness_lines(story: Story, edition: Edition, part: Part, detail: Detail) -> Iterator[Text]:
    """Passages of a part by siglum and place, each on demand; else those that cut it, equal ones together."""
    own = [w for w in edition.witnesses if w.part == part.part]
    own.sort(key=lambda w: (story.siglum(w.article_id), w.start))
    if detail.offsets:
        yield from (witness_line(story, witness, detail) for witness in own)
        return
    cut: dict[tuple[str, str], list[Witness]] = {}
    for witness in own:
        if witness.carries != "whole" and witness.article_id not in part.whole:
            cut.setdefault((witness.carries, shorten(story.words(witness))), []).append(witness)
    for (carries, words), rows in cut.items():
        yield _cut_line(carries, sigla(story, (row.article_id for row in rows)), words)


def _cut_line(carries: str, where: str, words: str) -> Text:
    return line(f"     {CARRIES.get(carries, carries)} ", (where, NAME), "  ", (f"“{words}”", "italic"))


def _is_slight(at: Sequence[Reading]) -> bool:
    """Whether a place differs in punctuation or case alone."""
    return all(reading.kind in ("lemma", "punctuation", "case") for reading in at)


def _places(readings: Sequence[Reading]) -> list[list[Reading]]:
    """The readings by place, in the order of the text; places where witnesses only leave out much are not variants.

    A fragment leaves out what stands around it: the line of the witness says so already.
    """
    found: dict[int, list[Reading]] = {}
    for reading in readings:
        found.setdefault(reading.place, []).append(reading)
    return [at for _, at in sorted(found.items()) if any(not _is_cut(reading) for reading in at)]


def _is_cut(reading: Reading) -> bool:
    """Whether this row is no variant: the lemma itself, or an omission of more than a few words."""
    if reading.kind == "lemma":
        return True
    return reading.kind == "omission" and len(reading.lemma.split()) > MAX_SLIP


def superscript(number: int) -> str:
    """A number in raised digits.

    >>> superscript(12)
    '¹²'
    """
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


@dataclass(frozen=True)
class _Place:
    """A place of the apparatus and where its lemma stands in the text of the part; -1 where it has none."""

    start: int
    end: int
    readings: Sequence[Reading]


def _in_text_order(places: Sequence[Sequence[Reading]]) -> list[_Place]:
    """The places by where their lemmas stand; those that add words come last."""
    found = []
    for readings in places:
        start, end = readings[0].lemma_start, readings[0].lemma_end
        found.append(_Place(start, end, readings) if start < end else _Place(-1, -1, readings))
    return sorted(found, key=lambda place: (place.start < 0, place.start, place.end))


def _numbered(text: str, places: Sequence[Sequence[Reading]]) -> Iterator[str | tuple[str, str]]:
    """The text of a part with a raised number behind each lemma; added words have no lemma to stand behind."""
    at = 0
    for number, place in enumerate(_in_text_order(places), 1):
        if place.start >= 0:
            turns = any(reading.turns for reading in place.readings)
            start = max(place.start, at)
            yield text[at:start], "italic"
            yield text[start : max(place.end, start)], TURNS if turns else "italic"
            yield superscript(number), "bold"
            at = max(place.end, start)
    yield text[at:], "italic"


def _variants(story: Story, at: Sequence[Reading], detail: Detail) -> list[str | tuple[str, str]]:
    """One entry of the apparatus: each reading with the tellings that have it, the lemma first."""
    variants: dict[tuple[str, str], list[Reading]] = {}
    for reading in at:
        words = story.words(reading) if reading.end > reading.start else ""
        variants.setdefault((reading.kind, words), []).append(reading)
    pieces: list[str | tuple[str, str]] = []
    for (kind, words), rows in sorted(variants.items(), key=lambda item: (item[0][0] != "lemma", item[0])):
        turns = any(row.turns for row in rows)
        shown = shorten(words, 60) if words else f"om. {shorten(rows[0].lemma, 40)}" if rows[0].lemma else "om."
        where = listed(story, (_where(story, row, detail) for row in rows))
        pieces += [" | "] if pieces else []
        pieces += [(shown, TURNS if turns else "bold"), f" {where}", (f" {kind}" if kind != "lemma" else "", FAINT)]
    return pieces


def _where(story: Story, row: Reading | Witness, detail: Detail) -> str:
    siglum = story.siglum(row.article_id)
    return f"{siglum}:{row.start}" if detail.offsets else siglum


def witness_line(story: Story, witness: Witness, detail: Detail) -> Text:
    """What one article carries of a part, with the characters where it stands on demand."""
    siglum = story.siglum(witness.article_id)
    place = f"{siglum}:{witness.start}–{witness.end}" if detail.offsets else siglum
    return _cut_line(witness.carries, place, shorten(story.words(witness)))


def _single_line(story: Story, edition: Edition) -> Text:
    row = edition.row
    where = sigla(story, {witness.article_id for witness in edition.witnesses})
    return line(
        f"  {story.number}.{row.number}  ", (row.speaker or "speaker left open", NAME), f"  {where}  ",
        (f"“{shorten(row.text)}”", "italic") if row.wording == "quoted" else f"reported: {shorten(row.text)}",
    )  # fmt: skip


def quotation_line(story: Story, quotation: Quotation) -> Text:
    """A quotation with its speaker as far as the text settles it."""
    text = story.articles[quotation.article_id].text
    voices = {voice.voice_id: voice.name for voice in story.voices}
    found = next((a for a in story.attributions if a.quotation_id == quotation.quotation_id), None)
    name = (voices.get(found.voice_id, "") if found else "") or "speaker left open"
    words = " … ".join(text[start:end] for start, end in quotation.segments)
    place = f"{story.siglum(quotation.article_id)}:{quotation.start}–{quotation.end}"
    return line(
        "  ", (place, NAME), f" {quotation.kind} ", (name, "bold"), "  ", (f"“{shorten(words)}”", "italic"),
        (f"  ({found.reason})" if found and found.reason else "", FAINT),
    )  # fmt: skip


def story_list_line(number: int, row: StoryRow) -> Text:
    """A story in a list."""
    return line(
        ("  "),
        (f"{number:>5}  ", HEAD),
        f"{count(row.tellings, 'telling')}  {span_of_days(row.first, row.last)}  ",
        shorten(row.title, 90),
    )
