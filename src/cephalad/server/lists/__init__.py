"""Lists of work over all cases, by the column engine, and the search for a patient."""

from __future__ import annotations

__all__ = ()
