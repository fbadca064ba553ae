"""Holds stories to a hand-written expectation (expected.json of the seeds and of the sample)."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tellings.model import TOLD, Article, Reading
from tellings.stages.read import read_articles
from tellings.story import Edition, Story

Json = dict[str, Any]


def plain(words: str) -> str:
    """Words alone, in lower case: marks, dashes, case and spacing do not count.

    >>> plain("It’s re-evaluated — now!")
    "it's reevaluated now"
    """
    straight = words.lower().replace("’", "'").replace("‘", "'")
    return " ".join(re.findall(r"[\w&£$]+(?:'\w+)*", re.sub(r"(?<=\w)-(?=\w)", "", straight)))


@dataclass
class Expectation:
    """An expected.json with its articles."""

    data: Json
    articles: dict[str, Article]  # by the name the expectation uses
    names: dict[str, str]  # name by article_id

    @classmethod
    def load(cls, expected: Path, folder: Path) -> "Expectation":
        data = json.loads(expected.read_text(encoding="utf-8"))
        files: Mapping[str, str] = data["files"] | data.get("unrelated", {})
        articles = {}
        for name, file in files.items():
            path, _, record = file.partition("#")
            read = read_articles([folder / path])
            articles[name] = read[int(record)] if record else read[0]
        return cls(data, articles, {a.article_id: name for name, a in articles.items()})

    @property
    def members(self) -> set[str]:
        """Ids of the articles of the story that is expected."""
        return {self.articles[name].article_id for name in self.data["files"]}

    def story(self, stories: Iterable[Story]) -> Story:
        """The story that holds most of the expected articles."""
        return max(stories, key=lambda s: len(self.members & set(s.articles)))

    def to_names(self, article_ids: Iterable[str]) -> set[str]:
        return {self.names[article_id] for article_id in article_ids}

    def find(self, name: str, words: str) -> tuple[int, int]:
        """Where a phrase stands in an article; white space may differ."""
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        found = re.search(pattern, self.articles[name].text)
        assert found, f"{words!r} does not stand in {name}"
        return found.span()

    # What is compared. Each yields what is wrong, in words; nothing means all is well.

    def wrong_published(self, story: Story) -> Iterator[str]:
        for name, date in self.data["published"].items():
            found = self.articles[name].published[:10]
            if found != (date or "") and name in self.data["files"]:
                yield f"{name} published {found!r}, expected {date!r}"

    def wrong_set_aside(self, blocks: Mapping[str, list[Any]]) -> Iterator[str]:
        """`blocks`: by article_id."""
        for name, phrases in self.data["set_aside"].items():
            article = self.articles[name]
            aside = {n for b in blocks[article.article_id] if b.kind not in TOLD for n in range(b.start, b.end)}
            expected = set()
            for phrase in phrases:
                for found in re.finditer(r"\s+".join(map(re.escape, phrase.split())), article.text):
                    expected |= set(range(*found.span()))
                start, end = self.find(name, phrase)
                if not set(range(start, end)) <= aside:
                    yield f"{name}: not set aside: {phrase!r}"
            header = re.match(r"\s*date \S+", article.text)
            expected |= set(range(header.end())) if header else set()
            for byline in filter(None, [self.data.get("bylines", {}).get(name)]):
                expected |= set(range(*self.find(name, byline)))
            if article.format == "html":  # menus and the like are not all listed
                continue
            lost = sorted(n for n in aside - expected if not article.text[n].isspace())
            if lost:
                yield f"{name}: set aside though it is told: {''.join(article.text[n] for n in lost)[:80]!r}"

    def edition_for(self, story: Story, words: str) -> Edition | None:
        """The statement one of whose parts shares most words with a phrase."""
        wanted = plain(words)

        def shared(edition: Edition) -> tuple[int, int]:
            whole = " ".join(plain(part.text) for part in edition.parts)
            return int(wanted in whole), len(set(wanted.split()) & set(whole.split()))

        return max(story.statements, key=shared, default=None)

    def wrong_statement(self, story: Story, expected: Json) -> Iterator[str]:
        editions = set()
        for part in expected["parts"]:
            edition = self.edition_for(story, part["contains"])
            if edition is None:
                yield f"{expected['id']}: no statement holds {part['contains']!r}"
                continue
            editions.add(edition.row.statement_id)
            yield from self._wrong_part(edition, expected, part)
        if len(editions) > 1:
            yield f"{expected['id']} is torn into {len(editions)} statements"

    def _wrong_part(self, edition: Edition, expected: Json, part: Json) -> Iterator[str]:
        where = f"{expected['id']} {part['contains'][:40]!r}"
        if plain(edition.speaker) != plain(expected["speaker"]):
            yield f"{where}: speaker {edition.speaker!r}"
        wanted = set(plain(part.get("text", part["contains"])).split())
        parts = [p for p in edition.parts if _is_in(set(plain(p.text).split()), wanted)]
        if not parts:
            yield f"{where}: in no part of {edition.row.statement_id}"
            return
        whole = set.intersection(*(self.to_names(p.whole) for p in parts))
        carried = set.union(*(self.to_names(p.whole) | self.to_names(p.partial) for p in parts))
        if whole != set(part["whole"]):
            yield f"{where}: whole in {sorted(whole)}, expected {sorted(part['whole'])}"
        if carried - whole != set(part["partial"]):
            yield f"{where}: partial in {sorted(carried - whole)}, expected {sorted(part['partial'])}"

    def wrong_variants(self, story: Story, expected: Json) -> Iterator[str]:
        for variant in expected.get("variants", []):
            if not (any(self._fits(story, rows, variant) for rows in places(story)) or self._is_cut(story, variant)):
                yield f"{expected['id']}: no place reads {variant['a']!r} / {variant['b']!r} as expected"

    def _fits(self, story: Story, rows: list[Reading], variant: Json) -> bool:
        """Whether readings at one place tell the two sides of a variant apart as they should be told."""
        kinds = {row.kind for row in rows} - {"lemma"}
        wanted = {"wording": "substitution"}.get(variant["class"], variant["class"])
        typed = wanted in kinds or {wanted, *kinds} <= {"omission", "addition"} or "number" in kinds
        return typed and self._sides_fit(story, rows, variant)

    def _sides_fit(self, story: Story, rows: list[Reading], variant: Json) -> bool:
        """Whether the words at one place are those of the two sides, in the tellings that have them."""
        if variant["class"] == "punctuation":  # the words are the same
            names = {self.names[row.article_id] for row in rows if row.kind == "punctuation"}
            return set(variant["b_in"]) <= names and plain(rows[0].lemma) in plain(variant["a"])
        sides: dict[str, set[str]] = {}
        for row in rows:
            sides.setdefault(plain(story.words(row)), set()).add(self.names[row.article_id])
        a_words, b_words = plain(variant["a"]), plain(variant["b"])
        return any(
            set(variant["b_in"]) <= names and (not words or words in b_words or b_words in words)
            for words, names in sides.items()
        ) and any(
            words and (words in a_words or a_words in words) and set(variant["a_in"]) <= names
            for words, names in sides.items()
        )

    def _is_cut(self, story: Story, variant: Json) -> bool:
        """Whether an omission of more than a few words is told by who cuts or omits the part."""
        words = plain(variant["a"])
        return variant["class"] == "omission" and any(
            words in plain(part.text) and set(variant["b_in"]) <= self.to_names((*part.partial, *part.omitted))
            for edition in story.statements
            for part in edition.parts
        )

    def wrong_others(self, story: Story) -> Iterator[str]:
        """Words of other voices must not be in an expected speaker's statements."""
        speakers = {plain(expected["speaker"]) for expected in self.data["statements"]}
        for words in self.data["not_in_statements"]:
            for edition in story.statements:
                if plain(words) in plain(edition.text) and plain(edition.speaker) in speakers:
                    yield f"{words!r} is ascribed to {edition.speaker!r}"

    def wrong_channels(self, story: Story, expected: Json) -> Iterator[str]:
        """Each article tells the channel it should, and no other; the statement has the expected day."""
        edition = self.edition_for(story, expected["parts"][0]["contains"])
        if edition is None or "channels" not in expected:
            return
        wanted: dict[str, set[str]] = {}
        for channel, names in expected["channels"].items():
            for name in names:
                wanted.setdefault(name, set()).add(channel)
        found: dict[str, set[str]] = {}
        for witness in edition.witnesses:
            if witness.channel and (witness.channel != "statement" or "statement" in expected["channels"]):
                found.setdefault(self.names[witness.article_id], set()).add(witness.channel)
        for name in sorted(wanted.keys() | found.keys()):
            posted = {"X"} if any(post["article"] == name for post in self.data["posts"]) else set()
            if not wanted.get(name, set()) <= found.get(name, set()) <= wanted.get(name, set()) | posted:
                told = sorted(found.get(name, ()))
                yield f"{expected['id']}: channel of {name} is {told}, expected {sorted(wanted.get(name, ()))}"
        if edition.row.said[:10] != expected.get("said", "")[:10]:
            yield f"{expected['id']}: said {edition.row.said!r}, expected {expected.get('said')!r}"

    def wrong_merged(self, story: Story) -> Iterator[str]:
        """Voices that must stand by themselves are neither an expected speaker's nor one another's."""
        speakers = {plain(expected["speaker"]) for expected in self.data["statements"]}
        voices = {voice.voice_id: voice for voice in story.voices}
        owners: dict[str, str] = {}
        for row in self.data["never_merged"]:
            for name, words in row.items():
                start, end = self.find(name, words)
                met = {
                    a.voice_id
                    for a in story.attributions
                    if a.voice_id
                    and self.names[a.article_id] == name
                    and a.start is not None
                    and start <= a.start < end
                }
                for voice_id in sorted(met):
                    if plain(voices[voice_id].name) in speakers:
                        yield f"{name}: {words!r} is taken for {voices[voice_id].name!r}"
                    if owners.setdefault(voice_id, f"{name}: {words}") != f"{name}: {words}":
                        yield f"{name}: {words!r} and {owners[voice_id]!r} are one voice"

    def wrong_withheld(self, story: Story) -> Iterator[str]:
        """A name that an article withholds is not filled in from another."""
        voices = {voice.voice_id: voice.name for voice in story.voices}
        for row in self.data["withheld"]:
            for a in story.attributions:
                keeps = row["name"] and self.names[a.article_id] in row["unnamed_in"] and a.voice_id
                if keeps and row["name"] in voices[a.voice_id].split():
                    yield f"{self.names[a.article_id]}: {row['name']!r} is withheld there"

    def wrong_posts(self, story: Story) -> Iterator[str]:
        for post in self.data["posts"]:
            found = [
                m for m in story.marks
                if m.kind == "post" and self.names[m.article_id] == post["article"] and m.handle == post["handle"]
            ]  # fmt: skip
            if [(m.author, m.posted) for m in found] != [(post["author"], post["date"])]:
                yield f"post {post['handle']}: {[(m.author, m.posted) for m in found]}"

    def wrong_timeline(self, story: Story) -> Iterator[str]:
        for day in self.data["timeline"]:
            found = {self.names[e.article_id] for e in story.events if e.date == day["date"]}
            if not set(day["in"]) <= found:
                yield f"{day['date']} ({day['about']}): in {sorted(found)}, expected {day['in']}"

    def wrong_not_speech(self, story: Story) -> Iterator[str]:
        for name, phrases in self.data["not_speech"].items():
            for phrase in phrases:
                start, end = self.find(name, phrase)
                for q in story.quotations:
                    about = self.names[q.article_id] == name and any(a < end and start < b for a, b in q.segments)
                    if about and q.kind != "indirect" and q.end - q.start < 2 * (end - start):
                        yield f"{name}: {phrase!r} is taken for speech"


def _is_in(words: set[str], wanted: set[str]) -> bool:
    """Whether most of the shorter of two bags of words is in the other."""
    return len(words & wanted) >= 0.7 * min(len(words), len(wanted))


def places(story: Story) -> Iterator[list[Reading]]:
    """The readings of each place of each part."""
    for edition in story.statements:
        found: dict[tuple[int, int], list[Reading]] = {}
        for reading in edition.readings:
            found.setdefault((reading.part, reading.place), []).append(reading)
        yield from found.values()
