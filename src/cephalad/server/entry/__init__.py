"""Forms, drafts and files come in; events and headers, checked by the record's own reader, go to the store.

Forms are made from the vocabulary. No clinical rule lives here: what an entry changes is told by `replay`.
"""

from __future__ import annotations

__all__ = ()
