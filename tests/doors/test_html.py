"""`assess --format html` and `replay --format html` from outside: one page on standard output or in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.write.html.reading import read

from cephalad.cli import main

REFERENCE = "zhao-tian-2026"

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a call in this process."""
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    "arguments", [("assess", REFERENCE, "--as-of", "2026-03-01"), ("replay", REFERENCE)], ids=["assess", "replay"]
)
@pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh", "zh-Hans")])
def test_a_page_goes_to_standard_output(capsys: Capture, arguments: tuple[str, ...], lang: str, tag: str) -> None:
    """One well-formed page in the language asked for, nothing on standard error."""
    code, out, err = answer(capsys, *arguments, "--format", "html", "--lang", lang)
    assert (code, err) == (0, "")
    assert out.startswith(f'<!DOCTYPE html>\n<html lang="{tag}">')
    assert out.endswith("</html>\n")
    assert read(out).unbalanced == []


@pytest.mark.parametrize("command", ["assess", "replay"])
def test_a_page_goes_to_a_file(capsys: Capture, tmp_path: Path, command: str) -> None:
    """With ``--output`` the file holds the same bytes, and nothing is printed."""
    file = tmp_path / "page.html"
    when = ("--as-of", "2026-03-01") if command == "assess" else ()
    _, printed, _ = answer(capsys, command, REFERENCE, *when, "--format", "html")
    code, out, err = answer(capsys, command, REFERENCE, *when, "--format", "html", "--output", str(file))
    assert (code, out, err) == (0, "", "")
    assert file.read_bytes() == printed.encode()


def test_reasons_alone_have_no_page(capsys: Capture) -> None:
    """`--why` with ``--format html`` is a wrong call: on the page every statement opens to its reasons anyway."""
    code, out, err = answer(capsys, "assess", REFERENCE, "--format", "html", "--why", "suspicion")
    assert (code, out) == (2, "")
    assert "--why" in err


def test_a_blank_case_has_both_pages(capsys: Capture, tmp_path: Path) -> None:
    """A file without events is assessed and replayed as a page."""
    file = tmp_path / "new.yaml"
    assert answer(capsys, "new", "--output", str(file))[0] == 0
    for arguments in (("assess", str(file), "--as-of", "2026-01-01"), ("replay", str(file))):
        code, out, err = answer(capsys, *arguments, "--format", "html")
        assert (code, err) == (0, "")
        assert read(out).unbalanced == []


@pytest.mark.parametrize("arguments", [("validate", REFERENCE), ("guideline", "show")])
def test_other_commands_offer_no_page(arguments: tuple[str, ...], capsys: Capture) -> None:
    """Only what describes one patient has a page."""
    code, out, err = answer(capsys, *arguments, "--format", "html")
    assert (code, out) == (2, "")
    assert "invalid choice" in err
