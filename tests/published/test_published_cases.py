"""Thirty-nine published women: each assesses at every event, and the expected answers hold."""

from __future__ import annotations

import json

import pytest
from tests.published.expected_answers import Row, agrees, assessed, given, offered, rows, wanted

from cephalad.assessment import assess
from cephalad.record import example_names, read_example, standing_events

ROWS = rows()
QUESTIONS = {
    "suspicion", "segment", "front", "front-ever", "routes-ever", "downward-ever", "continuity-ever",
    "ma", "pumch-2024", "ivc-level", "pelvic", "risk_group", "endocrine", "mdt",
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_an_expected_answer_holds(row: Row) -> None:
    """The program answers what the source and the pathway demand, or what the table says was settled and why."""
    answer = given(assessed(row.case, row.after), row.question)
    assert agrees(answer, wanted(row), row.question), f"{answer} for: {row.because}"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.deciding and "answer" not in row.settled], ids=lambda row: row.id
)
def test_what_is_silent_names_a_deciding_fact(row: Row) -> None:
    """Where the source is silent the program offers one of the facts that would decide, or the table says what else."""
    found = assessed(row.case, row.after)
    facts = offered(found, row.question)
    instead = row.settled.get("notice")
    if instead:
        assert instead in {notice.code for notice in found.notices}
    elif "deciding" in row.settled:
        assert set(row.settled["deciding"]) == (facts or set()) & set(row.settled["deciding"])
    elif facts is not None:
        assert facts & set(row.deciding), f"offered: {sorted(facts)}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.settled], ids=lambda row: row.id)
def test_what_was_settled_differs_and_says_why(row: Row) -> None:
    """A settled row gives its reason, and stands only where the program's answer is another than the expected one."""
    found = assessed(row.case, row.after)
    facts = offered(found, row.question) or set()
    assert len(row.settled["reason"].split()) > 5
    assert not agrees(given(found, row.question), row.expected, row.question) or not facts & set(row.deciding)


def test_the_table_asks_every_case_every_kind_of_question() -> None:
    """Thirty-eight cases, hundreds of rows, suspicion asked of each, and every kind of question somewhere."""
    assert {row.case for row in ROWS} == set(example_names()) - {"zhao-tian-2026"}
    assert {row.case for row in ROWS if row.question == "suspicion"} == {row.case for row in ROWS}
    assert {row.question.partition(":")[0] for row in ROWS} == QUESTIONS
    assert len({row.id for row in ROWS}) == len(ROWS) > 700


@pytest.mark.parametrize("name", example_names())
def test_every_case_assesses_at_every_event(name: str) -> None:
    """No event of a shipped case meets an internal error, and the JSON of each point can be read again."""
    case = read_example(name)
    for event in standing_events(case):
        found = json.loads(assess(case, as_of=f"after:{event.id}").to_json())
        assert (found["case"], found["as_of"]) == (name, f"after:{event.id}")
