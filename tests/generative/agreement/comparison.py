"""Answers of both engines for the same patients and moments, and wherever they differ."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from tests.unit.cohort.answers_by_reference import answer_row

from cephalad.columns.collect import collect
from cephalad.columns.pathway import Pathway
from cephalad.columns.restore import restore
from cephalad.columns.standing import Standing, standing
from cephalad.guideline import Guideline
from cephalad.logic import Calendar, Span
from cephalad.record import Case, Point

__all__ = ["NOT_COMPARED", "Difference", "Pair", "differences", "random_pairs", "simulated_pairs"]

NOT_COMPARED = {
    "missing": "the reference looks for the smallest sets of facts that decide, the columns for single ones",
}
"""The columns in which the engines may differ, each with the reason; what differs anywhere else is a fault."""

Pair = tuple[Case, Point]
_DAY_ZERO = date(1970, 1, 1).toordinal()
_AFTERWARDS = 1_500
"""Days after the last event up to which a moment is drawn: far enough for windows to open, close and be missed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that the engines give differently."""

    patient: str
    as_of: str
    column: str
    columns_say: object
    reference_says: object


def differences(pairs: Iterable[Pair], guideline: Guideline) -> Iterator[Difference]:
    """Wherever the engines differ on these cases, each as of its point; every verdict is compared too.

    Parameters
    ----------
    pairs : cases that `collect` can write, each with a point of its own calendar; a case may stand in several pairs
    """
    listed = list(pairs)
    cases = {case.id: case for case, _ in listed}
    assert len(cases) == len({id(case) for case, _ in listed}), "each case has an id of its own"
    stands = standing(collect(cases.values()))
    answers = Pathway(guideline).answers(stands, moments_of(stands, listed), criteria=True)
    assert answers.height == len(listed)
    for ours, (case, point) in zip(answers.iter_rows(named=True), listed, strict=True):
        theirs = answer_row(case, point, guideline, criteria=True)
        assert set(ours) == set(theirs)
        for column, said in ours.items():
            if column not in NOT_COMPARED and said != theirs[column]:
                yield Difference(case.id, theirs["as_of"], column, said, theirs[column])


def moments_of(stands: Standing, pairs: list[Pair]) -> pl.DataFrame:
    """The pairs' points as the column engine takes them."""
    persons = dict(stands.patients.select("patient", "person").iter_rows())
    places = {(person, event): place for person, event, place in stands.events["person", "event", "place"].iter_rows()}
    rows = []
    for case, point in pairs:
        person = persons[case.id]
        zero = _DAY_ZERO if case.calendar is Calendar.DATES else 0
        before = places[person, point.after] + 1 if point.after else None
        days = (point.span.earliest - zero, point.span.latest - zero)
        rows.append((person, before, *days, point.describe(case.calendar)))
    schema = {"person": pl.UInt32, "before": pl.Int64, "earliest": pl.Int64, "latest": pl.Int64, "as_of": pl.String}
    return pl.DataFrame(rows, schema, orient="row")


def simulated_pairs(rows: pl.DataFrame, seed: int) -> Iterator[Pair]:
    """The patients of a table, each as of a day drawn from her first event to some years after her last."""
    return random_pairs(restore(rows), seed)


def random_pairs(cases: Iterable[Case], seed: int) -> Iterator[Pair]:
    """The cases, each as of a day drawn from its first event to some years after its last."""
    chance = random.Random(seed)  # noqa: S311  a seed, no secret
    for case in cases:
        days = [event.moment.span.latest for event in case.events] or [_DAY_ZERO]
        day = chance.randint(min(days) - 1, max(days) + chance.choice((0, _AFTERWARDS)))
        yield case, Point(Span(day, day))
