"""The answers on disk: the same rows come back from either form, and a file that holds something else is told so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.cohort.built_answers import OPERATED, answers

from cephalad.columns.answers import ANSWERS_VERSION, answer_schema
from cephalad.columns.answers_file import read_answers, scan_answers, write_answers
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.guideline import default_guideline

GUIDELINE = default_guideline()
ROWS = answers(
    OPERATED | {"front": ["left-uterine-vein", "right-uterine-vein"], "missing": ["resection.complete"]},
    {"missing": [], "next_late_days": 7, "next_closes": date(2026, 1, 31)},
    {"missing": None},
)


def saved(folder: Path, rows: pl.DataFrame = ROWS, ending: str = "parquet") -> Path:
    """A file with these rows."""
    file = folder / f"answers.{ending}"
    write_answers(rows, file, GUIDELINE)
    return file


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_same_rows_come_back(ending: str, tmp_path: Path) -> None:
    """Words, lists, days, numbers and nothing at all survive either form; an empty list is not nothing."""
    assert read_answers(saved(tmp_path, ending=ending)).equals(ROWS)
    assert ROWS["missing"].to_list() == [["resection.complete"], [], None]


def test_words_of_a_list_stand_in_one_cell_of_a_csv_file(tmp_path: Path) -> None:
    """They are joined by a semicolon and a blank; an empty list is an empty text in quotes."""
    lines = saved(tmp_path, ending="csv").read_text(encoding="utf-8").splitlines()
    cells = [line.split(",")[lines[0].split(",").index("front")] for line in lines[1:]]
    assert cells == ["left-uterine-vein; right-uterine-vein", '""', '""']


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_same_rows_give_the_same_bytes(ending: str, tmp_path: Path) -> None:
    """Writing twice, from a frame or from a plan for one, gives equal files."""
    first = saved(tmp_path, ending=ending).read_bytes()
    write_answers(ROWS.lazy(), tmp_path / f"again.{ending}", GUIDELINE)
    assert (tmp_path / f"again.{ending}").read_bytes() == first


def test_criteria_may_stand_beside_the_conclusions(tmp_path: Path) -> None:
    """The columns of criteria are written and read with the others."""
    every = [name for name in answer_schema(GUIDELINE, criteria=True) if name not in ROWS.columns]
    rows = ROWS.with_columns(pl.lit("unknown").alias(name) for name in every)
    assert read_answers(saved(tmp_path, rows)).equals(rows)
    assert len(every) == len(GUIDELINE.criteria)


def test_columns_may_come_in_any_order(tmp_path: Path) -> None:
    """Read, they stand in their own order."""
    file = tmp_path / "turned.parquet"
    ROWS.select(ROWS.columns[::-1]).write_parquet(file, metadata={"cephalad.schema": ANSWERS_VERSION})
    known = [name for name in ROWS.columns if not name.startswith("workup_")]
    assert read_answers(file).columns[: len(known)] == known


def test_rows_of_other_columns_are_not_written(tmp_path: Path) -> None:
    """A column too few or of another type is a fault in the call, and no file appears."""
    for rows in (ROWS.drop("mdt"), ROWS.with_columns(pl.col("next_late_days").cast(pl.Int64))):
        with pytest.raises(InvalidArgument, match="other columns than the answers of zhao-tian-2026"):
            write_answers(rows, tmp_path / "x.parquet", GUIDELINE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["answers.txt", "answers", "answers.json"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    """Only Parquet and CSV are written and read."""
    with pytest.raises(InvalidArgument, match=r"\.parquet or \.csv"):
        write_answers(ROWS, tmp_path / name, GUIDELINE)
    with pytest.raises(InvalidArgument, match=r"\.parquet or \.csv"):
        read_answers(tmp_path / name)


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """A folder and a missing folder are told, and no half-written file stays."""
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UnreadableInput, match="is a directory"):
        write_answers(ROWS, tmp_path / "folder.csv", GUIDELINE)
    with pytest.raises(UnreadableInput, match="cannot be written: No such file"):
        write_answers(ROWS, tmp_path / "none" / "x.parquet", GUIDELINE)
    assert [each.name for each in tmp_path.iterdir()] == ["folder.csv"]


def faulty(folder: Path, name: str) -> Path:
    """A file with something wrong."""
    file = folder / (f"{name}.csv" if name.startswith("csv") else f"{name}.parquet")
    metadata = {"cephalad.schema": ANSWERS_VERSION}
    if name == "version":
        ROWS.write_parquet(file, metadata={"cephalad.schema": "cephalad-answers/9"})
    elif name == "cohort":
        ROWS.write_parquet(file, metadata={"cephalad.schema": "cephalad-cohort/1"})
    elif name == "plain":
        ROWS.write_parquet(file)
    elif name == "columns":
        rows = ROWS.drop("ma").rename({"mdt": "mtd"}).with_columns(pl.col("front").list.join(" "))
        rows.write_parquet(file, metadata=metadata)
    elif name == "noise":
        file.write_bytes(b"PAR1 nothing of the kind")
    elif name == "csv-columns":
        ROWS.select("patient", "as_of").write_csv(file)
    elif name == "csv-value":
        text = saved(folder, ending="csv").read_text(encoding="utf-8")
        file.write_text(text.replace("2026-01-31", "31.1.2026"), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("version", "holds cephalad-answers/9; this program reads cephalad-answers/1: write it with"),
        ("cohort", "holds cephalad-cohort/1; .*cephalad cohort assess"),
        ("plain", "says of no version what it holds"),
        ("columns", r"ma is missing; mdt is missing; mtd is unknown \(write mdt\); front holds String, not List"),
        ("noise", "is no PARQUET file"),
        ("csv-columns", "guideline is missing; suspicion is missing"),
        ("csv-value", "a value does not belong in its column"),
        ("none", "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_none_is_told(name: str, said: str, tmp_path: Path) -> None:
    """Another version, other columns, noise and wrong values are told with what to do, before a row is counted."""
    file = faulty(tmp_path, name)
    with pytest.raises(UnreadableInput, match=said):
        scan_answers(file)
