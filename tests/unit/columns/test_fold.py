"""Standing events, epochs and declared facts of many patients: built witnesses, and orders worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.columns.on_days import bounds_on, facts_on

from cephalad.columns.collect import collect
from cephalad.columns.frame import sides
from cephalad.columns.standing import patient_batches, standing
from cephalad.facts import DECLARED, Conflicting, FactSheet, FactType, Known, Spec
from cephalad.logic import Basis, Calendar, Span, parse_partial_date
from cephalad.record import Case, Event, Moment, Observation, Point, view
from cephalad.terms import FINDINGS, ValueType

WRITTEN_ON = parse_partial_date("2030-01-01")
LATER = date(2029, 12, 31)
Row = tuple[str, str | float | None, str] | tuple[str, str | float | None, str, str]
"""Finding, value, status, and the qualifier where there is one."""


def event(
    name: str,
    on: str,
    *rows: Row,
    kind: str = "imaging",
    sequence: int = 0,
    supersedes: str = "",
    withdrawn: bool = False,
    recorded: str = "2030-01-01",
) -> Event:
    """An event with these rows."""
    observations = tuple(Observation(row[0], _qualifier(row), row[1], status=row[2]) for row in rows)
    moment = Moment(parse_partial_date(on), Basis.STATED, on)
    return Event(
        id=name,
        kind=kind,
        moment=moment,
        sequence=sequence,
        recorded_at=parse_partial_date(recorded),
        observations=observations,
        supersedes=supersedes,
        withdrawn=withdrawn,
    )


def _qualifier(row: Row) -> str:
    """What a row is said of; a finding about veins is always said of one."""
    said_of = row[3] if len(row) == 4 else ""
    if row[0].startswith("vein."):
        return {"": "infrarenal-ivc", "a": "left-uterine-vein", "b": "right-uterine-vein"}.get(said_of, said_of)
    return said_of


def case_of(*events: Event, name: str = "one") -> Case:
    """A dated case with these events, numbered in the order given where they have no sequence of their own."""
    return Case(name, "female", None, Calendar.DATES, WRITTEN_ON, events)


def table_of(*cases: Case) -> pl.DataFrame:
    """The cohort table, with the sequence that the events state."""
    ranks = pl.DataFrame(
        [(case.id, each.id, each.sequence) for case in cases for each in case.events],
        schema={"patient": pl.String, "event": pl.String, "rank": pl.Int32},
        orient="row",
    )
    whole = collect(cases).join(ranks, on=["patient", "event"], how="left", maintain_order="left")
    return whole.with_columns(sequence=pl.coalesce("rank", "sequence")).drop("rank")


def facts_of(*cases: Case, as_of: date = LATER) -> dict[str, dict[str, object]]:
    """By patient the facts as of a day; a conflict as the list of its sides."""
    found = {}
    for row in facts_on(standing(table_of(*cases)), [as_of]).iter_rows(named=True):
        listed = {fact: row.get(sides(fact)) for fact in DECLARED}
        assert all(listed[fact] is None or row[fact] is None for fact in DECLARED), "a conflict has no value of its own"
        found[row["patient"]] = {fact: row[fact] if listed[fact] is None else listed[fact] for fact in DECLARED}
    return found


def expected_facts(case: Case) -> dict[str, object]:
    """The same from the one-patient engine, as of the last day."""
    day = LATER.toordinal()
    sheet = FactSheet(view(case, Point(Span(day, day))), {})
    return {fact: _encoded(spec, sheet[fact]) for fact, spec in DECLARED.items()}


def _encoded(spec: Spec, value: object) -> object:
    def side(known: Known) -> object:
        return known.value == "yes" if spec.type is FactType.TRUTH else known.value

    if isinstance(value, Conflicting):
        return [side(known) for known in value.sides]
    return side(value) if isinstance(value, Known) else None


# --- every fact, from rows that speak for it, hedged, denied, twice, and in every epoch -------------------------------

OPERATION = event("operation", "2024-03-01", ("operation.for-ivl", "yes", "recorded"), kind="operation", sequence=30)
SECOND = event(
    "second", "2025-03-01", ("vein.outcome", "left", "recorded", "infrarenal-ivc"), kind="operation", sequence=50
)
EXCLUSION = event(
    "exclusion",
    "2024-06-01",
    ("pathology.diagnosis", "thrombus", "recorded"),
    ("pathology.index-lesion", "yes", "recorded"),
    ("pathology.vessels-contain-tumour", "no", "recorded"),
    kind="pathology",
    sequence=40,
)
AROUND = ((), (OPERATION,), (OPERATION, SECOND), (EXCLUSION,), (OPERATION, EXCLUSION), (EXCLUSION, SECOND))
PLACES = (("2023-05-01", 10), ("2024-04-15", 35), ("2025-06-01", 60))


def statements(spec: Spec) -> Iterator[tuple[Row, ...]]:
    """Rows of one event that touch the fact in every way that its declaration tells apart."""
    readings = [reading for _, each in spec.says for reading in each]
    for reading in readings:
        value = reading.values[0]
        others = [other for other in _values(reading.finding) if other not in reading.values][:2]
        yield ((reading.finding, value, "recorded"),)
        yield ((reading.finding, value, "suspected"),)
        yield from (((reading.finding, None, status),) for status in ("unknown", "not-assessed"))
        for other in others:
            yield ((reading.finding, value, "recorded"), (reading.finding, other, "recorded"))
            yield ((reading.finding, value, "recorded", "a"), (reading.finding, other, "suspected", "a"))
            yield ((reading.finding, value, "recorded", "a"), (reading.finding, other, "recorded", "b"))
    first, last = readings[0], readings[-1]
    yield ((first.finding, first.values[0], "recorded"), (last.finding, last.values[0], "recorded"))
    whole: list[Row] = [(finding, "no", "recorded") for finding in spec.together]
    if whole:
        yield tuple(whole)
        yield tuple(whole[1:])
        yield (*whole[1:], (spec.together[0], None, "unknown"))
        yield (*whole, (spec.together[0], None, "not-assessed"))
    yield ()


def _values(finding: str) -> tuple[str, ...]:
    found = FINDINGS[finding]
    return ("yes", "no") if found.type is ValueType.PRESENCE else tuple(choice.id for choice in found.choices)


def witnesses(spec: Spec) -> Iterator[Case]:
    """Cases in which such an event stands before, between and after operations and an exclusion; and two of them."""
    kinds = (spec.without or "imaging", "imaging")
    told = list(dict.fromkeys(statements(spec)))
    for number, rows in enumerate(told):
        for around, others in enumerate(AROUND):
            for place, (on, sequence) in enumerate(PLACES):
                spoken = event("told", on, *rows, kind=kinds[place % 2], sequence=sequence)
                before = event("before", "2023-05", *told[number - 1], kind="imaging", sequence=5)
                events = sorted((spoken, before, *others), key=lambda each: each.sequence)
                yield case_of(*events, name=f"{spec.id}/{number:03}/{around}{place}")


@pytest.mark.parametrize("fact", DECLARED)
def test_built_witnesses_of_every_fact_agree(fact: str) -> None:
    """Whatever a row can say of a fact, in whatever epoch, gives the value of the one-patient engine."""
    cases = list(witnesses(DECLARED[fact]))
    found = facts_of(*cases)
    assert {case.id: found[case.id][fact] for case in cases} == {case.id: expected_facts(case)[fact] for case in cases}


# --- epochs -----------------------------------------------------------------------------------------------------------


def said(finding: str, *values: str, of: str = "", status: str = "recorded") -> tuple[Row, ...]:
    """Rows that give these values."""
    return tuple((finding, value, status, of) for value in values)


CONTENT = said("vein.content", "tumour", of="infrarenal-ivc")
IVL = said("pathology.diagnosis", "ivl")
SMOOTH = said("pathology.intraluminal-smooth-muscle", "yes")
EXCLUDES = (*said("pathology.diagnosis", "thrombus"), *said("pathology.index-lesion", "yes"))
NO_VESSELS = said("pathology.vessels-contain-tumour", "no")
OPERATIONS = (
    (),
    said("operation.for-ivl", "yes"),
    said("operation.for-ivl", "no"),
    said("operation.ivl-found", "yes", status="suspected"),
    said("operation.worm-like-tumour", "yes"),
    said("operation.procedures", "caval-filter"),
    said("operation.procedures", "caval-filter", "myomectomy"),
    said("operation.procedures", "cavotomy"),
    CONTENT,
    said("vein.content", "filling-defect", of="right-atrium"),
    (*CONTENT, *said("vein.explained", "yes", of="infrarenal-ivc")),
    (*CONTENT, *said("vein.explained", "yes", of="right-atrium")),
    (*CONTENT, *said("vein.author-inference", "yes", of="infrarenal-ivc")),
    said("vein.continuous-with-source", "yes", of="infrarenal-ivc"),
    said("vein.outcome", "removed", of="infrarenal-ivc"),
    said("vein.content", "thrombus", "clear", of="infrarenal-ivc"),
)
REPORTS = (
    (),
    IVL,
    said("pathology.diagnosis", "ivl", status="suspected"),
    (*IVL, *said("pathology.biopsy", "yes")),
    (*IVL, *said("pathology.method", "autopsy")),
    SMOOTH,
    (*SMOOTH, *said("pathology.specimen-from", "op-1")),
    (*SMOOTH, *said("pathology.specimen-from", "elsewhere")),
    (*EXCLUDES, *NO_VESSELS),
    (*EXCLUDES, *said("pathology.intravascular-part", "thrombus")),
    (*EXCLUDES, *NO_VESSELS, *said("pathology.biopsy", "yes")),
    (*EXCLUDES, *NO_VESSELS, *IVL),
    (*said("pathology.index-lesion", "yes"), *NO_VESSELS),
    (*said("pathology.diagnosis", "leiomyoma"), *NO_VESSELS),
    EXCLUDES,
)


def histories() -> Iterator[Case]:
    """Two operations and two reports in turn, with everything that decides whether they count."""
    number = 0
    for first in OPERATIONS:
        for second in (OPERATIONS[0], OPERATIONS[5], OPERATIONS[1]):
            for report in REPORTS:
                for last in (REPORTS[0], REPORTS[1], REPORTS[8]):
                    yield case_of(
                        event("op-1", "2024-01-10", *first, kind="operation", sequence=1),
                        event("report-1", "2024-01-20", *report, kind="pathology", sequence=2),
                        event("op-2", "2024-03-10", *second, kind="operation", sequence=3),
                        event("report-2", "2024-03-20", *last, kind="pathology", sequence=4),
                        name=f"{number:05}",
                    )
                    number += 1


def test_operations_and_exclusions_are_those_of_the_one_patient_engine() -> None:
    """Whatever an operation and a report say of the disease, the same ones count, as of four days."""
    cases = list(histories())
    stands = standing(table_of(*cases))
    for as_of in (date(2024, 1, 15), date(2024, 1, 31), date(2024, 3, 15), LATER):
        assert bounds_on(stands, as_of) == [(case.id, _bounds(case, as_of)) for case in cases]


def _bounds(case: Case, as_of: date) -> list[str]:
    day = as_of.toordinal()
    sheet = FactSheet(view(case, Point(Span(day, day))), {})
    places = (*sheet.exclusions[-1:], *sheet.operations[:1], *sheet.operations[-1:])
    return [sheet.events[at].id for at in places]


# --- order, worked out by hand ----------------------------------------------------------------------------------------


def order(*events: Event, as_of: date = LATER, recorded_by: date | None = None) -> list[str]:
    """The ids of the events that count, oldest first."""
    return standing(table_of(case_of(*events)), recorded_by=recorded_by).counted(as_of)["event"].to_list()


def test_days_decide_before_the_sequence() -> None:
    """An event of an earlier day comes first though its sequence is higher; within a month the sequence decides."""
    events = (
        event("b", "2024-05-02", sequence=1),
        event("a", "2024-05-01", sequence=2),
        event("m", "2024-05", sequence=3),
    )
    assert order(*events) == ["a", "b", "m"]


def test_where_rules_run_in_a_circle_the_highest_sequence_gives_way() -> None:
    """June before the year and the year before March by sequence, March before June by date: March goes first."""
    events = (
        event("june", "2020-06-15", sequence=1),
        event("year", "2020", sequence=2),
        event("march", "2020-03-10", sequence=3),
    )
    assert order(*events) == ["march", "june", "year"]


def test_a_circle_through_a_withdrawn_event_is_none() -> None:
    """Once the event in June is withdrawn, the year comes before March by its sequence."""
    events = (
        event("june", "2020-06-15", sequence=1),
        event("year", "2020", sequence=2),
        event("march", "2020-03-10", sequence=3),
        event("gone", "2020-06-15", kind="contact", sequence=4, supersedes="june", withdrawn=True),
    )
    assert order(*events) == ["year", "march"]


def test_an_event_counts_on_its_last_possible_day() -> None:
    """May 2024 does not count on the 30th, when it may already have happened, and counts on the 31st."""
    stands = standing(table_of(case_of(event("may", "2024-05"))))
    assert [stands.counted(date(2024, 5, day)).height for day in (30, 31)] == [0, 1]
    assert [stands.straddling(day).height for day in (date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31))] == [
        0,
        1,
        0,
    ]


def test_a_correction_over_one_that_was_not_known_yet_replaces_the_first() -> None:
    """By March only the second correction was recorded: it stands, and what both replaced does not."""
    events = (
        event("first", "2024-01-01", sequence=1, recorded="2024-01-01"),
        event("corrected", "2024-01-01", sequence=2, supersedes="first", recorded="2024-06-01"),
        event("again", "2024-01-01", sequence=3, supersedes="corrected", recorded="2024-03-01"),
    )
    assert order(*events, recorded_by=date(2024, 2, 1)) == ["first"]
    assert order(*events, recorded_by=date(2024, 3, 1)) == ["again"]
    assert order(*events) == ["again"]


# --- single facts, worked out by hand ---------------------------------------------------------------------------------


def test_what_one_event_says_twice_conflicts_and_another_event_settles_it() -> None:
    """Yes and no in one study conflict; a yes of another study, denied by nothing there, wins."""
    both = event("both", "2024-01-01", ("imaging.fibroid", "yes", "recorded"), ("imaging.fibroid", "no", "recorded"))
    second = event("second", "2024-02-01", ("imaging.fibroid", "yes", "recorded"), sequence=1)
    assert facts_of(case_of(both))["one"]["history.fibroids"] == [True, False]
    assert facts_of(case_of(both, second))["one"]["history.fibroids"] is True


def test_the_latest_event_decides_and_may_conflict_with_itself() -> None:
    """A later wish replaces an earlier one; two wishes in one event conflict, in the order of the fact's values."""
    yes, no = ("wish.fertility", "yes", "recorded"), ("wish.fertility", "no", "recorded")
    early, late = (
        event("early", "2024-01-01", yes, kind="wish"),
        event("late", "2024-02-01", no, kind="wish", sequence=1),
    )
    assert facts_of(case_of(early, late))["one"]["wish.fertility"] is False
    assert facts_of(case_of(early, late), as_of=date(2024, 1, 31))["one"]["wish.fertility"] is True
    torn = event("torn", "2024-03-01", no, yes, kind="wish", sequence=2)
    assert facts_of(case_of(early, late, torn))["one"]["wish.fertility"] == [True, False]


def test_the_operation_itself_is_not_before_it() -> None:
    """A hysterectomy for the disease is no earlier uterine surgery; one in an operation before it is."""
    removed = ("operation.procedures", "total-hysterectomy", "recorded")
    first = event("first", "2024-01-01", removed, kind="operation")
    for_ivl = event(
        "for-ivl", "2024-02-01", removed, ("operation.for-ivl", "yes", "recorded"), kind="operation", sequence=1
    )
    assert facts_of(case_of(for_ivl))["one"]["history.uterine-surgery"] is None
    assert facts_of(case_of(first, for_ivl))["one"]["history.uterine-surgery"] is True


def test_silence_answers_as_declared() -> None:
    """Without any event a wish is unknown, endocrine treatment was not decided, nothing incidental was seen."""
    facts = facts_of(case_of())["one"]
    assert facts["wish.fertility"] is None
    assert facts["decision.endocrine"] is False
    assert facts["imaging.incidental"] is False


def test_neighbours_in_the_table_stay_apart() -> None:
    """A patient's operation and complaints say nothing of the next patient."""
    ill = case_of(
        event("told", "2024-01-01", ("complaint.syncope", "yes", "recorded"), kind="complaint"), OPERATION, name="a"
    )
    report = event("report", "2024-05-01", ("pathology.diagnosis", "ivl", "recorded"), kind="pathology")
    bounds = bounds_on(standing(table_of(ill, case_of(report, name="b"))), LATER)
    assert bounds == [("a", [OPERATION.id, OPERATION.id]), ("b", [])]
    facts = facts_of(ill, case_of(report, name="b"))
    assert [facts[name]["complaint.cardiac"] for name in "ab"] == [True, None]


def test_a_table_in_any_order_of_rows_gives_the_same_facts() -> None:
    """Rows of patients and events in another order are put in order first."""
    cases = [case_of(*case.events, name=f"{n:02}") for n, case in enumerate(witnesses(DECLARED["wish.fertility"]))][:40]
    table = table_of(*cases)
    mixed = table.sample(fraction=1, shuffle=True, seed=7)
    straight, shuffled = (facts_on(standing(each), [LATER]) for each in (table, mixed))
    assert shuffled.select("patient", *DECLARED).equals(straight.select("patient", *DECLARED))


def test_batches_hold_whole_patients(tmp_path: Path) -> None:
    """The pieces of a table have so many patients each, none is cut in two, and nothing is lost; shuffled rows too."""
    cases = [case_of(OPERATION, SECOND, name=f"{number:02}") for number in range(7)]
    table = table_of(*cases)
    file = tmp_path / "cohort.parquet"
    for each in (table, table.sample(fraction=1, shuffle=True, seed=3)):
        each.write_parquet(file)
        pieces = list(patient_batches(pl.scan_parquet(file), patients=3))
        assert [piece["patient"].n_unique() for piece in pieces] == [3, 3, 1]
        keys = ("patient", "sequence", "finding")
        assert pl.concat(pieces).sort(keys).equals(table.sort(keys))
    assert list(patient_batches(table.clear().lazy())) == []


def test_any_and_all_skip_nulls_only_when_told() -> None:
    """`any` of null and no is no and `all` of null and yes is yes, unless nulls are told to count."""
    frame = pl.DataFrame({"no": [None, False], "yes": [None, True]})
    skipping = frame.select(pl.col("no").any(), pl.col("yes").all())
    counting = frame.select(pl.col("no").any(ignore_nulls=False), pl.col("yes").all(ignore_nulls=False))
    assert skipping.row(0) == (False, True)
    assert counting.row(0) == (None, None)
