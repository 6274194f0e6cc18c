"""Private calendar addresses: a secret of 256 random bits for each account, of which only the digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.utils import timezone

from cephalad.server.paper.models import Feed

__all__ = ["feed_of", "feed_with", "first_reading_today", "make", "revoke"]

_LONGEST_TOKEN = 100


def make(user: Any) -> str:
    """The secret of the account's new address; the one before does not open any more."""
    token = secrets.token_urlsafe(32)
    stated = {"digest": _digest(token), "made_at": timezone.now(), "read_on": None}
    Feed.objects.update_or_create(user=user, defaults=stated)
    return token


def revoke(user: Any) -> bool:
    """Whether the account had an address; it has none any more."""
    return bool(Feed.objects.filter(user=user).delete()[0])


def feed_of(user: Any) -> Feed | None:
    """The account's feed."""
    found: Feed | None = Feed.objects.filter(user=user).first()
    return found


def feed_with(token: str) -> Feed | None:
    """The feed of this secret, if its account is open."""
    if len(token) > _LONGEST_TOKEN:
        return None
    feeds = Feed.objects.select_related("user__profile").filter(digest=_digest(token), user__is_active=True)
    found: Feed | None = feeds.first()
    return found


def first_reading_today(feed: Feed) -> bool:
    """Whether nobody read the feed today before; of several calendars at once one is told so."""
    day = timezone.localdate()
    return bool(Feed.objects.filter(pk=feed.pk).exclude(read_on=day).update(read_on=day))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
