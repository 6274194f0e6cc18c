"""Addresses of the pages that entry leads to."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from cephalad.record import Case
from cephalad.server.store.cases import load_case
from cephalad.server.store.faults import ErasedCase, NoSuchCase

__all__ = ["case_or_404", "case_page"]

_SUBJECT = re.compile(r"[0-9a-f]{32}")


def case_page(subject: str, after: str = "") -> str:
    """The page of a case, just after an event when one is named; the page of entry where no part shows cases."""
    try:
        address = str(reverse("case", args=[subject]))
    except NoReverseMatch:
        return str(reverse("entry", args=[subject]))
    return f"{address}?{urlencode({'as-of': f'after:{after}'})}" if after else address


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
