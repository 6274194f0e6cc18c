"""Which examinations stand open, and in which window; the days are counted by hand from the rules of surveillance."""

from __future__ import annotations

from cephalad.assessment import Assessment, assess
from cephalad.logic import format_span
from cephalad.plan import Examination
from cephalad.record import read_bytes

OPERATED = """
  - {id: ct, kind: imaging, effective_on: 2025-01-05, modality: ct, contrast: yes, regions: [pelvis, abdomen, chest],
      veins: {left-uterine-vein: {content: tumour}, ivc-unspecified: {content: clear}}}
  - {id: op, kind: operation, effective_on: 2025-01-15, for-ivl: yes, completeness: complete, integrity: intact,
      procedures: [total-hysterectomy, bilateral-salpingo-oophorectomy],
      veins: {left-uterine-vein: {outcome: removed}}}
  - {id: path, kind: pathology, effective_on: 2025-01-20, specimen: [uterus], diagnosis: [ivl]}
"""
FREE_MRI = "modality: mr, contrast: yes, regions: [pelvis, abdomen], new-or-growing-tumour: no"


def after_operation(events: str, as_of: str) -> Assessment:
    """The assessment of a woman of 60, completely operated on 2025-01-15 for tumour in a parametrial vein."""
    header = "format: cephalad-case/1\ncase: plan\nwritten_on: 2040-01-01\nsex: female\nbirth: 1965-01-01\nevents:"
    case = read_bytes((header + OPERATED + events).encode(), file="plan.yaml")
    assert not isinstance(case, list), "\n".join(str(issue) for issue in case)
    return assess(case, as_of=as_of, with_missing=False)


def by_study(found: Assessment) -> dict[str, Examination]:
    """The open examinations by their study."""
    return {item.study: item for item in found.surveillance.examinations}


def window(item: Examination, found: Assessment) -> tuple[str, str]:
    """The first and the last day of a window."""
    assert item.opens is not None
    assert item.closes is not None
    return format_span(item.opens, found.case.calendar), format_span(item.closes, found.case.calendar)


COURSE = """
  - {id: dose, kind: dose, effective_on: 2025-06-15, drug: leuprolide, amount: 3.75 mg, interval: 28 days, given: given}
  - {id: stop, kind: dose, effective_on: 2025-07-01, drug: leuprolide, course: stopped}
"""


def test_a_stopped_course_asks_for_an_mri_three_months_after_the_last_dose() -> None:
    """S69 (D): MRI three months after the last dose; a single figure n is the window [n-1, n]."""
    found = after_operation(COURSE, "2025-07-02")
    item = by_study(found)["mri-after-endocrine-therapy"]
    assert window(item, found) == ("2025-08-15", "2025-09-15")
    assert item.status == "upcoming"


def test_an_mri_after_the_last_dose_answers_it() -> None:
    """Once a closing examination lies after the last dose nothing more is asked for the course."""
    mri = f"  - {{id: mri, kind: imaging, effective_on: 2025-09-01, {FREE_MRI}}}\n"
    assert "mri-after-endocrine-therapy" not in by_study(after_operation(COURSE + mri, "2025-09-02"))


def test_a_running_course_asks_for_none() -> None:
    """While no stop is recorded there is no such MRI."""
    assert "mri-after-endocrine-therapy" not in by_study(
        after_operation(COURSE.split("  - {id: stop")[0], "2025-06-20")
    )


def test_a_clinician_ends_an_examination() -> None:
    """Only a clinician's recorded decision ends an examination that stands open."""
    refused = "  - {id: no, kind: declined, effective_on: 2025-05-01, study: surveillance-imaging}\n"
    ended = refused + "  - {id: end, kind: decision, effective_on: 2025-05-02, ends-study: surveillance-imaging}\n"
    assert by_study(after_operation(refused, "2025-05-03"))["baseline-mri"].status == "declined"
    assert "baseline-mri" not in by_study(after_operation(ended, "2025-05-03"))


def test_stopping_surveillance_is_a_recorded_decision() -> None:
    """After the clinician's decision to stop nothing stands open."""
    stopped = "  - {id: stop, kind: decision, effective_on: 2025-05-02, stop-surveillance: yes}\n"
    assert by_study(after_operation("", "2025-05-03"))
    assert by_study(after_operation(stopped, "2025-05-03")) == {}


CLEAR_CT = "modality: ct, contrast: yes, regions: [pelvis, abdomen, chest], veins: {right-atrium: {content: tumour}}"


def test_echocardiography_goes_with_the_imaging_once_the_heart_was_involved() -> None:
    """Echocardiography is added when the cava or heart was involved, and is done when made in the window."""
    heart = f"  - {{id: heart, kind: imaging, effective_on: 2025-02-01, {CLEAR_CT}}}\n"
    echo = "  - {id: echo, kind: imaging, effective_on: 2025-05-20, modality: echocardiography, regions: [heart]}\n"
    assert by_study(after_operation(heart, "2025-06-01"))["echocardiography"].status == "due"
    assert by_study(after_operation(heart + echo, "2025-06-01"))["echocardiography"].status == "done"


def test_no_echocardiography_where_the_cava_was_cleared() -> None:
    """Contrast CT showed the vena cava clear before the operation, so nothing beyond was reached."""
    assert "echocardiography" not in by_study(after_operation("", "2025-05-03"))


def yearly(years: range, month_day: str = "01-15") -> str:
    """Tumour-free MRI on the same day of each year."""
    return "".join(
        f"  - {{id: mri-{year}, kind: imaging, effective_on: {year}-{month_day}, {FREE_MRI}}}\n" for year in years
    )


def test_high_risk_stays_yearly_after_five_years() -> None:
    """S92: parametrial disease is high risk, so after five years an MRI every 12 months, never 24."""
    scans = "  - {id: mri-a, kind: imaging, effective_on: 2025-07-15, " + FREE_MRI + "}\n" + yearly(range(2026, 2033))
    found = after_operation(scans, "2032-02-01")
    item = by_study(found)["surveillance-imaging"]
    assert found.surveillance.plan_group == "high"
    assert window(item, found) == ("2032-12-15", "2033-01-15")


def test_a_stated_new_symptom_opens_the_window_at_once() -> None:
    """S97: new symptoms make the next examination due at once; the day on which it is late does not move."""
    symptom = "  - {id: swelling, kind: complaint, effective_on: 2025-02-20, leg-swelling: yes}\n"
    found = after_operation(symptom, "2025-02-21")
    item = by_study(found)["baseline-mri"]
    assert window(item, found) == ("2025-02-20", "2025-07-15")
    assert item.status == "due"


def test_the_work_up_row_ends_by_decision() -> None:
    """A clinician's decision ends a study of the work-up as well."""
    ended = "  - {id: end, kind: decision, effective_on: 2025-02-01, ends-study: coagulation}\n"
    rows = {row.study: row.status for row in after_operation(ended, "2025-02-02").workup}
    before = {row.study: row.status for row in after_operation("", "2025-02-02").workup}
    assert (before["coagulation"], rows["coagulation"]) == ("overdue", "not-indicated")


def test_nothing_is_due_after_death() -> None:
    """Death ends surveillance, work-up and the team meeting."""
    died = "  - {id: died, kind: death, effective_on: 2025-02-20}\n"
    alive, dead = after_operation("", "2025-03-01"), after_operation(died, "2025-03-01")
    assert {row.status for row in alive.workup} & {"due", "overdue"}
    assert not {row.status for row in dead.workup} & {"due", "overdue"}
    assert (alive.convene, dead.convene) == ("yes", "no")
    assert by_study(dead) == {}
