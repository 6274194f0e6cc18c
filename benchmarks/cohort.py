"""Many patients at once: the whole pathway over simulated tables, its parts, and the fold beside two other folds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.hand_fold import CONFLICT, FACTS, hand_fold
from benchmarks.measuring import seconds_of_calls
from benchmarks.scatter_fold import scatter_fold
from benchmarks.table import Row, lines_with
from cephalad import __version__
from cephalad.columns.fold import fold_declared
from cephalad.columns.frame import facts_read, sides
from cephalad.columns.moments import Asked, asked_moments, parse_as_of
from cephalad.columns.pathway import Pathway
from cephalad.columns.sheets import Sheets
from cephalad.columns.standing import Standing, standing
from cephalad.columns.table import read_table
from cephalad.columns.timelines import moments_on, seen_at
from cephalad.facts import DECLARED, FactType
from cephalad.guideline import Guideline, default_guideline

__all__ = ["MILLION", "SIZES", "Run", "cohort_rows", "declared_fold", "kept", "million_rows", "run_of"]

ROOT = Path(__file__).resolve().parents[1]
AS_OF = date(2024, 6, 30)
SEED = 1
SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
GROWS_FROM = 10_000
"""Below it a run is mostly start-up, so that its time per patient says nothing of growth."""

_PER_SECOND = "patients per CPU-second"
_AIM = f"{MILLION / 60:,.0f}"
_AIM_OF_GROWTH = "within 1.3"
_KEPT = f"{MILLION:,} patients"
_DAY = (AS_OF - date(1970, 1, 1)).days


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the whole pathway took, start-up included.

    Attributes
    ----------
    seconds : processor seconds
    peak_bytes : the most memory that the process held
    """

    patients: int
    seconds: float
    peak_bytes: int

    @property
    def rate(self) -> float:
        """Patients a second."""
        return self.patients / self.seconds


def cohort_rows(sizes: Sequence[int], repetitions: int) -> Iterator[Row]:
    """Whole runs over tables of these sizes, then the parts and the folds over one of them.

    Parameters
    ----------
    repetitions : how often the parts and the folds are measured
    """
    with TemporaryDirectory() as folder:
        tables = {size: _simulated(size, folder) for size in sizes}
        runs = {size: run_of(table) for size, table in tables.items()}
        for run in runs.values():
            yield from _whole(run)
        grown = [runs[size] for size in sizes if size >= GROWS_FROM] or list(runs.values())
        if len(grown) > 1:
            yield _growth(grown[0], grown[-1])
        at = min((size for size in sizes if size >= GROWS_FROM), default=max(sizes))
        yield from _parts(tables[at], at, repetitions)
        yield from _folds(read_table(tables[at]).rows, at, repetitions)


def million_rows() -> Iterator[Row]:
    """The run over a million patients, and its growth from the run over ten thousand beside it."""
    with TemporaryDirectory() as folder:
        small = run_of(_simulated(GROWS_FROM, folder))
        run = run_of(_simulated(MILLION, folder))
    of = f" (version {__version__}, guideline {default_guideline().edition})"
    yield from _whole(run, of)
    yield _growth(small, run, of)


def kept(page: Path) -> list[str]:
    """The lines of an earlier page about a million patients, as they stand there; none where there is no such page."""
    return lines_with(page, _KEPT)


# --- whole runs -------------------------------------------------------------------------------------------------------


def _simulated(patients: int, folder: str) -> str:
    table = f"{folder}/{patients}.parquet"
    start = "import sys; from cephalad.cli import main; sys.exit(main(sys.argv[1:]))"
    asked = ("cohort", "simulate", "--patients", str(patients), "--seed", str(SEED), "--output", table)
    subprocess.run([sys.executable, "-c", start, *asked], check=True, capture_output=True)  # noqa: S603  our own command
    return table


def run_of(table: str) -> Run:
    """The whole pathway over a table, as of one date, in a process of its own.

    Raises
    ------
    subprocess.CalledProcessError : when the run fails; a failure is no measurement
    """
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.whole_pathway", table, f"{folder}/answers.parquet", str(AS_OF)]
        done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=dict(os.environ))  # noqa: S603
    return Run(**json.loads(done.stdout))


def _whole(run: Run, of: str = "") -> Iterator[Row]:
    seconds = f"{run.seconds:.3g} CPU-seconds, start-up included"
    yield Row(f"{run.patients:,} patients, the whole pathway{of}", run.rate, _PER_SECOND, _AIM, seconds)
    aim = "under 4 GB" if run.patients >= MILLION else ""
    yield Row(f"{run.patients:,} patients, peak memory{of}", run.peak_bytes / 1e9, "GB", aim)


def _growth(small: Run, large: Run, of: str = "") -> Row:
    work = f"time per patient, from {small.patients:,} to {large.patients:,} patients{of}"
    return Row(work, small.rate / large.rate, "times", _AIM_OF_GROWTH)


# --- parts ------------------------------------------------------------------------------------------------------------


def _parts(table: str, size: int, repetitions: int) -> Iterator[Row]:
    """What each step takes of a run; a step that cannot be run alone is the difference of two that can."""
    guideline, asked = default_guideline(), [parse_as_of(str(AS_OF))]
    pathway, rows = Pathway(guideline), read_table(table).rows
    stands = standing(rows)
    moments = asked_moments(stands, asked)
    seconds = seconds_of_calls(
        {
            "read": lambda: read_table(table),
            "standing": lambda: standing(rows),
            "facts": lambda: _all_facts(stands, asked, guideline),
            "verdicts": lambda: pathway.evaluated(stands, moments),
            "plan": lambda: pathway.answers(stands, moments, missing=False),
            "answers": lambda: pathway.answers(stands, moments),
        },
        repetitions,
        batch=1,
    )
    parts = {
        "table read and checked": seconds["read"],
        "standing events in order": seconds["standing"],
        "facts": seconds["facts"],
        "verdicts": seconds["verdicts"] - seconds["facts"],
        "conclusions, work-up and plan": seconds["plan"] - seconds["verdicts"],
        "missing facts": seconds["answers"] - seconds["plan"],
    }
    whole = sum(parts.values())
    for part, taken in parts.items():
        taken = max(taken, 0.0)
        yield Row(f"of it, {part}", taken / size * 1e6, "µs per patient", "", "all parts", f"{taken / whole:.0%}")


def _all_facts(stands: Standing, asked: Sequence[Asked], guideline: Guideline) -> Sheets:
    facts = facts_read(guideline)
    sheets = Sheets(seen_at(stands, asked_moments(stands, asked)), guideline.numbers, together=facts)
    for fact in facts:
        sheets.column(fact)
    return sheets


# --- folds ------------------------------------------------------------------------------------------------------------


def declared_fold(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """The facts of the hand-written fold by their declarations, in its words."""
    stands = standing(rows)
    sheets = Sheets(seen_at(stands, moments_on(stands, (day - date(1970, 1, 1)).days)), {})
    folded = fold_declared(sheets.timelines, sheets.epochs, specs={fact: DECLARED[fact] for fact in FACTS})
    words = [_in_words(fact, conflicts=sides(fact) in folded.columns).alias(fact) for fact in FACTS]
    return pl.concat([stands.patients.select("patient"), folded.select(words)], how="horizontal")


def _in_words(fact: str, *, conflicts: bool) -> pl.Expr:
    said = pl.col(fact)
    if DECLARED[fact].type is FactType.TRUTH:
        said = pl.when(said).then(pl.lit("yes")).when(~said).then(pl.lit("no"))
    return pl.when(pl.col(sides(fact)).is_not_null()).then(pl.lit(CONFLICT)).otherwise(said) if conflicts else said


def _folds(rows: pl.DataFrame, size: int, repetitions: int) -> Iterator[Row]:
    stands = standing(rows)
    sheets = Sheets(seen_at(stands, moments_on(stands, _DAY)), {})
    epochs, specs = sheets.epochs, {fact: DECLARED[fact] for fact in FACTS}
    seconds = seconds_of_calls(
        {
            "declared": lambda: declared_fold(rows, AS_OF),
            "fold": lambda: fold_declared(sheets.timelines, epochs, specs=specs),
            "hand": lambda: hand_fold(rows, AS_OF),
            "scatter": lambda: scatter_fold(rows, AS_OF),
        },
        repetitions,
        batch=1,
    )
    hand, scatter = seconds["hand"], seconds["scatter"]
    by_hand, unlike = "a fold written by hand, same answers", "one scatter a fact, other answers"
    for work, taken, aim, yardstick, other in (
        (f"{len(FACTS)} declared facts, from rows to answers", seconds["declared"], "within 2 times", by_hand, hand),
        ("the same", seconds["declared"], "", unlike, scatter),
        ("of it, the fold itself", seconds["fold"], "", by_hand, hand),
    ):
        yield Row(work, taken / size * 1e6, "µs per patient", aim, yardstick, f"{taken / other:.2g} times as long")
