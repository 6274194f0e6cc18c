"""How the application is protected, as settings: headers, cookies, passwords, second factors, limits of attempts.

Numbers in brackets are items of the OWASP Application Security Verification Standard 5.0.0.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from cephalad.errors import InvalidArgument
from cephalad.server.config import Config
from cephalad.server.logs import log_settings
from cephalad.server.words import DJANGO_NAMES

__all__ = [
    "ABSOLUTE_SECONDS",
    "IDLE_SECONDS",
    "MIDDLEWARE",
    "POLICY",
    "SHORTEST_PASSWORD",
    "is_encrypted",
    "refuse_unsafe",
    "security_settings",
]

IDLE_SECONDS = 30 * 60
"""A session that nobody used for so long is over (7.3.1)."""

ABSOLUTE_SECONDS = 12 * 60 * 60
"""A session is over so long after log-in, used or not (7.3.2)."""

SHORTEST_PASSWORD = 12
"""Characters of a password (6.2.1)."""

_YEAR = 365 * 24 * 60 * 60
_MEGABYTE = 1024 * 1024
_MOST_FIELDS = 5_000

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
"""Nothing from elsewhere, nothing inline, nothing evaluated, no frame (3.4.3, 3.4.6)."""

MIDDLEWARE = (
    "cephalad.server.middleware.NamedAndLogged",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "cephalad.server.middleware.MoreHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cephalad.server.middleware.SmallBodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cephalad.server.middleware.SessionLimits",
    "cephalad.server.middleware.InTheReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cephalad.server.middleware.SignedInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cephalad.server.accounts.policy.SecondFactorRequired",
)
"""Outermost first. Whoever comes later may rely on who came before."""


def is_encrypted(config: Config) -> bool:
    """Whether every request reaches the application over TLS, its own or a proxy's."""
    return config.tls is not None


def refuse_unsafe(config: Config) -> None:
    """Nothing, when this installation may listen where it is told to.

    Raises
    ------
    InvalidArgument : for an address that others can reach without TLS, and for a demonstration that others can reach
    """
    if config.is_loopback:
        return
    if config.demo:
        raise InvalidArgument(
            "host: a demonstration has no accounts and listens on this machine only; leave --host out"
        )
    if config.tls is None:
        raise InvalidArgument(
            "host: others can reach this address, and the traffic would not be encrypted; "
            "add --tls-cert and --tls-key, or --behind-proxy https://the.name.that.people.open"
        )


def security_settings(config: Config) -> dict[str, Any]:
    """The part of the settings that protects: merged into all others by `cephalad.server.settings`."""
    return {
        **_headers(config),
        **_cookies(config),
        **_passwords(),
        **_accounts(config),
        **_limits(),
        "MIDDLEWARE": list(MIDDLEWARE),
        "LOGGING": log_settings(config.data_folder / "logs"),
        "USE_I18N": True,
        "LANGUAGE_CODE": "en",
        "LANGUAGES": [(name, name) for name in DJANGO_NAMES.values()],
    }


def _headers(config: Config) -> dict[str, Any]:
    directives: dict[str, Any] = dict(POLICY)
    if is_encrypted(config):
        directives["upgrade-insecure-requests"] = True
    settings: dict[str, Any] = {
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": directives},
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        # Not "no-referrer": with it browsers send the origin "null", and forms could not be told from forged ones.
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }
    if is_encrypted(config):
        settings |= {"SECURE_HSTS_SECONDS": _YEAR, "SECURE_HSTS_INCLUDE_SUBDOMAINS": False}
    if config.tls is not None and (origin := config.tls.proxy_origin):
        settings |= {
            "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
            "SECURE_SSL_REDIRECT": True,
            "SECURE_SSL_HOST": urlsplit(origin).netloc,
            "SECURE_REDIRECT_EXEMPT": [r"^health/$"],
            "CSRF_TRUSTED_ORIGINS": [origin.rstrip("/")],
            "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        }
    return settings


def _cookies(config: Config) -> dict[str, Any]:
    # The prefix makes a browser refuse the cookie unless it is secure and for this very host (3.3.1, 3.3.3).
    encrypted = is_encrypted(config)
    prefix = "__Host-" if encrypted else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "SESSION_COOKIE_SECURE": encrypted,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_AGE": IDLE_SECONDS,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CSRF_COOKIE_NAME": f"{prefix}csrf",
        "CSRF_COOKIE_SECURE": encrypted,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_AGE": None,
        "CSRF_FAILURE_VIEW": "cephalad.server.failures.forged",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    }


def _passwords() -> dict[str, Any]:
    checks = "django.contrib.auth.password_validation"
    return {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{checks}.MinimumLengthValidator", "OPTIONS": {"min_length": SHORTEST_PASSWORD}},
            {"NAME": f"{checks}.CommonPasswordValidator"},
            {"NAME": f"{checks}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username"]}},
            {"NAME": "cephalad.server.accounts.passwords.NoWordOfThisProgram"},
        ],
    }


def _accounts(config: Config) -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "home",
        "ACCOUNT_ADAPTER": "cephalad.server.accounts.adapter.Accounts",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 300,
        # Attempts: of one address, and of one account from wherever (6.3.1).
        "ACCOUNT_RATE_LIMITS": {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"},
        "MFA_ADAPTER": "cephalad.server.accounts.adapter.SecondFactors",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_TOTP_ISSUER": "cephalad (demo)" if config.demo else "cephalad",
        # A code may be half a minute old or early; `accounts.codes` sees to it that none is taken twice.
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_FORMS": {
            "authenticate": "cephalad.server.accounts.codes.AuthenticateOnce",
            "reauthenticate": "cephalad.server.accounts.codes.ReauthenticateOnce",
        },
        # Attempts are counted in the database, so that every process of the server counts the same.
        "CACHES": {"default": {"BACKEND": "cephalad.server.accounts.attempts.SharedCounts"}},
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }


def _limits() -> dict[str, Any]:
    return {
        "DATA_UPLOAD_MAX_MEMORY_SIZE": _MEGABYTE,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": _MOST_FIELDS,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 10,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 4 * _MEGABYTE,
    }
