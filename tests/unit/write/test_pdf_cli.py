"""`assess --format pdf` from outside: a sheet in a file or a pipe, never on a terminal; and what its guide promises."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.write.pdf_reading import text_of

from cephalad.cli import main
from cephalad.cli import parser as cli_parser
from cephalad.write.pdf import SHEETS

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "paper.md").read_text(encoding="utf-8")
CALL = ("assess", "zhao-tian-2026", "--as-of", "2026-03-01", "--format", "pdf")

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(("sheet", "title"), [((), "Teammeeting"), (("--sheet", "care"), "CAREchecklist")])
def test_a_sheet_goes_to_a_file(sheet: tuple[str, ...], title: str, tmp_path: Path, capsys: Capture) -> None:
    """The sheet asked for, that of the team when none is; nothing is printed."""
    file = tmp_path / "out.pdf"
    assert main((*CALL, *sheet, "--output", str(file))) == 0
    assert capsys.readouterr() == ("", "")
    assert title in text_of(file.read_bytes(), tmp_path)


def test_a_sheet_goes_into_a_pipe() -> None:
    """Standard output carries the bytes of the file and nothing else."""
    made = subprocess.run([sys.executable, "-c", "from cephalad.cli import main; main()", *CALL], capture_output=True)
    assert made.stdout.startswith(b"%PDF-")
    assert made.stdout.rstrip().endswith(b"%%EOF")
    assert made.stderr == b""


def test_a_terminal_gets_no_bytes(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A terminal is told to name a file."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(CALL) == 2
    assert terminal.getvalue() == ""
    assert "--output" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "text", "--sheet", "care"), "--format pdf"),
        (("--format", "pdf", "--why", "suspicion"), "--why"),
    ],
)
def test_a_call_that_does_not_fit_is_refused(arguments: tuple[str, ...], says: str, capsys: Capture) -> None:
    """A sheet without PDF, and reasons alone as PDF, are wrong calls."""
    assert main(("assess", "zhao-tian-2026", "--as-of", "2026-03-01", *arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err


def test_the_command_line_offers_every_sheet() -> None:
    """The names stated once more for the help are those of the sheets."""
    assert list(cli_parser.SHEETS) == list(SHEETS)


def test_text_loads_no_type_setter() -> None:
    """Whoever prints no paper does not wait for it."""
    code = "import sys; from cephalad.cli import main; main(['assess', 'zhao-tian-2026', '--as-of', '2026-03-01']); "
    asked = f"{code}sys.stderr.write(str('typst' in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stderr == "False"


def test_the_commands_of_the_guide_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of the guide writes the file that it names."""
    monkeypatch.chdir(tmp_path)
    calls = re.findall(r"^\$ cephalad (.+)$", GUIDE, re.MULTILINE)
    assert len(calls) == 4
    for call in calls:
        assert main(call.split()) == 0
        assert Path(call.split()[-1]).read_bytes().startswith(b"%PDF-")


def test_the_guide_names_every_sheet() -> None:
    """The table has a row for each."""
    assert re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE) == list(SHEETS)
