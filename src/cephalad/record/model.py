"""The timeline of one patient: a header and append-only events, each with one typed body of findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cephalad.logic import Basis, Calendar, Span

__all__ = ["Birth", "Case", "Event", "Moment", "Observation", "Origin", "Status", "Value"]

Value = str | float
"""Text of a presence (yes, no), a choice, a text or a date; a float in the finding's own unit for a number."""

Status = str
"""``recorded``, ``suspected`` (a hedged reading), ``not-assessed``, ``not-reported`` or ``unknown``."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: the days it may have been, how that is known, and the words of the source.

    From an order-only moment the order follows, never a duration.
    """

    span: Span
    basis: Basis
    text: str

    @property
    def has_duration(self) -> bool:
        """Whether intervals may be counted from this moment."""
        return self.basis is not Basis.ORDER_ONLY


@dataclass(frozen=True, slots=True)
class Observation:
    """One finding as recorded: its vocabulary id, what it is said of, its value, and how it is known.

    Attributes
    ----------
    finding : vocabulary id, for example ``imaging.modality`` or ``vein.content``
    qualifier : the mass or the segment (set) it is said of; "" when it is said of the event as a whole
    value : None exactly when the status says that there is no value
    unit : the finding's own unit, "" for findings without one
    status : see `Status`
    note : words of the source that have no place in the vocabulary
    """

    finding: str
    qualifier: str
    value: Value | None
    unit: str = ""
    status: Status = "recorded"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record comes from: the document and the place in it."""

    document: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or was learnt, with when it happened (`moment`) and when it was recorded.

    An event that `supersedes` another replaces it; with `withdrawn` it removes it without replacement. Both events stay
    in the record.
    """

    id: str
    kind: str
    moment: Moment
    sequence: int
    recorded_at: Span
    observations: tuple[Observation, ...] = ()
    author: str = ""
    origin: Origin | None = None
    supersedes: str = ""
    reason: str = ""
    withdrawn: bool = False
    note: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Birth:
    """The birth as a span of days, or the age in whole years stated at an event."""

    span: Span | None = None
    age_years: int | None = None
    at_event: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A patient's whole record, as it was written; nothing in it is ever edited or deleted.

    Attributes
    ----------
    id : the pseudonym
    sex : ``female``, ``male``, ``other`` or "" when not recorded
    birth : None when nothing is recorded
    calendar : whether times are dates or day numbers
    written_on : the file's date; an event without `recorded_at` counts as recorded then
    header : further header fields (title, citation, common data elements), as text
    """

    id: str
    sex: str
    birth: Birth | None
    calendar: Calendar
    written_on: Span
    events: tuple[Event, ...]
    header: Mapping[str, str] = field(default_factory=dict)
