"""A registry beside the studies: one more row, nobody counted twice, and a known truth held."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooled import pooled
from cephalad.evidence.pooling_registry import REGISTRY, RegistryPatient, pool_with_registry
from cephalad.evidence.studies import stratum_named

ANY = stratum_named("any-surgery")


def women(n: int, n_events: int, name: str = "own") -> list[RegistryPatient]:
    """Women of a registry, the first of them with the event."""
    return [RegistryPatient(f"{name}-{at}", at < n_events) for at in range(n)]


def test_a_registry_is_one_more_row() -> None:
    """Forty women with six events stand beside the five studies and move the estimate."""
    found = pool_with_registry(ANY, women(40, 6))
    assert [row.study for row in found.analysis.rows][-1] == REGISTRY
    assert (found.analysis.studies, found.analysis.patients, found.analysis.events) == (6, 217, 40)
    assert (found.published, found.replaced) == ((), ())
    shipped, bayes = pooled()["any-surgery"].main, found.analysis.bayes
    assert shipped is not None
    assert shipped.bayes is not None
    assert bayes is not None
    assert bayes.high - bayes.low < shipped.bayes.high - shipped.bayes.low


def test_published_patients_are_left_out() -> None:
    """Shipped cases in the registry are not counted, and are named: the counts are those without them."""
    published = [RegistryPatient("burke-2004", True), RegistryPatient("zhao-tian-2026", False)]
    found = pool_with_registry(ANY, [*women(40, 6), *published])
    assert found.published == ("burke-2004", "zhao-tian-2026")
    assert found.analysis == pool_with_registry(ANY, women(40, 6)).analysis


def test_nobody_stands_there_twice() -> None:
    """A pseudonym that comes twice is refused, with how many and which."""
    with pytest.raises(InvalidArgument, match=r"got 1 twice or more \(own-3\)"):
        pool_with_registry(ANY, [*women(5, 1), RegistryPatient("own-3", False)])


def test_a_registry_replaces_the_study_of_its_centre() -> None:
    """A registry of Peking Union takes the place of Zhang-2024, whose patients it holds."""
    found = pool_with_registry(ANY, women(200, 30), family="pumch")
    assert found.replaced == ("Zhang-2024/all",)
    assert "Zhang-2024" not in {row.study for row in found.analysis.rows}
    assert found.analysis.patients == 200 + 177 - 114


def test_a_family_that_nobody_has_is_refused() -> None:
    """A misspelt centre would leave its study in: it is refused with the words there are."""
    with pytest.raises(InvalidArgument, match=r"family: .*got 'pumhc'; one of .*pumch"):
        pool_with_registry(ANY, women(5, 1), family="pumhc")


def test_nobody_is_no_registry() -> None:
    """A registry without patients, or of published ones alone, is refused."""
    for patients in ([], [RegistryPatient("burke-2004", True)]):
        with pytest.raises(InvalidArgument, match="one at least who is no published case"):
            pool_with_registry(ANY, patients)


@pytest.mark.parametrize("stratum", ["rate-any-surgery", "ovaries-kept-at-hysterectomy"])
def test_women_without_a_time_are_no_rate(stratum: str) -> None:
    """Rates and curves take no registry row, for it tells events among patients."""
    with pytest.raises(InvalidArgument, match="must count events among patients"):
        pool_with_registry(stratum_named(stratum), women(5, 1))


def test_one_study_and_a_registry_are_two() -> None:
    """The seven women of one study alone are not pooled; with a registry they are."""
    found = pool_with_registry(stratum_named("uterus-kept"), women(12, 5))
    assert found.analysis.raw is None
    assert found.analysis.bayes is not None
    assert found.analysis.bayes.events == 9


def test_a_large_registry_finds_its_own_share() -> None:
    """Of a registry drawn with 30 % events the middle of a new centre's prediction keeps hold, seed after seed.

    The truth of the registry's centre is one draw of the model beside the studies: it lies within the prediction.
    """
    held = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        logit = log(0.15 / 0.85) + 0.7 * float(rng.standard_normal())
        share = 1 / (1 + np.exp(-logit))
        found = pool_with_registry(stratum_named("no-large-vein"), women(300, int(rng.binomial(300, share))))
        bayes = found.analysis.bayes
        assert bayes is not None
        held += (bayes.predictive_low or 1) <= share <= (bayes.predictive_high or 0)
    assert held >= 7
