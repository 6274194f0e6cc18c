"""A cohort's summary as JSON: counts under the ids of the answers, hidden ones without a number and without a share."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import Any

from cephalad.cohort.small_cells import FEWEST, Hidden
from cephalad.cohort.summary import LateDays, Snapshot, Summary
from cephalad.cohort.summary_cells import (
    ALL,
    COMPLETENESS,
    HORIZONS,
    LADDERS,
    NEXT_STATUSES,
    NEXT_STUDIES,
    WORKUP_STATUSES,
)
from cephalad.guideline.model import RISK_GROUPS
from cephalad.write.summary_tables import demand_statements

__all__ = ["summary_as_dict"]

Json = dict[str, Any]
_FORMAT = "cephalad-summary/1"


def summary_as_dict(summary: Summary) -> Json:
    """``{format, guideline, fewest, moments: [{as_of, women, suspicion, …, agreement}]}``; the same answers, the same.

    A count is ``{count, hidden, share}``. While it is hidden its number and its share are null, and *hidden* says why:
    ``fewer`` than five, five or ``more``, or ``withheld``.
    """
    return {
        "format": _FORMAT,
        "guideline": summary.edition,
        "fewest": FEWEST if summary.hides else None,
        "moments": [_moment(at, summary) for at in summary.snapshots],
    }


def _moment(at: Snapshot, summary: Summary) -> Json:
    return {
        "as_of": at.as_of,
        "women": _count(at, ALL),
        **{name: _scale(at, name, summary) for name in LADDERS},
        "urgent": {"any": _count(at, "urgent"), **_counts(at, "urgent", summary.guideline.urgent)},
        "operated": _count(at, "operated"),
        "completeness": _counts(at, "completeness", COMPLETENESS, "operated"),
        "followed": _count(at, "followed"),
        "risk_group": _counts(at, "risk_group", (*RISK_GROUPS, "cannot-tell"), "followed"),
        "risk_group_not_excluded": {
            group: _count(at, f"risk_group.{group}.not-excluded", "followed") for group in RISK_GROUPS[1:]
        },
        "plan_group": _counts(at, "plan_group", RISK_GROUPS, "followed"),
        "next": {
            "any": _count(at, "next", "followed"),
            "status": _counts(at, "next.status", NEXT_STATUSES, "next"),
            "study": {study: _next(at, study) for study in NEXT_STUDIES},
            "window_closes": _counts(at, "closes", ("past", *map(str, HORIZONS), "later", "untold"), "next"),
            "late_days": _late(at.late),
        },
        "workup": {study: _counts(at, f"workup.{study}", WORKUP_STATUSES) for study in summary.studies},
        "missing": None if summary.facts is None else _counts(at, "missing", summary.facts),
        "agreement": {demand: _demand(at, demand, summary) for demand in summary.demands},
    }


def _count(at: Snapshot, name: str, total: str = ALL) -> Json:
    count, share = at.counts[name], at.share(name, total)
    return {
        "count": None if isinstance(count, Hidden) else count,
        "hidden": count.value if isinstance(count, Hidden) else None,
        "share": None if share is None or isnan(share.value) else share.value,
    }


def _counts(at: Snapshot, name: str, words: Iterable[str], total: str = ALL) -> Json:
    return {word: _count(at, f"{name}.{word}", total) for word in words}


def _scale(at: Snapshot, name: str, summary: Summary) -> Json:
    ladder = summary.guideline.ladders[name.replace("_", "-")]
    steps = [rung.value for rung in ladder.rungs]
    every = [ladder.floor, *steps, *(["excluded"] if name == "suspicion" else [])]
    return {
        step: {
            "reached": _count(at, f"{name}.{step}"),
            "more_not_excluded": _count(at, f"{name}.{step}.open", f"{name}.{step}"),
            "not_reached_not_excluded": _count(at, f"{name}.{step}.not-excluded") if step in steps else None,
        }
        for step in every
    }


def _next(at: Snapshot, study: str) -> Json:
    return {"any": _count(at, f"next.{study}", "next"), **_counts(at, f"next.{study}", NEXT_STATUSES, f"next.{study}")}


def _late(late: LateDays) -> Json:
    quarter, half, three_quarters = late.quantiles
    return {"quarter": quarter, "half": half, "three_quarters": three_quarters, "longest": late.longest}


def _demand(at: Snapshot, demand: str, summary: Summary) -> Json:
    part = f"agreement.{demand}"
    found = at.share(f"{part}.missed", f"{part}.known")
    told = found is not None and not isnan(found.value)
    return {
        "not_met": _count(at, f"{part}.missed", f"{part}.known"),
        "of": _count(at, f"{part}.known"),
        "interval": [found.low, found.high] if found is not None and told else None,
        "not_known": _count(at, f"{part}.unknown"),
        "statements": list(demand_statements(summary, demand)),
    }
