"""The page on which an account makes and revokes its calendar address, and what a calendar reads there."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from cephalad.server.accounts.events import record
from cephalad.server.accounts.policy import anybody, asked_again
from cephalad.server.failures import too_many
from cephalad.server.paper import feeds
from cephalad.server.paper.calendars import calendar_of_all
from cephalad.server.words import say

__all__ = ["feed", "make_feed", "own_feed", "revoke_feed"]

_READINGS_OF_ONE_ADDRESS = {"feed": "60/m/ip"}


@require_safe
def own_feed(request: HttpRequest) -> HttpResponse:
    """Whether the account has an address, since when, and when it was last read; never the address itself."""
    return render(request, "paper/feed.html", {"feed": feeds.feed_of(request.user)})


@require_POST
@asked_again
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new address, shown here and nowhere else; the one before is void."""
    with transaction.atomic():
        token = feeds.make(request.user)
        record(request, "feed-made")
    address = request.build_absolute_uri(reverse("calendar-feed", args=[token]))
    return render(request, "paper/feed.html", {"feed": feeds.feed_of(request.user), "address": address})


@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """The address is void."""
    with transaction.atomic():
        if feeds.revoke(request.user):
            record(request, "feed-revoked")
    messages.success(request, say(request, "server.paper.feed.revoked"))
    return redirect("own-feed")


@anybody
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of all cases, for whoever has the address; 304 when the reader has it already."""
    counted = {"app": "cephalad", "action": "feed", "config": _READINGS_OF_ONE_ADDRESS, "limit_get": True}
    if not ratelimit.consume(request, **counted):
        return too_many(request)
    opened = feeds.feed_with(token)
    if opened is None:
        raise Http404
    with transaction.atomic():
        if feeds.first_reading_today(opened):
            record(request, "exported", actor=opened.user.get_username(), what="feed")
    content = calendar_of_all(_language(opened.user)).encode()
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    answer["Content-Disposition"] = 'inline; filename="cephalad.ics"'
    given: HttpResponse = get_conditional_response(request, etag=etag, response=answer)
    return given


def _language(user: Any) -> str:
    profile = getattr(user, "profile", None)
    return "en" if profile is None else str(profile.language)
