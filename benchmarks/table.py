"""The figures as one Markdown page."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Row", "line", "lines_with", "page", "replaced"]

HEAD = """\
# Benchmark

Printed by `scripts/benchmark`: Python {python}, {cores} cores, processor time, medians. A yardstick was measured in the
same run unless it says *quoted*; quoted figures come from another machine, and the work behind them is not the same.

Many patients: simulated tables, as of one date, one process, from reading and checking to the answers' file; the
processor time of all its threads. A run over a million patients is made only when asked for (`--million`); until the
next one its lines stay, under the version that they were measured with. A simulated woman has about 55 rows, none of
them faulty: a table full of faults takes longer. Every run pays its start-up, so that a small table costs more a
patient than a large one.

The web application (`scripts/benchmark --load`, a run of its own): gunicorn as `cephalad serve` starts it, SQLite, the
users on the same machine, each signed in with both factors; wall time of the answers, from the first byte sent to the
last one read. They move the slider, open cases and the list, and enter events, which makes what is kept of a case old.

The facts of the folds are not all that the pathway reads. The fold by hand gives the same answers for them, but takes
the order of events from `sequence`, knows only the epochs that they need and cannot say which sources disagree; the
declared one finds the order from the days and works out every epoch, operations for the disease included, from what is
said of the veins. The scatter takes the first possible day for the day, keeps what was corrected, reads the whole
record for every fact, takes silence for unknown and knows no conflict: other answers, at the price of a glance.

| work | measured | aim | yardstick | ratio |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    value : the figure itself, in `unit`
    aim : what the project wants of it; "" for none
    yardstick, ratio : what it is compared with, and how it compares; "" for none
    """

    work: str
    value: float
    unit: str
    aim: str = ""
    yardstick: str = ""
    ratio: str = ""


def page(rows: Iterable[Row], *, earlier: Iterable[str] = ()) -> str:
    """The table with a head that says how it came about; of the machine only the interpreter and the cores.

    Parameters
    ----------
    earlier : lines of an earlier table, which stay as they are
    """
    lines = [line(row) for row in rows]
    return HEAD.format(python=platform.python_version(), cores=os.cpu_count()) + "".join([*lines, *earlier])


def line(row: Row) -> str:
    """A row as a line of the table."""
    return f"| {row.work} | {_figure(row.value)} {row.unit} | {row.aim} | {row.yardstick} | {row.ratio} |\n"


def lines_with(page: Path, *marks: str) -> list[str]:
    """The lines of an earlier page's table that hold one of the marks; none where there is no such page."""
    if not page.exists():
        return []
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    return [each for each in lines if each.startswith("|") and any(mark in each for mark in marks)]


def replaced(text: str, mark: str, rows: Iterable[Row]) -> str:
    """An earlier page on which these rows stand in the place of every line with the mark; all else as it was."""
    lines = [each for each in text.splitlines(keepends=True) if not (each.startswith("|") and mark in each)]
    return "".join([*lines, *map(line, rows)])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
