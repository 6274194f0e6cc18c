"""Cases become rows: nothing of a finding is lost, and none of the free words around it comes along."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from tests.generative.timelines import as_case, case_files

from cephalad.columns import check_rows, collect
from cephalad.columns.schema import DATED, SCHEMA
from cephalad.logic import Calendar
from cephalad.record import Case, Event, Observation, example_names, read_bytes, read_example

Row = dict[str, Any]
DAY_ZERO = date(1970, 1, 1).toordinal()


def case_of(events: str, header: str = "") -> Case:
    """A case written on 2026-01-31, with these events."""
    text = f"format: cephalad-case/1\ncase: a\nwritten_on: 2026-01-31\n{header}events:\n{events}"
    case = read_bytes(text.encode(), file="a.yaml")
    assert isinstance(case, Case), case
    return case


def rows_of(case: Case) -> list[tuple[object, ...]]:
    """The rows of the case's events, without the patient's name."""
    return [row[1:] for row in collect([case]).filter(pl.col("kind") != "patient").rows()]


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_an_event_with_dates() -> None:
    """A month has its first and its last day; each answer of a list is a row; a number stands in its own unit."""
    case = case_of(
        "- id: us\n  kind: imaging\n  effective_on: 2025-02\n  recorded_at: 2025-03\n"
        "  author: Dr A\n  note: seen twice\n"
        "  modality: ultrasound\n  regions: [pelvis, abdomen]\n"
        "  masses: {left mass: {longest-diameter: 7.2 cm}}\n"
        "  veins:\n    ivc-unspecified:\n"
        "      {content: {value: tumour, status: suspected, note: dark}, dilated: not-assessed}\n"
    )
    event = ("us", "imaging", 0, date(2025, 2, 1), date(2025, 2, 28), "date", date(2025, 3, 31), None, False)
    assert rows_of(case) == [
        (*event, "imaging.modality", "", "ultrasound", None, "", "recorded"),
        (*event, "imaging.regions", "", "pelvis", None, "", "recorded"),
        (*event, "imaging.regions", "", "abdomen", None, "", "recorded"),
        (*event, "mass.longest-diameter", "left mass", None, 72.0, "mm", "recorded"),
        (*event, "vein.content", "ivc-unspecified", "tumour", None, "", "suspected"),
        (*event, "vein.dilated", "ivc-unspecified", None, None, "", "not-assessed"),
    ]


def test_a_day_number_counts_from_1970() -> None:
    """Day 7 is 1970-01-08, with the basis that the file states; the file's date stands in for the recording."""
    case = case_of("- {id: d, kind: dose, day: 7, basis: approximate}\n- {id: e, kind: dose, day: -1}\n")
    recorded = (date(2026, 1, 31), None, False, "", "", None, None, "", "recorded")
    assert rows_of(case) == [
        ("d", "dose", 0, date(1970, 1, 8), date(1970, 1, 8), "approximate", *recorded),
        ("e", "dose", 1, date(1969, 12, 31), date(1969, 12, 31), "stated", *recorded),
    ]


def test_a_withdrawal_is_a_row_of_its_own() -> None:
    """An event without findings is one row; a withdrawal names what it withdraws and has its time and place."""
    case = case_of(
        "- {id: a, kind: wish, effective_on: 2025, fertility: yes}\n"
        "- {id: b, kind: dose, effective_on: 2025}\n"
        "- {id: c, kind: wish, supersedes: a, withdrawn: yes}\n"
    )
    found = collect([case]).filter(pl.col("kind") != "patient")
    assert found.select("event", "sequence", "supersedes", "withdrawn", "finding").rows() == [
        ("a", 0, None, False, "wish.fertility"),
        ("c", 1, "a", True, ""),
        ("b", 2, None, False, ""),
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", [("patient.written-on", "", "2026-01-31", None, "")]),
        (
            "sex: female\nbirth: 1977-05\nsynthetic: yes\ntitle: A title\ncountry: China\n",
            [
                ("patient.sex", "", "female", None, ""),
                ("patient.birth", "", "1977-05", None, ""),
                ("patient.written-on", "", "2026-01-31", None, ""),
                ("patient.synthetic", "", "yes", None, ""),
            ],
        ),
        (
            "birth: {age_years: 48, at: b}\n",
            [("patient.age-years", "b", None, 48.0, "years"), ("patient.written-on", "", "2026-01-31", None, "")],
        ),
    ],
    ids=["nothing", "birth", "age"],
)
def test_the_patient_herself(header: str, expected: list[tuple[object, ...]]) -> None:
    """Sex, birth or age, the file's date and the mark of invention come first, without a time; titles do not come."""
    rows = collect([case_of("- {id: b, kind: dose, effective_on: 2025}\n", header)]).filter(kind="patient").rows()
    common = ("a", "", "patient", -1, None, None, None, date(2026, 1, 31), None, False)
    assert rows == [(*common, *row, "recorded") for row in expected]


@pytest.mark.parametrize(("written", "kept"), [("2026", "2026"), ("2026-02", "2026-02"), ("2026-02-03", "2026-02-03")])
def test_the_files_date_keeps_its_precision(written: str, kept: str) -> None:
    """A year stays a year, a month a month."""
    case = read_bytes(f"format: cephalad-case/1\ncase: a\nwritten_on: {written}\n".encode(), file="a.yaml")
    assert isinstance(case, Case)
    assert collect([case]).item(0, "value_text") == kept


def test_the_table_has_its_columns_even_without_a_case() -> None:
    """No case gives no row; cases come in the order of their ids, however they are given."""
    assert (collect([]).schema, collect([]).height) == (SCHEMA, 0)
    cases = [read_example(name) for name in ("kaur-2015", "chen-2023")]
    assert collect(cases).equals(collect(cases[::-1]))
    assert collect(cases).get_column("patient").is_sorted()


# --- nothing is lost --------------------------------------------------------------------------------------------------


def kept_of(event: Event, calendar: Calendar) -> tuple[object, ...]:
    """What the table must hold of an event."""
    stated = [(each.finding, each.qualifier, each.value, each.unit, each.status) for each in event.observations]
    times = (event.moment.span, event.moment.basis.value if calendar is Calendar.DAY_NUMBERS else DATED)
    recorded = event.recorded_at.latest
    return event.id, event.kind, times, recorded, event.supersedes, event.withdrawn, stated


def event_from(rows: list[Row]) -> tuple[object, ...]:
    """The same, put together again from the rows of one event."""
    first = rows[0]
    zero = 0 if first["basis"] == DATED else DAY_ZERO
    span = (first["from"].toordinal() - zero, first["to"].toordinal() - zero)
    stated = []
    for row in rows:
        value = row["value_text"] if row["value_number"] is None else row["value_number"]
        built = Observation(row["finding"], row["qualifier"], value, row["unit"], row["status"])
        stated.append((built.finding, built.qualifier, built.value, built.unit, built.status))
    findings = [] if first["finding"] == "" else stated
    recorded = first["recorded_at"].toordinal()
    return (
        *(first[name] for name in ("event", "kind")),
        (span, first["basis"]),
        recorded,
        first["supersedes"] or "",
        first["withdrawn"],
        findings,
    )


def assert_nothing_is_lost(case: Case) -> None:
    """Every event and observation of the case comes back from its rows, in the order of their sequence."""
    rows = collect([case]).filter(pl.col("kind") != "patient").to_dicts()
    built = [event_from(list(group)) for _, group in groupby(rows, key=lambda row: row["event"])]
    wanted = [
        kept_of(event, case.calendar) for event in sorted(case.events, key=lambda event: (event.sequence, event.id))
    ]
    expected = [
        (*each[:2], ((each[2][0].earliest, each[2][0].latest), each[2][1]), *each[3:])  # type: ignore[index]
        for each in wanted
    ]
    assert built == expected
    assert [row["sequence"] for row in rows] == sorted(row["sequence"] for row in rows)


@pytest.mark.parametrize("name", example_names())
def test_a_published_case_comes_back(name: str) -> None:
    """Every observation of a shipped case stands in the table."""
    assert_nothing_is_lost(read_example(name))


@settings(max_examples=60, deadline=None)
@given(case_files())
def test_a_generated_case_comes_back(file: dict[str, Any]) -> None:
    """Every observation of any case stands in the table, and no row of it is refused."""
    case = as_case(file)
    assert_nothing_is_lost(case)
    checked = check_rows(collect([case]))
    assert checked.rejected == []
    assert checked.rows.equals(collect([case]))


def test_what_is_left_out_is_free_words() -> None:
    """Notes, report texts, authors, sources, reasons, titles and further header fields do not come along."""
    case = case_of(
        "- {id: a, kind: wish, effective_on: 2025, author: ZZ, source: {document: ZZ, place: ZZ}, note: ZZ, text: ZZ,"
        " fertility: {value: yes, note: ZZ}}\n"
        "- {id: b, kind: wish, supersedes: a, reason: ZZ, note: ZZ, fertility: no}\n",
        "title: ZZ\ncitation: ZZ\nnote: ZZ\ncountry: ZZ\n",
    )
    cells = [str(cell) for row in collect([case]).rows() for cell in row]
    assert [cell for cell in cells if "ZZ" in cell] == []
    assert cells.count("wish.fertility") == 2
