"""What an account sees of itself: language, password, second factors, and the sessions that are open."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from cephalad.server.accounts.events import record
from cephalad.server.accounts.models import Profile
from cephalad.server.accounts.policy import anybody, is_demo
from cephalad.server.words import cookie_name
from cephalad.terms import LANGUAGES

__all__ = ["account", "end_all_sessions", "end_sessions", "language"]

_SECONDS_OF_A_YEAR = 365 * 24 * 60 * 60


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The account's own page."""
    sessions = sorted(UserSession.objects.purge_and_list(request.user), key=lambda each: each.created_at, reverse=True)
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    told = {
        "sessions": [(each, each.session_key == request.session.session_key) for each in sessions],
        "has_code": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "is_demo": is_demo(),
    }
    return render(request, "accounts/account.html", told)


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of one's own, all others, or all and so this one too (ASVS 7.5.2, but without asking again)."""
    which = request.POST.get("which", "")
    own = UserSession.objects.filter(user=request.user)
    if which == "all":
        ended = end_all_sessions(request.user)
        record(request, "sessions-ended", sessions=str(ended))
        logout(request)
        return redirect("account_login")
    if which == "others":
        chosen = own.exclude(session_key=request.session.session_key)
    elif which.isascii() and which.isdecimal() and len(which) < 19:
        chosen = own.filter(pk=int(which))
    else:
        raise Http404
    ended = 0
    for each in chosen:
        each.end()
        ended += 1
    record(request, "sessions-ended", sessions=str(ended))
    return redirect("account")


def end_all_sessions(user: Any) -> int:
    """How many sessions of this account were ended: every one that is open."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions = UserSession.objects.filter(user=user)
    keys = list(sessions.values_list("session_key", flat=True))
    for key in keys:
        store.delete(key)
    sessions.delete()
    return len(keys)


@anybody
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen: with the account, and for this browser before log-in."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "")
    if chosen not in LANGUAGES:
        raise Http404
    is_own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(back if is_own else "/")
    if request.user.is_authenticated:
        Profile.objects.update_or_create(user=request.user, defaults={"language": chosen})
    answer.set_cookie(
        cookie_name(request),
        chosen,
        max_age=_SECONDS_OF_A_YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer
