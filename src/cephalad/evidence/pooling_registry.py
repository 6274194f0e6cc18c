"""A registry's own patients beside the published studies: one more row, in which nobody is counted a second time.

Two ways in which a woman could count twice are closed. Patients whose published case ships with the program are left
out of the registry's row, and how many is told. Where the registry stands in a centre that has a study among the rows,
that study's row is replaced: its patients are the registry's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooled import inputs_of
from cephalad.evidence.pooled_model import PooledAnalysis, PooledRow
from cephalad.evidence.pooling_exact import exact_interval
from cephalad.evidence.pooling_strata import pool_rows
from cephalad.evidence.strata_model import Stratum
from cephalad.evidence.studies import studies
from cephalad.record import example_names
from cephalad.terms import clean

__all__ = ["REGISTRY", "RegistryPatient", "WithRegistry", "pool_with_registry"]

REGISTRY = "registry"
"""The study name of the registry's row."""

_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class RegistryPatient:
    """A woman of the registry who answers the stratum's question and was followed.

    Attributes
    ----------
    id : her pseudonym; that of a shipped published case marks her as published
    event : whether she had what the stratum counts
    """

    id: str
    event: bool


@dataclass(frozen=True, slots=True)
class WithRegistry:
    """The stratum with the registry's row, and what was left out so that nobody counts twice.

    Attributes
    ----------
    analysis : all rows; the registry's is the last and stands under the study `REGISTRY`
    published : pseudonyms of the registry that are shipped published cases and were left out
    replaced : rows of studies from the registry's own centre, which its row stands for
    """

    analysis: PooledAnalysis
    published: tuple[str, ...]
    replaced: tuple[str, ...]


def pool_with_registry(stratum: Stratum, patients: Iterable[RegistryPatient], *, family: str = "") -> WithRegistry:
    """The stratum pooled anew, the registry's women as one more row.

    Parameters
    ----------
    patients : women of one centre who answer the stratum's question; who was never seen again is not among them
    family : the word of the registry's centre, as the study files have it; "" for a centre without a study

    Raises
    ------
    InvalidArgument : for a woman who stands there twice, a registry of nobody, a family that no study has, and a
        stratum that does not count events among patients
    """
    if stratum.figure != "counts":
        raise InvalidArgument(
            f"stratum: must count events among patients, got {stratum.id}, which tells a {stratum.figure}; take another"
        )
    kept, published = _once_each(patients)
    events = sum(patient.event for patient in kept)
    main = inputs_of(stratum).main
    replaced = _of_family(main, family)
    registry = PooledRow(REGISTRY, REGISTRY, stratum.event, events, len(kept), *exact_interval(events, len(kept)))
    rows = [row for row in main if row not in replaced]
    return WithRegistry(
        pool_rows([*rows, registry], name=REGISTRY, event=stratum.event),
        published,
        tuple(row.name for row in replaced),
    )


def _once_each(patients: Iterable[RegistryPatient]) -> tuple[list[RegistryPatient], tuple[str, ...]]:
    told = list(patients)
    twice = [each for each, n in Counter(patient.id for patient in told).items() if n > 1]
    if twice:
        names = ", ".join(clean(each)[:60] for each in twice[:_MOST_TOLD])
        raise InvalidArgument(
            f"patients: must each stand there once, got {len(twice)} twice or more ({names}); keep one row of each"
        )
    shipped = frozenset(example_names())
    kept = [patient for patient in told if patient.id not in shipped]
    if not kept:
        raise InvalidArgument(
            f"patients: must be one at least who is no published case, got none among {len(told)}; nothing to add"
        )
    return kept, tuple(patient.id for patient in told if patient.id in shipped)


def _of_family(rows: Sequence[PooledRow], family: str) -> list[PooledRow]:
    if not family:
        return []
    known = sorted({study.family for study in studies().values() if study.family})
    if family not in known:
        raise InvalidArgument(f"family: must be a centre's word, got {clean(family)[:60]!r}; one of {', '.join(known)}")
    return [row for row in rows if studies()[row.study].family == family]
