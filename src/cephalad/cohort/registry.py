"""Women of a cohort table who answer the question of a stratum of studies, each with or without its event.

A woman counts when she was seen again after her operation and is at risk of the event: of a recurrence after complete
resection, of a progression after an incomplete one, of either where the stratum takes them together. No time is
needed, for the studies beside her tell none. A stratum of cardiac disease alone has no women here: an outcome tells
that large veins were reached, not that the heart was.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooling_registry import RegistryPatient
from cephalad.evidence.strata_model import Stratum

__all__ = ["registry_patients"]

_AT_RISK: Mapping[str, tuple[str, ...]] = {
    "recurrence": ("complete",),
    "progression": ("incomplete",),
    "composite": ("complete", "incomplete", "conflicting", "unknown"),
}
_CALLED: Mapping[str, tuple[str, ...]] = {
    "recurrence": ("recurrence",),
    "progression": ("progression",),
    "composite": ("recurrence", "progression", "cannot-tell"),
}
_EXTENTS: Mapping[frozenset[str], tuple[str, ...]] = {
    frozenset(): ("none", "confined", "confined-or-more", "large-vein", "not-told"),
    frozenset({"confined", "pelvic"}): ("none", "confined"),
    frozenset({"large-vein", "ivc", "cardiac"}): ("large-vein",),
}
_OPERATIONS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("", ""): ("radical", "ovary-left", "uterus-kept", "not-told"),
    ("kept", ""): ("uterus-kept",),
    ("removed", ""): ("radical", "ovary-left"),
    ("removed", "removed"): ("radical",),
    ("removed", "kept"): ("ovary-left",),
}
_NOT_FOLLOWED = ("after-a-change", "never-seen-again")


def registry_patients(outcomes: pl.DataFrame, stratum: Stratum) -> list[RegistryPatient]:
    """The women of the outcomes who answer the stratum's question, in their order.

    Parameters
    ----------
    outcomes : one row a woman, in the columns of `cephalad.cohort.recurrence_outcomes.OUTCOMES`

    Raises
    ------
    InvalidArgument : for a stratum whose traits an outcome does not tell
    """
    extents = _EXTENTS.get(frozenset(stratum.of.get("extent", ())))
    organs = ("".join(stratum.of.get("uterus", ())), "".join(stratum.of.get("ovaries", ())))
    operations = _OPERATIONS.get(organs)
    if extents is None or operations is None:
        raise InvalidArgument(f"stratum: must ask for what a cohort table tells, got {stratum.id}; take a wider one")
    inside = outcomes.filter(
        pl.col("completeness").is_in(_AT_RISK[stratum.event])
        & pl.col("extent").is_in(extents)
        & pl.col("operation").is_in(operations)
        & ~pl.col("apart").is_in(_NOT_FOLLOWED).fill_null(value=False)
    )
    event = pl.col("name").is_in(_CALLED[stratum.event]).fill_null(value=False)
    return [RegistryPatient(*row) for row in inside.select("patient", event).iter_rows()]
