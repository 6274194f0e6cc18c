"""What each event says of veins: one report for every segment or segment set that it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from cephalad.anatomy import EXPLORATION, cleared_by, clears, covered
from cephalad.record.model import Observation
from cephalad.record.view import View

__all__ = [
    "CROSS_SECTION",
    "POSITIVE",
    "VeinReport",
    "able_to_show",
    "event_value",
    "event_values",
    "unexplained",
    "vein_reports",
]

CROSS_SECTION = ("ct", "mr", "venography")
POSITIVE = ("tumour", "filling-defect")


@dataclass(frozen=True, slots=True)
class VeinReport:
    """What one event says of one segment or segment set.

    Attributes
    ----------
    position : the event's place in the view
    modality : imaging modality, `EXPLORATION` for an operation or autopsy, "" for another pathology or recurrence note
    clears : segments that this report shows clear; `strongly` when by contrast cross-section or exploration
    """

    position: int
    event: str
    name: str
    modality: str
    contrast: str
    positive: bool
    explained: bool
    thrombus: bool
    continuous: bool
    cord: bool
    enhancing: bool
    clear_above: bool
    explored: bool
    outcome: tuple[str, ...]
    statuses: tuple[str, ...]
    clears: tuple[str, ...]
    strongly: bool


def vein_reports(view: View, start: int) -> tuple[VeinReport, ...]:
    """Everything that the counted events say of veins, oldest first; before `start` only what they show clear."""
    grouped: dict[tuple[int, str], list[Observation]] = {}
    for finding, rows in view.by_finding.items():
        if finding.startswith("vein."):
            for position, observation in rows:
                grouped.setdefault((position, observation.qualifier), []).append(observation)
    reports = (_report(view, position, name, grouped[position, name]) for position, name in sorted(grouped))
    return tuple(
        report if report.position >= start else _only_clear(report)
        for report in reports
        if report.position >= start or report.clears
    )


def _only_clear(report: VeinReport) -> VeinReport:
    """What a report still says once the disease was excluded after it: which segments it shows clear."""
    return replace(
        report,
        positive=False,
        thrombus=False,
        continuous=False,
        cord=False,
        enhancing=False,
        outcome=(),
        statuses=(),
    )


def unexplained(reports: tuple[VeinReport, ...]) -> tuple[VeinReport, ...]:
    """The reports of veins that neither they nor a later report of the same vein have explained, oldest first."""
    settled = {report.name: report.position for report in reports if report.explained}
    return tuple(report for report in reports if settled.get(report.name, -1) < report.position)


def _report(view: View, position: int, name: str, rows: list[Observation]) -> VeinReport:
    event = view.events[position]
    said: dict[str, list[str]] = {}
    for row in rows:
        if isinstance(row.value, str):
            said.setdefault(row.finding, []).append(row.value)
    modality = _modality(view, position)
    contrast = event_value(view, position, "imaging.contrast")
    content = said.get("vein.content", [])
    outcome = tuple(said.get("vein.outcome", ()))
    contrast_study = contrast == "yes" and modality in (*CROSS_SECTION, "contrast-ultrasound")
    # Clot does not enhance: on a contrast study that explains the content.
    explained = "yes" in said.get("vein.explained", ()) or (
        contrast_study and set(said.get("vein.enhancing", ())) == {"no"}
    )
    return VeinReport(
        position=position,
        event=event.id,
        name=name,
        modality=modality,
        contrast=contrast,
        # What an author concludes from continuity was seen by nobody: the report of continuity itself carries it.
        positive=not explained
        and "yes" not in said.get("vein.author-inference", ())
        and (
            any(value in POSITIVE for value in content)
            or "left" in outcome
            or "yes" in said.get("vein.continuous-with-source", ())
        ),
        explained=explained,
        thrombus="thrombus" in content,
        continuous="yes" in said.get("vein.continuous-with-source", ()),
        cord="yes" in said.get("vein.cord-like", ()),
        enhancing="yes" in said.get("vein.enhancing", ()),
        clear_above="yes" in said.get("vein.clear-above", ())
        and (modality == EXPLORATION or (modality in CROSS_SECTION and contrast == "yes")),
        explored="yes" in said.get("vein.explored", ()),
        outcome=outcome,
        statuses=tuple(row.status for row in rows if row.value is None),
        clears=_cleared(view, position, name, modality, contrast) if explained or content == ["clear"] else (),
        strongly=modality == EXPLORATION or (modality in CROSS_SECTION and contrast == "yes"),
    )


def _modality(view: View, position: int) -> str:
    """How the vein was looked at; at autopsy, as at operation, it lies open."""
    if view.events[position].kind == "operation" or event_value(view, position, "pathology.method") == "autopsy":
        return EXPLORATION
    return event_value(view, position, "imaging.modality")


def event_value(view: View, position: int, finding: str) -> str:
    """The value that one event gives for a finding without qualifier; "" when it gives none."""
    return next(iter(event_values(view, position, finding)), "")


def event_values(view: View, position: int, finding: str) -> tuple[str, ...]:
    """Every value that one event gives for a finding without qualifier."""
    rows = view.events[position].observations
    return tuple(row.value for row in rows if row.finding == finding and isinstance(row.value, str))


def _cleared(view: View, position: int, name: str, modality: str, contrast: str) -> tuple[str, ...]:
    if not modality:
        return ()
    known_contrast = contrast if contrast in ("yes", "no") else None
    regions = event_values(view, position, "imaging.regions")
    return cleared_by(name, modality=modality, contrast=known_contrast, regions=regions)  # type: ignore[arg-type]


@lru_cache(maxsize=1024)
def able_to_show(modality: str, contrast: str, regions: tuple[str, ...]) -> tuple[str, ...]:
    """The segments in these regions that a study has the means to speak of; none when its modality is not told."""
    known_contrast = contrast if contrast in ("yes", "no") else None
    return tuple(
        name
        for name in (covered(regions) if modality else ())
        if clears(modality=modality, contrast=known_contrast, segment=name, named="segment")  # type: ignore[arg-type]
    )
