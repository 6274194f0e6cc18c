"""Exact intervals and the t quantile against published figures and sums of the distributions themselves."""

from __future__ import annotations

from math import comb, exp, factorial

import pytest

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooling_exact import exact_interval, exact_rate_interval, t_quantile


@pytest.mark.parametrize(
    ("events", "patients", "low", "high"),
    [
        (18, 58, 19.5, 44.5),
        (29, 114, 17.7, 34.4),
        (4, 7, 18.4, 90.1),
        (26, 71, 25.5, 48.9),
        (8, 16, 24.7, 75.3),
        (4, 9, 13.7, 78.8),
        (2, 7, 3.7, 71.0),
    ],
)
def test_intervals_of_the_notes(events: int, patients: int, low: float, high: float) -> None:
    """The Clopper-Pearson intervals of `evidence/recurrence.md`, 1 and 3, such as 31.0 % (19.5 to 44.5) of 18 of 58."""
    found = exact_interval(events, patients)
    assert [round(100 * each, 1) for each in found] == [low, high]


@pytest.mark.parametrize(("events", "patients"), [(1, 1), (1, 13), (18, 58), (29, 114), (30, 216), (990, 1000)])
def test_each_tail_holds_two_and_a_half_percent(events: int, patients: int) -> None:
    """At the lower limit at least so many events have a chance of 2.5 %, at the upper at most so many."""
    low, high = exact_interval(events, patients)

    def chance(n: int, share: float) -> float:
        return comb(patients, n) * share**n * (1 - share) ** (patients - n)

    assert sum(chance(n, low) for n in range(events, patients + 1)) == pytest.approx(0.025, rel=1e-9)
    if events < patients:
        assert sum(chance(n, high) for n in range(events + 1)) == pytest.approx(0.025, rel=1e-9)


def test_none_and_all() -> None:
    """Without an event the interval begins at 0, with nothing else it ends at 1; each has its closed form."""
    assert list(exact_interval(0, 16)) == pytest.approx([0.0, 1 - 0.025 ** (1 / 16)])
    assert list(exact_interval(3, 3)) == pytest.approx([0.025 ** (1 / 3), 1.0])


@pytest.mark.parametrize(("events", "patients"), [(-1, 5), (6, 5), (0, 0)])
def test_counts_that_cannot_be_are_refused(events: int, patients: int) -> None:
    """Fewer than none, more than all, and nobody are refused."""
    with pytest.raises(InvalidArgument, match="count again"):
        exact_interval(events, patients)


@pytest.mark.parametrize(("events", "low", "high"), [(0, 0.0, 3.689), (1, 0.02532, 5.572), (10, 4.795, 18.39)])
def test_a_rate_by_garwood(events: int, low: float, high: float) -> None:
    """The limits of a Poisson count as tabled by Garwood (Biometrika 1936;28:437-442)."""
    found = exact_rate_interval(events, 1.0)
    assert list(found) == pytest.approx([low, high], rel=5e-4)
    assert sum(exp(-found[1]) * found[1] ** n / factorial(n) for n in range(events + 1)) == pytest.approx(0.025)


def test_a_rate_is_per_year() -> None:
    """Twice the time halves both limits; a time of 0 and a negative count are refused."""
    once, twice = exact_rate_interval(3, 40.0), exact_rate_interval(3, 80.0)
    assert list(twice) == pytest.approx([each / 2 for each in once])
    for events, years in ((3, 0.0), (-1, 5.0), (1, float("nan"))):
        with pytest.raises(InvalidArgument, match="woman-years"):
            exact_rate_interval(events, years)


@pytest.mark.parametrize(
    ("share", "degrees", "value"), [(0.975, 1, 12.7062), (0.975, 2, 4.3027), (0.975, 10, 2.2281), (0.025, 2, -4.3027)]
)
def test_t_as_tabled(share: float, degrees: int, value: float) -> None:
    """The quantiles of Student's t as every table has them."""
    assert t_quantile(share, degrees) == pytest.approx(value, abs=5e-5)
