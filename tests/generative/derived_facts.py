"""Cases and points, and the facts that both engines give for them: the bench on which derived facts are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from tests.generative.timelines import Words, as_case, case_files, last_day

from cephalad.columns.collect import collect
from cephalad.columns.sheets import Sheets
from cephalad.columns.standing import standing
from cephalad.columns.timelines import seen_at
from cephalad.facts import Conflicting, FactSheet, FactType, FactValue, Known, fact_type, fact_values
from cephalad.guideline import default_guideline, shipped_guideline
from cephalad.guideline.specification import specification
from cephalad.logic import Calendar, Span
from cephalad.record import Case, Point, example_names, parse_point, read_example, standing_events, view

Pair = tuple[Case, Point]
_DAY_ZERO = date(1970, 1, 1).toordinal()


@cache
def published() -> tuple[Pair, ...]:
    """Every published case just after each of its events."""
    cases = [read_example(name) for name in example_names()]
    return tuple((case, parse_point(f"after:{event.id}", case)) for case in cases for event in standing_events(case))


@cache
def generated(number: int = 300) -> tuple[Pair, ...]:
    """Generated timelines: after all their events, and just after some in the middle and one day of them."""
    found: list[Pair] = []
    unseen = list(HealthCheck)

    @settings(max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=unseen)
    @given(file=case_files(most=14))
    def draw(file: Words) -> None:
        case = as_case(file)
        events = standing_events(case)
        points = [f"after:{event.id}" for event in events[1::3]]
        if events:
            day = events[len(events) // 2].moment.span.latest
            found.append((case, Point(Span(day, day))))
        found.extend((case, parse_point(point, case)) for point in (last_day(file), *points))

    draw()
    return tuple(found)


@cache
def specified(name: str = "zhao-tian-2026") -> tuple[Pair, ...]:
    """The records of a guideline's specification tables, at the points that they name."""
    tables = specification(shipped_guideline(name))
    return tuple((row.case, _point(row.case, row.as_of)) for rows in tables.values() for row in rows)


def _point(case: Case, as_of: str) -> Point:
    if as_of:
        return parse_point(as_of, case)
    events = standing_events(case)
    return parse_point(f"after:{events[-1].id}", case) if events else Point(Span(740000, 740000))


def sheets_of(pairs: Iterable[Pair], numbers: Mapping[str, float]) -> Sheets:
    """The column engine's facts of cases as of points, one timeline for each pair, in order."""
    listed = list(pairs)
    cases: dict[int, Case] = {}
    for case, _ in listed:
        cases.setdefault(id(case), replace(case, id=f"{len(cases):06}"))
    stands = standing(collect(cases.values()))
    persons = dict(stands.patients.select("patient", "person").iter_rows())
    places = {(person, event): place for person, event, place in stands.events["person", "event", "place"].iter_rows()}
    rows = []
    for case, point in listed:
        person = persons[cases[id(case)].id]
        zero = _DAY_ZERO if case.calendar is Calendar.DATES else 0
        before = places[person, point.after] + 1 if point.after else None
        rows.append((person, before, point.span.earliest - zero, point.span.latest - zero))
    schema = {"person": pl.UInt32, "before": pl.Int64, "earliest": pl.Int64, "latest": pl.Int64}
    return Sheets(seen_at(stands, pl.DataFrame(rows, schema, orient="row")), numbers)


def disagreements(pairs: Iterable[Pair], facts: Iterable[str]) -> list[tuple[str, str, str, object, object]]:
    """Case, point, fact, what the columns say and what the reference says, wherever they differ."""
    listed = list(pairs)
    numbers = default_guideline().numbers
    sheets = sheets_of(listed, numbers)
    ours = {fact: said_in_columns(sheets, fact) for fact in facts}
    found = []
    for place, (case, point) in enumerate(listed):
        reference = FactSheet(view(case, point), numbers)
        for fact, said in ours.items():
            expected = said_by_reference(fact, reference[fact])
            if not _equal(said[place], expected):
                found.append((case.id, point.describe(case.calendar), fact, said[place], expected))
    return found


def said_in_columns(sheets: Sheets, fact: str) -> list[object]:
    """For each timeline the sides of the fact as a set of words, or its two numbers."""
    if fact_type(fact) is FactType.NUMBER:
        number = sheets.number(fact)
        ends = zip(number.low.tolist(), number.high.tolist(), strict=True)
        return [None if np.isnan(low) else (low, high) for low, high in ends]
    values = fact_values(fact)
    return [{value for place, value in enumerate(values) if mask >> place & 1} for mask in sheets.sides(fact).tolist()]


def said_by_reference(fact: str, value: FactValue) -> object:
    """The same of the reference's value."""
    if isinstance(value, Known) and isinstance(value.value, tuple):
        return tuple(map(float, value.value))
    if fact_type(fact) is FactType.NUMBER:
        return None
    if isinstance(value, Conflicting):
        return {str(side.value) for side in value.sides}
    return {str(value.value)} if isinstance(value, Known) else set()


def _equal(ours: object, theirs: object) -> bool:
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return bool(np.allclose(ours, theirs, rtol=1e-12, atol=1e-9))
    return ours == theirs
