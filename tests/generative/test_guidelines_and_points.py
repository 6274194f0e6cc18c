"""What must hold for every timeline under each shipped guideline, and of the two ways to name a point."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.generative.test_properties import FACTS, MAY_TURN, Told, answers_to, next_imaging, treated
from tests.generative.timelines import Words, as_case, case_files, events_of, last_day

from cephalad.assess import Evaluation
from cephalad.assessment import Assessment, assess, key_values
from cephalad.facts import FactSheet, Unknown
from cephalad.guideline import Guideline, shipped_guideline
from cephalad.guideline.grammar import Established, Expression, children
from cephalad.guideline.shipped import DEFAULT, SHIPPED
from cephalad.logic import Truth
from cephalad.record import Case, parse_point, standing_events, view
from cephalad.write.json import as_dict
from cephalad.write.schema import assessment_schema

VARIANTS = [name for name in SHIPPED if name != DEFAULT]
OF_FOLLOW_UP = ("guideline", "surveillance", "notices", "sources")
"""Parts of an assessment in which a guideline that varies follow-up alone may differ from the one it varies."""


def examples(number: int) -> settings:
    """Derandomised settings without a deadline and without a store of earlier failures."""
    unseen = list(HealthCheck)
    return settings(max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=unseen)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(assessment_schema())


def faults(found: Assessment) -> list[str]:
    """What the published schema says against an assessment."""
    value = json.loads(found.to_json())
    return [f"{error.json_path}: {error.message[:200]}" for error in _validator().iter_errors(value)]


def sheet_of(case: Case, as_of: str, guideline: Guideline) -> FactSheet:
    """The facts as of a point, counted by the guideline's numbers."""
    return FactSheet(view(case, parse_point(as_of, case)), guideline.numbers)


# --- every guideline --------------------------------------------------------------------------------------------------


@examples(20)
@given(case_files())
def test_every_guideline_answers_and_its_answer_fits_the_schema(file: Words) -> None:
    """No timeline breaks a shipped guideline, at the end or just after any event, and the schema knows the answer."""
    case = as_case(file)
    points = [last_day(file), *(f"after:{event.id}" for event in standing_events(case)[-1:])]
    for name in SHIPPED:
        for as_of in points:
            found = assess(case, as_of=as_of, guideline=shipped_guideline(name))
            assert faults(found) == []
            assert found.guideline.id == name


@pytest.mark.parametrize("name", VARIANTS)
@examples(40)
@given(file=case_files())
def test_a_variant_of_follow_up_changes_follow_up_alone(name: str, file: Words) -> None:
    """Against the default guideline only the examinations of follow-up differ, with the notices and sources for it."""
    case = as_case(file)
    ours = assess(case, as_of=last_day(file), guideline=shipped_guideline(name), with_missing=False)
    theirs = assess(case, as_of=last_day(file), with_missing=False)
    values = key_values(ours), key_values(theirs)
    differing = {key for key in {*values[0], *values[1]} if values[0].get(key) != values[1].get(key)}
    assert {key for key in differing if not key.startswith("surveillance.")} == set()
    here, there = as_dict(ours), as_dict(theirs)
    assert {key for key in here if here[key] != there[key]} <= set(OF_FOLLOW_UP)
    assert here["guideline"] != there["guideline"]


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_of_follow_up_does_change_it(name: str) -> None:
    """The comparison has room to differ: a low-risk woman after her baseline gets another window."""
    clear = {
        name: {"content": "clear"} for name in ("pelvic-veins-unspecified", "iliac-unspecified", "ivc-unspecified")
    }
    clear["ovarian-vein-unspecified"] = {"content": "clear"}
    both = {"contrast": "yes", "regions": ["pelvis", "abdomen"]}
    bodies: list[Words] = [
        {"kind": "imaging", "effective_on": "2020-01-05", "modality": "ct", **both, "veins": clear},
        {
            "kind": "operation",
            "effective_on": "2020-01-15",
            "for-ivl": "yes",
            "procedures": ["total-hysterectomy", "bilateral-salpingo-oophorectomy"],
            "uterus": "removed",
            "ovaries-left": "none",
            "completeness": "complete",
            "integrity": "intact",
        },
        {"kind": "pathology", "effective_on": "2020-01-25", "diagnosis": ["ivl"], "vessels-outside-uterus": "no"},
        {"kind": "imaging", "effective_on": "2020-05-10", "modality": "mr", **both, "new-or-growing-tumour": "no"},
    ]
    events = [{"id": f"event-{index}", **body} for index, body in enumerate(bodies)]
    frame = {"format": "cephalad-case/1", "case": "low", "written_on": "2035-01-01", "sex": "female", "birth": "1965"}
    case = as_case({**frame, "events": events})
    ours = assess(case, as_of="2020-06-01", guideline=shipped_guideline(name))
    assert next_imaging(ours) != next_imaging(assess(case, as_of="2020-06-01"))


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_reads_the_record_where_the_default_does(name: str) -> None:
    """The variants bring no criterion of their own that looks whether another one is established."""
    guideline = shipped_guideline(name)
    reading = {key for key, item in guideline.criteria.items() if _has_established(item.when)}
    assert reading <= MAY_TURN


def _has_established(node: Expression) -> bool:
    return isinstance(node, Established) or any(_has_established(part) for part in _parts(node))


def _parts(node: Expression) -> list[Any]:
    return list(children(node))


@pytest.mark.parametrize("name", VARIANTS)
@examples(8)
@given(file=case_files())
def test_learning_a_fact_changes_no_known_verdict_of_a_variant(name: str, file: Words) -> None:
    """Whatever answer an unknown fact gets, a known verdict stays, but for what reads the record itself."""
    guideline = shipped_guideline(name)
    sheet = sheet_of(as_case(file), last_day(file), guideline)
    before = Evaluation(guideline, sheet)
    known = {key: before[key] for key in guideline.criteria if before[key] is not Truth.UNKNOWN}
    turned = set()
    for fact in [fact for fact in FACTS if isinstance(sheet[fact], Unknown)]:
        for answer in answers_to(fact):
            after = Evaluation(guideline, Told(sheet, fact, answer))  # type: ignore[arg-type]
            turned |= {
                (key, fact) for key, verdict in known.items() if key not in MAY_TURN and after[key] is not verdict
            }
    assert turned == set()


@pytest.mark.parametrize("name", VARIANTS)
@examples(30)
@given(pair=treated())
def test_more_radical_surgery_never_means_denser_follow_up_in_a_variant(
    name: str, pair: tuple[Words, Words, str]
) -> None:
    """Other things equal, after the more radical operation the next imaging opens and closes no earlier (S127)."""
    radical, sparing, as_of = pair
    guideline = shipped_guideline(name)
    wider, denser = (
        next_imaging(assess(as_case(file), as_of=as_of, guideline=guideline, with_missing=False))
        for file in (radical, sparing)
    )
    assert wider is not None
    assert denser is not None
    assert wider[0].earliest >= denser[0].earliest
    assert wider[1].latest >= denser[1].latest


# --- points -----------------------------------------------------------------------------------------------------------


@examples(40)
@given(case_files(exact=True))
def test_just_after_the_last_event_is_its_day(file: Words) -> None:
    """Where nothing happens later, the answer just after the last event is that of its day, but for how it is named."""
    case = as_case(file)
    standing = standing_events(case)
    assume(standing)
    last = standing[-1]
    # A correction may give two events one day; "just after" the first of them is then another point.
    assume(all(event.moment.span.latest < last.moment.span.earliest for event in standing[:-1]))
    day = f"day:{last.moment.text}" if any("day" in event for event in events_of(file)) else last.moment.text
    after, on_the_day = (as_dict(assess(case, as_of=as_of)) for as_of in (f"after:{last.id}", day))
    assert (after.pop("as_of"), on_the_day.pop("as_of").removeprefix("day ")) == (
        f"after:{last.id}",
        day.removeprefix("day:"),
    )
    assert after == on_the_day


@examples(40)
@given(case_files(exact=True, corrections=False), st.data())
def test_a_withdrawn_event_is_as_if_it_had_never_been(file: Words, data: st.DataObject) -> None:
    """An event that a later one withdraws leaves every conclusion as it is without it."""
    events = events_of(file)
    assume(events)
    ages = file.get("birth")
    at = data.draw(st.sampled_from(events))
    assume(not isinstance(ages, dict) or ages["at"] != at["id"])
    withdrawal = {"id": "withdrawal", "kind": "contact", "supersedes": at["id"], "withdrawn": "yes"}
    whole = as_case({**file, "events": [*events, withdrawal]})
    without = as_case({**file, "events": [event for event in events if event is not at]})
    # With one calendar still told by the other events, both count days alike.
    assume(whole.calendar is without.calendar)
    found, expected = (assess(case, as_of=last_day(file)) for case in (whole, without))
    assert found.to_json() == expected.to_json()


@examples(30)
@given(case_files(exact=True, corrections=False), st.data())
def test_a_correction_that_says_the_same_changes_nothing(file: Words, data: st.DataObject) -> None:
    """An event corrected by its own words gives the same verdicts."""
    events = events_of(file)
    assume(events)
    at = data.draw(st.sampled_from(events))
    frame = ("id", "effective_on", "day", "basis")
    again = {key: value for key, value in at.items() if key not in frame}
    correction = {"id": "correction", "supersedes": at["id"], **again}
    guideline = shipped_guideline(DEFAULT)
    verdicts = []
    for listed in (events, [*events, correction]):
        evaluation = Evaluation(guideline, sheet_of(as_case({**file, "events": listed}), last_day(file), guideline))
        verdicts.append({name: evaluation[name] for name in guideline.criteria})
    assert verdicts[0] == verdicts[1]
