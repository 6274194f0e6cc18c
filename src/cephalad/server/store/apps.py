"""The store as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["StoreConfig"]


class StoreConfig(AppConfig):
    """The tables of the chain, what is said in it, identities and remembered answers."""

    name = "cephalad.server.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
