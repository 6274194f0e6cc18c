"""Operations: what is on record, what is left of uterus and ovaries, and whether the resection was complete."""

from __future__ import annotations

from cephalad.anatomy import EXTRA_UTERINE_VESSELS, HEART_AND_PULMONARY, members
from cephalad.facts.extent import involved
from cephalad.facts.model import Conflicting, FactType, FactValue, Known, Unknown
from cephalad.facts.person import diagnosis_position
from cephalad.facts.sheet import HYSTERECTOMIES, FactSheet, derived
from cephalad.facts.vein_reports import event_values
from cephalad.logic import Truth

__all__ = ["HEART", "LEFT_BY_PROCEDURE", "LEFT_BY_REMOVED", "TO_EXPLORE"]

HEART = ("right-atrium", "right-ventricle", "pulmonary-arteries", "right-heart-unspecified")
LEFT_BY_REMOVED = {"none": "both", "one": "one", "both": "none"}
LEFT_BY_PROCEDURE = {"bilateral-salpingo-oophorectomy": "none", "unilateral-salpingo-oophorectomy": "one"}
TO_EXPLORE = (
    "left-uterine-vein",
    "right-uterine-vein",
    "left-ovarian-vein-unspecified",
    "right-ovarian-vein-unspecified",
)


@derived("operation.on-record", ask="operation.for-ivl")
def _on_record(sheet: FactSheet) -> FactValue:
    disputed = [at for at in sheet.operations if sheet.purpose_disputed(at)]
    if disputed and len(disputed) == len(sheet.operations):
        return Conflicting((Known("yes", sheet.ids(disputed)), Known("no", sheet.ids(disputed))))
    if sheet.operations:
        return Known("yes", sheet.ids(list(sheet.operations)))
    untold = _of_untold_purpose(sheet)
    return Unknown("unknown.not-recorded", sheet.ids(untold)) if untold else Known("no")


def _of_untold_purpose(sheet: FactSheet) -> list[int]:
    """Operations after the first probable evidence whose record tells neither purpose nor procedures."""
    shown = diagnosis_position(sheet)
    return [
        at
        for at in sheet.kind_positions("operation", sheet.live_start)
        if shown is not None
        and at > shown
        and not event_values(sheet.view, at, "operation.for-ivl")
        and not event_values(sheet.view, at, "operation.procedures")
    ]


@derived("operation.worm-like-tumour", ask="operation.worm-like-tumour")
def _worm_like(sheet: FactSheet) -> FactValue:
    places = sheet.positions("operation.worm-like-tumour", "yes", start=sheet.live_start)
    places += [
        report.position
        for report in sheet.vein_reports
        # A mass in the heart or the lung's arteries alone may be another tumour; inside a vein the surgeon has seen it.
        if report.positive
        and sheet.events[report.position].kind == "operation"
        and not set(members(report.name)) <= set(HEART_AND_PULMONARY)
    ]
    if places:
        return Known("yes", sheet.ids(places))
    denied = sheet.positions("operation.worm-like-tumour", "no", start=sheet.live_start)
    if denied:
        return Known("no", sheet.ids(denied))
    met = sheet.open_operations(sheet.live_start)
    return Unknown("unknown.not-recorded", sheet.ids(met)) if met else Known("no")


@derived("operation.ovarian-and-uterine-veins-explored", ask="vein.explored")
def _explored(sheet: FactSheet) -> FactValue:
    """Yes when one operation explored both ovarian and both uterine veins and states where the tumour ends."""
    operations = sheet.kind_positions("operation", sheet.live_start)
    if not operations:
        return Known("no")
    for at in operations:
        reports = sheet.reports_of(at)
        explored = {name for r in reports if r.explored or r.clears or r.positive for name in members(r.name)}
        ends = any(r.clear_above for r in reports) or "yes" in event_values(
            sheet.view, at, "operation.upper-limit-palpated"
        )
        if ends and all(set(members(vein)) & explored for vein in TO_EXPLORE):
            return Known("yes", (sheet.events[at].id,))
    denied = sheet.positions("vein.explored", "no", start=sheet.live_start) + sheet.positions(
        "operation.upper-limit-palpated", "no", start=sheet.live_start
    )
    if denied:
        return Known("no", sheet.ids(denied))
    return Unknown("unknown.not-recorded", sheet.ids(operations))


@derived("uterus.removed", ask="operation.uterus")
def _uterus_removed(sheet: FactSheet) -> FactValue:
    """Whether the uterus is gone, by history and operations; unknown when nothing at all is told."""
    removed = sheet.hysterectomy
    if removed is not None and "kept" in event_values(sheet.view, removed, "operation.uterus"):
        event = (sheet.events[removed].id,)
        return Conflicting((Known("yes", event), Known("no", event)))
    if removed is not None:
        return Known("yes", (sheet.events[removed].id,))
    kept = sheet.positions("operation.uterus", "kept") + sheet.positions("history.hysterectomy", "no")
    silent = [at for at in sheet.open_operations() if not _tells_of_uterus(sheet, at)]
    if silent and not any(at > silent[-1] for at in kept):
        return Unknown("unknown.not-recorded", sheet.ids(silent))
    untold = sheet.positions("history.uterine-surgery", "yes")
    if (
        untold
        and not kept
        and not sheet.positions("history.myomectomy", "yes") + sheet.positions("history.caesarean", "yes")
    ):
        return Unknown("unknown.not-recorded", sheet.ids(untold))
    told = kept or sheet.open_operations() or sheet.positions("history.uterine-surgery", "no")
    return Known("no", sheet.ids(told)) if told else Unknown()


def _tells_of_uterus(sheet: FactSheet, at: int) -> bool:
    procedures = event_values(sheet.view, at, "operation.procedures")
    return bool(event_values(sheet.view, at, "operation.uterus")) or "myomectomy" in procedures


@derived("uterus.mass", ask="imaging.fibroid")
def _uterus_mass(sheet: FactSheet) -> FactValue:
    """Whether there is a uterine mass; what was known before the uterus was removed went with it."""
    ever = sheet["uterus.mass-ever"]
    removed = sheet.hysterectomy
    if removed is None or not isinstance(ever, Known) or ever.value != "yes":
        return ever
    later = [at for at, event in enumerate(sheet.events) if at > removed and event.id in ever.events]
    return Known("yes", sheet.ids(later)) if later else Unknown("unknown.not-recorded", (sheet.events[removed].id,))


@derived("ovaries.left", ask="operation.ovaries-left", type=FactType.CHOICE, values=("none", "one", "both"))
def _ovaries_left(sheet: FactSheet) -> FactValue:
    """How many ovaries remain, by the last event that tells; two answers in one event conflict."""
    told: list[tuple[int, str]] = [
        (at, str(row.value)) for at, row in sheet.rows("operation.ovaries-left") if isinstance(row.value, str)
    ]
    told += [
        (at, LEFT_BY_REMOVED[str(row.value)])
        for at, row in sheet.rows("history.ovaries-removed")
        if isinstance(row.value, str)
    ]
    stated = {at for at, _ in told}
    for at in sheet.kind_positions("operation"):
        if at not in stated:
            told += _ovaries_by_procedure(sheet, at)
    if not told:
        touched = [at for at in sheet.kind_positions("operation") if _may_touch_ovaries(sheet, at)]
        touched += sheet.positions("history.hysterectomy", "yes")
        # Operations are a ledger: none on record leaves both ovaries.
        return Unknown("unknown.not-recorded", sheet.ids(touched)) if touched else Known("both")
    last = max(at for at, _ in told)
    silent = [at for at in sheet.kind_positions("operation") if at > last and _may_touch_ovaries(sheet, at)]
    if silent and ("none", last) not in {(value, at) for at, value in told}:
        return Unknown("unknown.not-recorded", sheet.ids(silent))
    sides = tuple(Known(value, sheet.ids([last])) for value in dict.fromkeys(v for at, v in told if at == last))
    return sides[0] if len(sides) == 1 else Conflicting(sides)


def _ovaries_by_procedure(sheet: FactSheet, at: int) -> list[tuple[int, str]]:
    procedures = event_values(sheet.view, at, "operation.procedures")
    return [(at, left) for procedure, left in LEFT_BY_PROCEDURE.items() if procedure in procedures]


def _may_touch_ovaries(sheet: FactSheet, at: int) -> bool:
    procedures = set(event_values(sheet.view, at, "operation.procedures"))
    if not procedures or procedures & {*HYSTERECTOMIES, "other"}:
        return True
    if "removed" in event_values(sheet.view, at, "operation.uterus"):
        return True
    # A tumour operation whose record does not even tell of the uterus is silent about the ovaries too.
    return bool(procedures & {"venous-tumour-extraction", "tumour-excision"}) and not _tells_of_uterus(sheet, at)


@derived("ovaries.both-removed-at-operation", ask="operation.ovaries-left")
def _both_removed(sheet: FactSheet) -> FactValue:
    """Whether an operation on record removed both ovaries."""
    operations = sheet.kind_positions("operation")
    if not operations:
        return Known("no")
    left = sheet["ovaries.left"]
    if not isinstance(left, Known):
        return Unknown("unknown.not-recorded", sheet.ids(operations))
    return Known("yes" if left.value == "none" else "no", left.events)


@derived("operation.involved-without-removal", ask="vein.outcome")
def _involved_without_removal(sheet: FactSheet) -> FactValue:
    """Whether a segment with tumour has neither removal nor remainder on record."""
    now = sheet.extent_now
    if now is None:
        return Known("no")
    if not sheet.extent.possible and involved(sheet.extent, EXTRA_UTERINE_VESSELS)[0] is Truth.UNKNOWN:
        return Unknown("unknown.not-recorded", sheet.ids(list(sheet.operations)))
    untold = [name for name in sheet.extent.possible if now.states[name].status in ("not-reported", "conflicting")]
    if not untold:
        return Known("no", sheet.ids(list(sheet.operations)))
    return Known("yes", tuple(dict.fromkeys(event for name in untold for event in now.states[name].events)))


@derived("resection.complete", ask="operation.completeness")
def _complete(sheet: FactSheet) -> FactValue:
    """What the record claims; a claim of completeness conflicts with an involved segment without recorded removal."""
    operation = sheet.operation
    if operation is None:
        return Unknown("unknown.no-operation")
    claims = {
        value: sheet.positions("operation.completeness", value, start=operation) for value in ("complete", "incomplete")
    }
    left = [r.position for r in sheet.vein_reports if r.position >= operation and "left" in r.outcome]
    against = claims["incomplete"] + left
    if claims["complete"]:
        if sheet.says("operation.involved-without-removal"):
            missing = sheet["operation.involved-without-removal"]
            assert isinstance(missing, Known)
            return Conflicting((Known("yes", sheet.ids(claims["complete"])), Known("no", missing.events)))
        if against:
            return Conflicting((Known("yes", sheet.ids(claims["complete"])), Known("no", sheet.ids(against))))
        return Known("yes", sheet.ids(claims["complete"]))
    if against:
        return Known("no", sheet.ids(against))
    return Unknown("unknown.not-recorded", sheet.ids([operation]))


@derived("tumour.residual", ask="operation.completeness")
def _residual(sheet: FactSheet) -> FactValue:
    """Whether tumour remains: seen, recorded as left, or never operated; no only after a complete resection."""
    now = sheet.extent_now
    if now is None:
        seen = sheet.extent.possible
        events = tuple(dict.fromkeys(e for name in seen for e in sheet.extent.states[name].events))
        return Known("yes", events) if seen else Unknown("unknown.no-operation")
    operation = sheet.operations[-1]
    inside = now.possible
    seen_since = sheet.positions("imaging.residual-tumour", "yes", start=operation + 1)
    if inside or seen_since:
        events = tuple(dict.fromkeys(e for name in inside for e in now.states[name].events))
        return Known("yes", events + sheet.ids(seen_since))
    recurred = [at for at in sheet.changes if at > operation]
    if recurred:
        return Known("yes", sheet.ids(recurred))
    complete = sheet["resection.complete"]
    if isinstance(complete, Known):
        return Known("no" if complete.value == "yes" else "yes", complete.events)
    if isinstance(complete, Conflicting):
        flipped = {"yes": "no", "no": "yes"}
        return Conflicting(tuple(Known(flipped[str(side.value)], side.events) for side in complete.sides))
    return complete


@derived("surgery.outstanding", ask="state.staged-surgery-planned")
def _outstanding(sheet: FactSheet) -> FactValue:
    """Whether an operation is still to come: none done yet, a second stage planned, or new tumour since."""
    if not sheet.operations:
        return Known("yes")
    operation = sheet.operations[-1]
    planned = sheet.positions("state.staged-surgery-planned", "yes", start=operation)
    planned += ([operation] if sheet.stages_left(operation) else []) + [at for at in sheet.changes if at > operation]
    if planned:
        return Known("yes", sheet.ids(planned))
    return Known("no", sheet.ids([operation]))


@derived("surgery.stage-outstanding", ask="state.staged-surgery-planned")
def _stage_outstanding(sheet: FactSheet) -> FactValue:
    """Whether the last operation was one of several planned stages, and not the last of them."""
    operation = sheet.operation
    if operation is None or not sheet.stages_left(operation):
        return Known("no")
    return Known("yes", sheet.ids([operation]))


@derived("recurrence.reoperated", ask="recurrence.reoperation")
def _reoperated(sheet: FactSheet) -> FactValue:
    """Whether a recurrence or progression was reoperated, or its reoperation is decided."""
    places = sheet.positions("decision.reoperation", "yes", start=sheet.live_start)
    untold: list[int] = []
    for at in sheet.kind_positions("recurrence", sheet.live_start):
        kinds = set(event_values(sheet.view, at, "recurrence.type"))
        if kinds == {"new-fibroid"}:
            continue
        said = event_values(sheet.view, at, "recurrence.reoperation")
        planned = "done" in said or "decided" in said
        if planned and ("not-planned" in said or kinds == {"unclear"}):
            untold.append(at)
        elif planned:
            places.append(at)
        elif any(row.status == "unknown" for p, row in sheet.rows("recurrence.reoperation") if p == at):
            untold.append(at)
    # Before the first operation on record only a recurrence named as such is a change, and it tells of an earlier one.
    # A later stage of a planned series is no reoperation.
    later_stages = {at for at, row in sheet.rows("operation.stage") if isinstance(row.value, float) and row.value > 1}
    places += [
        operation
        for operation in sheet.operations
        if operation not in later_stages and any(change < operation for change in sheet.changes)
    ]
    if places:
        return Known("yes", sheet.ids(places))
    return Unknown("unknown.recorded-as-unknown", sheet.ids(untold)) if untold else Known("no")


@derived("mdt.met", ask="mdt.convened")
def _mdt_met(sheet: FactSheet) -> FactValue:
    start = max(sheet.live_start, sheet.change_start)
    return _meeting(sheet, start, len(sheet.events))


@derived("mdt.met-before-operation", ask="mdt.convened")
def _mdt_before(sheet: FactSheet) -> FactValue:
    operation = sheet.operation
    return _meeting(sheet, sheet.live_start, len(sheet.events) if operation is None else operation)


def _meeting(sheet: FactSheet, start: int, end: int) -> FactValue:
    meetings = [at for at in sheet.kind_positions("mdt", start) if at < end]
    denied = [at for at in meetings if "no" in event_values(sheet.view, at, "mdt.convened")]
    untold = [
        at
        for at, row in sheet.rows("mdt.convened", start)
        if row.status == "unknown" and at in meetings and row.value is None
    ]
    held = [at for at in meetings if at not in denied and at not in untold]
    if held:
        return Known("yes", sheet.ids(held))
    if untold:
        return Unknown("unknown.recorded-as-unknown", sheet.ids(untold))
    return Known("no", sheet.ids(denied))


@derived("vein.thrombus-removed", ask="vein.outcome")
def _thrombus_removed(sheet: FactSheet) -> FactValue:
    """Whether what was read as thrombus has been taken out of the vein."""
    disputed = [r.position for r in sheet.vein_reports if len(set(r.outcome)) > 1]
    if disputed:
        return Conflicting((Known("yes", sheet.ids(disputed)), Known("no", sheet.ids(disputed))))
    removed = [
        report.position
        for report in sheet.vein_reports
        if "removed" in report.outcome and sheet.events[report.position].kind == "operation"
    ]
    removed += sheet.positions("pathology.specimen", "vein-content", "cardiac-mass", start=sheet.live_start)
    if removed:
        return Known("yes", sheet.ids(removed))
    left = [report.position for report in sheet.vein_reports if "left" in report.outcome]
    met = sheet.open_operations(sheet.live_start)
    if left or not met:
        return Known("no", sheet.ids(left))
    return Unknown("unknown.not-recorded", sheet.ids(met))


@derived("heart.adherent", ask="vein.adherent")
def _heart_adherent(sheet: FactSheet) -> FactValue:
    """Whether tumour in the heart or the pulmonary arteries adheres to the wall."""
    rows = [(at, row) for at, row in sheet.rows("vein.adherent", sheet.live_start) if row.qualifier in HEART]
    for value in ("yes", "no"):
        places = [at for at, row in rows if row.value == value]
        if places:
            return Known(value, sheet.ids(places))
    return Unknown()


@derived("operation.tumour-removed-uterus-kept", ask="operation.procedures")
def _uterus_sparing(sheet: FactSheet) -> FactValue:
    """Whether an operation for the disease took tumour out of the pelvis and left the uterus."""
    pelvic = {"myomectomy", "tumour-excision"}
    done = [at for at in sheet.operations if pelvic & set(event_values(sheet.view, at, "operation.procedures"))]
    if not done:
        untold = [at for at in sheet.operations if not event_values(sheet.view, at, "operation.procedures")]
        return Unknown("unknown.not-recorded", sheet.ids(untold)) if untold else Known("no", sheet.ids([]))
    removed = sheet["uterus.removed"]
    if not isinstance(removed, Known):
        return Unknown("unknown.not-recorded", sheet.ids(done))
    return Known("no" if removed.value == "yes" else "yes", sheet.ids(done))


@derived("operation.uterus-removed-for-ivl", ask="operation.uterus")
def _removed_for_ivl(sheet: FactSheet) -> FactValue:
    """Whether an operation for the disease removed the uterus, not one before it."""
    if not sheet.operations:
        return Known("no")
    done = [
        at
        for at in sheet.operations
        if HYSTERECTOMIES & set(event_values(sheet.view, at, "operation.procedures"))
        or "removed" in event_values(sheet.view, at, "operation.uterus")
    ]
    if done:
        return Known("yes", sheet.ids(done))
    removed = sheet["uterus.removed"]
    if isinstance(removed, Known):
        return Known("no", removed.events)
    return Unknown("unknown.not-recorded", sheet.ids(list(sheet.operations)))
