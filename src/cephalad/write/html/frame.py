"""What every page has around its sections: a way past the contents, the letterhead, the contents, and a last line."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from cephalad.write.html.document import el, link
from cephalad.write.html.sheet import Sheet

__all__ = ["page_body"]


MOST_LISTED = 60
"""Sections up to which the contents name every one; beyond it only those that are no single event."""


def page_body(sheet: Sheet, head: Element, sections: Sequence[Element]) -> list[Element]:
    """Skip link, letterhead, contents and the sections themselves."""
    footer = el("footer", el("p", sheet.say("text.disclaimer")))
    return [
        link("main", sheet.say("html.skip"), class_="skip"),
        head,
        el("div", _contents(sheet, sections), el("main", *sections, id="main"), class_="columns"),
        footer,
    ]


def _contents(sheet: Sheet, sections: Sequence[Element]) -> Element:
    """Links to the sections, by their headings."""
    named = [each for each in sections if len(sections) <= MOST_LISTED or each.get("id", "").startswith("section-")]
    items = [el("li", link(each.get("id", ""), "".join(each[0].itertext()))) for each in named]
    title = sheet.say("html.contents")
    return el("nav", el("p", title, class_="label"), el("ol", items), aria_label=title)
