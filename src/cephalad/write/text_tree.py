"""A criterion's expression as an indented tree in plain words, each part with its verdict."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.write.page import Page
from cephalad.write.parts import Part

__all__ = ["tree"]

STEP = "   "


def tree(page: Page, part: Part, indent: str = "  ") -> Iterator[str]:
    """The lines of an expression; inside a mass the parts have no verdict of their own, for each mass gets one."""
    bullet = f"[{page.verdict(part.verdict)}] " if part.verdict else "- "
    yield from page.item(part.words, indent, bullet)
    for inner in part.parts:
        yield from tree(page, inner, indent + STEP)
