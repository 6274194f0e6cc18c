"""What happens with accounts is written down twice: a row of the chain, and a line of the security log.

When the chain cannot be written, what was about to happen does not: nobody comes in unrecorded (ASVS 16.5.3).
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_set
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cephalad.server.logs import security_log
from cephalad.server.store.append import append

__all__ = [
    "AUDIT_KINDS",
    "FACTOR_ADDED_HERE",
    "NOBODY",
    "listen",
    "log_in_refused",
    "record",
    "session_ended",
]

NOBODY = "nobody"
"""The actor of what was done without an account."""

FACTOR_ADDED_HERE = "cephalad.factor-added"
"""In a session: this very session set up a second factor, and so has shown it."""

AUDIT_KINDS = (
    "log-in",
    "log-in-refused",
    "log-out",
    "session-ended",
    "sessions-ended",
    "password-changed",
    "second-factor-added",
    "second-factor-removed",
    "recovery-codes-made",
    "account-created",
    "account-invited",
    "account-link-used",
    "account-disabled",
    "account-enabled",
    "account-role-changed",
    "exported",
    "feed-made",
    "feed-revoked",
    "viewed-identity",
    "viewed-case",
    "searched",
    "report-read",
    "report-accepted",
    "viewed-screening",
    "screening-decided",
    "screening-opened",
)
"""Rows of the chain that say what was done with the installation; others may be added by their writers."""

_FACTORS = {
    Authenticator.Type.TOTP: "code",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery-code",
}


def record(request: HttpRequest, kind: str, actor: str = "", subject: str = "", **content: str) -> None:
    """Write down that something was done, in the chain and in the security log.

    Parameters
    ----------
    kind : one of `AUDIT_KINDS`, or another of words joined by hyphens
    actor : the account's name; of the request's own account when left out
    subject : the case that it was done with
    content : codes and account names only, never a patient's value
    """
    who = actor or actor_of(request)
    append(kind, subject, content, who)
    security_log(
        kind,
        id=getattr(request, "cephalad_id", ""),
        actor=who,
        subject=subject,
        client=_client(request),
        reason=content.get("reason", ""),
    )


def actor_of(request: HttpRequest) -> str:
    """The name of the request's account."""
    user: Any = getattr(request, "user", None)
    return str(user.get_username()) if user is not None and user.is_authenticated else NOBODY


def log_in_refused(request: HttpRequest, reason: str, user: Any = None) -> None:
    """Somebody did not get in.

    Parameters
    ----------
    reason : ``password``, ``second-factor`` or ``passkey``
    user : the account, once it is known that the password was right
    """
    record(request, "log-in-refused", actor="" if user is None else str(user.get_username()), reason=reason)


def session_ended(request: HttpRequest, reason: str) -> None:
    """A session reached a limit: ``idle`` or ``absolute``."""
    record(request, "session-ended", reason=reason)


def listen() -> None:
    """Connect to what the framework and django-allauth tell; called once."""
    user_logged_in.connect(_logged_in, dispatch_uid="cephalad")
    user_logged_out.connect(_logged_out, dispatch_uid="cephalad")
    password_changed.connect(_password_changed, dispatch_uid="cephalad")
    password_set.connect(_password_changed, dispatch_uid="cephalad")
    factor_signals.authenticator_added.connect(_factor_added, dispatch_uid="cephalad")
    factor_signals.authenticator_removed.connect(_factor_removed, dispatch_uid="cephalad")
    factor_signals.authenticator_reset.connect(_codes_made, dispatch_uid="cephalad")
    factor_signals.authentication_failed.connect(_factor_failed, dispatch_uid="cephalad")


def _logged_in(request: HttpRequest, user: Any, **_: object) -> None:
    # Imported here: the middleware imports this module.
    from cephalad.server.middleware import SESSION_SEEN, SESSION_SINCE

    now = int(time.time())
    request.session[SESSION_SINCE] = request.session[SESSION_SEEN] = now
    methods = [_method(entry) for entry in get_authentication_records(request, user)]
    record(request, "log-in", actor=str(user.get_username()), methods=" ".join(methods))


def _method(entry: dict[str, Any]) -> str:
    return str(entry.get("method")) if entry.get("method") != "mfa" else _FACTORS.get(entry.get("type"), "other")


def _logged_out(request: HttpRequest, user: Any, **_: object) -> None:
    if user is not None:
        record(request, "log-out", actor=str(user.get_username()))


def _password_changed(request: HttpRequest, user: Any, **_: object) -> None:
    record(request, "password-changed", actor=str(user.get_username()))


def _factor_added(request: HttpRequest, user: Any, authenticator: Any, **_: object) -> None:
    kind = _FACTORS.get(authenticator.type, "other")
    if kind == "recovery-code":
        record(request, "recovery-codes-made", actor=str(user.get_username()))
        return
    request.session[FACTOR_ADDED_HERE] = user.pk
    record(request, "second-factor-added", actor=str(user.get_username()), factor=kind)


def _factor_removed(request: HttpRequest, user: Any, authenticator: Any, **_: object) -> None:
    kind = _FACTORS.get(authenticator.type, "other")
    record(request, "second-factor-removed", actor=str(user.get_username()), factor=kind)


def _codes_made(request: HttpRequest, user: Any, **_: object) -> None:
    record(request, "recovery-codes-made", actor=str(user.get_username()))


def _factor_failed(request: HttpRequest, user: Any, reauthentication: bool, **_: object) -> None:
    log_in_refused(request, "second-factor-again" if reauthentication else "second-factor", user)


def _client(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
