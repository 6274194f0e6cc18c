"""The keys of a study file: what each block holds, in the order in which it is written, and what each key takes."""

from __future__ import annotations

from collections.abc import Mapping

from cephalad.evidence.data_files import Form
from cephalad.evidence.study_model import (
    COMPLETENESS,
    DESIGNS,
    DIAGNOSTIC_MEASURES,
    EFFECT_MEASURES,
    EVENTS,
    EXTENTS,
    ORGANS,
    READINGS,
    SURVIVAL_EVENTS,
)

__all__ = ["BLOCKS", "STUDY"]


def _word(*words: str, required: bool = False) -> Form:
    return Form("word", words, required)


_TEXT, _COUNT, _NUMBER, _SHARE, _FLAG = (Form(kind) for kind in ("text", "count", "number", "share", "flag"))
_NEEDED = Form("text", required=True)
_MONTHS = dict.fromkeys(("median", "mean", "shortest", "longest"), _NUMBER)
_AGES = dict.fromkeys(("median", "mean", "youngest", "oldest"), _NUMBER)

_HEAD: dict[str, Form] = {
    "id": Form("id", required=True),
    "citation": _NEEDED,
    "identifier": _TEXT,
    "also": Form("texts"),
    "source": _TEXT,
    "country": _TEXT,
    "centre": _TEXT,
    "family": Form("short"),
    "enrolled_from": Form("date"),
    "enrolled_to": Form("date"),
    "design": _word(*DESIGNS, required=True),
    "reading": _word(*READINGS, required=True),
    "overlaps": Form("ids"),
    "apart_from": Form("ids"),
    "covers": _TEXT,
    "note": _TEXT,
}
_COHORT: Mapping[str, Form] = {
    "id": Form("id", required=True),
    "label": _NEEDED,
    "part_of": _TEXT,
    "patients": _COUNT,
    "followed": _COUNT,
    "events": _COUNT,
    "event": _word(*EVENTS, required=True),
    "derived": _FLAG,
    "lower_bound": _FLAG,
    "percent": Form("percent"),
    "denominator_told": _FLAG,
    "deaths": _COUNT,
    "completeness": _word(*COMPLETENESS),
    "extent": _word(*EXTENTS),
    "uterus": _word(*ORGANS),
    "ovaries": _word(*ORGANS),
    "age": Form("table", forms=_AGES),
    "follow_up": Form("table", forms=_MONTHS),
    "time_to_event": Form("table", forms=_MONTHS),
    "note": _TEXT,
}
_SURVIVAL: Mapping[str, Form] = {
    "cohort": _NEEDED,
    "months": Form("number", required=True),
    "cumulative": Form("share", required=True),
    "event": _word(*SURVIVAL_EVENTS),
    "method": _TEXT,
    "low": _SHARE,
    "high": _SHARE,
    "note": _TEXT,
}
_EFFECT: Mapping[str, Form] = {
    "factor": _NEEDED,
    "contrast": _TEXT,
    "measure": _word(*EFFECT_MEASURES, required=True),
    "estimate": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "p": Form("p"),
    "adjusted": Form("truth"),
    "note": _TEXT,
}
_DIAGNOSTIC: Mapping[str, Form] = {
    "modality": _NEEDED,
    "measure": _word(*DIAGNOSTIC_MEASURES, required=True),
    "sign": _TEXT,
    "setting": _TEXT,
    "reference": _TEXT,
    "found": _COUNT,
    "of": _COUNT,
    "value": _SHARE,
    "low": _SHARE,
    "high": _SHARE,
    "derived": _FLAG,
    "denominator_told": _FLAG,
    "work_up": Form("texts"),
    "note": _TEXT,
}
BLOCKS: Mapping[str, Mapping[str, Form]] = {
    "cohorts": _COHORT,
    "survival": _SURVIVAL,
    "effects": _EFFECT,
    "diagnostics": _DIAGNOSTIC,
}
"""The lists of entries below the keys of the study itself."""

STUDY: Mapping[str, Form] = _HEAD | {name: Form("entries", forms=forms) for name, forms in BLOCKS.items()}
"""The keys of a study file."""
