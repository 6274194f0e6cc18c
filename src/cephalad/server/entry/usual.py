"""Which findings a form shows first: those that are recorded most, and those that a report must not leave unsaid.

The latter are what the pathway asks of every study, operation and specimen (S20, S21, S46, S60): behind a click they
would be forgotten, and a question would stay open.

Only the order of a form depends on this. Every other finding stands behind "more findings".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["USUAL"]

_WORDS = {
    "history": "fibroids uterine-surgery myomectomy hysterectomy ovaries-removed obstetric comorbidity anticoagulation",
    "complaint": "menorrhagia pelvic-pain leg-swelling venous dyspnoea palpitations syncope cardiac duration other",
    "examination": "uterus-enlarged uterus-size leg-oedema cardiopulmonary electrocardiogram impression",
    "laboratory": "blood-count anaemia haemoglobin coagulation tumour-markers d-dimer",
    "imaging": "modality contrast regions technique relation-to-vessels fibroid endometrium "
    "new-or-growing-tumour reading impression",
    "operation": "procedures approach uterus ovaries-left completeness integrity for-ivl worm-like-tumour "
    "vascular-surgery-called specimen-sent-apart findings",
    "pathology": "specimen specimen-from diagnosis intraluminal-smooth-muscle vessels-contain-tumour "
    "vessels-outside-uterus atypia atypical-mitoses coagulative-necrosis mitoses-per-10-hpf margins-clear findings",
    "mass": "location side reading longest-diameter second-diameter irregular-shape heterogeneous "
    "close-to-uterine-wall branching-flow vascular-involvement",
    "vein": "content continuous-with-source explored outcome upper-limit",
}

USUAL: Mapping[str, tuple[str, ...]] = MappingProxyType({kind: tuple(_WORDS[kind].split()) for kind in _WORDS})
"""Short names by kind of event, ``mass`` and ``vein``; a kind that is not here is short enough to show whole."""
