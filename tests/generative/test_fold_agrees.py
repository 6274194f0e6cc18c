"""The fold of many patients gives every declared fact, epoch and order that the one-patient engine gives.

The examples are drawn without shrinking and folded in one batch: the patients of a batch are neighbours, so a fact that
leaks from one to the next is seen too. Nothing is forgiven: the list of exceptions is empty.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.generative.timelines import LONGEST, Words, as_case, case_files
from tests.unit.columns.on_days import bounds_on, facts_on

from cephalad.columns.collect import collect
from cephalad.columns.frame import sides
from cephalad.columns.standing import Standing, standing
from cephalad.facts import DECLARED, Conflicting, FactSheet, FactType, FactValue, Known
from cephalad.logic import Calendar, Span
from cephalad.record import Case, Point, example_names, read_example, view

N_TIMELINES = 400
_DAY_ZERO = date(1970, 1, 1).toordinal()
_FIRST_DAY = date(2019, 1, 15).toordinal()


# --- the cases --------------------------------------------------------------------------------------------------------


def drawn(number: int, **shape: bool | str | int) -> list[Case]:
    """That many generated cases, the same ones on every machine."""
    cases: list[Case] = []

    @settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case_files(**shape))  # type: ignore[arg-type]
    def draw(file: Words) -> None:
        cases.append(replace(as_case(file), id=f"generated-{len(cases):05}"))

    draw()
    return cases


@pytest.fixture(scope="module")
def shipped() -> list[Case]:
    """The published cases."""
    return [read_example(name) for name in example_names()]


@pytest.fixture(scope="module")
def generated() -> list[Case]:
    """Generated cases in which every event has a day on which it was recorded."""
    chance = random.Random(20260301)  # noqa: S311  a seed, no secret
    cases = drawn(N_TIMELINES, most=16)

    def recorded(case: Case) -> Case:
        days = [_FIRST_DAY + chance.randrange(0, LONGEST) for _ in case.events]
        events = (replace(event, recorded_at=Span(day, day)) for event, day in zip(case.events, days, strict=True))
        return replace(case, events=tuple(events))

    return [recorded(case) for case in cases]


def table_of(cases: Iterable[Case]) -> pl.DataFrame:
    """The cohort table of the cases, `sequence` being the rank of the record's own sequence and id."""
    listed = list(cases)
    ranks = [
        (case.id, event.id, rank)
        for case in listed
        for rank, event in enumerate(sorted(case.events, key=lambda event: (event.sequence, event.id)))
    ]
    schema = {"patient": pl.String, "event": pl.String, "rank": pl.Int32}
    rank = pl.DataFrame(ranks, schema=schema, orient="row")
    whole = collect(listed).join(rank, on=["patient", "event"], how="left", maintain_order="left")
    return whole.with_columns(sequence=pl.coalesce("rank", "sequence")).drop("rank")


def as_day(day: date, case: Case) -> Point:
    """The point of a case that the column engine's date means."""
    number = day.toordinal() - (0 if case.calendar is Calendar.DATES else _DAY_ZERO)
    return Point(Span(number, number))


def days_of(cases: Iterable[Case]) -> Iterator[date]:
    """The first and the last possible day of every event, and the day before."""
    for case in cases:
        zero = 0 if case.calendar is Calendar.DATES else _DAY_ZERO
        for event in case.events:
            for day in {event.moment.span.earliest, event.moment.span.latest, event.moment.span.latest - 1}:
                yield date.fromordinal(day + zero)


def chosen_days(cases: list[Case], number: int) -> list[date]:
    """So many days at which events happen, spread over all; the day after all of them; and one before."""
    days = sorted(set(days_of(cases)))
    step = max(1, len(days) // number)
    return sorted({*days[::step], date(2200, 12, 31), date(1700, 1, 1)})


# --- both engines -----------------------------------------------------------------------------------------------------


def encoded(fact: str, value: FactValue) -> object:
    """A fact of the reference engine as the columns write it; a conflict as the tuple of its sides."""

    def side(known: Known) -> object:
        return known.value == "yes" if DECLARED[fact].type is FactType.TRUTH else known.value

    if isinstance(value, Conflicting):
        return tuple(side(known) for known in value.sides)
    return side(value) if isinstance(value, Known) else None


def sheet_of(case: Case, day: date, recorded_by: date | None = None) -> FactSheet:
    """The reference engine's facts."""
    by = None if recorded_by is None else recorded_by.toordinal()
    return FactSheet(view(case, as_day(day, case), recorded_by=by), {})


def differences(
    cases: list[Case],
    days: list[date],
    recorded_by: date | None = None,
    *,
    only: Mapping[str, Collection[date]] | None = None,
) -> list[object]:
    """Each fact of each case and day (of `only` these days of a case) on which the engines disagree."""
    by_id = {case.id: case for case in cases}
    folded = facts_on(standing(table_of(cases), recorded_by=recorded_by), days)
    assert folded.height == len(cases) * len(set(days))
    found: list[object] = []
    for row in folded.iter_rows(named=True):
        if only is not None and row["as_of"] not in only[row["patient"]]:
            continue
        sheet = sheet_of(by_id[row["patient"]], row["as_of"], recorded_by)
        for fact in DECLARED:
            listed = row.get(sides(fact))
            mine = row[fact] if listed is None else tuple(listed)
            expected = encoded(fact, sheet[fact])
            if mine != expected or (listed is not None and row[fact] is not None):
                found.append((row["patient"], row["as_of"], fact, mine, expected))
    return found


def test_published_cases_have_the_same_facts_at_every_event(shipped: list[Case]) -> None:
    """As of the day of each event of its own, and a day before, every published case has the reference's facts."""
    days = sorted({*days_of(shipped), date(2200, 1, 1)})
    own = {case.id: {*days_of([case]), date(2200, 1, 1)} for case in shipped}
    assert differences(shipped, days, only=own) == []


def test_generated_timelines_have_the_same_facts(generated: list[Case]) -> None:
    """Generated timelines have the reference's facts at days spread over them."""
    assert differences(generated, chosen_days(generated, 12)) == []


def test_facts_known_by_a_day_are_the_same(generated: list[Case]) -> None:
    """With only what was recorded by a day, corrections of what was not recorded included, the facts are the same."""
    for share in (0.2, 0.6):
        by = date.fromordinal(_FIRST_DAY + int(share * LONGEST))
        assert differences(generated, [date(2024, 6, 30), date(2200, 1, 1)], recorded_by=by) == []


def test_crowded_timelines_have_the_same_facts() -> None:
    """So have timelines in which many events fall into the same few months, where order is hardest."""
    cases = [_crowded(case) for case in drawn(150, most=16, calendar="dates")]
    assert differences(cases, [date(2020, 2, 10), date(2020, 3, 31), date(2020, 12, 31), date(2200, 1, 1)]) == []


def _crowded(case: Case) -> Case:
    """The same events, on days, months and the year of 2020 drawn close together."""
    chance = random.Random(case.id)  # noqa: S311
    year = Span(date(2020, 1, 1).toordinal(), date(2020, 12, 31).toordinal())
    months = [Span(date(2020, m, 1).toordinal(), date(2020, m + 1, 1).toordinal() - 1) for m in range(1, 5)]

    def span() -> Span:
        day = year.earliest + chance.randrange(0, 120)
        return chance.choice([year, *months, *[Span(day, day)] * 4])

    return replace(
        case, events=tuple(replace(event, moment=replace(event.moment, span=span())) for event in case.events)
    )


# --- order and epochs -------------------------------------------------------------------------------------------------


def ids(frame: pl.DataFrame, stands: Standing) -> dict[str, list[str]]:
    """For each patient the events of the frame, in its order."""
    named = frame.join(stands.patients, on="person", maintain_order="left")
    listed = named.group_by("patient", maintain_order=True).agg("event")
    return dict(listed.iter_rows())


@pytest.mark.parametrize("recorded_by", [None, date(2022, 1, 1), date(2029, 6, 30)])
def test_the_same_events_stand_in_the_same_order(generated: list[Case], recorded_by: date | None) -> None:
    """What counts, what may already have happened, and in which order, is what the record's view says."""
    cases = [*generated, *(_crowded(case) for case in generated if case.calendar is Calendar.DATES)]
    cases = [replace(case, id=f"{number:05}") for number, case in enumerate(cases)]
    by = None if recorded_by is None else recorded_by.toordinal()
    stands = standing(table_of(cases), recorded_by=recorded_by)
    for day in [date(2020, 2, 10), *chosen_days(cases, 6)]:
        counted, straddling = ids(stands.counted(day), stands), ids(stands.straddling(day), stands)
        for case in cases:
            expected = view(case, as_day(day, case), recorded_by=by)
            assert counted.get(case.id, []) == [event.id for event in expected.events]
            # Those that may have happened are told apart, not put in order among themselves.
            assert set(straddling.get(case.id, [])) == {event.id for event in expected.straddling}


def test_the_same_operations_and_exclusions_are_found(generated: list[Case]) -> None:
    """Each timeline's last exclusion and its first and last operation for the disease are the reference's."""
    stands = standing(table_of(generated))
    by_id = {case.id: case for case in generated}
    n_found = 0
    for day in chosen_days(generated, 12):
        for patient, mine in bounds_on(stands, day):
            sheet = sheet_of(by_id[patient], day)
            places = (*sheet.exclusions[-1:], *sheet.operations[:1], *sheet.operations[-1:])
            assert mine == [sheet.events[at].id for at in places]
            n_found += len(places)
    assert n_found > 500
