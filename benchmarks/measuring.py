"""Processor time of a call and of a command, each the median of many."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

__all__ = ["seconds_of_calls", "seconds_of_commands"]

BATCH = 10
"""Calls between two looks at the clock, so that its step does not matter."""


def seconds_of_calls(
    work: Mapping[str, Callable[[], object]], repetitions: int, *, batch: int = BATCH
) -> dict[str, float]:
    """Processor seconds of one call of each kind of work, the median over the repetitions.

    The kinds take turns, so that a busy moment of the machine falls on all of them. Each is called once before, since
    what is read or built only once for a process does not belong to a patient.

    Parameters
    ----------
    batch : calls between two looks at the clock; one where a call takes long
    """
    found: dict[str, list[float]] = {name: [] for name in work}
    for call in work.values():
        call()
    for _ in range(repetitions):
        for name, call in work.items():
            start = time.process_time()
            for _ in range(batch):
                call()
            found[name].append((time.process_time() - start) / batch)
    return {name: median(seconds) for name, seconds in found.items()}


def seconds_of_commands(
    commands: Mapping[str, Sequence[str]], repetitions: int, *, env: Mapping[str, str] | None = None
) -> dict[str, float]:
    """Processor seconds of each command from start to end, the median over the repetitions; they take turns.

    Raises
    ------
    subprocess.CalledProcessError : when a command fails; a failure is no measurement
    """
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(repetitions):
        for name, command in commands.items():
            before = _seconds_of_children()
            subprocess.run(command, check=True, capture_output=True, env=env)  # noqa: S603  our own commands
            found[name].append(_seconds_of_children() - before)
    return {name: median(seconds) for name, seconds in found.items()}


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
