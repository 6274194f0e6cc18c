"""Addresses of the pages that entry leads to."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

__all__ = ["case_page"]


def case_page(subject: str, after: str = "") -> str:
    """The page of a case, just after an event when one is named; the page of entry where no part shows cases."""
    try:
        address = str(reverse("case", args=[subject]))
    except NoReverseMatch:
        return str(reverse("entry", args=[subject]))
    return f"{address}?{urlencode({'as-of': f'after:{after}'})}" if after else address
