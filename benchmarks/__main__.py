"""The command: print the table, and write it to a file when asked to."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.cohort import SIZES, cohort_rows, kept, million_rows
from benchmarks.loading import loading_rows
from benchmarks.one_patient import one_patient_rows
from benchmarks.start_up import start_up_rows
from benchmarks.table import page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmark.md"
REPETITIONS = 25
START_UPS = 40
MANY_PATIENTS = 5
"""Repetitions of what takes thousands of patients at once."""


def main(arguments: list[str] | None = None) -> None:
    """Measure everything and print it as Markdown."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=main.__doc__)
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the table to this file too")
    parser.add_argument("--repetitions", metavar="N", type=int, default=REPETITIONS, help="default: %(default)s")
    parser.add_argument("--start-ups", metavar="N", type=int, default=START_UPS, help="default: %(default)s")
    parser.add_argument("--sizes", metavar="N,…", type=_sizes, default=SIZES, help="patients of the simulated tables")
    parser.add_argument("--million", action="store_true", help="also a million patients, which takes minutes")
    chosen = parser.parse_args(arguments)
    rows = [
        *one_patient_rows(chosen.repetitions),
        *loading_rows(chosen.repetitions),
        *start_up_rows(chosen.start_ups),
        *cohort_rows(chosen.sizes, min(chosen.repetitions, MANY_PATIENTS)),
        *(million_rows() if chosen.million else ()),
    ]
    text = page(rows, earlier=() if chosen.million else kept(PAGE))
    print(text, end="")
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8")


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


if __name__ == "__main__":
    main()
