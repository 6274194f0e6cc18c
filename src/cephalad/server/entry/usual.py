"""Which findings a form shows first: those that are recorded most, by the published cases and the work-up.

Only the order of a form depends on this. Every other finding stands behind "more findings".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["USUAL"]

_WORDS = {
    "history": "fibroids uterine-surgery myomectomy hysterectomy ovaries-removed obstetric comorbidity anticoagulation",
    "complaint": "menorrhagia pelvic-pain leg-swelling dyspnoea palpitations syncope cardiac duration other",
    "examination": "uterus-enlarged uterus-size leg-oedema cardiopulmonary impression",
    "laboratory": "blood-count anaemia haemoglobin tumour-markers d-dimer",
    "imaging": "modality contrast regions relation-to-vessels fibroid reading impression",
    "operation": "procedures approach uterus ovaries-left completeness integrity for-ivl findings",
    "pathology": "specimen specimen-from diagnosis intraluminal-smooth-muscle vessels-contain-tumour atypia "
    "coagulative-necrosis mitoses-per-10-hpf margins-clear findings",
    "mass": "location side reading longest-diameter second-diameter vascular-involvement",
    "vein": "content continuous-with-source outcome",
}

USUAL: Mapping[str, tuple[str, ...]] = MappingProxyType({kind: tuple(_WORDS[kind].split()) for kind in _WORDS})
"""Short names by kind of event, ``mass`` and ``vein``; a kind that is not here is short enough to show whole."""
