"""What a text says, short enough to stand in a table of a test."""

from __future__ import annotations

from cephalad.read import shipped_reader

__all__ = ["said", "statuses", "veins"]


def said(text: str, finding: str, *, modality: str | None = None) -> list[tuple[str | float, str]]:
    """Value and status of each mention of a finding."""
    found = shipped_reader().read(text, modality=modality).findings
    return [(each.value, each.status) for each in found if each.finding == finding]


def veins(text: str) -> set[tuple[str | None, str | float, str]]:
    """What each vein holds by a text, and the status of that."""
    found = shipped_reader().read(text).findings
    return {(each.qualifier, each.value, each.status) for each in found if each.finding == "vein.content"}


def statuses(text: str) -> set[str]:
    """The statuses of the findings of a text."""
    return {found.status for found in shipped_reader().read(text).findings}
