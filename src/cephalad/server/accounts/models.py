"""What an installation knows about its accounts besides name and password."""

from __future__ import annotations

from django.conf import settings
from django.db import models

__all__ = ["AccessLink", "Count", "Profile"]


class Profile(models.Model):
    """What one account chose."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    language = models.CharField(max_length=2, default="en")

    class Meta:
        """One row an account."""

        db_table = "accounts_profile"


class AccessLink(models.Model):
    """A one-time link by which somebody gets an account or a new password; only its digest is kept.

    Attributes
    ----------
    kind : ``first`` makes the first account, ``person`` sets the password of an account that is there, ``demo`` opens
        the demonstration
    clears_second_factor : whether using it also forgets the account's second factors
    """

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    clears_second_factor = models.BooleanField(default=False)
    expires_at = models.DateTimeField()

    class Meta:
        """Few rows; used ones are deleted."""

        db_table = "accounts_link"


class Count(models.Model):
    """A short-lived note that all processes of the server share: attempts of an address, a code that was used."""

    key = models.CharField(max_length=250, primary_key=True)
    value = models.TextField()
    expires = models.FloatField()

    class Meta:
        """Found by key; rows that are over are found by time."""

        db_table = "accounts_count"
        indexes = (models.Index(fields=["expires"], name="accounts_count_expires"),)
