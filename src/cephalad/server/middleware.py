"""What happens around every answer: an id, a line in the log, headers, limits, the reader's language."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation

from cephalad.server.accounts.events import session_ended
from cephalad.server.failures import length_required, too_large
from cephalad.server.logs import new_id, server_log
from cephalad.server.security import ABSOLUTE_SECONDS, IDLE_SECONDS
from cephalad.server.words import DJANGO_NAMES, language_of

__all__ = [
    "CLEARED",
    "SESSION_SEEN",
    "SESSION_SINCE",
    "InTheReadersLanguage",
    "MoreHeaders",
    "NamedAndLogged",
    "SessionLimits",
    "SignedInRequired",
    "SmallBodies",
    "is_static_file",
]

Answer = Callable[[HttpRequest], HttpResponse]

SESSION_SINCE = "cephalad.since"
SESSION_SEEN = "cephalad.seen"
CLEARED = '"cache", "storage"'
"""What a browser is told to forget when somebody leaves (ASVS 14.3.1)."""

# Written back at most once a minute, so that reading pages is not writing.
_SECONDS_BETWEEN_MARKS = 60
_MEGABYTE = 1024 * 1024
_PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)"
)


def is_static_file(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a file of the package was answered, which is the same for everybody."""
    return bool(request.path_info.startswith(settings.STATIC_URL)) and response.status_code in (200, 206, 304)


class NamedAndLogged:
    """Each request gets an id; its answer is one line in the log: route, method, status, time. No address, no value."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        request.cephalad_id = new_id()
        began = time.perf_counter()
        response = self.get_response(request)
        if is_static_file(request, response):
            return response
        matched = request.resolver_match
        server_log(
            "answered",
            id=request.cephalad_id,
            route=matched.view_name if matched is not None else "",
            method=request.method or "",
            status=response.status_code,
            milliseconds=round(1000 * (time.perf_counter() - began)),
        )
        return response


class MoreHeaders:
    """Headers that no other part sets: nothing is kept by a browser or a proxy, nothing is read by other sites."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers."""
        response = self.get_response(request)
        if not is_static_file(request, response) and not getattr(response, "cephalad_public", False):
            response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = _PERMISSIONS
        response["X-Permitted-Cross-Domain-Policies"] = "none"
        response.setdefault("X-Frame-Options", "DENY")
        return response


class SmallBodies:
    """A body larger than its view takes is refused before any of it is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or 411 where the length is not said."""
        if request.headers.get("Transfer-Encoding"):
            return length_required(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: Any
    ) -> HttpResponse | None:
        """413 for a body that this view does not take; `cephalad.server.accounts.policy.accepts_files` widens it."""
        del arguments, named
        largest: int = getattr(view, "largest_body", _MEGABYTE)
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdecimal() or int(stated) > largest:
            return too_large(request)
        return None


class SessionLimits:
    """A session ends half an hour after its last use, and twelve hours after log-in in any case (ASVS 7.3.1, 7.3.2)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; without an account when the session was over, and then the browser forgets what it kept."""
        came_in = request.user.is_authenticated
        if came_in:
            self._end_or_mark(request)
        response = self.get_response(request)
        if came_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = CLEARED
        return response

    def _end_or_mark(self, request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        since, seen = session.get(SESSION_SINCE, 0), session.get(SESSION_SEEN, 0)
        reason = "absolute" if now - since >= ABSOLUTE_SECONDS else "idle" if now - seen >= IDLE_SECONDS else ""
        if reason:
            session_ended(request, reason)
            session.flush()
            request.user = AnonymousUser()
        elif now - seen >= _SECONDS_BETWEEN_MARKS:
            session[SESSION_SEEN] = now


class InTheReadersLanguage:
    """The framework's own messages come in the language of the page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with its language named."""
        language = DJANGO_NAMES[language_of(request)]
        with translation.override(language):
            response = self.get_response(request)
            response.setdefault("Content-Language", language)
        return response


class SignedInRequired(LoginRequiredMiddleware):
    """Everything needs an account, unless its view says otherwise; a part of a page is told where to go instead."""

    def handle_no_permission(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponse:
        """The log-in page, or for a request by script its address: a fragment must not become a whole page."""
        if request.headers.get("HX-Request") != "true":
            answer: HttpResponse = super().handle_no_permission(request, view)
            return answer
        shown = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: shown})}"
        return HttpResponse(status=401, headers={"HX-Redirect": address})
