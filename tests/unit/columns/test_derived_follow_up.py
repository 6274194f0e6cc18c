"""Facts of follow-up over many timelines: each branch by a built case, as the reference's sentence says it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.generative.derived_facts import disagreements, said_in_columns, sheets_of
from tests.unit.columns.follow_up_stories import CLOSING, CT, LOW, case_of, stories
from tests.unit.columns.followed import as_of

from cephalad.columns.derived.follow_up import examinations
from cephalad.facts.sheet import DERIVED
from cephalad.guideline import default_guideline

Words = dict[str, Any]
FACTS = [name for name, item in DERIVED.items() if item.compute.__module__ == "cephalad.facts.follow_up"]
NOT_TOLD: Words = {"status": "unknown"}
SILENT = {key: said for key, said in CLOSING.items() if key != "new-or-growing-tumour"}
ECHO: Words = {"kind": "imaging", "modality": "echocardiography", "regions": ["heart"]}
ULTRASOUND: Words = {"kind": "imaging", "modality": "ultrasound", "regions": ["pelvis"]}


def on(day: str, **body: Any) -> Words:
    """An event on a day, named after its kind and day."""
    return {"id": f"{body['kind']}-{day}", "effective_on": day, **body}


def said(fact: str, *later: Words, first: tuple[Words, ...] = LOW, moment: str = "2044-01-01") -> object:
    """What the columns say of the woman operated on 2025-01-15 with what came later; the reference says it too."""
    pair = as_of(case_of([*first, *later]), moment)
    assert disagreements([pair], [fact]) == []
    found = said_in_columns(sheets_of([pair], default_guideline().numbers), fact)[0]
    return "/".join(sorted(found)) or "unknown" if isinstance(found, set) else found


def numbered(*events: Words, order_only: str = "") -> list[Words]:
    """The same events on day numbers, ninety days apart; one of them may be known by its order only."""
    return [
        {key: told for key, told in event.items() if key != "effective_on"}
        | {"day": str(90 * place), "basis": "order-only" if event["id"] == order_only else "stated"}
        for place, event in enumerate(events)
    ]


def test_the_stories_agree() -> None:
    """Both engines say the same of follow-up, whatever happened in it."""
    assert len(FACTS) == 8
    assert disagreements(stories(200, seed=4), FACTS) == []


def test_an_examination_lies_after_the_index_event_and_closes_with_contrast_pelvis_and_abdomen() -> None:
    """MR and CT with contrast of both regions close a window; anything else is an examination that does not."""
    others: list[Words] = [
        {**CLOSING, "contrast": "no"},
        {**CLOSING, "regions": ["pelvis"]},
        {**CLOSING, "regions": ["abdomen"]},
        ULTRASOUND,
        {**CLOSING, "modality": "venography"},
    ]
    every = [on(f"2025-0{place + 3}-01", **body) for place, body in enumerate([CLOSING, CT, *others])]
    sheets = sheets_of([as_of(case_of([*LOW, *every]), "2026-01-01")], default_guideline().numbers)
    found = examinations(sheets)
    assert found.all.tolist() == [False, False, False, *[True] * 7]
    assert found.closing.tolist() == [False, False, False, True, True, *[False] * 5]


def test_without_an_index_there_is_no_band() -> None:
    """Before any operation or diagnosis nothing is counted, and without an examination she is in the first band."""
    assert said("surveillance.band", first=LOW[:1]) == "unknown"
    assert said("surveillance.band") == "first"
    assert said("surveillance.negative-years", first=LOW[:1]) is None


def test_a_band_lasts_until_its_month() -> None:
    """Up to month 24 the first, from then on the second, from month 60 on the third."""
    before = [on("2026-06-01", **CLOSING)]
    assert said("surveillance.band", *before, on("2027-01-14", **CLOSING)) == "first"
    assert said("surveillance.band", *before, on("2027-01-15", **CLOSING)) == "second"
    between = [*before, on("2028-01-15", **CLOSING)]
    assert said("surveillance.band", *between, on("2030-01-14", **CLOSING)) == "second"
    assert said("surveillance.band", *between, on("2030-01-15", **CLOSING)) == "third"


def test_a_sparser_band_needs_a_clear_examination_in_the_band_before() -> None:
    """Without one in the first band she stays in the first, without one in the second in the second."""
    unclear = {**CLOSING, "unclear-finding": "yes"}
    tumour = {**CLOSING, "new-or-growing-tumour": "yes"}
    late = on("2031-01-01", **CLOSING)
    assert said("surveillance.band", late) == "first"
    assert said("surveillance.band", on("2026-06-01", **tumour), late) == "first"
    assert said("surveillance.band", on("2026-06-01", **SILENT), late) == "first"
    clear = on("2026-06-01", **CLOSING)
    assert said("surveillance.band", clear, late) == "second"
    assert said("surveillance.band", clear, on("2028-01-01", **tumour), late) == "second"
    assert said("surveillance.band", clear, on("2028-01-01", **unclear), late) == "second"
    assert said("surveillance.band", clear, on("2028-01-01", **CLOSING), late) == "third"


def test_a_span_across_the_end_of_a_band_leaves_it_open() -> None:
    """A month, or a year, in which the band ends tells neither the one nor the other."""
    clear = on("2026-06-01", **CLOSING)
    assert said("surveillance.band", clear, on("2027-01", **CLOSING)) == "unknown"
    assert said("surveillance.band", clear, on("2028-01-01", **CLOSING), on("2030", **CLOSING)) == "unknown"


def test_from_an_order_no_band_and_no_years_follow() -> None:
    """One examination known by its order only leaves the band open; without an examination it is the first."""
    scans = [on(f"2025-0{place}-01", **CLOSING) for place in (3, 6)]
    assert said("surveillance.band", first=tuple(numbered(*LOW, *scans)), moment="day:900") == "first"
    for name in ("operation", scans[0]["id"]):
        events = tuple(numbered(*LOW, *scans, order_only=name))
        assert said("surveillance.band", first=events, moment="day:900") == "unknown"
    ordered = tuple(numbered(*LOW, *scans, order_only=scans[0]["id"]))
    assert said("surveillance.negative-years", first=ordered, moment="day:900") == (270 / 365.25, 270 / 365.25)
    last = tuple(numbered(*LOW, *scans, order_only=scans[1]["id"]))
    assert said("surveillance.negative-years", first=last, moment="day:900") is None


def test_negative_years_run_from_the_operation_or_the_last_finding() -> None:
    """The tenth anniversary is exactly ten; a finding starts them anew; silence leaves them open."""
    anniversary = on("2035-01-15", **CLOSING)
    assert said("surveillance.negative-years", anniversary) == (10.0, 10.0)
    found = on("2030-01-15", **{**CLOSING, "new-or-growing-tumour": "yes"})
    assert said("surveillance.negative-years", found, anniversary) == (5.0, 5.0)
    assert said("surveillance.negative-years", on("2030-01-15", **SILENT), anniversary) is None
    assert said("surveillance.negative-years", on("2035-01", **CLOSING)) == (10 - 14 / 372, 10 + 16 / 372)
    assert said("surveillance.negative-years") == (0.0, 0.0)


def test_the_baseline_is_done_from_its_month_on() -> None:
    """An examination a day before month three does not replace it; in between is open; before an operation is none."""
    assert said("surveillance.baseline-done") == "no"
    assert said("surveillance.baseline-done", on("2025-04-14", **CLOSING)) == "no"
    assert said("surveillance.baseline-done", on("2025-04-15", **CLOSING)) == "yes"
    assert said("surveillance.baseline-done", on("2025-04", **CLOSING)) == "unknown"
    assert said("surveillance.baseline-done", on("2025-04", **CLOSING), on("2025-06-01", **CLOSING)) == "yes"
    assert said("surveillance.baseline-done", on("2025-06-01", **CLOSING), first=LOW[::2]) == "no"
    ordered = tuple(numbered(*LOW, on("2025-06-01", **CLOSING), order_only="operation"))
    assert said("surveillance.baseline-done", first=ordered, moment="day:900") == "unknown"


def refusal(day: str, study: Any) -> Words:
    """What she declined on a day."""
    return on(day, kind="declined", study=study)


@pytest.mark.parametrize(
    ("study", "answer"),
    [
        ("surveillance-imaging", "yes"),
        ("coagulation", "yes"),
        ("surgery", "no"),
        ("endocrine-therapy", "no"),
        (NOT_TOLD, "unknown"),
        ([{"value": "surgery"}, {"value": "surveillance-imaging"}], "unknown"),
    ],
)
def test_a_refusal_of_an_examination_stands(study: Any, answer: str) -> None:
    """What was declined is an examination unless it was treatment only; untold, or told both ways, it may be one."""
    assert said("surveillance.declined", refusal("2025-05-01", study)) == answer


def test_a_refusal_ends_with_the_examination_or_a_decision() -> None:
    """Done since, or ended by a clinician, it stands no more; what came before the operation or it does not end it."""
    refused = refusal("2025-05-01", "pelvic-mri")
    assert said("surveillance.declined", refused, on("2025-06-01", **CLOSING)) == "no"
    assert said("surveillance.declined", refused, on("2025-06-01", **ULTRASOUND)) == "yes"
    assert said("surveillance.declined", on("2025-04-20", **CLOSING), refused) == "yes"
    for told, answer in (({"ends-study": "pelvic-mri"}, "no"), ({"stop-surveillance": "yes"}, "no")):
        assert said("surveillance.declined", refused, on("2025-06-01", kind="decision", **told)) == answer
    kept = on("2025-06-01", kind="decision", **{"stop-surveillance": "no"})
    assert said("surveillance.declined", refused, kept) == "yes"
    assert said("surveillance.declined", refusal("2025-01-10", "pelvic-mri")) == "no"
    assert said("surveillance.declined", refusal("2025-01-10", "pelvic-mri"), first=LOW[:1]) == "yes"


def test_new_tumour_since_the_operation() -> None:
    """A report of it says yes; a last examination that is unclear or silent, or an untold answer, leaves it open."""
    tumour = on("2025-06-01", **{**CLOSING, "new-or-growing-tumour": "yes"})
    assert said("change.new-tumour") == "no"
    assert said("change.new-tumour", tumour) == "yes"
    again = {**LOW[1], "id": "again", "effective_on": "2025-07-01"}
    assert said("change.new-tumour", tumour, again) == "no"
    untold = on("2025-06-01", kind="recurrence", type=NOT_TOLD)
    assert said("change.new-tumour", untold) == "unknown"
    assert said("change.new-tumour", untold, again) == "no"
    assert said("change.new-tumour", on("2025-06-01", **{**SILENT, "new-or-growing-tumour": NOT_TOLD})) == "unknown"
    assert said("change.new-tumour", on("2025-06-01", **{**CLOSING, "unclear-finding": "yes"})) == "unknown"
    assert said("change.new-tumour", on("2025-06-01", **SILENT)) == "unknown"
    assert said("change.new-tumour", on("2025-06-01", **SILENT), on("2025-07-01", **CLOSING)) == "no"
    assert said("change.new-tumour", on("2025-06-01", **ULTRASOUND)) == "no"
    assert said("change.new-tumour", on("2025-06-01", **{**ULTRASOUND, "unclear-finding": "yes"})) == "unknown"
    clear = {"ivc-unspecified": {"content": "clear"}}
    assert said("change.new-tumour", on("2025-06-01", **{**SILENT, "veins": clear})) == "no"


def test_new_symptoms_after_the_last_examination() -> None:
    """Pelvic, venous and cardiac complaints count, by their own name or their group's; an examination answers them."""
    for name in ("leg-swelling", "pelvic", "syncope"):
        complaint = on("2025-06-01", kind="complaint", **{name: "yes"})
        assert said("follow-up.new-symptom", complaint) == "yes"
        assert said("follow-up.new-symptom", complaint, on("2025-07-01", **CLOSING)) == "no"
        assert said("follow-up.new-symptom", complaint, on("2025-07-01", **ULTRASOUND)) == "yes"
        assert said("follow-up.new-symptom", complaint, first=LOW[:1]) == "no"
    assert said("follow-up.new-symptom", on("2025-06-01", kind="complaint", insomnia="yes")) == "no"
    untold = on("2025-06-01", kind="complaint", dyspnoea=NOT_TOLD)
    assert said("follow-up.new-symptom", untold) == "unknown"
    assert said("follow-up.new-symptom", on("2025-01-10", kind="complaint", dyspnoea=NOT_TOLD)) == "no"


def test_an_unclear_finding_of_the_last_examination() -> None:
    """Its own yes or no decides; without one it is no where the study tells of tumour, else open; earlier ones pass."""
    assert said("follow-up.unclear-finding") == "no"
    unclear = on("2025-06-01", **{**SILENT, "unclear-finding": "yes"})
    assert said("follow-up.unclear-finding", unclear) == "yes"
    assert said("follow-up.unclear-finding", unclear, on("2025-07-01", **CLOSING)) == "no"
    assert said("follow-up.unclear-finding", unclear, on("2025-07-01", **SILENT)) == "unknown"
    assert said("follow-up.unclear-finding", on("2025-07-01", **{**SILENT, "unclear-finding": "no"})) == "no"
    tumour = {"infrarenal-ivc": {"content": "tumour"}}
    assert said("follow-up.unclear-finding", on("2025-07-01", **{**SILENT, "veins": tumour})) == "no"


def test_echocardiography_since_the_last_cardiac_complaint() -> None:
    """One on record counts unless a cardiac complaint came after it; a study of untold kind leaves it open."""
    echo, dyspnoea = on("2025-06-01", **ECHO), on("2025-07-01", kind="complaint", dyspnoea="yes")
    fact = "echocardiography.since-cardiac-complaint"
    assert said(fact) == "no"
    assert said(fact, echo) == "yes"
    assert said(fact, echo, dyspnoea) == "no"
    assert said(fact, echo, on("2025-07-01", kind="complaint", **{"leg-swelling": "yes"})) == "yes"
    assert said(fact, echo, dyspnoea, on("2025-08-01", **ECHO)) == "yes"
    untold = on("2025-08-01", kind="imaging", modality=NOT_TOLD)
    assert said(fact, echo, dyspnoea, untold) == "unknown"
    assert said(fact, untold, on("2025-09-01", kind="complaint", cardiac="yes")) == "no"


OTHER = {"diagnosis": ["leiomyoma"], "index-lesion": "yes", "vessels-contain-tumour": "no"}


def test_what_was_untold_before_the_disease_was_excluded_does_not_count() -> None:
    """After an exclusion nothing that was left open before it is open."""
    untold = on("2025-02-01", **{**SILENT, "new-or-growing-tumour": NOT_TOLD})
    excluded = on("2025-08-01", kind="pathology", specimen=["uterus"], **OTHER)
    assert said("change.new-tumour", untold, first=LOW[:1]) == "unknown"
    assert said("change.new-tumour", untold, excluded, first=LOW[:1]) == "no"


def test_a_cardiac_complaint_before_the_disease_was_excluded_does_not_count() -> None:
    """After an exclusion complaints are counted anew."""
    excluded = on("2025-08-01", kind="pathology", specimen=["uterus"], **OTHER)
    echo, dyspnoea = on("2025-06-01", **ECHO), on("2025-07-01", kind="complaint", dyspnoea="yes")
    assert said("echocardiography.since-cardiac-complaint", echo, dyspnoea, excluded) == "yes"
