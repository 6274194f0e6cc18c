"""The command: print a page of figures, and write it to a file when asked to."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path

from benchmarks.cohort import SIZES, cohort_rows, kept, million_rows
from benchmarks.load import MARK, Load, load_rows
from benchmarks.loading import loading_rows
from benchmarks.one_patient import one_patient_rows
from benchmarks.start_up import start_up_rows
from benchmarks.table import lines_with, page, replaced

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmark.md"
REPETITIONS = 25
START_UPS = 40
MANY_PATIENTS = 5
"""Repetitions of what takes thousands of patients or reports at once."""
REPORTS = 10_000
ARCHIVE = 100_000


def main(arguments: list[str] | None = None) -> None:
    """Measure everything and print it as Markdown."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=main.__doc__)
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the table to this file too")
    parser.add_argument("--repetitions", metavar="N", type=int, default=REPETITIONS, help="default: %(default)s")
    parser.add_argument("--start-ups", metavar="N", type=int, default=START_UPS, help="default: %(default)s")
    parser.add_argument("--sizes", metavar="N,…", type=_sizes, default=SIZES, help="patients of the simulated tables")
    parser.add_argument("--million", action="store_true", help="also a million patients, which takes minutes")
    parser.add_argument(
        "--screening",
        action="store_true",
        help="instead: reading and screening reports beside medSpaCy, whose environment is made when it is not there",
    )
    parser.add_argument("--alone", action="store_true", help="with --screening: without medSpaCy")
    parser.add_argument("--reports", metavar="N", type=int, default=REPORTS, help="with --screening: texts of a mix")
    parser.add_argument("--archive", metavar="N", type=int, default=ARCHIVE, help="with --screening: reports of a run")
    parser.add_argument("--load", action="store_true", help="instead: the web application with many users at once")
    parser.add_argument("--seconds", metavar="N", type=float, default=60.0, help="with --load: default: %(default)g")
    chosen = parser.parse_args(arguments)
    text = _screening(chosen) if chosen.screening else _load(chosen) if chosen.load else _patients(chosen)
    print(text, end="")
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8")


def _patients(chosen: argparse.Namespace) -> str:
    rows = [
        *one_patient_rows(chosen.repetitions),
        *loading_rows(chosen.repetitions),
        *start_up_rows(chosen.start_ups),
        *cohort_rows(chosen.sizes, min(chosen.repetitions, MANY_PATIENTS)),
        *(million_rows() if chosen.million else ()),
    ]
    return page(rows, earlier=[*(() if chosen.million else kept(PAGE)), *lines_with(PAGE, MARK)])


def _load(chosen: argparse.Namespace) -> str:
    """The page as it is, with the lines about the load measured anew."""
    return replaced(PAGE.read_text(encoding="utf-8"), MARK, load_rows(Load(seconds=chosen.seconds)))


def _screening(chosen: argparse.Namespace) -> str:
    # Imported when asked for: it reads the trap set and loads the reader.
    from benchmarks.medspacy_beside import TARGETS, make_environment, started
    from benchmarks.screening import measured
    from benchmarks.screening_page import screening_page

    with nullcontext() if chosen.alone else started(make_environment()) as beside:
        results = measured(
            beside,
            n_reports=chosen.reports,
            n_archive=chosen.archive,
            repetitions=min(chosen.repetitions, MANY_PATIENTS),
        )
    return screening_page(results, n_targets=sum(map(len, TARGETS.values())))


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


if __name__ == "__main__":
    main()
