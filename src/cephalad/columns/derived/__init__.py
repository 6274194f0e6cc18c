"""The derived facts of `cephalad.facts`, module by module under the same names, over many timelines."""

from __future__ import annotations

from cephalad.columns.derived import endocrine, follow_up, operation, pathology, person, reports, uterus_and_ovaries

__all__: list[str] = []

_REGISTERED = (endocrine, follow_up, operation, pathology, person, reports, uterus_and_ovaries)
"""Importing the modules registers their facts."""
