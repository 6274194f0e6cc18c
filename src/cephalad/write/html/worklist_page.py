"""The list of charts to read, as one page: per tier the women, per woman the sentences with the words that decided.

It loads polars with the list, so the package does not name it: the pages of one patient must not wait for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.screen.excerpt import Excerpt
from cephalad.screen.tiers import READ_THE_CHART, TIER_NAMES
from cephalad.screen.worklist import Entry, ShownReport, Worklist
from cephalad.write.html.blocks import contents, numbers, section
from cephalad.write.html.document import Content, document, el, link
from cephalad.write.words import word

__all__ = ["worklist_html"]


def worklist_html(found: Worklist, *, lang: str = "en") -> str:
    """The list as one self-contained page without script; the same list gives the same bytes."""
    title = word("worklist.title", lang)
    sections = [_counts(found, lang), *_tiers(found, lang)]
    return document(
        link("main", word("html.skip", lang), class_="skip"),
        _head(found, title, lang),
        el("div", contents(sections, lang), el("main", *sections, id="main"), class_="columns"),
        el("footer", el("p", word("text.disclaimer", lang))),
        title=title,
        lang=lang,
    )


def _head(found: Worklist, title: str, lang: str) -> Element:
    edition = word(
        "worklist.edition",
        lang,
        rules=found.rules_version,
        rules_hash=found.rules_hash[:SHORT_LENGTH],
        guideline=found.guideline,
        guideline_hash=found.guideline_hash[:SHORT_LENGTH],
    )
    return el(
        "header",
        el("p", word("worklist.kind", lang), class_="kind"),
        el("h1", title),
        el("p", edition, class_="edition"),
        el("p", word("worklist.note", lang), class_="disclaimer"),
    )


def _counts(found: Worklist, lang: str) -> Element:
    title = word("worklist.counts", lang)
    women = found.n_women
    head = [word("worklist.tier", lang), word("worklist.reports", lang)]
    rows = [[name, f"{found.n_reports.get(name, 0):,}"] for name in TIER_NAMES]
    rows.append([word("worklist.none", lang), f"{found.n_reports.get('none', 0):,}"])
    if women is not None:
        head.append(word("worklist.women", lang))
        for row, name in zip(rows, (*TIER_NAMES, "none"), strict=True):
            row.append(f"{women[name]:,}" if name in women else "–")
    rejected = word("worklist.rejected", lang, number=f"{found.n_rejected:,}") if found.n_rejected else None
    return section(
        "section-counts",
        title,
        numbers(word("worklist.by-tier", lang), head, rows),
        el("p", rejected) if rejected else None,
        None if found.entries else el("p", word("worklist.nobody", lang)),
    )


def _tiers(found: Worklist, lang: str) -> Iterator[Element]:
    last = found.entries[-1].tier if found.entries else ""
    for tier in TIER_NAMES:
        entries = [el("li", _entry(each, lang)) for each in found.entries if each.tier == tier]
        if not entries:
            continue
        title = word("worklist.section", lang, tier=tier, says=word(f"worklist.tier-says.{tier}", lang))
        more = None
        if tier == last and found.n_listed > len(found.entries):
            shown, listed = f"{len(found.entries):,}", f"{found.n_listed:,}"
            more = el("p", word("worklist.more", lang, shown=shown, listed=listed))
        yield section(f"section-{tier}", title, el("ol", entries), more)


def _entry(each: Entry, lang: str) -> Iterator[Content]:
    if each.patient is not None:
        yield el("h3", word("worklist.patient", lang, name=each.patient))
    if each.n_suspicious > 1:
        yield el("p", word("worklist.suspicious", lang, number=each.n_suspicious), class_="note")
    if each.added_up:
        yield el("p", word("worklist.added-up", lang), class_="note")
    for report in each.reports:
        is_first = len(each.reports) > 1 and report is each.reports[0] and report.tier in READ_THE_CHART
        yield from _report(report, lang, remark=f" {word('worklist.first', lang)}" if is_first else "")


def _report(report: ShownReport, lang: str, *, remark: str) -> Iterator[Content]:
    date = report.date or word("worklist.unknown-date", lang)
    told = word("worklist.report-on", lang, name=report.id, date=date)
    chip = el("span", report.tier, class_="chip") if report.tier else None
    yield el("p", f"{told} ", chip, el("small", remark) if remark else None, class_="label")
    for sentence in report.sentences:
        yield el("blockquote", _marked(sentence))
    if not report.sentences:
        yield el("p", word("worklist.wordless", lang), class_="note")


def _marked(sentence: Excerpt) -> Iterator[Content]:
    done = 0
    for start, end in sentence.marks:
        yield sentence.text[done:start]
        yield el("mark", sentence.text[start:end])
        done = end
    yield sentence.text[done:]
