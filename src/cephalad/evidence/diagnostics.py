"""The diagnostic figures of the studies, with their intervals, and those that belong beside a study of the work-up."""

from __future__ import annotations

from functools import cache
from math import sqrt
from statistics import NormalDist

from cephalad.evidence.studies import read_sound, shipped_texts
from cephalad.evidence.study_model import Diagnostic

__all__ = ["AMONG_PROVEN", "diagnostics", "diagnostics_for", "interval", "share", "wilson_interval"]

AMONG_PROVEN = ("detected", "suspected", "sign-present")
"""Measures that are shares of women who have the disease: how often it is recognised, never how often a suspicion is
right."""

_Z = NormalDist().inv_cdf(0.975)


@cache
def diagnostics() -> tuple[Diagnostic, ...]:
    """Every diagnostic figure, study by study in the order of the alphabet.

    Examples
    --------
    >>> [(each.found, each.of) for each in diagnostics() if each.study == "Xia-2022"]
    [(4, 72), (11, 51), (4, 19)]
    """
    # Few studies have one, and an assessment should not wait for the others.
    with_figures = ((name, text) for name, text in shipped_texts().items() if "[[diagnostics]]" in text)
    return tuple(figure for name, text in with_figures for figure in read_sound(name, text).study.diagnostics)


def diagnostics_for(study_id: str) -> tuple[Diagnostic, ...]:
    """The figures that belong beside a study of the work-up, such as ``pelvic-ultrasound``.

    The disease itself goes before single signs, counts before printed shares, more women before fewer. Nothing for a
    study of which nobody told a figure.
    """
    return _by_work_up().get(study_id, ())


@cache
def _by_work_up() -> dict[str, tuple[Diagnostic, ...]]:
    names = {name for figure in diagnostics() for name in figure.work_up}
    return {
        name: tuple(
            sorted(
                (figure for figure in diagnostics() if name in figure.work_up),
                key=lambda figure: (figure.sign != "", figure.found is None, -(figure.of or 0)),
            )
        )
        for name in names
    }


def share(figure: Diagnostic) -> float | None:
    """The share from 0 to 1: from the counts where they are told, else as printed."""
    if figure.found is not None and figure.of:
        return figure.found / figure.of
    return figure.value


def interval(figure: Diagnostic) -> tuple[float, float] | None:
    """The 95 % interval: as printed, else Wilson's from the counts; None where neither is told."""
    if figure.low is not None and figure.high is not None:
        return figure.low, figure.high
    if figure.found is not None and figure.of:
        return wilson_interval(figure.found, figure.of)
    return None


def wilson_interval(found: float, of: float) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (J Am Stat Assoc 1927; 22: 209-212).

    Parameters
    ----------
    found, of : counts, ``0 <= found <= of`` and ``of > 0``; those of a weighted sample need not be whole

    Examples
    --------
    >>> low, high = wilson_interval(34, 61)
    >>> round(low, 3), round(high, 3)
    (0.433, 0.675)
    """
    observed = found / of
    spread = _Z * sqrt(observed * (1 - observed) / of + _Z**2 / (4 * of**2))
    middle, scale = observed + _Z**2 / (2 * of), 1 + _Z**2 / of
    # At the ends the limit is the share itself; a sum of fractions would miss it by a rounding.
    return (0.0 if found == 0 else (middle - spread) / scale), (1.0 if found == of else (middle + spread) / scale)
