"""How the tables came to be, step by step."""

from __future__ import annotations

__all__ = ()
