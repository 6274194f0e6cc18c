"""What it costs to start: help and one assessment, beside an interpreter that does nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.measuring import seconds_of_commands
from benchmarks.patient import AS_OF
from benchmarks.table import Row

__all__ = ["start_up_rows"]

_START = "import sys; from cephalad.cli import main; sys.exit(main(sys.argv[1:]))"
"""What the installed command does."""

COMMANDS = {
    "python -c pass": (sys.executable, "-c", "pass"),
    "cephalad --help": (sys.executable, "-c", _START, "--help"),
    "cephalad assess": (sys.executable, "-c", _START, "assess", "zhao-tian-2026", "--as-of", AS_OF),
}
AIMS = {"cephalad --help": "within 4 times"}


def start_up_rows(repetitions: int) -> Iterator[Row]:
    """Each command's processor time from start to end, and its ratio to the empty interpreter."""
    seconds = seconds_of_commands(COMMANDS, repetitions)
    nothing = seconds["python -c pass"]
    for name, used in seconds.items():
        compared = (
            ("", "", "") if used is nothing else (AIMS.get(name, ""), "python -c pass", f"{used / nothing:.2g} times")
        )
        yield Row(f"`{name}`", used * 1000, "ms", *compared)
