"""The coverage of the paper's statements: complete, in order, and true of the guideline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cephalad.evidence import statements
from cephalad.guideline import default_guideline
from cephalad.guideline.check import check
from cephalad.guideline.coverage import (
    STATUSES,
    CoverageRow,
    CoverageTable,
    Direct,
    check_coverage,
    coverage,
    coverage_table,
)
from cephalad.guideline.model import Guideline
from cephalad.guideline.specification import specification
from cephalad.record import read_example

GUIDELINE = default_guideline()
COVERED = {item.id: item for item in coverage(GUIDELINE)}
CITED = {statement for criterion in GUIDELINE.criteria.values() for statement in criterion.statements}

# The statements that the guideline may not merely show; ends included.
REQUIRED = (
    (9, 14),
    (18, 25),
    (27, 28),
    (30, 30),
    (33, 34),
    (40, 45),
    (48, 50),
    (52, 53),
    (57, 67),
    (69, 69),
    (71, 75),
    (80, 80),
    (83, 98),
    (116, 116),
    (118, 118),
    (121, 121),
    (127, 128),
)
MUST = [f"S{number}" for low, high in REQUIRED for number in range(low, high + 1)]


def without(name: str) -> Guideline:
    """The shipped guideline with one criterion left out."""
    return replace(
        GUIDELINE,
        chapters=tuple(
            replace(chapter, criteria=tuple(one for one in chapter.criteria if one.id != name))
            for chapter in GUIDELINE.chapters
        ),
    )


def uncited(statement: str) -> Guideline:
    """The shipped guideline with no criterion citing a statement."""
    return replace(
        GUIDELINE,
        chapters=tuple(
            replace(
                chapter,
                criteria=tuple(
                    replace(one, statements=tuple(name for name in one.statements if name != statement))
                    for one in chapter.criteria
                ),
            )
            for chapter in GUIDELINE.chapters
        ),
    )


def table(number: int, **fields: object) -> CoverageTable:
    """The shipped table with one row changed."""
    rows = coverage_table(GUIDELINE).statements
    changed = replace(rows[number - 1], **fields)  # type: ignore[arg-type]
    return replace(coverage_table(GUIDELINE), statements=(*rows[: number - 1], changed, *rows[number:]))


def test_the_shipped_coverage_is_sound() -> None:
    """No fault in the coverage of the default guideline."""
    assert check_coverage(GUIDELINE) == ()


def test_every_statement_stands_once_and_in_order() -> None:
    """S1 to S131, as the register has them."""
    assert [item.id for item in coverage(GUIDELINE)] == list(statements())


@pytest.mark.parametrize("statement", MUST)
def test_what_must_be_implemented_is(statement: str) -> None:
    """A criterion that cites the statement decides by it, and its table has rows of all three verdicts."""
    item = COVERED[statement]
    assert item.status == "implemented"
    citing = [place for place in item.where if statement in GUIDELINE.criteria[place].statements]
    tables = [{row.verdict for row in specification(GUIDELINE).get(place, ())} for place in citing]
    assert {"yes", "no", "unknown"} in tables


@pytest.mark.parametrize("item", COVERED.values(), ids=list(COVERED))
def test_rows_seen_are_those_of_the_tables(item: object) -> None:
    """What is implemented was seen as yes, no and unknown; the counts add up to the rows of its criteria."""
    found = COVERED[item.id]  # type: ignore[attr-defined]
    tables = specification(GUIDELINE)
    rows = [row for place in found.where if place in GUIDELINE.criteria for row in tables.get(place, ())]
    assert sum(found.seen.values()) == len(rows)
    assert found.status in STATUSES
    assert (min(found.seen.values()) > 0) >= (found.status == "implemented")
    assert bool(found.where) or found.status == "out-of-scope"
    assert bool(found.reason) or found.status == "implemented"


def test_the_counts_of_one_statement() -> None:
    """S95 is one criterion, and its counts are those of its table read one by one."""
    assert COVERED["S95"].where == ("ivl.surveillance.stop-option",)
    verdicts = [row.verdict for row in specification(GUIDELINE)["ivl.surveillance.stop-option"]]
    assert COVERED["S95"].seen == {verdict: verdicts.count(verdict) for verdict in ("yes", "no", "unknown")}


@pytest.mark.parametrize("number", range(101, 114))
def test_the_case_is_shown_by_its_events(number: int) -> None:
    """Each statement on the patient names events of the shipped case, and they are there."""
    item = COVERED[f"S{number}"]
    events = {event.id for event in read_example("zhao-tian-2026").events}
    named = [place.partition(":")[2] for place in item.where if place.startswith("zhao-tian-2026:")]
    assert item.status == "shown"
    assert named
    assert set(named) <= events


def test_a_statement_that_a_criterion_cites_is_not_out_of_scope() -> None:
    """Out of scope is only what no criterion follows."""
    assert [item.id for item in COVERED.values() if item.status == "out-of-scope" and item.id in CITED] == []


@pytest.mark.parametrize("name", GUIDELINE.criteria)
def test_no_criterion_can_be_left_out(name: str) -> None:
    """Without any one criterion the checker or the coverage finds a fault."""
    smaller = without(name)
    assert check(smaller) or check_coverage(smaller)


@pytest.mark.parametrize("statement", MUST)
def test_no_required_statement_can_go_uncited(statement: str) -> None:
    """When its last citation goes, the statement is no longer implemented."""
    found = [(issue.code, issue.path) for issue in check_coverage(uncited(statement))]
    assert found == [("COVER-04", statement)]


FAULTS = [
    (table(95, status="done"), ("COVER-02", "S95", "done")),
    (table(95, where=("ivl.surveillance.stop-option", "no.such")), ("COVER-03", "S95", "no.such")),
    (table(104, where=("zhao-tian-2026:no-such",)), ("COVER-03", "S104", "zhao-tian-2026:no-such")),
    (table(104, where=("nobody-2000:operation",)), ("COVER-03", "S104", "nobody-2000:operation")),
    (table(95, where=("recurrence-overall",)), ("COVER-04", "S95", "recurrence-overall")),
    (table(5, status="implemented", where=()), ("COVER-04", "S5", "no criterion")),
    (table(5, where=()), ("COVER-05", "S5", "no place")),
    (table(1, reason=" "), ("COVER-06", "S1", "none")),
    (table(81, reason=" "), ("COVER-06", "S81", "none")),
    (table(81, where=("ivl.risk.low",)), ("COVER-08", "S81", "ivl.risk.low")),
    (table(81, where=()), ("COVER-08", "S81", "none")),
    (replace(coverage_table(GUIDELINE), direct=(Direct("no.such", "Words."),)), ("COVER-07", "direct", "no.such")),
    (
        replace(coverage_table(GUIDELINE), direct=(Direct("ivl.risk.low", ""),)),
        ("COVER-06", "ivl.risk.low", "none"),
    ),
]


@pytest.mark.parametrize(("broken", "issue"), FAULTS, ids=[" ".join(issue) for _, issue in FAULTS])
def test_a_broken_table_is_reported(broken: CoverageTable, issue: tuple[str, str, str]) -> None:
    """One fault gives exactly its own issue."""
    assert [(one.code, one.path, one.value) for one in check_coverage(GUIDELINE, broken)] == [issue]


ROWS = coverage_table(GUIDELINE).statements


@pytest.mark.parametrize(
    ("rows", "odd"),
    [
        (ROWS[:-1], "130 rows"),
        ((*ROWS, ROWS[-1]), "132 rows"),
        ((ROWS[1], ROWS[0], *ROWS[2:]), "S2"),
        ((*ROWS[:5], *ROWS[6:]), "S7"),
    ],
    ids=["short", "long", "swapped", "gap"],
)
def test_an_incomplete_table_is_reported(rows: tuple[CoverageRow, ...], odd: str) -> None:
    """A missing, doubled or misplaced statement is told by the first row that is wrong."""
    found = check_coverage(GUIDELINE, replace(coverage_table(GUIDELINE), statements=rows))
    assert [(issue.code, issue.value) for issue in found] == [("COVER-01", odd)]


def test_a_place_may_be_anything_that_exists() -> None:
    """A criterion, a notice, a figure, a source, a fact, a finding or an event of a shipped case."""
    places = (
        "ivl.risk.low",
        "stop-option",
        "recurrence-overall",
        "design",
        "tumour.residual",
        "vein.content",
        "zhao-tian-2026:operation",
    )
    assert check_coverage(GUIDELINE, table(5, where=places)) == ()


def test_the_listed_criteria_are_named_in_the_table() -> None:
    """What the table names by itself needs no other use; what merely cites a statement does."""
    listed = coverage_table(GUIDELINE).listed
    assert "ivl.extent.downward" in listed
    assert "ivl.risk.high.age" not in listed
