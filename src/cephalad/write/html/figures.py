"""Pictures on a page: each in a region that scrolls by itself, with the table that says the same below it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from cephalad.anatomy import Language
from cephalad.pictures import Picture, timeline, vein_map
from cephalad.record import View
from cephalad.write.html.document import el
from cephalad.write.html.sheet import Sheet, scrolled

__all__ = ["figure", "timeline_figure", "up_to_its_point", "vein_maps"]


def figure(sheet: Sheet, picture: Picture, kind: str) -> Element:
    """The picture, and behind its name the table."""
    table = picture.table
    opened = el(
        "details",
        el("summary", sheet.say("html.as-table", name=picture.title)),
        sheet.grid(table.caption, table.head, table.rows),
        class_="as-table",
    )
    return el("figure", scrolled(picture.title, picture.svg, kind="scroll picture"), opened, class_=kind)


def vein_maps(sheet: Sheet, *, prefix: str = "veins", only: Collection[str] = ("ever", "now")) -> Element:
    """Where the tumour ever was, and after an operation also what stands now.

    Parameters
    ----------
    prefix : beginning of the ids; two pairs of maps on one page need two
    """
    return el("div", [figure(sheet, each, "vein-map") for each in _maps(sheet, prefix, only)], class_="maps")


def _maps(sheet: Sheet, prefix: str, only: Collection[str]) -> Iterator[Picture]:
    found, lang, day = sheet.found, _language(sheet.lang), sheet.as_of
    if "ever" in only:
        yield vein_map(
            found.ever,
            lang=lang,
            title=sheet.say("picture.vein-map" if found.current is None else "html.map-ever"),
            subtitle=day,
            routes=found.routes,
            downward=found.downward,
            id=f"{prefix}-ever",
        )
    if "now" in only and found.current is not None:
        title = sheet.say("html.map-now")
        yield vein_map(found.current, ever=found.ever, lang=lang, title=title, subtitle=day, id=f"{prefix}-now")


def timeline_figure(sheet: Sheet, seen: View, changes: Sequence[tuple[str, str]] = ()) -> Element:
    """The events in lanes along time."""
    return figure(sheet, timeline(seen, changes=changes, lang=_language(sheet.lang)), "timeline")


def up_to_its_point(seen: View) -> View:
    """The view without what it does not know: events that come later, or were not yet recorded."""
    wanted = {event.id for event in (*seen.events, *seen.straddling)}
    replaced = {event.id: event.supersedes for event in seen.case.events}
    for event in (*seen.events, *seen.straddling):
        earlier = event.supersedes
        while earlier and earlier not in wanted:
            wanted.add(earlier)
            earlier = replaced.get(earlier, "")
    known = tuple(event for event in seen.case.events if event.id in wanted)
    return replace(seen, case=replace(seen.case, events=known))


def _language(lang: str) -> Language:
    """The language as the pictures name it."""
    return "zh" if lang == "zh" else "en"
