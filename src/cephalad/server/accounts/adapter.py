"""Where django-allauth asks how this installation wants things: no sign-up, sealed secrets, fewer messages."""

from __future__ import annotations

import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from cephalad.server.accounts import events

__all__ = ["Accounts", "SecondFactors"]

# Said by the page itself already.
_QUIET = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
_NONCE_BYTES = 12


class Accounts(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Written down without what was typed, which may be a password in the wrong field."""
        del credentials
        events.log_in_refused(request, "password")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *further: Any, **named: Any
    ) -> None:
        """As django-allauth, but for what the page shows anyway."""
        if message_template not in _QUIET:
            super().add_message(request, level, message_template, *further, **named)


class SecondFactors(DefaultMFAAdapter):
    """Secrets of one-time codes are sealed in the database, with a key that lies outside it."""

    def encrypt(self, text: str) -> str:
        """The text sealed, as hexadecimal digits."""
        nonce = os.urandom(_NONCE_BYTES)
        return (nonce + _seal().encrypt(nonce, text.encode(), None)).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """The text of a seal."""
        sealed = bytes.fromhex(encrypted_text)
        return _seal().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is bound to: the host of the address, without its port."""
        return {**super().get_public_key_credential_rp_entity(), "name": "cephalad"}


def _seal() -> AESGCM:
    # A key of its own for this use, so that two uses of one key never meet.
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"cephalad second factors")
    return AESGCM(derived.derive(settings.CEPHALAD_IDENTITY_KEY))
