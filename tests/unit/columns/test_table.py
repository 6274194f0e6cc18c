"""The table on disk: what is written comes back, and every row that cannot be relied on is refused with its reason."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cephalad.columns import Table, check_rows, collect, ending_of, read_batches, read_table, write_table
from cephalad.columns.rejected import shown
from cephalad.columns.schema import COLUMNS, SCHEMA
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.record import example_names, read_example

Row = dict[str, Any]
DAY = date(2025, 2, 3)
OF_EVENT: Row = {"from": DAY, "to": DAY, "basis": "date", "recorded_at": DAY, "supersedes": None, "withdrawn": False}
NO_VALUE: Row = {"value_text": None, "value_number": None, "unit": "", "status": "recorded", "qualifier": ""}


def row(patient: str, event: str, kind: str, sequence: int | None, finding: str, **other: Any) -> Row:
    """A row of an event on 3 February 2025, with what is given besides."""
    stated = {"patient": patient, "event": event, "kind": kind, "sequence": sequence, "finding": finding}
    return {**stated, **OF_EVENT, **NO_VALUE, **other}


def of_patient(finding: str, **other: Any) -> Row:
    """A row about patient a herself."""
    timeless = {"from": None, "to": None, "basis": None}
    return {**row("a", "", "patient", -1, finding), **timeless, **other}


IMAGING = [
    of_patient("patient.sex", value_text="female"),
    row("a", "us", "imaging", 0, "imaging.modality", value_text="ultrasound"),
    row("a", "us", "imaging", 0, "mass.longest-diameter", qualifier="left mass", value_number=72.0, unit="mm"),
    row("a", "us", "imaging", 0, "vein.content", qualifier="infrarenal-ivc", value_text="tumour"),
    row("a", "talk", "booking", 1, "booking.planned-on", value_text="2025-12"),
    row("b", "talk", "contact", 0, "contact.remark", value_text="as told"),
]
"""Six sound rows; place 1 to 6 in messages."""


def table(*rows: Row) -> pl.DataFrame:
    """Rows in the table's columns and types."""
    return pl.DataFrame([{name: each[name] for name in COLUMNS} for each in rows], schema=SCHEMA)


def changed(at: int, **values: Any) -> Table:
    """What comes of the sound rows when one, counted from 1, has other values."""
    return check_rows(table(*({**each, **values} if n == at else each for n, each in enumerate(IMAGING, start=1))))


def codes(found: Table) -> list[tuple[str, str, str]]:
    """Place, column and code of every refusal."""
    return [(each.place, each.column, each.code) for each in found.rejected]


def published() -> pl.DataFrame:
    """The table of the shipped cases."""
    return collect(read_example(name) for name in example_names())


# --- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".CSV"])
def test_the_published_cases_come_back(ending: str, tmp_path: Path) -> None:
    """What was written is read again, row by row, with nothing refused."""
    rows = published()
    write_table(rows, tmp_path / f"t{ending}")
    found = read_table(tmp_path / f"t{ending}")
    assert found.rejected == []
    assert found.rows.equals(rows)
    assert found.rows.schema == SCHEMA


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_awkward_words_come_back(ending: str, tmp_path: Path) -> None:
    """Commas, quotes, line ends, blanks and Chinese in a text, and an empty cell beside them, survive both forms."""
    words = ['a, "b"', "two\nlines", "  blanks ", "如报告所述", "null", "1e5", "no"]
    rows = table(
        *(row("a", f"e{at}", "contact", at, "contact.remark", value_text=each) for at, each in enumerate(words))
    )
    write_table(rows, tmp_path / f"t{ending}")
    found = read_table(tmp_path / f"t{ending}")
    assert found.rejected == []
    assert found.rows.equals(rows)


def test_the_version_stands_in_the_file(tmp_path: Path) -> None:
    """A Parquet file names the version of the table; another version is refused."""
    write_table(table(*IMAGING), tmp_path / "t.parquet")
    assert pl.read_parquet_metadata(tmp_path / "t.parquet")["cephalad.schema"] == "cephalad-cohort/1"
    table(*IMAGING).write_parquet(tmp_path / "t.parquet", metadata={"cephalad.schema": "cephalad-cohort/2"})
    with pytest.raises(UnreadableInput, match="holds cephalad-cohort/2; this program reads cephalad-cohort/1"):
        read_table(tmp_path / "t.parquet")


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_the_same_rows_give_the_same_bytes(ending: str, tmp_path: Path) -> None:
    """Two files of the same cases are equal byte by byte; other rows give another file."""
    for name in ("one", "two"):
        write_table(published(), tmp_path / f"{name}{ending}")
    write_table(published().head(-1), tmp_path / f"less{ending}")
    one, two, less = ((tmp_path / f"{name}{ending}").read_bytes() for name in ("one", "two", "less"))
    assert one == two != less


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    """A wrong ending, wrong columns, a directory and a missing folder are refused; nothing is half written."""
    (tmp_path / "t.csv").write_text("old", encoding="utf-8")
    with pytest.raises(InvalidArgument, match=r"ends in \.parquet or \.csv"):
        ending_of("t.xlsx")
    with pytest.raises(InvalidArgument, match="other columns"):
        write_table(table(*IMAGING).drop("unit"), tmp_path / "t.csv")
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(UnreadableInput, match="is a directory"):
        write_table(table(*IMAGING), tmp_path / "d.csv")
    with pytest.raises(UnreadableInput, match="No such file"):
        write_table(table(*IMAGING), tmp_path / "none" / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.csv", "t.csv"]


# --- files that are no table ------------------------------------------------------------------------------------------


def test_columns_are_told_all_at_once(tmp_path: Path) -> None:
    """A missing, a misspelt and an impossible column are one message; the rows are not read."""
    rows = table(*IMAGING).rename({"sequence": "sequense"}).with_columns(pl.col("from").cast(pl.Int64) * 1.5)
    rows.write_parquet(tmp_path / "t.parquet")
    with pytest.raises(UnreadableInput) as told:
        read_table(tmp_path / "t.parquet")
    said = "sequence is missing; 'sequense' is unknown (write sequence); from holds Float64, not Date"
    assert said.replace("'", "") in str(told.value)


@pytest.mark.parametrize(("name", "content"), [("t.parquet", b"no table"), ("t.csv", b""), ("t.csv", b"a,b\n1,2\n")])
def test_what_is_no_table_is_unreadable(name: str, content: bytes, tmp_path: Path) -> None:
    """Other content, nothing, and a table of something else are unreadable input, never an internal error."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableInput, match=name):
        read_table(tmp_path / name)
    with pytest.raises(UnreadableInput, match="No such file"):
        read_table(tmp_path / f"no-{name}")


# --- types ------------------------------------------------------------------------------------------------------------


def test_types_are_taken_over_where_nothing_is_lost() -> None:
    """Numbers for words, whole floats, midnights, categories and 0 or 1 are read as what they are."""
    rows = table(*IMAGING)
    foreign = rows.with_columns(
        pl.col("patient").replace({"a": "17", "b": "18"}).cast(pl.Int64),
        pl.col("kind", "finding").cast(pl.Categorical),
        pl.col("sequence").cast(pl.Float64),
        pl.col("from", "to").cast(pl.Datetime("us")),
        pl.col("recorded_at").dt.to_string("%Y-%m-%d"),
        pl.col("supersedes").cast(pl.Null),
        pl.col("withdrawn").cast(pl.Int8),
        pl.col("value_number").cast(pl.Decimal(10, 2)),
    )
    found = check_rows(foreign)
    assert found.rejected == []
    assert found.rows.equals(rows.with_columns(pl.col("patient").replace({"a": "17", "b": "18"})))


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("from", datetime(2025, 2, 3, 12), "TABLE-05"),
        ("from", "2025-02-30", "TABLE-05"),
        ("from", "2025-2-3", "TABLE-05"),
        ("from", "2025-02", "TABLE-05"),
        ("sequence", 0.5, "TABLE-04"),
        ("sequence", "0.5", "TABLE-04"),
        ("sequence", "9999999999", "TABLE-04"),
        ("withdrawn", "perhaps", "TABLE-09"),
        ("withdrawn", 2, "TABLE-09"),
        ("value_number", "72 mm", "TABLE-21"),
        ("value_number", "1,5", "TABLE-21"),
        ("value_number", "nan", "TABLE-21"),
    ],
)
def test_what_would_be_lost_is_refused(column: str, value: object, code: str) -> None:
    """A moment within a day, a month, a fraction of a place or a number with words beside it is not rounded."""
    one = table(IMAGING[2]).with_columns(pl.lit(value).alias(column))
    found = check_rows(one)
    assert codes(found) == [("row 1", column, code)]
    assert found.rejected[0].value == shown(value)


@pytest.mark.parametrize(
    ("value", "unit", "kept"),
    [(72.0, "mm", 72.0), (7.2, "cm", 72.0), (16.1, "cm", 161.0), (72.0, "", None), (72.0, "inch", None)],
)
def test_a_number_is_kept_in_its_own_unit(value: float, unit: str, kept: float | None) -> None:
    """7.2 cm is 72 mm exactly; a diameter without a unit could be either and is refused, as in a case file."""
    found = changed(3, value_number=value, unit=unit)
    numbers = found.rows.filter(pl.col("value_number").is_not_null()).select("value_number", "unit").rows()
    assert numbers == ([] if kept is None else [(kept, "mm")])
    assert codes(found) == ([("row 3", "unit", "TABLE-22")] if kept is None else [])


# --- rows -------------------------------------------------------------------------------------------------------------


def test_sound_rows_stand() -> None:
    """The rows that the tests below damage are sound."""
    assert check_rows(table(*IMAGING)).rejected == []
    assert check_rows(table(*IMAGING)).rows.equals(table(*IMAGING))


@pytest.mark.parametrize(
    ("at", "values", "column", "code"),
    [
        (6, {"patient": None}, "patient", "TABLE-01"),
        (6, {"patient": "Mrs B"}, "patient", "TABLE-01"),
        (6, {"patient": "b" * 81}, "patient", "TABLE-01"),
        (6, {"event": ""}, "event", "TABLE-02"),
        (1, {"event": "us"}, "event", "TABLE-02"),
        (6, {"kind": "contct"}, "kind", "TABLE-03"),
        (6, {"sequence": None}, "sequence", "TABLE-04"),
        (6, {"sequence": -1}, "sequence", "TABLE-04"),
        (6, {"from": date(1799, 12, 31)}, "from", "TABLE-05"),
        (6, {"to": date(2201, 1, 1)}, "to", "TABLE-05"),
        (6, {"recorded_at": date(1799, 12, 31)}, "recorded_at", "TABLE-05"),
        (6, {"from": None}, "from", "TABLE-06"),
        (6, {"to": None}, "to", "TABLE-06"),
        (6, {"recorded_at": None}, "recorded_at", "TABLE-06"),
        (1, {"recorded_at": None}, "recorded_at", "TABLE-06"),
        (6, {"to": date(2025, 2, 2)}, "to", "TABLE-07"),
        (6, {"basis": "exact"}, "basis", "TABLE-08"),
        (6, {"basis": None}, "basis", "TABLE-08"),
        (4, {"finding": "vein.contents"}, "finding", "TABLE-11"),
        (1, {"finding": "patient.name"}, "finding", "TABLE-11"),
        (6, {"finding": "patient.sex", "value_text": "male"}, "finding", "TABLE-11"),
        (2, {"finding": "wish.fertility", "value_text": "yes"}, "finding", "TABLE-12"),
        (2, {"qualifier": "left mass"}, "qualifier", "TABLE-13"),
        (3, {"qualifier": " "}, "qualifier", "TABLE-13"),
        (3, {"qualifier": "m" * 81}, "qualifier", "TABLE-13"),
        (4, {"qualifier": "infra-renal-ivc"}, "qualifier", "TABLE-14"),
        (4, {"status": "suspect"}, "status", "TABLE-15"),
        (3, {"status": "suspected"}, "status", "TABLE-15"),
        (4, {"status": "not-assessed"}, "status", "TABLE-16"),
        (2, {"value_text": None}, "value_text", "TABLE-17"),
        (3, {"value_number": None, "unit": ""}, "value_number", "TABLE-17"),
        (3, {"value_text": "72"}, "value_text", "TABLE-18"),
        (4, {"value_number": 1.0}, "value_number", "TABLE-18"),
        (2, {"value_text": "ultrasonography"}, "value_text", "TABLE-19"),
        (1, {"value_text": "femal"}, "value_text", "TABLE-19"),
        (5, {"value_text": "2025-13"}, "value_text", "TABLE-20"),
        (5, {"value_text": "1799"}, "value_text", "TABLE-20"),
        (6, {"value_text": " "}, "value_text", "TABLE-20"),
        (6, {"value_text": "x" * 20_001}, "value_text", "TABLE-20"),
        (3, {"value_number": 0.0}, "value_number", "TABLE-21"),
        (3, {"value_number": 1000.5}, "value_number", "TABLE-21"),
        (3, {"value_number": float("inf")}, "value_number", "TABLE-21"),
        (3, {"value_number": float("nan")}, "value_number", "TABLE-21"),
        (4, {"unit": "mm"}, "unit", "TABLE-22"),
    ],
)
def test_a_faulty_row_is_refused(at: int, values: Row, column: str, code: str) -> None:
    """One fault gives one reason with its row and column; every other row stands."""
    found = changed(at, **values)
    assert codes(found) == [(f"row {at}", column, code)]
    others = [each for number, each in enumerate(IMAGING, start=1) if number != at]
    expected = table(*others)
    if at in (5, 6) and column in ("finding", "value_text"):  # the event's only finding
        expected = table(*IMAGING[: at - 1], {**IMAGING[at - 1], "finding": "", "value_text": None}, *IMAGING[at:])
    assert found.rows.equals(expected)


@pytest.mark.parametrize(
    ("at", "values"),
    [
        (3, {"value_number": 0.1}),
        (3, {"value_number": 1000.0}),
        (6, {"patient": "b" * 80}),
        (6, {"from": date(1800, 1, 1)}),
        (6, {"to": date(2200, 12, 31)}),
        (6, {"value_text": "x" * 20_000}),
        (6, {"value_text": "unknown"}),
        (4, {"status": "suspected"}),
        (4, {"status": "unknown", "value_text": None}),
        (4, {"qualifier": "ivc-unspecified"}),
        (5, {"value_text": "2025-02-28"}),
    ],
)
def test_a_row_at_its_limit_stands(at: int, values: Row) -> None:
    """The last possible value on the good side of each limit is kept."""
    assert changed(at, **values).rejected == []


def test_a_reason_says_what_to_write() -> None:
    """The nearest known word, the form of a number and the value are in the message."""
    assert asdict(changed(4, value_text="tumor").rejected[0]) == {
        "place": "row 4",
        "patient": "a",
        "event": "us",
        "column": "value_text",
        "rule": "must be one of the known answers",
        "value": "tumor",
        "remedy": "write tumour",
        "code": "TABLE-19",
    }
    assert changed(3, value_number=0.0).rejected[0].rule == (
        "must be a number with its unit (mm or cm) from 0.1 to 1000 mm"
    )
    assert changed(6, kind="contct").rejected[0].remedy == "write contact"
    assert changed(6, patient="x\x1b[31m").rejected[0].value == "x\\x1b[31m"
    assert len(changed(6, value_text="x" * 20_001).rejected[0].value) == 61


def test_all_faults_of_all_rows_are_told() -> None:
    """Two faults in one row and one in another are three reasons, in the order of the rows."""
    rows = [dict(each) for each in IMAGING]
    rows[3].update(qualifier="vena cava", value_text="tumor")
    rows[1].update(status="sure")
    found = check_rows(table(*rows))
    assert codes(found) == [
        ("row 2", "status", "TABLE-15"),
        ("row 4", "qualifier", "TABLE-14"),
        ("row 4", "value_text", "TABLE-19"),
    ]


def test_an_event_stands_without_its_refused_findings() -> None:
    """An operation whose only finding is misspelt is still an operation: its absence would be an answer."""
    found = check_rows(table(row("a", "op", "operation", 0, "operation.completness", value_text="complete")))
    assert codes(found) == [("row 1", "finding", "TABLE-11")]
    assert found.rows.equals(table(row("a", "op", "operation", 0, "")))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"value_text": "x"}, "TABLE-16"),
        ({"status": "unknown"}, "TABLE-16"),
        ({"qualifier": "x"}, "TABLE-13"),
        ({"unit": "mm"}, "TABLE-22"),
    ],
)
def test_a_row_without_a_finding_says_nothing_else(values: Row, code: str) -> None:
    """A value, a status or a qualifier without its finding would be lost, so it is refused."""
    found = check_rows(table(row("a", "op", "operation", 0, "", **values)))
    assert [each.code for each in found.rejected] == [code]
    assert found.rows.equals(table(row("a", "op", "operation", 0, "")))


def test_a_blank_status_is_recorded() -> None:
    """Where a file leaves the status or the mark of withdrawal out, they have their usual value."""
    found = changed(4, status=None, withdrawn=None)
    assert found.rejected == []
    assert found.rows.equals(table(*IMAGING))


# --- patients ---------------------------------------------------------------------------------------------------------

FIRST = row("a", "one", "dose", 0, "")
SECOND = row("a", "two", "dose", 1, "")
THIRD = row("a", "three", "dose", 2, "")
OTHER = row("b", "one", "dose", 0, "")


@pytest.mark.parametrize(
    ("rows", "column", "code"),
    [
        ([FIRST, {**SECOND, "basis": "stated"}], "basis", "TABLE-30"),
        ([FIRST, {**FIRST, "kind": "wish"}], "event", "TABLE-31"),
        ([FIRST, {**FIRST, "to": date(2025, 2, 4)}], "event", "TABLE-31"),
        ([FIRST, {**FIRST, "sequence": 1}], "event", "TABLE-31"),
        ([FIRST, {**SECOND, "sequence": 0}], "sequence", "TABLE-32"),
        ([FIRST, {**SECOND, "supersedes": "none"}], "supersedes", "TABLE-33"),
        ([FIRST, {**SECOND, "supersedes": "two"}], "supersedes", "TABLE-33"),
        ([FIRST, {**SECOND, "supersedes": "one"}, {**THIRD, "supersedes": "one"}], "supersedes", "TABLE-34"),
        ([{**FIRST, "supersedes": "two"}, {**SECOND, "supersedes": "one"}], "supersedes", "TABLE-35"),
        (
            [{**FIRST, "supersedes": "two"}, {**SECOND, "supersedes": "three"}, {**THIRD, "supersedes": "one"}],
            "supersedes",
            "TABLE-35",
        ),
        ([of_patient("patient.sex", value_text=word) for word in ("male", "female")], "finding", "TABLE-36"),
        (
            [
                FIRST,
                of_patient("patient.birth", value_text="1977"),
                of_patient("patient.age-years", qualifier="one", value_number=48.0, unit="years"),
            ],
            "finding",
            "TABLE-36",
        ),
        ([of_patient("patient.age-years", qualifier="x", value_number=48.0)], "qualifier", "TABLE-37"),
        ([{**FIRST, "basis": "stated"}, of_patient("patient.birth", value_text="1977")], "value_text", "TABLE-38"),
        ([FIRST, of_patient("patient.birth", value_text="2025-02-04")], "value_text", "TABLE-39"),
        ([FIRST, of_patient("patient.birth", value_text="2025-03")], "value_text", "TABLE-39"),
        ([FIRST, of_patient("patient.birth", value_text="2026")], "value_text", "TABLE-39"),
    ],
)
def test_a_patient_who_contradicts_herself_is_refused(rows: list[Row], column: str, code: str) -> None:
    """Each of her rows has the reason; another patient with the same names of events is not touched."""
    found = check_rows(table(*rows, OTHER))
    assert codes(found) == [(f"row {at}", column, code) for at in range(1, len(rows) + 1)]
    assert found.rows.equals(table(OTHER))


@pytest.mark.parametrize(
    "rows",
    [
        [{**FIRST, "basis": "stated"}, {**SECOND, "basis": "order-only"}],
        [FIRST, {**SECOND, "supersedes": "one"}, {**THIRD, "supersedes": "two", "withdrawn": True}],
        [FIRST, of_patient("patient.birth", value_text="2025-02-03")],
        [FIRST, of_patient("patient.birth", value_text="2025-02")],
        [FIRST, of_patient("patient.birth", value_text="2025")],
        [FIRST, of_patient("patient.age-years", qualifier="one", value_number=120.0)],
    ],
)
def test_a_patient_at_the_limit_stands(rows: list[Row]) -> None:
    """Two bases of day numbers, a chain of corrections, a birth on the day of the first event are all possible."""
    assert check_rows(table(*rows, OTHER)).rejected == []


@pytest.mark.parametrize(
    ("values", "stands"),
    [({}, True), ({"supersedes": None}, False), ({"finding": "dose.drug", "value_text": "letrozole"}, False)],
)
def test_a_withdrawal_names_its_event_and_holds_nothing(values: Row, *, stands: bool) -> None:
    """A withdrawal without the event that it withdraws, or with a finding, is refused."""
    found = check_rows(table(FIRST, {**SECOND, "supersedes": "one", "withdrawn": True, **values}))
    assert [each.code for each in found.rejected] == ([] if stands else ["TABLE-10"])
    assert found.rows.height == (2 if stands else 1)


# --- order and size ---------------------------------------------------------------------------------------------------


def test_rows_are_put_in_order() -> None:
    """Rows come by patient and place, those of one event as the file has them; numbers name the rows of the file."""
    turned = table(*IMAGING).reverse()
    found = check_rows(turned)
    assert found.rows.select("patient", "sequence").rows() == [
        ("a", -1),
        ("a", 0),
        ("a", 0),
        ("a", 0),
        ("a", 1),
        ("b", 0),
    ]
    assert found.rows.get_column("finding").to_list()[1:4] == [
        "vein.content",
        "mass.longest-diameter",
        "imaging.modality",
    ]
    faulty = check_rows(turned.with_columns(pl.col("kind").replace("contact", "contac")))
    assert [each.place for each in faulty.rejected] == ["row 1"]


@pytest.mark.parametrize("n_rows", [1, 50, 100, 226, 227, 1398, 1399, 1400, 10_000])
def test_batches_are_the_same_table(n_rows: int, tmp_path: Path) -> None:
    """However large a batch is, no patient is torn apart and no row is lost or told under another number."""
    rows = published().with_columns(
        pl.when(pl.int_range(pl.len()) % 97 == 5).then(pl.lit("perhaps")).otherwise("status").alias("status")
    )
    write_table(rows, tmp_path / "t.parquet")
    whole, parts = read_table(tmp_path / "t.parquet"), list(read_batches(tmp_path / "t.parquet", n_rows=n_rows))
    assert pl.concat([part.rows for part in parts]).equals(whole.rows)
    assert [reason for part in parts for reason in part.rejected] == whole.rejected != []
    torn = [set(part.rows["patient"]) for part in parts]
    assert sum(map(len, torn)) == rows["patient"].n_unique()
    assert len(parts) == 1 or n_rows <= rows.height


def test_batches_need_an_order(tmp_path: Path) -> None:
    """A large file whose patients are not in order is refused instead of answered in parts; CSV comes whole."""
    rows = table(*IMAGING)
    write_table(pl.concat([rows.tail(1), rows.head(5)]), tmp_path / "t.parquet")
    for n_rows in (1, 3, 100):
        with pytest.raises(UnreadableInput, match="not sorted by patient"):
            list(read_batches(tmp_path / "t.parquet", n_rows=n_rows))
    write_table(rows, tmp_path / "t.csv")
    assert [part.rows.height for part in read_batches(tmp_path / "t.csv", n_rows=1)] == [6]


def test_no_row_is_no_fault(tmp_path: Path) -> None:
    """A table without rows is read as one."""
    for name in ("t.parquet", "t.csv"):
        write_table(table(), tmp_path / name)
        assert read_table(tmp_path / name).rows.schema == SCHEMA
        assert read_table(tmp_path / name).rejected == []
