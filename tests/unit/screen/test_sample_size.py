"""How many reports to label: the tables of the protocol."""

from __future__ import annotations

import pytest

from cephalad.screen.sample_size import CASES, SENSITIVITIES, cases_rows, silent_rows


def test_the_intervals_that_the_plan_names() -> None:
    """97 % of 200 cases gives 93.6 to 98.6, of 100 gives 91.5 to 99.0."""
    rows = {row[0]: row[1:] for row in cases_rows()}
    at = SENSITIVITIES.index(0.97)
    assert (rows["200"][at], rows["100"][at]) == ("93.6–98.6", "91.5–99.0")
    assert list(rows) == [str(n) for n in CASES]


@pytest.mark.parametrize(("n", "share"), [(100, 3.70), (300, 1.26), (3000, 0.13)])
def test_silent_reports_without_a_case_bound_what_is_missed(n: int, share: float) -> None:
    """None of n: z² over n + z², with z = 1.96, written out once more."""
    z = 1.959964
    assert share == pytest.approx(100 * z**2 / (n + z**2), abs=0.005)
    rows = {row[0]: row for row in silent_rows()}
    assert rows[f"{n:,}"][1] == f"{share:.2f} %"
    assert int(rows[f"{n:,}"][2].replace(",", "")) == pytest.approx(100_000 * z**2 / (n + z**2), abs=1)
