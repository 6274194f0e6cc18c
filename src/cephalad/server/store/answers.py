"""Answers that were worked out before, by everything that they depend on; the table may be emptied at any time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import astuple, dataclass

from cephalad import __version__
from cephalad.server.store.append import head, writing
from cephalad.server.store.models import CachedAnswer

__all__ = ["Asked", "empty", "remembered"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer depends on, besides the program's version.

    Attributes
    ----------
    what : the kind of answer, for example ``assessment-json``
    head : the newest row of the case's record
    guideline_hash : of the guideline in force
    as_of, recorded_by, lang : as the caller asked; "" where it did not
    """

    what: str
    subject: str
    head: str
    guideline_hash: str
    as_of: str
    recorded_by: str
    lang: str

    @property
    def key(self) -> str:
        """A digest of all of it."""
        return hashlib.sha256(json.dumps([__version__, *astuple(self)]).encode()).hexdigest()


def remembered(asked: Asked, make: Callable[[], str]) -> str:
    """The answer given before to the same question; else the one that `make` gives, kept for the next time."""
    known = CachedAnswer.objects.filter(key=asked.key).values_list("answer", flat=True).first()
    if known is not None:
        return str(known)
    answer = make()
    with writing():
        # Only while the case stands as it was asked about: what is older, or erased meanwhile, is not kept.
        if head(asked.subject) == asked.head:
            CachedAnswer.objects.filter(subject=asked.subject).exclude(head=asked.head).delete()
            row = CachedAnswer(key=asked.key, subject=asked.subject, head=asked.head, answer=answer)
            CachedAnswer.objects.bulk_create([row], ignore_conflicts=True)
    return answer


def empty() -> None:
    """Nothing is remembered any more."""
    CachedAnswer.objects.all().delete()
