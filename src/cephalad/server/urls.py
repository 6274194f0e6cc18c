"""Every address of the application; parts that others build are included when they are there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from allauth.account import views as account_views
from django.urls import include, path

from cephalad.server import pages
from cephalad.server.accounts import entering, own, people
from cephalad.server.audit import views as audit

__all__ = ["PARTS", "handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

PARTS = ("lists", "cases", "entry", "paper", "reading", "screening")
"""Packages of `cephalad.server` whose ``urls`` are included at the root; one of them may name its page ``home``."""

# Only these of django-allauth: nobody signs up, and no mail is sent.
_LOG_IN: list[Any] = [
    path("log-in/", account_views.login, name="account_login"),
    path("log-out/", account_views.logout, name="account_logout"),
    path("account/closed/", account_views.account_inactive, name="account_inactive"),
    path("account/again/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account_views.password_change, name="account_change_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
]

_OWN: list[Any] = [
    path("health/", pages.health, name="health"),
    path("style.css", pages.style, name="style"),
    path("language/", own.language, name="language"),
    path("link/<str:token>/", entering.link, name="link"),
    path("account/", own.account, name="account"),
    path("account/sessions/", own.end_sessions, name="end-sessions"),
    path("account/set-up/", entering.second_factor, name="second-factor"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.change, name="person"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export.csv", audit.export, name="audit-export"),
]


def _is_there(part: str) -> bool:
    package = f"cephalad.server.{part}"
    return find_spec(package) is not None and find_spec(f"{package}.urls") is not None


urlpatterns: list[Any] = [
    *_OWN,
    *_LOG_IN,
    *(path("", include(f"cephalad.server.{part}.urls")) for part in PARTS if _is_there(part)),
]

handler400 = "cephalad.server.failures.bad_request"
handler403 = "cephalad.server.failures.forbidden"
handler404 = "cephalad.server.failures.not_found"
handler429 = "cephalad.server.failures.too_many"
handler500 = "cephalad.server.failures.internal"
