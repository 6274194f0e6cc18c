"""What users try: small records told as stories, with the answers that the text of the pathway demands.

Each docstring says the rule in this project's own words; no expected value was copied from a run.
"""

from __future__ import annotations

import json
from string import Template

import pytest

from cephalad.assessment import Assessment, assess
from cephalad.logic import Calendar, Span, format_span
from cephalad.plan import Examination
from cephalad.record import Case, read_bytes

WORDS = {
    # A resection with nothing left behind that asks for denser follow-up.
    "RADICAL": "kind: operation, for-ivl: yes, procedures: [total-hysterectomy, bilateral-salpingo-oophorectomy], "
    "uterus: removed, ovaries-left: none, completeness: complete, integrity: intact",
    "OVARIES_KEPT": "kind: operation, for-ivl: yes, procedures: [total-hysterectomy], uterus: removed, "
    "ovaries-left: both, completeness: complete, integrity: intact",
    "IVL": "kind: pathology, specimen: [uterus], diagnosis: [ivl], vessels-outside-uterus: no",
    # Every named vein clear on contrast CT; the heart follows by continuity.
    "CLEAR": "kind: imaging, modality: ct, contrast: yes, regions: [pelvis, abdomen], veins: {"
    "pelvic-veins-unspecified: {content: clear}, iliac-unspecified: {content: clear}, "
    "ovarian-vein-unspecified: {content: clear}, ivc-unspecified: {content: clear}}",
    "SCAN": "kind: imaging, modality: mr, contrast: yes, regions: [pelvis, abdomen], new-or-growing-tumour: no",
    "BROAD_LIGAMENT": "kind: imaging, modality: ultrasound, regions: [pelvis], "
    "masses: {mass: {location: broad-ligament, reading: [broad-ligament-fibroid]}}",
    "INTRAMURAL": "kind: imaging, modality: ultrasound, regions: [pelvis], "
    "masses: {mass: {location: intramural, reading: [fibroid]}}",
}
IMAGING = ("baseline-mri", "surveillance-imaging")
FROM_SUSPECTED_OR_PROBABLE = (
    "pelvic-cross-sectional",
    "caval-cross-sectional",
    "pelvic-mri",
    "iliac-caval-doppler",
    "leg-ultrasound",
    "echocardiography",
    "chest-ct",
    "blood-count",
    "coagulation",
    "tumour-markers",
)


def told(events: str, *, birth: str = "1955-03-01", sex: str = "female", header: str = "") -> Case:
    """The case of a story; `$RADICAL` and its like stand for the words above."""
    lines = ["format: cephalad-case/1", "case: story", "written_on: 2035-01-01"]
    lines += [f"sex: {sex}"] * bool(sex) + [f"birth: {birth}"] * bool(birth) + [header] * bool(header)
    body = Template(events).substitute(WORDS).strip("\n")
    text = "\n".join([*lines, "events:" if body else "events: []", body, ""])
    case = read_bytes(text.encode(), file="story.yaml")
    assert not isinstance(case, list), "\n".join(str(issue) for issue in case)
    return case


def answer(case: Case, as_of: str) -> Assessment:
    """The assessment, without the facts that would decide."""
    return assess(case, as_of=as_of, with_missing=False)


def statuses(found: Assessment) -> dict[str, tuple[str, ...]]:
    """All statuses of every study of the work-up."""
    return {row.study: (row.status, *row.also) for row in found.workup}


def imaging(found: Assessment) -> list[Examination]:
    """The open imaging examinations of the plan."""
    return [item for item in found.surveillance.examinations if item.study in IMAGING]


def window(found: Assessment) -> tuple[str, str]:
    """The window of the one open imaging examination, in words."""
    (item,) = imaging(found)
    return _days(item.opens, found), _days(item.closes, found)


def _days(span: Span | None, found: Assessment) -> str:
    assert span is not None
    return format_span(span, found.case.calendar)


def codes(found: Assessment) -> set[str]:
    """The codes of the notices."""
    return {notice.code for notice in found.notices}


def named(found: Assessment) -> str:
    """What the change is called."""
    return next(dict(notice.params)["name"] for notice in found.notices if notice.code == "change-named")


def urgent(found: Assessment) -> set[str]:
    """The codes of what is urgent."""
    return {item.id for item in found.urgent}


# --- little or odd on record ----------------------------------------------------------------------------------------


def test_nothing_but_an_age() -> None:
    """Nothing recorded is unknown: not raised, nothing excluded, and the facts that would decide are asked for."""
    found = assess(told("", birth="1980"), as_of="2025-01-01")
    assert found.suspicion_value == "not-raised"
    assert {"consider", "suspected"} <= set(found.suspicion.not_excluded)
    assert {status for row in statuses(found).values() for status in row} <= {"unknown", "not-indicated"}
    assert found.roster == ()
    asked = {decision.conclusion for item in found.missing for decision in item.decides}
    assert "suspicion.consider" in asked
    assert "suspicion.suspected" in asked


def test_an_event_after_the_point() -> None:
    """As of a day, only what has happened counts: confirmed from the day of the report, not a day before."""
    case = told("- {id: report, effective_on: 2024-05-02, $IVL}")
    assert answer(case, "2024-05-01").suspicion_value == "not-raised"
    assert answer(case, "2024-05-02").suspicion_value == "confirmed"


def test_a_correction_of_a_correction() -> None:
    """A superseding correction of the very report lowers a level; corrected once more, the last word stands."""
    events = """
- {id: first, effective_on: 2024-05-02, $INTRAMURAL}
- {id: second, supersedes: first, reason: place misread, $BROAD_LIGAMENT}
"""
    corrected = told(events)
    again = told(f"{events}- {{id: third, supersedes: second, reason: read again, $INTRAMURAL}}")
    assert answer(corrected, "2024-06-01").suspicion_value == "suspected"
    assert answer(again, "2024-06-01").suspicion_value == "not-raised"


@pytest.mark.parametrize(("sex", "code"), [("", "sex-not-recorded"), ("male", "sex-not-female")])
def test_sex_missing_or_male(sex: str, code: str) -> None:
    """Another sex than female, or none, is remarked upon and changes no verdict."""
    events = "- {id: scan, effective_on: 2024-05-02, $BROAD_LIGAMENT}"
    found = answer(told(events, sex=sex), "2024-06-01")
    woman = answer(told(events), "2024-06-01")
    assert codes(found) - codes(woman) == {code}
    assert found.suspicion_value == woman.suspicion_value == "suspected"


def test_chinese_in_every_free_field() -> None:
    """Free words may be in any script: they are kept, and no rule reads them."""
    case = told(
        """
- id: 超声检查
  kind: imaging
  effective_on: 2024-05-02
  author: 王医生
  source: {document: 县医院报告, place: 第一页}
  note: 未描述血管
  text: 左侧阔韧带肌瘤可能
  modality: ultrasound
  regions: [pelvis]
  impression: 盆腔包块，性质待定
  masses:
    左侧包块: {location: broad-ligament, reading: [broad-ligament-fibroid], longest-diameter: {value: 72 mm, note: 约}}
- {id: 主诉, kind: complaint, effective_on: 2024-05-03, menorrhagia: yes, other: 头晕}
""",
        header="title: 静脉内平滑肌瘤病\ncentre: 妇科\nnote: 测试",
    )
    found = answer(case, "2024-06-01")
    assert found.suspicion_value == "suspected"
    printed = json.loads(found.to_json(lang="zh"))
    events = {
        event for reason in printed["suspicion"]["reasons"] for fact in reason["facts"] for event in fact["events"]
    }
    assert "超声检查" in events


def test_ten_thousand_events() -> None:
    """A long record is answered like a short one: the one report among ten thousand events that counts, counts."""
    visits = [
        {"id": f"visit-{day}", "kind": "contact", "effective_on": f"{2000 + day // 360}-{day // 30 % 12 + 1:02}-15"}
        for day in range(9_998)
    ]
    report = {"id": "report", "kind": "pathology", "effective_on": "2010-05-02", "diagnosis": ["ivl"]}
    scan = {"id": "scan", "kind": "imaging", "effective_on": "2028-01-01", "modality": "mr", "contrast": "yes"}
    file = {"format": "cephalad-case/1", "case": "long", "written_on": "2035", "events": [*visits, report, scan]}
    case = read_bytes(json.dumps(file).encode(), file="long.json")
    assert not isinstance(case, list)
    assert len(case.events) == 10_000
    assert answer(case, "2010-05-01").suspicion_value == "not-raised"
    assert answer(case, "2034-01-01").suspicion_value == "confirmed"


# --- suspicion --------------------------------------------------------------------------------------------------------


def test_old_hysterectomy_now_syncope() -> None:
    """Previous uterine surgery with a cardiac complaint: consider; syncope is then a matter of the same day."""
    case = told(
        """
- {id: history, kind: history, effective_on: 2012, hysterectomy: yes}
- {id: faint, kind: complaint, effective_on: 2024-05-02, syncope: yes}
"""
    )
    found = answer(case, "2024-05-02")
    assert found.suspicion_value == "consider"
    assert "ivl.urgent.syncope-or-collapse" in urgent(found)
    assert statuses(found)["echocardiography"][0] == "due"
    assert statuses(found)["electrocardiogram"][0] == "due"


def test_syncope_alone_is_not_urgent_for_this_disease() -> None:
    """Below `consider` syncope is no emergency of this pathway."""
    case = told("- {id: faint, kind: complaint, effective_on: 2024-05-02, syncope: yes}")
    found = answer(case, "2024-05-02")
    assert found.suspicion_value == "not-raised"
    assert "ivl.urgent.syncope-or-collapse" not in urgent(found)
    assert statuses(found)["electrocardiogram"] == ("due",)


def test_tumour_in_the_heart_and_nobody_looked_below() -> None:
    """A segment that nobody examined may hold tumour: continuity cannot be told, and nothing calls for tissue yet."""
    case = told(
        "- {id: echo, kind: imaging, effective_on: 2024-05-02, modality: echocardiography, regions: [heart], "
        "veins: {right-atrium: {content: tumour}}}"
    )
    found = answer(case, "2024-05-02")
    assert found.suspicion_value == "suspected"
    assert found.ever.continuity()[0] == "cannot-tell"
    assert "needs-tissue" not in codes(found)
    assert "ivl.urgent.tumour-in-heart" in urgent(found)
    assert {entry.role: entry.need for entry in found.roster}["cardiac-surgery"] == "required"


def test_tumour_in_the_heart_above_a_clear_cava() -> None:
    """Every path holds a segment that contrast CT shows clear: a gap, which needs tissue and the sarcoma team."""
    case = told(
        """
- {id: ct, effective_on: 2024-05-01, $CLEAR}
- {id: echo, kind: imaging, effective_on: 2024-05-02, modality: echocardiography, regions: [heart],
    veins: {right-atrium: {content: tumour}}}
"""
    )
    found = answer(case, "2024-05-02")
    assert found.ever.continuity()[0] == "gap"
    assert "needs-tissue" in codes(found)
    assert {"sarcoma-oncology", "thoracic-surgery"} <= {entry.role for entry in found.roster}
    assert "ivl.urgent.tumour-in-heart" in urgent(found)


def test_pathology_finds_what_imaging_did_not() -> None:
    """Pathology confirms whatever imaging said: a negative study never lowers the level."""
    case = told(
        """
- {id: mri, kind: imaging, effective_on: 2024-05-01, modality: mr, contrast: yes, regions: [pelvis],
    relation-to-vessels: none, masses: {mass: {location: intramural, reading: [fibroid], vascular-involvement: no}}}
- {id: operation, kind: operation, effective_on: 2024-05-10, procedures: [total-hysterectomy]}
- {id: report, effective_on: 2024-05-14, $IVL}
"""
    )
    assert answer(case, "2024-05-13").suspicion_value == "not-raised"
    assert answer(case, "2024-05-14").suspicion_value == "confirmed"


FILLING_DEFECT = (
    "- {id: ct, kind: imaging, effective_on: 2024-05-01, modality: ct, contrast: yes, regions: [pelvis], "
    "veins: {left-ovarian-vein-pelvic: {content: filling-defect, continuous-with-source: yes}}}\n"
)


def test_a_fibroid_elsewhere_excludes_nothing() -> None:
    """A benign report that is silent about vessels never excludes: the level stays."""
    report = "- {id: report, kind: pathology, effective_on: 2024-05-14, diagnosis: [leiomyoma]}"
    assert answer(told(FILLING_DEFECT + report), "2024-06-01").suspicion_value == "probable"


def test_excluded_and_raised_again() -> None:
    """Another diagnosis of the very lesion with vessels free of tumour excludes; a later trigger re-opens."""
    events = (
        FILLING_DEFECT + "- {id: report, kind: pathology, effective_on: 2024-05-14, specimen: [mass], "
        "diagnosis: [leiomyoma], index-lesion: yes, vessels-contain-tumour: no}\n"
    )
    trigger = "- {id: scan, effective_on: 2026-02-01, $BROAD_LIGAMENT}"
    excluded = answer(told(events), "2025-01-01")
    assert excluded.suspicion_value == "excluded"
    assert excluded.surveillance.risk_group == "not-applicable"
    assert excluded.convene == "no"
    assert answer(told(events + trigger), "2026-01-31").suspicion_value == "excluded"
    assert answer(told(events + trigger), "2026-02-01").suspicion_value == "suspected"


def test_a_biopsy_excludes_nothing() -> None:
    """A biopsy never excludes, whatever it says of the vessels."""
    report = (
        "- {id: report, kind: pathology, effective_on: 2024-05-14, biopsy: yes, diagnosis: [leiomyoma], "
        "index-lesion: yes, vessels-contain-tumour: no}"
    )
    assert answer(told(FILLING_DEFECT + report), "2024-06-01").suspicion_value == "probable"


# --- ages -----------------------------------------------------------------------------------------------------------

BLEEDING = "- {id: bleeding, kind: complaint, effective_on: 2024-05-02, irregular-bleeding: yes}"


def test_a_woman_of_81() -> None:
    """Bleeding at 45 or older asks for the endometrium, and age adds no risk feature."""
    assert statuses(answer(told(BLEEDING, birth="1943-01-01"), "2024-06-01"))["endometrial-assessment"] == ("due",)
    operated = told(TREATED, birth="1943-01-01")
    assert answer(operated, "2024-06-01").surveillance.risk_group == "low"


def test_a_woman_of_19() -> None:
    """Below 45 bleeding alone does not ask for the endometrium; below 45 at the diagnosis is a high-risk feature."""
    young = statuses(answer(told(BLEEDING, birth="2005-01-01"), "2024-06-01"))
    assert young["endometrial-assessment"] != ("due",)
    assert answer(told(TREATED, birth="2005-01-01"), "2024-06-01").surveillance.risk_group == "high"


@pytest.mark.parametrize(("on", "group"), [("2025-02-28", "high"), ("2025-03-01", "low")])
def test_born_on_a_leap_day(on: str, group: str) -> None:
    """Strictly younger than 45 on the day of diagnosis: born on 29 February 1980 she is 45 from 1 March 2025 on."""
    events = f"""
- {{id: ct, effective_on: 2025-01-01, $CLEAR}}
- {{id: operation, effective_on: 2025-01-10, $RADICAL}}
- {{id: report, effective_on: {on}, $IVL}}
"""
    assert answer(told(events, birth="1980-02-29"), on).surveillance.risk_group == group


# --- the operation --------------------------------------------------------------------------------------------------

TREATED = """
- {id: ct, effective_on: 2024-01-02, $CLEAR}
- {id: operation, effective_on: 2024-01-10, $RADICAL}
- {id: report, effective_on: 2024-01-15, $IVL}
"""


def test_first_named_in_a_specimen() -> None:
    """Pathology is the first to name the disease: every row is due at once, none overdue, and the baseline with them;
    year 0 stays the operation, so the baseline closes six months after it.
    """
    case = told(
        """
- {id: operation, kind: operation, effective_on: 2024-01-10, procedures: [myomectomy], uterus: kept}
- {id: report, kind: pathology, effective_on: 2024-01-20, specimen: [mass], diagnosis: [ivl]}
"""
    )
    found = answer(case, "2024-01-20")
    assert {name: statuses(found)[name] for name in FROM_SUSPECTED_OR_PROBABLE} == dict.fromkeys(
        FROM_SUSPECTED_OR_PROBABLE, ("due",)
    )
    assert "overdue" not in {status for row in statuses(found).values() for status in row}
    (baseline,) = imaging(found)
    assert (baseline.study, baseline.status) == ("baseline-mri", "due")
    assert window(found) == ("2024-01-20", "2024-07-10")


def test_operated_without_a_study_that_was_due() -> None:
    """A study due before an operation is overdue once the operation took place without it."""
    case = told(FILLING_DEFECT + "- {id: operation, effective_on: 2024-05-10, $RADICAL}")
    assert statuses(answer(case, "2024-05-09"))["echocardiography"] == ("due",)
    assert statuses(answer(case, "2024-05-10"))["echocardiography"][0] == "overdue"


def test_two_stages() -> None:
    """Year 0 of a staged operation is the last stage, and a planned second stage is no reoperated recurrence."""
    case = told(
        """
- {id: ct, effective_on: 2024-01-02, $CLEAR}
- {id: stage-1, effective_on: 2024-01-10, stage: 1, stages-planned: 2, kind: operation, for-ivl: yes,
    completeness: incomplete, integrity: intact}
- {id: report, effective_on: 2024-01-15, $IVL}
- {id: stage-2, effective_on: 2024-03-20, stage: 2, stages-planned: 2, $RADICAL}
"""
    )
    found = answer(case, "2024-04-01")
    assert window(found) == ("2024-06-20", "2024-09-20")
    assert found.surveillance.risk_group != "very-high"
    between = {row.id: row.verdict for row in answer(case, "2024-02-01").indications}
    assert between["delayed-or-staged"] == "yes"


def test_surgery_dated_by_year() -> None:
    """What follows from a year is a span: both statuses that it leaves possible are given, the more urgent first."""
    case = told(
        """
- {id: operation, effective_on: 2023, $RADICAL}
- {id: report, effective_on: 2023, $IVL}
"""
    )
    found = answer(case, "2024-05-01")
    (baseline,) = imaging(found)
    assert window(found) == ("2023-04-01..2024-03-31", "2023-07-01..2024-06-30")
    assert (baseline.status, baseline.also) == ("overdue", ("due",))
    assert baseline.late_days == (0, 305)
    assert imaging(answer(case, "2024-07-01"))[0].also == ()


def test_surgery_that_may_already_have_happened() -> None:
    """Events that straddle the day are not counted, and a notice lists them with what they would change."""
    case = told(
        """
- {id: operation, effective_on: 2023, $RADICAL}
- {id: report, effective_on: 2023, $IVL}
"""
    )
    found = answer(case, "2023-06-30")
    assert found.suspicion_value == "not-raised"
    (notice,) = [notice for notice in found.notices if notice.code == "may-have-happened"]
    assert notice.events == ("operation", "report")
    assert "suspicion" in dict(notice.params)["changes"]


def test_a_hysterectomy_not_known_to_contain_the_disease_is_history() -> None:
    """An earlier hysterectomy not known to contain the disease starts no follow-up; it is history."""
    case = told(
        """
- {id: old, kind: operation, effective_on: 2010-03-01, procedures: [total-hysterectomy], uterus: removed}
- {id: cough, kind: complaint, effective_on: 2024-05-02, dyspnoea: yes}
"""
    )
    found = answer(case, "2024-06-01")
    assert found.suspicion_value == "consider"
    assert found.surveillance.risk_group == "not-applicable"
    assert imaging(found) == []


# --- windows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operated", "opens", "closes"),
    [
        ("2024-08-31", "2024-11-30", "2025-02-28"),
        ("2023-11-30", "2024-02-29", "2024-05-30"),
        ("2024-02-29", "2024-05-29", "2024-08-29"),
        ("2022-11-29", "2023-02-28", "2023-05-29"),
    ],
)
def test_month_ends_and_leap_days(operated: str, opens: str, closes: str) -> None:
    """Calendar months, clamped to the last day of the month: the baseline at months 3 to 6."""
    case = told(
        f"""
- {{id: operation, effective_on: {operated}, $RADICAL}}
- {{id: report, effective_on: {operated}, $IVL}}
"""
    )
    assert window(answer(case, operated)) == (opens, closes)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2024-04-09", "upcoming"), ("2024-04-10", "due"), ("2024-07-10", "due"), ("2024-07-11", "overdue")],
)
def test_both_sides_of_the_window(as_of: str, status: str) -> None:
    """Due from the day the window opens to the day it closes, overdue from the next day on."""
    (baseline,) = imaging(answer(told(TREATED), as_of))
    assert (baseline.status, baseline.also) == (status, ())


NUMBERED = """
- {id: operation, day: 0, basis: BASIS, $RADICAL}
- {id: report, day: 4, basis: BASIS, $IVL}
"""


def test_days_that_are_counted() -> None:
    """On day numbers three months are 89 to 92 days and six are 181 to 184: windows are spans of days."""
    case = told(NUMBERED.replace("BASIS", "stated"), birth="{age_years: 60, at: report}")
    assert case.calendar is Calendar.DAY_NUMBERS
    assert window(answer(case, "day:10")) == ("day 89..day 92", "day 181..day 184")
    (baseline,) = imaging(answer(case, "day:183"))
    assert (baseline.status, baseline.also) == ("overdue", ("due",))


def test_days_that_are_only_an_order() -> None:
    """From an order no interval follows: whether the baseline is due cannot be told."""
    case = told(NUMBERED.replace("BASIS", "order-only"), birth="{age_years: 60, at: report}")
    found = answer(case, "day:183")
    (baseline,) = imaging(found)
    assert (baseline.opens, baseline.closes, baseline.status) == (None, None, "cannot-tell")
    assert "order-only" in codes(found)


# --- follow-up over the years ---------------------------------------------------------------------------------------


def seen(case_events: str, *scans: str, words: str = "$SCAN") -> str:
    """The events of a story and then one negative examination on each day."""
    lines = [f"- {{id: scan-{on}, effective_on: {on}, {words}}}" for on in scans]
    return "\n".join([case_events.strip("\n"), *lines])


LOW_RISK = [
    # months after the operation, examinations so far, the next window
    ("nothing yet: months 3 to 6", [], ("2010-04-10", "2010-07-10")),
    ("month 4: 6-monthly", ["2010-05-10"], ("2010-10-10", "2010-11-10")),
    ("month 23: the last of the first two years", ["2010-05-10", "2011-12-09"], ("2012-05-09", "2012-06-09")),
    ("month 24: yearly", ["2010-05-10", "2012-01-10"], ("2012-12-10", "2013-01-10")),
    ("month 59: yearly", ["2010-05-10", "2012-01-10", "2015-01-09"], ("2015-12-09", "2016-01-09")),
    ("month 60: 12 to 24", ["2010-05-10", "2012-01-10", "2015-01-10"], ("2016-01-10", "2017-01-10")),
    ("month 124: 12 to 24", ["2010-05-10", "2012-01-10", "2015-01-10", "2020-05-10"], ("2021-05-10", "2022-05-10")),
]
IN_2010 = TREATED.replace("2024-", "2010-")
YEARS = ("2010-05-10", "2010-11-10", "2011-05-10", "2011-11-10", "2012-05-10", "2013-05-10", "2014-05-10", "2015-05-10")


@pytest.mark.parametrize(("scans", "expected"), [row[1:] for row in LOW_RISK], ids=[row[0] for row in LOW_RISK])
def test_low_risk_over_twelve_years(scans: list[str], expected: tuple[str, str]) -> None:
    """Low risk: every 6 months to month 24, every 12 to month 60, then 12 to 24; the last examination sets the band."""
    last = scans[-1] if scans else "2010-01-20"
    found = answer(told(seen(IN_2010, *scans)), last)
    assert found.surveillance.plan_group == "low"
    assert window(found) == expected


def test_a_sparser_band_needs_a_negative_examination_in_the_band_before() -> None:
    """Without an examination in months 0 to 24 that showed no tumour, the first in month 25 starts no yearly band."""
    assert window(answer(told(seen(IN_2010, "2012-02-10")), "2012-02-10")) == ("2012-07-10", "2012-08-10")


@pytest.mark.parametrize(("last", "proposed"), [("2020-01-10", None), ("2020-01-11", "stop-option")])
def test_stopping_is_offered_after_more_than_ten_years(last: str, proposed: str | None) -> None:
    """After more than 10 negative years stopping is the clinician's choice: offered, never done by itself."""
    found = answer(told(seen(IN_2010, *YEARS, "2017-05-10", "2019-04-10", last)), last)
    change = found.surveillance.proposed_change
    assert (change.kind if change else None) == proposed
    assert len(imaging(found)) == 1


def test_only_a_decision_stops_surveillance() -> None:
    """A clinician's recorded decision to stop leaves nothing open."""
    stop = "\n- {id: stop, kind: decision, effective_on: 2020-06-01, stop-surveillance: yes}"
    case = told(seen(IN_2010, *YEARS, "2020-01-11") + stop)
    assert len(imaging(answer(case, "2020-05-31"))) == 1
    assert imaging(answer(case, "2020-06-01")) == []


CAVAL_IN_2010 = """
- {id: cava, kind: imaging, effective_on: 2010-01-02, modality: ct, contrast: yes, regions: [pelvis, abdomen],
    veins: {infrarenal-ivc: {content: tumour, continuous-with-source: yes}}}
- {id: operation, effective_on: 2010-01-10, $RADICAL, veins: {infrarenal-ivc: {outcome: removed},
    left-uterine-vein: {outcome: removed}, left-ovarian-vein-unspecified: {outcome: removed},
    iliac-unspecified: {outcome: removed}, right-uterine-vein: {outcome: removed}}}
- {id: report, effective_on: 2010-01-15, $IVL}
"""


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2010-05-10", ("2010-08-10", "2010-11-10")),
        ("2012-05-10", ("2012-10-10", "2012-11-10")),
        ("2015-05-10", ("2015-11-10", "2016-05-10")),
    ],
)
def test_very_high_risk_over_the_years(last: str, expected: tuple[str, str]) -> None:
    """Vena cava ever involved: very high; 3 to 6 months at first, 6 after two years, 6 to 12 after five; with echo."""
    found = answer(told(seen(CAVAL_IN_2010, *[on for on in YEARS if on <= last])), last)
    assert found.surveillance.risk_group == "very-high"
    assert window(found) == expected
    assert "echocardiography" in {item.study for item in found.surveillance.examinations}


KEPT_IN_2010 = IN_2010.replace("$RADICAL", "$OVARIES_KEPT")


def test_ovaries_kept() -> None:
    """Ovaries kept: high risk, yearly after five years, and neither 24 months nor stopping is ever offered."""
    found = answer(told(seen(KEPT_IN_2010, *YEARS)), "2015-05-10")
    assert found.surveillance.risk_group == "high"
    assert window(found) == ("2016-04-10", "2016-05-10")
    later = answer(told(seen(KEPT_IN_2010, *YEARS, "2020-05-10")), "2020-05-10")
    assert later.surveillance.proposed_change is None
    assert "continuous-follow-up" in codes(later)


def test_endocrine_therapy_keeps_the_interval_short() -> None:
    """During endocrine therapy the interval stays 3 to 6 months in every band, and stopping is not offered."""
    dose = (
        "\n- {id: dose, kind: dose, effective_on: 2020-05-01, drug: leuprolide, amount: 3.75 mg, interval: 28 days, "
        "given: given, course: started}"
    )
    found = answer(told(seen(IN_2010, *YEARS, "2020-05-10") + dose), "2020-05-20")
    assert window(found) == ("2020-08-10", "2020-11-10")
    assert found.surveillance.proposed_change is None


def test_residual_tumour_keeps_the_interval_short() -> None:
    """With known residue the interval stays 3 to 6 months in every band, and 3 is the target."""
    events = IN_2010.replace("$RADICAL", WORDS["RADICAL"].replace("completeness: complete", "completeness: incomplete"))
    found = answer(told(seen(events, *YEARS)), "2015-05-10")
    assert found.surveillance.risk_group == "high"
    assert window(found) == ("2015-08-10", "2015-11-10")
    assert imaging(found)[0].target_months == 3


def test_never_operated() -> None:
    """Never operated: year 0 is the day of diagnosis, tumour in place counts as residue, the interval stays 3 to 6."""
    found = answer(told(FILLING_DEFECT), "2024-05-01")
    assert found.suspicion_value == "probable"
    assert found.surveillance.risk_group == "high"
    assert window(found) == ("2024-08-01", "2024-11-01")


@pytest.mark.parametrize(
    "words",
    [
        "kind: imaging, modality: ultrasound, regions: [pelvis, abdomen], new-or-growing-tumour: no",
        "kind: imaging, modality: mr, contrast: yes, regions: [pelvis], new-or-growing-tumour: no",
        "kind: imaging, modality: mr, contrast: no, regions: [pelvis, abdomen], new-or-growing-tumour: no",
    ],
    ids=["ultrasound", "pelvis only", "no contrast"],
)
def test_what_closes_no_window(words: str) -> None:
    """Only contrast MR or CT of pelvis and abdomen closes a window; anything less is recorded and leaves it open."""
    found = answer(told(seen(TREATED, "2024-05-10", words=words)), "2024-05-10")
    assert window(found) == ("2024-04-10", "2024-07-10")
    assert imaging(found)[0].study == "baseline-mri"


def test_an_early_scan_does_not_replace_the_baseline() -> None:
    """An examination before month 3 counts and restarts the count, yet the baseline of months 3 to 6 stays open."""
    found = answer(told(seen(TREATED, "2024-02-20")), "2024-03-01")
    windows = {item.study: (_days(item.opens, found), _days(item.closes, found)) for item in imaging(found)}
    assert windows["baseline-mri"] == ("2024-04-10", "2024-07-10")
    assert windows["surveillance-imaging"] == ("2024-07-20", "2024-08-20")


@pytest.mark.parametrize(("on", "open_item"), [("2024-04-09", True), ("2024-04-10", False)])
def test_the_baseline_counts_from_month_three(on: str, open_item: bool) -> None:
    """The MRI of the day on which month 3 begins is the baseline; that of the day before is not."""
    found = answer(told(seen(TREATED, on)), on)
    assert ("baseline-mri" in {item.study for item in imaging(found)}) is open_item


def test_a_missed_baseline_stays_one_item() -> None:
    """Years later the missed baseline is still one overdue item, with nothing stacked behind it."""
    found = answer(told(TREATED), "2029-01-10")
    (baseline,) = imaging(found)
    assert (baseline.study, baseline.status) == ("baseline-mri", "overdue")
    assert window(found) == ("2024-04-10", "2024-07-10")
    assert "no-contact-on-record" in codes(found)


def test_a_late_baseline_is_the_baseline() -> None:
    """Windows count from the last examination done: a baseline made a year late is done and starts the next window."""
    found = answer(told(seen(TREATED, "2025-07-10")), "2025-07-10")
    assert [item.study for item in imaging(found)] == ["surveillance-imaging"]
    assert window(found) == ("2025-12-10", "2026-01-10")


DECLINED = "\n- {id: refusal, kind: declined, effective_on: 2024-05-01, study: surveillance-imaging}"


def test_declined() -> None:
    """A refusal closes nothing: declined until the window's last day, overdue with the refusal shown after it."""
    case = told(TREATED + DECLINED)
    (before,) = imaging(answer(case, "2024-04-30"))
    (on_last_day,) = imaging(answer(case, "2024-07-10"))
    (after,) = imaging(answer(case, "2024-07-11"))
    assert before.status == "due"
    assert (on_last_day.status, on_last_day.events) == ("declined", ("refusal",))
    assert (after.status, after.also, after.events) == ("overdue", ("declined",), ("refusal",))
    assert "declined" in codes(answer(case, "2024-07-11"))


def test_declined_then_done() -> None:
    """Done after all, the examination answers the refusal: nothing stands declined, and the count goes on from it."""
    found = answer(told(seen(TREATED + DECLINED, "2024-06-20")), "2024-07-11")
    assert window(found) == ("2024-11-20", "2024-12-20")
    assert "declined" not in codes(found)
    assert "declined" not in (imaging(found)[0].status, *imaging(found)[0].also)


def test_only_a_decision_ends_a_declined_item() -> None:
    """A clinician's decision to end the study ends the refusal as well."""
    ended = "\n- {id: ended, kind: decision, effective_on: 2024-06-01, ends-study: surveillance-imaging}"
    case = told(TREATED + DECLINED + ended)
    assert "declined" in codes(answer(case, "2024-05-31"))
    assert "declined" not in codes(answer(case, "2024-06-01"))


def test_a_new_symptom_makes_the_next_examination_due_at_once() -> None:
    """New symptoms open the window on their day, months before it would have opened."""
    symptom = "\n- {id: swelling, kind: complaint, effective_on: 2024-06-20, leg-swelling: yes}"
    found = answer(told(seen(TREATED, "2024-05-10") + symptom), "2024-06-20")
    (item,) = imaging(found)
    assert item.status == "due"
    assert window(found)[0] == "2024-06-20"


# --- change ---------------------------------------------------------------------------------------------------------

BACK = "\n- {id: back, kind: recurrence, effective_on: 2026-02-01, type: unclear}"


@pytest.mark.parametrize(
    ("completeness", "name"),
    [
        ("completeness: complete", "recurrence"),
        ("completeness: incomplete", "progression"),
        ("completeness: not-reported", "recurrence or progression"),
    ],
)
def test_new_tumour_is_named_by_completeness(completeness: str, name: str) -> None:
    """After complete resection new tumour is recurrence, after incomplete progression, else one or the other."""
    operation = WORDS["RADICAL"].replace("completeness: complete", completeness)
    found = answer(told(TREATED.replace("$RADICAL", operation) + BACK), "2026-02-01")
    assert named(found) == name
    assert found.surveillance.risk_group == "high"


def test_new_tumour_makes_the_work_up_due_again() -> None:
    """With new tumour the rows of the work-up are due again, earlier studies no longer count, and the team meets."""
    case = told(TREATED + BACK)
    assert statuses(answer(case, "2026-01-31"))["pelvic-cross-sectional"] == ("done",)
    found = answer(case, "2026-02-01")
    assert "due" in statuses(found)["pelvic-cross-sectional"]
    assert "done" not in statuses(found)["pelvic-cross-sectional"]
    assert found.convene == "yes"
    assert "new-tumour" in codes(found)


def test_reoperation_restarts_year_zero() -> None:
    """A reoperated recurrence is very high risk; year 0 and the baseline start anew."""
    again = "\n- {id: again, effective_on: 2026-03-15, $RADICAL}"
    found = answer(told(seen(TREATED, "2024-05-10", "2024-11-10") + BACK + again), "2026-03-20")
    (baseline,) = imaging(found)
    assert baseline.study == "baseline-mri"
    assert window(found) == ("2026-06-15", "2026-09-15")
    assert found.surveillance.risk_group == "very-high"


@pytest.mark.parametrize(("reoperation", "group"), [("decided", "very-high"), ("not-planned", "high")])
def test_a_decided_reoperation_counts(reoperation: str, group: str) -> None:
    """Very high once reoperation is decided; a recurrence that is not operated counts as residue, high."""
    back = BACK.replace("type: unclear", f"type: recurrence, reoperation: {reoperation}")
    assert answer(told(TREATED + back), "2026-02-01").surveillance.risk_group == group


def test_a_new_fibroid_is_no_recurrence() -> None:
    """A new fibroid without intravenous tumour changes neither the group nor the name."""
    found = answer(told(TREATED + BACK.replace("unclear", "new-fibroid")), "2026-02-01")
    assert found.surveillance.risk_group == "low"
    assert "change-named" not in codes(found)


def test_recurrence_before_any_recorded_operation() -> None:
    """A recurrence without a recorded operation: completeness is unknown, so it is recurrence or progression."""
    case = told("- {id: back, kind: recurrence, effective_on: 2024-02-01, type: recurrence}")
    found = answer(case, "2024-02-01")
    assert named(found) == "recurrence or progression"
    assert found.current is None


def test_the_first_recorded_operation_may_be_a_reoperation() -> None:
    """A recurrence on record tells of an earlier operation: operated now, it is a reoperated one, very high risk."""
    back = "- {id: back, kind: recurrence, effective_on: 2024-01-03, type: recurrence}"
    found = answer(told(f"{back}{TREATED}"), "2024-02-01")
    assert found.surveillance.risk_group == "very-high"
    assert answer(told(TREATED), "2024-02-01").surveillance.risk_group == "low"


def test_death_ends_surveillance() -> None:
    """Follow-up runs until death."""
    died = "\n- {id: death, kind: death, effective_on: 2025-01-01}"
    alive, dead = (answer(told(TREATED + died), on) for on in ("2024-12-31", "2025-01-01"))
    assert len(imaging(alive)) == 1
    assert dead.surveillance.risk_group == "not-applicable"
    assert dead.surveillance.examinations == ()


# --- the group in force -----------------------------------------------------------------------------------------------


def test_a_clinician_lowers_the_group() -> None:
    """Only a recorded decision lowers the group in force; from then on the plan follows it."""
    lowered = "\n- {id: lowered, kind: decision, effective_on: 2025-01-01, surveillance-group: low}"
    case = told(TREATED.replace("$RADICAL", "$OVARIES_KEPT") + lowered)
    assert answer(case, "2024-12-31").surveillance.plan_group == "high"
    found = answer(case, "2025-01-01").surveillance
    assert (found.risk_group, found.plan_group) == ("high", "low")


def test_a_decision_does_not_outlast_new_tumour() -> None:
    """What is reached after the decision raises the group in force again."""
    lowered = "\n- {id: lowered, kind: decision, effective_on: 2025-01-01, surveillance-group: low}"
    back = BACK.replace("type: unclear", "type: recurrence, reoperation: decided")
    found = answer(told(TREATED.replace("$RADICAL", "$OVARIES_KEPT") + lowered + back), "2026-02-01").surveillance
    assert found.plan_group == "very-high"


def test_a_lower_group_is_only_proposed() -> None:
    """When a feature is gone the group in force stays the highest reached before; the lower one is proposed."""
    later = (
        "\n- {id: later, kind: operation, effective_on: 2025-06-01, for-ivl: no, "
        "procedures: [bilateral-salpingo-oophorectomy], ovaries-left: none}"
    )
    case = told(seen(TREATED.replace("$RADICAL", "$OVARIES_KEPT"), "2024-05-10", "2025-05-01") + later)
    found = answer(case, "2025-06-01").surveillance
    assert (found.risk_group, found.plan_group) == ("low", "high")
    assert found.proposed_change is not None
    assert (found.proposed_change.kind, found.proposed_change.from_group, found.proposed_change.to_group) == (
        "downgrade",
        "high",
        "low",
    )


def test_a_correction_is_no_downgrade() -> None:
    """A superseding correction takes the feature back altogether: the group falls with nothing to propose."""
    corrected = "\n- {id: operation-corrected, supersedes: operation, reason: side misread, $RADICAL}"
    case = told(TREATED.replace("$RADICAL", "$OVARIES_KEPT") + corrected)
    found = answer(case, "2025-06-01").surveillance
    assert (found.risk_group, found.plan_group, found.proposed_change) == ("low", "low", None)


def test_what_resolves_cannot_tell_is_no_downgrade() -> None:
    """Low becomes known when the open veins are shown clear: the plan follows, nothing was lowered."""
    case = told(
        """
- {id: operation, effective_on: 2024-01-10, $RADICAL}
- {id: report, effective_on: 2024-01-15, $IVL}
- {id: ct, effective_on: 2024-02-02, $CLEAR}
"""
    )
    before = answer(case, "2024-02-01").surveillance
    assert (before.risk_group, before.plan_group) == ("cannot-tell", "very-high")
    after = answer(case, "2024-02-02").surveillance
    assert (after.risk_group, after.plan_group, after.proposed_change) == ("low", "low", None)
