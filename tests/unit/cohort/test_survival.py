"""Curves over time are those of R's `survival`, of fractions counted by hand, and of what was simulated."""

from __future__ import annotations

from fractions import Fraction
from math import exp, inf, isnan, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cephalad.cohort.interval_censored import TOLERANCE, IntervalCurve, turnbull
from cephalad.cohort.survival import (
    FEWEST,
    IncidenceCurve,
    SurvivalCurve,
    TooFew,
    cumulative_incidence,
    kaplan_meier,
)
from cephalad.errors import InvalidArgument

# Freireich EJ and others, Blood 1963;21:699-716: weeks of remission, here any unit of time; 0 for a censored patient.
ON_6MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ON_6MP_EVENTS = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
ON_PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

Rows = list[tuple[int, int]]
groups = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 1)), min_size=FEWEST, max_size=30)
competing_groups = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=FEWEST, max_size=30)


def curve_of(times: list[int], events: list[int]) -> SurvivalCurve:
    """The Kaplan-Meier curve of a group that is large enough."""
    curve = kaplan_meier(times, events)
    assert isinstance(curve, SurvivalCurve)
    return curve


def incidence_of(times: list[int], causes: list[int]) -> IncidenceCurve:
    """The cumulative incidence of cause 1 beside cause 2 in a group that is large enough."""
    curve = cumulative_incidence(times, [cause == 1 for cause in causes], [cause == 2 for cause in causes])
    assert isinstance(curve, IncidenceCurve)
    return curve


def intervals_of(lefts: list[float], rights: list[float], *, tolerance: float = TOLERANCE) -> IntervalCurve:
    """The estimate of Turnbull for a group that is large enough."""
    curve = turnbull(lefts, rights, tolerance=tolerance)
    assert isinstance(curve, IntervalCurve)
    return curve


SIX_MP = curve_of(ON_6MP, ON_6MP_EVENTS)
PLACEBO = curve_of(ON_PLACEBO, [1] * 21)


def counted(rows: Rows, time: int) -> tuple[Fraction, Fraction]:
    """Kaplan-Meier and Greenwood's sum at a time, patient by patient in fractions."""
    share, greenwood = Fraction(1), Fraction(0)
    for moment in range(time + 1):
        at_risk = sum(each >= moment for each, _ in rows)
        died = sum(each == moment and event == 1 for each, event in rows)
        if died:
            share *= Fraction(at_risk - died, at_risk)
            if died < at_risk:
                greenwood += Fraction(died, at_risk * (at_risk - died))
    return share, greenwood


# --- Kaplan and Meier -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "share", "error", "low", "high"),
    [
        (6, 0.857, 0.0764, 0.620, 0.952),
        (7, 0.807, 0.0869, 0.563, 0.923),
        (10, 0.753, 0.0963, 0.503, 0.889),
        (13, 0.690, 0.1068, 0.432, 0.849),
        (16, 0.627, 0.1141, 0.368, 0.805),
        (22, 0.538, 0.1282, 0.268, 0.747),
        (23, 0.448, 0.1346, 0.188, 0.680),
    ],
)
def test_the_curve_of_6mp_is_that_of_r(time: int, share: float, error: float, low: float, high: float) -> None:
    """On 6-mercaptopurine curve, error and interval are those of R's `survfit(conf.type = "log-log")`."""
    found = SIX_MP.at(time)
    assert (found.value, found.low, found.high) == pytest.approx((share, low, high), abs=5e-4)
    place = int(np.flatnonzero(SIX_MP.times == time)[0])
    assert SIX_MP.standard_error[place] == pytest.approx(error, abs=5e-5)


@pytest.mark.parametrize(
    ("time", "share"),
    [(1, 0.905), (2, 0.810), (3, 0.762), (4, 0.667), (5, 0.571), (8, 0.381), (11, 0.286), (12, 0.190), (15, 0.143),
     (17, 0.095), (22, 0.048), (23, 0.0)],
)  # fmt: skip
def test_the_curve_of_placebo_is_that_of_r(time: int, share: float) -> None:
    """On placebo the curve is that of R's `survfit`; there nobody is censored, so it is the share left of 21."""
    assert PLACEBO.at(time).value == pytest.approx(share, abs=5e-4)
    assert PLACEBO.at(time).value == pytest.approx(sum(each > time for each in ON_PLACEBO) / 21, abs=1e-12)


def test_the_number_at_risk_is_that_of_r() -> None:
    """At risk are those observed for the time or longer: 21, 21, 12, 9, 5, 4 of the patients on 6-mercaptopurine."""
    assert SIX_MP.at_risk([0, 6, 12, 18, 24, 30]) == (21, 21, 12, 9, 5, 4)
    assert PLACEBO.at_risk([0, 1, 8, 8.5, 23, 24]) == (21, 21, 12, 8, 1, 0)
    assert SIX_MP.at_risk([35, 35.001]) == (1, 0)


def test_the_median_is_that_of_r() -> None:
    """Half relapse by 23 on 6-mercaptopurine, at least by 13, and by 8 on placebo, between 4 and 11."""
    assert (SIX_MP.median.value, SIX_MP.median.low) == (23, 13)
    assert isnan(SIX_MP.median.high)
    assert (PLACEBO.median.value, PLACEBO.median.low, PLACEBO.median.high) == (8, 4, 11)


def test_a_median_on_a_level_stretch_is_its_middle() -> None:
    """When exactly half are left from 2 to 4, the median is 3, as in R; when the curve stays there, it is 2."""
    assert curve_of([1, 1, 2, 4, 5, 6], [1, 1, 1, 1, 1, 1]).median.value == 3
    assert curve_of([1, 1, 2, 4, 5, 6], [1, 1, 1, 0, 0, 0]).median.value == 2


def test_time_under_observation_is_summed() -> None:
    """All patients on 6-mercaptopurine together were observed for 359, those on placebo for 182."""
    assert (SIX_MP.person_time, PLACEBO.person_time) == (359, 182)
    assert (SIX_MP.n, SIX_MP.n_events, int(SIX_MP.n_censored.sum())) == (21, 9, 12)


@settings(max_examples=60, deadline=None)
@given(groups)
def test_the_curve_is_that_of_fractions(rows: Rows) -> None:
    """Curve, error and number at risk are what counting patient by patient in fractions gives, at every time."""
    curve = curve_of(*(list(column) for column in zip(*rows, strict=True)))
    for place, time in enumerate(curve.times.astype(int).tolist()):
        share, greenwood = counted(rows, time)
        assert curve.survival[place] == pytest.approx(float(share), abs=1e-12)
        if share:
            assert curve.standard_error[place] == pytest.approx(float(share) * sqrt(greenwood), abs=1e-12)
        assert curve.at_risk([time]) == (sum(each >= time for each, _ in rows),)
    assert curve.n_risk[0] == len(rows)


def test_the_interval_is_unknown_at_one_and_at_zero() -> None:
    """Greenwood's error says nothing where nobody or everybody has had the event: the limits are no numbers there."""
    assert isnan(SIX_MP.at(0).low)
    assert isnan(SIX_MP.at(5.99).high)
    assert SIX_MP.at(5.99).value == 1
    assert PLACEBO.at(23).value == 0
    assert isnan(PLACEBO.at(23).low)


def test_nothing_is_known_beyond_the_longest_observation() -> None:
    """After the last censoring the curve has no value; one that has come to zero stays there."""
    assert isnan(SIX_MP.at(35.01).value)
    assert not isnan(SIX_MP.at(35).value)
    assert PLACEBO.at(99).value == 0


def test_who_is_censored_at_a_time_is_at_risk_for_its_events() -> None:
    """Of five at risk at 2 one has the event and four are censored: four fifths are left, not none."""
    assert curve_of([2] * 5, [1, 0, 0, 0, 0]).survival.tolist() == [0.8]


def test_a_group_without_events_stays_at_one() -> None:
    """All censored: the curve is one, its error nothing, its median not reached."""
    curve = curve_of([3, 4, 5, 6, 7], [0] * 5)
    assert curve.survival.tolist() == [1.0] * 5
    assert curve.standard_error.tolist() == [0.0] * 5
    assert isnan(curve.median.value)


@pytest.mark.parametrize("time", [0, 4])
def test_all_events_at_one_time(time: int) -> None:
    """When all have the event at once, at zero too, the curve falls from one to zero there."""
    curve = curve_of([time] * 5, [1] * 5)
    assert (curve.times.tolist(), curve.survival.tolist(), curve.median.value) == ([time], [0.0], time)
    assert curve.at_risk([0, time, time + 1]) == (5, 5, 0)


@pytest.mark.parametrize("n", range(FEWEST + 2))
def test_a_group_below_five_is_refused(n: int) -> None:
    """Four patients, or none, give a refusal that tells how many; five give a curve. So for every estimate."""
    found = (
        kaplan_meier([1.0] * n, [True] * n),
        cumulative_incidence([1.0] * n, [True] * n, [False] * n),
        turnbull([1.0] * n, [2.0] * n),
    )
    for each in found:
        assert (each == TooFew(n)) == (n < 5)


@pytest.mark.parametrize("wrong", [-0.5, nan, inf, -inf, None])
def test_a_wrong_time_is_named_with_its_row(wrong: float | None) -> None:
    """A time before zero, without end or missing is a fault that names its row, even in a group too small."""
    with pytest.raises(InvalidArgument, match="times: row 3 must be a finite number of months, 0 or more"):
        kaplan_meier([1, 2, wrong], [1, 0, 1])  # type: ignore[arg-type]
    with pytest.raises(InvalidArgument, match="times: row 1 "):
        cumulative_incidence([wrong], [1], [0])  # type: ignore[arg-type]
    with pytest.raises(InvalidArgument, match="lefts: row 2 "):
        turnbull([0, wrong], [1, 2])  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [2, -1, nan, 0.5, None])
def test_a_wrong_flag_is_named_with_its_row(wrong: float | None) -> None:
    """A flag that is neither yes nor no is a fault that names its row: unknown is not censored."""
    with pytest.raises(InvalidArgument, match="events: row 2 must be true or false"):
        kaplan_meier([1, 2, 3], [1, wrong, 0])  # type: ignore[arg-type]


def test_columns_must_match() -> None:
    """Columns of unequal lengths, words and tables are refused with their name."""
    with pytest.raises(InvalidArgument, match=r"events: must be as many as times \(2\), got 1"):
        kaplan_meier([1, 2], [1])
    with pytest.raises(InvalidArgument, match="rights: must be as many as lefts"):
        turnbull([1, 2], [1])
    with pytest.raises(InvalidArgument, match="times: must be numbers"):
        kaplan_meier(["soon"], [1])
    with pytest.raises(InvalidArgument, match="times: must be one row of numbers"):
        kaplan_meier([[1, 2]], [1])
    with pytest.raises(InvalidArgument, match="competing: row 2 must be false where the event is true"):
        cumulative_incidence([1, 2], [0, 1], [0, 1])
    with pytest.raises(InvalidArgument, match="time: must be a finite number"):
        SIX_MP.at_risk([-1])


def test_a_result_cannot_be_written_to() -> None:
    """The arrays of a curve are read-only, and the caller's own stay as they were."""
    times = np.array([1.0, 2, 3, 4, 5])
    curve = kaplan_meier(times, [1] * 5)
    assert isinstance(curve, SurvivalCurve)
    with pytest.raises(ValueError, match="read-only"):
        curve.survival[0] = 1
    times[0] = 9
    assert curve.times[0] == 1


# --- a competing event ------------------------------------------------------------------------------------------------


def test_death_forestalls_recurrence() -> None:
    """Who has died can no longer recur: counted by hand, three fifths recur and one fifth dies before.

    At 1 one of five recurs: 1/5. At 2 one of four recurs and one dies: 1/5 + 4/5 x 1/4 = 2/5, deaths 1/5. At 3 one of
    two recurs, with 2/5 left before it: 3/5. The last is censored.
    """
    curve = incidence_of([1, 2, 2, 3, 4], [1, 1, 2, 1, 0])
    assert curve.incidence.tolist() == pytest.approx([0.2, 0.4, 0.6, 0.6])
    assert curve.competing.tolist() == pytest.approx([0.0, 0.2, 0.2, 0.2])
    assert (curve.n, curve.n_events, curve.n_competing, curve.person_time) == (5, 3, 1, 12)


@settings(max_examples=60, deadline=None)
@given(groups)
def test_without_competing_events_it_is_one_minus_kaplan_meier(rows: Rows) -> None:
    """Without deaths the incidence, its error and its interval are those of Kaplan and Meier, turned over."""
    times, events = (list(column) for column in zip(*rows, strict=True))
    curve, other = curve_of(times, events), incidence_of(times, events)
    assert other.incidence == pytest.approx(1 - curve.survival, abs=1e-12)
    below = curve.survival > 0
    assert other.standard_error[below] == pytest.approx(curve.standard_error[below], abs=1e-9)
    assert other.low == pytest.approx(1 - curve.high, abs=1e-6, nan_ok=True)
    assert other.high == pytest.approx(1 - curve.low, abs=1e-6, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(competing_groups)
def test_the_incidence_is_that_of_fractions(rows: Rows) -> None:
    """Both incidences and the error are what the written-out sums give in fractions, at every time."""
    curve = incidence_of(*(list(column) for column in zip(*rows, strict=True)))
    moments = sorted({time for time, _ in rows})
    free, incidences, terms = Fraction(1), [Fraction(0), Fraction(0)], list[tuple[Fraction, int, int, int, Fraction]]()
    for place, moment in enumerate(moments):
        risk = sum(time >= moment for time, _ in rows)
        one, two = (rows.count((moment, cause)) for cause in (1, 2))
        incidences = [old + free * Fraction(new, risk) for old, new in zip(incidences, (one, two), strict=True)]
        terms.append((free, risk, one, one + two, incidences[0]))
        free *= Fraction(risk - one - two, risk)
        assert curve.incidence[place] == pytest.approx(float(incidences[0]), abs=1e-12)
        assert curve.competing[place] == pytest.approx(float(incidences[1]), abs=1e-12)
        assert free + sum(incidences) == 1
        variance = Fraction(0)
        for before, n, event, either, then in terms:
            more = incidences[0] - then
            variance += before**2 * Fraction((n - event) * event, n**3) - 2 * more * before * Fraction(event, n**2)
            variance += more**2 * Fraction(either, n * (n - either)) if either < n else 0
        assert curve.standard_error[place] == pytest.approx(sqrt(variance), abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 2)), min_size=FEWEST, max_size=30))
def test_without_censoring_it_is_a_proportion(rows: Rows) -> None:
    """When all are followed to an end, the incidence is the share so far, with the error of a proportion."""
    curve = incidence_of(*(list(column) for column in zip(*rows, strict=True)))
    for place, moment in enumerate(curve.times.tolist()):
        share = sum(time <= moment and cause == 1 for time, cause in rows) / len(rows)
        assert curve.incidence[place] == pytest.approx(share, abs=1e-12)
        assert curve.standard_error[place] == pytest.approx(sqrt(share * (1 - share) / len(rows)), abs=1e-7)


@pytest.mark.parametrize("n", range(5, 60))
def test_rounding_makes_no_interval(n: int) -> None:
    """When all have had the event, the incidence is one, its error nothing and its limits no numbers."""
    curve = incidence_of(list(range(n)), [1] * n)
    assert curve.incidence[-1] == pytest.approx(1, abs=1e-12)
    assert isnan(curve.low[-1])
    assert isnan(curve.high[-1])
    assert curve.standard_error[-1] < 1e-6


# --- between two examinations -----------------------------------------------------------------------------------------


def written_out(curve: IntervalCurve, lefts: list[float], rights: list[float]) -> list[float]:
    """The derivative of the mean log-likelihood by each mass, patient by patient."""
    innermost = list(zip(curve.lefts.tolist(), curve.rights.tolist(), strict=True))
    slopes = [0.0] * len(innermost)
    for left, right in zip(lefts, rights, strict=True):
        # The event lies in (left, right], or is at it when both are one.
        held = [left <= a and b <= right and (a < b or left < a or left == right) for a, b in innermost]
        chance = sum(mass for mass, is_held in zip(curve.mass.tolist(), held, strict=True) if is_held)
        slopes = [slope + is_held / chance / len(lefts) for slope, is_held in zip(slopes, held, strict=True)]
    return slopes


def test_exact_and_censored_times_give_kaplan_meier() -> None:
    """With exact times and times without an end, 6-mercaptopurine gives its Kaplan-Meier curve at every time."""
    rights = [time if event else inf for time, event in zip(ON_6MP, ON_6MP_EVENTS, strict=True)]
    curve = intervals_of([float(time) for time in ON_6MP], rights)
    assert curve.converged
    for time in range(35):
        assert curve.at(time) == pytest.approx([SIX_MP.at(time).value] * 2, abs=1e-5)
    assert (curve.lefts[-1], curve.rights[-1]) == (35, inf)
    assert curve.median == (23, 23)


@settings(max_examples=60, deadline=None)
@given(groups)
def test_exact_or_censored_is_kaplan_meier_for_any_group(rows: Rows) -> None:
    """For any group of exact and right-censored times both estimates agree at every time of an event."""
    times, events = (list(column) for column in zip(*rows, strict=True))
    curve = curve_of(times, events)
    found = intervals_of(
        [float(time) for time in times], [time if event else inf for time, event in rows], tolerance=1e-12
    )
    for place in np.flatnonzero(curve.n_event):
        assert found.at(float(curve.times[place])) == pytest.approx([curve.survival[place]] * 2, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from([0, 1, 2, 5, inf])), min_size=FEWEST, max_size=30))
def test_the_estimate_is_self_consistent(rows: list[tuple[int, float]]) -> None:
    """No mass could grow with gain: each derivative is at most one, and one where there is mass; masses sum to one."""
    lefts, rights = [float(left) for left, _ in rows], [left + width for left, width in rows]
    curve = intervals_of(lefts, rights)
    assert curve.converged
    assert curve.mass.sum() == pytest.approx(1)
    assert (curve.mass >= 0).all()
    slopes = written_out(curve, lefts, rights)
    assert max(slopes) <= 1 + TOLERANCE + 1e-9
    assert sum(mass * slope for mass, slope in zip(curve.mass.tolist(), slopes, strict=True)) == pytest.approx(1)
    for mass, slope in zip(curve.mass.tolist(), slopes, strict=True):
        assert mass * abs(slope - 1) < 1e-3


def test_no_step_leaves_a_patient_without_a_chance() -> None:
    """Three hundred groups of all sorts come to the tolerance in a few steps, none by a likelihood of nothing."""
    rng = np.random.default_rng(5)
    for _ in range(300):
        lefts = rng.integers(0, 13, n := int(rng.integers(5, 40))).astype(float)
        curve = turnbull(lefts, lefts + rng.choice([0, 1, 2, 5, 9, inf], n))
        assert isinstance(curve, IntervalCurve)
        assert curve.converged
        assert curve.steps < 100


def test_the_innermost_intervals() -> None:
    """Mass lies only from a last left end to the first right end after it."""
    curve = intervals_of([0, 4, 2, 6, 8], [5, 7, 3, inf, 9])
    assert list(zip(curve.lefts.tolist(), curve.rights.tolist(), strict=True)) == [(2, 3), (4, 5), (6, 7), (8, 9)]


def test_ends_that_touch() -> None:
    """An event at 3 lies in (2, 3] and not in (3, 4]; an exact 3 lies in (2, 3] too, and is the innermost then."""
    apart = intervals_of([2, 2, 3, 3, 3], [3, 3, 4, 4, 4])
    assert list(zip(apart.lefts.tolist(), apart.rights.tolist(), strict=True)) == [(2, 3), (3, 4)]
    assert apart.mass.tolist() == pytest.approx([0.4, 0.6])
    point = intervals_of([2, 3, 3, 3, 3], [3, 3, 4, 4, 4])
    assert list(zip(point.lefts.tolist(), point.rights.tolist(), strict=True)) == [(3, 3), (3, 4)]
    assert point.mass.tolist() == pytest.approx([0.4, 0.6])


def test_inside_an_innermost_interval_the_share_is_a_range() -> None:
    """Between last clear and first positive image the share is known by its limits only, at both ends exactly."""
    curve = intervals_of([0, 0, 6, 6, 12], [6, 6, 12, 12, inf])
    assert curve.at(0) == pytest.approx((1, 1))
    assert curve.at(3) == pytest.approx((0.6, 1))
    assert curve.at(6) == pytest.approx((0.6, 0.6))
    assert curve.at(9) == pytest.approx((0.2, 0.6))
    assert curve.at(99) == pytest.approx((0, 0.2))
    assert curve.median == (6, 12)
    assert (curve.n, curve.n_events) == (5, 4)


def test_a_right_end_before_its_left_is_named() -> None:
    """A first positive image before the last clear one is a fault with its row; equal days are an exact time."""
    with pytest.raises(InvalidArgument, match=r"rights: row 2 must not lie before its left \(5\), got 4"):
        turnbull([1, 5], [2, 4])
    with pytest.raises(InvalidArgument, match="lefts: row 1 must be a finite"):
        turnbull([inf], [inf])
    with pytest.raises(InvalidArgument, match="tolerance"):
        turnbull([1], [2], tolerance=0)


def test_the_simulated_truth_is_found() -> None:
    """Four thousand exponential times seen at visits only: at 12, 36 and 60 the true share is found within 0.03."""
    rng = np.random.default_rng(20260301)
    times = rng.exponential(48, 4000)
    visits = np.cumsum(rng.integers(2, 10, (4000, 14)), axis=1)
    visits = np.hstack([np.zeros((4000, 1)), visits, np.full((4000, 1), inf)])
    seen = (visits[:, 1:] < times[:, None]).sum(axis=1)
    rows = np.arange(4000)
    curve = turnbull(visits[rows, seen], visits[rows, seen + 1])
    assert isinstance(curve, IntervalCurve)
    assert curve.converged
    assert curve.steps < 300
    for time in (12, 36, 60):
        low, high = curve.at(time)
        assert low - 0.03 < exp(-time / 48) < high + 0.03
        assert high - low < 0.06
