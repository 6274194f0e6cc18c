"""Properties of the pathway, asked of the columns: what comes later, and what is said twice, changes nothing."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from tests.generative.agreement.comparison import Pair, moments_of
from tests.generative.agreement.test_agreement import named_apart
from tests.generative.derived_facts import generated
from tests.generative.test_properties import COUNTED_TWICE

from cephalad.columns.collect import collect
from cephalad.columns.expressions import verdict
from cephalad.columns.pathway import Pathway
from cephalad.columns.standing import standing
from cephalad.guideline import default_guideline
from cephalad.logic import Span
from cephalad.record import Case, Event, Point

GUIDELINE = default_guideline()


def answers(pairs: list[Pair]) -> pl.DataFrame:
    """What the columns say of these cases, each as of its point, every verdict included."""
    stands = standing(collect({case.id: case for case, _ in pairs}.values()))
    return Pathway(GUIDELINE).answers(stands, moments_of(stands, pairs), criteria=True)


def middle_days() -> list[Pair]:
    """Generated cases, each as of the last possible day of an event in the middle."""
    cases = {case.id: case for case, _ in named_apart(generated()) if case.events}
    days = [(case, case.events[len(case.events) // 2].moment.span.latest) for case in cases.values()]
    return [(case, Point(Span(day, day))) for case, day in days]


def test_what_comes_later_changes_nothing() -> None:
    """An event that surely comes after the moment, and corrects nothing, may be there or not."""
    pairs = middle_days()
    earlier = [(_until(case, point.span.latest), point) for case, point in pairs]
    n_left_out = sum(len(case.events) - len(short.events) for (case, _), (short, _) in zip(pairs, earlier, strict=True))
    assert n_left_out > 300
    assert answers(pairs).equals(answers(earlier))


def _until(case: Case, day: int) -> Case:
    """The case without its later events; what corrects, and what an age is stated at, stays."""
    stated = case.birth.at_event if case.birth else ""
    corrected = {event.supersedes for event in case.events}

    def stays(event: Event) -> bool:
        tied = event.supersedes or event.id in corrected or event.id == stated
        return bool(tied) or event.moment.span.earliest <= day

    return replace(case, events=tuple(event for event in case.events if stays(event)))


def test_a_report_filed_twice_changes_no_verdict() -> None:
    """Each case with one of its events said again right after itself has the verdicts that it had."""
    pairs = [(case, point) for case, point in named_apart(generated()) if not point.after]
    twice = [(_with_copy(case, number), point) for number, (case, point) in enumerate(pairs)]
    assert sum(len(case.events) for case, _ in twice) > sum(len(case.events) for case, _ in pairs)
    criteria = [verdict(name) for name in GUIDELINE.criteria if name not in COUNTED_TWICE]
    before, after = answers(pairs).select(criteria), answers(twice).select(criteria)
    assert [name for name in criteria if not before[name].equals(after[name])] == []


def _with_copy(case: Case, number: int) -> Case:
    """The case with one event that corrects nothing repeated under another id, one place further on."""
    corrected = {event.supersedes for event in case.events}
    free = [event for event in case.events if not event.supersedes and event.id not in corrected]
    if not free:
        return case
    chosen = free[number % len(free)]
    events: list[Event] = []
    for event in case.events:
        later = event.sequence > chosen.sequence
        events.append(replace(event, sequence=event.sequence + later))
        if event is chosen:
            events.append(replace(event, id="the-same-again", sequence=event.sequence + 1))
    return replace(case, events=tuple(events))
