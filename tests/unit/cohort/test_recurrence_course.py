"""What became of each woman operated on: every rule on a record of a few events, and both engines on many records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.generative.derived_facts import generated
from tests.unit.cohort.outcomes_by_reference import outcomes_by_reference
from tests.unit.record.case_texts import HEADER, case_of

from cephalad.cohort.interval_censored import IntervalCurve
from cephalad.cohort.recurrence import CHANGES, Recurrence, recurrence
from cephalad.cohort.recurrence_course import outcomes, read_outcomes
from cephalad.cohort.recurrence_outcomes import APART, OUTCOMES, STARTS, STRATA
from cephalad.cohort.simulate import BLOCK, simulated_people, simulated_tables
from cephalad.cohort.survival import SurvivalCurve
from cephalad.columns import collect, read_batches, write_table
from cephalad.columns.restore import restore
from cephalad.errors import InvalidArgument
from cephalad.guideline import default_guideline
from cephalad.record import Case, example_names, read_example

GUIDELINE = default_guideline()
LAST, FIRST = STARTS
RADICAL = "procedures: [total-hysterectomy, bilateral-salpingo-oophorectomy], uterus: removed, ovaries-left: none"
every_start = pytest.mark.parametrize("start", STARTS)


def operation(day: int | str, says: str = f"{RADICAL}, completeness: complete", name: str = "operation") -> str:
    """An operation for the disease."""
    return event(day, f"kind: operation, for-ivl: yes, {says}", name)


def image(day: int | str, says: str = "", name: str = "") -> str:
    """Contrast MR of pelvis and abdomen."""
    told = f", {says}" if says else ""
    return event(day, f"kind: imaging, modality: mr, contrast: yes, regions: [pelvis, abdomen]{told}", name)


def event(day: int | str, says: str, name: str = "") -> str:
    """An event on a day number, or on a date."""
    when = f"day: {day}" if isinstance(day, int) else day if ":" in day else f"effective_on: {day}"
    return f"{f'id: {name}, ' if name else ''}{when}, {says}"


CLEAR = "new-or-growing-tumour: no"
NEW = "new-or-growing-tumour: yes"


def woman(*events: str) -> Case:
    """A record of these events; one without a name is called by its place."""
    named = (each if each.startswith("id:") else f"id: event-{at}, {each}" for at, each in enumerate(events))
    return case_of(HEADER + "events:\n" + "".join(f"- {{{each}}}\n" for each in named))


def row_of(case: Case, start: str = LAST) -> dict[str, Any]:
    """Her row, on which both engines agree."""
    by_columns, by_reference = both([case], start)
    assert by_columns.rows() == by_reference.rows()
    (row,) = by_columns.rows(named=True)
    return row


def both(cases: Sequence[Case], start: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The outcomes by the column engine and by the reference."""
    return outcomes(collect(cases), GUIDELINE, start=start), outcomes_by_reference(cases, GUIDELINE, start)


def days(row: dict[str, Any], *names: str) -> tuple[int | None, ...]:
    """The last possible days of these moments; for precise days the first ones are the same."""
    assert all(row[f"{name}_earliest"] == row[f"{name}_latest"] for name in names)
    return tuple(row[f"{name}_latest"] for name in names)


# --- the start --------------------------------------------------------------------------------------------------------


def test_a_later_stage_is_still_the_same_treatment() -> None:
    """Two planned stages on day 0 and day 90: time runs from day 90, or from day 0 when asked for the first."""
    staged = woman(
        operation(0, f"{RADICAL}, completeness: incomplete, stage: 1, stages-planned: 2", "first"),
        operation(90, "procedures: [venous-tumour-extraction], completeness: complete, stage: 2", "second"),
        image(400, CLEAR),
    )
    row = row_of(staged)
    assert days(row, "start", "last_seen", "last_clear", "change") == (90, 400, 400, None)
    assert row["completeness"] == "complete"
    assert days(row_of(staged, FIRST), "start", "last_seen") == (0, 400)


@every_start
def test_an_operation_on_a_recurrence_is_no_new_start(start: str) -> None:
    """Operated on day 0, new tumour on day 300, operated on again on day 330: one recurrence after 300 days."""
    row = row_of(
        woman(
            operation(0),
            image(300, NEW),
            operation(330, "procedures: [tumour-excision], completeness: incomplete", "again"),
            image(700, CLEAR),
        ),
        start,
    )
    assert days(row, "start", "change", "last_clear", "last_seen") == (0, 300, None, None)
    assert (row["name"], row["completeness"], row["apart"]) == ("recurrence", "complete", None)


@every_start
def test_who_was_operated_on_only_after_new_tumour_has_no_start(start: str) -> None:
    """A recurrence before the first operation on record tells of an earlier one that is not there."""
    row = row_of(woman(event(0, "kind: recurrence, type: recurrence"), operation(30), image(400, CLEAR)), start)
    assert row["apart"] == "after-a-change"
    assert days(row, "start", "last_seen") == (None, None)
    assert row["name"] is None


def test_other_women_have_no_row() -> None:
    """Without an operation for the disease there is nothing to follow."""
    assert outcomes(collect([woman(image(0, CLEAR))]), GUIDELINE).rows() == []
    assert outcomes_by_reference([woman(image(0, CLEAR))], GUIDELINE).rows() == []
    assert outcomes(collect([]), GUIDELINE).schema == pl.Schema(OUTCOMES)


# --- the change -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "change"), [(0, None), (1, 1)])
def test_what_is_found_on_the_day_of_the_operation_is_no_outcome(day: int, change: int | None) -> None:
    """New tumour on the day of the operation does not count, on the day after it does."""
    row = row_of(woman(operation(0), image(day, NEW), image(100, CLEAR)))
    assert days(row, "change") == (change,)
    assert days(row, "last_seen") == (None if change else 100,)


def test_after_a_change_on_the_day_a_later_one_counts() -> None:
    """What was seen on the day of the operation is passed over, not the growth a year later."""
    row = row_of(woman(operation(0), image(0, NEW), image(365, NEW)))
    assert days(row, "change") == (365,)


def test_a_recurrence_on_record_is_a_change() -> None:
    """A recurrence recorded without its image counts on its day; a new fibroid does not."""
    assert days(row_of(woman(operation(0), event(200, "kind: recurrence, type: recurrence"))), "change") == (200,)
    fibroid = row_of(woman(operation(0), event(200, "kind: recurrence, type: new-fibroid"), image(300, CLEAR)))
    assert days(fibroid, "change", "last_seen") == (None, 300)


@pytest.mark.parametrize(
    ("said", "completeness", "name"),
    [
        ("completeness: complete", "complete", "recurrence"),
        ("completeness: incomplete", "incomplete", "progression"),
        ("approach: laparotomy", "unknown", "cannot-tell"),
        ("completeness: complete, veins: {infrarenal-ivc: {outcome: left}}", "conflicting", "cannot-tell"),
    ],
)
def test_completeness_names_the_change(said: str, completeness: str, name: str) -> None:
    """Complete gives recurrence, incomplete progression; not recorded and conflicting cannot be told."""
    row = row_of(woman(operation(0, f"{RADICAL}, {said}"), image(200, NEW)))
    assert (row["completeness"], row["name"]) == (completeness, name)


def test_what_is_learned_later_does_not_name_the_change() -> None:
    """The record counts as it stood just before the change: a reoperation called complete does not touch the name."""
    row = row_of(
        woman(
            operation(0, f"{RADICAL}, completeness: incomplete"),
            image(200, NEW),
            operation(300, "procedures: [venous-tumour-extraction], completeness: complete", "again"),
        )
    )
    assert (row["completeness"], row["name"]) == ("incomplete", "progression")


# --- the last clear study ---------------------------------------------------------------------------------------------


def test_only_a_study_that_says_so_is_clear() -> None:
    """Clear on day 100; silent on 200, unclear on 250, residual tumour on 300: the last clear day is 100."""
    row = row_of(
        woman(
            operation(0),
            image(100, CLEAR),
            image(200),
            image(250, f"{CLEAR}, unclear-finding: yes"),
            image(300, "residual-tumour: yes"),
            image(400, NEW),
        )
    )
    assert days(row, "last_clear", "change") == (100, 400)


@pytest.mark.parametrize(("day", "clear"), [(399, 399), (400, None)])
def test_a_clear_study_on_the_day_of_the_change_is_none(day: int, clear: int | None) -> None:
    """An ultrasound that misses on day 400 what MR shows that day says nothing of the time before."""
    row = row_of(woman(operation(0), image(day, CLEAR), image(400, NEW)))
    assert days(row, "last_clear") == (clear,)


def test_in_one_month_the_order_of_the_record_decides() -> None:
    """Clear and then changed in June 2021: clear before the change; changed and then clear: not."""
    first, last = ((date(2021, 6, day) - date(1970, 1, 1)).days for day in (1, 30))
    for studies, clear in (((CLEAR, NEW), (first, last)), ((NEW, CLEAR), (None, None))):
        row = row_of(woman(operation("2020-03"), *(image("2021-06", says) for says in studies)))
        assert row["change_latest"] == last
        assert (row["last_clear_earliest"], row["last_clear_latest"]) == clear


def test_a_clear_study_before_the_start_is_none() -> None:
    """What was clear before the operation, or on its day, is no follow-up."""
    row = row_of(woman(image(-5, CLEAR), operation(0), image(0, CLEAR), image(90)))
    assert days(row, "last_clear", "last_seen") == (None, 90)


# --- observation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "is_seen"),
    [
        ("kind: imaging, modality: ultrasound", True),
        ("kind: examination, uterus-enlarged: no", True),
        ("kind: contact, reached: yes", True),
        ("kind: contact", True),
        ("kind: contact, reached: no", False),
        ("kind: dose, drug: leuprolide", False),
        ("kind: state, vital-status: alive", False),
        ("kind: booking, study: surveillance-imaging", False),
    ],
)
def test_who_was_seen_is_observed_until_then(says: str, is_seen: bool) -> None:
    """Imaging, an examination and a contact observe her; a failed contact, a drug, a registry and a booking do not."""
    row = row_of(woman(operation(0), event(60, says)))
    assert row["apart"] == (None if is_seen else "never-seen-again")
    assert days(row, "last_seen") == (60 if is_seen else None,)


def test_being_seen_on_the_day_of_the_operation_is_no_observation() -> None:
    """Imaging on the day of the operation leaves her never seen again; the day after observes her."""
    assert row_of(woman(operation(0), image(0)))["apart"] == "never-seen-again"
    assert row_of(woman(operation(0), image(1)))["apart"] is None


def test_the_last_observation_counts() -> None:
    """Of a contact on day 900 and an image on day 400 the contact ends observation, the image is the last clear one."""
    row = row_of(woman(operation(0), image(400, CLEAR), event(900, "kind: contact, reached: yes")))
    assert days(row, "last_seen", "last_clear") == (900, 400)


@pytest.mark.parametrize("says", ["kind: death", "kind: state, vital-status: dead"])
def test_death_ends_observation(says: str) -> None:
    """Without a change she is observed until her death, seen before or not; after a change the change stands."""
    for before in ([], [image(100, CLEAR)]):
        row = row_of(woman(operation(0), *before, event(500, says)))
        assert (row["died"], row["apart"], *days(row, "last_seen")) == (True, None, 500)
    row = row_of(woman(operation(0), image(100, NEW), event(500, says)))
    assert (row["died"], *days(row, "change", "last_seen")) == (True, 100, None)


def test_a_death_told_twice_counts_when_first_told() -> None:
    """A registry that knows of a death later does not move its day."""
    row = row_of(woman(operation(0), event(500, "kind: death"), event(600, "kind: state, vital-status: dead")))
    assert days(row, "last_seen") == (500,)


def test_death_on_the_day_of_the_operation_counts() -> None:
    """She was at risk and died without a change: she is not one who was never seen again."""
    row = row_of(woman(operation(0), event(0, "kind: death")))
    assert (row["apart"], *days(row, "last_seen")) == (None, 0)


# --- days that are not told -------------------------------------------------------------------------------------------


def test_order_gives_no_time() -> None:
    """Where the operation, the change, or all that follows is known by order only, she stands apart; the name stays."""
    order = "basis: order-only"
    vague = woman(event(0, f"{order}, kind: operation, for-ivl: yes, {RADICAL}"), image(100, CLEAR))
    assert row_of(vague)["apart"] == "days-not-told"
    changed = row_of(woman(operation(0), event(100, f"{order}, kind: imaging, {NEW}"), image(200, CLEAR)))
    assert (changed["apart"], changed["name"]) == ("days-not-told", "recurrence")
    assert row_of(woman(operation(0), event(100, f"{order}, kind: contact")))["apart"] == "days-not-told"
    timed = row_of(woman(operation(0), event(100, f"{order}, kind: contact"), image(200)))
    assert (timed["apart"], *days(timed, "last_seen")) == (None, 200)


@pytest.mark.parametrize(("month", "apart"), [("2020-03", "days-not-told"), ("2020-04", None)])
def test_the_month_of_the_operation_gives_no_time(month: str, apart: str | None) -> None:
    """Followed up within the month of the operation, no time can be told; in the next month it can."""
    row = row_of(woman(operation("2020-03"), image(month, CLEAR)))
    assert row["apart"] == apart
    if apart is None:
        first, last = ((date(2020, 4, day) - date(1970, 1, 1)).days for day in (1, 30))
        assert (row["last_seen_earliest"], row["last_seen_latest"]) == (first, last)
        assert (row["start_earliest"], row["start_latest"]) == (first - 31, first - 1)


# --- strata -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "word"),
    [
        (RADICAL, "radical"),
        ("procedures: [total-hysterectomy], uterus: removed, ovaries-left: one", "ovary-left"),
        ("procedures: [total-hysterectomy], uterus: removed, ovaries-left: both", "ovary-left"),
        ("procedures: [total-hysterectomy], uterus: removed", "not-told"),
        ("procedures: [myomectomy], uterus: kept", "uterus-kept"),
        ("worm-like-tumour: yes", "not-told"),
    ],
)
def test_what_the_operation_left(says: str, word: str) -> None:
    """Neither uterus nor ovaries; an ovary; the uterus; or the record does not tell."""
    assert row_of(woman(operation(0, says), image(90, CLEAR)))["operation"] == word


_ALL_CLEAR = (
    "veins: {pelvic-veins-unspecified: {content: clear}, iliac-unspecified: {content: clear}, "
    "ovarian-vein-unspecified: {content: clear}, ivc-unspecified: {content: clear}}"
)


@pytest.mark.parametrize(
    ("before", "word"),
    [
        (image(-20, "veins: {infrarenal-ivc: {content: tumour}}"), "large-vein"),
        (image(-20, "veins: {left-uterine-vein: {content: tumour}}"), "confined-or-more"),
        (image(-20, _ALL_CLEAR), "none"),
    ],
)
def test_how_far_the_tumour_reached(before: str, word: str) -> None:
    """A large vein; no more than para-uterine veins on record with the larger ones not excluded; none."""
    assert row_of(woman(before, operation(0), image(90, CLEAR)))["extent"] == word


# --- both engines -----------------------------------------------------------------------------------------------------


def _named(cases: Iterable[Case]) -> list[Case]:
    return [replace(case, id=f"g{at:05}") for at, case in enumerate(cases)]


@every_start
def test_the_published_cases_agree(start: str) -> None:
    """Both engines say the same of all 39, of whom 30 were operated on for the disease."""
    by_columns, by_reference = both([read_example(name) for name in example_names()], start)
    assert by_columns.height == 30
    assert_frame_equal(by_columns, by_reference)


@every_start
def test_generated_timelines_agree(start: str) -> None:
    """Both engines say the same of 300 generated records, in which every name and every reason occurs."""
    cases = _named({id(case): case for case, _ in generated()}.values())
    by_columns, by_reference = both(cases, start)
    assert len(cases) >= 270
    assert set(by_reference["name"].drop_nulls()) == set(CHANGES)
    assert set(by_reference["apart"].drop_nulls()) == set(APART)
    assert_frame_equal(by_columns, by_reference)


@pytest.fixture(scope="module")
def simulated() -> pl.DataFrame:
    """The rows of 300 simulated patients."""
    return pl.concat(simulated_tables(300, 5))


@every_start
def test_simulated_patients_agree(simulated: pl.DataFrame, start: str) -> None:
    """Both engines say the same of 300 simulated patients; each word of completeness and of operation occurs."""
    by_columns = outcomes(simulated, GUIDELINE, start=start)
    by_reference = outcomes_by_reference(restore(simulated), GUIDELINE, start)
    assert set(by_columns["operation"]) >= set(STRATA["operation"][:3])
    assert_frame_equal(by_columns, by_reference)


# --- a file -----------------------------------------------------------------------------------------------------------


def test_a_file_is_read_some_patients_at_a_time(
    simulated: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches of about 2,000 rows give the outcomes of the whole table, and tell how far they are."""
    write_table(simulated, tmp_path / "simulated.parquet")
    told: list[int] = []
    monkeypatch.setattr("cephalad.cohort.recurrence_course.read_batches", partial(read_batches, n_rows=2_000))
    found = read_outcomes(tmp_path / "simulated.parquet", GUIDELINE, told=told.append)
    assert_frame_equal(found.outcomes, outcomes(simulated, GUIDELINE))
    assert len(told) > 5
    assert (told[-1], found.source.n, found.source.n_synthetic) == (300, 300, 300)
    assert told == sorted(told)


def test_what_a_file_says_of_its_patients(tmp_path: Path) -> None:
    """Shipped cases alone are known to be published; who else is in the table, or nobody, is not."""
    cases = [read_example(name) for name in example_names()[:3]]
    stranger = replace(woman(operation(0)), id="somebody")
    for name, given, is_published in (("a", cases, True), ("b", [*cases, stranger], False), ("c", [], False)):
        write_table(collect(given), tmp_path / f"{name}.csv")
        source = read_outcomes(tmp_path / f"{name}.csv", GUIDELINE).source
        assert (source.n, source.published, source.n_synthetic) == (len(given), is_published, 0)
    assert read_outcomes(tmp_path / "b.csv", GUIDELINE, published=True).source.published


def test_one_stranger_in_any_batch_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table read in several pieces is not taken for the shipped cases because its last piece holds some."""
    cases = [read_example(name) for name in example_names()[:3]]
    write_table(collect([*cases, replace(woman(operation(0)), id="aaa")]), tmp_path / "mixed.parquet")
    monkeypatch.setattr("cephalad.cohort.recurrence_course.read_batches", partial(read_batches, n_rows=40))
    source = read_outcomes(tmp_path / "mixed.parquet", GUIDELINE).source
    assert (source.n, source.published) == (4, False)


def test_an_unknown_start_is_refused() -> None:
    """Time runs from the last or the first operation."""
    with pytest.raises(InvalidArgument, match="start: must be one of last-operation, first-operation"):
        outcomes(collect([]), GUIDELINE, start="diagnosis")


# --- the truth --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def block() -> tuple[Recurrence, pl.DataFrame]:
    """Ten thousand simulated patients: what is found, and of each observed one the day of her hidden event."""
    found = outcomes(pl.concat(simulated_tables(BLOCK, 1)), GUIDELINE)
    numbers = found["patient"].str.slice(len("sim-")).cast(pl.Int64).to_numpy() - 1
    hidden = pl.Series("hidden", simulated_people(0, 1).recurs_after[numbers])
    return recurrence(found, "completeness"), found.with_columns(hidden).filter(pl.col("apart").is_null())


def _truth(observed: pl.DataFrame, completeness: str, month: float) -> float:
    """The share of the observed women whose hidden event comes later."""
    hidden = observed.filter(pl.col("completeness") == completeness)["hidden"]
    return float((hidden > month * 365.25 / 12).sum()) / hidden.len()


@pytest.mark.parametrize("completeness", ["complete", "incomplete"])
def test_the_estimates_find_the_hidden_truth(block: tuple[Recurrence, pl.DataFrame], completeness: str) -> None:
    """At 24, 36 and 60 months the interval of Kaplan and Meier covers the share without the hidden event."""
    found, observed = block
    (group,) = next(stratum for stratum in found.strata if stratum.word == completeness).groups
    assert group.n_observed > 400
    assert isinstance(group.free, SurvivalCurve)
    for month in (24, 36, 60):
        estimate = group.free.at(month)
        assert estimate.low < _truth(observed, completeness, month) < estimate.high


@pytest.mark.parametrize("completeness", ["complete", "incomplete"])
def test_the_day_of_the_image_is_too_late(block: tuple[Recurrence, pl.DataFrame], completeness: str) -> None:
    """At 12 months what had begun is not yet seen: Kaplan and Meier is too good by its interval, Turnbull is not."""
    found, observed = block
    (group,) = next(stratum for stratum in found.strata if stratum.word == completeness).groups
    assert isinstance(group.free, SurvivalCurve)
    assert isinstance(group.between, IntervalCurve)
    truth = _truth(observed, completeness, 12)
    assert group.free.at(12).low > truth
    assert group.between.at(12) == pytest.approx((truth, truth), abs=0.01)
    for month in (24, 36, 60):
        assert group.between.at(month)[1] == pytest.approx(_truth(observed, completeness, month), abs=0.05)
