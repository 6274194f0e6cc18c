"""The status of every study of the work-up in columns: each branch on a built record, everywhere the reference's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import polars as pl
import pytest
from tests.generative.derived_facts import Pair, generated, published, sheets_of, specified
from tests.unit.columns.imaging_stories import OPERATED, built, stories

from cephalad.assess import Evaluation
from cephalad.columns.expressions import verdict
from cephalad.columns.workup import workup_status
from cephalad.facts import FactSheet
from cephalad.guideline import Guideline, default_guideline
from cephalad.guideline.model import StudyRow
from cephalad.logic import Truth
from cephalad.plan import workup
from cephalad.record import first_events, view

Verdicts = Mapping[str, Truth]

GUIDELINE = default_guideline()
READ = sorted({name for row in GUIDELINE.studies for name in (row.due, row.repeats_on) if name})
AGAIN = "ivl.workup.new-cardiac-complaint"
ALL_DUE: Verdicts = {**dict.fromkeys(READ, Truth.TRUE), AGAIN: Truth.FALSE}
_NULLABLE = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


class _Settled(Evaluation):
    """Verdicts as a test sets them, whatever the record says."""

    def __init__(self, guideline: Guideline, sheet: FactSheet, verdicts: Verdicts) -> None:
        super().__init__(guideline, sheet)
        self._settled = verdicts

    def __getitem__(self, criterion: str) -> Truth:
        return self._settled.get(criterion, Truth.UNKNOWN)


def _sheet(pair: Pair) -> FactSheet:
    case, point = pair
    return FactSheet(view(case, point), GUIDELINE.numbers)


def _frame(verdicts: Sequence[Verdicts]) -> pl.DataFrame:
    columns = {verdict(name): [_NULLABLE[each[name]] for each in verdicts] for name in READ}
    return pl.DataFrame(columns, dict.fromkeys(columns, pl.Boolean))


def in_columns(
    pairs: Sequence[Pair],
    verdicts: Sequence[Verdicts],
    before: Mapping[int, Verdicts],
    guideline: Guideline = GUIDELINE,
) -> list[dict[str, str]]:
    """For each record the statuses by the columns; `before` are the verdicts before the last operation, if any."""
    operated = np.array(list(before), dtype=np.int64)
    sheets = sheets_of(pairs, guideline.numbers)
    found = workup_status(sheets, _frame(verdicts), operated, _frame(list(before.values())), guideline)
    return pl.DataFrame(found).rows(named=True)


def by_reference(evaluation: Evaluation, before: Evaluation | None) -> dict[str, str]:
    """The statuses by the reference."""
    return {row.study: row.status for row in workup(evaluation, before)}


# --- branches ---------------------------------------------------------------------------------------------------------


def status(
    study: str,
    *events: str,
    now: Verdicts = ALL_DUE,
    before: Verdicts = ALL_DUE,
    guideline: Guideline = GUIDELINE,
) -> str:
    """The status of one study after these events by both engines, with these verdicts now and before an operation."""
    pair = built(*events)
    sheet = _sheet(pair)
    operated = sheet.operation is not None
    ours = in_columns([pair], [now], {0: before} if operated else {}, guideline)[0]
    earlier = _Settled(guideline, sheet, before) if operated else None
    assert ours == by_reference(_Settled(guideline, sheet, now), earlier)
    return ours[study]


MR = "kind: imaging, modality: mr, contrast: yes, regions: [pelvis]"
CT = "kind: imaging, modality: ct, contrast: yes"
ECHO = "kind: imaging, modality: echocardiography"
SONOGRAPHY = "kind: imaging, modality: ultrasound, regions: [pelvis]"
LEG_SONOGRAPHY = "kind: imaging, modality: ultrasound, regions: [legs]"
GROWN = "kind: recurrence, type: recurrence"
BLOOD = "kind: laboratory, haemoglobin: 110 g/L"
REFUSED = "kind: declined, study: pelvic-mri"
CAVAL = f"{CT}, regions: [abdomen, kidneys, iliac-and-caval, chest]"
ABOVE = "retrohepatic-ivc: {content: clear}, suprahepatic-ivc: {content: clear}"

NOT_IMAGING = [
    ("blood-count", [], "due"),
    ("blood-count", [BLOOD], "done"),
    ("blood-count", ["kind: laboratory, haemoglobin: {status: not-reported}"], "due"),
    ("blood-count", [BLOOD, GROWN], "due"),
    ("blood-count", [GROWN, BLOOD], "done"),
    ("blood-count", [BLOOD, OPERATED], "done"),
    ("blood-count", [OPERATED], "overdue"),
    ("electrocardiogram", [OPERATED], "due"),
    ("endometrial-assessment", ["kind: pathology, specimen: [endometrium]"], "done"),
    ("endometrial-assessment", ["kind: pathology, specimen: [lung]"], "due"),
]
IMAGING = [
    ("pelvic-mri", [MR], "done"),
    ("pelvic-mri", [MR, GROWN], "due"),
    ("pelvic-mri", [CT], "due"),
    ("pelvic-mri", ["kind: imaging, modality: mr, regions: [pelvis]"], "due"),
    ("pelvic-mri", ["kind: imaging, modality: mr, contrast: yes, regions: [chest]"], "due"),
    ("pelvic-mri", ["kind: imaging, modality: mr, contrast: yes"], "due"),
    (
        "pelvic-mri",
        ["kind: imaging, modality: mr, contrast: yes, veins: {left-uterine-vein: {content: clear}}"],
        "done",
    ),
    ("pelvic-mri", ["kind: imaging, modality: mr, contrast: yes, veins: {infrarenal-ivc: {content: clear}}"], "due"),
    ("pelvic-mri", [f"{MR}, veins: {{infrarenal-ivc: {{content: clear}}}}"], "done"),
    ("leg-ultrasound", [LEG_SONOGRAPHY], "done"),
    ("pelvic-ultrasound", [SONOGRAPHY], "partly-done"),
    ("pelvic-ultrasound", [f"{SONOGRAPHY}, relation-to-vessels: none"], "done"),
    ("pelvic-ultrasound", [f"{SONOGRAPHY}, masses: {{a: {{vascular-involvement: no}}}}"], "done"),
    ("pelvic-ultrasound", [SONOGRAPHY, OPERATED], "overdue"),
    ("contrast-phase", ["kind: imaging, modality: contrast-ultrasound"], "partly-done"),
    ("contrast-phase", [f"{CT}, veins: {{infrarenal-ivc: {{enhancing: no}}}}"], "done"),
]
BY_SEGMENT = [
    ("echocardiography", [ECHO], "done"),
    ("echocardiography", [f"{ECHO}, regions: [heart]"], "done"),
    ("echocardiography", [f"{ECHO}, regions: [legs]"], "due"),
    ("echocardiography", [f"{ECHO}, regions: [legs], veins: {{right-atrium: {{content: tumour}}}}"], "partly-done"),
    (
        "echocardiography",
        [f"{ECHO}, regions: [legs], veins: {{right-atrium: {{content: {{status: unknown}}}}}}"],
        "due",
    ),
    ("caval-cross-sectional", [CT], "due"),
    ("caval-cross-sectional", [f"{CT}, regions: [kidneys]"], "partly-done"),
    (
        "caval-cross-sectional",
        [f"{CT}, regions: [abdomen]", f"{CT}, regions: [chest], veins: {{{ABOVE}}}"],
        "done",
    ),
    ("caval-cross-sectional", [f"{CAVAL}, veins: {{{ABOVE}}}"], "done"),
    ("caval-cross-sectional", [CT, f"{CAVAL}, veins: {{{ABOVE}}}", GROWN], "due"),
    ("caval-cross-sectional", [f"{CT}, regions: [kidneys]", OPERATED], "overdue"),
    ("caval-cross-sectional", [CAVAL, f"{CT}, veins: {{{ABOVE}}}"], "done"),
]
MEASURES = [
    ("pelvic-mri", [REFUSED], "declined"),
    ("pelvic-mri", [MR, REFUSED], "done"),
    ("pelvic-mri", [REFUSED, MR], "done"),
    ("pelvic-mri", [REFUSED, OPERATED], "declined"),
    ("pelvic-mri", ["kind: declined, study: chest-ct"], "due"),
    ("pelvic-mri", [MR, REFUSED, GROWN], "declined"),
    ("pelvic-mri", ["kind: decision, ends-study: pelvic-mri"], "not-indicated"),
    ("pelvic-mri", ["kind: decision, ends-study: pelvic-mri", GROWN], "due"),
    ("pelvic-mri", [MR, "kind: decision, ends-study: pelvic-mri"], "not-indicated"),
    ("pelvic-mri", [MR, "kind: death"], "not-indicated"),
]


@pytest.mark.parametrize(("study", "events", "expected"), [*NOT_IMAGING, *IMAGING, *BY_SEGMENT, *MEASURES])
def test_the_status_of_a_study_that_is_indicated(study: str, events: list[str], expected: str) -> None:
    """Done with the coverage asked for since the last change, else declined, overdue, partly done or due."""
    assert status(study, *events) == expected


@pytest.mark.parametrize(("value", "expected"), [(Truth.FALSE, "not-indicated"), (Truth.UNKNOWN, "unknown")])
def test_a_study_that_is_not_indicated_is_not_asked_for(value: Truth, expected: str) -> None:
    """The verdict decides first, whatever was done or decided."""
    now = {**ALL_DUE, "ivl.workup.pelvic-mri": value}
    assert status("pelvic-mri", MR, now=now) == expected
    assert status("pelvic-mri", MR, "kind: death", now=now) == expected


@pytest.mark.parametrize("value", [Truth.FALSE, Truth.UNKNOWN])
def test_only_what_was_indicated_before_the_operation_is_overdue(value: Truth) -> None:
    """A study that the operation did not have to wait for is due."""
    assert status("pelvic-mri", OPERATED, before={**ALL_DUE, "ivl.workup.pelvic-mri": value}) == "due"


def test_echocardiography_is_due_again_after_a_new_complaint() -> None:
    """Done before, it is due again when the criterion for it holds, and only then."""
    assert status("echocardiography", ECHO, now={**ALL_DUE, AGAIN: Truth.TRUE}) == "due"
    assert status("echocardiography", ECHO, now={**ALL_DUE, AGAIN: Truth.UNKNOWN}) == "done"
    assert status("echocardiography", OPERATED, now={**ALL_DUE, AGAIN: Truth.TRUE}) == "overdue"


def test_a_study_of_a_guideline_of_ones_own() -> None:
    """A study that the vocabulary cannot name is neither declined nor ended, but done like others."""
    chapter = next(each for each in GUIDELINE.chapters if each.studies)
    own = StudyRow("own-study", "ivl.workup.pelvic-mri", modalities=("pet",))
    chapters = [replace(each, studies=(own,)) if each is chapter else each for each in GUIDELINE.chapters]
    guideline = replace(GUIDELINE, chapters=tuple(chapters))
    assert status("own-study", MR, guideline=guideline) == "due"
    assert status("own-study", "kind: imaging, modality: pet", guideline=guideline) == "done"


# --- agreement --------------------------------------------------------------------------------------------------------

PAIRS = {"published": published, "generated": generated, "specified": specified}


@pytest.mark.parametrize("name", PAIRS)
def test_every_status_is_the_references(name: str) -> None:
    """Both engines give each study of every record the same status, by the verdicts of the record."""
    pairs = PAIRS[name]()
    sheets = [_sheet(pair) for pair in pairs]
    now = [Evaluation(GUIDELINE, sheet) for sheet in sheets]
    before = {
        place: Evaluation(GUIDELINE, FactSheet(first_events(sheet.view, sheet.operation), GUIDELINE.numbers))
        for place, sheet in enumerate(sheets)
        if sheet.operation is not None
    }
    ours = in_columns(pairs, [_read(each) for each in now], {place: _read(each) for place, each in before.items()})
    assert ours == [by_reference(each, before.get(place)) for place, each in enumerate(now)]


def _read(evaluation: Evaluation) -> Verdicts:
    return {name: evaluation[name] for name in READ}


def test_every_status_is_the_references_with_verdicts_at_random() -> None:
    """Both engines agree on stories in which most studies are indicated, and the stories reach every status."""
    random = Random(7)  # noqa: S311  no secret hangs on it
    pairs = list(stories(400))
    sheets = [_sheet(pair) for pair in pairs]
    now = [_drawn(random) for _ in sheets]
    before = {place: _drawn(random) for place, sheet in enumerate(sheets) if sheet.operation is not None}
    ours = in_columns(pairs, now, before)
    theirs = [
        by_reference(
            _Settled(GUIDELINE, sheet, now[place]),
            _Settled(GUIDELINE, sheet, before[place]) if place in before else None,
        )
        for place, sheet in enumerate(sheets)
    ]
    assert ours == theirs
    assert _reached(ours, "echocardiography") >= {"declined", "done", "due", "overdue", "partly-done", "unknown"}
    assert all(_reached(ours, row.id) >= {"due", "not-indicated", "unknown"} for row in GUIDELINE.studies)


def _drawn(random: Random) -> Verdicts:
    return {name: random.choice([Truth.TRUE] * 8 + [Truth.FALSE, Truth.UNKNOWN]) for name in READ}


def _reached(statuses: Iterable[Mapping[str, str]], study: str) -> set[str]:
    return {each[study] for each in statuses}
