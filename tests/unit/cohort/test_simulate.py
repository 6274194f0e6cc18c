"""Simulated cohorts: files that a clinic could have written, drawn by the numbers of one cited file."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from cephalad.assessment import assess, key_values
from cephalad.cli import main
from cephalad.cohort.simulate import BLOCK, simulate, simulated_people, simulated_tables
from cephalad.cohort.simulation_chart import Vocabulary
from cephalad.cohort.simulation_parameters import GROUPS, Parameters, shipped_parameters
from cephalad.cohort.simulation_people import EXTENTS, OPERATIONS, PATHS, UTERUS_KEPT, People
from cephalad.columns.collect import collect
from cephalad.columns.restore import restore
from cephalad.columns.schema import METADATA, SCHEMA
from cephalad.columns.table import read_table
from cephalad.errors import InvalidArgument
from cephalad.evidence import sources
from cephalad.logic import Calendar
from cephalad.record import Case, dump, read_bytes

DAY_ZERO = date(1970, 1, 1).toordinal()
MANY = 50_000
BEYOND = 5.0
"""Standard errors that a proportion may lie off; among some hundred proportions chance stays below it."""


# --- rows back to case files ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    """The rows of 300 patients."""
    return pl.concat(simulated_tables(300, 11))


@pytest.fixture(scope="module")
def read_back(sample: pl.DataFrame) -> list[Case]:
    """The 300 patients written as case files and read by the record's own reader."""
    cases = []
    for restored in restore(sample):
        case = read_bytes(dump(restored).encode(), file=restored.id)
        assert isinstance(case, Case), [f"{issue.path}: {issue.rule}: {issue.value}" for issue in case][:5]
        cases.append(case)
    return cases


class TestThePatientsOfTheTable:
    """Every simulated patient could be a real file."""

    def test_every_patient_is_a_case_that_the_reader_accepts(self, read_back: list[Case]) -> None:
        """Three hundred simulated patients, written as case files, break no rule."""
        assert len(read_back) == 300

    def test_collecting_them_again_gives_the_same_rows(self, sample: pl.DataFrame, read_back: list[Case]) -> None:
        """The table says what the case files say, in the reference's order of events."""
        again = collect(read_back)
        inside = ["patient", "sequence", "event", "finding", "qualifier", "value_text"]
        expected, found = (frame.sort(inside, nulls_last=True) for frame in (sample, again))
        assert found.equals(expected)

    def test_the_pathway_runs_on_every_one(self, read_back: list[Case]) -> None:
        """Each simulated patient gets an assessment, and most conclusions occur."""
        values: dict[str, set[str]] = {}
        for case in read_back:
            as_of = "day:5000" if case.calendar is Calendar.DAY_NUMBERS else "2026-06-30"
            for key, value in key_values(assess(case, as_of=as_of)).items():
                values.setdefault(key, set()).add(value.split()[0] if value else "")
        assert {key for key, seen in values.items() if len(seen) > 1} >= {"suspicion", "risk-group", "mdt"}

    def test_both_calendars_and_all_kinds_of_correction_occur(self) -> None:
        """Vague dates, day numbers, corrections and withdrawals stand in the table."""
        table = pl.concat(simulated_tables(3000, 3))
        events = table.filter(pl.col("kind") != "patient").unique(["patient", "event"])
        assert set(events["basis"]) == {"date", "stated", "approximate", "order-only"}
        assert events["withdrawn"].sum() > 0
        assert events["event"].str.ends_with("-corrected").sum() > 0
        days = (events["to"] - events["from"]).dt.total_days()
        assert {0, 29, 30, 364} <= set(days)

    def test_corrections_follow_what_they_correct_and_withdrawals_take_back_the_second_entry(self) -> None:
        """A correction comes next after the first version and keeps all it said; an original is never withdrawn."""
        table = pl.concat(simulated_tables(3000, 3))
        events = table.filter(pl.col("kind") != "patient").unique(["patient", "event"])
        later = events.filter(pl.col("supersedes").is_not_null())
        pairs = later.join(events, left_on=["patient", "supersedes"], right_on=["patient", "event"], suffix="_first")
        assert pairs.height == later.height > 50
        assert (pairs["sequence"] == pairs["sequence_first"] + 1).all()
        assert (pairs["recorded_at"] >= pairs["recorded_at_first"]).sum() > 0.95 * pairs.height
        assert pairs.filter("withdrawn")["supersedes"].str.ends_with("-second-entry").all()
        corrected = pairs.filter(~pl.col("withdrawn")).select("patient", "event", "supersedes")
        said = ["finding", "qualifier", "value_text", "value_number", "status"]
        first = corrected.join(table, left_on=["patient", "supersedes"], right_on=["patient", "event"])
        whole = corrected.join(table, on=["patient", "event"], suffix="_own")
        lost = first.filter(pl.col("finding") != "").join(whole, on=["patient", *said], how="anti", nulls_equal=True)
        assert lost.is_empty()
        assert whole.height > first.height

    def test_nothing_is_recorded_before_it_happened_or_after_the_file_was_written(self, sample: pl.DataFrame) -> None:
        """What is dated by a year may be recorded within it, for the file ends there."""
        written = date(2026, 6, 30)
        assert sample["recorded_at"].max() == written
        dated = sample.filter(pl.col("basis") == "date")
        assert (dated["recorded_at"] >= dated["from"]).all()

    def test_ordinary_women_are_scanned_again_each_year(self, cohort: pl.DataFrame, people: People) -> None:
        """Most of an archive: fibroids, followed by ultrasound and never by anything else."""
        yearly = cohort.filter(pl.col("event").str.starts_with("yearly-ultrasound"))
        who = yearly.select(pl.col("patient").str.slice(4).cast(pl.Int64) - 1).to_series().unique().to_numpy()
        assert not people.ivl[who].any()
        assert 0.2 < who.size / (~people.ivl).sum() < shipped_parameters().value("ordinary-scan")

    def test_every_patient_says_that_she_is_synthetic(self, sample: pl.DataFrame) -> None:
        """No simulated patient can be taken for a real one."""
        marked = sample.filter((pl.col("finding") == "patient.synthetic") & (pl.col("value_text") == "yes"))
        assert marked["patient"].to_list() == sample["patient"].unique().sort().to_list()


class TestTheFile:
    """What is written, and how often the same."""

    def test_it_has_the_schema_of_the_cohort_table(self, tmp_path: Path) -> None:
        """Columns, types and the version in the metadata are those of every cohort table."""
        simulate(200, 5, tmp_path / "f.parquet")
        assert pl.read_parquet_schema(tmp_path / "f.parquet") == SCHEMA
        metadata = pl.read_parquet_metadata(tmp_path / "f.parquet")
        assert {key: metadata[key] for key in METADATA} == dict(METADATA)

    def test_the_same_seed_gives_the_same_bytes_for_any_chunking(self, tmp_path: Path) -> None:
        """How many blocks are held at a time changes no byte."""
        for name, held in (("a", 1), ("b", 1), ("c", 2), ("d", 5)):
            simulate(2 * BLOCK + 500, 9, tmp_path / f"{name}.parquet", blocks_at_a_time=held)
        first, *others = [(tmp_path / f"{name}.parquet").read_bytes() for name in "abcd"]
        assert all(other == first for other in others)

    def test_the_reader_of_the_table_refuses_no_row(self, tmp_path: Path) -> None:
        """Every row passes the rules for tables that come from elsewhere."""
        simulate(3000, 8, tmp_path / "f.parquet")
        table = read_table(tmp_path / "f.parquet")
        assert table.rejected == []
        assert table.rows.height == pl.concat(simulated_tables(3000, 8)).height

    def test_another_seed_gives_other_patients(self) -> None:
        """The seed is the cohort."""
        one, other = (pl.concat(simulated_tables(50, seed)) for seed in (1, 2))
        assert not one.equals(other)

    def test_a_small_cohort_is_the_beginning_of_a_large_one(self) -> None:
        """Asking for more patients does not change the first ones."""
        large = pl.concat(simulated_tables(BLOCK + 40, 4))
        small = pl.concat(simulated_tables(70, 4))
        assert large.filter(pl.col("patient") <= "sim-000000070").equals(small)

    def test_blocks_differ_from_each_other(self) -> None:
        """Each block has a random stream of its own."""
        assert not np.array_equal(simulated_people(0, 4).first, simulated_people(1, 4).first)

    def test_progress_is_told_after_each_block(self, tmp_path: Path) -> None:
        """The number of patients made so far, the last of them all."""
        told: list[int] = []
        simulate(BLOCK + 1, 1, tmp_path / "f.parquet", told=told.append)
        assert told == [BLOCK, BLOCK + 1]

    @pytest.mark.parametrize(("patients", "seed"), [(0, 1), (-1, 1), (100_000_001, 1), (1, -1), (1, 1 << 63)])
    def test_numbers_out_of_range_are_refused(self, tmp_path: Path, patients: int, seed: int) -> None:
        """Nothing is written for a cohort that cannot be."""
        with pytest.raises(InvalidArgument, match="must be"):
            simulate(patients, seed, tmp_path / "f.parquet")
        assert list(tmp_path.iterdir()) == []


# --- proportions ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def numbers() -> Parameters:
    """The shipped parameters."""
    return shipped_parameters()


@pytest.fixture(scope="module")
def people() -> People:
    """What is true of 50,000 patients."""
    blocks = [simulated_people(block, 21) for block in range(MANY // BLOCK)]
    joined = {
        field.name: np.concatenate([getattr(each, field.name) for each in blocks])
        for field in fields(People)
        if field.name != "written_on"
    }
    return People(**joined, written_on=blocks[0].written_on)


@pytest.fixture(scope="module")
def cohort() -> pl.DataFrame:
    """The rows of 50,000 patients that the proportions are counted from."""
    return pl.concat(simulated_tables(MANY, 21))


def _agrees(count: int, of: int, chance: float) -> None:
    """The count lies within binomial error of the chance."""
    assert of > 100
    error = sqrt(chance * (1 - chance) / of)
    assert abs(count / of - chance) <= BEYOND * error + 1e-12, (count / of, chance, of)


def _counted(values: Any, words: tuple[str, ...], shares: dict[str, float]) -> None:
    for place, word in enumerate(words):
        if word in shares:
            _agrees(int((values == place).sum()), values.size, shares[word])


class TestTheCommand:
    """`cephalad cohort simulate`, as a person types it."""

    def test_it_writes_what_the_function_writes(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """The same patients and seed, the same bytes; what was done is told beside the data."""
        simulate(40, 6, tmp_path / "f.parquet")
        target = tmp_path / "g.parquet"
        assert main(["cohort", "simulate", "--patients", "40", "--seed", "6", "--output", str(target)]) == 0
        assert target.read_bytes() == (tmp_path / "f.parquet").read_bytes()
        out, told = capsys.readouterr()
        assert out == ""
        assert "40 synthetic patients, seed 6" in told

    @pytest.mark.parametrize(
        ("patients", "file", "code", "words"),
        [
            ("0", "f.parquet", 2, "patients must be from 1"),
            ("5", "f.txt", 2, "ends in .parquet or .csv"),
            ("5", "no/such/folder.parquet", 3, "cannot be written"),
        ],
    )
    def test_a_wrong_call_writes_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], patients: str, file: str, code: int, words: str
    ) -> None:
        """Numbers out of range, an unknown ending, a folder that is not there."""
        target = str(tmp_path / file)
        assert main(["cohort", "simulate", "--patients", patients, "--seed", "1", "--output", target]) == code
        assert words in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []


class TestTheProportions:
    """The table follows the parameter file."""

    def test_extent_follows_the_mix(self, people: People, numbers: Parameters) -> None:
        """Extents occur as the file says, the disease as often as it says."""
        _agrees(int(people.ivl.sum()), MANY, numbers.value("ivl"))
        _counted(people.extent[people.ivl], EXTENTS, numbers.shares("extent"))

    def test_age_has_the_mean_of_the_series(self, people: People, numbers: Parameters) -> None:
        """The mean age lies within its own error."""
        age = numbers.chances("age")
        assert abs(people.age.mean() - age["mean"]) < BEYOND * age["sd"] / sqrt(MANY)
        assert people.age.min() >= age["youngest"]
        assert people.age.max() < age["oldest"] + 1

    @pytest.mark.parametrize("name", ["prior-surgery", "complete", "operated", "staged", "lung-nodules", "death"])
    def test_chances_by_group_are_kept(self, people: People, numbers: Parameters, name: str) -> None:
        """What hangs on the extent hangs on it as stated."""
        drawn = {"prior-surgery": people.prior_surgery, "complete": people.complete, "operated": people.operated}
        drawn |= {"staged": people.staged, "lung-nodules": people.lung_nodules}
        drawn["death"] = people.dies < 900_000
        for place, group in enumerate(GROUPS):
            chance = numbers.chances(name).get(group)
            if chance is None or name == "death":
                continue
            among = people.group == place
            _agrees(int(drawn[name][among].sum()), int(among.sum()), chance)
        if name == "death":
            # Deaths after the file is closed are not known to it.
            early = (people.group == 3) & (people.first < people.written_on - 60 - 5 * 366)
            _agrees(int(drawn[name][early].sum()), int(early.sum()), numbers.chances(name)["cardiac"])

    def test_recurrence_hangs_on_completeness_extent_and_operation(self, people: People, numbers: Parameters) -> None:
        """Every cell of the table of events is met."""
        table = numbers.table("event")
        recurs = people.recurs_after < 900_000
        cells = {
            "complete-confined": people.complete & (people.extent == 1),
            "complete-beyond": people.complete & (people.extent > 1),
            "incomplete": ~people.complete & people.ivl,
        }
        for row, among in cells.items():
            for place, operation in enumerate(OPERATIONS):
                cell = among & (people.operation == place)
                _agrees(int(recurs[cell].sum()), int(cell.sum()), table[row][operation])
        months = np.median(people.recurs_after[recurs]) / (365.25 / 12)
        assert months == pytest.approx(numbers.chances("event-months")["median"], rel=0.06)

    def test_the_table_holds_what_was_drawn(self, cohort: pl.DataFrame, people: People) -> None:
        """Age, former operations and death stand in the rows as they were drawn."""
        deaths = cohort.filter(pl.col("kind") == "death").n_unique("patient")
        assert deaths == int((people.dies < 900_000).sum())
        hysterectomy = cohort.filter((pl.col("finding") == "history.hysterectomy") & (pl.col("value_text") == "yes"))
        drawn = {f"sim-{place + 1:09d}" for place in np.flatnonzero(people.prior_hysterectomy)}
        assert set(hysterectomy["patient"]) <= drawn
        _agrees(hysterectomy.n_unique("patient"), len(drawn), shipped_parameters().value("history-recorded"))

    def test_readings_of_the_first_ultrasound_follow_the_table(
        self, cohort: pl.DataFrame, people: People, numbers: Parameters
    ) -> None:
        """What the first ultrasound is called, group by group."""
        first = cohort.filter((pl.col("event") == "ultrasound") & (pl.col("finding") == "mass.reading")).select(
            pl.col("patient").str.slice(4).cast(pl.Int64) - 1, "value_text"
        )
        groups = people.group[first["patient"].to_numpy()]
        words = first["value_text"].to_numpy()
        for place, group in enumerate(GROUPS):
            for word, share in numbers.table("reading.ultrasound")[group].items():
                among = groups == place
                _agrees(int((words[among] == word).sum()), int(among.sum()), share)

    def test_completeness_is_recorded_as_often_as_published(
        self, cohort: pl.DataFrame, people: People, numbers: Parameters
    ) -> None:
        """About a quarter of the operations for IVL do not say whether they were complete."""
        operated = cohort.filter(pl.col("event") == "operation")
        number = pl.col("patient").str.slice(4).cast(pl.Int64) - 1
        ids = operated.select(number).to_series().unique().to_numpy()
        said = operated.filter(pl.col("finding") == "operation.completeness").select(number).to_series().to_numpy()
        _agrees(int(people.ivl[said].sum()), int(people.ivl[ids].sum()), numbers.value("completeness-recorded"))

    def test_recurrences_on_record_come_after_the_operation_and_only_where_drawn(
        self, cohort: pl.DataFrame, people: People
    ) -> None:
        """A recurrence is found at an examination after it began, never before, and called by the first resection."""
        rows = cohort.filter(pl.col("finding") == "recurrence.type")
        who = rows.select(pl.col("patient").str.slice(4).cast(pl.Int64) - 1).to_series().to_numpy()
        assert who.size > 100
        assert (people.recurs_after[who] < 900_000).all()
        complete = people.complete[who]
        kinds = rows["value_text"].to_numpy()
        assert set(kinds[~complete]) == {"progression"}
        assert set(kinds[complete & (people.operation[who] != UTERUS_KEPT)]) == {"recurrence"}

    def test_a_patient_has_about_a_dozen_events(self, cohort: pl.DataFrame) -> None:
        """The load of the benchmark: ten to fourteen events that say something."""
        speaking = cohort.filter((pl.col("kind") != "patient") & (pl.col("finding") != ""))
        assert 10 <= speaking.select(pl.struct("patient", "event").n_unique()).item() / MANY <= 14


class TestTheParameterFile:
    """Every number has a source and a use."""

    def test_every_parameter_cites_the_register_or_says_that_it_is_a_choice(self, numbers: Parameters) -> None:
        """No number without a source id that exists, a place where it stands, and a note."""
        for entry in numbers.entries.values():
            assert entry.sources, entry.name
            assert set(entry.sources) <= set(sources()), entry.name
            assert entry.note, entry.name
            assert entry.place or set(entry.sources) & {"design", "zhao-tian-2026"}, entry.name

    def test_every_parameter_is_used(self, numbers: Parameters) -> None:
        """A number that nothing reads would only pretend to matter."""
        root = Path(simulate.__code__.co_filename).parent
        code = "".join(path.read_text(encoding="utf-8") for path in root.glob("simulation_*.py"))
        by_group = {f"{name}.{group}" for name in ("complaints",) for group in GROUPS}
        by_modality = {f"reading.{modality}" for modality in ("ultrasound", "ct", "mr")}
        unused = [name for name in numbers.entries if f'"{name}"' not in code and name not in by_group | by_modality]
        assert unused == []

    def test_mixes_of_tables_sum_to_one(self, numbers: Parameters) -> None:
        """Every reading is something."""
        for name, entry in numbers.entries.items():
            if entry.form == "table" and name.startswith("reading."):
                for group, row in numbers.table(name).items():
                    assert sum(row.values()) == pytest.approx(1.0), (name, group)

    def test_a_parameter_of_another_form_is_refused(self, numbers: Parameters) -> None:
        """Asking for a mix where there is a number is a fault of the program."""
        with pytest.raises(KeyError, match="ivl has value, not shares"):
            numbers.shares("ivl")


class TestTheVocabulary:
    """Nothing is said that the vocabulary does not hold."""

    @pytest.mark.parametrize(
        ("finding", "value", "qualifier"),
        [
            ("imaging.modality", "x-ray-eyes", ""),
            ("vein.content", "tumour", "left-nose-vein"),
            ("vein.content", "tumour", ""),
            ("imaging.modality", "mr", "mass"),
        ],
    )
    def test_what_no_case_file_could_say_cannot_be_simulated(self, finding: str, value: str, qualifier: str) -> None:
        """Every statement is checked against the vocabulary where it is made."""
        with pytest.raises(ValueError, match=finding):
            Vocabulary().statement(finding, value, qualifier)

    def test_paths_name_segments_toward_the_head(self) -> None:
        """Every route ends in the pulmonary arteries, and all are equally long."""
        assert {path[-1] for path in PATHS} == {"pulmonary-arteries"}
        assert {len(path) for path in PATHS} == {10}
