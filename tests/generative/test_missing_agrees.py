"""The facts that alone would settle something: the columns name those that the one-patient search names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.generative.agreement.comparison import Pair, moments_of, random_pairs, simulated_pairs
from tests.generative.derived_facts import generated, published, specified
from tests.generative.test_missing import AGE, evaluate, guidelines, listed, sheets
from tests.unit.columns.given_facts import settling_facts

from cephalad.assessment import assess
from cephalad.cohort.simulate import simulated_tables
from cephalad.columns.collect import collect
from cephalad.columns.frame import facts_read
from cephalad.columns.pathway import Pathway
from cephalad.columns.standing import standing
from cephalad.facts import Conflicting, FactValue
from cephalad.guideline import Guideline, default_guideline, shipped_guideline
from cephalad.guideline.shipped import SHIPPED
from cephalad.logic import Truth
from cephalad.record import Case

SEED = 20260401
GUIDELINES = [pytest.param(name, id=name) for name in SHIPPED]
NOT_ASKED = ("segment.", "mass:")


def named_apart(pairs: Iterable[Pair]) -> list[Pair]:
    """The same pairs, each case with an id of its own."""
    cases: dict[int, Case] = {}
    listed = list(pairs)
    for case, _ in listed:
        cases.setdefault(id(case), replace(case, id=f"case-{len(cases):06}"))
    return [(cases[id(case)], point) for case, point in listed]


def by_columns(pairs: Sequence[Pair], guideline: Guideline) -> list[list[str]]:
    """The column `missing` of these pairs, in their order."""
    stands = standing(collect({case.id: case for case, _ in pairs}.values()))
    return Pathway(guideline).answers(stands, moments_of(stands, list(pairs)))["missing"].to_list()


def by_search(pair: Pair, guideline: Guideline) -> set[str]:
    """The sets of one fact that the one-patient search gives, veins and masses left out."""
    case, point = pair
    found = assess(case, as_of=point, guideline=guideline, with_base=False).missing
    alone = {item.facts[0] for item in found if len(item.facts) == 1 and not item.more_than_two}
    return {fact for fact in alone if not fact.startswith(NOT_ASKED)}


def differences(pairs: Iterable[Pair], guideline: Guideline) -> list[tuple[str, str, set[str], set[str]]]:
    """Case, point, what only the columns name and what only the search names, wherever they differ."""
    listed = named_apart(pairs)
    order = {fact: place for place, fact in enumerate(facts_read(guideline))}
    found = []
    for ours, (case, point) in zip(by_columns(listed, guideline), listed, strict=True):
        theirs = by_search((case, point), guideline)
        assert ours == sorted(set(ours), key=order.__getitem__)
        if set(ours) != theirs:
            found.append((case.id, point.describe(case.calendar), set(ours) - theirs, theirs - set(ours)))
    return found


@pytest.mark.parametrize("name", GUIDELINES)
def test_published_cases_lack_the_same_facts(name: str) -> None:
    """Just after every event of every published case both engines name the same facts."""
    assert differences(published(), shipped_guideline(name)) == []


def test_witnesses_lack_the_same_facts() -> None:
    """On the built witnesses of every criterion both engines name the same facts."""
    assert differences(specified(), default_guideline()) == []


def test_simulated_patients_lack_the_same_facts() -> None:
    """Simulated patients as of days drawn for each lack the same facts for both engines."""
    rows = next(iter(simulated_tables(200, SEED)))
    assert differences(simulated_pairs(rows, SEED), default_guideline()) == []


def test_generated_timelines_lack_the_same_facts() -> None:
    """Timelines drawn from the whole vocabulary lack the same facts, contradictory and crowded ones among them."""
    cases = list({case.id: case for case, _ in named_apart(generated(200))}.values())
    assert differences(generated(200), default_guideline()) == []
    assert differences(random_pairs(cases, SEED), default_guideline()) == []


def test_published_cases_name_many_facts() -> None:
    """The comparison is real: dozens of facts are named, and of no timeline all."""
    pairs = named_apart(published())
    found = by_columns(pairs, default_guideline())
    assert len({fact for listed in found for fact in listed}) >= 36
    assert [] in found


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(guidelines(established=True), st.lists(sheets(conflicts=True), min_size=1, max_size=10))
def test_small_guidelines_wait_for_the_same_facts(small: Guideline, timelines: list[dict[str, FactValue]]) -> None:
    """Of any small guideline and any facts, disputed ones too, both name the facts that settle a criterion alone."""
    # No number is disputed in the columns, for each is worked out from days.
    stories = [
        {fact: said for fact, said in values.items() if fact != AGE or not isinstance(said, Conflicting)}
        for values in timelines
    ]
    for found, values in zip(settling_facts(small, stories), stories, strict=True):
        said = evaluate(small, values)
        open_ = [name for name in small.criteria if said[name] is Truth.UNKNOWN]
        assert found == {facts[0] for name in open_ for facts in listed(said, name) if len(facts) == 1}
