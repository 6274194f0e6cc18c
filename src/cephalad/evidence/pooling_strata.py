"""Every stratum computed from its studies, as `evidence pool --write` does, and the text of the file that ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

from cephalad.evidence.pooled import Inputs, inputs_of, raw_of
from cephalad.evidence.pooled_model import (
    CurvePoint,
    PeriodRate,
    Pooled,
    PooledAnalysis,
    PooledRow,
    PooledStratum,
    PriorChange,
)
from cephalad.evidence.pooling import (
    RATE_PRIORS,
    SHARE_PRIORS,
    Priors,
    TooFewStudies,
    period_rates,
    pool_bayes,
    pool_ml,
    pool_rates_bayes,
    pool_rates_ml,
)
from cephalad.evidence.strata_model import Stratum

__all__ = ["OTHER_PRIORS", "pool_rows", "pool_stratum", "pooled_text"]

OTHER_PRIORS: dict[str, tuple[float, float, float]] = {
    "centres-alike": (1.0, 1.0, 0.5),
    "centres-apart": (1.0, 1.0, 2.0),
    "centre-low": (1 / 3, 1.0, 1.0),
    "centre-vague": (1.0, 2.0, 1.0),
}
"""Other priors by name, as factors on the stated centre, its standard deviation and the scale of the spread."""

_DIGITS = 10


def pool_stratum(stratum: Stratum) -> PooledStratum:
    """The stratum with its alternatives, and its main analysis under other priors.

    Raises
    ------
    KeyError : for a row that does not exist; `check_strata` tells it
    """
    inputs = inputs_of(stratum)
    if stratum.figure == "cumulative":
        return PooledStratum(
            stratum.id, stratum.figure, inputs.digest, None, curve=inputs.curve, periods=_periods(inputs.curve)
        )
    main = pool_rows(inputs.main, event=stratum.event)
    alternatives = [
        pool_rows(rows, name=alternative.name, event=alternative.event)
        for alternative, rows in zip(stratum.alternatives, inputs.alternatives, strict=True)
    ]
    return PooledStratum(
        stratum.id, stratum.figure, inputs.digest, main, tuple(alternatives), _under_other_priors(inputs)
    )


def pool_rows(rows: Sequence[PooledRow], *, name: str = "", event: str = "recurrence") -> PooledAnalysis:
    """The rows under both models, or as raw counts where they come from fewer than two studies."""
    kept = tuple(rows)
    if len({row.study for row in kept}) < 2:
        return PooledAnalysis(name, event, kept, None, None, raw_of(kept))
    return PooledAnalysis(name, event, kept, _ml(kept), _bayes(kept, _stated(kept)), None)


def _stated(rows: Sequence[PooledRow]) -> Priors:
    return SHARE_PRIORS if rows[0].woman_years is None else RATE_PRIORS


def _ml(rows: Sequence[PooledRow]) -> Pooled:
    events, patients = [row.events for row in rows], [row.patients for row in rows]
    years = _years(rows)
    return _known(pool_ml(events, patients) if years is None else pool_rates_ml(events, years, patients))


def _bayes(rows: Sequence[PooledRow], priors: Priors) -> Pooled:
    events, patients = [row.events for row in rows], [row.patients for row in rows]
    years = _years(rows)
    found = pool_bayes(events, patients, priors) if years is None else pool_rates_bayes(events, years, patients, priors)
    return _known(found)


def _years(rows: Sequence[PooledRow]) -> list[float] | None:
    years = [row.woman_years for row in rows if row.woman_years is not None]
    return years if len(years) == len(rows) else None


def _known(found: Pooled | TooFewStudies) -> Pooled:
    if isinstance(found, TooFewStudies):
        raise TypeError("two studies make two rows")
    return found


def _under_other_priors(inputs: Inputs) -> tuple[PriorChange, ...]:
    if len({row.study for row in inputs.main}) < 2:
        return ()
    stated = _stated(inputs.main)
    changes = []
    for name, (centre, centre_sd, spread_scale) in OTHER_PRIORS.items():
        priors = Priors(stated.centre * centre, stated.centre_sd * centre_sd, stated.spread_scale * spread_scale)
        changes.append(PriorChange(name, **asdict(priors), bayes=_bayes(inputs.main, priors)))
    return tuple(changes)


def _periods(curve: Sequence[CurvePoint]) -> tuple[PeriodRate, ...]:
    found: list[PeriodRate] = []
    for study, cohort in dict.fromkeys((point.study, point.cohort) for point in curve):
        points = sorted(
            (point.months, point.share) for point in curve if (point.study, point.cohort) == (study, cohort)
        )
        months, shares = ([point[at] for point in points] for at in (0, 1))
        found += [PeriodRate(study, cohort, *each) for each in period_rates(months, shares)]
    return tuple(found)


# --- the file that ships ----------------------------------------------------------------------------------------------


def pooled_text(strata: Sequence[PooledStratum]) -> str:
    """The text of ``pooled.json``: the same strata give the same text, to ten digits."""
    content = {"strata": [_rounded(asdict(stratum)) for stratum in strata]}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    if isinstance(value, float) and isfinite(value):
        return float(f"{value:.{_DIGITS}g}")
    return value
