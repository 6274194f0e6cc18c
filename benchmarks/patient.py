"""The patient that everything is measured on: twelve events of the reference patient, from bleeding to follow-up."""

from __future__ import annotations

from dataclasses import replace

from cephalad.record import Case, read_example

__all__ = ["AS_OF", "twelve_events"]

AS_OF = "2026-03-01"

_EVENTS = (
    "bleeding",
    "history",
    "ultrasound-referral",
    "first-visit",
    "ct-pelvis",
    "mri-pelvis",
    "doppler-iliac-caval",
    "wishes",
    "operation",
    "pathology",
    "leuprolide-1",
    "mri-declined",
)


def twelve_events() -> Case:
    """Those events of the reference patient that reach every chapter of the pathway, surveillance included."""
    whole = read_example("zhao-tian-2026")
    return replace(whole, events=tuple(event for event in whole.events if event.id in _EVENTS))
