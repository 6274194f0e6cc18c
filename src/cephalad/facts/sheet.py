"""All facts of one patient as of a point, each worked out when first asked for and then kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cephalad.anatomy import OVARIAN, PLEXUS, SEGMENTS, UTERINE, members
from cephalad.errors import UnknownName
from cephalad.facts.declared import DECLARED
from cephalad.facts.extent import Extent
from cephalad.facts.fold import fold
from cephalad.facts.model import Epoch, FactType, FactValue, Known
from cephalad.facts.vein_reports import VeinReport, event_values, vein_reports
from cephalad.facts.veins import extent_now, extent_of
from cephalad.logic import Calendar, Span
from cephalad.record.model import Case, Observation
from cephalad.record.view import View

__all__ = [
    "DERIVED",
    "EXTRACTING",
    "HYSTERECTOMIES",
    "IVL_PROCEDURES",
    "MADE_ELSEWHERE",
    "Derived",
    "FactSheet",
    "derived",
    "fact_question",
    "fact_type",
    "fact_values",
]

HYSTERECTOMIES = frozenset({"total-hysterectomy", "subtotal-hysterectomy"})
MADE_ELSEWHERE = frozenset({"caval-filter", "lung-biopsy"})
"""Procedures that touch neither uterus, ovaries nor the content of a vein."""
EXTRACTING = frozenset(
    {
        "venous-tumour-extraction",
        "cavotomy",
        "atriotomy",
        "pulmonary-arteriotomy",
        "vein-resection",
        "catheter-thrombectomy",
        "other",
    }
)
"""Procedures that take tumour out of veins; where their record names no vein, it may have been any."""
IVL_PROCEDURES = ("venous-tumour-extraction", "cavotomy", "atriotomy", "pulmonary-arteriotomy")


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that needs more than one fold: its type, its values, and the function that works it out."""

    id: str
    type: FactType
    values: tuple[str, ...]
    question: str
    compute: Callable[[FactSheet], FactValue]


DERIVED: dict[str, Derived] = {}
Compute = Callable[["FactSheet"], FactValue]


def derived(
    id: str,  # noqa: A002  the field's own word
    *,
    ask: str,
    type: FactType = FactType.TRUTH,  # noqa: A002
    values: tuple[str, ...] = ("yes", "no"),
) -> Callable[[Compute], Compute]:
    """Register a function as the definition of a derived fact; `ask` is the finding whose question asks for it."""

    def register(compute: Compute) -> Compute:
        DERIVED[id] = Derived(id, type, values, ask, compute)
        return compute

    return register


def _definition(fact: str) -> Derived | None:
    if fact in DECLARED:
        return None
    if fact not in DERIVED:
        raise UnknownName(f"no fact {fact!r}")
    return DERIVED[fact]


def fact_type(fact: str) -> FactType:
    """What kind of values a fact takes."""
    definition = _definition(fact)
    return definition.type if definition else DECLARED[fact].type


def fact_values(fact: str) -> tuple[str, ...]:
    """The values that a truth or choice fact can take; none for a number."""
    definition = _definition(fact)
    return definition.values if definition else DECLARED[fact].values


def fact_question(fact: str) -> str:
    """The finding whose question asks for this fact."""
    definition = _definition(fact)
    return definition.question if definition else DECLARED[fact].question


class FactSheet:
    """Facts of one view.

    Parameters
    ----------
    view : what counts as of the point
    numbers : the guideline's parameters, by id, in their own units

    Attributes
    ----------
    events : the counted events, oldest first
    """

    def __init__(self, view: View, numbers: Mapping[str, float]) -> None:
        self.view = view
        self.numbers = numbers
        self.events = view.events
        self._values: dict[str, FactValue] = {}

    def __getitem__(self, fact: str) -> FactValue:
        value = self._values.get(fact)
        if value is None:
            value = self._values[fact] = self._work_out(fact)
        return value

    def _work_out(self, fact: str) -> FactValue:
        spec = DECLARED.get(fact)
        if spec is None:
            definition = _definition(fact)
            assert definition is not None
            return definition.compute(self)
        start, end = self._bounds(spec.epoch)
        return fold(spec, self.view, start=start, end=end)

    def says(self, fact: str, value: str = "yes") -> bool:
        """Whether the fact is known to have this value."""
        found = self[fact]
        return isinstance(found, Known) and found.value == value

    @property
    def case(self) -> Case:
        """The whole record."""
        return self.view.case

    @property
    def calendar(self) -> Calendar:
        """How the case counts days."""
        return self.view.case.calendar

    @property
    def as_of(self) -> Span:
        """The days that the point may be."""
        return self.view.point.span

    def rows(self, finding: str, start: int = 0) -> list[tuple[int, Observation]]:
        """The rows of one finding from an event on, oldest first."""
        return [row for row in self.view.by_finding.get(finding, ()) if row[0] >= start]

    def positions(self, finding: str, *values: str, start: int = 0) -> list[int]:
        """The places of events that give one of these values (any value when none is named)."""
        rows = self.view.by_finding.get(finding)
        if not rows:
            return []
        return [
            position
            for position, observation in rows
            if position >= start and observation.value is not None and (not values or observation.value in values)
        ]

    def kind_positions(self, kind: str, start: int = 0) -> list[int]:
        """The places of events of one kind."""
        return [at for at in self._of_kind.get(kind, ()) if at >= start]

    @cached_property
    def _of_kind(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, event in enumerate(self.events):
            places.setdefault(event.kind, []).append(at)
        return places

    def ids(self, positions: list[int]) -> tuple[str, ...]:
        """Event ids, oldest first, each once."""
        return tuple(dict.fromkeys(self.events[at].id for at in sorted(positions)))

    # --- epochs -----------------------------------------------------------------------------------------------------

    def _bounds(self, epoch: Epoch) -> tuple[int, int]:
        """The places from which and up to which events count for an epoch."""
        whole, operation = len(self.events), self.operation
        if epoch is Epoch.EVER:
            return 0, whole
        if epoch is Epoch.BEFORE_OPERATION:
            return 0, self.operations[0] if self.operations else whole
        if epoch is Epoch.SINCE_EXCLUSION or operation is None:
            return self.live_start, whole
        return operation + (epoch is Epoch.AFTER_OPERATION), whole

    @cached_property
    def exclusions(self) -> tuple[int, ...]:
        """Places of the pathology reports that exclude the disease: another diagnosis that accounts for the vessels."""
        return tuple(at for at in self.kind_positions("pathology") if self._excludes(at))

    def _excludes(self, at: int) -> bool:
        diagnoses = event_values(self.view, at, "pathology.diagnosis")
        if not diagnoses or "ivl" in diagnoses or "yes" in event_values(self.view, at, "pathology.biopsy"):
            return False
        return "yes" in event_values(self.view, at, "pathology.index-lesion") and (
            "no" in event_values(self.view, at, "pathology.vessels-contain-tumour")
            or bool(event_values(self.view, at, "pathology.intravascular-part"))
        )

    @cached_property
    def live_start(self) -> int:
        """Place of the first event that counts for suspicion: after the last exclusion."""
        return self.exclusions[-1] + 1 if self.exclusions else 0

    @cached_property
    def operations(self) -> tuple[int, ...]:
        """Places of the operations for intravenous leiomyomatosis, oldest first."""
        confirmed = self._operations_named_by_pathology()
        return tuple(
            at
            for at in self.kind_positions("operation", self.live_start)
            if self.events[at].id in confirmed or self.shows_ivl(at)
        )

    def shows_ivl(self, at: int) -> bool:
        """Whether an operation's own record shows that it met intravenous tumour, or was made for it."""
        named = ("operation.for-ivl", "operation.worm-like-tumour", "operation.ivl-found")
        if any("yes" in event_values(self.view, at, finding) for finding in named):
            return True
        if any(value in IVL_PROCEDURES for value in event_values(self.view, at, "operation.procedures")):
            return True
        return any(report.positive or report.outcome for report in self.reports_of(at))

    def _made_elsewhere(self, at: int) -> bool:
        """Whether an operation met neither uterus nor tumour by its procedures."""
        told = set(event_values(self.view, at, "operation.procedures"))
        return bool(told) and told <= MADE_ELSEWHERE

    def open_operations(self, start: int = 0) -> list[int]:
        """Places of the operations that may have met uterus, ovaries or tumour."""
        return [at for at in self.kind_positions("operation", start) if not self._made_elsewhere(at)]

    def stages_left(self, at: int) -> bool:
        """Whether an operation was one of several planned stages, and not the last of them."""
        stage, planned = (
            next((row.value for place, row in self.rows(f"operation.{name}") if place == at), None)
            for name in ("stage", "stages-planned")
        )
        return isinstance(stage, float) and isinstance(planned, float) and stage < planned

    def purpose_disputed(self, at: int) -> bool:
        """Whether an operation is recorded both as for and as not for the disease, and nothing else settles it."""
        said = set(event_values(self.view, at, "operation.for-ivl"))
        others = ("operation.worm-like-tumour", "operation.ivl-found")
        settled = any("yes" in event_values(self.view, at, finding) for finding in others)
        by_pathology = self.events[at].id in self._operations_named_by_pathology()
        return said == {"yes", "no"} and not settled and not by_pathology

    def _operations_named_by_pathology(self) -> set[str]:
        """Operations whose specimen held the disease: the one named, else the last operation before the report."""
        named: set[str] = set()
        operations = [at for at in self.kind_positions("operation") if not self._made_elsewhere(at)]
        for at in self.kind_positions("pathology", self.live_start):
            found = "ivl" in event_values(self.view, at, "pathology.diagnosis") or "yes" in event_values(
                self.view, at, "pathology.intraluminal-smooth-muscle"
            )
            autopsy = "autopsy" in event_values(self.view, at, "pathology.method")
            if not found or autopsy or "yes" in event_values(self.view, at, "pathology.biopsy"):
                continue
            stated = event_values(self.view, at, "pathology.specimen-from")
            before = [place for place in operations if place < at]
            if stated:
                named.update(stated)
            elif before:
                named.add(self.events[before[-1]].id)
        return named

    @property
    def operation(self) -> int | None:
        """Place of the last operation for the disease; None when none is on record."""
        return self.operations[-1] if self.operations else None

    @cached_property
    def change_start(self) -> int:
        """Place of the last new or growing tumour after an operation; 0 when there is none."""
        return max(self.changes, default=0)

    @cached_property
    def changes(self) -> tuple[int, ...]:
        """Places of the events that report new or growing tumour after the first operation, or while none was done."""
        first = self.operations[0] if self.operations else -1
        found = set(self.positions("imaging.new-or-growing-tumour", "yes", start=max(self.live_start, first + 1)))
        found.update(
            at
            for at in self.positions("recurrence.type", "recurrence", "progression", "unclear")
            if at >= self.live_start
        )
        found.update(self._tumour_seen_after_operation(first))
        return tuple(sorted(found))

    def _tumour_seen_after_operation(self, first: int) -> set[int]:
        """Imaging after an operation that shows tumour where the operation cannot have left it."""
        if first < 0:
            return set()
        remaining: set[str] = set()
        found: set[int] = set()
        for report in self.vein_reports:
            names = set(members(report.name))
            if report.position in self.operations or report.position < first:
                self._after_operation(report, names, remaining)
            elif report.positive and not names & remaining and not self._between_stages(report.position):
                found.add(report.position)
            if report.positive and report.position > first:
                remaining |= names
        return found

    def _between_stages(self, at: int) -> bool:
        """Whether the last operation before a place left a planned stage to come: what is seen then is not new."""
        before = [operation for operation in self.operations if operation < at]
        return bool(before) and self.stages_left(before[-1])

    def _after_operation(self, report: VeinReport, names: set[str], remaining: set[str]) -> None:
        complete = "complete" in event_values(self.view, report.position, "operation.completeness")
        if "removed" in report.outcome or (complete and "left" not in report.outcome):
            remaining -= names
        elif report.positive:
            remaining |= names

    # --- veins ------------------------------------------------------------------------------------------------------

    @cached_property
    def vein_reports(self) -> tuple[VeinReport, ...]:
        """What the counted events say of veins; before the last exclusion only what they show clear still counts."""
        return vein_reports(self.view, self.live_start)

    @cached_property
    def _reports_by_event(self) -> Mapping[int, tuple[VeinReport, ...]]:
        found: dict[int, list[VeinReport]] = {}
        for report in self.vein_reports:
            found.setdefault(report.position, []).append(report)
        return {at: tuple(reports) for at, reports in found.items()}

    def reports_of(self, at: int) -> tuple[VeinReport, ...]:
        """What the event at a place says of veins."""
        return self._reports_by_event.get(at, ())

    @cached_property
    def extent(self) -> Extent:
        """The extent ever reached."""
        emptied = {at: self._may_have_emptied(at) for at in self.operations}
        return extent_of(
            self.view, self.vein_reports, self.live_start, source_removed_at=self.hysterectomy, emptied=emptied
        )

    def _may_have_emptied(self, at: int) -> frozenset[str]:
        """The segments out of which an operation may have taken tumour: those that it names, else by its procedures."""
        beside = {*UTERINE, *PLEXUS, *OVARIAN}
        named = {name for report in self.reports_of(at) if report.outcome for name in members(report.name)}
        told = set(event_values(self.view, at, "operation.procedures"))
        if named or (told and not told & EXTRACTING):
            return frozenset(beside | named)
        return frozenset(SEGMENTS)

    @cached_property
    def extent_now(self) -> Extent | None:
        """The extent after the last operation; None before the first."""
        if self.operation is None:
            return None
        return extent_now(self.view, self.vein_reports, self.extent, self.operation, self.live_start)

    @cached_property
    def hysterectomy(self) -> int | None:
        """Place of the first event that shows the uterus removed; None when none does."""
        places = [
            *self.positions("operation.procedures", *HYSTERECTOMIES),
            *self.positions("operation.uterus", "removed", "already-absent"),
            *self.positions("history.hysterectomy", "yes"),
        ]
        return min(places, default=None)
