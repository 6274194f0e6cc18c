"""A read report as one page: the report with its words marked and their status in words, the findings, the events."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cephalad.read import Reading
from cephalad.read.proposed import Proposal
from cephalad.record.tree import write_yaml
from cephalad.write.html.blocks import contents, section
from cephalad.write.html.document import Content, document, el, link
from cephalad.write.html.sheet import scrolled
from cephalad.write.reading_words import FOUND_COLUMNS, causes_named, found_row, heading_lines, left_out_line, stretches
from cephalad.write.words import word

__all__ = ["marked_report", "reading_html"]


def reading_html(reading: Reading, proposed: Proposal, text: str, *, lang: str = "en") -> str:
    """The page of one report; the same report gives the same bytes."""
    title = word("report.title", lang)
    sections = list(_sections(reading, proposed, text, lang))
    counted, *further = heading_lines(reading, lang)
    head = el(
        "header",
        el("p", word("report.kind", lang), class_="kind"),
        el("h1", title),
        el("p", counted),
        [el("p", line, class_="edition") for line in further],
        el("p", word("text.disclaimer", lang), class_="disclaimer"),
    )
    return document(
        link("main", word("html.skip", lang), class_="skip"),
        head,
        el("div", contents(sections, lang), el("main", *sections, id="main"), class_="columns"),
        el("footer", el("p", word("text.disclaimer", lang))),
        title=title,
        lang=lang,
    )


def marked_report(reading: Reading, text: str, lang: str) -> Element:
    """The report line by line; words of findings are marked and followed by their status in small letters."""
    pieces: list[Content] = []
    for each in stretches(reading, text, lang):
        lines = each.text.splitlines(keepends=True)
        if each.statuses:
            said = el("small", f" ({', '.join(each.statuses)})")
            pieces.append(el("mark", " ".join(each.text.split()), said))
            continue
        for line in lines:
            bare = line.rstrip("\r\n")
            pieces.append(bare)
            if bare != line:
                pieces.append(el("br"))
    return el("p", pieces)


def _sections(reading: Reading, proposed: Proposal, text: str, lang: str) -> Iterator[Element]:
    yield section("section-report", word("report.text", lang), marked_report(reading, text, lang))
    if not reading.findings:
        return
    yield section("section-findings", word("report.findings", lang), _table(reading, text, lang))
    if causes := causes_named(reading, lang):
        yield section("section-causes", word("report.causes", lang), el("ul", [el("li", each) for each in causes]))
    yield section("section-proposed", word("report.proposed", lang), *_events(proposed, lang))
    if proposed.left_out:
        told = dict.fromkeys(left_out_line(each, lang) for each in proposed.left_out)
        yield section("section-left-out", word("report.left-out", lang), el("ul", [el("li", each) for each in told]))


def _table(reading: Reading, text: str, lang: str) -> Element:
    caption = word("report.findings", lang)
    head = el("tr", [el("th", word(f"report.column.{name}", lang), scope="col") for name in FOUND_COLUMNS])
    rows = [_row(found_row(found, text, lang)) for found in reading.findings]
    return scrolled(caption, el("table", el("caption", caption), el("thead", head), el("tbody", rows)))


def _row(cells: tuple[str, ...]) -> Element:
    first, *others = cells
    return el("tr", el("th", first, scope="row"), [el("td", cell) for cell in others])


def _events(proposed: Proposal, lang: str) -> Iterator[Element]:
    if not proposed.events:
        yield el("p", word("report.no-event", lang))
        return
    yield el("p", word("report.not-recorded", lang))
    events = [{key: value for key, value in event.items() if key != "text"} for event in proposed.events]
    lines = write_yaml(list(events)).splitlines()
    yield scrolled(word("report.proposed", lang), el("pre", [[line, el("br")] for line in lines]))
