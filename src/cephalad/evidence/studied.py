"""Studied women whom a patient is near to: the stratum, what pooling made of it, and whether she is one of them.

Read, never computed: the figures ship with the package.
"""

from __future__ import annotations

from dataclasses import dataclass

from cephalad.evidence.pooled import pooled_named
from cephalad.evidence.pooled_model import PooledStratum
from cephalad.evidence.strata_model import Stratum
from cephalad.evidence.studies import stratum_named

__all__ = ["Studied", "studied"]


@dataclass(frozen=True, slots=True)
class Studied:
    """The outcome of studied women beside one patient.

    Attributes
    ----------
    stratum : the question, whose outcome it is, and what the figure leaves out
    result : the figures
    certain : whether she is known to be such a woman; where it is open the figure is told with that word
    """

    stratum: Stratum
    result: PooledStratum
    certain: bool


def studied(stratum_id: str, *, certain: bool) -> Studied:
    """The stratum of that id with its figures.

    Raises
    ------
    UnknownName : when there is none; it gives the nearest id
    """
    return Studied(stratum_named(stratum_id), pooled_named(stratum_id), certain)
