"""A quotation held against a corpus: in go its words, out come the articles that have them, and how they differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tellings.language import load
from tellings.publish.corpus import Corpus, Extent, Found, Outlets, Said
from tellings.text.judging import CONTEXT
from tellings.text.spelling import function_forms, normal_form
from tellings.text.verify import VERDICTS as WORDING
from tellings.text.verify import Check, Match, check_words
from tellings.text.words import find_words

# Outcomes: those of the wording, then those that need more than the words.
ATTRIBUTED, PARAPHRASED = "attributed to another", "only paraphrased"
VERDICTS = (*WORDING[:-1], ATTRIBUTED, PARAPHRASED, WORDING[-1])
# Per cent of the content words of an indirect quotation that must be the quotation's for it to be its paraphrase, and
# how many words at least: with half, sentences on one subject pass.
SAME_CONTENT, FEWEST = 60, 3
# Articles in which a paraphrase is sought: those that share most rare words.
MOST_PARAPHRASED = 20
# Letters of a content word that count: a paraphrase inflects.
BEGINNING = 6


@dataclass(frozen=True)
class Hit:
    """One article that has the words, or nearly, or only their content."""

    match: Match
    siglum: str
    source: str
    outlet: str
    date: str  # published, or inferred from the story
    url: str
    kind: str  # of the article: report | primary
    origin: str  # article_id of the one that counts for it
    speaker: str  # to whom the article ascribes the words; "" left open
    named: bool  # whether that is a name
    quoted: bool  # whether the words stand within a quotation there
    cue_time: str  # of a transcript: when the words are heard, HH:MM:SS.mmm; "" not told


@dataclass(frozen=True)
class Checked:
    """The outcome, with the extent of what was searched."""

    check: Check
    verdict: str  # one of VERDICTS
    wording: str  # the verdict on the words alone, whoever said them
    reason: str  # what decided it, where the wording alone did not
    speaker: str  # whose words they are said to be, as asked; "" not asked
    hits: tuple[Hit, ...]  # primary sources first, then in order of date
    extent: Extent
    outlets: Outlets  # whose articles were searched, where nothing was found

    @property
    def passes(self) -> bool:
        """Whether the words stand there as they are: verbatim, or cut where a mark of omission says so."""
        best = (hit.match for hit in self.hits if hit.match.verdict == self.verdict)
        return self.verdict == "verbatim" or (self.verdict == "cut" and any(match.marked for match in best))

    def independent(self, verdict: str = "") -> int:
        """Articles that have the words (in one way), those that do not count by themselves left out."""
        return len({hit.origin for hit in self.hits if verdict in ("", hit.match.verdict)})


@dataclass(frozen=True)
class DraftQuotation:
    """A quotation of a draft."""

    start: int  # characters of the draft's text
    end: int
    line: int  # from 1
    column: int  # from 1
    words: str  # what stands within marks; pieces around “she said” are put together
    speaker: str  # as the draft names him or her; "" left open


def check_in_corpus(corpus: Corpus, quotation: str, speaker: str = "") -> Checked:
    """Look for a quotation in articles.

    Args:
        corpus: where to look.
        quotation: the words in question.
        speaker: whose words they are said to be; "" leaves that out of the question.
    """
    check = check_words(quotation, corpus)
    found = corpus.describe({match.text_id for match in check.matches})
    hits = [_hit(match, found[match.text_id], speaker) for match in check.matches]
    verdict, reason = _wording(check, hits)
    wording = verdict
    if verdict == "not found":
        hits = _paraphrases(corpus, quotation, speaker)
        verdict = PARAPHRASED if hits else verdict
    elif speaker and (other := _other_speaker(hits, verdict, speaker)):
        verdict, reason = ATTRIBUTED, f"{verdict}, but ascribed to {other}"
    hits.sort(key=lambda hit: (hit.kind != "primary", hit.date or "9999", hit.siglum, hit.match.start))
    return Checked(check, verdict, wording, reason, speaker, tuple(hits), corpus.extent, () if hits else corpus.outlets)


def _wording(check: Check, hits: Sequence[Hit]) -> tuple[str, str]:
    """The verdict on the words: that of the primary source where there is one, else that of the best report."""
    if check.verdict in ("not found", "spliced"):
        return check.verdict, ""
    best = _best(hit.match for hit in hits)
    primary = [hit.match for hit in hits if hit.kind == "primary"]
    if not primary:
        return best, f"{check.verdict} in indirect speech, which gives no wording" if best == PARAPHRASED else ""
    decided = _best(primary)
    return (
        decided,
        "as the primary source has it" if decided == best else f"the primary source decides; {best} in a report",
    )


def _best(matches: Iterable[Match]) -> str:
    return min((match.verdict for match in matches), key=VERDICTS.index)


def _hit(match: Match, found: Found, speaker: str) -> Hit:
    """One match with what is known of it; words of indirect speech are the reporter's, whatever they look like."""
    holding = [said for said in found.said if _overlaps(said, match)]
    quoted = [said for said in holding if said.kind != "indirect"]
    if holding and not quoted and found.article.kind != "primary":
        match = replace(match, verdict=PARAPHRASED)
    return _made(match, found, _best_fit(quoted or holding, speaker), quoted=bool(quoted))


def _best_fit(holding: Sequence[Said], speaker: str) -> Said | None:
    """Of the quotations that hold the words, the one of the speaker asked for; else the first that names one."""
    known = [said for said in holding if said.speaker]
    fitting = [said for said in known if speaker and said.named and same_name(said.speaker, speaker)]
    return next(iter([*fitting, *known]), None)


def _made(match: Match, found: Found, said: Said | None, quoted: bool) -> Hit:
    article = found.article
    return Hit(
        match=match,
        siglum=found.siglum,
        source=article.source,
        outlet=article.outlet,
        date=found.date,
        url=article.url,
        kind=article.kind,
        origin=found.origin,
        speaker=said.speaker if said else "",
        named=bool(said and said.named),
        quoted=quoted,
        cue_time=article.heard_at(match.start),
    )


def _overlaps(said: Said, match: Match) -> bool:
    return any(start < match.end and match.start < end for start, end in said.segments)


def _other_speaker(hits: Sequence[Hit], verdict: str, speaker: str) -> str:
    """To whom the articles that have the words ascribe them, where none of them names the speaker asked for."""
    named = [hit.speaker for hit in hits if hit.match.verdict == verdict and hit.named]
    if any(same_name(name, speaker) for name in named):
        return ""
    return ", ".join(dict.fromkeys(sorted(named)))


def name_words(name: str, language: str = "en") -> frozenset[str]:
    """The words of a name, titles and "the" left out, in small letters.

    >>> sorted(name_words("Mr. Tom O'Hara"))
    ["o'hara", 'tom']
    """
    titles = load("titles", language)
    aside = {word.casefold() for kind in ("male", "female", "either") for word in titles[kind].split()}
    name = name.casefold().replace("’", "'")
    words = [name[start:end].rstrip(".") for start, end in find_words(name)]
    words = [word.removesuffix("'s") for word in words]
    kept = [word for word in words if word not in aside and word not in function_forms(language)]
    return frozenset(kept or words)


def same_name(one: str, other: str) -> bool:
    """Whether one name may be the other, in short or with a title.

    >>> same_name("Ann Lee", "Ms Lee"), same_name("Ann Lee", "Tom Lee"), same_name("Lee", "Leigh")
    (True, False, False)
    """
    words, others = name_words(one), name_words(other)
    return bool(words and others) and (words <= others or others <= words)


def _content(words: str) -> set[str]:
    forms = (normal_form(words[start:end]) for start, end in find_words(words))
    return {form[:BEGINNING] for form in forms if form not in function_forms()}


def _paraphrases(corpus: Corpus, quotation: str, speaker: str) -> list[Hit]:
    """Indirect quotations that say with the same content words what was asked for."""
    wanted = _content(quotation)
    forms = [normal_form(quotation[start:end]) for start, end in find_words(quotation)]
    if len(wanted) < FEWEST:
        return []
    found = corpus.describe({article_id for article_id, _ in corpus.find(forms)[:MOST_PARAPHRASED]})
    return [
        _made(_indirect_match(one, said), one, said, quoted=False)
        for one in found.values()
        for said in one.said
        if said.kind == "indirect"
        and not said.negated
        and not (speaker and said.named and not same_name(said.speaker, speaker))
        and _says_the_same(wanted, one.article.text[said.start : said.end])
    ]


def _says_the_same(wanted: set[str], indirect: str) -> bool:
    content = _content(indirect)
    both = len(content & wanted)
    return both >= FEWEST and both * 100 >= SAME_CONTENT * len(content) and both * 200 >= SAME_CONTENT * len(wanted)


def _indirect_match(found: Found, said: Said) -> Match:
    text, start, end = found.article.text, said.start, said.end
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Match(found.article.article_id, PARAPHRASED, start, end, before, text[start:end], after)


def summary(checked: Checked) -> str:
    """How many articles have the words in which way, what differs, and how many count."""
    pieces = []
    for verdict in VERDICTS:
        matches = [hit.match for hit in checked.hits if hit.match.verdict == verdict]
        kinds = sorted({change.kind for match in matches for change in match.changes if change.turns})
        if matches:
            pieces.append(f"{verdict} in {len(matches)}" + (f" ({', '.join(kinds)})" if kinds else ""))
    independent = checked.independent()
    counted = f"; {independent} independent" if independent < len(checked.hits) else ""
    return ", ".join(pieces) + counted


def log_entry(checked: Checked) -> str:
    """One line of Markdown to keep: words, verdict, n of m independent articles, where, what was searched."""
    words = " ".join(checked.check.quotation.split()).strip('“”"')
    whose = f" ({checked.speaker})" if checked.speaker else ""
    same = [hit for hit in checked.hits if hit.match.verdict == checked.wording] or list(checked.hits)
    places = "; ".join(f"{hit.source or hit.siglum} {hit.match.start}–{hit.match.end}" for hit in same[:5])
    more = f" and {len(same) - 5} more" if len(same) > 5 else ""
    shown = PARAPHRASED if checked.verdict == PARAPHRASED else checked.wording
    counted = f" in {checked.independent(shown)} of {checked.independent()} independent" if checked.hits else ""
    extent = f"{checked.extent.articles:,} articles searched" + _days(checked.extent)
    told = f"**{checked.verdict}**{counted}" + (f" ({checked.reason})" if checked.reason else "")
    return f"- “{words}”{whose} — {told}" + (f": {places}{more}" if places else "") + f"; {extent}"


def _days(extent: Extent) -> str:
    days: Iterable[str] = dict.fromkeys(filter(None, (extent.first, extent.last)))
    return ", " + " to ".join(date.fromisoformat(day).isoformat() for day in days) if extent.first else ""
