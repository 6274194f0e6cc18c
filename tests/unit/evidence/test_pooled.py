"""The shipped results: computed from the studies that ship, current by their hash, and read without numpy."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace
from typing import Any

import pytest

from cephalad.errors import UnknownName
from cephalad.evidence import pooled as shipped
from cephalad.evidence.pooled import inputs_of, natural_frequency, out_of_date, pooled, pooled_named, raw_of
from cephalad.evidence.pooled_model import CurvePoint, PooledRow
from cephalad.evidence.pooling_strata import OTHER_PRIORS, pool_rows, pool_stratum, pooled_text
from cephalad.evidence.strata_model import Stratum
from cephalad.evidence.studies import rows_of, strata, stratum_named

every_stratum = pytest.mark.parametrize("stratum", strata(), ids=lambda each: each.id)


def numbers(value: Any, path: str = "") -> dict[str, Any]:
    """Every leaf of a nested value by its path."""
    if isinstance(value, dict):
        return {name: each for key, inner in value.items() for name, each in numbers(inner, f"{path}.{key}").items()}
    if isinstance(value, list | tuple):
        return {
            name: each for key, inner in enumerate(value) for name, each in numbers(inner, f"{path}[{key}]").items()
        }
    return {path: value}


@every_stratum
def test_computed_again_it_is_the_same(stratum: Stratum) -> None:
    """What ships is what the studies give now, every figure to 1e-6, with the same hash."""
    found, kept = (numbers(asdict(each)) for each in (pool_stratum(stratum), pooled()[stratum.id]))
    assert found.keys() == kept.keys()
    assert {path: value for path, value in found.items() if not isinstance(value, float)} == {
        path: value for path, value in kept.items() if not isinstance(value, float)
    }
    floats = {path: value for path, value in found.items() if isinstance(value, float)}
    assert floats == pytest.approx({path: kept[path] for path in floats}, abs=1e-6)


def test_nothing_that_ships_is_out_of_date() -> None:
    """Every stratum has a result, no result is left of a stratum that is gone, and each hash is that of its rows."""
    assert out_of_date() == ()
    assert list(pooled()) == [stratum.id for stratum in strata()]


def test_another_count_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """One event more in one alternative makes the shipped result out of date, and names the stratum."""

    def changed(stratum: Stratum, alternative: Any = None) -> Any:
        rows = rows_of(stratum, alternative)
        if stratum.id == "any-surgery" and alternative is not None:
            study, cohort = rows[0]
            rows[0] = (study, replace(cohort, events=(cohort.events or 0) + 1))
        return rows

    monkeypatch.setattr(shipped, "rows_of", changed)
    assert out_of_date() == ("any-surgery",)


def test_a_stratum_that_is_gone_or_new_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A result without its stratum and a stratum without a result are both out of date."""
    first, *others = strata()
    monkeypatch.setattr(shipped, "strata", lambda: (replace(first, id="brand-new"), *others))
    assert out_of_date() == ("brand-new", first.id)


def test_the_hash_is_of_the_rows_and_not_of_the_words() -> None:
    """Another sentence leaves the hash alone, another event changes it."""
    stratum = stratum_named("no-large-vein")
    digest = inputs_of(stratum).digest
    assert inputs_of(replace(stratum, question="Another?", leaves_out="", reason="")).digest == digest
    assert inputs_of(replace(stratum, event="composite")).digest != digest
    assert inputs_of(replace(stratum, alternatives=())).digest != digest


def test_reading_loads_no_numpy() -> None:
    """Who reads the shipped results, as an assessment does, waits for neither numpy nor polars."""
    code = (
        "import sys; from cephalad.evidence.pooled import out_of_date, pooled; pooled(); out_of_date();"
        "print({'numpy', 'polars', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_file_reads_back() -> None:
    """The text of the shipped results makes the same text again, and is JSON without a number that is none."""
    text = pooled_text(list(pooled().values()))
    assert pooled_text(list(pooled().values())) == text
    assert json.loads(text)["strata"][0]["id"] == "any-surgery"
    assert "NaN" not in text
    assert "Infinity" not in text


@every_stratum
def test_rows_are_those_of_the_stratum(stratum: Stratum) -> None:
    """Each result holds the rows that its stratum names, with their counts, or the points of its curve."""
    found = pooled()[stratum.id]
    if found.main is None:
        assert found.figure == "cumulative"
        assert {f"{point.study}/{point.cohort}" for point in found.curve} == set(stratum.primary)
        return
    assert [row.name for row in found.main.rows] == list(stratum.primary)
    assert [row.events for row in found.main.rows] == [cohort.events for _, cohort in rows_of(stratum)]
    names = [(each.name, tuple(row.name for row in each.rows)) for each in found.alternatives]
    assert names == [(each.name, each.rows) for each in stratum.alternatives]


@every_stratum
def test_too_few_studies_are_not_pooled(stratum: Stratum) -> None:
    """An analysis has both models or, below two studies, raw counts alone."""
    found = pooled()[stratum.id]
    for analysis in filter(None, (found.main, *found.alternatives)):
        pooled_enough = analysis.studies >= 2
        assert (analysis.ml is not None) == (analysis.bayes is not None) == pooled_enough
        assert (analysis.raw is None) == pooled_enough
    assert len(found.priors) in (0, len(OTHER_PRIORS))


def test_the_raw_counts_of_seven_women() -> None:
    """Uterus kept: 4 of 7 women of one study, 57 % (18 to 90), and no model."""
    main = pooled()["uterus-kept"].main
    assert main is not None
    assert main.raw is not None
    assert (main.raw.events, main.raw.patients, main.raw.studies) == (4, 7, 1)
    assert [round(100 * each) for each in (main.raw.low, main.raw.estimate, main.raw.high)] == [18, 57, 90]


def test_two_cohorts_of_one_study_are_one_study() -> None:
    """Two parts of one study are not pooled as if they were two: their counts are told together."""
    parts = [PooledRow("Some-2020", name, "recurrence", 1, 10, 0.0, 1.0) for name in ("a", "b")]
    found = pool_rows(parts)
    assert found.bayes is None
    assert found.raw == raw_of(parts)
    assert (raw_of(parts).events, raw_of(parts).patients, raw_of(parts).studies) == (2, 20, 1)


def test_rates_between_the_points_of_a_curve() -> None:
    """Ovaries kept at hysterectomy (Shi-2025): 9.0, 10.3 and 14.0 % as printed, and the rates between them."""
    found = pooled()["ovaries-kept-at-hysterectomy"]
    assert found.curve[0] == CurvePoint("Shi-2025", "ovaries-kept", 36, 0.09, None, None)
    assert [round(100 * each.rate, 1) for each in found.periods] == [3.1, 0.7, 0.8]


@pytest.mark.parametrize(
    ("low", "high", "women"), [(0.0367, 0.2453, (4, 25)), (0.0, 0.004, (0, 0)), (0.995, 1, (100, 100))]
)
def test_women_of_a_hundred(low: float, high: float, women: tuple[int, int]) -> None:
    """An interval of 3.7 to 24.5 % is 4 to 25 women of a hundred."""
    assert natural_frequency(low, high) == women


def test_an_unknown_stratum_gives_the_nearest() -> None:
    """A stratum that does not exist is refused with the nearest name."""
    assert pooled_named("cardiac-complete").id == "cardiac-complete"
    with pytest.raises(UnknownName, match="did you mean any-surgery"):
        pooled_named("any-surgry")
    with pytest.raises(UnknownName, match="there are any-surgery"):
        pooled_named("zzzzzzzzzzzzzzzz")
