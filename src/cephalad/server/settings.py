"""Django's settings for one installation, as one dictionary; nothing is read from a settings module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cephalad.server.config import Config, database_parameters
from cephalad.server.keys import Keys
from cephalad.server.security import security_settings

__all__ = ["django_settings"]

# What an acknowledged write means: the write-ahead log is on the disk before the call returns. What is erased is
# overwritten in the file, not only unlinked.
_SQLITE_AT_CONNECT = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA cell_size_check=ON"
_SECONDS_TO_WAIT_FOR_A_WRITER = 30


def django_settings(config: Config, keys: Keys) -> dict[str, Any]:
    """Keyword arguments for `django.conf.settings.configure`."""
    return {
        **_core(config, keys),
        **_pages(),
        **security_settings(config),
        "INSTALLED_APPS": _apps(),
        "DATABASES": {"default": database(config)},
    }


def _core(config: Config, keys: Keys) -> dict[str, Any]:
    return {
        "DEBUG": False,
        "SECRET_KEY": keys.secret_key,
        "CEPHALAD_IDENTITY_KEY": keys.identity_key,
        "CEPHALAD_CONFIG": config,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", *config.allowed_hosts],
        "USE_TZ": True,
        "TIME_ZONE": config.time_zone,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    }


def _apps() -> list[str]:
    return [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.usersessions",
        "cephalad.server.store",
        "cephalad.server.accounts",
        "cephalad.server.entry",
        "cephalad.server.paper",
    ]


def _pages() -> dict[str, Any]:
    """Addresses, templates and static files; pages of whole packages stand in the one folder of templates."""
    here = Path(__file__).parent
    return {
        "ROOT_URLCONF": "cephalad.server.urls",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [here / "templates"],
                "OPTIONS": {
                    # In memory, as when debugging is off; found in the folder above only.
                    "loaders": [
                        ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])
                    ],
                    "builtins": ["cephalad.server.tags", "django.templatetags.static"],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "cephalad.server.accounts.context.of_page",
                    ],
                },
            }
        ],
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [here / "static"],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": 3600,
        "APPEND_SLASH": True,
    }


def database(config: Config) -> dict[str, Any]:
    """Django's entry for the one database: a file in the data folder, or the PostgreSQL server of the address."""
    if not config.uses_sqlite:
        # No ATOMIC_REQUESTS: an append is a transaction of its own, and its lock is held as shortly as can be.
        return {**database_parameters(config.database_url), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(config.database_file),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": _SECONDS_TO_WAIT_FOR_A_WRITER,
            "init_command": _SQLITE_AT_CONNECT,
        },
    }
