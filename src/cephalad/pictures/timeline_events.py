"""What the timeline tells of each event: its number, lane, standing and words; no line is drawn here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cephalad.anatomy import Language
from cephalad.logic import Basis
from cephalad.record import Event, View, in_order, standing_events
from cephalad.terms import KINDS, clean, message, span_words

__all__ = ["LANDMARKS", "LANES", "TimelineEvent", "read_events"]

LANES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "complaints": ("complaint", "history"),
        "examinations": ("examination", "laboratory"),
        "imaging": ("imaging",),
        "operations": ("operation", "pathology"),
        "treatment": ("dose",),
        "follow-up": ("mdt", "wish", "state", "decision", "booking", "declined", "contact", "recurrence", "death"),
    }
)
"""The kinds of event in each lane, the lanes from the top down."""

LANDMARKS = frozenset({"operation", "recurrence", "death"})
"""Kinds that a reader looks for first."""

_LANE_OF = {kind: lane for lane, kinds in LANES.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event as the timeline tells it.

    Attributes
    ----------
    standing : ``counted``, ``later``, ``perhaps`` (may already have happened), ``corrected`` or ``withdrawn``
    change : what it changed in the conclusions, "" for nothing
    superseded_by : the event that corrects or withdraws it, "" for none
    """

    event: Event
    number: int
    lane: str
    standing: str
    change: str
    superseded_by: str = ""

    @property
    def name(self) -> str:
        """The event's id, harmless."""
        return clean(self.event.id)

    def kind(self, lang: Language) -> str:
        """The kind of the event in words."""
        kind = KINDS[self.event.kind]
        return kind.label_zh if lang == "zh" else kind.label_en

    def when(self, seen: View, lang: Language) -> str:
        """When it happened, as far as that is known."""
        moment = self.event.moment
        if not moment.has_duration:
            return message("text.order-only", lang)
        words = span_words(moment.span, seen.case.calendar, lang)
        return message("picture.timeline.about", lang, day=words) if moment.basis is Basis.APPROXIMATE else words


def read_events(
    seen: View, *, changes: Sequence[tuple[str, str]] = (), recorded_by: int | None = None
) -> tuple[TimelineEvent, ...]:
    """Every event known, oldest first; an event that only withdraws another is told with the one it withdraws."""
    known = [event for event in seen.case.events if recorded_by is None or event.recorded_at.latest <= recorded_by]
    told = in_order(event for event in known if not event.withdrawn)
    standing = {event.id for event in standing_events(seen.case, recorded_by=recorded_by)}
    withdrawn = {event.supersedes for event in known if event.withdrawn}
    instead = {event.supersedes: clean(event.id) for event in known if event.supersedes}
    counted, perhaps = {event.id for event in seen.events}, {event.id for event in seen.straddling}
    changed: dict[str, list[str]] = {}
    for name, text in changes:
        changed.setdefault(name, []).append(clean(text))

    def stands(event: Event) -> str:
        if event.id not in standing:
            return "withdrawn" if event.id in withdrawn else "corrected"
        return "counted" if event.id in counted else "perhaps" if event.id in perhaps else "later"

    return tuple(
        TimelineEvent(
            event,
            number,
            _LANE_OF[event.kind],
            stands(event),
            "; ".join(changed.get(event.id, ())),
            instead.get(event.id, ""),
        )
        for number, event in enumerate(told, start=1)
    )
