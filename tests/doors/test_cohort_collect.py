"""`cephalad cohort collect`: case files, shipped names and directories in, one table out, faults told beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from cephalad.cli import main
from cephalad.cli.streams import is_terminal
from cephalad.columns import collect, read_table
from cephalad.record import example_names, example_text, read_example

Capture = pytest.CaptureFixture[str]
SOUND = "chen-2023"


def answer(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `cephalad cohort collect`."""
    code = main(["cohort", "collect", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def save(folder: Path, name: str, *, case: str = SOUND, old: str = "", new: str = "") -> Path:
    """A shipped case as a file, one thing in it changed."""
    file = folder / name
    file.write_text(example_text(case).replace(old, new, 1) if old else example_text(case), encoding="utf-8")
    return file


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_shipped_cases_become_a_table(ending: str, tmp_path: Path, capsys: Capture) -> None:
    """All published cases are one table, in either form; what was written is told on standard error."""
    output = tmp_path / f"cases.{ending}"
    code, out, err = answer(capsys, *example_names(), "--output", output)
    expected = collect(map(read_example, example_names()))
    assert (code, out) == (0, "")
    assert err == f"cephalad: wrote {output}: 39 patients, {expected.height} rows\n"
    assert read_table(output).rows.equals(expected)


def test_a_directory_stands_for_its_case_files(tmp_path: Path, capsys: Capture) -> None:
    """YAML and JSON files directly in it are read, other files and folders are not."""
    save(tmp_path, "one.yaml")
    save(tmp_path, "two.YML", case="kaur-2015")
    (tmp_path / "three.json").write_text(
        '{"format": "cephalad-case/1", "case": "json", "written_on": "2026"}', encoding="utf-8"
    )
    (tmp_path / "notes.txt").write_text("no case", encoding="utf-8")
    (tmp_path / "more").mkdir()
    save(tmp_path / "more", "four.yaml", case="li-2015")
    output = tmp_path / "t.parquet"
    assert answer(capsys, tmp_path, "--output", output)[0] == 0
    assert set(read_table(output).rows["patient"]) == {SOUND, "kaur-2015", "json"}
    assert answer(capsys, tmp_path, tmp_path / "more", "li-2022-1", "--output", output)[0] == 0
    assert read_table(output).rows["patient"].n_unique() == 5


def test_the_order_of_the_names_changes_no_byte(tmp_path: Path, capsys: Capture) -> None:
    """The same cases in another order give the same file; another case gives another one."""
    content = []
    for at, names in enumerate([(SOUND, "kaur-2015"), ("kaur-2015", SOUND), (SOUND, "li-2015")]):
        assert answer(capsys, *names, "--output", tmp_path / f"{at}.parquet")[0] == 0
        content.append((tmp_path / f"{at}.parquet").read_bytes())
    assert content[0] == content[1] != content[2]


def test_an_invalid_case_is_left_out(tmp_path: Path, capsys: Capture) -> None:
    """Every issue of it is told with its place, the others are written, and the exit code says no."""
    wrong = save(tmp_path, "wrong.yaml", old="sex: female\nbirth: {age_years: 36,", new="sex: f\nbirth: {age_years: x,")
    output = tmp_path / "t.csv"
    code, out, err = answer(capsys, wrong, "kaur-2015", "--output", output)
    lines = err.splitlines()
    assert (code, out) == (1, "")
    assert lines[0] == "cephalad: 1 case left out for 2 issues"
    assert lines[1].startswith(f"{wrong}:4: sex: ")
    assert lines[2].startswith(f"{wrong}:5: birth.age_years: ")
    assert lines[3].startswith(f"cephalad: wrote {output}: 1 patient, ")
    assert set(read_table(output).rows["patient"]) == {"kaur-2015"}


def test_a_patient_stands_in_a_table_once(tmp_path: Path, capsys: Capture) -> None:
    """A second file of one patient is left out, with the name of the first."""
    again = save(tmp_path, "again.yaml", old="sex: female", new="sex: male")
    output = tmp_path / "t.parquet"
    code, _, err = answer(capsys, SOUND, again, "--output", output)
    assert code == 1
    assert f"{again}: case: must name a patient of its own, got {SOUND}; she stands in {SOUND};" in err
    assert "[TABLE-40]" in err
    assert read_table(output).rows.filter(finding="patient.sex")["value_text"].to_list() == ["female"]


def test_an_unreadable_case_is_left_out(tmp_path: Path, capsys: Capture) -> None:
    """A missing file and one that is no text are unreadable input, and the others are written all the same."""
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    output = tmp_path / "t.parquet"
    code, _, err = answer(capsys, tmp_path / "binary.yaml", "chen-2032", SOUND, "--output", output)
    assert code == 3
    assert "binary.yaml" in err
    assert "[FILE-02]" in err
    assert "chen-2032: no such file; the nearest example is chen-2023" in err
    assert set(read_table(output).rows["patient"]) == {SOUND}


def test_no_case_gives_no_table(tmp_path: Path, capsys: Capture) -> None:
    """Where nothing could be collected, what stood there before is left alone."""
    output = tmp_path / "t.csv"
    output.write_text("old", encoding="utf-8")
    code, _, err = answer(capsys, save(tmp_path, "wrong.yaml", old="sex: female", new="sex: f"), "--output", output)
    assert code == 1
    assert "no case could be collected; nothing was written" in err
    assert output.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([SOUND], 2, "--output"),
        (["--output", "t.csv"], 2, "CASE"),
        ([SOUND, "--output", "t.xlsx"], 2, "t.xlsx: a table is written to a file that ends in .parquet or .csv"),
        ([SOUND, "--output", "none/t.csv"], 3, "none/t.csv: cannot be written: No such file or directory"),
        (["empty", "--output", "t.csv"], 3, "empty: holds no case file; one ends in .yaml, .yml, .json"),
    ],
    ids=["no output", "no case", "ending", "folder", "empty"],
)
def test_a_call_that_cannot_succeed(
    arguments: list[str], status: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A wrong call and a place that cannot be written or read are told apart; nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    code, out, err = answer(capsys, *arguments)
    assert (code, out) == (status, "")
    assert said in err
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("watched", [True, False])
def test_progress_from_five_cases(
    *, watched: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Who watches sees how many of five cases have been read; a pipe sees nothing of it, nor four cases."""
    assert not is_terminal(sys.stderr)
    monkeypatch.setattr("cephalad.cli.streams.is_terminal", lambda _: watched)
    names, output = example_names()[:5], tmp_path / "t.parquet"
    assert ("5 of 5 cases" in answer(capsys, *names, "--output", output)[2]) is watched
    assert "of 4 cases" not in answer(capsys, *names[:4], "--output", output)[2]


def test_help_needs_no_data_library() -> None:
    """Asking what `cohort collect` takes loads no table."""
    code = "import sys\nfrom cephalad.cli import main\ntry:\n    main(['cohort', 'collect', '--help'])\nfinally:\n"
    code += "    print('polars' in sys.modules, file=sys.stderr)\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--output FILE" in done.stdout
    assert done.stderr == "False\n"


def test_the_table_opens_elsewhere(tmp_path: Path, capsys: Capture) -> None:
    """A reader that knows nothing of this program finds the columns with their types."""
    output = tmp_path / "t.parquet"
    assert answer(capsys, SOUND, "--output", output)[0] == 0
    found = pl.read_parquet(output)
    assert found.columns[:6] == ["patient", "event", "kind", "sequence", "from", "to"]
    assert found.schema["from"] == pl.Date
    assert found.filter(finding="patient.age-years")["value_number"].to_list() == [36.0]
