"""One form of one event while somebody fills it in: what was entered, what is wrong with it, what it would change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cephalad.errors import InvalidArgument, Issue
from cephalad.record import Case, Event
from cephalad.record.read_case import MAX_AGE
from cephalad.server.entry.faults import Fault, faults_of, issue_words
from cephalad.server.entry.written import MOST_ROWS, Fields, Written, one, row_numbers, statement_numbers, write_event
from cephalad.server.store.append import EVENT_ADDED, Appended, sent_before, writing
from cephalad.server.store.cases import add_event, change_header, header_of, history, with_events
from cephalad.terms import Kind, message

__all__ = ["Checked", "Sheet", "with_row", "without_row"]

_AGE = re.compile(r"[0-9]{1,3}", re.ASCII)
_STEM = re.compile(r"[fmv](\.[a-z0-9-]{1,60}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry after the record's reader looked at it: the case as it would be, or what is wrong."""

    written: Written
    faults: tuple[Fault, ...] = ()
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An event that is being entered.

    Attributes
    ----------
    form : id of the form, with which it is sent once
    original : the event that it corrects; None for a new one
    """

    subject: str
    case: Case
    kind: Kind
    form: str
    lang: str
    original: Event | None = None
    fields: Fields = field(default_factory=dict)

    @property
    def asks_age(self) -> bool:
        """Whether the age is asked for: nothing is known of the birth, and an event is there to tie it to."""
        return self.case.birth is None and self.original is None

    def event(self) -> Written:
        """The event that the fields state."""
        return write_event(self.kind, self.fields, supersedes=self.original.id if self.original else "")

    def check(self) -> Checked:
        """Everything that is wrong, at its controls; else the case as it would be."""
        written = self.event()
        own = tuple(self._own_faults(written))
        try:
            found = with_events(self.subject, [written.event])
            if isinstance(found, Case) and self._age() and not own:
                found = with_events(self.subject, [written.event], header=self._with_age(found.events[-1].id))
        except InvalidArgument:
            return Checked(written, (*own, Fault("", message("server.entry.fault.content", self.lang))))
        if isinstance(found, Case):
            return Checked(written, own, None if own else found)
        return Checked(written, (*own, *self.faults(found, written)))

    def faults(self, issues: Sequence[Issue], written: Written) -> tuple[Fault, ...]:
        """Issues of the reader at their controls."""
        places = {**written.places, "birth": "e.age", "birth.age_years": "e.age"}
        return faults_of(issues, places, self.kind.id, len(self.case.events), self.lang)

    def sent_before(self, actor: str) -> Appended | None:
        """The row that this form wrote when it was sent before; None when it is new.

        Raises
        ------
        Conflict : when it was sent before with different content
        """
        return sent_before(EVENT_ADDED, self.subject, self.event().event, actor, self.form)

    def save(self, actor: str, expected_head: str) -> str:
        """The id of the event after it was written, and the age beside it.

        Raises
        ------
        InvalidCase, Conflict, NoSuchCase, ErasedCase : as `add_event`
        """
        with writing():
            added = add_event(
                self.subject, self.event().event, actor, token=self.form, expected_head=expected_head or None
            )
            name = self.event_id(added)
            if self._age() and not added.repeated:
                reason = message("server.entry.age-reason", self.lang, event=name)
                change_header(self.subject, self._with_age(name), actor, reason=reason)
        return name

    def event_id(self, added: Appended) -> str:
        """The id of the event in a row."""
        rows = (row.content for row in history(self.subject) if row.sequence == added.sequence)
        return next((str(content["id"]) for content in rows if content), "")

    def _own_faults(self, written: Written) -> list[Fault]:
        """What the record's reader cannot see: it is given one row of each name, and asks for no reason."""
        found = [Fault(at, message("server.entry.fault.doubled", self.lang, name=name)) for name, at in written.doubled]
        if self.original is not None and not one(self.fields, "e.reason"):
            found.append(Fault("e.reason", message("server.entry.fault.reason", self.lang)))
        age = self._age()
        if age and not (_AGE.fullmatch(age) and int(age) <= MAX_AGE):
            issue = Issue("", 0, "birth.age_years", "", age, "", "VALUE-02")
            found.append(Fault("e.age", issue_words(issue, self.lang)))
        return found

    def _age(self) -> str:
        return one(self.fields, "e.age") if self.asks_age else ""

    def _with_age(self, event: str) -> dict[str, Any]:
        return {**header_of(self.subject), "birth": {"age_years": self._age(), "at": event}}


def with_row(fields: Fields, stem: str) -> dict[str, list[str]]:
    """The fields with one more mass (``m``), vein (``v``), or statement of a finding (``f.reading``)."""
    told = {name: list(values) for name, values in fields.items()}
    if not _STEM.fullmatch(stem):
        return told
    if stem in ("m", "v"):
        numbers = row_numbers(fields, stem)
        name = f"{stem}.{_next(numbers)}.name"
    else:
        numbers = statement_numbers(fields, stem) or [0]
        told.setdefault(f"{stem}.0.a", [])
        name = f"{stem}.{_next(numbers)}.a"
    if len(numbers) < MOST_ROWS:
        told[name] = []
    return told


def without_row(fields: Mapping[str, Sequence[str]], stem: str) -> dict[str, list[str]]:
    """The fields without a row and everything in it."""
    return {name: list(values) for name, values in fields.items() if not name.startswith(f"{stem}.")}


def _next(numbers: Sequence[int]) -> int:
    return max(numbers, default=-1) + 1
