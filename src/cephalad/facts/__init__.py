"""A view of one patient's record comes in; typed facts go out: known, unknown or conflicting, with their events.

Facts are declared as data, so that every engine reads the same declarations.
No rule of the guideline stands here, and nothing here turns silence into an answer that was not declared.
"""

from __future__ import annotations

from cephalad.facts import endocrine, follow_up, operation, pathology, person, reports
from cephalad.facts.complaints import COMPLAINT_GROUPS
from cephalad.facts.declared import DECLARED
from cephalad.facts.extent import Extent, SegmentState, involved
from cephalad.facts.model import Conflicting, Epoch, FactType, FactValue, Fold, Known, Reading, Spec, Unknown
from cephalad.facts.reports import BESIDE_THE_UTERUS
from cephalad.facts.sheet import DERIVED, Derived, FactSheet, fact_question, fact_type, fact_values
from cephalad.facts.vein_reports import VeinReport

__all__ = [
    "BESIDE_THE_UTERUS",
    "COMPLAINT_GROUPS",
    "DECLARED",
    "DERIVED",
    "Conflicting",
    "Derived",
    "Epoch",
    "Extent",
    "FactSheet",
    "FactType",
    "FactValue",
    "Fold",
    "Known",
    "Reading",
    "SegmentState",
    "Spec",
    "Unknown",
    "VeinReport",
    "fact_question",
    "fact_type",
    "fact_values",
    "involved",
]

_REGISTERED = (endocrine, follow_up, operation, pathology, person, reports)
