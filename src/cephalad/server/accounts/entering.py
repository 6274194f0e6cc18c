"""Coming in: the pages of one-time links, and the set-up of a second factor before anything else is shown."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cephalad.server.accounts import links
from cephalad.server.accounts.events import record
from cephalad.server.accounts.forms import FirstAccountForm, PasswordForm
from cephalad.server.accounts.models import AccessLink, Profile
from cephalad.server.accounts.policy import FACTORS, anybody
from cephalad.server.failures import too_many
from cephalad.server.words import language_of

__all__ = ["link", "second_factor"]

_OPENINGS_OF_ONE_ADDRESS = {"link": "30/m/ip"}


@anybody
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a one-time link; 404 for one that is used, over or guessed."""
    counted = {"app": "cephalad", "action": "link", "config": _OPENINGS_OF_ONE_ADDRESS, "limit_get": True}
    if not ratelimit.consume(request, **counted):
        return too_many(request)
    opened = links.found(token)
    if opened is None:
        raise Http404
    if opened.kind == links.DEMO:
        return _demo(request)
    form = _form(request, opened)
    if request.method != "POST" or not form.is_valid():
        told = {"form": form, "kind": opened.kind, "person": opened.user}
        return render(request, "accounts/link.html", told, status=422 if form.is_bound else 200)
    user = _with_password(request, opened, form)
    if user is None:
        raise Http404
    return _let_in(request, user)


def _form(request: HttpRequest, opened: AccessLink) -> Any:
    data = request.POST if request.method == "POST" else None
    if opened.kind == links.FIRST:
        return FirstAccountForm(request, data)
    return PasswordForm(request, opened.user, data)


def _demo(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/demo.html")
    user = links.demo_account()
    Profile.objects.filter(user=user).update(language=language_of(request))
    return _let_in(request, user)


def _with_password(request: HttpRequest, opened: AccessLink, form: Any) -> Any:
    """The account with its new password, or None when somebody else used the link in between."""
    with transaction.atomic():
        if not links.use(opened):
            return None
        user = opened.user
        if user is None:
            user = get_user_model()(username=form.cleaned_data["username"], is_staff=True)
        user.set_password(form.cleaned_data["password1"])
        user.save()
        name = user.get_username()
        if opened.user is None:
            record(request, "account-created", actor=name, account=name, role="administrator")
        else:
            record(request, "account-link-used", actor=name, account=name)
        Profile.objects.update_or_create(user=user, defaults={"language": language_of(request)})
        if opened.clears_second_factor:
            Authenticator.objects.filter(user=user).delete()
            record(request, "second-factor-removed", actor=name, factor="all")
    return user


def _let_in(request: HttpRequest, user: Any) -> HttpResponse:
    answer: HttpResponse = perform_login(request, user, email_verification="none")
    if request.user.is_authenticated and user.has_usable_password():
        # Typed a moment ago: setting up the second factor does not ask for it again.
        reauthenticate_by_password(request)
    return answer


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Which second factor is it to be? Shown instead of every other page until there is one."""
    if is_mfa_enabled(request.user, FACTORS):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html")
