"""One-time links: into an installation without accounts, for a new colleague, for a forgotten password.

A link holds 256 random bits, of which only the digest is kept. It is shown once, to whoever asked for it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cephalad.errors import UnknownName
from cephalad.server.accounts.models import AccessLink, Profile
from cephalad.server.store.append import append

__all__ = [
    "DEMO",
    "DEMO_ACCOUNT",
    "FIRST",
    "PERSON",
    "demo_account",
    "demo_link",
    "first_link",
    "found",
    "link_from_host",
    "needs_first_account",
    "person_link",
    "use",
]

FIRST, PERSON, DEMO = "first", "person", "demo"
DEMO_ACCOUNT = "demo"
_HOURS = {FIRST: 24, PERSON: 72, DEMO: 24 * 365}


def needs_first_account() -> bool:
    """Whether nobody has an account yet."""
    return not get_user_model().objects.exists()


def first_link() -> str:
    """The path of a new link that makes the first account; earlier ones of the kind are void."""
    return _made(FIRST)


def demo_link() -> str:
    """The path of a new link into the demonstration; it works as often as it is opened, until the next start."""
    return _made(DEMO)


def person_link(user: Any, *, clears_second_factor: bool = False) -> str:
    """The path of a new link by which an account gets a password; earlier ones for the account are void."""
    return _made(PERSON, user, clears_second_factor=clears_second_factor)


def link_from_host(name: str) -> str:
    """The path of a new link for an account that nobody can open any more, made by who runs the server.

    Raises
    ------
    UnknownName : when there is no such account
    """
    user = get_user_model().objects.filter(username__iexact=name).first()
    if user is None:
        raise UnknownName(f"no account {name[:60]!r} in this installation")
    with transaction.atomic():
        path = _made(PERSON, user, clears_second_factor=True)
        append("account-invited", "", {"account": user.get_username(), "clears": "yes"}, "cephalad serve")
    return path


def found(token: str) -> AccessLink | None:
    """The link of this token, if it is there and not over."""
    links = AccessLink.objects.select_related("user").filter(digest=_digest(token), expires_at__gt=timezone.now())
    link: AccessLink | None = links.first()
    if link is not None and link.kind == FIRST and not needs_first_account():
        return None
    return link


def use(link: AccessLink) -> bool:
    """Whether the link was still there; it is not any more, but for that of a demonstration."""
    if link.kind == DEMO:
        return True
    with transaction.atomic():
        return bool(AccessLink.objects.filter(pk=link.pk).delete()[0])


def demo_account() -> Any:
    """The one account of a demonstration; it has no password, and so nobody logs in to it without the link."""
    user, is_new = get_user_model().objects.get_or_create(username=DEMO_ACCOUNT, defaults={"is_staff": True})
    if is_new:
        user.set_unusable_password()
        user.save()
        Profile.objects.create(user=user)
    return user


def _made(kind: str, user: Any = None, *, clears_second_factor: bool = False) -> str:
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        AccessLink.objects.filter(kind=kind, user=user).delete()
        AccessLink.objects.create(
            digest=_digest(token),
            kind=kind,
            user=user,
            clears_second_factor=clears_second_factor,
            expires_at=timezone.now() + timedelta(hours=_HOURS[kind]),
        )
    return str(reverse("link", args=[token]))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
