"""The words of a page in the language of its reader, from the one catalogue of the program."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest
from django.utils import translation

from cephalad.terms import LANGUAGES, message

__all__ = ["DJANGO_NAMES", "LANGUAGE_COOKIE", "LANGUAGE_TAGS", "cookie_name", "language_of", "say"]

LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
"""What stands in the page's ``lang`` attribute."""

DJANGO_NAMES = {"en": "en", "zh": "zh-hans"}
"""The framework's names, for its own messages of forms and dates."""

LANGUAGE_COOKIE = "language"
_PARAMETER = "lang"


def say(request: HttpRequest, key: str, /, **params: object) -> str:
    """A sentence of the catalogue in the language of the request.

    Raises
    ------
    UnknownName : for a message id that does not exist, and for a parameter that is missing
    """
    return message(key, language_of(request), **params)


def language_of(request: HttpRequest) -> str:
    """``en`` or ``zh``: asked for in the address, else chosen by the account, else by the browser."""
    known: str | None = getattr(request, "cephalad_language", None)
    if known is None:
        known = _chosen(request)
        request.cephalad_language = known
    return known


def _chosen(request: HttpRequest) -> str:
    asked = request.GET.get(_PARAMETER, "")
    if asked in LANGUAGES:
        return asked
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        with suppress(AttributeError):  # an account that was made without a profile
            return str(user.profile.language)
    kept = request.COOKIES.get(cookie_name(request), "")
    if kept in LANGUAGES:
        return kept
    wished = translation.get_language_from_request(request)
    return "zh" if wished.startswith("zh") else "en"


def cookie_name(request: HttpRequest) -> str:
    """The name of the language cookie; over TLS it is bound to this very host."""
    return f"__Host-{LANGUAGE_COOKIE}" if request.is_secure() else LANGUAGE_COOKIE
