"""Every derived fact is the same in both engines: published cases, generated timelines, the specification's records."""

from __future__ import annotations

import pytest
from tests.generative.derived_facts import Pair, disagreements, generated, published, specified

from cephalad.columns.sheets import derived_columns
from cephalad.facts import DECLARED
from cephalad.facts.sheet import DERIVED

PAIRS = {"published": published, "generated": generated, "specified": specified}


@pytest.mark.parametrize("name", PAIRS)
def test_every_fact_agrees(name: str) -> None:
    """Both engines say the same of every fact of every record."""
    pairs: tuple[Pair, ...] = PAIRS[name]()
    assert len(pairs) > 300
    assert disagreements(pairs, [*DERIVED, *DECLARED]) == []


def test_every_derived_fact_has_a_column() -> None:
    """No derived fact is left to the one-patient engine alone."""
    assert set(derived_columns()) == set(DERIVED)
