"""Pathology: what excludes the disease, one report at a time, and tumour in vessels outside the uterus."""

from __future__ import annotations

from cephalad.anatomy import EXTRA_UTERINE_VESSELS
from cephalad.facts.extent import involved
from cephalad.facts.model import FactType, FactValue, Known, Unknown
from cephalad.facts.sheet import FactSheet, derived
from cephalad.facts.vein_reports import event_values
from cephalad.logic import Truth

__all__ = ["SMOOTH_MUSCLE"]

SMOOTH_MUSCLE = {"ivl", "leiomyoma", "benign-metastasising-leiomyoma"}


@derived("pathology.excludes", ask="pathology.index-lesion")
def _excludes(sheet: FactSheet) -> FactValue:
    """Yes when one report of the very lesion gives another diagnosis and accounts for the vessels.

    Unknown while a report with another diagnosis leaves open whether it is the lesion, or what the vessels hold.
    """
    if sheet.exclusions:
        return Known("yes", sheet.ids([sheet.exclusions[-1]]))
    open_reports = [at for at in sheet.kind_positions("pathology") if _could_exclude(sheet, at)]
    if open_reports:
        return Unknown("unknown.not-recorded", sheet.ids(open_reports))
    return Known("no", sheet.ids(sheet.kind_positions("pathology")))


def _could_exclude(sheet: FactSheet, at: int) -> bool:
    said = {
        name: event_values(sheet.view, at, f"pathology.{name}")
        for name in ("diagnosis", "biopsy", "index-lesion", "vessels-contain-tumour")
    }
    if not said["diagnosis"] or "ivl" in said["diagnosis"] or "yes" in said["biopsy"]:
        return False
    if "yes" in event_values(sheet.view, at, "pathology.intraluminal-smooth-muscle"):
        return False
    return "no" not in said["index-lesion"] and "yes" not in said["vessels-contain-tumour"]


@derived("vessels.outside-uterus", ask="pathology.vessels-outside-uterus")
def _outside_uterus(sheet: FactSheet) -> FactValue:
    """Whether intravenous tumour lies in vessels outside the uterine contour; a positive finding wins."""
    verdict, events = involved(sheet.extent, EXTRA_UTERINE_VESSELS)
    stated = sheet.positions("pathology.vessels-outside-uterus", "yes", start=sheet.live_start)
    if verdict is Truth.TRUE or stated:
        return Known("yes", tuple(dict.fromkeys((*events, *sheet.ids(stated)))))
    denied = sheet.positions("pathology.vessels-outside-uterus", "no", start=sheet.live_start)
    if denied or verdict is Truth.FALSE:
        return Known("no", tuple(dict.fromkeys((*sheet.ids(denied), *events))))
    return Unknown()


@derived(
    "extent.continuity",
    ask="vein.continuous-with-source",
    type=FactType.CHOICE,
    values=("none", "continuous", "gap"),
)
def _continuity(sheet: FactSheet) -> FactValue:
    """Continuity of the tumour with its source, against the flow; unknown names the events that leave it open."""
    value, between = sheet.extent.continuity()
    events = tuple(dict.fromkeys(e for name in sheet.extent.involved for e in sheet.extent.states[name].events))
    if value == "none":
        verdict, _ = involved(sheet.extent, EXTRA_UTERINE_VESSELS)
        return Known("none") if verdict is Truth.FALSE else Unknown()
    if value == "cannot-tell":
        return Unknown("unknown.between", events)
    del between
    return Known(value, events)


@derived("pathology.lung-smooth-muscle", ask="pathology.specimen")
def _lung_smooth_muscle(sheet: FactSheet) -> FactValue:
    """Whether pathology of a lung specimen found smooth-muscle tumour; a biopsy is enough to find it."""
    lung = [
        at
        for at in sheet.kind_positions("pathology", sheet.live_start)
        if "lung" in event_values(sheet.view, at, "pathology.specimen")
    ]
    found = [at for at in lung if set(event_values(sheet.view, at, "pathology.diagnosis")) & SMOOTH_MUSCLE]
    if found:
        return Known("yes", sheet.ids(found))
    untold = [at for at in lung if not event_values(sheet.view, at, "pathology.diagnosis")]
    return Unknown("unknown.not-recorded", sheet.ids(untold)) if untold else Known("no", sheet.ids(lung))
