"""Surveillance as of a day: the group the plan follows, the open examinations with their windows, what is proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cephalad.assess import Evaluation, Reason, climb, reason, reasons
from cephalad.facts import FactSheet, Known
from cephalad.facts.endocrine import doses_given
from cephalad.facts.follow_up import BANDS, examinations, index_position
from cephalad.guideline.model import RISK_GROUPS, Band, Schedule
from cephalad.logic import Span, Truth
from cephalad.plan.groups import InForce, group_in_force, strictest
from cephalad.plan.model import Examination, ProposedChange, Surveillance
from cephalad.plan.windows import Window, late_days, statuses, window_after

__all__ = ["booked_as", "surveillance"]

_NOT_APPLICABLE = Surveillance("not-applicable", (), (), "", (), None)


@dataclass(frozen=True, slots=True)
class _Interval:
    """Months of the window after the last examination, and the criterion that gives them."""

    shortest: float
    longest: float
    criterion: str


def surveillance(evaluation: Evaluation, just_before: Callable[[int], Evaluation]) -> Surveillance:
    """The plan as of the point; not applicable before the disease is confirmed, or probable without an operation.

    Parameters
    ----------
    just_before : the verdicts of the same record just before the event at a place
    """
    sheet = evaluation.sheet
    index = index_position(sheet)
    if evaluation["ivl.surveillance.applies"] is not Truth.TRUE or index is None:
        return _NOT_APPLICABLE
    group = climb(evaluation, evaluation.guideline.ladders["risk-group"])
    force = group_in_force(evaluation, just_before)
    decided = _decided_lower(sheet, force)
    plan_group = decided or strictest(force.group, group.value, *group.not_excluded)
    ended = bool(sheet.positions("decision.stop-surveillance", "yes", start=index))
    recognised = _recognised_afterwards(sheet, just_before)
    open_items = () if ended else _open_examinations(evaluation, plan_group, index, recognised)
    return Surveillance(
        group.value,
        # High and very high are the rungs: what is not excluded is the stricter plan, never the sparser one.
        tuple(name for name in group.not_excluded if name != RISK_GROUPS[0]),
        group.reasons,
        plan_group,
        open_items,
        _proposed(evaluation, group.value, group.not_excluded, plan_group),
    )


def _decided_lower(sheet: FactSheet, force: InForce) -> str:
    """The clinician's group while it is the one in force; it stands even where a stricter one is not excluded."""
    decisions = sheet.positions("decision.surveillance-group")
    if decisions and force.events == sheet.ids(decisions[-1:]):
        return force.group
    return ""


def _proposed(
    evaluation: Evaluation, value: str, not_excluded: tuple[str, ...], plan_group: str
) -> ProposedChange | None:
    if evaluation["ivl.surveillance.stop-option"] is Truth.TRUE:
        return ProposedChange("stop-option", plan_group, "", (reason(evaluation, "ivl.surveillance.stop-option"),))
    today = strictest(value, *not_excluded)
    if today in RISK_GROUPS and plan_group in RISK_GROUPS and RISK_GROUPS.index(today) < RISK_GROUPS.index(plan_group):
        return ProposedChange("downgrade", plan_group, today, reasons(evaluation, f"ivl.risk.{today}"))
    return None


# --- examinations -----------------------------------------------------------------------------------------------------


def _open_examinations(
    evaluation: Evaluation, group: str, index: int, recognised: int | None
) -> tuple[Examination, ...]:
    sheet = evaluation.sheet
    closing = [examination for examination in examinations(sheet) if examination.closes]
    operated = sheet.operation is not None
    found: list[Examination] = []
    if operated and not sheet.says("surveillance.baseline-done"):
        found.append(_baseline(evaluation, index, recognised))
    if closing or not operated:
        base = closing[-1].position if closing else index
        found.append(_regular(evaluation, group, base))
    if evaluation["ivl.surveillance.echocardiography"] is not Truth.FALSE:
        found.append(_echocardiography(evaluation, found[0], index))
    found += _after_endocrine_therapy(evaluation)
    since = closing[-1].position if closing else index
    return tuple(item for item in found if not _is_ended(sheet, item.study, since))


def _after_endocrine_therapy(evaluation: Evaluation) -> list[Examination]:
    """The MRI after the last dose of a course that was stopped, until one was made."""
    sheet = evaluation.sheet
    doses = doses_given(sheet)
    if evaluation["ivl.endocrine.stopped"] is not Truth.TRUE or not doses:
        return []
    if any(examination.position > doses[-1] and examination.closes for examination in examinations(sheet)):
        return []
    months = evaluation.guideline.number("endocrine.reimage-months")
    earliest = months - evaluation.guideline.number("single-figure.tolerance")
    interval = _Interval(earliest, months, "ivl.endocrine.stopped")
    return [_examination(evaluation, "mri-after-endocrine-therapy", doses[-1], interval, refused_since=doses[-1])]


def _recognised_afterwards(sheet: FactSheet, just_before: Callable[[int], Evaluation]) -> int | None:
    """Place of the pathology that first named the disease after an operation made for something else; else None."""
    operation = sheet.operation
    if operation is None or sheet.shows_ivl(operation):
        return None
    if just_before(operation)["ivl.suspicion.from-suspected"] is Truth.TRUE:
        return None
    named = [at for at in sheet.positions("pathology.diagnosis", "ivl") if at > operation]
    return min(named, default=None)


def _baseline(evaluation: Evaluation, index: int, recognised: int | None) -> Examination:
    """The baseline MRI, which is also the first surveillance examination.

    Where the disease was recognised only in the specimen, it is due at once from that day on.
    """
    numbers = evaluation.guideline.number
    interval = _Interval(numbers("baseline.opens"), numbers("baseline.closes"), "ivl.surveillance.baseline")
    at_once = [] if recognised is None else [recognised]
    return _examination(evaluation, "baseline-mri", index, interval, refused_since=index, at_once=at_once)


def _regular(evaluation: Evaluation, group: str, base: int) -> Examination:
    return _examination(evaluation, "surveillance-imaging", base, _interval(evaluation, group), refused_since=base)


def _echocardiography(evaluation: Evaluation, imaging: Examination, index: int) -> Examination:
    """Echocardiography in the window of the imaging, where the cava or heart was involved or never cleared."""
    sheet = evaluation.sheet
    since = max((e.position for e in examinations(sheet) if e.closes), default=index)
    echoes = list(sheet.positions("imaging.modality", "echocardiography", start=since + 1))
    window = Window(imaging.opens, imaging.closes) if imaging.opens and imaging.closes else None
    why = reasons(evaluation, "ivl.surveillance.echocardiography")
    done = [at for at in echoes if window and sheet.events[at].moment.span.before(window.opens) is not Truth.TRUE]
    if done:
        return Examination(
            "echocardiography",
            imaging.opens,
            imaging.closes,
            "done",
            (),
            None,
            None,
            sheet.ids(done),
            why,
            imaging.counted_from,
        )
    item = _with_status(evaluation, "echocardiography", window, why, refused_since=since, target=None)
    return replace(item, counted_from=imaging.counted_from)


def _interval(evaluation: Evaluation, group: str) -> _Interval:
    """The months after the last examination for a group, in the band that the record has reached."""
    number = evaluation.guideline.number
    band = _band(evaluation, _schedule(evaluation, group).bands)
    dense = evaluation["ivl.surveillance.dense-in-every-band"] is Truth.TRUE or evaluation.sheet.operation is None
    if dense:
        return _Interval(
            number("high.first.shortest"), number("high.first.longest"), "ivl.surveillance.dense-in-every-band"
        )
    shortest, longest = _months(evaluation, band)
    if band.until is None and evaluation["ivl.surveillance.continuous"] is not Truth.FALSE and band.shortest:
        longest = min(longest, number("low.third.shortest")) if group == "low" else longest
        shortest = min(shortest, longest - number("single-figure.tolerance"))
    return _Interval(shortest, longest, band.criterion)


def _schedule(evaluation: Evaluation, group: str) -> Schedule:
    """The group's first schedule whose condition holds; the last one has none."""
    *conditional, last = evaluation.guideline.schedules[group]
    return next((item for item in conditional if evaluation[item.only_if] is Truth.TRUE), last)


def _band(evaluation: Evaluation, bands: tuple[Band, ...]) -> Band:
    """The band that the record has reached; a schedule with fewer bands ends in its last, an unknown one is dense."""
    reached = evaluation.sheet["surveillance.band"]
    place = BANDS.index(str(reached.value)) if isinstance(reached, Known) else 0
    return bands[min(place, len(bands) - 1)]


def _months(evaluation: Evaluation, band: Band) -> tuple[float, float]:
    number = evaluation.guideline.number
    longest = number(band.longest)
    return (number(band.shortest) if band.shortest else longest - number("single-figure.tolerance")), longest


def _examination(
    evaluation: Evaluation,
    study: str,
    base: int,
    interval: _Interval,
    *,
    refused_since: int,
    at_once: Sequence[int] = (),
) -> Examination:
    sheet = evaluation.sheet
    started = sheet.events[base].moment
    window = (
        window_after(started.span, interval.shortest, interval.longest, sheet.calendar)
        if started.has_duration
        else None
    )
    why = [reason(evaluation, interval.criterion)]
    triggers = list(at_once)
    if evaluation["ivl.surveillance.next-at-once"] is Truth.TRUE:
        triggers += _triggers(sheet)
        why += reasons(evaluation, "ivl.surveillance.next-at-once")
    if window and triggers:
        window = _opened_at_once(sheet, window, triggers)
    target = _target(evaluation, interval)
    if target is not None:
        why.append(reason(evaluation, "ivl.surveillance.shorter-target"))
    item = _with_status(evaluation, study, window, tuple(why), refused_since=refused_since, target=target)
    return replace(item, counted_from=sheet.events[base].id)


def _target(evaluation: Evaluation, interval: _Interval) -> float | None:
    """Within a window of three to six months, residue and a kept uterus ask for the early end."""
    shorter = evaluation["ivl.surveillance.shorter-target"] is Truth.TRUE
    return interval.shortest if shorter and interval.longest - interval.shortest > 1 else None


def _triggers(sheet: FactSheet) -> list[int]:
    """Places of the new symptoms and of the unclear finding that make the next examination due at once."""
    found: list[int] = []
    for fact in ("follow-up.new-symptom", "follow-up.unclear-finding"):
        value = sheet[fact]
        if isinstance(value, Known) and value.value == "yes":
            found += [at for at, event in enumerate(sheet.events) if event.id in value.events]
    return found


def _opened_at_once(sheet: FactSheet, window: Window, since: Sequence[int]) -> Window:
    """The window opened on the day of the first of these events, where that is earlier."""
    moments = [sheet.events[at].moment.span for at in since if sheet.events[at].moment.has_duration]
    if not moments:
        return window
    first = min(moments)
    opens = Span(min(first.earliest, window.opens.earliest), min(first.latest, window.opens.latest))
    return Window(opens, window.closes)


def _with_status(
    evaluation: Evaluation,
    study: str,
    window: Window | None,
    why: tuple[Reason, ...],
    *,
    refused_since: int,
    target: float | None,
) -> Examination:
    sheet = evaluation.sheet
    refused = _refusals(sheet, study, refused_since)
    events = sheet.ids(refused)
    if window is None:
        also = ("declined",) if refused else ()
        return Examination(study, None, None, "cannot-tell", also, target, None, events, why, "")
    possible = statuses(window, sheet.as_of)
    if refused and sheet.as_of.latest <= window.closes.latest:
        possible = ("declined", *possible)
    elif refused:
        possible = (*possible, "declined")
    return Examination(
        study,
        window.opens,
        window.closes,
        possible[0],
        possible[1:],
        target,
        late_days(window, sheet.as_of),
        events,
        why,
        "",
    )


def booked_as(study: str) -> tuple[str, ...]:
    """The words of the vocabulary under which an examination of the plan is booked, declined or ended."""
    return ("echocardiography",) if study == "echocardiography" else ("surveillance-imaging", "pelvic-mri")


def _refusals(sheet: FactSheet, study: str, since: int) -> list[int]:
    return sheet.positions("declined.study", *booked_as(study), start=since + 1)


def _is_ended(sheet: FactSheet, study: str, since: int) -> bool:
    """Whether a clinician's recorded decision has ended this examination since the last one."""
    return bool(sheet.positions("decision.ends-study", *booked_as(study), start=since + 1))
