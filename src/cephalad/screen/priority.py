"""How strong the evidence of a report is, to order the reports of one tier."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["is_affirmed", "priority"]

_AFFIRMED = 10_000
_EACH_EVIDENCE = 100
_MOST_VEINS = 99
_HELD = ("tumour", "filling-defect", "thrombus")


def priority(said: Iterable[tuple[str, str, str]], evidence: tuple[str, ...], *, affirmed: bool) -> int:
    """A whole number by which the reports of one tier are ordered, the greatest first.

    Reports that affirm something of what put them there come before those that only call it possible; then counts how
    many kinds of evidence hold, then how many veins are named as holding something. It is an order, not a probability.

    Examples
    --------
    >>> priority([("vein.content", "tumour", "infrarenal-ivc")], ("intravascular-mass", "vein-involved"), affirmed=True)
    10201
    """
    veins = {qualifier for finding, value, qualifier in said if finding == "vein.content" and value in _HELD}
    return _AFFIRMED * affirmed + _EACH_EVIDENCE * len(evidence) + min(len(veins), _MOST_VEINS)


def is_affirmed(number: int) -> bool:
    """Whether a priority is that of something affirmed."""
    return number >= _AFFIRMED
