"""The column engine's declared facts and epochs of patients as of days, for tests of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from cephalad.columns.fold import fold_declared
from cephalad.columns.sheets import Sheets
from cephalad.columns.standing import Standing
from cephalad.columns.timelines import NONE, moments_on, seen_at
from cephalad.facts import DECLARED, Spec

_DAY_ZERO = date(1970, 1, 1).toordinal()


def sheets_on(standing: Standing, day: date) -> Sheets:
    """The facts of all patients as of a day."""
    return Sheets(seen_at(standing, moments_on(standing, day.toordinal() - _DAY_ZERO)), {})


def facts_on(standing: Standing, days: Iterable[date], specs: Mapping[str, Spec] = DECLARED) -> pl.DataFrame:
    """The declared facts of all patients as of each of these days: `patient`, `as_of`, and a column for each fact."""
    found = []
    for day in sorted(set(days)):
        sheets = sheets_on(standing, day)
        facts = fold_declared(sheets.timelines, sheets.epochs, specs=specs)
        found.append(pl.concat([standing.patients.select("patient", as_of=day), facts], how="horizontal"))
    return pl.concat(found, how="diagonal")


def bounds_on(standing: Standing, day: date) -> list[tuple[str, list[str]]]:
    """For each patient the events that bound her epochs: exclusion, first and last operation, those there are."""
    sheets = sheets_on(standing, day)
    names = sheets.timelines.standing.events["event"]
    places = zip(sheets.exclusion, sheets.first_operation, sheets.operation, strict=True)
    return [
        (patient, [names[int(place)] for place in each if place != NONE])
        for patient, each in zip(standing.patients["patient"], places, strict=True)
    ]
