"""Visits by the framework's own client: quick, without a browser and without a server."""

from __future__ import annotations

import re
from typing import Any

PASSWORD = "four odd words here"


def client(**settings: Any) -> Any:
    """Somebody who has not logged in; forms are checked as for a browser."""
    from django.test import Client

    return Client(enforce_csrf_checks=True, SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.7", **settings)


def person(name: str = "anna", *, administrator: bool = False, factor: str = "") -> Any:
    """An account; with `factor`, the secret of its one-time codes."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    from cephalad.server.accounts.models import Profile

    user = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=administrator)
    Profile.objects.create(user=user)
    if factor:
        TOTP.activate(user, factor)
    return user


def token_of(visitor: Any, path: str) -> str:
    """The token that the form on this page carries."""
    answer = visitor.get(path)
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())
    assert found is not None, (path, answer.status_code)
    return found[1]


def send(visitor: Any, path: str, shown_on: str = "", **fields: Any) -> Any:
    """The answer to a form that is opened on one page and sent to `path`."""
    return visitor.post(path, {"csrfmiddlewaretoken": token_of(visitor, shown_on or path), **fields})


def text(answer: Any) -> str:
    """What the answer says."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode()


def signed_in(user: Any, *, shown_factor: bool = True, csrf: bool = True) -> Any:
    """A visitor with an open session of this account, as after log-in with both factors."""
    from cephalad.server.accounts.events import FACTOR_ADDED_HERE

    visitor = client()
    visitor.handler.enforce_csrf_checks = csrf
    visitor.force_login(user)
    if shown_factor:
        session = visitor.session
        session[FACTOR_ADDED_HERE] = user.pk
        session.save()
    return visitor
