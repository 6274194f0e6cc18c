"""How the tables of accounts came to be."""

from __future__ import annotations

__all__ = ()
