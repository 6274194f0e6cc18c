"""Entry as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["EntryConfig"]


class EntryConfig(AppConfig):
    """Drafts of forms."""

    name = "cephalad.server.entry"
    label = "entry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a case is erased, what was begun to be written about it goes too."""
        from cephalad.server.entry import drafts

        drafts.listen()
