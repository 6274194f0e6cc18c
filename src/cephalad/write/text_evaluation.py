"""An evaluation of the screener as text for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from cephalad import __version__
from cephalad.cohort.survival import LEVEL, Estimate
from cephalad.screen.evaluate import Evaluation, ReadUpTo, TierFound
from cephalad.screen.labels import NO_TIER
from cephalad.screen.weighted import Share
from cephalad.write.evaluation_words import evaluation_sections, evaluation_title, stands_for
from cephalad.write.layout import STRONG, hanging, marked
from cephalad.write.text_summary import section_lines
from cephalad.write.words import word

__all__ = ["SCHEMA", "evaluation_as_dict", "evaluation_lines"]

SCHEMA = "cephalad-screen-evaluation/1"
"""Stands at the head of the JSON."""

Json = dict[str, Any]


def evaluation_lines(found: Evaluation, *, lang: str, width: int) -> Iterator[str]:
    """The lines of the evaluation; `render` of the layout makes them one text."""
    yield marked(evaluation_title(found, lang), STRONG)
    yield from hanging(stands_for(found, lang), width)
    for section in evaluation_sections(found, lang):
        yield ""
        yield from section_lines(section, width)
    yield ""
    yield from hanging(word("text.disclaimer", lang), width)


def evaluation_as_dict(found: Evaluation) -> Json:
    """Every figure: shares between 0 and 1, and null for what cannot be told or has no limit."""
    both = found.agreement
    return {
        "schema": SCHEMA,
        "version": __version__,
        "level": LEVEL,
        "labelled": found.n,
        "archive": round(found.n_archive),
        "sensitivity": _share(found.sensitivity) | {"not_excluded": _number(found.sensitivity_not_excluded)},
        "specificity": _share(found.specificity),
        "cases_in_archive": _share(found.cases),
        "predictive_value": None
        if found.prevalence is None
        else {"prevalence": found.prevalence} | _estimate(found.predictive_value),
        "tiers": [_tier(tier) for tier in found.tiers],
        "up_to": [_up_to(step) for step in found.up_to],
        "readers": {
            "labels": list(both.labels),
            "counts": [list(row) for row in both.counts],
            "agreed": both.n_agreed,
            "adjudicated": found.n_adjudicated,
            "kappa": _estimate(both.kappa),
            "agreement_on": {label: _number(both.on(label)) for label in both.labels},
        },
    }


def _tier(tier: TierFound) -> Json:
    return {
        "tier": None if tier.tier == NO_TIER else tier.tier,
        "reports": round(tier.n_reports),
        "labelled": tier.n_labelled,
        "cases": tier.n_cases,
        "share": _estimate(tier.share),
        "charts_per_case": _estimate(tier.charts_per_case),
    }


def _up_to(step: ReadUpTo) -> Json:
    return {
        "tier": step.tier,
        "charts": round(step.n_charts),
        "charts_per_case": _estimate(step.charts_per_case),
        "precision": _share(step.share),
        "of_all_cases": _share(step.found),
    }


def _share(share: Share) -> Json:
    told = {"counted": share.n_counted, "of": share.n, "effective_size": _number(share.n_effective)}
    return _estimate(share.estimate) | told


def _estimate(estimate: Estimate) -> Json:
    return {name: _number(getattr(estimate, name)) for name in ("value", "low", "high")}


def _number(value: float) -> float | None:
    return round(value, 6) if isfinite(value) else None
