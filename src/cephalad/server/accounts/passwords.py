"""What no password may be, besides short and common."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation

from cephalad.terms import message

__all__ = ["NoWordOfThisProgram"]

_FIRST_GUESSES = ("cephalad", "leiomyom", "fibroid", "hospital", "gyn", "password", "passwort", "肌瘤", "医院")
"""Words that stand on the page itself or above the door (ASVS 6.2.11)."""

_LEAST_BESIDES = 8


class NoWordOfThisProgram:
    """Refuses a password that is little more than a word which anybody would try first here."""

    def validate(self, password: str, user: Any = None) -> None:
        """Nothing, when enough of the password is left without such words.

        Raises
        ------
        ValidationError : otherwise
        """
        del user
        rest = password.casefold()
        for word in _FIRST_GUESSES:
            rest = rest.replace(word, "")
        if len(rest) < _LEAST_BESIDES and len(rest) < len(password):
            raise ValidationError(_said("server.password.guessed-first"), code="password_guessed_first")

    def get_help_text(self) -> str:
        """The rule, in a sentence."""
        return _said("server.password.guessed-first")


def _said(key: str) -> str:
    # Called by the framework without a request; the language of the answer is in force while it is made.
    return message(key, "zh" if (translation.get_language() or "").startswith("zh") else "en")
