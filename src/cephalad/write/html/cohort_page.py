"""A cohort's summary as one page: what a registry or a hospital sees of its patients, in pictures and tables.

It loads numpy, so the package does not name it: the pages of one patient must not wait for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cephalad.cohort.small_cells import FEWEST
from cephalad.cohort.summary import Summary
from cephalad.evidence import statements
from cephalad.write.html.blocks import contents, numbers, picture, section
from cephalad.write.html.document import Content, anchor, document, el, link
from cephalad.write.summary_pictures import picture_of
from cephalad.write.summary_tables import Section, sections
from cephalad.write.summary_words import Board, SummaryTable

__all__ = ["summary_html"]


def summary_html(summary: Summary, *, lang: str = "en") -> str:
    """The summary as one self-contained page; the same answers give the same bytes.

    Raises
    ------
    UnknownName : for a language without a catalogue
    """
    board = Board(summary, lang)
    parts = [_section(board, each) for each in sections(board)]
    # Last, because it spells out what the sections before it have cited.
    parts.append(_statements(board))
    return document(
        link("main", board.say("html.skip"), class_="skip"),
        _head(board),
        el("div", contents(parts, lang), el("main", *parts, id="main"), class_="columns"),
        el("footer", el("p", board.say("text.disclaimer"))),
        title=board.title,
        lang=lang,
    )


def _head(board: Board) -> Element:
    say, hides = board.say, board.summary.hides
    note = say("summary.small-cells", fewest=FEWEST, below=FEWEST - 1) if hides else say("summary.small-cells-shown")
    return el(
        "header",
        el("p", say("summary.kind"), class_="kind"),
        el("h1", board.title),
        el("p", say("summary.edition", edition=board.summary.edition), class_="edition"),
        el("p", note, class_="disclaimer"),
        el("p", say("text.disclaimer"), class_="disclaimer"),
    )


def _section(board: Board, part: Section) -> Element:
    before = [el("p", told) for told in part.before]
    tables = [_table(board, table) for table in part.tables if table.rows]
    after = el("ul", [el("li", told) for told in part.after]) if part.after else None
    return section(f"section-{part.id}", part.title, before, tables, after)


def _table(board: Board, table: SummaryTable) -> Content:
    """A table, below its picture if it has one."""
    drawn = picture_of(board, table)
    told = numbers(table.title, table.head, table.rows)
    return told if drawn is None else (picture(drawn, "bars"), told)


def _statements(board: Board) -> Element:
    title, note = board.say("heading.sources"), board.say("text.quotes-english")
    return section("section-sources", title, el("p", note), el("ul", list(_cited(board)), class_="sources"))


def _cited(board: Board) -> Iterator[Element]:
    quoted = None if board.lang == "en" else "en"
    for name, statement in statements().items():
        if name in board.cited:
            told = el("span", f"({statement.place}): {statement.text}", lang=quoted)
            yield el("li", el("b", name), " ", told, id=anchor("statement", name))
