"""Blood flow and spread of tumour, checked against a hand-written list and by walking every path."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from cephalad.anatomy import (
    EXTRAS,
    FLOW,
    ROUTE_OWN,
    ROUTES,
    SEGMENTS,
    SOURCES,
    SPREAD,
    TOPOLOGICAL_ORDER,
    spread_from,
    spread_into,
)
from cephalad.errors import UnknownName

# Written by hand from S9 to S13 and clinical.md §1.1, one line a segment: where its blood goes.
FLOW_BY_HAND = """
left-uterine-vein: left-internal-iliac-vein
left-pelvic-venous-plexus: left-internal-iliac-vein
left-internal-iliac-vein: left-common-iliac-vein
left-external-iliac-vein: left-common-iliac-vein
left-common-iliac-vein: infrarenal-ivc
left-ovarian-vein-pelvic: left-ovarian-vein-abdominal
left-ovarian-vein-abdominal: left-renal-vein
left-renal-vein: suprarenal-ivc
right-uterine-vein: right-internal-iliac-vein
right-pelvic-venous-plexus: right-internal-iliac-vein
right-internal-iliac-vein: right-common-iliac-vein
right-external-iliac-vein: right-common-iliac-vein
right-common-iliac-vein: infrarenal-ivc
right-ovarian-vein-pelvic: right-ovarian-vein-abdominal
right-ovarian-vein-abdominal: infrarenal-ivc
right-renal-vein: suprarenal-ivc
infrarenal-ivc: suprarenal-ivc
suprarenal-ivc: retrohepatic-ivc
retrohepatic-ivc: suprahepatic-ivc
suprahepatic-ivc: right-atrium
hepatic-veins: suprahepatic-ivc
superior-vena-cava: right-atrium
right-atrium: right-ventricle
right-ventricle: pulmonary-arteries
pulmonary-arteries:
other:
"""

# The same for the tumour: where it grows next.
SPREAD_BY_HAND = """
left-uterine-vein: left-pelvic-venous-plexus left-internal-iliac-vein
left-pelvic-venous-plexus: left-internal-iliac-vein
left-internal-iliac-vein: left-common-iliac-vein
left-external-iliac-vein:
left-common-iliac-vein: left-external-iliac-vein infrarenal-ivc
left-ovarian-vein-pelvic: left-ovarian-vein-abdominal
left-ovarian-vein-abdominal: left-renal-vein
left-renal-vein: suprarenal-ivc
right-uterine-vein: right-pelvic-venous-plexus right-internal-iliac-vein
right-pelvic-venous-plexus: right-internal-iliac-vein
right-internal-iliac-vein: right-common-iliac-vein
right-external-iliac-vein:
right-common-iliac-vein: right-external-iliac-vein infrarenal-ivc
right-ovarian-vein-pelvic: right-ovarian-vein-abdominal
right-ovarian-vein-abdominal: infrarenal-ivc
right-renal-vein:
infrarenal-ivc: suprarenal-ivc
suprarenal-ivc: right-renal-vein retrohepatic-ivc
retrohepatic-ivc: suprahepatic-ivc hepatic-veins
suprahepatic-ivc: right-atrium
hepatic-veins:
superior-vena-cava:
right-atrium: superior-vena-cava right-ventricle
right-ventricle: pulmonary-arteries
pulmonary-arteries:
other:
"""


def read(table: str) -> dict[str, tuple[str, ...]]:
    """The table as a mapping from segment to segments."""
    lines = (line.split(":") for line in table.strip().splitlines())
    return {start: tuple(ends.split()) for start, ends in lines}


def paths(start: str, walked: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path of spread from `start`, each prefix included; stops the test when one comes back on itself."""
    assert start not in walked, f"{start} is reached from itself"
    walked = (*walked, start)
    yield walked
    for following in read(SPREAD_BY_HAND)[start]:
        yield from paths(following, walked)


PATHS = [path for source in SOURCES for path in paths(source)]


def test_blood_flow_equals_the_hand_written_list() -> None:
    """Every segment drains where S9 to S13 and standard anatomy say."""
    assert dict(FLOW) == read(FLOW_BY_HAND)


def test_spread_equals_the_hand_written_list() -> None:
    """Tumour follows the flow, goes down into the plexus, and enters the extras from the vena cava or the heart."""
    assert dict(SPREAD) == read(SPREAD_BY_HAND)


def test_spread_differs_from_flow_only_in_the_plexus_and_the_extras() -> None:
    """The edges against the blood are the seven into plexus and extras; those lost are the five out of the extras."""
    flow = {(start, end) for start, ends in FLOW.items() for end in ends}
    spread = {(start, end) for start, ends in SPREAD.items() for end in ends}
    assert {end for _, end in spread - flow} == {
        *EXTRAS,
        "left-pelvic-venous-plexus",
        "right-pelvic-venous-plexus",
    }
    assert len(spread - flow) == 7
    assert {start for start, _ in flow - spread} == set(EXTRAS)


def test_blood_of_every_segment_reaches_the_lung() -> None:
    """Following the blood from any segment but `other` ends in the pulmonary arteries."""
    for name in SEGMENTS:
        here = name
        for _ in SEGMENTS:
            here = FLOW[here][0] if FLOW[here] else here
        assert here == ("other" if name == "other" else "pulmonary-arteries")


def test_no_path_of_spread_comes_back() -> None:
    """Walking every path from every segment never meets a segment twice: the graph of spread is acyclic."""
    walked = [path for name in SEGMENTS for path in paths(name)]
    assert len(walked) > len(SEGMENTS)
    assert all(len(set(path)) == len(path) for path in walked)


def test_every_segment_but_other_can_be_reached_from_a_source() -> None:
    """Tumour gets everywhere from a uterine or ovarian vein, and never to `other`."""
    assert {path[-1] for path in PATHS} == set(SEGMENTS) - {"other"}


def test_sources_are_the_uterine_and_the_pelvic_ovarian_veins() -> None:
    """Nothing spreads into a source; the plexus is entered from the uterine vein of its side alone."""
    roots = {name for name in SEGMENTS if not spread_into(name)}
    assert roots == {*SOURCES, "other"}
    assert set(SOURCES) == {
        f"{side}-{name}" for side in ("left", "right") for name in ("uterine-vein", "ovarian-vein-pelvic")
    }
    for side in ("left", "right"):
        assert spread_into(f"{side}-pelvic-venous-plexus") == (f"{side}-uterine-vein",)


def test_extras_are_ends() -> None:
    """From a side branch the tumour goes nowhere else."""
    assert all(spread_from(name) == () for name in EXTRAS)
    assert all(len(spread_into(name)) == 1 for name in EXTRAS)


@pytest.mark.parametrize("name", SEGMENTS)
def test_spread_into_and_from_mirror_each_other(name: str) -> None:
    """A segment stands among the entries of exactly those segments that it grows into."""
    table = read(SPREAD_BY_HAND)
    assert spread_from(name) == table[name]
    assert spread_into(name) == tuple(start for start, ends in table.items() if name in ends)


def test_the_topological_order_puts_every_entry_first() -> None:
    """Each segment occurs once, after all from which tumour enters it."""
    assert sorted(TOPOLOGICAL_ORDER) == sorted(SEGMENTS)
    place = {name: index for index, name in enumerate(TOPOLOGICAL_ORDER)}
    assert all(place[start] < place[end] for path in PATHS for start, end in pairwise(path))


ROUTES_BY_HAND = {
    # S9: uterine, internal iliac, common iliac, vena cava, either side; S13: right heart, pulmonary arteries
    "i-left": "left-uterine-vein left-internal-iliac-vein left-common-iliac-vein infrarenal-ivc suprarenal-ivc"
    " retrohepatic-ivc suprahepatic-ivc right-atrium right-ventricle pulmonary-arteries",
    "i-right": "right-uterine-vein right-internal-iliac-vein right-common-iliac-vein infrarenal-ivc suprarenal-ivc"
    " retrohepatic-ivc suprahepatic-ivc right-atrium right-ventricle pulmonary-arteries",
    # S10: left ovarian, left renal, vena cava, which it enters at the renal level
    "ii-left": "left-ovarian-vein-pelvic left-ovarian-vein-abdominal left-renal-vein suprarenal-ivc"
    " retrohepatic-ivc suprahepatic-ivc right-atrium right-ventricle pulmonary-arteries",
    # S11: right ovarian, straight into the vena cava
    "ii-right": "right-ovarian-vein-pelvic right-ovarian-vein-abdominal infrarenal-ivc suprarenal-ivc"
    " retrohepatic-ivc suprahepatic-ivc right-atrium right-ventricle pulmonary-arteries",
}


def test_routes_are_those_of_the_paper() -> None:
    """Routes i and ii run on both sides as S9 to S11 say and go on as S13 says."""
    assert dict(ROUTES) == {name: tuple(text.split()) for name, text in ROUTES_BY_HAND.items()}


def test_every_path_to_the_lung_is_a_route_or_its_detour_through_the_plexus() -> None:
    """Brute force from the four sources finds the four routes, and routes i once more by way of the plexus (R8)."""
    to_the_lung = {path for path in PATHS if path[-1] == "pulmonary-arteries"}
    detours = {
        (f"{side}-uterine-vein", f"{side}-pelvic-venous-plexus", *ROUTES[f"i-{side}"][1:]) for side in ("left", "right")
    }
    assert to_the_lung == {*ROUTES.values(), *detours}


def test_route_own_ends_where_the_route_joins_another() -> None:
    """The own segments are the beginning of the route up to the vena cava, and belong to no other route."""
    assert dict(ROUTE_OWN) == {
        "i-left": ("left-uterine-vein", "left-internal-iliac-vein", "left-common-iliac-vein"),
        "i-right": ("right-uterine-vein", "right-internal-iliac-vein", "right-common-iliac-vein"),
        "ii-left": ("left-ovarian-vein-pelvic", "left-ovarian-vein-abdominal", "left-renal-vein"),
        "ii-right": ("right-ovarian-vein-pelvic", "right-ovarian-vein-abdominal"),
    }


def test_route_ii_left_never_fills_the_vena_cava_below_the_renal_veins() -> None:
    """What comes through the left renal vein enters at the renal level (S10)."""
    from_the_left_ovarian_vein = {name for path in paths("left-ovarian-vein-pelvic") for name in path}
    assert "suprarenal-ivc" in from_the_left_ovarian_vein
    assert "infrarenal-ivc" not in from_the_left_ovarian_vein


def test_next_at_risk_in_the_reference_patient() -> None:
    """Left uterine vein, plexus and ovarian vein involved: left internal iliac and left renal vein come next."""
    involved = (
        "left-uterine-vein",
        "left-pelvic-venous-plexus",
        "left-ovarian-vein-pelvic",
        "left-ovarian-vein-abdominal",
    )
    assert {following for name in involved for following in spread_from(name)} - set(involved) == {
        "left-internal-iliac-vein",
        "left-renal-vein",
    }


@pytest.mark.parametrize("name", ["ivc-unspecified", "left-femoral-vein"])
def test_spread_is_asked_of_one_segment(name: str) -> None:
    """A set or an unknown name has no neighbours; it is refused."""
    with pytest.raises(UnknownName):
        spread_into(name)
    with pytest.raises(UnknownName):
        spread_from(name)
