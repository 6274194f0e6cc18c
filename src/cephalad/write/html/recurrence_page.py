"""What follows an operation, over a cohort, as one page: who the patients are, the curves, and the numbers behind them.

It loads numpy, so the package does not name it: the pages of one patient must not wait for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from cephalad.anatomy import Language
from cephalad.cohort.recurrence import Recurrence, Stratum
from cephalad.cohort.recurrence_outcomes import Source
from cephalad.guideline import Guideline
from cephalad.guideline.digest import short_digest
from cephalad.pictures import Picture
from cephalad.write.html.blocks import contents, section
from cephalad.write.html.document import Content, document, el, link
from cephalad.write.html.sheet import scrolled
from cephalad.write.recurrence_words import (
    TABLE_HEAD,
    estimate_rows,
    group_sentence,
    pictures,
    rules,
    source_sentences,
    stratum_sentences,
    stratum_word,
)
from cephalad.write.words import word

__all__ = ["recurrence_html"]


def recurrence_html(found: Recurrence, source: Source, guideline: Guideline, *, lang: Language = "en") -> str:
    """The figures as one self-contained page; the same figures give the same bytes."""
    title = word(f"recurrence.title-{found.by}", lang)
    sections = list(_sections(found, source, lang))
    footer = el("footer", el("p", word("text.disclaimer", lang)))
    main = el("main", *sections, id="main")
    return document(
        link("main", word("html.skip", lang), class_="skip"),
        _head(guideline, title, lang),
        el("div", contents(sections, lang), main, class_="columns"),
        footer,
        title=title,
        lang=lang,
    )


def _head(guideline: Guideline, title: str, lang: str) -> Element:
    edition = word("html.edition", lang, edition=guideline.edition, hash=short_digest(guideline))
    return el(
        "header",
        el("p", word("recurrence.kind", lang), class_="kind"),
        el("h1", title),
        el("p", edition, class_="edition"),
        el("p", word("text.disclaimer", lang), class_="disclaimer"),
    )


def _sections(found: Recurrence, source: Source, lang: Language) -> Iterator[Element]:
    told = source_sentences(found, source, lang)
    if not found.strata:
        told.append(word("recurrence.none", lang))
    yield section("section-source", word("recurrence.where-from", lang), [el("p", each) for each in told])
    drawn = [_figure(each, lang) for each in pictures(found, source, lang)]
    yield section("section-curves", word("recurrence.curves", lang), drawn)
    for stratum in found.strata:
        title = stratum_word(found, stratum, lang)
        yield section(f"section-{stratum.word}", title[:1].upper() + title[1:], list(_stratum(stratum, title, lang)))
    how = el("ul", [el("li", each) for each in rules(found, lang)])
    yield section("section-how", word("recurrence.how", lang), how)


def _stratum(stratum: Stratum, title: str, lang: str) -> Iterator[Content]:
    for told in stratum_sentences(stratum, lang):
        yield el("p", told)
    head = [word(f"recurrence.{name}", lang) for name in TABLE_HEAD]
    for group in stratum.groups:
        name = word(f"recurrence.group-{group.name}", lang)
        yield el("h3", name)
        yield el("p", group_sentence(group, lang))
        rows = list(estimate_rows(group, lang))
        if rows:
            yield _grid(word("text.value-of", lang, what=title, value=name), head, rows)


# --- blocks -----------------------------------------------------------------------------------------------------------


def _figure(picture: Picture, lang: str) -> Element:
    table = picture.table
    opened = el(
        "details",
        el("summary", word("html.as-table", lang, name=picture.title)),
        _grid(table.caption, table.head, table.rows),
        class_="as-table",
    )
    return el("figure", scrolled(picture.title, picture.svg, kind="scroll picture"), opened, class_="curve")


def _grid(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    body = [el("tr", el("th", first, scope="row"), [el("td", cell) for cell in others]) for first, *others in rows]
    top = el("thead", el("tr", [el("th", cell, scope="col") for cell in head]))
    return scrolled(caption, el("table", el("caption", caption), top, el("tbody", body)))
