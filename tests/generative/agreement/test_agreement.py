"""Both engines give the same answers: conclusions, plan, work-up and the verdict of every criterion.

The records of the specification are the witnesses: each criterion is a yes, a no and an unknown on some of them. What
may differ is listed with its reason in `NOT_COMPARED`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl
import pytest
from tests.generative.agreement.comparison import NOT_COMPARED, Pair, differences, random_pairs, simulated_pairs
from tests.generative.derived_facts import generated, published, specified

from cephalad.cohort.simulate import simulated_tables
from cephalad.columns.pathway import Pathway
from cephalad.guideline import default_guideline, shipped_guideline
from cephalad.guideline.shipped import SHIPPED
from cephalad.guideline.specification import specification
from cephalad.record import Case

SEED = 20260301
GUIDELINES = [pytest.param(name, id=name) for name in SHIPPED]


def named_apart(pairs: Iterable[Pair]) -> list[Pair]:
    """The same pairs, each case with an id of its own."""
    cases: dict[int, Case] = {}
    listed = list(pairs)
    for case, _ in listed:
        cases.setdefault(id(case), replace(case, id=f"case-{len(cases):06}"))
    return [(cases[id(case)], point) for case, point in listed]


@pytest.mark.parametrize("name", GUIDELINES)
def test_published_cases_agree_after_every_event(name: str) -> None:
    """Every published case has the same answers from both engines, just after every event."""
    pairs = named_apart(published())
    assert len(pairs) > 300
    assert list(differences(pairs, shipped_guideline(name))) == []


@pytest.mark.parametrize("name", GUIDELINES)
def test_every_witness_agrees(name: str) -> None:
    """On the built witness of every criterion and truth value both engines give the same answers."""
    guideline = shipped_guideline(name)
    rows = [row for found in specification(guideline).values() for row in found]
    assert {(row.criterion, row.verdict) for row in rows} >= {
        (criterion, word) for criterion in guideline.criteria for word in ("yes", "no", "unknown")
    }
    assert list(differences(named_apart(specified(name)), guideline)) == []


@pytest.mark.parametrize("name", GUIDELINES)
def test_simulated_patients_agree(name: str) -> None:
    """Simulated patients as of days drawn for each have the same answers from both engines."""
    rows = next(iter(simulated_tables(250, SEED)))
    assert list(differences(simulated_pairs(rows, SEED), shipped_guideline(name))) == []


def test_generated_timelines_agree() -> None:
    """Timelines drawn from the whole vocabulary, contradictions among them, have the same answers."""
    assert list(differences(named_apart(generated()), default_guideline())) == []


def test_crowded_days_agree() -> None:
    """The same timelines as of days drawn among their events, where months straddle the moment, agree too."""
    cases = [case for case, _ in named_apart(generated())]
    distinct = list({case.id: case for case in cases}.values())
    assert list(differences(random_pairs(distinct, SEED), default_guideline())) == []


def test_a_difference_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison is real: one answer changed in the columns is found, and named."""
    answers = Pathway.answers

    def changed(self: Pathway, *given: object, **named: object) -> pl.DataFrame:
        return answers(self, *given, **named).with_columns(mdt=pl.lit("perhaps"))  # type: ignore[arg-type]

    monkeypatch.setattr(Pathway, "answers", changed)
    found = list(differences(named_apart(published()[:3]), default_guideline()))
    assert {(each.column, each.columns_say) for each in found} == {("mdt", "perhaps")}


def test_what_is_not_compared_has_a_reason() -> None:
    """The list of what is forgiven is short, and each entry says why."""
    assert set(NOT_COMPARED) == {"missing"}
    assert all(NOT_COMPARED.values())
