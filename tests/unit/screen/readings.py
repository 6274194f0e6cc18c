"""Readings as the reader would give them, made by hand: what is tested here is what screening makes of them."""

from __future__ import annotations

from cephalad.read import Cause, Found, Reading
from cephalad.read.findings import Status

__all__ = ["cause", "found", "reading"]


def found(finding: str, value: str | float, qualifier: str | None = None, status: Status = "affirmed") -> Found:
    """One finding, said by the first word of the text."""
    return Found(finding, value, None, qualifier, status, f"test.{value}", (0, 4), None, None)


def cause(name: str, status: Status = "affirmed") -> Cause:
    """A cause that the report names."""
    return Cause(name, status, f"test.{name}", (0, 4), None)


def reading(*findings: Found, causes: tuple[Cause, ...] = (), modality: str | None = "ct") -> Reading:
    """A reading of these findings."""
    return Reading(("en",), modality, findings, causes, (), "1", "0" * 64)
