"""That somebody looked at a case or a list of patients is a row of the chain; moving about for a while is one look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest

from cephalad.server.accounts.events import actor_of, record
from cephalad.server.store.append import writing
from cephalad.server.store.faults import ErasedCase, NoSuchCase
from cephalad.server.store.models import ChainRow

__all__ = ["ONE_LOOK", "VIEWED_CASE", "case_viewed", "looked"]

VIEWED_CASE = "viewed-case"
ONE_LOOK = timedelta(minutes=15)
"""So long after a row the same person looking at the same case writes no other."""


def case_viewed(request: HttpRequest, subject: str) -> None:
    """Write down that this account looks at the case, unless that was written a short while ago.

    Raises
    ------
    Http404 : when the case is not there any more
    """
    try:
        looked(request, VIEWED_CASE, subject)
    except (NoSuchCase, ErasedCase):
        # Erased while it was read.
        raise Http404 from None


def looked(request: HttpRequest, kind: str, subject: str = "") -> None:
    """Write a row of this kind, unless this account wrote one a short while ago.

    The chain itself is asked, through its index, so that all processes of a server write one row together. When the
    row cannot be written nothing is shown.
    """
    actor = actor_of(request)
    if _is_written(kind, actor, subject):
        return
    with writing():
        if not _is_written(kind, actor, subject):
            record(request, kind, subject=subject)


def _is_written(kind: str, actor: str, subject: str) -> bool:
    since = (datetime.now(UTC) - ONE_LOOK).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    rows = ChainRow.objects.filter(subject=subject, kind=kind)
    return bool(rows.filter(actor=actor, recorded_at__gte=since).exists())
