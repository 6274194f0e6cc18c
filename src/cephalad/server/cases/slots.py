"""Missing facts as questions that can be answered on the page: what is asked, where the answer goes in the record.

An answer about what somebody has done, such as an operation, belongs to the event that tells of it: the event is
corrected by one that says the same and this too. A second operation is never made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cephalad.assess import MissingFact
from cephalad.assessment import Assessment
from cephalad.record import Event
from cephalad.terms import FINDINGS, PRESENCES, STATUSES, Finding, Qualifier, ValueType

__all__ = ["Slot", "answers_of", "slots_of"]

_SEGMENT = "segment."
_CORRECTED = ("operation", "pathology")
"""Kinds of which a patient has one event for what was done, and answers complete that event."""
_BY_FORM = ("recurrence", "dose", "death", "booking", "declined", "decision")
_OFFERED = (ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES, ValueType.DATE)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the answer to one missing fact stands in the record.

    Attributes
    ----------
    segment : for a question about one segment of a vein, else ""
    completes : the event that the answer completes; None where it is an event of its own
    """

    fact: str
    finding: Finding
    kind: str
    segment: str = ""
    completes: Event | None = None

    @property
    def is_study(self) -> bool:
        """Whether the answer comes from an imaging study, which must be named."""
        return self.kind == "imaging"


def slots_of(item: MissingFact, found: Assessment) -> tuple[Slot, ...] | None:
    """Where the answers go; None where they need the form of a whole event: masses, single veins, numbers."""
    if item.more_than_two:
        return None
    made = [_slot(fact, FINDINGS[asked], found) for fact, asked in zip(item.facts, item.questions, strict=True)]
    told = tuple(slot for slot in made if slot is not None)
    return told if len(told) == len(made) else None


def _slot(fact: str, finding: Finding, found: Assessment) -> Slot | None:
    if fact.startswith(_SEGMENT):
        return Slot(fact, finding, "imaging", fact.removeprefix(_SEGMENT))
    kind = finding.kinds[0]
    if finding.qualifier is not Qualifier.NONE or finding.type not in _OFFERED or kind in _BY_FORM:
        return None
    if kind not in _CORRECTED:
        return Slot(fact, finding, kind)
    told = _last(found.view.events, kind)
    return None if told is None else Slot(fact, finding, kind, completes=told)


def _last(events: Sequence[Event], kind: str) -> Event | None:
    return next((event for event in reversed(events) if event.kind == kind), None)


def answers_of(slot: Slot, lang: str) -> list[tuple[str, str]]:
    """The answers of the vocabulary with their words, the ones without a value last; none for a date."""
    finding = slot.finding
    if finding.type is ValueType.DATE:
        return []
    is_presence = finding.type is ValueType.PRESENCE
    own = PRESENCES.values() if is_presence else finding.choices
    # A suspicion says of what: of a choice it is entered with the whole event.
    statuses = (answer for key, answer in STATUSES.items() if is_presence or key != "suspected")
    return [(answer.id, answer.zh if lang == "zh" else answer.en) for answer in (*own, *statuses)]
