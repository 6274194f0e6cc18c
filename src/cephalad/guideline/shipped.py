"""The guidelines that come with the program, by name, and the packages in which their tables stand."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from cephalad.errors import UnknownName
from cephalad.guideline.model import Guideline
from cephalad.terms import nearest

__all__ = ["DEFAULT", "SHIPPED", "packages_of", "shipped_guideline"]

DEFAULT = "zhao-tian-2026"
SHIPPED: Mapping[str, str] = MappingProxyType(
    {
        DEFAULT: "cephalad.guideline.zhao_tian_2026",
        "consensus-2023": "cephalad.guideline.consensus_2023",
        "general-plan": "cephalad.guideline.general_plan",
    }
)
"""The package of each shipped guideline, the default one first."""


def shipped_guideline(name: str) -> Guideline:
    """The shipped guideline with this id or edition.

    Raises
    ------
    UnknownName : when none is shipped under that name; it gives the nearest one

    Examples
    --------
    >>> shipped_guideline("general-plan").varies
    'zhao-tian-2026'
    """
    known = name.partition("/")[0]
    if known in SHIPPED:
        guideline: Guideline = import_module(SHIPPED[known]).GUIDELINE
        if name in (guideline.id, guideline.edition):
            return guideline
    closest = nearest(known, SHIPPED) or DEFAULT
    raise UnknownName(f"no guideline {name[:60]!r}; the nearest one is {closest}")


def packages_of(guideline: Guideline) -> tuple[str, ...]:
    """The packages that hold a guideline's tables: those of what it varies first, then its own.

    A local variant changes numbers only and has no tables of its own; it may vary a variant, which varies another.
    """
    base = packages_of(shipped_guideline(guideline.varies)) if guideline.varies in SHIPPED else ()
    return (*base, SHIPPED[guideline.id]) if guideline.id in SHIPPED else base
