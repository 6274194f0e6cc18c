"""What every part of a printed assessment needs: its words, its width, the record behind it, and what it has cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cephalad.assess import Evaluation, FactReading, Reason
from cephalad.assessment import Assessment
from cephalad.evidence import Stance, challenges
from cephalad.facts import FactSheet
from cephalad.guideline.model import PAPER
from cephalad.logic import Span
from cephalad.record import Event
from cephalad.write import layout
from cephalad.write.layout import clean, marked
from cephalad.write.words import (
    criterion_words,
    fact_words,
    joined,
    listed,
    listed_apart,
    segments_words,
    span_words,
    value_words,
    word,
)

__all__ = ["Page"]

_STYLES = {"overdue": layout.ALARM, "due": layout.CAUTION, "declined": layout.CAUTION}


@dataclass
class Page:
    """One assessment on its way to paper; `cited` collects the statements, sources and challenges printed so far."""

    found: Assessment
    lang: str
    width: int
    cited: dict[str, None] = field(default_factory=dict)

    def say(self, id: str, /, **params: object) -> str:  # noqa: A002  the catalogue's own word for it
        """A sentence of the catalogue in the page's language."""
        return word(id, self.lang, **params)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The verdicts behind the assessment: the same record, point and guideline give the same verdicts."""
        return Evaluation(self.found.guideline, FactSheet(self.found.view, self.found.guideline.numbers))

    @cached_property
    def _events(self) -> dict[str, Event]:
        return {event.id: event for event in self.found.case.events}

    # --- words ----------------------------------------------------------------------------------------------------

    def criterion(self, id: str) -> str:  # noqa: A002
        """The sentence of a criterion."""
        return criterion_words(self.found.guideline.criteria[id], self.lang, self.found.guideline)

    def fact(self, id: str) -> str:  # noqa: A002
        """What a fact is called."""
        return fact_words(id, self.lang, self.found.guideline)

    def segments(self, names: Iterable[str]) -> str:
        """Segments as one enumeration."""
        return segments_words(names, self.lang)

    def span(self, span: Span) -> str:
        """Days in words."""
        return span_words(span, self.found.case.calendar, self.lang)

    def when(self, event_id: str) -> str:
        """When an event happened; its order only where nothing more is known."""
        moment = self._events[event_id].moment
        return self.span(moment.span) if moment.has_duration else self.say("text.order-only")

    def event(self, id: str) -> str:  # noqa: A002
        """An event by the id that one types, with its day."""
        return f"{clean(id)} ({self.when(id)})" if id in self._events else clean(id)

    def events(self, ids: Iterable[str]) -> str:
        """Events as one enumeration."""
        return listed((self.event(name) for name in ids), self.lang)

    def place(self, event_id: str) -> str:
        """Where the record of an event comes from; "" when it does not say."""
        origin = self._events[event_id].origin
        return clean(listed(filter(None, (origin.document, origin.place)), self.lang)) if origin else ""

    @property
    def as_of(self) -> str:
        """The point in words."""
        point = self.found.view.point
        if not point.after:
            return self.span(point.span)
        return self.say("text.after", event=point.after, date=self.when(point.after))

    @property
    def no_group(self) -> str:
        """Why no risk group applies."""
        dead = self.evaluation.sheet.says("patient.dead")
        return self.say(f"rung.risk-group.{'after-death' if dead else 'not-applicable'}")

    def statuses(self, names: Sequence[str]) -> str:
        """Statuses with their colour."""
        return joined("text.and", (self._status(name) for name in names), self.lang)

    def _status(self, name: str) -> str:
        said = self.say(f"status.{name}")
        return marked(said, _STYLES[name]) if name in _STYLES else said

    def verdict(self, verdict: str) -> str:
        """Yes, no or unknown."""
        return self.say(f"truth.{verdict}")

    # --- what it rests on -------------------------------------------------------------------------------------------

    def facts(self, ids: Iterable[str]) -> str:
        """Facts as one enumeration, segments named together and last."""
        names = list(ids)
        veins = [name.removeprefix("segment.") for name in names if name.startswith("segment.")]
        others = [self.fact(name) for name in names if not name.startswith("segment.")]
        return self.apart([*others, *([self.segments(veins)] if veins else [])])

    def value(self, reading: FactReading) -> str:
        """The value of a fact; the silence of a ledger in its own words."""
        if reading.value == "no" and not reading.events:
            return self.say("silence.ledger-to", date=self.as_of)
        return value_words(reading.fact, reading.value, self.lang)

    def grouped(self, facts: Sequence[FactReading]) -> list[tuple[str, str, tuple[str, ...]]]:
        """The facts with values in words and events; segments of one status are named together."""
        return list(dict.fromkeys(self._grouped(reading, facts) for reading in facts))

    def _grouped(self, reading: FactReading, facts: Sequence[FactReading]) -> tuple[str, str, tuple[str, ...]]:
        if not reading.fact.startswith("segment."):
            return self.fact(reading.fact), self.value(reading), reading.events
        alike = [
            other
            for other in facts
            if other.fact.startswith("segment.") and other.value == reading.value and other.events == reading.events
        ]
        names = self.segments(other.fact.removeprefix("segment.") for other in alike)
        return names, self.value(reading), reading.events

    def readings(self, facts: Sequence[FactReading]) -> list[str]:
        """The same, each fact as one text."""
        return list(dict.fromkeys(self._told(*told) for told in self.grouped(facts)))

    def _told(self, what: str, value: str, events: Sequence[str]) -> str:
        told = self.say("text.value-of", what=what, value=value)
        return self.say("text.noted", text=told, note=self.events(events)) if events else told

    def cite(self, reason: Reason) -> str:
        """Statements, other sources and contrary literature in brackets."""
        return self.citation(reason.statements, reason.sources, reason.challenged_by)

    def citation(self, statements: Sequence[str], named: Sequence[str], against: Sequence[str] = ()) -> str:
        """``[S20, design; against: …]``; what it names is kept for the list of sources.

        Literature that only narrows a statement stands in that list, with the statement it narrows.
        """
        told, ids = self.named(statements, named, against)
        parts = [", ".join(told)] if told else []
        if ids:
            parts.append(self.say("text.against", ids=", ".join(ids)))
        return f"[{'; '.join(parts)}]" if parts else ""

    def named(
        self, statements: Sequence[str], named: Sequence[str], against: Sequence[str] = ()
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids that a citation prints: what it rests on, and what speaks against it."""
        named = tuple(name for name in named if name != PAPER or not statements)
        self.cited.update(dict.fromkeys((*statements, *named, *against)))
        return (*statements, *named), tuple(name for name in against if challenges()[name].stance is Stance.AGAINST)

    def reason(self, reason: Reason, indent: str = "  ") -> list[str]:
        """A criterion with its verdict and sources, and below it its facts."""
        words = {"sentence": self.criterion(reason.id), "verdict": self.verdict(reason.verdict)}
        sentence = self.say("text.sentence-verdict", **words)
        lines = self.item(f"{sentence} {self.cite(reason)}", indent)
        for told in self.readings(reason.facts):
            lines += self.item(told, f"{indent}    ", "· ")
        return lines

    # --- lines ------------------------------------------------------------------------------------------------------

    def heading(self, id: str) -> list[str]:  # noqa: A002
        """A blank line and the name of a section."""
        return ["", marked(self.say(id), layout.STRONG)]

    def paragraph(self, text: str, indent: str = "  ") -> list[str]:
        """A text wrapped behind an indent."""
        return layout.hanging(text, self.width, first=indent)

    def item(self, text: str, indent: str = "  ", bullet: str = "- ") -> list[str]:
        """A text wrapped behind a bullet."""
        return layout.hanging(text, self.width, first=f"{indent}{bullet}")

    def table(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Rows in columns."""
        return layout.columns(rows, self.width)

    def apart(self, words: Iterable[str]) -> str:
        """Words that may hold commas as one enumeration."""
        return listed_apart(words, self.lang)

    def together(self, words: Iterable[str]) -> str:
        """Words as one enumeration."""
        return listed(words, self.lang)
