"""Everything that a page cites: the paper's statements with their place, other sources, contrary literature."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from cephalad.evidence import challenges, sources, statements
from cephalad.guideline.model import PAPER
from cephalad.write.html.document import Content, anchor, el, run
from cephalad.write.html.sheet import Sheet

__all__ = ["sources_used"]


def sources_used(sheet: Sheet) -> Element:
    """The last section, because it lists what those before it have cited; what is quoted stays in English."""
    said, known, against = statements(), sources(), challenges()
    named = [name for name in against if name in sheet.cited]
    sheet.cited.update(dict.fromkeys(against[name].source for name in named))
    others = [name for name in known if name in sheet.cited and name != PAPER]
    return sheet.section(
        "section-sources",
        sheet.say("heading.sources"),
        el("p", sheet.say("text.quotes-english")),
        _list([_source(sheet, PAPER)]),
        _group(sheet, "why.statements", [_statement(sheet, name) for name in said if name in sheet.cited]),
        _group(sheet, "why.against", [_challenge(sheet, name) for name in named]),
        _group(sheet, "html.other-sources", [_source(sheet, name) for name in others]),
    )


def _group(sheet: Sheet, label: str, items: list[Element]) -> list[Content]:
    return [el("h3", sheet.say(label).rstrip(":：")), _list(items)] if items else []


def _list(items: Iterable[Element]) -> Element:
    return el("ul", *items, class_="sources")


def _statement(sheet: Sheet, name: str) -> Element:
    statement = statements()[name]
    told = _quoted(sheet, statement.text)
    return el("li", el("b", name), f" ({statement.place}): ", told, id=anchor("statement", name))


def _challenge(sheet: Sheet, name: str) -> Element:
    challenge = challenges()[name]
    stance = sheet.tell(f"stance.{challenge.stance.value}", statements=_linked(sheet, challenge.statements))
    origin = sheet.source_links([challenge.source])
    told = _quoted(sheet, challenge.text)
    return el("li", el("b", name), " (", origin, "; ", stance, "): ", told, id=anchor("challenge", name))


def _linked(sheet: Sheet, ids: Iterable[str]) -> list[Content]:
    told: list[Content] = []
    for name in ids:
        told += [", ", name] if told else [name]
        if name in sheet.cited:
            told[-1] = sheet.source_links([name])
    return told


def _source(sheet: Sheet, name: str) -> Element:
    source = sources()[name]
    how = sheet.say(
        "text.strength-reading",
        strength=sheet.say(f"strength.{source.strength.value}"),
        reading=sheet.say(f"reading.{source.reading.value}"),
    )
    where = run(" ", el("a", source.link, href=source.link, rel="noopener noreferrer")) if source.link else None
    told = _quoted(sheet, source.citation)
    return el("li", el("b", name), ": ", told, " ", how, where, id=anchor("source", name))


def _quoted(sheet: Sheet, text: str) -> Element:
    """English text of the evidence, said to be so where the page is in another language."""
    return el("span", text, lang=None if sheet.lang == "en" else "en")
