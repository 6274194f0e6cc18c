"""`cephalad screen`: an archive in, a folder of tables and a page out; its two further words are told from archives."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from tests.unit.screen.archives import save_archive

from cephalad.cli import main
from cephalad.cli.parser_screen import with_action

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `cephalad screen`."""
    code = main(["screen", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_an_archive_becomes_a_folder(tmp_path: Path, capsys: Capture) -> None:
    """All the files are written, standard output stays empty, and no progress is shown in a pipe."""
    output = tmp_path / "out"
    code, out, err = answer(capsys, save_archive(tmp_path / "a.csv", 16), "--output", output)
    assert (code, out) == (0, "")
    assert err == (
        f"cephalad: wrote {output}: 14 reports (A 2, B 2, C 0, D 2, none 8)\n"
        "cephalad: women: A 2, B 2, C 0, D 0\n"
        f"cephalad: 2 rows could not be read, told in {output}/rejected.jsonl\n"
    )
    assert {path.name for path in output.iterdir()} == {
        "ranked.parquet",
        "women.parquet",
        "worklist.html",
        "rejected.jsonl",
        "manifest.json",
        "parts",
    }
    before = (output / "worklist.html").read_bytes()
    assert answer(capsys, tmp_path / "a.csv", "--output", output)[0] == 0
    assert (output / "worklist.html").read_bytes() == before


def test_columns_and_language_are_named(tmp_path: Path, capsys: Capture) -> None:
    """Columns of other names are read, and the words of the list are Chinese where asked for."""
    rows = pl.DataFrame({"ACC": ["1"], "REPORT": ["Intravenous leiomyomatosis."]})
    rows.write_parquet(tmp_path / "a.parquet")
    columns = ("--columns", "text=REPORT,id=ACC", "--lang", "zh")
    code, _, _ = answer(capsys, tmp_path / "a.parquet", "--output", tmp_path / "out", *columns)
    assert code == 0
    assert "需查阅病历名单" in (tmp_path / "out" / "worklist.html").read_text("utf-8")


def test_somebody_who_watches_sees_how_fast_it_goes(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal the reports done and their rate are shown, and taken away at the end."""
    monkeypatch.setattr("cephalad.cli.screen.is_terminal", lambda _: True)
    _, _, err = answer(capsys, save_archive(tmp_path / "a.csv", 16), "--output", tmp_path / "out")
    assert re.search(r"\r16 reports, [\d,]+ a second\r\x1b\[K", err)


def test_exit_codes(tmp_path: Path, capsys: Capture) -> None:
    """A wrong call is 2, an unreadable archive 3; what is said names the remedy."""
    file = save_archive(tmp_path / "a.csv", 8)
    assert answer(capsys, file, "--output", tmp_path / "out", "--columns", "text")[0] == 2
    assert answer(capsys, file, "--output", tmp_path / "out", "--jobs", "0")[0] == 2
    code, _, err = answer(capsys, tmp_path / "missing.csv", "--output", tmp_path / "out")
    assert (code, "missing.csv: cannot be read" in err) == (3, True)
    assert answer(capsys, file, "--output", tmp_path / "out")[0] == 0
    code, _, err = answer(capsys, save_archive(tmp_path / "a.csv", 16), "--output", tmp_path / "out")
    assert (code, "--anew" in err) == (2, True)
    assert answer(capsys, file, "--output", tmp_path / "out", "--anew")[0] == 0


def test_further_words_are_told_from_archives(capsys: Capture) -> None:
    """`sample` and `evaluate` are words; anything else, ./sample too, is an archive; other commands are let alone."""
    assert with_action(["screen", "sample", "x"]) == ["screen", "sample", "x"]
    assert with_action(["screen", "evaluate"]) == ["screen", "evaluate"]
    assert with_action(["screen", "./sample"]) == ["screen", "archive", "./sample"]
    assert with_action(["screen", "archive"]) == ["screen", "archive", "archive"]
    assert with_action(["screen"]) == ["screen", "archive"]
    assert with_action(["assess", "sample"]) == ["assess", "sample"]
    for word, shown in ((["--help"], "./sample"), (["sample", "--help"], "--seed"), (["evaluate", "--help"], "LABELS")):
        code, out, _ = answer(capsys, *word)
        assert (code, shown in out) == (0, True)
