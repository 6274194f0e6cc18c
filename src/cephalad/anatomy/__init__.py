"""Names of veins and of studies come in; segments, their graph, and what a study can speak about go out.

Segments, segment sets and the two relations of the venous tree (blood flow, spread of tumour) are constants in plain
mappings and tuples. No patient, no finding and no clinical conclusion ever stands here.
"""

from __future__ import annotations

from cephalad.anatomy.coverage import (
    EXPLORATION,
    MODALITIES,
    REGIONS,
    Contrast,
    Naming,
    cleared_by,
    clears,
    covered,
)
from cephalad.anatomy.graph import (
    EXTRAS,
    FLOW,
    ROUTE_OWN,
    ROUTES,
    SOURCES,
    SPREAD,
    TOPOLOGICAL_ORDER,
    spread_from,
    spread_into,
)
from cephalad.anatomy.segments import SEGMENTS, Segment, Side, segment
from cephalad.anatomy.sets import (
    ABDOMINAL,
    CAVAL_AND_CARDIAC,
    EXTRA_UTERINE_VESSELS,
    HEART,
    HEART_AND_PULMONARY,
    ILIAC,
    IVC,
    LARGE_VEINS,
    OVARIAN,
    PELVIC,
    PLEXUS,
    RENAL,
    SEGMENT_SETS,
    SUPRARENAL_AND_ABOVE,
    UTERINE,
    Language,
    SegmentSet,
    label,
    members,
)

__all__ = [
    "ABDOMINAL",
    "CAVAL_AND_CARDIAC",
    "EXPLORATION",
    "EXTRAS",
    "EXTRA_UTERINE_VESSELS",
    "FLOW",
    "HEART",
    "HEART_AND_PULMONARY",
    "ILIAC",
    "IVC",
    "LARGE_VEINS",
    "MODALITIES",
    "OVARIAN",
    "PELVIC",
    "PLEXUS",
    "REGIONS",
    "RENAL",
    "ROUTES",
    "ROUTE_OWN",
    "SEGMENTS",
    "SEGMENT_SETS",
    "SOURCES",
    "SPREAD",
    "SUPRARENAL_AND_ABOVE",
    "TOPOLOGICAL_ORDER",
    "UTERINE",
    "Contrast",
    "Language",
    "Naming",
    "Segment",
    "SegmentSet",
    "Side",
    "cleared_by",
    "clears",
    "covered",
    "label",
    "members",
    "segment",
    "spread_from",
    "spread_into",
]
