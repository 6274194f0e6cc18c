"""How blood flows through the segments, and how the tumour spreads through them.

`FLOW` is anatomy: every edge in the direction of the blood. `SPREAD` is the way of the tumour: with the flow from the
uterus to the lung, and at five kinds of places against it. What follows from continuity is asked of `SPREAD`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from itertools import pairwise
from types import MappingProxyType

from cephalad.anatomy.segments import SEGMENTS, segment

__all__ = [
    "EXTRAS",
    "FLOW",
    "ROUTES",
    "ROUTE_OWN",
    "SOURCES",
    "SPREAD",
    "TOPOLOGICAL_ORDER",
    "spread_from",
    "spread_into",
]

_Edges = tuple[tuple[str, str], ...]

_TO_THE_HEAD = (
    "infrarenal-ivc",
    "suprarenal-ivc",
    "retrohepatic-ivc",
    "suprahepatic-ivc",
    "right-atrium",
    "right-ventricle",
    "pulmonary-arteries",
)


def _uterine_route(side: str) -> tuple[str, ...]:
    """Route i: uterine, internal iliac, common iliac vein, then the whole vena cava (S9, S13)."""
    own = (f"{side}-uterine-vein", f"{side}-internal-iliac-vein", f"{side}-common-iliac-vein")
    return own + _TO_THE_HEAD


ROUTES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "i-left": _uterine_route("left"),
        "i-right": _uterine_route("right"),
        # The left renal vein opens at the renal level: what comes through it never fills the vena cava below.
        "ii-left": (
            "left-ovarian-vein-pelvic",
            "left-ovarian-vein-abdominal",
            "left-renal-vein",
            *_TO_THE_HEAD[1:],
        ),
        "ii-right": ("right-ovarian-vein-pelvic", "right-ovarian-vein-abdominal", *_TO_THE_HEAD),
    }
)
"""The four routes of the paper, each continued to the pulmonary arteries (zhao-tian-2026, S9 to S11 and S13)."""

SOURCES: tuple[str, ...] = (
    "left-uterine-vein",
    "left-ovarian-vein-pelvic",
    "right-uterine-vein",
    "right-ovarian-vein-pelvic",
)
"""Segments that tumour enters straight from a uterine, parametrial or ovarian mass.

The pelvic venous plexus is none of them: it is entered from the uterine vein of its side (clinical.md §1.1 R8).
"""

EXTRAS: tuple[str, ...] = (
    "left-external-iliac-vein",
    "right-external-iliac-vein",
    "right-renal-vein",
    "hepatic-veins",
    "superior-vena-cava",
)
"""Side branches that tumour reaches only against the blood flow, and does not leave (clinical.md §1.1 R5 to R7).

The right renal vein has no row of its own there; it is here because it opens into the vena cava likewise (D).
"""


def _steps(route: tuple[str, ...]) -> _Edges:
    return tuple(pairwise(route))


_TRIBUTARIES: _Edges = (
    ("left-pelvic-venous-plexus", "left-internal-iliac-vein"),
    ("right-pelvic-venous-plexus", "right-internal-iliac-vein"),
    ("left-external-iliac-vein", "left-common-iliac-vein"),
    ("right-external-iliac-vein", "right-common-iliac-vein"),
    ("right-renal-vein", "suprarenal-ivc"),
    ("hepatic-veins", "suprahepatic-ivc"),
    ("superior-vena-cava", "right-atrium"),
)

_AGAINST_THE_FLOW: _Edges = (
    ("left-uterine-vein", "left-pelvic-venous-plexus"),
    ("right-uterine-vein", "right-pelvic-venous-plexus"),
    ("left-common-iliac-vein", "left-external-iliac-vein"),
    ("right-common-iliac-vein", "right-external-iliac-vein"),
    ("suprarenal-ivc", "right-renal-vein"),
    ("retrohepatic-ivc", "hepatic-veins"),
    ("right-atrium", "superior-vena-cava"),
)


def _adjacency(edges: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The targets of each segment, in print order; every segment is a key."""
    known = set(edges)
    return MappingProxyType({start: tuple(end for end in SEGMENTS if (start, end) in known) for start in SEGMENTS})


def _reversed(graph: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return _adjacency((end, start) for start, ends in graph.items() for end in ends)


def _topological_order(entries: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Each segment after all segments from which tumour enters it; ties in print order."""
    sorter = TopologicalSorter(entries)
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = set(sorter.get_ready())
        order.extend(name for name in SEGMENTS if name in ready)
        sorter.done(*ready)
    return tuple(order)


_FLOW_EDGES: _Edges = (*(step for route in ROUTES.values() for step in _steps(route)), *_TRIBUTARIES)

FLOW: Mapping[str, tuple[str, ...]] = _adjacency(_FLOW_EDGES)
"""The segments into which each segment's blood flows next; `other` is isolated."""

SPREAD: Mapping[str, tuple[str, ...]] = _adjacency(
    (*(edge for edge in _FLOW_EDGES if edge[0] not in EXTRAS), *_AGAINST_THE_FLOW)
)
"""The segments into which tumour grows next from each segment; acyclic, `other` is isolated.

It is the blood flow except that the downward way into the pelvic venous plexus is added (clinical.md §1.1 R8) and the
edges of `EXTRAS` point into them. Growth from the vena cava down into a left renal or iliac vein is not drawn: it
would close a circle, and neither the paper nor clinical.md §1.1 lists it.

References
----------
zhao-tian-2026, S9 to S13; clinical.md §1.1
"""

_ENTRIES: Mapping[str, tuple[str, ...]] = _reversed(SPREAD)

TOPOLOGICAL_ORDER: tuple[str, ...] = _topological_order(_ENTRIES)
"""Every segment after all segments from which tumour enters it, so that one pass settles continuity."""

ROUTE_OWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(each for each in route if sum(each in other for other in ROUTES.values()) == 1)
        for name, route in ROUTES.items()
    }
)
"""The segments of each route that lie on no other route: tumour there tells which way it came."""


def spread_into(name: str) -> tuple[str, ...]:
    """The segments from which tumour grows into this one; empty for a source of the tree and for `other`.

    Raises
    ------
    UnknownName : for anything that is not one segment

    Examples
    --------
    >>> spread_into("suprarenal-ivc")
    ('left-renal-vein', 'infrarenal-ivc')
    """
    return _ENTRIES[segment(name).id]


def spread_from(name: str) -> tuple[str, ...]:
    """The segments into which tumour grows from this one: those at risk once it is involved.

    Raises
    ------
    UnknownName : for anything that is not one segment

    Examples
    --------
    >>> spread_from("left-ovarian-vein-abdominal")
    ('left-renal-vein',)
    """
    return SPREAD[segment(name).id]
