"""Paper as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["PaperConfig"]


class PaperConfig(AppConfig):
    """Private feeds, and which edition of each entry calendars were given."""

    name = "cephalad.server.paper"
    label = "paper"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a case is erased, what calendars were given of it goes too."""
        from cephalad.server.paper import editions

        editions.listen()
