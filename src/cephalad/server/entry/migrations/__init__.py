"""Steps from one form of the tables to the next."""

from __future__ import annotations

__all__ = ()
