"""The group in force over many timelines, and before which events the engine looks for it: as few as tell."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.columns.follow_up_stories import BIRTH, CLOSING, CT, LOW, case_of, stories
from tests.unit.columns.followed import Followed, as_of, followed

Words = dict[str, Any]
CAVA = {"infrarenal-ivc": {"content": "tumour"}}
EXPLAINED = {"infrarenal-ivc": {"content": "tumour", "explained": "yes"}}
FREE = {"ivc-unspecified": {"content": "clear"}}


def woman(*later: Words, birth: str = BIRTH, moment: str = "2030-01-01") -> Followed:
    """The woman of low risk with what came later, named `a`, `b` and so on, a month apart."""
    events = [
        {"id": "abcdefgh"[place], "effective_on": f"2025-{place + 2:02}-20", **each} for place, each in enumerate(later)
    ]
    both = followed([as_of(case_of([*LOW, *events], birth=birth), moment)])
    expected = both.references[0].plan.plan_group
    assert both.groups.to_list() == [expected or None]
    return both


def group(both: Followed) -> str:
    """The group that the plan follows; it is the reference's."""
    found = both.groups[0]
    assert isinstance(found, str)
    return found


def decision(to: str) -> Words:
    """A clinician's decision on the group."""
    return {"kind": "decision", "surveillance-group": to}


CLEARED = {**CT, "veins": FREE}
SEEN, UNSEEN = {**CT, "veins": CAVA}, {**CT, "veins": EXPLAINED}
REPORT = {"kind": "pathology", "specimen": ["uterus"], "diagnosis": ["leiomyoma"]}
REOPERATED = {"kind": "recurrence", "type": "recurrence", "reoperation": "decided"}


def test_a_group_once_reached_stays_in_force() -> None:
    """S128: tumour seen in the cava makes very high; explained away later, the plan stays there until it is decided."""
    both = woman(SEEN, UNSEEN)
    assert (both.references[0].plan.risk_group, group(both)) == ("high", "very-high")
    assert both.looked_at() == ["pathology", "b"]


def test_a_decision_lowers_it() -> None:
    """Moving down takes a clinician's decision, and then what held when it was made does not raise it again."""
    both = woman(SEEN, UNSEEN, decision("low"))
    assert group(both) == "low"
    assert group(woman(SEEN, UNSEEN, decision("low"), SEEN)) == "very-high"
    assert group(woman(SEEN, decision("low"), CLOSING)) == "low"


def test_a_decision_stands_where_a_stricter_group_is_only_not_excluded() -> None:
    """What is merely open does not overrule the clinician; without the decision it does."""
    open_ = {"kind": "operation", "for-ivl": "yes", "completeness": "complete"}
    assert group(woman(open_, decision("low"))) == "low"
    assert group(woman(open_)) != "low"


def test_nothing_is_looked_at_where_follow_up_does_not_apply() -> None:
    """After death there is no group, and no earlier moment is asked."""
    both = woman(SEEN, UNSEEN, {"kind": "death"})
    assert (both.groups.to_list(), both.looked_at()) == ([None], [])


def test_nothing_is_looked_at_where_the_strictest_group_is_reached_or_open_today() -> None:
    """Without a decision nothing can be stricter than that."""
    reached = woman(CLEARED, SEEN)
    assert (reached.references[0].plan.risk_group, group(reached)) == ("very-high", "very-high")
    assert reached.looked_at() == []
    open_ = woman(CLEARED, {**CT, "veins": {"ivc-unspecified": {"content": "tumour", "explained": "no"}}})
    assert (group(open_), open_.looked_at()) == ("very-high", [])


def test_nothing_is_looked_at_once_the_strictest_group_is_decided() -> None:
    """No group rises above that decision, and nothing lowers it but another one."""
    both = woman(SEEN, UNSEEN, decision("very-high"), CLEARED, REPORT)
    assert (group(both), both.looked_at()) == ("very-high", [])


def test_nothing_is_looked_at_where_today_is_not_above_the_decision_and_nothing_came_after_it() -> None:
    """Where no later moment is above the decided group, what held when it was made is of no account."""
    low, high = woman(CLEARED, decision("low")), woman(SEEN, UNSEEN, decision("high"))
    assert ([group(low), group(high)], low.looked_at(), high.looked_at()) == (["low", "high"], [], [])


def test_a_rise_after_the_decision_stays_though_today_is_not_above_it() -> None:
    """Very high for a while after the decision, and explained away: only a later look tells."""
    both = woman(decision("high"), SEEN, UNSEEN)
    assert both.references[0].plan.risk_group == "high"
    assert (group(both), both.looked_at()) == ("very-high", ["a", "c"])


def test_today_above_the_decision_asks_what_held_when_it_was_made() -> None:
    """High at the decision and high today is no rise; that is known only from the moment of the decision."""
    both = woman(decision("low"), birth="1985-01-01")
    assert (both.references[0].plan.risk_group, group(both), both.looked_at()) == ("high", "low", ["a"])


def test_the_strictest_group_today_asks_for_the_moment_of_the_decision_alone() -> None:
    """It rises above the decision unless it held already; what was reached between them adds nothing."""
    held = woman(SEEN, decision("low"), REPORT, CLEARED)
    assert (held.references[0].plan.risk_group, group(held), held.looked_at()) == ("very-high", "low", ["b"])
    rose = woman(decision("low"), SEEN, REPORT, REOPERATED)
    assert (group(rose), rose.looked_at()) == ("very-high", ["a"])


def test_only_the_last_decision_counts() -> None:
    """It starts afresh: what was reached or decided before it is looked at no more."""
    both = woman(decision("low"), SEEN, UNSEEN, decision("low"), REPORT)
    assert (group(both), both.looked_at()) == ("low", ["d", "e"])


def test_a_quiet_follow_up_is_looked_at_once() -> None:
    """Examinations that clear veins ask nothing new where nothing since the last look can have raised the group."""
    both = woman(CLEARED, CLEARED, CLEARED, CLEARED)
    assert (group(both), both.looked_at()) == ("low", ["pathology", "a"])
    between = woman(CLEARED, {"kind": "state", "menopause": "premenopausal"}, CLEARED)
    assert between.looked_at() == ["pathology", "a", "c"]
    for tumour in ({**CLOSING, "new-or-growing-tumour": "yes"}, {**CLOSING, "residual-tumour": "yes"}):
        assert woman(CLEARED, tumour, CLEARED, CLEARED).looked_at() == ["pathology", "a", "c"]
    vein = woman(CLEARED, SEEN, UNSEEN)
    assert (group(vein), vein.looked_at()) == ("very-high", ["pathology", "a", "c"])


@pytest.mark.parametrize("seed", [2, 3])
def test_the_looks_left_out_change_nothing(seed: int) -> None:
    """The reference looks at every moment that the group may have fallen at; the columns come to the same groups."""
    both = followed(stories(150, seed))
    assert both.groups.to_list() == [each.plan.plan_group or None for each in both.references]
    every = sum(each.now.sheet.operation is not None for each in both.references)
    assert both.looks.height < 2 * every
