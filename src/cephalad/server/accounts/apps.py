"""Accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["AccountsConfig"]


class AccountsConfig(AppConfig):
    """Profiles, one-time links and shared counts."""

    name = "cephalad.server.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what happens with accounts, so that it is written down."""
        from cephalad.server.accounts import events

        events.listen()
