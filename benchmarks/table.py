"""The figures as one Markdown page."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Row", "page"]

HEAD = """\
# Benchmark

Printed by `scripts/benchmark`: Python {python}, {cores} cores, processor time, medians. A yardstick was measured in the
same run unless it says *quoted*; quoted figures come from another machine, and the work behind them is not the same.

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


def page(rows: Iterable[Row]) -> str:
    """The table with a head that says how it came about; of the machine only the interpreter and the cores."""
    lines = [
        f"| {row.work} | {_figure(row.value)} {row.unit} | {row.aim} | {row.yardstick} | {row.ratio} |\n"
        for row in rows
    ]
    return HEAD.format(python=platform.python_version(), cores=os.cpu_count()) + "".join(lines)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
