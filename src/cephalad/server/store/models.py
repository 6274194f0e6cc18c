"""The tables. Rows of the chain and what was said in them are written once; the database itself refuses the rest.

Times and hashes are kept as text of a fixed form, so that the same row gives the same hash in every database.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models

__all__ = ["CachedAnswer", "ChainRow", "IdentityIndex", "Payload", "SealedIdentity"]


class ChainRow(models.Model):
    """One row of the chain: who did what when, and the hash of it, never what was said.

    Attributes
    ----------
    sequence : 1, 2, … without a gap
    recorded_at : in UTC, ``2026-03-01T09:30:00.000000Z``
    actor : who did it: an account's name, or a program such as ``cephalad store``
    subject : the opaque id of the case, "" for what belongs to no case
    """

    sequence = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    recorded_at = models.CharField(max_length=27)
    actor = models.CharField(max_length=150)
    subject = models.CharField(max_length=32, blank=True)
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    own_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Looked up by case and kind; each account and each day in the audit view."""

        db_table = "store_chain"
        indexes = (
            models.Index(fields=["subject", "kind", "sequence"], name="store_chain_subject"),
            models.Index(fields=["kind", "sequence"], name="store_chain_kind"),
            models.Index(fields=["actor", "sequence"], name="store_chain_actor"),
        )

    @property
    def at(self) -> datetime:
        """When it was recorded, in UTC."""
        return datetime.fromisoformat(self.recorded_at)


class Payload(models.Model):
    """What was said in a row, and the salt of its hash; it goes when the case is erased.

    Attributes
    ----------
    content : canonical JSON
    token : digest of who sent the form that this row came from, and of the form's own token; None without one
    """

    row = models.OneToOneField(
        ChainRow, on_delete=models.DO_NOTHING, primary_key=True, db_column="sequence", related_name="payload"
    )
    salt = models.CharField(max_length=64)
    content = models.TextField()
    token = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        """One row beside each row of the chain."""

        db_table = "store_payload"


class SealedIdentity(models.Model):
    """Who a patient is, sealed with the identity key."""

    subject = models.CharField(max_length=32, primary_key=True)
    sealed = models.BinaryField()

    class Meta:
        """Apart from the record."""

        db_table = "store_identity"


class IdentityIndex(models.Model):
    """A keyed digest of one field of an identity, by which exactly this value is found and nothing can be read."""

    subject = models.CharField(max_length=32)
    field = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)

    class Meta:
        """One row a patient and field; looked up by the digest."""

        db_table = "store_identity_index"
        constraints = (models.UniqueConstraint(fields=["subject", "field"], name="store_identity_field"),)
        indexes = (models.Index(fields=["field", "digest"], name="store_identity_digest"),)


class CachedAnswer(models.Model):
    """An answer that was worked out before; the table may be emptied at any time."""

    key = models.CharField(max_length=64, primary_key=True)
    subject = models.CharField(max_length=32)
    head = models.CharField(max_length=64)
    answer = models.TextField()

    class Meta:
        """Emptied by case."""

        db_table = "store_answer"
        indexes = (models.Index(fields=["subject"], name="store_answer_subject"),)
