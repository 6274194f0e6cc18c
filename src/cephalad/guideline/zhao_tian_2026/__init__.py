"""The default guideline: the management that Zhao and Tian (2026) describe, chapter by chapter."""

from __future__ import annotations

from cephalad.guideline.model import Guideline
from cephalad.guideline.zhao_tian_2026 import (
    differential,
    endocrine,
    extent,
    mdt,
    surveillance,
    suspicion,
    treatment,
    workup,
)

__all__ = ["GUIDELINE"]

GUIDELINE = Guideline(
    id="zhao-tian-2026",
    edition="zhao-tian-2026/1",
    title="Management of intravenous leiomyomatosis after Zhao and Tian 2026",
    chapters=(
        suspicion.CHAPTER,
        workup.CHAPTER,
        extent.CHAPTER,
        differential.CHAPTER,
        mdt.CHAPTER,
        treatment.CHAPTER,
        endocrine.CHAPTER,
        surveillance.CHAPTER,
    ),
)
