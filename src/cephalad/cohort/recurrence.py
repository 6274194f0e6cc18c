"""How often and when new tumour follows an operation: counts, curves and their denominators, stratum by stratum.

A change after a complete resection is a recurrence, after an incomplete one a progression. The two are never added:
only women whose resection was complete can have a recurrence, so they alone are at risk of one. Within a stratum the
women are therefore taken in groups, each at risk of one kind of change and with curves of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.cohort.interval_censored import IntervalCurve, turnbull
from cephalad.cohort.recurrence_outcomes import APART, NAMES, OUTCOMES, STARTS, STRATA
from cephalad.cohort.survival import (
    IncidenceCurve,
    SurvivalCurve,
    TooFew,
    cumulative_incidence,
    kaplan_meier,
)
from cephalad.cohort.survival_input import Floats
from cephalad.errors import InvalidArgument

__all__ = ["CHANGES", "HORIZONS", "Group", "Recurrence", "Stratum", "months", "recurrence"]

CHANGES = tuple(dict.fromkeys(NAMES.values()))
"""What a change may be called."""

HORIZONS = (12, 24, 36, 60, 120)
"""Months at which every estimate is told."""

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The women of a stratum who are at risk of one kind of change.

    Attributes
    ----------
    name : what a change is called in this group
    n : women in the group, those who stand apart included
    n_changes : those with a change, with or without a time
    n_deaths : those who died without a change
    n_observed, n_observed_changes : those with a time, and with a change at a time: they make up the curves
    apart : how many stand apart, by each reason of `APART`
    free : share without the change; who died without it is censored on that day
    incidence : share with the change, where death forestalls it
    between : share without the change, which happened between the last clear study and the day on which it was found
    """

    name: str
    n: int
    n_changes: int
    n_deaths: int
    n_observed: int
    n_observed_changes: int
    apart: Mapping[str, int]
    free: SurvivalCurve | TooFew
    incidence: IncidenceCurve | TooFew
    between: IntervalCurve | TooFew


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """All women of one word of the column that was asked for."""

    word: str
    groups: tuple[Group, ...]

    @property
    def n(self) -> int:
        """Women of the stratum, those who stand apart included."""
        return sum(group.n for group in self.groups)

    def n_changes(self, name: str) -> int:
        """Women with a change that is called so."""
        return sum(group.n_changes for group in self.groups if group.name == name)

    @property
    def n_deaths(self) -> int:
        """Women who died without a change."""
        return sum(group.n_deaths for group in self.groups)

    def n_apart(self, reason: str) -> int:
        """Women who stand apart for this reason."""
        return sum(group.apart[reason] for group in self.groups)


@dataclass(frozen=True, slots=True, eq=False)
class Recurrence:
    """What `recurrence` finds.

    Attributes
    ----------
    by : the column that divides the women
    start : from which operation time counts
    n : women operated on for the disease
    strata : those that have a woman, in the order of `STRATA`
    """

    by: str
    start: str
    n: int
    strata: tuple[Stratum, ...]

    def groups(self, name: str) -> Iterator[tuple[Stratum, Group]]:
        """The groups in which a change is called so, each with its stratum."""
        return ((stratum, group) for stratum in self.strata for group in stratum.groups if group.name == name)


def recurrence(outcomes: pl.DataFrame, by: str, *, start: str = STARTS[0]) -> Recurrence:
    """Counts, curves and intervals of every stratum; `TooFew` in place of a curve below five observed women.

    Parameters
    ----------
    outcomes : one row a woman, in the columns of `OUTCOMES`
    by : a column of `STRATA`
    start : the operation from which the outcomes were taken, to be told with the result

    Raises
    ------
    InvalidArgument : for a column or a start that does not exist, and for outcomes that contradict themselves
    """
    if by not in STRATA:
        raise InvalidArgument(f"by: must be one of {', '.join(STRATA)}, got {by[:60]!r}")
    if start not in STARTS:
        raise InvalidArgument(f"start: must be one of {', '.join(STARTS)}, got {start[:60]!r}")
    _check(outcomes)
    at_risk_of = outcomes.with_columns(at_risk_of=pl.col("completeness").replace_strict(dict(NAMES)))
    strata = []
    for word in STRATA[by]:
        inside = at_risk_of.filter(pl.col(by) == word)
        groups = ((name, inside.filter(pl.col("at_risk_of") == name)) for name in CHANGES)
        if inside.height:
            strata.append(Stratum(word, tuple(_group(name, rows) for name, rows in groups if rows.height)))
    return Recurrence(by, start, outcomes.height, tuple(strata))


def months(days: NDArray[np.int64]) -> Floats:
    """Days as months of a twelfth of 365.25 days; a day on which a month is full counts as that full month.

    So twelve months are full on the day 365, as on any anniversary, and who was seen then is at risk at 12 months.

    Examples
    --------
    >>> months(np.array([0, 15, 182, 365, 366])).round(2).tolist()
    [0.0, 0.49, 6.0, 12.0, 12.02]
    """
    full = np.floor((days + 1) / DAYS_A_MONTH)
    found: Floats = np.where(np.floor(full * DAYS_A_MONTH) == days, full, days / DAYS_A_MONTH)
    return found


def _group(name: str, rows: pl.DataFrame) -> Group:
    changed = pl.col("name").is_not_null()
    apart = {reason: rows.filter(pl.col("apart") == reason).height for reason in APART}
    observed = rows.filter(pl.col("apart").is_null())
    died = pl.col("died") & ~changed
    event, forestalled = (observed.select(each).to_series().to_numpy() for each in (changed, died))
    time = months(_days(observed, "change_latest", "last_seen_latest", since="start_latest"))
    clear = months(_days(observed, "last_clear_earliest", since="start_latest"))
    # The widest interval that the record allows: from the last possible day of the operation to the first.
    found = np.where(event, months(_days(observed, "change_latest", since="start_earliest")), np.inf)
    return Group(
        name=name,
        n=rows.height,
        n_changes=rows.filter(changed).height,
        n_deaths=rows.filter(died).height,
        n_observed=observed.height,
        n_observed_changes=int(event.sum()),
        apart=apart,
        free=kaplan_meier(time, event),
        incidence=cumulative_incidence(time, event, forestalled),
        between=turnbull(clear, found),
    )


def _days(rows: pl.DataFrame, *columns: str, since: str) -> NDArray[np.int64]:
    """Days from one column to the first of the others that is not null; none, and never fewer, where all are null."""
    days = rows.select(pl.coalesce(columns) - pl.col(since)).to_series()
    return days.fill_null(0).clip(lower_bound=0).to_numpy().astype(np.int64)


# --- what may come in -------------------------------------------------------------------------------------------------


def _check(outcomes: pl.DataFrame) -> None:
    """Refuse outcomes that could not have come from a record."""
    if dict(outcomes.schema) != dict(OUTCOMES):
        raise InvalidArgument(f"outcomes: must have the columns {', '.join(OUTCOMES)}, each of its type")
    observed = pl.col("apart").is_null()
    changed = pl.col("change_latest").is_not_null()
    ends = pl.coalesce("change_latest", "last_seen_latest")
    _refuse(outcomes, _unknown_words(), "holds a word that is none of its column")
    _refuse(
        outcomes,
        pl.col("name").is_not_null() & (pl.col("name") != pl.col("completeness").replace_strict(dict(NAMES))),
        "is called otherwise than the completeness of the resection says",
    )
    _refuse(outcomes, observed & pl.any_horizontal(pl.col("start_earliest", "start_latest").is_null()), "has no start")
    _refuse(
        outcomes, observed & (changed != pl.col("name").is_not_null()), "has a change without a name, or none of one"
    )
    _refuse(outcomes, observed & ends.is_null(), "has neither a change nor a last day of observation")
    _refuse(
        outcomes,
        observed & (ends <= pl.col("start_latest")) & ~(pl.col("died") & ~changed),
        "ends on the day of the operation or before it",
    )
    _refuse(
        outcomes, observed & changed & (pl.col("last_clear_earliest") >= pl.col("change_latest")), "was clear too late"
    )


def _unknown_words() -> pl.Expr:
    known: Mapping[str, Sequence[str]] = {**STRATA, "apart": APART, "name": CHANGES}
    return pl.any_horizontal(
        (~pl.col(name).is_in(list(words))).fill_null(value=name in STRATA) for name, words in known.items()
    )


def _refuse(outcomes: pl.DataFrame, wrong: pl.Expr, says: str) -> None:
    rows = outcomes.select(wrong.fill_null(value=False).arg_true()).to_series()
    if rows.len():
        raise InvalidArgument(f"outcomes: row {rows[0] + 1} {says}; correct it, or leave the patient out")
