"""What must hold for every timeline, plausible or odd (design, Quality).

The runs are derandomised: the same examples on every machine. An exception to a property is listed with its reason.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.generative.timelines import LONGEST, Words, as_case, bodies, case_files, dated, events_of, last_day

from cephalad.assess import Evaluation
from cephalad.assessment import Assessment, assess
from cephalad.facts import FactSheet, FactType, FactValue, Known, Unknown, fact_type, fact_values
from cephalad.guideline import default_guideline
from cephalad.guideline.grammar import Above, AtLeast, Below, Established, Expression, Holds, Is, OneOf, children
from cephalad.logic import Span, Truth
from cephalad.record import Case, Point, dump, parse_point, read_bytes, read_example, standing_events, view

GUIDELINE = default_guideline()
UNSEEN = list(HealthCheck)


def examples(number: int) -> settings:
    """Derandomised settings without a deadline and without a store of earlier failures."""
    return settings(max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=UNSEEN)


def verdicts(case: Case, as_of: str) -> dict[str, Truth]:
    """Every criterion's verdict as of a point."""
    evaluation = Evaluation(GUIDELINE, FactSheet(view(case, parse_point(as_of, case)), GUIDELINE.numbers))
    return {name: evaluation[name] for name in GUIDELINE.criteria}


def numbered(file: Words) -> bool:
    """Whether the file counts days."""
    return any("day" in event for event in events_of(file))


@st.composite
def points(draw: st.DrawFn, file: Words) -> str:
    """A point of the file: a day, or just after an event that stands."""
    standing = [event.id for event in standing_events(as_case(file))]
    if bool(standing) and draw(st.booleans()):
        return f"after:{draw(st.sampled_from(standing))}"
    day = draw(st.integers(-400, LONGEST + 400))
    return f"day:{day}" if numbered(file) else dated(day)


# --- the strategy itself ----------------------------------------------------------------------------------------------


@examples(30)
@given(case_files())
def test_generated_files_are_cases(file: Words) -> None:
    """A generated file breaks no rule of the record, and written out it reads back as the same case."""
    case = as_case(file)
    assert read_bytes(dump(case).encode(), file="written.yaml") == case


# --- (a) the future -----------------------------------------------------------------------------------------------


@examples(35)
@given(st.data())
def test_an_event_after_the_point_changes_nothing(data: st.DataObject) -> None:
    """With one more event that lies wholly after the as-of point the answer is the same, byte for byte."""
    file = data.draw(case_files(most=10))
    calendar_days = not numbered(file)
    day = data.draw(st.integers(0, LONGEST))
    later = day + data.draw(st.integers(1, 500))
    more: Words = {"id": "from-the-future", **data.draw(bodies)}
    more |= {"effective_on": dated(later)} if calendar_days else {"day": str(later)}
    longer = {**file, "events": [*events_of(file), more]}
    as_of = dated(day) if calendar_days else f"day:{day}"
    assert assess(as_case(longer), as_of=as_of).to_json() == assess(as_case(file), as_of=as_of).to_json()


@examples(20)
@given(st.data())
def test_an_event_later_in_the_record_changes_nothing(data: st.DataObject) -> None:
    """Just after an event, what the record holds behind it has no effect, byte for byte."""
    file = data.draw(case_files(most=10))
    standing = [event.id for event in standing_events(as_case(file))]
    assume(standing)
    as_of = f"after:{data.draw(st.sampled_from(standing))}"
    later = LONGEST + 800
    more: Words = {"id": "from-the-future", **data.draw(bodies)}
    more |= {"day": str(later)} if numbered(file) else {"effective_on": dated(later)}
    longer = {**file, "events": [*events_of(file), more]}
    assert assess(as_case(longer), as_of=as_of).to_json() == assess(as_case(file), as_of=as_of).to_json()


# --- (b) duplicates -------------------------------------------------------------------------------------------------

COUNTED_TWICE: dict[str, str] = {}
"""Criteria that an exact duplicate may change, with the reason; none is known."""


@examples(100)
@given(st.data())
def test_a_duplicate_event_changes_no_verdict(data: st.DataObject) -> None:
    """The same report filed twice, one right after the other, leaves every verdict as it was."""
    file = data.draw(case_files())
    corrected = {event.get("supersedes") for event in events_of(file)}
    free = [
        index
        for index, event in enumerate(events_of(file))
        if event["id"] not in corrected and "supersedes" not in event
    ]
    assume(free)
    at = data.draw(st.sampled_from(free))
    events = copy.deepcopy(events_of(file))
    events.insert(at + 1, {**copy.deepcopy(events[at]), "id": "the-same-again"})
    before = verdicts(as_case(file), last_day(file))
    after = verdicts(as_case({**file, "events": events}), last_day(file))
    changed = {name: (before[name], after[name]) for name in before if before[name] is not after[name]}
    assert {name: pair for name, pair in changed.items() if name not in COUNTED_TWICE} == {}


def test_an_operation_filed_twice_is_no_reoperation() -> None:
    """After a recurrence one operation and the same operation filed twice give the same verdict: reoperated."""
    back = {"id": "back", "kind": "recurrence", "effective_on": "2024-01-02", "type": "recurrence"}
    operation = {"kind": "operation", "effective_on": "2024-01-10", "for-ivl": "yes"}
    frame = {"format": "cephalad-case/1", "case": "twice", "written_on": "2035-01-01"}
    once = as_case({**frame, "events": [back, {"id": "operation", **operation}]})
    twice = as_case({**frame, "events": [back, {"id": "operation", **operation}, {"id": "copy", **operation}]})
    assert verdicts(once, "2024-02-01") == verdicts(twice, "2024-02-01")
    assert verdicts(once, "2024-02-01")["ivl.risk.very-high.reoperated-recurrence"] is Truth.TRUE


# --- (c) learning more ----------------------------------------------------------------------------------------------


def _nodes(node: Expression) -> list[Any]:
    found: list[Any] = [node]
    for part in children(node):
        found += _nodes(part)  # type: ignore[arg-type]
    return found


READS_THE_RECORD = {
    "ivl.suspicion.confirmed": "a feature that nobody reported does not stop a diagnosis, a reported atypical one does",
    "ivl.suspicion.excluded": "an exclusion stands until something recorded since raises the question again",
    "ivl.suspicion.from-probable": "nothing is excluded before an exclusion is on record",
    "ivl.suspicion.from-suspected": "nothing is excluded before an exclusion is on record",
    "ivl.suspicion.from-consider": "nothing is excluded before an exclusion is on record",
    "ivl.surveillance.applies": "follow-up goes on until an exclusion is on record",
    "ivl.surveillance.awaits-pathology": "a confirmation is awaited until one is on record",
    "ivl.workup.upper-limit-by-one-modality": "operations are a ledger: the notice is for before the operation",
    "ivl.options.fertility-sparing": "the uterus is there until its removal is on record",
    "ivl.options.hysterectomy-ovaries-kept": "the uterus is there until its removal is on record",
    "ivl.options.radical": "the uterus is there until its removal is on record",
    "ivl.extent.any-vessel": "intraluminal tumour that pathology did not report is none on record",
    "ivl.endocrine.palpitations-from-heart": "the heart stays a possible cause until it is known to be free",
}
"""Criteria that look whether another one is established, the one way in which unknown becomes no."""


def test_only_listed_criteria_look_at_what_is_established() -> None:
    """The criteria that read `Established` are exactly the listed ones, each with its reason."""
    found = {
        name
        for name, item in GUIDELINE.criteria.items()
        if any(isinstance(node, Established) for node in _nodes(item.when))
    }
    assert found == set(READS_THE_RECORD)


def _resting_on(names: set[str]) -> set[str]:
    """These criteria and every one that rests on them."""
    found = set(names)
    while True:
        more = {
            name
            for name, item in GUIDELINE.criteria.items()
            if name not in found
            and any(isinstance(node, Holds | Established) and node.criterion in found for node in _nodes(item.when))
        }
        if not more:
            return found
        found |= more


MAY_TURN = _resting_on(set(READS_THE_RECORD))
LEAVES = [
    node
    for item in GUIDELINE.criteria.values()
    for node in _nodes(item.when)
    if isinstance(node, Is | OneOf | Below | AtLeast | Above)
]
FACTS = tuple(dict.fromkeys(node.fact for node in LEAVES))
LIMITS = {node.fact: GUIDELINE.number(node.parameter) for node in LEAVES if isinstance(node, Below | AtLeast | Above)}


class Told:
    """A fact sheet in which one fact has another value; everything else is the sheet's own."""

    def __init__(self, sheet: FactSheet, fact: str, value: FactValue) -> None:
        self._sheet, self._fact, self._value = sheet, fact, value

    def __getitem__(self, fact: str) -> FactValue:
        return self._value if fact == self._fact else self._sheet[fact]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sheet, name)


def answers_to(fact: str) -> list[Known]:
    """Every answer to a fact; of a number some on both sides of its limit."""
    if fact_type(fact) is not FactType.NUMBER:
        return [Known(value) for value in fact_values(fact)]
    limit = LIMITS[fact]
    return [Known((number, number)) for number in (0.0, limit - 0.5, limit, limit + 0.5, 1000.0)]


@examples(25)
@given(st.data())
def test_learning_a_fact_changes_no_known_verdict(data: st.DataObject) -> None:
    """Whatever answer an unknown fact gets, a verdict that was known stays, but for what reads the record itself."""
    file = data.draw(case_files())
    case = as_case(file)
    sheet = FactSheet(view(case, parse_point(last_day(file), case)), GUIDELINE.numbers)
    before = Evaluation(GUIDELINE, sheet)
    known = {name: before[name] for name in GUIDELINE.criteria if before[name] is not Truth.UNKNOWN}
    turned: set[tuple[str, str, str]] = set()
    for fact in [fact for fact in FACTS if isinstance(sheet[fact], Unknown)]:
        for answer in answers_to(fact):
            after = Evaluation(GUIDELINE, Told(sheet, fact, answer))  # type: ignore[arg-type]
            turned |= {
                (name, fact, str(answer.value))
                for name, verdict in known.items()
                if name not in MAY_TURN and after[name] is not verdict
            }
    assert turned == set()


def test_what_is_established_can_turn_a_known_verdict() -> None:
    """The exception is real: with pathology's silence on atypia filled by a yes, confirmed becomes not confirmed."""
    case = as_case(
        {
            "format": "cephalad-case/1",
            "case": "silent",
            "written_on": "2024-01-01",
            "events": [{"id": "report", "kind": "pathology", "effective_on": "2023-05-01", "diagnosis": ["ivl"]}],
        }
    )
    sheet = FactSheet(view(case, parse_point("2023-06-01", case)), GUIDELINE.numbers)
    told = Told(sheet, "pathology.atypia", Known("yes"))
    assert Evaluation(GUIDELINE, sheet)["ivl.suspicion.confirmed"] is Truth.TRUE
    assert Evaluation(GUIDELINE, told)["ivl.suspicion.confirmed"] is Truth.FALSE  # type: ignore[arg-type]


# --- (d) more radical surgery ---------------------------------------------------------------------------------------

STEPS: dict[str, tuple[Words, Words]] = {
    "uterus removed": (
        {"uterus": "removed", "procedures": ["total-hysterectomy", "tumour-excision"]},
        {"uterus": "kept", "procedures": ["myomectomy", "tumour-excision"]},
    ),
    "ovaries removed": ({"ovaries-left": "none"}, {"ovaries-left": "both"}),
    "second ovary removed": ({"ovaries-left": "none"}, {"ovaries-left": "one"}),
    "one ovary removed": ({"ovaries-left": "one"}, {"ovaries-left": "both"}),
    "complete": ({"completeness": "complete"}, {"completeness": "incomplete"}),
    "in one piece": ({"integrity": "intact"}, {"integrity": "fragmented"}),
}
"""Surgery that differs in one respect, the more radical first (S127)."""

ALL_CLEAR: Words = {
    "kind": "imaging",
    "modality": "ct",
    "contrast": "yes",
    "regions": ["pelvis", "abdomen"],
    "veins": {
        name: {"content": "clear"}
        for name in ("pelvic-veins-unspecified", "iliac-unspecified", "ovarian-vein-unspecified", "ivc-unspecified")
    },
}
CAVAL: Words = {**ALL_CLEAR, "veins": {"infrarenal-ivc": {"content": "tumour", "continuous-with-source": "yes"}}}


@st.composite
def treated(draw: st.DrawFn) -> tuple[Words, Words, str]:
    """Two women alike but for one respect of the operation, and a day of their follow-up."""
    radical, sparing = (dict(part) for part in STEPS[draw(st.sampled_from(sorted(STEPS)))])
    operation: Words = {"kind": "operation", "for-ivl": "yes"}
    # Most of what is alike asks for nothing denser, so that the one difference decides.
    common = {
        "uterus": ["removed", "removed", "removed", "kept"],
        "ovaries-left": ["none", "none", "none", "one", "both", ""],
        "completeness": ["complete", "complete", "complete", "incomplete", ""],
        "integrity": ["intact", "intact", "intact", "fragmented", ""],
    }
    for name, values in common.items():
        if name not in radical and (value := draw(st.sampled_from(values))):
            operation[name] = value
    before: list[Words] = [
        draw(st.sampled_from([ALL_CLEAR, ALL_CLEAR, ALL_CLEAR, CAVAL, {"kind": "history", "fibroids": "yes"}]))
    ]
    after: list[Words] = [{"kind": "pathology", "diagnosis": ["ivl"], "vessels-outside-uterus": draw(_MOSTLY_NO)}]
    day = 220
    for _ in range(draw(st.integers(0, 6))):
        day += draw(st.sampled_from([100, 180, 365, 700]))
        after.append({**_SCAN, "new-or-growing-tumour": draw(_MOSTLY_NO), "day-number": day})
    if draw(st.integers(0, 5)) == 5:
        after.append({"kind": "dose", "drug": "leuprolide", "interval": "28 days", "given": "given"})
    as_of = dated(day + draw(st.integers(0, 900)))
    return _file([*before, {**operation, **radical}, *after]), _file([*before, {**operation, **sparing}, *after]), as_of


_MOSTLY_NO = st.sampled_from(["no", "no", "no", "yes"])
_SCAN: Words = {"kind": "imaging", "modality": "mr", "contrast": "yes", "regions": ["pelvis", "abdomen"]}


def _file(bodies: list[Words]) -> Words:
    events: list[Words] = []
    for index, body in enumerate(bodies):
        told = dict(body)
        day = told.pop("day-number", index)
        events.append({"id": f"event-{index}", "effective_on": dated(day), **told})
    events.sort(key=lambda event: str(event["effective_on"]))
    return {
        "format": "cephalad-case/1",
        "case": "treated",
        "written_on": "2035-01-01",
        "sex": "female",
        "birth": "1970-03-01",
        "events": events,
    }


def next_imaging(found: Assessment) -> tuple[Span, Span] | None:
    """The window of the next imaging; None when none is asked for."""
    for item in found.surveillance.examinations:
        if item.study in ("baseline-mri", "surveillance-imaging"):
            assert item.opens is not None
            assert item.closes is not None
            return item.opens, item.closes
    return None


@examples(100)
@given(treated())
def test_more_radical_surgery_never_means_denser_follow_up(pair: tuple[Words, Words, str]) -> None:
    """Other things equal, after the more radical operation the next imaging opens and closes no earlier (S127)."""
    radical, sparing, as_of = pair
    wider = next_imaging(assess(as_case(radical), as_of=as_of, with_missing=False))
    denser = next_imaging(assess(as_case(sparing), as_of=as_of, with_missing=False))
    assert wider is not None
    assert denser is not None
    assert wider[0].earliest >= denser[0].earliest
    assert wider[1].latest >= denser[1].latest


def test_surgery_can_make_follow_up_sparser() -> None:
    """The comparison has room to fail: one ovary left opens the first window after the baseline two months earlier."""
    baseline = {**_SCAN, "new-or-growing-tumour": "no", "day-number": 150}
    confirmed = {"kind": "pathology", "diagnosis": ["ivl"], "vessels-outside-uterus": "no"}
    operation = {
        "kind": "operation",
        "for-ivl": "yes",
        "uterus": "removed",
        "completeness": "complete",
        "integrity": "intact",
    }
    found = [
        next_imaging(
            assess(
                as_case(_file([ALL_CLEAR, {**operation, "ovaries-left": left}, confirmed, baseline])),
                as_of=dated(200),
                with_missing=False,
            )
        )
        for left in ("none", "one")
    ]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0][0].earliest - found[1][0].earliest in range(59, 63)


# --- (e) the same bytes ---------------------------------------------------------------------------------------------


@examples(15)
@given(st.data())
def test_the_same_input_gives_the_same_bytes(data: st.DataObject) -> None:
    """Read twice and assessed twice, a case gives the same bytes, in both languages."""
    file = data.draw(case_files())
    as_of = data.draw(points(file))
    for lang in ("en", "zh"):
        first = assess(as_case(file), as_of=as_of).to_json(lang=lang)
        assert assess(as_case(copy.deepcopy(file)), as_of=as_of).to_json(lang=lang) == first


_DIGEST = """
import hashlib, sys
from cephalad.assessment import assess
from cephalad.record import load, read_example
seen = hashlib.sha256()
for point in ("2025-06-30", "after:ct-pelvis", "after:pathology", "2026-03-01"):
    seen.update(assess(read_example("zhao-tian-2026"), as_of=point).to_json().encode())
for path in sys.argv[1:]:
    seen.update(assess(load(path), as_of="2034-12-31").to_json().encode())
print(seen.hexdigest())
"""


def test_other_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    """Another process with another hash seed prints the same bytes."""
    paths: list[str] = []

    @settings(max_examples=6, derandomize=True, deadline=None, database=None, suppress_health_check=UNSEEN)
    @given(case_files(calendar="dates"))
    def write(file: Words) -> None:
        path = tmp_path / f"{hashlib.sha256(json.dumps(file).encode()).hexdigest()}.json"
        path.write_text(json.dumps(file), encoding="utf-8")
        paths.append(str(path))

    write()
    printed = set()
    for seed in ("0", "20260327"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", _DIGEST, *paths]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        printed.add(done.stdout)
    assert len(printed) == 1


# --- (f) no exception -----------------------------------------------------------------------------------------------


@examples(40)
@given(st.data())
def test_assess_answers_at_every_event(data: st.DataObject) -> None:
    """Every valid case is answered just after each of its events, and the answer is JSON."""
    case = as_case(data.draw(case_files(most=8)))
    for event in standing_events(case):
        found = assess(case, as_of=f"after:{event.id}", with_missing=False)
        assert json.loads(found.to_json())["as_of"] == f"after:{event.id}"


@examples(40)
@given(st.data())
def test_assess_answers_on_every_day(data: st.DataObject) -> None:
    """Every valid case is answered on any day, before the first event and after the last, with what is missing."""
    file = data.draw(case_files())
    case = as_case(file)
    day = data.draw(st.integers(-20_000, 60_000))
    as_of = f"day:{day}" if numbered(file) else dated(day)
    found = assess(case, as_of=as_of)
    assert json.loads(found.to_json(lang="zh"))["case"] == "generated"


@pytest.mark.parametrize("as_of", ["1801-01-01", "2199-12-31"])
def test_assess_answers_at_the_ends_of_the_calendar(as_of: str) -> None:
    """The reference patient is answered on the first and the last years that a date may name."""
    assert assess(read_example("zhao-tian-2026"), as_of=as_of).as_of == as_of


# --- (g) the order of the file --------------------------------------------------------------------------------------


@examples(35)
@given(st.data())
def test_the_order_of_the_file_changes_nothing_where_dates_decide(data: st.DataObject) -> None:
    """Events with days of their own may stand in any order in the file: same bytes."""
    file = data.draw(case_files(exact=True, corrections=False))
    shuffled = {**file, "events": data.draw(st.permutations(events_of(file)))}
    case = as_case(file)
    point: Point = parse_point(data.draw(points(file)), case)
    assert assess(as_case(shuffled), as_of=point).to_json() == assess(case, as_of=point).to_json()
