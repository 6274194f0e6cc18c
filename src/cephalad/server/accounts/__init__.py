"""Who may use an installation: the first account, colleagues, passwords, second factors, sessions.

Log-in, one-time codes and passkeys are django-allauth's; what stands here decides who needs them, for how long, and
writes down what happened.
"""

from __future__ import annotations

__all__ = ()
