"""Where the tumour would be under every assumption at once: the extent of `facts`, worked out on sets of assumptions.

The answer *tumour* or *clear* is taken as one more report, by a study able to show that segment, after all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from cephalad.anatomy import SEGMENTS, SOURCES, SPREAD, TOPOLOGICAL_ORDER, members, spread_into
from cephalad.facts import FactSheet, VeinReport
from cephalad.facts.extent import PATHS_BACK
from cephalad.guideline.grammar import AnySegment

__all__ = ["Outcome", "VeinOutlook"]

Outcome: TypeAlias = tuple[int, int]
"""The assumptions that make something yes, and those that make it no."""

_NAMES = (*TOPOLOGICAL_ORDER, *(name for name in SEGMENTS if name not in TOPOLOGICAL_ORDER))


@dataclass(slots=True)
class _OpenSet:
    """A report of tumour in one of several segments: where it stays open, and where each member may be meant."""

    stays: int
    meant: Mapping[str, int]


class _Reports:
    """What some reports and the answers say together.

    Attributes
    ----------
    tumour, clear, vague : per segment, the assumptions under which it holds tumour, was shown clear, or belongs to a
        set of which one member holds tumour
    """

    def __init__(
        self, reports: Sequence[VeinReport], tumour: Mapping[str, int], clear: Mapping[str, int], everywhere: int
    ) -> None:
        self._all = everywhere
        explained = {report.name: report.position for report in reports if report.explained}
        standing = [item for item in reports if item.positive and explained.get(item.name, -1) < item.position]
        shown = {name for report in reports for name in report.clears}
        self.tumour = {name: tumour.get(name, 0) for name in _NAMES}
        self.clear = {name: everywhere if name in shown else clear.get(name, 0) for name in _NAMES}
        self._cut = {
            (name, onward)
            for report in reports
            if report.clear_above
            for name in members(report.name)
            for onward in SPREAD.get(name, ())
            if onward not in members(report.name)
        }
        for report in standing:
            self._add_what_is_told(report)
        self.open_sets = [self._narrowed(report) for report in standing if len(members(report.name)) > 1]
        self.vague = dict.fromkeys(_NAMES, 0)
        for item in self.open_sets:
            for name, meant in item.meant.items():
                self.vague[name] |= item.stays & meant

    def _add_what_is_told(self, report: VeinReport) -> None:
        names = members(report.name)
        if len(names) == 1:
            self.tumour[names[0]] = self._all
        if report.continuous:
            for name, implied in self._common_path(names).items():
                self.tumour[name] |= implied

    def _common_path(self, names: tuple[str, ...]) -> dict[str, int]:
        """Where each segment lies on every way from a source into one of these, ways shown clear left out."""
        paths = [path for name in names for path in PATHS_BACK[name]]
        usable = [self._all & ~self._any(self.clear, path) for path in paths]
        some = 0
        for way in usable:
            some |= way
        implied: dict[str, int] = {}
        for name in {name for path in paths for name in path}:
            without = 0
            for path, way in zip(paths, usable, strict=True):
                if name not in path:
                    without |= way
            always = self._all & ~some if all(name in path for path in paths) else 0
            implied[name] = (some & ~without) | always
        return implied

    def _narrowed(self, report: VeinReport) -> _OpenSet:
        """A set without the members shown clear; the last one left holds the tumour."""
        names = members(report.name)
        meant = {name: self._all & (self.tumour[name] | ~self.clear[name]) for name in names}
        contradicted = self._all & ~self._any(meant, names)
        meant = {name: where | contradicted for name, where in meant.items()}
        alone = dict.fromkeys(names, 0)
        for name in names:
            alone[name] = meant[name] & ~self._any(meant, (other for other in names if other != name))
        known = beyond = 0
        for name in names:
            known |= meant[name] & self.tumour[name]
            beyond |= meant[name] & ~self.tumour[name]
        for name in names:
            self.tumour[name] |= alone[name]
        stays = beyond & ~self._any(alone, names)
        return _OpenSet(stays if report.continuous else stays & ~known, meant)

    @staticmethod
    def _any(found: Mapping[str, int], names: Iterable[str]) -> int:
        result = 0
        for name in names:
            result |= found[name]
        return result

    @cached_property
    def closed(self) -> dict[str, int]:
        """Per segment, where it was shown clear or cannot be reached because every way into it is closed."""
        closed: dict[str, int] = {}
        for name in _NAMES:
            where = self.clear[name]
            ways = () if name in SOURCES else spread_into(name)
            if ways:
                not_reached = self._all
                for way in ways:
                    if (way, name) not in self._cut:
                        not_reached &= closed[way]
                where |= not_reached
            closed[name] = where & ~self.tumour[name] & ~self.vague[name]
        return closed

    def in_open_set(self, names: tuple[str, ...]) -> int:
        """Where tumour is reported in a set that lies wholly among these segments."""
        found = 0
        for item in self.open_sets:
            if item.stays:
                found |= item.stays & ~self._any(item.meant, (name for name in item.meant if name not in names))
        return found


class VeinOutlook:
    """Whether segments are involved, ever or now, under every assumption.

    Parameters
    ----------
    tumour, clear : per segment, the assumptions that hold this answer
    everywhere : all assumptions
    """

    def __init__(self, sheet: FactSheet, tumour: Mapping[str, int], clear: Mapping[str, int], everywhere: int) -> None:
        self._sheet, self._all = sheet, everywhere
        self._answers = (tumour, clear)
        self._found: dict[AnySegment, Outcome] = {}

    @cached_property
    def ambiguous(self) -> bool:
        """Whether an answer about one segment may turn round what is known of another, or of the same one at
        another time: a report names a set or a continuity, or an operation parts *ever* from *now*.
        """
        reports = (report for report in self._sheet.vein_reports if report.positive)
        unclear = any(report.continuous or len(members(report.name)) > 1 for report in reports)
        return unclear or self._sheet.operation is not None

    def any_of(self, node: AnySegment) -> Outcome:
        """Where at least one of the segments is involved, and where none is."""
        found = self._found.get(node)
        if found is None:
            if node.ever or self._sheet.operation is None:
                tumour, closed, reports = self._ever.tumour, self._ever.closed, self._ever
            else:
                (tumour, closed), reports = self._now, self._seen
            yes, no = reports.in_open_set(node.segments), self._all
            for name in node.segments:
                yes |= tumour[name]
                no &= closed[name]
            found = self._found[node] = (yes, no & ~yes)
        return found

    @cached_property
    def _ever(self) -> _Reports:
        return _Reports(self._sheet.vein_reports, *self._answers, self._all)

    @cached_property
    def _seen(self) -> _Reports:
        """What was seen after the last operation; the answers come later than any."""
        operation = self._sheet.operation
        since = [report for report in self._sheet.vein_reports if operation is None or report.position > operation]
        return _Reports(since, *self._answers, self._all)

    @cached_property
    def _now(self) -> tuple[dict[str, int], dict[str, int]]:
        """Per segment, where it is involved after the last operation, and where it is not."""
        tumour: dict[str, int] = {}
        closed: dict[str, int] = {}
        fates = self._fates()
        for name in _NAMES:
            seen = self._seen.tumour[name] | self._seen.vague[name] | self._seen.clear[name]
            tumour[name] = self._seen.tumour[name]
            closed[name] = self._seen.clear[name] & ~self._seen.tumour[name] & ~self._seen.vague[name]
            if fates.get(name) == {"left"}:
                tumour[name] |= self._all & ~seen
            elif fates.get(name) == {"removed"}:
                closed[name] |= self._all & ~seen
            elif name not in fates:
                closed[name] |= self._ever.closed[name] & ~seen
        return tumour, closed

    def _fates(self) -> dict[str, set[str]]:
        """What operations say became of each segment; the last that speaks decides."""
        operation = self._sheet.operation
        return {
            name: set(report.outcome)
            for report in self._sheet.vein_reports
            if operation is not None and report.position <= operation and report.outcome
            for name in members(report.name)
        }
