"""The yardsticks of the cohort do what the page says of them: one gives the same answers, the other does not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.generative.test_fold_agrees import drawn, table_of

from cephalad.cohort.simulate import simulated_tables
from cephalad.columns.schema import COLUMNS
from cephalad.columns.standing import standing
from cephalad.facts import DECLARED, Epoch, Fold
from cephalad.record import example_names, read_example

ROOT = Path(__file__).resolve().parents[3]
DAYS = (date(2021, 5, 1), date(2024, 6, 30), date(2200, 1, 1))
# What silence answers is not what the two differ on by knowing no intervals, corrections, epochs and conflicts.
ANSWERED_BY_SILENCE = ("imaging.vessel-relation-stated", "operation.ivl-found")


@pytest.fixture(autouse=True)
def _benchmarks_can_be_imported() -> Iterator[None]:
    """The folder of the project is searched for modules, however the tests were started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield


def in_sequence(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `sequence` as the order of the events that stand, as the fold by hand needs it."""
    stands = standing(rows)
    places = stands.events.join(stands.patients, on="person").select("patient", "event", place=pl.col("place"))
    found = rows.join(places, on=["patient", "event"], how="left", maintain_order="left")
    later = pl.col("sequence") + places.height
    ordered = found.with_columns(sequence=pl.coalesce(pl.col("place").cast(pl.Int32), later))
    return ordered.sort("patient", "sequence", maintain_order=True).select(*COLUMNS)


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    """Published, generated and simulated patients."""
    cases = [*(read_example(name) for name in example_names()), *drawn(700, most=16)]
    simulated = pl.concat(simulated_tables(150, 1))
    return in_sequence(pl.concat([table_of(cases).select(*COLUMNS), simulated]).sort("patient", maintain_order=True))


@pytest.mark.parametrize("day", DAYS)
def test_the_fold_by_hand_gives_the_same_answers(rows: pl.DataFrame, day: date) -> None:
    """Every fact of every patient, conflicts included, is what its declaration folds to."""
    from benchmarks.cohort import declared_fold
    from benchmarks.hand_fold import hand_fold

    assert hand_fold(rows, day).equals(declared_fold(rows, day), null_equal=True)


def test_the_facts_reach_every_fold_two_epochs_and_conflicts(rows: pl.DataFrame) -> None:
    """At least twelve facts, all folds and two epochs; corrections, intervals and conflicts are among the rows."""
    from benchmarks.hand_fold import CONFLICT, FACTS, hand_fold

    specs = [DECLARED[fact] for fact in FACTS]
    assert len(specs) >= 12
    assert {spec.fold for spec in specs} == set(Fold)
    assert {spec.epoch for spec in specs} == {Epoch.EVER, Epoch.SINCE_EXCLUSION}
    assert rows["supersedes"].count() > 0
    assert rows.select((pl.col("from") < pl.col("to")).any()).item()
    answers = hand_fold(rows, DAYS[-1])
    assert sum(answers[fact].eq(CONFLICT).sum() for fact in FACTS) > 0
    assert sum(answers[fact].n_unique() > 2 for fact in FACTS) >= 8


def test_the_scatter_gives_other_answers(rows: pl.DataFrame) -> None:
    """It differs on corrections, intervals, epochs and conflicts, and agrees on most of the rest."""
    from benchmarks.hand_fold import FACTS, hand_fold
    from benchmarks.scatter_fold import scatter_fold

    compared = [fact for fact in FACTS if fact not in ANSWERED_BY_SILENCE]
    exact, quick = hand_fold(rows, DAYS[1]), scatter_fold(rows, DAYS[1])
    n_other = sum(exact[fact].ne_missing(quick[fact]).sum() for fact in compared)
    assert 50 < n_other < exact.height * len(compared) / 10


def test_a_run_says_what_it_took(tmp_path: Path) -> None:
    """A run in a process of its own tells its patients, seconds and memory, and leaves nothing behind."""
    from benchmarks.cohort import run_of

    from cephalad.columns import write_table

    table = tmp_path / "table.parquet"
    write_table(pl.concat(simulated_tables(30, 1)), table)
    run = run_of(str(table))
    assert run.patients == 30
    assert 0 < run.seconds < 60
    assert 20e6 < run.peak_bytes < 4e9
    assert run.rate == run.patients / run.seconds
    assert list(tmp_path.iterdir()) == [table]


def test_a_run_that_fails_is_no_measurement(tmp_path: Path) -> None:
    """A table that is not there ends the benchmark."""
    from benchmarks.cohort import run_of

    with pytest.raises(subprocess.CalledProcessError):
        run_of(str(tmp_path / "none.parquet"))


def test_every_row_of_the_cohort_comes_out() -> None:
    """Two sizes give two rows each, one of growth, six parts and three of the folds."""
    from benchmarks.cohort import cohort_rows

    rows = list(cohort_rows((20, 40), 1))
    assert len(rows) == 2 * 2 + 1 + 6 + 3
    assert [row.work for row in rows[:2]] == ["20 patients, the whole pathway", "20 patients, peak memory"]
    assert all(row.value >= 0 for row in rows)
    assert sum(float(row.ratio.rstrip("%")) for row in rows if row.ratio.endswith("%")) == pytest.approx(100, abs=4)


def test_a_run_over_a_million_stays_on_the_page_until_the_next(tmp_path: Path) -> None:
    """Its lines are carried over letter by letter, and no other line is."""
    from benchmarks.cohort import kept
    from benchmarks.table import Row, page

    earlier = tmp_path / "page.md"
    assert kept(earlier) == []
    million = Row("1,000,000 patients, the whole pathway (version 0.1.0, guideline 1)", 17000.0, "patients")
    earlier.write_text(page([Row("100,000 patients, the whole pathway", 1.0, "patients"), million]), encoding="utf-8")
    lines = kept(earlier)
    assert [line.split("|")[1].strip() for line in lines] == [million.work]
    assert page([], earlier=lines).endswith(lines[0])
