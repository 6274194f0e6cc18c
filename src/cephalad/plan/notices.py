"""Remarks that change no verdict: the guideline's notices, and what the record itself asks to be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cephalad.assess import Evaluation, reasons, rung_of
from cephalad.guideline import Guideline
from cephalad.guideline.model import NoticeRule
from cephalad.logic import Calendar, Truth, format_span
from cephalad.plan.model import Surveillance
from cephalad.record import View, with_straddling

__all__ = ["Notice", "notices"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark that changes no verdict; its sentence is ``notice.<code>`` in the catalogue."""

    code: str
    params: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]
    events: tuple[str, ...]


def notices(
    evaluation: Evaluation,
    followed: Surveillance,
    just_before: Callable[[int], Evaluation],
    evaluate: Callable[[Guideline, View], Evaluation],
) -> Iterator[Notice]:
    """Every remark for this assessment.

    Parameters
    ----------
    just_before : the verdicts of the same record just before the event at a place
    evaluate : the verdicts over another view of the same record
    """
    sheet = evaluation.sheet
    yield from _about_the_record(evaluation, evaluate)
    for rule in evaluation.guideline.notices:
        if _is_printed(evaluation, rule):
            yield _notice(evaluation, rule)
    yield from _to_be_read_again(evaluation)
    if sheet.changes:
        yield _change(evaluation, just_before)
    late = any(item.status == "overdue" or "overdue" in item.also for item in followed.examinations)
    contacts = sheet.kind_positions("contact")
    if late and contacts:
        last = sheet.events[contacts[-1]]
        when = last.moment.text if sheet.calendar is Calendar.DATES else format_span(last.moment.span, sheet.calendar)
        yield Notice("no-contact-since", (("date", when),), ("S98",), (last.id,))
    elif late:
        yield Notice("no-contact-on-record", (), ("S98",), ())


def _notice(evaluation: Evaluation, rule: NoticeRule) -> Notice:
    """The notice with the events of its own facts, or of the criteria below it where it reads none itself."""
    why = reasons(evaluation, rule.criterion)
    for items in (why[:1], why):
        events = tuple(dict.fromkeys(event for item in items for fact in item.facts for event in fact.events))
        if events:
            break
    return Notice(rule.code, (), why[0].statements, events)


def _is_printed(evaluation: Evaluation, rule: NoticeRule) -> bool:
    if rule.only_if and evaluation[rule.only_if] is not Truth.TRUE:
        return False
    verdict = evaluation[rule.criterion]
    return verdict is Truth.TRUE or (rule.or_unknown and verdict is Truth.UNKNOWN)


def _to_be_read_again(evaluation: Evaluation) -> Iterator[Notice]:
    """Veins beyond the tumour that a study covered without speaking of them."""
    extent = evaluation.sheet.extent
    ahead = [name for name in extent.ahead if extent.states[name].status == "not-reported"]
    if ahead:
        events = tuple(dict.fromkeys(event for name in ahead for event in extent.states[name].events))
        yield Notice("read-again", (("segments", ", ".join(ahead)),), ("S32",), events)


def _about_the_record(evaluation: Evaluation, evaluate: Callable[[Guideline, View], Evaluation]) -> Iterator[Notice]:
    sheet = evaluation.sheet
    if sheet.case.sex in ("male", "other"):
        yield Notice("sex-not-female", (("sex", sheet.case.sex),), ("S1",), ())
    if not sheet.case.sex:
        yield Notice("sex-not-recorded", (), ("S1",), ())
    if sheet.view.straddling:
        later = evaluate(evaluation.guideline, with_straddling(sheet.view))
        changed = ", ".join(_changed_ladders(evaluation, later)) or "none"
        events = tuple(event.id for event in sheet.view.straddling)
        yield Notice("may-have-happened", (("changes", changed),), (), events)
    vague = tuple(event.id for event in sheet.events if not event.moment.has_duration)
    if vague:
        yield Notice("order-only", (), (), vague)
    stage, group = (evaluation.guideline.ladders[name] for name in ("ma", "pumch-2024"))
    if rung_of(evaluation, stage)[0] == "I" and rung_of(evaluation, group)[0] == "large-vein":
        yield Notice("stages-disagree", (), (), ())


def _changed_ladders(now: Evaluation, later: Evaluation) -> Iterator[str]:
    for name, ladder in now.guideline.ladders.items():
        before, after = rung_of(now, ladder)[0], rung_of(later, ladder)[0]
        if before != after:
            yield f"{name}: {before} → {after}"


def _change(evaluation: Evaluation, just_before: Callable[[int], Evaluation]) -> Notice:
    """What new or growing tumour is called: by the completeness of the resection before it."""
    sheet = evaluation.sheet
    at = sheet.changes[-1]
    earlier = just_before(at)
    verdict = earlier["ivl.surveillance.completeness-decides-name"]
    name = {Truth.TRUE: "recurrence", Truth.FALSE: "progression", Truth.UNKNOWN: "recurrence or progression"}[verdict]
    if earlier.sheet.operation is None:
        name = "recurrence or progression" if sheet.events[at].kind == "recurrence" else "growth"
    return Notice("change-named", (("name", name),), ("S97", "S128"), sheet.ids([at]))
