"""The pathway as typed data: criteria, ladders, studies, options, indications and schedules, each with its source.

A guideline comes from its Python chapters and goes to the engines, the checker and the printed manual.
No rule is evaluated here, and none stands here without a source.
"""

from __future__ import annotations

from cephalad.guideline.digest import digest
from cephalad.guideline.model import Criterion, Guideline, Ladder, Parameter

__all__ = ["Criterion", "Guideline", "Ladder", "Parameter", "default_guideline", "digest"]


def default_guideline() -> Guideline:
    """The management that Zhao and Tian (2026) describe."""
    from cephalad.guideline.zhao_tian_2026 import GUIDELINE

    return GUIDELINE
