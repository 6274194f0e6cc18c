"""The plain fields of a form: time, source, words around the findings, and those of a case's header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cephalad.logic import Basis, Calendar
from cephalad.server.entry.form import Option
from cephalad.server.entry.written import Fields, one
from cephalad.terms import message, sentences

if TYPE_CHECKING:
    from cephalad.server.entry.sheet import Sheet

__all__ = ["Line", "event_lines", "line", "source_lines"]

_LONG = ("note", "text", "citation")


@dataclass(frozen=True, slots=True)
class Line:
    """One plain field.

    Attributes
    ----------
    form : ``text``, ``area``, ``select``, ``radios`` or ``hidden``
    """

    name: str
    label: str
    hint: str
    value: str
    form: str
    options: tuple[Option, ...]
    faults: tuple[str, ...]


def line(
    fields: Fields,
    wrong: Mapping[str, list[str]],
    name: str,
    lang: str,
    *,
    options: Iterable[tuple[str, str]] = (),
    radios: bool = False,
    fallback: str = "",
) -> Line:
    """A field of this name, with the words ``server.entry.line.<name after the dot>`` and a hint where there is one."""
    part = name.partition(".")[2].replace("_", "-")
    hint = f"server.entry.line.{part}-hint"
    value = one(fields, name) or fallback
    chosen = tuple(Option(each, label, each == value) for each, label in options)
    form = "radios" if radios else "select" if chosen else "area" if part in _LONG else "text"
    return Line(
        name,
        message(f"server.entry.line.{part}", lang),
        message(hint, lang) if hint in sentences("en") else "",
        value,
        form,
        chosen,
        tuple(wrong.get(name, ())),
    )


def event_lines(sheet: Sheet, wrong: Mapping[str, list[str]]) -> list[Line]:
    """When it happened; for a correction its reason first; the age while nothing is known of the birth."""
    found = []
    if sheet.original is not None:
        found.append(line(sheet.fields, wrong, "e.reason", sheet.lang))
    asked = {"date": ["e.effective_on"], "day": ["e.day", "e.basis"], "": ["e.effective_on", "e.day", "e.basis"]}
    counts = "day" if sheet.case.calendar is Calendar.DAY_NUMBERS else "date"
    calendar = counts if sheet.case.events else ""
    if not calendar:
        choices = [(each, message(f"server.entry.time.{each}", sheet.lang)) for each in ("date", "day")]
        found.append(line(sheet.fields, wrong, "e.time", sheet.lang, options=choices, radios=True, fallback="date"))
    else:
        found.append(Line("e.time", "", "", calendar, "hidden", (), ()))
    bases = [(basis.value, message(f"server.entry.basis.{basis.value}", sheet.lang)) for basis in Basis]
    for name in asked[calendar]:
        options = bases if name == "e.basis" else ()
        found.append(line(sheet.fields, wrong, name, sheet.lang, options=options))
    if sheet.asks_age:
        found.append(line(sheet.fields, wrong, "e.age", sheet.lang))
    return found


def source_lines(sheet: Sheet, wrong: Mapping[str, list[str]]) -> list[Line]:
    """Where it stands, who said it, in which words, and what the entry is called."""
    names = ["e.document", "e.place", "e.author", "e.note", "e.text", "e.recorded_at", "e.id"]
    return [line(sheet.fields, wrong, name, sheet.lang) for name in names]
