"""Who has an account: an administrator invites, closes, opens again, and gives a link where a password was lost."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cephalad.server.accounts.events import record
from cephalad.server.accounts.forms import InviteForm
from cephalad.server.accounts.links import person_link
from cephalad.server.accounts.models import Profile
from cephalad.server.accounts.own import end_all_sessions
from cephalad.server.accounts.policy import FACTORS, administrators_only, asked_again
from cephalad.server.words import language_of

__all__ = ["change", "invite", "people"]


@require_safe
@administrators_only
def people(request: HttpRequest) -> HttpResponse:
    """Every account, and the form for a new one."""
    return _page(request, InviteForm(request))


@require_POST
@administrators_only
@asked_again
def invite(request: HttpRequest) -> HttpResponse:
    """A new account without password, and the one-time link that its owner opens; shown here and nowhere else."""
    form = InviteForm(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    name, is_staff = form.cleaned_data["username"], form.cleaned_data["administrator"]
    with transaction.atomic():
        user = get_user_model()(username=name, is_staff=is_staff)
        user.set_unusable_password()
        user.save()
        Profile.objects.create(user=user, language=language_of(request))
        record(request, "account-created", account=name, role="administrator" if is_staff else "clinician")
        path = person_link(user)
    return _with_link(request, user, path)


@require_POST
@administrators_only
@asked_again
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or open an account, change its role, or give it a new link; nobody locks herself out."""
    user = get_object_or_404(get_user_model(), pk=pk)
    act = request.POST.get("act", "")
    if act == "link":
        return _new_link(request, user)
    if user.pk != request.user.pk:
        _change(request, user, act)
    return redirect("people")


def _new_link(request: HttpRequest, user: Any) -> HttpResponse:
    clears = request.POST.get("clears") == "yes"
    with transaction.atomic():
        path = person_link(user, clears_second_factor=clears)
        record(request, "account-invited", account=user.get_username(), clears="yes" if clears else "no")
    return _with_link(request, user, path)


def _change(request: HttpRequest, user: Any, act: str) -> None:
    name = user.get_username()
    with transaction.atomic():
        if act == "close":
            user.is_active = False
            # An account that is closed ends everywhere at once (ASVS 7.4.2).
            end_all_sessions(user)
            record(request, "account-disabled", account=name)
        elif act == "open":
            user.is_active = True
            record(request, "account-enabled", account=name)
        elif act == "role":
            user.is_staff = not user.is_staff
            role = "administrator" if user.is_staff else "clinician"
            record(request, "account-role-changed", account=name, role=role)
        user.save(update_fields=["is_active", "is_staff"])


def _page(request: HttpRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    protected = set(Authenticator.objects.filter(type__in=FACTORS).values_list("user_id", flat=True))
    accounts = [(each, each.pk in protected) for each in get_user_model().objects.order_by("username")]
    return render(request, "accounts/people.html", {"form": form, "accounts": accounts}, status=status)


def _with_link(request: HttpRequest, user: Any, path: str) -> HttpResponse:
    told = {"person": user, "address": request.build_absolute_uri(path)}
    return render(request, "accounts/invited.html", told)
