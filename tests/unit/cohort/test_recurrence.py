"""Recurrence and progression by stratum: counts, denominators, curves and refusals, of outcomes written by hand."""

from __future__ import annotations

from math import exp, inf, isnan, log, sqrt
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.unit.cohort.women import day, frame, woman

from cephalad.cohort.interval_censored import IntervalCurve
from cephalad.cohort.recurrence import HORIZONS, Group, Recurrence, Stratum, months, recurrence
from cephalad.cohort.recurrence_outcomes import APART, NAMES, OUTCOMES, STARTS, STRATA
from cephalad.cohort.survival import IncidenceCurve, SurvivalCurve, TooFew
from cephalad.errors import InvalidArgument

# Freireich EJ and others, Blood 1963;21:699-716: months of remission here; 0 for a censored patient.
ON_6MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ON_6MP_EVENTS = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
SIX_MP = frame(*(woman(at, changed=bool(event)) for at, event in zip(ON_6MP, ON_6MP_EVENTS, strict=True)))

EIGHT = frame(
    woman(6, changed=True, clear=3),
    woman(12, changed=True, clear=6),
    woman(12, changed=True),
    woman(9, died=True),
    woman(12, clear=12),
    woman(18, clear=18),
    woman(24, changed=True, clear=12),
    woman(30, clear=30),
)
"""Eight women after complete resection, followed by hand in the tests below."""


def only(outcomes: pl.DataFrame) -> Group:
    """The one group of women who are alike in completeness."""
    (stratum,) = recurrence(outcomes, "completeness").strata
    (group,) = stratum.groups
    return group


def curves(group: Group) -> tuple[SurvivalCurve, IncidenceCurve, IntervalCurve]:
    """The three estimates of a group that is large enough."""
    assert isinstance(group.free, SurvivalCurve)
    assert isinstance(group.incidence, IncidenceCurve)
    assert isinstance(group.between, IntervalCurve)
    return group.free, group.incidence, group.between


def stratum_of(found: Recurrence, word: str) -> Stratum:
    """The stratum of a word."""
    return next(stratum for stratum in found.strata if stratum.word == word)


# --- time -------------------------------------------------------------------------------------------------------------


def test_a_month_is_full_on_its_day() -> None:
    """The day on which a month is full counts as that month, the day before as less and the day after as more."""
    for month in (1, 6, 12, 24, 36, 60, 120):
        before, on, after = months(np.array([day(month) - 1, day(month), day(month) + 1])).tolist()
        assert before < on == month < after


def test_anniversaries_are_full_years() -> None:
    """The fewest days between two dates 1, 2, 3, 5 and 10 years apart are the months asked about."""
    assert months(np.array([365, 730, 1095, 1826, 3652])).tolist() == list(HORIZONS)


def test_months_keep_the_order_of_days() -> None:
    """A later day is a later time, and no day is moved by more than one day."""
    days = np.arange(10_000)
    found = months(days)
    assert (np.diff(found) > 0).all()
    assert np.abs(found * 365.25 / 12 - days).max() < 1


# --- the number at risk -----------------------------------------------------------------------------------------------


def test_the_number_at_risk_is_that_of_r() -> None:
    """On 6-mercaptopurine 21, 21, 12, 9, 5 and 4 are at risk at 0, 6, 12, 18, 24 and 30 (R, survival 3.5)."""
    free, _, _ = curves(only(SIX_MP))
    assert free.at_risk([0, 6, 12, 18, 24, 30]) == (21, 21, 12, 9, 5, 4)
    assert (free.median.value, free.median.low) == (23, 13)
    assert isnan(free.median.high)
    assert free.at(12).value == pytest.approx(0.753, abs=5e-4)


# --- eight women by hand ----------------------------------------------------------------------------------------------


def test_the_share_without_recurrence_by_hand() -> None:
    """7/8 after the first of 8, 7/12 after two of 6, 7/24 after one of 2; at 36 months nobody is observed."""
    group = only(EIGHT)
    free, _, _ = curves(group)
    assert [free.at(month).value for month in (6, 12, 24)] == pytest.approx([7 / 8, 7 / 12, 7 / 24])
    assert isnan(free.at(36).value)
    assert free.at_risk(HORIZONS) == (6, 2, 0, 0, 0)
    assert free.median.value == 24
    assert free.person_time == pytest.approx(6 + 12 + 12 + 9 + 12 + 18 + 24 + 30)
    assert (group.n, group.n_observed, group.n_changes, group.n_deaths) == (8, 8, 4, 1)


def test_the_interval_is_log_log_by_hand() -> None:
    """Greenwood's sum at 12 months is 1/56 + 2/24, and the interval is taken on the scale of log(-log)."""
    free, _, _ = curves(only(EIGHT))
    share = 7 / 12
    width = 1.959964 * sqrt(1 / 56 + 2 / 24) / abs(log(share))
    found = free.at(12)
    assert (found.low, found.high) == pytest.approx((share ** exp(width), share ** exp(-width)), abs=1e-6)


def test_death_forestalls_recurrence_by_hand() -> None:
    """By 12 months 3/8 have recurred and 1/8 have died first; by 24 months 5/8 and 1/8."""
    _, incidence, _ = curves(only(EIGHT))
    assert incidence.at(3).value == 0
    assert incidence.at(12).value == pytest.approx(3 / 8)
    assert incidence.at(24).value == pytest.approx(5 / 8)
    assert [incidence.competing_at(month) for month in (3, 8, 9, 24)] == pytest.approx([0, 0, 1 / 8, 1 / 8])
    assert isnan(incidence.at(36).value)
    assert isnan(incidence.competing_at(36))


@pytest.mark.parametrize("time", [-1, inf])
def test_a_time_that_is_none_is_refused(time: float) -> None:
    """A share is asked for at a finite time from 0 on."""
    _, incidence, _ = curves(only(EIGHT))
    for asked in (incidence.at, incidence.competing_at):
        with pytest.raises(InvalidArgument, match="must be a finite number of months"):
            asked(time)


def test_recurrence_between_images_by_hand() -> None:
    """Innermost are (3, 6], (6, 12], (18, 24] and beyond 30; their likeliest shares are 3/14, 3/14, 2/7 and 2/7."""
    _, _, between = curves(only(EIGHT))
    assert list(zip(between.lefts.tolist(), between.rights.tolist(), strict=True)) == [
        (3, 6),
        (6, 12),
        (18, 24),
        (30, inf),
    ]
    assert between.mass.tolist() == pytest.approx([3 / 14, 3 / 14, 2 / 7, 2 / 7], abs=1e-4)
    assert between.at(12) == pytest.approx((4 / 7, 4 / 7), abs=1e-4)
    assert between.at(20) == pytest.approx((2 / 7, 4 / 7), abs=1e-4)


def test_when_nobody_is_left_the_shares_stay() -> None:
    """Where the last five women all had the event or died, the shares hold for good."""
    _, incidence, _ = curves(only(frame(*(woman(at, changed=True) for at in (2, 3, 4, 5)), woman(6, died=True))))
    assert incidence.at(120).value == pytest.approx(4 / 5)
    assert incidence.competing_at(120) == pytest.approx(1 / 5)


# --- what is never added up -------------------------------------------------------------------------------------------


def test_recurrence_and_progression_have_curves_of_their_own() -> None:
    """In one stratum of extent each group holds only the women who are at risk of its kind of change."""
    found = recurrence(
        frame(
            *(woman(at, changed=at % 2 == 0) for at in range(1, 7)),
            *(woman(at, changed=at % 3 == 0, completeness="incomplete") for at in range(1, 8)),
            *(woman(at, changed=True, completeness=word) for at in (5, 6) for word in ("unknown", "conflicting")),
        ),
        "extent",
    )
    (stratum,) = found.strata
    told = {group.name: (group.n, group.n_changes, group.free.n) for group in stratum.groups}
    assert told == {"recurrence": (6, 3, 6), "progression": (7, 2, 7), "cannot-tell": (4, 4, 4)}
    assert [stratum.n_changes(name) for name in ("recurrence", "progression", "cannot-tell")] == [3, 2, 4]
    assert stratum.n == 17
    assert [each.name for _, each in found.groups("progression")] == ["progression"]


@pytest.mark.parametrize(("by", "words"), list(STRATA.items()))
def test_every_word_is_a_stratum(by: str, words: tuple[str, ...]) -> None:
    """Women of every word stand in strata of that word, in the order of the words; a word without a woman has none."""
    women = [woman(9) | {by: word} for word in reversed(words)]
    assert [stratum.word for stratum in recurrence(frame(*women), by).strata] == list(words)
    assert [stratum.word for stratum in recurrence(frame(*women[:1]), by).strata] == list(words[-1:])


# --- who is counted ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "is_shown"), [(4, False), (5, True)])
def test_below_five_observed_women_there_is_no_curve(n: int, is_shown: bool) -> None:
    """Four women give counts and no estimate, five give all three; women who stand apart do not fill a group up."""
    apart = [woman(apart=reason) for reason in APART]
    group = only(frame(*(woman(at + 1, changed=at == 0) for at in range(n)), *apart))
    assert (group.n, group.n_observed, group.n_changes) == (n + 3, n, 1)
    estimates = (group.free, group.incidence, group.between)
    assert [not isinstance(each, TooFew) for each in estimates] == [is_shown] * 3
    assert all(each.n == n for each in estimates)


def test_who_stands_apart_is_counted_and_not_observed() -> None:
    """Each reason has its number; a change without a time counts among the changes but not in the curve."""
    group = only(
        frame(
            *(woman(at) for at in range(1, 6)),
            woman(apart="never-seen-again"),
            woman(apart="never-seen-again"),
            woman(apart="days-not-told", changed=True),
            woman(apart="days-not-told", died=True),
            woman(apart="after-a-change"),
        )
    )
    assert group.apart == {"after-a-change": 1, "never-seen-again": 2, "days-not-told": 2}
    assert (group.n, group.n_observed, group.n_changes, group.n_observed_changes, group.n_deaths) == (10, 5, 1, 0, 1)
    free, _, _ = curves(group)
    assert free.n_events == 0


def test_a_death_after_a_change_is_no_competing_event() -> None:
    """Whoever recurred and died later recurred; only who died without a change is forestalled."""
    _, incidence, _ = curves(only(frame(*(woman(at, changed=True, died=True) for at in range(1, 6)))))
    assert (incidence.n_events, incidence.n_competing) == (5, 0)


def test_a_death_on_the_day_of_the_operation_counts() -> None:
    """She was at risk at time 0 and is then gone: 4 of 5 are at risk afterwards."""
    free, incidence, _ = curves(only(frame(woman(0, died=True), *(woman(at) for at in (3, 4, 5, 6)))))
    assert free.at_risk([0, 1]) == (5, 4)
    assert incidence.competing_at(1) == pytest.approx(1 / 5)


def test_the_widest_interval_is_taken() -> None:
    """With the operation in one month, the clear study and the change in others, both ends lie as far as they can."""
    vague = woman(
        12,
        changed=True,
        start_latest=day(1),
        last_clear_earliest=day(7),
        last_clear_latest=day(8),
        change_earliest=day(11),
        change_latest=day(12),
    )
    _, _, between = curves(only(frame(*[vague] * 5)))
    assert between.lefts.tolist() == pytest.approx([6], abs=0.05)
    assert between.rights.tolist() == [12]


def test_a_change_counts_on_its_last_possible_day() -> None:
    """From the last possible day of the operation, at one month, to that of the change, at twelve."""
    free, _, _ = curves(only(frame(*[woman(12, changed=True, start_latest=day(1), change_earliest=day(11))] * 5)))
    assert free.times.tolist() == pytest.approx([11], abs=0.05)


def test_nobody_operated_on_gives_no_stratum() -> None:
    """An empty table of outcomes is answered, with nothing in it."""
    found = recurrence(frame(), "operation")
    assert (found.n, found.strata) == (0, ())


def test_the_start_is_told_with_the_result() -> None:
    """The result names the operation from which the outcomes were taken."""
    assert [recurrence(EIGHT, "extent", start=start).start for start in STARTS] == list(STARTS)
    assert recurrence(EIGHT, "extent").start == "last-operation"


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"completeness": "partial"}, "a word"),
        ({"extent": None}, "a word"),
        ({"apart": "lost"}, "a word"),
        ({"name": "progression"}, "otherwise than the completeness"),
        ({"start_latest": None}, "no start"),
        ({"name": None}, "without a name"),
        ({"change_earliest": None, "change_latest": None, "name": None}, "neither a change nor"),
        ({"change_latest": 0}, "on the day of the operation"),
        ({"last_clear_earliest": day(9)}, "clear too late"),
    ],
)
def test_outcomes_that_contradict_themselves_are_refused(wrong: dict[str, Any], says: str) -> None:
    """The row is named, so that a curve never rests on what cannot be."""
    assert recurrence(frame(woman(9, changed=True)), "extent").n == 1
    with pytest.raises(InvalidArgument, match=f"row 2 .*{says}"):
        recurrence(frame(woman(9), woman(9, changed=True) | wrong), "extent")


def test_other_columns_are_refused() -> None:
    """A frame without the columns, or with other types, is no outcomes."""
    for given in (EIGHT.drop("died"), EIGHT.with_columns(pl.col("start_latest").cast(pl.Int64))):
        with pytest.raises(InvalidArgument, match="must have the columns"):
            recurrence(given, "extent")


@pytest.mark.parametrize("by", ["", "age", "patient"])
def test_an_unknown_column_is_refused(by: str) -> None:
    """Only the three columns divide patients."""
    with pytest.raises(InvalidArgument, match="by: must be one of completeness, extent, operation"):
        recurrence(EIGHT, by)


def test_an_unknown_start_is_refused() -> None:
    """Time runs from the last or the first operation."""
    with pytest.raises(InvalidArgument, match="start: must be one of last-operation, first-operation"):
        recurrence(EIGHT, "extent", start="diagnosis")


def test_every_completeness_names_a_change() -> None:
    """The words of completeness are those that name a change, and the outcomes have a column for each division."""
    assert set(NAMES) == set(STRATA["completeness"])
    assert set(STRATA) < set(OUTCOMES)
