"""Forms that were begun and not sent: kept for the person who began them, until they are sent, dropped or too old."""

from __future__ import annotations

from django.conf import settings
from django.db import models

__all__ = ["Draft"]


class Draft(models.Model):
    """What somebody typed into one form.

    Attributes
    ----------
    form : id of the form, also the token with which it is sent once
    subject : the case, "" for a new one and for a file
    what : ``new-case``, ``header``, ``import``, the kind of an event, ``correct:EVENT``, or ``for:FORM:KIND`` for an
        event that waits until this form made its case
    content : the fields as JSON, or the file that waits to be imported
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    form = models.CharField(max_length=36)
    subject = models.CharField(max_length=32, blank=True)
    what = models.CharField(max_length=100)
    content = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        """One row a person and form."""

        db_table = "entry_draft"
        constraints = (models.UniqueConstraint(fields=["user", "form"], name="entry_draft_form"),)
        indexes = (models.Index(fields=["subject"], name="entry_draft_subject"),)
