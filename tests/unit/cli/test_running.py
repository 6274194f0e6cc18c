"""Faults become exit codes and one line; no traceback and no value of a patient is shown."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from cephalad.cli.running import counted, run
from cephalad.errors import (
    CephaladError,
    InvalidArgument,
    InvalidCase,
    InvalidGuideline,
    Issue,
    UnknownName,
    UnreadableInput,
)

PRIVATE = "tumour in the right atrium of Ms Wang"
ISSUE = Issue("a.yaml", 3, "sex", "must be one of the known answers", "woman", "write female", "VALUE-01")


def raising(fault: BaseException) -> Callable[[], int]:
    """A command that ends with this fault."""

    def command() -> int:
        raise fault

    return command


@pytest.mark.parametrize("code", range(5))
def test_a_command_gives_its_own_code(code: int) -> None:
    """What a command returns is the exit code."""
    assert run(lambda: code) == code


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (InvalidCase([ISSUE]), 1),
        (InvalidGuideline([ISSUE, ISSUE]), 1),
        (UnknownName("x"), 2),
        (InvalidArgument("x"), 2),
        (CephaladError("x"), 2),
        (UnreadableInput("x"), 3),
        (OSError(28, "No space left on device"), 3),
        (KeyError(PRIVATE), 4),
        (RecursionError(PRIVATE), 4),
        (MemoryError(), 4),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (SystemExit(0), 0),
        (SystemExit(2), 2),
        (SystemExit(None), 0),
    ],
    ids=lambda value: repr(value)[:40],
)
@pytest.mark.usefixtures("capsys")  # a broken pipe is sent nowhere: not the stream of the whole test run
def test_each_fault_has_its_code(fault: BaseException, code: int) -> None:
    """1 for an invalid input, 2 for a wrong call, 3 for what cannot be read or written, 4 for everything unforeseen."""
    assert run(raising(fault)) == code


def test_an_internal_error_tells_an_id_and_a_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    """One line: an id, the kind of fault and the place; the fault's own words may hold a value and are not shown."""
    from cephalad.record import load

    def command() -> int:
        load(None)  # type: ignore[arg-type]
        return 0

    assert run(command) == 4
    assert run(raising(ValueError(PRIVATE))) == 4
    first, second = capsys.readouterr().err.splitlines()
    assert re.fullmatch(
        r"cephalad: internal error [0-9a-f]{8}: TypeError at record/files\.py:\d+; .*\[INTERNAL\]", first
    )
    assert "ValueError at " in second
    assert PRIVATE not in second
    assert first.split()[3] != second.split()[3]


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), BrokenPipeError()], ids=repr)
def test_an_interruption_is_quiet(fault: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C and a reader that goes away print nothing."""
    run(raising(fault))
    assert capsys.readouterr() == ("", "")


def test_every_issue_of_an_invalid_case_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The issues follow their number, one a line."""
    run(raising(InvalidCase([ISSUE, ISSUE])))
    head, *lines = capsys.readouterr().err.splitlines()
    assert head == "cephalad: 2 issues; nothing was computed"
    assert lines == [str(ISSUE)] * 2


@pytest.mark.parametrize(("n", "words"), [(0, "0 issues"), (1, "1 issue"), (2, "2 issues")])
def test_counting(n: int, words: str) -> None:
    """Only one is singular."""
    assert counted(n, "issue") == words
