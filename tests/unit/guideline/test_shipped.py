"""The guidelines that come with the program: found by name, sound, and told apart by their content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cephalad.errors import UnknownName
from cephalad.guideline import default_guideline, digest, shipped_guideline
from cephalad.guideline.check import check
from cephalad.guideline.coverage import check_coverage, coverage
from cephalad.guideline.shipped import DEFAULT, SHIPPED, packages_of

NAMES = ("zhao-tian-2026", "consensus-2023", "general-plan")
VARIANTS = NAMES[1:]
PACKAGE = {name: f"cephalad.guideline.{name.replace('-', '_')}" for name in NAMES}


def test_three_guidelines_are_shipped() -> None:
    """The paper's plan by risk group is the default; the consensus's and the general plan vary it."""
    assert tuple(SHIPPED) == NAMES
    assert default_guideline() is shipped_guideline(DEFAULT)
    assert {name: shipped_guideline(name).varies for name in NAMES} == {
        "zhao-tian-2026": "",
        "consensus-2023": "zhao-tian-2026",
        "general-plan": "zhao-tian-2026",
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_guideline_is_found_by_its_name_and_by_its_edition(name: str) -> None:
    """Both name one and the same guideline, which is called so."""
    found = shipped_guideline(name)
    assert (found.id, found.edition) == (name, f"{name}/1")
    assert shipped_guideline(f"{name}/1") is found


@pytest.mark.parametrize(
    ("name", "closest"),
    [
        ("general-plans", "general-plan"),
        ("concensus-2023", "consensus-2023"),
        ("zhao-tian-2025", "zhao-tian-2026"),
        ("General-Plan", "general-plan"),
        # An edition that was never shipped is not answered with another one.
        ("general-plan/2", "general-plan"),
        ("consensus-2023/", "consensus-2023"),
        # Where nothing is alike the default is named.
        ("", "zhao-tian-2026"),
        ("?", "zhao-tian-2026"),
    ],
)
def test_an_unknown_name_gives_the_nearest(name: str, closest: str) -> None:
    """The fault holds what was asked for and the shipped name most like it."""
    with pytest.raises(UnknownName) as told:
        shipped_guideline(name)
    assert str(told.value) == f"no guideline {name!r}; the nearest one is {closest}"


def test_a_long_name_is_cut() -> None:
    """A name of any length gives a message of one line."""
    with pytest.raises(UnknownName) as told:
        shipped_guideline("general-plan" + "x" * 10_000)
    assert len(str(told.value)) < 200


def test_the_tables_of_a_variant_stand_on_those_of_what_it_varies() -> None:
    """The packages of the base come first, so that the variant's own rows replace theirs."""
    base = PACKAGE[DEFAULT]
    assert packages_of(shipped_guideline(DEFAULT)) == (base,)
    for name in VARIANTS:
        assert packages_of(shipped_guideline(name)) == (base, PACKAGE[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_local_variant_has_the_tables_of_what_it_varies(name: str) -> None:
    """A hospital's variant of a shipped variant stands on both of them, since it changes numbers only."""
    shipped = shipped_guideline(name)
    local = replace(shipped, id="ours", edition="ours", varies=name)
    assert packages_of(local) == packages_of(shipped)


def test_what_varies_nothing_shipped_has_no_tables() -> None:
    """A guideline of another origin is checked without any."""
    assert packages_of(replace(default_guideline(), id="ours", varies="")) == ()


def test_no_two_have_the_same_hash() -> None:
    """Another plan is another content."""
    assert len({digest(shipped_guideline(name)) for name in NAMES}) == 3


@pytest.mark.parametrize("name", NAMES)
def test_each_passes_its_own_checks(name: str) -> None:
    """Neither the checker nor the coverage of the paper's statements finds a fault."""
    assert check(shipped_guideline(name)) == ()
    assert check_coverage(shipped_guideline(name)) == ()


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_changes_surveillance_only(name: str) -> None:
    """Every chapter but that of surveillance is the default's, and so are the features that make the risk group."""
    base, variant = default_guideline(), shipped_guideline(name)
    differing = [
        one.id for one, other in zip(base.chapters, variant.chapters, strict=True) if one.id != other.id or one != other
    ]
    assert differing == ["surveillance"]
    risks = [rule for rule in base.criteria if rule.startswith("ivl.risk.")]
    assert risks
    assert all(variant.criteria[rule] == base.criteria[rule] for rule in risks)
    assert variant.ladders == base.ladders
    assert {each: variant.parameters[each] for each in base.parameters} == base.parameters


@pytest.mark.parametrize(("statement", "name"), [("S81", "general-plan"), ("S82", "consensus-2023")])
def test_the_statement_that_a_variant_is_for(statement: str, name: str) -> None:
    """S81 is the general plan and S82 the consensus's: implemented there, and the default says where."""
    there = {item.id: item for item in coverage(shipped_guideline(name))}[statement]
    here = {item.id: item for item in coverage(default_guideline())}[statement]
    assert there.status == "implemented"
    assert (here.status, here.where) == ("in-variant", (name,))


def test_the_general_plan_leaves_the_plan_by_group_to_the_default() -> None:
    """S86 to S92 are intervals by risk group: in the general plan none of them is implemented."""
    rows = {item.id: item for item in coverage(shipped_guideline("general-plan"))}
    for statement in ("S86", "S87", "S88", "S90", "S91", "S92"):
        assert (rows[statement].status, rows[statement].where) == ("in-variant", (DEFAULT,))
