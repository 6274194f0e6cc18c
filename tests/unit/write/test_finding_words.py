"""What an event says, in words of either language: values, hedges, what has no value, units, notes, and its subject."""

from __future__ import annotations

import pytest
from tests.unit.record.case_texts import body, case_of

from cephalad.record import Event
from cephalad.write.finding_words import FindingRow, finding_rows

IMAGING = """
modality: ct
contrast: yes
regions: [pelvis, abdomen]
fibroid: {value: yes, status: suspected, note: "most likely"}
relation-to-vessels: not-reported
impression: "free text"
masses:
  left:
    longest-diameter: 72 mm
veins:
  left-renal-vein: {content: clear}
"""


def only_event(text: str, kind: str = "imaging") -> Event:
    """The event of a case with one."""
    return case_of(body(text, kind=kind)).events[0]


def told(lang: str = "en") -> dict[str, FindingRow]:
    """The rows of the study, by the name of the finding."""
    return {row.finding: row for row in finding_rows(only_event(IMAGING), lang)}


def test_several_answers_to_one_finding_stand_together() -> None:
    """Two regions are one row."""
    assert told()["Regions covered"].value == "pelvis, abdomen"


def test_a_hedge_is_told_behind_the_value() -> None:
    """A suspected fibroid is no certain one, and the note of the record stands apart."""
    row = told()["Uterine fibroid"]
    assert (row.value, row.note) == ("yes (suspected)", "most likely")


def test_what_has_no_value_says_why() -> None:
    """Not reported is neither yes nor no."""
    assert told()["Relation of the mass to vessels"].value == "not reported"


def test_a_number_has_its_unit_and_a_count_none() -> None:
    """In the finding's own unit; deliveries are only counted."""
    assert told()["Longest diameter"].value == "72 mm"
    rows = finding_rows(only_event("term-deliveries: 2", kind="history"), "en")
    assert [row.value for row in rows] == ["2"]


def test_a_row_says_of_what_it_speaks() -> None:
    """The mass by its name, the vein by its own; nothing for the study as a whole."""
    assert told()["Longest diameter"].said_of == "mass “left”"
    assert told()["Content"].said_of == "left renal vein"
    assert told()["Modality"].said_of == ""


def test_a_free_text_stays_as_it_is() -> None:
    """Words of the record are not translated."""
    assert "free text" in {row.value for row in told("zh").values()}


@pytest.mark.parametrize(("name", "value"), [("Modality", "CT"), ("Contrast given", "yes"), ("Content", "clear")])
def test_answers_are_words(name: str, value: str) -> None:
    """An answer of the vocabulary is printed by its label."""
    assert told()[name].value == value


def test_chinese_rows_are_chinese() -> None:
    """Names, answers, hedges and veins."""
    values = {row.value for row in told("zh").values()}
    assert "是（可疑）" in values
    assert "未报告" in values
    assert any("肾静脉" in row.said_of for row in told("zh").values())
