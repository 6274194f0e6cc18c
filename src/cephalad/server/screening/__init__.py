"""The list of a screened archive: whose chart should be read, what was decided, and a case made of it.

The folder of a finished run is named when the server starts, and only ever read.
"""

from __future__ import annotations

__all__ = ()
