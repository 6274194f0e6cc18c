"""What an installation keeps about calendars: who reads them, and what they were given."""

from __future__ import annotations

from django.conf import settings
from django.db import models

__all__ = ["Feed", "GivenEntry"]


class Feed(models.Model):
    """The private calendar address of one account; only the digest of its secret part is kept.

    Attributes
    ----------
    read_on : the last day on which a calendar read it; None before the first
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_on = models.DateField(null=True)

    class Meta:
        """One row an account."""

        db_table = "paper_feed"


class GivenEntry(models.Model):
    """The newest edition of one entry that calendars were given.

    Attributes
    ----------
    number : of the edition, from 0; calendars know it as SEQUENCE
    cancelled : whether this edition says that the entry is gone
    """

    uid = models.TextField(primary_key=True)
    subject = models.CharField(max_length=32)
    first_day = models.DateField()
    last_day = models.DateField()
    number = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    cancelled = models.BooleanField()

    class Meta:
        """Looked up and emptied by case."""

        db_table = "paper_given_entry"
        indexes = (models.Index(fields=["subject"], name="paper_given_subject"),)
