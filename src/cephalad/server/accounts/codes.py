"""One-time codes are taken once (ASVS 6.5.1), also within the half minute before and after their own."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.cache import cache

__all__ = ["AuthenticateOnce", "ReauthenticateOnce"]

# A code is good in its own half minute, the one before and the one after.
_SECONDS_OF_A_CODE = 120


def _taken_first(form: Any, code: str) -> str:
    if form.authenticator.type != Authenticator.Type.TOTP:
        return code
    if not cache.add(f"code-taken:{form.user.pk}:{code.strip()}", True, timeout=_SECONDS_OF_A_CODE):
        form._emit_authentication_failed(form.authenticator)
        raise get_adapter().validation_error("incorrect_code")
    return code


class AuthenticateOnce(AuthenticateForm):
    """The second step of log-in."""

    def clean_code(self) -> str:
        """The code, when it is right and was not used before."""
        return _taken_first(self, super().clean_code())


class ReauthenticateOnce(ReauthenticateForm):
    """Asked again before a sensitive act."""

    def clean_code(self) -> str:
        """The code, when it is right and was not used before."""
        return _taken_first(self, super().clean_code())
