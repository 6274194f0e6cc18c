"""The results of pooling as they ship: read, never computed, and with them a hash that tells whether they are current.

What a stratum is computed from is gathered here too, because the hash is of that. Nothing here loads numpy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from cephalad.errors import UnknownName
from cephalad.evidence.pooled_model import (
    CurvePoint,
    PeriodRate,
    Pooled,
    PooledAnalysis,
    PooledRow,
    PooledStratum,
    PriorChange,
    TooFewStudies,
    natural_frequency,
)
from cephalad.evidence.pooling_exact import exact_interval, exact_rate_interval
from cephalad.evidence.strata_model import Alternative, Stratum
from cephalad.evidence.studies import rows_of, strata
from cephalad.evidence.study_model import Cohort, Study
from cephalad.terms import nearest

__all__ = [
    "METHOD",
    "CurvePoint",
    "Inputs",
    "PeriodRate",
    "Pooled",
    "PooledAnalysis",
    "PooledRow",
    "PooledStratum",
    "PriorChange",
    "TooFewStudies",
    "inputs_of",
    "natural_frequency",
    "out_of_date",
    "pooled",
    "pooled_named",
    "raw_of",
]

METHOD = "1"
"""Part of every hash: raised when the models, their priors or the figures they tell change."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a stratum is computed from.

    Attributes
    ----------
    digest : SHA-256 of all of it
    main, alternatives : rows in the order of the stratum; none for cumulative shares
    curve : the points of cumulative shares
    """

    digest: str
    main: tuple[PooledRow, ...]
    alternatives: tuple[tuple[PooledRow, ...], ...]
    curve: tuple[CurvePoint, ...]


def inputs_of(stratum: Stratum) -> Inputs:
    """The rows of a stratum with their counts, and the hash of them.

    Raises
    ------
    KeyError : for a row that does not exist; `check_strata` tells it
    """
    if stratum.figure == "cumulative":
        curve = tuple(_points(stratum))
        return Inputs(_digest(stratum, [_cell(each) for each in curve]), (), (), curve)
    main = _rows(stratum)
    alternatives = tuple(_rows(stratum, each) for each in stratum.alternatives)
    content = [[_cell(row) for row in rows] for rows in (main, *alternatives)]
    return Inputs(_digest(stratum, content), main, alternatives, ())


def _rows(stratum: Stratum, alternative: Alternative | None = None) -> tuple[PooledRow, ...]:
    in_years = stratum.figure == "rate"
    return tuple(_row(study, cohort, in_years=in_years) for study, cohort in rows_of(stratum, alternative))


def _row(study: Study, cohort: Cohort, *, in_years: bool) -> PooledRow:
    """A cohort with its counts; the checker has seen to it that a row of a stratum has them."""
    events, patients, years = cohort.events or 0, cohort.total or 0, cohort.woman_years or 0.0
    if in_years:
        n_patients = patients or cohort.patients or 0
        interval = exact_rate_interval(events, years)
        return PooledRow(study.id, cohort.id, cohort.event, events, n_patients, *interval, woman_years=years)
    return PooledRow(study.id, cohort.id, cohort.event, events, patients, *exact_interval(events, patients))


def _points(stratum: Stratum) -> Iterator[CurvePoint]:
    for study, cohort in rows_of(stratum):
        for point in study.survival:
            if point.cohort == cohort.id and point.event == stratum.event:
                yield CurvePoint(study.id, cohort.id, point.months, point.cumulative, point.low, point.high)


def _cell(value: PooledRow | CurvePoint) -> list[str | float | None]:
    if isinstance(value, CurvePoint):
        return [value.study, value.cohort, value.months, value.share, value.low, value.high]
    return [value.name, value.event, value.events, value.patients, value.woman_years]


def _digest(stratum: Stratum, rows: Sequence[Any]) -> str:
    names = [(each.name, each.event) for each in stratum.alternatives]
    content = [METHOD, stratum.id, stratum.figure, stratum.event, names, rows]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def raw_of(rows: Sequence[PooledRow]) -> TooFewStudies:
    """The raw counts of rows of one study, taken together, with their exact interval."""
    events, patients = (sum(getattr(row, name) for row in rows) for name in ("events", "patients"))
    studies = len({row.study for row in rows})
    years = [row.woman_years for row in rows if row.woman_years is not None]
    if years:
        total = sum(years)
        return TooFewStudies(studies, patients, events, *exact_rate_interval(events, total), woman_years=total)
    return TooFewStudies(studies, patients, events, *exact_interval(events, patients))


# --- what ships -------------------------------------------------------------------------------------------------------


@cache
def pooled() -> Mapping[str, PooledStratum]:
    """The shipped result of every stratum by id, in the order of the strata.

    Raises
    ------
    KeyError, TypeError, ValueError : the file of the package is broken; a fault of the program, never of its user

    Examples
    --------
    >>> analysis = pooled()["any-surgery"].main
    >>> analysis.studies, analysis.events, analysis.patients
    (5, 34, 177)
    """
    from importlib.resources import files

    text = (files("cephalad.evidence") / "data" / "pooled.json").read_text(encoding="utf-8")
    return MappingProxyType({row["id"]: _stratum(row) for row in json.loads(text)["strata"]})


def pooled_named(stratum_id: str) -> PooledStratum:
    """The shipped result of one stratum.

    Raises
    ------
    UnknownName : when there is none; it gives the nearest id
    """
    known = pooled()
    if stratum_id not in known:
        closest = nearest(stratum_id, known)
        hint = f"did you mean {closest}?" if closest else f"there are {', '.join(known)}"
        raise UnknownName(f"no pooled stratum {stratum_id[:60]!r}; {hint}")
    return known[stratum_id]


def out_of_date() -> tuple[str, ...]:
    """The strata whose shipped result is missing or was computed from other rows; empty when all are current."""
    shipped = pooled()
    current = {stratum.id: inputs_of(stratum).digest for stratum in strata()}
    changed = [each for each, digest in current.items() if each not in shipped or shipped[each].inputs != digest]
    return (*changed, *(each for each in shipped if each not in current))


# Keys are passed on by name, so that an unknown or missing key in the file raises instead of being dropped.


def _stratum(row: dict[str, Any]) -> PooledStratum:
    typed = {
        "main": row["main"] and _analysis(row["main"]),
        "alternatives": tuple(_analysis(each) for each in row["alternatives"]),
        "priors": tuple(PriorChange(**(each | {"bayes": Pooled(**each["bayes"])})) for each in row["priors"]),
        "curve": tuple(CurvePoint(**each) for each in row["curve"]),
        "periods": tuple(PeriodRate(**each) for each in row["periods"]),
    }
    return PooledStratum(**(row | typed))


def _analysis(row: dict[str, Any]) -> PooledAnalysis:
    typed = {
        "rows": tuple(PooledRow(**each) for each in row["rows"]),
        "ml": row["ml"] and Pooled(**row["ml"]),
        "bayes": row["bayes"] and Pooled(**row["bayes"]),
        "raw": row["raw"] and TooFewStudies(**row["raw"]),
    }
    return PooledAnalysis(**(row | typed))
