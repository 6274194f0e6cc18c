"""The addresses of paper, files, the calendar and its feed."""

from __future__ import annotations

from typing import Any

from django.urls import path

from cephalad.server.paper import comparing, feed_pages, sheets

__all__ = ["urlpatterns"]

urlpatterns: list[Any] = [
    path("cases/<str:subject>/paper/", sheets.paper, name="case-paper"),
    path("cases/<str:subject>/paper/<slug:what>/", sheets.export, name="case-export"),
    path("cases/<str:subject>/calendar.ics", sheets.export, {"what": "calendar"}, name="case-calendar"),
    path("cases/<str:subject>/compare/", comparing.compare, name="case-compare"),
    path("account/calendar/", feed_pages.own_feed, name="own-feed"),
    path("account/calendar/make/", feed_pages.make_feed, name="own-feed-make"),
    path("account/calendar/revoke/", feed_pages.revoke_feed, name="own-feed-revoke"),
    path("feed/<str:token>.ics", feed_pages.feed, name="calendar-feed"),
]
