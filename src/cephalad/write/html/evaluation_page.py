"""An evaluation of the screener as one page, made to be printed and put into a protocol.

It loads numpy, so the package does not name it: the pages of one patient must not wait for that.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cephalad.screen.evaluate import Evaluation
from cephalad.write.evaluation_words import evaluation_sections, evaluation_title, stands_for
from cephalad.write.html.blocks import numbers, section
from cephalad.write.html.document import document, el, link
from cephalad.write.summary_tables import Section
from cephalad.write.words import word

__all__ = ["evaluation_html"]


def evaluation_html(found: Evaluation, *, lang: str = "en") -> str:
    """The evaluation as one self-contained page; the same labels give the same bytes."""
    title = evaluation_title(found, lang)
    parts = [_section(each) for each in evaluation_sections(found, lang)]
    header = el(
        "header",
        el("p", word("evaluation.kind", lang), class_="kind"),
        el("h1", title),
        el("p", stands_for(found, lang), class_="edition"),
        el("p", word("text.disclaimer", lang), class_="disclaimer"),
    )
    return document(
        link("main", word("html.skip", lang), class_="skip"),
        header,
        # No list of contents: it is to be printed on one sheet, both sides.
        el("main", *parts, id="main"),
        el("footer", el("p", word("text.disclaimer", lang))),
        title=title,
        lang=lang,
    )


def _section(part: Section) -> Element:
    before = [el("p", told) for told in part.before]
    tables = [numbers(table.title, table.head, table.rows) for table in part.tables if table.rows]
    after = el("ul", [el("li", told) for told in part.after]) if part.after else None
    return section(f"section-{part.id}", part.title, before, tables, after)
