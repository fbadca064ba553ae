"""Plans and their acts: the dated sentences of a story with their events in, the act of each plan out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from tellings.model import Event
from tellings.stages.events.days import days_of
from tellings.stages.events.settings import EventsSettings

PLANS = frozenset({"announced", "planned", "cancelled"})


def link_acts(
    rows: Sequence[Event], similar: Mapping[tuple[int, int], int], anchors: Mapping[str, str], settings: EventsSettings
) -> list[Event]:
    """The rows, those of plans with the event that tells the act, where one and only one does.

    An announcement leads to the date that its own sentence plans for. A plan leads to what a telling of the same day or
    a later one tells as done, on its date or later, in words that it shares more of than with any other such event.

    Args:
        rows: dated sentences with their events.
        similar: pairs of them that share enough rare words, with the share in per cent.
        anchors: the day of each telling, by article_id.
        settings: of the stage.
    """
    options: dict[int, list[tuple[int, int]]] = {}
    for (i, j), share in similar.items():
        for plan, act in ((i, j), (j, i)):
            if share >= settings.act and _is_act_of(rows[act], rows[plan], anchors, settings):
                options.setdefault(plan, []).append((share, act))
    planned = {(r.article_id, r.start): r.event_id for r in rows if r.phase == "planned"}
    linked = []
    for number, row in enumerate(rows):
        own = planned.get((row.article_id, row.start), "") if row.phase == "announced" else ""
        best = max((share for share, _ in options.get(number, ())), default=0)
        acts = {rows[act].event_id for share, act in options.get(number, ()) if share == best}
        act_id = own or (acts.pop() if len(acts) == 1 else "")
        linked.append(replace(row, act_id=act_id) if act_id != row.event_id else row)
    return linked


def _is_act_of(act: Event, plan: Event, anchors: Mapping[str, str], settings: EventsSettings) -> bool:
    """Whether a sentence may tell the act of another one's plan, by phases and dates."""
    if plan.phase not in PLANS or act.phase != "done" or act.event_id == plan.event_id:
        return False
    if anchors.get(act.article_id, "") < anchors.get(plan.article_id, "") or act.background != plan.background:
        return False
    (first, last), (done, _) = days_of(plan.date), days_of(act.date)
    return first <= done and (done - last) <= timedelta(days=settings.late)
