"""Two readers: kappa against published tables and against a second way of finding its standard error."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, sqrt

import pytest

from cephalad.screen.agreement import agreement

Counts = Sequence[Sequence[int]]


def pairs(counts: Counts, labels: str) -> list[tuple[str, str]]:
    """One pair of labels for each report that the table counts."""
    return [
        (labels[row], labels[column])
        for row, cells in enumerate(counts)
        for column, n in enumerate(cells)
        for _ in range(n)
    ]


def kappa_of(share: Sequence[float], size: int) -> float:
    """Kappa of a table of shares, written out once more."""
    rows = [sum(share[row * size : (row + 1) * size]) for row in range(size)]
    columns = [sum(share[column::size]) for column in range(size)]
    chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    return (sum(share[at * size + at] for at in range(size)) - chance) / (1 - chance)


def error_by_differences(counts: Counts) -> float:
    """The standard error by the delta method with numerical slopes over a multinomial table."""
    size, step = len(counts), 1e-6
    cells = [n for row in counts for n in row]
    total = sum(cells)
    share = [n / total for n in cells]
    slopes = []
    for at in range(len(share)):
        up, down = list(share), list(share)
        up[at] += step
        down[at] -= step
        slopes.append((kappa_of(up, size) - kappa_of(down, size)) / (2 * step))
    mean = sum(p * slope for p, slope in zip(share, slopes, strict=True))
    return sqrt(sum(p * (slope - mean) ** 2 for p, slope in zip(share, slopes, strict=True)) / total)


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [(((20, 5), (10, 15)), 0.4), (((45, 15), (25, 15)), 0.1304), (((25, 35), (5, 35)), 0.2593)],
)
def test_kappa_of_published_tables(counts: Counts, kappa: float) -> None:
    """Three tables of two readers that textbooks work out by hand."""
    assert agreement(pairs(counts, "yn"), "yn").kappa.value == pytest.approx(kappa, abs=5e-5)


def test_the_worked_example_of_fleiss() -> None:
    """Hundred patients, three diagnoses (Fleiss, Statistical Methods for Rates and Proportions): kappa 0.68."""
    found = agreement(pairs(((75, 1, 4), (5, 4, 1), (0, 0, 10)), "pno"), "pno")
    assert (found.n, found.n_agreed) == (100, 89)
    assert found.kappa.value == pytest.approx(0.676, abs=5e-4)


@pytest.mark.parametrize(
    "counts",
    [
        ((20, 5), (10, 15)),
        ((75, 1, 4), (5, 4, 1), (0, 0, 10)),
        ((190, 3), (7, 60)),
        ((40, 2, 1), (3, 90, 0), (2, 1, 9)),
    ],
)
def test_the_standard_error_found_in_another_way(counts: Counts) -> None:
    """The interval is 1.96 standard errors of the delta method with numerical slopes to each side."""
    found = agreement(pairs(counts, "abc"[: len(counts)]), "abc"[: len(counts)]).kappa
    error = error_by_differences(counts)
    assert found.high - found.value == pytest.approx(1.959964 * error, rel=1e-4)
    assert found.value - found.low == pytest.approx(1.959964 * error, rel=1e-4)


def test_one_label_for_everything_has_no_kappa() -> None:
    """Where chance alone would agree on everything, kappa is not a number, and the agreement is still counted."""
    found = agreement([("no", "no")] * 9, ("yes", "no"))
    assert isnan(found.kappa.value)
    assert (found.n_agreed, found.on("no")) == (9, 1.0)
    assert isnan(found.on("yes"))


def test_agreement_on_a_label_counts_both_readers() -> None:
    """Twenty reports that both call a case, five and ten that only one does: 40 of 55."""
    found = agreement(pairs(((20, 5), (10, 15)), "yn"), "yn")
    assert found.on("y") == pytest.approx(40 / 55)


def test_full_agreement_is_one() -> None:
    """Two readers who never differ have kappa 1 and no width."""
    found = agreement([("yes", "yes")] * 5 + [("no", "no")] * 5, ("yes", "no")).kappa
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)
