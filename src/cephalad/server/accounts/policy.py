"""Who may do what, in one place (ASVS 8.1.1).

=====================  ==============================================================================
anybody                log in, use a one-time link, choose a language, ask whether the server is alive,
                       read the calendar at a secret address
an account             its own password, factors and sessions; every case, list, entry and sheet; the list of
                       a screened archive, where the host named its folder, and decisions about it
an account, once more  after typing the password or a code again: second factors, calendar addresses, the
                       audit file, labels of a screened archive, identities
an administrator       also other accounts and the audit view
=====================  ==============================================================================

Everything needs an account with a second factor, shown in this very session, unless a view says otherwise with
`anybody`. In a demonstration there is one account, without a password, and its pages on passwords are closed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cephalad.server.accounts.events import FACTOR_ADDED_HERE

__all__ = [
    "SecondFactorRequired",
    "accepts_files",
    "administrators_only",
    "anybody",
    "asked_again",
    "has_shown_second_factor",
    "is_demo",
]

View = TypeVar("View", bound=Callable[..., HttpResponse])

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""What counts as a second factor; recovery codes only stand in for one that was set up."""

_OPEN_WHILE_SETTING_UP = {
    "second-factor",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_logout",
    "language",
    "health",
    "style",
}
_OF_ACCOUNTS = ("account_", "mfa_")
_OPEN_IN_DEMO = {"account_logout", "account_login"}
_CLOSED_IN_DEMO = {"people", "invite", "person", "second-factor"}
_MEGABYTE = 1024 * 1024


def is_demo() -> bool:
    """Whether this installation is a demonstration."""
    return bool(settings.CEPHALAD_CONFIG.demo)


def anybody(view: View) -> View:
    """A view that needs no account."""
    open_view: View = login_not_required(view)
    return open_view


def administrators_only(view: View) -> View:
    """A view for administrators; others get 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_staff):
            raise PermissionDenied
        return view(request, *arguments, **named)

    return guarded  # type: ignore[return-value]


def asked_again(view: View) -> View:
    """A view before which the account types its password or a code again, unless it did within five minutes.

    In a demonstration, whose account has neither, nothing is asked.
    """
    guarded: View = reauthentication_required(view, enabled=lambda _: not is_demo())
    return guarded


def accepts_files(megabytes: int) -> Callable[[View], View]:
    """A view that takes bodies up to so many megabytes; all others take one."""

    def marked(view: View) -> View:
        view.largest_body = megabytes * _MEGABYTE  # type: ignore[attr-defined]
        return view

    return marked


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session's account has a second factor, and this very session showed it or set it up."""
    user = request.user
    if not is_mfa_enabled(user, FACTORS):
        return False
    records = get_authentication_records(request, user)
    return any(each.get("method") == "mfa" for each in records) or request.session.get(FACTOR_ADDED_HERE) == user.pk


class SecondFactorRequired:
    """Before anything is shown, an account sets up a second factor, or shows the one it has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> HttpResponse | None:
        """A way to the missing second factor, or nothing."""
        del view, arguments, named
        name = str(request.resolver_match.view_name)
        if is_demo():
            if name in _CLOSED_IN_DEMO or (name.startswith(_OF_ACCOUNTS) and name not in _OPEN_IN_DEMO):
                raise Http404
            return None
        if not request.user.is_authenticated or name in _OPEN_WHILE_SETTING_UP or has_shown_second_factor(request):
            return None
        if is_mfa_enabled(request.user, FACTORS):
            # Signed in before the factor was set up, by somebody who never showed it.
            logout(request)
            return redirect("account_login")
        return redirect("second-factor")
