"""What templates may call: words of the catalogue. Texts are escaped like every other value of a template."""

from __future__ import annotations

from typing import Any

from django import template

from cephalad.server.words import say as said

__all__ = ["register"]

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], key: str, **params: object) -> str:
    """``{% say "server.log-in.title" %}``: the sentence in the reader's language; parameters by name."""
    return said(context["request"], key, **params)
