"""What a person ticked becomes drafts of events: the ordinary forms, filled in, for her to look at, change and save."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.read import Reading
from cephalad.read.proposed import proposal
from cephalad.record import FORMAT, Case, Event
from cephalad.server.entry import drafts
from cephalad.server.entry.prefill import fields_of
from cephalad.server.store.contents import read_record
from cephalad.terms import message

__all__ = ["USUAL", "Accepted", "accepted_of", "begin_in_case", "begin_new_case", "rules_of", "why_not"]

USUAL = ("affirmed", "uncertain")
"""Statuses of the findings that are taken unless a person says otherwise."""

_SOME_DAY = "2000-01-01"
"""Stands in for the time while the tree is read; the form asks for the right one."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event in the making: the fields of its form."""

    kind: str
    fields: Mapping[str, Sequence[str]]


def rules_of(reading: Reading) -> str:
    """Version and hash of the rules, as a code."""
    return f"{reading.version}-{reading.rules_hash[:SHORT_LENGTH]}"


def why_not(reading: Reading) -> dict[int, str]:
    """Why findings are not proposed, as codes, by their number counted from 1."""
    # The very findings come back, so that of two that say the same each keeps its own reason.
    left_out = {id(told.found): told.why for told in proposal(reading, "", on=_SOME_DAY).left_out}
    listed = enumerate(reading.findings, start=1)
    return {number: left_out[id(each)] for number, each in listed if id(each) in left_out}


def accepted_of(
    reading: Reading,
    taken: Collection[int] | None,
    frame: Mapping[str, list[str]],
    lang: str,
    *,
    masses: Collection[str] = (),
) -> list[Accepted]:
    """The events that the chosen findings state; none when they state nothing that a record can hold.

    Parameters
    ----------
    taken : the findings, counted from 1; None for all that are affirmed or possible
    frame : fields of the event itself: its time and source
    masses : names that masses of the case have: whether one of the report is one of those is for a person to say
    """
    listed = enumerate(reading.findings, start=1)
    chosen = tuple(each for number, each in listed if (each.status in USUAL if taken is None else number in taken))
    events = proposal(replace(reading, findings=chosen), "", on=_SOME_DAY).events
    case = read_record({"format": FORMAT, "case": "proposed", "written_on": _SOME_DAY}, events)
    if not isinstance(case, Case):
        return []
    note = {"e.note": [message("server.reading.note", lang, rules=rules_of(reading))]}
    return [Accepted(event.kind, {**dict(_fields(event, case, masses)), **note, **frame}) for event in case.events]


def begin_in_case(user: Any, subject: str, accepted: Sequence[Accepted]) -> str:
    """The address where a case's new drafts go on: the form itself, or the list of drafts when there are several."""
    address = str(reverse("entry", args=[subject]))
    for each in reversed(accepted):
        form = str(uuid.uuid4())
        drafts.keep(user, form, subject, each.kind, each.fields)
        if len(accepted) == 1:
            address = str(reverse("entry-event", kwargs={"subject": subject, "kind": each.kind, "form": form}))
    return address


def begin_new_case(user: Any, accepted: Sequence[Accepted]) -> str:
    """The address of the form of a new case, for which the drafts wait."""
    new_case = str(uuid.uuid4())
    for each in reversed(accepted):
        drafts.keep_waiting(user, new_case, str(uuid.uuid4()), each.kind, each.fields)
    return str(reverse("entry-new-case-form", kwargs={"form": new_case}))


def _fields(event: Event, case: Case, masses: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The fields of the form without any time, each mass by a name that is free."""
    free = (name for number in range(1, len(masses) + 1000) if (name := f"mass-{number}") not in masses)
    for name, told in fields_of(event, case).items():
        if name not in ("e.time", "e.effective_on"):
            is_name = name.startswith("m.") and name.endswith(".name")
            yield name, [next(free)] if is_name else told
