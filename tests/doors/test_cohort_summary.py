"""`cephalad cohort summary` from outside: simulated patients through the whole pathway to text, JSON and page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cohort.built_answers import OPERATED, answers, same
from tests.unit.write.html.reading import read

from cephalad.cli import main
from cephalad.columns.answers_file import write_answers
from cephalad.guideline import default_guideline

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `cephalad cohort summary`."""
    code = main(["cohort", "summary", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The answers of 150 simulated patients on two dates, made by the commands themselves."""
    folder = tmp_path_factory.mktemp("summary")
    table, found = folder / "cohort.parquet", folder / "answers.parquet"
    assert main(["cohort", "simulate", "--patients", "150", "--seed", "4", "--output", str(table)]) == 0
    assert main(["cohort", "assess", str(table), "--as-of", "2023-12-31,2026-06-30", "--output", str(found)]) == 0
    return found


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Sixty women, three of them of stage IV."""
    file = tmp_path / "few.parquet"
    write_answers(answers(*same(57, **OPERATED, ma="I"), *same(3, ma="IV")), file, default_guideline())
    return file


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_simulated_patients_become_a_summary(form: str, lang: str, simulated: Path, capsys: Capture) -> None:
    """Each form comes in each language, with nothing on standard error."""
    code, out, err = answer(capsys, simulated, "--format", form, "--lang", lang)
    assert (code, err) == (0, "")
    if form == "json":
        assert [each["as_of"] for each in json.loads(out)["moments"]] == ["2023-12-31", "2026-06-30"]
    elif form == "html":
        assert read(out).unbalanced == []
    else:
        assert "2023-12-31" in out
        assert "\x1b" not in out


def test_every_woman_of_the_table_is_in_the_summary(simulated: Path, capsys: Capture) -> None:
    """The women of a date are those of whom it can be asked, and each has a level of suspicion."""
    moment = json.loads(answer(capsys, simulated, "--format", "json", "--show-small-cells")[1])["moments"][0]
    assert moment["women"]["count"] == sum(each["reached"]["count"] for each in moment["suspicion"].values())
    assert 100 < moment["women"]["count"] <= 150


def test_small_counts_are_hidden_unless_asked_for(few: Path, capsys: Capture) -> None:
    """Three women are “<5”; with the option they are three, and a warning stands above."""
    hidden, shown = (answer(capsys, few, *more)[1] for more in ((), ("--show-small-cells",)))
    assert "<5" in hidden
    assert "not to be passed on" not in hidden
    assert "<5" not in shown
    assert "not to be passed on" in shown


def test_csv_says_the_same(few: Path, tmp_path: Path, capsys: Capture) -> None:
    """The same answers as CSV give the same summary."""
    file = tmp_path / "few.csv"
    write_answers(answers(*same(57, **OPERATED, ma="I"), *same(3, ma="IV")), file, default_guideline())
    assert answer(capsys, file) == answer(capsys, few)


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_summary_goes_to_a_file(form: str, few: Path, tmp_path: Path, capsys: Capture) -> None:
    """With ``--output`` the file holds what is printed otherwise."""
    _, printed, _ = answer(capsys, few, "--format", form)
    file = tmp_path / "summary"
    assert answer(capsys, few, "--format", form, "--output", file) == (0, "", "")
    assert file.read_text(encoding="utf-8") == printed


def test_a_table_of_findings_is_no_file_of_answers(tmp_path: Path, capsys: Capture) -> None:
    """It is told what to do first, and nothing is printed."""
    table = tmp_path / "cohort.parquet"
    assert main(["cohort", "simulate", "--patients", "3", "--seed", "1", "--output", str(table)]) == 0
    capsys.readouterr()
    code, out, err = answer(capsys, table)
    assert (code, out) == (3, "")
    assert err.startswith(f"cephalad: {table}: holds cephalad-cohort/1")
    assert "cephalad cohort assess" in err


@pytest.mark.parametrize(
    ("women", "said"),
    [([], "holds no answer"), ([{"patient": "a"}, {"patient": "a"}], "several answers of one patient"),
     ([{"ma": "V"}], "ma: V")],
)  # fmt: skip
def test_answers_that_cannot_be_summed_up(
    women: list[dict[str, str]], said: str, tmp_path: Path, capsys: Capture
) -> None:
    """An empty file, a patient twice and words of another version are told with the file's name; exit code 3."""
    file = tmp_path / "answers.parquet"
    write_answers(answers(*women), file, default_guideline())
    code, out, err = answer(capsys, file)
    assert (code, out) == (3, "")
    assert err.startswith(f"cephalad: {file}: ")
    assert said in err


@pytest.mark.parametrize(
    ("arguments", "code"), [(("none.parquet",), 3), (("none.txt",), 2), (("x.parquet", "--format", "ics"), 2), ((), 2)]
)
def test_wrong_calls(arguments: tuple[str, ...], code: int, capsys: Capture) -> None:
    """A missing file is unreadable; another ending, another format and no file at all are wrong calls."""
    found, out, err = answer(capsys, *arguments)
    assert (found, out) == (code, "")
    assert err


def test_help_loads_no_data_library() -> None:
    """Asking what the command does imports neither polars nor numpy."""
    call = "import sys; from cephalad.cli import main; main(['cohort', 'summary', '--help']); "
    check = "sys.exit(len({'polars', 'numpy'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", call + check], capture_output=True, text=True, check=False)
    assert (done.returncode, "ANSWERS" in done.stdout) == (0, True)
