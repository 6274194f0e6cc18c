"""Where the tumour was and is: per segment the reports become evidence, and the venous tree turns evidence into extent.

A positive finding always wins. A negative clears what its study can speak about. A segment nobody examined is *not
reached* when every way into it passes a segment shown clear. What an operation removed is removed, not clear.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cephalad.anatomy import SEGMENTS, SOURCES, SPREAD, TOPOLOGICAL_ORDER, members, spread_into
from cephalad.facts.extent import PATHS_BACK, Extent, SegmentState
from cephalad.facts.vein_reports import VeinReport, able_to_show, event_value, event_values, unexplained
from cephalad.record.view import View

__all__ = ["extent_now", "extent_of"]

_FATE = {"removed": "removed", "left": "tumour"}


def extent_of(
    view: View,
    reports: tuple[VeinReport, ...],
    start: int,
    *,
    source_removed_at: int | None,
    emptied: Mapping[int, frozenset[str]] = MappingProxyType({}),
) -> Extent:
    """The extent ever reached, from all reports.

    Parameters
    ----------
    start : events before this place do not count
    source_removed_at : place of the first hysterectomy; what is first seen later cannot be followed to its source
    emptied : for the place of each operation the segments that it may have emptied; a later study that finds them
        clear does not say that they always were
    """
    thrombosed = _thrombosed(reports)
    positives, open_sets, continuous = _positives(reports)
    sets_traced = {members(report.name) for report in reports if report.continuous and report.positive}
    cleared: dict[str, list[str]] = {}
    strongly: set[str] = set()
    for report in reports:
        for name in report.clears:
            if name in thrombosed or _may_be_emptied(name, report.position, emptied):
                continue
            cleared.setdefault(name, []).append(report.event)
            if report.strongly:
                strongly.add(name)
    cut = _cut_edges(reports)
    mentioned = _mentioned(view, reports, start)
    vague = {name: events for names, events in open_sets for name in names}
    states: dict[str, SegmentState] = {}
    closed: set[str] = set()
    for name in (*TOPOLOGICAL_ORDER, "other"):
        if name in positives:
            states[name] = SegmentState("tumour", positives[name])
        elif name in vague:
            states[name] = SegmentState("not-reported", vague[name])
        elif name in cleared:
            states[name] = SegmentState("clear", tuple(dict.fromkeys(cleared[name])))
            closed.add(name)
        elif name not in thrombosed and _is_not_reached(name, closed, cut):
            states[name] = SegmentState("not-reached")
            closed.add(name)
        else:
            states[name] = mentioned.get(name, SegmentState("not-assessed"))
    ordered = {name: states[name] for name in SEGMENTS}
    return Extent(
        ordered,
        tuple(open_sets),
        frozenset(strongly - set(positives)),
        frozenset(continuous),
        after_removal=_first_seen_after(reports, positives, source_removed_at),
        continuous_sets=frozenset(names for names, _ in open_sets if names in sets_traced),
        _involved=frozenset(positives),
    )


def _thrombosed(reports: tuple[VeinReport, ...]) -> set[str]:
    """Segments with a thrombus that nothing has explained: the more vascular reading is kept (pathway, Work-up)."""
    return {name for report in unexplained(reports) if report.thrombus for name in members(report.name)}


def _may_be_emptied(name: str, position: int, emptied: Mapping[int, frozenset[str]]) -> bool:
    return any(operation < position and name in segments for operation, segments in emptied.items())


def _is_not_reached(name: str, closed: set[str], cut: set[tuple[str, str]]) -> bool:
    if name in SOURCES or name == "other":
        return False
    ways = spread_into(name)
    return bool(ways) and all(way in closed or (way, name) in cut for way in ways)


def _positives(
    reports: tuple[VeinReport, ...],
) -> tuple[dict[str, tuple[str, ...]], list[tuple[tuple[str, ...], tuple[str, ...]]], set[str]]:
    """Segments with tumour and their events; sets of which one member has it; segments reported continuous."""
    standing = [report for report in unexplained(reports) if report.positive]
    clear = {name for report in reports for name in report.clears}
    events: dict[str, list[str]] = {}
    continuous: set[str] = set()
    for report in standing:
        names = members(report.name)
        implied = set(names) if len(names) == 1 else set()
        if report.continuous:
            named = [members(other.name) for other in standing if other.position == report.position]
            implied |= _common_path(names, clear, named)
            continuous |= implied
        for name in implied:
            events.setdefault(name, []).append(report.event)
    open_sets: dict[tuple[str, ...], list[str]] = {}
    for report in standing:
        names = members(report.name)
        if len(names) == 1:
            continue
        candidates = tuple(name for name in names if name in events or name not in clear) or names
        if len(candidates) == 1:
            events.setdefault(candidates[0], []).append(report.event)
            continue
        # What is already known inside the set does not say how far the tumour goes in it.
        beyond = tuple(name for name in candidates if name not in events)
        if beyond and (not any(name in events for name in candidates) or report.continuous):
            open_sets.setdefault(candidates, []).append(report.event)
    known = {name: tuple(dict.fromkeys(found)) for name, found in events.items()}
    merged = [(names, tuple(dict.fromkeys(found))) for names, found in open_sets.items()]
    return known, merged, continuous


def _common_path(names: tuple[str, ...], clear: set[str], named: list[tuple[str, ...]]) -> set[str]:
    """The segments that every way from a source into one of these names has in common.

    Ways that were shown clear are left out, and so are those that do not pass what the same report names with tumour.
    """
    paths = [set(path) for name in names for path in PATHS_BACK[name]]
    usable = [path for path in paths if not clear & path] or paths
    through = [path for path in usable if all(path & set(other) for other in named)] or usable
    return set.intersection(*through) if through else set()


def _cut_edges(reports: tuple[VeinReport, ...]) -> set[tuple[str, str]]:
    """Ways out of a vein whose upper part was examined above the tumour and is clear."""
    return {
        (name, onward)
        for report in reports
        if report.clear_above
        for name in members(report.name)
        for onward in SPREAD.get(name, ())
        if onward not in members(report.name)
    }


def _mentioned(view: View, reports: tuple[VeinReport, ...], start: int) -> dict[str, SegmentState]:
    """Segments that were covered or named without being spoken of, or were said not to be assessed."""
    found: dict[str, list[str]] = {}
    for report in reports:
        if report.clears or report.positive:
            continue
        status = "not-assessed" if "not-assessed" in report.statuses and not report.thrombus else "not-reported"
        if status == "not-reported":
            for name in members(report.name):
                found.setdefault(name, []).append(report.event)
    for position in dict.fromkeys(at for at, _ in view.by_finding.get("imaging.regions", ()) if at >= start):
        modality = event_value(view, position, "imaging.modality")
        contrast = event_value(view, position, "imaging.contrast")
        for name in able_to_show(modality, contrast, event_values(view, position, "imaging.regions")):
            found.setdefault(name, []).append(view.events[position].id)
    return {name: SegmentState("not-reported", tuple(dict.fromkeys(events))) for name, events in found.items()}


def _first_seen_after(
    reports: tuple[VeinReport, ...], positives: Mapping[str, tuple[str, ...]], source_removed_at: int | None
) -> frozenset[str]:
    if source_removed_at is None:
        return frozenset()
    first: dict[str, int] = {}
    for report in reports:
        if report.positive:
            for name in members(report.name):
                first.setdefault(name, report.position)
    return frozenset(name for name in positives if first.get(name, source_removed_at) > source_removed_at)


def extent_now(view: View, reports: tuple[VeinReport, ...], ever: Extent, operation: int, start: int) -> Extent:
    """The extent after an operation: removed, left, seen since, or not told.

    Parameters
    ----------
    operation : place of the last operation for the disease
    """
    since = tuple(report for report in reports if report.position > operation)
    seen = extent_of(view, since, max(start, operation + 1), source_removed_at=None)
    fates = _fates(tuple(report for report in reports if report.position <= operation), operation, ever)
    open_before = {name: events for names, events in ever.open_sets for name in names}
    open_since = {name for names, _ in seen.open_sets for name in names}
    states: dict[str, SegmentState] = {}
    untold: set[str] = set()
    for name in SEGMENTS:
        new, fate = seen.states[name], fates.get(name)
        if new.status == "tumour" or name in open_since:
            states[name] = new
        elif fate is not None and (fate.status == "removed" or new.status != "clear"):
            states[name] = fate
        elif new.status == "clear":
            states[name] = new
        elif ever.states[name].status == "tumour" or name in open_before:
            states[name] = SegmentState("not-reported", ever.states[name].events or open_before.get(name, ()))
            untold.add(name)
        else:
            states[name] = ever.states[name]
    involved_now = frozenset(name for name, state in states.items() if state.status == "tumour")
    seen_since = frozenset(seen.involved)
    return Extent(
        states,
        seen.open_sets,
        seen.strongly_clear,
        involved_now & seen.reported_continuous,
        after_removal=involved_now & seen_since,
        untold=frozenset(untold),
        continuous_sets=seen.continuous_sets,
        _involved=involved_now,
    )


def _fates(reports: tuple[VeinReport, ...], last: int, ever: Extent) -> dict[str, SegmentState]:
    """What operations say became of each segment; the last operation that speaks decides.

    What an earlier operation left, or what was seen again after it, may have been taken by the last one: where that is
    silent, nothing is told. Of a set, what was taken out of it says nothing of members that never can have held tumour.
    """
    fates: dict[str, SegmentState] = {}
    for report in reports:
        said = {_FATE[outcome] for outcome in report.outcome}
        if said:
            status = said.pop() if len(said) == 1 else "conflicting"
            if status == "tumour" and report.position < last:
                continue
            names = members(report.name)
            told = names if len(names) == 1 else [name for name in names if name in ever.possible]
            fates.update((name, SegmentState(status, (report.event,))) for name in told)
        elif report.positive and report.position < last:
            for name in members(report.name):
                fates.pop(name, None)
    return fates
