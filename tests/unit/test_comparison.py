"""Two guidelines side by side: every rule that differs, and every conclusion of a patient that does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from cephalad.comparison import (
    AnswerDifference,
    RuleDifference,
    ValueDifference,
    answer_differences,
    rule_differences,
)
from cephalad.guideline import Guideline, digest, shipped_guideline
from cephalad.guideline.local import read_variant
from cephalad.guideline.model import Chapter, NoticeRule
from cephalad.guideline.shipped import SHIPPED
from cephalad.record import Case, read_bytes
from cephalad.write.text_comparison import comparison_as_dict, comparison_lines

BASE = shipped_guideline("zhao-tian-2026")
GENERAL = shipped_guideline("general-plan")
CONSENSUS = shipped_guideline("consensus-2023")
PAIRS = list(permutations(SHIPPED, 2))

# 47 on the day of the report; every other feature of high and very high risk is a known no.
CASE_OF_47 = """\
format: cephalad-case/1
case: forty-seven
written_on: 2035-01-01
sex: female
birth: 1963-01-01
events:
  - {id: ct, kind: imaging, effective_on: 2010-01-02, modality: ct, contrast: yes, regions: [pelvis, abdomen],
     veins: {pelvic-veins-unspecified: {content: clear}, iliac-unspecified: {content: clear},
     ovarian-vein-unspecified: {content: clear}, ivc-unspecified: {content: clear}}}
  - {id: operation, kind: operation, effective_on: 2010-01-10, for-ivl: yes, uterus: removed, ovaries-left: none,
     procedures: [total-hysterectomy, bilateral-salpingo-oophorectomy], completeness: complete, integrity: intact}
  - {id: report, kind: pathology, effective_on: 2010-01-15, specimen: [uterus], diagnosis: [ivl],
     vessels-outside-uterus: no}
  - {id: visit, kind: contact, effective_on: 2010-02-01}
  - {id: scan, kind: imaging, effective_on: 2010-05-10, modality: mr, contrast: yes, regions: [pelvis, abdomen],
     new-or-growing-tumour: no}
"""


def case_of(text: str = CASE_OF_47) -> Case:
    """The woman of 47, or another in a changed text."""
    found = read_bytes(text.encode(), file="case.yaml")
    assert isinstance(found, Case)
    return found


def local(varies: str = "zhao-tian-2026", **numbers: str) -> Guideline:
    """A local variant; an underscore stands for the dot in a parameter's id, two for the hyphen."""
    stated = {
        name.replace("__", "-").replace("_", "."): {"value": value, "reason": "Ours."}
        for name, value in numbers.items()
    }
    file = {"format": "cephalad-variant/1", "variant": "ours", "varies": varies, "parameters": stated}
    found = read_variant(json.dumps(file).encode(), file="ours.json")
    assert isinstance(found, Guideline)
    return found


UNDER_50 = local(risk_age__below="50 years")


def places(found: Sequence[RuleDifference]) -> dict[tuple[str, str], tuple[str, str]]:
    """Before and after by kind and id."""
    by_place = {(each.kind, each.id): (each.before, each.after) for each in found}
    assert len(by_place) == len(found)
    return by_place


# --- rules ------------------------------------------------------------------------------------------------------------


def test_the_consensus_adds_one_schedule_under_a_condition() -> None:
    """Its two numbers, its criterion and its schedule; nothing of the default is changed or taken away."""
    found = places(rule_differences(BASE, CONSENSUS))
    says = CONSENSUS.filled(CONSENSUS.criteria["ivl.surveillance.consensus"].says)
    assert found == {
        ("parameter", "consensus.shortest"): ("", "24 months"),
        ("parameter", "consensus.longest"): ("", "60 months"),
        ("criterion", "ivl.surveillance.consensus"): ("", says),
        ("schedule", "low, only if ivl.surveillance.consensus"): ("", says),
    }
    assert "every 24 to 60 months" in says


def test_the_general_plan_replaces_the_bands_of_every_group() -> None:
    """Four numbers and two criteria come, the nine criteria of the bands go, and each group has another schedule."""
    found = places(rule_differences(BASE, GENERAL))
    bands = {f"ivl.surveillance.{g}.{b}" for g in ("low", "high", "very-high") for b in ("first", "second", "third")}
    plan = "general plan, to month 24: every 3 to 6 months; general plan, after month 24: every 6 to 12 months"
    assert {name for (kind, name), (_, after) in found.items() if kind == "criterion" and not after} == bands
    assert {name: pair for (kind, name), pair in found.items() if kind == "parameter"} == {
        "general.first.shortest": ("", "3 months"),
        "general.first.longest": ("", "6 months"),
        "general.later.shortest": ("", "6 months"),
        "general.later.longest": ("", "12 months"),
    }
    schedules = {name: after for (kind, name), (_, after) in found.items() if kind == "schedule"}
    assert schedules == dict.fromkeys(("low", "high", "very-high"), plan)
    assert found["schedule", "high"][0] == (
        "high risk, to month 24: every 3 to 6 months; high risk, to month 60: every 6 months; "
        "high risk, after month 60: every 12 months, lifelong considered"
    )
    assert len(found) == 4 + 2 + 9 + 3


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=[f"{a} {b}" for a, b in PAIRS])
def test_the_other_way_round_before_and_after_change_places(one: str, other: str) -> None:
    """The same parts differ whichever guideline comes first."""
    there = places(rule_differences(shipped_guideline(one), shipped_guideline(other)))
    back = places(rule_differences(shipped_guideline(other), shipped_guideline(one)))
    assert there
    assert back == {place: (after, before) for place, (before, after) in there.items()}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_guideline_does_not_differ_from_itself(name: str) -> None:
    """Nothing differs, and no patient is answered differently."""
    guideline = shipped_guideline(name)
    assert rule_differences(guideline, guideline) == ()
    assert list(answer_differences(guideline, guideline, case_of())) == []


def test_a_changed_number_has_its_reason() -> None:
    """One number, its two values with their unit, and why the second guideline has another."""
    assert rule_differences(BASE, UNDER_50) == (
        RuleDifference("parameter", "risk.age-below", "45 years", "50 years", "Ours."),
    )
    (back,) = rule_differences(UNDER_50, BASE)
    assert (back.before, back.after) == ("50 years", "45 years")
    assert back.reason == BASE.parameters["risk.age-below"].reason


def test_a_new_number_has_no_reason() -> None:
    """A reason says why a number was changed, so one that was added or taken away has none."""
    for found in (rule_differences(BASE, GENERAL), rule_differences(GENERAL, BASE)):
        assert {each.reason for each in found} == {""}


PARTS = {
    "ladders": "ladder",
    "studies": "study",
    "entities": "entity",
    "roles": "role",
    "options": "option",
    "indications": "indication",
    "notices": "notice",
    "urgent": "urgent",
    "effects": "effect",
}


@pytest.mark.parametrize("field", PARTS)
def test_every_kind_of_part_is_compared(field: str) -> None:
    """A part that only one of the two has is told by its kind and its id or code."""

    def shortened(chapter: Chapter) -> Chapter:
        changes: dict[str, Any] = {field: getattr(chapter, field)[1:]}
        return replace(chapter, **changes)

    place = next(place for place, chapter in enumerate(BASE.chapters) if getattr(chapter, field))
    chapters = (*BASE.chapters[:place], shortened(BASE.chapters[place]), *BASE.chapters[place + 1 :])
    gone = getattr(BASE.chapters[place], field)[0]
    name = gone if isinstance(gone, str) else gone.code if isinstance(gone, NoticeRule) else gone.id
    less = replace(BASE, chapters=chapters)
    assert places(rule_differences(BASE, less)) == {(PARTS[field], name): ("present", "")}
    assert places(rule_differences(less, BASE)) == {(PARTS[field], name): ("", "present")}


def test_a_part_that_both_have_but_not_alike_is_told() -> None:
    """A study that asks for other segments is another one under the same id."""
    place, chapter = next((place, chapter) for place, chapter in enumerate(BASE.chapters) if chapter.studies)
    study = replace(chapter.studies[0], preoperative=not chapter.studies[0].preoperative)
    changed = replace(chapter, studies=(study, *chapter.studies[1:]))
    other = replace(BASE, chapters=(*BASE.chapters[:place], changed, *BASE.chapters[place + 1 :]))
    assert places(rule_differences(BASE, other)) == {("study", study.id): ("present", "present")}


# --- answers ----------------------------------------------------------------------------------------------------------

GROUP = (ValueDifference("risk-group", "low", "high"), ValueDifference("plan-group", "low", "high"))
# Low risk 6-monthly is [5, 6] months after the scan of 10 May, high risk 3 to 6.
WINDOW = ValueDifference("surveillance.surveillance-imaging", "2010-10-10 to 2010-11-10", "2010-08-10 to 2010-11-10")


def test_the_woman_of_47_under_a_limit_of_50() -> None:
    """From the report on she is high instead of low; before it there is no group, after a scan the window differs."""
    assert list(answer_differences(BASE, UNDER_50, case_of())) == [
        AnswerDifference("forty-seven", "report", GROUP),
        AnswerDifference("forty-seven", "visit", GROUP),
        AnswerDifference("forty-seven", "scan", (*GROUP, WINDOW)),
    ]


def test_the_other_way_round_the_values_change_places() -> None:
    """The same events and keys, with before and after exchanged."""
    back = [
        AnswerDifference(
            each.case, each.after, tuple(ValueDifference(value.key, value.after, value.before) for value in each.values)
        )
        for each in answer_differences(BASE, UNDER_50, case_of())
    ]
    assert list(answer_differences(UNDER_50, BASE, case_of())) == back


@pytest.mark.parametrize(("birth", "differs"), [("1960-01-15", False), ("1960-01-16", True), ("1965-01-15", True),
                                                ("1965-01-16", False)])  # fmt: skip
def test_only_ages_between_the_two_limits_differ(birth: str, differs: bool) -> None:
    """At 45 and 49 the two disagree; at 44 both say high, at 50 both say low."""
    case = case_of(CASE_OF_47.replace("1963-01-01", birth))
    assert bool(list(answer_differences(BASE, UNDER_50, case))) is differs


def test_a_superseded_event_is_no_step() -> None:
    """Only the events that stand are compared, one by one."""
    text = (
        CASE_OF_47
        + "  - {id: visit-corrected, supersedes: visit, reason: misdated, kind: contact, effective_on: 2010-02-03}\n"
    )
    found = [each.after for each in answer_differences(BASE, UNDER_50, case_of(text))]
    assert found == ["report", "visit-corrected", "scan"]


def test_a_case_without_events_has_no_answers() -> None:
    """Nothing happened, so nothing is answered differently."""
    empty = "format: cephalad-case/1\ncase: empty\nwritten_on: 2035-01-01\nevents: []\n"
    assert list(answer_differences(BASE, GENERAL, case_of(empty))) == []


# --- as JSON and as text ----------------------------------------------------------------------------------------------


def test_the_json_has_its_shape() -> None:
    """Edition and hash of both, the rules, the cases compared, and the changes event by event."""
    rules = rule_differences(BASE, UNDER_50)
    answers = list(answer_differences(BASE, UNDER_50, case_of()))
    group = [{"key": "risk-group", "from": "low", "to": "high"}, {"key": "plan-group", "from": "low", "to": "high"}]
    window = {
        "key": "surveillance.surveillance-imaging",
        "from": "2010-10-10 to 2010-11-10",
        "to": "2010-08-10 to 2010-11-10",
    }
    assert comparison_as_dict(BASE, UNDER_50, rules, answers, ["forty-seven", "another"]) == {
        "from": {"edition": "zhao-tian-2026/1", "hash": digest(BASE)},
        "to": {"edition": "ours (zhao-tian-2026/1)", "hash": digest(UNDER_50)},
        "rules": [
            {"kind": "parameter", "id": "risk.age-below", "from": "45 years", "to": "50 years", "reason": "Ours."}
        ],
        "compared": ["forty-seven", "another"],
        "cases": [
            {"case": "forty-seven", "after": "report", "changes": group},
            {"case": "forty-seven", "after": "visit", "changes": group},
            {"case": "forty-seven", "after": "scan", "changes": [*group, window]},
        ],
    }


def lines(before: Guideline, after: Guideline, cases: Sequence[Case], lang: str = "en") -> list[str]:
    """The comparison as text, without the marks of colour."""
    rules = rule_differences(before, after)
    answers = [each for case in cases for each in answer_differences(before, after, case)]
    told = comparison_lines(before, after, rules, answers, [case.id for case in cases], lang=lang, width=200)
    return ["".join(sign for sign in line if not "\ufdd0" <= sign <= "\ufdef") for line in told]


def test_events_with_the_same_differences_share_their_lines() -> None:
    """Report and visit are one group, the scan with its window another; every case stands under its name."""
    second = case_of(CASE_OF_47.replace("case: forty-seven", "case: another"))
    found = lines(BASE, UNDER_50, [case_of(), second])
    start = found.index("forty-seven")
    assert "Rules that differ: 1" in found
    assert "    because: Ours." in found
    assert "Answered differently: 2 of 2 cases; events after which it differs: 6" in found
    one = [
        "  After report, visit",
        "    risk group: low → high",
        "    plan follows group: low → high",
        "  After scan",
        "    risk group: low → high",
        "    plan follows group: low → high",
        "    surveillance, surveillance imaging: window 2010-10-10 to 2010-11-10 → window 2010-08-10 to 2010-11-10",
    ]
    assert found[start:] == ["forty-seven", *one, "", "another", *one]


def test_the_same_differences_after_others_are_told_again() -> None:
    """What differs, then differs otherwise, then as at first, stands in the order of the events."""
    text = CASE_OF_47.replace("- {id: visit, kind: contact, effective_on: 2010-02-01}", "- {id: visit, kind: contact, "
                              "effective_on: 2010-02-01}\n  - {id: lowered, kind: decision, effective_on: 2010-02-02, "
                              "surveillance-group: low}")  # fmt: skip
    found = [line for line in lines(BASE, UNDER_50, [case_of(text)]) if line.startswith("  After")]
    assert found == ["  After report, visit", "  After lowered, scan"]


def test_in_chinese() -> None:
    """Headings, conclusions and their values are Chinese."""
    found = lines(BASE, UNDER_50, [case_of()], "zh")
    assert "不同的规则：1" in found
    assert "回答不同：1例中1例；存在差异的事件数：3" in found
    assert "  report, visit之后" in found
    assert "    风险组：低危 → 高危" in found
    assert found[-1] == "    随访，随访影像检查：时间窗2010-10-10至2010-11-10 → 时间窗2010-08-10至2010-11-10"


def test_nothing_differs_is_said_so() -> None:
    """Two equal guidelines give a sentence for the rules and a nought for the cases."""
    found = lines(BASE, BASE, [case_of()])
    assert "No rule differs." in found
    assert found[-1] == "Answered differently: 0 of 1 cases; events after which it differs: 0"


def test_what_one_side_does_not_have_is_nothing() -> None:
    """An empty side is printed as a word, not as a gap."""
    assert "    nothing → 24 months" in lines(BASE, CONSENSUS, [])
    assert "    24 months → nothing" in lines(CONSENSUS, BASE, [])
