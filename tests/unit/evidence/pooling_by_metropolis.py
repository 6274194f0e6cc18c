"""The Bayesian model once more by the plainest method there is: a random walk by Metropolis, many chains at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cephalad.evidence.pooling import Priors

__all__ = ["Walked", "metropolis"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Walked:
    """Draws from the posterior: the middle centre's share, the spread, and the share of a new centre."""

    middle: Floats
    spread: Floats
    new: Floats


def metropolis(
    events: Sequence[int], totals: Sequence[int], priors: Priors, *, seed: int, chains: int = 1000, steps: int = 2500
) -> Walked:
    """Draws after a fifth of the steps, every fifth kept.

    The walk is over the middle, the spread (reflected at 0) and each centre's distance from the middle in spreads.
    """
    rng = np.random.default_rng(seed)
    y, n = (np.array(each, dtype=np.float64) for each in (events, totals))
    centre = np.log(priors.centre / (1 - priors.centre))
    mu = centre + rng.standard_normal(chains)
    tau = np.abs(rng.standard_normal(chains)) * priors.spread_scale
    z = rng.standard_normal((chains, len(y)))

    def rows(mu: Floats, tau: Floats, z: Floats) -> Floats:
        logit = mu[:, None] + tau[:, None] * z
        told: Floats = y * logit - n * np.logaddexp(0, logit)
        return told

    def before(mu: Floats, tau: Floats) -> Floats:
        told: Floats = -(((mu - centre) / priors.centre_sd) ** 2) / 2 - (tau / priors.spread_scale) ** 2 / 2
        return told

    kept: list[tuple[Floats, Floats]] = []
    height = rows(mu, tau, z)
    for step in range(steps):
        for mu_step, tau_step in ((0.5, 0.0), (0.0, 0.7), (0.3, 0.3)):
            mu_new = mu + mu_step * rng.standard_normal(chains)
            tau_new = np.abs(tau + tau_step * rng.standard_normal(chains))
            height_new = rows(mu_new, tau_new, z)
            gain = height_new.sum(axis=1) + before(mu_new, tau_new) - height.sum(axis=1) - before(mu, tau)
            taken = np.log(rng.random(chains)) < gain
            mu, tau = np.where(taken, mu_new, mu), np.where(taken, tau_new, tau)
            height = np.where(taken[:, None], height_new, height)
        z_new = z + 0.8 * rng.standard_normal(z.shape)
        height_new = rows(mu, tau, z_new)
        taken_each = np.log(rng.random(z.shape)) < height_new - height - z_new**2 / 2 + z**2 / 2
        z, height = np.where(taken_each, z_new, z), np.where(taken_each, height_new, height)
        if step >= steps // 5 and step % 5 == 0:
            kept.append((mu, tau))
    middles, spreads = (np.concatenate(each) for each in zip(*kept, strict=True))
    new = middles + spreads * rng.standard_normal(len(middles))
    return Walked(1 / (1 + np.exp(-middles)), spreads, 1 / (1 + np.exp(-new)))
