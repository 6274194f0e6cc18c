"""The evaluation of a made-up archive, each figure worked out by hand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isnan

import pytest

from cephalad.cohort.proportion import wilson
from cephalad.errors import InvalidArgument
from cephalad.screen.evaluate import evaluate
from cephalad.screen.labels import Label

# Tier, labelled reports, cases among them, probability.
ARCHIVE = (("A", 20, 18, 1.0), ("B", 30, 9, 0.5), ("C", 40, 4, 0.2), ("D", 50, 1, 0.1), ("none", 60, 0, 0.001))


def labelled(*tiers: tuple[str, int, int, float]) -> Iterator[Label]:
    """Reports on which both readers agree."""
    number = 0
    for tier, n, n_cases, inclusion in tiers:
        for at in range(n):
            number += 1
            said = "yes" if at < n_cases else "no"
            yield Label(number, f"r{number}", said, said, "", tier, inclusion)


def test_weights_lead_back_to_the_archive() -> None:
    """Cases: 18 + 18 + 20 found, 10 missed. Others: 2 + 42 + 180 alarms, 490 + 60,000 quiet."""
    found = evaluate(list(labelled(*ARCHIVE)))
    assert found.n_archive == pytest.approx(20 + 60 + 200 + 500 + 60_000)
    assert found.sensitivity.estimate.value == pytest.approx(56 / 66)
    assert found.specificity.estimate.value == pytest.approx(60_490 / 60_714)
    assert found.cases.estimate.value == pytest.approx(66 / 60_780)
    assert (found.sensitivity.n_counted, found.sensitivity.n) == (31, 32)


def test_charts_to_read_for_a_case() -> None:
    """Tier A: 20 charts for 18 cases; down to C: 280 charts for 56 cases, which are 56 of the 66."""
    found = evaluate(list(labelled(*ARCHIVE)))
    assert [tier.tier for tier in found.tiers] == ["A", "B", "C", "D", "none"]
    assert found.tiers[0].charts_per_case.value == pytest.approx(20 / 18)
    assert found.tiers[4].charts_per_case.value == inf
    assert found.tiers[4].charts_per_case.low == pytest.approx(1 / wilson(0, 60).high)
    assert [step.tier for step in found.up_to] == ["A", "B", "C"]
    assert found.up_to[2].n_charts == pytest.approx(280)
    assert found.up_to[2].charts_per_case.value == pytest.approx(280 / 56)
    assert [step.found.estimate.value for step in found.up_to] == pytest.approx([18 / 66, 36 / 66, 56 / 66])


def test_what_nobody_labelled_may_hide_cases() -> None:
    """450 and 59,940 silent reports without a label, at the upper limits of 1 of 50 and 0 of 60."""
    found = evaluate(list(labelled(*ARCHIVE)))
    hidden = 1 + 450 * wilson(1, 50).high + 59_940 * wilson(0, 60).high
    assert found.sensitivity_not_excluded == pytest.approx(56 / (56 + hidden))


def test_a_labelled_archive_hides_nothing() -> None:
    """Where every silent report is labelled, the lowest sensitivity is the one observed."""
    found = evaluate(list(labelled(("A", 10, 9, 1.0), ("none", 30, 1, 1.0))))
    assert found.sensitivity_not_excluded == pytest.approx(found.sensitivity.estimate.value) == pytest.approx(0.9)


def test_the_predictive_value_in_the_archive_agrees_with_its_own_prevalence() -> None:
    """At the prevalence that the archive itself has, the predictive value is the share of cases down to tier C."""
    found = evaluate(list(labelled(*ARCHIVE)))
    again = evaluate(list(labelled(*ARCHIVE)), prevalence=found.cases.estimate.value)
    assert again.predictive_value.value == pytest.approx(56 / 280)
    assert isnan(found.predictive_value.value)


@pytest.mark.parametrize("prevalence", [0.0, 1.0, -0.1, 30.0])
def test_a_prevalence_is_a_share(prevalence: float) -> None:
    """Nought, one and percents are refused, with the way to write it."""
    with pytest.raises(InvalidArgument, match=r"0\.003"):
        evaluate(list(labelled(*ARCHIVE)), prevalence=prevalence)


@pytest.mark.parametrize(
    ("first", "second", "adjudicated", "is_case"),
    [
        ("yes", "yes", "", True),
        ("no", "no", "", False),
        ("yes", "no", "yes", True),
        ("yes", "no", "no", False),
        ("unsure", "unsure", "yes", True),
        ("yes", "unsure", "no", False),
    ],
)
def test_the_reference(first: str, second: str, adjudicated: str, is_case: bool) -> None:
    """Two who agree decide; who differ or are unsure leave it to the adjudicator."""
    label = Label(1, "x", first, second, adjudicated, "A", 1.0)
    assert label.is_case is is_case
    found = evaluate([label, *labelled(("none", 3, 0, 1.0))])
    assert found.n_adjudicated == (adjudicated != "")
    assert found.cases.n_counted == is_case
    assert ("unsure" in found.agreement.labels) is ("unsure" in (first, second))


def test_without_a_case_nothing_is_said_of_the_sensitivity() -> None:
    """No case: the sensitivity is not a number, the specificity is counted."""
    found = evaluate(list(labelled(("B", 5, 0, 1.0), ("none", 20, 0, 0.1))))
    assert isnan(found.sensitivity.estimate.value)
    assert found.specificity.estimate.value == pytest.approx(200 / 205)
    assert found.sensitivity_not_excluded == 0.0


def test_labels_of_the_list_alone_tell_no_sensitivity() -> None:
    """Where no report without a tier is labelled every case is on the list, and of the others nothing is known."""
    found = evaluate(list(labelled(("A", 20, 18, 1.0), ("C", 40, 4, 0.2), ("D", 9, 0, 1.0))), prevalence=0.003)
    told = (
        found.sensitivity.estimate,
        found.specificity.estimate,
        found.predictive_value,
        found.up_to[0].found.estimate,
    )
    assert all(isnan(each.value) for each in told)
    assert found.tiers[0].share.value == pytest.approx(0.9)
    assert found.up_to[1].charts_per_case.value == pytest.approx(220 / 38)
