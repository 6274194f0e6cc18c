"""The two published variants of surveillance as stories: every window counted by hand from the text of the pathway.

S81, the general plan: every 3 to 6 months for two years, then every 6 to 12, whatever the risk group. S82, the plan
that the paper quotes from the Chinese consensus: baseline MRI in months 3 to 6, then every 2 to 5 years, only with
resection known complete and no high or very-high feature possible. All else is as in the default guideline.
"""

from __future__ import annotations

import json

import pytest
from tests.published.test_user_stories import (
    CAVAL_IN_2010,
    FILLING_DEFECT,
    IN_2010,
    KEPT_IN_2010,
    WORDS,
    YEARS,
    imaging,
    seen,
    told,
    window,
)

from cephalad.assessment import Assessment, assess, key_values
from cephalad.guideline import Guideline, shipped_guideline
from cephalad.guideline.local import read_variant
from cephalad.record import Case, read_example
from cephalad.terms import LANGUAGES
from cephalad.write.key_words import notice_words

DEFAULT = shipped_guideline("zhao-tian-2026")
GENERAL = shipped_guideline("general-plan")
CONSENSUS = shipped_guideline("consensus-2023")

BASELINE = ("2010-04-10", "2010-07-10")
STORIES = {"low": IN_2010, "high": KEPT_IN_2010, "very-high": CAVAL_IN_2010}


def by(guideline: Guideline, case: Case, as_of: str) -> Assessment:
    """The assessment under a guideline."""
    return assess(case, as_of=as_of, guideline=guideline, with_missing=False)


def operated(**changes: str) -> str:
    """The story of 2010 with other words in the record of its operation."""
    words = WORDS["RADICAL"]
    for name, value in changes.items():
        key = name.replace("_", "-")
        old = next(part for part in words.split(", ") if part.startswith(f"{key}: "))
        words = words.replace(old, f"{key}: {value}")
    return IN_2010.replace("$RADICAL", words)


def notices(found: Assessment, code: str) -> list[dict[str, str]]:
    """The parameters of the notices with a code, in their order."""
    return [dict(notice.params) for notice in found.notices if notice.code == code]


# --- the general plan (S81) -------------------------------------------------------------------------------------------

GENERAL_PLAN = [
    # examinations so far, the next window
    ("nothing yet: the baseline of months 3 to 6", [], BASELINE),
    ("month 4: 3 to 6", ["2010-05-10"], ("2010-08-10", "2010-11-10")),
    ("the day before month 24: 3 to 6", ["2010-05-10", "2012-01-09"], ("2012-04-09", "2012-07-09")),
    ("the day of month 24: 6 to 12", ["2010-05-10", "2012-01-10"], ("2012-07-10", "2013-01-10")),
    ("month 60: 6 to 12", ["2010-05-10", "2012-01-10", "2015-01-10"], ("2015-07-10", "2016-01-10")),
    (
        "month 124: 6 to 12",
        ["2010-05-10", "2012-01-10", "2015-01-10", "2020-05-10"],
        ("2020-11-10", "2021-05-10"),
    ),
    ("nothing negative before month 24: 3 to 6", ["2012-02-10"], ("2012-05-10", "2012-08-10")),
    ("end of February", ["2010-05-10", "2012-02-29"], ("2012-08-29", "2013-02-28")),
]


@pytest.mark.parametrize("group", STORIES)
@pytest.mark.parametrize(("scans", "expected"), [row[1:] for row in GENERAL_PLAN], ids=[row[0] for row in GENERAL_PLAN])
def test_the_general_plan_is_one_for_all_groups(group: str, scans: list[str], expected: tuple[str, str]) -> None:
    """Every 3 to 6 months to month 24, then 6 to 12: alike at low, high and very high risk, after the same baseline."""
    found = by(GENERAL, told(seen(STORIES[group], *scans)), scans[-1] if scans else "2010-01-20")
    assert (found.surveillance.risk_group, found.surveillance.plan_group) == (group, group)
    assert window(found) == expected
    assert imaging(found)[0].study == ("surveillance-imaging" if scans else "baseline-mri")


def test_the_general_plan_needs_no_group() -> None:
    """Where veins were never looked at and the group cannot be told, the plan is the same."""
    events = "\n".join(line for line in IN_2010.splitlines() if "$CLEAR" not in line)
    found = by(GENERAL, told(seen(events, "2010-05-10", "2012-01-10")), "2012-01-10")
    assert found.surveillance.risk_group == "cannot-tell"
    assert window(found) == ("2012-07-10", "2013-01-10")


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2010-05-10", ("2010-08-10", "2010-11-10")),
        ("2012-05-10", ("2012-08-10", "2012-11-10")),
        ("2015-05-10", ("2015-08-10", "2015-11-10")),
    ],
)
def test_residue_keeps_the_interval_short_under_the_general_plan(last: str, expected: tuple[str, str]) -> None:
    """With known residue the interval stays 3 to 6 months in every band, with 3 as the target (S79 S84 S96)."""
    events = operated(completeness="incomplete")
    found = by(GENERAL, told(seen(events, *[on for on in YEARS if on <= last])), last)
    assert window(found) == expected
    assert imaging(found)[0].target_months == 3


DOSE = (
    "\n- {id: dose, kind: dose, effective_on: DAY, drug: leuprolide, amount: 3.75 mg, interval: 28 days, "
    "given: given, course: started}"
)


@pytest.mark.parametrize("guideline", [GENERAL, CONSENSUS], ids=lambda guideline: guideline.id)
def test_endocrine_therapy_keeps_the_interval_short_under_either(guideline: Guideline) -> None:
    """During endocrine therapy the interval stays 3 to 6 months in every band (S96)."""
    case = told(seen(IN_2010, *YEARS, "2020-05-10") + DOSE.replace("DAY", "2020-05-01"))
    assert window(by(guideline, case, "2020-05-20")) == ("2020-08-10", "2020-11-10")


@pytest.mark.parametrize("guideline", [GENERAL, CONSENSUS], ids=lambda guideline: guideline.id)
def test_never_operated_under_either(guideline: Guideline) -> None:
    """Never operated: tumour in place counts as residue, and the interval stays 3 to 6 months."""
    assert window(by(guideline, told(FILLING_DEFECT), "2024-05-01")) == ("2024-08-01", "2024-11-01")


# --- the consensus's plan (S82) ---------------------------------------------------------------------------------------

CONSENSUS_PLAN = [
    ("nothing yet: the baseline of months 3 to 6", [], BASELINE),
    ("month 4: 24 to 60", ["2010-05-10"], ("2012-05-10", "2015-05-10")),
    ("month 36: 24 to 60", ["2010-05-10", "2013-01-10"], ("2015-01-10", "2018-01-10")),
    ("month 124: 24 to 60", ["2010-05-10", "2013-01-10", "2020-05-10"], ("2022-05-10", "2025-05-10")),
    ("end of February", ["2010-05-10", "2012-02-29"], ("2014-02-28", "2017-02-28")),
    ("no other examination has to come before", ["2013-01-10"], ("2015-01-10", "2018-01-10")),
]


@pytest.mark.parametrize(
    ("scans", "expected"), [row[1:] for row in CONSENSUS_PLAN], ids=[row[0] for row in CONSENSUS_PLAN]
)
def test_the_consensus_plan_at_low_risk(scans: list[str], expected: tuple[str, str]) -> None:
    """Low risk, resection known complete: the baseline of months 3 to 6, then 24 to 60 months after the last one."""
    found = by(CONSENSUS, told(seen(IN_2010, *scans)), scans[-1] if scans else "2010-01-20")
    assert (found.surveillance.plan_group, found.completeness) == ("low", "complete")
    assert window(found) == expected


def test_an_early_scan_leaves_the_baseline_open_under_the_consensus_too() -> None:
    """Before month 3 an examination starts the count of 24 to 60 months, and the baseline stays open."""
    found = by(CONSENSUS, told(seen(IN_2010, "2010-02-20")), "2010-03-01")
    windows = {key: value for key, value in key_values(found).items() if key.startswith("surveillance.")}
    assert windows == {
        "surveillance.baseline-mri": "2010-04-10 to 2010-07-10",
        "surveillance.surveillance-imaging": "2012-02-20 to 2015-02-20",
    }


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2012-05-09", "upcoming"), ("2012-05-10", "due"), ("2015-05-10", "due"), ("2015-05-11", "overdue")],
)
def test_both_sides_of_the_window_of_years(as_of: str, status: str) -> None:
    """Due from month 24 after the last examination to month 60, overdue from the next day on."""
    (item,) = imaging(by(CONSENSUS, told(seen(IN_2010, "2010-05-10")), as_of))
    assert (item.status, item.also) == (status, ())


def test_a_new_symptom_ends_the_long_wait() -> None:
    """New symptoms make the next examination due at once, years before its window."""
    symptom = "\n- {id: swelling, kind: complaint, effective_on: 2010-06-20, leg-swelling: yes}"
    found = by(CONSENSUS, told(seen(IN_2010, "2010-05-10") + symptom), "2010-06-20")
    assert window(found) == ("2010-06-20", "2015-05-10")
    assert imaging(found)[0].status == "due"


NOT_FOR = {
    "completeness unrecorded": (operated(completeness="not-reported"), {}),
    "incomplete": (operated(completeness="incomplete"), {}),
    "one ovary kept": (operated(ovaries_left="one"), {}),
    "both ovaries kept": (operated(ovaries_left="both"), {}),
    "uterus kept": (operated(uterus="kept"), {}),
    "removed in pieces": (operated(integrity="fragmented"), {}),
    "vessels outside the uterus": (IN_2010.replace("$IVL", WORDS["IVL"].replace("-uterus: no", "-uterus: yes")), {}),
    "age 44": (IN_2010, {"birth": "1965-01-16"}),
    "vena cava involved": (CAVAL_IN_2010, {}),
    "veins never looked at": ("\n".join(line for line in IN_2010.splitlines() if "$CLEAR" not in line), {}),
}


@pytest.mark.parametrize("story", NOT_FOR)
def test_for_whom_the_consensus_plan_is_not(story: str) -> None:
    """With any high or very-high feature, or one that is only possible, the default plan runs: 3 to 6 months."""
    events, settings = NOT_FOR[story]
    case = told(seen(events, "2010-05-10"), **settings)
    found = by(CONSENSUS, case, "2010-05-10")
    assert found.surveillance.plan_group in ("high", "very-high")
    assert window(found) == ("2010-08-10", "2010-11-10")
    assert notices(found, "variant-differs") == []
    assert key_values(found) == key_values(by(DEFAULT, case, "2010-05-10"))


def test_on_her_45th_birthday_she_is_not_below_45() -> None:
    """The other side of the age: 45 on the day of the report is low risk, and the consensus's plan runs."""
    case = told(seen(IN_2010, "2010-05-10"), birth="1965-01-15")
    assert window(by(CONSENSUS, case, "2010-05-10")) == ("2012-05-10", "2015-05-10")


def test_one_ovary_kept_over_the_years_under_the_consensus() -> None:
    """One ovary kept: high risk, 6-monthly after two years and yearly after five, as in the default plan."""
    events = operated(ovaries_left="one")
    for last, expected in (("2012-05-10", ("2012-10-10", "2012-11-10")), ("2015-05-10", ("2016-04-10", "2016-05-10"))):
        found = by(CONSENSUS, told(seen(events, *[on for on in YEARS if on <= last])), last)
        assert window(found) == expected


def test_the_group_in_force_counts_under_the_consensus() -> None:
    """Once high, she stays in the high plan until a clinician lowers it, although nothing speaks for it today."""
    later = (
        "\n- {id: later, kind: operation, effective_on: 2011-06-01, for-ivl: no, "
        "procedures: [bilateral-salpingo-oophorectomy], ovaries-left: none}"
    )
    events = seen(KEPT_IN_2010, "2010-05-10") + later
    found = by(CONSENSUS, told(seen(events, "2011-07-10")), "2011-07-10")
    assert (found.surveillance.risk_group, found.surveillance.plan_group) == ("low", "high")
    assert window(found) == ("2011-10-10", "2012-01-10")
    lowered = "\n- {id: lowered, kind: decision, effective_on: 2011-06-15, surveillance-group: low}"
    found = by(CONSENSUS, told(seen(events + lowered, "2011-07-10")), "2011-07-10")
    assert found.surveillance.plan_group == "low"
    assert window(found) == ("2013-07-10", "2016-07-10")


@pytest.mark.parametrize("story", ["completeness unrecorded", "removed in pieces", "age 44"])
def test_a_clinician_who_lowers_the_group_makes_no_feature_go_away(story: str) -> None:
    """High features stay possible: her plan is the default one of low risk, never that of the consensus."""
    lowered = "\n- {id: lowered, kind: decision, effective_on: 2010-02-01, surveillance-group: low}"
    events, settings = NOT_FOR[story]
    found = by(CONSENSUS, told(seen(events + lowered, "2010-05-10"), **settings), "2010-05-10")
    assert found.surveillance.plan_group == "low"
    assert window(found) == ("2010-10-10", "2010-11-10")


def test_after_endocrine_therapy_the_default_plan_runs() -> None:
    """Endocrine therapy, ended since: never an interval of 24 months (S96), so low risk is followed as by default."""
    events = IN_2010 + DOSE.replace("DAY", "2010-02-01").replace("started", "stopped")
    case = told(seen(events, "2010-05-10"))
    found = by(CONSENSUS, case, "2010-05-10")
    assert found.surveillance.plan_group == "low"
    assert window(found) == ("2010-10-10", "2010-11-10")
    assert window(by(DEFAULT, case, "2010-05-10")) == ("2010-10-10", "2010-11-10")


def test_the_reference_patient_is_not_for_the_consensus_plan() -> None:
    """Her completeness is conflicting and very high risk not excluded: all is as by the default guideline."""
    case = read_example("zhao-tian-2026")
    found = by(CONSENSUS, case, "2026-03-01")
    assert found.completeness == "conflicting"
    assert notices(found, "variant") == [{"guideline": "consensus-2023", "base": "zhao-tian-2026"}]
    assert notices(found, "variant-differs") == []


# --- what the variant would otherwise say -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guideline", "here"),
    [(GENERAL, "2010-08-10 to 2010-11-10"), (CONSENSUS, "2012-05-10 to 2015-05-10")],
    ids=lambda part: part.id if isinstance(part, Guideline) else "",
)
def test_what_the_default_would_say_stands_beside(guideline: Guideline, here: str) -> None:
    """The answer names the variant and its base, and gives each conclusion that the base would draw otherwise."""
    found = by(guideline, told(seen(IN_2010, "2010-05-10")), "2010-05-10")
    assert notices(found, "variant") == [{"guideline": guideline.id, "base": "zhao-tian-2026"}]
    # No number of the default guideline is another one in the shipped variants.
    assert notices(found, "variant-number") == []
    assert notices(found, "variant-differs") == [
        {
            "what": "surveillance.surveillance-imaging",
            "here": here,
            "there": "2010-10-10 to 2010-11-10",
            "base": "zhao-tian-2026",
        }
    ]
    assert [notice.code for notice in found.notices[:2]] == ["variant", "variant-differs"]
    for lang in LANGUAGES:
        sentence = notice_words(found.notices[1], lang, guideline)
        days = (*here.split(" to "), "2010-10-10", "2010-11-10", "zhao-tian-2026")
        assert all(day in sentence for day in days)
        assert {"en": "surveillance, surveillance imaging", "zh": "随访，随访影像检查"}[lang] in sentence


@pytest.mark.parametrize("guideline", [GENERAL, CONSENSUS], ids=lambda guideline: guideline.id)
def test_where_nothing_differs_nothing_is_told_beside(guideline: Guideline) -> None:
    """Before the baseline both plans are the default's: only the variant itself is named."""
    found = by(guideline, told(IN_2010), "2010-02-01")
    assert [notice.code for notice in found.notices if notice.code.startswith("variant")] == ["variant"]


def test_the_default_names_no_variant() -> None:
    """An assessment by the default guideline holds none of these notices."""
    found = by(DEFAULT, told(seen(IN_2010, "2010-05-10")), "2010-05-10")
    assert [notice.code for notice in found.notices if notice.code.startswith("variant")] == []


def local(varies: str, name: str, value: str) -> Guideline:
    """A hospital's variant with one number of its own."""
    stated = {name: {"value": value, "reason": "our own series"}}
    file = {"format": "cephalad-variant/1", "variant": "ours", "varies": varies, "parameters": stated}
    found = read_variant(json.dumps(file).encode(), file="ours.json")
    assert isinstance(found, Guideline)
    return found


def test_a_changed_number_is_told_with_its_reason() -> None:
    """Age 47 under a limit of 50: high risk; number, reason, and what 45 would have meant stand beside."""
    ours = local("zhao-tian-2026", "risk.age-below", "50 years")
    found = by(ours, told(seen(IN_2010, "2010-05-10"), birth="1963-01-01"), "2010-05-10")
    assert (found.surveillance.risk_group, found.surveillance.plan_group) == ("high", "high")
    assert window(found) == ("2010-08-10", "2010-11-10")
    assert notices(found, "variant") == [{"guideline": "ours", "base": "zhao-tian-2026"}]
    assert notices(found, "variant-number") == [
        {"name": "risk.age-below", "here": "50 years", "there": "45 years", "reason": "our own series"}
    ]
    assert [(item["what"], item["here"], item["there"]) for item in notices(found, "variant-differs")] == [
        ("risk-group", "high", "low"),
        ("plan-group", "high", "low"),
        ("surveillance.surveillance-imaging", "2010-08-10 to 2010-11-10", "2010-10-10 to 2010-11-10"),
    ]
    (number,) = [notice for notice in found.notices if notice.code == "variant-number"]
    assert number.statements == ("S89",)
    for lang in LANGUAGES:
        assert "our own series" in notice_words(number, lang, ours)


@pytest.mark.parametrize(("birth", "group"), [("1960-01-15", "low"), ("1960-01-16", "high")])
def test_both_sides_of_a_changed_number(birth: str, group: str) -> None:
    """Strictly below 50 on the day of the report: 50 that day is low, 49 is high."""
    ours = local("zhao-tian-2026", "risk.age-below", "50 years")
    assert by(ours, told(IN_2010, birth=birth), "2010-02-01").surveillance.risk_group == group


def test_a_variant_of_the_general_plan_is_compared_with_the_general_plan() -> None:
    """9 months instead of 12 after two years: what it varies is the general plan, not the default guideline."""
    ours = local("general-plan", "general.later.longest", "9 months")
    found = by(ours, told(seen(IN_2010, "2010-05-10", "2012-01-10")), "2012-01-10")
    assert window(found) == ("2012-07-10", "2012-10-10")
    assert notices(found, "variant") == [{"guideline": "ours", "base": "general-plan"}]
    assert [(item["what"], item["there"]) for item in notices(found, "variant-differs")] == [
        ("surveillance.surveillance-imaging", "2012-07-10 to 2013-01-10")
    ]


@pytest.mark.parametrize("name", ["general-plan", "consensus-2023"])
def test_the_base_can_be_left_unasked(name: str) -> None:
    """Without its base a variant concludes the same, and no notice speaks of the base."""
    case, guideline = read_example("zhao-tian-2026"), shipped_guideline(name)
    asked = assess(case, as_of="2026-03-01", guideline=guideline)
    alone = assess(case, as_of="2026-03-01", guideline=guideline, with_base=False)
    assert key_values(alone) == key_values(asked)
    assert "variant" in {notice.code for notice in asked.notices}
    assert [notice for notice in asked.notices if not notice.code.startswith("variant")] == list(alone.notices)
