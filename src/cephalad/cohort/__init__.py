"""Cohorts of patients: simulated, summed up, and followed until something recurs.

Tables come in and tables, counts and curves go out; a patient's record is never changed here.
"""

from __future__ import annotations

__all__ = ["simulate", "survival"]
