"""`assess --format ics` from outside: a calendar on standard output or in a file, or the reason why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cephalad.cli import main

Capture = pytest.CaptureFixture[str]
REFERENCE = "zhao-tian-2026"


def answer(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_calendar_is_data(capsys: Capture) -> None:
    """The windows of the plan on standard output, nothing else anywhere."""
    code, out, err = answer(capsys, "assess", REFERENCE, "--as-of", "2025-10-31", "--format", "ics")
    assert (code, err) == (0, "")
    assert out.startswith("BEGIN:VCALENDAR")
    assert out.count("BEGIN:VEVENT") == 5


def test_it_goes_into_a_file(tmp_path: Path, capsys: Capture) -> None:
    """With ``--output`` the same bytes stand in the file."""
    file = tmp_path / "plan.ics"
    _, printed, _ = answer(capsys, "assess", REFERENCE, "--as-of", "2025-10-31", "--format", "ics")
    code, out, _ = answer(
        capsys, "assess", REFERENCE, "--as-of", "2025-10-31", "--format", "ics", "--output", str(file)
    )
    assert (code, out) == (0, "")
    assert file.read_bytes().decode().split() == printed.split()


def test_an_empty_calendar_is_said_so(capsys: Capture) -> None:
    """Without any date the calendar is empty, and standard error says why."""
    code, out, err = answer(capsys, "assess", REFERENCE, "--as-of", "after:ultrasound-local", "--format", "ics")
    assert code == 0
    assert "BEGIN:VEVENT" not in out
    assert "nothing in this plan has a date" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("assess", "kloska-2021", "--as-of", "after:status", "--format", "ics"), "needs dates"),
        (("assess", REFERENCE, "--as-of", "2026", "--format", "ics", "--why", "suspicion"), "--why"),
    ],
)
def test_what_has_no_calendar_is_a_wrong_call(arguments: tuple[str, ...], told: str, capsys: Capture) -> None:
    """A case that counts days, and the reasons of one conclusion, are refused with what to use instead; exit 2."""
    code, out, err = answer(capsys, *arguments)
    assert (code, out) == (2, "")
    assert told in err
