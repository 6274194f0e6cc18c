"""Facts that compare imaging reports with one another."""

from __future__ import annotations

from cephalad.anatomy import CAVAL_AND_CARDIAC, EXTRA_UTERINE_VESSELS, HEART, IVC, MODALITIES, SEGMENTS, members
from cephalad.facts.model import FactValue, Known, Unknown
from cephalad.facts.sheet import FactSheet, derived
from cephalad.facts.vein_reports import CROSS_SECTION, VeinReport, event_value, event_values, unexplained

__all__ = ["BESIDE_THE_UTERUS", "READ_WITHOUT_VESSEL", "ULTRASOUND", "WHERE_THROMBUS_MAY_BE_TUMOUR"]

ULTRASOUND = ("ultrasound", "doppler", "contrast-ultrasound")
BESIDE_THE_UTERUS = (
    "broad-ligament",
    "parametrial",
    "para-uterine",
    "paracervical",
    "adnexal",
    "extraperitoneal",
    "intravascular",
    "parasitic",
)
WHERE_THROMBUS_MAY_BE_TUMOUR = frozenset({*EXTRA_UTERINE_VESSELS, *HEART} - {"superior-vena-cava", "hepatic-veins"})
"""Pelvic, gonadal, iliac, renal and caval veins, and the right heart (pathway, Suspicion)."""
READ_WITHOUT_VESSEL = (
    "fibroid",
    "haemorrhagic-fibroid",
    "degenerated-fibroid",
    "broad-ligament-fibroid",
    "ovarian-tumour",
    "thrombus",
    "myxoma",
)


@derived("vein.continuous-on-cross-section", ask="vein.continuous-with-source")
def _continuous_on_cross_section(sheet: FactSheet) -> FactValue:
    """Whether CT, MR or venography shows content of a vein continuous with a source mass."""
    reports = [r for r in sheet.vein_reports if r.modality in CROSS_SECTION]
    found = [r.position for r in reports if r.continuous and r.positive]
    if found:
        return Known("yes", sheet.ids(found))
    denied = sheet.positions("vein.continuous-with-source", "no", start=sheet.live_start)
    denied = [at for at in denied if event_value(sheet.view, at, "imaging.modality") in CROSS_SECTION]
    clear = [r.position for r in reports if r.clears]
    open_content = [r.position for r in reports if r.positive and r.position not in denied]
    if denied and not open_content:
        return Known("no", sheet.ids(denied))
    if clear and not open_content and not any(r.positive for r in sheet.vein_reports):
        return Known("no", sheet.ids(clear))
    return Unknown("unknown.not-recorded", sheet.ids(open_content))


@derived("vein.thrombus-unexplained", ask="vein.content")
def _thrombus_unexplained(sheet: FactSheet) -> FactValue:
    """Whether a thrombus is reported where tumour would lie, and nothing has shown that it is none.

    A reading as thrombus explains nothing: only a contrast study on which it does not enhance, or pathology, does.
    """
    return _unexplained(sheet, WHERE_THROMBUS_MAY_BE_TUMOUR, since=-1)


@derived("vein.thrombus-in-heart", ask="vein.content")
def _thrombus_in_heart(sheet: FactSheet) -> FactValue:
    """Whether an unexplained thrombus lies in the right heart since the last operation."""
    return _unexplained(sheet, frozenset(HEART), since=-1 if sheet.operation is None else sheet.operation)


@derived("vein.thrombus-in-cava", ask="vein.content")
def _thrombus_in_cava(sheet: FactSheet) -> FactValue:
    """Whether an unexplained thrombus lies in the inferior vena cava since the last operation."""
    return _unexplained(sheet, frozenset(IVC), since=-1 if sheet.operation is None else sheet.operation)


def _unexplained(sheet: FactSheet, where: frozenset[str], since: int) -> FactValue:
    reports = tuple(r for r in sheet.vein_reports if set(members(r.name)) <= where)
    found = [r.position for r in unexplained(reports) if r.thrombus and r.position > since]
    if found:
        return Known("yes", sheet.ids(found))
    states = (sheet.extent if since < 0 else sheet.extent_now or sheet.extent).states
    if all(states[name].status in ("clear", "removed", "not-reached") for name in where):
        return Known("no")
    denied = sheet.positions("imaging.venous-thrombus", "no", start=max(sheet.live_start, since + 1))
    denied += {r.name: r.position for r in reports if r.explained and r.position > since}.values()
    return Known("no", sheet.ids(denied)) if denied else Unknown()


@derived("vein.enhancing-cord", ask="vein.cord-like")
def _enhancing_cord(sheet: FactSheet) -> FactValue:
    """Whether one report shows an enhancing cord in a vein; after a hysterectomy only later reports count."""
    since = -1 if sheet.hysterectomy is None else sheet.hysterectomy
    reports = [r for r in sheet.vein_reports if sheet.events[r.position].kind == "imaging" and r.position > since]
    found = [r.position for r in reports if r.enhancing and (r.cord or r.positive)]
    if found:
        return Known("yes", sheet.ids(found))
    denied = [
        *sheet.positions("vein.enhancing", "no", start=max(sheet.live_start, since + 1)),
        *sheet.positions("vein.cord-like", "no", start=max(sheet.live_start, since + 1)),
        *(r.position for r in reports if r.strongly and r.clears),
    ]
    if denied and not any(r.positive or r.cord for r in reports if r.position not in denied):
        return Known("no", sheet.ids(denied))
    return Unknown("unknown.not-recorded", sheet.ids([r.position for r in reports if r.cord or r.positive]))


@derived("imaging.upper-limit-by-two-modalities", ask="imaging.modality")
def _upper_limit_by_two(sheet: FactSheet) -> FactValue:
    """Whether two different imaging modalities spoke of the vena cava or the heart since the last operation."""
    since = -1 if sheet.operation is None else sheet.operation
    named = [
        r
        for r in sheet.vein_reports
        if r.position > since and r.modality in MODALITIES and set(members(r.name)) & set(CAVAL_AND_CARDIAC)
    ]
    untold = [r.position for r in named if r.statuses]
    spoken = {r.modality: r.position for r in named if not r.statuses}
    if len(spoken) > 1:
        return Known("yes", sheet.ids(list(spoken.values())))
    if untold:
        return Unknown("unknown.not-recorded", sheet.ids(untold))
    return Known("no", sheet.ids(list(spoken.values())))


@derived("imaging.discordant", ask="imaging.relation-to-vessels")
def _discordant(sheet: FactSheet) -> FactValue:
    """Whether studies between the same two operations disagree about a vein, or read the vascular mass as another."""
    if not sheet.kind_positions("imaging", sheet.live_start):
        return Unknown()
    disagreeing: set[int] = set()
    for name in SEGMENTS:
        positive = {r.position for r in sheet.vein_reports if r.positive and r.name == name}
        clear = {r.position for r in sheet.vein_reports if name in r.clears}
        for at in positive:
            same = {other for other in clear if _stretch(sheet, other) == _stretch(sheet, at)}
            if same:
                disagreeing |= {at, *same}
    vascular = {r.position for r in sheet.vein_reports if r.positive or r.continuous}
    for other in _read_without_vessel(sheet, vascular):
        same = {at for at in vascular if _stretch(sheet, at) == _stretch(sheet, other)}
        if same:
            disagreeing |= {other, *same}
    if disagreeing:
        return Known("yes", sheet.ids(sorted(disagreeing)))
    silent = [r.position for r in sheet.vein_reports if "not-reported" in r.statuses and _seen_elsewhere(sheet, r)]
    return Unknown("unknown.not-recorded", sheet.ids(silent)) if silent else Known("no")


def _seen_elsewhere(sheet: FactSheet, silent: VeinReport) -> bool:
    return any(
        r.positive and r.name == silent.name and _stretch(sheet, r.position) == _stretch(sheet, silent.position)
        for r in sheet.vein_reports
    )


def _stretch(sheet: FactSheet, position: int) -> int:
    """How many operations lie at or before a place; findings of an operation belong to the time before it."""
    return sum(1 for operation in sheet.operations if operation < position)


def _read_without_vessel(sheet: FactSheet, vascular: set[int]) -> list[int]:
    """Cross-sectional or cardiac studies that give the mass beside the uterus, or a vein, another reading."""
    found: list[int] = []
    beside = {
        (at, row.qualifier)
        for at, row in sheet.rows("mass.location", sheet.live_start)
        if row.value in BESIDE_THE_UTERUS
    }
    for at, row in sheet.rows("mass.reading", sheet.live_start):
        modality = event_value(sheet.view, at, "imaging.modality")
        if row.value in READ_WITHOUT_VESSEL and (at, row.qualifier) in beside and modality not in ULTRASOUND:
            found.append(at)
    for at, row in sheet.rows("imaging.reading", sheet.live_start):
        if row.value in ("thrombus", "myxoma"):
            found.append(at)
    return [at for at in found if at not in vascular and sheet.events[at].kind == "imaging"]


@derived("imaging.ultrasound-without-vessel-finding", ask="imaging.relation-to-vessels")
def _negative_ultrasound(sheet: FactSheet) -> FactValue:
    return _without_vessel_finding(sheet, ULTRASOUND)


@derived("imaging.cross-section-without-vessel-finding", ask="imaging.relation-to-vessels")
def _negative_cross_section(sheet: FactSheet) -> FactValue:
    return _without_vessel_finding(sheet, CROSS_SECTION)


def _without_vessel_finding(sheet: FactSheet, modalities: tuple[str, ...]) -> FactValue:
    """Whether a study of these modalities reported veins or vessels and found nothing in them."""
    studies = list(sheet.positions("imaging.modality", *modalities, start=sheet.live_start))
    positive = {r.position for r in sheet.vein_reports if r.positive or r.thrombus}
    silent: list[int] = []
    for at in studies:
        relation = event_values(sheet.view, at, "imaging.relation-to-vessels")
        named_clear = any(
            row.value == "clear" for place, row in sheet.rows("vein.content", sheet.live_start) if place == at
        )
        if at in positive or "intravascular" in relation:
            continue
        if named_clear or relation or "no" in event_values(sheet.view, at, "imaging.venous-thrombus"):
            return Known("yes", sheet.ids([at]))
        silent.append(at)
    if silent:
        return Unknown("unknown.not-recorded", sheet.ids(silent))
    return Known("no", sheet.ids(studies))
