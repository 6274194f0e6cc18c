"""The words of a page in the language of its reader, from the one catalogue of the program."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from cephalad.terms import LANGUAGES, message

__all__ = [
    "DJANGO_NAMES",
    "LANGUAGE_COOKIE",
    "LANGUAGE_TAGS",
    "cookie_name",
    "language_of",
    "of_browser",
    "say",
    "settle_language",
]

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
        known = _asked(request) or _of_account(request) or of_browser(request)
        settle_language(request, known)
    return known


def settle_language(request: HttpRequest, language: str) -> None:
    """From here on everything of this request is said in this language."""
    request.cephalad_language = language


def of_browser(request: HttpRequest) -> str:
    """The language that this browser chose before, else the one that it prefers; needs no database."""
    kept = request.COOKIES.get(cookie_name(request), "")
    if kept in LANGUAGES:
        return str(kept)
    wished: str = translation.get_language_from_request(request)
    return "zh" if wished.startswith("zh") else "en"


def cookie_name(request: HttpRequest) -> str:
    """The name of the language cookie; over TLS it is bound to this very host."""
    return f"__Host-{LANGUAGE_COOKIE}" if request.is_secure() else LANGUAGE_COOKIE


def _asked(request: HttpRequest) -> str:
    asked = str(request.GET.get(_PARAMETER, ""))
    return asked if asked in LANGUAGES else ""


def _of_account(request: HttpRequest) -> str:
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    profile = getattr(user, "profile", None)
    return "" if profile is None else str(profile.language)
