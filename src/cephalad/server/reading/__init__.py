"""Adding from a report: one report is read, a person chooses among what was found, and fills in the ordinary form.

The text is read and forgotten: it is kept only where somebody asks for it, as the words of the event's source.
"""

from __future__ import annotations

__all__ = ()
