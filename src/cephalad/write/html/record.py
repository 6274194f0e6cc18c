"""The record behind a page: every event that counts with its findings, and those that may already have happened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from cephalad.record import Event
from cephalad.terms import KINDS, clean
from cephalad.write.finding_words import FindingRow, finding_rows
from cephalad.write.html.document import Content, anchor, el, run
from cephalad.write.html.sheet import Sheet

__all__ = ["event_body", "kind_words", "record"]


def record(sheet: Sheet) -> Element:
    """The events that count, oldest first, then those that may already have happened."""
    seen = sheet.found.view
    told: list[Content] = [
        el("p", sheet.say("text.events-counted", number=len(seen.events), date=sheet.as_of)),
        sheet.listed(_event(sheet, event) for event in seen.events),
    ]
    if seen.straddling:
        ids = sheet.events(event.id for event in seen.straddling)
        told.append(el("p", sheet.say("text.may-have-happened", events=ids), class_="label"))
        told.append(sheet.listed(_event(sheet, event) for event in seen.straddling))
    return sheet.section("section-record", sheet.say("heading.record"), told)


def kind_words(event: Event, lang: str) -> str:
    """What kind of event it is."""
    kind = KINDS[event.kind]
    return kind.label_zh if lang == "zh" else kind.label_en


def _event(sheet: Sheet, event: Event) -> Element:
    title = run(el("span", sheet.when(event.id), class_="when"), " ", kind_words(event, sheet.lang))
    body = event_body(sheet, event)
    return sheet.statement(anchor("event", event.id), title, body, note=clean(event.id))


def event_body(sheet: Sheet, event: Event) -> list[Content]:
    """What an event says, finding by finding, and where its record comes from."""
    told: list[Content] = []
    for said_of, rows in groupby(finding_rows(event, sheet.lang), key=lambda row: row.said_of):
        told.append(el("p", said_of, class_="label") if said_of else None)
        told.append(el("dl", [_finding(row) for row in rows], class_="findings"))
    told += [el("p", each) for each in _about(sheet, event)]
    return told or [el("p", sheet.say("html.no-finding"))]


def _finding(row: FindingRow) -> Element:
    note = run(" · ", el("span", row.note, class_="words")) if row.note else None
    return el("div", el("dt", row.finding), el("dd", row.value, note))


def _about(sheet: Sheet, event: Event) -> Iterator[Content]:
    for text in (event.note, event.text):
        if text:
            yield el("span", text, class_="words")
    place = sheet.place(event.id)
    if place:
        yield sheet.say("html.from-record", place=place)
    if event.supersedes:
        yield sheet.say("html.corrects", event=event.supersedes)
    if event.reason:
        yield el("span", event.reason, class_="words")
