"""The blocks that a page about a cohort is made of: sections, contents, tables of numbers, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from cephalad.pictures import Picture
from cephalad.write.html.document import Content, el, link
from cephalad.write.html.sheet import scrolled
from cephalad.write.words import word

__all__ = ["contents", "numbers", "picture", "section"]


def section(name: str, title: str, *content: Content) -> Element:
    """A part of the page under its heading."""
    heading = el("h2", title, id=f"heading-{name}")
    return el("section", heading, *content, id=name, aria_labelledby=f"heading-{name}")


def contents(sections: Sequence[Element], lang: str) -> Element:
    """Links to the sections, by their headings."""
    items = [el("li", link(each.get("id", ""), "".join(each[0].itertext()))) for each in sections]
    title = word("html.contents", lang)
    return el("nav", el("p", title, class_="label"), el("ol", items), aria_label=title)


def numbers(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    """A table whose columns but the first hold numbers, in a region that scrolls by itself."""
    body = [el("tr", el("th", first, scope="row"), [el("td", cell) for cell in others]) for first, *others in rows]
    # A head of nothing is no head: the caption says what the columns are.
    first, *others = head
    named = el("th", first, scope="col") if first else el("td")
    top = el("thead", el("tr", named, [el("th", cell, scope="col") for cell in others]))
    table = el("table", el("caption", caption), top, el("tbody", body), class_="numbers")
    return scrolled(caption, table)


def picture(drawn: Picture, kind: str) -> Element:
    """A picture in a region that scrolls by itself; its table stands on the page."""
    return el("figure", scrolled(drawn.title, drawn.svg, kind="scroll picture"), class_=kind)
