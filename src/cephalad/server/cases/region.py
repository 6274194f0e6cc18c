"""The part of the case page that the slider replaces: everything that the pathway says as of one point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, tostring

from cephalad.assess import MissingFact
from cephalad.assessment import Assessment
from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.plan import booked_as
from cephalad.server.asked import as_of
from cephalad.server.cases.slots import slots_of
from cephalad.server.cases.stops import Stop
from cephalad.terms import FINDINGS, clean
from cephalad.write.html.assessment_page import PARTS, veins
from cephalad.write.html.document import Content, anchor, apart, el, link
from cephalad.write.html.figures import timeline_figure
from cephalad.write.html.plan import missing
from cephalad.write.html.reasons import reasons_in_full
from cephalad.write.html.record import record
from cephalad.write.html.replay_page import FOREMOST, changes_table, foremost
from cephalad.write.html.sheet import Sheet
from cephalad.write.html.sources import sources_used
from cephalad.write.html.summary import glance, to_do
from cephalad.write.overview import open_items, question_of
from cephalad.write.words import study_words

__all__ = ["region", "said_changes"]

Addresses: TypeAlias = Callable[..., str]
"""The address of a page by its name and by what else it needs; "" where it is not installed."""

_FOLDED = (reasons_in_full, sources_used)
"""Parts that are looked up, not read."""
_QUESTIONS_SHOWN = 5


def region(found: Assessment, stops: Sequence[Stop], place: int, lang: str, addresses: Addresses) -> str:
    """The sections as text, with the contents beside them; what a record says is only ever text.

    Parameters
    ----------
    place : of the stop that is shown
    addresses : where a question is answered, an event entered or corrected, by the name of the page
    """
    sheet = Sheet.of(found, lang)
    answering = partial(_answering, sheet, addresses)
    sections = [_bookable(to_do(sheet), sheet, addresses), glance(sheet), veins(sheet), _timeline(sheet)]
    if _is_at(found, stops[place]):
        sections.append(_changed(sheet, stops, place, addresses))
    sections.append(_questions(missing(sheet, answering), sheet))
    for part in PARTS:
        made = part(sheet) if part is not missing else None
        if part is record and made is not None:
            made = _correctable(made, sheet, addresses)
        if made is not None:
            sections.append(_folded(sheet, made) if part in _FOLDED else made)
    edition = sheet.say("html.edition", edition=found.guideline.edition, hash=found.digest[:SHORT_LENGTH])
    parts = el(
        "div",
        el("p", sheet.title, " · ", edition, class_="edition"),
        _on_paper(sheet, addresses),
        *sections,
        class_="case-parts",
    )
    made = el("div", _contents(sheet, sections), parts, class_="columns")
    return tostring(made, encoding="unicode", method="html")


def said_changes(sheet: Sheet, stop: Stop) -> str:
    """What changed at a stop, in one sentence."""
    if not stop.changes:
        return sheet.say("server.case.no-change")
    if not any(each.key in FOREMOST for each in stop.changes):
        return sheet.say("server.case.changed-number", number=len(stop.changes))
    return sheet.say("server.case.changed", number=len(stop.changes), names=foremost(sheet, stop.changes))


def _is_at(found: Assessment, stop: Stop) -> bool:
    return stop.as_of == as_of(found)


def _correctable(section: Element, sheet: Sheet, addresses: Addresses) -> Element:
    """The record with the way to correct each event."""
    names = {anchor("event", event.id): event.id for event in (*sheet.found.view.events, *sheet.found.view.straddling)}
    for told in section.iter("details"):
        name = names.get(told.get("id", ""), "")
        links = list(_ways(sheet, addresses, name)) if name else []
        if links:
            told[-1].append(el("p", apart(links, " · "), class_="more"))
    return section


def _bookable(section: Element, sheet: Sheet, addresses: Addresses) -> Element:
    """What is to be done, with the way to book each examination; an operation is not gone back on."""
    address = addresses("entry-begin", "booking")
    items = [each for each in open_items(sheet) if each.part == "surveillance" or each.status == "due"]
    studies = dict.fromkeys(booked_as(each.study)[0] if each.part == "surveillance" else each.study for each in items)
    known = {choice.id for choice in FINDINGS["booking.study"].choices}
    links = [
        el("a", study_words(study, sheet.lang), href=f"{address}?{urlencode({'study': study})}")
        for study in studies
        if study in known
    ]
    if address and links:
        section.append(el("p", sheet.say("server.lists.book-now"), " ", apart(links, " · "), class_="book"))
    return section


def _ways(sheet: Sheet, addresses: Addresses, name: str) -> Iterator[Content]:
    for page, key in (("entry-begin-correct", "correct"), ("entry-begin-withdraw", "withdraw")):
        if address := addresses(page, name):
            label = sheet.say(f"server.case.{key}-event", event=clean(name))
            yield el("a", sheet.say(f"server.case.{key}"), href=address, aria_label=label)


def _timeline(sheet: Sheet) -> Element:
    """The whole record, so that what is later than the point is seen as later."""
    shown = timeline_figure(sheet, sheet.found.view)
    return sheet.section("section-timeline", sheet.say("html.timeline"), shown)


def _questions(section: Element, sheet: Sheet) -> Element:
    """The questions that decide most; the others behind a click."""
    place = next(place for place, each in enumerate(section) if each.get("class") == "statements")
    rest = list(section[place])[_QUESTIONS_SHOWN:]
    for each in rest:
        section[place].remove(each)
    if rest:
        label = el("summary", sheet.say("server.case.more-questions", number=len(rest)))
        section.insert(place + 1, el("details", label, el("div", rest, class_="statements"), class_="as-table"))
    return section


def _folded(sheet: Sheet, section: Element) -> Element:
    """The section with everything but its heading behind a click; a link into it opens it."""
    rest = list(section)[1:]
    for each in rest:
        section.remove(each)
    section.append(el("details", el("summary", sheet.say("server.case.unfold")), rest, class_="as-table"))
    return section


def _on_paper(sheet: Sheet, addresses: Addresses) -> Element | None:
    """The way to sheets and files as of the very point that is shown."""
    if not (address := addresses("case-paper")):
        return None
    target = f"{address}?{urlencode({'as-of': as_of(sheet.found)}, safe=':')}"
    return el("p", el("a", sheet.say("server.case.paper"), href=target, class_="button"), class_="more")


def _changed(sheet: Sheet, stops: Sequence[Stop], place: int, addresses: Addresses) -> Element:
    """The plan before and after the event, conclusion by conclusion."""
    stop = stops[place]
    event = stop.event
    title = sheet.say("html.what-changed") if event is not None else sheet.say("server.case.changed-by-time")
    caption = sheet.say("html.changed-by", event=event.id) if event is not None else title
    told = changes_table(sheet, caption, stop.changes) if stop.changes else el("p", sheet.say("replay.no-change"))
    way = _compared(sheet, stops[place - 1], stop, addresses) if place else None
    return sheet.section("section-changed", title, told, way)


def _compared(sheet: Sheet, before: Stop, stop: Stop, addresses: Addresses) -> Element | None:
    """The way to the whole plan at this stop and the one before, side by side."""
    if not (address := addresses("case-compare")):
        return None
    target = f"{address}?{urlencode({'before': before.as_of, 'after': stop.as_of}, safe=':')}"
    return el("p", el("a", sheet.say("server.paper.compare.link"), href=target), class_="more")


def _contents(sheet: Sheet, sections: Sequence[Element]) -> Element:
    items = [el("li", link(each.get("id", ""), "".join(each[0].itertext()))) for each in sections]
    title = sheet.say("html.contents")
    return el("nav", el("p", title, class_="label"), el("ol", items), class_="contents", aria_label=title)


def _answering(sheet: Sheet, addresses: Addresses, item: MissingFact) -> Content:
    """The way to the form that answers a question; with a script it opens in this place."""
    if slots_of(item, sheet.found) is None:
        address = addresses("entry-begin", FINDINGS[item.questions[0]].kinds[0])
        elsewhere = sheet.say("server.case.answer-elsewhere")
        return el("p", el("a", elsewhere, href=address) if address else elsewhere, class_="note")
    target = f"{addresses('case-answer')}?{urlencode({'as-of': as_of(sheet.found), 'facts': ' '.join(item.facts)})}"
    label = sheet.say("server.case.answer-this", question=question_of(sheet, item))
    told = el("a", sheet.say("server.case.answer"), class_="button", href=target, aria_label=label)
    told.attrib |= {"hx-get": target, "hx-target": "closest .answering", "hx-swap": "innerHTML"}
    return el("div", told, class_="answering")
