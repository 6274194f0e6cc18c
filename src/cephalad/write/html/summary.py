"""The head of a page: whose assessment it is, what is overdue and due, and all else on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.write.html.document import Content, el, link, run
from cephalad.write.html.sheet import Sheet
from cephalad.write.overview import OpenItem, Row, open_items, rows
from cephalad.write.words import study_words

__all__ = ["glance", "letterhead", "to_do"]

_DETAILS = {
    "suspicion": "suspicion",
    "tumour": "section-veins",
    "now": "section-extent",
    "not-told": "section-extent",
    "clear": "section-extent",
    "not-reached": "section-extent",
    "stages": "section-extent",
    "group": "risk-group",
    "team": "section-team",
    "next": "section-surveillance",
}
_OPEN = ("urgent", "overdue", "due", "decides")


def letterhead(sheet: Sheet) -> Element:
    """Whose assessment it is, as of when, by which edition, and what it is and is not."""
    found = sheet.found
    edition = sheet.say("html.edition", edition=found.guideline.edition, hash=found.digest[:SHORT_LENGTH])
    return el(
        "header",
        el("p", sheet.say("html.kind"), class_="kind"),
        el("h1", sheet.title),
        el("p", edition, class_="edition"),
        el("p", sheet.say("text.disclaimer"), class_="disclaimer"),
    )


def to_do(sheet: Sheet) -> Element:
    """What is urgent, overdue and due, each with the way to its reasons."""
    items = list(_to_do(sheet))
    told = el("ul", [el("li", item) for item in items]) if items else el("p", sheet.say("html.nothing-to-do"))
    return sheet.section("section-to-do", sheet.say("html.to-do"), told)


def _to_do(sheet: Sheet) -> Iterator[Content]:
    for reason in sheet.found.urgent:
        chip = sheet.chip(sheet.say("replay.urgent"), "urgent")
        told = sheet.criterion(reason.id)
        more = _reasons(sheet, f"urgent.{reason.id}", sheet.criterion(reason.id))
        yield run(chip, " ", el("span", told, " ", more))
    for status in ("overdue", "due"):
        for item in open_items(sheet):
            if item.status == status:
                yield _open_item(sheet, item)


def _open_item(sheet: Sheet, item: OpenItem) -> Content:
    name = study_words(item.study, sheet.lang)
    before = (item.part, item.status) == ("workup", "overdue")
    note = el("span", sheet.say("text.work-up-overdue"), class_="note") if before else None
    chip = sheet.chip(sheet.say(f"status.{item.status}"), item.status)
    more = _reasons(sheet, f"{item.part}.{item.study}", name)
    return run(chip, " ", el("span", item.text, " ", note, " ", more))


def _reasons(sheet: Sheet, target: str, name: str) -> Element:
    return link(target, sheet.say("html.reasons"), aria_label=sheet.say("html.reasons-of", what=name), class_="more")


def _label(sheet: Sheet, name: str) -> str:
    """A label of the terminal's first screen, where capitals replace the bold face, as a page writes it."""
    return sheet.say(f"screen.{name}").capitalize()


def glance(sheet: Sheet) -> Element:
    """The first screen of the text: what it is, where, how far, which group, who, and what to ask for."""
    told: dict[str, list[Row]] = {}
    name = ""
    for row in rows(sheet):
        name = row.name or name
        told.setdefault(name, []).append(row)
    asked = told.get("decides", [])
    pairs = [_pair(sheet, each, own) for each, own in told.items() if each not in _OPEN]
    questions = [
        el("h3", sheet.say("html.ask-first")),
        el("ul", [el("li", row.text) for row in asked], class_="questions"),
        el("p", link("section-missing", sheet.say("html.all-questions")), class_="more"),
    ]
    title = sheet.say("html.at-a-glance")
    return sheet.section("section-glance", title, el("dl", pairs), questions if asked else None)


def _pair(sheet: Sheet, name: str, told: list[Row]) -> Element:
    label = _label(sheet, name)
    *lines, last = [row.text for row in told]
    more = run(" ", _reasons(sheet, _DETAILS[name], label)) if name in _DETAILS else None
    shown = el("dd", [el("p", line) for line in lines], el("p", last, more))
    return el("div", el("dt", label), shown, class_=f"row is-{name}")
