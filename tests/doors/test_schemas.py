"""The published schemas: what the program accepts and prints fits them, and what it refuses for its form does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cephalad.assessment import assess
from cephalad.guideline import default_guideline
from cephalad.guideline.specification import specification
from cephalad.record import Case, dump, example_names, example_text, read_bytes, read_example, standing_events
from cephalad.record.tree import read_tree, value_of
from cephalad.terms import FINDINGS, KINDS
from cephalad.write.json import as_dict
from cephalad.write.schema import assessment_schema, case_schema

Change = Callable[[dict[str, Any]], None]


@cache
def case_validator() -> Draft202012Validator:
    """The checker of case files."""
    return Draft202012Validator(case_schema())


@cache
def assessment_validator() -> Draft202012Validator:
    """The checker of assessments."""
    return Draft202012Validator(assessment_schema())


def as_value(text: str) -> Any:
    """A case file as plain lists and dictionaries."""
    tree = read_tree(text.encode(), file="case.yaml")
    assert not isinstance(tree, list)
    return value_of(tree)


def faults(validator: Draft202012Validator, value: Any) -> list[str]:
    """What a schema says against a value."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


def case_with(*events: dict[str, Any], **header: Any) -> dict[str, Any]:
    """A case with these events."""
    return {"format": "cephalad-case/1", "case": "a", "written_on": "2026-01-01", **header, "events": list(events)}


def event(**keys: Any) -> dict[str, Any]:
    """An imaging event with these keys."""
    return {"id": "ct", "kind": "imaging", "effective_on": "2025-07", **keys}


def is_accepted(value: dict[str, Any]) -> bool:
    """Whether the reader of case files takes a value, written as JSON."""
    return isinstance(read_bytes(json.dumps(value, ensure_ascii=False).encode(), file="case.json"), Case)


@pytest.mark.parametrize("schema", [case_schema, assessment_schema])
def test_a_schema_is_one(schema: Callable[[], dict[str, Any]]) -> None:
    """Both are valid schemas of draft 2020-12 themselves, whose references all lead somewhere."""
    found = schema()
    Draft202012Validator.check_schema(found)
    named = {part.partition('"')[0] for part in json.dumps(found).split('"#/$defs/')[1:]}
    assert named <= set(found["$defs"])
    assert set(found["$defs"]) <= named | {"event-" + kind for kind in KINDS}


# --- the case file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", example_names())
def test_every_example_fits(name: str) -> None:
    """A shipped case fits the schema of case files."""
    assert faults(case_validator(), as_value(example_text(name))) == []


def test_the_records_of_the_specification_fit() -> None:
    """One record of every criterion's table, written as a case file, fits."""
    for rows in specification(default_guideline()).values():
        assert faults(case_validator(), as_value(dump(rows[0].case))) == []


def test_every_finding_can_be_written() -> None:
    """The schema knows every finding of the vocabulary, in each kind of event in which it may stand."""
    definitions = case_schema()["$defs"]
    for finding in FINDINGS.values():
        for kind in finding.kinds:
            prefix = {"none": "event", "mass": "mass", "segment": "vein"}[finding.qualifier.value]
            assert finding.name in definitions[f"{prefix}-{kind}"]["properties"]


def _first(case: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in case["events"] if each["kind"] == kind)
    return found


def _misspell_header(case: dict[str, Any]) -> None:
    case["writen_on"] = case.pop("written_on")


def _misspell_finding(case: dict[str, Any]) -> None:
    found = _first(case, "complaint")
    found["menorragia"] = found.pop("menorrhagia")


def _misspell_event_key(case: dict[str, Any]) -> None:
    case["events"][0]["efective_on"] = "2025-06"


def _misspell_segment(case: dict[str, Any]) -> None:
    _first(case, "imaging")["veins"] = {"left-ovarian": {"content": "clear"}}


def _misspell_mass(case: dict[str, Any]) -> None:
    _first(case, "imaging")["masses"] = {"left": {"locaton": "adnexal"}}


def _misspell_form(case: dict[str, Any]) -> None:
    _first(case, "complaint")["menorrhagia"] = {"valeu": "yes"}


@pytest.mark.parametrize(
    "change",
    [
        _misspell_header,
        _misspell_finding,
        _misspell_event_key,
        _misspell_segment,
        _misspell_mass,
        _misspell_form,
    ],
)
def test_an_unknown_key_is_refused_by_both(change: Change) -> None:
    """A key that the reader does not know is against the schema as well, at every level."""
    case = as_value(example_text("zhao-tian-2026"))
    change(case)
    assert not is_accepted(case)
    assert faults(case_validator(), case)


@pytest.mark.parametrize(
    "value",
    [
        case_with(),
        case_with(birth="1977-05"),
        case_with(event(), birth={"age_years": 48, "at": "ct"}),
        case_with(event(), birth={"age_years": "0", "at": "ct"}),
        case_with(sex="female", title="子宫 tumour", case="案例-1"),
        case_with(event(effective_on="2025")),
        case_with(event(effective_on=2025)),
        case_with(event(effective_on="2025-07-31", recorded_at="2025-12", sequence=4)),
        case_with({"id": "a", "kind": "complaint", "day": 7, "basis": "order-only", "menorrhagia": True}),
        case_with({"id": "a", "kind": "complaint", "day": "-7", "bleeding-factor": "2 times-usual"}),
        case_with(event(contrast="suspected")),
        case_with(event(contrast={"status": "not-reported", "note": "no word of it"})),
        case_with(event(contrast=[{"value": "yes"}, {"value": "no", "note": "Discussion"}])),
        case_with(event(regions=["pelvis", "abdomen"])),
        case_with(event(regions="pelvis")),
        case_with(event(regions={"value": ["pelvis"], "status": "suspected"})),
        case_with(event(masses={"left 肿块": {"longest-diameter": "7.6 cm"}})),
        case_with(event(veins={"ivc-unspecified": {"content": "clear"}})),
        case_with(event(source="a letter", text="x" * 30_000)),
        case_with(event(source={"document": "zhao-tian-2026", "place": "Fig. 1"}, impression="x" * 20_000)),
        case_with(event(), {"id": "b", "kind": "imaging", "supersedes": "ct", "withdrawn": "yes", "reason": "wrong"}),
    ],
    ids=lambda value: json.dumps(value, ensure_ascii=False)[75:140],
)
def test_what_the_reader_takes_fits(value: dict[str, Any]) -> None:
    """Every way to write a value that the reader accepts is in the schema."""
    assert is_accepted(value)
    assert faults(case_validator(), value) == []


@pytest.mark.parametrize(
    "value",
    [
        case_with(format="cephalad-case/2"),
        case_with(sex="woman"),
        case_with(sex=""),
        case_with(written_on="2025-13"),
        case_with(written_on="1799"),
        case_with(written_on="2201-01"),
        case_with(case="-a"),
        case_with(case="a b"),
        case_with(case="x" * 81),
        case_with(birth={"age_years": 121, "at": "ct"}),
        case_with(birth={"age_years": 48}),
        case_with(event(kind="scan")),
        case_with({"id": "a", "kind": "imaging"}),
        case_with({"kind": "imaging", "effective_on": "2025"}),
        case_with(event(day=7)),
        case_with(event(basis="stated")),
        case_with(event(), {"id": "b", "kind": "imaging", "supersedes": "ct", "basis": "stated"}),
        case_with(event(), {"id": "b", "kind": "imaging", "day": 7}),
        case_with({"id": "a", "kind": "complaint", "day": 100_001}),
        case_with({"id": "a", "kind": "complaint", "day": 7, "basis": "guessed"}),
        case_with(event(withdrawn="yes")),
        case_with(event(withdrawn="")),
        case_with(event(supersedes="")),
        case_with(event(contrast={"value": "yes", "status": ""})),
        case_with(event(regions=[])),
        case_with(event(impression="")),
        case_with(event(impression="  ")),
        case_with(event(), {"id": "b", "kind": "imaging", "supersedes": "ct", "withdrawn": "yes", "contrast": "no"}),
        case_with(event(contrast="maybe")),
        case_with(event(contrast=["yes", "no"])),
        case_with(event(contrast=[])),
        case_with(event(contrast={"value": "yes", "status": "not-assessed"})),
        case_with(event(contrast={"note": "nothing else"})),
        case_with(event(contrast=None)),
        case_with(event(modality=["ct"])),
        case_with(event(impression={"value": "x", "status": "suspected"})),
        case_with(event(impression="x" * 20_001)),
        case_with(event(masses={"left": {"longest-diameter": "76"}})),
        case_with(event(masses={"left": {"longest-diameter": 76}})),
        case_with(event(masses={"left": {"longest-diameter": "-7 mm"}})),
        case_with(event(masses={"": {"side": "left"}})),
        case_with(event(masses={"x" * 81: {"side": "left"}})),
        case_with(event(veins={"ivc": {"content": "clear"}})),
        case_with({"id": "a", "kind": "wish", "effective_on": "2025", "veins": {}}),
    ],
    ids=lambda value: json.dumps(value, ensure_ascii=False)[75:140],
)
def test_what_the_reader_refuses_for_its_form_does_not_fit(value: dict[str, Any]) -> None:
    """Limits, times, names, kinds and values are those of the reader, on the wrong side of each."""
    assert not is_accepted(value)
    assert faults(case_validator(), value)


@pytest.mark.parametrize("year", ["1799", "1800", "1899", "1900", "2199", "2200", "2201", "2025-00", "2025-12-32"])
def test_dates_have_the_readers_limits(year: str) -> None:
    """The years 1800 to 2200 fit, no others; months and days have two digits that exist."""
    value = case_with(written_on=year)
    assert (faults(case_validator(), value) == []) is is_accepted(value)


# --- the assessment ---------------------------------------------------------------------------------------------------


def test_every_assessment_of_the_reference_patient_fits() -> None:
    """After each of her events, and on later days, the assessment fits, in both languages."""
    case = read_example("zhao-tian-2026")
    for item in standing_events(case):
        found = assess(case, as_of=f"after:{item.id}")
        assert faults(assessment_validator(), as_dict(found)) == [], item.id
    for day in ("2025-05-31", "2026-03-01", "2040"):
        found = assess(case, as_of=day)
        for lang in ("en", "zh"):
            assert faults(assessment_validator(), json.loads(json.dumps(as_dict(found, lang=lang)))) == [], day


def test_assessments_of_the_specification_fit() -> None:
    """The first record of every criterion's table gives an assessment that fits."""
    for name, rows in specification(default_guideline()).items():
        case = rows[0].case
        events = standing_events(case)
        point = rows[0].as_of or (f"after:{events[-1].id}" if events else "2026-01-01")
        found = assess(case, as_of=point, with_missing=False)
        assert faults(assessment_validator(), as_dict(found)) == [], name


def _without_hash(found: dict[str, Any]) -> None:
    del found["guideline"]["hash"]


def _with_more(found: dict[str, Any]) -> None:
    found["remark"] = ""


def _with_another_verdict(found: dict[str, Any]) -> None:
    found["suspicion"]["reasons"][0]["verdict"] = "maybe"


def _with_another_value(found: dict[str, Any]) -> None:
    found["suspicion"]["value"] = "certain"


def _without_a_segment(found: dict[str, Any]) -> None:
    del found["extent"]["ever"]["segments"]["right-atrium"]


def _with_one_day(found: dict[str, Any]) -> None:
    found["surveillance"]["examinations"][0]["opens"].pop()


@pytest.mark.parametrize(
    "change",
    [_without_hash, _with_more, _with_another_verdict, _with_another_value, _without_a_segment, _with_one_day],
)
def test_something_else_does_not_fit(change: Change) -> None:
    """A missing key, a further key, an unknown word and half a window are against the schema."""
    found = as_dict(assess(read_example("zhao-tian-2026"), as_of="2026-03-01", with_missing=False))
    changed = copy.deepcopy(found)
    change(changed)
    assert faults(assessment_validator(), found) == []
    assert faults(assessment_validator(), changed)
