"""The few forms of this project's own; log-in and second factors bring theirs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from cephalad.server.words import say

__all__ = ["FirstAccountForm", "InviteForm", "PasswordForm"]

_LONGEST_NAME = 60
_LONGEST_PASSWORD = 1_000


def _name_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
    return forms.CharField(
        min_length=2, max_length=_LONGEST_NAME, validators=[UnicodeUsernameValidator()], widget=widget
    )


def _password_field() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(max_length=_LONGEST_PASSWORD, strip=False, widget=widget)


class _Named(forms.Form):
    """A form with a name that no account has; capital letters do not make a different name."""

    username = _name_field()

    def __init__(self, request: HttpRequest, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.request = request

    def clean_username(self) -> str:
        """The name in small letters, when it is free."""
        name = get_user_model().normalize_username(self.cleaned_data["username"]).casefold()
        if get_user_model().objects.filter(username__iexact=name).exists():
            raise ValidationError(say(self.request, "server.people.taken"), code="taken")
        return str(name)


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password1 = _password_field()
    password2 = _password_field()

    def __init__(self, request: HttpRequest, user: Any, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.request, self.user = request, user

    def clean(self) -> dict[str, Any]:
        """Both the same and good enough."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        _check_passwords(self, self.request, self.user)
        return told


class FirstAccountForm(_Named):
    """A name and a new password for the first account."""

    password1 = _password_field()
    password2 = _password_field()

    def clean(self) -> dict[str, Any]:
        """Both passwords the same and good enough for this name."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        user = get_user_model()(username=self.cleaned_data.get("username", ""))
        _check_passwords(self, self.request, user)
        return told


class InviteForm(_Named):
    """A colleague's name, and whether she administers accounts."""

    administrator = forms.BooleanField(required=False)


def _check_passwords(form: Any, request: HttpRequest, user: Any) -> None:
    first, second = form.cleaned_data.get("password1"), form.cleaned_data.get("password2")
    if first is None or second is None:
        return
    if first != second:
        form.add_error("password2", ValidationError(say(request, "server.password.differ"), code="differ"))
        return
    try:
        validate_password(first, user)
    except ValidationError as fault:
        form.add_error("password1", fault)
