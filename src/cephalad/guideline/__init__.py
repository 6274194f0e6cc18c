"""The pathway as typed data: criteria, ladders, studies, options, indications and schedules, each with its source.

A guideline comes from its Python chapters and goes to the engines, the checker and the printed manual.
No rule is evaluated here, and none stands here without a source.
"""

from __future__ import annotations

from cephalad.guideline.digest import digest
from cephalad.guideline.model import Criterion, Guideline, Ladder, Parameter
from cephalad.guideline.shipped import DEFAULT, shipped_guideline

__all__ = ["Criterion", "Guideline", "Ladder", "Parameter", "default_guideline", "digest", "shipped_guideline"]


def default_guideline() -> Guideline:
    """The management that Zhao and Tian (2026) describe."""
    return shipped_guideline(DEFAULT)
