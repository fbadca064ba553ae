"""Who is meant by "the mother of four" or "the company": a role mention and the cast in, fitting members out."""

import re
from dataclasses import dataclass, replace

from tellings.stages.speakers.cast import Cast
from tellings.stages.speakers.members import Member
from tellings.stages.speakers.salience import OBJECT, Salience
from tellings.text.noun_phrases import Mention, RoleEvidence, anaphora, nouns

# A former minister is not "the minister", a vice president not "the president".
PAST = frozenset({"former", "ex", "late", "onetime"})
LESSER = frozenset({"vice", "deputy", "assistant", "shadow", "associate"})
AGE = re.compile(r"(\d{1,3})-year-old")


@dataclass(frozen=True, slots=True)
class RoleAnswer:
    """Who a role mention may mean."""

    members: tuple[int, ...]  # one: resolved; more: the text does not tell them apart
    strength: int  # of the grounds, 0 to 100; the row’s confidence is told from it and more (`confidence`)
    reason: str


NOBODY = RoleAnswer((), 0, "")


def resolve_role(cast: Cast, salience: Salience, mention: Mention, sentence: int) -> RoleAnswer:
    """Resolve a definite role mention by evidence of the role, else by being the only one that fits."""
    known = nouns(cast.language)
    head = mention.head
    person = head in known.person or AGE.fullmatch(head) is not None
    body = head in known.firm or head in known.body
    open_to_story = body or (head in known.public)
    fitting = [m for m in cast.members if _fits(m, head, person, body, cast)]
    named = [m for m in fitting if salience.number in m.articles]
    scored = [
        (score, m)
        for m in (fitting if open_to_story else named)
        if (m.roles or m.kind == "organisation") and (score := _evidence(m, mention, salience.number, cast))
    ]
    if scored:
        return _by_evidence(scored, named, mention, salience, sentence)
    if person and mention.owner:
        return NOBODY  # "her lawyer" is somebody's: being the only one named does not make anybody that
    answer = _by_exclusion(named, mention, salience, body and not person)
    owners = {who[0] for name in mention.names if len(who := cast.who(salience.number, name)) == 1}
    if not owners:
        return answer
    # "the ministry's inspector": somebody else, unless the article names one person only
    return (
        replace(answer, strength=62)
        if person and len(answer.members) == 1 and not owners & set(answer.members)
        else NOBODY
    )


def _fits(member: Member, head: str, person: bool, body: bool, cast: Cast) -> bool:
    """Whether a member can be what the noun says, by kind and sex."""
    known = nouns(cast.language)
    if member.kind == "person":
        sex = "female" if head in known.female else "male" if head in known.male else ""
        return person and not (sex and member.sex and sex != member.sex)
    if member.kind == "place":
        return head in ("country", "nation", "state", "kingdom", "city", "government")
    if not person and member.sex:
        return False
    if body and cast.facts.platforms.intersection(member.tokens):
        return False
    return {"thing": False, "organisation": body}.get(member.kind, person or body)


def _evidence(member: Member, mention: Mention, number: int, cast: Cast) -> int:
    """Points for the roles that the story tells of a member and that match the mention."""
    ages = {m.group(1) for word in mention.words | {mention.head} if (m := AGE.match(word))}
    best = 0
    content = _content(mention.words, mention.head, cast.language)
    for at, role in member.roles:
        points = _match(mention, role, content, ages, cast)
        best = max(best, points + (at == number) if points else 0)
    if member.kind == "organisation":
        known = nouns(cast.language)
        alike = known.body_same.get(mention.head, frozenset())
        own = mention.head in member.tokens and len(member.tokens) > 1
        described = 3 * bool(content & set(member.tokens))
        best = max(best, 8 + described if own else 5 + described if alike & set(member.tokens) else 0)
    return best


def _content(words: frozenset[str], head: str, language: str) -> frozenset[str]:
    small = anaphora(language)
    return words - small.definite - small.indefinite - small.after_head - small.pronouns - {head, "s", "and"}


def _match(mention: Mention, role: RoleEvidence, content: frozenset[str], ages: set[str], cast: Cast) -> int:
    """Points for one piece of evidence; 0 if it does not speak for the mention."""
    known = nouns(cast.language)
    role_ages = {role.age} if role.age else {m.group(1) for word in role.words if (m := AGE.match(word))}
    points = 10 if ages & role_ages else 0
    if role.age or (ages and role_ages and not points) or _is_another_rank(mention, role, cast):
        return points
    told = _content(role.words, role.head, cast.language)
    shared = 2 * len(content & told)
    if not shared and (mention.names or (told and content and mention.head in known.firm)):
        return points  # "the oil giant" is not "the retail giant"
    if not shared and content and role.head != mention.head and mention.head in known.body:
        return points  # "the rescue office" is not just any agency
    if role.head == mention.head:
        return points + 6 + shared
    same = known.person_same.get(role.head, frozenset()) | known.body_same.get(role.head, frozenset())
    other = known.person_same.get(mention.head, frozenset()) | known.body_same.get(mention.head, frozenset())
    if mention.head in same or role.head in other or (role.head in known.firm and mention.head in known.firm):
        return points + 4 + shared
    return points


def _is_another_rank(mention: Mention, role: RoleEvidence, cast: Cast) -> bool:
    """Whether one is a former or lesser holder of what the other is, or of another party or nation."""
    past = bool(PAST & role.words) and not PAST & mention.words
    parties, others = mention.words & cast.facts.adjectives, role.words & cast.facts.adjectives
    if parties and others and not parties & others:
        return True  # the Republican nominee is not the Libertarian one
    return past or bool(LESSER & role.words) != bool(LESSER & mention.words)


def _by_evidence(
    scored: list[tuple[int, Member]], named: list[Member], mention: Mention, salience: Salience, sentence: int
) -> RoleAnswer:
    """The member with the strongest evidence, if one stands out and none that fits as well stands nearer."""
    here = {m.number for m in named}
    scored = [(score + (m.number in here), m) for score, m in scored]
    top = max(score for score, _ in scored)
    best = [m for score, m in scored if score >= top - 1]
    rivals = [m for m in named if m in best or _is_rival(m, mention, salience)]
    near = salience.rank(sentence, {m.number: 100 for m in rivals})
    leader = salience.cast.members[near[0][1]] if near else None
    if len(best) == 1:
        one = best[0]
        points = {member: weight for weight, member in near}
        close = bool(near) and NEAR_ENOUGH * points.get(one.number, 0) >= near[0][0]
        other = leader is not None and leader is not one and not (close and _has_other_role(leader, mention, salience))
        if leader is not None and other and top < STRONG:
            return RoleAnswer(
                tuple(sorted((one.number, leader.number))), 0, f"told of {one.name}, but another stands nearer"
            )
        where = "told of" if one.number in here else "told in another telling of"
        return RoleAnswer(
            (one.number,), (90 if leader is one else 84) if one.number in here else 80, f"{where} {one.name}"
        )
    ranked = salience.rank(sentence, {m.number: 100 for m in best})
    leads = bool(ranked) and leader is not None and ranked[0][1] == leader.number
    if leads and (len(ranked) == 1 or ranked[0][0] >= 3 * ranked[1][0]):
        return RoleAnswer((ranked[0][1],), 76, f"told of {len(best)} names, the nearest is meant")
    return RoleAnswer(tuple(sorted(m.number for m in best)), 0, "told of more than one")


def _is_rival(member: Member, mention: Mention, salience: Salience) -> bool:
    """Whether a member that is not told to be what the noun says may yet be meant by it.

    A body whose name or role says that it is something else may not, nor one only met in passing ("told the Courier");
    a name of which nothing is known may be a club or a firm, but hardly a ministry.
    """
    known = nouns(salience.cast.language)
    if mention.head in known.person:
        return True
    if member.kind == "unknown" and mention.head not in known.firm | known.team:
        return False
    return _acts(member, salience) and not is_other_body(member, mention.head, salience.cast)


def _acts(member: Member, salience: Salience) -> bool:
    """Whether a member was met as more than a modifier or the like ("told the Courier")."""
    return any(points >= OBJECT for _, points in salience.points.get(member.number, ()))


def is_other_body(member: Member, head: str, cast: Cast) -> bool:
    """Whether a body's own name, or what is told of it, says that it is something else than the noun."""
    known = nouns(cast.language)
    told = {role.head for _, role in member.roles if role.head in known.body | known.firm}
    kinds = told | cast.facts.heads.intersection(member.tokens)
    if not kinds or head in kinds:
        return False
    if head in known.firm:
        return bool(cast.facts.public.intersection(member.tokens)) and not told & known.firm
    return not kinds & (
        known.body_same.get(head, frozenset()) | {k for k in kinds if head in known.body_same.get(k, ())}
    )


STRONG = 9  # the same noun with another word of the phrase, or the same age
NEAR_ENOUGH = (
    8  # a holder of the role whose points have faded below an eighth of the nearest name is no longer in focus
)


def _has_other_role(member: Member, mention: Mention, salience: Salience) -> bool:
    """Whether the article tells what a member is, and it is not what the mention says."""
    return any(at == salience.number and role.head and role.head != mention.head for at, role in member.roles)


def _by_exclusion(named: list[Member], mention: Mention, salience: Salience, body: bool) -> RoleAnswer:
    """The only member of the article that fits; the one that stands far out among those that act in it."""
    known = nouns(salience.cast.language)
    if body:
        if mention.head not in known.generic:
            return NOBODY
        named = [m for m in named if _may_be_firm(m, salience.cast) and salience.points.get(m.number)]
    elif mention.head not in known.public and not _describes(mention) and "our" not in mention.words:
        return NOBODY
    else:
        named = [m for m in named if m.kind == "person"]
    if len(named) == 1 and (not body or _acts(named[0], salience)):
        return RoleAnswer((named[0].number,), 72, "the only one named that fits")
    counts = sorted(((sum(p for _, p in salience.points.get(m.number, [])), m.number) for m in named), reverse=True)
    if body and len(counts) > 1 and counts[0][0] >= 4 * max(1, counts[1][0]):
        return RoleAnswer((counts[0][1],), 66, "by far the most named that fits")
    return RoleAnswer(
        tuple(sorted(m.number for m in named))[:8], 0, "more than one fits" if named else "none named fits"
    )


FAMILY = re.compile(r"-of-\w+$")


def _describes(mention: Mention) -> bool:
    """Whether a private role describes somebody already met: "the mother of four", "the 42-year-old"."""
    return "of" in mention.words or FAMILY.search(mention.head) is not None or AGE.match(mention.head) is not None


def _may_be_firm(member: Member, cast: Cast) -> bool:
    """Whether a body may be called a company, a brand or the like."""
    if any(token in cast.facts.platforms for token in member.tokens):
        return False
    return member.kind != "place" and not cast.facts.public & set(member.tokens)
