"""What every page is given: its language, who reads it, and what it may go to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cephalad import __version__
from cephalad.server.accounts.policy import has_shown_second_factor, is_demo
from cephalad.server.words import LANGUAGE_TAGS, language_of

__all__ = ["of_page"]


def of_page(request: HttpRequest) -> dict[str, Any]:
    """Values for the template of the frame."""
    user = getattr(request, "user", None)
    is_in = user is not None and user.is_authenticated
    return {
        "lang": LANGUAGE_TAGS[language_of(request)],
        "language": language_of(request),
        "is_demo": is_demo(),
        "is_in": is_in and (is_demo() or has_shown_second_factor(request)),
        "is_half_in": is_in,
        "has_screening": settings.CEPHALAD_CONFIG.screening is not None,
        "version": __version__,
        "here": _here(request),
    }


def _here(request: HttpRequest) -> str:
    """The address without its language, to come back to after another was chosen; the start page after a form."""
    if request.method != "GET":
        return "/"
    asked = request.GET.copy()
    asked.pop("lang", None)
    return f"{request.path}?{asked.urlencode()}" if asked else str(request.path)
