"""The chain as its readers see it: who did what with which case, and when."""

from __future__ import annotations

__all__ = ()
