"""The pages of one case as of a point that a slider moves, and the list of all cases.

No rule lives here: what is shown is an assessment, a replay and their words; what is entered goes through the store.
"""

from __future__ import annotations

__all__ = ()
