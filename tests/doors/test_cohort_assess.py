"""`cephalad cohort assess`: a table in, one row of answers a patient and moment out, what was refused beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.cohort.answers_by_reference import answers_frame

from cephalad.assessment import assess
from cephalad.cli import main
from cephalad.columns import collect, write_table
from cephalad.columns.answers import answer_schema
from cephalad.columns.answers_file import read_answers
from cephalad.guideline import default_guideline, shipped_guideline
from cephalad.record import example_names, read_example, standing_events

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `cephalad cohort assess`."""
    code = main(["cohort", "assess", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def refused(output: Path) -> list[dict[str, Any]]:
    """What stands in the file of refusals."""
    return [json.loads(line) for line in Path(f"{output}.rejected.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published cases as a table."""
    file = tmp_path_factory.mktemp("cohort") / "published.parquet"
    write_table(collect(map(read_example, example_names())), file)
    return file


def test_answers_are_those_of_the_assessment(table: Path, tmp_path: Path, capsys: Capture) -> None:
    """Just after each patient's last event every published case has the answers of the one-patient engine."""
    output = tmp_path / "answers.parquet"
    code, out, err = answer(capsys, table, "--as-of", "last", "--criteria", "--output", output)
    assert (code, out) == (0, "")
    assert err == f"cephalad: wrote {output}: 39 patients, 39 answers\n"
    assert refused(output) == []
    guideline = default_guideline()
    cases = [read_example(name) for name in sorted(example_names())]
    cases.sort(key=lambda case: case.id)
    expected = answers_frame(
        [(case, f"after:{standing_events(case)[-1].id}") for case in cases], guideline, criteria=True
    )
    found = pl.read_parquet(output)
    assert found.drop("missing").equals(expected.drop("missing"))


def test_several_moments_stand_patient_by_patient(table: Path, tmp_path: Path, capsys: Capture) -> None:
    """Each moment is a row of its own; the reference patient in March 2026 is what `assess` says of her."""
    output = tmp_path / "answers.parquet"
    assert answer(capsys, table, "--as-of", "2025-07,2026-03-01", "--output", output)[0] == 0
    rows = pl.read_parquet(output).filter(pl.col("patient") == "zhao-tian-2026")
    assert rows["as_of"].to_list() == ["2025-07-31", "2026-03-01"]
    found = assess(read_example("zhao-tian-2026"), as_of="2026-03-01")
    last = rows.row(1, named=True)
    assert last["suspicion"] == found.suspicion_value
    assert last["plan_group"] == found.surveillance.plan_group
    assert last["front_ever"] == list(found.ever.front)
    assert found.current is not None
    assert last["front"] == list(found.current.front)


def test_facts_that_would_settle_something_can_be_left_out(table: Path, tmp_path: Path, capsys: Capture) -> None:
    """They are named unless told otherwise; then the column is empty, and everything else as before."""
    named, left_out = tmp_path / "named.parquet", tmp_path / "left-out.parquet"
    assert answer(capsys, table, "--as-of", "last", "--output", named)[0] == 0
    assert answer(capsys, table, "--as-of", "last", "--no-missing", "--output", left_out)[0] == 0
    found, without = pl.read_parquet(named), pl.read_parquet(left_out)
    assert found["missing"].null_count() == 0
    assert any(found["missing"].to_list())
    assert without["missing"].null_count() == without.height
    assert without.drop("missing").equals(found.drop("missing"))


def test_a_patient_of_another_calendar_is_told(table: Path, tmp_path: Path, capsys: Capture) -> None:
    """Cases with day numbers have no answer on a date; each is named once, with what to ask instead."""
    output = tmp_path / "answers.parquet"
    code, _, err = answer(capsys, table, "--as-of", "2026-03-01", "--output", output)
    assert code == 0
    told = refused(output)
    answered = set(pl.read_parquet(output)["patient"])
    assert {each["patient"] for each in told} == {read_example(name).id for name in example_names()} - answered
    assert {(each["code"], each["column"]) for each in told} == {("TABLE-41", "as_of")}
    assert f"{len(told)} refusals, told in {output}.rejected.jsonl" in err


def test_refused_rows_do_not_falsify_the_others(tmp_path: Path, capsys: Capture) -> None:
    """A row with an unknown word is told with its place; the other patients' answers are as without it."""
    kept_case, changed = read_example("kaur-2015"), read_example("chen-2023")
    rows = collect([kept_case, changed])
    sound, faulty = tmp_path / "sound.csv", tmp_path / "faulty.csv"
    write_table(rows, sound)
    wrong = pl.when((pl.col("patient") == changed.id) & (pl.col("finding") == "imaging.modality"))
    write_table(rows.with_columns(value_text=wrong.then(pl.lit("x-ray vision")).otherwise("value_text")), faulty)
    ours, theirs = tmp_path / "a.parquet", tmp_path / "b.parquet"
    for file, output in ((sound, ours), (faulty, theirs)):
        assert answer(capsys, file, "--as-of", "last", "--output", output)[0] == 0
    told = refused(theirs)
    assert told
    assert {each["code"] for each in told} == {"TABLE-19"}
    assert all(each["place"].startswith("row ") and each["remedy"] for each in told)
    kept = pl.col("patient") == kept_case.id
    assert pl.read_parquet(theirs).filter(kept).equals(pl.read_parquet(ours).filter(kept))


def test_a_variant_answers_by_its_own_numbers(table: Path, tmp_path: Path, capsys: Capture) -> None:
    """Another guideline is named in every row and has its own criteria."""
    output = tmp_path / "answers.csv"
    code, _, _ = answer(
        capsys, table, "--as-of", "last", "--guideline", "consensus-2023", "--criteria", "--output", output
    )
    assert code == 0
    guideline = shipped_guideline("consensus-2023")
    found = read_answers(output)
    assert set(found["guideline"]) == {guideline.edition}
    assert found.columns == list(answer_schema(guideline, criteria=True))


def test_the_same_call_writes_the_same_bytes(table: Path, tmp_path: Path, capsys: Capture) -> None:
    """Two runs give the same file."""
    outputs = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    for output in outputs:
        assert answer(capsys, table, "--as-of", "last,2026-03-01", "--output", output)[0] == 0
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--as-of", "soon"), "must be a date, month, year, day:N or last, got soon"),
        (("--as-of", "day:x"), "day:N takes a whole number"),
        (("--as-of", ""), "must be a date"),
        (("--as-of", "last", "--guideline", "zhao-tian-2027"), "zhao-tian-2026"),
    ],
)
def test_a_wrong_call_is_told(
    table: Path, tmp_path: Path, capsys: Capture, arguments: tuple[str, ...], says: str
) -> None:
    """A moment or a guideline that there is not ends the call with its remedy, and nothing is written."""
    output = tmp_path / "answers.parquet"
    code, out, err = answer(capsys, table, *arguments, "--output", output)
    assert (code, out) == (2, "")
    assert says in err
    assert list(tmp_path.iterdir()) == []


def test_the_table_is_never_overwritten(table: Path, capsys: Capture) -> None:
    """The output may not be the table itself."""
    before = table.read_bytes()
    code, _, err = answer(capsys, table, "--as-of", "last", "--output", table)
    assert code == 2
    assert "is the table itself" in err
    assert table.read_bytes() == before


def test_an_unreadable_table_leaves_nothing_behind(tmp_path: Path, capsys: Capture) -> None:
    """A missing or broken table is an unreadable input, and neither output appears."""
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 this is none")
    output = tmp_path / "answers.parquet"
    for file in (broken, tmp_path / "missing.parquet"):
        assert answer(capsys, file, "--as-of", "last", "--output", output)[0] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.parquet"]
