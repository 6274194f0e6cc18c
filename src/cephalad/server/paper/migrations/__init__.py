"""Changes of the tables of feeds."""

from __future__ import annotations

__all__ = ()
