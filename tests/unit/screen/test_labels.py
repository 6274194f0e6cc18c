"""The file of labels goes out and comes back: cells, spreadsheets' habits, and every fault at once."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from cephalad.errors import UnreadableInput
from cephalad.screen.labels import Label, labels_csv, sheet_csv
from cephalad.screen.labels_file import read_labels, read_sheet, unlabelled, with_sheets

HEAD = "number,id,reader_1,reader_2,adjudicated,tier,inclusion\n"


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file of labels with this text."""
    file = folder / "labels.csv"
    file.write_bytes(text.encode(encoding))
    return file


def codes(folder: Path, text: str) -> list[tuple[int, str, str, str]]:
    """Line, column, value and code of every fault of a file."""
    labels, issues = read_labels(saved(folder, text))
    issues = issues or unlabelled("x", labels)
    assert all(issue.remedy and issue.rule for issue in issues)
    return [(issue.line, issue.path, issue.value, issue.code) for issue in issues]


# --- writing ----------------------------------------------------------------------------------------------------------


def test_labels_come_back(tmp_path: Path) -> None:
    """What is written is read again: ids that look like formulas, texts of several lines, Chinese."""
    told = [
        Label(1, "=cmd|1", "yes", "no", "yes", "A", 1.0, "first\nsecond, “third”"),
        Label(2, "报告-2", "no", "no", "", "none", 0.0125, "子宫肌瘤"),
    ]
    file = tmp_path / "labels.csv"
    file.write_text(labels_csv(told, with_text=True), encoding="utf-8", newline="")
    labels, issues = read_labels(file)
    assert issues == []
    assert [replace(label, line=0) for label in labels] == [replace(each, text="") for each in told]
    assert [label.line for label in labels] == [2, 4]


def test_text_stands_only_where_it_was_asked_for() -> None:
    """Without the text neither file has a column for it."""
    told = [Label(1, "x", "", "", "", "A", 1.0, "secret")]
    assert "secret" not in labels_csv(told, with_text=False) + sheet_csv(told, with_text=False)
    assert "text" not in labels_csv(told, with_text=False)
    assert "secret" in labels_csv(told, with_text=True)


def test_a_readers_sheet_tells_no_tier() -> None:
    """A sheet has number, id, text and an empty label, and nothing of the tier or the other reader."""
    sheet = sheet_csv([Label(4, "x", "yes", "no", "", "A", 0.25, "text of it")], with_text=True)
    assert sheet.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(sheet[1:]))) == [["number", "id", "text", "label"], ["4", "x", "text of it", ""]]


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize(("delimiter", "share"), [(",", "0.25"), (";", "0,25"), ("\t", "0.25")])
def test_a_spreadsheets_habits_are_read(tmp_path: Path, mark: str, delimiter: str, share: str) -> None:
    """Semicolons, tabs, decimal commas, a byte order mark, capitals, blanks and empty lines change nothing."""
    head = delimiter.join(["Number", " id", "reader_1", "reader_2", "adjudicated", "tier", "inclusion", "my notes"])
    row = delimiter.join(["1", "x", " Yes", "是", "", "a", share, "look again"])
    labels, issues = read_labels(saved(tmp_path, f"{mark}{head}\r\n{row}\r\n{delimiter * 7}\r\n"))
    assert issues == []
    assert labels == [Label(1, "x", "yes", "yes", "", "A", 0.25, line=2)]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Line, column and value of each: a label, a tier, a probability, a number, a short row."""
    text = HEAD + "1,x,maybe,no,unsure,E,0\nzwei,y,no,no,,A,1\n3,z,no,no,,A\n1,w,no,no,,A,0.5\n"
    assert codes(tmp_path, text) == [
        (2, "reader_1", "maybe", "LABEL-02"),
        (2, "adjudicated", "unsure", "LABEL-02"),
        (2, "tier", "E", "LABEL-03"),
        (2, "inclusion", "0", "LABEL-04"),
        (3, "number", "zwei", "LABEL-03"),
        (4, "", "6", "LABEL-09"),
        (5, "inclusion", "0.5", "LABEL-04"),
        (5, "number", "1", "LABEL-05"),
    ]


def test_what_the_people_left_open_is_told(tmp_path: Path) -> None:
    """Missing answers, undecided differences, and an adjudicator who overrules two who agree."""
    text = HEAD + "1,a,,no,,A,1\n2,b,yes,no,,A,1\n3,c,unsure,unsure,,A,1\n4,d,no,no,yes,A,1\n5,e,yes,unsure,no,A,1\n"
    assert codes(tmp_path, text) == [
        (2, "reader_1", "nothing for number 1 (id a)", "LABEL-06"),
        (3, "adjudicated", "yes and no for number 2 (id b)", "LABEL-06"),
        (4, "adjudicated", "unsure and unsure for number 3 (id c)", "LABEL-06"),
        (5, "adjudicated", "yes", "LABEL-07"),
    ]


def test_a_column_that_nobody_filled_in_is_one_fault(tmp_path: Path) -> None:
    """A fresh sample has two empty columns, not a fault for every cell, and the way out names the readers' sheets."""
    text = HEAD + "".join(f"{number},r,,,,A,1\n" for number in range(1, 8))
    assert codes(tmp_path, text) == [
        (1, "reader_1", "nothing in 7 rows", "LABEL-06"),
        (1, "reader_2", "nothing in 7 rows", "LABEL-06"),
    ]
    assert "--readers" in unlabelled("x", read_labels(saved(tmp_path, text))[0])[0].remedy


def test_a_missing_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    """A renamed column is a fault with the name to change."""
    _, issues = read_labels(saved(tmp_path, HEAD.replace("reader_2", "reader2") + "1,x,no,no,,A,1\n"))
    assert [(issue.path, issue.remedy, issue.code) for issue in issues] == [
        ("reader_2", "rename 'reader2'", "LABEL-01")
    ]


@pytest.mark.parametrize("text", ["", HEAD])
def test_a_file_without_reports_is_a_fault(tmp_path: Path, text: str) -> None:
    """Nothing to evaluate is said, not evaluated."""
    assert {code for *_, code in codes(tmp_path, text)} <= {"LABEL-01", "LABEL-08"}
    assert codes(tmp_path, text)


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    """A cell of a report's text in the wrong column is not printed whole, nor a sign that steers a terminal."""
    ((_, _, value, _),) = codes(tmp_path, HEAD + f"1,x,\x1b[31m{'a' * 500},no,,A,1\n")
    assert len(value) == 60
    assert value.isprintable()


def test_another_encoding_is_unreadable(tmp_path: Path) -> None:
    """A file saved in the encoding of a Chinese spreadsheet is refused with the way to save it."""
    with pytest.raises(UnreadableInput, match="CSV UTF-8"):
        read_labels(saved(tmp_path, HEAD + "1,报告,no,no,,A,1\n", "gb18030"))
    with pytest.raises(UnreadableInput, match="cannot be read"):
        read_labels(tmp_path / "nowhere.csv")


# --- the readers' own sheets ------------------------------------------------------------------------------------------


def test_sheets_fill_the_readers_columns(tmp_path: Path) -> None:
    """What two readers wrote on their sheets stands where the file of labels has room for it, by number."""
    labels = [Label(1, "x", "", "", "", "A", 1.0), Label(2, "y", "", "", "", "A", 1.0)]
    sheet, issues = read_sheet(saved(tmp_path, "number,id,label\n2,y,no\n1,x,y\n"))
    assert (sheet, issues) == ({2: "no", 1: "yes"}, [])
    filled, faults = with_sheets(labels, [sheet, {1: "unsure", 2: "no"}], ["one", "two"])
    assert [(label.first, label.second) for label in filled] == [("yes", "unsure"), ("no", "no")]
    assert faults == []


def test_a_sheet_of_another_sample_is_told(tmp_path: Path) -> None:
    """A report that a sheet lacks is named, and an empty label on a sheet is a fault."""
    labels = [Label(1, "x", "", "", "", "A", 1.0)]
    _, faults = with_sheets(labels, [{1: "yes"}, {7: "yes"}], ["one", "two"])
    assert [(fault.file, fault.value, fault.code) for fault in faults] == [("two", "no row 1", "LABEL-10")]
    _, issues = read_sheet(saved(tmp_path, "number,id,label\n1,x,\n"))
    assert [(issue.line, issue.path, issue.code) for issue in issues] == [(2, "label", "LABEL-02")]
