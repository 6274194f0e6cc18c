"""The derived facts of `cephalad.facts`, module by module under the same names, over many timelines.

Importing the modules registers their facts.
"""

from __future__ import annotations

from cephalad.columns.derived import endocrine, follow_up, operation, pathology, person, reports, uterus_and_ovaries

__all__ = ["endocrine", "follow_up", "operation", "pathology", "person", "reports", "uterus_and_ovaries"]
