"""How often the intervals of pooling hold a truth that is known; `scripts/pooling_coverage` is the long run.

Centres are drawn from a known middle and spread, their events from their own shares, and both models estimate. Counted
are the intervals that hold the middle, and the share of new centres that fall into the prediction. Where middle and
spread are themselves drawn from the stated priors, the Bayesian intervals must hold them in 95 % of cases, whatever
the sizes of the studies.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np

from cephalad.evidence.pooling import SHARE_PRIORS, Pooled, pool_bayes, pool_ml

__all__ = ["SETTINGS", "Covered", "Setting", "counted", "main"]

MIXED = (114, 23, 11, 16, 13)


@dataclass(frozen=True)
class Setting:
    """Centres that are drawn: the share of the middle one, the spread, and the patients of each.

    Attributes
    ----------
    middle, spread : None where they are drawn from the priors
    """

    middle: float | None
    spread: float | None
    patients: tuple[int, ...]


SETTINGS: Mapping[str, Setting] = {
    "as-the-five-series": Setting(0.12, 0.7, MIXED),
    "centres-alike": Setting(0.12, 0.0, MIXED),
    "two-small-series": Setting(0.45, 0.5, (7, 9)),
    "ten-series": Setting(0.2, 0.8, (60, 12, 25, 40, 8, 30, 110, 15, 20, 50)),
    "from-the-priors": Setting(None, None, (30, 12, 25, 8)),
}
"""Settings by name."""


@dataclass(frozen=True)
class Covered:
    """What a setting gave.

    Attributes
    ----------
    runs : draws that were pooled
    ml, bayes : share of the intervals that held the middle
    ml_new, bayes_new : mean share of new centres within the prediction; nan where none was told
    """

    runs: int
    ml: float
    bayes: float
    ml_new: float
    bayes_new: float


def counted(setting: Setting, runs: int, seed: int, *, tolerance: float = 1e-3) -> Covered:
    """The coverage over so many draws; the same seed gives the same."""
    held = np.array([list(_held(setting, seed + run, tolerance)) for run in range(runs)])
    with np.errstate(invalid="ignore"):
        told = ~np.isnan(held)
        shares = np.where(told, held, 0).sum(axis=0) / np.where(told.any(axis=0), told.sum(axis=0), np.nan)
    return Covered(runs, *(float(share) for share in shares))


def _held(setting: Setting, seed: int, tolerance: float) -> Iterator[float]:
    rng = np.random.default_rng(seed)
    place, spread = _truth(setting, rng)
    shares = 1 / (1 + np.exp(-(place + spread * rng.standard_normal(len(setting.patients)))))
    events = [int(each) for each in rng.binomial(setting.patients, shares)]
    patients = list(setting.patients)
    found = (pool_ml(events, patients), pool_bayes(events, patients, tolerance=tolerance))
    middle = 1 / (1 + exp(-place))
    for pooled in found:
        assert isinstance(pooled, Pooled)
        yield float(pooled.low <= middle <= pooled.high)
    for pooled in found:
        assert isinstance(pooled, Pooled)
        yield _new_centres(pooled, place, spread)


def _truth(setting: Setting, rng: np.random.Generator) -> tuple[float, float]:
    if setting.middle is None or setting.spread is None:
        centre = log(SHARE_PRIORS.centre / (1 - SHARE_PRIORS.centre))
        drawn = rng.standard_normal(2)
        return centre + SHARE_PRIORS.centre_sd * float(drawn[0]), SHARE_PRIORS.spread_scale * abs(float(drawn[1]))
    return log(setting.middle / (1 - setting.middle)), setting.spread


def _new_centres(pooled: Pooled, place: float, spread: float) -> float:
    """The share of all centres of the truth that lie within the prediction."""
    low, high = pooled.predictive_low, pooled.predictive_high
    if low is None or high is None:
        return float("nan")
    ends = [log(each / (1 - each)) if 0 < each < 1 else (-1e9 if each <= 0 else 1e9) for each in (low, high)]
    if spread == 0:
        return float(ends[0] <= place <= ends[1])
    normal = NormalDist(place, spread)
    return normal.cdf(ends[1]) - normal.cdf(ends[0])


def _told(value: float) -> str:
    return '"none"' if np.isnan(value) else f"{value:.4f}"


def main() -> None:
    """Print the coverage of every setting as TOML."""
    parser = argparse.ArgumentParser(prog="scripts/pooling_coverage", description=__doc__)
    parser.add_argument("--runs", type=int, default=300, help="draws for each setting (default: 300)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first draw (default: 1)")
    options = parser.parse_args()
    print("# Written by scripts/pooling_coverage; do not edit.")
    print(f"seed = {options.seed}")
    for name, setting in SETTINGS.items():
        found = counted(setting, options.runs, options.seed)
        error = 1.96 * sqrt(0.95 * 0.05 / options.runs)
        print(f'\n[[setting]]\nname = "{name}"\nruns = {found.runs}\nchance = {error:.4f}')
        for each in ("ml", "bayes", "ml_new", "bayes_new"):
            print(f"{each} = {_told(getattr(found, each))}", flush=True)


if __name__ == "__main__":
    main()
