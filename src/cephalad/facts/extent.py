"""The extent of the tumour: the state of every segment, and what follows from it for the whole venous tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cephalad.anatomy import (
    EXTRAS,
    FLOW,
    PLEXUS,
    ROUTE_OWN,
    ROUTES,
    SEGMENTS,
    SOURCES,
    SPREAD,
    TOPOLOGICAL_ORDER,
    spread_into,
)
from cephalad.logic import Truth

__all__ = ["PATHS_BACK", "Extent", "SegmentState", "involved"]


@dataclass(frozen=True, slots=True)
class SegmentState:
    """``tumour``, ``clear``, ``removed``, ``not-reached``, ``not-reported``, ``not-assessed`` or ``conflicting``."""

    status: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """The state of every segment and what follows from it for the whole tree.

    Attributes
    ----------
    after_removal : segments first seen involved after the uterus, the source, was removed
    open_sets : reports of tumour in at least one of several segments that nothing narrows down, with their events
    strongly_clear : segments shown clear by contrast cross-section or exploration
    untold : segments that had tumour and of which no operation says what became of it
    reported_continuous : segments that a report calls continuous, or apparently so, with a source mass
    continuous_sets : the open sets of which a report says so
    """

    states: Mapping[str, SegmentState]
    open_sets: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    strongly_clear: frozenset[str] = frozenset()
    reported_continuous: frozenset[str] = frozenset()
    after_removal: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()
    continuous_sets: frozenset[tuple[str, ...]] = frozenset()
    _involved: frozenset[str] = field(default=frozenset())

    @property
    def involved(self) -> tuple[str, ...]:
        """Segments with tumour, in print order."""
        return tuple(name for name in SEGMENTS if name in self._involved)

    @property
    def possible(self) -> tuple[str, ...]:
        """Segments with tumour and members of unresolved sets, in print order."""
        inside = {*self._involved, *(name for names, _ in self.open_sets for name in names)}
        return tuple(name for name in SEGMENTS if name in inside)

    @property
    def front(self) -> tuple[str, ...]:
        """The most cephalad segments reached; all members of a set whose level is not told."""
        return tuple(name for name in self.possible if not self._is_passed(name))

    def _is_passed(self, name: str) -> bool:
        """Whether tumour lies surely nearer the heart than this segment, on a way that leads on from it."""
        inside = set(self.possible)
        vague = {member for names, _ in self.open_sets for member in names}
        # A side branch leads nowhere: growing into one passes nothing, and it is passed itself once its trunk is.
        further = _DOWNSTREAM[name] if name in EXTRAS else _beyond(name) - frozenset(EXTRAS)
        if name not in vague:
            return bool(further & inside)
        return bool(further & (inside - vague)) or any(further.issuperset(names) for names, _ in self.open_sets)

    @property
    def at_risk(self) -> tuple[str, ...]:
        """The next segments towards the heart, beyond the tumour on its own routes."""
        inside = set(self.possible)
        after = {onward for name in inside for onward in SPREAD[name] if onward not in inside}
        return tuple(name for name in SEGMENTS if name in after and name in _ROUTE_SEGMENTS)

    @property
    def ahead(self) -> tuple[str, ...]:
        """Every segment between the tumour and the pulmonary arteries on its own routes."""
        inside = set(self.possible)
        ahead = ({onward for name in inside for onward in _beyond(name)} - inside) & _ROUTE_SEGMENTS
        return _in_print_order(ahead)

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Segments on the open routes that no study covered."""
        return tuple(name for name in self.ahead if self.states[name].status == "not-assessed")

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes on whose own stretch tumour lies."""
        return tuple(route for route, own in ROUTE_OWN.items() if any(name in self._involved for name in own))

    @property
    def downward(self) -> str:
        """Whether the plexus of the pelvic floor is involved: yes, no or unknown."""
        return involved(self, PLEXUS)[0].value

    def continuity(self) -> tuple[str, tuple[str, ...]]:
        """``none``, ``continuous``, ``gap`` or ``cannot-tell``, and the segments that decide it."""
        gaps: list[str] = []
        doubtful: list[str] = list(self.untold) if not self._involved else []
        doubtful += [name for names, _ in self.open_sets if not self._is_traced(names) for name in names]
        if not (self._involved or self.open_sets or doubtful):
            return ("none", ())
        for name in self.involved:
            verdict, between = self._back_to_source(name)
            if verdict == "gap":
                gaps.extend(between)
            elif verdict == "cannot-tell":
                doubtful.extend(between)
        if gaps:
            return ("gap", _in_print_order(gaps))
        if doubtful:
            return ("cannot-tell", _in_print_order(doubtful))
        return ("continuous", ())

    def _is_traced(self, names: tuple[str, ...]) -> bool:
        """Whether a set is reported continuous with a source, or lies on the way to what is."""
        if names in self.continuous_sets:
            return True
        return any(self.reported_continuous & _beyond(name) for name in names)

    def _back_to_source(self, name: str) -> tuple[str, tuple[str, ...]]:
        if name == "other":
            return ("cannot-tell", (name,))
        if name in self.reported_continuous:
            return ("continuous", ())
        paths = PATHS_BACK[name]
        doubts: list[tuple[str, ...]] = []
        for path in paths:
            missing = tuple(step for step in path if step not in self._involved)
            if not missing and name not in self.after_removal:
                return ("continuous", ())
            if not any(step in self.strongly_clear for step in missing):
                doubts.append(missing or (path[0],))
        if doubts:
            return ("cannot-tell", min(doubts, key=len))
        cleared = [step for path in paths for step in path if step in self.strongly_clear]
        return ("gap", tuple(cleared))


def _in_print_order(names: Iterable[str]) -> tuple[str, ...]:
    chosen = set(names)
    return tuple(name for name in SEGMENTS if name in chosen)


def _all_beyond() -> dict[str, frozenset[str]]:
    beyond: dict[str, frozenset[str]] = {"other": frozenset()}
    for name in reversed(TOPOLOGICAL_ORDER):
        beyond[name] = frozenset({*SPREAD[name], *(far for near in SPREAD[name] for far in beyond[near])})
    return beyond


def _all_paths_back() -> dict[str, tuple[tuple[str, ...], ...]]:
    """For every segment, every way from a source to it, source first, the segment itself last."""
    paths: dict[str, tuple[tuple[str, ...], ...]] = {"other": ()}
    for name in TOPOLOGICAL_ORDER:
        own: list[tuple[str, ...]] = [(name,)] if name in SOURCES else []
        own.extend((*path, name) for near in spread_into(name) for path in paths[near])
        paths[name] = tuple(own)
    return paths


def _all_downstream() -> dict[str, frozenset[str]]:
    """For every side branch, everything into which its blood flows, other side branches left out."""
    trunks = {name: {*FLOW[name], *(far for near in FLOW[name] for far in _BEYOND[near])} for name in EXTRAS}
    return {name: frozenset(further - set(EXTRAS)) for name, further in trunks.items()}


_BEYOND = _all_beyond()
_DOWNSTREAM = _all_downstream()
PATHS_BACK = _all_paths_back()
_ROUTE_SEGMENTS = frozenset(name for route in ROUTES.values() for name in route)


def _beyond(name: str) -> frozenset[str]:
    return _BEYOND[name]


def involved(extent: Extent, names: tuple[str, ...]) -> tuple[Truth, tuple[str, ...]]:
    """Whether at least one of these segments is involved, and the events that say so.

    Yes when one has tumour, or when tumour is reported in a set that lies wholly among them. No when each is clear,
    removed or not reached. Otherwise unknown.
    """
    wanted = set(names)
    events = [event for name in names if name in extent._involved for event in extent.states[name].events]
    events.extend(event for members_, found in extent.open_sets if wanted.issuperset(members_) for event in found)
    if events or any(name in extent._involved for name in names):
        return Truth.TRUE, tuple(dict.fromkeys(events))
    states = [extent.states[name] for name in names]
    if all(state.status in ("clear", "removed", "not-reached") for state in states):
        return Truth.FALSE, tuple(dict.fromkeys(event for state in states for event in state.events))
    return Truth.UNKNOWN, ()
