"""A sample of every tier: how many, which, in what order, and with what probability."""

from __future__ import annotations

from collections import Counter

import pytest

from cephalad.errors import InvalidArgument
from cephalad.screen.sample import draw, shares

ARCHIVE = {"A": 5, "B": 40, "C": 300, "none": 5000}


def reports() -> list[tuple[str, str]]:
    """Every report of the archive."""
    return [(f"{tier}-{number}", tier) for tier, n in ARCHIVE.items() for number in range(n)]


@pytest.mark.parametrize(
    ("archive", "size", "given"),
    [
        ({"A": 5, "B": 40, "C": 300, "none": 5000}, 200, {"A": 5, "B": 40, "C": 77, "none": 78}),
        ({"A": 100, "D": 100}, 11, {"A": 5, "D": 6}),
        ({"A": 3, "none": 4}, 100, {"A": 3, "none": 4}),
        ({"B": 9}, 1, {"B": 1}),
        ({"A": 0, "B": 9}, 4, {"B": 4}),
    ],
)
def test_tiers_share_the_sample(archive: dict[str, int], size: int, given: dict[str, int]) -> None:
    """Small tiers give all they have, the others share the rest evenly, what cannot be shared goes to the last."""
    assert shares(archive, size) == given


@pytest.mark.parametrize("size", [0, 3])
def test_a_sample_holds_each_tier(size: int) -> None:
    """Fewer reports than tiers cannot be drawn."""
    with pytest.raises(InvalidArgument, match="at least 4"):
        shares(ARCHIVE, size)


def test_a_sample_follows_from_its_seed() -> None:
    """The same seed gives the same sample whatever the order of the rows, another seed another one."""
    first = draw(reports(), ARCHIVE, size=100, seed=1)
    assert draw(reversed(reports()), ARCHIVE, size=100, seed=1) == first
    assert draw(reports(), ARCHIVE, size=100, seed=2) != first


def test_probabilities_stand_beside_the_rows() -> None:
    """Each report has the probability of its tier, and the weights add up to the archive."""
    drawn = draw(reports(), ARCHIVE, size=200, seed=3)
    assert {label.tier: label.inclusion for label in drawn} == {"A": 1, "B": 1, "C": 77 / 300, "none": 78 / 5000}
    assert sum(label.weight for label in drawn) == pytest.approx(5345)
    assert Counter(label.tier for label in drawn) == {"A": 5, "B": 40, "C": 77, "none": 78}
    assert len({label.id for label in drawn}) == 200


def test_the_order_tells_no_tier() -> None:
    """Numbers run from 1, and the tiers lie mixed: neither half holds nearly all of one."""
    drawn = draw(reports(), ARCHIVE, size=200, seed=4)
    assert [label.number for label in drawn] == list(range(1, 201))
    first_half = Counter(label.tier for label in drawn[:100])
    assert 20 < first_half["C"] < 57
    assert 20 < first_half["none"] < 58


def test_every_report_has_the_same_chance() -> None:
    """Over 300 seeds each of ten reports is drawn about as often: 150 times of 300, within four standard errors."""
    some = [(f"r{number}", "D") for number in range(10)]
    counted = Counter(label.id for seed in range(300) for label in draw(some, {"D": 10}, size=5, seed=seed))
    assert all(abs(n - 150) < 4 * (300 * 0.25) ** 0.5 for n in counted.values())
    assert len(counted) == 10
