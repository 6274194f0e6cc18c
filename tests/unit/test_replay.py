"""A replay walks the standing record, one step for each event, and tells what each event changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from cephalad.assessment import Assessment, assess, key_values
from cephalad.guideline import default_guideline
from cephalad.record import Case, read_bytes, read_example, standing_events
from cephalad.replay import Change, key_reasons, replay, replay_steps

HEADER = "format: cephalad-case/1\ncase: a\nwritten_on: 2026-01-01\nsex: female\nevents:\n"


@cache
def reference() -> Case:
    """The reference patient."""
    return read_example("zhao-tian-2026")


@cache
def steps() -> tuple[Change, ...]:
    """Her replay."""
    return replay(reference())


def case_of(*events: str) -> Case:
    """A case with these events, each a line of YAML."""
    found = read_bytes((HEADER + "".join(f"  - {event}\n" for event in events)).encode(), file="a.yaml")
    assert isinstance(found, Case)
    return found


def just_after(event: str) -> Assessment:
    """Her assessment just after an event."""
    return assess(reference(), as_of=f"after:{event}", with_missing=False)


def test_every_standing_event_is_a_step() -> None:
    """Steps are the events of the standing record in their order, changed or not."""
    assert [step.after for step in steps()] == [event.id for event in standing_events(reference())]
    assert any(not step.changes for step in steps())


def test_the_changes_add_up_to_the_assessment() -> None:
    """Applied one after the other, the changes give the conclusions of an assessment as of each step."""
    values: dict[str, str] = {}
    for step in steps():
        for change in step.changes:
            assert change.from_value != change.to_value
            assert values.get(change.key, change.from_value) == change.from_value
            values[change.key] = change.to_value
        expected = key_values(just_after(step.after))
        for key, value in values.items():
            assert expected.get(key, "") == value, (step.after, key)


def test_the_first_step_is_compared_with_the_empty_record() -> None:
    """Before the first event no study is due; heavy bleeding makes the blood count due (S7)."""
    first = {change.key: change for change in steps()[0].changes}
    assert (first["workup.blood-count"].from_value, first["workup.blood-count"].to_value) == ("unknown", "due")
    assert "suspicion" not in first


@pytest.mark.parametrize(
    ("event", "key", "value", "because"),
    [
        # pathway.md, the reference patient: suspected after the ultrasound, probable after CT, confirmed by pathology.
        ("ultrasound-local", "suspicion", "suspected", "ivl.suspicion.extra-uterine-fibroid"),
        ("ct-pelvis", "suspicion", "probable", "ivl.suspicion.continuous-intraluminal"),
        ("pathology", "suspicion", "confirmed", "ivl.suspicion.confirmed"),
        ("ct-pelvis", "routes", "ii-left", "ivl.extent.route-ii-left"),
        ("ct-pelvis", "front", "left-ovarian-vein", "ct-pelvis"),
        ("ultrasound-local", "mdt", "yes", "ivl.mdt.convene"),
        ("complaints-on-treatment", "urgent", "ivl.urgent.cardiac-complaint", "complaints-on-treatment"),
        ("leg-ultrasound", "workup.leg-ultrasound", "done", "leg-ultrasound"),
        ("operation", "workup.echocardiography", "overdue", "operation"),
    ],
)
def test_a_change_names_what_carries_it(event: str, key: str, value: str, because: str) -> None:
    """The new value and the criterion or event behind it stand in the step of the event that brought them."""
    (change,) = (change for step in steps() if step.after == event for change in step.changes if change.key == key)
    assert change.to_value.startswith(value)
    assert because in change.because


def test_every_change_is_carried_by_criteria_or_events_known_by_then() -> None:
    """`because` is never empty, and holds ids of criteria and of events up to the step only."""
    known = set(default_guideline().criteria)
    for step in steps():
        known.add(step.after)
        assert all(change.because and set(change.because) <= known for change in step.changes)


def test_what_ends_is_said_by_the_event_that_ended_it() -> None:
    """A conclusion that is no longer drawn becomes ``""`` because of the event of the step."""
    ended = [(step.after, change) for step in steps() for change in step.changes if not change.to_value]
    assert ended
    assert all(change.because == (event,) for event, change in ended if change.key.startswith("surveillance."))


@pytest.mark.parametrize(
    ("time", "as_of"),
    [
        ("effective_on: 2025-02-03", "2025-02-03"),
        ("effective_on: 2025-02", "2025-02-28"),
        ("effective_on: 2025", "2025-12-31"),
        ("day: 7", "day 7"),
    ],
)
def test_a_step_has_the_last_day_of_its_event(time: str, as_of: str) -> None:
    """`as_of` is the day on which the event has surely happened."""
    (step,) = replay(case_of(f"{{id: a, kind: complaint, {time}, menorrhagia: yes}}"))
    assert (step.after, step.as_of) == ("a", as_of)


def test_a_corrected_event_is_no_step() -> None:
    """Only the correction is a step, in the place of what it corrects; a withdrawal removes the step."""
    complaint = "kind: complaint, effective_on: 2025-02-03"
    corrected = case_of(
        f"{{id: a, {complaint}, menorrhagia: no}}",
        f"{{id: b, {complaint}, pelvic-pain: yes}}",
        "{id: c, kind: complaint, supersedes: a, menorrhagia: yes}",
        "{id: d, kind: complaint, supersedes: b, withdrawn: yes}",
    )
    assert [step.after for step in replay(corrected)] == ["c"]


def test_an_empty_record_has_no_step() -> None:
    """Without events there is nothing to replay."""
    empty = read_bytes(b"format: cephalad-case/1\ncase: a\nwritten_on: 2026-01-01\n", file="a.yaml")
    assert isinstance(empty, Case)
    assert replay(empty) == ()


def test_a_chosen_guideline_is_the_one_that_is_replayed() -> None:
    """The default guideline and the same one given by hand tell the same."""
    assert replay(reference(), default_guideline()) == steps()


def test_steps_come_one_at_a_time() -> None:
    """The first step is there before the others are worked out."""
    assert next(replay_steps(reference())) == steps()[0]


def test_reasons_are_kept_by_the_keys_of_the_conclusions() -> None:
    """Every key with reasons is a conclusion, and each conclusion of a ladder or row has its reasons."""
    found = just_after("pathology")
    values, behind = key_values(found), key_reasons(found)
    assert set(behind) <= set(values)
    assert set(values) - set(behind) == {"front", "routes", "continuity", "mdt"}
    assert [reason.id for reason in behind["risk-group"]] == [reason.id for reason in found.surveillance.reasons]


@pytest.mark.parametrize("walked", [0, 12, 24, 25])
def test_a_way_walked_before_is_gone_on_with(walked: int) -> None:
    """With the first steps known, of a record that ended there and told her age, the steps are those of the whole."""
    events = standing_events(reference())[:walked]
    earlier = replay(replace(reference(), events=events))
    assert replay(reference(), known=earlier) == steps()
    assert earlier == steps()[:walked]
