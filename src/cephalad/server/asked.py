"""What a request about a case asks for: which case, and as of which point."""

from __future__ import annotations

import re

from django.http import Http404
from django.utils import timezone

from cephalad.assessment import Assessment
from cephalad.record import Case
from cephalad.server.store.append import head
from cephalad.server.store.cases import load_case
from cephalad.server.store.faults import ErasedCase, NoSuchCase

__all__ = ["as_of", "case_or_404", "head_and_case", "today"]

_SUBJECT = re.compile(r"[0-9a-f]{32}")


def case_or_404(subject: str) -> Case:
    """The case.

    Raises
    ------
    Http404 : when it is not there or was erased
    """
    # Not every database can even be asked for what is no id: half a character, a zero character.
    if not _SUBJECT.fullmatch(subject):
        raise Http404
    try:
        return load_case(subject)
    except (NoSuchCase, ErasedCase):
        raise Http404 from None


def head_and_case(subject: str) -> tuple[str, Case]:
    """The head, and the record, which is as new as that or newer.

    Raises
    ------
    Http404 : as `case_or_404`
    """
    newest = head(subject) if _SUBJECT.fullmatch(subject) else ""
    return newest, case_or_404(subject)


def today() -> str:
    """The day in the installation's time zone."""
    return str(timezone.localdate().isoformat())


def as_of(found: Assessment) -> str:
    """The point of an assessment as an address writes it."""
    point = found.view.point
    return f"after:{point.after}" if point.after else found.as_of.replace("day ", "day:")
