"""Recurrence as a clinician can put it on the table: at every checkpoint of the reference patient, never bare."""

from __future__ import annotations

import json
import re

import pytest

from cephalad.assessment import Assessment, assess
from cephalad.evidence.claims import claims
from cephalad.evidence.pooled import out_of_date, pooled
from cephalad.evidence.studies import studies
from cephalad.guideline import default_guideline
from cephalad.record import parse_point, read_example, standing_events
from cephalad.write.html.assessment_page import assessment_html
from cephalad.write.studied_words import studied_figure
from cephalad.write.text import to_text

REFERENCE = read_example("zhao-tian-2026")
POINTS = [f"after:{event.id}" for event in standing_events(REFERENCE)]


def found_after(point: str) -> Assessment:
    """The reference patient just after an event."""
    return assess(REFERENCE, as_of=parse_point(point, REFERENCE), with_missing=False)


@pytest.mark.parametrize("point", POINTS)
def test_every_option_tells_the_nearest_studied_women(point: str) -> None:
    """Each option has its strata, or says that nobody studied it; what is told has a denominator and an interval."""
    found = found_after(point)
    for row in found.options:
        for each in row.studied:
            told = studied_figure(each, "en")
            counted = re.search(r"\d+ (of|events in) \d+", told) or "survival curve" in told
            assert counted, told
            assert re.search(r"[Oo]f 100|100 woman-years", told)
            assert "%" not in told
    unstudied = {row.option for row in found.options if not row.studied}
    assert unstudied <= {"endocrine-only"}


def test_the_text_page_and_json_tell_the_same_figures() -> None:
    """The sentence of every stratum stands in the text and on the page; the JSON holds its numbers."""
    found = found_after("after:ct-pelvis")
    options = json.loads(found.to_json())["options"]
    strata = {each["id"]: each for row in options for each in row["recurrence"] if each["kind"] != "reported-by-paper"}
    assert strata
    text = " ".join(to_text(found).split())
    page = assessment_html(found)
    for row in found.options:
        for each in row.studied:
            said = strata[each.stratum.id]
            assert " ".join(studied_figure(each, "en").split()) in text
            assert studied_figure(each, "en") in page
            assert said["beware"] == each.stratum.leaves_out
            main = each.result.main
            if main is not None:
                assert (said["events"], said["patients"]) == (main.events, main.patients)
                assert 0 <= said["low"] < said["high"] <= 100


def test_the_papers_own_figure_stays_labelled() -> None:
    """Beside the studied women the paper's 7.6 and 75 % stand as reported by it, with status and caution."""
    options = json.loads(found_after("after:ct-pelvis").to_json())["options"]
    reported = [each for row in options for each in row["recurrence"] if each["kind"] == "reported-by-paper"]
    assert {each["text"] for each in reported} >= {"75 %", "7.6 %"}
    assert all(each["status"] and each["beware"] for each in reported)


def test_two_kinds_of_75_per_cent_are_two_things() -> None:
    """The 75 % after myomectomy is a claim that cannot be traced; the intracardiac one is a cohort of ICLM-2021."""
    of_paper = [claim for claim in claims() if "75" in claim.figure and "S51" in claim.statements]
    assert [claim.status for claim in of_paper] == ["not-traceable"]
    intracardiac = [
        cohort for cohort in studies()["ICLM-2021"].cohorts if cohort.percent is not None and cohort.percent == 75
    ]
    assert [(each.completeness, each.ovaries, each.event) for each in intracardiac] == [
        ("incomplete", "kept", "progression")
    ]
    in_figures = {row.name for found in pooled().values() if found.main for row in found.main.rows}
    assert not {f"ICLM-2021/{each.id}" for each in intracardiac} & in_figures


def test_what_ships_is_of_the_rows_that_ship() -> None:
    """No stratum's figures were computed from other rows than those of the package."""
    assert out_of_date() == ()


def test_every_stratum_of_an_option_exists() -> None:
    """Each stratum that an option names has figures, and its conditions are criteria of the guideline."""
    guideline = default_guideline()
    for option in guideline.options:
        for near in option.strata:
            assert near.stratum in pooled()
            assert {near.only_if, near.unless} - {""} <= set(guideline.criteria)


def test_the_extent_chooses_the_stratum() -> None:
    """Pelvic disease is told beside women without large-vein disease, cardiac disease beside cardiac disease."""
    cardiac = read_example("chen-2023")
    last = f"after:{standing_events(cardiac)[-1].id}"
    for case, point, present in ((REFERENCE, "after:ct-pelvis", None), (cardiac, last, "cardiac-complete")):
        found = assess(case, as_of=parse_point(point, case), with_missing=False)
        for row in found.options:
            named = {each.stratum.id for each in row.studied}
            certain = {each.stratum.id for each in row.studied if each.certain}
            assert not ({"cardiac-complete", "large-vein-complete"} <= certain), (
                "one stratum of extent is certain at most"
            )
            if present and row.option.startswith("hysterectomy") and found.stages["ivc-level"].value == "heart":
                assert present in named
