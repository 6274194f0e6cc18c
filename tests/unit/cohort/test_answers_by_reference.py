"""The rows that the columns are measured by: those of the reference patient, read off her printed assessment."""

from __future__ import annotations

from datetime import date

from tests.unit.cohort.answers_by_reference import answer_row, answers_frame

from cephalad.assessment import assess
from cephalad.columns.answers import answer_schema
from cephalad.guideline import default_guideline
from cephalad.record import example_names, read_example, standing_events
from cephalad.write.json import as_dict

GUIDELINE = default_guideline()
CASE = read_example("zhao-tian-2026")


def test_the_reference_patient_after_her_last_visit() -> None:
    """She is confirmed and operated, her group not settled, and refused the baseline MRI that is due until January."""
    row = answer_row(CASE, "after:contact-october", GUIDELINE)
    expected = {
        "patient": "zhao-tian-2026",
        "as_of": "after:contact-october",
        "guideline": "zhao-tian-2026/1",
        "suspicion": "confirmed",
        "ma": "I",
        "ma_not_excluded": ["II", "III", "IV"],
        "completeness": "conflicting",
        "mdt_before_operation": "yes",
        "risk_group": "high",
        "risk_group_not_excluded": ["very-high"],
        "plan_group": "very-high",
        "baseline_done": "no",
        "next_study": "baseline-mri",
        "next_opens": date(2025, 10, 1),
        "next_closes": date(2026, 1, 31),
        "next_status": "declined",
        "next_late_days": None,
        "missing": None,
    }
    assert {name: row[name] for name in expected} == expected


def test_before_the_operation_nothing_is_asked_of_it() -> None:
    """After the first event there is no follow-up: groups, team before the operation, next examination are nothing."""
    row = answer_row(CASE, f"after:{standing_events(CASE)[0].id}", GUIDELINE)
    nothing = ("mdt_before_operation", "plan_group", "baseline_done", "next_study", "next_opens", "next_closes")
    assert [row[name] for name in nothing] == [None] * len(nothing)
    assert (row["risk_group"], row["completeness"]) == ("not-applicable", "not-operated")


def test_every_published_case_says_what_its_json_says() -> None:
    """At its end each shipped case has the words of the printed JSON in its columns."""
    for name in example_names():
        case = read_example(name)
        point = f"after:{standing_events(case)[-1].id}"
        row, printed = answer_row(case, point, GUIDELINE), as_dict(assess(case, as_of=point, with_missing=False))
        stages, extent = printed["extent"]["stages"], printed["extent"]["ever"]
        assert row["suspicion"] == printed["suspicion"]["value"]
        assert row["urgent"] == [each["code"] for each in printed["suspicion"]["urgent"]]
        assert (row["front_ever"], row["routes"], row["continuity"]) == (
            extent["front"],
            extent["routes"],
            extent["continuity"]["value"],
        )
        assert [row["ma"], row["pumch_2024"], row["pelvic"], row["ivc_level"]] == [
            stages[each]["value"] for each in ("ma", "pumch-2024", "pelvic", "ivc-level")
        ]
        assert (row["mdt"], row["completeness"]) == (printed["mdt"]["convene"], printed["extent"]["completeness"])
        assert row["plan_group"] == (printed["surveillance"]["plan_group"] or None)
        waits = [each for each in printed["surveillance"]["examinations"] if each["status"] != "done"]
        assert row["next_study"] in ([each["study"] for each in waits] or [None])


def test_a_frame_has_the_columns_of_the_answers() -> None:
    """With the criteria asked for, each verdict stands under its own column."""
    frame = answers_frame([(CASE, "after:ct-pelvis"), (CASE, "2026-03-01")], GUIDELINE, criteria=True)
    assert frame.schema == answer_schema(GUIDELINE, criteria=True)
    assert frame["c.ivl.suspicion.probable"].to_list() == ["yes", "yes"]
