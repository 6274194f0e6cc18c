"""`cephalad screen sample` and `screen evaluate` from outside: from a finished run to the page of results."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.unit.screen.test_evaluate import ARCHIVE, labelled
from tests.unit.write.html.reading import left_in_english, read

from cephalad.cli import main
from cephalad.screen.labels import labels_csv

Capture = pytest.CaptureFixture[str]
QUIET = "Chest radiograph. The lungs are clear of consolidation; the heart is not enlarged."
NAMED = "The findings are those of intravenous leiomyomatosis of the uterus."


def answer(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `cephalad screen`."""
    code = main(["screen", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an archive of eighty reports, four of which name the disease, and its finished run."""
    monkeypatch.chdir(tmp_path)
    with Path("reports.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "text"])
        rows.writerows([f"=r{number}", NAMED if number % 20 == 0 else f"{QUIET} No. {number}."] for number in range(80))
    assert main(["screen", "reports.csv", "--output", "found"]) == 0
    return tmp_path


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """The labelled sample of the made-up archive whose figures are worked out by hand."""
    file = tmp_path / "labels.csv"
    file.write_text(labels_csv(labelled(*ARCHIVE), with_text=False), encoding="utf-8", newline="")
    return file


# --- sample -----------------------------------------------------------------------------------------------------------


def rows_of(file: str) -> list[dict[str, str]]:
    """The rows of a file that a spreadsheet would open."""
    with Path(file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.usefixtures("finished")
def test_a_sample_is_drawn_from_a_run(capsys: Capture) -> None:
    """Twenty reports: all four named ones with probability 1, sixteen of 76 others, no text, no cell a formula."""
    code, out, err = answer(capsys, "sample", "found", "--size", "20", "--seed", "3", "--output", "labels.csv")
    assert (code, out) == (0, "")
    assert "20 reports, seed 3" in err
    rows = rows_of("labels.csv")
    assert [row["tier"] for row in rows].count("A") == 4
    assert {(row["tier"], float(row["inclusion"])) for row in rows} == {("A", 1.0), ("none", 16 / 76)}
    assert all(row["id"].startswith("'=r") for row in rows)
    assert "text" not in rows[0]
    assert NAMED not in Path("labels.csv").read_text(encoding="utf-8")


@pytest.mark.usefixtures("finished")
def test_the_text_comes_when_it_is_asked_for(capsys: Capture) -> None:
    """With --with-text each row has the text of its own report, in all three files; sheets tell no tier."""
    call = ("sample", "found", "--size", "20", "--seed", "3", "--with-text", "--output", "labels.csv")
    assert answer(capsys, *call)[0] == 0
    for row in rows_of("labels.csv"):
        number = row["id"].removeprefix("'=r")
        assert row["text"] == (NAMED if row["tier"] == "A" else f"{QUIET} No. {number}.")
    for reader in (1, 2):
        assert list(rows_of(f"labels-reader-{reader}.csv")[0]) == ["number", "id", "text", "label"]


@pytest.mark.usefixtures("finished")
def test_labels_are_never_overwritten(capsys: Capture) -> None:
    """A second sample into the same files is refused, and nothing is changed; so is one of nobody or of a folder."""
    call = ("sample", "found", "--size", "20", "--seed", "3", "--output", "labels.csv")
    assert answer(capsys, *call)[0] == 0
    before = Path("labels.csv").read_bytes()
    code, _, err = answer(capsys, *call)
    assert (code, "exists" in err, Path("labels.csv").read_bytes() == before) == (2, True, True)
    assert answer(capsys, "sample", "found", "--size", "0", "--seed", "3", "--output", "other.csv")[0] == 2
    assert answer(capsys, "sample", ".", "--size", "9", "--seed", "3", "--output", "other.csv")[0] == 3
    assert not Path("other.csv").exists()


@pytest.mark.usefixtures("finished")
def test_a_changed_archive_gives_no_text(capsys: Capture) -> None:
    """When a file is not the one that was screened, its text is refused: it may belong to another report."""
    with Path("reports.csv").open("a", encoding="utf-8") as file:
        file.write("r80,new\n")
    call = ("sample", "found", "--size", "20", "--seed", "3", "--with-text", "--output", "labels.csv")
    code, _, err = answer(capsys, *call)
    assert (code, "is not the file that was screened" in err, Path("labels.csv").exists()) == (3, True, False)


@pytest.mark.usefixtures("finished")
def test_from_sample_to_result_with_the_readers_own_sheets(capsys: Capture) -> None:
    """Two readers fill in their sheets, one is unsure once, a third decides: then the evaluation comes out."""
    call = ("sample", "found", "--size", "20", "--seed", "3", "--output", "labels.csv")
    assert answer(capsys, *call)[0] == 0
    tiers = {row["number"]: row["tier"] for row in rows_of("labels.csv")}
    sheets = [f"labels-reader-{reader}.csv" for reader in (1, 2)]
    for at, sheet in enumerate(sheets):
        filled = [[row["number"], row["id"], "yes" if tiers[row["number"]] == "A" else "no"] for row in rows_of(sheet)]
        if at:
            filled[0][2] = "unsure"
        with Path(sheet).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["number", "id", "label"], *filled])
    code, _, err = answer(capsys, "evaluate", "labels.csv", "--readers", *sheets)
    assert (code, err.count("LABEL-06")) == (1, 1)
    assert "labels.csv:2: adjudicated" in err
    rows = rows_of("labels.csv")
    rows[0]["adjudicated"] = "yes" if rows[0]["tier"] == "A" else "no"
    with Path("labels.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    code, out, err = answer(capsys, "evaluate", "labels.csv", "--readers", *sheets, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["labelled"], found["archive"], found["readers"]["adjudicated"]) == (20, 80, 1)
    assert found["sensitivity"]["value"] == found["specificity"]["value"] == 1


# --- evaluate ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_labels_become_an_evaluation(labels: Path, form: str, lang: str, capsys: Capture) -> None:
    """Each form comes in each language, with nothing on standard error, and with the figures worked out by hand."""
    code, out, err = answer(capsys, "evaluate", labels, "--prevalence", "0.003", "--format", form, "--lang", lang)
    assert (code, err) == (0, "")
    if form == "json":
        found = json.loads(out)
        assert found["sensitivity"]["value"] == pytest.approx(56 / 66, abs=1e-6)
        assert found["up_to"][2]["charts_per_case"]["value"] == pytest.approx(5)
        assert found["tiers"][4] | {"share": 0} == found["tiers"][4] | {"share": 0, "tier": None, "reports": 60_000}
        assert found["tiers"][4]["charts_per_case"]["value"] is None
    else:
        assert "84.8" in out
        assert "\x1b" not in out
    if form == "html":
        page = read(out)
        assert page.unbalanced == []
        assert out.count("<h1") == 1


def test_the_chinese_page_is_chinese(labels: Path, capsys: Capture) -> None:
    """No piece of an English sentence is left; “Imaging” stands in the name of a journal."""
    english, chinese = (
        read(answer(capsys, "evaluate", labels, "--format", "html", "--lang", lang)[1]).words() for lang in ("en", "zh")
    )
    assert left_in_english(english, chinese) == ["picture.lane.imaging"]


def test_the_page_warns_of_what_nobody_labelled(labels: Path, capsys: Capture) -> None:
    """Beside the sensitivity stands how low it may be, as most silent reports were never read."""
    out = answer(capsys, "evaluate", labels)[1]
    assert "1.5 % is not excluded" in " ".join(out.split())


def test_the_page_goes_to_a_file(labels: Path, tmp_path: Path, capsys: Capture) -> None:
    """With --output the file holds the page and nothing is printed."""
    file = tmp_path / "page.html"
    assert answer(capsys, "evaluate", labels, "--format", "html", "--output", file) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_faults_are_told_all_at_once_and_nothing_is_computed(labels: Path, capsys: Capture) -> None:
    """Two broken cells give two lines with line, column, value and remedy, and exit code 1."""
    text = labels.read_text(encoding="utf-8").replace("1,r1,yes", "1,r1,perhaps").replace("2,r2,yes,yes", "2,r2,yes,")
    labels.write_text(text, encoding="utf-8", newline="")
    code, out, err = answer(capsys, "evaluate", labels)
    assert (code, out) == (1, "")
    assert "labels.csv:2: reader_1: must be yes, no or unsure, got perhaps; write yes, no or unsure" in err


@pytest.mark.parametrize(("more", "code"), [(("--prevalence", "30"), 2), (("--readers", "a.csv", "b.csv"), 3)])
def test_wrong_calls_are_refused(labels: Path, more: tuple[str, ...], code: int, capsys: Capture) -> None:
    """A prevalence in percent is a wrong call, a sheet that is not there cannot be read."""
    assert answer(capsys, "evaluate", labels, *more)[0] == code
