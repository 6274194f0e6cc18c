"""The pages for what went wrong: what happened, what to do, and an id that stands in the log. No details."""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape

from cephalad.server.logs import new_id, place_of, security_log, server_log
from cephalad.server.words import LANGUAGE_TAGS, language_of, of_browser, say, settle_language

__all__ = [
    "bad_request",
    "failure",
    "forbidden",
    "forged",
    "internal",
    "length_required",
    "not_found",
    "too_large",
    "too_many",
]

_SECONDS_TO_WAIT = 60


def failure(request: HttpRequest, status: int, key: str) -> HttpResponse:
    """A page that says what happened and what to do, from ``server.failure.<key>`` and ``…-do`` of the catalogue."""
    if not hasattr(request, "cephalad_language"):
        # Before the account was read, and whatever became of the database.
        settle_language(request, of_browser(request))
    name = _id(request)
    told = {"request": request, "key": key, "id": name, "status": status, "lang": LANGUAGE_TAGS[language_of(request)]}
    told |= {"title": say(request, f"server.failure.{key}"), "remedy": say(request, f"server.failure.{key}-do")}
    return HttpResponse(render_to_string("failure.html", told), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request is out of form."""
    server_log("bad-request", logging.WARNING, id=_id(request), fault=type(exception).__name__)
    return failure(request, 400, "bad-request")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not for this."""
    del exception
    security_log("forbidden", logging.WARNING, id=_id(request), route=_route(request), actor=_actor(request))
    return failure(request, 403, "forbidden")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of this session: forged, or older than the session."""
    del reason
    security_log("form-refused", logging.WARNING, id=_id(request), route=_route(request), actor=_actor(request))
    return failure(request, 403, "forged")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing is there, or nothing that this account may know of."""
    del exception
    return failure(request, 404, "not-found")


def length_required(request: HttpRequest) -> HttpResponse:
    """411: a body whose length is not said."""
    return failure(request, 411, "bad-request")


def too_large(request: HttpRequest) -> HttpResponse:
    """413: a body larger than this view takes; the rest of it is not read."""
    server_log("too-large", logging.WARNING, id=_id(request), route=_route(request))
    answer = failure(request, 413, "too-large")
    answer["Connection"] = "close"
    return answer


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many attempts; says when to try again."""
    del exception
    security_log("too-many", logging.WARNING, id=_id(request), route=_route(request), actor=_actor(request))
    answer = failure(request, 429, "too-many")
    answer["Retry-After"] = str(_SECONDS_TO_WAIT)
    return answer


def internal(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program. Its kind and place go to the log under the id; its words go nowhere."""
    kind, _, trace = sys.exc_info()
    name = _id(request)
    fault = kind.__name__ if kind is not None else ""
    server_log("internal-fault", logging.ERROR, id=name, route=_route(request), fault=fault, place=place_of(trace))
    try:
        return failure(request, 500, "internal")
    except Exception as second:  # not even the page can be made: say at least the id
        server_log("internal-fault", logging.ERROR, id=name, fault=type(second).__name__, place="failures")
        return HttpResponse(f"<!DOCTYPE html><title>500</title><p>{escape(name)}</p>", status=500)


def _id(request: HttpRequest) -> str:
    name: str | None = getattr(request, "cephalad_id", None)
    return name or new_id()


def _route(request: HttpRequest) -> str:
    matched = getattr(request, "resolver_match", None)
    return "" if matched is None else str(matched.view_name)


def _actor(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user.get_username()) if user is not None and user.is_authenticated else ""
