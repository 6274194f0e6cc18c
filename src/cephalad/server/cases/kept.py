"""Parts of pages that are worked out once for each state of a record, and kept by the store as packed text."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

from cephalad.guideline import default_guideline, digest
from cephalad.server.store.answers import Asked, remembered

__all__ = ["kept"]

# The text of a page shrinks to a tenth; more effort would cost more time than it saves room.
_EFFORT = 3


def kept(what: str, subject: str, newest: str, as_of: str, lang: str, make: Callable[[], str]) -> str:
    """The text that `make` gives, worked out again only when record, guideline, point or language are others.

    Parameters
    ----------
    what : the kind of text
    newest : the head of the case, read before the record: what is newer than it is shown once and not kept
    as_of, lang : "" where the text does not depend on it
    """
    asked = Asked(what, subject, newest, digest(default_guideline()), as_of, "", lang)
    packed = remembered(asked, lambda: base64.b64encode(zlib.compress(make().encode(), _EFFORT)).decode())
    return zlib.decompress(base64.b64decode(packed)).decode()
