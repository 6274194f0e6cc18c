"""The colours of every picture, in one place, each with what it may be used for on the white ground.

Text reaches a contrast of 4.5 to 1, a line that carries meaning 3 to 1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
Organs are only hinted at: a reader who does not see their tint loses nothing.
"""

from __future__ import annotations

__all__ = [
    "GROUND",
    "INK",
    "LINES",
    "NEXT",
    "OUTLINE",
    "PALE",
    "QUIET",
    "ROUTE_I",
    "ROUTE_II",
    "TEXTS",
    "TINTS",
    "TUMOUR",
]

GROUND = "#ffffff"
INK = "#1d2730"
QUIET = "#566470"
TUMOUR = "#7b1527"
NEXT = "#8a4600"
OUTLINE = "#3f4d58"
PALE = "#87919a"
ROUTE_I = "#1f5a8c"
ROUTE_II = "#8a4600"

TEXTS = (INK, QUIET, TUMOUR, NEXT, ROUTE_I, ROUTE_II)
"""Colours that words are written in."""

LINES = (*TEXTS, OUTLINE, PALE)
"""Colours of lines and of filled shapes that tell something."""

TINTS = {
    "edge": "#dccfc8",
    "liver": "#f3e9df",
    "kidney": "#f3e6e2",
    "heart": "#f8ebea",
    "uterus": "#faeef0",
    "ovary": "#f6efe3",
    "grey": "#e1e5e8",
    "band": "#f4f6f8",
    "mark": "#dbe6ef",
}
"""Fills that only help the eye."""
