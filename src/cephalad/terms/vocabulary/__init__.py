"""The declarations of all findings come in from one module per body kind; two mappings go out, by id and by kind.

The order of the declarations is the order of forms, schema and print.
Nothing here reads a file, and no clinical rule stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cephalad.terms.finding import Choice, Finding, Kind
from cephalad.terms.vocabulary.booking import BOOKING
from cephalad.terms.vocabulary.complaint import COMPLAINT
from cephalad.terms.vocabulary.contact import CONTACT
from cephalad.terms.vocabulary.death import DEATH
from cephalad.terms.vocabulary.decision import DECISION
from cephalad.terms.vocabulary.declined import DECLINED
from cephalad.terms.vocabulary.dose import DOSE
from cephalad.terms.vocabulary.examination import EXAMINATION
from cephalad.terms.vocabulary.history import HISTORY
from cephalad.terms.vocabulary.imaging import IMAGING
from cephalad.terms.vocabulary.laboratory import LABORATORY
from cephalad.terms.vocabulary.mass import MASS_FINDINGS
from cephalad.terms.vocabulary.mdt import MDT
from cephalad.terms.vocabulary.operation import OPERATION
from cephalad.terms.vocabulary.pathology import PATHOLOGY
from cephalad.terms.vocabulary.recurrence import RECURRENCE
from cephalad.terms.vocabulary.state import STATE
from cephalad.terms.vocabulary.studies import STUDIES
from cephalad.terms.vocabulary.vein import VEIN_FINDINGS
from cephalad.terms.vocabulary.wish import WISH

__all__ = ["FINDINGS", "KINDS", "MASSES", "PRESENCES", "STATUSES", "STUDIES", "VEINS"]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            HISTORY,
            COMPLAINT,
            EXAMINATION,
            LABORATORY,
            IMAGING,
            OPERATION,
            PATHOLOGY,
            DOSE,
            WISH,
            STATE,
            MDT,
            CONTACT,
            BOOKING,
            DECLINED,
            RECURRENCE,
            DECISION,
            DEATH,
        )
    }
)
"""Every kind of event body, by id."""

MASSES: Mapping[str, Finding] = MappingProxyType({entry.name: entry for entry in MASS_FINDINGS})
"""What may be said of one mass, by short name."""

VEINS: Mapping[str, Finding] = MappingProxyType({entry.name: entry for entry in VEIN_FINDINGS})
"""What may be said of one vein segment or set, by short name; `kinds` of each says in which bodies."""

FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        entry.id: entry
        for entry in (
            *(entry for kind in KINDS.values() for entry in kind.findings.values()),
            *MASS_FINDINGS,
            *VEIN_FINDINGS,
        )
    }
)
"""Every finding, by id."""

PRESENCES: Mapping[str, Choice] = MappingProxyType({"yes": Choice("yes", "yes", "是"), "no": Choice("no", "no", "否")})
"""The two answers to a finding of type presence."""

STATUSES: Mapping[str, Choice] = MappingProxyType(
    {
        "not-assessed": Choice("not-assessed", "not assessed", "未评估"),
        "not-reported": Choice("not-reported", "not reported", "未报告"),
        "unknown": Choice("unknown", "unknown", "不详"),
        "suspected": Choice("suspected", "suspected", "可疑"),
    }
)
"""What may stand in place of a value; `suspected` only for presences and choices, as a hedged reading."""
