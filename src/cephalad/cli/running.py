"""Running one command: its faults become a message and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys

from cephalad.cli.streams import tell, tell_line

TYPE_CHECKING = False  # `typing` itself costs more than this module
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from types import TracebackType

__all__ = [
    "DONE",
    "INTERNAL",
    "INTERRUPTED",
    "NO",
    "READER_GONE",
    "UNREADABLE",
    "WRONG_CALL",
    "counted",
    "parsed",
    "run",
]

DONE, NO, WRONG_CALL, UNREADABLE, INTERNAL = range(5)
# What a shell reports for a program ended by these signals.
INTERRUPTED = 128 + 2
READER_GONE = 128 + 13


def parsed(parser: ArgumentParser, arguments: list[str]) -> int:
    """The exit code of the command that the arguments name; without any, the help and a wrong call."""
    if not arguments:
        parser.print_help(sys.stderr)
        return WRONG_CALL
    options = parser.parse_args(arguments)
    command: Callable[[Namespace], int] = options.run
    return command(options)


def run(command: Callable[[], int]) -> int:
    """The command's exit code, or that of the fault which ended it."""
    try:
        return _finished(command)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except OSError as fault:
        tell(f"standard output cannot be written: {fault.strerror or fault}")
        _drop_output()
        return UNREADABLE
    except Exception as fault:  # whatever it is, no traceback and no patient's value is shown
        return _told(fault)


def _told(fault: Exception) -> int:
    """The exit code of a fault, after telling it."""
    # Imported here: a call that goes well, help above all, never needs it.
    from cephalad.errors import CephaladError, InvalidCase, InvalidGuideline, UnreadableInput

    if isinstance(fault, InvalidCase | InvalidGuideline):
        tell(f"{counted(len(fault.issues), 'issue')}; nothing was computed")
        for issue in fault.issues:
            tell_line(str(issue))
        return NO
    if not isinstance(fault, CephaladError):
        return _internal(fault)
    tell(str(fault))
    return UNREADABLE if isinstance(fault, UnreadableInput) else WRONG_CALL


def counted(n: int, noun: str) -> str:
    """``1 issue``, ``2 issues``.

    Examples
    --------
    >>> counted(1, "issue"), counted(0, "issue")
    ('1 issue', '0 issues')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _finished(command: Callable[[], int]) -> int:
    """The exit code after everything has been written; the parser of arguments ends by raising `SystemExit`."""
    try:
        code = command()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else DONE
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _drop_output() -> None:
    """What is still buffered goes nowhere, so that the interpreter does not stumble over it when it ends."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _internal(fault: Exception) -> int:
    """A line with an id, the kind of fault and its place; the fault's own words may hold a value and stay out."""
    name = os.urandom(4).hex()
    place = _place(fault.__traceback__)
    tell(f"internal error {name}: {type(fault).__name__} at {place}; please report this line [INTERNAL]")
    return INTERNAL


def _place(trace: TracebackType | None) -> str:
    """The innermost place within this program, as ``part/module.py:line``."""
    found = "an unknown place"
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace(os.sep, "/")
        _, inside, rest = file.rpartition("/cephalad/")
        if inside:
            found = f"{rest}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
