"""Every criterion that the page has named, explained once in full: its parts with their verdicts, facts and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from cephalad.assess import FactReading, Reason, reason
from cephalad.write.html.document import Content, anchor, el, run
from cephalad.write.html.sheet import Sheet
from cephalad.write.parts import Part, parts_of

__all__ = ["reasons_in_full"]


def reasons_in_full(sheet: Sheet) -> Element:
    """The criteria in the order of their numbers; what their parts name is explained too, until nothing is left."""
    told: list[Element] = []
    while len(told) < len(sheet.numbers):
        told.append(_criterion(sheet, list(sheet.numbers)[len(told)]))
    intro = el("p", sheet.say("html.reasons-intro"))
    return sheet.section("section-reasons", sheet.say("html.reasons-in-full"), intro, told)


def _criterion(sheet: Sheet, name: str) -> Element:
    criterion = sheet.found.guideline.criteria[name]
    told = reason(sheet.evaluation, name)
    number = el("span", sheet.say("html.reason-number", number=sheet.number(name)), class_="number")
    return el(
        "article",
        el("h3", number, " ", sheet.criterion(name), " ", sheet.truth(sheet.evaluation[name].value)),
        el("p", el("code", name)),
        el("p", sheet.say("why.parts"), class_="label"),
        el("ul", _part(sheet, parts_of(sheet, criterion.when)), class_="parts"),
        list(_carried_by(sheet, told.facts)),
        el("p", list(_sources(sheet, told)), class_="rests-on"),
        class_="criterion",
        id=anchor("reason", name),
    )


def _part(sheet: Sheet, part: Part) -> Element:
    verdict = run(sheet.truth(part.verdict), " ") if part.verdict else None
    more = run(" ", sheet.reference(part.criterion)) if part.criterion else None
    inner = el("ul", [_part(sheet, each) for each in part.parts]) if part.parts else None
    return el("li", verdict, part.words, more, inner)


def _carried_by(sheet: Sheet, facts: Sequence[FactReading]) -> Iterator[Content]:
    if facts:
        yield el("p", sheet.say("why.facts"), class_="label")
        yield sheet.facts_list(facts)


def _sources(sheet: Sheet, told: Reason) -> Iterator[Content]:
    named = ("why.statements", told.statements), ("why.sources", told.sources), ("why.against", told.challenged_by)
    for label, ids in named:
        if ids:
            sheet.cited.update(dict.fromkeys(ids))
            yield run(el("span", sheet.say(label), class_="label"), " ", sheet.source_links(ids), " ")
