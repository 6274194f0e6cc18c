"""The checkpoints of the reference patient (Zhao and Tian 2026, statements S101 to S113), one test for each row.

The expected values are those of the table "The reference patient" of the pathway; no value was copied from a run.
"""

from __future__ import annotations

from functools import cache

import pytest

from cephalad.anatomy import HEART_AND_PULMONARY, IVC
from cephalad.assessment import Assessment, assess
from cephalad.facts import Conflicting, FactSheet, FactValue, Unknown
from cephalad.logic import Calendar, Span, format_span
from cephalad.plan import Examination, WorkupRow
from cephalad.record import read_example

CASE = read_example("zhao-tian-2026")

LEFT_OVARIAN_VEIN = {"left-ovarian-vein-pelvic", "left-ovarian-vein-abdominal"}
CAVAL_TEAM = {"cardiac-surgery", "echocardiography", "perfusion"}


@cache
def concluded(as_of: str) -> Assessment:
    """What the program concludes of the reference patient as of a point."""
    return assess(CASE, as_of=as_of)


def fact(found: Assessment, name: str) -> FactValue:
    """One fact of the view behind an assessment."""
    return FactSheet(found.view, found.guideline.numbers)[name]


def study(found: Assessment, name: str) -> WorkupRow:
    """One row of the work-up."""
    return next(row for row in found.workup if row.study == name)


def examination(found: Assessment, name: str) -> Examination:
    """One examination of the plan."""
    return next(item for item in found.surveillance.examinations if item.study == name)


def roster(found: Assessment) -> dict[str, str]:
    """The roles of the meeting and how much they are needed."""
    return {entry.role: entry.need for entry in found.roster}


def codes(found: Assessment) -> set[str]:
    """The codes of the notices."""
    return {notice.code for notice in found.notices}


def days(span: Span | None) -> str:
    """A span of days in words."""
    assert span is not None
    return format_span(span, Calendar.DATES)


def status(found: Assessment, segment: str) -> str:
    """The status of one segment, ever."""
    return found.ever.states[segment].status


def test_heavy_bleeding() -> None:
    """Bleeding, 2025-06-30: not raised; common explanations; ultrasound, blood count and endometrium are due."""
    found = concluded("2025-06-30")
    assert found.suspicion_value == "not-raised"
    assert "non-specific-complaint" in codes(found)
    for name in ("pelvic-ultrasound", "blood-count", "endometrial-assessment"):
        assert study(found, name).status == "due", name
    assert found.roster == ()
    assert found.surveillance.risk_group == "not-applicable"


def test_endometrium_is_due_for_bleeding_at_45_or_older() -> None:
    """Bleeding, 2025-06-30: it is her age at the bleeding that makes the endometrial assessment due."""
    verdicts = {
        reason.id: reason.verdict for reason in study(concluded("2025-06-30"), "endometrial-assessment").reasons
    }
    assert verdicts["ivl.workup.bleeding-at-age"] == "yes"


def test_after_the_first_ultrasound() -> None:
    """Local ultrasound: suspected by the broad-ligament myoma; CT or MRI, echocardiography and the team are due."""
    found = concluded("after:ultrasound-local")
    assert found.suspicion_value == "suspected"
    assert "ivl.suspicion.extra-uterine-fibroid" in {reason.id for reason in found.suspicion.reasons}
    assert study(found, "pelvic-cross-sectional").status == "due"
    assert study(found, "echocardiography").status == "due"
    assert found.convene == "yes"
    assert roster(found)["vascular-surgery"] == "required"
    assert {role: need for role, need in roster(found).items() if role in CAVAL_TEAM} == dict.fromkeys(
        CAVAL_TEAM, "on-call"
    )


def test_endometrium_still_due_after_the_first_ultrasound() -> None:
    """Local ultrasound: the endometrial assessment is still due, now also for a heterogeneous endometrium."""
    row = study(concluded("after:ultrasound-local"), "endometrial-assessment")
    assert row.status == "due"
    read = {reading.fact for reason in row.reasons for reading in reason.facts}
    assert "endometrium.heterogeneous" in read


def test_first_visit() -> None:
    """First visit at the referral hospital: the conflict about the last period is shown; menopause is unknown."""
    found = concluded("after:first-visit")
    assert "menstruation-conflict" in codes(found)
    shown = next(notice for notice in found.notices if notice.code == "menstruation-conflict")
    assert {"bleeding", "first-visit"} <= set(shown.events)
    assert isinstance(fact(found, "state.menopause"), Unknown)


def test_after_the_pelvic_ct() -> None:
    """Pelvic CT: probable; left ovarian vein, continuous with the mass; route ii-left; above it nothing is cleared."""
    found = concluded("after:ct-pelvis")
    assert found.suspicion_value == "probable"
    assert found.ever.front
    assert set(found.ever.front) <= LEFT_OVARIAN_VEIN
    assert found.ever.continuity()[0] == "continuous"
    assert found.routes == ("ii-left",)
    for segment in ("left-renal-vein", *IVC, *HEART_AND_PULMONARY):
        assert status(found, segment) in ("not-assessed", "not-reported"), segment


def test_after_the_mri() -> None:
    """MRI: still probable; its reading of a haemorrhagic fibroid is shown as discordant."""
    found = concluded("after:mri-pelvis")
    assert found.suspicion_value == "probable"
    shown = next(notice for notice in found.notices if notice.code == "imaging-discordant")
    assert "mri-pelvis" in shown.events


def test_front_after_vein_leg_and_renal_studies() -> None:
    """Vein, leg and renal-level studies: the front stays in the left ovarian vein."""
    found = concluded("after:leg-ultrasound")
    assert found.ever.front
    assert set(found.ever.front) <= LEFT_OVARIAN_VEIN
    assert found.suspicion_value == "probable"


def test_what_doppler_and_kidney_ct_leave_open() -> None:
    """Vein, leg and renal-level studies: iliac veins and IVC clear without a level, the renal vein not spoken of."""
    found = concluded("after:leg-ultrasound")
    for segment in ("left-common-iliac-vein", "right-common-iliac-vein", "infrarenal-ivc"):
        assert status(found, segment) == "not-reported", segment
        assert "doppler-iliac-caval" in found.ever.states[segment].events
    assert status(found, "left-renal-vein") == "not-reported"
    assert "ct-kidneys" in found.ever.states["left-renal-vein"].events


def test_missing_levels_are_named() -> None:
    """Vein, leg and renal-level studies: cross-sectional imaging is partly done; the missing levels are asked for."""
    row = study(concluded("after:leg-ultrasound"), "caval-cross-sectional")
    assert row.status == "partly-done"
    assert set(row.uncovered) == set(IVC)
    assert "ct-kidneys" in row.events


def test_heart_not_assessed() -> None:
    """Vein, leg and renal-level studies: nobody looked at the heart, and the program flags it instead of copying it."""
    found = concluded("after:leg-ultrasound")
    assert {status(found, segment) for segment in HEART_AND_PULMONARY} == {"not-assessed"}
    assert study(found, "echocardiography").status == "due"
    assert roster(found)["cardiac-surgery"] == "on-call"


def test_extent_after_operation_and_pathology() -> None:
    """Operation and pathology: confirmed; routes i-left and ii-left, downward; the veins at risk are named."""
    found = concluded("after:pathology")
    assert found.suspicion_value == "confirmed"
    assert set(found.routes) == {"i-left", "ii-left"}
    assert found.downward == "yes"
    assert status(found, "left-uterine-vein") == "tumour"
    assert LEFT_OVARIAN_VEIN & set(found.ever.possible)
    assert {"left-internal-iliac-vein", "left-renal-vein"} <= set(found.ever.at_risk)


def test_stages_after_operation_and_pathology() -> None:
    """Operation and pathology: Ma I with II to IV not excluded; Peking Union 2024 large vein."""
    stages = concluded("after:pathology").stages
    assert (stages["ma"].value, stages["ma"].not_excluded) == ("I", ("II", "III", "IV"))
    assert (stages["pumch-2024"].value, stages["pumch-2024"].not_excluded) == ("large-vein", ())


def test_completeness_after_operation_and_pathology() -> None:
    """Operation and pathology: the claim of complete resection conflicts, counts as unknown and is asked for."""
    found = concluded("after:pathology")
    assert isinstance(fact(found, "resection.complete"), Conflicting)
    asked = next(notice for notice in found.notices if notice.code == "removal-unrecorded")
    assert "operation" in asked.events
    residual = next(row for row in found.indications if row.id == "residual")
    assert residual.verdict == "unknown"


def test_risk_after_operation_and_pathology() -> None:
    """Operation and pathology: risk group high, very high not excluded."""
    followed = concluded("after:pathology").surveillance
    assert (followed.risk_group, followed.not_excluded) == ("high", ("very-high",))
    assert followed.plan_group == "very-high"


@pytest.mark.parametrize("as_of", ["after:pathology", "2025-10-31", "2026-03-01"])
def test_windows_of_the_baseline(as_of: str) -> None:
    """Surgery 2025-07-01..31: the baseline opens 2025-10-01..31 and closes 2026-01-01..31."""
    baseline = examination(concluded(as_of), "baseline-mri")
    assert days(baseline.opens) == "2025-10-01..2025-10-31"
    assert days(baseline.closes) == "2026-01-01..2026-01-31"


def test_course_at_the_last_follow_up() -> None:
    """2025-10-31: three doses of leuprolide 3.75 mg, the next between 2025-10-29 and 2025-11-28."""
    course = concluded("2025-10-31").course
    assert course is not None
    assert [(dose.drug, dose.amount_mg) for dose in course.doses] == [("leuprolide", 3.75)] * 3
    assert days(course.next_on) == "2025-10-29..2025-11-28"


def test_indication_at_the_last_follow_up() -> None:
    """2025-10-31: the indication for endocrine therapy is unknown and hinges on residual tumour."""
    indications = {row.id: row for row in concluded("2025-10-31").indications}
    assert indications["residual"].verdict == "unknown"
    assert indications["residual"].deciding == ("tumour.residual",)
    assert "yes" not in {row.verdict for row in indications.values()}


def test_heart_at_the_last_follow_up() -> None:
    """2025-10-31: palpitations; the ECG is done, echocardiography overdue since the operation and due again."""
    found = concluded("2025-10-31")
    assert study(found, "electrocardiogram").status == "done"
    echo = study(found, "echocardiography")
    assert (echo.status, "due" in echo.also) == ("overdue", True)


def test_baseline_at_the_last_follow_up() -> None:
    """2025-10-31: the baseline MRI stands declined and its window is open."""
    baseline = examination(concluded("2025-10-31"), "baseline-mri")
    assert baseline.status == "declined"
    assert "due" in baseline.also
    assert "overdue" not in baseline.also
    assert baseline.events == ("mri-declined",)


def test_insomnia_at_the_last_follow_up() -> None:
    """2025-10-31: insomnia stands under the drug and under surgical menopause."""
    effects = {effect.id for effect in concluded("2025-10-31").effects}
    assert {"ivl.endocrine.insomnia-from-drug", "ivl.endocrine.insomnia-from-menopause"} <= effects
    assert "ivl.endocrine.palpitations-from-heart" in effects


def test_baseline_in_march() -> None:
    """2026-03-01: the baseline, also the first surveillance imaging, is overdue by 29 to 59 days, refusal shown."""
    found = concluded("2026-03-01")
    baseline = examination(found, "baseline-mri")
    assert baseline.status == "overdue"
    assert baseline.late_days == (29, 59)
    assert "declined" in baseline.also
    assert [item.study for item in found.surveillance.examinations if item.study != "echocardiography"] == [
        "baseline-mri"
    ]


def test_echocardiography_in_march() -> None:
    """2026-03-01: echocardiography is still overdue and still due."""
    echo = study(concluded("2026-03-01"), "echocardiography")
    assert (echo.status, "due" in echo.also) == ("overdue", True)


def test_contact_in_march() -> None:
    """2026-03-01: no contact is on record since October 2025."""
    shown = next(notice for notice in concluded("2026-03-01").notices if notice.code == "no-contact-since")
    assert dict(shown.params)["date"] == "2025-10"
    assert shown.events == ("contact-october",)
